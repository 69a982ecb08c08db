package rules_test

import (
	"errors"
	"path"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
	"github.com/regionlint/regionlint/rules"
)

// FuzzTree links a small tree of any text, as Python, TypeScript, dotenv and
// compose file, and runs all rules over it: none of them fails, what they tell of
// lies in the files, and the same tree gives the same findings.
func FuzzTree(f *testing.F) {
	cases, err := filepath.Glob(filepath.Join("..", "testdata", "rules", "*", "*.txtar"))
	if err != nil || len(cases) == 0 {
		f.Fatalf("%d cases, %v", len(cases), err)
	}
	for _, name := range cases {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		var python, typescript, dotenv, other string
		for _, file := range archive.Files {
			switch ext := path.Ext(file.Name); {
			case file.Name[0] == '@':
			case ext == ".py":
				python += string(file.Data)
			case ext == ".ts" || ext == ".tsx" || ext == ".js":
				typescript += string(file.Data)
			case path.Base(file.Name)[0] == '.':
				dotenv += string(file.Data)
			default:
				other += string(file.Data)
			}
		}
		f.Add(python, typescript, dotenv, other)
	}
	f.Fuzz(func(t *testing.T, python, typescript, dotenv, other string) {
		files := map[string]string{
			"a.py": python, "pkg/__init__.py": "from a import *\n", "b.ts": typescript, "index.tsx": "export * from './b'\n", ".env": dotenv,
			"compose.yaml": other, "package.json": other, "tsconfig.json": other, "pyproject.toml": other, ".github/workflows/ci.yml": other,
		}
		fsys := make(fstest.MapFS)
		for name, text := range files {
			fsys[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
		}
		first := lintTree(t, fsys)
		checkProgram(t, files, first)
		second := lintTree(t, fsys)
		if !slices.EqualFunc(first.Diagnostics, second.Diagnostics, func(a, b lint.Diagnostic) bool {
			return a.Rule == b.Rule && a.At == b.At && a.Message == b.Message && len(a.Fixes) == len(b.Fixes)
		}) {
			t.Errorf("first %v, then %v", first.Diagnostics, second.Diagnostics)
		}
	})
}

func lintTree(t *testing.T, fsys fstest.MapFS) *driver.Result {
	t.Helper()
	var checks []driver.Check
	for _, r := range rules.All() {
		checks = append(checks, driver.Check{Rule: r, Severity: lint.Warning})
	}
	result, err := driver.Run(t.Context(), driver.Options{FS: fsys, Checks: checks, Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, failure := range result.Errors {
		if !errors.Is(failure.Err, source.ErrEncoding) { // which is for the text's author to mend
			t.Error(failure)
		}
	}
	return result
}

// checkProgram reports places that are outside of their files or cut a character
// in two.
func checkProgram(t *testing.T, files map[string]string, r *driver.Result) {
	t.Helper()
	in := func(what string, at source.Location) {
		text, ok := files[at.Path]
		if at == (source.Location{}) {
			return
		}
		if !ok || at.Span.Start > at.Span.End || int(at.Span.End) > len(text) {
			t.Errorf("%s at %v", what, at)
			return
		}
		for _, offset := range []uint32{at.Span.Start, at.Span.End} {
			if utf8.ValidString(text) && int(offset) < len(text) && !utf8.RuneStart(text[offset]) {
				t.Errorf("%s at %v cuts a character", what, at)
			}
		}
	}
	origin := func(o link.Origin) {
		in("spot", o.Spot)
		for _, s := range o.Steps {
			in("step", s.At)
		}
	}
	for _, c := range r.Program.Clients {
		in("client", c.At)
		for _, o := range c.Origins {
			origin(o)
		}
	}
	for _, resource := range r.Program.Resources {
		in("resource", resource.At)
	}
	for _, l := range r.Program.Literals {
		in("literal", l.At)
	}
	for _, d := range r.Diagnostics {
		in(d.Rule, d.At)
		for _, related := range d.Related {
			in(d.Rule+" related", related.At)
		}
		for _, fix := range d.Fixes {
			for _, e := range fix.Edits {
				in(d.Rule+" edit", e.At)
			}
		}
	}
}
