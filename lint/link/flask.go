package link

import "strings"

// isFlaskConfig reports whether a symbol is the configuration of a Flask or
// Quart application.
func isFlaskConfig(sym string) bool {
	switch sym {
	case "flask.Flask().config", "flask.current_app.config", "flask.globals.current_app.config",
		"quart.Quart().config", "quart.current_app.config":
		return true
	}
	return false
}

// flaskSetting returns what code puts into the configuration of Flask
// applications under a key, ok false where nothing is known to.
func (l *linker) flaskSetting(key string) ([]value, bool) {
	var s set
	for _, at := range l.storedInConfig(key) {
		st := &at.u.Stores[at.store]
		if l.isFlask(l.eval(at.u, at.u.KidsOf(st.Target)[0], nil)) {
			s.add(l.eval(at.u, st.Value, nil)...)
		}
	}
	for _, method := range []string{"from_mapping", "update", "from_object", "setdefault"} {
		for _, st := range l.callsOf(method) {
			s.add(l.flaskCall(st, method, key)...)
		}
	}
	return s.vals, len(s.vals) > 0
}

// storedInConfig returns the stores to a key of what is called config.
func (l *linker) storedInConfig(key string) []attrStore {
	if l.inConfig == nil {
		l.inConfig = make(map[string][]attrStore)
		for _, u := range l.code() {
			if u.test && !l.in.IncludeTests {
				continue
			}
			for i := range u.Stores {
				st := &u.Stores[i]
				if _, names := u.target(st.Target); len(names) > 1 && names[len(names)-2] == "config" && st.Value != 0 {
					name := names[len(names)-1]
					l.inConfig[name] = append(l.inConfig[name], attrStore{u, int32(i)})
				}
			}
		}
	}
	return l.inConfig[key]
}

func (l *linker) isFlask(vals []value) bool {
	for _, v := range vals {
		if v.kind == external && isFlaskConfig(v.sym) {
			return true
		}
	}
	return false
}

// flaskCall returns what one call of a method of a configuration gives a key.
func (l *linker) flaskCall(st site, method, key string) []value {
	callee := &st.u.Exprs[st.u.KidsOf(st.id)[0]]
	if st.u.test && !l.in.IncludeTests || len(st.u.Kids(callee)) == 0 || lastName(st.u, st.u.Kids(callee)[0]) != "config" ||
		!l.isFlask(l.eval(st.u, st.u.Kids(callee)[0], nil)) {
		return nil
	}
	c := call{u: st.u, id: st.id}
	var s set
	l.budget.pay(len(st.u.KidsOf(st.id)))
	switch method {
	case "from_object":
		objs, _, _ := l.arg(c, 0, "obj")
		for _, o := range objs {
			s.add(l.configObject(c, o, key)...)
		}
	case "setdefault":
		o := &object{}
		l.setDefault(o, c)
		got, _, _ := o.get(key)
		s.add(got...)
	default:
		for _, o := range mergeObjects(l, value{}, c) {
			got, _, _ := o.obj.get(key)
			s.add(got...)
		}
	}
	return s.vals
}

// configObject returns a key of what from_object is given: a class, an
// instance, a module, or the dotted path of one.
func (l *linker) configObject(c call, o value, key string) []value {
	switch o.kind {
	case class, instance, module:
		return known(l.member(c.u, c.id, o, key, nil))
	case text:
		path, ok := o.whole()
		if !ok {
			return nil
		}
		name := ""
		if target, _ := l.modules.find(c.u, path, 0, ""); target != nil {
			return known(l.member(c.u, c.id, value{kind: module, u: target}, key, nil))
		}
		if i := strings.LastIndexByte(path, '.'); i >= 0 {
			path, name = path[:i], path[i+1:]
		}
		target, _ := l.modules.find(c.u, path, 0, "")
		if target == nil || name == "" {
			return nil
		}
		var s set
		for _, v := range l.member(c.u, c.id, value{kind: module, u: target}, name, nil) {
			if v.kind != text {
				s.add(l.configObject(c, v, key)...)
			}
		}
		return s.vals
	}
	return nil
}

// known leaves out the alternatives that nothing is known of.
func known(vals []value) []value {
	var out []value
	for _, v := range vals {
		if v.kind != unknown {
			out = append(out, v)
		}
	}
	return out
}
