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
	id := p.Index(f).String(literal.Span)
	e := &f.Exprs[id]
	if id == 0 || e.Inner != literal.Span && e.Span != literal.Span ||
		e.Place == fact.Fixed || typed(p, f, id) || damaged(p, source.Location{Path: f.Path, Span: e.Span}) {
		return nil, false
	}
	before, after, adds, ok := lookUp(p, f, e, name, string(f.Quote))
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
func lookUp(p *link.Program, f *fact.File, e *fact.Expr, name, quote string) (before, after string, adds []insertion, ok bool) {
	switch f.Lang {
	case fact.Python:
		module, adds, ok := osModule(p, f, e)
		return module + ".getenv(" + quote + name + quote + ", ", ")", adds, ok
	case fact.TypeScript:
		return "process.env." + name + " ?? ", "", nil, runsOnServer(p, f)
	case fact.Dotenv:
	}
	return "", "", nil, false
}

// typed reports whether a type may allow nothing but the text of a string: one in
// the file names it, or what the string is given to has a type that is declared
// somewhere.
func typed(p *link.Program, f *fact.File, id fact.ID) bool {
	types := literalTypes(p, f)
	return len(types.holding[f.TextOf(id)]) > 0 || f.Lang == fact.TypeScript && types.declared[id]
}

// types are those in a file that are made of string literals.
type types struct {
	allowed []map[string]bool // the texts of each
	holding map[string][]int  // the types that allow a text
	// declared are the values of variables that have a type.
	declared map[fact.ID]bool
}

type typesKey struct{ f *fact.File }

// literalTypes returns what the types in a file that are made of string literals
// allow.
func literalTypes(p *link.Program, f *fact.File) *types {
	return link.Derived(p, typesKey{f}, func() *types {
		t := &types{holding: make(map[string][]int), declared: make(map[fact.ID]bool)}
		if f.Lang == fact.TypeScript {
			t.addUnions(f)
		} else {
			t.addAnnotations(f)
		}
		return t
	})
}

func (t *types) add(allowed map[string]bool) {
	for text := range allowed {
		t.holding[text] = append(t.holding[text], len(t.allowed))
	}
	t.allowed = append(t.allowed, allowed)
}

func (t *types) addUnions(f *fact.File) {
	for i := range f.Exprs {
		e := &f.Exprs[i]
		if e.Kind == fact.List && len(f.Kids(e)) > 0 && isLiteralType(f, f.Kids(e)[0]) {
			allowed := make(map[string]bool)
			for _, k := range f.Kids(e) {
				allowed[f.TextOf(k)] = true
			}
			t.add(allowed)
		}
	}
	for i := range f.Bindings {
		if b := &f.Bindings[i]; b.Annotation != 0 {
			t.declared[b.Value] = true
		}
	}
}

func (t *types) addAnnotations(f *fact.File) {
	var texts []*fact.Expr
	for i := range f.Exprs {
		if e := &f.Exprs[i]; e.Kind == fact.String {
			texts = append(texts, e)
		}
	}
	slices.SortFunc(texts, func(a, b *fact.Expr) int { return a.Span.Compare(b.Span) })
	add := func(annotation fact.ID) {
		at := f.Exprs[annotation].Span
		i, _ := slices.BinarySearchFunc(texts, at, func(e *fact.Expr, at source.Span) int { return cmp.Compare(e.Span.Start, at.Start) })
		allowed := make(map[string]bool)
		for ; i < len(texts) && at.Len() > 0 && at.Contains(texts[i].Span); i++ {
			allowed[f.Text(texts[i])] = true
		}
		if len(allowed) > 0 {
			t.add(allowed)
		}
	}
	for i := range f.Bindings {
		add(f.Bindings[i].Annotation)
	}
	for i := range f.Funcs {
		for _, p := range f.Funcs[i].Params {
			add(p.Annotation)
		}
	}
}

// isLiteralType reports whether a list's item is a type's: an array's could be
// more than a literal.
func isLiteralType(f *fact.File, id fact.ID) bool {
	return f.Exprs[id].Kind == fact.String && f.Exprs[id].Place == fact.Fixed
}

// runsOnServer reports whether code may read process.env: it is no client
// component, no bundler fills in import.meta.env, and nothing in the file is
// called process.
func runsOnServer(p *link.Program, f *fact.File) bool {
	return link.Derived(p, serverKey{f}, func() bool {
		if slices.Contains(f.Directives, "use client") || binds(p, f, "process") {
			return false
		}
		for i := range f.Exprs {
			if e := &f.Exprs[i]; e.Kind == fact.Member && f.Text(e) == "env" && isImportMeta(f, f.Kids(e)[0]) {
				return false
			}
		}
		return true
	})
}

type serverKey struct{ f *fact.File }

func isImportMeta(f *fact.File, id fact.ID) bool {
	e := &f.Exprs[id]
	return e.Kind == fact.Member && f.Text(e) == "meta" && f.TextOf(f.Kids(e)[0]) == "import" || e.Kind == fact.Unknown
}

// binds reports whether a file binds a name anywhere.
func binds(p *link.Program, f *fact.File, name string) bool {
	x := p.Index(f)
	return len(x.Bindings(name)) > 0 || x.Param(name)
}
