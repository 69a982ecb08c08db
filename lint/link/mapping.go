package link

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
