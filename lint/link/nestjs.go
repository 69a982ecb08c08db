package link

import "strings"

// configService is NestJS's ConfigService.get: a variable, or a dotted path
// into a registered namespace.
func (l *linker) configService(f value, c call) []value {
	names, _, ok := l.arg(c, 0)
	if !ok || len(names) != 1 {
		return unknowns
	}
	key, ok := names[0].whole()
	if !ok {
		return unknowns
	}
	if vals := l.registered(key); len(vals) > 0 {
		return vals
	}
	if strings.Contains(key, ".") {
		if vals, ok := l.defaulted(c); ok {
			return vals
		}
		return unknowns
	}
	return environGet(l, f, c)
}

// registered finds a key in what registerAs(namespace, factory) and
// ConfigModule.forRoot({load: [factory]}) provide.
func (l *linker) registered(key string) []value {
	var s set
	namespace, rest, dotted := strings.Cut(key, ".")
	for _, st := range l.calls["registerAs"] {
		c := call{u: st.u, id: st.id}
		if ns, _, ok := l.arg(c, 0); !ok || len(ns) != 1 || ns[0].str() != namespace {
			continue
		}
		if factories, _, ok := l.arg(c, 1); ok {
			if !dotted {
				rest = ""
			}
			s.add(l.provided(factories, rest)...)
		}
	}
	for _, st := range l.calls["forRoot"] {
		c := call{u: st.u, id: st.id}
		options, _, ok := l.arg(c, 0)
		if !ok {
			continue
		}
		for _, o := range options {
			if o.kind != mapping {
				continue
			}
			load, _, _ := o.obj.get("load")
			for _, list := range load {
				for _, factory := range list.items {
					s.add(l.provided(factory, key)...)
				}
			}
		}
	}
	return s.vals
}

// provided calls configuration factories and follows a dotted path into what
// they return.
func (l *linker) provided(factories []value, key string) []value {
	var s set
	for _, f := range factories {
		if f.kind != function {
			continue
		}
		for _, o := range l.invoke(f, call{}) {
			s.add(walk(o, key)...)
		}
	}
	return s.vals
}

// walk follows a dotted path into an object.
func walk(o value, key string) []value {
	vals := []value{o}
	if key == "" {
		return vals
	}
	for _, part := range strings.Split(key, ".") {
		var s set
		for _, v := range vals {
			if v.kind == mapping {
				got, _, _ := v.obj.get(part)
				s.add(got...)
			}
		}
		vals = s.vals
	}
	return vals
}
