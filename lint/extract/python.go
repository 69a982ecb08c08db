package extract

import (
	"cmp"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
)

// Python reduces a tree of the Python grammar to facts. It reads every
// statement, also inside syntax errors as far as the parser recognised them.
func Python(tree *parse.Tree, path string) *fact.File {
	p := &pyExtractor{builder: newBuilder(tree, path, fact.Python), fn: -1, walrusAt: -1, splat: parse.None}
	p.comments()
	p.remarks()
	p.file.Blocks[0].Exits = p.stmts(tree.Root()) != pyStays
	p.settle()
	p.settleQuote('"')
	p.head()
	p.sort()
	return p.seal()
}

// sort brings the facts into source order: a name comes before the names bound
// in its own value or body, and what a syntax error holds is read last.
func (p *pyExtractor) sort() {
	f := p.file
	slices.SortStableFunc(f.Bindings, func(a, b fact.Binding) int {
		return cmp.Compare(a.Span.Start, b.Span.Start)
	})
	slices.SortStableFunc(f.Stores, func(a, b fact.Store) int {
		return f.Exprs[a.Target].Span.Compare(f.Exprs[b.Target].Span)
	})
	byStart := func(a, b fact.Import) int { return cmp.Compare(a.Span.Start, b.Span.Start) }
	if slices.IsSortedFunc(f.Imports, byStart) {
		return
	}
	order := make([]int, len(f.Imports))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return byStart(f.Imports[a], f.Imports[b]) })
	imports, place := make([]fact.Import, len(order)), make([]int32, len(order))
	for i, from := range order {
		imports[i], place[from] = f.Imports[from], int32(i)
	}
	f.Imports = imports
	for i := range f.Bindings {
		if b := &f.Bindings[i]; b.Kind == fact.BindImport {
			b.Ref = place[b.Ref]
		}
	}
}

// pyMaxDepth bounds the nesting that is followed; what is deeper is Unknown.
// Source written by people stays below 100.
const pyMaxDepth = 1000

// A pyExtractor walks one Python tree.
type pyExtractor struct {
	*builder
	depth int
	fn    int32 // index of the innermost function, or -1
	// walrusAt, unless it is -1, is where bindings by := hold from: within a
	// comprehension or a conditional expression they serve text before them.
	walrusAt int64
	around   string // the quotes that would end one of the strings around
	// splat is the splat that splatted reads, or None.
	splat parse.Node
	// typing maps local names to what they are of module typing: "" for the
	// module itself.
	typing map[string]string
	// declared holds the names that `global` (true) or `nonlocal` (false)
	// moves out of a scope.
	declared map[pyName]bool
}

// A pyName is a name in a scope.
type pyName struct {
	scope fact.ScopeID
	name  string
}

// pyExit says how control leaves a statement, from weak to strong.
type pyExit uint8

const (
	pyStays pyExit = iota // it may run on into the next statement
	pyRaise               // by an exception, which an enclosing with may swallow
	pyJump                // by return, break or continue
)

// part returns n or the first sibling after it that is syntax: named and no
// comment.
func (p *pyExtractor) part(n parse.Node) parse.Node {
	for n != parse.None {
		if p.tree.Named(n) {
			if kind := p.tree.Kind(n); kind != "comment" && kind != "line_continuation" {
				break
			}
		}
		n = p.tree.NextSibling(n)
	}
	return n
}

// first returns n's first part, or None.
func (p *pyExtractor) first(n parse.Node) parse.Node { return p.part(p.tree.FirstChild(n)) }

// next returns the part after n under the same parent, or None.
func (p *pyExtractor) next(n parse.Node) parse.Node {
	if n == parse.None {
		return parse.None
	}
	return p.part(p.tree.NextSibling(n))
}

// count returns the number of n's parts.
func (p *pyExtractor) count(n parse.Node) int {
	count := 0
	for c := p.first(n); c != parse.None; c = p.next(c) {
		count++
	}
	return count
}

// parts returns n's parts.
func (p *pyExtractor) parts(n parse.Node) []parse.Node {
	var parts []parse.Node
	for c := p.first(n); c != parse.None; c = p.next(c) {
		parts = append(parts, c)
	}
	return parts
}

// field returns n's child in the named field, or None.
func (p *pyExtractor) field(n parse.Node, name string) parse.Node {
	if n == parse.None {
		return parse.None
	}
	return p.tree.ChildByField(n, name)
}

// dotted returns the identifiers of a dotted name, joined by dots; the source
// may have white space between them.
func (p *pyExtractor) dotted(n parse.Node) string {
	var names []string
	for c := p.first(n); c != parse.None; c = p.next(c) {
		names = append(names, p.tree.Text(c))
	}
	return strings.Join(names, ".")
}

// bindName binds the identifier n in the current scope and block.
func (p *pyExtractor) bindName(n parse.Node, v fact.Binding) {
	v.Span = p.span(n)
	if name := p.tree.Text(n); name != "" { // the parser made it up
		p.bind(name, v)
	}
}

// declare notes that names are those of an outer scope.
func (p *pyExtractor) declare(n parse.Node, global bool) {
	if p.scope == 0 {
		return
	}
	if p.declared == nil {
		p.declared = map[pyName]bool{}
	}
	at := p.span(n).End
	for c := p.first(n); c != parse.None; c = p.next(c) {
		p.declared[pyName{p.scope, p.tree.Text(c)}] = global
		p.bindName(c, fact.Binding{Kind: fact.Global, At: at})
	}
}

// settle says of each global and nonlocal name, in its binding's Ref, in which
// scope it lives. That is known last: an outer function may bind its name after
// the inner one.
func (p *pyExtractor) settle() {
	if len(p.declared) == 0 {
		return
	}
	bound := map[pyName]bool{}
	for i := range p.file.Bindings {
		b := &p.file.Bindings[i]
		bound[pyName{b.Scope, p.file.NameOf(b)}] = true
	}
	for _, f := range p.file.Funcs {
		for _, param := range f.Params {
			bound[pyName{f.Scope, param.Name}] = true
		}
	}
	for i := range p.file.Bindings {
		if b := &p.file.Bindings[i]; b.Kind == fact.Global {
			b.Ref = int32(p.home(b.Scope, p.file.NameOf(b), bound))
		}
	}
}

// home returns the scope in which a name that scope declares global or
// nonlocal lives: the module, or the nearest function around scope that binds
// it, scope itself when there is none.
func (p *pyExtractor) home(scope fact.ScopeID, name string, bound map[pyName]bool) fact.ScopeID {
	for s := scope; s != 0; s = p.file.Scopes[s].Parent {
		if p.file.Scopes[s].Kind != fact.FuncScope {
			continue
		}
		global, declared := p.declared[pyName{s, name}]
		switch {
		case declared && global:
			return 0
		case !declared && bound[pyName{s, name}]:
			return s
		}
	}
	return scope
}
