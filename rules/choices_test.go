package rules

import (
	"cmp"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/source"
	"github.com/regionlint/regionlint/rewrite"
)

// TestChoices applies, in every case, each fix of a finding that is not its first
// one, by itself: the finding goes and no other comes, as the harness demands of
// first ones.
func TestChoices(t *testing.T) {
	t.Parallel()
	tried := 0
	for _, rule := range All() {
		files, err := filepath.Glob(filepath.Join(cases, rule.Name, "*.txtar"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			tree := repository(t, file)
			for i, d := range diagnostics(t, rule, tree) {
				for n := 1; n < len(d.Fixes); n++ {
					if len(d.Fixes[n].Edits) == 0 {
						continue
					}
					tried++
					after := withFix(t, tree, d.Fixes[n])
					left := diagnostics(t, rule, after)
					if before := len(diagnostics(t, rule, tree)); len(left) >= before {
						t.Errorf("%s: choice %d of finding %d, %q, leaves %d of %d findings", file, n+1, i+1, d.Fixes[n].Title, len(left), before)
					}
				}
			}
		}
	}
	if tried == 0 {
		t.Error("no finding has a second choice")
	}
}

// repository returns the files of a case.
func repository(t *testing.T, file string) fstest.MapFS {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	tree := fstest.MapFS{}
	for _, f := range txtar.Parse(text).Files {
		if !strings.HasPrefix(f.Name, "@") {
			tree[f.Name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
		}
	}
	return tree
}

func diagnostics(t *testing.T, rule *lint.Rule, tree fs.FS) []lint.Diagnostic {
	t.Helper()
	check := driver.Check{Rule: rule, Severity: cmp.Or(rule.Severity, lint.Warning)}
	result, err := driver.Run(t.Context(), driver.Options{FS: tree, Checks: []driver.Check{check}, Rules: All()})
	if err != nil {
		t.Fatal(err)
	}
	return result.Diagnostics
}

// withFix returns a tree after one fix.
func withFix(t *testing.T, tree fstest.MapFS, fix lint.SuggestedFix) fstest.MapFS {
	t.Helper()
	runs := 0
	plan, err := rewrite.Run(rewrite.Options{
		FS: tree, Safety: lint.Unsafe, Errors: driver.SyntaxErrors,
		Check: func(fs.FS) ([]lint.Diagnostic, map[string]*source.File, error) {
			if runs++; runs > 1 {
				return nil, nil, nil
			}
			return []lint.Diagnostic{{Fixes: []lint.SuggestedFix{fix}}}, nil, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Changes) == 0 || slices.ContainsFunc(plan.Skipped, func(s rewrite.Skipped) bool { return s.Reason != "" }) {
		t.Errorf("%q is not applied", fix.Title)
	}
	after := maps.Clone(tree)
	for _, change := range plan.Changes {
		after[change.Path] = &fstest.MapFile{Data: change.After, Mode: 0o644}
	}
	return after
}
