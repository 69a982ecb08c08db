package link

import (
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// A unit is one file with the indexes that evaluation asks it.
type unit struct {
	*fact.File
	order    int    // its place among all units
	steps    int    // what is left for its questions
	far      int    // how many generations of callers away from what matters by itself
	dir      string // the folder, "." for the root
	test     bool
	parent   []fact.ID // of each expression, 0 for a statement's own
	bindings bindingIndex
	assigns  map[string][]uint32 // where statements that assign to a dotted path end
	// declared are the global and nonlocal statements, by the scope that they
	// name and the name.
	declared map[scopedName][]int32
	// writes change objects that names and, in attrWrites, attributes hold.
	writes     map[scopedName][]write
	attrWrites map[attrKey][]write
	// attrs holds, for each class, the stores to an attribute of self.
	attrs map[attrKey][]int32
	arms  map[int32][]fact.BlockID // of each group
	// exits are the arms that leave, with a condition, by the block around them.
	exits   map[fact.BlockID][]fact.BlockID
	exports map[string][]int32
	element map[fact.ID]fact.ID // memo of elementOf
	stars   []int32             // the imports of all that a module has
	owners  map[int32][]string  // names under which a function is reached
	loads   map[*unit]bool      // memo of linker.imports
	slices  map[int32][]int32   // memo of relevant
	rooted  map[string][]int32  // the stores whose target begins with a name
	views   map[viewKey]view
	chain   *chain // what around was asked for last
	memo    answers
	strings answers   // memo of literal
	found   *findings // what matters in it, once looked for
	// exported remembers what names are for those who import them.
	exported map[string]*memo
	literals map[int32]fact.ID    // the expression of a function without a declaration
	bodies   []fact.BlockID       // of each function
	held     map[fact.ID][]string // names that the result of a call is given
	menus    map[fact.ID]bool     // of lists and objects, once asked for
	// givenNames are the names of what holds expressions; see unit.givenName.
	givenNames map[fact.ID]string
	contexts   map[fact.ID]string        // of defaults and of what functions return; see unit.bareContext
	fields     map[fact.ScopeID][]string // memo of annotated
	// cjs are the stores to module.exports and exports, requires the modules that
	// calls of require name.
	cjs      []int32
	cjsNamed map[string][]int32 // by the last name
	requires []string
}

type scopedName struct {
	scope fact.ScopeID
	name  string
}

type attrKey struct {
	class int32
	name  string
}

type memo struct {
	vals  []value
	done  bool
	waits waits
}

func newUnit(f *fact.File, test bool) *unit {
	u := &unit{
		File: f, dir: path.Dir(f.Path), test: test,
		bindings: newBindingIndex(f),
	}
	u.indexParents()
	u.indexBodies()
	u.indexBindings()
	u.indexStores()
	u.indexReturned()
	u.indexWrites()
	for i := range f.Blocks {
		b := &f.Blocks[i]
		if b.Group != 0 {
			add(&u.arms, b.Group, fact.BlockID(i))
		}
		if b.Exits && b.Cond != 0 && b.Kind == fact.Arm {
			add(&u.exits, b.Parent, fact.BlockID(i))
		}
	}
	for i := range f.Imports {
		if f.Imports[i].Name == "*" {
			u.stars = append(u.stars, int32(i))
		}
	}
	for i := range f.Exports {
		add(&u.exports, f.Exports[i].Name, int32(i))
	}
	return u
}

// add adds to the list that a map has for a key, and put sets what it has. There is
// no map until something is in it: of most units most are empty.
func add[K comparable, V any](m *map[K][]V, key K, v V) { put(m, key, append((*m)[key], v)) }

func put[K comparable, V any](m *map[K]V, key K, v V) {
	if *m == nil {
		*m = make(map[K]V)
	}
	(*m)[key] = v
}

// forget drops what was evaluated, which depends on the other files.
func (u *unit) forget() {
	u.memo = answers{}
	clear(u.exported)
	u.loads = nil
}

func (u *unit) indexParents() {
	u.parent = make([]fact.ID, len(u.Exprs))
	for i := range u.Exprs {
		for _, k := range u.KidsOf(fact.ID(i)) {
			u.parent[k] = fact.ID(i)
		}
		e := &u.Exprs[i]
		if e.Kind == fact.FuncExpr {
			put(&u.literals, e.Ref(), fact.ID(i))
		}
		if e.Kind == fact.Entry && u.Exprs[u.Kids(e)[0]].Kind == fact.String {
			u.own(u.Kids(e)[1], u.TextOf(u.Kids(e)[0]))
		}
		if name := u.required(e); name != "" {
			u.requires = append(u.requires, name)
		}
	}
}

// indexBodies finds the block of each function's body: the largest one that
// ends where the function does.
func (u *unit) indexBodies() {
	at := make(map[uint32][]fact.BlockID)
	for i := range u.Blocks {
		if b := &u.Blocks[i]; b.Kind == fact.Body {
			at[b.Span.End] = append(at[b.Span.End], fact.BlockID(i))
		}
	}
	u.bodies = make([]fact.BlockID, len(u.Funcs))
	for i := range u.Funcs {
		span := u.Funcs[i].Span
		for _, b := range at[span.End] {
			if u.Blocks[b].Span.Start >= span.Start {
				u.bodies[i] = b
				break
			}
		}
	}
}

// body returns the nearest function's or module's body around block.
func (u *unit) body(block fact.BlockID) fact.BlockID {
	for block != 0 && u.Blocks[block].Kind != fact.Body {
		block = u.Blocks[block].Parent
	}
	return block
}

// own notes that the function in expression id is reached under name.
func (u *unit) own(id fact.ID, name string) {
	if id == 0 {
		return
	}
	switch e := &u.Exprs[id]; e.Kind {
	case fact.FuncExpr:
		add(&u.owners, e.Ref(), name)
	case fact.Call: // a wrapper: memoize(() => …), useCallback(function () {})
		add(&u.held, id, name)
		for _, k := range u.Kids(e)[1:] {
			if u.Exprs[k].Kind == fact.FuncExpr {
				add(&u.owners, u.Exprs[k].Ref(), name)
			}
		}
	}
}

// ownNamed is own for an expression that names a function.
func (u *unit) ownNamed(id fact.ID, name string) {
	e := &u.Exprs[id]
	if id == 0 || e.Kind != fact.Name {
		return
	}
	for _, i := range u.bindings.in(u.holder(e.Scope, u.Text(e)), u.Text(e)) {
		if b := &u.Bindings[i]; b.Kind == fact.BindFunc && !slices.Contains(u.owners[b.Ref], name) {
			add(&u.owners, b.Ref, name)
		}
	}
}

func (u *unit) indexBindings() {
	for i := range u.Bindings {
		b := &u.Bindings[i]
		u.own(b.Value, u.NameOf(b))
		if b.Kind == fact.Global {
			home := scopedName{fact.ScopeID(b.Ref), u.NameOf(b)}
			add(&u.declared, home, int32(i))
		}
	}
	for i := range u.Funcs {
		if name := u.Funcs[i].Name; name != "" {
			add(&u.owners, int32(i), name)
		}
	}
	for i := range u.Bindings {
		u.ownNamed(u.Bindings[i].Value, u.NameOf(&u.Bindings[i]))
	}
}

// maxCurried is how many calls of each other's results a name has at most, and
// maxReturned under how many names a function is reached that returns another:
// functions that return each other would have more names than there are functions.
const (
	maxCurried  = 4
	maxReturned = 16
)

// indexReturned names the functions that functions return: what f returns is
// reached as f().
func (u *unit) indexReturned() {
	for i := range u.Funcs {
		owners := u.owners[int32(i)]
		owners = owners[:min(len(owners), maxReturned)]
		for _, r := range u.Funcs[i].Returns {
			if k := u.Exprs[r.Value].Kind; k != fact.FuncExpr && k != fact.Name {
				continue
			}
			for _, n := range owners {
				if strings.HasSuffix(n, strings.Repeat("()", maxCurried)) {
					continue
				}
				u.own(r.Value, n+"()")
				u.ownNamed(r.Value, n+"()")
			}
		}
	}
}

func (u *unit) indexStores() {
	for i := range u.Stores {
		s := &u.Stores[i]
		root, names := u.target(s.Target)
		if root == "" {
			continue
		}
		add(&u.rooted, root, int32(i))
		if len(names) > 0 {
			u.own(s.Value, names[len(names)-1])
		}
		if root == "exports" || root == "module" && len(names) > 0 && names[0] == "exports" {
			u.cjs = append(u.cjs, int32(i))
			if len(names) > 0 {
				add(&u.cjsNamed, names[len(names)-1], int32(i))
			}
		}
		if fn := u.method(s.Scope); fn >= 0 && len(names) == 1 && u.isSelf(fn, root) {
			key := attrKey{u.Funcs[fn].Class, names[0]}
			add(&u.attrs, key, int32(i))
		}
	}
}

// target splits a store's target into its root name and the static keys and
// members that follow; a key that is not static is "".
func (u *unit) target(id fact.ID) (root string, names []string) {
	for {
		e := &u.Exprs[id]
		switch e.Kind {
		case fact.Name:
			slices.Reverse(names)
			return u.Text(e), names
		case fact.Member:
			names = append(names, u.Text(e))
		case fact.Index:
			key := ""
			if k := &u.Exprs[u.Kids(e)[1]]; k.Kind == fact.String {
				key = u.Text(k)
			}
			names = append(names, key)
		default:
			return "", nil
		}
		id = u.Kids(e)[0]
	}
}

// method returns the method whose body scope stands in, arrow functions
// inside it included, or -1.
func (u *unit) method(scope fact.ScopeID) int32 {
	for ; scope != 0; scope = u.Scopes[scope].Parent {
		s := &u.Scopes[scope]
		if s.Kind == fact.FuncScope && u.Funcs[s.Ref].Class >= 0 {
			return s.Ref
		}
		if s.Kind == fact.ClassScope {
			return -1
		}
	}
	return -1
}

// class returns the class whose body scope stands in directly or in a method,
// or -1.
func (u *unit) class(scope fact.ScopeID) int32 {
	for ; scope != 0; scope = u.Scopes[scope].Parent {
		if u.Scopes[scope].Kind == fact.ClassScope {
			return u.Scopes[scope].Ref
		}
	}
	return -1
}

// isSelf reports whether name is the receiver inside method fn.
func (u *unit) isSelf(fn int32, name string) bool {
	if u.Lang == fact.TypeScript {
		return name == "this"
	}
	f := &u.Funcs[fn]
	return !f.Static && len(f.Params) > 0 && f.Params[0].Name == name
}

func (u *unit) hasParam(scope fact.ScopeID, name string) bool {
	return u.param(scope, name) >= 0
}

// param returns the index of the parameter that name is in scope, or -1.
func (u *unit) param(scope fact.ScopeID, name string) int {
	s := &u.Scopes[scope]
	if s.Kind != fact.FuncScope {
		return -1
	}
	return slices.IndexFunc(u.Funcs[s.Ref].Params, func(p fact.Param) bool { return p.Name == name })
}

// flow returns the scope whose code runs as one flow with scope: the nearest
// function, class or module around it.
func (u *unit) flow(scope fact.ScopeID) fact.ScopeID {
	for u.Scopes[scope].Kind == fact.LexicalScope {
		scope = u.Scopes[scope].Parent
	}
	return scope
}

// maxPath is how many names a chain of them has at most that anything is known
// of. It is asked for at each of its links, which are tens of thousands in what
// machines write.
const maxPath = 64

// path returns the dotted text of a chain of names, "" for anything else.
func (u *unit) path(id fact.ID) string {
	var names []string
	for id != 0 && len(names) < maxPath {
		e := &u.Exprs[id]
		switch e.Kind {
		case fact.Name:
			if len(names) == 0 {
				return u.Text(e)
			}
			slices.Reverse(names)
			return u.Text(e) + "." + strings.Join(names, ".")
		case fact.Member:
			names = append(names, u.Text(e))
			id = u.Kids(e)[0]
		default:
			return ""
		}
	}
	return ""
}

// isPath reports whether an expression is the chain of names with that dotted
// text, which is not "".
func (u *unit) isPath(id fact.ID, path string) bool {
	for id != 0 {
		e := &u.Exprs[id]
		switch e.Kind {
		case fact.Name:
			return u.Text(e) == path
		case fact.Member:
			rest, ok := strings.CutSuffix(path, u.Text(e))
			if !ok || !strings.HasSuffix(rest, ".") {
				return false
			}
			id, path = u.Kids(e)[0], rest[:len(rest)-1]
		default:
			return false
		}
	}
	return false
}

// at returns the location of span in the unit's file.
func (u *unit) at(span source.Span) source.Location {
	return source.Location{Path: u.Path, Span: span}
}

// here returns the location of an expression.
func (u *unit) here(id fact.ID) source.Location { return u.at(u.Exprs[id].Span) }
