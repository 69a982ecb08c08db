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
	if i < 0 || f.Exprs[i].Place == fact.Fixed || typed(f, fact.ID(i)) || damaged(p, source.Location{Path: f.Path, Span: f.Exprs[i].Span}) {
		return nil, false
	}
	e := &f.Exprs[i]
	before, after, adds, ok := lookUp(f, e, name, string(f.Quote))
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

// lookUp returns what stands around the fallback of an environment look-up in
// the place of an expression, and what has to be added for it. It returns false
// where there is no environment to read, or none that is known.
func lookUp(f *fact.File, e *fact.Expr, name, quote string) (before, after string, adds []insertion, ok bool) {
	switch f.Lang {
	case fact.Python:
		module, adds, ok := osModule(f, e)
		return module + ".getenv(" + quote + name + quote + ", ", ")", adds, ok
	case fact.TypeScript:
		return "process.env." + name + " ?? ", "", nil, runsOnServer(f)
	case fact.Dotenv:
	}
	return "", "", nil, false
}

// typed reports whether a type may allow nothing but the text of a string: the
// string is a part of one, such a type stands in the file, or the name that the
// string is given to has a type that is declared somewhere.
func typed(f *fact.File, id fact.ID) bool {
	text := f.Exprs[id].Text
	if f.Lang == fact.TypeScript {
		return slices.ContainsFunc(f.Exprs, func(e fact.Expr) bool {
			return e.Kind == fact.List && slices.ContainsFunc(e.Kids, func(k fact.ID) bool {
				return f.Exprs[k].Place == fact.Fixed && f.Exprs[k].Text == text // no array's item
			})
		}) || slices.ContainsFunc(f.Bindings, func(b fact.Binding) bool { return b.Value == id && b.Annotation != 0 })
	}
	var annotations []source.Span
	for _, b := range f.Bindings {
		annotations = append(annotations, f.Exprs[b.Annotation].Span)
	}
	for _, fn := range f.Funcs {
		for _, p := range fn.Params {
			annotations = append(annotations, f.Exprs[p.Annotation].Span)
		}
	}
	return slices.ContainsFunc(f.Exprs, func(e fact.Expr) bool {
		return e.Kind == fact.String && e.Text == text &&
			slices.ContainsFunc(annotations, func(s source.Span) bool { return s.Len() > 0 && s.Contains(e.Span) })
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
