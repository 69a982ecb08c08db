package link

import (
	"cmp"
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
)

// A write puts something into an object that a name holds:
// kwargs["region_name"] = v, options.region = v, kwargs.update(region_name=v).
type write struct {
	names []string // the members and keys from the name on
	scope fact.ScopeID
	block fact.BlockID
	at    uint32  // where it ends
	store int32   // index of the store, or -1
	call  fact.ID // the call of a mutator, where store is -1
}

// mutators are the methods that put entries into a dict or a Map, listMutators those
// that change a list or a set.
var (
	mutators     = []string{"update", "setdefault", "assign", "set"}
	listMutators = []string{
		"append", "extend", "insert", "add", "appendleft", "extendleft", "remove", "discard", "pop", "popleft", "clear", "sort", "reverse",
		"push", "unshift", "splice", "shift", "delete",
	}
)

// indexWrites notes the stores and calls that change objects, by the scope and
// the name that hold the object, and by attribute where that name is self.
func (u *unit) indexWrites() {
	for i := range u.Stores {
		s := &u.Stores[i]
		if root, names := u.target(s.Target); root != "" && len(names) > 0 {
			u.addWrite(root, write{names: names, scope: s.Scope, block: s.Block, at: s.At, store: int32(i)})
		}
	}
	for i := range u.Exprs {
		e := &u.Exprs[i]
		if e.Kind != fact.Call {
			continue
		}
		callee := &u.Exprs[u.Kids(e)[0]]
		if callee.Kind != fact.Member || !slices.Contains(mutators, u.Text(callee)) && !slices.Contains(listMutators, u.Text(callee)) {
			continue
		}
		if root, names := u.target(u.changedBy(fact.ID(i))); root != "" {
			u.addWrite(root, write{names: names, scope: e.Scope, block: e.Block, at: e.Span.End, store: -1, call: fact.ID(i)})
		}
	}
	byEnd := func(a, b write) int { return cmp.Compare(a.at, b.at) }
	for _, list := range u.writes {
		slices.SortStableFunc(list, byEnd)
	}
	for _, list := range u.attrWrites {
		slices.SortStableFunc(list, byEnd)
	}
}

// changedBy returns what a call of a mutator changes: what Object.assign is given first,
// or what the method is called on, which may be a call of it, as in set.add(a).add(b).
func (u *unit) changedBy(call fact.ID) fact.ID {
	kids := u.KidsOf(call)
	if u.Lang == fact.TypeScript && u.isPath(kids[0], "Object.assign") && len(kids) > 1 {
		return kids[1]
	}
	method := u.TextOf(kids[0])
	for {
		of := u.KidsOf(kids[0])[0]
		e := &u.Exprs[of]
		if method != "add" && method != "set" || e.Kind != fact.Call {
			return of
		}
		if kids = u.Kids(e); u.Exprs[kids[0]].Kind != fact.Member || u.TextOf(kids[0]) != method {
			return of
		}
	}
}

func (u *unit) addWrite(root string, w write) {
	if fn := u.method(w.scope); fn >= 0 && u.isSelf(fn, root) {
		if len(w.names) > 1 || w.store < 0 && len(w.names) == 1 {
			key := attrKey{u.Funcs[fn].Class, w.names[0]}
			add(&u.attrWrites, key, w)
		}
		return
	}
	key := scopedName{u.holder(w.scope, root), root}
	add(&u.writes, key, w)
}

// holder returns the scope around scope that knows name, the module's where
// none does.
func (u *unit) holder(scope fact.ScopeID, name string) fact.ScopeID {
	for ; scope != 0; scope = u.Scopes[scope].Parent {
		if bound := u.bindings.in(scope, name); len(bound) > 0 && !u.outer(bound) || u.hasParam(scope, name) {
			break
		}
	}
	return scope
}

// A use is where a name is used: what was written to it later, or in another
// arm, is not seen there.
type use struct {
	scope fact.ScopeID
	block fact.BlockID
	at    uint32
}

// stored adds what the code has put into the object that an expression names,
// as byte pos of block sees it.
func (l *linker) stored(u *unit, id fact.ID, fr *frame, vals []value, block fact.BlockID, pos uint32) []value {
	if !slices.ContainsFunc(vals, func(v value) bool { return v.kind == mapping || v.kind == sequence }) {
		return vals
	}
	e := &u.Exprs[id]
	root, path := u.target(id)
	if root == "" {
		return vals
	}
	at := use{e.Scope, block, pos}
	if fn := u.method(e.Scope); fn >= 0 && u.isSelf(fn, root) {
		if len(path) == 0 {
			return vals
		}
		return l.written(u, u.attrWrites[attrKey{u.Funcs[fn].Class, path[0]}], path, at, fr, vals)
	}
	return l.written(u, u.writes[scopedName{u.holder(e.Scope, root), root}], path, at, fr, vals)
}

// maxWrites is how many writes to an object are followed, the last ones: each use
// of the object sees its own.
const maxWrites = 64

// written applies writes to the objects among vals, which the path below the
// written name leads to.
func (l *linker) written(u *unit, writes []write, path []string, at use, fr *frame, vals []value) []value {
	around := u.around(at.block)
	var seen []write
	if l.budget.pay(len(writes) / scansPerStep); l.broke() {
		return unknowns
	}
	for _, w := range slices.Backward(writes) {
		below := len(w.names) - len(path)
		if below < 0 || below == 0 && w.store >= 0 || below > 0 && w.store < 0 || !slices.Equal(w.names[:len(path)], path) || u.unseen(w, at, around) {
			continue
		}
		if seen = append(seen, w); len(seen) > maxWrites {
			break
		}
	}
	slices.Reverse(seen)
	more := len(seen) > maxWrites
	if more {
		seen = seen[1:]
	}
	if len(seen) == 0 {
		return vals
	}
	out := make([]value, len(vals))
	for i, v := range vals {
		if l.fuel -= l.copies(v) / spreadPerFuel; l.fuel <= 0 {
			l.cuts++
			out[i] = value{kind: unknown}
			continue
		}
		switch v.kind {
		case mapping:
			v.obj = v.obj.clone()
			if more {
				v.obj.obscure()
			}
			for _, w := range seen {
				l.write(u, v.obj, w, w.names[len(path):], at, fr)
			}
		case sequence:
			v = l.changed(u, v, seen, at, fr)
			v.seq.more = v.seq.more || more
		}
		out[i] = v
	}
	return out
}

// copies returns how much there is to copy of an object or a list.
func (l *linker) copies(v value) int {
	switch v.kind {
	case mapping:
		return len(v.obj.entries)
	case sequence:
		return len(v.items())
	}
	return 0
}

// unseen reports whether a use, which stands in the blocks around, does not see a
// write: that comes later, or does not lead to it.
func (u *unit) unseen(w write, at use, around *chain) bool {
	return u.flow(w.scope) == u.flow(at.scope) &&
		(w.at > at.at && !u.sharesLoop(w.block, around) || u.excludes(w.block, around) || u.leaves(w.block, around))
}

// write applies one write to an object, from which names lead to what is written, as a
// use sees it.
func (l *linker) write(u *unit, o *object, w write, names []string, at use, fr *frame) {
	maybe := !u.hasRun(w, at)
	if w.store < 0 {
		if slices.Contains(mutators, w.method(u)) {
			l.mutate(o, call{u: u, id: w.call, fr: fr}, maybe)
		}
		return
	}
	s := &u.Stores[w.store]
	if s.Value == 0 {
		return
	}
	vals := l.eval(u, s.Value, fr)
	if s.Augment {
		vals = unknowns
	}
	e := entry{vals: vals, at: u.here(s.Value), maybe: maybe}
	var keys []value
	if target := &u.Exprs[s.Target]; names[len(names)-1] == "" && target.Kind == fact.Index {
		keys = l.eval(u, u.Kids(target)[1], fr)
	}
	l.putAt(o, names, keys, e)
}

// putAt puts an entry where names lead to from an object, into copies of the objects on
// the way. Where the last of them is no text, keys are what it can be.
func (l *linker) putAt(o *object, names []string, keys []value, e entry) {
	if len(names) == 1 {
		if e.key = names[0]; e.key != "" {
			o.put(e)
		} else {
			putUnder(o, keys, e)
		}
		return
	}
	held, at, maybe := o.get(names[0])
	if !slices.ContainsFunc(held, func(v value) bool { return v.kind == mapping }) {
		return
	}
	out := slices.Clone(held)
	for i, v := range held {
		if v.kind == mapping && l.takes(len(v.obj.entries), len(v.obj.entries)) {
			out[i].obj = v.obj.clone()
			l.putAt(out[i].obj, names[1:], keys, e)
		}
	}
	o.put(entry{key: names[0], vals: out, at: at, maybe: maybe})
}

// hasRun reports whether a write has surely run at a use.
func (u *unit) hasRun(w write, at use) bool {
	return u.certain(u.climb(w.block), u.around(at.block), u.flow(w.scope) == u.flow(at.scope))
}

// method returns the mutator that a write calls, "" for a store.
func (w *write) method(u *unit) string {
	if w.store >= 0 {
		return ""
	}
	return lastName(u, u.KidsOf(w.call)[0])
}

// mutate applies a call of one of the mutators to an object.
func (l *linker) mutate(o *object, c call, maybe bool) {
	first := len(o.entries)
	switch lastName(c.u, c.u.KidsOf(c.id)[0]) {
	case "assign":
		args, _ := l.args(c)
		for _, a := range args[min(1, len(args)):] {
			l.spread(o, l.argVals(c, a))
		}
	case "update":
		for _, v := range mergeObjects(l, value{}, c) {
			l.spread(o, []value{v})
		}
	case "set":
		keys, _, _ := l.arg(c, 0)
		if vals, a, ok := l.arg(c, 1); ok {
			putUnder(o, keys, entry{vals: vals, at: a.at})
		}
	default:
		l.setDefault(o, c)
	}
	for i := range o.entries[first:] {
		o.entries[first+i].maybe = o.entries[first+i].maybe || maybe
	}
}

// setDefault is dict.setdefault(key, v): v holds where nothing did.
func (l *linker) setDefault(o *object, c call) {
	keys, _, ok := l.arg(c, 0)
	vals, a, has := l.arg(c, 1)
	if !ok || !has || len(keys) != 1 {
		return
	}
	key, ok := keys[0].whole()
	if !ok {
		return
	}
	if a.id != 0 {
		vals = l.fallback(c.u, a.id, vals)
	}
	got, _, maybe := o.get(key)
	if !maybe && !l.hasUnknown(got) {
		return
	}
	o.put(entry{key: key, vals: append(filtered(got, keepNonNull), vals...), at: a.at})
}
