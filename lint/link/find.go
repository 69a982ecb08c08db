package link

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
)

// find looks at one expression: a call that makes a client, a URL, an
// identifier, a region, an environment lookup.
func (l *linker) find(found *findings, u *unit, id fact.ID) {
	add := func(fuel int, ask func(l *linker, u *unit, id fact.ID)) {
		found.questions = append(found.questions, question{id, fuel, ask})
	}
	e := &u.Exprs[id]
	whole := u.parent[id] == 0 || u.Exprs[u.parent[id]].Kind != fact.Concat
	switch e.Kind {
	case fact.Call:
		l.findCall(add, u, id)
	case fact.Member, fact.Index:
		if l.mayRead(u, e) {
			add(fuelForRead(u, e), (*linker).collectRead)
		}
	case fact.String:
		if whole && l.tells(u, id) && !aws.IsRegion(u.Text(e)) { // alone it is no identifier
			found.texts = append(found.texts, id)
		}
		if len(u.Text(e)) < 4096 && aws.HasRegionShape([]byte(u.Text(e))) {
			found.literals = append(found.literals, id)
		}
	case fact.Concat:
		if whole && l.tells(u, id) {
			add(fuelPerAside, (*linker).collectText)
		}
	case fact.Object:
		if l.settingBesideID(u, id) {
			add(fuelPerAside, (*linker).collectObject)
		}
	case fact.Or, fact.Coalesce, fact.Cond:
		if l.mayFallBack(u, e) {
			add(fuelPerAside, (*linker).collectFallback)
		}
	}
}

// findCall looks at a call.
func (l *linker) findCall(add func(fuel int, ask func(l *linker, u *unit, id fact.ID)), u *unit, id fact.ID) {
	l.begin(u, fuelPerGlance)
	if l.mayMatter(u, id) && l.matters(u, id) {
		add(fuelPerQuery, (*linker).collectCall)
	}
	if u.built(id) != 0 && l.tells(u, id) {
		add(fuelPerAside, (*linker).collectText)
	}
	if l.fillsTemplate(u, id) {
		add(fuelPerQuery, (*linker).collectFilled)
	}
	if u.callsBase(id) {
		add(fuelPerQuery, (*linker).collectBase)
	}
}

// mayFallBack reports, from names alone, whether one of some alternatives may
// read the environment and the last be what that falls back to.
func (l *linker) mayFallBack(u *unit, e *fact.Expr) bool {
	last := u.Kids(e)[len(u.Kids(e))-1]
	return u.holdsRegion(last) && slices.ContainsFunc(u.Kids(e)[:len(u.Kids(e))-1], func(k fact.ID) bool {
		return l.mayLookUp(u, k, u.spellsRegion(last))
	})
}

// mayLookUp reports, from names alone, whether an expression may read the
// environment: any variable of it, or one that has to do with a region.
func (l *linker) mayLookUp(u *unit, id fact.ID, whichever bool) bool {
	e := &u.Exprs[id]
	switch e.Kind {
	case fact.Member, fact.Index:
		return whichever && mentionsEnv(u, u.Kids(e)[0]) || l.mayRead(u, e)
	case fact.Call:
		return u.mayGet(&u.Exprs[u.Kids(e)[0]]) && l.readsVariable(u, id)
	}
	return false
}

// holdsRegion reports whether an expression may be a fallback region: a
// region's literal, be it misspelled, or a name.
func (u *unit) holdsRegion(id fact.ID) bool {
	e := &u.Exprs[id]
	if e.Kind != fact.String {
		return e.Kind == fact.Name || e.Kind == fact.Member || e.Kind == fact.Null
	}
	if aws.HasRegionShape([]byte(u.Text(e))) {
		return true
	}
	_, misnamed := aws.Misname(u.Text(e))
	return misnamed
}

// mayMatter reports, from names alone, whether a call may make a client or
// read the environment.
func (l *linker) mayMatter(u *unit, id fact.ID) bool {
	e := &u.Exprs[id]
	callee := &u.Exprs[u.Kids(e)[0]]
	if callee.Kind != fact.Name && callee.Kind != fact.Member {
		return false
	}
	name := u.Text(callee)
	if u.mayBeShape(u.Kids(e)[0]) || isSettingsCall(name) || l.partials[name] || mayHandOn(name) {
		return true
	}
	if u.mayGet(callee) {
		return l.readsVariable(u, id)
	}
	return l.derived[name] || callee.Kind == fact.Name && u.renames(callee)
}

// mayGet reports, from names alone, whether calling something may get a variable of
// the environment. Alone, str is a type; as a method it reads a text.
func (u *unit) mayGet(callee *fact.Expr) bool {
	switch callee.Kind {
	case fact.Name:
		return isGetter(u.Text(callee))
	case fact.Member:
		return isGetter(u.Text(callee)) || u.Text(callee) == "str"
	}
	return false
}

func isSettingsCall(name string) bool {
	return name == "createEnv" || name == "cleanEnv" || name == "Option" || name == "option"
}

// readsVariable reports, from names alone, whether a call of something named
// like a getter may read a variable that has to do with a region.
func (l *linker) readsVariable(u *unit, id fact.ID) bool {
	e := &u.Exprs[id]
	if len(u.Kids(e)) < 2 {
		return false
	}
	callee := &u.Exprs[u.Kids(e)[0]]
	switch name := &u.Exprs[u.Kids(e)[1]]; name.Kind {
	case fact.String:
		if l.bears(u.Text(name)) || hasRegion(u.Text(name)) {
			return true
		}
		return len(u.Kids(e)) > 2 && u.spellsRegion(u.Kids(e)[2])
	case fact.Name, fact.Member, fact.Keyword:
		return callee.Kind == fact.Name || mentionsEnv(u, u.Kids(callee)[0])
	default:
		return false
	}
}

// bears reports whether a variable's name says that it holds a region, or some
// dotenv file gives it a value that is or carries one.
func (l *linker) bears(name string) bool { return isRegionName(name) || l.env.bearing[name] }

func (u *unit) spellsRegion(id fact.ID) bool {
	e := &u.Exprs[id]
	if e.Kind == fact.Keyword {
		e = &u.Exprs[u.Kids(e)[0]]
	}
	return e.Kind == fact.String && aws.HasRegionShape([]byte(u.Text(e)))
}

// originalName is lastName, for an import with an alias what it is called in
// its own module.
func (u *unit) originalName(id fact.ID) string {
	e := &u.Exprs[id]
	if e.Kind != fact.Name {
		return lastName(u, id)
	}
	for s := e.Scope; ; s = u.Scopes[s].Parent {
		list := u.bindings.in(s, u.Text(e))
		switch {
		case len(list) == 0 && s != 0:
			continue
		case len(list) == 0:
			return u.Text(e)
		}
		switch b := &u.Bindings[list[0]]; {
		case b.Kind == fact.BindImport && u.Imports[b.Ref].Name != "":
			return u.Imports[b.Ref].Name
		case b.Value != 0 && u.Exprs[b.Value].Kind == fact.Member: // const { A: b } = require("x")
			return u.TextOf(b.Value)
		}
		return u.Text(e)
	}
}

// renames reports whether a name stands for another one: an import with an
// alias, a variable that is set to a name.
func (u *unit) renames(callee *fact.Expr) bool {
	for s := callee.Scope; ; s = u.Scopes[s].Parent {
		for _, i := range u.bindings.in(s, u.Text(callee)) {
			b := &u.Bindings[i]
			switch {
			case b.Kind == fact.BindImport:
				return u.Imports[b.Ref].Name != u.Text(callee)
			case b.Value != 0:
				k := u.Exprs[b.Value].Kind
				return k == fact.Name || k == fact.Member || k == fact.Call
			}
			return false
		}
		if s == 0 {
			return false
		}
	}
}

// matters reports whether a call makes a client or reads the environment.
func (l *linker) matters(u *unit, id fact.ID) bool {
	callees := l.eval(u, u.KidsOf(id)[0], nil)
	for _, f := range callees {
		switch f.kind {
		case external:
			if _, ok := l.shape(u, f); ok || l.intrinsics[f.sym] != nil || l.readsSettings(f) {
				return true
			}
			if _, ok := handsOn(f.sym); ok {
				return true
			}
		case class:
			if _, elsewhere := l.ancestry(classRef{f.u, f.ref}); len(elsewhere) > 0 {
				return true
			}
		case product:
			if isEnvironReader(f.sym) || isPartial(f.sym) || l.intrinsics[f.sym] != nil {
				return true
			}
		case unknown:
			if l.vague(u, id) || l.namesHeir(u, id) {
				return true
			}
		}
	}
	return len(callees) == 0 && (l.vague(u, id) || l.namesHeir(u, id))
}

// namesHeir reports whether a call, of something that a module hands on which nobody
// has read yet, has the name of a class with a base that makes clients.
func (l *linker) namesHeir(u *unit, id fact.ID) bool { return l.heirs[u.TextOf(u.KidsOf(id)[0])] }

// mayBeShape reports, from names alone, whether an expression may be what an SDK makes
// its clients by.
func (u *unit) mayBeShape(id fact.ID) bool {
	owner := ""
	if e := &u.Exprs[id]; e.Kind == fact.Member && u.Lang == fact.TypeScript { // Python is told by the name alone
		owner = u.originalName(u.Kids(e)[0])
	}
	return aws.MayBeShape(u.ecosystem(), owner, u.TextOf(id))
}

// readsSettings reports whether calling an external symbol may read settings.
func (l *linker) readsSettings(f value) bool {
	name := lastDot(f.sym)
	return isEnvironReader(f.sym) || isSettingsCall(name) || isConfigService(strings.TrimSuffix(f.sym, "."+name))
}

// memberName returns the name of the member, or the text of the key, that an expression
// reads.
func (u *unit) memberName(e *fact.Expr) string {
	if e.Kind == fact.Index {
		return u.TextOf(u.Kids(e)[1])
	}
	return u.Text(e)
}

// fuelForRead returns how much fuel there is for what may read a variable. What is not
// written like one, such as the region of just any object, is one only if that is near
// at hand.
func fuelForRead(u *unit, e *fact.Expr) int {
	if name := u.memberName(e); strings.ToUpper(name) != name {
		return fuelPerGlance
	}
	return fuelPerQuery
}

// mayRead reports whether a member or index expression may read a variable that
// has to do with a region.
func (l *linker) mayRead(u *unit, e *fact.Expr) bool {
	if e.Kind == fact.Index && u.Exprs[u.Kids(e)[1]].Kind != fact.String || !l.bears(u.memberName(e)) {
		return false
	}
	owner := &u.Exprs[u.Kids(e)[0]]
	return mentionsEnv(u, u.Kids(e)[0]) || owner.Kind == fact.Name && u.renames(owner)
}
