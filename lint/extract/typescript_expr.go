package extract

import (
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
)

// value walks expression n and returns it, or 0 for None.
func (e *tsExtractor) value(n parse.Node) fact.ID {
	if n == parse.None || e.skipped(n) {
		return 0
	}
	kind := e.kind(n)
	if !e.deeper() || e.tree.IsError(n) && kind != "ERROR" {
		return e.expr(fact.Unknown, n, "")
	}
	defer e.shallower()
	if id, ok := e.leaf(n, kind); ok {
		return id
	}
	if id, ok := e.operation(n, kind); ok {
		return id
	}
	if id, ok := e.literal(n, kind); ok {
		return id
	}
	return e.unknown(n)
}

// present returns id, or something unknown over n if id is no expression.
func (e *tsExtractor) present(id fact.ID, n parse.Node) fact.ID {
	if id != 0 {
		return id
	}
	return e.expr(fact.Unknown, n, "")
}

// leaf returns n if it is an expression without parts.
func (e *tsExtractor) leaf(n parse.Node, kind string) (id fact.ID, ok bool) {
	switch kind {
	case "identifier", "shorthand_property_identifier":
		if text := e.tree.Text(n); text != "undefined" {
			return e.expr(fact.Name, n, text), true
		}
		return e.expr(fact.Null, n, ""), true
	case "this", "super", "import":
		return e.expr(fact.Name, n, kind), true
	case "undefined", "null":
		return e.expr(fact.Null, n, ""), true
	case "true", "false":
		return e.expr(fact.Bool, n, kind), true
	case "number":
		return e.expr(fact.Number, n, e.tree.Text(n)), true
	case "string":
		return e.str(n), true
	case "regex", "meta_property":
		return e.expr(fact.Unknown, n, ""), true
	}
	return 0, false
}

// operation returns n if it is an operator with its operands, or one that
// leaves no trace.
func (e *tsExtractor) operation(n parse.Node, kind string) (id fact.ID, ok bool) {
	switch kind {
	case "call_expression", "member_expression", "subscript_expression", "non_null_expression":
		return e.chain(n), true
	case "new_expression":
		return e.construct(n), true
	case "binary_expression":
		return e.binary(n), true
	case "unary_expression":
		return e.unary(n), true
	case "ternary_expression":
		return e.ternary(n), true
	case "assignment_expression":
		return e.assignment(n), true
	case "augmented_assignment_expression":
		return e.augmented(n), true
	case "update_expression":
		return e.increment(n), true
	case "yield_expression":
		return e.yield(n), true
	case "parenthesized_expression", "await_expression", "sequence_expression", "type_assertion",
		"as_expression", "satisfies_expression", "instantiation_expression":
		return e.transparent(n, kind), true
	}
	return 0, false
}

// literal returns n if it is an expression that builds something.
func (e *tsExtractor) literal(n parse.Node, kind string) (id fact.ID, ok bool) {
	switch kind {
	case "template_string":
		return e.template(n), true
	case "object":
		return e.object(n), true
	case "array":
		return e.array(n), true
	case "pair":
		return e.entry(n), true
	case "spread_element":
		return e.expr(fact.Spread, n, "", e.present(e.value(e.inner(n)), n)), true
	case "arrow_function", "function_expression", "generator_function":
		ref := e.function(n, fact.Func{Name: e.tree.Text(e.field(n, "name")), Class: -1})
		return e.add(fact.Draft{Kind: fact.FuncExpr, Span: e.span(n), Ref: ref}), true
	case "class":
		return e.classExpression(n), true
	case "jsx_element", "jsx_self_closing_element":
		return e.jsx(n), true
	}
	return 0, false
}

// unknown returns an expression that is not reduced, its parts findable.
func (e *tsExtractor) unknown(n parse.Node) fact.ID {
	var kids []fact.ID
	for c := range e.tree.NamedChildren(n) {
		kind := e.kind(c)
		if e.skipped(c) || !e.deeper() {
			continue
		}
		if _, ok := e.control(c, kind); !ok && !e.declaration(c, kind) {
			if id := e.value(c); id != 0 {
				kids = append(kids, id)
			}
		}
		e.shallower()
	}
	return e.expr(fact.Unknown, n, "", kids...)
}

// transparent returns the operand that stands for n: the last of a sequence,
// the only one of the others.
func (e *tsExtractor) transparent(n parse.Node, kind string) fact.ID {
	var last fact.ID
	for _, c := range e.operands(n) {
		switch {
		case tsIsType(e.kind(c)):
			e.types(c)
		case last == 0 || kind == "sequence_expression" || kind == "type_assertion":
			last = e.value(c)
		default: // a type that is written like an expression
			e.types(c)
		}
	}
	return e.present(last, n)
}

// chain returns a call, member or index with all that it hangs on, which may
// be long: a.b().c()[0].
func (e *tsExtractor) chain(n parse.Node) fact.ID {
	links := make([]parse.Node, 0, 8)
	head := n
	for {
		var next parse.Node
		switch e.kind(head) {
		case "call_expression":
			next = e.field(head, "function")
		case "member_expression", "subscript_expression":
			next = e.field(head, "object")
		case "non_null_expression":
			next = e.inner(head)
		default:
			next = parse.None
		}
		if next == parse.None {
			break
		}
		links = append(links, head)
		head = next
	}
	if len(links) == 0 {
		return e.unknown(n)
	}
	value := e.present(e.value(head), head)
	for _, link := range slices.Backward(links) {
		value = e.link(link, value)
	}
	return value
}

// link returns the link n of a chain, which hangs on value.
func (e *tsExtractor) link(n parse.Node, value fact.ID) fact.ID {
	switch e.kind(n) {
	case "member_expression":
		return e.member(n, value, e.field(n, "property"))
	case "subscript_expression":
		index := e.field(n, "index")
		return e.expr(fact.Index, n, "", value, e.present(e.value(index), n))
	case "call_expression":
		e.types(e.field(n, "type_arguments"))
		arguments := e.field(n, "arguments")
		if e.kind(arguments) == "template_string" {
			return e.expr(fact.Unknown, n, "", value, e.template(arguments))
		}
		return e.call(n, value, arguments, false)
	}
	return value
}

// construct returns a `new` expression.
func (e *tsExtractor) construct(n parse.Node) fact.ID {
	constructor := e.present(e.value(e.field(n, "constructor")), n)
	e.types(e.field(n, "type_arguments"))
	return e.call(n, constructor, e.field(n, "arguments"), true)
}

// call returns a call over n.
func (e *tsExtractor) call(n parse.Node, callee fact.ID, arguments parse.Node, isNew bool) fact.ID {
	operands := e.operands(arguments)
	kids := make([]fact.ID, 1, 1+len(operands))
	kids[0] = callee
	for _, c := range operands {
		kids = append(kids, e.value(c))
	}
	id := e.add(fact.Draft{Kind: fact.Call, New: isNew, Span: e.span(n), Kids: kids})
	e.slot(id, arguments)
	return id
}

// tsOperator returns what a binary operator makes, and for a comparison its
// name in facts.
func tsOperator(operator string) (fact.Kind, string) {
	switch operator {
	case "+":
		return fact.Concat, ""
	case "||":
		return fact.Or, ""
	case "&&":
		return fact.And, ""
	case "??":
		return fact.Coalesce, ""
	case "==", "===":
		return fact.Compare, "=="
	case "!=", "!==":
		return fact.Compare, "!="
	case "in":
		return fact.Compare, "in"
	}
	return fact.Unknown, ""
}

// binary returns an operation with two operands, or a chain of them that
// leans to the left: a + b + c is one Concat.
func (e *tsExtractor) binary(n parse.Node) fact.ID {
	spine := make([]parse.Node, 0, 8)
	head := n
	for e.kind(head) == "binary_expression" {
		spine = append(spine, head)
		head = e.field(head, "left")
	}
	value := e.present(e.value(head), n)
	for i := len(spine) - 1; i >= 0; {
		kind, text := e.operator(spine[i])
		first := i
		for ; kind != fact.Compare && first > 0; first-- {
			if next, _ := e.operator(spine[first-1]); next != kind {
				break
			}
		}
		value = e.join(kind, text, value, spine[first:i+1])
		i = first - 1
	}
	return value
}

func (e *tsExtractor) operator(n parse.Node) (fact.Kind, string) {
	return tsOperator(e.tree.Text(e.field(n, "operator")))
}

// join returns value and the right operands of nodes, outermost first, joined
// by one kind of operator.
func (e *tsExtractor) join(kind fact.Kind, text string, value fact.ID, nodes []parse.Node) fact.ID {
	outer, outermost := e.block, nodes[0]
	kids := make([]fact.ID, 1, 1+len(nodes))
	kids[0] = value
	if kind == fact.And || kind == fact.Or || kind == fact.Coalesce {
		guard := fact.Block{Kind: fact.Guarded, Span: e.span(outermost)}
		guard.Span.Start = e.extent(e.field(nodes[len(nodes)-1], "right"), outermost).Start
		if kind != fact.Coalesce {
			guard.Cond, guard.Negated = value, kind == fact.Or
		}
		e.enter(guard)
	}
	for _, node := range slices.Backward(nodes) {
		kids = append(kids, e.present(e.value(e.field(node, "right")), node))
	}
	e.block = outer
	return e.expr(kind, outermost, text, kids...)
}

// guarded walks n, which is evaluated only sometimes, in a block of its own.
func (e *tsExtractor) guarded(block fact.Block, n parse.Node) fact.ID {
	if n == parse.None {
		return 0
	}
	if block.Kind == fact.Body {
		block.Kind = fact.Guarded
	}
	block.Span = e.span(n)
	leave := e.enter(block)
	defer leave()
	return e.present(e.value(n), n)
}

// unary returns an operation with one operand. A number keeps its sign.
func (e *tsExtractor) unary(n parse.Node) fact.ID {
	argument := e.field(n, "argument")
	switch operator := e.tree.Text(e.field(n, "operator")); {
	case operator == "!":
		return e.expr(fact.Not, n, "", e.present(e.value(argument), n))
	case operator == "-" && e.kind(argument) == "number":
		return e.expr(fact.Number, n, "-"+e.tree.Text(argument))
	case operator == "delete":
		of := e.present(e.value(argument), n)
		if kind := e.file.Exprs[of].Kind; kind == fact.Member || kind == fact.Index {
			e.store(of, e.expr(fact.Null, n, ""), e.span(n).End)
		}
		return e.expr(fact.Unknown, n, "", of)
	}
	return e.expr(fact.Unknown, n, "", e.present(e.value(argument), n))
}

// ternary returns a conditional expression, whose branches are arms.
func (e *tsExtractor) ternary(n parse.Node) fact.ID {
	cond := e.present(e.value(e.field(n, "condition")), n)
	arm := fact.Block{Kind: fact.Arm, Group: e.newGroup(), Exhaustive: true, Cond: cond}
	then := e.present(e.guarded(arm, e.field(n, "consequence")), n)
	arm.Negated = true
	otherwise := e.present(e.guarded(arm, e.field(n, "alternative")), n)
	return e.expr(fact.Cond, n, "", cond, then, otherwise)
}

// yield notes what is yielded; what a yield is itself is up to the caller.
func (e *tsExtractor) yield(n parse.Node) fact.ID {
	value := e.value(e.inner(n))
	if value == 0 {
		return e.expr(fact.Unknown, n, "")
	}
	if e.has(n, "*") {
		value = e.expr(fact.Element, n, "", value)
	}
	e.returned(value)
	return e.expr(fact.Unknown, n, "", value)
}

// array returns a list; what it leaves out is undefined.
func (e *tsExtractor) array(n parse.Node) fact.ID {
	var kids []fact.ID
	hole := true
	for c := range e.tree.Children(n) {
		switch {
		case !e.tree.Named(c):
			if e.kind(c) != "," {
				continue
			}
			if hole {
				kids = append(kids, e.expr(fact.Null, c, ""))
			}
			hole = true
		case e.skipped(c):
		case e.kind(c) == "ERROR":
			e.statement(c)
		default:
			kids = append(kids, e.value(c))
			hole = false
		}
	}
	return e.expr(fact.List, n, "", kids...)
}

// object returns an object literal. A setter is no value of its key.
func (e *tsExtractor) object(n parse.Node) fact.ID {
	var kids []fact.ID
	for _, c := range e.operands(n) {
		switch e.kind(c) {
		case "pair":
			kids = append(kids, e.entry(c))
		case "shorthand_property_identifier":
			kids = append(kids, e.expr(fact.Entry, c, "", e.key(c), e.value(c)))
		case "spread_element":
			kids = append(kids, e.value(c))
		case "method_definition":
			key := e.key(e.field(c, "name"))
			ref := e.method(c, -1, nil)
			function := e.add(fact.Draft{Kind: fact.FuncExpr, Span: e.span(c), Ref: ref})
			if !e.has(c, "set") {
				kids = append(kids, e.expr(fact.Entry, c, "", key, function))
			}
		default:
			e.statement(c)
		}
	}
	id := e.expr(fact.Object, n, "", kids...)
	e.slot(id, n)
	return id
}

// entry returns a pair of an object literal.
func (e *tsExtractor) entry(n parse.Node) fact.ID {
	key := e.key(e.field(n, "key"))
	return e.expr(fact.Entry, n, "", e.present(key, n), e.present(e.value(e.field(n, "value")), n))
}

// key returns the key of a property as an expression, a String if it is known.
func (e *tsExtractor) key(n parse.Node) fact.ID {
	switch e.kind(n) {
	case "property_identifier", "private_property_identifier", "shorthand_property_identifier",
		"shorthand_property_identifier_pattern", "identifier", "number":
		return e.word(n)
	case "computed_property_name":
		return e.value(e.inner(n))
	}
	return e.value(n)
}

// word returns the text of n, which has no quotes, as a String.
func (e *tsExtractor) word(n parse.Node) fact.ID {
	span := e.span(n)
	return e.add(fact.Draft{Kind: fact.String, Plain: true, Span: span, Inner: span, Text: e.tree.Text(n)})
}
