package extract

import (
	"strconv"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
)

// decorated reads a definition with its decorators.
func (p *pyExtractor) decorated(n parse.Node) {
	var decorators []fact.ID
	for c := p.first(n); c != parse.None; c = p.next(c) {
		switch p.tree.Kind(c) {
		case "decorator":
			for d := p.first(c); d != parse.None; d = p.next(d) {
				if id := p.value(d); id != 0 {
					decorators = append(decorators, id)
				}
			}
		case "function_definition":
			p.function(c, decorators)
		case "class_definition":
			p.class(c, decorators)
		default:
			p.stmt(c)
		}
	}
}

// lastName returns the last name of a bare or dotted name or of the function
// that a call calls, and whether a dot precedes it.
func (p *pyExtractor) lastName(id fact.ID) (name string, dotted bool) {
	e := &p.file.Exprs[id]
	if e.Kind == fact.Call {
		e = &p.file.Exprs[p.file.Kids(e)[0]]
	}
	switch e.Kind {
	case fact.Name:
		return p.file.Text(e), false
	case fact.Member:
		return p.file.Text(e), true
	}
	return "", false
}

// function reads a def.
func (p *pyExtractor) function(n parse.Node, decorators []fact.ID) {
	f := fact.Func{Name: p.tree.Text(p.field(n, "name")), Class: -1, Decorators: decorators}
	accessor := false
	for _, d := range decorators {
		name, dotted := p.lastName(d)
		switch name {
		case "staticmethod":
			f.Static = true
		case "classmethod":
			f.ClassMeth = true
		case "property", "cached_property":
			f.Getter = true
		case "setter", "deleter":
			accessor = accessor || dotted
		}
	}
	f.Async = p.tree.Kind(p.tree.FirstChild(n)) == "async"
	if t := p.field(n, "return_type"); t != parse.None {
		p.annotation(t)
	}
	name := p.field(n, "name")
	body := p.field(n, "body")
	leave := p.define(n, f, p.field(n, "parameters"), body, func(ref int32) {
		// A setter leaves its name to the property that holds it already.
		if name != parse.None && !accessor {
			p.bindName(name, fact.Binding{Kind: fact.BindFunc, Ref: ref, At: p.span(n).End})
		}
	})
	defer leave()
	if body != parse.None {
		block := p.block
		p.file.Blocks[block].Exits = p.stmts(body) != pyStays
	}
	p.strays(n)
}

// define appends a function and enters its scope and body; the returned
// function goes back. bind is called in the outer scope with the function's
// index; it may be nil.
func (p *pyExtractor) define(n parse.Node, f fact.Func, params, body parse.Node, bind func(ref int32)) (leave func()) {
	f.Span = p.span(n)
	var unpacked []parse.Node
	if params != parse.None {
		f.Params, unpacked = p.params(params)
	}
	ref := int32(len(p.file.Funcs))
	if s := p.file.Scopes[p.scope]; s.Kind == fact.ClassScope && f.Name != "" {
		f.Class = s.Ref
		class := &p.file.Classes[s.Ref]
		class.Methods = append(class.Methods, ref)
	}
	p.file.Funcs = append(p.file.Funcs, f)
	if bind != nil {
		bind(ref)
	}
	closeScope := p.open(fact.FuncScope, ref)
	p.file.Funcs[ref].Scope = p.scope
	block := fact.Block{Kind: fact.Body, Span: f.Span}
	if body != parse.None {
		block.Span = p.span(body)
	}
	leaveBlock := p.enter(block)
	fn, walrusAt := p.fn, p.walrusAt
	p.fn, p.walrusAt = ref, -1
	for i, c := range unpacked {
		if c != parse.None {
			whole := p.expr(fact.Name, c, pyParamName(i))
			p.target(c, pyValue{id: whole, at: p.span(c).End})
		}
	}
	return func() {
		p.fn, p.walrusAt = fn, walrusAt
		leaveBlock()
		closeScope()
	}
}

// pyParamName names the parameter at position i that is a tuple (Python 2).
func pyParamName(i int) string { return "$" + strconv.Itoa(i) }

// params reads the formal parameters under n. unpacked holds, by position,
// those that are tuples, as far as there are any.
func (p *pyExtractor) params(n parse.Node) (params []fact.Param, unpacked []parse.Node) {
	kind := fact.Positional
	if n := p.count(n); n > 0 {
		params = make([]fact.Param, 0, n)
	}
	for c := p.first(n); c != parse.None; c = p.next(c) {
		param := fact.Param{Kind: kind, Span: p.span(c)}
		name := c
		switch p.tree.Kind(c) {
		case "keyword_separator":
			kind = fact.KeywordOnly
			continue
		case "positional_separator":
			continue
		case "identifier", "list_splat_pattern", "dictionary_splat_pattern", "tuple_pattern":
		case "default_parameter", "typed_default_parameter":
			name = p.field(c, "name")
			param.Default = p.value(p.field(c, "value"))
		case "typed_parameter":
			name = p.first(c)
		default:
			p.stmt(c)
			continue
		}
		if t := p.field(c, "type"); t != parse.None {
			param.Annotation = p.annotation(t)
		}
		tuple := parse.None
		switch p.tree.Kind(name) {
		case "list_splat_pattern":
			param.Kind, kind = fact.Rest, fact.KeywordOnly
			name = p.first(name)
		case "dictionary_splat_pattern":
			param.Kind = fact.KeywordRest
			name = p.first(name)
		case "tuple_pattern":
			tuple = name
		}
		param.Name = p.tree.Text(name)
		if tuple != parse.None {
			param.Name = pyParamName(len(params))
			for len(unpacked) < len(params) {
				unpacked = append(unpacked, parse.None)
			}
			unpacked = append(unpacked, tuple)
		}
		params = append(params, param)
	}
	return params, unpacked
}

// lambda reads a lambda, which returns its body.
func (p *pyExtractor) lambda(n parse.Node) fact.ID {
	body := p.field(n, "body")
	leave := p.define(n, fact.Func{Class: -1}, p.field(n, "parameters"), body, nil)
	ref := p.fn
	p.returns(p.value(body))
	p.file.Blocks[p.block].Exits = true
	leave()
	return p.add(fact.Draft{Kind: fact.FuncExpr, Span: p.span(n), Ref: ref})
}

// class reads a class. Its body runs where it stands, in a scope of its own.
func (p *pyExtractor) class(n parse.Node, decorators []fact.ID) {
	c := fact.Class{Name: p.tree.Text(p.field(n, "name")), Span: p.span(n), Decorators: decorators}
	if args := p.field(n, "superclasses"); args != parse.None {
		for a := p.first(args); a != parse.None; a = p.next(a) {
			if p.tree.Kind(a) == "keyword_argument" {
				p.value(p.field(a, "value"))
			} else if id := p.value(a); p.tree.Kind(a) != "ERROR" {
				c.Bases = append(c.Bases, id)
			}
		}
	}
	ref := int32(len(p.file.Classes))
	p.file.Classes = append(p.file.Classes, c)
	if name := p.field(n, "name"); name != parse.None {
		p.bindName(name, fact.Binding{Kind: fact.BindClass, Ref: ref, At: p.span(n).End})
	}
	closeScope := p.open(fact.ClassScope, ref)
	defer closeScope()
	p.file.Classes[ref].Scope = p.scope
	fn := p.fn
	p.fn = -1
	if body := p.field(n, "body"); body != parse.None {
		p.stmts(body)
	}
	p.strays(n)
	p.fn = fn
}
