package link

import (
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
)

// superSym marks the object of super(), whose attributes no subclass overrides.
const superSym = "super"

// receiverSym marks the object of self, this or cls in a method that nobody saw
// being called.
const receiverSym = "self"

// overrides adds to what a class says of an attribute what its subclasses say,
// for an object that nobody saw being made: it may be one of theirs.
func (l *linker) overrides(u *unit, id fact.ID, o value, name string, vals []value) []value {
	if o.made != nil || o.sym == superSym || o.kind == class && o.sym != receiverSym {
		return vals
	}
	var others set
	for _, c := range l.subclasses(classRef{o.u, o.ref}) {
		if c.u.test && !l.in.IncludeTests {
			continue
		}
		sub := value{kind: o.kind, u: c.u, ref: c.ref}
		if got, ok := l.ownAttribute(u, id, sub, c, name); ok {
			others.add(got...)
		}
	}
	if len(others.vals) == 0 {
		return vals
	}
	var out set
	for _, v := range vals {
		if v.kind != null && !v.isAbstract() {
			out.add(v)
		}
	}
	out.add(others.vals...)
	return out.vals
}

// isAbstract reports whether v is a method that only its overrides give a
// meaning: it returns nothing.
func (v *value) isAbstract() bool {
	return v.kind == function && len(v.u.Funcs[v.ref].Returns) == 0
}

// assignedOutside returns what code that is no method of the class assigns to
// an attribute of o, an object, a class or a module of Python: config.region =
// "eu-west-1". Expression id of u, if it is not 0, asks for it, and does not see what
// comes later.
func (l *linker) assignedOutside(u *unit, id fact.ID, o value, name string) []value {
	if o.kind == module && o.u.Lang == fact.TypeScript {
		return nil
	}
	var out set
	stores := l.assignedAttrs[name]
	l.budget.pay(len(stores) / asksPerStep)
	for _, st := range stores {
		if l.broke() {
			return unknowns
		}
		s := &st.u.Stores[st.store]
		later := st.u == u && id != 0 && u.comesLater(s, id)
		if s.Value == 0 || later || st.u.Lang != o.u.Lang || st.u.test && !l.in.IncludeTests {
			continue
		}
		of := l.eval(st.u, st.u.KidsOf(s.Target)[0], nil)
		if !slices.ContainsFunc(of, func(v value) bool { return l.sameObject(v, o) }) {
			continue
		}
		l.budget.pay(1)
		at := &st.u.Exprs[s.Target]
		out.add(via(l.eval(st.u, s.Value, nil), Step{At: st.u.at(at.Span), What: name + " is set here"})...)
	}
	return out.vals
}

// setTo returns what assignments to a property hand to parameter i of its
// setter.
func (l *linker) setTo(u *unit, fn int32, i int) []value {
	f := &u.Funcs[fn]
	if i != 1 || f.Class < 0 || !slices.ContainsFunc(f.Decorators, func(d fact.ID) bool { return u.path(d) == f.Name+".setter" }) {
		return nil
	}
	var out set
	for _, s := range u.attrs[attrKey{f.Class, f.Name}] {
		if v := u.Stores[s].Value; v != 0 {
			out.add(l.eval(u, v, nil)...)
		}
	}
	out.add(l.assignedOutside(u, 0, value{kind: instance, u: u, ref: f.Class}, f.Name)...)
	return out.vals
}

// tupleItem returns item n of an instance of a named tuple.
func (l *linker) tupleItem(u *unit, id fact.ID, o value, n int) []value {
	_, elsewhere := l.ancestry(classRef{o.u, o.ref})
	named := slices.ContainsFunc(elsewhere, func(sym string) bool { return lastDot(sym) == "NamedTuple" })
	if fields := l.fieldNames(classRef{o.u, o.ref}); named && n >= 0 && n < len(fields) {
		return l.member(u, id, o, fields[n], nil)
	}
	return unknowns
}

// comesLater reports whether a store runs only after an expression of the same
// function.
func (u *unit) comesLater(s *fact.Store, id fact.ID) bool {
	e := &u.Exprs[id]
	return u.flow(s.Scope) == u.flow(e.Scope) && s.At > e.Span.Start && !u.sharesLoop(s.Block, u.around(e.Block))
}

// assignedBefore returns what the code around a member has surely put into it before:
// config.region = "eu-west-1"; connect(config.region). ok is false if there is no such
// code, or if that may not be all.
func (l *linker) assignedBefore(u *unit, id fact.ID, fr *frame) (vals []value, ok bool) {
	e := &u.Exprs[id]
	root, names := u.target(id)
	if u.Lang != fact.Python || len(u.rooted[root]) == 0 || slices.Contains(names, "") {
		return nil, false
	}
	if fn := u.method(e.Scope); fn >= 0 && u.isSelf(fn, root) {
		return nil, false
	}
	path := u.path(id)
	var stores []int32
	var at []place
	for _, i := range u.rooted[root] {
		s := &u.Stores[i]
		if l.budget.pay(1); l.broke() {
			return nil, false
		}
		if s.Value != 0 && !s.Augment && u.flow(s.Scope) == u.flow(e.Scope) && path != "" && u.path(s.Target) == path {
			stores, at = append(stores, i), append(at, place{s.Block, s.At})
		}
	}
	reached, open, _, more := u.reach(placesOf(at), path, e.Block, e.Span.Start, true)
	if open || more || len(reached) == 0 {
		return nil, false
	}
	var out set
	for _, r := range reached {
		s := &u.Stores[stores[r.index]]
		if s.At > e.Span.Start || u.reassigned(root, s.At, e.Span.Start) {
			return nil, false
		}
		out.add(filtered(via(l.eval(u, s.Value, fr), Step{At: u.here(s.Target), What: lastName(u, id) + " is set here"}), r.filter)...)
	}
	return out.vals, true
}

// sameObject reports whether two things can be one, or b has what is put into the
// class a.
func (l *linker) sameObject(a, b value) bool {
	if a.kind == class && (b.kind == class || b.kind == instance && b.u.Lang == fact.Python) {
		chain, _ := l.ancestry(classRef{b.u, b.ref})
		return slices.Contains(chain, classRef{a.u, a.ref})
	}
	if a.kind != b.kind || a.kind != instance && a.kind != module || a.u != b.u || a.ref != b.ref {
		return false
	}
	return a.made == nil || b.made == nil || string(a.appendMade(nil)) == string(b.appendMade(nil))
}

// An attrStore is a store to a member of something other than self.
type attrStore struct {
	u     *unit
	store int32
}

// indexPartials notes the names that u gives to what functools.partial makes.
func (l *linker) indexPartials(u *unit) {
	partial := func(id fact.ID) bool {
		return id != 0 && u.Exprs[id].Kind == fact.Call && lastName(u, u.KidsOf(id)[0]) == "partial"
	}
	for i := range u.Bindings {
		if partial(u.Bindings[i].Value) {
			l.partials[u.NameOf(&u.Bindings[i])] = true
		}
	}
	for i := range u.Stores {
		if partial(u.Stores[i].Value) {
			l.partials[lastName(u, u.Stores[i].Target)] = true
		}
	}
}

// indexAttrStores notes the stores of u to members of objects.
func (l *linker) indexAttrStores(u *unit) {
	for i := range u.Stores {
		s := &u.Stores[i]
		target := &u.Exprs[s.Target]
		if target.Kind != fact.Member {
			continue
		}
		if root, names := u.target(s.Target); len(names) == 1 {
			if fn := u.method(s.Scope); fn >= 0 && u.isSelf(fn, root) && !u.Funcs[fn].ClassMeth && u.Funcs[fn].Name != "__new__" {
				continue
			}
		}
		l.assignedAttrs[u.Text(target)] = append(l.assignedAttrs[u.Text(target)], attrStore{u, int32(i)})
	}
}

// created is cls.__new__(cls, …) of object or of a base class.
func (l *linker) created(c call) []value {
	vals, _, ok := l.arg(c, 0)
	if !ok {
		return unknowns
	}
	var s set
	for _, v := range vals {
		if v.kind == class {
			s.add(value{kind: instance, u: v.u, ref: v.ref})
		} else {
			s.add(unknowns...)
		}
	}
	return s.vals
}

// classOf is type(o) and o.__class__.
func classOf(o value) value {
	if o.kind == instance {
		of := value{kind: class, u: o.u, ref: o.ref}
		if o.sym == receiverSym {
			of.sym = o.sym // it may be a class of those that inherit from it
		}
		return of
	}
	return value{kind: unknown}
}

// members returns the members of an enumeration, which a loop goes through.
func (l *linker) members(o value) []value {
	_, elsewhere := l.ancestry(classRef{o.u, o.ref})
	if !slices.ContainsFunc(elsewhere, isEnum) {
		return unknowns
	}
	var s set
	for i := range o.u.Bindings {
		if b := &o.u.Bindings[i]; b.Scope == o.u.Classes[o.ref].Scope && b.Kind == fact.Assign {
			s.add(l.bound(o.u, b, nil)...)
		}
	}
	return s.vals
}

func isEnum(sym string) bool {
	switch lastDot(sym) {
	case "Enum", "StrEnum", "IntEnum", "Flag":
		return true
	}
	return false
}

// fieldNames returns the fields that a constructor made of them takes, in order:
// those of the bases first.
func (l *linker) fieldNames(c classRef) []string {
	chain, _ := l.ancestry(c)
	var names []string
	for _, cl := range slices.Backward(chain) {
		for i := range cl.u.Bindings {
			b := &cl.u.Bindings[i]
			if b.Scope != cl.u.Classes[cl.ref].Scope || b.Annotation == 0 || slices.Contains(names, cl.u.NameOf(b)) || cl.lacksInit(b) {
				continue
			}
			names = append(names, cl.u.NameOf(b))
		}
	}
	return names
}

// lacksInit reports whether a field is field(init=False), which no constructor
// takes.
func (c classRef) lacksInit(b *fact.Binding) bool {
	if b.Value == 0 || c.u.Exprs[b.Value].Kind != fact.Call {
		return false
	}
	return slices.ContainsFunc(c.u.KidsOf(b.Value)[1:], func(k fact.ID) bool {
		e := &c.u.Exprs[k]
		return e.Kind == fact.Keyword && c.u.Text(e) == "init" && c.u.TextOf(c.u.Kids(e)[0]) == "false"
	})
}

// isSet reports whether a member of one of some objects is a property, of which a
// method decides what it holds once it is set.
func (l *linker) isSet(objects []value, name string) bool {
	return slices.ContainsFunc(objects, func(o value) bool {
		m := l.methodOf(o, name)
		return m.kind == function && m.u.Funcs[m.ref].Getter
	})
}

// enumName returns the name of the member of an enum of which an expression asks for
// it: Stage.PROD.name.
func (l *linker) enumName(u *unit, id fact.ID) []value {
	if e := &u.Exprs[id]; e.Kind == fact.Member {
		if m := &u.Exprs[u.Kids(e)[0]]; m.Kind == fact.Member {
			of := l.eval(u, u.Kids(m)[0], nil)
			if allOf(of, func(v *value) bool { return v.kind == class }) {
				return []value{literal(u.Text(m), u.at(m.Inner), true, StepLiteral)}
			}
		}
	}
	return unknowns
}
