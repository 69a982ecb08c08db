package link

import (
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
)

// Sites are the places where one name is called, or is an argument. A tree may have as
// many functions of one name as such places, so what a place stands for is remembered
// the other way round.
type sites struct {
	of    func(site) fact.ID // the expression that a site is asked for
	taken int                // how many sites are in open, by or vague
	open  []int              // those whose answer may change, in order
	by    map[thing][]int    // those with an answer by what it is
	vague []int              // those that stand for something unknown
}

// A thing is a function or a class of the root.
type thing struct {
	kind kind
	u    *unit
	ref  int32
}

// calledAs returns the calls by a name that may be of a thing, in order, and those of
// something unknown if vague is set.
func (l *linker) calledAs(name string, t thing, vague bool) []site {
	return l.mayBe(l.calls[name], t, vague, func() *sites {
		return entryOf(l.callees, name, func(s site) fact.ID { return s.u.KidsOf(s.id)[0] })
	})
}

// passedAs returns the arguments of a name that may be a thing, in order.
func (l *linker) passedAs(name string, t thing) []site {
	return l.mayBe(l.arguments[name], t, false, func() *sites {
		return entryOf(l.passing, name, func(s site) fact.ID { return s.id })
	})
}

func entryOf(m map[string]*sites, name string, of func(site) fact.ID) *sites {
	if m[name] == nil {
		m[name] = &sites{of: of, by: make(map[thing][]int)}
	}
	return m[name]
}

func (l *linker) mayBe(all []site, t thing, vague bool, index func() *sites) []site {
	const few = 8
	if len(all) <= few {
		return all
	}
	s := index()
	s.take(all)
	at := slices.Concat(s.open, s.by[t])
	if vague {
		at = append(at, s.vague...)
	}
	if !l.budget.pay(len(at) / asksPerStep) {
		l.cuts++
		return nil
	}
	slices.Sort(at)
	at = slices.Compact(at)
	found := make([]site, len(at))
	for i, k := range at {
		found[i] = all[k]
	}
	return found
}

// take sorts in the sites that have an answer now.
func (s *sites) take(all []site) {
	for ; s.taken < len(all); s.taken++ {
		s.open = append(s.open, s.taken)
	}
	s.open = slices.DeleteFunc(s.open, func(at int) bool {
		a := all[at].u.memo.peek(s.of(all[at]))
		if a.waits != 0 {
			return false
		}
		if allOf(a.vals, func(v *value) bool { return v.kind == unknown }) || len(a.vals) == 0 {
			s.vague = append(s.vague, at)
		}
		for _, v := range a.vals {
			for _, t := range v.things() {
				s.by[t] = append(s.by[t], at)
			}
		}
		return true
	})
}

// things returns what of the root calling v may call: a function, a class, or the
// functions that something outside the root was given.
func (v *value) things() []thing {
	switch {
	case v.kind == function, v.kind == class:
		return []thing{{v.kind, v.u, v.ref}}
	case v.kind == product && v.made != nil && v.made.call.u != nil:
		var given []thing
		u := v.made.call.u
		for _, k := range u.KidsOf(v.made.call.id)[1:] {
			if e := &u.Exprs[k]; e.Kind == fact.FuncExpr {
				given = append(given, thing{function, u, e.Ref()})
			}
		}
		return given
	}
	return nil
}
