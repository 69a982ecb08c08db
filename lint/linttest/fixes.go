package linttest

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/source"
	"github.com/regionlint/regionlint/rewrite"
	"github.com/regionlint/regionlint/rewrite/unified"
)

// fixed is what fixes make of a case.
type fixed struct {
	files   map[string]string // those that change, by path
	skipped string            // in the form of the expectations
}

// fix applies the fixes of the findings in first, the safe ones only and then
// all, and returns what comes of those that the case is about, with what is
// wrong whatever is expected.
func (c *testCase) fix(ctx context.Context, rules []*lint.Rule, first *driver.Result) (fixed, []string) {
	var chosen fixed
	var problems []string
	for _, safety := range []lint.Safety{lint.Safe, lint.Unsafe} {
		way := map[lint.Safety]string{lint.Safe: "with safe fixes", lint.Unsafe: "with all fixes"}[safety]
		plan, err := c.plan(ctx, c.files, rules, safety)
		if err != nil {
			problems = append(problems, fmt.Sprintf("%s: %v", way, err))
			continue
		}
		for _, problem := range c.wrong(ctx, rules, first, plan, safety) {
			problems = append(problems, way+": "+problem)
		}
		if c.safeOnly == (safety == lint.Safe) {
			chosen = newFixed(first, plan)
		}
	}
	return chosen, problems
}

// plan applies fixes to a tree in memory.
func (c *testCase) plan(ctx context.Context, tree fs.FS, rules []*lint.Rule, safety lint.Safety) (*rewrite.Plan, error) {
	return rewrite.Run(rewrite.Options{
		FS: tree, Safety: safety, Errors: driver.SyntaxErrors,
		Check: func(tree fs.FS) ([]lint.Diagnostic, map[string]*source.File, error) {
			r, err := driver.Run(ctx, c.options(tree, 1, rules))
			if err != nil {
				return nil, nil, err
			}
			return r.Diagnostics, r.Files, nil
		},
	})
}

func newFixed(first *driver.Result, plan *rewrite.Plan) fixed {
	f := fixed{files: make(map[string]string)}
	for _, change := range plan.Changes {
		f.files[change.Path] = string(change.After)
	}
	after := *first
	after.Files = plan.Files
	for _, s := range plan.Skipped {
		f.skipped += fmt.Sprintf("%s: %s: %s (%s)\n", place(&after, s.Diagnostic.At), s.Fix.Title, s.Reason, s.Diagnostic.Rule)
	}
	return f
}

// wrong returns what is wrong with a plan.
func (c *testCase) wrong(ctx context.Context, rules []*lint.Rule, first *driver.Result, plan *rewrite.Plan, safety lint.Safety) []string {
	var problems []string
	problem := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	for _, s := range plan.Skipped {
		if s.Reason == rewrite.ReasonSyntax || s.Reason == rewrite.ReasonPlace {
			problem("the fix %q of %s is not applied: %s", s.Fix.Title, s.Diagnostic.Rule, s.Reason)
		}
	}
	problems = append(problems, remaining(first, plan)...)
	tree := maps.Clone(c.files)
	for _, change := range plan.Changes {
		tree[change.Path] = &fstest.MapFile{Data: change.After, Mode: 0o644}
		if why := c.lineEnds(change); why != "" {
			problem("%s: %s", change.Path, why)
		}
	}
	again, err := c.plan(ctx, tree, rules, safety)
	switch {
	case err != nil:
		problem("fixing again: %v", err)
	case len(again.Changes) > 0:
		problem("fixing again changes %s", again.Changes[0].Path)
	}
	if err := applies(ctx, c.files, plan.Changes); err != nil {
		problem("%v", err)
	}
	return problems
}

// remaining says which findings are there after fixes that should be gone, or
// were not there before.
func remaining(first *driver.Result, plan *rewrite.Plan) []string {
	count := make(map[string]int) // by rule: what is left may show at another place
	for _, d := range first.Diagnostics {
		count[d.Rule]++
	}
	for _, a := range plan.Applied {
		if a.Pass == 1 {
			count[a.Diagnostic.Rule]--
		}
	}
	var problems []string
	for _, d := range plan.Left {
		if count[d.Rule]--; count[d.Rule] < 0 {
			line := plan.Files[d.At.Path].Position(d.At.Span.Start).Line
			problems = append(problems, fmt.Sprintf("left or new: %s:%d: %s (%s)", d.At.Path, line, d.Message, d.Rule))
		}
	}
	return problems
}

// lineEnds says how a file's line ends or its final newline are others than
// before, or returns "".
func (c *testCase) lineEnds(change rewrite.Change) string {
	switch {
	case c.crlf[change.Path] && bytes.Count(change.After, []byte("\n")) != bytes.Count(change.After, []byte("\r\n")):
		return "some lines no longer end with CRLF"
	case !bytes.Contains(change.Before, []byte("\r")) && bytes.Contains(change.After, []byte("\r")):
		return "some lines end with CR now"
	case lastLine(change.Before) == lastLine(change.After) && ended(change.Before) != ended(change.After):
		return "the final newline is not as before"
	}
	return ""
}

func lastLine(text []byte) string {
	text = bytes.TrimSuffix(text, []byte("\n"))
	return string(text[bytes.LastIndexByte(text, '\n')+1:])
}

func ended(text []byte) bool { return bytes.HasSuffix(text, []byte("\n")) }

// applies gives the diff of some changes to git and returns an error unless that
// makes the same of the files.
func applies(ctx context.Context, files fstest.MapFS, changes []rewrite.Change) error {
	if len(changes) == 0 {
		return nil
	}
	dir, err := os.MkdirTemp("", "linttest")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a leftover in the folder for temporary files
	if err := os.CopyFS(dir, files); err != nil {
		return err
	}
	var diff bytes.Buffer
	if err := unified.Format(&diff, unifiedFiles(changes)); err != nil {
		return err
	}
	git := exec.CommandContext(ctx, "git", "apply", "--whitespace=nowarn", "-")
	git.Dir, git.Stdin = dir, bytes.NewReader(diff.Bytes())
	git.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
	if out, err := git.CombinedOutput(); err != nil {
		return fmt.Errorf("git does not take the diff: %w: %s\n%s", err, out, &diff)
	}
	want := make(map[string][]byte)
	for path, file := range files {
		want[path] = file.Data
	}
	for _, change := range changes {
		want[change.Path] = change.After
	}
	for path, text := range want {
		got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
		if err != nil || !bytes.Equal(got, text) {
			return fmt.Errorf("git makes %q of %s, want %q: %w", got, path, text, err)
		}
	}
	return nil
}

func unifiedFiles(changes []rewrite.Change) []unified.File {
	files := make([]unified.File, len(changes))
	for i, change := range changes {
		files[i] = unified.File{Path: change.Path, Old: change.Before, New: change.After}
		for _, e := range change.Edits {
			files[i].Edits = append(files[i].Edits, unified.Edit{
				Start: int(e.At.Span.Start), End: int(e.At.Span.End), New: e.NewText,
			})
		}
	}
	return files
}

// promise returns which findings break what their rules promise about fixes.
func promise(r *driver.Result, rules []*lint.Rule) []string {
	var problems []string
	for _, d := range r.Diagnostics {
		i := slices.IndexFunc(rules, func(rule *lint.Rule) bool { return rule.Name == d.Rule })
		if i < 0 {
			continue
		}
		edits := slices.ContainsFunc(d.Fixes, func(f lint.SuggestedFix) bool { return len(f.Edits) > 0 })
		if mode := rules[i].Fix; mode == lint.FixNever && edits || mode == lint.FixAlways && !edits {
			problems = append(problems, fmt.Sprintf("%s at %s: the rule says %q of fixes", d.Rule, place(r, d.At), mode))
		}
	}
	return problems
}

// compareFixed returns how what fixes make of the files differs from what is
// expected.
func (c *testCase) compareFixed(got fixed) []string {
	var problems []string
	for _, path := range slices.Sorted(maps.Keys(c.fixed)) {
		after, changed := got.files[path]
		want := c.fixed[path]
		switch {
		case !changed:
			problems = append(problems, fmt.Sprintf("missing: %s%s: the file does not change", fixedPrefix, path))
		case c.written(path, after) != want:
			problems = append(problems, fmt.Sprintf("wrong: %s%s: got\n%s\nwant\n%s", fixedPrefix, path, c.written(path, after), want))
		}
	}
	for _, path := range slices.Sorted(maps.Keys(got.files)) {
		if _, ok := c.fixed[path]; !ok {
			problems = append(problems, fmt.Sprintf("noisy: %s%s: the file changes to\n%s", fixedPrefix, path, c.written(path, got.files[path])))
		}
	}
	if c.skipped != nil {
		problems = append(problems, difference(blocks(*c.skipped), blocks(got.skipped))...)
	}
	return problems
}

// written returns a fixed file's text as a txtar file holds it: with line feeds,
// and one at the end.
func (c *testCase) written(path, text string) string {
	if c.crlf[path] {
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return text
}
