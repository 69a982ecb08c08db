package extract

import (
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
)

// stmts reads the statements under n in order and says how control leaves
// them.
func (p *pyExtractor) stmts(n parse.Node) pyExit {
	exit := pyStays
	for c := p.first(n); c != parse.None; c = p.next(c) {
		if e := p.stmt(c); exit == pyStays {
			exit = e
		}
	}
	return exit
}

// stmt reads one statement; anything else is read as an expression.
func (p *pyExtractor) stmt(n parse.Node) pyExit {
	if p.depth >= pyMaxDepth {
		return pyStays
	}
	p.depth++
	defer func() { p.depth-- }()
	switch p.tree.Kind(n) {
	case "expression_statement":
		return p.expressionStatement(n)
	case "return_statement":
		p.returnStatement(n)
		return pyJump
	case "raise_statement":
		p.values(n)
		return pyRaise
	case "break_statement", "continue_statement":
		return pyJump
	case "if_statement":
		return p.ifStatement(n)
	case "try_statement":
		return p.tryStatement(n)
	case "with_statement":
		return p.withStatement(n)
	case "match_statement":
		return p.matchStatement(n)
	case "block":
		return p.stmts(n)
	default:
		p.simpleStmt(n)
		return pyStays
	}
}

// simpleStmt reads a statement that control leaves at its end.
func (p *pyExtractor) simpleStmt(n parse.Node) {
	switch p.tree.Kind(n) {
	case "assignment":
		p.assignment(n)
	case "augmented_assignment":
		p.augmented(n)
	case "import_statement", "future_import_statement", "import_from_statement":
		p.importStatement(n)
	case "global_statement":
		p.declare(n, true)
	case "nonlocal_statement":
		p.declare(n, false)
	case "delete_statement":
		p.deleteStatement(n)
	case "type_alias_statement":
		p.typeAlias(n)
	case "for_statement":
		p.forStatement(n)
	case "while_statement":
		p.whileStatement(n)
	case "function_definition":
		p.function(n, nil)
	case "class_definition":
		p.class(n, nil)
	case "decorated_definition":
		p.decorated(n)
	case "pass_statement":
	case "ERROR", "print_statement", "assert_statement", "exec_statement", "chevron":
		p.stmts(n)
	default:
		p.value(n)
	}
}

// expressionStatement reads expressions for what they hold. Text that stands
// alone is a docstring or a comment in disguise and no value.
func (p *pyExtractor) expressionStatement(n parse.Node) pyExit {
	exit := pyStays
	for c := p.first(n); c != parse.None; c = p.next(c) {
		switch p.tree.Kind(c) {
		case "assignment", "augmented_assignment", "ERROR":
			p.stmt(c)
		default:
			if p.isProse(c) {
				continue
			}
			if id := p.value(c); p.endsProcess(id) {
				exit = pyRaise
			}
		}
	}
	return exit
}

// isProse reports whether n is text without interpolation.
func (p *pyExtractor) isProse(n parse.Node) bool {
	n = p.unwrap(n)
	switch p.tree.Kind(n) {
	case "string":
		return !p.interpolates(n)
	case "concatenated_string":
		for c := p.first(n); c != parse.None; c = p.next(c) {
			if p.interpolates(c) {
				return false
			}
		}
		return true
	}
	return false
}

// endsProcess reports whether a call never returns: sys.exit(), os._exit(),
// exit() and quit(), all of which but the second raise SystemExit.
func (p *pyExtractor) endsProcess(id fact.ID) bool {
	call := &p.file.Exprs[id]
	if call.Kind != fact.Call {
		return false
	}
	callee := &p.file.Exprs[p.file.Kids(call)[0]]
	switch callee.Kind {
	case fact.Name:
		return p.file.Text(callee) == "exit" || p.file.Text(callee) == "quit"
	case fact.Member:
		of := &p.file.Exprs[p.file.Kids(callee)[0]]
		return of.Kind == fact.Name &&
			(p.file.Text(of) == "sys" && p.file.Text(callee) == "exit" || p.file.Text(of) == "os" && p.file.Text(callee) == "_exit")
	}
	return false
}

func (p *pyExtractor) returnStatement(n parse.Node) {
	var value fact.ID
	if c := p.first(n); c != parse.None {
		value = p.value(c)
	} else {
		value = p.expr(fact.Null, n, "")
	}
	p.returns(value)
}

// returns notes that the current function returns or yields value.
func (p *pyExtractor) returns(value fact.ID) {
	if p.fn >= 0 {
		f := &p.file.Funcs[p.fn]
		f.Returns = append(f.Returns, fact.Return{Value: value, Block: p.block})
	}
}

func (p *pyExtractor) deleteStatement(n parse.Node) {
	at := p.span(n).End
	for c := p.first(n); c != parse.None; c = p.next(c) {
		p.forget(c, at)
	}
}

// forget unbinds the names in the operand of a del; what it takes from a dict is
// nothing from then on.
func (p *pyExtractor) forget(n parse.Node, at uint32) {
	n = p.unwrap(n)
	switch p.tree.Kind(n) {
	case "identifier":
		p.bindName(n, fact.Binding{Kind: fact.Opaque, At: at})
	case "expression_list", "tuple", "list":
		for c := p.first(n); c != parse.None; c = p.next(c) {
			if p.tree.Kind(c) == "identifier" {
				p.bindName(c, fact.Binding{Kind: fact.Opaque, At: at})
			} else {
				p.value(c)
			}
		}
	default:
		of := p.value(n)
		if p.file.Exprs[of].Kind == fact.Index { // behind an attribute there may be the class's
			p.store(of, p.expr(fact.Null, n, ""), at)
		}
	}
}

// typeAlias reads `type X = T`. The parser also takes `type(x).a = v` for one,
// which is read for what it holds.
func (p *pyExtractor) typeAlias(n parse.Node) {
	parts := p.parts(n)
	if len(parts) != 2 {
		p.values(n)
		return
	}
	name := p.typeNode(parts[0])
	if p.tree.Kind(name) != "identifier" {
		p.typeValue(parts[0])
		p.typeValue(parts[1])
		return
	}
	value := p.annotation(parts[1])
	p.bindName(name, fact.Binding{Kind: fact.Assign, Value: value, At: p.span(n).End})
}

// suite reads the statements of body as a block inside the current one. before
// runs first inside the block; it may be nil.
func (p *pyExtractor) suite(block fact.Block, body parse.Node, before func()) pyExit {
	if body != parse.None {
		block.Span = p.span(body)
	}
	leave := p.enter(block)
	defer leave()
	id := p.block
	if before != nil {
		before()
	}
	exit := pyStays
	if body != parse.None {
		exit = p.stmts(body)
	}
	p.file.Blocks[id].Exits = exit != pyStays
	return exit
}

// ifStatement reads if, elif and else as the arms of one group. Of an elif no
// single condition decides, nor of an else after one.
func (p *pyExtractor) ifStatement(n parse.Node) pyExit {
	cond := p.value(p.field(n, "condition"))
	elifs, exhaustive := 0, false
	for c := p.first(n); c != parse.None; c = p.next(c) {
		switch p.tree.Kind(c) {
		case "elif_clause":
			elifs++
		case "else_clause":
			exhaustive = true
		}
	}
	arm := fact.Block{Kind: fact.Arm, Group: p.newGroup(), Exhaustive: exhaustive}
	first := arm
	first.Cond = cond
	exit := p.suite(first, p.field(n, "consequence"), nil)
	for c := p.first(n); c != parse.None; c = p.next(c) {
		switch p.tree.Kind(c) {
		case "elif_clause":
			p.value(p.field(c, "condition"))
			exit = min(exit, p.suite(arm, p.field(c, "consequence"), nil))
			p.strays(c)
		case "else_clause":
			last := arm
			if elifs == 0 {
				last.Cond, last.Negated = cond, true
			}
			exit = min(exit, p.suite(last, p.field(c, "body"), nil))
			p.strays(c)
		}
	}
	p.strays(n)
	if !exhaustive {
		return pyStays
	}
	return exit
}

// strays reads the syntax errors directly under n, which stand beside the
// parts that n's own reader looks for.
func (p *pyExtractor) strays(n parse.Node) {
	if !p.tree.HasError(n) {
		return
	}
	for c := p.first(n); c != parse.None; c = p.next(c) {
		if p.tree.Kind(c) == "ERROR" {
			p.stmt(c)
		}
	}
}

// orElse reads the else of a loop, which a break skips.
func (p *pyExtractor) orElse(n parse.Node) {
	if c := p.field(n, "alternative"); c != parse.None {
		p.suite(fact.Block{Kind: fact.Arm, Group: p.newGroup()}, p.field(c, "body"), nil)
		p.strays(c)
	}
	p.strays(n)
}

func (p *pyExtractor) forStatement(n parse.Node) {
	right := p.field(n, "right")
	iterable := p.value(right)
	p.suite(fact.Block{Kind: fact.Loop}, p.field(n, "body"), func() {
		if left := p.field(n, "left"); left != parse.None {
			p.target(left, pyValue{id: p.element(left, iterable), at: p.span(left).End})
		}
	})
	p.orElse(n)
}

// element returns what the target of a loop over iterable takes.
func (p *pyExtractor) element(target parse.Node, iterable fact.ID) fact.ID {
	return p.expr(fact.Element, target, "", iterable)
}

func (p *pyExtractor) whileStatement(n parse.Node) {
	p.value(p.field(n, "condition"))
	p.suite(fact.Block{Kind: fact.Loop}, p.field(n, "body"), nil)
	p.orElse(n)
}

// tryStatement reads a try. Its handlers and its else are arms of one group:
// the else runs when no handler does.
func (p *pyExtractor) tryStatement(n parse.Node) pyExit {
	exit := p.suite(fact.Block{Kind: fact.Nested}, p.field(n, "body"), nil)
	handlers, final := pyJump, pyStays
	arm := fact.Block{Kind: fact.Arm, Group: p.newGroup()}
	for c := p.first(n); c != parse.None; c = p.next(c) {
		switch p.tree.Kind(c) {
		case "except_clause", "except_group_clause":
			handlers = min(handlers, p.handler(c, arm))
		case "else_clause":
			exit = max(exit, p.suite(arm, p.field(c, "body"), nil))
			p.strays(c)
		case "finally_clause":
			final = p.suite(fact.Block{Kind: fact.Nested}, p.child(c, "block"), nil)
			p.strays(c)
		}
	}
	p.strays(n)
	return max(final, min(exit, handlers))
}

// child returns n's last child of the given kind, or None.
func (p *pyExtractor) child(n parse.Node, kind string) parse.Node {
	found := parse.None
	for c := p.first(n); c != parse.None; c = p.next(c) {
		if p.tree.Kind(c) == kind {
			found = c
		}
	}
	return found
}

// handler reads `except E as e:`, in Python 2 also `except E, e:`.
func (p *pyExtractor) handler(n parse.Node, arm fact.Block) pyExit {
	body := p.child(n, "block")
	var names []parse.Node
	for c := p.first(n); c != parse.None && c != body; c = p.next(c) {
		switch {
		case p.tree.Kind(c) == "as_pattern":
			p.value(p.first(c))
			names = append(names, p.field(c, "alias"))
		case p.field(n, "alias") == c, p.tree.Kind(c) == "identifier" && p.first(n) != c:
			names = append(names, c)
		default:
			p.value(c)
		}
	}
	return p.suite(arm, body, func() {
		for _, name := range names {
			if name != parse.None {
				p.target(name, pyValue{opaque: true, at: p.span(name).End})
			}
		}
	})
}

// withStatement reads a with. Control may run on after a body that raises: the
// context may swallow the exception.
func (p *pyExtractor) withStatement(n parse.Node) pyExit {
	for c := p.first(n); c != parse.None; c = p.next(c) {
		if p.tree.Kind(c) == "with_clause" {
			for item := p.first(c); item != parse.None; item = p.next(item) {
				p.withItem(item)
			}
		}
	}
	exit := p.suite(fact.Block{Kind: fact.Nested}, p.field(n, "body"), nil)
	p.strays(n)
	if exit == pyRaise {
		return pyStays
	}
	return exit
}

func (p *pyExtractor) withItem(n parse.Node) {
	value := p.field(n, "value")
	if value == parse.None {
		p.stmt(n)
		return
	}
	p.value(value) // an as_pattern binds its target
	p.strays(n)
}

// asPattern reads `value as target`, which calls value's __enter__.
func (p *pyExtractor) asPattern(n parse.Node) fact.ID {
	value := p.value(p.first(n))
	if alias := p.field(n, "alias"); alias != parse.None {
		p.target(alias, pyValue{id: value, opaque: true, at: p.span(n).End})
	}
	return value
}
