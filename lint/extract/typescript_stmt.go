package extract

import (
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
)

// A tsFlow says whether control reaches the end of a statement. The order
// matters: the flow of alternatives is the least of theirs.
type tsFlow uint8

const (
	tsPasses tsFlow = iota
	tsBreaks        // it leaves the innermost loop or switch
	tsLeaves        // it leaves more than that
)

// body walks the statements of a module or a function. The strings that open
// it are directives.
func (e *tsExtractor) body(n parse.Node) tsFlow {
	prologue, end := true, tsPasses
	for c := range e.tree.NamedChildren(n) {
		if e.skipped(c) {
			continue
		}
		if prologue = prologue && e.directive(c); !prologue {
			end = e.then(end, c)
		}
	}
	return end
}

// directive reports whether statement n is a string alone, and keeps its text
// if it is the module's.
func (e *tsExtractor) directive(n parse.Node) bool {
	text := e.inner(n)
	if e.kind(n) != "expression_statement" || e.kind(text) != "string" {
		return false
	}
	if e.fn < 0 {
		inner := e.quoted(text)
		e.file.Directives = append(e.file.Directives, string(e.tree.Source[inner.Start:inner.End]))
	}
	return true
}

// statements walks the statements in n.
func (e *tsExtractor) statements(n parse.Node) tsFlow {
	end := tsPasses
	for c := range e.tree.NamedChildren(n) {
		end = e.then(end, c)
	}
	return end
}

// then walks statement n and returns the flow of what ended with end before.
// What follows a jump is dead, but may declare functions.
func (e *tsExtractor) then(end tsFlow, n parse.Node) tsFlow {
	if next := e.statement(n); end == tsPasses {
		return next
	}
	return end
}

// statement walks statement n; what is none is walked as an expression.
func (e *tsExtractor) statement(n parse.Node) tsFlow {
	if n == parse.None || e.skipped(n) || !e.deeper() {
		return tsPasses
	}
	defer e.shallower()
	kind := e.kind(n)
	if flow, ok := e.control(n, kind); ok {
		return flow
	}
	if !e.declaration(n, kind) {
		e.value(n)
	}
	return tsPasses
}

// control walks n if it is a statement that decides what runs.
func (e *tsExtractor) control(n parse.Node, kind string) (flow tsFlow, ok bool) {
	switch kind {
	case "expression_statement":
		return e.expressionStatement(n), true
	case "statement_block":
		return e.inBlock(fact.Block{Kind: fact.Nested}, n), true
	case "if_statement":
		return e.ifChain(n), true
	case "switch_statement":
		return e.switchStatement(n), true
	case "try_statement":
		return e.try(n), true
	case "for_statement":
		e.forLoop(n)
	case "for_in_statement":
		e.forEach(n)
	case "while_statement":
		cond := e.value(e.field(n, "condition"))
		e.inBlock(fact.Block{Kind: fact.Loop, Cond: cond}, e.field(n, "body"))
	case "do_statement":
		e.inBlock(fact.Block{Kind: fact.Loop}, e.field(n, "body"))
		e.value(e.field(n, "condition"))
	case "labeled_statement":
		e.statement(e.field(n, "body"))
	case "with_statement":
		e.value(e.field(n, "object"))
		return e.inBlock(fact.Block{Kind: fact.Nested}, e.field(n, "body")), true
	case "return_statement":
		e.returned(e.value(e.inner(n)))
		return tsLeaves, true
	case "throw_statement":
		e.value(e.inner(n))
		return tsLeaves, true
	case "continue_statement":
		return tsLeaves, true
	case "break_statement":
		if e.field(n, "label") != parse.None {
			return tsLeaves, true
		}
		return tsBreaks, true
	default:
		return tsPasses, false
	}
	return tsPasses, true
}

// declaration walks n if it is a declaration, an import or an export, and
// reports whether it is.
func (e *tsExtractor) declaration(n parse.Node, kind string) bool {
	switch kind {
	case "lexical_declaration", "variable_declaration":
		e.variables(n)
	case "function_declaration", "generator_function_declaration":
		e.functionDeclaration(n)
	case "class_declaration", "abstract_class_declaration":
		e.classDeclaration(n, nil)
	case "enum_declaration":
		e.enum(n)
	case "internal_module", "module":
		e.namespace(n)
	case "ambient_declaration":
		e.ambient(n)
	case "import_statement":
		e.importStatement(n)
	case "import_alias":
		e.importAlias(n)
	case "export_statement":
		e.exportStatement(n)
	case "variable_declarator":
		e.declarator(n, tsTarget{scope: e.scope})
	case "method_definition":
		e.method(n, -1, nil)
	case "type_alias_declaration", "interface_declaration", "function_signature",
		"method_signature", "abstract_method_signature", "index_signature":
		e.types(n)
	default:
		if !tsIsType(kind) {
			return false
		}
		e.types(n)
	}
	return true
}

// expressionStatement walks the expression that stands for a statement.
func (e *tsExtractor) expressionStatement(n parse.Node) tsFlow {
	flow := tsPasses
	for _, c := range e.operands(n) {
		if e.declaration(c, e.kind(c)) {
			continue
		}
		if id := e.value(c); e.exitsProcess(id) {
			flow = tsLeaves
		}
	}
	return flow
}

// exitsProcess reports whether the expression calls process.exit.
func (e *tsExtractor) exitsProcess(id fact.ID) bool {
	call := &e.file.Exprs[id]
	if call.Kind != fact.Call {
		return false
	}
	callee := &e.file.Exprs[e.file.Kids(call)[0]]
	if callee.Kind != fact.Member || e.file.Text(callee) != "exit" {
		return false
	}
	object := &e.file.Exprs[e.file.Kids(callee)[0]]
	return object.Kind == fact.Name && e.file.Text(object) == "process"
}

// returned notes a value that the innermost function returns or yields.
func (e *tsExtractor) returned(value fact.ID) {
	if e.fn < 0 {
		return
	}
	f := &e.file.Funcs[e.fn]
	f.Returns = append(f.Returns, fact.Return{Value: value, Block: e.block})
}

// inBlock walks statement n in a block of its own.
func (e *tsExtractor) inBlock(block fact.Block, n parse.Node) tsFlow {
	if n == parse.None {
		return tsPasses
	}
	block.Span = e.span(n)
	return e.within(block, func() tsFlow { return e.scoped(n) })
}

// within runs walk inside a new block and marks it when control does not leave
// it at its end.
func (e *tsExtractor) within(block fact.Block, walk func() tsFlow) tsFlow {
	leave := e.enter(block)
	defer leave()
	id := e.block
	flow := walk()
	e.file.Blocks[id].Exits = flow != tsPasses
	return flow
}

// scoped walks n, in a scope of its own if it is a block that binds names.
func (e *tsExtractor) scoped(n parse.Node) tsFlow {
	if e.kind(n) != "statement_block" {
		return e.statement(n)
	}
	if e.binds(n) {
		defer e.open(fact.LexicalScope, -1)()
	}
	return e.statements(n)
}

// binds reports whether a statement of block n binds a name that is seen only
// in the block.
func (e *tsExtractor) binds(n parse.Node) bool {
	for c := range e.tree.NamedChildren(n) {
		switch e.kind(c) {
		case "lexical_declaration", "class_declaration", "abstract_class_declaration",
			"function_declaration", "generator_function_declaration",
			"enum_declaration", "ambient_declaration", "import_alias", "ERROR":
			return true
		case "expression_statement":
			if inner := e.inner(c); e.kind(inner) == "internal_module" || e.using(inner) {
				return true
			}
		}
	}
	return false
}

// ifChain walks an if statement with all its else ifs: the arms of one group.
func (e *tsExtractor) ifChain(n parse.Node) tsFlow {
	arm := fact.Block{Kind: fact.Arm, Group: e.newGroup(), Exhaustive: e.endsInElse(n)}
	flow := tsLeaves
	for first := true; ; first = false {
		arm.Cond = e.value(e.field(n, "condition"))
		flow = min(flow, e.inBlock(arm, e.field(n, "consequence")))
		otherwise := e.inner(e.field(n, "alternative"))
		switch {
		case otherwise == parse.None:
			return tsPasses
		case e.kind(otherwise) == "if_statement":
			n = otherwise
			continue
		case first:
			arm.Negated = true
		default:
			arm.Cond = 0
		}
		return min(flow, e.inBlock(arm, otherwise))
	}
}

// endsInElse reports whether a chain of ifs has an else without a condition.
func (e *tsExtractor) endsInElse(n parse.Node) bool {
	for e.kind(n) == "if_statement" {
		n = e.inner(e.field(n, "alternative"))
	}
	return n != parse.None
}

// try walks a try statement. Its handler is an arm of its own.
func (e *tsExtractor) try(n parse.Node) tsFlow {
	flow := e.inBlock(fact.Block{Kind: fact.Nested}, e.field(n, "body"))
	if handler := e.field(n, "handler"); handler != parse.None {
		arm := fact.Block{Kind: fact.Arm, Group: e.newGroup(), Span: e.span(handler)}
		flow = min(flow, e.within(arm, func() tsFlow { return e.catch(handler) }))
	}
	last := e.inBlock(fact.Block{Kind: fact.Nested}, e.field(e.field(n, "finalizer"), "body"))
	return max(flow, last)
}

// catch walks a handler; nothing is known of what it catches.
func (e *tsExtractor) catch(n parse.Node) tsFlow {
	if caught := e.field(n, "parameter"); caught != parse.None {
		defer e.open(fact.LexicalScope, -1)()
		e.bindPattern(caught, 0, tsTarget{kind: fact.Opaque, scope: e.scope, at: e.span(caught).End})
	}
	e.types(e.field(n, "type"))
	return e.scoped(e.field(n, "body"))
}

// forLoop walks a for statement with three parts.
func (e *tsExtractor) forLoop(n parse.Node) {
	first := e.field(n, "initializer")
	if e.kind(first) == "lexical_declaration" {
		defer e.open(fact.LexicalScope, -1)()
	}
	e.statement(first)
	loop := fact.Block{Kind: fact.Loop, Span: e.span(n)}
	if cond := e.field(n, "condition"); e.kind(cond) == "expression_statement" {
		loop.Cond = e.value(e.inner(cond))
	} else {
		loop.Cond = e.value(cond)
	}
	e.within(loop, func() tsFlow {
		flow := e.scoped(e.field(n, "body"))
		e.value(e.field(n, "increment"))
		return flow
	})
}

// forEach walks a for statement over the items or the keys of something.
func (e *tsExtractor) forEach(n parse.Node) {
	right := e.field(n, "right")
	iterable := e.value(right)
	loop := fact.Block{Kind: fact.Loop, Span: e.span(n)}
	e.within(loop, func() tsFlow {
		left, keyword := e.field(n, "left"), e.field(n, "kind")
		target := tsTarget{kind: fact.Assign, scope: e.hoist, at: e.extent(right, n).End}
		switch kind := e.tree.Text(keyword); kind {
		case "":
			target.elsewhere = true
		case "var":
		default:
			defer e.open(fact.LexicalScope, -1)()
			target.scope, target.constant = e.scope, kind == "const"
		}
		if left != parse.None {
			e.bindPattern(left, e.expr(fact.Element, left, "", iterable), target)
		}
		return e.scoped(e.field(n, "body"))
	})
}
