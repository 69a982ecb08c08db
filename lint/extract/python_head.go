package extract

import (
	"bytes"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// head notes where a first import goes: before the first statement that has to
// follow it, with the comments right above that statement, but below the
// docstring, the imports from __future__ and the comment that begins the file.
func (p *pyExtractor) head() {
	top := p.tree.Root()
	from := uint32(source.BOMLen(p.tree.Source)) // where the module's own code begins
	first := true
	for n := p.first(top); n != parse.None; n = p.next(n) {
		docstring := first && p.tree.Kind(n) == "expression_statement" && p.isProse(p.first(n))
		if !docstring && p.tree.Kind(n) != "future_import_statement" {
			break
		}
		lines, _, after := p.lines(p.span(n))
		if !isBlankOrComment(after) {
			return // another statement follows on its line
		}
		from, first = lines.End, false
	}
	text := p.tree.Source
	if first {
		from += headerLen(text[from:])
	}
	at := from + blankLines(text[from:])
	slot := fact.Slot{At: at, After: p.file.Newline + p.file.Newline}
	switch {
	case at == from && at > uint32(source.BOMLen(text)):
		slot.Before = p.file.Newline
		if text[at-1] != '\n' && text[at-1] != '\r' {
			slot.Before += p.file.Newline
		}
	case int(at) == len(text):
		slot.After = p.file.Newline
	}
	p.file.Head = slot
}

// headerLen returns the length of the comment that a module begins with: its
// first lines, if a blank line follows them or they are none of the module's
// own words (an interpreter, an encoding).
func headerLen(text []byte) uint32 {
	at, special := 0, 0
	for line := range bytes.Lines(text) {
		if line[0] != '#' {
			if isBlank(bytes.TrimRight(line, "\r\n")) {
				return uint32(at)
			}
			break
		}
		at += len(line)
		if bytes.HasPrefix(line, []byte("#!")) || bytes.Contains(line, []byte("coding")) {
			special = at
		}
	}
	if at == len(text) {
		return uint32(at)
	}
	return uint32(special)
}

// blankLines returns the length of the blank lines that text begins with.
func blankLines(text []byte) uint32 {
	at := 0
	for at < len(text) {
		end := len(text)
		if i := bytes.IndexAny(text[at:], "\r\n"); i >= 0 {
			end = at + i
		}
		if !isBlank(text[at:end]) || end == len(text) {
			break
		}
		at = end + lineEnd(text[end:])
	}
	return uint32(at)
}
