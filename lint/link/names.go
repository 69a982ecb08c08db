package link

import (
	"math"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// name evaluates an identifier where it stands.
func (l *linker) name(u *unit, id fact.ID, fr *frame) []value {
	e := &u.Exprs[id]
	if u.Text(e) == "this" && u.Lang == fact.TypeScript {
		if vals, ok := l.this(u, e.Scope, fr); ok {
			return vals
		}
	}
	if u.Text(e) == "super" && u.Lang == fact.TypeScript {
		return l.superObject(u, e.Scope, fr)
	}
	vals := l.resolve(u, e.Scope, e.Block, e.Span.Start, u.Text(e), fr)
	vals = assumed(vals, u.known(u.Text(e), e.Block, e.Span.Start))
	return l.stored(u, id, fr, vals, e.Block, e.Span.Start)
}

// this returns what `this` is in the body of a class, where an object is made of it
// or the class itself is, and in the methods of an object literal.
func (l *linker) this(u *unit, scope fact.ScopeID, fr *frame) ([]value, bool) {
	if u.method(scope) < 0 {
		if c := u.class(scope); c >= 0 && u.isStaticBlock(scope) {
			return []value{{kind: class, u: u, ref: c}}, true
		} else if c >= 0 {
			return []value{{kind: instance, u: u, ref: c}}, true
		}
	}
	o, fn := u.literalAround(scope)
	if o == 0 {
		return nil, false
	}
	if own := fr.frameOf(u, fn); own != nil && own.self != nil {
		return []value{*own.self}, true
	}
	return opened(l.eval(u, o, fr)), true
}

// isStaticBlock reports whether scope stands in code that a class runs when it is
// defined.
func (u *unit) isStaticBlock(scope fact.ScopeID) bool {
	for ; scope != 0; scope = u.Scopes[scope].Parent {
		if u.Scopes[u.Scopes[scope].Parent].Kind == fact.ClassScope {
			return u.Scopes[scope].Kind == fact.LexicalScope
		}
	}
	return false
}

// literalAround returns the object literal whose method scope stands in, or 0, and
// the method.
func (u *unit) literalAround(scope fact.ScopeID) (literal fact.ID, method int32) {
	for ; scope != 0; scope = u.Scopes[scope].Parent {
		s := &u.Scopes[scope]
		if s.Kind == fact.ClassScope || s.Kind == fact.FuncScope && u.Funcs[s.Ref].Class >= 0 {
			return 0, -1
		}
		if s.Kind != fact.FuncScope {
			continue
		}
		if entry := u.parent[u.literals[s.Ref]]; entry != 0 && u.Exprs[entry].Kind == fact.Entry {
			return u.parent[entry], s.Ref
		}
	}
	return 0, -1
}

// resolve returns what name can be at byte pos of a scope.
func (l *linker) resolve(u *unit, scope fact.ScopeID, block fact.BlockID, pos uint32, name string, fr *frame) []value {
	flow := u.flow(scope)
	first := true
	for s := scope; ; s = u.Scopes[s].Parent {
		sc := &u.Scopes[s]
		visible := sc.Kind != fact.ClassScope || first && u.Lang == fact.Python
		if sc.Kind != fact.LexicalScope {
			first = false
		}
		if visible {
			if vals, ok := l.inScope(u, s, block, pos, name, u.flow(s) == flow, fr); ok {
				return vals
			}
		}
		if s == 0 {
			break
		}
	}
	return l.free(u, name)
}

// inScope returns what name can be when scope s itself knows it.
func (l *linker) inScope(u *unit, s fact.ScopeID, block fact.BlockID, pos uint32, name string, same bool, fr *frame) ([]value, bool) {
	bindings := u.bindings.in(s, name)
	param := u.param(s, name)
	if stars := l.starred(u, s, name); len(stars) > 0 {
		return l.amongStars(u, stars, name, place{block, pos}, same), true
	}
	if this, ok := l.receiver(u, s, name, param, fr); ok {
		return this, true
	}
	if len(bindings) == 0 && param < 0 {
		return nil, false
	}
	if u.outer(bindings) && s != 0 {
		if home := fact.ScopeID(u.Bindings[bindings[0]].Ref); home != 0 {
			return l.inScope(u, home, 0, math.MaxUint32, name, false, fr)
		}
		return l.resolve(u, 0, 0, math.MaxUint32, name, nil), true
	}
	if !same {
		block, pos = 0, math.MaxUint32
	}
	seen := u.bindingsSeen(s, name, bindings, same)
	bindings = seen.own
	var out set
	reached, open, left, more := u.reach(seen.places, name, block, pos, same)
	if more {
		out.add(unknowns...)
	}
	alive, settled := l.live(u, reached, seen.places.all, use{block: block, at: pos}, same, fr.at(u, s))
	if open && !settled && param >= 0 {
		out.add(filtered(l.param(u, u.Scopes[s].Ref, param, fr), left)...)
	}
	for _, r := range alive {
		b := &u.Bindings[bindings[r.index]]
		out.add(filtered(l.bound(u, b, fr), r.filter)...)
	}
	if len(reached) == 0 && param < 0 {
		// Bound later, or in another arm: a loop's earlier round, a name that a
		// conditional import gives.
		for _, i := range bindings {
			out.add(l.bound(u, &u.Bindings[i], fr)...)
		}
	}
	l.budget.pay(len(seen.others))
	for _, i := range seen.others {
		if l.broke() {
			return unknowns, true
		}
		out.add(l.bound(u, &u.Bindings[i], fr)...)
	}
	out.add(l.assignedInside(u, s, name, fr)...)
	patched := l.patched(u, s, name, same)
	out.add(patched...)
	if len(seen.others)+len(patched) > 0 {
		return dropInitial(out.vals), true
	}
	return out.vals, true
}

// patched returns what other modules put into the name of a module, as its functions
// see it, which run later.
func (l *linker) patched(u *unit, s fact.ScopeID, name string, same bool) []value {
	if s != 0 || same {
		return nil
	}
	return l.assignedOutside(u, 0, value{kind: module, u: u}, name)
}

// A view is what a use of a name, within the code that owns the scope or not, sees of
// its bindings there.
type view struct {
	own    []int32
	places places  // of own
	others []int32 // as in apart
}

// A viewKey is a name in a scope, and whether the code that owns it is to see it.
type viewKey struct {
	scopedName
	same bool
}

// bindingsSeen returns what the uses of a name see of its bindings in scope s. It is
// remembered where there are many.
func (u *unit) bindingsSeen(s fact.ScopeID, name string, bindings []int32, same bool) view {
	const many = 32
	key := viewKey{scopedName{s, name}, same}
	if v, ok := u.views[key]; ok {
		return v
	}
	v := view{own: bindings}
	if !same {
		v.own, v.others = u.apart(s, bindings)
	}
	v.places = placesOf(u.places(v.own))
	if len(bindings) >= many {
		put(&u.views, key, v)
	}
	return v
}

// apart splits the bindings of a name in scope s into those of the code that
// owns the scope, which has run when a function inside it does, and those of
// other functions, which may or may not have.
func (u *unit) apart(s fact.ScopeID, bindings []int32) (own, others []int32) {
	home := fact.BlockID(0)
	sc := &u.Scopes[u.flow(s)]
	if sc.Kind == fact.ClassScope {
		return bindings, nil
	}
	if sc.Kind == fact.FuncScope {
		home = u.bodies[sc.Ref]
	}
	for _, i := range bindings {
		if u.body(u.Bindings[i].Block) == home {
			own = append(own, i)
		} else {
			others = append(others, i)
		}
	}
	return own, others
}

// opened returns objects as seen by their own methods, which may be called on
// objects with further properties.
func opened(vals []value) []value {
	out := slices.Clone(vals)
	for i := range out {
		if out[i].kind == mapping {
			out[i].obj = out[i].obj.clone()
			out[i].obj.open = true
		}
	}
	return out
}

// outer reports whether the bindings say that the name is one of a scope
// further out.
func (u *unit) outer(bindings []int32) bool {
	return slices.ContainsFunc(bindings, func(i int32) bool { return u.Bindings[i].Kind == fact.Global }) &&
		u.Bindings[bindings[0]].Kind == fact.Global
}

// assignedInside returns what functions assign to the name of a scope around
// them after `global name` or `nonlocal name`.
func (l *linker) assignedInside(u *unit, s fact.ScopeID, name string, fr *frame) []value {
	var out set
	declared := u.declared[scopedName{s, name}]
	l.budget.pay(len(declared))
	for _, i := range declared {
		if l.broke() {
			return unknowns
		}
		for _, b := range u.bindings.in(u.Bindings[i].Scope, name) {
			out.add(l.bound(u, &u.Bindings[b], fr)...)
		}
	}
	return out.vals
}

func (u *unit) places(bindings []int32) []place {
	places := make([]place, 0, len(bindings))
	for _, i := range bindings {
		b := &u.Bindings[i]
		at := b.At
		if b.Kind == fact.BindFunc || b.Kind == fact.BindClass || b.Kind == fact.BindImport {
			// Functions are hoisted, or defined before anything that matters.
			at = b.Span.Start
			if u.Lang == fact.TypeScript {
				at = 0
			}
		}
		places = append(places, place{b.Block, at})
	}
	return places
}

// receiver returns the object that self, this or cls stands for.
func (l *linker) receiver(u *unit, s fact.ScopeID, name string, param int, fr *frame) ([]value, bool) {
	sc := &u.Scopes[s]
	if sc.Kind != fact.FuncScope || u.Funcs[sc.Ref].Class < 0 {
		return nil, false
	}
	fn := &u.Funcs[sc.Ref]
	if u.Lang == fact.TypeScript {
		if name != "this" {
			return nil, false
		}
	} else if param != 0 || fn.Static {
		return nil, false
	}
	if own := fr.frameOf(u, sc.Ref); own != nil && own.self != nil {
		return []value{*own.self}, true
	}
	k := instance
	if fn.ClassMeth || u.Lang == fact.TypeScript && fn.Static || fn.Name == "__new__" {
		k = class
	}
	return []value{{kind: k, u: u, ref: fn.Class, sym: receiverSym}}, true
}

// bound evaluates what one binding gives its name.
func (l *linker) bound(u *unit, b *fact.Binding, fr *frame) []value {
	switch b.Kind {
	case fact.BindFunc:
		return []value{{kind: function, u: u, ref: b.Ref, frame: fr}}
	case fact.BindClass:
		return []value{{kind: class, u: u, ref: b.Ref, frame: fr}}
	case fact.BindImport:
		return l.imported(u, &u.Imports[b.Ref])
	case fact.Declare, fact.Global:
		return nil
	case fact.Assign, fact.Augment, fact.Opaque:
	}
	if b.Value == 0 {
		return unknowns
	}
	vals := l.eval(u, b.Value, fr.at(u, b.Scope))
	if b.Kind == fact.Opaque && u.Lang == fact.Python {
		vals = l.entered(vals)
	}
	if b.Annotation != 0 && allOf(vals, func(v *value) bool { return v.kind == unknown }) {
		if typed := l.typed(u, b.Annotation); typed != nil {
			return typed
		}
	}
	if strings.HasPrefix(u.NameOf(b), "$") {
		return vals // a name that only takes a pattern apart
	}
	return l.ways.via(vals, u.at(b.Span), u.NameOf(b), " is set here")
}

// entered returns what `with v as x` gives x: what the class of v says, else v itself.
func (l *linker) entered(vals []value) []value {
	var s set
	for _, v := range vals {
		enter := l.methodOf(v, "__enter__", "__aenter__")
		if enter.kind != function {
			s.add(v)
			continue
		}
		s.add(l.invoke(enter, call{})...)
	}
	return s.vals
}

// methodOf returns the method of an instance that has the first of some names that its
// class or one of its bases in the root has; unknown if none has.
func (l *linker) methodOf(v value, names ...string) value {
	if v.kind != instance {
		return value{kind: unknown}
	}
	chain, _ := l.ancestry(classRef{v.u, v.ref})
	for _, c := range chain {
		for _, m := range c.u.Classes[c.ref].Methods {
			if slices.Contains(names, c.u.Funcs[m].Name) {
				return value{kind: function, u: c.u, ref: m, self: &v}
			}
		}
	}
	return value{kind: unknown}
}

// free resolves a name that no scope of the file binds: what the language
// provides.
func (l *linker) free(u *unit, name string) []value {
	if u.Lang == fact.TypeScript {
		if name == "exports" && len(u.cjs) > 0 {
			return []value{{kind: module, u: u}}
		}
		return l.global(u, name)
	}
	return []value{{kind: external, sym: "builtins." + name}}
}

// typed returns what a type annotation says a value is: an instance of a class
// of the root or of something external.
func (l *linker) typed(u *unit, annotation fact.ID) []value {
	if a, ok := l.annotated(u, annotation); ok {
		if vals := l.injected(a); len(vals) > 0 {
			return vals
		}
		u, annotation = a.u, a.typ
	}
	var out set
	for _, v := range l.eval(u, annotation, nil) {
		switch v.kind {
		case class:
			out.add(value{kind: instance, u: v.u, ref: v.ref})
		case external:
			if l.constructs(v.sym) {
				m := &made{call: call{u: u, id: annotation, typed: true}}
				m.shape, _ = l.shape(u, v)
				out.add(value{kind: product, sym: v.sym + "()", made: m})
			}
		}
	}
	return out.vals
}

// zero is the location of something that the source does not spell.
var zero source.Location
