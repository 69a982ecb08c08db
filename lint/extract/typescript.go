package extract

import (
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// tsMaxDepth bounds the nesting that is followed, so that no input can exhaust
// the stack. Chains that real sources make long (a + b + …, a.b().c()…, else
// if …) are followed by loops and do not count.
const tsMaxDepth = 1000

// A tsExtractor walks one TypeScript or JavaScript tree.
type tsExtractor struct {
	*builder
	depth int
	fn    int32        // the innermost function, -1 outside of all
	hoist fact.ScopeID // where a var declaration binds
	temps int          // names made up for values without one
	// names collects the exported names of the innermost namespace; it is nil
	// outside of all, where exports are the file's.
	names *[]tsExported
	// assigned holds the indexes of the bindings that assign to a name which
	// is declared elsewhere.
	assigned []int
}

// TypeScript returns the facts of a TypeScript or JavaScript file. The tree
// may come from either of the grammar's two dialects.
func TypeScript(tree *parse.Tree, path string) *fact.File {
	e := &tsExtractor{builder: newBuilder(tree, path, fact.TypeScript), fn: -1}
	e.file.Blocks[0].Exits = e.body(tree.Root()) != tsPasses
	e.placeAssigned()
	e.settleQuote('"')
	slices.SortStableFunc(e.file.Bindings, func(a, b fact.Binding) int { return a.Span.Compare(b.Span) })
	slices.SortStableFunc(e.file.Stores, func(a, b fact.Store) int {
		return e.file.Exprs[a.Target].Span.Compare(e.file.Exprs[b.Target].Span)
	})
	e.comments()
	e.remarks()
	return e.seal()
}

// placeAssigned moves every plain assignment to the scope that declares its
// name, which may do so after it. A name that no scope declares is a global
// and goes to the module's.
func (e *tsExtractor) placeAssigned() {
	if len(e.assigned) == 0 {
		return
	}
	type place struct {
		scope fact.ScopeID
		name  string
	}
	wanted := map[string]bool{}
	open := make(map[int]bool, len(e.assigned))
	for _, i := range e.assigned {
		wanted[e.file.NameOf(&e.file.Bindings[i])] = true
		open[i] = true
	}
	declared := map[place]bool{}
	for i := range e.file.Bindings {
		b := &e.file.Bindings[i]
		if name := e.file.NameOf(b); wanted[name] && !open[i] && e.file.Scopes[b.Scope].Kind != fact.ClassScope {
			declared[place{b.Scope, name}] = true
		}
	}
	for _, f := range e.file.Funcs {
		for _, p := range f.Params {
			if wanted[p.Name] {
				declared[place{f.Scope, p.Name}] = true
			}
		}
	}
	for _, i := range e.assigned {
		b := &e.file.Bindings[i]
		for b.Scope != 0 && !declared[place{b.Scope, e.file.NameOf(b)}] {
			b.Scope = e.file.Scopes[b.Scope].Parent
		}
	}
}

// deeper counts one level of nesting and reports whether it may be followed;
// if so, the caller has to call e.shallower in the end.
func (e *tsExtractor) deeper() bool {
	if e.depth >= tsMaxDepth {
		return false
	}
	e.depth++
	return true
}

func (e *tsExtractor) shallower() { e.depth-- }

// kind returns n's grammar symbol, "" for None.
func (e *tsExtractor) kind(n parse.Node) string { return e.tree.Kind(n) }

// field returns n's first child in the named field, or None.
func (e *tsExtractor) field(n parse.Node, name string) parse.Node {
	return e.tree.ChildByField(n, name)
}

// extent returns the bytes that n covers, those of outer for None.
func (e *tsExtractor) extent(n, outer parse.Node) source.Span {
	if n == parse.None {
		n = outer
	}
	return e.span(n)
}

// has reports whether the keyword or punctuation mark is a child of n.
func (e *tsExtractor) has(n parse.Node, token string) bool {
	return e.token(n, token) != parse.None
}

// token returns n's first child that is the keyword or punctuation mark, or
// None.
func (e *tsExtractor) token(n parse.Node, token string) parse.Node {
	for c := range e.tree.Children(n) {
		if !e.tree.Named(c) && e.kind(c) == token {
			return c
		}
	}
	return parse.None
}

// inner returns n's first named child that is no comment, or None.
func (e *tsExtractor) inner(n parse.Node) parse.Node {
	for c := range e.tree.NamedChildren(n) {
		if !e.skipped(c) {
			return c
		}
	}
	return parse.None
}

// skipped reports whether n is nothing that the program does.
func (e *tsExtractor) skipped(n parse.Node) bool {
	switch e.kind(n) {
	case "comment", "html_comment", "hash_bang_line", "empty_statement":
		return true
	}
	return false
}

// operands yields n's named children that are operands: comments are left
// out, and so are syntax errors, whose parts are only kept findable.
func (e *tsExtractor) operands(n parse.Node) []parse.Node {
	var list []parse.Node
	for c := range e.tree.NamedChildren(n) {
		switch {
		case e.skipped(c):
		case e.kind(c) == "ERROR":
			e.statement(c)
		default:
			list = append(list, c)
		}
	}
	return list
}
