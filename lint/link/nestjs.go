package link

import (
	"slices"
	"strings"
)

// configService is NestJS's ConfigService.get: a variable, or a dotted path
// into a registered namespace.
func (l *linker) configService(c call) []value {
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
	fallback, a, has := l.arg(c, 1)
	switch {
	case has && allOf(fallback, func(v *value) bool { return v.kind == mapping }): // options such as {infer: true}
		has = false
	case has && a.id != 0:
		fallback = l.fallback(c.u, a.id, fallback)
	}
	if strings.Contains(key, ".") {
		if has {
			return append(slices.Clip(fallback), value{kind: unknown})
		}
		return unknowns
	}
	if !has {
		fallback = l.validated(key)
		has = len(fallback) > 0
	}
	return l.lookup(c.u, c.id, key, nameSpot(&names[0], c, l), fallback, has)
}

// moduleOptions returns the objects that ConfigModule.forRoot is given.
func (l *linker) moduleOptions() []*object {
	var all []*object
	for _, st := range l.callsOf("forRoot") {
		options, _, _ := l.arg(call{u: st.u, id: st.id}, 0)
		for _, o := range options {
			if o.kind == mapping {
				all = append(all, o.obj)
			}
		}
	}
	return all
}

// validated returns the default that validation gives a variable:
// ConfigModule.forRoot({validationSchema}) or ({validate: (config) => …}).
func (l *linker) validated(key string) []value {
	var s set
	for _, options := range l.moduleOptions() {
		o := &object{defaults: make(map[string][]value)}
		schemas, _, _ := options.get("validationSchema")
		for i := range schemas {
			l.schemaDefaults(o, &schemas[i])
		}
		s.add(o.defaults[key]...)
		checks, _, _ := options.get("validate")
		for _, f := range checks {
			if f.kind != function {
				continue
			}
			for _, v := range l.invoke(f, call{bound: []argument{{vals: []value{{kind: external, sym: "process.env"}}}}}) {
				if v.kind == mapping {
					s.add(v.obj.defaults[key]...)
				}
			}
		}
	}
	return s.vals
}

// registered finds a key in what registerAs(namespace, factory) and
// ConfigModule.forRoot({load: [factory]}) provide.
func (l *linker) registered(key string) []value {
	var s set
	namespace, rest, dotted := strings.Cut(key, ".")
	for _, st := range l.callsOf("registerAs") {
		if l.budget.pay(1); l.broke() {
			return unknowns
		}
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
	for _, options := range l.moduleOptions() {
		load, _, _ := options.get("load")
		for _, list := range load {
			for _, factory := range list.items() {
				s.add(l.provided(factory, key)...)
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
		if f.kind == product && f.made != nil && strings.HasSuffix(f.sym, "registerAs()") {
			if key == "" { // a dotted key finds it by its namespace
				inner, _, _ := l.arg(f.made.call, 1)
				s.add(l.provided(inner, "")...)
			}
			continue
		}
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
	for part := range strings.SplitSeq(key, ".") {
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
