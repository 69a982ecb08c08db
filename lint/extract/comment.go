package extract

import (
	"bytes"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// comments collects the file's comments that name regionlint or hold a
// region's shape. Both grammars call their comment tokens "comment", and let
// them stand anywhere.
func (b *builder) comments() {
	for n := b.tree.Root(); int(n) < b.tree.Len(); n++ {
		if b.tree.Kind(n) != "comment" {
			continue
		}
		span := b.span(n)
		// A line comment ends before CRLF, but the grammars end it at LF.
		text := bytes.TrimSuffix(b.tree.Source[span.Start:span.End], []byte("\r"))
		span.End = span.Start + uint32(len(text))
		b.file.Notes = append(b.file.Notes, span)
		if !bytes.Contains(text, []byte("regionlint")) && !hasRegionShape(text) {
			continue
		}
		whole := span
		if in := b.tree.Parent(n); b.tree.Kind(in) == "jsx_expression" {
			whole = b.trimmed(in) // between elements, in braces
		}
		b.file.Comments = append(b.file.Comments, fact.Comment{
			Text: string(text), Span: span, OwnLine: b.ownLine(whole), Removal: b.removal(whole),
		})
	}
}

// ownLine reports whether nothing but white space stands before span on its
// line.
func (b *builder) ownLine(span source.Span) bool {
	line := b.tree.Source[b.lineStart(span.Start):span.Start]
	return len(bytes.TrimLeft(line, " \t\f\ufeff")) == 0
}

// trimmed returns the bytes that n covers without white space before them,
// which the parser adds to some tokens of JSX.
func (b *builder) trimmed(n parse.Node) source.Span {
	span := b.span(n)
	text := b.tree.Source[span.Start:span.End]
	span.Start += uint32(len(text) - len(bytes.TrimLeft(text, " \t\r\n")))
	return span
}

// hasRegionShape reports whether text holds two lower-case letters, one to
// three more words of lower-case letters and a digit, joined by dashes, with
// no letter or digit before them: ap-southeast-2, us-gov-west-1, but also
// regions that no table knows.
func hasRegionShape(text []byte) bool {
	for from := 0; ; {
		i := bytes.IndexByte(text[from:], '-')
		if i < 0 {
			return false
		}
		dash := from + i
		from = dash + 1
		if dash < 2 || !isLower(text[dash-1]) || !isLower(text[dash-2]) ||
			dash > 2 && isWordByte(text[dash-3]) {
			continue
		}
		if endsRegion(text[dash+1:]) {
			return true
		}
	}
}

// endsRegion reports whether rest, which follows the first dash of a word,
// starts with one to three words of letters and a digit.
func endsRegion(rest []byte) bool {
	for words := range 4 {
		n := 0
		for n < len(rest) && isLower(rest[n]) {
			n++
		}
		if n == 0 {
			return words > 0 && len(rest) > 0 && '0' <= rest[0] && rest[0] <= '9'
		}
		if n == len(rest) || rest[n] != '-' {
			return false
		}
		rest = rest[n+1:]
	}
	return false
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }

func isWordByte(c byte) bool {
	return isLower(c) || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}
