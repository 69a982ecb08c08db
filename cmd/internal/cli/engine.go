package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/regionlint/regionlint/lint/config"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/disk"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/report"
)

// engineFlags are the flags of every command that looks at files.
type engineFlags struct {
	env          Env
	includeTests bool
	jobs         int
	color        string
	quiet        bool
	verbose      bool
	outputFile   string
	config       string
	isolated     bool
	unexclude    bool
	noCache      bool
	root         string // that was opened last
	cache        *cache // of that root
	// aside is set when standard output is for something else than findings.
	aside bool
}

func (f *engineFlags) declare(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&f.includeTests, "include-tests", false, "treat tests, fixtures and mocks like other code")
	flags.IntVar(&f.jobs, "jobs", 0, "number of files to work on at once (default: one for each processor)")
	flags.StringVar(&f.color, "color", "auto", "when to use colours: auto, always or never")
	flags.BoolVar(&f.quiet, "quiet", false, "print no summary, warning or progress")
	flags.BoolVar(&f.verbose, "verbose", false, "tell what was left out and how much was looked at")
	flags.StringVar(&f.outputFile, "output-file", "", "write to this `file` instead of standard output")
	flags.StringVar(&f.config, "config", "", "read this configuration `file` and no other; its paths are relative to the root")
	flags.BoolVar(&f.isolated, "isolated", false, "read no configuration file")
	flags.BoolVar(&f.unexclude, "no-force-exclude", false, "look at paths that are named though the configuration or git leaves them out")
	flags.BoolVar(&f.noCache, "no-cache", false, "look at every file anew and remember nothing; the cache is in $REGIONLINT_CACHE_DIR, or else in the user's cache folder")
	cmd.MarkFlagsMutuallyExclusive("quiet", "verbose")
	cmd.MarkFlagsMutuallyExclusive("config", "isolated")
}

func (f *engineFlags) validate() error {
	if f.jobs < 0 {
		return fmt.Errorf("--jobs takes a number of workers, not %d", f.jobs)
	}
	return oneOf("color", f.color, "auto", "always", "never")
}

// style returns how text looks where it goes.
func (f *engineFlags) style() report.Style {
	if f.outputFile != "" || f.aside {
		return f.styleOf(0)
	}
	return f.styleOf(f.env.StdoutColumns)
}

// styleOf returns how text looks on a terminal of that many columns, 0 for what is
// none.
func (f *engineFlags) styleOf(columns int) report.Style {
	style := report.Style{Width: columns}
	switch f.color {
	case "always":
		style.Color = true
	case "auto":
		style.Color = style.Width > 0 && f.env.Getenv("NO_COLOR") == "" && f.env.Getenv("TERM") != "dumb"
	}
	return style
}

// run looks at a root and tells on standard error what went wrong. The error is
// what kept it from looking at all.
func (f *engineFlags) run(ctx context.Context, t target, checks []driver.Check) (*driver.Result, error) {
	s, err := f.open(t, checks)
	if err != nil {
		return nil, err
	}
	defer s.close()
	result, err := s.run(ctx, s.opts.FS)
	if err != nil {
		return nil, err
	}
	f.tell(result)
	return result, nil
}

// A session is a root that is open, and how to look at it.
type session struct {
	flags *engineFlags
	root  *os.Root
	disk  fs.FS // that of the root
	opts  driver.Options
	// narrow, if not nil, leaves of a result what is to be reported and fixed. The
	// tree is the one that was looked at.
	narrow func(ctx context.Context, r *driver.Result, tree fs.FS) error
}

// open opens a root, for the caller to close.
func (f *engineFlags) open(t target, checks []driver.Check) (*session, error) {
	opts, err := f.options(t)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(t.root)
	if err != nil {
		return nil, err
	}
	s := &session{flags: f, root: root, disk: disk.FS(root, discover.Limit), opts: opts}
	f.root, f.cache = t.root, f.openCache(t.root)
	s.opts.FS, s.opts.Checks, s.opts.Cache = s.disk, checks, f.cache.of(t.root)
	return s, nil
}

func (s *session) close() {
	s.flags.cache.close()
	_ = s.root.Close() // folders are not written to
}

// run looks at a tree, that of the root or one made of it.
func (s *session) run(ctx context.Context, tree fs.FS) (*driver.Result, error) {
	opts := s.opts
	opts.FS, opts.Progress = tree, new(driver.Progress)
	if tree != s.disk { // what is not there is not remembered
		opts.Findings, opts.Cache = false, opts.Cache.Reading()
	}
	defer s.flags.showProgress(opts.Progress)()
	result, err := driver.Run(ctx, opts)
	if err == nil && s.narrow != nil {
		err = s.narrow(ctx, result, tree)
	}
	return result, err
}

// options returns how to look at a root, without its file system.
func (f *engineFlags) options(t target) (driver.Options, error) {
	opts := driver.Options{Paths: t.paths, Rules: f.env.Rules, IncludeTests: f.includeTests, Jobs: f.jobs}
	if f.unexclude {
		opts.Named = slices.DeleteFunc(slices.Clone(t.paths), func(name string) bool { return name == "." })
	}
	var err error
	if opts.Config, err = f.configFile(t.root); err != nil {
		return opts, err
	}
	opts.Ignores, opts.Tracked = discover.Above(t.root, f.globalIgnores(t.root)), discover.TrackedAbove(t.root)
	return opts, nil
}

// configFile returns the configuration that --config or --isolated put in the
// place of a root's, nil if they do not.
func (f *engineFlags) configFile(root string) (*config.File, error) {
	if f.isolated {
		return new(config.File), nil
	}
	if f.config == "" {
		return nil, nil //nolint:nilnil // the root's own files hold then
	}
	text, err := readNamed(root, f.env.inDir(f.config), config.MaxSize)
	if err != nil {
		return nil, missing(f.config, err)
	}
	return config.Parse(f.config, text, config.Names{Rules: f.env.Rules})
}

// inDir returns a path as it is from anywhere.
func (e Env) inDir(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(e.Dir, path)
}

// tell prints what went wrong in single files and which were left out for their
// size, and with --verbose all that was left out.
func (f *engineFlags) tell(r *driver.Result) {
	for _, failure := range r.Errors {
		f.env.complain(failure.Error())
	}
	for _, skip := range r.Skipped {
		// One with an error was told of above.
		if skip.Err == nil && (f.verbose || skip.Large && !f.quiet) {
			f.env.complain(fmt.Sprintf("left out %s: %s", skip.Path, skip.Reason))
		}
	}
	if !f.verbose {
		return
	}
	if n := len(r.Suppressed); n > 0 {
		f.env.complain(fmt.Sprintf("findings that comments silence: %d", n))
	}
	f.env.complain(f.cache.describe(r))
	f.env.complain(fmt.Sprintf("looked at %d of %d files in the root, linked %d times",
		r.Stats.Extracted, r.Stats.Candidates, r.Stats.Rounds))
}

// showProgress keeps a line on standard error up to date when a run takes more
// than a second. The function that it returns ends that and wipes the line.
func (f *engineFlags) showProgress(p *driver.Progress) (stop func()) {
	if f.quiet || !f.env.StderrTerminal {
		return func() {}
	}
	done, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		wait := time.NewTimer(time.Second)
		defer wait.Stop()
		for shown := false; ; shown = true {
			select {
			case <-done:
				if shown {
					fmt.Fprint(f.env.Stderr, "\r\x1b[K")
				}
				return
			case <-wait.C:
				fmt.Fprintf(f.env.Stderr, "\rregionlint: %d of %d files\x1b[K", p.Done.Load(), p.Total.Load())
				wait.Reset(100 * time.Millisecond)
			}
		}
	}()
	return func() {
		close(done)
		<-gone
	}
}

// write hands finished output to where it is to go.
func (f *engineFlags) write(output []byte) error {
	if f.outputFile == "" {
		return f.show(output)
	}
	if err := writeNamed(f.root, f.env.inDir(f.outputFile), output); err != nil {
		return fmt.Errorf("cannot write %s: %w", f.outputFile, plain(err))
	}
	return nil
}

// show prints finished output.
func (f *engineFlags) show(output []byte) error {
	to := f.env.Stdout
	if f.aside {
		to = f.env.Stderr
	}
	_, err := to.Write(output)
	if errors.Is(err, syscall.EPIPE) { // whoever reads has enough, which changes nothing of what was found
		return nil
	}
	return err
}

// plain returns an error without the path that is told besides.
func plain(err error) error {
	var inPath *fs.PathError
	if errors.As(err, &inPath) {
		return inPath.Err
	}
	return err
}

// sources returns what reports need of the files.
func sources(r *driver.Result) report.Sources {
	return report.Sources{Files: r.Files, Dotenv: r.Dotenv, Texts: r.Texts, Public: r.Public}
}
