package link

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
)

// A truth is what is known of a condition.
type truth uint8

const (
	open  truth = iota // nobody can tell
	holds              // whenever it is asked
	fails
)

// not returns the truth of the opposite.
func (t truth) not() truth {
	return [...]truth{open: open, holds: fails, fails: holds}[t]
}

// values returns a condition's truth as what the condition evaluates to.
func (t truth) values() []value { return truths[t] }

var truths = [...][]value{
	open:  {{kind: boolean}},
	holds: {{kind: boolean, sym: "true"}},
	fails: {{kind: boolean, sym: "false"}},
}

// truthOf returns what values are in a condition.
func truthOf(vals []value) truth {
	switch {
	case allOf(vals, surely):
		return holds
	case allOf(vals, surelyNot):
		return fails
	}
	return open
}

// truth returns what an expression is in a condition.
func (l *linker) truth(u *unit, id fact.ID, fr *frame) truth {
	e := &u.Exprs[id]
	if e.Kind != fact.Or && e.Kind != fact.And {
		return truthOf(l.eval(u, id, fr))
	}
	decisive, all := holds, fails
	if e.Kind == fact.And {
		decisive, all = fails, holds
	}
	for _, k := range u.Kids(e) {
		if t := l.truth(u, k, fr); t == decisive {
			return t
		} else if t != all {
			all = open
		}
	}
	return all
}

// surely reports whether v is true in every condition.
func surely(v *value) bool {
	if v.kind == boolean {
		return v.sym == "true" && !v.loose
	}
	return v.isThere() && !v.falsy()
}

// surelyNot reports whether v is false in every condition. A variable that no file
// defines may be set where the program runs.
func surelyNot(v *value) bool { return v.falsy() && !v.unset && !v.loose }

// undecided returns values whose booleans say nothing: what stands in for something
// that somebody else may give.
func undecided(vals []value) []value {
	if !slices.ContainsFunc(vals, func(v value) bool { return v.kind == boolean && v.sym != "" }) {
		return vals
	}
	out := slices.Clone(vals)
	for i := range out {
		if out[i].kind == boolean {
			out[i].sym = ""
		}
	}
	return out
}

// settled returns v's text if the code alone decides it: no variable, which may be
// another one where the program runs, and no fallback.
func (v *value) settled() (string, bool) {
	s, ok := v.whole()
	if !ok || v.loose || v.mode != nil {
		return "", false
	}
	for i := range v.pieces {
		for st := v.pieces[i].way; st != nil; st = st.next {
			switch st.Kind {
			case StepUse, StepLiteral, StepElement, StepIdentifier:
			default:
				return "", false
			}
		}
	}
	return s, true
}

// opposite returns the truth of a negation, which has one operand where its language
// has only one.
func (l *linker) opposite(u *unit, e *fact.Expr, fr *frame) truth {
	if kids := u.Kids(e); len(kids) == 1 {
		return l.truth(u, kids[0], fr).not()
	}
	return open
}

// compared returns the truth of a comparison.
func (l *linker) compared(u *unit, e *fact.Expr, fr *frame) truth {
	kids := u.Kids(e)
	a := l.eval(u, kids[0], fr)
	if slices.ContainsFunc(a, func(v value) bool { return v.kind == unknown || v.kind == external }) {
		return open
	}
	b := l.eval(u, kids[1], fr)
	var t truth
	switch u.Text(e) {
	case "==", "is", "!=", "is not":
		t = agreement(a, b, func(a, b *value) truth { return u.equal(a, b, kids) })
	case "in", "not in":
		t = agreement(a, b, l.isIn)
	}
	if strings.Contains(u.Text(e), "not") || u.Text(e) == "!=" {
		return t.not()
	}
	return t
}

// agreement returns what one relation is between each of some values and each of
// others, open where it is not the same.
func agreement(a, b []value, relation func(a, b *value) truth) truth {
	if len(a)*len(b) > 2*maxAlternatives {
		return open
	}
	all, first := open, true
	for i := range a {
		x := &a[i]
		for j := range b {
			t := relation(x, &b[j])
			if t == open || !first && t != all {
				return open
			}
			all, first = t, false
		}
	}
	return all
}

// equal returns whether two values, of the expressions kids, are the same text, or both
// nothing. JavaScript has two kinds of nothing, of which only undefined comes about
// without being written, so that a comparison with the other one stays open.
func (u *unit) equal(a, b *value, kids []fact.ID) truth {
	switch {
	case a.kind == null && b.kind == null:
		if !a.unset && !b.unset && u.isUndefined(kids[0]) != u.isUndefined(kids[1]) {
			return holds
		}
	case a.kind == null:
		return b.equalsNothing(a)
	case b.kind == null:
		return a.equalsNothing(b)
	case a.kind == boolean && b.kind == boolean:
		if x, y := truthOf([]value{*a}), truthOf([]value{*b}); x != open && y != open {
			return truthIf(x == y)
		}
	}
	s, ok := a.settled()
	t, known := b.settled()
	if !ok || !known || isNumeral(s) || isNumeral(t) {
		return open
	}
	return truthIf(s == t)
}

// equalsNothing returns whether v, which is not known to be nothing, is.
func (v *value) equalsNothing(nothing *value) truth {
	if nothing.unset || v.loose || !v.isThere() {
		return open
	}
	return fails
}

// isUndefined reports whether an expression spells None or undefined.
func (u *unit) isUndefined(id fact.ID) bool {
	e := &u.Exprs[id]
	return e.Kind == fact.Null && u.Source[e.Span.Start:e.Span.End] != "null"
}

func truthIf(holding bool) truth {
	if holding {
		return holds
	}
	return fails
}

// isNumeral reports whether a text may be a number, which is equal to a text in one
// comparison and not in another.
func isNumeral(s string) bool {
	return s != "" && (s[0] >= '0' && s[0] <= '9' || s[0] == '-')
}

// isIn is key in object.
func (l *linker) isIn(key, object *value) truth {
	name, ok := key.settled()
	if !ok || object.kind != mapping || object.obj.open || object.obj.env {
		return open
	}
	l.budget.pay(1)
	switch vals, _, maybe := object.obj.get(name); {
	case !maybe:
		return holds
	case len(vals) == 0:
		return fails
	}
	return open
}

// maxArms is how many arms around a place are asked for their conditions, maxOtherArms
// how many a statement may have for that.
const (
	maxArms      = 16
	maxOtherArms = 64
)

// enters returns whether control gets into a block, once it is in one of those around
// or, without those, in the body of the function, as conditions that are decided in a
// frame say. once says that it does so at most once.
func (l *linker) enters(u *unit, block fact.BlockID, around *chain, fr *frame) (t truth, once bool) {
	t, once = holds, true
	for arms := 0; block != 0; block = u.Blocks[block].Parent {
		b := &u.Blocks[block]
		if around != nil && around.contains(block) || around == nil && b.Kind == fact.Body {
			break
		}
		if b.Kind != fact.Arm {
			once = false
			continue
		}
		if arms++; arms > maxArms {
			return open, false
		}
		if taken := l.taken(u, block, fr); taken == fails {
			return fails, once
		} else if taken != holds {
			t = open
		}
	}
	return t, once
}

// taken returns whether control takes an arm of a statement.
func (l *linker) taken(u *unit, arm fact.BlockID, fr *frame) truth {
	b := &u.Blocks[arm]
	rest := holds // no other arm is taken
	if len(u.arms[b.Group]) > maxOtherArms {
		return open
	}
	for _, other := range u.arms[b.Group] {
		o := &u.Blocks[other]
		if other == arm || b.Cond != 0 && (o.Span.Start > b.Span.Start || o.Cond == b.Cond) {
			continue
		}
		if t := l.condition(u, o, fr); t == holds {
			return fails
		} else if t != fails {
			rest = open
		}
	}
	if b.Cond == 0 {
		if b.Exhaustive {
			return rest
		}
		return open
	}
	t := l.condition(u, b, fr)
	if t == holds {
		return rest
	}
	return t
}

// fuelForCondition is what there is at most to decide the condition of an arm, which is
// open where it takes more: most have nothing to do with regions.
const fuelForCondition = 16

// condition returns whether the condition of an arm lets control in.
func (l *linker) condition(u *unit, b *fact.Block, fr *frame) truth {
	if b.Cond == 0 {
		return open
	}
	t := l.decided(u, b.Cond, fr)
	if b.Negated {
		return t.not()
	}
	return t
}

// decided is truth of the condition of an arm. Those that conditions depend on share
// what there is for the first, and one that takes more than that is not asked again.
func (l *linker) decided(u *unit, cond fact.ID, fr *frame) truth {
	memo := u.memoIn(fr)
	if a := memo.peek(cond); a.waits == 0 {
		return truthOf(a.vals)
	}
	if l.fuel <= 0 || l.broke() {
		return open
	}
	fuel, cuts, first := l.fuel, l.cuts, !l.deciding
	if first {
		l.fuel, l.deciding = fuelForCondition, true
	}
	t := l.truth(u, cond, fr)
	whole := l.cuts == cuts
	if !whole {
		t, l.cuts = open, cuts
	}
	if first {
		l.fuel, l.deciding = fuel, false
		if !whole && l.budget.taken < l.budget.most {
			*memo.of(cond) = answer{id: cond, vals: open.values()}
		}
	}
	return t
}

// returning returns what a function can return in a frame: what stands in arms that
// are not taken, or behind what surely returns, is left out.
func (l *linker) returning(u *unit, fn int32, fr *frame) []fact.Return {
	all := u.Funcs[fn].Returns
	if len(all) < 2 || u.Funcs[fn].Generator {
		return all
	}
	var out []fact.Return
	for _, r := range all {
		t, once := l.enters(u, r.Block, nil, fr)
		if t == fails {
			continue
		}
		out = append(out, r)
		if t == holds && once {
			break
		}
	}
	return out
}

// live leaves out the assignments, in the order in which they hold, that stand in
// arms that are not taken on the way to a use, and those before one that is: there is
// such a one if settled is set.
func (l *linker) live(u *unit, reached []reaching, of []place, at use, same bool, fr *frame) (out []reaching, settled bool) {
	if !slices.ContainsFunc(reached, func(r reaching) bool { return u.Blocks[u.climb(of[r.index].block)].Kind != fact.Body }) {
		return reached, false
	}
	l.budget.pay(len(reached))
	var around *chain
	if same {
		around = u.around(at.block)
	}
	for _, r := range reached {
		p := of[r.index]
		t, once := l.enters(u, p.block, around, fr)
		if t == fails {
			continue
		}
		if t == holds && once && p.at <= at.at {
			out, settled = out[:0], true
		}
		out = append(out, r)
	}
	return out, settled
}
