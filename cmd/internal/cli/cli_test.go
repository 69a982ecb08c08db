package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/report"
	"github.com/regionlint/regionlint/lint/source"
	"github.com/regionlint/regionlint/rewrite"
)

// reporter is a rule that reports every import of a module, so that these tests
// depend on no rule of ours.
func reporter(name, module string, category lint.Category, severity lint.Severity) *lint.Rule {
	return &lint.Rule{
		Name: name, Category: category, Severity: severity, Since: "0.1.0",
		Doc: lint.Doc{Summary: "an import of " + module, Why: "Because.", Before: "import x\n", Fix: "None."},
		Check: func(pass *lint.Pass) error {
			for _, f := range pass.Program.Files {
				for _, imported := range f.Imports {
					if imported.Module == module {
						pass.Report(lint.Diagnostic{
							At:      source.Location{Path: f.Path, Span: imported.Span},
							Message: module + " is imported",
						})
					}
				}
			}
			return nil
		},
	}
}

func testRules() []*lint.Rule {
	return []*lint.Rule{
		reporter("boto-import", "boto3", lint.AWS, lint.Error),
		reporter("hidden-import", "os", lint.Policy, lint.Off),
		reporter("region-import", "region", lint.Environment, lint.Warning),
		reporter("shape-import", "botocore", lint.Environment, lint.Info),
	}
}

// A process is what a run left behind.
type process struct {
	code        int
	out, errout string
}

func run(t *testing.T, files map[string]string, args ...string) process {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return runIn(t, dir, args...)
}

func runIn(t *testing.T, dir string, args ...string) process {
	t.Helper()
	var out, errout bytes.Buffer
	code := Run(t.Context(), args, testEnv(dir, &out, &errout))
	return process{code, out.String(), errout.String()}
}

func testEnv(dir string, out, errout io.Writer) Env {
	return Env{
		Stdout: out, Stderr: errout, Dir: dir, Getenv: func(string) string { return "" },
		Version: "0.1.0", Rules: testRules(),
	}
}

func TestExitCodes(t *testing.T) {
	t.Parallel()
	const (
		clean    = "import region_x\nAWS_REGION = 0\n"
		info     = "import botocore\n"
		warning  = "import region\nAWS_REGION = 0\n"
		failing  = "import boto3\n"
		disabled = "import os, boto\n"
	)
	tests := []struct {
		text string
		args []string
		want int
	}{
		{clean, nil, 0},
		{info, nil, 0},
		{warning, nil, 1},
		{failing, nil, 1},
		{disabled, nil, 0},
		{info, []string{"--fail-on", "info"}, 1},
		{warning, []string{"--fail-on=error"}, 0},
		{failing, []string{"--fail-on=error"}, 1},
		{failing, []string{"--exit-zero"}, 0},
		{failing, []string{"--ignore", "boto-import"}, 0},
		{failing, []string{"--ignore", "aws"}, 0},
		{failing, []string{"--select", "environment"}, 0},
		{failing, []string{"--select", "environment,aws"}, 1},
		{failing, []string{"--select", "environment", "--extend-select", "boto-import"}, 1},
		{disabled, []string{"--select", "policy"}, 0},
		{disabled, []string{"--extend-select", "hidden-import"}, 1},
		{disabled, []string{"--extend-select", "hidden-import", "--ignore", "policy"}, 0},
	}
	for _, tt := range tests {
		got := run(t, map[string]string{"a.py": tt.text}, tt.args...)
		if got.code != tt.want {
			t.Errorf("%q %q: exit code %d, want %d; it printed\n%s%s", tt.text, tt.args, got.code, tt.want, got.out, got.errout)
		}
		if got.errout != "" {
			t.Errorf("%q %q: printed on standard error: %s", tt.text, tt.args, got.errout)
		}
	}
}

// TestFailures are runs that fail: one line says why, and nothing else is
// printed.
func TestFailures(t *testing.T) {
	t.Parallel()
	tests := []struct {
		args []string
		want string
	}{
		{[]string{"--nonsense"}, "unknown flag: --nonsense"},
		{[]string{"map", "--nonsense"}, "unknown flag: --nonsense"},
		{[]string{"none.py"}, "none.py does not exist"},
		{[]string{"a.py/b"}, "a.py/b: not a directory"},
		{[]string{"a.py/"}, "a.py/: not a directory"},
		{[]string{"a.py/../a.py"}, "a.py/../a.py: not a directory"},
		{[]string{""}, "a path is empty"},
		{[]string{".", "none.py"}, "none.py does not exist"},
		{append(slices.Repeat([]string{"a.py"}, 2*fewPaths), "none.py", "none/a.py", ""), "none.py does not exist"},
		{[]string{"a.py", "/"}, "lies outside of"},
		{[]string{"--select", "nonsense"}, `no rule or category "nonsense"`},
		{[]string{"--output-format", "xml"}, `--output-format takes text, json, sarif, github, gitlab, rdjson, junit, checkstyle, markdown, not "xml"`},
		{[]string{"--fail-on", "off"}, `--fail-on takes error, warning, info, not "off"`},
		{[]string{"--color", "red"}, `--color takes auto, always, never, not "red"`},
		{[]string{"--jobs", "-1"}, "--jobs"},
		{[]string{"--quiet", "--verbose"}, "quiet"},
		{[]string{"--output-file", "no/such/folder"}, "cannot write no/such/folder"},
		{[]string{"map", "--format", "sarif"}, `--format takes text, json, markdown, mermaid, not "sarif"`},
		{[]string{"trace"}, "accepts 1 arg"},
		{[]string{"trace", "a.py"}, `"a.py" is neither`},
		{[]string{"trace", "a.py:0"}, "count from 1"},
		{[]string{"trace", "a.py:9"}, "a.py has no line 9"},
		{[]string{"trace", "a.py:1:99"}, "a.py has no line 1 with a column 99"},
		{[]string{"trace", "none.py:1"}, "none.py does not exist"},
		{[]string{"rules", "boto"}, "did you mean boto-import?"},
		{[]string{"rules", "--output-format", "xml"}, `--output-format takes text, json, not "xml"`},
		{[]string{"rules", "nonsense"}, `there is no rule "nonsense"`},
		{[]string{"bad\x1bname"}, `bad\x1bname does not exist`},
	}
	for _, tt := range tests {
		got := run(t, map[string]string{"a.py": "import boto3\n"}, tt.args...)
		if got.code != exitFailed {
			t.Errorf("%q: exit code %d", tt.args, got.code)
		}
		if !strings.HasPrefix(got.errout, "regionlint: ") || strings.Count(got.errout, "\n") != 1 || !strings.Contains(got.errout, tt.want) {
			t.Errorf("%q: standard error is %q, want one line with %q", tt.args, got.errout, tt.want)
		}
		if got.out != "" {
			t.Errorf("%q: printed %q", tt.args, got.out)
		}
	}
}

// findings returns the places of a run's findings.
func findings(t *testing.T, p process) []string {
	t.Helper()
	var doc struct {
		Diagnostics []struct {
			Location struct {
				Path  string
				Start struct{ Line int }
			}
		}
	}
	if err := json.Unmarshal([]byte(p.out), &doc); err != nil {
		t.Fatalf("%v in %q", err, p.out)
	}
	places := make([]string, 0)
	for _, d := range doc.Diagnostics {
		places = append(places, d.Location.Path)
	}
	return places
}

// TestPaths runs from several folders on several paths of one tree.
func TestPaths(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"repo/a.py", "repo/b/c.py", "repo/b/d.py", "repo/bc.py", "repo/tests/test_e.py", "loose/f.py", "loose/g/h.py"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte("import boto3\n"), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(os.Mkdir(filepath.Join(dir, "repo", ".git"), 0o755), os.Symlink("repo", filepath.Join(dir, "link"))); err != nil {
		t.Fatal(err)
	}
	all := []string{"a.py", "b/c.py", "b/d.py", "bc.py"}
	tests := []struct {
		from string
		args []string
		want []string
	}{
		{"repo", nil, all},
		{"repo", []string{"."}, all},
		{"repo", []string{"b"}, []string{"b/c.py", "b/d.py"}},
		{"repo/b", nil, []string{"b/c.py", "b/d.py"}},
		{"repo/b", []string{"../a.py"}, []string{"a.py"}},
		{"repo/b", []string{"d.py", "c.py", "d.py"}, []string{"b/c.py", "b/d.py"}},
		{".", []string{"repo"}, all},
		{".", []string{"link/b/c.py"}, []string{"b/c.py"}},
		{".", []string{"link"}, all},
		{".", []string{"link/"}, all},
		{"repo", []string{"b/"}, []string{"b/c.py", "b/d.py"}},
		{"repo", []string{"./b/../b//c.py"}, []string{"b/c.py"}},
		{"loose", []string{"$DIR/repo/b/"}, []string{"b/c.py", "b/d.py"}},
		{"loose", []string{"$DIR/repo/", "$DIR/repo/b"}, all},
		{"repo", []string{"tests"}, []string{}},
		{"repo", []string{"--include-tests", "tests"}, []string{"tests/test_e.py"}},
		{"loose", nil, []string{"f.py", "g/h.py"}},
		{"loose", []string{"g"}, []string{"h.py"}},
		{"loose/g", []string{"h.py"}, []string{"h.py"}},
	}
	for _, tt := range tests {
		args := []string{"--output-format", "json"}
		for _, arg := range tt.args {
			args = append(args, strings.ReplaceAll(arg, "$DIR", dir))
		}
		got := runIn(t, filepath.Join(dir, filepath.FromSlash(tt.from)), args...)
		if got.errout != "" {
			t.Fatalf("%s %q: %s", tt.from, tt.args, got.errout)
		}
		if places := findings(t, got); !slices.Equal(places, tt.want) {
			t.Errorf("%s %q: got %q, want %q", tt.from, tt.args, places, tt.want)
		}
	}
}

func TestOutput(t *testing.T) {
	t.Parallel()
	files := map[string]string{"a.py": "import boto3\n", "b.py": "import boto3\nimport region\n"}
	text := run(t, files)
	if !strings.HasSuffix(text.out, "Found 2 errors, 1 warning in 2 files.\n") {
		t.Errorf("got %q", text.out)
	}
	if strings.Contains(text.out, "\x1b") {
		t.Error("there are colours, but no terminal")
	}
	if quiet := run(t, files, "--quiet"); quiet.out+"Found 2 errors, 1 warning in 2 files.\n" != text.out {
		t.Errorf("--quiet prints %q", quiet.out)
	}
	if statistics := run(t, files, "--statistics"); statistics.out != text.out+"\nboto-import    2\nregion-import  1\n" {
		t.Errorf("--statistics prints %q", statistics.out)
	}
	if colored := run(t, files, "--color", "always"); !strings.Contains(colored.out, "\x1b[1;31merror[boto-import]\x1b[0m") {
		t.Errorf("--color always prints %q", colored.out)
	}
	if verbose := run(t, files, "--verbose"); verbose.out != text.out || !strings.Contains(verbose.errout, "looked at 2 of 2 files") {
		t.Errorf("--verbose prints %q and %q", verbose.out, verbose.errout)
	}

	dir := t.TempDir()
	file := filepath.Join(dir, "out.txt")
	if into := run(t, files, "--output-file", file); into.code != exitFound || into.out != "" {
		t.Errorf("--output-file: %+v", into)
	}
	if written, err := os.ReadFile(file); err != nil || string(written) != text.out {
		t.Errorf("--output-file wrote %q, %v", written, err)
	}
}

// TestColor asks for colours in every way that matters.
func TestColor(t *testing.T) {
	t.Parallel()
	tests := []struct {
		color   string
		columns int
		env     map[string]string
		file    string
		want    bool
	}{
		{"auto", 80, nil, "", true},
		{"auto", 0, nil, "", false},
		{"auto", 80, map[string]string{"NO_COLOR": "1"}, "", false},
		{"auto", 80, map[string]string{"TERM": "dumb"}, "", false},
		{"auto", 80, nil, "out.txt", false},
		{"always", 0, map[string]string{"NO_COLOR": "1"}, "out.txt", true},
		{"never", 80, nil, "", false},
	}
	for _, tt := range tests {
		f := engineFlags{
			env:   Env{StdoutColumns: tt.columns, Getenv: func(name string) string { return tt.env[name] }},
			color: tt.color, outputFile: tt.file,
		}
		if got := f.style().Color; got != tt.want {
			t.Errorf("%+v: got %v", tt, got)
		}
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: "|1", Err: syscall.EPIPE}
}

func TestBrokenPipe(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.py"), []byte("import boto3\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for args, want := range map[string]int{"": 1, "--output-format=json": 1, "--exit-zero": 0, "map": 0, "rules": 0, "version": 0} {
		var errout bytes.Buffer
		if code := Run(t.Context(), strings.Fields(args), testEnv(dir, brokenPipe{}, &errout)); code != want || errout.Len() > 0 {
			t.Errorf("%q: exit code %d, %q", args, code, errout.String())
		}
	}
}

func TestInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errout bytes.Buffer
	code := Run(ctx, nil, testEnv(t.TempDir(), &out, &errout))
	if code != exitFailed || errout.String() != "regionlint: interrupted\n" {
		t.Errorf("exit code %d, %q", code, errout.String())
	}
}

func TestRules(t *testing.T) {
	t.Parallel()
	list := run(t, nil, "rules")
	if lines := strings.Split(strings.TrimSpace(list.out), "\n"); len(lines) != 4 || !strings.HasPrefix(lines[1], "hidden-import  policy       off      ") {
		t.Errorf("got %q", list.out)
	}
	page := run(t, nil, "rules", "region-import")
	for _, want := range []string{"region-import: an import of region", "severity warning", "Why\n    Because.", "Fires on\n    import x", "--ignore region-import", "# regionlint: ignore[region-import] reason", "{region-import: off}"} {
		if !strings.Contains(page.out, want) {
			t.Errorf("the page has no %q: %q", want, page.out)
		}
	}
	for want, args := range map[int][]string{4: {"rules"}, 1: {"rules", "region-import"}} {
		var doc struct{ Rules []struct{ Name string } }
		got := run(t, nil, append(args, "--output-format", "json")...)
		if err := json.Unmarshal([]byte(got.out), &doc); err != nil || len(doc.Rules) != want {
			t.Errorf("%q: %v, %d rules, want %d", args, err, len(doc.Rules), want)
		}
	}
	if page := run(t, nil, "rules", "hidden-import"); !strings.Contains(page.out, "--extend-select hidden-import") {
		t.Errorf("got %q", page.out)
	}
}

func TestParseSpot(t *testing.T) {
	t.Parallel()
	tests := []struct {
		arg  string
		want spot
	}{
		{"AWS_REGION", spot{name: "AWS_REGION"}},
		{"a.py:3", spot{path: "a.py", line: 3}},
		{"a.py:3:14", spot{path: "a.py", line: 3, column: 14}},
		{"a b:c.py:3", spot{path: "a b:c.py", line: 3}},
		{`C:\a.py:3:1`, spot{path: `C:\a.py`, line: 3, column: 1}},
	}
	for _, tt := range tests {
		if got, err := parseSpot(tt.arg); err != nil || got != tt.want {
			t.Errorf("%s: got %+v, %v", tt.arg, got, err)
		}
	}
	for _, arg := range []string{"", "a.py", "a.py:x", ":3", "a.py:0", "a.py:1:0", "a.py:99999999999999999999"} {
		if got, err := parseSpot(arg); err == nil {
			t.Errorf("%s: got %+v", arg, got)
		}
	}
}

type panicking struct{}

func (panicking) Write([]byte) (int, error) { panic("hunter2") }

// TestPanic has a panic where no rule and no file can be told.
func TestPanic(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.py"), []byte("import boto3\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{nil, {"map"}, {"rules"}, {"version"}} {
		var errout bytes.Buffer
		code := Run(t.Context(), args, testEnv(dir, panicking{}, &errout))
		want := regexp.MustCompile(`^regionlint: regionlint failed while [^\n]*: a panic at cli/cli_test\.go:\d+; this is a bug in regionlint, please report it\n$`)
		if code != 2 || !want.MatchString(errout.String()) {
			t.Errorf("%q: exit code %d, %q", args, code, errout.String())
		}
	}
}

// TestDiffOnTerminal has a line that would steer a terminal beside one that
// changes. Only a program gets it as it is.
func TestDiffOnTerminal(t *testing.T) {
	t.Parallel()
	before, after := "\x1b[2J\n\told\n", "\x1b[2J\n\tnew\n"
	m := &mending{
		before: new(driver.Result),
		plan:   &rewrite.Plan{Changes: []rewrite.Change{{Path: "a.py", Before: []byte(before), After: []byte(after)}}},
	}
	for name, tt := range map[string]struct {
		style report.Style
		want  string
	}{
		"file":     {report.Style{}, "\n \x1b[2J\n-\told\n+\tnew\n"},
		"terminal": {report.Style{Width: 80}, "\n \\x1b[2J\n-\told\n+\tnew\n"},
	} {
		diff, left, err := m.diff(".", tt.style)
		if err != nil || left != (leftOut{}) || !strings.HasSuffix(string(diff), tt.want) {
			t.Errorf("%s: %q, %+v, %v", name, diff, left, err)
		}
	}
	colored, _, err := m.diff(".", report.Style{Width: 80, Color: true})
	if err != nil || strings.Contains(string(colored), "[2J") && !strings.Contains(string(colored), `\x1b[2J`) {
		t.Errorf("in colours: %q, %v", colored, err)
	}
}
