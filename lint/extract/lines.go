package extract

import (
	"bytes"
	"slices"

	"github.com/regionlint/regionlint/lint/source"
)

// blanks are the bytes that may stand around a statement on its line.
const blanks = " \t\f"

// lines returns the whole lines that span touches, with the line end of the
// last one, and what stands on them before and after span. A byte-order mark is
// on no line.
func (b *builder) lines(span source.Span) (lines source.Span, before, after []byte) {
	text := b.tree.Source
	start := b.lineStart(span.Start)
	if start == 0 {
		start = min(uint32(source.BOMLen(text)), span.Start)
	}
	end := uint32(len(text))
	if i, _ := slices.BinarySearch(b.breaks, span.End); i < len(b.breaks) {
		end = b.breaks[i]
	}
	after = text[span.End:end]
	return source.Span{Start: start, End: end + uint32(lineEnd(text[end:]))}, text[start:span.Start], after
}

// lineStart returns where the line begins that a byte is on, or that ends there.
func (b *builder) lineStart(at uint32) uint32 {
	i, _ := slices.BinarySearch(b.breaks, at)
	if i == 0 {
		return 0
	}
	return b.breaks[i-1] + 1
}

// lineBreaks returns where text has a CR or an LF. Looking for the ends of a line
// from each of the many things on it would take long on a line of a megabyte.
func lineBreaks(text []byte) []uint32 {
	breaks := make([]uint32, 0, bytes.Count(text, []byte{'\n'})+bytes.Count(text, []byte{'\r'}))
	for at := 0; ; at++ {
		i := bytes.IndexAny(text[at:], "\r\n")
		if i < 0 {
			return breaks
		}
		at += i
		breaks = append(breaks, uint32(at))
	}
}

// lineEnd returns the length of the line end that text starts with, 0 if it
// starts with none.
func lineEnd(text []byte) int {
	switch {
	case bytes.HasPrefix(text, []byte("\r\n")):
		return 2
	case len(text) > 0 && (text[0] == '\n' || text[0] == '\r'):
		return 1
	}
	return 0
}

// isBlank reports whether text is nothing but blanks.
func isBlank(text []byte) bool { return len(bytes.Trim(text, blanks)) == 0 }

// isBlankOrComment reports whether text is blanks and a comment that starts
// with #, or less.
func isBlankOrComment(text []byte) bool {
	text = bytes.TrimLeft(text, blanks)
	return len(text) == 0 || text[0] == '#'
}

// indentation returns the blanks that the line of a byte starts with.
func (b *builder) indentation(at uint32) string {
	_, before, _ := b.lines(source.Span{Start: at, End: at})
	return string(before[:len(before)-len(bytes.TrimLeft(before, blanks))])
}

// removal returns what goes when the comment at span goes, see
// [fact.Comment].
func (b *builder) removal(span source.Span) source.Span {
	lines, before, after := b.lines(span)
	if isBlank(before) && isBlank(after) {
		return lines
	}
	kept := len(bytes.TrimRight(before, blanks))
	if kept > 0 && kept == len(before) && len(after) > 0 && isWordByte(before[kept-1]) && isWordByte(after[0]) {
		return source.Span{}
	}
	// JavaScript takes a comment over several lines for a line end.
	if kept > 0 && !isBlank(after) && bytes.ContainsAny(b.tree.Source[span.Start:span.End], "\r\n") {
		return source.Span{}
	}
	if kept > 0 {
		span.Start = lines.Start + uint32(kept)
	}
	return span
}
