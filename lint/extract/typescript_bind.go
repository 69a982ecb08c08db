package extract

import (
	"fmt"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// A tsTarget says how a pattern's names are bound.
type tsTarget struct {
	kind     fact.BindKind
	constant bool
	// elsewhere is set for an assignment: its names are declared elsewhere,
	// and its targets may be members.
	elsewhere  bool
	scope      fact.ScopeID
	annotation fact.ID
	at         uint32
}

// variables walks a declaration with const, let or var.
func (e *tsExtractor) variables(n parse.Node) {
	target := tsTarget{scope: e.hoist}
	if keyword := e.field(n, "kind"); keyword != parse.None {
		target.scope, target.constant = e.scope, e.tree.Text(keyword) == "const"
	}
	for _, c := range e.operands(n) {
		if e.kind(c) == "variable_declarator" {
			e.declarator(c, target)
		} else {
			e.statement(c)
		}
	}
}

// declarator walks one name or pattern of a declaration, with its value.
func (e *tsExtractor) declarator(n parse.Node, target tsTarget) {
	name, value := e.field(n, "name"), e.field(n, "value")
	target.annotation = e.annotation(e.field(n, "type"))
	target.at = e.span(n).End
	if name == parse.None {
		e.value(value)
		return
	}
	if value == parse.None {
		target.kind = fact.Declare
		e.bindPattern(name, 0, target)
		return
	}
	target.kind = fact.Assign
	e.bindPattern(name, e.once(name, e.value(value)), target)
}

// once returns an expression for value that may stand in several places
// without being evaluated again: a name, made up if need be, when target takes
// value apart.
func (e *tsExtractor) once(target parse.Node, value fact.ID) fact.ID {
	switch e.kind(target) {
	case "object_pattern", "array_pattern":
	default:
		return value
	}
	switch e.file.Exprs[value].Kind {
	case fact.Name, fact.Element:
		return value
	}
	e.temps++
	span := e.span(target)
	name := fmt.Sprintf("$.%d", e.temps)
	e.bind(name, fact.Binding{
		Kind: fact.Assign, Const: true, Value: value,
		Span: source.Span{Start: span.Start, End: span.Start}, At: span.Start,
	})
	return e.expr(fact.Name, target, name)
}

// bindPattern binds the names of pattern n to the parts of value, which is 0
// where nothing is known of it.
func (e *tsExtractor) bindPattern(n parse.Node, value fact.ID, target tsTarget) {
	if !e.deeper() {
		return
	}
	defer e.shallower()
	switch e.kind(n) {
	case "identifier", "shorthand_property_identifier_pattern", "shorthand_property_identifier", "undefined":
		e.bindName(n, value, target)
	case "object_pattern":
		e.bindObject(n, value, target)
	case "array_pattern":
		e.bindArray(n, value, target)
	case "assignment_pattern", "object_assignment_pattern":
		e.bindPattern(e.field(n, "left"), e.defaulted(n, value, e.field(n, "right")), target)
	case "parenthesized_expression", "non_null_expression":
		e.bindPattern(e.inner(n), value, target)
	case "ERROR":
		e.statement(n)
	case "":
	default:
		e.assignTo(n, value, target)
	}
}

// bind appends a binding, unless the parser made its name up.
func (e *tsExtractor) bind(name string, v fact.Binding) {
	if name != "" {
		e.builder.bind(name, v)
	}
}

// bindName binds the identifier n.
func (e *tsExtractor) bindName(n parse.Node, value fact.ID, target tsTarget) {
	if e.span(n).Len() == 0 {
		return
	}
	e.bind(e.tree.Text(n), fact.Binding{
		Kind: target.kind, Const: target.constant, Span: e.span(n),
		Value: value, Annotation: target.annotation, At: target.at,
	})
	last := len(e.file.Bindings) - 1
	if target.elsewhere {
		e.assigned = append(e.assigned, last)
	} else {
		e.file.Bindings[last].Scope = target.scope
	}
}

// assignTo stores value in n, an assignment's target that is no name.
func (e *tsExtractor) assignTo(n parse.Node, value fact.ID, target tsTarget) {
	to := e.value(n)
	if !target.elsewhere {
		return
	}
	switch expr := &e.file.Exprs[to]; expr.Kind {
	case fact.Member, fact.Index:
		e.store(to, value, target.at)
	case fact.Name: // a type assertion on a name
		e.bind(e.file.Text(expr), fact.Binding{Kind: target.kind, Span: expr.Span, Value: value, At: target.at})
		e.assigned = append(e.assigned, len(e.file.Bindings)-1)
	}
}

// bindObject binds the names in an object pattern.
func (e *tsExtractor) bindObject(n parse.Node, value fact.ID, target tsTarget) {
	target.annotation = 0
	for _, c := range e.operands(n) {
		switch e.kind(c) {
		case "shorthand_property_identifier_pattern":
			e.bindName(c, e.member(c, value, c), target)
		case "object_assignment_pattern":
			left := e.field(c, "left")
			part := e.member(c, value, left)
			e.bindPattern(left, e.defaulted(c, part, e.field(c, "right")), target)
		case "pair_pattern":
			e.bindPattern(e.field(c, "value"), e.part(c, value, e.field(c, "key")), target)
		case "rest_pattern":
			e.bindPattern(e.inner(c), e.rest(c, value), target)
		default:
			e.statement(c)
		}
	}
}

// bindArray binds the names in an array pattern.
func (e *tsExtractor) bindArray(n parse.Node, value fact.ID, target tsTarget) {
	target.annotation = 0
	position := 0
	for c := range e.tree.Children(n) {
		switch {
		case !e.tree.Named(c):
			if e.kind(c) == "," {
				position++
			}
		case e.skipped(c):
		case e.kind(c) == "rest_pattern":
			e.bindPattern(e.inner(c), e.remainder(c, value, position), target)
		default:
			item := value
			if value != 0 {
				item = e.expr(fact.Index, c, "", value, e.expr(fact.Number, c, fmt.Sprint(position)))
			}
			e.bindPattern(c, item, target)
		}
	}
}

// part returns what value has under the key of a pattern's pair n.
func (e *tsExtractor) part(n parse.Node, value fact.ID, key parse.Node) fact.ID {
	if e.kind(key) == "property_identifier" {
		return e.member(n, value, key)
	}
	index := e.key(key)
	if value == 0 || index == 0 {
		return 0
	}
	return e.expr(fact.Index, n, "", value, index)
}

// member returns the member of value that name spells, over n.
func (e *tsExtractor) member(n parse.Node, value fact.ID, name parse.Node) fact.ID {
	if value == 0 {
		return 0
	}
	return e.add(fact.Draft{
		Kind: fact.Member, Span: e.span(n), Inner: e.extent(name, n), Text: e.tree.Text(name), Kids: []fact.ID{value},
	})
}

// defaulted returns value, or what right is if value is undefined.
func (e *tsExtractor) defaulted(n parse.Node, value fact.ID, right parse.Node) fact.ID {
	otherwise := e.guarded(fact.Block{}, right)
	if value == 0 || otherwise == 0 {
		return value
	}
	return e.expr(fact.Coalesce, n, "", value, otherwise)
}

// rest returns what a rest pattern takes of an object: one with its members.
func (e *tsExtractor) rest(n parse.Node, value fact.ID) fact.ID {
	if value == 0 {
		return 0
	}
	return e.expr(fact.Object, n, "", e.expr(fact.Spread, n, "", value))
}

// remainder returns what a rest pattern takes of a list, value.slice(position).
func (e *tsExtractor) remainder(n parse.Node, value fact.ID, position int) fact.ID {
	if value == 0 {
		return 0
	}
	slice := e.expr(fact.Member, n, "slice", value)
	return e.expr(fact.Call, n, "", slice, e.expr(fact.Number, n, fmt.Sprint(position)))
}

// using reports whether n declares a resource with `using`, which the grammar
// takes for an assignment.
func (e *tsExtractor) using(n parse.Node) bool {
	if e.kind(n) == "await_expression" {
		n = e.inner(n)
	}
	return e.kind(n) == "assignment_expression" && e.has(n, "using")
}

// assignment walks x = v and returns v.
func (e *tsExtractor) assignment(n parse.Node) fact.ID {
	left, right := e.field(n, "left"), e.field(n, "right")
	target := tsTarget{kind: fact.Assign, elsewhere: true, at: e.span(n).End}
	if e.using(n) {
		target.elsewhere, target.scope, target.constant = false, e.scope, true
	}
	value := e.value(right)
	if left == parse.None {
		return value
	}
	value = e.once(left, value)
	e.bindPattern(left, value, target)
	return value
}

// augmented walks x += v and its like and returns what x then is.
func (e *tsExtractor) augmented(n parse.Node) fact.ID {
	left, right := e.field(n, "left"), e.field(n, "right")
	operator := e.tree.Text(e.field(n, "operator"))
	to := e.value(left)
	target := tsTarget{kind: fact.Assign, at: e.span(n).End}
	var value fact.ID
	switch operator {
	case "||=":
		value = e.expr(fact.Or, n, "", to, e.guarded(fact.Block{Cond: to, Negated: true}, right))
	case "&&=":
		value = e.expr(fact.And, n, "", to, e.guarded(fact.Block{Cond: to}, right))
	case "??=":
		value = e.expr(fact.Coalesce, n, "", to, e.guarded(fact.Block{}, right))
	case "+=":
		target.kind = fact.Augment
		value = e.expr(fact.Concat, n, "", to, e.value(right))
	default:
		target.kind = fact.Augment
		e.value(right)
	}
	e.update(to, value, target)
	if value == 0 {
		return e.expr(fact.Unknown, n, "", to)
	}
	return value
}

// increment walks x++ and its like.
func (e *tsExtractor) increment(n parse.Node) fact.ID {
	to := e.value(e.field(n, "argument"))
	e.update(to, 0, tsTarget{kind: fact.Augment, at: e.span(n).End})
	return e.expr(fact.Unknown, n, "", to)
}

// update gives the expression to, a name or a member, a value that depends on
// the one it has.
func (e *tsExtractor) update(to, value fact.ID, target tsTarget) {
	switch expr := &e.file.Exprs[to]; expr.Kind {
	case fact.Name:
		e.bind(e.file.Text(expr), fact.Binding{Kind: target.kind, Span: expr.Span, Value: value, At: target.at})
		e.assigned = append(e.assigned, len(e.file.Bindings)-1)
	case fact.Member, fact.Index:
		e.store(to, value, target.at)
		e.file.Stores[len(e.file.Stores)-1].Augment = target.kind == fact.Augment
	}
}
