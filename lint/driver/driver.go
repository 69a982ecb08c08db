// Package driver runs the stages: it discovers, reads, extracts, links until
// nothing is lacking, and runs the rules that it is handed. It knows no rule
// and prints nothing.
//
// Files are worked on in parallel and collected by position, so that the same
// tree gives the same result whatever the number of workers.
package driver

import (
	"context"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/config"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// A Check is a rule that is to run.
type Check struct {
	Rule *lint.Rule
	// Severity replaces the severity of all of the rule's findings; the zero
	// value leaves them as the rule has them. What a configuration file says goes
	// before both.
	Severity lint.Severity
	// Off is set for a rule that reports only where a configuration file gives it
	// a severity.
	Off bool
	// Chosen is set for a rule that was asked for by its name: then it reports
	// even if a configuration file switches it off for all of its files, but not
	// where one does so for some paths.
	Chosen bool
	// Forced is set for a rule whose findings have Severity wherever the
	// configuration does not switch it off.
	Forced bool
}

// Options say what to run on. FS is the only field that must be set.
type Options struct {
	// FS is the root. It should not follow links out of it, as that of an
	// [os.Root] does not.
	FS fs.FS
	// Paths choose what is reported, relative to the root and with forward
	// slashes: files, folders, or "." for all. None means all. What is analysed
	// is the whole root in any case.
	Paths  []string
	Checks []Check
	// Rules are all that exist, whether or not they run: a comment may silence
	// one that does not, and configuration files name them. None means those of
	// Checks.
	Rules []*lint.Rule
	// Config stands in the place of all configuration files of the root, unless it
	// is nil. Its paths are relative to the root.
	Config *config.File
	// Declared is what the checks are told in place of what the configuration
	// declares, unless it is nil.
	Declared *lint.Declared
	// To, if it is set, is where everything is to run that no services key of the
	// configuration names, whatever its defaults are.
	To string
	// IncludeTests keeps findings in tests.
	IncludeTests bool
	// Jobs is the number of workers; 0 means one for each processor.
	Jobs int
	// Ignores and Exclude are those of [discover.Options].
	Ignores []discover.IgnoreFile
	Tracked discover.Outside // what an index outside of the root says
	Exclude []string         // besides what the configuration excludes
	// Named is that of [discover.Options]; the configuration does not exclude what
	// is named either.
	Named []string
	// Store, if not nil, is asked for what files state before they are parsed.
	Store *Store
	// Findings says that the findings are all that is asked for: Result.Program
	// and Result.Policy may be nil then, and Result.Files may have no more than
	// the files that findings name.
	Findings bool
	// Cache, if not nil, is what may be remembered of earlier runs. With Findings
	// FS must be the file system of its root then, as it is.
	Cache *Cache
	// Progress, if not nil, is counted up while the run goes on.
	Progress *Progress
	// walk lists the root, nil for [discover.Walk].
	walk func(context.Context, discover.Options) (discover.Result, error)
}

// declared returns what the checks are told.
func (o Options) declared(p *Policy) *lint.Declared {
	if o.Declared != nil {
		return o.Declared
	}
	return p.Declared()
}

// rules returns the rules that a comment or a configuration file may name.
func (o Options) rules() []*lint.Rule {
	if o.Rules != nil {
		return o.Rules
	}
	rules := make([]*lint.Rule, len(o.Checks))
	for i, c := range o.Checks {
		rules[i] = c.Rule
	}
	return rules
}

// Progress says how far a run has come. It may be read while it goes on.
type Progress struct {
	// Total is the number of files to look at, 0 while it is not known, and
	// Done how many of them were.
	Total, Done atomic.Int64
}

// A FileError is a file that could not be looked at, or a rule that failed on
// the whole root; Path is empty then.
type FileError struct {
	Path string
	Err  error
}

func (e FileError) Error() string {
	if e.Path == "" {
		return e.Err.Error()
	}
	return e.Path + ": " + e.Err.Error()
}

func (e FileError) Unwrap() error { return e.Err }

// Stats are the counts of a run.
type Stats struct {
	// Files is the number of files in the chosen paths, whether or not they
	// turned out to matter.
	Files int
	// Candidates is the same for the whole root, Extracted the number of
	// files whose facts were needed, and Rounds how often they were linked.
	Candidates, Extracted, Rounds int
	// Recalled is set if an earlier run found all this and nothing has changed.
	Recalled bool
}

// A Result is what a run found.
type Result struct {
	Program *link.Program
	Policy  *Policy
	// Files holds every file whose facts were needed or that has places to show,
	// by path.
	Files map[string]*source.File
	// Dotenv has an entry for every dotenv file in Files: the spans of those
	// values that are regions or carry one, in order. No other value may be
	// shown to anyone: dotenv files hold secrets.
	Dotenv map[string][]source.Span
	// Rules are those that ran, sorted by name.
	Rules []*lint.Rule
	// Diagnostics are sorted by path, offset and rule.
	Diagnostics []lint.Diagnostic
	// Suppressed are the findings that comments silence, in the same order.
	Suppressed []lint.Suppressed
	// Errors are sorted by path.
	Errors  []FileError
	Skipped []discover.Skip
	Stats   Stats

	chosen     paths
	candidates []candidate // sorted by path
	tests      map[string]bool
	ignored    map[string]bool
	// What [Result.Texts] and [Result.Public] have found out.
	texts map[string][]source.Span
	words map[string]bool
	// marks holds those of the places of findings, by the path of a relevant file.
	marks map[string][]uint32
}

// Chosen reports whether a file lies in the chosen paths.
func (r *Result) Chosen(path string) bool { return r.chosen.contain(path) }

// Test reports whether a file is a test, a fixture or a mock.
func (r *Result) Test(path string) bool { return r.tests[path] }

// Ignored reports whether a file is a dotenv file that git ignores.
func (r *Result) Ignored(path string) bool { return r.ignored[path] }

// Run runs the checks. The error says that nothing could be done at all, or is
// the context's; whatever concerns one file or one rule is in Result.Errors.
func Run(ctx context.Context, opts Options) (*Result, error) {
	if opts.Jobs <= 0 {
		opts.Jobs = runtime.GOMAXPROCS(0)
	}
	look := run
	if opts.Findings && opts.Cache != nil {
		look = remembered
	}
	result, err := look(ctx, opts)
	if err != nil {
		return nil, err
	}
	result.choose(newPaths(opts.Paths))
	return result, nil
}

// choose leaves the findings that concern the chosen paths.
func (r *Result) choose(chosen paths) {
	r.chosen, r.tests, r.ignored = chosen, make(map[string]bool), make(map[string]bool)
	other := func(d lint.Diagnostic) bool {
		return !r.Chosen(d.At.Path) && !slices.ContainsFunc(d.Related, func(related lint.Related) bool {
			return r.Chosen(related.At.Path)
		})
	}
	r.Diagnostics = slices.DeleteFunc(r.Diagnostics, other)
	r.Suppressed = slices.DeleteFunc(r.Suppressed, func(s lint.Suppressed) bool { return other(s.Diagnostic) })
	for _, c := range r.candidates {
		if c.test {
			r.tests[c.path] = true
		}
		r.ignored[c.path] = c.ignored
		if r.Chosen(c.path) {
			r.Stats.Files++
		}
	}
}

// run runs the checks as if all paths were chosen.
func run(ctx context.Context, opts Options) (*Result, error) {
	found, policy, err := walk(ctx, opts)
	if err != nil {
		return nil, err
	}
	if opts.Cache != nil && !opts.Store.empty() {
		opts.Cache = opts.Cache.Reading() // it is not asked for most files
	}
	l := newLoader(opts, found)
	l.known = opts.declared(policy).Known
	defer l.close()
	result := &Result{Policy: policy, Skipped: found.Skipped, tests: l.tests()}
	for _, c := range found.Candidates {
		result.candidates = append(result.candidates, candidate{c.Path, c.Test, c.Ignored})
	}
	if result.Program, result.Stats.Rounds, err = l.program(ctx); err != nil {
		return nil, err
	}
	l.noteWords()
	l.linker, l.words, l.texts = nil, wordIndex{}, nil // all that checks ask is the program
	kept := make(chan struct{})
	go func() { // most of it is hashing and the disk's time
		defer close(kept)
		l.kept.save()
	}()
	defer func() { <-kept }()
	result.Files, result.Errors = l.files(), l.errors
	for _, file := range opts.Ignores {
		if file.Err != nil {
			result.Errors = append(result.Errors, FileError{Path: file.Path, Err: plain(file.Err)})
		}
	}
	for _, skip := range found.Skipped {
		if skip.Err != nil {
			result.Errors = append(result.Errors, FileError{Path: skip.Path, Err: plain(skip.Err)})
		}
	}
	result.Dotenv = dotenvValues(found.Candidates, result)
	if err := runChecks(ctx, opts, result); err != nil {
		return nil, err
	}
	if err := l.noteStated(ctx, result); err != nil {
		return nil, err
	}
	slices.SortFunc(result.Errors, func(a, b FileError) int { return strings.Compare(a.Error(), b.Error()) })
	// A file such as setup.py is read as code and as a manifest.
	result.Errors = slices.CompactFunc(result.Errors, func(a, b FileError) bool { return a.Error() == b.Error() })
	result.Stats.Candidates, result.Stats.Extracted = len(found.Candidates), l.extracted()
	return result, nil
}

// walk lists the files that the configuration does not exclude, and returns the
// configuration.
func walk(ctx context.Context, opts Options) (discover.Result, *Policy, error) {
	rules := opts.rules()
	var policy *Policy
	var err error
	if opts.Config != nil {
		policy = newPolicy(opts.Config)
	} else if policy, err = readRoot(opts.FS, rules); err != nil {
		return discover.Result{}, nil, err
	}
	list := opts.walk
	if list == nil {
		list = func(ctx context.Context, how discover.Options) (discover.Result, error) {
			return discover.Walk(ctx, opts.FS, how)
		}
	}
	found, err := list(ctx, discover.Options{
		Workers: opts.Jobs, Ignores: opts.Ignores, Tracked: opts.Tracked.Paths, Config: config.Name,
		Exclude: slices.Concat(opts.Exclude, policy.layers["."].file.Exclude), Named: opts.Named,
	})
	if err != nil {
		return discover.Result{}, nil, fmt.Errorf("listing files: %w", err)
	}
	if opts.Config == nil {
		if err := policy.readNested(opts.FS, found.Configs, rules); err != nil {
			return discover.Result{}, nil, err
		}
		named := make(paths, len(opts.Named))
		for _, name := range opts.Named {
			named[name] = true
		}
		found.Exclude(func(name string) bool { return policy.Excluded(name) && !named.contain(name) })
	}
	found.Skipped = append(found.Skipped, opts.Tracked.Unread...)
	if opts.To != "" {
		if err := policy.redirect(opts.To); err != nil {
			return discover.Result{}, nil, err
		}
	}
	return found, policy, nil
}

// dotenvValues collects what may be shown of the dotenv files.
func dotenvValues(candidates []discover.Candidate, r *Result) map[string][]source.Span {
	values := make(map[string][]source.Span)
	for _, c := range candidates {
		if c.Lang == source.Dotenv && r.Files[c.Path] != nil {
			values[c.Path] = nil
		}
	}
	// Only the bytes that spell what the linker tells: a place can be the whole
	// of a value, and the rest of it a password.
	show := func(at source.Location, text string) {
		if _, ok := values[at.Path]; !ok || text == "" {
			return
		}
		spelled := string(r.Files[at.Path].Text[at.Span.Start:at.Span.End])
		if i := strings.Index(spelled, text); i >= 0 {
			start := at.Span.Start + uint32(i)
			values[at.Path] = append(values[at.Path], source.Span{Start: start, End: start + uint32(len(text))})
		}
	}
	for _, d := range r.Program.Definitions {
		show(d.At, d.Value)
	}
	for _, resource := range r.Program.Resources {
		show(resource.At, resource.Value)
	}
	for _, literal := range r.Program.Literals {
		show(literal.At, literal.Region)
	}
	for _, spans := range values {
		slices.SortFunc(spans, source.Span.Compare)
	}
	return values
}

// paths is a set of chosen paths. Asking it costs the depth of the path asked
// for, however many were chosen.
type paths map[string]bool

func newPaths(chosen []string) paths {
	set := make(paths, len(chosen))
	for _, p := range chosen {
		set[p] = true
	}
	if len(set) == 0 {
		set["."] = true
	}
	return set
}

func (p paths) contain(path string) bool {
	if p["."] {
		return true
	}
	for {
		if p[path] {
			return true
		}
		slash := strings.LastIndexByte(path, '/')
		if slash < 0 {
			return false
		}
		path = path[:slash]
	}
}
