package link

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// eval returns the alternatives of an expression, in the frame of the call
// that it runs in; a nil frame stands for every call. An empty result is an
// expression that depends on itself alone.
func (l *linker) eval(u *unit, id fact.ID, fr *frame) []value {
	if id == 0 {
		return unknowns
	}
	if l.depth >= maxDepth {
		return unknowns
	}
	if l.fuel <= 0 || l.budget.taken >= l.budget.most {
		if u.Exprs[id].Kind == fact.String {
			return l.compute(u, id, fr) // what is written there costs nothing
		}
		l.cuts++
		return unknowns
	}
	a := u.memoIn(fr).of(id)
	if a.waits >= 0 {
		l.meet(a.waits)
		return a.vals
	}
	o := l.open(&a.waits)
	a.vals = nil // what is being evaluated adds nothing to itself
	l.depth++
	l.fuel--
	l.budget.pay(1)
	vals := short(l.compute(u, id, fr))
	if !l.budget.pay(weight(vals)) {
		vals = unknowns // what was not looked at could have said something else
		l.cuts++
	}
	l.depth--
	a.waits = l.close(o)
	if l.cuts != o.cuts {
		a.vals, a.waits = nil, unasked
		return vals
	}
	a.vals = vals
	if a.waits > 0 {
		l.circles.passing = append(l.circles.passing, passing{&a.waits, o.again})
	}
	return vals
}

// memoIn returns what is remembered of the unit's expressions in a frame.
func (u *unit) memoIn(fr *frame) *answers {
	if fr == nil {
		return &u.memo
	}
	return &fr.memo
}

func (l *linker) compute(u *unit, id fact.ID, fr *frame) []value {
	e := &u.Exprs[id]
	switch e.Kind {
	case fact.String:
		return u.literal(id)
	case fact.Concat:
		return l.concat(u, e, fr)
	case fact.Bool:
		return []value{{kind: boolean, sym: u.Text(e)}}
	case fact.Number:
		return []value{{kind: text, pieces: []piece{{text: u.Text(e), way: &step{Step: Step{At: u.here(id), What: "a number"}}}}}}
	case fact.Null:
		return nulls
	case fact.Name:
		return l.name(u, id, fr)
	case fact.Member:
		return l.memberExpr(u, id, fr)
	case fact.Index:
		return l.indexExpr(u, id, fr)
	case fact.Call:
		return l.callExpr(u, id, fr)
	case fact.Or, fact.Coalesce, fact.And, fact.Cond:
		return l.choice(u, e, fr)
	case fact.Not:
		return l.opposite(u, e, fr).values()
	case fact.Compare:
		return l.compared(u, e, fr).values()
	case fact.Object:
		return []value{{kind: mapping, obj: l.object(u, e, fr)}}
	case fact.List:
		return []value{l.list(u, u.Kids(e), fr)}
	case fact.FuncExpr:
		return []value{{kind: function, u: u, ref: e.Ref(), frame: fr}}
	case fact.ClassExpr:
		return []value{{kind: class, u: u, ref: e.Ref(), frame: fr}}
	case fact.Comprehension:
		return l.comprehension(u, e, fr)
	case fact.Element:
		return l.elements(l.eval(u, u.Kids(e)[0], fr))
	}
	return unknowns
}

// literal returns what a string is, which is the same in all frames.
func (u *unit) literal(id fact.ID) []value {
	a := u.strings.of(id)
	if a.vals == nil {
		e := &u.Exprs[id]
		a.vals = []value{literal(u.Text(e), u.at(e.Inner), e.Plain(), StepLiteral)}
	}
	return a.vals
}

// maxSymbol is the length of the longest name of something outside the root that
// is of interest. Each link of a chain of them has a name of its own.
const maxSymbol = 512

// short replaces what has too long a name by something unknown.
func short(vals []value) []value {
	for i := range vals {
		if len(vals[i].sym) > maxSymbol {
			kept := slices.DeleteFunc(slices.Clone(vals), func(v value) bool { return len(v.sym) > maxSymbol })
			return append(kept, unknowns...)
		}
	}
	return vals
}

// maxPieces and maxText bound how many pieces a text has, and how many bytes: one
// that is put together of itself again and again would double each time.
const (
	maxPieces = 256
	maxText   = 1 << 15
)

// concat puts the alternatives of the pieces together, each with each of the
// same dotenv mode. What does not fit into a text anymore is a hole at its end.
func (l *linker) concat(u *unit, e *fact.Expr, fr *frame) []value {
	texts := []value{{kind: text}}
	for i, k := range u.Kids(e) {
		if l.broke() {
			return joined(texts, []value{l.hole(u, k)}, u.here(k))
		}
		parts := l.partsAnd(u.Kids(e)[i+1:], u, k, fr)
		next := joined(texts, parts, u.here(k))
		if len(next) == 0 {
			next = joined(texts, []value{l.hole(u, k)}, u.here(k))
		}
		texts = next
		l.budget.pay(weight(texts))
	}
	var s set
	s.add(texts...)
	return s.vals
}

// joined appends each of parts to each of texts, except what is of two different
// modes.
func joined(texts, parts []value, at source.Location) []value {
	var out []value
	for _, part := range parts {
		for _, t := range texts {
			switch {
			case len(out) == maxAlternatives:
				return out
			case t.mode != nil && part.mode != nil && *t.mode != *part.mode:
				continue
			}
			t.pieces = longer(t.pieces, part.pieces, at)
			t.mode = cmp.Or(t.mode, part.mode)
			t.loop = t.loop || part.loop
			t.loose = t.loose || part.loose
			out = append(out, t)
		}
	}
	return out
}

// longer returns pieces with more behind them, as far as a text may have them. What
// at says where to find is left out of one that has too many.
func longer(pieces, more []piece, at source.Location) []piece {
	switch {
	case len(pieces) == maxPieces:
		return pieces
	case len(pieces)+len(more) >= maxPieces || size(pieces)+size(more) > maxText:
		return cut(pieces, more, at)
	}
	return append(slices.Clip(pieces), more...)
}

// size returns how many bytes pieces have, a hole one.
func size(pieces []piece) int {
	n := 0
	for i := range pieces {
		n += len(pieces[i].text)
	}
	return n
}

// cut returns the first of the pieces of start and rest, as many as a text may
// have, and a hole that at says where to find in place of the others.
func cut(start, rest []piece, at source.Location) []piece {
	var out []piece
	n := 0
	for _, p := range slices.Concat(start, rest) {
		if n += len(p.text); len(out) == maxPieces-1 || n > maxText {
			break
		}
		out = append(out, p)
	}
	return append(out, piece{text: hole, way: &step{Step: Step{At: at, What: "the rest of the text is too long to follow"}}})
}

// fuelForRest is what one part of a text leaves of the fuel to those behind it: who
// cannot tell a bucket's name may still tell its region.
const fuelForRest = 200

// partsAnd is parts, which leaves some fuel to the rest of the text.
func (l *linker) partsAnd(rest []fact.ID, u *unit, id fact.ID, fr *frame) []value {
	if u.Exprs[id].Kind == fact.String || !slices.ContainsFunc(rest, func(k fact.ID) bool { return u.Exprs[k].Kind != fact.String }) {
		return l.parts(u, id, fr)
	}
	return l.sparing(func() []value { return l.parts(u, id, fr) })
}

// sparing evaluates something and leaves some fuel to what stands beside it.
func (l *linker) sparing(eval func() []value) []value {
	defer l.atMost(l.fuel - max(min(fuelForRest, l.fuel/4), 0))()
	return eval()
}

// atMost leaves that much fuel, and keeps the rest back until the result is called.
func (l *linker) atMost(fuel int) (restore func()) {
	kept := max(l.fuel-fuel, 0)
	l.fuel -= kept
	return func() { l.fuel += kept }
}

// atLeast works something out with that much fuel, if there is less.
func (l *linker) atLeast(fuel int, work func()) {
	had := l.fuel
	l.fuel = max(had, fuel)
	work()
	l.fuel = min(had, l.fuel)
}

// parts returns the alternatives of one part of a text; what is no text is a
// hole.
func (l *linker) parts(u *unit, id fact.ID, fr *frame) []value {
	var out []value
	gap := false
	for _, v := range l.eval(u, id, fr) {
		if v.kind != text {
			gap = true
			continue
		}
		out = append(out, v.as(v.pieces...))
	}
	if gap || len(out) == 0 {
		out = append(out, l.hole(u, id))
	}
	return out
}

// hole is a part of a text that nobody knows.
func (l *linker) hole(u *unit, id fact.ID) value {
	return value{kind: text, pieces: []piece{unknownPiece(u.here(id))}}
}

// choice evaluates or, ??, and, and conditional expressions.
func (l *linker) choice(u *unit, e *fact.Expr, fr *frame) []value {
	var s set
	switch e.Kind {
	case fact.Cond:
		t := l.truth(u, u.Kids(e)[0], fr)
		if t != fails {
			s.add(filtered(l.eval(u, u.Kids(e)[1], fr), u.implied(u.Kids(e)[0], false, u.path(u.Kids(e)[1])))...)
		}
		if t != holds {
			s.add(filtered(l.eval(u, u.Kids(e)[2], fr), u.implied(u.Kids(e)[0], true, u.path(u.Kids(e)[2])))...)
		}
	case fact.And:
		last := len(u.Kids(e)) - 1
		for _, k := range u.Kids(e)[:last] {
			t := l.truth(u, k, fr)
			if t != holds {
				s.add(nulls...)
			}
			if t == fails {
				return s.vals
			}
		}
		s.add(l.eval(u, u.Kids(e)[last], fr)...)
	default:
		lost := false
		for i, k := range u.Kids(e) {
			vals := l.eval(u, k, fr)
			if i == len(u.Kids(e))-1 {
				vals = still(l.fallback(u, k, vals), lost)
				if lost {
					vals = loosened(vals)
				}
				s.add(vals...)
				break
			}
			lost = lost || len(unset(vals)) > 0
			drop := keepTruthy
			if e.Kind == fact.Coalesce {
				drop = keepNonNull
			}
			kept := filtered(vals, drop)
			s.add(kept...)
			if len(kept) == len(vals) && allOf(vals, (*value).isThere) {
				break
			}
		}
	}
	return s.vals
}

// fallback marks a literal that stands last in a chain of alternatives as the
// fallback that it is.
func (l *linker) fallback(u *unit, id fact.ID, vals []value) []value {
	if u.Exprs[id].Kind != fact.String {
		return vals
	}
	out := make([]value, len(vals))
	for i, v := range vals {
		if v.kind == text && len(v.pieces) == 1 {
			p := v.pieces[0]
			p.way = &step{Step: Step{At: u.at(u.Exprs[id].Inner), What: "this fallback decides it", Kind: StepFallback}}
			v.pieces = []piece{p}
		}
		out[i] = v
	}
	return out
}

// still marks a null that ends a chain of alternatives as unset if one of them
// is a variable that nothing defines: `getenv("X") or None` is no decision to
// give nothing.
func still(vals []value, lost bool) []value {
	if !lost {
		return vals
	}
	out := slices.Clone(vals)
	for i := range out {
		out[i].unset = out[i].unset || out[i].kind == null
	}
	return out
}

// isThere reports whether v is known to be something. What lies outside the
// root may be nothing, unless the code makes it.
func (v *value) isThere() bool {
	switch v.kind {
	case unknown:
		return false
	case external, product:
		return v.made != nil && (v.made.shape != nil || v.made.call.u != nil && v.made.call.u.Exprs[v.made.call.id].New())
	}
	return true
}

func allOf(vals []value, pred func(*value) bool) bool {
	for i := range vals {
		if !pred(&vals[i]) {
			return false
		}
	}
	return len(vals) > 0
}

func (l *linker) comprehension(u *unit, e *fact.Expr, fr *frame) []value {
	if whole, ok := l.roundByRound(u, e, fr); ok {
		return []value{whole}
	}
	first := &u.Exprs[u.Kids(e)[0]]
	if first.Kind == fact.Entry {
		o := &object{}
		l.entry(u, o, first, fr)
		o.open = len(o.entries) == 0
		for i := range o.entries {
			o.entries[i].maybe = true
		}
		return []value{{kind: mapping, obj: o}}
	}
	return []value{looseList([][]value{l.eval(u, u.Kids(e)[0], fr)})}
}

// catalogue is the number of elements from which a list of regions is a menu
// rather than a choice.
const catalogue = 3

// elements returns what a loop over vals goes through.
func (l *linker) elements(vals []value) []value {
	var s set
	for _, v := range vals {
		switch v.kind {
		case sequence:
			menu := len(v.items()) >= catalogue
			for _, item := range v.items() {
				if s.full() {
					break
				}
				if menu {
					item = looped(item)
				}
				s.add(item...)
			}
			if v.isOpen() {
				s.add(unknowns...)
			}
		case class:
			s.add(l.members(v)...)
		case mapping:
			if v.obj.pairs {
				s.add(l.elements(entriesOf(v, true))...)
				continue
			}
			menu := len(v.obj.entries) >= catalogue
			for _, en := range v.obj.entries {
				if s.full() {
					break
				}
				key := en.name()
				key.loop = menu
				s.add(key)
			}
			if v.obj.open {
				s.add(unknowns...)
			}
		default:
			s.add(unknowns...)
		}
	}
	return s.vals
}

// indexExpr evaluates x[k].
func (l *linker) indexExpr(u *unit, id fact.ID, fr *frame) []value {
	e := &u.Exprs[id]
	key := &u.Exprs[u.Kids(e)[1]]
	if _, ok := l.annotated(u, id); ok {
		return []value{{kind: product, sym: annotatedSym, made: &made{call: call{u: u, id: id}}}}
	}
	objs := l.eval(u, u.Kids(e)[0], fr)
	var s set
	for _, o := range objs {
		switch o.kind {
		case sequence:
			s.add(l.item(u, o, key)...)
		case mapping, external, module, instance, class, product:
			for _, k := range l.eval(u, u.Kids(e)[1], fr) {
				name, ok := keyOf(&k)
				if !ok {
					s.add(l.anyEntry(o)...)
					continue
				}
				if o.kind == external && isEnvironment(o.sym) && key.Kind != fact.String && len(k.pieces) == 1 {
					s.add(l.lookup(u, id, name, k.pieces[0].at, nil, false)...)
					continue
				}
				s.add(l.keyed(u, id, o, name, fr)...)
				if k.loose && o.kind == mapping {
					s.add(filtered(l.anyEntry(o), keepKnown)...)
				}
			}
		default:
			s.add(unknowns...)
		}
	}
	return l.stored(u, id, fr, s.vals, e.Block, e.Span.Start)
}

// item returns element key, of u, of a list, or every one where key is no number.
func (l *linker) item(u *unit, o value, key *fact.Expr) []value {
	items := o.items()
	if n, err := strconv.Atoi(u.Text(key)); key.Kind == fact.Number && err == nil && !o.isLoose() {
		if n < 0 {
			n += len(items)
		}
		switch {
		case n >= 0 && n < len(items):
			return items[n]
		case len(items) > 0 && !o.isOpen():
			return nulls
		}
		return unknowns
	}
	var s set
	for _, item := range items {
		s.add(item...)
	}
	if len(items) == 0 || o.isOpen() {
		s.add(unknowns...)
	}
	return s.vals
}

// anyEntry returns what an object can hold under some key.
func (l *linker) anyEntry(o value) []value {
	var s set
	if o.kind == mapping {
		for i := range o.obj.entries {
			if s.full() {
				break
			}
			s.add(o.obj.entries[i].vals...)
		}
		if len(o.obj.entries) >= catalogue {
			s.vals = looped(s.vals)
		}
	}
	s.add(unknowns...)
	return s.vals
}

// keyed returns what o holds under a known key.
func (l *linker) keyed(u *unit, id fact.ID, o value, key string, fr *frame) []value {
	switch o.kind {
	case mapping:
		vals, _, maybe := o.obj.get(key)
		if maybe && o.obj.env {
			fallback, has := o.obj.defaults[key]
			return append(slices.Clip(vals), l.read(u, lookupOf{
				name: key, at: u.here(id), nameAt: l.keySpan(u, id), fallback: fallback, has: has, schema: o.obj.defaults != nil, id: id, optional: true,
			})...)
		}
		if maybe && len(vals) == 0 {
			if u.Lang == fact.Python {
				return unknowns // an error, unless something unseen is in there
			}
			return nulls
		}
		return vals
	case external:
		if isEnvironment(o.sym) {
			return l.lookup(u, id, key, l.keySpan(u, id), nil, false)
		}
		if isFlaskConfig(o.sym) {
			if vals, ok := l.flaskSetting(key); ok {
				return vals
			}
		}
		return unknowns
	}
	if o.kind == product {
		if vals, ok := l.settingsMember(u, id, o, key); ok {
			return vals
		}
		return unknowns
	}
	if n, err := strconv.Atoi(key); err == nil && o.kind == instance {
		return l.tupleItem(u, id, o, n)
	}
	return l.member(u, id, o, key, fr)
}

// keySpan returns where an expression that reads a variable spells its name.
func (l *linker) keySpan(u *unit, id fact.ID) source.Location {
	e := &u.Exprs[id]
	switch e.Kind {
	case fact.Member:
		return u.at(e.Inner)
	case fact.Index:
		if k := &u.Exprs[u.Kids(e)[1]]; k.Kind == fact.String && k.Plain() {
			return u.at(k.Inner)
		}
	case fact.Call:
		for _, k := range u.Kids(e)[1:] {
			if a := &u.Exprs[k]; a.Kind == fact.String && a.Plain() {
				return u.at(a.Inner)
			}
		}
	}
	return source.Location{}
}
