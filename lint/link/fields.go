package link

import (
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
)

// dumps are the methods of Python's data classes that give their fields in a dict.
var dumps = []string{"model_dump", "dict", "_asdict", "to_dict", "asdict"}

// dumpMethod returns the method of an object of the root's class that gives its
// fields in a dict; the class has none of that name and inherits from elsewhere.
func dumpMethod(o value, elsewhere []string, name string) (value, bool) {
	if o.u.Lang != fact.Python || len(elsewhere) == 0 {
		return value{}, false
	}
	switch {
	case o.kind == instance && slices.Contains(dumps, name):
		return value{kind: external, sym: "instance.dump", self: &o}, true
	case o.kind == instance && (name == "_replace" || name == "model_copy"):
		return value{kind: external, sym: "instance.replace", self: &o}, true
	case o.kind == class && (name == "model_validate" || name == "parse_obj"):
		return value{kind: external, sym: "class.validate", self: &o}, true
	}
	return value{}, false
}

// replacedArgument is dataclasses.replace(object, field=v).
func replacedArgument(l *linker, _ value, c call) []value {
	args, open := l.args(c)
	a, ok := positional(args, 0)
	if !ok {
		return unknowns
	}
	return l.replaced(l.argVals(c, a), c, slices.DeleteFunc(args, func(a argument) bool { return a.name == "" }), open)
}

// replacedSelf is object._replace(field=v) and object.model_copy(update={"field": v}).
func replacedSelf(l *linker, f value, c call) []value {
	args, open := l.args(c)
	if a, ok := keyword(args, "update"); ok {
		vals := l.argVals(c, a)
		args, open = l.spreadArgs(vals)
	}
	return l.replaced([]value{*f.self}, c, args, open)
}

// replaced returns copies of objects with other values in some fields.
func (l *linker) replaced(objects []value, c call, fields []argument, open bool) []value {
	for i := range fields {
		fields[i].vals, fields[i].id = l.argVals(c, fields[i]), 0
	}
	var s set
	for _, o := range objects {
		if o.kind != instance || open {
			s.add(unknowns...)
			continue
		}
		from := o
		o.made = &made{call: call{u: c.u, id: c.id, fr: c.fr, given: true, bound: fields}, from: &from}
		s.add(o)
	}
	return s.vals
}

// unreplaced returns a field of the object that o is a copy of, unless o has a value
// of its own in it; ok is false for what is no copy.
func (l *linker) unreplaced(o value, c classRef, name string) (vals []value, ok bool) {
	if o.made == nil || o.made.from == nil || o.made.from.kind != instance {
		return nil, false
	}
	if a, ok := keyword(o.made.call.bound, name); ok {
		return a.vals, true
	}
	return l.attribute(c.u, 0, *o.made.from, name), true
}

// validated is Model.model_validate({"field": v}).
func validated(l *linker, f value, c call) []value {
	vals, _, ok := l.arg(c, 0, "obj")
	if !ok || !allOf(vals, func(v *value) bool { return v.kind == mapping }) {
		return unknowns
	}
	fields, open := l.spreadArgs(vals)
	if open {
		return unknowns
	}
	return l.construct(*f.self, call{u: c.u, id: c.id, fr: c.fr, given: true, bound: fields})
}

// dumped is object.model_dump().
func dumped(l *linker, f value, c call) []value { return []value{l.fieldsOf(*f.self, c)} }

// dumpedArgument is dataclasses.asdict(object).
func dumpedArgument(l *linker, f value, c call) []value {
	var s set
	for _, o := range first(l, f, c) {
		s.add(l.fieldsOf(o, c))
	}
	return s.vals
}

// fieldsOf returns the fields of an object, which the bodies of its class and its
// bases declare, as a dict. Whatever is no such object stays as it is.
func (l *linker) fieldsOf(o value, c call) value {
	if o.kind != instance || o.u.Lang != fact.Python {
		return o
	}
	chain, elsewhere := l.ancestry(classRef{o.u, o.ref})
	fields := &object{open: slices.ContainsFunc(elsewhere, func(sym string) bool { return !isDataBase(lastDot(sym)) })}
	known := make(map[string]bool)
	for _, in := range chain {
		for _, name := range in.u.annotated(in.u.Classes[in.ref].Scope) {
			if known[name] {
				continue
			}
			if !l.takes(len(known)+1, spreadPerFuel) {
				fields.open = true
				break
			}
			known[name] = true
			fields.entries = append(fields.entries, entry{key: name, vals: l.attribute(c.u, c.id, o, name), at: c.u.at(c.u.Exprs[c.id].Span)})
		}
	}
	return value{kind: mapping, obj: fields}
}

// annotated returns the names that are bound with a type in a scope.
func (u *unit) annotated(scope fact.ScopeID) []string {
	if u.fields == nil {
		u.fields = make(map[fact.ScopeID][]string)
		for i := range u.Bindings {
			if b := &u.Bindings[i]; b.Annotation != 0 {
				u.fields[b.Scope] = append(u.fields[b.Scope], u.NameOf(b))
			}
		}
	}
	return u.fields[scope]
}

// isDataBase reports whether a base class from elsewhere adds no fields of its own.
func isDataBase(name string) bool {
	return slices.Contains([]string{"BaseModel", "BaseSettings", "NamedTuple", "TypedDict", "Generic", "ABC", "Protocol", "object", "Struct"}, name)
}
