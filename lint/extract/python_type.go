package extract

import (
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// annotation reads a type as an expression: X, a.X, X[Y], X[Y, Z]. A string
// that spells a dotted name stands for that name, unless it is a value
// (Literal["a"]). A union is unknown, with its members.
func (p *pyExtractor) annotation(n parse.Node) fact.ID {
	if p.depth >= pyMaxDepth {
		return p.expr(fact.Unknown, n, "")
	}
	p.depth++
	defer func() { p.depth-- }()
	switch p.tree.Kind(n) {
	case "type", "parenthesized_expression":
		if inner := p.first(n); inner != parse.None && p.next(inner) == parse.None {
			return p.annotation(inner)
		}
	case "string":
		return p.forward(n)
	case "generic_type":
		parts := p.parts(n)
		if len(parts) == 2 {
			return p.generic(n, p.value(parts[0]), p.parts(parts[1]))
		}
	case "subscript":
		if object := p.field(n, "value"); object != parse.None {
			of := p.value(object)
			return p.generic(n, of, p.parts(n)[1:])
		}
	case "union_type", "binary_operator", "constrained_type", "splat_type":
		var kids []fact.ID
		for c := p.first(n); c != parse.None; c = p.next(c) {
			kids = append(kids, p.annotation(c))
		}
		return p.expr(fact.Unknown, n, "", kids...)
	case "member_type":
		parts := p.parts(n)
		if len(parts) == 2 {
			of := p.annotation(parts[0])
			return p.add(fact.Expr{
				Kind: fact.Member, Span: p.span(n), Inner: p.span(parts[1]), Text: p.tree.Text(parts[1]), Kids: []fact.ID{of},
			})
		}
	default:
		return p.value(n)
	}
	return p.unknown(n)
}

// generic reads X[args]. Literal takes values, Annotated a type and values.
func (p *pyExtractor) generic(n parse.Node, of fact.ID, args []parse.Node) fact.ID {
	if len(args) == 0 {
		return p.expr(fact.Unknown, n, "", of)
	}
	name, _ := p.lastName(of)
	ids := make([]fact.ID, 0, len(args))
	for i, arg := range args {
		if name == "Literal" || name == "Annotated" && i > 0 {
			ids = append(ids, p.typeValue(arg))
		} else {
			ids = append(ids, p.annotation(arg))
		}
	}
	if len(ids) == 1 {
		return p.item(n, of, ids[0])
	}
	span := source.Span{Start: p.span(args[0]).Start, End: p.span(args[len(args)-1]).End}
	return p.item(n, of, p.add(fact.Expr{Kind: fact.List, Span: span, Kids: ids}))
}

// typeValue reads a value that the grammar calls a type.
func (p *pyExtractor) typeValue(n parse.Node) fact.ID {
	if p.tree.Kind(n) == "type" {
		if inner := p.first(n); inner != parse.None && p.next(inner) == parse.None {
			return p.value(inner)
		}
		return p.unknown(n)
	}
	return p.value(n)
}

// forward reads a type in quotes.
func (p *pyExtractor) forward(n parse.Node) fact.ID {
	lit, ok := p.literal(n)
	if !ok || lit.offsets != nil || !isPyDottedName(lit.text) {
		return p.value(n)
	}
	var id fact.ID
	at := lit.inner.Start
	for name := range strings.SplitSeq(lit.text, ".") {
		span := source.Span{Start: at, End: at + uint32(len(name))}
		if id == 0 {
			id = p.add(fact.Expr{Kind: fact.Name, Span: span, Text: name})
		} else {
			whole := source.Span{Start: lit.inner.Start, End: span.End}
			id = p.add(fact.Expr{Kind: fact.Member, Span: whole, Inner: span, Text: name, Kids: []fact.ID{id}})
		}
		at = span.End + 1
	}
	return id
}

// isPyDottedName reports whether text is identifiers joined by dots.
func isPyDottedName(text string) bool {
	for name := range strings.SplitSeq(text, ".") {
		if !isPyIdentifier(name) {
			return false
		}
	}
	return true
}

// isPyIdentifier reports whether name is a Python name; every character
// outside of ASCII counts as a letter.
func isPyIdentifier(name string) bool {
	for i := range len(name) {
		c := name[i]
		if c != '_' && c < 0x80 && (!isWordByte(c) || i == 0 && '0' <= c && c <= '9') {
			return false
		}
	}
	return name != ""
}

// isFinal reports whether an annotation is Final or ClassVar[Final], alone or
// with a type.
func (p *pyExtractor) isFinal(id fact.ID) bool {
	for {
		e := p.file.Exprs[id]
		if e.Kind != fact.Index {
			name, _ := p.lastName(id)
			return name == "Final"
		}
		switch name, _ := p.lastName(e.Kids[0]); name {
		case "Final":
			return true
		case "ClassVar":
			id = e.Kids[1]
		default:
			return false
		}
	}
}
