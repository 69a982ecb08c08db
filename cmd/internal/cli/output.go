package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/report"
	"github.com/regionlint/regionlint/rewrite/atomicfile"
)

// formats are the forms that findings can have.
var formats = []string{"text", "json", "sarif", "github", "gitlab", "rdjson", "junit", "checkstyle", "markdown"}

// logs are those that are lines for a log, so that one can follow the other.
var logs = []string{"text", "github"}

// An output is a form of the findings, and where it goes.
type output struct {
	format string
	file   string // as it was given, "" for standard output
	path   string // the same, absolute
	end    string // where that leads, without links
	// added is set for a file that is added to.
	added bool
}

// summaryVariable names the file of a step's summary, where GitHub Actions runs us.
const summaryVariable = "GITHUB_STEP_SUMMARY"

// summarySize is the number of bytes up to which GitHub Actions takes the summary of
// a step.
const summarySize = 1 << 20

// parseOutputs returns the outputs that --output-format and --output-file name.
func (c *check) parseOutputs() ([]output, error) {
	if len(c.formats) == 0 {
		return nil, errors.New("--output-format names no form")
	}
	summary := c.env.Getenv(summaryVariable)
	var all []output
	for _, value := range c.formats {
		format, file, named := strings.Cut(value, "=")
		if err := oneOf("output-format", format, formats...); err != nil {
			return nil, err
		}
		if named && file == "" {
			return nil, fmt.Errorf("--output-format %s names no file", value)
		}
		switch {
		case named:
		case c.diff:
			continue // the diff stands in its place
		default:
			file = c.outputFile
		}
		o := output{format: format, file: file}
		if file != "" {
			o.path = c.env.inDir(file)
			o.end, o.added = ending(o.path), o.path == summary
		}
		for _, other := range all {
			if err := o.collides(other); err != nil {
				return nil, err
			}
		}
		for _, name := range []string{c.accept.read, c.accept.write, c.config} {
			if file != "" && name != "" && o.end == ending(c.env.inDir(name)) {
				return nil, fmt.Errorf("%s is named for an output, and for something else", file)
			}
		}
		all = append(all, o)
	}
	annotates := slices.ContainsFunc(all, func(o output) bool { return o.format == "github" && o.file == "" })
	if annotates && summary != "" && !c.quiet && !slices.ContainsFunc(all, func(o output) bool { return o.added }) {
		all = append(all, output{format: "markdown", file: summary, path: summary, added: true})
	}
	return all, nil
}

// ending returns where a path leads, for two to be compared.
func ending(path string) string {
	if end, ok := leadsTo(path, func(string) {}); ok {
		return end
	}
	return path
}

// collides returns an error if two outputs go to the same place, unless both are
// lines of a log.
func (o output) collides(other output) error {
	switch {
	case o.end != other.end:
		return nil
	case o.end != "":
		return fmt.Errorf("%s is named for two outputs", o.file)
	case o.format == other.format:
		return fmt.Errorf("--output-format names %s twice", o.format)
	case slices.Contains(logs, o.format) && slices.Contains(logs, other.format):
		return nil
	}
	return fmt.Errorf("%s and %s cannot both go to standard output; give one a file, as in %s=FILE", other.format, o.format, o.format)
}

// leaveOut returns patterns that keep the files of outputs out of the run, as a
// report names what an earlier run found. The error is about one that would be
// checked.
func (c *check) leaveOut(root string) ([]string, error) {
	var patterns []string
	for _, o := range c.outputs {
		if o.file == "" {
			continue
		}
		rel, inside := under(root, o.path)
		if !inside {
			continue
		}
		if _, checked := discover.Describe(rel); checked {
			return nil, fmt.Errorf("%s has the name of a file to check; choose another for the output", o.file)
		}
		patterns = append(patterns, "/"+ignorePattern.Replace(rel))
	}
	return patterns, nil
}

// ignorePattern makes a path into a pattern of an ignore file.
var ignorePattern = strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`, "]", `\]`, " ", `\ `)

// under returns the path of a file below a folder, with forward slashes, and false
// if the file is not there by its name, whatever links lead to the folder.
func under(folder, path string) (rel string, ok bool) {
	top, err := os.Stat(folder)
	if err != nil {
		return "", false
	}
	for at := filepath.Dir(path); ; at = filepath.Dir(at) {
		if info, err := os.Stat(at); err == nil && os.SameFile(info, top) {
			rel, err := filepath.Rel(at, path)
			return filepath.ToSlash(rel), err == nil
		}
		if at == filepath.Dir(at) {
			return "", false
		}
	}
}

// deliver prints the findings in all forms. What cannot be written is told, and
// makes the run fail when all else is written.
func (c *check) deliver(f *report.Findings, r *driver.Result, root string) error {
	failed := false
	var lines bytes.Buffer
	for _, o := range c.outputs {
		text := &lines
		if o.file != "" {
			text = new(bytes.Buffer)
		}
		most := 0
		if o.added {
			most = roomIn(o.path)
		}
		if err := c.print(text, o, f, r, most); err != nil {
			return err
		}
		if o.file == "" {
			continue
		}
		if err := o.write(text.Bytes(), root); err != nil {
			c.env.complain(fmt.Sprintf("cannot write %s: %v", o.file, plain(err)))
			failed = true
		}
	}
	if lines.Len() > 0 {
		if err := c.show(lines.Bytes()); err != nil {
			return err
		}
	}
	if failed {
		return errFailed
	}
	return nil
}

// roomIn returns how many bytes may be added to a summary, at least one.
func roomIn(summary string) int {
	info, err := os.Stat(summary)
	if err != nil {
		return summarySize
	}
	return max(1, summarySize-int(info.Size())-len("\n"))
}

// print prints findings in the form of an output, for one with a limit in no more
// than most bytes.
func (c *check) print(b *bytes.Buffer, o output, f *report.Findings, r *driver.Result, most int) error {
	switch o.format {
	case "json":
		return report.JSON(b, f)
	case "sarif":
		return report.SARIF(b, f)
	case "github":
		return report.GitHub(b, f, c.elsewhere())
	case "gitlab":
		return report.GitLab(b, f)
	case "rdjson":
		return report.RDJSON(b, f)
	case "junit":
		return report.JUnit(b, f)
	case "checkstyle":
		return report.Checkstyle(b, f)
	case "markdown":
		return report.Markdown(b, f, mapOf(r, c.includeTests), most)
	}
	return c.printText(b, o, f)
}

// printText prints findings for people.
func (c *check) printText(b *bytes.Buffer, o output, f *report.Findings) error {
	style, log := c.style(), c.env.logged
	if o.file != "" {
		style, log = c.styleOf(0), func(text string) string { return text }
	}
	var text strings.Builder
	if err := report.Text(&text, f, style, c.quiet); err != nil {
		return err
	}
	b.WriteString(log(text.String()))
	if c.statistics && len(f.Diagnostics) > 0 {
		fmt.Fprintln(b)
		return report.Statistics(b, f)
	}
	return nil
}

// elsewhere says where the findings are that annotations have no room for.
func (c *check) elsewhere() string {
	if slices.ContainsFunc(c.outputs, func(o output) bool { return o.added }) {
		return "the summary of the job has the table"
	}
	return "GitHub shows ten of a kind for a step, and other output formats all"
}

// write gives the file of an output its text.
func (o output) write(text []byte, root string) error {
	switch {
	case o.added && len(text) == 0:
		return errors.New("it has no room left")
	case o.added:
		if info, err := os.Stat(o.path); err == nil && info.Size() > 0 {
			text = append([]byte("\n"), text...)
		}
		return atomicfile.Append(o.path, text)
	}
	return writeNamed(root, o.path, text)
}

// mapOf returns the map of what a run was asked about.
func mapOf(r *driver.Result, tests bool) *report.Map {
	return report.NewMap(r.Program, sources(r), report.Scope{
		Chosen: r.Chosen,
		Left:   func(path string) bool { return r.Test(path) && !tests },
	})
}

// locate tells findings where the root is for those who read them.
func (e Env) locate(f *report.Findings, root string) {
	top := e.repository(root)
	f.Below = relative(top, root)
	f.Here = f.Below // as seen from the repository, if we are outside of it
	if dir, err := filepath.EvalSymlinks(e.Dir); err == nil {
		if _, inside := below(top, dir); inside {
			f.Here = relative(dir, root)
		}
	}
	server, name, commit := e.Getenv("GITHUB_SERVER_URL"), e.Getenv("GITHUB_REPOSITORY"), e.Getenv("GITHUB_SHA")
	if server != "" && name != "" && commit != "" {
		f.Blob = server + "/" + name + "/blob/" + commit
	}
}

// relative returns a path as seen from a folder, with forward slashes, "." for one
// that cannot be seen from there.
func relative(folder, path string) string {
	rel, err := filepath.Rel(folder, path)
	if err != nil {
		return "."
	}
	return filepath.ToSlash(rel)
}

// repository returns the folder of the repository that a root is in, or the root
// if it is in none. In a workspace of GitHub Actions it is the outermost repository
// there, of which others are submodules, or the workspace itself where the files
// came without git.
func (e Env) repository(root string) string {
	workspace, err := os.Stat(e.Getenv("GITHUB_WORKSPACE"))
	nearest, outermost := "", ""
	for at := root; ; at = filepath.Dir(at) {
		if exists(at, ".git") {
			if outermost = at; nearest == "" {
				nearest = at
			}
		}
		if err == nil {
			if info, failed := os.Stat(at); failed == nil && os.SameFile(info, workspace) {
				if outermost == "" {
					return at
				}
				return outermost
			}
		}
		if at == filepath.Dir(at) {
			break
		}
	}
	if nearest == "" {
		return root
	}
	return nearest
}

// severityOf returns the severity of that name.
func severityOf(name string) lint.Severity {
	for _, s := range []lint.Severity{lint.Info, lint.Warning} {
		if s.String() == name {
			return s
		}
	}
	return lint.Error
}
