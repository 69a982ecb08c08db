package edit

import (
	"slices"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// ReadEnvironment turns a string literal into a look-up of an environment
// variable that falls back to the literal, and adds the import that this takes.
// literal is the text between the quotes, or the whole with them. It returns
// false wherever anything but a literal could be refused or mean something else.
func ReadEnvironment(p *link.Program, literal source.Location, name string) ([]lint.TextEdit, bool) {
	f := p.File(literal.Path)
	if f == nil || !isName(name) {
		return nil, false
	}
	i := slices.IndexFunc(f.Exprs, func(e fact.Expr) bool {
		return e.Kind == fact.String && (e.Inner == literal.Span || e.Span == literal.Span)
	})
	if i < 0 || f.Exprs[i].Place == fact.Fixed || annotates(f, fact.ID(i)) || damaged(p, source.Location{Path: f.Path, Span: f.Exprs[i].Span}) {
		return nil, false
	}
	e := &f.Exprs[i]
	before, after, adds, ok := lookUp(f, e, name)
	if !ok {
		return nil, false
	}
	if f.Lang == fact.TypeScript && e.Place == fact.Tight {
		before, after = "("+before, after+")"
	}
	texts := slices.Concat(adds, []insertion{{e.Span.Start, before}})
	if after != "" {
		texts = append(texts, insertion{e.Span.End, after})
	}
	return insertions(p, f.Path, texts...)
}

// LookUp puts the look-up of an environment variable, with a region to fall back
// to, in the place of an argument or a property's value that is spelled at a
// place. It returns false unless that is a literal, a name of the module, or
// another look-up: what a caller or an object hands in would be lost, and so would
// a comment.
func LookUp(p *link.Program, at source.Location, name, region string) ([]lint.TextEdit, bool) {
	f := p.File(at.Path)
	if f == nil || !isName(name) {
		return nil, false
	}
	id := fact.ID(0)
	for i := range f.Exprs {
		// In { region } the key, the value and the entry are in one place.
		if e := &f.Exprs[i]; e.Span == at.Span && e.Kind != fact.Unknown && e.Kind != fact.Entry {
			id = fact.ID(i)
		}
	}
	if id == 0 || !replaceable(p, f, id) {
		return nil, false
	}
	prefix, ok := "", false
	for i := range f.Exprs {
		e := &f.Exprs[i]
		switch {
		case e.Kind == fact.Keyword, e.Kind == fact.Call && slices.Contains(e.Kids[1:], id):
			ok = ok || slices.Contains(e.Kids, id)
		case e.Kind == fact.Entry && e.Kids[1] == id:
			ok = true
			if e.Span == at.Span {
				prefix = f.Exprs[e.Kids[0]].Text + ": " // { region }
			}
		}
	}
	before, after, adds, known := lookUp(f, &f.Exprs[id], name)
	edit, whole := Text(p, at, prefix+before+string(f.Quote)+region+string(f.Quote)+after)
	if !ok || !known || !whole {
		return nil, false
	}
	edits, ok := insertions(p, f.Path, adds...)
	return append(edits, edit), ok
}

// replaceable reports whether an expression does nothing but give a value.
func replaceable(p *link.Program, f *fact.File, id fact.ID) bool {
	at := f.Exprs[id].Span
	if slices.ContainsFunc(f.Notes, at.Overlaps) {
		return false
	}
	return !slices.ContainsFunc(f.Exprs, func(e fact.Expr) bool {
		if !at.Contains(e.Span) {
			return false
		}
		switch e.Kind {
		case fact.String, fact.Member, fact.Index, fact.Or, fact.Coalesce, fact.Null:
			return false
		case fact.Name:
			return isLocal(f, e.Text)
		case fact.Entry:
			return e.Span != at
		case fact.Call:
			return !slices.ContainsFunc(p.Lookups, func(lk link.Lookup) bool {
				return lk.At == source.Location{Path: f.Path, Span: e.Span}
			})
		}
		return true
	})
}

// isLocal reports whether a name belongs to a function or an object somewhere in
// a file.
func isLocal(f *fact.File, name string) bool {
	return name == "self" || name == "cls" || name == "this" || hasParam(f, name) ||
		slices.ContainsFunc(f.Bindings, func(b fact.Binding) bool { return b.Name == name && b.Scope != 0 })
}

// GiveLookUp is [GiveRegion] with the look-up of an environment variable that
// falls back to the region.
func GiveLookUp(p *link.Program, c *link.Client, name, region string) ([]lint.TextEdit, bool) {
	f := p.File(c.At.Path)
	if f == nil || !isName(name) {
		return nil, false
	}
	i := slices.IndexFunc(f.Exprs, func(e fact.Expr) bool { return e.Kind == fact.Call && e.Span == c.At.Span })
	if i < 0 {
		return nil, false
	}
	before, after, adds, ok := lookUp(f, &f.Exprs[i], name)
	if !ok {
		return nil, false
	}
	quote := string(f.Quote)
	edits, ok := GiveExpression(p, c, before+quote+region+quote+after)
	imports, fit := insertions(p, f.Path, adds...)
	return append(imports, edits...), ok && fit
}

// lookUp returns what stands around the fallback of an environment look-up in
// the place of an expression, and what has to be added for it. It returns false
// where there is no environment to read, or none that is known.
func lookUp(f *fact.File, e *fact.Expr, name string) (before, after string, adds []insertion, ok bool) {
	switch f.Lang {
	case fact.Python:
		module, adds, ok := osModule(f, e)
		quote := string(f.Quote)
		return module + ".getenv(" + quote + name + quote + ", ", ")", adds, ok
	case fact.TypeScript:
		return "process.env." + name + " ?? ", "", nil, runsOnServer(f)
	case fact.Dotenv:
	}
	return "", "", nil, false
}

// annotates reports whether an expression stands in a type annotation.
func annotates(f *fact.File, id fact.ID) bool {
	at := f.Exprs[id].Span
	in := func(annotation fact.ID) bool { return annotation != 0 && f.Exprs[annotation].Span.Contains(at) }
	return slices.ContainsFunc(f.Bindings, func(b fact.Binding) bool { return in(b.Annotation) }) ||
		slices.ContainsFunc(f.Funcs, func(fn fact.Func) bool {
			return slices.ContainsFunc(fn.Params, func(p fact.Param) bool { return in(p.Annotation) })
		})
}

// runsOnServer reports whether code may read process.env: it is no client
// component, no bundler fills in import.meta.env, and nothing in the file is
// called process.
func runsOnServer(f *fact.File) bool {
	if slices.Contains(f.Directives, "use client") || binds(f, "process") {
		return false
	}
	return !slices.ContainsFunc(f.Exprs, func(e fact.Expr) bool {
		return e.Kind == fact.Member && (e.Text == "env" && isImportMeta(f, e.Kids[0]))
	})
}

func isImportMeta(f *fact.File, id fact.ID) bool {
	e := &f.Exprs[id]
	return e.Kind == fact.Member && e.Text == "meta" && f.Exprs[e.Kids[0]].Text == "import" || e.Kind == fact.Unknown
}

// binds reports whether a file binds a name anywhere.
func binds(f *fact.File, name string) bool {
	return slices.ContainsFunc(f.Bindings, func(b fact.Binding) bool { return b.Name == name }) ||
		slices.ContainsFunc(f.Funcs, func(fn fact.Func) bool {
			return slices.ContainsFunc(fn.Params, func(p fact.Param) bool { return p.Name == name })
		})
}
