// Package linttest runs rules over small repositories, each written down in one
// txtar file: its comment says what the case pins down, files with ordinary
// names are the repository, and files whose names begin with @ say what is
// expected or how to run.
//
//   - @diagnostics holds one line for each finding, in the order of the report:
//
//     path:line:col-endcol: severity: message (rule) [safe fix]
//
//     and below it, indented by a tab, one line for each related place. Empty
//     means that silence is expected. It must be there unless @map is.
//
//   - @map holds one line for each client: path:line service sdk status regions.
//
//   - @fixed/PATH holds a file as the fixes leave it, for each file that they
//     change and no other. All fixes are applied, or with the flag -safe-only the
//     safe ones. Line feeds stand for the file's own line ends.
//
//   - @skipped holds one line for each fix that was not applied:
//     path:line:col-endcol: title: reason (rule). It need not be there.
//
//   - @flags changes what a txtar file cannot say by itself, one on a line:
//     -crlf PATH, -bom PATH, -no-final-newline PATH, -include-tests, -path PATH,
//     -safe-only.
//
// Whatever is expected, every case has to keep what fixes promise: edits lie in
// their files, the rule has as many fixes as it says, and applied, the safe ones
// and then all, they leave no new syntax error and no new finding, take away
// their own finding, keep line ends, change nothing when they are applied again,
// and make a diff that git applies.
//
// With the flag -update the expectations are rewritten.
package linttest

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/regionlint/regionlint/lint"
)

var update = flag.Bool("update", false, "rewrite the expectations of txtar cases")

// Run checks every *.txtar file in a folder with the given rules. A rule that is
// off by default is run as a warning. A folder without cases fails.
func Run(t *testing.T, dir string, rules ...*lint.Rule) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Errorf("no cases in %s", dir)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			runFile(t, file, rules)
		})
	}
}

func runFile(t *testing.T, file string, rules []*lint.Rule) {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c, err := parse(archive)
	if err != nil {
		t.Fatal(err)
	}
	got, problems := c.run(t.Context(), rules)
	for _, problem := range problems {
		t.Error(problem)
	}
	if t.Failed() {
		return
	}
	if *update {
		if err := os.WriteFile(file, c.updated(archive, got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, problem := range c.compare(got) {
		t.Error(problem)
	}
}

// updated returns the archive with what was got in place of the expectations.
func (c *testCase) updated(archive *txtar.Archive, got outcome) []byte {
	out := &txtar.Archive{Comment: archive.Comment, Files: slices.Clone(archive.Files)}
	set := func(name, text string) {
		i := slices.IndexFunc(out.Files, func(f txtar.File) bool { return f.Name == name })
		if i < 0 {
			out.Files = append(out.Files, txtar.File{Name: name})
			i = len(out.Files) - 1
		}
		out.Files[i].Data = []byte(text)
	}
	if c.clients != nil {
		set(mapFile, got.clients)
	}
	if c.diagnostics != nil || c.clients == nil {
		set(diagnosticsFile, got.diagnostics)
	}
	if c.skipped != nil {
		set(skippedFile, got.fixed.skipped)
	}
	out.Files = slices.DeleteFunc(out.Files, func(f txtar.File) bool {
		path, fixed := strings.CutPrefix(f.Name, fixedPrefix)
		_, changes := got.fixed.files[path]
		return fixed && !changes
	})
	for _, path := range slices.Sorted(maps.Keys(got.fixed.files)) {
		set(fixedPrefix+path, c.written(path, got.fixed.files[path]))
	}
	return txtar.Format(out)
}
