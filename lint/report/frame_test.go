package report

import (
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint/source"
)

// TestLayout underlines the x in lines of all sorts. Want is the line and the
// marks below it.
func TestLayout(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 90)
	tests := []struct{ name, line, mark, text, under string }{
		{"plain", "a = x + 1", "x", "a = x + 1", "    ^"},
		{"tabs", "\ta\tx", "x", "    a   x", "        ^"},
		{"tab in it", "x\ty", "x\ty", "x   y", "^^^^^"},
		{"wide", "用户 = x用", "x用", "用户 = x用", "       ^^^"},
		{"combining", "e\u0301e\u0301 x", "x", "e\u0301e\u0301 x", "   ^"},
		{"control", "\x1bx\x00", "x\x00", `\x1bx\x00`, "    ^^^^^"},
		{"broken UTF-8", "\xff\xfex", "x", `\xff\xfex`, "        ^"},
		{"trailing blanks", "x  ", "x", "x", "^"},
		{"long before", long + " x", "x", "…" + long[:38] + " x", strings.Repeat(" ", 40) + "^"},
		{"long behind", "x " + long, "x", "x " + long[:38] + "…", "^"},
		{"long around", long + "x" + long, "x", "…" + long[:24] + "x" + long[:14] + "…", strings.Repeat(" ", 25) + "^"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newTree(map[string]string{"a.py": "first\n" + tt.line + "\r\nlast"})
			at := f.at("a.py", tt.line)
			at.Span.Start += uint32(strings.Index(tt.line, tt.mark))
			at.Span.End = at.Span.Start + uint32(len(tt.mark))
			l := f.sources.layout(at, 41, "")
			if under := strings.Repeat(" ", l.column) + strings.Repeat("^", l.width); l.text != tt.text || under != tt.under {
				t.Errorf("got\n%s\n%s\nwant\n%s\n%s", l.text, under, tt.text, tt.under)
			}
		})
	}
}

// TestLayoutAtEdges takes places without a character to underline.
func TestLayoutAtEdges(t *testing.T) {
	t.Parallel()
	f := newTree(map[string]string{"a.py": "ab\ncd\n", "empty.py": ""})
	tests := []struct {
		path       string
		start, end uint32
		column     int
		width      int
	}{
		{"a.py", 1, 1, 1, 1},     // empty
		{"a.py", 2, 2, 2, 1},     // at the end of a line
		{"a.py", 1, 5, 1, 1},     // over two lines
		{"a.py", 6, 6, 0, 1},     // at the end of the file
		{"empty.py", 0, 0, 0, 1}, // in an empty file
	}
	for _, tt := range tests {
		l := f.sources.layout(source.Location{Path: tt.path, Span: source.Span{Start: tt.start, End: tt.end}}, 80, "")
		if l.column != tt.column || l.width != tt.width {
			t.Errorf("%s %d-%d: got column %d, width %d, want %d, %d", tt.path, tt.start, tt.end, l.column, l.width, tt.column, tt.width)
		}
	}
}

// TestSecretsStayHidden shows lines of a dotenv file of which only us-east-1
// may be seen.
func TestSecretsStayHidden(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"AWS_REGION=us-east-1":                   "AWS_REGION=us-east-1",
		"export AWS_REGION = us-east-1 # hunter": "export AWS_REGION =…us-east-1…",
		`URL="https://u:hunter@us-east-1.x"`:     `URL=…us-east-1…`,
		"REGION: us-east-1":                      "REGION:…us-east-1",
		"# AWS_REGION=us-east-1 or hunter":       "# AWS_REGION=us-east-1…",
		"# a comment: us-east-1":                 "# a comment: us-east-1",
		"hunter us-east-1 key==":                 "…us-east-1…",
	}
	for line, want := range tests {
		f := newTree(map[string]string{".env": line})
		at := f.at(".env", "us-east-1")
		f.sources.Dotenv[".env"] = []source.Span{at.Span}
		l := f.sources.layout(at, 80, "")
		if l.text != want {
			t.Errorf("%s: got %q, want %q", line, l.text, want)
		}
		if l.width != len("us-east-1") {
			t.Errorf("%s: underlines %d columns", line, l.width)
		}
		f.sources.Dotenv[".env"] = nil
		if got := f.sources.layout(at, 80, "").text; strings.Contains(got, "us-east-1") && !strings.HasPrefix(line, "# a comment") {
			t.Errorf("%s: got %q of a line that may not be seen", line, got)
		}
	}
}
