package link

import (
	"math"

	"github.com/regionlint/regionlint/lint/fact"
)

// imported returns what an import binds.
func (l *linker) imported(u *unit, im *fact.Import) []value {
	vals := l.importValue(u, im)
	return via(vals, Step{At: u.at(im.Span), What: im.Local + " is imported here"})
}

func (l *linker) importValue(u *unit, im *fact.Import) []value {
	if isEnvironmentModule(im.Module) && im.Name != "" && im.Name != "*" {
		return l.read(u, lookupOf{name: im.Name, at: u.at(im.Span)})
	}
	target, whole := l.modules.find(u, im.Module, im.Level, im.Name)
	if target == nil {
		if l.modules.pending {
			return unknowns
		}
		return []value{{kind: external, sym: externalName(u, im)}}
	}
	if whole {
		return []value{{kind: module, u: target}}
	}
	if im.Name == "" {
		return l.moduleValue(target, u)
	}
	if vals, ok := l.moduleName(target, im.Name); ok {
		return vals
	}
	if sub := l.modules.submodule(target, im.Name); sub != nil {
		return []value{{kind: module, u: sub}}
	}
	return unknowns
}

// moduleValue returns a module as a value: what module.exports was set to for
// CommonJS.
func (l *linker) moduleValue(target, from *unit) []value {
	if whole := target.commonJS(); whole != 0 && from.Lang == fact.TypeScript {
		return l.wholeExports(target, whole)
	}
	return []value{{kind: module, u: target}}
}

// wholeExports returns what module.exports is: what it was set to, with what was put
// into it by that name afterwards.
func (l *linker) wholeExports(u *unit, whole fact.ID) []value {
	return l.written(u, u.writes[scopedName{0, "module"}], []string{"exports"}, use{at: math.MaxUint32}, nil, l.eval(u, whole, nil))
}

// commonJS returns the expression that module.exports is set to, or 0.
func (u *unit) commonJS() fact.ID {
	for _, i := range u.cjsNamed["exports"] {
		s := &u.Stores[i]
		if root, names := u.target(s.Target); root == "module" && len(names) == 1 {
			return s.Value
		}
	}
	return 0
}

// fuelForName is what there is at least to find what a module's name is, which is
// found once for all questions.
const fuelForName = fuelPerQuery

// moduleName returns what a module's name can be for those who import it. A
// name that modules import from each other in a circle is none.
func (l *linker) moduleName(u *unit, name string) ([]value, bool) {
	m := memoOf(&u.exported, name)
	l.once(&m.waits, func() {
		m.vals, m.done = nil, false
		l.atLeast(fuelForName, func() { m.vals, m.done = l.findName(u, name) })
	})
	return m.vals, m.done
}

func (l *linker) findName(u *unit, name string) ([]value, bool) {
	if u.Lang == fact.TypeScript {
		return l.exported(u, name, make(map[exportOf]bool))
	}
	if len(u.bindings.in(0, name)) > 0 || len(l.starred(u, 0, name)) > 0 {
		vals := l.resolve(u, 0, 0, math.MaxUint32, name, nil)
		return l.written(u, u.writes[scopedName{0, name}], nil, use{at: math.MaxUint32}, nil, vals), true
	}
	return nil, false
}

// An exportOf is a name that a module may export.
type exportOf struct {
	u    *unit
	name string
}

// exported returns what a TypeScript module exports under name. Modules that hand
// on each other's exports are asked once each, which seen sees to.
func (l *linker) exported(u *unit, name string, seen map[exportOf]bool) ([]value, bool) {
	key := exportOf{u, name}
	if seen[key] {
		return nil, false
	}
	seen[key] = true
	if own := u.exports[name]; len(own) > 0 {
		ex := &u.Exports[own[0]]
		if ex.From < 0 {
			return l.exportValue(u, ex.Value), true
		}
		im := u.Imports[ex.From]
		target := l.modules.file(u, &im)
		if target == nil {
			return []value{{kind: external, sym: externalName(u, &im)}}, true
		}
		if im.Name == "" || im.Name == "*" {
			return []value{{kind: module, u: target}}, true
		}
		return l.exported(target, im.Name, seen)
	}
	for _, i := range u.exports["*"] {
		if name == "default" {
			break // which no module hands on with the rest
		}
		im := u.Imports[u.Exports[i].From]
		if target := l.modules.holding(u, &im, name); target != nil {
			if vals, ok := l.exported(target, name, seen); ok {
				return vals, true
			}
		}
	}
	return l.exportedCommonJS(u, name)
}

// exportValue evaluates what is exported as it is when the module has run.
func (l *linker) exportValue(u *unit, id fact.ID) []value {
	if e := &u.Exprs[id]; e.Kind == fact.Name {
		return l.stored(u, id, nil, l.resolve(u, e.Scope, 0, math.MaxUint32, u.Text(e), nil), 0, math.MaxUint32)
	}
	return l.eval(u, id, nil)
}

func (l *linker) exportedCommonJS(u *unit, name string) ([]value, bool) {
	if whole := u.commonJS(); whole != 0 {
		vals := l.wholeExports(u, whole)
		if name == "default" {
			return vals, true
		}
		for _, v := range vals {
			if v.kind == mapping {
				if got, _, maybe := v.obj.get(name); !maybe {
					return got, true
				}
			}
		}
	}
	if name == "default" && len(u.cjs) > 0 && len(u.cjsNamed[name])+len(u.Exports) == 0 {
		return []value{{kind: module, u: u}}, true
	}
	var out set
	for _, i := range u.cjsNamed[name] {
		out.add(l.eval(u, u.Stores[i].Value, nil)...)
	}
	return out.vals, len(out.vals) > 0
}
