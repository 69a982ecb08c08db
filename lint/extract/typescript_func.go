package extract

import (
	"fmt"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
)

// function walks a function of any form and returns its index; f holds what
// the form tells of it.
func (e *tsExtractor) function(n parse.Node, f fact.Func) int32 {
	ref := int32(len(e.file.Funcs))
	f.Span, f.Async, f.Generator = e.span(n), e.has(n, "async"), e.has(n, "*")
	e.file.Funcs = append(e.file.Funcs, f)
	leaveScope := e.open(fact.FuncScope, ref)
	defer leaveScope()
	e.file.Funcs[ref].Scope = e.scope
	outer := *e
	e.fn, e.hoist, e.names = ref, e.scope, nil
	defer func() { e.fn, e.hoist, e.names = outer.fn, outer.hoist, outer.names }()

	body := e.field(n, "body")
	e.within(fact.Block{Kind: fact.Body, Span: e.extent(body, n)}, func() tsFlow {
		switch e.kind(n) {
		case "function_expression", "generator_function":
			if name := e.field(n, "name"); name != parse.None {
				e.bindFunc(name, ref)
			}
		}
		e.params(n, ref)
		e.types(e.field(n, "return_type"))
		if body == parse.None || e.kind(body) == "statement_block" {
			return e.body(body)
		}
		e.returned(e.value(body))
		return tsLeaves
	})
	return ref
}

// bindFunc binds a function's name, which is seen in all of its block.
func (e *tsExtractor) bindFunc(name parse.Node, ref int32) {
	e.bind(e.tree.Text(name), fact.Binding{
		Kind: fact.BindFunc, Span: e.span(name),
		Ref: ref, At: e.file.Blocks[e.block].Span.Start,
	})
}

func (e *tsExtractor) functionDeclaration(n parse.Node) {
	name := e.field(n, "name")
	if name != parse.None {
		e.bindFunc(name, int32(len(e.file.Funcs)))
	}
	e.function(n, fact.Func{Name: e.tree.Text(name), Class: -1})
}

// method walks a method of a class, or of an object if class is negative, and
// returns the function's index. A setter's name is "set " and the property's,
// as in JavaScript itself, so that no call can mean it.
func (e *tsExtractor) method(n parse.Node, class int32, decorators []fact.ID) int32 {
	f := fact.Func{
		Name: e.staticName(e.field(n, "name")), Class: class, Decorators: decorators,
		Static: e.has(n, "static"), Getter: e.has(n, "get"),
	}
	if e.has(n, "set") {
		f.Name = "set " + f.Name
	}
	return e.function(n, f)
}

// staticName returns the name of a class's or enum's member, or "" if it is
// computed.
func (e *tsExtractor) staticName(n parse.Node) string {
	if e.kind(n) == "computed_property_name" {
		n = e.inner(n)
		if e.kind(n) != "string" {
			return ""
		}
	}
	if e.kind(n) != "string" {
		return e.tree.Text(n)
	}
	inner := e.quoted(n)
	text, _ := tsDecode(e.tree.Source[inner.Start:inner.End])
	return text
}

// params walks the parameters of function n.
func (e *tsExtractor) params(n parse.Node, ref int32) {
	e.types(e.field(n, "type_parameters"))
	if single := e.field(n, "parameter"); single != parse.None {
		e.file.Funcs[ref].Params = []fact.Param{{Name: e.tree.Text(single), Span: e.span(single)}}
		return
	}
	for _, c := range e.operands(e.field(n, "parameters")) {
		pattern := e.field(c, "pattern")
		if e.kind(pattern) == "this" {
			e.types(c)
			continue
		}
		e.param(c, pattern, ref)
	}
}

// param walks the parameter n of a function, an identifier or a pattern with
// or without a type and a default.
func (e *tsExtractor) param(n, pattern parse.Node, ref int32) {
	p := fact.Param{Span: e.span(n), Decorators: e.decorators(n), Annotation: e.annotation(e.field(n, "type"))}
	p.Property = e.has(n, "readonly")
	for c := range e.tree.NamedChildren(n) {
		switch e.kind(c) {
		case "accessibility_modifier", "override_modifier":
			p.Property = true
		}
	}
	if pattern == parse.None {
		pattern = n
	}
	if e.kind(pattern) == "rest_pattern" {
		p.Kind, pattern = fact.Rest, e.inner(pattern)
	}
	p.Default = e.guarded(fact.Block{}, e.field(n, "value"))
	list := &e.file.Funcs[ref].Params
	if e.kind(pattern) == "identifier" {
		p.Name = e.tree.Text(pattern)
		*list = append(*list, p)
		return
	}
	p.Name = fmt.Sprintf("$%d", len(*list))
	*list = append(*list, p)
	if pattern != parse.None {
		value := e.expr(fact.Name, pattern, p.Name)
		e.bindPattern(pattern, value, tsTarget{kind: fact.Assign, scope: e.scope, at: e.span(n).End})
	}
}

// decorators returns the decorators among n's children, in order.
func (e *tsExtractor) decorators(n parse.Node) []fact.ID {
	var list []fact.ID
	for c := range e.tree.NamedChildren(n) {
		if e.kind(c) == "decorator" {
			list = append(list, e.present(e.value(e.inner(c)), c))
		}
	}
	return list
}

// classDeclaration walks a class with a name; decorators are those that stand
// before an `export`.
func (e *tsExtractor) classDeclaration(n parse.Node, decorators []fact.ID) {
	ref := e.class(n, decorators)
	if name := e.field(n, "name"); name != parse.None {
		e.bindClass(name, n, ref)
	}
}

func (e *tsExtractor) bindClass(name, n parse.Node, ref int32) {
	e.bind(e.tree.Text(name), fact.Binding{
		Kind: fact.BindClass, Span: e.span(name), Ref: ref, At: e.span(n).End,
	})
}

// classExpression returns a class as an expression. Its name, if it has one,
// is seen from inside only.
func (e *tsExtractor) classExpression(n parse.Node) fact.ID {
	outer := e.scope
	name := e.field(n, "name")
	if name != parse.None {
		e.open(fact.LexicalScope, -1)
	}
	ref := e.class(n, nil)
	if name != parse.None {
		e.bindClass(name, n, ref)
	}
	e.scope = outer
	return e.add(fact.Draft{Kind: fact.ClassExpr, Span: e.span(n), Ref: ref})
}

// class walks a class and returns its index.
func (e *tsExtractor) class(n parse.Node, decorators []fact.ID) int32 {
	decorators = append(decorators, e.decorators(n)...)
	var bases []fact.ID
	for c := range e.tree.NamedChildren(n) {
		if e.kind(c) == "class_heritage" {
			bases = e.heritage(c)
		}
	}
	e.types(e.field(n, "type_parameters"))
	ref := int32(len(e.file.Classes))
	e.file.Classes = append(e.file.Classes, fact.Class{
		Name: e.tree.Text(e.field(n, "name")), Span: e.span(n), Bases: bases, Decorators: decorators,
	})
	closeScope := e.open(fact.ClassScope, ref)
	defer closeScope()
	e.file.Classes[ref].Scope = e.scope
	e.members(e.field(n, "body"), ref)
	return ref
}

// heritage returns the classes that a class extends. What it implements leaves
// no trace.
func (e *tsExtractor) heritage(n parse.Node) []fact.ID {
	var bases []fact.ID
	for _, c := range e.operands(n) {
		if e.kind(c) != "extends_clause" {
			e.types(c)
			continue
		}
		for p := range e.tree.NamedChildren(c) {
			switch {
			case e.tree.Field(p) == "value":
				bases = append(bases, e.present(e.value(p), p))
			case tsIsType(e.kind(p)):
				e.types(p)
			}
		}
	}
	return bases
}

// members walks a class's body.
func (e *tsExtractor) members(n parse.Node, class int32) {
	var decorators []fact.ID
	for c := range e.tree.NamedChildren(n) {
		switch e.kind(c) {
		case "comment":
			continue
		case "decorator":
			decorators = append(decorators, e.present(e.value(e.inner(c)), c))
			continue
		case "method_definition":
			e.computedName(c)
			ref := e.method(c, class, append(decorators, e.decorators(c)...))
			e.file.Classes[class].Methods = append(e.file.Classes[class].Methods, ref)
		case "public_field_definition":
			e.classField(c)
		case "class_static_block":
			e.staticBlock(c)
		default:
			e.statement(c)
		}
		decorators = nil
	}
}

// computedName walks a member's name if it is an expression.
func (e *tsExtractor) computedName(n parse.Node) {
	if name := e.field(n, "name"); e.kind(name) == "computed_property_name" {
		e.value(e.inner(name))
	}
}

// classField binds a field in the class's scope.
func (e *tsExtractor) classField(n parse.Node) {
	e.decorators(n)
	e.computedName(n)
	name := e.field(n, "name")
	field := fact.Binding{
		Kind: fact.Declare, Const: e.has(n, "readonly"), Span: e.extent(name, n),
		Annotation: e.annotation(e.field(n, "type")), At: e.span(n).End,
	}
	if field.Value = e.value(e.field(n, "value")); field.Value != 0 {
		field.Kind = fact.Assign
	}
	e.bind(e.staticName(name), field)
}

// staticBlock walks the code that a class runs when it is defined.
func (e *tsExtractor) staticBlock(n parse.Node) {
	closeScope := e.open(fact.LexicalScope, -1)
	defer closeScope()
	outer := e.hoist
	e.hoist = e.scope
	defer func() { e.hoist = outer }()
	e.inBlock(fact.Block{Kind: fact.Nested}, e.field(n, "body"))
}
