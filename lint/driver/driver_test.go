package driver

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

func tree(files map[string]string) fstest.MapFS {
	fsys := make(fstest.MapFS)
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return fsys
}

// imports is a rule that reports every import of boto3.
func imports(related ...lint.Related) Check {
	return Check{Rule: &lint.Rule{Name: "imports", Severity: lint.Warning, Check: func(pass *lint.Pass) error {
		for _, f := range pass.Program.Files {
			for _, i := range f.Imports {
				if i.Module == "boto3" {
					pass.Report(lint.Diagnostic{At: source.Location{Path: f.Path, Span: i.Span}, Message: "boto3", Related: related})
				}
			}
		}
		return nil
	}}}
}

// places returns a result's findings as path:offset:rule.
func places(r *Result) []string {
	all := make([]string, 0)
	for _, d := range r.Diagnostics {
		all = append(all, fmt.Sprintf("%s:%d:%s", d.At.Path, d.At.Span.Start, d.Rule))
	}
	return all
}

func mustRun(t *testing.T, opts Options) *Result {
	t.Helper()
	r, err := Run(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRunChoosesAndSorts(t *testing.T) {
	t.Parallel()
	fsys := tree(map[string]string{
		"b.py": "import boto3\nimport boto3\n", "a.py": "import boto3\n", "a/b/c.py": "import boto3\n",
		"ab.py": "import boto3\n", "tests/d.py": "import boto3\n", "e.md": "boto3",
	})
	at := source.Location{Path: "ab.py"}
	other := imports()
	rule := *other.Rule
	rule.Name = "a-rule"
	other.Rule = &rule
	tests := []struct {
		name string
		opts Options
		want []string
	}{
		{"all", Options{}, []string{"a.py:0:imports", "a/b/c.py:0:imports", "ab.py:0:imports", "b.py:0:imports", "b.py:13:imports"}},
		{"tests", Options{IncludeTests: true, Paths: []string{"tests"}}, []string{"tests/d.py:0:imports"}},
		{"no tests", Options{Paths: []string{"tests"}}, []string{}},
		{"folder", Options{Paths: []string{"a"}}, []string{"a/b/c.py:0:imports"}},
		{"file and folder", Options{Paths: []string{"ab.py", "a/b"}}, []string{"a/b/c.py:0:imports", "ab.py:0:imports"}},
		{"unknown", Options{Paths: []string{"x"}}, []string{}},
		{"related", Options{Paths: []string{"ab.py"}, Checks: []Check{imports(lint.Related{At: at})}}, []string{"a.py:0:imports", "a/b/c.py:0:imports", "ab.py:0:imports", "b.py:0:imports", "b.py:13:imports"}},
		{"two rules", Options{Paths: []string{"a.py"}, Checks: []Check{imports(), other}}, []string{"a.py:0:a-rule", "a.py:0:imports"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, jobs := range []int{1, 3, 16} {
				opts := tt.opts
				opts.FS, opts.Jobs = fsys, jobs
				if opts.Checks == nil {
					opts.Checks = []Check{imports()}
				}
				if got := places(mustRun(t, opts)); !slices.Equal(got, tt.want) {
					t.Errorf("with %d jobs: got %q, want %q", jobs, got, tt.want)
				}
			}
		})
	}
}

func TestRunExtractsOnlyWhatMatters(t *testing.T) {
	t.Parallel()
	progress := new(Progress)
	r := mustRun(t, Options{Progress: progress, FS: tree(map[string]string{
		"matters.py": "REGION = 'us-east-1'\n", "idle.py": "x = 1\n", "idle.ts": "export const x = 1\n",
		".env": "X=1\n", "notes.env": "These are notes\nabout nothing\nmuch\n", "a.d.ts": "aws",
	})})
	if r.Stats.Files != 5 || r.Stats.Candidates != 5 || len(r.Files) != 2 || r.Files["matters.py"] == nil || r.Files[".env"] == nil {
		t.Errorf("got %+v and %v", r.Stats, r.Files)
	}
	if _, ok := r.Dotenv[".env"]; !ok || len(r.Dotenv) != 1 {
		t.Errorf("dotenv files: %v", r.Dotenv)
	}
	if progress.Total.Load() != 5 || progress.Done.Load() != 5 {
		t.Errorf("progress: %d of %d", progress.Done.Load(), progress.Total.Load())
	}
}

// unreadable is a file system in which one file cannot be read.
type unreadable struct {
	fstest.MapFS
	name string
}

func (u unreadable) ReadFile(name string) ([]byte, error) {
	if name == u.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return u.MapFS.ReadFile(name)
}

// TestRunGoesOn meets everything that can be wrong with a file or a rule, and
// reports the rest.
func TestRunGoesOn(t *testing.T) {
	t.Parallel()
	fsys := unreadable{tree(map[string]string{
		"good.py": "import boto3\n", "setup.py": "import boto3\n", "utf16.py": "\xff\xfei\x00m\x00",
		"video.ts": "\x00\x00aws", "latin1.py": "# \xe9\nimport boto3\n", "syntax.py": "import boto3\ndef (:\n", "empty.py": "",
	}), "setup.py"}
	panics := Check{Rule: &lint.Rule{Name: "panics", Check: func(pass *lint.Pass) error {
		pass.Report(lint.Diagnostic{At: source.Location{Path: "good.py"}})
		panic("oops")
	}}}
	fails := Check{Rule: &lint.Rule{Name: "fails", Check: func(*lint.Pass) error { return errors.New("no data") }}}
	r := mustRun(t, Options{FS: fsys, Checks: []Check{panics, imports(), fails}})
	want := []string{"good.py:0:imports", "latin1.py:4:imports", "syntax.py:0:imports"}
	if got := places(r); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	wantErrors := []string{
		"regionlint failed while running rule panics: a panic; this is a bug in regionlint, please report it",
		"rule fails could not run: no data",
		"setup.py: permission denied",
		"utf16.py: text encoding is not supported: UTF-16LE",
	}
	var got []string
	for _, e := range r.Errors {
		got = append(got, where.ReplaceAllString(e.Error(), ""))
	}
	if !slices.Equal(got, wantErrors) {
		t.Errorf("got errors\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(wantErrors, "\n"))
	}
}

// where is the place of a panic in an error.
var where = regexp.MustCompile(` at \w+/\w+\.go:\d+`)

func TestSeverities(t *testing.T) {
	t.Parallel()
	rule := &lint.Rule{Name: "r", Severity: lint.Warning, Check: func(pass *lint.Pass) error {
		pass.Report(lint.Diagnostic{Message: "a"})
		pass.Report(lint.Diagnostic{Message: "b", Severity: lint.Info})
		return nil
	}}
	for override, want := range map[lint.Severity][]lint.Severity{
		lint.Off:   {lint.Warning, lint.Info},
		lint.Error: {lint.Error, lint.Error},
	} {
		r := mustRun(t, Options{FS: tree(nil), Checks: []Check{{Rule: rule, Severity: override}}})
		if len(r.Diagnostics) != 2 || r.Diagnostics[0].Severity != want[0] || r.Diagnostics[1].Severity != want[1] {
			t.Errorf("with severity %s: got %+v", override, r.Diagnostics)
		}
	}
}

func TestRunEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, Options{FS: tree(map[string]string{"a.py": "import boto3"})}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := Run(t.Context(), Options{FS: missing{}}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

// missing is a file system without a root.
type missing struct{}

func (missing) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

func TestWords(t *testing.T) {
	t.Parallel()
	names := map[string]bool{"make_client": true, "f": true}
	for text, want := range map[string]bool{
		"":                      false,
		"make_client":           true,
		"x.make_client(1)":      true,
		"f":                     true,
		"a(f)":                  true,
		"make_clients":          false,
		"remake_client":         false,
		"make_client\xc3\xa9":   false,
		"$f + of + f1 + _f":     false,
		"'make_client' in text": true,
	} {
		if got := len(newWordSet(names).found([]byte(text))) > 0; got != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

func TestSyntaxErrorsByLanguage(t *testing.T) {
	t.Parallel()
	tests := []struct {
		path, text string
		want       int
	}{
		{"a.py", "x = (1)\n", 0},
		{"a.py", "x = (1\n", 1},
		{"a.ts", "const x = <T>y;", 0},
		{"a.tsx", "const x = <p>y</p>;", 0},
		{"a.tsx", "const x = <p>y;", 1},
		{".env", "A=1\n=2\nB 3\n", 2},
		{"a.txt", "(", 0},
	}
	for _, tt := range tests {
		if got := SyntaxErrors(tt.path, []byte(tt.text)); got != tt.want {
			t.Errorf("%s: %q has %d syntax errors, want %d", tt.path, tt.text, got, tt.want)
		}
	}
}
