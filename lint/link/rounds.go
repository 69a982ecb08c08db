package link

import "github.com/regionlint/regionlint/lint/fact"

// fuelForRounds is what there is at most to go through a comprehension round by round.
const fuelForRounds = 120

// roundByRound evaluates a comprehension of one loop without conditions; ok is false
// where nobody knows what it goes through, or that takes too long.
func (l *linker) roundByRound(u *unit, e *fact.Expr, fr *frame) (whole value, ok bool) {
	rounds, known := l.rounds(u, e, fr)
	if !known {
		return value{}, false
	}
	cuts, restore := l.cuts, l.atMost(min(fuelForRounds, l.fuel/4))
	if first := &u.Exprs[u.Kids(e)[0]]; first.Kind == fact.Entry {
		o := &object{}
		for _, round := range rounds {
			l.entry(u, o, first, round)
		}
		whole = value{kind: mapping, obj: o}
	} else {
		items := make([][]value, len(rounds))
		for i, round := range rounds {
			items[i] = l.eval(u, u.Kids(e)[0], round)
		}
		whole = listOf(items)
	}
	restore()
	ok = l.cuts == cuts
	l.cuts = cuts // of what was cut short nothing is used
	return whole, ok
}

// rounds returns the frames of the rounds of a comprehension, in order; known is false
// where nobody knows them.
func (l *linker) rounds(u *unit, e *fact.Expr, fr *frame) (rounds []*frame, known bool) {
	if len(u.Kids(e)) != 2 {
		return nil, false
	}
	iterable := u.Kids(e)[1]
	element := u.elementOf(iterable)
	lists := l.eval(u, iterable, fr)
	if element == 0 || len(lists) != 1 {
		return nil, false
	}
	in, ok := l.listed(&lists[0])
	if !ok || in.more || in.loose || len(in.items) == 0 || len(in.items) > maxAlternatives {
		return nil, false
	}
	rounds = make([]*frame, len(in.items))
	for i, item := range in.items {
		if len(in.items) >= catalogue {
			item = looped(item)
		}
		l.frames++
		rounds[i] = &frame{id: l.frames, u: u, fn: -1, scope: u.Exprs[u.Kids(e)[0]].Scope, outer: fr}
		if fr != nil {
			rounds[i].depth = fr.depth
		}
		*rounds[i].memo.of(element) = answer{id: element, vals: item}
	}
	return rounds, true
}

// elementOf returns the expression that stands for an element of what a loop goes
// through, 0 for none.
func (u *unit) elementOf(iterable fact.ID) fact.ID {
	if u.element == nil {
		u.element = make(map[fact.ID]fact.ID)
		for i := range u.Exprs {
			if e := &u.Exprs[i]; e.Kind == fact.Element {
				u.element[u.Kids(e)[0]] = fact.ID(i)
			}
		}
	}
	return u.element[iterable]
}
