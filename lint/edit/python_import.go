package edit

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
)

// osModule returns the name under which module os is known where an expression
// stands, and what adds an import of it if nothing does so yet. It returns false
// where the name is something else as well, or may be.
func osModule(p *link.Program, f *fact.File, e *fact.Expr) (name string, adds []insertion, ok bool) {
	name = "os"
	found := false
	for _, i := range osImports(p, f) {
		b := &f.Bindings[i]
		// An import that is there sometimes, or in some function, is none for others.
		if b.Scope == 0 && b.Block == 0 && (b.At <= e.Span.Start || flows(f, e.Scope)) {
			name, found = f.NameOf(b), true
			break
		}
	}
	x := p.Index(f)
	if x.Param(name) || slices.ContainsFunc(x.Bindings(name), func(i int32) bool { return !bindsOS(f, e, &f.Bindings[i], found) }) {
		return "", nil, false
	}
	if found {
		return name, nil, true
	}
	at, ok := importOS(p, f, e.Span.Start)
	return name, []insertion{at}, ok
}

type osImportsKey struct{ f *fact.File }

// osImports returns the bindings of module os, in order.
func osImports(p *link.Program, f *fact.File) []int {
	return link.Derived(p, osImportsKey{f}, func() []int {
		var all []int
		for i := range f.Bindings {
			if b := &f.Bindings[i]; b.Kind == fact.BindImport && isOS(&f.Imports[b.Ref]) {
				all = append(all, i)
			}
		}
		return all
	})
}

// bindsOS reports whether a binding of the name of module os leaves it what it is
// for an expression. known says that the module was imported before.
func bindsOS(f *fact.File, e *fact.Expr, b *fact.Binding, known bool) bool {
	switch {
	case b.Kind != fact.BindImport || !isOS(&f.Imports[b.Ref]):
		return false
	case b.Scope != 0: // in its own function it holds from there on, and no other
		return !within(f, e.Scope, b.Scope)
	}
	return known || b.Block != 0
}

// isOS reports whether an import binds module os itself.
func isOS(im *fact.Import) bool {
	return im.Module == "os" && im.Name == "" && im.Level == 0 && im.Local != ""
}

// within reports whether scope is in, or inside it.
func within(f *fact.File, scope, in fact.ScopeID) bool {
	for ; scope != 0; scope = f.Scopes[scope].Parent {
		if scope == in {
			return true
		}
	}
	return false
}

// flows reports whether code in a scope runs only when something calls it, by
// when the module is complete.
func flows(f *fact.File, scope fact.ScopeID) bool {
	for ; scope != 0; scope = f.Scopes[scope].Parent {
		if f.Scopes[scope].Kind == fact.FuncScope {
			return true
		}
	}
	return false
}

// importOS returns what imports os: among the imports of the standard library if
// the module has a group of them, in order; else above the first group, or at
// the module's head. What it returns stands before offset limit.
func importOS(p *link.Program, f *fact.File, limit uint32) (insertion, bool) {
	groups := link.Derived(p, importGroupsKey{f}, func() [][]*fact.Import { return importGroups(f) })
	line := "import os" + f.Newline
	for _, group := range groups {
		if group[0].Lines.End > limit {
			break
		}
		group = slices.DeleteFunc(slices.Clone(group), func(im *fact.Import) bool { return im.Lines.End > limit })
		if !slices.ContainsFunc(group, func(im *fact.Import) bool { return isStandard(im.Module) }) {
			continue
		}
		at := group[0].Lines.Start
		for _, im := range group {
			if im.Name != "" || !isStandard(im.Module) {
				continue
			}
			if im.Module > "os" {
				at = im.Lines.Start
				break
			}
			at = im.Lines.End
		}
		return insertion{at, line}, true
	}
	if len(groups) > 0 && groups[0][0].Lines.End <= limit {
		return insertion{groups[0][0].Lines.Start, line + f.Newline}, true
	}
	return insertion{f.Head.At, f.Head.Before + "import os" + f.Head.After}, f.Head.After != ""
}

type importGroupsKey struct{ f *fact.File }

// importGroups returns the imports that always run and have lines of their own,
// as blocks of adjacent lines. Those from __future__ are left out.
func importGroups(f *fact.File) [][]*fact.Import {
	var groups [][]*fact.Import
	for i := range f.Imports {
		im := &f.Imports[i]
		if im.Scope != 0 || im.Block != 0 || im.Module == "__future__" || im.Lines.Len() == 0 {
			continue
		}
		last := len(groups) - 1
		if last >= 0 {
			prev := groups[last][len(groups[last])-1].Lines
			if prev == im.Lines || prev.End == im.Lines.Start {
				groups[last] = append(groups[last], im)
				continue
			}
		}
		groups = append(groups, []*fact.Import{im})
	}
	return groups
}

// isStandard reports whether a module is part of Python's standard library, as
// far as code that talks to AWS imports it.
func isStandard(module string) bool {
	root, _, _ := strings.Cut(module, ".")
	return slices.Contains(standardModules, root)
}
