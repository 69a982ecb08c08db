package discover

import "bytes"

// prose tells what of a text is written for people: comments and, in Python, the texts
// that document a module, class or function. It is asked from front to back.
type prose struct {
	text []byte
	// Up to read, there were texts in triple quotes if any is set, and one that
	// documents something is open if inside is set.
	read        int
	any, inside bool
}

// maxLine is how many bytes before an offset its line is looked for.
const maxLine = 512

// has reports whether an offset lies in prose. Where that is not plain, it does not.
func (p *prose) has(at int) bool {
	line := p.line(at)
	return isComment(line) || p.documents(at)
}

// line returns what stands before an offset in its line, without the blanks that it
// begins with.
func (p *prose) line(at int) []byte {
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

var tripleQuote = []byte(`"""`)

// documents reports whether an offset lies in a text that documents what it stands in:
// the first thing in a file, or behind a colon.
func (p *prose) documents(at int) bool {
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
func (p *prose) opensDocument(quote int, first bool) bool {
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
func (p *prose) onlyComments(at int) bool {
	for line := range bytes.Lines(p.text[:bytes.LastIndexByte(p.text[:at], '\n')+1]) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			return false
		}
	}
	return true
}
