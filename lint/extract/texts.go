package extract

import (
	"bytes"
	"slices"

	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// shortNumber is the number of bytes up to which a number is too short to be
// anything that somebody would hide.
const shortNumber = 4

// Texts returns what a file of code says in its own words: the contents of strings
// and comments without their quotes and signs, text between JSX elements, regular
// expressions, long numbers, and all of the lines that have a syntax error, as
// nobody knows what they are. The names of modules are none of it. The spans are
// disjoint and in order.
func Texts(tree *parse.Tree) []source.Span {
	b := builder{tree: tree, breaks: lineBreaks(tree.Source)}
	all := b.damaged()
	for n := tree.Root(); int(n) < tree.Len(); n++ {
		span := tree.Span(n)
		switch tree.Kind(n) {
		case "string_content", "jsx_text", "regex_pattern", "html_comment", "hash_bang_line":
			all = append(all, span)
		case "string":
			if tree.Len() > int(n)+1 && tree.Kind(n+1) == "string_start" || b.namesModule(n) { // Python's content is a node
				continue
			}
			all = append(all, source.Span{Start: span.Start + 1, End: max(span.Start+1, span.End-1)})
		case "template_string":
			all = append(all, b.templateTexts(n)...)
		case "comment":
			text := tree.Source[span.Start:span.End]
			all = append(all, source.Span{Start: span.Start + uint32(len(text)-len(bytes.TrimLeft(text, "#/*<!-"))), End: span.End})
		case "integer", "float", "number":
			if span.Len() > shortNumber {
				all = append(all, span)
			}
		}
	}
	return union(all)
}

// templateTexts returns the parts of a template literal between what it puts in.
func (b *builder) templateTexts(n parse.Node) []source.Span {
	whole := b.span(n)
	var all []source.Span
	from := whole.Start + 1
	for c := range b.tree.Children(n) {
		if b.tree.Kind(c) == "template_substitution" {
			in := b.span(c)
			all = append(all, source.Span{Start: from, End: max(from, in.Start)})
			from = in.End
		}
	}
	return append(all, source.Span{Start: from, End: max(from, whole.End-1)})
}

// namesModule reports whether a string says what is imported.
func (b *builder) namesModule(n parse.Node) bool {
	in := b.tree.Parent(n)
	switch b.tree.Kind(in) {
	case "import_statement", "export_statement", "import_require_clause":
		return true
	case "arguments":
		call := b.tree.Parent(in)
		function := b.tree.Text(b.tree.ChildByField(call, "function"))
		return function == "require" || function == "import"
	}
	return false
}

// union returns spans in order, those that meet as one.
func union(all []source.Span) []source.Span {
	slices.SortFunc(all, source.Span.Compare)
	merged := all[:0]
	for _, span := range all {
		if last := len(merged) - 1; last >= 0 && span.Start <= merged[last].End {
			merged[last].End = max(merged[last].End, span.End)
		} else if span.Start < span.End {
			merged = append(merged, span)
		}
	}
	return merged
}
