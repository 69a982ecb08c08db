package extract

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// annotation reads a type as an expression: X, a.X, X[Y], X[Y, Z]. A string
// that spells a dotted name stands for that name, unless it is a value
// (Literal["a"]). None adds nothing to a type: Optional[X] and X | None are X.
// Any other union is unknown, with its members.
func (p *pyExtractor) annotation(n parse.Node) fact.ID {
	if p.depth >= pyMaxDepth {
		return p.expr(fact.Unknown, n, "")
	}
	p.depth++
	defer func() { p.depth-- }()
	switch n = p.typeNode(n); p.tree.Kind(n) {
	case "string":
		return p.forward(n)
	case "generic_type":
		if parts := p.parts(n); len(parts) == 2 {
			return p.generic(n, parts[0], p.parts(parts[1]))
		}
	case "subscript":
		if parts := p.parts(n); p.field(n, "value") == parts[0] {
			return p.generic(n, parts[0], parts[1:])
		}
	case "union_type", "binary_operator":
		return p.union(n, p.alternatives(n))
	case "member_type":
		if parts := p.parts(n); len(parts) == 2 {
			of := p.annotation(parts[0])
			return p.add(fact.Draft{
				Kind: fact.Member, Span: p.span(n), Inner: p.span(parts[1]), Text: p.tree.Text(parts[1]), Kids: []fact.ID{of},
			})
		}
	case "type": // broken
	default:
		return p.value(n)
	}
	return p.unknown(n)
}

// typeNode returns what stands in a node of kind type, or in parentheses.
func (p *pyExtractor) typeNode(n parse.Node) parse.Node {
	for {
		inner := p.unwrap(n)
		if p.tree.Kind(inner) == "type" {
			if c := p.first(inner); c != parse.None && p.next(c) == parse.None {
				inner = c
			}
		}
		if inner == n {
			return n
		}
		n = inner
	}
}

// alternatives returns the members of a union, which `|` nests to the left.
func (p *pyExtractor) alternatives(n parse.Node) []parse.Node {
	var members []parse.Node
	for {
		n = p.typeNode(n)
		parts := p.parts(n)
		kind := p.tree.Kind(n)
		joined := kind == "union_type" || kind == "binary_operator" && p.tree.Kind(p.field(n, "operator")) == "|"
		if !joined || len(parts) != 2 {
			members = append(members, n)
			slices.Reverse(members)
			return members
		}
		members = append(members, parts[1])
		n = parts[0]
	}
}

// union reads the members of a union.
func (p *pyExtractor) union(n parse.Node, members []parse.Node) fact.ID {
	var ids []fact.ID
	for _, m := range members {
		m = p.typeNode(m)
		switch {
		case p.tree.Kind(m) == "none":
		case m == n: // no union after all
			ids = append(ids, p.value(m))
		default:
			ids = append(ids, p.annotation(m))
		}
	}
	if len(ids) == 1 {
		return ids[0]
	}
	return p.expr(fact.Unknown, n, "", ids...)
}

// typeName returns the last name of the generic type that head names.
func (p *pyExtractor) typeName(head parse.Node) string {
	if p.tree.Kind(head) == "attribute" {
		head = p.field(head, "attribute")
	}
	if p.tree.Kind(head) != "identifier" {
		return ""
	}
	return p.tree.Text(head)
}

// generic reads head[args]. Literal takes values, Annotated a type and values.
func (p *pyExtractor) generic(n, head parse.Node, args []parse.Node) fact.ID {
	name := p.typeName(head)
	if name == "Optional" || name == "Union" {
		return p.union(n, args)
	}
	of := p.value(head)
	if len(args) == 0 {
		return p.expr(fact.Unknown, n, "", of)
	}
	read := p.annotation
	if name == "Literal" {
		read = p.typeValue
	}
	if len(args) == 1 {
		return p.item(n, of, read(args[0]))
	}
	return p.item(n, of, p.tuple(args, func(arg parse.Node) fact.ID {
		if name == "Annotated" && arg != args[0] {
			return p.typeValue(arg)
		}
		return read(arg)
	}))
}

// typeValue reads a value that the grammar calls a type.
func (p *pyExtractor) typeValue(n parse.Node) fact.ID {
	if n = p.typeNode(n); p.tree.Kind(n) == "type" {
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
			id = p.add(fact.Draft{Kind: fact.Name, Span: span, Text: name})
		} else {
			whole := source.Span{Start: lit.inner.Start, End: span.End}
			id = p.add(fact.Draft{Kind: fact.Member, Span: whole, Inner: span, Text: name, Kids: []fact.ID{id}})
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
		e := &p.file.Exprs[id]
		if e.Kind != fact.Index {
			name, _ := p.lastName(id)
			return name == "Final"
		}
		switch name, _ := p.lastName(p.file.Kids(e)[0]); name {
		case "Final":
			return true
		case "ClassVar":
			id = p.file.Kids(e)[1]
		default:
			return false
		}
	}
}
