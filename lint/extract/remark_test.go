package extract

import (
	"slices"
	"testing"

	"github.com/regionlint/regionlint/lint/fact"
)

// TestRemarks shows remarks as what they say, an arrow, and what they are about.
func TestRemarks(t *testing.T) {
	t.Parallel()
	python := func(t *testing.T, text string) *fact.File { t.Helper(); return pyFacts(t, text) }
	typescript := func(t *testing.T, text string) *fact.File { t.Helper(); return tsFacts(t, text) }
	dotenv := func(t *testing.T, text string) *fact.File { t.Helper(); return readDotenv(t, text) }
	tests := []struct {
		name string
		read func(*testing.T, string) *fact.File
		text string
		want []string
	}{
		{"behind code", python, "a = f(1)  # us-east-1\n", []string{"# us-east-1 -> a = f(1)"}},
		{"above a statement", python, "# us-east-1\na = f(\n    1)\nb = 1\n", []string{"# us-east-1 -> a = f(\n    1)"}},
		{"below each other", python, "# All in\n# us-east-1, as\n# agreed.\na = 1\n", []string{"# All in\n# us-east-1, as\n# agreed. -> a = 1"}},
		{"apart", python, "# us-east-1\n\n# one\na = 1\n", nil},
		{"above a blank line", python, "# us-east-1\n\na = 1\n", nil},
		{"behind code, above code", python, "a = 1  # us-east-1\n# eu-west-1\nb = 1\n", []string{"# us-east-1 -> a = 1", "# eu-west-1 -> b = 1"}},
		{"first of a body", python, "def f():\n    # us-east-1\n    a = 1\n    b = 1\n", []string{"# us-east-1 -> a = 1"}},
		{"last of a body", python, "def f():\n    a = 1\n    # us-east-1\nb = 1\n", []string{"# us-east-1 -> b = 1"}},
		{"above a function", python, "# us-east-1\n@d\ndef f():\n    return 1\n", []string{"# us-east-1 -> @d\ndef f():\n    return 1"}},
		{"argument", python, "f(\n    # us-east-1\n    a=1,\n    b=2,  # eu-west-1\n)\n", []string{"# us-east-1 -> a=1", "# eu-west-1 -> b=2,"}},
		{"docstring", python, "def f():\n    \"\"\"In us-east-1.\"\"\"\n    a = 1\n", []string{"In us-east-1. -> def f():\n    \"\"\"In us-east-1.\"\"\"\n    a = 1 (doc)"}},
		{"docstring of a class", python, "class A:\n    # one\n    r'us-east-1'\n", []string{"us-east-1 -> class A:\n    # one\n    r'us-east-1' (doc)"}},
		{"no docstring", python, "'us-east-1'\ndef f():\n    a = 1\n    'us-east-1'\nif a:\n    'us-east-1'\n", nil},
		{"no comment", python, "a = '# us-east-1'\n", nil},
		{"end of the file", python, "a = 1\n# us-east-1", nil},
		{"CRLF", python, "# us-east-1\r\n# too\r\na = 1\r\nb = 1 # eu-west-1\r\n", []string{"# us-east-1\r\n# too\r -> a = 1", "# eu-west-1\r -> b = 1"}},

		{"line comments", typescript, "// In\n// us-east-1\nexport const a = f({\n  // eu-west-1\n  b: 1,\n  c: 2, // eu-west-2\n});", []string{
			"// In\n// us-east-1 -> export const a = f({\n  // eu-west-1\n  b: 1,\n  c: 2, // eu-west-2\n});", "// eu-west-1 -> b: 1", "// eu-west-2 -> c: 2,",
		}},
		{"block", typescript, "/**\n * us-east-1\n */\nfunction f() { return 1 }", []string{"/**\n * us-east-1\n */ -> function f() { return 1 }"}},
		{"block before code", typescript, "/* us-east-1 */ const a = 1;", nil},
		{"block amid code", typescript, "f(1, /* us-east-1 */ 2);", []string{"/* us-east-1 */ -> f(1,"}},

		{"dotenv", dotenv, "# us-east-1\nA=1 # eu-west-1\n# eu-west-2\n\nB=2\n", []string{"# us-east-1 -> A=1", "# eu-west-1 -> A=1"}},
	}
	for _, tt := range tests {
		var got []string
		for _, r := range tt.read(t, tt.text).Remarks {
			line := r.Text + " -> " + tt.text[r.About.Start:r.About.End]
			if r.Doc {
				line += " (doc)"
			}
			if tt.text[r.Span.Start:r.Span.End] != r.Text {
				t.Errorf("%s: %q is not at its place", tt.name, r.Text)
			}
			got = append(got, line)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.name, got, tt.want)
		}
	}
}
