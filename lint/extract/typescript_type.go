package extract

import (
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
)

// tsIsType reports whether kind is a node of the type language.
func tsIsType(kind string) bool {
	if strings.HasPrefix(kind, "type_") {
		return kind != "type_assertion"
	}
	return strings.HasSuffix(kind, "_type") || strings.HasPrefix(kind, "nested_type")
}

// A tsUnion is a type made of string literals, as far as it is.
type tsUnion struct {
	node parse.Node
	kids []fact.ID
}

// types finds the types of string literals in n: each union of them becomes a
// List, and so does a literal that is in none.
func (e *tsExtractor) types(n parse.Node) {
	if n == parse.None {
		return
	}
	var unions []tsUnion
	var union map[parse.Node]int // of a union or its parentheses
	end := e.span(n).End
	for m := n; int(m) < e.tree.Len() && e.span(m).Start < end; m++ {
		kind := e.kind(m)
		switch kind {
		case "union_type", "parenthesized_type", "literal_type":
		default:
			continue
		}
		in, ok := union[e.tree.Parent(m)]
		if !ok {
			if kind == "parenthesized_type" {
				continue
			}
			in = len(unions)
			unions = append(unions, tsUnion{node: m})
		}
		if kind != "literal_type" {
			if union == nil {
				union = map[parse.Node]int{}
			}
			union[m] = in
		} else if text := e.inner(m); e.kind(text) == "string" {
			unions[in].kids = append(unions[in].kids, e.str(text))
		}
	}
	for _, u := range unions {
		if len(u.kids) > 0 {
			e.expr(fact.List, u.node, "", u.kids...)
		}
	}
}

// annotation returns the name that a type annotation gives, without its type
// arguments, or 0 if it is more than a name.
func (e *tsExtractor) annotation(n parse.Node) fact.ID {
	if n == parse.None {
		return 0
	}
	e.types(n)
	named := e.inner(n)
	if e.kind(named) == "generic_type" {
		named = e.field(named, "name")
	}
	switch e.kind(named) {
	case "type_identifier", "identifier", "nested_type_identifier":
		return e.qualified(named)
	}
	return 0
}

// qualified returns a dotted name of a type or a namespace.
func (e *tsExtractor) qualified(n parse.Node) fact.ID {
	if !e.deeper() {
		return e.expr(fact.Unknown, n, "")
	}
	defer e.shallower()
	switch e.kind(n) {
	case "nested_type_identifier":
		return e.member(n, e.qualified(e.field(n, "module")), e.field(n, "name"))
	case "nested_identifier", "member_expression":
		return e.member(n, e.qualified(e.field(n, "object")), e.field(n, "property"))
	case "":
		return 0
	}
	return e.expr(fact.Name, n, e.tree.Text(n))
}
