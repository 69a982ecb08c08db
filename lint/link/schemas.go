package link

import (
	"maps"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/source"
)

// isSchema reports whether a symbol is one of a library of schemas.
func isSchema(sym string) bool {
	for _, lib := range []string{"zod", "joi", "@hapi/joi", "yup", "myzod"} {
		if rest, ok := strings.CutPrefix(sym, lib); ok && (rest == "" || rest[0] == '.' || rest[0] == '/') {
			return true
		}
	}
	return false
}

// isParsing reports whether a schema's method returns what it makes of its
// argument.
func isParsing(method string) bool {
	return slices.Contains([]string{"parse", "parseAsync", "validateAsync", "validateSync", "cast"}, method)
}

// parsedSchema is a zod schema applied to an object: its members, with the
// schema's defaults where it lacks them. The environment is such an object.
func (l *linker) parsedSchema(schema value, c call) ([]value, bool) {
	args, _, ok := l.arg(c, 0)
	if !ok {
		return nil, false
	}
	o := &object{defaults: make(map[string][]value)}
	l.schemaDefaults(o, &schema)
	var s set
	for _, v := range args {
		switch {
		case isEnv(v):
			s.add(value{kind: mapping, obj: &object{env: true, defaults: o.defaults}})
		case v.kind == mapping:
			s.add(value{kind: mapping, obj: l.completed(v.obj, o.defaults)})
		case len(o.defaults) > 0:
			s.add(value{kind: mapping, obj: l.completed(&object{open: true}, o.defaults)})
		default:
			s.add(unknowns...)
		}
	}
	return s.vals, true
}

// completed returns an object with defaults in place of what it lacks.
func (l *linker) completed(in *object, defaults map[string][]value) *object {
	out := in.clone()
	for _, key := range slices.Sorted(maps.Keys(defaults)) {
		got, at, maybe := in.get(key)
		l.fillsIn(at, defaults[key])
		var s set
		s.add(filtered(got, keepNonNull)...)
		if maybe || slices.ContainsFunc(got, func(v value) bool { return v.kind == null || v.kind == unknown }) {
			s.add(defaults[key]...)
		}
		out.entries = append(out.entries, entry{key: key, vals: s.vals, at: at})
	}
	return out
}

// fillsIn notes that a schema has something for a member which an object gives at a
// place, if that only reads a variable.
func (l *linker) fillsIn(at source.Location, defaults []value) {
	for _, lk := range l.readAt[at] {
		if !lk.HasFallback {
			lk.HasFallback = true
			l.noteFallback(lk, defaults)
		}
	}
}

func isEnv(v value) bool {
	return v.kind == external && isEnvironment(v.sym) || v.kind == mapping && v.obj.env
}

// schemaDefaults collects the defaults of object schemas along a chain of
// calls such as z.object({…}).extend({…}).
func (l *linker) schemaDefaults(o *object, schema *value) {
	for hops := 0; schema != nil && schema.made != nil && hops < 24; hops++ {
		args, _ := l.args(schema.made.call)
		for _, a := range args {
			for _, v := range l.argVals(schema.made.call, a) {
				switch v.kind {
				case mapping:
					l.fieldDefaults(o, v.obj)
				case product:
					if v.made != nil && isSchema(v.sym) {
						l.schemaDefaults(o, &v)
					}
				}
			}
		}
		schema = schema.made.from
	}
}

func (l *linker) fieldDefaults(o, fields *object) {
	for _, en := range fields.entries {
		for _, v := range en.vals {
			if d, ok := l.schemaDefault(&v); ok {
				o.defaults[en.key] = append(o.defaults[en.key], d...)
			}
		}
	}
}

// schemaDefault returns the default of one field's schema: zod's .default(v)
// and .catch(v), envalid's str({default: v}).
func (l *linker) schemaDefault(v *value) ([]value, bool) {
	for hops := 0; v != nil && v.made != nil && hops < 24; hops++ {
		c := v.made.call
		switch lastDot(strings.TrimSuffix(v.sym, "()")) {
		case "default", "catch", "prefault":
			if vals, a, ok := l.arg(c, 0); ok {
				if a.id != 0 {
					vals = l.fallback(c.u, a.id, vals)
				}
				return vals, true
			}
		case "str", "url", "host", "makeValidator":
			vals, _, _ := l.arg(c, 0)
			for _, o := range vals {
				if o.kind == mapping {
					for _, key := range []string{"default", "devDefault"} {
						if got, _, _ := o.obj.get(key); len(got) > 0 {
							return got, true
						}
					}
				}
			}
		}
		v = v.made.from
	}
	return nil, false
}

// createdEnv is t3-env's createEnv({server, client, shared, runtimeEnv}). An
// object given as runtimeEnv says where each variable comes from.
func (l *linker) createdEnv(c call) []value {
	o := &object{env: true, defaults: make(map[string][]value)}
	given := &object{}
	options, _, _ := l.arg(c, 0)
	for _, v := range options {
		if v.kind != mapping {
			continue
		}
		for _, part := range []string{"server", "client", "shared"} {
			fields, _, _ := v.obj.get(part)
			for _, f := range fields {
				if f.kind == mapping {
					l.fieldDefaults(o, f.obj)
				}
			}
		}
		for _, part := range []string{"runtimeEnv", "runtimeEnvStrict", "experimental__runtimeEnv"} {
			sources, _, _ := v.obj.get(part)
			l.spread(given, sources)
		}
	}
	for _, en := range given.entries {
		if fallback, ok := o.defaults[en.key]; ok {
			l.fillsIn(en.at, fallback)
			en = entryOr(en, fallback)
		}
		o.put(en)
	}
	return []value{{kind: mapping, obj: o}}
}

// entryOr returns an entry with a fallback in place of nulls.
func entryOr(en entry, fallback []value) entry {
	var s set
	s.add(filtered(en.vals, keepNonNull)...)
	if len(s.vals) < len(en.vals) {
		s.add(fallback...)
	}
	en.vals = s.vals
	return en
}

func (l *linker) cleanedEnv(c call) ([]value, bool) {
	o := &object{env: true, defaults: make(map[string][]value)}
	fields, _, ok := l.arg(c, 1)
	if !ok {
		return nil, false
	}
	for _, f := range fields {
		if f.kind == mapping {
			l.fieldDefaults(o, f.obj)
		}
	}
	return []value{{kind: mapping, obj: o}}, true
}
