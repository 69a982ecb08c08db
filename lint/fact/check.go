package fact

import (
	"errors"
	"fmt"

	"github.com/regionlint/regionlint/lint/source"
)

// Check returns how a file breaks what this package promises of any: indexes name
// what is there, nothing is a part of itself, spans lie in the source. Whoever follows
// facts that keep to that comes to an end.
func (f *File) Check() error {
	c := &checker{f: f, end: uint32(len(f.Source))}
	if len(f.Exprs) == 0 || len(f.Scopes) == 0 || len(f.Blocks) == 0 {
		return errors.New("reserved entries are missing")
	}
	for _, part := range []func(){
		c.file, c.exprs, c.scopes, c.blocks, c.functions, c.classes, c.bindings, c.imports, c.stores, c.places,
	} {
		if part(); c.err != nil {
			return c.err
		}
	}
	return nil
}

// A checker keeps the first thing that is wrong with a file.
type checker struct {
	f   *File
	end uint32 // of the source
	err error
}

// need notes what is wrong with the thing of that number unless all is well.
func (c *checker) need(ok bool, what string, i int) {
	if !ok && c.err == nil {
		c.err = fmt.Errorf("%s of number %d", what, i)
	}
}

func (c *checker) span(s source.Span, what string, i int) {
	c.need(s.Start <= s.End && s.End <= c.end, what, i)
}

// id takes no expression, too.
func (c *checker) id(id ID, what string, i int) {
	c.need(uint(id) < uint(len(c.f.Exprs)), what, i)
}

func (c *checker) ids(ids []ID, what string, i int) {
	for _, id := range ids {
		c.id(id, what, i)
	}
}

// at takes where something stands.
func (c *checker) at(s ScopeID, b BlockID, what string, i int) {
	c.need(uint(s) < uint(len(c.f.Scopes)) && uint(b) < uint(len(c.f.Blocks)), what, i)
}

// names reports whether a number is an index of a list of that length.
func names(n int32, length int) bool { return uint(n) < uint(length) }

func (c *checker) file() {
	f := c.f
	c.need(f.Lang >= Python && f.Lang <= Dotenv, "language", int(f.Lang))
	c.need(f.Newline == "\n" || f.Newline == "\r\n", "line ending", 0)
	c.need(f.Quote == '"' || f.Quote == '\'', "quote", int(f.Quote))
	c.need(f.Head.Comma <= c.end && f.Head.At <= c.end, "head", 0)
}

func (c *checker) exprs() {
	for i := range c.f.Exprs {
		e := &c.f.Exprs[i]
		c.need(e.Kind <= Element && e.Place <= Open, "kind", i)
		c.span(e.Span, "expression", i)
		c.span(e.Inner, "expression's inner", i)
		c.at(e.Scope, e.Block, "place of expression", i)
		c.text(e, i)
		c.kids(e, i)
		switch e.Kind {
		case FuncExpr:
			c.need(names(e.ref, len(c.f.Funcs)), "function of expression", i)
		case ClassExpr:
			c.need(names(e.ref, len(c.f.Classes)), "class of expression", i)
		}
	}
}

// text checks that there is the text that an expression has.
func (c *checker) text(e *Expr, i int) {
	if e.flags&isDecoded != 0 {
		c.need(names(e.ref, len(c.f.decoded)), "text of expression", i)
	}
	if c.err == nil && e.Kind == String {
		c.need(e.Span.Contains(e.Inner), "string", i)
		c.need(!e.Plain() || c.f.spells(e.Inner, c.f.Text(e)), "plain string", i)
	}
}

// arity are the least and the most number of kids that each kind has, -1 for any.
var arity = [...][2]int{
	Unknown: {0, -1}, String: {0, 0}, Concat: {0, -1}, Bool: {0, 0}, Number: {0, 0}, Null: {0, 0}, Name: {0, 0},
	Member: {1, 1}, Index: {2, 2}, Call: {1, -1}, Keyword: {1, 1}, Spread: {0, -1}, Object: {0, -1}, Entry: {2, 2},
	List: {0, -1}, Or: {2, -1}, Coalesce: {1, -1}, And: {2, -1}, Cond: {3, 3}, Not: {0, -1}, Compare: {2, 2},
	FuncExpr: {0, 0}, ClassExpr: {0, 0}, Comprehension: {2, -1}, Element: {1, 1},
}

// kids checks that an expression's kids came before it.
func (c *checker) kids(e *Expr, i int) {
	if e.few == many {
		from, n := int64(e.kids[0]), int64(e.kids[1])
		c.need(from >= 0 && n >= 0 && from+n <= int64(len(c.f.operands)), "operands of expression", i)
	} else {
		c.need(int(e.few) <= len(e.kids), "operands of expression", i)
	}
	if c.err != nil {
		return
	}
	kids := c.f.Kids(e)
	for _, kid := range kids {
		c.need(kid > 0 && int(kid) < i, "kid of expression", i)
	}
	if n := arity[e.Kind]; i > 0 {
		c.need(len(kids) >= n[0] && (n[1] < 0 || len(kids) <= n[1]), "number of kids of expression", i)
	}
}

func (c *checker) scopes() {
	for i, s := range c.f.Scopes {
		c.need(s.Parent >= 0 && int(s.Parent) < max(i, 1), "parent of scope", i)
		switch s.Kind {
		case ModuleScope, LexicalScope:
		case FuncScope:
			c.need(names(s.Ref, len(c.f.Funcs)) && c.f.Funcs[s.Ref].Scope == ScopeID(i), "function of scope", i)
		case ClassScope:
			c.need(names(s.Ref, len(c.f.Classes)) && c.f.Classes[s.Ref].Scope == ScopeID(i), "class of scope", i)
		default:
			c.need(false, "kind of scope", i)
		}
	}
}

func (c *checker) blocks() {
	for i := range c.f.Blocks {
		b := &c.f.Blocks[i]
		c.need(b.Kind <= Guarded, "kind of block", i)
		c.need(b.Parent >= 0 && int(b.Parent) < max(i, 1), "parent of block", i)
		c.span(b.Span, "block", i)
		c.id(b.Cond, "condition of block", i)
	}
}

func (c *checker) functions() {
	for i := range c.f.Funcs {
		fn := &c.f.Funcs[i]
		c.span(fn.Span, "function", i)
		c.at(fn.Scope, 0, "scope of function", i)
		c.need(fn.Class == -1 || names(fn.Class, len(c.f.Classes)), "class of function", i)
		c.ids(fn.Decorators, "decorators of function", i)
		for j := range fn.Params {
			p := &fn.Params[j]
			c.need(p.Kind <= KeywordRest, "kind of a parameter of function", i)
			c.span(p.Span, "parameter of function", i)
			c.id(p.Default, "parameter of function", i)
			c.id(p.Annotation, "parameter of function", i)
			c.ids(p.Decorators, "parameter of function", i)
		}
		for _, r := range fn.Returns {
			c.id(r.Value, "return of function", i)
			c.at(0, r.Block, "return of function", i)
		}
	}
}

func (c *checker) classes() {
	for i := range c.f.Classes {
		k := &c.f.Classes[i]
		c.span(k.Span, "class", i)
		c.at(k.Scope, 0, "scope of class", i)
		c.ids(k.Bases, "base of class", i)
		c.ids(k.Decorators, "decorators of class", i)
		for _, m := range k.Methods {
			c.need(names(m, len(c.f.Funcs)) && c.f.Funcs[m].Class == int32(i), "method of class", i)
		}
	}
}

func (c *checker) bindings() {
	for i := range c.f.Bindings {
		b := &c.f.Bindings[i]
		c.need(b.Kind <= Global, "kind of binding", i)
		c.span(b.Span, "binding", i)
		c.at(b.Scope, b.Block, "place of binding", i)
		c.id(b.Value, "value of binding", i)
		c.id(b.Annotation, "annotation of binding", i)
		c.need(b.At <= c.end && (b.isSpelled || names(b.name, len(c.f.decoded))), "name of binding", i)
		switch b.Kind {
		case BindFunc:
			c.need(names(b.Ref, len(c.f.Funcs)), "function of binding", i)
		case BindClass:
			c.need(names(b.Ref, len(c.f.Classes)), "class of binding", i)
		case BindImport:
			c.need(names(b.Ref, len(c.f.Imports)), "import of binding", i)
		case Assign, Augment, Declare, Opaque, Global: // of nothing
		}
	}
}

func (c *checker) imports() {
	for i := range c.f.Imports {
		im := &c.f.Imports[i]
		c.need(im.Level >= 0 && uint32(im.Level) <= c.end, "level of import", i)
		c.at(im.Scope, im.Block, "place of import", i)
		c.span(im.Span, "import", i)
		c.span(im.Lines, "lines of import", i)
	}
	for i, e := range c.f.Exports {
		c.id(e.Value, "export", i)
		c.need(e.From == -1 || names(e.From, len(c.f.Imports)), "import of export", i)
	}
}

func (c *checker) stores() {
	for i := range c.f.Stores {
		s := &c.f.Stores[i]
		c.id(s.Target, "target of store", i)
		c.id(s.Value, "value of store", i)
		c.at(s.Scope, s.Block, "place of store", i)
		c.need(s.At <= c.end, "store", i)
		if c.err == nil {
			kind := c.f.Exprs[s.Target].Kind
			c.need(kind == Member || kind == Index, "kind of the target of store", i)
		}
	}
}

// places checks what is about the text rather than about what it means.
func (c *checker) places() {
	for i := range c.f.slots {
		s := &c.f.slots[i]
		c.id(s.of, "slot", i)
		c.need(s.at <= c.end && s.comma <= c.end, "place of slot", i)
		c.need(names(s.before, len(c.f.decoded)) && names(s.after, len(c.f.decoded)), "text of slot", i)
	}
	for i, h := range c.f.Holes {
		c.span(h.Span, "hole", i)
		c.span(h.Outer, "hole", i)
	}
	for i, s := range c.f.Damaged {
		c.span(s, "syntax error", i)
	}
	for i, s := range c.f.Notes {
		c.span(s, "note", i)
	}
	for i := range c.f.Comments {
		c.span(c.f.Comments[i].Span, "comment", i)
		c.span(c.f.Comments[i].Removal, "comment", i)
	}
	for i := range c.f.Remarks {
		c.span(c.f.Remarks[i].Span, "remark", i)
		c.span(c.f.Remarks[i].About, "remark", i)
	}
	for i := range c.f.Dotenv {
		d := &c.f.Dotenv[i]
		for _, s := range []source.Span{d.NameSpan, d.ValueSpan, d.Span, d.Lines} {
			c.span(s, "definition", i)
		}
	}
}
