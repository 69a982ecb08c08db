package link

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
)

// A list is what a sequence holds.
type list struct {
	items [][]value
	loose bool // in any order, and some may not be there
	more  bool // others that nobody knows may follow
}

// listOf returns a sequence of elements.
func listOf(items [][]value) value { return value{kind: sequence, seq: &list{items: items}} }

// looseList returns a sequence of what may be its elements, in any order.
func looseList(items [][]value) value {
	return value{kind: sequence, seq: &list{items: items, loose: true}}
}

// items returns the elements of a sequence, none of anything else.
func (v *value) items() [][]value {
	if v.seq == nil {
		return nil
	}
	return v.seq.items
}

// isLoose reports whether v is a sequence whose list is loose.
func (v *value) isLoose() bool { return v.seq != nil && v.seq.loose }

// isOpen reports whether v is a sequence that may have items that nobody knows.
func (v *value) isOpen() bool { return v.seq != nil && v.seq.more }

// extend adds the elements of what is spread into a list.
func (l *linker) extend(to *list, vals []value) {
	to.loose = to.loose || len(vals) != 1
	for i := range vals {
		from, ok := l.listed(&vals[i])
		if !ok || !l.takes(len(to.items)+len(from.items), len(from.items)) {
			to.items, to.loose = append(to.items, unknowns), true
			continue
		}
		to.items, to.loose = append(to.items, from.items...), to.loose || from.loose || to.more
		to.more = to.more || from.more
	}
}

// listed returns what list(v) holds; ok is false where nobody knows.
func (l *linker) listed(v *value) (in list, ok bool) {
	switch v.kind {
	case sequence:
		return *v.seq, true
	case mapping:
		l.budget.pay(len(v.obj.entries) / copiesPerStep)
		return *listOfEntries(v.obj, func(e *entry) []value { return []value{e.name()} }).seq, true
	case class:
		for _, m := range l.members(*v) {
			in.items = append(in.items, []value{m})
		}
		return in, true
	}
	return in, false
}

// listOfEntries returns a list of what the entries of an object give that a loop goes
// through, each key's once.
func listOfEntries(o *object, of func(e *entry) []value) value {
	var out list
	seen := make(map[string]bool)
	for i := range o.entries {
		e := o.entries[i]
		switch {
		case seen[e.key]:
			continue
		case e.key == someKey:
			out.loose = true
		default:
			seen[e.key] = true
			var maybe bool
			e.vals, e.at, maybe = o.get(e.key)
			out.loose = out.loose || maybe
		}
		out.items = append(out.items, of(&e))
	}
	if o.open {
		out.loose, out.more = true, true
	}
	return value{kind: sequence, seq: &out}
}

// fuelForItems is what there is at most to find what is put into a list: most hold
// messages and results, which have nothing to do with regions.
const fuelForItems = 64

// changed applies writes to a list as a use sees them: calls of the mutators, and
// stores to its items.
func (l *linker) changed(u *unit, v value, writes []write, at use, fr *frame) value {
	defer l.atMost(fuelForItems)()
	out := *v.seq
	out.items = slices.Clone(out.items)
	for _, w := range writes {
		if w.store >= 0 {
			out.loose = true
			if value := u.Stores[w.store].Value; value != 0 && u.Exprs[value].Kind != fact.Null {
				out.items = append(out.items, l.briefly(u, value, fr))
			}
			continue
		}
		args := u.KidsOf(w.call)[1:]
		switch method := w.method(u); {
		case (method == "append" || method == "add" || method == "appendleft") && len(args) == 1:
			out.items = append(out.items, l.briefly(u, args[0], fr))
			out.loose = out.loose || method != "append"
		case method == "push", method == "unshift":
			pushed := l.list(u, args, fr)
			l.extend(&out, []value{pushed})
			out.loose = out.loose || method != "push"
		case method == "insert" && len(args) == 2:
			out.items, out.loose = append(out.items, l.briefly(u, args[1], fr)), true
		case (method == "extend" || method == "update") && len(args) == 1:
			l.extend(&out, l.briefly(u, args[0], fr))
		default:
			out.loose = true
		}
		out.loose = out.loose || !u.hasRun(w, at)
	}
	return value{kind: sequence, seq: &out}
}

// fuelForItem is what there is at most to find one item that is put into a list.
const fuelForItem = 8

// briefly evaluates what is put into a list. Most of that has nothing to do with
// regions, and each use of the list asks for it.
func (l *linker) briefly(u *unit, id fact.ID, fr *frame) []value {
	defer l.atMost(fuelForItem)()
	return l.eval(u, id, fr)
}

// listCall is list(v), tuple(v) and iter(v).
func listCall(l *linker, _ value, c call) []value { return l.relisted(c, nil) }

// setCall is set(v) and frozenset(v).
func setCall(l *linker, _ value, c call) []value {
	return l.relisted(c, func(in *list) { in.loose = in.loose || len(in.items) > 1 })
}

// reversedCall is reversed(v).
func reversedCall(l *linker, _ value, c call) []value {
	return l.relisted(c, func(in *list) {
		in.items = slices.Clone(in.items)
		slices.Reverse(in.items)
		in.loose = in.loose || in.more
	})
}

// sortedCall is sorted(v). Nobody asks in which order a key function brings texts.
func sortedCall(l *linker, _ value, c call) []value {
	_, _, keyed := l.arg(c, -1, "key", "reverse")
	return l.relisted(c, func(in *list) {
		known := !keyed && !in.more
		for _, item := range in.items {
			known = known && len(item) == 1 && item[0].kind == text
		}
		if !known {
			in.loose = in.loose || in.more || len(in.items) > 1
			return
		}
		in.items = slices.Clone(in.items)
		slices.SortStableFunc(in.items, func(a, b []value) int { return strings.Compare(a[0].str(), b[0].str()) })
	})
}

// enumerated is enumerate(v): pairs of a number and an element.
func enumerated(l *linker, _ value, c call) []value {
	return l.relisted(c, func(in *list) {
		pairs := make([][]value, len(in.items))
		for i, item := range in.items {
			pairs[i] = []value{listOf([][]value{unknowns, item})}
		}
		in.items = pairs
	})
}

// zipped is zip(v, w): pairs of the elements in the same places, of any where the
// places are not known.
func zipped(l *linker, f value, c call) []value {
	args, open := l.args(c)
	shortest := maxSpread
	var lists []list
	for _, a := range args {
		vals := l.argVals(c, a)
		if len(vals) != 1 || a.name != "" {
			return crossProduct(l, f, c)
		}
		in, ok := l.listed(&vals[0])
		if !ok || in.loose || in.more {
			return crossProduct(l, f, c)
		}
		lists = append(lists, in)
		shortest = min(shortest, len(in.items))
	}
	if open || len(lists) == 0 || !l.takes(shortest, shortest*len(lists)) {
		return unknowns
	}
	rows := make([][]value, shortest)
	for i := range rows {
		row := make([][]value, len(lists))
		for j := range lists {
			row[j] = lists[j].items[i]
		}
		rows[i] = []value{listOf(row)}
	}
	return []value{listOf(rows)}
}

// crossProduct is itertools.product(v, w): each element with each.
func crossProduct(l *linker, _ value, c call) []value {
	args, open := l.args(c)
	if open || len(args) == 0 {
		return unknowns
	}
	var row [][]value
	for _, a := range args {
		if a.name == "" {
			row = append(row, l.elements(l.argVals(c, a)))
		}
	}
	return []value{looseList([][]value{{listOf(row)}})}
}

// chained is itertools.chain(v, w).
func chained(l *linker, _ value, c call) []value {
	args, open := l.args(c)
	in := list{more: open}
	for _, a := range args {
		l.extend(&in, l.argVals(c, a))
	}
	return []value{{kind: sequence, seq: &in}}
}

// concatenated is list.concat(v, w), where each is a list or one more element.
func concatenated(l *linker, f value, c call) []value {
	args, open := l.args(c)
	in := list{more: open}
	l.extend(&in, []value{*f.self})
	for _, a := range args {
		vals := l.argVals(c, a)
		if allOf(vals, func(v *value) bool { return v.kind != sequence && v.isThere() }) {
			in.items = append(in.items, vals)
			continue
		}
		l.extend(&in, vals)
	}
	return []value{{kind: sequence, seq: &in}}
}

// relisted returns lists of what a call's argument holds, in the order that arrange
// gives them; nil leaves it as it is.
func (l *linker) relisted(c call, arrange func(in *list)) []value {
	args, open := l.args(c)
	if len(args) == 0 {
		if open || c.u == nil {
			return unknowns
		}
		return []value{listOf(nil)}
	}
	var s set
	for _, v := range l.argVals(c, args[0]) {
		in, ok := l.listed(&v)
		if !ok {
			s.add(unknowns...)
			continue
		}
		if arrange != nil {
			if !l.takes(len(in.items), len(in.items)) {
				return unknowns
			}
			arrange(&in)
		}
		s.add(value{kind: sequence, seq: &in})
	}
	return s.vals
}

// list evaluates the elements of a list.
func (l *linker) list(u *unit, kids []fact.ID, fr *frame) value {
	var in list
	for _, k := range kids {
		if l.broke() {
			return looseList(append(in.items, unknowns))
		}
		if e := &u.Exprs[k]; e.Kind == fact.Spread {
			l.extend(&in, l.eval(u, u.Kids(e)[0], fr))
			continue
		}
		in.items = append(in.items, l.eval(u, k, fr))
	}
	return value{kind: sequence, seq: &in}
}
