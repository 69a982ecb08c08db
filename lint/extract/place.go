package extract

import (
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
)

// glued reports whether a string stands right behind a word, as in return"a",
// which would run into a name in its place.
func glued(t *parse.Tree, n parse.Node) bool {
	start := t.Span(n).Start
	return start > 0 && isWordByte(t.Source[start-1])
}

// place says what may stand in the place of the string n. What is not known to
// take more takes nothing else.
func (p *pyExtractor) place(n parse.Node) fact.Place {
	if glued(p.tree, n) {
		return fact.Fixed
	}
	field := p.tree.Field(n)
	switch in := p.tree.Parent(n); p.tree.Kind(in) {
	case "argument_list", "list", "tuple", "set", "expression_list", "return_statement", "conditional_expression",
		"boolean_operator", "comparison_operator", "not_operator", "yield":
		return fact.Open
	case "keyword_argument", "default_parameter", "typed_default_parameter", "pair", "named_expression":
		if field == "value" {
			return fact.Open
		}
	case "assignment", "augmented_assignment":
		if field == "right" {
			return fact.Open
		}
	case "lambda":
		if field == "body" {
			return fact.Open
		}
	case "parenthesized_expression":
		return p.place(in)
	}
	return fact.Fixed
}

// place says what may stand in the place of the string n, as in Python.
func (e *tsExtractor) place(n parse.Node) fact.Place {
	if glued(e.tree, n) {
		return fact.Fixed
	}
	field := e.tree.Field(n)
	in := e.tree.Parent(n)
	switch e.kind(in) {
	case "arguments":
		if e.kind(e.field(e.tree.Parent(in), "function")) != "import" {
			return fact.Open
		}
	case "array", "return_statement", "template_substitution":
		return fact.Open
	case "pair", "variable_declarator", "required_parameter", "optional_parameter", "public_field_definition":
		if field == "value" {
			return fact.Open
		}
	case "assignment_expression", "augmented_assignment_expression", "assignment_pattern", "object_assignment_pattern":
		if field == "right" {
			return fact.Open
		}
	case "arrow_function":
		if field == "body" {
			return fact.Open
		}
	case "ternary_expression":
		if field != "condition" {
			return fact.Open
		}
		return fact.Tight
	case "binary_expression":
		if kind, _ := e.operator(in); kind == fact.Coalesce {
			return fact.Open
		}
		return fact.Tight
	case "as_expression", "satisfies_expression":
		if !e.has(in, "const") && e.inner(in) == n {
			return fact.Tight
		}
	case "parenthesized_expression":
		return e.place(in)
	}
	return fact.Fixed
}
