package suppress

import (
	"fmt"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint/linttest/spent"
)

// TestParse reads comments; a suppression is shown as what would be taken away
// with it, in angle brackets, its names and its reason.
func TestParse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want []string
	}{
		{"# regionlint: ignore", []string{"<# regionlint: ignore> all"}},
		{"#regionlint:ignore", []string{"<#regionlint:ignore> all"}},
		{"## regionlint: ignore[a]", []string{"<## regionlint: ignore[a]> a"}},
		{"# regionlint: ignore[a]", []string{"<# regionlint: ignore[a]> a"}},
		{"# regionlint: ignore[a,b-c] set by the host", []string{"<# regionlint: ignore[a,b-c] set by the host> a b-c: set by the host"}},
		{"# regionlint: ignore [ a , b ]: why", []string{"<# regionlint: ignore [ a , b ]: why> a b: why"}},
		{"# regionlint: ignore - why", []string{"<# regionlint: ignore - why> all: why"}},
		{"# regionlint: ignore[]", []string{"<# regionlint: ignore[]> none"}},
		{"# regionlint: ignore-file[a]", []string{"<# regionlint: ignore-file[a]> file a"}},
		{"# regionlint: ignore-file", []string{"<# regionlint: ignore-file> file all"}},
		{"// regionlint: ignore[a] see https://example.com/1", []string{"<// regionlint: ignore[a] see https://example.com/1> a: see https://example.com/1"}},
		{"# regionlint: ignore[a] fixed by #12", []string{"<# regionlint: ignore[a] fixed by #12> a: fixed by #12"}},

		// Several comments in one token.
		{"# noqa  # regionlint: ignore[a]", []string{"<  # regionlint: ignore[a]> a"}},
		{"# regionlint: ignore[a] why  # noqa", []string{"<# regionlint: ignore[a] why  > a: why"}},
		{"# one # regionlint: ignore[a] # two", []string{"< # regionlint: ignore[a]> a"}},
		{"// eslint-disable-line // regionlint: ignore", []string{"< // regionlint: ignore> all"}},
		{"# regionlint: ignore[a] # regionlint: ignore[b]", []string{"<# regionlint: ignore[a] > a", "< # regionlint: ignore[b]> b"}},

		// Blocks.
		{"/* regionlint: ignore[a] */", []string{"</* regionlint: ignore[a] */> a"}},
		{"/*regionlint:ignore*/", []string{"</*regionlint:ignore*/> all"}},
		{"/** regionlint: ignore-file[a] why */", []string{"</** regionlint: ignore-file[a] why */> file a: why"}},
		{"/*\n * regionlint: ignore-file[a] why\r\n */", []string{"</*\n * regionlint: ignore-file[a] why\r\n */> file a: why"}},
		{"/*\n * Words.\n * regionlint: ignore[a]\n */", []string{"< * regionlint: ignore[a]\n> a"}},
		{"/* regionlint: ignore[a]\n * Words. */", []string{"<regionlint: ignore[a]> a"}},
		{"/* Words.\n * regionlint: ignore[a] */", []string{"<regionlint: ignore[a]> a"}},
		{"/* regionlint: ignore[a]\n * regionlint: ignore[b] */", []string{"<regionlint: ignore[a]> a", "<regionlint: ignore[b]> b"}},

		// None.
		{"# regionlint", nil},
		{"# regionlint: disable", nil},
		{"# regionlint: ignored", nil},
		{"# regionlint: ignore-files", nil},
		{"# regionlint: ignore[a", nil},
		{"# Regionlint: ignore", nil},
		{"# about regionlint: ignore[a]", nil},
		{"# write `# regionlint: ignore[a]`", nil},
		{"// # regionlint: ignore[a]", []string{"<// # regionlint: ignore[a]> a"}},
		{"/* a regionlint: ignore */", nil},
		{"/* regionlint: ignore[a\n] */", nil},
		{"/*/", nil},
		{"/**/", nil},
		{"#", nil},
		{"//", nil},
		{"# \xff regionlint: ignore", nil},
	}
	for _, tt := range tests {
		var got []string
		for _, n := range parse(tt.text) {
			words := []string{}
			if n.file {
				words = append(words, "file")
			}
			switch {
			case !n.named:
				words = append(words, "all")
			case len(n.names) == 0:
				words = append(words, "none")
			}
			for _, name := range n.names {
				if text := tt.text[name.at.Start:name.at.End]; text != name.text {
					t.Errorf("%q: the name %q is at %q", tt.text, name.text, text)
				}
				words = append(words, name.text)
			}
			line := fmt.Sprintf("<%s> %s", tt.text[n.part.Start:n.part.End], strings.Join(words, " "))
			if n.reason != "" {
				line += ": " + n.reason
			}
			got = append(got, line)
		}
		if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
			t.Errorf("%q:\ngot  %q\nwant %q", tt.text, got, tt.want)
		}
	}
}

// FuzzParse parses anything, and finds no place outside of it.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"# a # regionlint: ignore[x, y] why", "// regionlint: ignore", "/* a\n * regionlint: ignore-file[x]\n */", "/*/",
	} {
		f.Add(text)
	}
	f.Add(strings.Repeat("# regionlint: ignore[", 2_000))
	f.Add("# regionlint: ignore[" + strings.Repeat("a,", 20_000) + "]")
	f.Fuzz(func(t *testing.T, text string) {
		spent.Within(t, len(text), 1<<16, 256, func() { parse(text) })
		for _, n := range parse(text) {
			if n.at.Start >= n.at.End || !n.part.Contains(n.at) || int(n.part.End) > len(text) {
				t.Errorf("%q: %+v, to be taken away with %+v", text, n.at, n.part)
			}
			for _, name := range n.names {
				if text[name.at.Start:name.at.End] != name.text || name.text == "" {
					t.Errorf("%q: %+v", text, name)
				}
			}
		}
	})
}
