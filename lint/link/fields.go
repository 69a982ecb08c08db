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
	if o.kind != instance || o.u.Lang != fact.Python || len(elsewhere) == 0 || !slices.Contains(dumps, name) {
		return value{}, false
	}
	return value{kind: external, sym: "instance.dump", self: &o}, true
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
