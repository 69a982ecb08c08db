package link

import "github.com/regionlint/regionlint/lint/fact"

// chainMap is collections.ChainMap(a, b): what a holds goes before what b does.
func chainMap(l *linker, _ value, c call) []value {
	args, open := l.args(c)
	o := &object{open: open}
	for i := range args {
		l.spread(o, l.argVals(c, args[len(args)-1-i]))
	}
	return []value{{kind: mapping, obj: o}}
}

// fromKeys is dict.fromkeys(keys, v).
func fromKeys(l *linker, _ value, c call) []value {
	keys, _, ok := l.arg(c, 0)
	vals, a, has := l.arg(c, 1)
	if !ok || !has {
		return unknowns
	}
	o := &object{}
	for _, v := range keys {
		in, ok := l.listed(&v)
		if !ok || in.more {
			o.obscure()
		}
		for _, item := range in.items {
			putUnder(o, item, entry{vals: vals, at: a.at, maybe: in.loose || len(keys) > 1})
		}
	}
	return []value{{kind: mapping, obj: o}}
}

// defaultDict is collections.defaultdict(factory, d): what the factory makes stands
// under every key that nothing else does.
func defaultDict(l *linker, _ value, c call) []value {
	o := &object{}
	factories, a, ok := l.arg(c, 0, "default_factory")
	if !ok {
		o.open = true
	}
	for _, f := range factories {
		if f.kind == function || f.kind == class {
			o.put(entry{key: someKey, vals: l.apply(f, call{fr: c.fr}), at: a.at, maybe: true})
		} else {
			o.open = true
		}
	}
	if more, _, ok := l.arg(c, 1); ok {
		l.spread(o, more)
	}
	return []value{{kind: mapping, obj: o}}
}

// pair adds the pairs of key and value that a list holds to an object; ok is false
// where it holds something else.
func (o *object) pair(in list) (ok bool) {
	for _, item := range in.items {
		for i := range item {
			parts := item[i].items()
			if len(parts) != 2 {
				return false
			}
			putUnder(o, parts[0], entry{vals: parts[1], maybe: in.loose || len(item) > 1})
		}
	}
	return !in.more
}

// mappingGet is dict.get.
func mappingGet(l *linker, f value, c call) []value {
	keys, _, ok := l.arg(c, 0)
	if !ok {
		return unknowns
	}
	fallback, a, has := l.arg(c, 1, "default")
	if has && a.id != 0 {
		fallback = l.fallback(c.u, a.id, fallback)
	}
	var s set
	for _, k := range keys {
		key, ok := keyOf(&k)
		if !ok {
			s.add(l.anyEntry(*f.self)...)
			s.add(fallback...)
			continue
		}
		if k.loose {
			s.add(filtered(l.anyEntry(*f.self), keepKnown)...)
			s.add(fallback...)
		}
		vals, _, maybe := f.self.obj.get(key)
		s.add(vals...)
		switch {
		case maybe && f.self.obj.env:
			s.add(l.lookup(c.u, c.id, key, l.keySpan(c.u, c.id), fallback, has)...)
		case maybe && has:
			s.add(fallback...)
		case maybe:
			s.add(nulls...)
		case f.self.obj.open && has:
			s.add(fallback...)
		}
	}
	return s.vals
}

func mappingValues(_ *linker, f value, _ call) []value { return entriesOf(*f.self, false) }

func mappingItems(_ *linker, f value, _ call) []value { return entriesOf(*f.self, true) }

func mappingKeys(l *linker, f value, _ call) []value {
	keys, _ := l.listed(f.self)
	return []value{{kind: sequence, seq: &keys}}
}

func mappingCopy(_ *linker, f value, _ call) []value { return []value{*f.self} }

// entriesOf returns an object's values, or its pairs of key and value, as a
// list.
func entriesOf(o value, pairs bool) []value {
	if o.kind != mapping {
		return unknowns
	}
	return []value{listOfEntries(o.obj, func(e *entry) []value {
		if !pairs {
			return e.vals
		}
		return []value{listOf([][]value{{e.name()}, e.vals})}
	})}
}

func objectFunction(get func(value) []value) intrinsic {
	return func(l *linker, _ value, c call) []value {
		vals, _, ok := l.arg(c, 0)
		if !ok {
			return unknowns
		}
		var s set
		for _, v := range vals {
			s.add(get(v)...)
		}
		return s.vals
	}
}

// mergeObjects is Object.assign and dict(a, **b).
func mergeObjects(l *linker, _ value, c call) []value {
	args, open := l.args(c)
	o := &object{open: open}
	for _, a := range args {
		if a.name != "" {
			o.put(entry{key: a.name, vals: l.argVals(c, a), at: a.at})
			continue
		}
		vals := l.argVals(c, a)
		if len(vals) == 1 && vals[0].kind == sequence && c.u != nil && c.u.Lang == fact.Python {
			if !o.pair(*vals[0].seq) {
				o.obscure()
			}
			continue
		}
		l.spread(o, vals)
	}
	return []value{{kind: mapping, obj: o}}
}
