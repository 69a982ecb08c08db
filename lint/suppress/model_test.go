package suppress_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint"
)

// codes and comments are what the lines of a file are made of.
var (
	codes    = []string{"", "x = 1", "a = 'red'", "a = 'blue'", "a = 'red blue'"}
	comments = []string{
		"", "# c", "# regionlint: ignore", "# regionlint: ignore[red] why", "# c # regionlint: ignore[blue, red]",
		"# regionlint: ignore[aws]", "# regionlint: ignore[]", "# regionlint: ignore-file[blue]", "# regionlint: ignore-file",
	}
)

// FuzzSuppressions compares what stays of the findings in a file, whose lines
// each byte picks, with a model that looks at one line and those above.
func FuzzSuppressions(f *testing.F) {
	f.Add([]byte{0x32, 0x20, 0x30, 0x04, 0x10, 0x04})
	f.Add([]byte{0x22, 0x50, 0x60, 0x40, 0x03, 0x72, 0x04})
	red, blue := colour("red", lint.AWS, lint.Warning), colour("blue", lint.Environment, lint.Warning)
	f.Fuzz(func(t *testing.T, picks []byte) {
		lines := make([]modelLine, min(len(picks), 20))
		var text strings.Builder
		text.WriteString("import boto3\n") // else nobody looks at the file
		for i := range lines {
			lines[i] = modelLine{codes[int(picks[i]&0xf)%len(codes)], comments[int(picks[i]>>4)%len(comments)]}
			fmt.Fprintf(&text, "%s  %s\n", lines[i].code, lines[i].comment)
		}
		result := check(t, "a.py", text.String(), nil, red, blue)
		var got []string
		for _, d := range result.Diagnostics {
			got = append(got, fmt.Sprintf("%d %s", result.Files["a.py"].Position(d.At.Span.Start).Line, d.Message))
		}
		var want []string
		for i := range lines {
			for _, rule := range []string{"blue", "red"} {
				if strings.Contains(lines[i].code, rule) && !silenced(lines, i, rule) {
					want = append(want, fmt.Sprintf("%d %s", i+2, rule))
				}
			}
		}
		if slices.Sort(got); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
			t.Errorf("%q: %q stays, want %q", text.String(), got, want)
		}
	})
}

// A modelLine is a line of code, or none, with a comment behind it, or none.
type modelLine struct{ code, comment string }

// suppresses reports whether the comment of a line silences a rule, there or in
// the whole file.
func (l modelLine) suppresses(rule string) (here, everywhere bool) {
	_, said, ok := strings.Cut(l.comment, "regionlint: ignore")
	said, everywhere = strings.CutPrefix(said, "-file")
	names, _, named := strings.Cut(strings.TrimPrefix(said, "["), "]")
	ok = ok && (!named || strings.Contains(names, rule) || names == "aws" && rule == "red")
	return ok && !everywhere, ok && everywhere
}

// silenced is the model: a comment speaks of its line; one that stands alone, of
// the line below those that stand alone with it.
func silenced(lines []modelLine, i int, rule string) bool {
	if slices.ContainsFunc(lines, func(l modelLine) bool {
		_, everywhere := l.suppresses(rule)
		return everywhere
	}) {
		return true
	}
	here, _ := lines[i].suppresses(rule)
	for i--; !here && i >= 0 && lines[i].code == "" && strings.Contains(lines[i].comment, "regionlint:"); i-- {
		here, _ = lines[i].suppresses(rule)
	}
	return here
}
