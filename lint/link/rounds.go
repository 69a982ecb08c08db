package link

import "github.com/regionlint/regionlint/lint/fact"

// rounds returns the frames of the rounds of a comprehension of one loop without
// conditions, in order. Where they are not known it returns one that stands for all.
func (l *linker) rounds(u *unit, e *fact.Expr, fr *frame) (rounds []*frame, known bool) {
	if len(u.Kids(e)) != 2 {
		return []*frame{fr}, false
	}
	iterable := u.Kids(e)[1]
	element := u.elementOf(iterable)
	lists := l.eval(u, iterable, fr)
	if element == 0 || len(lists) != 1 {
		return []*frame{fr}, false
	}
	in, ok := l.listed(&lists[0])
	if !ok || in.more || in.loose || len(in.items) == 0 || len(in.items) > maxAlternatives {
		return []*frame{fr}, false
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
		put(&rounds[i].memo, element, answer{vals: item})
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
