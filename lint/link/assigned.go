package link

import (
	"path"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// An assignment is an environment variable that code sets.
type assignment struct {
	u      *unit
	id     fact.ID // the value
	at     source.Location
	loaded bool // it runs when its module is loaded
	built  bool // a build puts the value into all code of the component
}

// fuelPerStore bounds the work of finding out whether something is stored into the
// environment, which goes by another name only near at hand.
const fuelPerStore = 100

// collectAssignments notes what code puts into the environment.
func (l *linker) collectAssignments() {
	for _, u := range l.units {
		if u.test && !l.in.IncludeTests {
			continue
		}
		for i := range u.Stores {
			s := &u.Stores[i]
			target := &u.Exprs[s.Target]
			if target.Kind != fact.Index && target.Kind != fact.Member || !mentionsEnv(u, u.Kids(target)[0]) {
				continue
			}
			if s.Value == 0 || u.Exprs[s.Value].Kind == fact.Null { // what is deleted says nothing of what was there
				continue
			}
			l.begin(u, fuelPerStore)
			for _, o := range l.eval(u, u.Kids(target)[0], nil) {
				if o.kind == external && isEnvironment(o.sym) {
					_, names := u.target(s.Target)
					l.assign(u, names[len(names)-1], s.Value, s.Target, s.Scope)
				}
			}
		}
		l.collectSetDefaults(u)
		if name := path.Base(u.Path); strings.HasPrefix(name, "next.config.") {
			l.collectInlined(u)
		}
	}
}

// collectInlined notes the variables that a configuration of Next.js puts into
// the code it builds: {env: {NAME: value}}.
func (l *linker) collectInlined(u *unit) {
	for i := range u.Exprs {
		e := &u.Exprs[i]
		if e.Kind != fact.Entry || u.TextOf(u.Kids(e)[0]) != "env" || u.Exprs[u.Kids(e)[1]].Kind != fact.Object {
			continue
		}
		for _, k := range u.KidsOf(u.Kids(e)[1]) {
			entry := &u.Exprs[k]
			if entry.Kind == fact.Entry && u.Exprs[u.Kids(entry)[0]].Kind == fact.String {
				name := u.TextOf(u.Kids(entry)[0])
				l.assigned[name] = append(l.assigned[name], assignment{u: u, id: u.Kids(entry)[1], at: u.here(k), built: true})
			}
		}
	}
}

func (l *linker) assign(u *unit, name string, value, at fact.ID, scope fact.ScopeID) {
	if name == "" {
		return
	}
	loaded := u.Scopes[u.flow(scope)].Kind == fact.ModuleScope
	l.assigned[name] = append(l.assigned[name], assignment{u: u, id: value, at: u.here(at), loaded: loaded})
}

func mentionsEnv(u *unit, id fact.ID) bool {
	return strings.Contains(lastName(u, id), "env")
}

// collectSetDefaults notes what calls put into the environment:
// os.environ.setdefault("NAME", v), os.environ.update({"NAME": v}, NAME=v).
func (l *linker) collectSetDefaults(u *unit) {
	for _, method := range mutators {
		for _, s := range l.callsIn(u, method) {
			e := &u.Exprs[s.id]
			callee := &u.Exprs[u.Kids(e)[0]]
			if callee.Kind != fact.Member || !mentionsEnv(u, u.Kids(callee)[0]) {
				continue
			}
			if method == "update" {
				l.collectUpdate(u, e)
			} else if len(u.Kids(e)) > 2 && u.Exprs[u.Kids(e)[1]].Kind == fact.String {
				l.assign(u, u.TextOf(u.Kids(e)[1]), u.Kids(e)[2], s.id, e.Scope)
			}
		}
	}
}

func (l *linker) collectUpdate(u *unit, e *fact.Expr) {
	for _, k := range u.Kids(e)[1:] {
		arg := &u.Exprs[k]
		if arg.Kind == fact.Keyword {
			l.assign(u, u.Text(arg), u.Kids(arg)[0], k, e.Scope)
		}
		if arg.Kind != fact.Object {
			continue
		}
		for _, k := range u.Kids(arg) {
			if en := &u.Exprs[k]; en.Kind == fact.Entry && u.Exprs[u.Kids(en)[0]].Kind == fact.String {
				l.assign(u, u.TextOf(u.Kids(en)[0]), u.Kids(en)[1], k, e.Scope)
			}
		}
	}
}

// assignedTo returns what code sets variable name to where a read at a place
// of u can see it: in the same file, or while a module is loaded that runs
// together with it.
func (l *linker) assignedTo(u *unit, name string, at source.Location) []value {
	var s set
	for _, a := range l.assigned[name] {
		if a.at == at || a.u.Lang != u.Lang {
			continue
		}
		together := a.u == u || a.loaded && l.runTogether(a.u, u) ||
			a.built && l.env.componentOf(a.u.dir) == l.env.componentOf(u.dir)
		if !together {
			continue
		}
		s.add(via(l.eval(a.u, a.id, nil), Step{At: a.at, What: name + " is set here"})...)
	}
	return s.vals
}

// runTogether reports whether one of two modules imports the other, directly
// or through others.
func (l *linker) runTogether(a, b *unit) bool {
	return l.imports(a)[b] || l.imports(b)[a]
}

// imports returns the modules of the root that u loads.
func (l *linker) imports(u *unit) map[*unit]bool {
	if u.loads != nil {
		return u.loads
	}
	defer func(wanting bool) { l.wanting = wanting }(l.wanting)
	l.wanting = false
	loads := make(map[*unit]bool)
	l.load(loads, u)
	u.loads = loads
	return loads
}

// load adds to loads the modules of the root that the given ones load, themselves
// or through others.
func (l *linker) load(loads map[*unit]bool, from ...*unit) {
	add := func(target *unit) {
		if target != nil && !loads[target] {
			loads[target] = true
			from = append(from, target)
		}
	}
	for len(from) > 0 {
		next := from[0]
		from = from[1:]
		for i := range next.Imports {
			add(l.modules.file(next, &next.Imports[i]))
		}
		for _, name := range next.requires {
			target, _ := l.modules.find(next, name, 0, "")
			add(target)
		}
	}
}

// required returns the module that a call of require names, or "".
func (u *unit) required(e *fact.Expr) string {
	if e.Kind != fact.Call || u.Lang != fact.TypeScript || len(u.Kids(e)) != 2 {
		return ""
	}
	if callee := &u.Exprs[u.Kids(e)[0]]; callee.Kind != fact.Name || u.Text(callee) != "require" {
		return ""
	}
	if name := &u.Exprs[u.Kids(e)[1]]; name.Kind == fact.String {
		return u.Text(name)
	}
	return ""
}
