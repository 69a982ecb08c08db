package link

import "strings"

// declaredVariable is env-var's get(name).default(x).asString(), of which last
// is all but the end.
func (l *linker) declaredVariable(last *value) ([]value, bool) {
	var fallback []value
	has := false
	for v := last; v != nil && v.made != nil; v = v.made.from {
		c := v.made.call
		switch lastDot(strings.TrimSuffix(v.sym, "()")) {
		case "default":
			if vals, a, ok := l.arg(c, 0); ok {
				fallback, has = vals, true
				if a.id != 0 {
					fallback = l.fallback(c.u, a.id, vals)
				}
			}
		case "get":
			names, _, ok := l.arg(c, 0)
			if !ok {
				return nil, false
			}
			var s set
			for _, n := range names {
				if key, ok := n.whole(); ok {
					s.add(l.lookup(c.u, c.id, key, nameSpot(&n, c, l), fallback, has)...)
				}
			}
			return s.vals, len(s.vals) > 0
		}
	}
	return nil, false
}

// declaredSettings is get(path) and getProperties() of convict(schema).
func (l *linker) declaredSettings(f value, c call) ([]value, bool) {
	root := f.self
	for root.made != nil && root.made.from != nil {
		root = root.made.from
	}
	if root.made == nil {
		return nil, false
	}
	schemas, _, _ := l.arg(root.made.call, 0)
	key := ""
	if lastDot(f.sym) == "get" {
		names, _, ok := l.arg(c, 0)
		if !ok || len(names) != 1 {
			return nil, false
		}
		if key, ok = names[0].whole(); !ok {
			return nil, false
		}
	}
	var s set
	for _, schema := range schemas {
		for _, v := range walk(schema, key) {
			s.add(l.declared(v, c, 0)...)
		}
	}
	return s.vals, len(s.vals) > 0
}

// maxNesting bounds how deep a schema of settings nests.
const maxNesting = 8

// declared returns the settings that a part of a schema stands for: one with a
// default, which a variable may replace, or an object of them.
func (l *linker) declared(v value, c call, depth int) []value {
	if v.kind != mapping || depth > maxNesting {
		return unknowns
	}
	fallback, _, missing := v.obj.get("default")
	if !missing {
		names, _, _ := v.obj.get("env")
		var s set
		for _, n := range names {
			if key, ok := n.whole(); ok {
				s.add(l.lookup(c.u, c.id, key, n.pieces[0].at, fallback, true)...)
			}
		}
		if len(s.vals) == 0 {
			return fallback
		}
		return s.vals
	}
	o := &object{open: v.obj.open}
	for _, en := range v.obj.entries {
		var s set
		for _, inner := range en.vals {
			s.add(l.declared(inner, c, depth+1)...)
		}
		o.put(entry{key: en.key, vals: s.vals, at: en.at, maybe: en.maybe})
	}
	return []value{{kind: mapping, obj: o}}
}
