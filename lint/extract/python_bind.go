package extract

import (
	"strconv"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
)

// A pyValue is what an assignment's targets take.
type pyValue struct {
	id         fact.ID // 0 when it is not known
	annotation fact.ID
	at         uint32 // the end of the statement
	opaque     bool   // id is not the value itself, but where it comes from
}

// target gives a target its value: a binding for a name, a store for an
// attribute or an item, and either for each part of a tuple.
func (p *pyExtractor) target(n parse.Node, v pyValue) {
	if p.depth >= pyMaxDepth {
		return
	}
	p.depth++
	defer func() { p.depth-- }()
	n = p.unwrap(n)
	switch p.tree.Kind(n) {
	case "identifier":
		kind := fact.Assign
		if v.opaque {
			kind = fact.Opaque
		}
		p.bindName(n, fact.Binding{
			Kind: kind, Value: v.id, At: v.at, Annotation: v.annotation, Const: p.isFinal(v.annotation),
		})
	case "attribute", "subscript":
		target := p.value(n)
		if kind := p.file.Exprs[target].Kind; kind == fact.Member || kind == fact.Index {
			if v.opaque {
				v.id = 0
			}
			p.store(target, v.id, v.at)
		}
	case "pattern_list", "tuple_pattern", "list_pattern", "expression_list", "tuple", "list":
		p.unpack(n, v)
	case "as_pattern_target":
		p.target(p.first(n), v)
	case "list_splat_pattern", "list_splat":
		p.target(p.first(n), p.rest(n, v))
	default:
		p.value(n)
	}
}

// unpack gives each target in n its item of v. Items after a starred target
// count from the end, by negative indexes.
func (p *pyExtractor) unpack(n parse.Node, v pyValue) {
	parts := p.parts(n)
	fromEnd := false
	for i, c := range parts {
		kind := p.tree.Kind(c)
		if kind == "list_splat_pattern" || kind == "list_splat" {
			fromEnd = true
			p.target(c, v)
			continue
		}
		item := pyValue{at: v.at, opaque: v.opaque}
		if v.id != 0 && !v.opaque {
			if fromEnd {
				i -= len(parts)
			}
			item.id = p.item(c, v.id, p.expr(fact.Number, c, strconv.Itoa(i)))
		}
		p.target(c, item)
	}
}

// rest returns what a starred target takes of v: an unknown list out of it.
func (p *pyExtractor) rest(n parse.Node, v pyValue) pyValue {
	item := pyValue{at: v.at, opaque: v.opaque}
	if v.id != 0 && !v.opaque {
		item.id = p.expr(fact.Unknown, n, "", v.id)
	}
	return item
}

// item returns of[key], placed at n.
func (p *pyExtractor) item(n parse.Node, of, key fact.ID) fact.ID {
	return p.expr(fact.Index, n, "", of, key)
}

// assignment reads `a = b = v`, `a: T = v` and `a: T`.
func (p *pyExtractor) assignment(n parse.Node) {
	v := pyValue{at: p.span(n).End}
	var lefts []parse.Node
	var right parse.Node
	for {
		if left := p.field(n, "left"); left != parse.None {
			lefts = append(lefts, left)
		}
		p.strays(n)
		if t := p.field(n, "type"); t != parse.None {
			v.annotation = p.annotation(t)
		}
		right = p.field(n, "right")
		if p.tree.Kind(right) != "assignment" {
			break
		}
		n = right
	}
	switch {
	case right == parse.None:
		for _, left := range lefts {
			p.declaration(left, v)
		}
		return
	case p.tree.Kind(right) == "augmented_assignment":
		p.augmented(right)
	default:
		v.id = p.value(right)
	}
	for _, left := range lefts {
		p.target(left, v)
	}
}

// declaration reads the target of an annotation without a value. That of an
// attribute binds nothing.
func (p *pyExtractor) declaration(n parse.Node, v pyValue) {
	if n = p.unwrap(n); p.tree.Kind(n) != "identifier" {
		p.value(n)
		return
	}
	p.bindName(n, fact.Binding{
		Kind: fact.Declare, Annotation: v.annotation, At: v.at, Const: p.isFinal(v.annotation),
	})
}

// augmented reads `x += v`, which adds text, and `x |= v`, which merges dicts;
// what any other operator makes is unknown.
func (p *pyExtractor) augmented(n parse.Node) {
	left, right := p.unwrap(p.field(n, "left")), p.field(n, "right")
	value := p.value(right)
	p.strays(n)
	target := p.value(left)
	at := p.span(n).End
	var result fact.ID
	switch p.tree.Kind(p.field(n, "operator")) {
	case "+=":
		result = p.sum(n, []fact.ID{target, value})
	case "|=":
		result = p.merged(n, target, value)
	}
	if p.file.Exprs[result].Kind == fact.Unknown {
		result = 0
	}
	switch p.file.Exprs[target].Kind {
	case fact.Name:
		p.bindName(left, fact.Binding{Kind: fact.Augment, Value: result, At: at})
	case fact.Member, fact.Index:
		p.store(target, result, at)
		p.file.Stores[len(p.file.Stores)-1].Augment = true
	}
}

// namedExpression reads `name := value`, whose name lives in the function
// around any comprehension.
func (p *pyExtractor) namedExpression(n parse.Node) fact.ID {
	value := p.value(p.field(n, "value"))
	scope := p.scope
	defer func() { p.scope = scope }()
	for p.file.Scopes[p.scope].Kind == fact.LexicalScope {
		p.scope = p.file.Scopes[p.scope].Parent
	}
	at := p.span(n).End
	if p.walrusAt >= 0 {
		at = uint32(p.walrusAt)
	}
	if name := p.field(n, "name"); name != parse.None {
		p.bindName(name, fact.Binding{Kind: fact.Assign, Value: value, At: at})
	}
	return value
}

// early makes bindings by := hold from the start of n on until the returned
// function is called.
func (p *pyExtractor) early(n parse.Node) (restore func()) {
	outer := p.walrusAt
	if outer < 0 {
		p.walrusAt = int64(p.span(n).Start)
	}
	return func() { p.walrusAt = outer }
}

// importStatement reads every form of import.
func (p *pyExtractor) importStatement(n parse.Node) {
	base := fact.Import{Span: p.span(n), Scope: p.scope, Block: p.block}
	if lines, before, after := p.lines(base.Span); isBlank(before) && isBlankOrComment(after) {
		base.Lines = lines
	}
	from := p.tree.Kind(n) != "import_statement"
	if p.tree.Kind(n) == "future_import_statement" {
		base.Module = "__future__"
	}
	for c := p.first(n); c != parse.None; c = p.next(c) {
		switch {
		case p.tree.Field(c) == "module_name":
			base.Module, base.Level = p.moduleName(c)
		case p.tree.Kind(c) == "wildcard_import":
			star := base
			star.Name = "*"
			p.file.Imports = append(p.file.Imports, star)
		case p.tree.Field(c) != "name":
			p.stmt(c)
		case from:
			p.importName(c, base)
		default:
			p.importModule(c, base)
		}
	}
}

// moduleName returns the module that a from names and its leading dots.
func (p *pyExtractor) moduleName(n parse.Node) (module string, level int32) {
	if p.tree.Kind(n) == "dotted_name" {
		return p.dotted(n), 0
	}
	for c := p.first(n); c != parse.None; c = p.next(c) {
		if p.tree.Kind(c) == "dotted_name" {
			module = p.dotted(c)
		} else {
			level += int32(strings.Count(p.tree.Text(c), "."))
		}
	}
	return module, level
}

// importName reads one `name` or `name as local` of a from.
func (p *pyExtractor) importName(n parse.Node, base fact.Import) {
	local := n
	if p.tree.Kind(n) == "aliased_import" {
		n, local = p.field(n, "name"), p.field(n, "alias")
	}
	if n == parse.None || local == parse.None {
		return
	}
	base.Name, base.Local = p.dotted(n), p.tree.Text(local)
	p.bindImport(local, base)
}

// importModule reads one `a.b` or `a.b as local` of an import.
func (p *pyExtractor) importModule(n parse.Node, base fact.Import) {
	if p.tree.Kind(n) == "aliased_import" {
		name, alias := p.field(n, "name"), p.field(n, "alias")
		if name == parse.None || alias == parse.None {
			return
		}
		base.Module, base.Local = p.dotted(name), p.tree.Text(alias)
		p.bindImport(alias, base)
		return
	}
	root := p.first(n)
	if root == parse.None {
		return
	}
	whole := base
	whole.Module = p.dotted(n)
	base.Module = p.tree.Text(root)
	base.Local = base.Module
	p.bindImport(root, base)
	if whole.Module != base.Module {
		p.file.Imports = append(p.file.Imports, whole)
	}
}

// bindImport appends an import and binds its local name, which stands at n.
func (p *pyExtractor) bindImport(n parse.Node, v fact.Import) {
	p.file.Imports = append(p.file.Imports, v)
	p.bindName(n, fact.Binding{Kind: fact.BindImport, Ref: int32(len(p.file.Imports) - 1), At: v.Span.End})
	if v.Module == "typing" || v.Module == "typing_extensions" {
		if p.typing == nil {
			p.typing = map[string]string{}
		}
		p.typing[v.Local] = v.Name
	}
}
