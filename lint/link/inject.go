package link

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
)

// fromContainer returns what a container of dependencies passes for parameter i of
// a function: by a decorator such as @Inject(token), or by position for the
// factory in {provide: …, useFactory, inject: [token, …]}.
func (l *linker) fromContainer(u *unit, fn int32, i int) ([]value, bool) {
	var s set
	for _, d := range u.Funcs[fn].Params[i].Decorators {
		if e := &u.Exprs[d]; e.Kind == fact.Call && strings.EqualFold(lastName(u, u.Kids(e)[0]), "inject") {
			tokens, _, _ := l.arg(call{u: u, id: d}, 0)
			s.add(l.forTokens(tokens)...)
		}
	}
	if entry := u.parent[u.literals[fn]]; entry != 0 && u.Exprs[entry].Kind == fact.Entry && u.TextOf(u.KidsOf(entry)[0]) == "useFactory" {
		for _, list := range l.sibling(u, entry, "inject") {
			if list.kind == sequence && i < len(list.items()) {
				s.add(l.forTokens(list.items()[i])...)
			}
		}
	}
	return s.vals, len(s.vals) > 0
}

// sibling returns the value beside an entry, under a key of the same object.
func (l *linker) sibling(u *unit, entry fact.ID, key string) []value {
	for _, k := range u.KidsOf(u.parent[entry]) {
		if e := &u.Exprs[k]; e.Kind == fact.Entry && u.TextOf(u.Kids(e)[0]) == key {
			return l.eval(u, u.Kids(e)[1], nil)
		}
	}
	return nil
}

// forTokens returns what is provided under tokens.
func (l *linker) forTokens(tokens []value) []value {
	var s set
	for i := range tokens {
		t := &tokens[i]
		if strings.HasSuffix(t.sym, "registerAs().KEY") && t.self != nil {
			s.add(l.provided([]value{*t.self}, "")...)
			continue
		}
		for _, st := range l.provides {
			if l.hasToken(st.u, st.u.KidsOf(st.id)[1], t) {
				s.add(l.sibling(st.u, st.id, "useValue")...)
				s.add(l.manufactured(st)...)
			}
		}
		s.add(l.bindings(t)...)
	}
	return s.vals
}

// manufactured returns what the factory beside `provide: token` makes.
func (l *linker) manufactured(st site) []value {
	var s set
	for _, f := range l.sibling(st.u, st.id, "useFactory") {
		if f.kind == function {
			// The parameters are found as those of the factory itself are.
			for _, r := range f.u.Funcs[f.ref].Returns {
				if r.Value != 0 {
					s.add(l.eval(f.u, r.Value, nil)...)
				}
			}
		}
	}
	return s.vals
}

// bindings returns what containers without modules hold under a token:
// tsyringe's register(token, {useValue}) and registerInstance(token, v),
// inversify's bind(token).toConstantValue(v).
func (l *linker) bindings(t *value) []value {
	var s set
	for _, name := range []string{"register", "registerInstance"} {
		for _, st := range l.callsOf(name) {
			kids := st.u.KidsOf(st.id)
			if st.u.Lang != fact.TypeScript || len(kids) < 3 || !l.hasToken(st.u, kids[1], t) {
				continue
			}
			for _, v := range l.eval(st.u, kids[2], nil) {
				if name == "registerInstance" {
					s.add(v)
				} else if v.kind == mapping {
					vals, _, _ := v.obj.get("useValue")
					s.add(vals...)
				}
			}
		}
	}
	for _, st := range l.callsOf("toConstantValue") {
		kids := st.u.KidsOf(st.id)
		if callee := &st.u.Exprs[kids[0]]; len(kids) == 2 && callee.Kind == fact.Member {
			if bind := &st.u.Exprs[st.u.Kids(callee)[0]]; bind.Kind == fact.Call && len(st.u.Kids(bind)) > 1 && l.hasToken(st.u, st.u.Kids(bind)[1], t) {
				s.add(l.eval(st.u, kids[1], nil)...)
			}
		}
	}
	return s.vals
}

// hasToken reports whether an expression is the token.
func (l *linker) hasToken(u *unit, id fact.ID, t *value) bool {
	return slices.ContainsFunc(l.eval(u, id, nil), func(v value) bool {
		if a, ok := v.whole(); ok {
			b, same := t.whole()
			return same && a == b
		}
		return v.kind == t.kind && v.kind != unknown && v.key() != "" && v.key() == t.key()
	})
}
