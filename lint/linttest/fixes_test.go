package linttest

import (
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

// renaming is a rule that reports imports of modules whose names begin with
// "old", and renames them: one fix for each of the given safeties, in order.
func renaming(mode lint.FixMode, change func(path, text string) string, safeties ...lint.Safety) *lint.Rule {
	return &lint.Rule{Name: "renaming", Severity: lint.Info, Fix: mode, Check: func(pass *lint.Pass) error {
		for _, f := range pass.Program.Files {
			for _, imported := range f.Imports {
				if !strings.HasPrefix(imported.Module, "old") {
					continue
				}
				// import NAME
				span := source.Span{Start: imported.Span.Start + 7, End: imported.Span.End}
				at := source.Location{Path: f.Path, Span: span}
				d := lint.Diagnostic{At: at, Message: imported.Module + " is old"}
				for _, safety := range safeties {
					fix := lint.SuggestedFix{Title: "Rename it", Safety: safety}
					if safety != lint.Manual {
						fix.Edits = []lint.TextEdit{{At: at, NewText: change(f.Path, imported.Module)}}
					}
					d.Fixes = append(d.Fixes, fix)
				}
				pass.Report(d)
			}
		}
		return nil
	}}
}

// toNew renames old modules.
func toNew(_, module string) string { return strings.Replace(module, "old", "new", 1) }

// caseOf returns a case of two files that import old modules. Both name boto3,
// or nobody would look at them.
func caseOf(t *testing.T, expectations string) *testCase {
	t.Helper()
	c, err := parse(txtar.Parse([]byte("A case.\n-- a.py --\nimport boto3\nimport old_a\nimport old_b\n-- b.py --\nimport boto3\nimport old_c\n" + expectations)))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const fixedA, fixedB = "-- @fixed/a.py --\nimport boto3\nimport new_a\nimport new_b\n", "-- @fixed/b.py --\nimport boto3\nimport new_c\n"

func TestCompareFixed(t *testing.T) {
	t.Parallel()
	safe, unsafe := []lint.Safety{lint.Safe}, []lint.Safety{lint.Unsafe}
	manual, both := []lint.Safety{lint.Manual}, []lint.Safety{lint.Manual, lint.Unsafe, lint.Safe}
	tests := []struct {
		name, expectations string
		safeties           []lint.Safety
		want               []string
	}{
		{"right", fixedA + fixedB, safe, nil},
		{"unsafe", fixedA + fixedB, unsafe, nil},
		{"safe only", "-- @flags --\n-safe-only\n", unsafe, nil},
		{"first of several", "-- @flags --\n-safe-only\n" + fixedA + fixedB, both, nil},
		{"noisy", fixedA, safe, []string{"noisy: @fixed/b.py"}},
		{"missing", fixedA + fixedB, manual, []string{"missing: @fixed/a.py", "missing: @fixed/b.py"}},
		{"wrong", fixedA + strings.Replace(fixedB, "new", "old", 1), safe, []string{"wrong: @fixed/b.py"}},
		{"skipped", "-- @flags --\n-safe-only\n-- @skipped --\na.py:2:8-13: Rename it: it is unsafe (renaming)\na.py:3:8-13: Rename it: it is unsafe (renaming)\n", unsafe, []string{"noisy: b.py:2:8-13: Rename it: it is unsafe"}},
		{"nothing skipped", "-- @skipped --\n" + fixedA + fixedB, safe, nil},
		{"line ends", "-- @flags --\n-crlf a.py\n-no-final-newline a.py\n-crlf b.py\n" + fixedA + fixedB, safe, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := caseOf(t, tt.expectations)
			got, problems := c.run(t.Context(), []*lint.Rule{renaming(lint.FixSometimes, toNew, tt.safeties...)})
			problems = append(problems, c.compareFixed(got.fixed)...)
			if len(problems) != len(tt.want) {
				t.Fatalf("got %d problems, want %d: %q", len(problems), len(tt.want), problems)
			}
			for i, want := range tt.want {
				if !strings.HasPrefix(problems[i], want) {
					t.Errorf("got %q, want %q", problems[i], want)
				}
			}
		})
	}
}

// TestFixPromises has fixes break everything that the harness holds them to.
func TestFixPromises(t *testing.T) {
	t.Parallel()
	to := func(text string) func(string, string) string { return func(string, string) string { return text } }
	tests := []struct {
		name, flags string
		mode        lint.FixMode
		change      func(path, module string) string
		safeties    []lint.Safety
		want        string
	}{
		{name: "never", mode: lint.FixNever, change: toNew, safeties: []lint.Safety{lint.Safe}, want: `renaming at a.py:2:8-13: the rule says "never" of fixes`},
		{name: "always", mode: lint.FixAlways, change: toNew, safeties: []lint.Safety{lint.Manual}, want: `renaming at a.py:2:8-13: the rule says "always" of fixes`},
		{name: "syntax", change: to("new ("), want: `with safe fixes: the fix "Rename it" of renaming is not applied: it would leave a syntax error`},
		{name: "nothing", change: func(_, m string) string { return m }, want: `is not applied: its edits do not fit the files, or change nothing`},
		{name: "left", change: func(_, m string) string {
			if m == "old" {
				return "old2"
			}
			return "old"
		}, want: "undo each other"},
		{name: "no end", change: func(_, m string) string { return m + "x" }, want: "come to no end"},
		{name: "unsafe only", change: to("new ("), safeties: []lint.Safety{lint.Unsafe}, want: `with all fixes: the fix "Rename it"`},
		{name: "line ends", flags: "-- @flags --\n-crlf b.py\n", change: to("new_c\nimport x"), want: "with safe fixes: b.py: some lines no longer end with CRLF"},
		{name: "returns", change: to("new_c\r\nimport x"), want: "a.py: some lines end with CR now"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := caseOf(t, tt.flags)
			if tt.mode == lint.FixNever && tt.name != "never" {
				tt.mode = lint.FixSometimes
			}
			if tt.safeties == nil {
				tt.safeties = []lint.Safety{lint.Safe}
			}
			_, problems := c.run(t.Context(), []*lint.Rule{renaming(tt.mode, tt.change, tt.safeties...)})
			all := strings.Join(problems, "\n")
			if !strings.Contains(all, tt.want) {
				t.Errorf("got %q, want one with %q", problems, tt.want)
			}
		})
	}
}

// TestRemaining has a rule find something else once its fix is applied, and
// nothing better.
func TestRemaining(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"b.py": "left or new: b.py:2: other is old (moving)",
		"a.py": "left or new: a.py:1: other is old (moving)",
	}
	for path, want := range tests {
		rule := &lint.Rule{Name: "moving", Severity: lint.Info, Fix: lint.FixSometimes, Check: func(pass *lint.Pass) error {
			b := pass.Program.File("b.py")
			last := b.Imports[len(b.Imports)-1]
			if last.Module == "old_c" {
				at := source.Location{Path: "b.py", Span: source.Span{Start: last.Span.Start + 7, End: last.Span.End}}
				edits := []lint.TextEdit{{At: at, NewText: "other"}}
				pass.Report(lint.Diagnostic{At: at, Message: "it is old", Fixes: []lint.SuggestedFix{{Title: "Rename it", Edits: edits}}})
				return nil
			}
			f := pass.Program.File(path)
			i := len(f.Imports) - 1
			if path == "a.py" {
				i = 0
			}
			pass.Report(lint.Diagnostic{At: source.Location{Path: path, Span: f.Imports[i].Span}, Message: "other is old"})
			return nil
		}}
		_, problems := caseOf(t, "").run(t.Context(), []*lint.Rule{rule})
		if all := strings.Join(problems, "\n"); !strings.Contains(all, want) {
			t.Errorf("got %q, want one with %q", problems, want)
		}
	}
}

func TestCutsWord(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text       string
		start, end uint32
		want       bool
	}{
		{"us-east-1a", 0, 9, true},
		{"us-east-1a", 0, 10, false},
		{"us-east-1_x", 0, 9, false},
		{"xus-east-1", 1, 10, true},
		{"ab", 1, 1, false},
		{"ab", 1, 9, false},
	}
	for _, tt := range tests {
		if got := cutsWord([]byte(tt.text), source.Span{Start: tt.start, End: tt.end}); got != tt.want {
			t.Errorf("%s %d-%d: got %v", tt.text, tt.start, tt.end, got)
		}
	}
}

// TestUpdatedFixed rewrites a case with what its fixes give.
func TestUpdatedFixed(t *testing.T) {
	t.Parallel()
	rules := []*lint.Rule{renaming(lint.FixAlways, toNew, lint.Safe)}
	archive := txtar.Parse([]byte("A case.\n-- a.py --\nimport boto3\nimport old_a\n-- b.py --\nimport boto3\n-- @flags --\n-crlf a.py\n-- @fixed/b.py --\nstale\n-- @skipped --\nstale\n"))
	c, err := parse(archive)
	if err != nil {
		t.Fatal(err)
	}
	got, _ := c.run(t.Context(), rules)
	text := c.updated(archive, got)
	if want := "-- @fixed/a.py --\nimport boto3\nimport new_a\n"; !strings.Contains(string(text), want) || strings.Contains(string(text), "stale") {
		t.Errorf("got %s", text)
	}
	again, err := parse(txtar.Parse(text))
	if err != nil {
		t.Fatal(err)
	}
	if problems := again.compare(got); len(problems) > 0 {
		t.Errorf("an updated case fails: %q", problems)
	}
}
