package rules

import (
	"maps"
	"slices"

	"github.com/regionlint/regionlint/lint/link"
)

// A ballot is the lookups of one variable that can be compared, in the order of
// their places, each with the one region that it falls back to.
type ballot []vote

type vote struct {
	lookup   *link.Lookup
	fallback link.Origin
}

// ballots groups lookups by the unit that they run in and the name.
type ballots struct {
	ground *ground
	byName map[[2]string]ballot
}

func fallbackVotes(p *link.Program) *ballots {
	b := &ballots{ground: newGround(p), byName: make(map[[2]string]ballot)}
	for i := range p.Lookups {
		lk := &p.Lookups[i]
		fallbacks := written(lk)
		if lk.Test || !lk.Region || len(fallbacks) == 0 || slices.ContainsFunc(fallbacks, func(o link.Origin) bool {
			return o.Region != fallbacks[0].Region
		}) {
			continue
		}
		key := b.key(lk)
		b.byName[key] = append(b.byName[key], vote{lk, fallbacks[0]})
	}
	return b
}

func (b *ballots) key(lk *link.Lookup) [2]string {
	return [2]string{b.ground.unit(lk.At.Path, lk.Component), lk.Name}
}

// against returns the fallbacks of the majority if a lookup is not part of it.
// The lookups of its own component count alone if they disagree already.
func (b *ballots) against(lk *link.Lookup) (majority []link.Origin, regions []string) {
	all := b.byName[b.key(lk)]
	own := slices.DeleteFunc(slices.Clone(all), func(v vote) bool { return v.lookup.Component != lk.Component })
	if own.split() {
		all = own
	}
	at := slices.IndexFunc(all, func(v vote) bool { return v.lookup == lk })
	winner := all.winner()
	if at < 0 || all[at].fallback.Region == winner {
		return nil, nil
	}
	for _, v := range all {
		if v.fallback.Region == winner {
			majority = append(majority, v.fallback)
		}
	}
	return majority, []string{winner}
}

// with returns what all lookups fall back to that are of the variable, and in
// the unit, of which a region is the fallback.
func (b *ballots) with(o link.Origin) []link.Origin {
	var all []link.Origin
	for _, key := range slices.SortedFunc(maps.Keys(b.byName), func(x, y [2]string) int { return slices.Compare(x[:], y[:]) }) {
		votes := b.byName[key]
		if !slices.ContainsFunc(votes, func(v vote) bool { return spot(v.fallback) == spot(o) }) {
			continue
		}
		for _, v := range votes {
			all = append(all, v.fallback)
		}
	}
	return all
}

func (b ballot) split() bool {
	return slices.ContainsFunc(b, func(v vote) bool { return v.fallback.Region != b[0].fallback.Region })
}

// winner returns the region that most lookups fall back to, of equals the first.
func (b ballot) winner() string {
	counts := make(map[string]int)
	best := ""
	for _, v := range b {
		counts[v.fallback.Region]++
	}
	for _, v := range b {
		if counts[v.fallback.Region] > counts[best] {
			best = v.fallback.Region
		}
	}
	return best
}
