package link

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
)

// A starred is what a star import gives a name.
type starred struct {
	im   *fact.Import
	vals []value
}

// starred returns what the star imports of a module, in order, give a name of its
// scope s.
func (l *linker) starred(u *unit, s fact.ScopeID, name string) []starred {
	if s != 0 || u.Lang != fact.Python || strings.HasPrefix(name, "_") {
		return nil
	}
	var found []starred
	for _, i := range u.stars {
		im := &u.Imports[i]
		if l.budget.pay(1); l.broke() || im.Scope != 0 {
			continue
		}
		if target := l.modules.holding(u, im, name); target != nil && target != u {
			if vals, ok := l.moduleName(target, name); ok {
				found = append(found, starred{im, via(vals, Step{At: u.at(im.Span), What: name + " is imported here"})})
			}
		}
	}
	return found
}

// amongStars returns what a module's name can be that star imports give it, beside
// what the module itself binds it to: the last that runs decides. Where same is false
// the use is in some function, which runs later.
func (l *linker) amongStars(u *unit, stars []starred, name string, use place, same bool) []value {
	if !same {
		use = place{0, math.MaxUint32}
	}
	own, others := u.apart(0, u.bindings.in(0, name))
	type giver struct {
		place
		give func() []value
	}
	var givers []giver
	for i, p := range u.places(own) {
		givers = append(givers, giver{p, func() []value { return l.bound(u, &u.Bindings[own[i]], nil) }})
	}
	for _, st := range stars {
		givers = append(givers, giver{place{st.im.Block, st.im.Span.End}, func() []value { return st.vals }})
	}
	slices.SortStableFunc(givers, func(a, b giver) int { return cmp.Compare(a.at, b.at) })
	all := make([]place, len(givers))
	for i := range givers {
		all[i] = givers[i].place
	}
	var out set
	reached, _, _, more := u.reach(placesOf(all), name, use.block, use.at, same)
	if more {
		out.add(unknowns...)
	}
	for _, r := range reached {
		out.add(filtered(givers[r.index].give(), r.filter)...)
	}
	if len(reached) == 0 {
		for _, g := range givers {
			out.add(g.give()...)
		}
	}
	for _, i := range others {
		out.add(l.bound(u, &u.Bindings[i], nil)...)
	}
	out.add(l.assignedInside(u, 0, name, nil)...)
	return out.vals
}
