package extract

import (
	"bytes"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// slot notes where the list n, in its brackets, takes one more item; n is None
// where a constructor is called without a list.
func (b *builder) slot(of fact.ID, n parse.Node) {
	if n == parse.None {
		b.file.AddSlot(of, fact.Slot{At: b.file.Exprs[of].Span.End, Before: "(", After: ")"})
		return
	}
	var inside []parse.Node
	for c := range b.tree.Children(n) {
		inside = append(inside, c)
	}
	if len(inside) < 2 || b.tree.HasError(n) {
		return
	}
	open, inside := inside[0], inside[1:len(inside)-1]
	item := lastItem(b, inside)
	if item < 0 {
		b.file.AddSlot(of, b.emptySlot(open, inside))
		return
	}
	last := inside[len(inside)-1]
	s := fact.Slot{At: b.span(last).End}
	comma := slices.ContainsFunc(inside[item:], func(c parse.Node) bool { return b.tree.Kind(c) == "," })
	before := open
	if item > 0 {
		before = inside[item-1]
	}
	s.Before = b.gap(before, inside[item])
	switch {
	case comma:
		s.After = ","
	case item < len(inside)-1:
		s.Comma = b.span(inside[item]).End
	default:
		s.Before = "," + s.Before
	}
	if b.endsLine(last) && !strings.Contains(s.Before, "\n") {
		s.Before = b.file.Newline + b.indentation(b.span(inside[item]).Start)
	}
	b.file.AddSlot(of, s)
}

// hole notes that n, in a string, takes an expression, which is id so far.
// quotes are those that would end the string.
func (b *builder) hole(id fact.ID, n parse.Node, quotes string) {
	h := fact.Hole{Span: b.file.Exprs[id].Span, Outer: b.span(n), Quotes: quotes}
	if !h.Outer.Contains(h.Span) {
		return
	}
	braces := string(b.tree.Source[h.Outer.Start:h.Span.Start]) + string(b.tree.Source[h.Span.End:h.Outer.End])
	if braces != "{}" && braces != "${}" {
		h.Outer = source.Span{}
	}
	b.file.Holes = append(b.file.Holes, h)
}

// lastItem returns the index of the last node that is neither a comma nor a
// comment, or -1.
func lastItem(b *builder, inside []parse.Node) int {
	for i, n := range slices.Backward(inside) {
		if kind := b.tree.Kind(n); kind != "," && kind != "comment" && kind != "line_continuation" {
			return i
		}
	}
	return -1
}

// emptySlot is the slot of a list without items, which may hold comments.
func (b *builder) emptySlot(open parse.Node, comments []parse.Node) fact.Slot {
	s := fact.Slot{At: b.span(open).End}
	brace := b.tree.Kind(open) == "{"
	for _, c := range comments {
		s.At = b.span(c).End
		s.Before = b.gap(open, c)
		if b.endsLine(c) && !strings.Contains(s.Before, "\n") {
			s.Before = b.file.Newline + b.indentation(s.At)
		}
	}
	rest := b.tree.Source[s.At:]
	switch {
	case len(comments) > 0 || !brace:
	case len(rest) > 0 && (rest[0] == '\n' || rest[0] == '\r'):
		s.Before = b.file.Newline + b.indentation(s.At) + "  "
	case len(rest) > 0 && rest[0] == ' ':
		s.Before = " "
	default:
		s.Before, s.After = " ", " "
	}
	return s
}

// gap returns the white space that separates an item from what precedes it, one
// line end at most.
func (b *builder) gap(before, item parse.Node) string {
	between := b.tree.Source[b.span(before).End:b.span(item).Start]
	if bytes.ContainsAny(between, "\r\n") {
		return b.file.Newline + b.indentation(b.span(item).Start)
	}
	return " "
}

// endsLine reports whether n is a comment that ends where its line does.
func (b *builder) endsLine(n parse.Node) bool {
	return b.tree.Kind(n) == "comment" && !bytes.HasPrefix(b.tree.Source[b.span(n).Start:], []byte("/*"))
}
