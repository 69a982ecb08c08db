package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Visible returns s with everything spelled out that a terminal would act on or
// not show: control characters, line breaks, bytes that are no UTF-8, and marks
// that turn the direction of text around.
//
// Nor does it hold a command to a runner of jobs, which reads them from the output.
func Visible(s string) string { return uncommanded(visible(s, "")) }

// visible is Visible but for the characters to keep.
func visible(s, keep string) string {
	if strings.IndexFunc(s, hidden) < 0 {
		return s
	}
	var b strings.Builder
	for at := 0; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		if raw := s[at : at+size]; strings.Contains(keep, raw) {
			b.WriteString(raw)
		} else {
			b.WriteString(visibleRune(r, raw))
		}
		at += size
	}
	return b.String()
}

// hidden reports whether a rune must be spelled out. utf8.RuneError is, as it
// is what a broken byte decodes to.
func hidden(r rune) bool {
	switch r {
	case utf8.RuneError:
		return true
	case '\u200c', '\u200d': // joiners: parts of words and of emoji
		return false
	}
	return !unicode.IsGraphic(r)
}

// commands reports whether the second of two number signs that a runner of jobs
// takes for the start of a command, wherever on a line they are, stands at an
// index: ##[error], ##vso[task].
func commands[T string | []byte](s T, at int) bool {
	if s[at] != '#' || at == 0 || s[at-1] != '#' {
		return false
	}
	for at++; at < len(s) && ('a' <= s[at] && s[at] <= 'z' || 'A' <= s[at] && s[at] <= 'Z'); {
		at++
	}
	return at < len(s) && s[at] == '['
}

// Commands reports whether a runner of jobs would take a line of output that
// holds a text, with a mark before it or not, for a command to it.
func Commands(text string) bool { return uncommanded(text) != text }

// uncommanded returns a text that no runner of jobs takes for a command to it:
// ::name:: at the start of a line, or ##[name] anywhere.
func uncommanded(s string) string {
	if !strings.Contains(s, "::") && !strings.Contains(s, "##") {
		return s
	}
	var b strings.Builder
	start := true // whether only white space was seen on the line
	for i, r := range s {
		switch {
		case commands(s, i):
			b.WriteString(`\x23`)
		case start && strings.HasPrefix(s[i:], "::"):
			b.WriteString(`\x3a`)
		default:
			b.WriteRune(r)
		}
		start = r == '\n' || r == '\r' || start && unicode.IsSpace(r)
	}
	return b.String()
}

// visibleRune returns what stands for one rune, of which raw are the bytes.
func visibleRune(r rune, raw string) string {
	switch {
	case !hidden(r) || len(raw) > 1 && r == utf8.RuneError:
		return raw
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case len(raw) == 1:
		return fmt.Sprintf(`\x%02x`, raw[0])
	case r > 0xffff:
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// columns returns the number of terminal columns that a visible string takes.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	if r < 0x300 {
		return 1
	}
	if r == '\u200c' || r == '\u200d' || unicode.In(r, unicode.Mn, unicode.Me) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	case width.Neutral, width.EastAsianAmbiguous, width.EastAsianNarrow, width.EastAsianHalfwidth:
	}
	return 1
}

// pad returns s with spaces behind it up to n columns.
func pad(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-columns(s)))
}

// align returns rows of cells as lines, every cell but the last of a row as wide
// as the widest of its column, with two spaces between. Cells must be visible
// strings.
func align(rows [][]string) []string {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			if i < len(row)-1 {
				widths[i] = max(widths[i], columns(cell))
			}
		}
	}
	lines := make([]string, len(rows))
	for n, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			if i == len(row)-1 {
				b.WriteString(cell)
				break
			}
			b.WriteString(pad(cell, widths[i]) + "  ")
		}
		lines[n] = strings.TrimRight(b.String(), " ")
	}
	return lines
}

// count returns a number with its noun, as in "1 file" and "2 files".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
