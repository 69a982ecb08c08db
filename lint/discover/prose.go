package discover

import (
	"bytes"
	"slices"
)

// A Prose tells what of a text is written for people: comments, sentences between quotes
// and, in Python, the texts that document a module, class or function. It is asked from
// front to back.
type Prose struct {
	text []byte
	// Up to read, there were texts in triple quotes if any is set, and one that
	// documents something is open if inside is set.
	read        int
	any, inside bool
}

// maxLine is how many bytes before an offset its line is looked for.
const maxLine = 512

// NewProse returns the prose of a text.
func NewProse(text []byte) Prose { return Prose{text: text} }

// Has reports whether a word at an offset is prose. Where that is not plain, it is not.
func (p *Prose) Has(at int) bool { return p.explains(at) || p.isSentence(at) }

// explains reports whether an offset lies in a comment, or in a text that documents
// something.
func (p *Prose) explains(at int) bool {
	line := p.line(at)
	return isComment(line) || p.documents(at)
}

// line returns what stands before an offset in its line, without the blanks that it
// begins with.
func (p *Prose) line(at int) []byte {
	before := p.text[max(0, at-maxLine):at]
	before = before[bytes.LastIndexByte(before, '\n')+1:]
	return bytes.TrimLeft(before, " \t")
}

// isComment reports whether a line is a comment, or has gone over into one, in
// JavaScript or Python.
func isComment(line []byte) bool {
	switch {
	case bytes.HasPrefix(line, []byte("//")), bytes.HasPrefix(line, []byte("/*")), bytes.HasPrefix(line, []byte("* ")),
		bytes.HasPrefix(line, []byte("# ")):
		return true
	}
	code, _, ok := bytes.Cut(line, []byte(" // "))
	if !ok {
		code, _, ok = bytes.Cut(line, []byte("  # "))
	}
	return ok && !bytes.ContainsAny(code, "'\"`")
}

// fewWords is how many words a sentence has at least before one of its words is taken for
// one of those.
const fewWords = 2

// isSentence reports whether an offset lies in a text between quotes of which nothing but
// words stands before it in its line, several of them.
func (p *Prose) isSentence(at int) bool {
	line := p.line(at)
	words, inWord := 0, false
	for i, b := range slices.Backward(line) {
		switch {
		case isLetter(b) || b >= 0x80 || '0' <= b && b <= '9':
			if !inWord {
				words++
			}
			inWord = true
			continue
		case isQuote(b):
			if before, after := around(line, i, 1); b != '\'' || !isLetter(before) || !isLetter(after) { // don't
				return words >= fewWords && opensText(line[:i])
			}
		case !isOneOf(b, " ,.;:-()/%!?&"):
			return false
		}
		inWord = false
	}
	return false
}

// opensText reports whether a quote behind some code opens a text: what is before it ends
// nothing.
func opensText(code []byte) bool {
	if n := len(code); n > 0 && isOneOf(code[n-1]|0x20, "frbu") {
		code = code[:n-1]
	}
	return len(code) == 0 || isOneOf(code[len(code)-1], " \t([{=,:>?|&+!")
}

var tripleQuote = []byte(`"""`)

// documents reports whether an offset lies in a text that documents what it stands in:
// the first thing in a file, or behind a colon.
func (p *Prose) documents(at int) bool {
	for {
		next := bytes.Index(p.text[p.read:max(at, p.read)], tripleQuote)
		if next < 0 {
			p.read = max(p.read, at-len(tripleQuote)+1)
			return p.inside
		}
		quote := p.read + next
		p.read = quote + len(tripleQuote)
		first := !p.any
		p.any = true
		switch {
		case p.inside:
			p.inside = false
		case p.opensDocument(quote, first):
			p.inside = true
		default: // another text: what is in it counts
			end := bytes.Index(p.text[p.read:], tripleQuote)
			if end < 0 {
				p.read = len(p.text)
				return false
			}
			p.read += end + len(tripleQuote)
		}
	}
}

// opensDocument reports whether quotes, maybe the first ones, stand where a document
// begins.
func (p *Prose) opensDocument(quote int, first bool) bool {
	start := quote
	if start > 0 && (p.text[start-1]|0x20 == 'r' || p.text[start-1]|0x20 == 'u') {
		start--
	}
	before := bytes.TrimRight(p.text[max(0, start-maxLine):start], " \t\r")
	if len(before) > 0 && before[len(before)-1] != '\n' {
		return false
	}
	before = bytes.TrimRight(before, " \t\r\n")
	return len(before) == 0 || before[len(before)-1] == ':' || first && p.onlyComments(quote)
}

// onlyComments reports whether nothing but comments stands before an offset.
func (p *Prose) onlyComments(at int) bool {
	for line := range bytes.Lines(p.text[:bytes.LastIndexByte(p.text[:at], '\n')+1]) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			return false
		}
	}
	return true
}
