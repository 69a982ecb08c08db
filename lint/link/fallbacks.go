package link

import (
	"maps"
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// collectHandedFallbacks notes what the lookups of functions fall back to that are
// told by their callers which variable to read and what to fall back to: each
// variable has the fallbacks of the calls that ask for it, and none of the others'.
func (l *linker) collectHandedFallbacks() {
	for _, at := range slices.SortedFunc(maps.Keys(l.readAt), source.Location.Compare) {
		r := l.readings[l.readAt[at][0]]
		if fn, key, last := r.u.handedFallback(r.id); last != 0 {
			l.collectHandedFallback(funcRef{r.u, fn}, key, last, l.readAt[at])
		}
	}
}

// collectHandedFallback looks at the calls of f, which reads the variable that key
// gives and falls back to what last gives.
func (l *linker) collectHandedFallback(f funcRef, key, last fact.ID, lookups []*Lookup) {
	byName := make(map[string]*Lookup, len(lookups))
	for _, lk := range lookups {
		byName[lk.Name] = lk
	}
	given := make(map[*Lookup]*set)
	for _, c := range l.callersOf(f) {
		l.begin(c.u, fuelPerQuery)
		fr, ok := l.enter(c.as, c.call)
		if !ok {
			continue
		}
		for _, v := range l.eval(f.u, key, fr) {
			name, _ := v.whole()
			lk := byName[name]
			if lk == nil {
				continue
			}
			if given[lk] == nil {
				given[lk] = new(set)
			}
			given[lk].add(l.eval(f.u, last, fr)...)
		}
	}
	for _, lk := range lookups {
		if s := given[lk]; s != nil {
			lk.HasFallback = !allOf(s.vals, (*value).isNull)
			l.noteFallback(lk, s.vals)
		}
	}
}

// handedFallback returns the parameter that gives the name of the variable which an
// expression reads, and the one that gives what to fall back to, each where it is
// used, with the function that has both. last is 0 where there are none.
func (u *unit) handedFallback(id fact.ID) (fn int32, key, last fact.ID) {
	if id == 0 {
		return 0, 0, 0
	}
	e := &u.Exprs[id]
	scope := u.flow(e.Scope)
	isParam := func(id fact.ID) bool {
		return u.Exprs[id].Kind == fact.Name && u.flow(u.Exprs[id].Scope) == scope && u.hasParam(scope, u.TextOf(id))
	}
	if e.Kind != fact.Call && e.Kind != fact.Index || len(u.Kids(e)) < 2 || !isParam(u.Kids(e)[1]) {
		return 0, 0, 0
	}
	fn, key = u.Scopes[scope].Ref, u.Kids(e)[1]
	for _, other := range u.fallbacksOf(fn, id) {
		if isParam(other) && u.TextOf(other) != u.TextOf(key) {
			return fn, key, other
		}
	}
	return 0, 0, 0
}

// fallbacksOf returns what stands where the fallback of a lookup in function fn may
// be: behind the name in its call, last among alternatives, or in another return.
func (u *unit) fallbacksOf(fn int32, id fact.ID) []fact.ID {
	var found []fact.ID
	if e := &u.Exprs[id]; e.Kind == fact.Call {
		for _, arg := range u.Kids(e)[2:] {
			if u.Exprs[arg].Kind == fact.Keyword {
				arg = u.KidsOf(arg)[0]
			}
			found = append(found, arg)
		}
	}
	if parent := u.parent[id]; parent != 0 {
		switch e := &u.Exprs[parent]; e.Kind {
		case fact.Or, fact.Coalesce, fact.Cond:
			found = append(found, u.Kids(e)[len(u.Kids(e))-1])
		}
	}
	for _, r := range u.Funcs[fn].Returns {
		if r.Value != 0 {
			found = append(found, r.Value)
		}
	}
	return found
}
