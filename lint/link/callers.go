package link

import (
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
)

// A handing is a place where a function is an argument of a call.
type handing struct {
	u    *unit
	call fact.ID
	pos  int // 0-based among the arguments, -1 for a keyword
}

// isBuiltinMethod reports whether the built-in types, files and HTTP clients of
// Python and JavaScript have a method of that name, so that it says nothing of
// what it is called on.
func isBuiltinMethod(name string) bool {
	switch name {
	case "get", "set", "add", "pop", "update", "copy", "keys", "values", "items", "append", "extend", "remove", "index",
		"count", "sort", "clear", "insert", "format", "split", "join", "read", "write", "close", "open", "send", "put",
		"post", "delete", "map", "filter", "find", "has", "then", "call", "apply", "bind", "push":
		return true
	}
	return false
}

// handed returns the calls that a function is an argument of: where it is
// written, and where one of its names stands.
func (l *linker) handed(f funcRef) []handing {
	var found []handing
	if id := f.u.literals[f.ref]; id != 0 {
		if h, ok := f.u.handing(id); ok {
			found = append(found, h)
		}
	}
	for _, n := range f.u.owners[f.ref] {
		for _, s := range l.passedAs(n, thing{function, f.u, f.ref}) {
			if s.u.Lang != f.u.Lang || s.u.test && !l.in.IncludeTests {
				continue
			}
			h, ok := s.u.handing(s.id)
			if ok && slices.ContainsFunc(l.eval(s.u, s.id, nil), func(v value) bool {
				return v.kind == function && v.u == f.u && v.ref == f.ref
			}) {
				found = append(found, h)
			}
		}
	}
	return found
}

// handing returns the call that expression id is an argument of.
func (u *unit) handing(id fact.ID) (handing, bool) {
	parent := u.parent[id]
	if parent != 0 && u.Exprs[parent].Kind == fact.Keyword {
		return handing{u, u.parent[parent], -1}, u.Exprs[u.parent[parent]].Kind == fact.Call
	}
	if parent == 0 || u.Exprs[parent].Kind != fact.Call {
		return handing{}, false
	}
	pos := slices.Index(u.KidsOf(parent)[1:], id)
	return handing{u, parent, pos}, pos >= 0
}

// callback returns what a function that is itself an argument is called with
// by something outside the root: the elements of the list that map, forEach
// and their like go through, the value of a promise.
func (l *linker) callback(u *unit, fn int32, i int) ([]value, bool) {
	var s set
	for _, h := range l.handed(funcRef{u, fn}) {
		switch callee := &h.u.Exprs[h.u.KidsOf(h.call)[0]]; {
		case callee.Kind == fact.Member:
			s.add(l.passedByMethod(h, callee, i)...)
		case h.pos == 0 && i == 0 && len(h.u.KidsOf(h.call)) > 2 && (h.u.Text(callee) == "map" || h.u.Text(callee) == "filter"):
			s.add(l.elements(l.eval(h.u, h.u.KidsOf(h.call)[2], nil))...)
		}
	}
	return s.vals, len(s.vals) > 0
}

// visited is elements for the function that forEach and its like call: of a
// Map they pass the values.
func (l *linker) visited(vals []value) []value {
	var s set
	for _, v := range vals {
		if v.kind == mapping && v.obj.pairs {
			s.add(l.elements(entriesOf(v, false))...)
		} else {
			s.add(l.elements([]value{v})...)
		}
	}
	return s.vals
}

// passedByMethod returns what a method of something outside the root passes as
// parameter i to the function that it is given.
func (l *linker) passedByMethod(h handing, method *fact.Expr, i int) []value {
	of := func() []value { return l.eval(h.u, h.u.Kids(method)[0], nil) }
	switch name := h.u.Text(method); {
	case h.u.Lang == fact.Python && h.pos == 0 && slices.Contains(mappers, name):
		if args := h.u.KidsOf(h.call)[2:]; i < len(args) {
			return l.elements(l.eval(h.u, args[i], nil))
		}
		return nil
	case name == "action", name == "command" && h.pos > 1:
		return []value{{kind: product, sym: "commander.opts()"}} // the options of a command line
	case h.pos == 1 && i == 0 && name == "from":
		return l.elements(l.eval(h.u, h.u.KidsOf(h.call)[1], nil))
	case h.pos != 0:
		return nil
	case i == 0 && slices.Contains(iterators, name), i == 1 && (name == "reduce" || name == "reduceRight"):
		return l.visited(of())
	case i == 0 && name == "then":
		return of()
	}
	return nil
}

// mappers are the methods of executors and pools that call a function with the
// elements of the iterables that follow it.
var mappers = []string{"map", "imap", "imap_unordered", "map_async"}

var iterators = []string{"map", "forEach", "filter", "flatMap", "some", "every", "find", "for_each"}

// A caller is a call of a function, with the function as that call sees it.
type caller struct {
	call
	as value
}

// callers are the calls that can reach a function.
type callers struct {
	found []caller
	waits waits
}

// fuelForCallers is what there is at least to find the callers of a function, which
// are found once for all questions.
const fuelForCallers = 250

// callersOf returns the calls in the root that can reach a function.
func (l *linker) callersOf(f funcRef) []caller {
	by := l.callers[f]
	if by == nil {
		by = &callers{waits: unasked}
		l.callers[f] = by
	}
	l.once(&by.waits, func() {
		by.found = nil
		l.atLeast(fuelForCallers, func() { by.found = l.findCallers(f) })
	})
	return by.found
}

func (l *linker) findCallers(f funcRef) []caller {
	fn := &f.u.Funcs[f.ref]
	var found []caller
	if isConstructor(f.u, f.ref) {
		found = l.constructions(classRef{f.u, fn.Class}, f)
	} else {
		vague := l.isVaguely(f)
		for _, name := range l.reachedAs(f) {
			for _, s := range l.calledAs(name, thing{function, f.u, f.ref}, vague) {
				if c, ok := l.reaches(s, f); ok {
					found = append(found, c)
				}
			}
		}
		found = append(found, l.calledBack(f)...)
		found = append(found, l.runLater(f)...)
	}
	return found
}

// calledBack returns the calls of a parameter that is given the function.
func (l *linker) calledBack(f funcRef) []caller {
	var found []caller
	for _, h := range l.handed(f) {
		if h.pos < 0 {
			continue
		}
		for _, g := range l.eval(h.u, h.u.KidsOf(h.call)[0], nil) {
			if g.kind != function || h.pos >= len(g.u.Funcs[g.ref].Params) {
				continue
			}
			fn := &g.u.Funcs[g.ref]
			for _, s := range l.callsIn(g.u, fn.Params[h.pos].Name) {
				if !fn.Span.Contains(s.u.Exprs[s.id].Span) {
					continue
				}
				if c, ok := l.reaches(s, f); ok {
					found = append(found, c)
				}
			}
		}
	}
	return found
}

// reachedAs returns the names under which calls can name a function.
func (l *linker) reachedAs(f funcRef) []string {
	var names []string
	for _, n := range f.u.owners[f.ref] {
		base := strings.TrimRight(n, "()")
		for _, name := range l.namesOf(base, f.u) {
			names = append(names, l.results(name, n[len(base):])...)
		}
	}
	if l.isDefault(f) {
		names = append(names, l.aliases["default"]...)
		for _, n := range names {
			l.wantCallers(n, f.u)
		}
		names = append(names, "default")
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// results returns the names of a function that comes out of calls of name, as
// many deep as calls says by its pairs of parentheses: name() itself, and what
// such a call is assigned to.
func (l *linker) results(name, calls string) []string {
	names := []string{name + calls}
	for ; calls != ""; calls = calls[2:] {
		for _, s := range l.callsOf(name + calls[2:]) {
			names = append(names, s.u.held[s.id]...)
		}
	}
	return names
}

// isDefault reports whether the function is its module's default export.
func (l *linker) isDefault(f funcRef) bool {
	for _, i := range f.u.exports["default"] {
		switch e := &f.u.Exprs[f.u.Exports[i].Value]; e.Kind {
		case fact.FuncExpr:
			return e.Ref() == f.ref
		case fact.Name:
			return slices.Contains(f.u.owners[f.ref], f.u.Text(e))
		}
	}
	return false
}

// namesOf returns a name of something in u and the names that files give to what
// they import by it, once the files that hold one of them are there.
func (l *linker) namesOf(name string, u *unit) []string {
	l.wantCallers(name, u)
	names := append([]string{name}, l.aliases[name]...)
	for _, alias := range names[1:] {
		l.wantCallers(alias, u)
	}
	return names
}

// maxFar is how many generations of callers are looked for in further files: callers
// of callers of callers tell ever less about an argument.
const maxFar = 2

// wantCallers loads the files that may call something in u by that name. Short names
// are too common to look for.
func (l *linker) wantCallers(name string, u *unit) {
	if l.wanting && l.fuel > enoughForNames && l.loaded < maxLoaded {
		l.loadHolders(name, u)
	}
}

// wantImporters loads the files that may import u, and those that may import these:
// whoever starts its code is among them.
func (l *linker) wantImporters(u *unit) {
	if !l.wanting {
		return
	}
	for _, by := range l.loadHolders(u.moduleName(), u) {
		l.loadHolders(by.moduleName(), by)
	}
}

// moduleName returns the name that an import of the file ends with.
func (u *unit) moduleName() string {
	switch name := strings.TrimSuffix(path.Base(u.Path), path.Ext(u.Path)); name {
	case "__init__", "index":
		return path.Base(u.dir)
	default:
		return name
	}
}

// loadHolders loads the files that hold a name of something in u.
func (l *linker) loadHolders(name string, u *unit) []*unit {
	if u.far >= maxFar || l.in.Callers == nil || len(name) < 4 || strings.HasPrefix(name, "$") || l.wanted[name] {
		return nil
	}
	l.wanted[name] = true
	var holders []*unit
	for _, f := range l.in.Callers(name) {
		holders = append(holders, l.join(f, u.far+1))
	}
	return holders
}

// reaches reports whether the call can reach f, and how.
func (l *linker) reaches(s site, f funcRef) (caller, bool) {
	if s.u.test && !l.in.IncludeTests || s.u.Lang != f.u.Lang {
		return caller{}, false
	}
	callee := s.u.KidsOf(s.id)[0]
	vals := l.eval(s.u, callee, nil)
	vague := true
	for _, v := range vals {
		if v.kind == function && v.u == f.u && v.ref == f.ref {
			return caller{call{u: s.u, id: s.id}, v}, true
		}
		if v.kind == product && v.made != nil && l.wraps(v.made.call, f) {
			return caller{call{u: s.u, id: s.id}, value{kind: function, u: f.u, ref: f.ref}}, true
		}
		vague = vague && v.kind == unknown
	}
	// A method of something unknown is this one if no other has its name.
	if vague && s.u.Exprs[callee].Kind == fact.Member && l.isVaguely(f) {
		self := value{kind: instance, u: f.u, ref: f.u.Funcs[f.ref].Class}
		return caller{call{u: s.u, id: s.id}, value{kind: function, u: f.u, ref: f.ref, self: &self}}, true
	}
	return caller{}, false
}

// isVaguely reports whether a method of f's name is f where nobody knows what it is
// called on.
func (l *linker) isVaguely(f funcRef) bool {
	fn := &f.u.Funcs[f.ref]
	return fn.Class >= 0 && !isBuiltinMethod(fn.Name) && l.isUnique(f, fn.Name)
}

// wraps reports whether a call of something outside the root is given the
// function as it is written: memo((props) => …). What it makes is called with
// what the function is called with.
func (l *linker) wraps(c call, f funcRef) bool {
	id := f.u.literals[f.ref]
	return id != 0 && c.u == f.u && slices.Contains(c.u.KidsOf(c.id)[1:], id)
}

// isUnique reports whether f is the only method of the root with its name.
func (l *linker) isUnique(f funcRef, name string) bool {
	own := 0
	if !f.u.test {
		own = 1
	}
	return l.methods[name] == own
}

// constructions returns the calls that make an instance of c, or of a class
// that inherits its constructor.
func (l *linker) constructions(c classRef, f funcRef) []caller {
	classes := []classRef{c}
	for _, s := range l.subclasses(c) {
		if s.constructor() < 0 {
			classes = append(classes, s)
		}
	}
	var found []caller
	as := value{kind: function, u: f.u, ref: f.ref, self: &value{kind: instance, u: c.u, ref: c.ref}}
	for _, cl := range classes {
		name := cl.u.Classes[cl.ref].Name
		names := l.namesOf(name, cl.u)
		if l.isDefaultClass(cl) {
			names = append(names, l.aliases["default"]...)
			for _, n := range names {
				l.wantCallers(n, cl.u)
			}
		}
		slices.Sort(names)
		for _, n := range append(slices.Compact(names), "cls", "this") {
			for _, s := range l.calledAs(n, thing{class, cl.u, cl.ref}, false) {
				if s.u.test && !l.in.IncludeTests || s.u.Lang != f.u.Lang {
					continue
				}
				for _, v := range l.eval(s.u, s.u.KidsOf(s.id)[0], nil) {
					if v.kind == class && v.u == cl.u && v.ref == cl.ref {
						found = append(found, caller{call{u: s.u, id: s.id}, as})
						break
					}
				}
			}
		}
	}
	return append(found, l.superCalls(c, as)...)
}

func (l *linker) isDefaultClass(c classRef) bool {
	for _, i := range c.u.exports["default"] {
		switch e := &c.u.Exprs[c.u.Exports[i].Value]; e.Kind {
		case fact.ClassExpr:
			return e.Ref() == c.ref
		case fact.Name:
			return c.u.Text(e) == c.u.Classes[c.ref].Name
		}
	}
	return false
}

// superCalls returns the calls of c's constructor from those of its
// subclasses.
func (l *linker) superCalls(c classRef, as value) []caller {
	var found []caller
	for _, s := range l.subclasses(c) {
		m := s.constructor()
		if m < 0 {
			continue
		}
		for _, c := range l.superCallsIn(s, m) {
			found = append(found, caller{c, as})
		}
	}
	return found
}

// superCallsIn returns the calls of the base's constructor in constructor m of
// class c.
func (l *linker) superCallsIn(c classRef, m int32) []call {
	var found []call
	span := c.u.Funcs[m].Span
	for _, name := range []string{"super", "__init__"} {
		for _, st := range l.callsIn(c.u, name) {
			if !span.Contains(st.u.Exprs[st.id].Span) {
				continue
			}
			callee := &st.u.Exprs[st.u.KidsOf(st.id)[0]]
			if (callee.Kind == fact.Name) == (c.u.Lang == fact.TypeScript) {
				found = append(found, call{u: st.u, id: st.id})
			}
		}
	}
	return found
}
