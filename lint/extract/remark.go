package extract

import (
	"bytes"
	"slices"
	"sort"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// remarks collects what is said about code in words and holds a region's shape:
// comments, of which those that stand below each other are one remark, and
// Python's docstrings.
func (b *builder) remarks() {
	var group []source.Span // comments on lines of their own, one below the other
	flush := func() {
		if len(group) > 0 {
			end := group[len(group)-1].End
			b.remark(source.Span{Start: group[0].Start, End: end}, func() source.Span { return b.below(end) }, false)
		}
		group = nil
	}
	for n := b.tree.Root(); int(n) < b.tree.Len(); n++ {
		switch kind := b.tree.Kind(n); {
		case kind == "comment":
			span := b.span(n)
			if !b.ownLine(span) {
				flush()
				b.remark(span, func() source.Span { return b.before(span.Start) }, false)
				continue
			}
			if len(group) > 0 && !b.adjoins(group[len(group)-1].End, span.Start) {
				flush()
			}
			group = append(group, span)
		case b.file.Lang == fact.Python && (kind == "function_definition" || kind == "class_definition"):
			if text := b.docstring(n); text != parse.None {
				b.remark(b.inside(text), func() source.Span { return b.span(n) }, true)
			}
		}
	}
	flush()
	slices.SortFunc(b.file.Remarks, func(a, c fact.Remark) int { return a.Span.Compare(c.Span) })
}

// remark keeps a remark if it may name a region, and if find finds code that it
// is about.
func (b *builder) remark(span source.Span, find func() source.Span, doc bool) {
	text := b.tree.Source[span.Start:span.End]
	if !hasRegionShape(text) {
		return
	}
	if about := find(); about.Len() > 0 {
		b.file.Remarks = append(b.file.Remarks, fact.Remark{Text: string(text), Span: span, About: about, Doc: doc})
	}
}

// adjoins reports whether nothing but one line break and blanks stand between
// two offsets.
func (b *builder) adjoins(end, start uint32) bool {
	between := b.tree.Source[end:start]
	return len(bytes.TrimSpace(between)) == 0 && bytes.Count(between, []byte("\n")) == 1
}

// before returns the code on the line of an offset, up to it.
func (b *builder) before(offset uint32) source.Span {
	head := b.tree.Source[:offset]
	line := head[b.lineStart(offset):]
	start := len(head) - len(bytes.TrimLeft(line, " \t\f\ufeff"))
	return source.Span{Start: uint32(start), End: uint32(start + len(bytes.TrimSpace(head[start:])))}
}

// below returns the statement, argument or entry that begins on the line below
// an offset, empty if that line is blank.
func (b *builder) below(offset uint32) source.Span {
	rest := b.tree.Source[offset:]
	start := len(b.tree.Source) - len(bytes.TrimLeft(rest, " \t\f\r\n"))
	if !b.adjoins(offset, uint32(start)) {
		return source.Span{}
	}
	// Nodes come in the order of their starts, the outer ones first.
	first := sort.Search(b.tree.Len(), func(n int) bool { return b.span(parse.Node(n)).Start >= uint32(start) })
	for n := parse.Node(first); int(n) < b.tree.Len() && b.span(n).Start == uint32(start); n++ {
		switch b.tree.Kind(n) {
		case "module", "program", "source_file", "block":
		default:
			return b.span(n)
		}
	}
	return source.Span{}
}

// docstring returns the string that a function or class of Python begins with, or
// None.
func (b *builder) docstring(n parse.Node) parse.Node {
	for c := range b.tree.NamedChildren(b.tree.ChildByField(n, "body")) {
		if b.tree.Kind(c) == "comment" {
			continue
		}
		text := b.tree.FirstChild(c)
		if b.tree.Kind(c) == "expression_statement" && b.tree.Kind(text) == "string" {
			return text
		}
		break
	}
	return parse.None
}

// inside returns the bytes between a Python string's quotes.
func (b *builder) inside(n parse.Node) source.Span {
	span := b.span(n)
	for c := range b.tree.Children(n) {
		switch b.tree.Kind(c) {
		case "string_start":
			span.Start = b.span(c).End
		case "string_end":
			span.End = b.span(c).Start
		}
	}
	return span
}
