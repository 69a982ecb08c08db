package edit

import (
	"cmp"
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

// typed reports whether a type may allow nothing but the text of a string: one in
// the file names it, or what the string is given to has a type that is declared
// somewhere.
func typed(f *fact.File, id fact.ID) bool {
	return slices.ContainsFunc(literalTypes(f), func(allowed []string) bool { return slices.Contains(allowed, f.Exprs[id].Text) }) ||
		f.Lang == fact.TypeScript &&
			slices.ContainsFunc(f.Bindings, func(b fact.Binding) bool { return b.Value == id && b.Annotation != 0 })
}

// literalTypes returns what the types in a file that are made of string literals
// allow.
func literalTypes(f *fact.File) [][]string {
	var types [][]string
	if f.Lang == fact.TypeScript {
		for _, e := range f.Exprs {
			if e.Kind == fact.List && len(e.Kids) > 0 && isLiteralType(f, e.Kids[0]) {
				var allowed []string
				for _, k := range e.Kids {
					allowed = append(allowed, f.Exprs[k].Text)
				}
				types = append(types, allowed)
			}
		}
		return types
	}
	var texts []fact.Expr
	for _, e := range f.Exprs {
		if e.Kind == fact.String {
			texts = append(texts, e)
		}
	}
	slices.SortFunc(texts, func(a, b fact.Expr) int { return a.Span.Compare(b.Span) })
	add := func(annotation fact.ID) {
		at := f.Exprs[annotation].Span
		i, _ := slices.BinarySearchFunc(texts, at, func(e fact.Expr, at source.Span) int { return cmp.Compare(e.Span.Start, at.Start) })
		var allowed []string
		for ; i < len(texts) && at.Len() > 0 && at.Contains(texts[i].Span); i++ {
			allowed = append(allowed, texts[i].Text)
		}
		types = append(types, allowed)
	}
	for _, b := range f.Bindings {
		add(b.Annotation)
	}
	for _, fn := range f.Funcs {
		for _, p := range fn.Params {
			add(p.Annotation)
		}
	}
	return types
}

// isLiteralType reports whether a list's item is a type's: an array's could be
// more than a literal.
func isLiteralType(f *fact.File, id fact.ID) bool {
	return f.Exprs[id].Kind == fact.String && f.Exprs[id].Place == fact.Fixed
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
