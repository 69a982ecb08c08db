package extract

import (
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// A tsExported is a name that a namespace exports.
type tsExported struct{ public, local string }

// importStatement walks an import.
func (e *tsExtractor) importStatement(n parse.Node) {
	base := fact.Import{
		Module: e.module(n), Scope: e.scope, Block: e.block, Span: e.span(n),
		TypeOnly: e.has(n, "type") || e.has(n, "typeof"),
	}
	named := false
	for c := range e.tree.NamedChildren(n) {
		switch e.kind(c) {
		case "import_clause":
			e.importClause(c, base)
			named = true
		case "import_require_clause":
			base.Module = e.module(c)
			e.imported(base, e.inner(c))
			named = true
		}
	}
	if !named {
		e.file.Imports = append(e.file.Imports, base)
	}
}

// module returns the name of the module that n takes from.
func (e *tsExtractor) module(n parse.Node) string {
	if text := e.field(n, "source"); text != parse.None {
		e.countQuote(e.quoted(text).Start)
		return e.staticName(text)
	}
	return ""
}

// importClause walks what an import takes.
func (e *tsExtractor) importClause(n parse.Node, base fact.Import) {
	for _, c := range e.operands(n) {
		entry := base
		switch e.kind(c) {
		case "identifier":
			entry.Name = "default"
			e.imported(entry, c)
		case "namespace_import":
			e.imported(entry, e.inner(c))
		case "named_imports":
			for _, s := range e.operands(c) {
				e.importSpecifier(s, base)
			}
		}
	}
}

// importSpecifier walks one name of an import in braces.
func (e *tsExtractor) importSpecifier(n parse.Node, entry fact.Import) {
	name, local := e.field(n, "name"), e.field(n, "alias")
	if name == parse.None {
		return
	}
	if local == parse.None {
		local = name
	}
	entry.Name = e.staticName(name)
	entry.TypeOnly = entry.TypeOnly || e.has(n, "type")
	e.imported(entry, local)
}

// imported notes an import that binds local. Imports are done before anything
// else in the file.
func (e *tsExtractor) imported(entry fact.Import, local parse.Node) {
	if local == parse.None {
		return
	}
	entry.Local = e.tree.Text(local)
	e.file.Imports = append(e.file.Imports, entry)
	e.bind(entry.Local, fact.Binding{
		Kind: fact.BindImport, Const: true, Span: e.span(local), Ref: int32(len(e.file.Imports) - 1),
	})
}

// importAlias walks `import a = b.c`.
func (e *tsExtractor) importAlias(n parse.Node) {
	operands := e.operands(n)
	if len(operands) < 2 {
		return
	}
	e.bind(e.tree.Text(operands[0]), fact.Binding{
		Kind: fact.Assign, Const: true, Span: e.span(operands[0]),
		Value: e.qualified(operands[1]), At: e.span(n).End,
	})
}

// exportStatement walks an export of any form.
func (e *tsExtractor) exportStatement(n parse.Node) {
	switch {
	case e.field(n, "source") != parse.None:
		e.reExport(n)
	case e.field(n, "declaration") != parse.None:
		e.exportDeclaration(n, e.field(n, "declaration"))
	case e.field(n, "value") != parse.None:
		value := e.value(e.field(n, "value"))
		e.export("default", value)
	case e.has(n, "="):
		e.exportAssignment(n)
	case e.has(n, "as"): // export as namespace X: for scripts that have no modules
	default:
		e.exportClause(n)
	}
	for c := range e.tree.NamedChildren(n) {
		if e.kind(c) == "ERROR" {
			e.statement(c)
		}
	}
}

// export makes value visible to other modules.
func (e *tsExtractor) export(name string, value fact.ID) {
	e.file.Exports = append(e.file.Exports, fact.Export{Name: name, Value: value, From: -1})
}

// exportAssignment walks `export = v`, which is what TypeScript calls
// `module.exports = v`.
func (e *tsExtractor) exportAssignment(n parse.Node) {
	operands := e.operands(n)
	if len(operands) == 0 {
		return
	}
	value := e.value(operands[0])
	target := e.add(fact.Draft{
		Kind: fact.Member, Span: e.span(n), Inner: e.span(e.token(n, "=")), Text: "exports", Kids: []fact.ID{e.expr(fact.Name, n, "module")},
	})
	e.store(target, value, e.span(n).End)
}

// exportDeclaration walks a declaration and exports the names that it binds,
// from the innermost namespace if it is in one.
func (e *tsExtractor) exportDeclaration(n, declaration parse.Node) {
	decorators := e.decorators(n)
	switch kind := e.kind(declaration); kind {
	case "class_declaration", "abstract_class_declaration":
		e.classDeclaration(declaration, decorators)
	default:
		e.statement(declaration)
	}
	for _, name := range e.declared(declaration) {
		text := e.tree.Text(name)
		switch {
		case e.names != nil:
			*e.names = append(*e.names, tsExported{text, text})
		case e.has(n, "default"):
			e.export("default", e.expr(fact.Name, name, text))
		default:
			e.export(text, e.expr(fact.Name, name, text))
		}
	}
}

// declared returns the names that a declaration binds.
func (e *tsExtractor) declared(n parse.Node) []parse.Node {
	var names []parse.Node
	switch e.kind(n) {
	case "lexical_declaration", "variable_declaration":
		for _, c := range e.operands(n) {
			names = e.patternNames(names, e.field(c, "name"))
		}
	case "ambient_declaration":
		if c := e.inner(n); c != parse.None {
			return e.declared(c)
		}
	case "import_alias":
		names = append(names, e.inner(n))
	case "function_declaration", "generator_function_declaration", "function_signature",
		"class_declaration", "abstract_class_declaration", "enum_declaration":
		names = append(names, e.field(n, "name"))
	case "internal_module", "module":
		names = append(names, e.firstName(e.field(n, "name")))
	}
	if len(names) > 0 && names[len(names)-1] == parse.None {
		return nil
	}
	return names
}

// patternNames appends the names that pattern n binds.
func (e *tsExtractor) patternNames(names []parse.Node, n parse.Node) []parse.Node {
	if !e.deeper() {
		return names
	}
	defer e.shallower()
	switch e.kind(n) {
	case "identifier", "shorthand_property_identifier_pattern":
		return append(names, n)
	case "pair_pattern":
		return e.patternNames(names, e.field(n, "value"))
	case "assignment_pattern", "object_assignment_pattern":
		return e.patternNames(names, e.field(n, "left"))
	case "object_pattern", "array_pattern", "rest_pattern":
		for c := range e.tree.NamedChildren(n) {
			names = e.patternNames(names, c)
		}
	}
	return names
}

// exportClause walks `export { a, b as c }`.
func (e *tsExtractor) exportClause(n parse.Node) {
	for _, c := range e.operands(n) {
		if e.kind(c) != "export_clause" {
			e.statement(c)
			continue
		}
		for _, s := range e.operands(c) {
			name, public := e.exportSpecifier(s)
			if name == parse.None {
				continue
			}
			if e.names != nil {
				*e.names = append(*e.names, tsExported{public, e.tree.Text(name)})
				continue
			}
			e.export(public, e.present(e.value(name), name))
		}
	}
}

// exportSpecifier returns one name of an export in braces and what it is
// called outside.
func (e *tsExtractor) exportSpecifier(n parse.Node) (name parse.Node, public string) {
	name = e.field(n, "name")
	if alias := e.field(n, "alias"); alias != parse.None {
		return name, e.staticName(alias)
	}
	return name, e.staticName(name)
}

// reExport walks `export … from`.
func (e *tsExtractor) reExport(n parse.Node) {
	base := fact.Import{
		Module: e.module(n), Scope: e.scope, Block: e.block, Span: e.span(n), TypeOnly: e.has(n, "type"),
	}
	add := func(name, public string) {
		entry := base
		entry.Name = name
		e.file.Imports = append(e.file.Imports, entry)
		e.file.Exports = append(e.file.Exports, fact.Export{Name: public, From: int32(len(e.file.Imports) - 1)})
	}
	if e.has(n, "*") {
		add("*", "*")
		return
	}
	for c := range e.tree.NamedChildren(n) {
		switch e.kind(c) {
		case "namespace_export":
			add("", e.staticName(e.inner(c)))
		case "export_clause":
			for _, s := range e.operands(c) {
				if name, public := e.exportSpecifier(s); name != parse.None {
					add(e.staticName(name), public)
				}
			}
		}
	}
}

// enum binds an enum's name to an object of its members.
func (e *tsExtractor) enum(n parse.Node) {
	name, body := e.field(n, "name"), e.field(n, "body")
	var entries []fact.ID
	for _, c := range e.operands(body) {
		key, value := c, fact.ID(0)
		if e.kind(c) == "enum_assignment" {
			key, value = e.field(c, "name"), e.value(e.field(c, "value"))
		}
		if key == parse.None {
			continue
		}
		entries = append(entries, e.expr(fact.Entry, c, "", e.present(e.key(key), c), e.present(value, c)))
	}
	if name == parse.None {
		return
	}
	e.bind(e.tree.Text(name), fact.Binding{
		Kind: fact.Assign, Const: true, Span: e.span(name),
		Value: e.expr(fact.Object, e.or(body, n), "", entries...), At: e.span(n).End,
	})
}

// or returns n, or m if n is None.
func (e *tsExtractor) or(n, m parse.Node) parse.Node {
	if n == parse.None {
		return m
	}
	return n
}

// ambient walks `declare …`, which declares names without values.
func (e *tsExtractor) ambient(n parse.Node) {
	for _, c := range e.operands(n) {
		switch e.kind(c) {
		case "function_signature":
			e.types(c)
			if name := e.field(c, "name"); name != parse.None {
				e.bind(e.tree.Text(name), fact.Binding{
					Kind: fact.Declare, Span: e.span(name), At: e.span(c).End,
				})
			}
		case "property_identifier": // declare module.property: T, in no scope of ours
		default:
			e.statement(c)
		}
	}
}

// namespace walks the body of a namespace in a scope of its own and binds its
// first name to an object of what it exports. An ambient module with a quoted
// name binds nothing.
func (e *tsExtractor) namespace(n parse.Node) {
	name, body := e.field(n, "name"), e.field(n, "body")
	if body == parse.None {
		return
	}
	outer := *e
	closeScope := e.open(fact.LexicalScope, -1)
	leave := e.enter(fact.Block{Kind: fact.Nested, Span: e.span(body)})
	var names []tsExported
	e.hoist, e.names, e.fn = e.scope, &names, -1
	e.statements(body)
	e.hoist, e.names, e.fn = outer.hoist, outer.names, outer.fn
	value := e.exported(body, names)
	leave()
	closeScope()
	if e.kind(name) == "string" {
		return
	}
	for e.kind(name) == "nested_identifier" || e.kind(name) == "member_expression" {
		entry := e.expr(fact.Entry, name, "", e.word(e.or(e.field(name, "property"), name)), value)
		value = e.expr(fact.Object, name, "", entry)
		name = e.field(name, "object")
	}
	first := e.firstName(name)
	if first == parse.None {
		return
	}
	e.bind(e.tree.Text(first), fact.Binding{
		Kind: fact.Assign, Const: true, Span: e.span(first), Value: value, At: e.span(n).End,
	})
}

// firstName returns the first identifier of a dotted name.
func (e *tsExtractor) firstName(n parse.Node) parse.Node {
	for {
		switch e.kind(n) {
		case "nested_identifier", "member_expression":
			n = e.field(n, "object")
		case "identifier", "type_identifier":
			return n
		default:
			return parse.None
		}
	}
}

// exported returns the object of a namespace's exported names, as they are at
// the end of its body.
func (e *tsExtractor) exported(body parse.Node, names []tsExported) fact.ID {
	end := e.span(body).End
	at := source.Span{Start: end, End: end}
	entries := make([]fact.ID, 0, len(names))
	for _, name := range names {
		key := e.add(fact.Draft{Kind: fact.String, Span: at, Inner: at, Text: name.public})
		value := e.add(fact.Draft{Kind: fact.Name, Span: at, Text: name.local})
		entries = append(entries, e.add(fact.Draft{Kind: fact.Entry, Span: at, Kids: []fact.ID{key, value}}))
	}
	return e.expr(fact.Object, body, "", entries...)
}
