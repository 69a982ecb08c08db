package extract

import (
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
)

// value reads one expression and returns it; 0 for None.
func (p *pyExtractor) value(n parse.Node) fact.ID {
	if n == parse.None {
		return 0
	}
	if p.depth >= pyMaxDepth {
		return p.expr(fact.Unknown, n, "")
	}
	p.depth++
	defer func() { p.depth-- }()
	if splat := p.splatIn(n); splat != parse.None && splat != p.splat {
		return p.splatted(n, splat)
	}
	return p.reduce(n)
}

// splatIn returns the splat that n starts with, or None. In sets, subscripts
// and tuples without parentheses the parser takes *a.b for (*a).b.
func (p *pyExtractor) splatIn(n parse.Node) parse.Node {
	start := p.span(n).Start
	if int(start) >= len(p.tree.Source) || p.tree.Source[start] != '*' {
		return parse.None
	}
	c := n
	for range pyMaxDepth {
		switch p.tree.Kind(c) {
		case "attribute", "call", "subscript", "binary_operator", "boolean_operator",
			"comparison_operator", "conditional_expression":
		case "list_splat":
			if c != n {
				return c
			}
			return parse.None
		default:
			return parse.None
		}
		c = p.first(c)
	}
	return parse.None
}

// splatted reads n as the splat of what follows the star of splat, with which
// n starts.
func (p *pyExtractor) splatted(n, splat parse.Node) fact.ID {
	outer := p.splat
	p.splat = splat
	from := len(p.file.Exprs)
	id := p.reduce(n)
	p.splat = outer
	star := p.span(n).Start
	for i := range p.file.Exprs[from:] {
		if e := &p.file.Exprs[from+i]; e.Span.Start == star {
			e.Span.Start = p.span(p.first(splat)).Start
		}
	}
	return p.expr(fact.Spread, n, "*", id)
}

// values reads the parts of n for what they hold, and returns them.
func (p *pyExtractor) values(n parse.Node) []fact.ID {
	var ids []fact.ID
	for c := p.first(n); c != parse.None; c = p.next(c) {
		if id := p.operand(c); id != 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

// operand reads a part of something broken or not reduced: an expression, or
// 0 for a statement, which is read for its own sake.
func (p *pyExtractor) operand(n parse.Node) fact.ID {
	if isPyStatement(p.tree.Kind(n)) {
		p.stmt(n)
		return 0
	}
	return p.value(n)
}

// isPyStatement reports whether the parser calls a statement kind.
func isPyStatement(kind string) bool {
	switch kind {
	case "block", "assignment", "augmented_assignment", "function_definition", "class_definition",
		"decorated_definition", "expression_statement", "return_statement", "delete_statement",
		"raise_statement", "import_statement", "future_import_statement", "import_from_statement",
		"assert_statement", "print_statement", "exec_statement", "global_statement",
		"nonlocal_statement", "if_statement", "for_statement", "while_statement", "try_statement",
		"with_statement", "match_statement", "type_alias_statement":
		return true
	}
	return false
}

// unwrap returns what parentheses around n enclose.
func (p *pyExtractor) unwrap(n parse.Node) parse.Node {
	for p.tree.Kind(n) == "parenthesized_expression" && !p.tree.HasError(n) {
		inner := p.first(n)
		if inner == parse.None {
			break
		}
		n = inner
	}
	return n
}

// unknown returns an expression that is not reduced, with its parts.
func (p *pyExtractor) unknown(n parse.Node) fact.ID {
	return p.expr(fact.Unknown, n, "", p.values(n)...)
}

// reduce reads n by its kind.
func (p *pyExtractor) reduce(n parse.Node) fact.ID {
	switch kind := p.tree.Kind(n); kind {
	case "identifier", "true", "false", "none", "integer", "float", "ellipsis":
		return p.atom(n, kind)
	case "attribute":
		return p.member(n)
	case "call":
		return p.call(n)
	case "string", "concatenated_string":
		return p.text(n)
	case "keyword_argument":
		return p.keyword(n)
	case "binary_operator":
		return p.binary(n)
	case "dotted_name":
		return p.dottedValue(n)
	case "subscript":
		return p.subscript(n)
	case "lambda":
		return p.lambda(n)
	case "await", "as_pattern_target":
		return p.sole(n)
	case "parenthesized_expression":
		return p.sole(p.unwrap(n))
	case "yield":
		return p.yield(n)
	case "named_expression":
		return p.namedExpression(n)
	case "as_pattern":
		return p.asPattern(n)
	case "type":
		return p.annotation(n)
	default:
		return p.compound(n, kind)
	}
}

// compound reads displays, operators and comprehensions.
func (p *pyExtractor) compound(n parse.Node, kind string) fact.ID {
	switch kind {
	case "list", "tuple", "set", "expression_list", "pattern_list", "list_pattern", "tuple_pattern":
		return p.expr(fact.List, n, "", p.values(n)...)
	case "dictionary":
		return p.expr(fact.Object, n, "", p.values(n)...)
	case "pair":
		return p.pair(n)
	case "list_splat", "list_splat_pattern":
		if inner := p.first(n); n == p.splat && inner != parse.None {
			return p.value(inner)
		}
		return p.expr(fact.Spread, n, "*", p.values(n)...)
	case "dictionary_splat", "dictionary_splat_pattern":
		return p.expr(fact.Spread, n, "**", p.values(n)...)
	case "boolean_operator":
		return p.boolean(n)
	case "not_operator":
		return p.expr(fact.Not, n, "", p.values(n)...)
	case "comparison_operator":
		return p.comparison(n)
	case "conditional_expression":
		return p.conditional(n)
	case "unary_operator":
		return p.unary(n)
	case "list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression":
		return p.comprehension(n)
	default:
		return p.unknown(n)
	}
}

// atom reads an expression of one token; one that the parser made up is
// unknown.
func (p *pyExtractor) atom(n parse.Node, kind string) fact.ID {
	span := p.span(n)
	switch {
	case span.Len() == 0 || kind == "ellipsis":
		return p.expr(fact.Unknown, n, "")
	case kind == "identifier":
		return p.expr(fact.Name, n, p.tree.Text(n))
	case kind == "none":
		return p.expr(fact.Null, n, "")
	case kind == "true", kind == "false":
		return p.expr(fact.Bool, n, kind)
	}
	return p.expr(fact.Number, n, p.tree.Text(n))
}

// sole returns the only part of n, without a trace of n itself.
func (p *pyExtractor) sole(n parse.Node) fact.ID {
	switch p.tree.Kind(n) {
	case "await", "parenthesized_expression", "as_pattern_target":
	default:
		return p.value(n)
	}
	inner := p.first(n)
	if inner == parse.None || p.next(inner) != parse.None {
		return p.unknown(n)
	}
	return p.value(inner)
}

func (p *pyExtractor) member(n parse.Node) fact.ID {
	object, name := p.field(n, "object"), p.field(n, "attribute")
	if object == parse.None || name == parse.None {
		return p.unknown(n)
	}
	of := p.value(object)
	p.strays(n)
	return p.add(fact.Draft{
		Kind: fact.Member, Span: p.span(n), Inner: p.span(name), Text: p.tree.Text(name), Kids: []fact.ID{of},
	})
}

// dottedValue reads a dotted name as the expression that it is.
func (p *pyExtractor) dottedValue(n parse.Node) fact.ID {
	var id fact.ID
	for c := p.first(n); c != parse.None; c = p.next(c) {
		if id == 0 {
			id = p.value(c)
			continue
		}
		span := p.span(c)
		whole := p.file.Exprs[id].Span
		whole.End = span.End
		id = p.add(fact.Draft{
			Kind: fact.Member, Span: whole, Inner: span, Text: p.tree.Text(c), Kids: []fact.ID{id},
		})
	}
	if id == 0 {
		return p.expr(fact.Unknown, n, "")
	}
	return id
}

// subscript reads v[k]; v[a, b] has a tuple for its key, and a slice is
// unknown.
func (p *pyExtractor) subscript(n parse.Node) fact.ID {
	object := p.field(n, "value")
	var keys []parse.Node
	for c := p.first(n); c != parse.None; c = p.next(c) {
		if p.tree.Field(c) != "subscript" {
			continue
		}
		if p.tree.Kind(c) == "slice" {
			return p.unknown(n)
		}
		keys = append(keys, c)
	}
	if object == parse.None || len(keys) == 0 {
		return p.unknown(n)
	}
	of := p.value(object)
	p.strays(n)
	if len(keys) == 1 {
		return p.item(n, of, p.value(keys[0]))
	}
	return p.item(n, of, p.tuple(keys, p.value))
}

// tuple returns a list of the given nodes, each read by read.
func (p *pyExtractor) tuple(nodes []parse.Node, read func(parse.Node) fact.ID) fact.ID {
	ids := make([]fact.ID, 0, len(nodes))
	for _, n := range nodes {
		ids = append(ids, read(n))
	}
	span := p.span(nodes[0])
	span.End = p.span(nodes[len(nodes)-1]).End
	return p.add(fact.Draft{Kind: fact.List, Span: span, Kids: ids})
}

func (p *pyExtractor) keyword(n parse.Node) fact.ID {
	name, value := p.field(n, "name"), p.field(n, "value")
	if name == parse.None || value == parse.None {
		return p.unknown(n)
	}
	id := p.value(value)
	p.strays(n)
	return p.add(fact.Draft{
		Kind: fact.Keyword, Span: p.span(n), Inner: p.span(name), Text: p.tree.Text(name), Kids: []fact.ID{id},
	})
}

func (p *pyExtractor) pair(n parse.Node) fact.ID {
	key, value := p.field(n, "key"), p.field(n, "value")
	if key == parse.None || value == parse.None {
		return p.unknown(n)
	}
	k, v := p.value(key), p.value(value)
	p.strays(n)
	return p.expr(fact.Entry, n, "", k, v)
}

// call reads f(...). Text formatting and typing.cast leave no call.
func (p *pyExtractor) call(n parse.Node) fact.ID {
	callee, args := p.field(n, "function"), p.field(n, "arguments")
	if callee == parse.None || args == parse.None {
		return p.unknown(n)
	}
	if kids, ok := p.format(n, nil); ok {
		return p.concat(n, kids)
	}
	if value := p.castValue(callee, args); value != parse.None {
		return p.value(value)
	}
	kids := []fact.ID{p.value(callee)}
	p.strays(n)
	if p.tree.Kind(args) != "argument_list" {
		return p.expr(fact.Call, n, "", append(kids, p.value(args))...)
	}
	id := p.expr(fact.Call, n, "", append(kids, p.values(args)...)...)
	p.slot(id, args)
	return id
}

// castValue returns the second argument of a call to typing.cast, or None.
func (p *pyExtractor) castValue(callee, args parse.Node) parse.Node {
	if p.typing == nil || p.tree.Kind(args) != "argument_list" || p.tree.HasError(args) {
		return parse.None
	}
	want := "cast"
	if p.tree.Kind(callee) == "attribute" {
		if p.tree.Text(p.field(callee, "attribute")) != "cast" {
			return parse.None
		}
		callee, want = p.field(callee, "object"), ""
	}
	if p.tree.Kind(callee) != "identifier" {
		return parse.None
	}
	if name, ok := p.typing[p.tree.Text(callee)]; !ok || name != want {
		return parse.None
	}
	first := p.first(args)
	value := p.next(first)
	if value == parse.None || p.next(value) != parse.None || p.tree.Kind(value) == "keyword_argument" {
		return parse.None
	}
	return value
}

// boolean reads `a and b and c` as one expression. What follows the first
// operand is evaluated only sometimes; of the second, the first decides.
func (p *pyExtractor) boolean(n parse.Node) fact.ID {
	op := p.tree.Kind(p.field(n, "operator"))
	var operands []parse.Node
	left := n
	for p.tree.Kind(left) == "boolean_operator" && p.tree.Kind(p.field(left, "operator")) == op {
		right := p.field(left, "right")
		if right == parse.None || p.field(left, "left") == parse.None {
			return p.unknown(n)
		}
		operands = append(operands, right)
		p.strays(left)
		left = p.field(left, "left")
	}
	operands = append(operands, left)
	slices.Reverse(operands)
	kids := make([]fact.ID, 0, len(operands))
	for i, operand := range operands {
		if i == 0 {
			kids = append(kids, p.value(operand))
			continue
		}
		guard := fact.Block{Kind: fact.Guarded, Span: p.span(operand)}
		if i == 1 {
			guard.Cond, guard.Negated = kids[0], op == "or"
		}
		leave := p.enter(guard)
		kids = append(kids, p.value(operand))
		leave()
	}
	kind := fact.And
	if op == "or" {
		kind = fact.Or
	}
	return p.expr(kind, n, "", kids...)
}

func (p *pyExtractor) comparison(n parse.Node) fact.ID {
	op := p.field(n, "operators")
	kids := p.values(n)
	if len(kids) == 2 && !p.tree.HasError(n) {
		switch kind := p.tree.Kind(op); kind {
		case "==", "!=", "is", "is not", "in", "not in":
			return p.expr(fact.Compare, n, kind, kids...)
		}
	}
	return p.expr(fact.Unknown, n, "", kids...)
}

func (p *pyExtractor) conditional(n parse.Node) fact.ID {
	parts := p.parts(n)
	if len(parts) != 3 {
		return p.unknown(n)
	}
	restore := p.early(n)
	cond := p.value(parts[1])
	restore()
	arm := fact.Block{Kind: fact.Arm, Group: p.newGroup(), Exhaustive: true, Cond: cond}
	read := func(n parse.Node) fact.ID {
		arm.Span = p.span(n)
		leave := p.enter(arm)
		defer leave()
		return p.value(n)
	}
	yes := read(parts[0])
	arm.Negated = true
	no := read(parts[2])
	return p.expr(fact.Cond, n, "", cond, yes, no)
}

// unary reads -1 and +1 as numbers.
func (p *pyExtractor) unary(n parse.Node) fact.ID {
	arg := p.field(n, "argument")
	op := p.tree.Kind(p.field(n, "operator"))
	if kind := p.tree.Kind(arg); (kind == "integer" || kind == "float") && op != "~" {
		text := p.tree.Text(arg)
		if op == "-" {
			text = "-" + text
		}
		return p.expr(fact.Number, n, text)
	}
	return p.unknown(n)
}

// yield notes what the function yields; what is sent back is unknown.
func (p *pyExtractor) yield(n parse.Node) fact.ID {
	if p.fn >= 0 {
		p.file.Funcs[p.fn].Generator = true
	}
	if c := p.first(n); c != parse.None {
		value := p.value(c)
		if p.tree.Kind(p.tree.NextSibling(p.tree.FirstChild(n))) == "from" {
			value = p.element(n, value)
		}
		p.returns(value)
	} else {
		p.returns(p.expr(fact.Null, n, ""))
	}
	return p.expr(fact.Unknown, n, "")
}

// comprehension reads a comprehension or generator. Its targets live in a
// scope of its own and hold from its start on; the first iterable is read
// outside.
func (p *pyExtractor) comprehension(n parse.Node) fact.ID {
	defer p.early(n)()
	start := p.span(n).Start
	kids := []fact.ID{0}
	entered := false
	for c := p.first(n); c != parse.None; c = p.next(c) {
		switch p.tree.Kind(c) {
		case "for_in_clause":
			iterable := p.iterable(c)
			if !entered {
				entered = true
				defer p.open(fact.LexicalScope, -1)()                         //nolint:gocritic // once, and until the end
				defer p.enter(fact.Block{Kind: fact.Loop, Span: p.span(n)})() //nolint:gocritic // once, and until the end
			}
			kids = append(kids, iterable)
			if left := p.field(c, "left"); left != parse.None {
				p.target(left, pyValue{id: p.element(left, iterable), at: start})
			}
			p.strays(c)
		case "if_clause":
			kids = append(kids, p.values(c)...)
		}
	}
	body := p.field(n, "body")
	if !entered || body == parse.None {
		return p.unknown(n)
	}
	kids[0] = p.value(body)
	p.strays(n)
	// The whole stands outside of its own scope and block.
	id := p.expr(fact.Comprehension, n, "", kids...)
	whole := &p.file.Exprs[id]
	whole.Scope = p.file.Scopes[p.scope].Parent
	whole.Block = p.file.Blocks[p.block].Parent
	return id
}

// iterable returns what a for clause goes through; Python 2 allowed a tuple
// without parentheses.
func (p *pyExtractor) iterable(n parse.Node) fact.ID {
	var rights []parse.Node
	for c := p.first(n); c != parse.None; c = p.next(c) {
		if p.tree.Field(c) == "right" {
			rights = append(rights, c)
		}
	}
	switch len(rights) {
	case 0:
		return p.expr(fact.Unknown, n, "")
	case 1:
		return p.value(rights[0])
	}
	return p.tuple(rights, p.value)
}
