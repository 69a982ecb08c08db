package link

import (
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

type lookupKey struct {
	at   source.Location
	name string
}

// A lookupOf is one read of an environment variable.
type lookupOf struct {
	name     string
	at       source.Location
	nameAt   source.Location
	fallback []value
	has      bool // a fallback is given
	fold     bool // the library compares names without case
	implied  bool
	schema   bool
	id       fact.ID  // the expression that reads, 0 where there is none
	optional bool     // the library takes the variable's absence
	files    []string // dotenv files that the library is told to read
}

// lookup evaluates an expression that reads variable name.
func (l *linker) lookup(u *unit, id fact.ID, name string, nameAt source.Location, fallback []value, has bool) []value {
	return l.read(u, lookupOf{name: name, at: u.here(id), nameAt: nameAt, fallback: fallback, has: has, id: id})
}

// read returns what a lookup can give: every value that code or a dotenv file
// in its scope defines, and its fallback unless a real dotenv file decides. A
// variable that nothing defines is an unset null.
func (l *linker) read(u *unit, k lookupOf) []value {
	defs, real := l.env.find(u.dir, k.name, k.fold, k.files)
	l.note(u, k, defs)
	reads := Step{At: k.at, What: k.name + " is read here", Kind: StepLookup, Variable: k.name}
	var s set
	s.add(l.assignedTo(u, k.name, k.at)...)
	for _, i := range defs {
		s.add(l.defined(i, 0))
	}
	if !real {
		if k.has {
			s.add(loosened(k.fallback)...)
		} else if len(s.vals) == 0 || len(defs) > 0 {
			s.add(value{kind: null, unset: true})
		}
	}
	return via(s.vals, reads)
}

// note records a lookup for rules and for the map.
func (l *linker) note(u *unit, k lookupOf, defs []int) {
	key := lookupKey{k.at, k.name}
	if _, ok := l.lookups[key]; ok {
		return
	}
	lk := &Lookup{
		Name: k.name, At: k.at, NameAt: k.nameAt, HasFallback: k.has, Implied: k.implied, Schema: k.schema, Test: u.test,
		Component: l.env.componentOf(u.dir), Region: isRegionName(k.name), Elsewhere: l.definedElsewhere(u, k.name), Definitions: slices.Clone(defs),
	}
	lk.Library, lk.Platform = l.published(lk.Component), l.platformOf(u)
	lk.Named = l.in.Remarked[k.name] || l.spelled()[k.name]
	l.lookups[key] = lk
	l.readings[lk] = reading{u: u, id: k.id, optional: k.optional}
	l.readAt[k.at] = append(l.readAt[k.at], lk)
	if _, _, handed := u.handedFallback(k.id); k.has && handed == 0 {
		l.noteFallback(lk, k.fallback)
	}
}

// noteFallback records what a lookup falls back to.
func (l *linker) noteFallback(lk *Lookup, vals []value) {
	lk.Fallbacks = l.origins(via(vals, Step{At: lk.At, What: lk.Name + " is read here", Kind: StepLookup, Variable: lk.Name}))
	lk.Spelled = spelledIn(vals)
	l.misnameFallback(lk, vals)
}

// spelledIn returns the source's own bytes of texts.
func spelledIn(vals []value) []source.Location {
	var found []source.Location
	for i := range vals {
		if vals[i].kind != text {
			continue
		}
		for _, p := range vals[i].pieces {
			if p.at != zero {
				found = append(found, p.at)
			}
		}
	}
	return found
}
