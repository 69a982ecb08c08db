package linttest

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

// imports reports every import of boto3, with whatever change makes of it.
func imports(change func(*lint.Diagnostic)) *lint.Rule {
	return &lint.Rule{Name: "imports", Severity: lint.Info, Check: func(pass *lint.Pass) error {
		for _, f := range pass.Program.Files {
			for _, imported := range f.Imports {
				if imported.Module != "boto3" {
					continue
				}
				d := lint.Diagnostic{
					At:      source.Location{Path: f.Path, Span: imported.Span},
					Message: "boto3 is imported",
				}
				change(&d)
				pass.Report(d)
			}
		}
		return nil
	}}
}

const repository = `Two files import boto3.
-- a.py --
import os
import boto3
-- b/c.py --
import boto3
`

// TestCompare runs cases whose expectations are right, and wrong in every way
// that there is a word for.
func TestCompare(t *testing.T) {
	t.Parallel()
	const right = "a.py:2:1-13: info: boto3 is imported (imports)\nb/c.py:1:1-13: info: boto3 is imported (imports)\n"
	tests := []struct {
		name, expectations string
		want               []string
	}{
		{"right", "-- @diagnostics --\n" + right, nil},
		{"absent", "", []string{"@diagnostics is missing"}},
		{"noisy", "-- @diagnostics --\na.py:2:1-13: info: boto3 is imported (imports)\n", []string{"noisy: b/c.py:1:1-13"}},
		{"missing", "-- @diagnostics --\n" + right + "d.py:1:1-2: info: x (imports)\n", []string{"missing: d.py:1:1-2"}},
		{"wrong", "-- @diagnostics --\n" + strings.Replace(right, "a.py:2:1-13: info", "a.py:2:1-13: error", 1), []string{"wrong: got  a.py:2:1-13: info"}},
		{"order", "-- @diagnostics --\nb/c.py:1:1-13: info: boto3 is imported (imports)\na.py:2:1-13: info: boto3 is imported (imports)\n", []string{"wrong order"}},
		{"path", "-- @flags --\n-path b\n-- @diagnostics --\nb/c.py:1:1-13: info: boto3 is imported (imports)\n", nil},
		{"map", "-- @map --\n", nil},
		{"map of a client", "-- d.py --\nimport boto3\nc = boto3.client('s3', region_name='us-east-1')\n-- @map --\nd.py:2 s3 boto3 resolved us-east-1\n", nil},
		{"map is wrong", "-- d.py --\nimport boto3\nc = boto3.client('s3')\n-- @map --\nd.py:2 s3 boto3 resolved us-east-1\n", []string{"wrong: got  d.py:2 s3 boto3 ambient -"}},
		{"tests", "-- test_d.py --\nimport boto3\nc = boto3.client('s3')\n-- @map --\n", nil},
		{"tests too", "-- test_d.py --\nimport boto3\nc = boto3.client('s3')\n-- @flags --\n-include-tests\n-- @map --\ntest_d.py:2 s3 boto3 ambient -\n", nil},
		{"crlf", "-- @flags --\n-crlf a.py\n-bom b/c.py\n-no-final-newline b/c.py\n-- @diagnostics --\n" + right, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, err := parse(txtar.Parse([]byte(repository + tt.expectations)))
			if err != nil {
				t.Fatal(err)
			}
			got, problems := c.run(t.Context(), []*lint.Rule{imports(func(*lint.Diagnostic) {})})
			problems = append(problems, c.compare(got)...)
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

// TestInvariants has rules break every promise that the harness holds them to.
func TestInvariants(t *testing.T) {
	at := func(path string, start, end uint32) source.Location {
		return source.Location{Path: path, Span: source.Span{Start: start, End: end}}
	}
	fix := func(safety lint.Safety, edits ...lint.TextEdit) []lint.SuggestedFix {
		return []lint.SuggestedFix{{Title: "Mend it", Safety: safety, Edits: edits}}
	}
	calls := 0
	tests := []struct {
		want   string
		change func(*lint.Diagnostic)
	}{
		{"the message is empty", func(d *lint.Diagnostic) { d.Message = "" }},
		{"which was not looked at", func(d *lint.Diagnostic) { d.At.Path = "none.py" }},
		{"which has 23", func(d *lint.Diagnostic) { d.At.Span.End = 100 }},
		{"cuts a character", func(d *lint.Diagnostic) { d.At = at("é.py", 3, 5) }},
		{"a related place is in", func(d *lint.Diagnostic) { d.Related = []lint.Related{{At: at("none.py", 0, 0)}} }},
		{"not sorted", func(d *lint.Diagnostic) { d.Services = []string{"s3", "dynamodb"} }},
		{"it is safe and has 0 edits", func(d *lint.Diagnostic) { d.Fixes = fix(lint.Safe) }},
		{"it is manual and has 1 edits", func(d *lint.Diagnostic) { d.Fixes = fix(lint.Manual, lint.TextEdit{At: d.At}) }},
		{"edits overlap", func(d *lint.Diagnostic) {
			d.Fixes = fix(lint.Safe, lint.TextEdit{At: at("a.py", 0, 4)}, lint.TextEdit{At: at("a.py", 3, 5)})
		}},
		{"edits are not sorted", func(d *lint.Diagnostic) {
			d.Fixes = fix(lint.Safe, lint.TextEdit{At: at("a.py", 4, 5)}, lint.TextEdit{At: at("a.py", 0, 1)})
		}},
		{"new text is no UTF-8", func(d *lint.Diagnostic) {
			d.Fixes = fix(lint.Safe, lint.TextEdit{At: d.At, NewText: "\xff"})
		}},
		{"a bug in regionlint", func(*lint.Diagnostic) { panic("oops") }},
		{"the outcome is another one", func(d *lint.Diagnostic) {
			calls++
			d.Message = fmt.Sprint(calls)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			c, err := parse(txtar.Parse([]byte("One file.\n-- a.py --\nimport os\nimport boto3\n-- é.py --\n# é\nboto3 = 1\n")))
			if err != nil {
				t.Fatal(err)
			}
			_, problems := c.run(t.Context(), []*lint.Rule{imports(tt.change)})
			if all := strings.Join(problems, "\n"); !strings.Contains(all, tt.want) {
				t.Errorf("got %q, want one with %q", problems, tt.want)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"-- a.py --\n":                               "its comment is empty",
		"A case.\n-- @diagnostic --\n":               "unknown expectation @diagnostic",
		"A case.\n-- a.py --\n-- a.py --\n":          "a.py is there twice",
		"A case.\n-- ../a.py --\n":                   "no path within a repository",
		"A case.\n-- @flags --\n-crlf a.py\n":        "names a.py, which is not there",
		"A case.\n-- a.py --\n-- @flags --\n-x a.py": "unknown flag -x",
		"A case.\n-- @flags --\n-crlf\n":             "bad line",
		"A case.\n-- @fixed/a.py --\n":               "@fixed/a.py: there is no such file",
	}
	for text, want := range tests {
		if _, err := parse(txtar.Parse([]byte(text))); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got error %v, want one with %q", text, err, want)
		}
	}
}

// TestUpdated rewrites a case with what it gives, which then agrees with it.
func TestUpdated(t *testing.T) {
	t.Parallel()
	rules := []*lint.Rule{imports(func(*lint.Diagnostic) {})}
	archive := txtar.Parse([]byte(repository))
	c, err := parse(archive)
	if err != nil {
		t.Fatal(err)
	}
	got, _ := c.run(t.Context(), rules)
	again, err := parse(txtar.Parse(c.updated(archive, got)))
	if err != nil {
		t.Fatal(err)
	}
	if problems := again.compare(got); len(problems) > 0 {
		t.Errorf("an updated case fails: %q", problems)
	}
}
