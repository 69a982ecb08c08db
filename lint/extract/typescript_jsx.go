package extract

import (
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
)

// jsx returns an element as something unknown. Its kids are what becomes of
// its attributes, see [tsExtractor.jsxTag], and the expressions in its
// content.
func (e *tsExtractor) jsx(n parse.Node) fact.ID {
	var kids []fact.ID
	opening := e.or(e.field(n, "open_tag"), n)
	if tag := e.jsxTag(opening); tag != 0 {
		kids = append(kids, tag)
	}
	for c := range e.tree.NamedChildren(n) {
		if opening == n {
			break
		}
		switch e.kind(c) {
		case "jsx_opening_element", "jsx_closing_element", "jsx_text", "html_character_reference":
		case "jsx_expression":
			if id := e.value(e.inner(c)); id != 0 {
				kids = append(kids, id)
			}
		default:
			if id := e.value(c); id != 0 {
				kids = append(kids, id)
			}
		}
	}
	return e.add(fact.Draft{Kind: fact.Unknown, Span: e.trimmed(n), Kids: kids})
}

// jsxTag returns what the opening tag n does: a component is a function that
// is called with an Object of its attributes. Any other element calls nothing;
// it has an Object of the attributes with an expression or a region's shape,
// or 0 if it has none.
func (e *tsExtractor) jsxTag(n parse.Node) fact.ID {
	name := e.field(n, "name")
	component := e.jsxComponent(name)
	e.types(e.field(n, "type_arguments"))
	var entries []fact.ID
	for c := range e.tree.NamedChildren(n) {
		switch e.kind(c) {
		case "jsx_expression":
			if id := e.value(e.inner(c)); id != 0 {
				entries = append(entries, id)
			}
		case "jsx_attribute":
			if value := e.jsxValue(c, component); value != 0 {
				entries = append(entries, e.expr(fact.Entry, c, "", e.word(e.inner(c)), value))
			}
		case "ERROR":
			e.statement(c)
		}
	}
	if !component && len(entries) == 0 {
		return 0
	}
	attributes := e.add(fact.Draft{Kind: fact.Object, Span: e.trimmed(n), Kids: entries})
	if !component {
		return attributes
	}
	return e.add(fact.Draft{Kind: fact.Call, Span: e.trimmed(n), Kids: []fact.ID{e.qualified(name), attributes}})
}

// jsxComponent reports whether the element called name is a component, which
// has a dot or a capital in its name, rather than an HTML element.
func (e *tsExtractor) jsxComponent(name parse.Node) bool {
	switch e.kind(name) {
	case "nested_identifier", "member_expression":
		return true
	case "identifier":
		text := e.tree.Text(name)
		return text != "" && !isLower(text[0])
	}
	return false
}

// jsxValue returns the value of an attribute, or 0 for one that may be left
// out: text without a region's shape, unless all is set, and nothing at all.
func (e *tsExtractor) jsxValue(n parse.Node, all bool) fact.ID {
	operands := e.operands(n)
	switch {
	case len(operands) > 1:
	case all && len(operands) == 1:
		return e.expr(fact.Bool, n, "true")
	default:
		return 0
	}
	value := operands[1]
	switch e.kind(value) {
	case "jsx_expression":
		return e.value(e.inner(value))
	case "string":
		span := e.span(value)
		if !all && !hasRegionShape(e.tree.Source[span.Start:span.End]) {
			return 0
		}
		return e.jsxText(value)
	}
	return e.value(value)
}
