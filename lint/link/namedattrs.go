package link

import (
	"github.com/regionlint/regionlint/lint/fact"
)

// setByName adds to out what methods of class c give attribute name of o by a name
// that they work out: setattr(self, k, v), self.__dict__.update(values). It reports
// whether a constructor surely does.
func (l *linker) setByName(out *set, o value, c classRef, name string) (certain bool) {
	for _, id := range l.namedSets(c) {
		if l.budget.pay(1); l.broke() {
			out.add(unknowns...)
			return false
		}
		vals, maybe := l.namedSet(c, id, o, name)
		if out.add(vals...); len(vals) == 0 || maybe {
			continue
		}
		m := c.u.method(c.u.Exprs[id].Scope)
		certain = certain || isConstructor(c.u, m) && c.u.climb(c.u.Exprs[id].Block) == c.u.bodies[m]
	}
	return certain
}

// namedSet returns what one such call gives the attribute; maybe says that it may give
// it nothing.
func (l *linker) namedSet(c classRef, id fact.ID, o value, name string) (vals []value, maybe bool) {
	k := call{u: c.u, id: id, fr: o.frame}
	if lastName(c.u, c.u.KidsOf(id)[0]) == "update" {
		for _, v := range mergeObjects(l, value{}, k) {
			vals, _, maybe = v.obj.get(name)
		}
		return vals, maybe
	}
	args := c.u.KidsOf(id)[1:]
	key, val := &c.u.Exprs[args[len(args)-2]], args[len(args)-1]
	if key.Kind == fact.String {
		if c.u.Text(key) != name {
			return nil, true
		}
		return l.eval(c.u, val, o.frame), false
	}
	from, ok := c.u.pairsOf(key, &c.u.Exprs[val])
	if !ok {
		return unknowns, true
	}
	merged := &object{}
	l.spread(merged, l.eval(c.u, from, o.frame))
	vals, _, _ = merged.get(name)
	return vals, true
}

// pairsOf returns the dict whose keys and values two names are in a loop over its
// items.
func (u *unit) pairsOf(key, val *fact.Expr) (dict fact.ID, ok bool) {
	if key.Kind != fact.Name || val.Kind != fact.Name {
		return 0, false
	}
	of := func(e *fact.Expr) fact.ID {
		for _, i := range u.bindings.in(e.Scope, u.Text(e)) {
			item := &u.Exprs[u.Bindings[i].Value]
			if item.Kind == fact.Index && u.Exprs[u.Kids(item)[0]].Kind == fact.Element {
				return u.KidsOf(u.Kids(item)[0])[0]
			}
		}
		return 0
	}
	items := of(key)
	if items == 0 || items != of(val) || u.Exprs[items].Kind != fact.Call {
		return 0, false
	}
	callee := &u.Exprs[u.KidsOf(items)[0]]
	if callee.Kind != fact.Member || u.Text(callee) != "items" {
		return 0, false
	}
	return u.Kids(callee)[0], true
}

// namedSets returns the calls in methods of a class that set attributes of its
// objects by name.
func (l *linker) namedSets(c classRef) []fact.ID {
	if found, ok := l.byName[c]; ok {
		return found
	}
	var found []fact.ID
	for _, method := range []string{"setattr", "__setattr__", "update"} {
		for _, s := range l.callsIn(c.u, method) {
			e := &c.u.Exprs[s.id]
			m := c.u.method(e.Scope)
			if m >= 0 && c.u.Funcs[m].Class == c.ref && c.u.setsNamed(m, e, method) {
				found = append(found, s.id)
			}
		}
	}
	l.byName[c] = found
	return found
}

// setsNamed reports whether a call in method m sets attributes of its object.
func (u *unit) setsNamed(m int32, e *fact.Expr, method string) bool {
	kids := u.Kids(e)
	isSelf := func(id fact.ID) bool {
		x := &u.Exprs[id]
		return x.Kind == fact.Name && u.isSelf(m, u.Text(x))
	}
	callee := &u.Exprs[kids[0]]
	if method != "update" {
		return len(kids) == 4 && isSelf(kids[1]) || len(kids) == 3 && callee.Kind == fact.Member
	}
	if callee.Kind != fact.Member {
		return false
	}
	switch of := &u.Exprs[u.Kids(callee)[0]]; of.Kind {
	case fact.Member:
		return u.Text(of) == "__dict__" && isSelf(u.Kids(of)[0])
	case fact.Call:
		return len(u.Kids(of)) == 2 && lastName(u, u.Kids(of)[0]) == "vars" && isSelf(u.Kids(of)[1])
	}
	return false
}
