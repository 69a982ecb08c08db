package rules

import (
	"maps"
	"slices"

	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
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
	keys   map[source.Location][][2]string // of the ballots with a fallback that is decided at a place, sorted
	counts map[electorate]*count
}

// An electorate is the lookups of a ballot that stand in one component, or all of
// them.
type electorate struct {
	key       [2]string
	component string
	all       bool
}

// A count is what an electorate falls back to.
type count struct {
	votes  ballot
	split  bool
	winner string
	won    []link.Origin // the fallbacks that are the winner
}

type ballotsKey struct{}

// fallbackVotes returns the ballots of a program, which are made once and not
// changed.
func fallbackVotes(p *link.Program) *ballots {
	return link.Derived(p, ballotsKey{}, func() *ballots { return held(p) })
}

func held(p *link.Program) *ballots {
	b := &ballots{
		ground: newGround(p), byName: make(map[[2]string]ballot),
		keys: make(map[source.Location][][2]string), counts: make(map[electorate]*count),
	}
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
	for _, key := range slices.SortedFunc(maps.Keys(b.byName), func(x, y [2]string) int { return slices.Compare(x[:], y[:]) }) {
		for _, v := range b.byName[key] {
			at := spot(v.fallback)
			if known := b.keys[at]; len(known) == 0 || known[len(known)-1] != key {
				b.keys[at] = append(known, key)
			}
			for _, of := range []electorate{{key: key, all: true}, {key: key, component: v.lookup.Component}} {
				if b.counts[of] == nil {
					b.counts[of] = &count{}
				}
				b.counts[of].votes = append(b.counts[of].votes, v)
			}
		}
	}
	elsewhere := writtenRegions(p)
	for _, c := range b.counts {
		c.split, c.winner = c.votes.split(), c.votes.winner(elsewhere)
		for _, v := range c.votes {
			if v.fallback.Region == c.winner {
				c.won = append(c.won, v.fallback)
			}
		}
	}
	return b
}

func (b *ballots) key(lk *link.Lookup) [2]string {
	return [2]string{b.ground.unit(lk.At.Path, lk.Component), lk.Name}
}

// against returns the fallbacks of the majority if a lookup is not part of it.
// The lookups of its own component count alone if they disagree already.
func (b *ballots) against(lk *link.Lookup) (majority []link.Origin, regions []string) {
	key := b.key(lk)
	all := b.counts[electorate{key: key, all: true}]
	if own := b.counts[electorate{key: key, component: lk.Component}]; own != nil && own.split {
		all = own
	}
	if all == nil {
		return nil, nil
	}
	at, found := slices.BinarySearchFunc(all.votes, lk, func(v vote, lk *link.Lookup) int { return v.lookup.At.Compare(lk.At) })
	for ; found && at < len(all.votes) && all.votes[at].lookup != lk && all.votes[at].lookup.At == lk.At; at++ {
	}
	if !found || at == len(all.votes) || all.votes[at].lookup != lk || all.votes[at].fallback.Region == all.winner {
		return nil, nil
	}
	return all.won, []string{all.winner}
}

// with returns what all lookups fall back to that are of the variable, and in
// the unit, of which a region is the fallback.
func (b *ballots) with(o link.Origin) []link.Origin {
	var all []link.Origin
	for _, key := range b.keys[spot(o)] {
		for _, v := range b.byName[key] {
			all = append(all, v.fallback)
		}
	}
	return all
}

func (b ballot) split() bool {
	return slices.ContainsFunc(b, func(v vote) bool { return v.fallback.Region != b[0].fallback.Region })
}

// winner returns the region that most lookups fall back to, of equals the one that
// is more often elsewhere, of those the first.
func (b ballot) winner(elsewhere map[string]int) string {
	counts := make(map[string]int)
	best := ""
	for _, v := range b {
		counts[v.fallback.Region]++
	}
	for _, v := range b {
		region := v.fallback.Region
		if counts[region] > counts[best] || counts[region] == counts[best] && elsewhere[region] > elsewhere[best] {
			best = region
		}
	}
	return best
}

// writtenRegions returns how many clients are in a region that is no fallback, and
// how many lookups fall back to it, by region.
func writtenRegions(p *link.Program) map[string]int {
	counts := make(map[string]int)
	for i := range p.Clients {
		c := &p.Clients[i]
		if takesPart(c) && len(c.Regions) == 1 && len(c.Origins) > 0 && c.Origins[0].Decided().Kind != link.StepFallback {
			counts[c.Regions[0]]++
		}
	}
	for i := range p.Lookups {
		if lk := &p.Lookups[i]; !lk.Test && lk.Region {
			for _, o := range written(lk) {
				counts[o.Region]++
			}
		}
	}
	return counts
}
