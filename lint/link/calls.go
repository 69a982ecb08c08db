package link

import (
	"slices"
	"strconv"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// A call is one call expression in a frame, or, with typed, an annotation that
// stands for a call whose arguments nobody sees.
type call struct {
	u     *unit
	id    fact.ID
	fr    *frame
	typed bool
	given bool       // bound holds all of the arguments
	bound []argument // already given, by functools.partial or a binding wrapper
}

func (c call) at() source.Location {
	if c.u == nil {
		return zero
	}
	return c.u.here(c.id)
}

// callExpr evaluates a call.
func (l *linker) callExpr(u *unit, id fact.ID, fr *frame) []value {
	e := &u.Exprs[id]
	callee := &u.Exprs[u.Kids(e)[0]]
	c := call{u: u, id: id, fr: fr}
	if callee.Kind == fact.Name && u.Lang == fact.TypeScript && (u.Text(callee) == "require" || u.Text(callee) == "import") {
		return l.require(c)
	}
	if callee.Kind == fact.Name && u.Text(callee) == "super" {
		return l.super(u, callee.Scope)
	}
	if callee.Kind == fact.Member && u.Text(callee) == "__new__" && u.Lang == fact.Python {
		return l.created(c)
	}
	if callee.Kind == fact.Member && u.Lang == fact.TypeScript && (u.Text(callee) == "then" || u.Text(callee) == "catch" || u.Text(callee) == "finally") {
		return l.settled(c, callee)
	}
	var s set
	for _, f := range l.eval(u, u.Kids(e)[0], fr) {
		s.add(l.apply(f, c)...)
	}
	return s.vals
}

// settled evaluates promise.then(f): what f returns for the promise's value.
// Promises leave no trace otherwise, since await does not either.
func (l *linker) settled(c call, callee *fact.Expr) []value {
	vals := l.eval(c.u, c.u.Kids(callee)[0], c.fr)
	handlers, _, ok := l.arg(c, 0)
	if ok && !slices.ContainsFunc(handlers, func(v value) bool { return v.kind == function || v.kind == unknown }) {
		// A method of something else that has the same name.
		var s set
		for _, o := range vals {
			for _, f := range l.member(c.u, c.u.KidsOf(c.id)[0], o, c.u.Text(callee), c.fr) {
				s.add(l.apply(f, c)...)
			}
		}
		return s.vals
	}
	if c.u.Text(callee) != "then" || !ok {
		return vals
	}
	var s set
	for _, h := range handlers {
		if h.kind == function {
			s.add(l.invoke(h, call{fr: c.fr, bound: []argument{{vals: vals}}})...)
		} else {
			s.add(unknowns...)
		}
	}
	return s.vals
}

// super returns the object that super() stands for: an instance of the first
// base class of the root.
func (l *linker) super(u *unit, scope fact.ScopeID) []value {
	cls := u.class(scope)
	if cls < 0 {
		return unknowns
	}
	if chain, _ := l.ancestry(classRef{u, cls}); len(chain) > 1 {
		return []value{{kind: instance, u: chain[1].u, ref: chain[1].ref, sym: superSym}}
	}
	return unknowns
}

// superObject returns what `super` is in super.method(): the object itself, or in
// static methods the class, as its base sees it.
func (l *linker) superObject(u *unit, scope fact.ScopeID, fr *frame) []value {
	vals := l.super(u, scope)
	m := u.method(scope)
	if m < 0 || vals[0].kind != instance {
		return vals
	}
	base := vals[0]
	if u.Funcs[m].Static {
		base.kind = class
		return []value{base}
	}
	if own := fr.frameOf(u, m); own != nil && own.self != nil {
		base.self = own.self
	} else {
		base.self = &value{kind: instance, u: u, ref: u.Funcs[m].Class, sym: receiverSym}
	}
	return []value{base}
}

func (l *linker) require(c call) []value {
	vals, _, ok := l.arg(c, 0)
	if !ok || len(vals) != 1 {
		return unknowns
	}
	name, ok := vals[0].whole()
	if !ok {
		return unknowns
	}
	target, _ := l.modules.find(c.u, name, 0, "")
	if target != nil {
		found := l.moduleValue(target, c.u)
		if vals[0].loose {
			return append(slices.Clip(found), unknowns...)
		}
		return found
	}
	if l.modules.pending {
		return unknowns
	}
	return []value{{kind: external, sym: moduleSymbol(name)}}
}

// apply calls f.
func (l *linker) apply(f value, c call) []value {
	switch f.kind {
	case function:
		return l.invoke(f, c)
	case class:
		return l.construct(f, c)
	case external:
		return l.applyExternal(f, c)
	case product:
		return l.applyProduct(f, c)
	case instance:
		return l.callMethod(f, "__call__", c)
	case text:
		if c.u != nil && isRegionMember(lastName(c.u, c.u.KidsOf(c.id)[0])) {
			return []value{f} // await client.config.region()
		}
	}
	return l.applyUnknown(c)
}

func (l *linker) callMethod(o value, name string, c call) []value {
	var s set
	for _, m := range l.attribute(c.u, c.id, o, name) {
		if m.kind == function {
			s.add(l.invoke(m, c)...)
		}
	}
	if len(s.vals) == 0 {
		return unknowns
	}
	return s.vals
}

// maxCalls bounds how many calls deep arguments are carried.
const maxCalls = 12

// invoke evaluates what a function of the root returns for the call's
// arguments.
func (l *linker) invoke(f value, c call) []value {
	fn := &f.u.Funcs[f.ref]
	fr, ok := l.enter(f, c)
	if !ok {
		return unknowns
	}
	vals := l.returned(f, fr)
	if c.u == nil || len(vals) == 1 && vals[0].kind == sequence {
		return vals
	}
	return via(vals, Step{At: c.at(), What: called(fn)})
}

// returned evaluates what a function returns in a frame, once for each set of
// arguments.
func (l *linker) returned(f value, fr *frame) []value {
	key, ok := l.frameKey(fr)
	if !ok {
		return l.evalReturns(f, fr)
	}
	m := memoOf(&l.invoked, key)
	if !l.once(&m.waits, func() {
		m.vals = nil
		m.vals = l.evalReturns(f, fr)
	}) {
		delete(l.invoked, key)
	}
	return m.vals
}

func (l *linker) evalReturns(f value, fr *frame) []value {
	fn := &f.u.Funcs[f.ref]
	var s set
	for _, r := range l.returning(f.u, f.ref, fr) {
		if r.Value == 0 {
			s.add(nulls...)
			continue
		}
		s.add(l.eval(f.u, r.Value, fr)...)
	}
	if fn.Generator && !f.u.managesContext(fn) {
		items := make([][]value, len(s.vals))
		for i := range s.vals {
			items[i] = s.vals[i : i+1]
		}
		return []value{looseList(items)}
	}
	if len(s.vals) == 0 {
		return nulls
	}
	return s.vals
}

// managesContext reports whether a generator stands for the value that a with
// gets from it.
func (u *unit) managesContext(fn *fact.Func) bool {
	return slices.ContainsFunc(fn.Decorators, func(d fact.ID) bool {
		name := lastName(u, d)
		return name == "contextmanager" || name == "asynccontextmanager"
	})
}

func called(fn *fact.Func) string {
	if fn.Name == "" {
		return "returned by this call"
	}
	return "returned by " + fn.Name + " here"
}

// enter makes the frame of a call.
func (l *linker) enter(f value, c call) (*frame, bool) {
	if c.fr != nil && c.fr.depth == maxCalls {
		return nil, false
	}
	l.frames++
	fr := &frame{id: l.frames, u: f.u, fn: f.ref, self: f.self, outer: f.frame}
	if c.fr != nil {
		fr.depth = c.fr.depth + 1
	}
	fr.args = l.bind(f, &c)
	return fr, true
}

// construct makes an instance of a class of the root.
func (l *linker) construct(f value, c call) []value {
	if vals, ok := l.converted(f, c); ok {
		return vals
	}
	o := value{kind: instance, u: f.u, ref: f.ref, made: &made{call: c}}
	chain, _ := l.ancestry(classRef{f.u, f.ref})
	for _, cl := range chain {
		if m := cl.constructor(); m >= 0 {
			self := o
			if fr, ok := l.enter(value{kind: function, u: cl.u, ref: m, self: &self}, c); ok {
				o.frame = fr
			}
			break
		}
	}
	return []value{o}
}

// converted returns what a call of a class gives that says what its argument is: an
// enum's member, a text, a dict with known keys.
func (l *linker) converted(f value, c call) ([]value, bool) {
	if f.u.Lang != fact.Python {
		return nil, false
	}
	_, elsewhere := l.ancestry(classRef{f.u, f.ref})
	for _, base := range elsewhere {
		switch {
		case isEnum(base), base == "builtins.str" && len(f.u.Classes[f.ref].Methods) == 0:
			return first(l, f, c), true
		case lastDot(base) == "TypedDict":
			return mergeObjects(l, f, c), true
		}
	}
	return nil, false
}

// number returns the value of a small number.
func number(v *value) (int, bool) {
	s, ok := v.whole()
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
