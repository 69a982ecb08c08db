package suppress

import (
	"strings"

	"github.com/regionlint/regionlint/lint/source"
)

// A note is a suppression as it stands in one comment. Spans are in the
// comment's text.
type note struct {
	at     source.Span // the suppression, or the comment if it says nothing else
	part   source.Span // what there is to take away to be rid of it alone
	file   bool
	named  bool
	names  []name
	reason string
}

type name struct {
	text string
	at   source.Span
}

const blanks = " \t\f\v"

// parse returns the suppressions in a comment's text, its marker included.
// Several comments may share one token: `# noqa  # regionlint: ignore[x]`.
func parse(text string) []note {
	if strings.HasPrefix(text, "/*") {
		return parseBlock(text)
	}
	marker := "#"
	if strings.HasPrefix(text, "//") {
		marker = "//"
	}
	return parseLine(text, marker)
}

// parseLine reads a comment that ends with its line.
func parseLine(text, marker string) []note {
	starts := markers(text, marker)
	var notes []note
	for i, start := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		n, ok := directive(text, start, end)
		if !ok {
			continue
		}
		trimmed := len(strings.TrimRight(text[:end], blanks))
		n.at, n.part = span(start, trimmed), span(start, end)
		switch {
		case len(starts) == 1:
			n.at = n.part
		case i > 0: // what comes before stays, without the blanks between
			n.part = span(len(strings.TrimRight(text[:start], blanks)), trimmed)
		}
		notes = append(notes, n)
	}
	return notes
}

// markers returns where the comments in one token begin: at its start, and where
// the marker follows a blank. A digit after it makes it the number of an issue.
func markers(text, marker string) []int {
	starts := []int{0}
	for at := len(marker); at < len(text); at++ {
		rest, found := strings.CutPrefix(text[at:], marker)
		if found && strings.IndexByte(blanks, text[at-1]) >= 0 && (rest == "" || rest[0] < '0' || rest[0] > '9') {
			starts = append(starts, at)
		}
	}
	return starts
}

// parseBlock reads a /* comment */, in which each line may be a suppression.
func parseBlock(text string) []note {
	limit := len(strings.TrimSuffix(text, "*/"))
	var notes []note
	lines := 0 // that say something
	var next int
	for start := 0; start < limit; start = next {
		next = limit
		if i := strings.IndexByte(text[start:limit], '\n'); i >= 0 {
			next = start + i + 1
		}
		end := len(strings.TrimRight(text[:next], blanks+"\r\n"))
		if strings.Trim(text[start:max(start, end)], blanks+"/*") == "" {
			continue
		}
		lines++
		n, ok := directive(text, start, end)
		if !ok {
			continue
		}
		n.at, n.part = span(start+opening(text[start:end]), end), span(start, next)
		if start == 0 || next == limit { // the line also opens or closes the comment
			n.part = n.at
		}
		notes = append(notes, n)
	}
	if len(notes) == 1 && lines == 1 {
		whole := span(0, len(text))
		notes[0].at, notes[0].part = whole, whole
	}
	return notes
}

// opening returns the length of what makes a line one of a comment.
func opening(line string) int {
	return len(line) - len(strings.TrimLeft(line, blanks+"/*#!"))
}

// directive reads the suppression that text[start:end] is, if it is one, all but
// its part.
func directive(text string, start, end int) (note, bool) {
	at := start + opening(text[start:end])
	skip := func(word string) bool {
		if !strings.HasPrefix(text[at:end], word) {
			return false
		}
		at += len(word)
		return true
	}
	skipBlanks := func() { at += len(text[at:end]) - len(strings.TrimLeft(text[at:end], blanks)) }

	if !skip("regionlint:") {
		return note{}, false
	}
	skipBlanks()
	if !skip("ignore") {
		return note{}, false
	}
	var n note
	n.file = skip("-file")
	if at < end && isWord(text[at]) {
		return note{}, false // another word, such as "ignored"
	}
	skipBlanks()
	if skip("[") {
		length := strings.IndexByte(text[at:end], ']')
		if length < 0 {
			return note{}, false // who knows what it would silence
		}
		n.named, n.names = true, list(text, at, at+length)
		at += length + 1
	}
	n.reason = strings.Trim(text[at:end], blanks+"\r\n:-–—")
	return n, true
}

func isWord(b byte) bool {
	return b == '-' || b == '_' || '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'z'
}

// list reads names that commas or blanks part.
func list(text string, start, end int) []name {
	var names []name
	for at := start; at < end; {
		if strings.IndexByte(blanks+",", text[at]) >= 0 {
			at++
			continue
		}
		from := at
		for at < end && strings.IndexByte(blanks+",", text[at]) < 0 {
			at++
		}
		names = append(names, name{text: text[from:at], at: span(from, at)})
	}
	return names
}

func span(start, end int) source.Span { return source.Span{Start: uint32(start), End: uint32(end)} }
