package link

import (
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// An object is a dict or an object literal. Later entries win.
type object struct {
	entries []entry
	open    bool // it may have entries that are not known, before those that are
	env     bool // it also holds the environment
	pairs   bool // a loop over it goes through pairs of key and value
	// defaults are the fallbacks of the environment's variables, by name.
	defaults map[string][]value
	// byKey holds the indexes of the first indexed entries, in order. There is none
	// until scanned, how many entries were looked at to find some, says that it pays.
	byKey            map[string][]int
	indexed, scanned int
}

// someKey stands for the key of an entry whose key is not known, and which may be
// any: it hides no other.
const someKey = "\x00"

type entry struct {
	key   string // someKey where it is not known
	vals  []value
	maybe bool // it may be missing
	at    source.Location
}

// get returns what the object holds under key, and where the first of the
// entries that may hold it stands; maybe is set when it may hold nothing. Where
// something unknown may have set it, one of vals is unknown.
func (o *object) get(key string) (vals []value, at source.Location, maybe bool) {
	var s set
	maybe = true
	i, some := o.last(key, len(o.entries)), o.last(someKey, len(o.entries))
	for maybe && max(i, some) >= 0 {
		if some > i {
			s.add(o.entries[some].vals...)
			some = o.last(someKey, some)
			continue
		}
		e := &o.entries[i]
		s.add(e.vals...)
		at = e.at
		maybe = e.maybe
		i = o.last(key, i)
	}
	if maybe && o.open {
		s.add(unknowns...)
		maybe = false
	}
	return s.vals, at, maybe
}

// last returns the index of the last of the first n entries that has a key, -1 if
// none has.
func (o *object) last(key string, n int) int {
	const scans = 16 // of all entries cost as much as an index of them
	if o.byKey == nil && o.scanned <= scans*len(o.entries) {
		i := n - 1
		for i >= 0 && o.entries[i].key != key {
			i--
		}
		o.scanned += n - i
		return i
	}
	if o.byKey == nil {
		o.byKey = make(map[string][]int)
	}
	for ; o.indexed < len(o.entries); o.indexed++ {
		k := o.entries[o.indexed].key
		o.byKey[k] = append(o.byKey[k], o.indexed)
	}
	at, _ := slices.BinarySearch(o.byKey[key], n)
	if at == 0 {
		return -1
	}
	return o.byKey[key][at-1]
}

func (o *object) clone() *object {
	c := *o
	c.entries = slices.Clone(o.entries)
	c.byKey, c.indexed, c.scanned = nil, 0, 0
	return &c
}

// put gives the object one more entry.
func (o *object) put(e entry) { o.entries = append(o.entries, e) }

// obscure notes that what is not known may be among the object's entries from here on,
// in place of earlier ones, too.
func (o *object) obscure() {
	o.open = true
	if n := len(o.entries); n > 0 && !o.entries[n-1].obscures() {
		o.put(entry{key: someKey, vals: unknowns, maybe: true})
	}
}

// obscures reports whether an entry stands for any others that nobody knows.
func (e *entry) obscures() bool {
	return e.key == someKey && allOf(e.vals, func(v *value) bool { return v.kind == unknown })
}

// putUnder gives an object an entry under each of the keys that it may have.
func putUnder(o *object, keys []value, e entry) {
	maybe := e.maybe || len(keys) != 1
	for i := range keys {
		key, ok := keyOf(&keys[i])
		if e.key, e.maybe = key, maybe; !ok {
			e.key, e.maybe = someKey, true
		}
		o.put(e)
	}
}

// What the keys of an object that are no texts begin with.
const (
	constantKey = "\x01"
	tupleKey    = "\x02"
)

// keyOf returns the key of an object that a value is: a text itself, or what stands
// for True, None or a tuple.
func keyOf(v *value) (key string, ok bool) {
	switch v.kind {
	case text:
		return v.whole()
	case null:
		return constantKey + "None", !v.unset
	case boolean:
		return constantKey + v.sym, v.sym != ""
	case sequence:
		key = tupleKey
		for _, item := range v.items() {
			if len(item) != 1 || item[0].kind == sequence {
				return "", false
			}
			part, ok := keyOf(&item[0])
			if !ok {
				return "", false
			}
			key += part + tupleKey
		}
		return key, !v.isLoose()
	}
	return "", false
}

// name returns the key of an entry as the text that it is.
func (e *entry) name() value {
	if e.key != "" && e.key[0] <= tupleKey[0] {
		return value{kind: unknown}
	}
	return literal(e.key, e.at, false, StepElement)
}

// object evaluates a dict or object literal.
func (l *linker) object(u *unit, e *fact.Expr, fr *frame) *object {
	o := &object{}
	for _, k := range u.Kids(e) {
		if l.broke() {
			o.obscure()
			break
		}
		kid := &u.Exprs[k]
		if kid.Kind == fact.Spread {
			l.spread(o, l.eval(u, u.Kids(kid)[0], fr))
			continue
		}
		if kid.Kind != fact.Entry {
			continue
		}
		l.entry(u, o, kid, fr)
	}
	return o
}

func (l *linker) entry(u *unit, o *object, kid *fact.Expr, fr *frame) {
	vals := l.eval(u, u.Kids(kid)[1], fr)
	at := u.here(u.Kids(kid)[1])
	if key := &u.Exprs[u.Kids(kid)[0]]; key.Kind == fact.String {
		o.put(entry{key: u.Text(key), vals: vals, at: at})
		return
	}
	putUnder(o, l.eval(u, u.Kids(kid)[0], fr), entry{vals: vals, at: at})
}

// maxSpread bounds how many entries an object and how many elements a list take over
// from others: two copies of itself in each of many would double it each time.
const maxSpread = 1024

// spreadPerFuel is how many entries are copied at the cost of one evaluation.
const spreadPerFuel = 16

// takes reports whether an object or a list may take over as many entries, so that
// it has that many in all.
func (l *linker) takes(all, taken int) bool {
	l.fuel -= taken / spreadPerFuel
	return l.budget.pay(taken/copiesPerStep) && all <= maxSpread && l.fuel > 0
}

// spread adds the entries of what is spread into o.
func (l *linker) spread(o *object, vals []value) {
	several := len(vals) > 1
	for _, v := range vals {
		switch v.kind {
		case mapping:
			fits := l.takes(len(o.entries)+len(v.obj.entries), len(v.obj.entries))
			if v.obj.open || !fits {
				o.obscure()
			}
			if !fits {
				continue
			}
			for _, en := range v.obj.entries {
				en.maybe = en.maybe || several
				o.put(en)
			}
			o.env = o.env || v.obj.env
		case null, boolean:
		case external:
			if isEnvironment(v.sym) {
				o.env = true
				continue
			}
			o.obscure()
		default:
			o.obscure()
		}
	}
}
