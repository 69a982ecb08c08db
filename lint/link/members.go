package link

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
)

// memberExpr evaluates x.name.
func (l *linker) memberExpr(u *unit, id fact.ID, fr *frame) []value {
	e := &u.Exprs[id]
	if u.Lang == fact.TypeScript && (u.isPath(id, "import.meta") || u.isPath(id, "import.meta.env")) {
		return []value{{kind: external, sym: u.path(id)}}
	}
	if u.Lang == fact.TypeScript && len(u.cjs) > 0 && u.isPath(id, "module.exports") {
		return l.moduleValue(u, u)
	}
	objects := l.eval(u, u.Kids(e)[0], fr)
	if vals, ok := l.assignedBefore(u, id, fr); ok && !l.isSet(objects, u.Text(e)) {
		return assumed(vals, u.known(u.path(id), e.Block, e.Span.Start))
	}
	var s set
	for _, o := range objects {
		s.add(l.member(u, id, o, u.Text(e), fr)...)
	}
	vals := assumed(s.vals, u.known(u.path(id), e.Block, e.Span.Start))
	return l.stored(u, id, fr, vals, e.Block, e.Span.Start)
}

// member returns what o.name can be; id is the expression that asks.
func (l *linker) member(u *unit, id fact.ID, o value, name string, fr *frame) []value {
	switch o.kind {
	case module:
		return l.moduleMember(u, id, o, name)
	case external:
		return l.externalMember(u, id, o, name)
	case product:
		return l.productMember(u, id, o, name)
	case instance, class:
		return l.attribute(u, id, o, name)
	case mapping:
		return l.mappingMember(u, id, o, name, fr)
	case text:
		if name == "value" {
			return []value{o} // a member of an enum
		}
		if name == "name" && u.Lang == fact.Python {
			return l.enumName(u, id)
		}
		return memberOf(o, "text."+name)
	case sequence:
		if name == "length" {
			return unknowns
		}
		return memberOf(o, "sequence."+name)
	case function:
		if vals := l.functionMember(o, name); len(vals) > 0 {
			return vals
		}
		return memberOf(o, "function."+name)
	case null:
		return []value{{kind: unknown, way: o.way}}
	}
	return unknowns
}

// memberOf returns a member of o that is not of the root, such as a text's method.
func memberOf(o value, sym string) []value { return []value{{kind: external, sym: sym, self: &o}} }

// functionMember returns what the code has put into property name of a
// function.
func (l *linker) functionMember(f value, name string) []value {
	whole := f.u.commonJS()
	exported := whole != 0 && slices.ContainsFunc(l.eval(f.u, whole, nil), func(v value) bool {
		return v.kind == function && v.u == f.u && v.ref == f.ref
	})
	var s set
	for i := range f.u.Stores {
		st := &f.u.Stores[i]
		root, names := f.u.target(st.Target)
		if root == "module" && len(names) > 1 && names[0] == "exports" {
			root, names = "exports", names[1:]
		}
		if len(names) != 1 || names[0] != name || st.Value == 0 {
			continue
		}
		if exported && root == "exports" || slices.Contains(f.u.owners[f.ref], root) {
			s.add(l.eval(f.u, st.Value, nil)...)
		}
	}
	return s.vals
}

func (l *linker) moduleMember(u *unit, id fact.ID, o value, name string) []value {
	if vals, ok := l.moduleName(o.u, name); ok {
		if patched := l.assignedOutside(u, id, o, name); len(patched) > 0 {
			return dropInitial(append(slices.Clip(vals), patched...))
		}
		return vals
	}
	if name == "default" || o.u.Lang == fact.TypeScript {
		if whole := o.u.commonJS(); whole != 0 && name == "default" {
			return l.wholeExports(o.u, whole)
		}
		return unknowns
	}
	if sub := l.modules.submodule(o.u, name); sub != nil {
		return []value{{kind: module, u: sub}}
	}
	return unknowns
}

// externalMember returns a member of something outside the root. A package
// without a file of its own looks external until a module below it is named.
func (l *linker) externalMember(u *unit, id fact.ID, o value, name string) []value {
	if isEnvironment(o.sym) && !isEnvironmentMethod(u.Lang, name) {
		return l.lookup(u, id, name, l.keySpan(u, id), nil, false)
	}
	sym := o.sym + "." + name
	if u.Lang == fact.Python && o.self == nil && !strings.Contains(sym, "(") {
		if sub, _ := l.modules.find(u, sym, 0, ""); sub != nil {
			return []value{{kind: module, u: sub}}
		}
	}
	if vals, ok := l.settingsMember(u, id, o, name); ok {
		return vals
	}
	if isGlobalObject(o.sym) && u.Lang == fact.TypeScript {
		return l.global(u, name)
	}
	return []value{{kind: external, sym: sym, self: o.self}}
}

func (l *linker) productMember(u *unit, id fact.ID, o value, name string) []value {
	if o.made != nil && o.made.shape != nil && isRegionMember(name) {
		if vals := l.regionOf(&o).vals; len(vals) > 0 {
			return vals
		}
	}
	if (o.sym == "types.SimpleNamespace()" || o.sym == "argparse.Namespace()") && o.made != nil {
		if vals, _, ok := l.arg(o.made.call, -1, name); ok {
			return vals
		}
	}
	if strings.HasSuffix(o.sym, "Stack.of()") && o.made != nil {
		// The stack that a construct stands in; for a stack that is itself.
		of, _, _ := l.arg(o.made.call, 0)
		if len(of) == 1 && of[0].kind == instance {
			return l.attribute(u, id, of[0], name)
		}
	}
	if o.made != nil && o.made.shape != nil && (name == "meta" || name == "config" || name == "options") {
		return []value{o}
	}
	if vals, ok := l.settingsMember(u, id, o, name); ok {
		return vals
	}
	return []value{{kind: external, sym: o.sym + "." + name, self: &o}}
}

// isRegionMember reports whether an SDK object tells its region under name.
func isRegionMember(name string) bool {
	return name == "region_name" || name == "region" || name == "_region_name" || name == "regionName"
}

func (l *linker) mappingMember(u *unit, id fact.ID, o value, name string, fr *frame) []value {
	if u.Lang == fact.Python {
		return []value{{kind: external, sym: "mapping." + name, self: &o}}
	}
	vals, _, maybe := o.obj.get(name)
	if (o.obj.pairs || len(vals) == 0 && maybe) && isMappingMethod(name) {
		return []value{{kind: external, sym: "mapping." + name, self: &o}}
	}
	if len(vals) == 0 && name == "default" {
		return []value{o} // an interop wrapper around the same object
	}
	vals = l.keyed(u, id, o, name, fr)
	var out set
	for _, v := range vals {
		if v.kind == function && v.self == nil {
			v.self = &o
		}
		if v.kind == function && v.u.Funcs[v.ref].Getter {
			out.add(l.invoke(v, call{fr: fr})...)
			continue
		}
		out.add(v)
	}
	return out.vals
}

func isMappingMethod(name string) bool {
	return slices.Contains([]string{"get", "items", "keys", "values", "entries", "hasOwnProperty", "toString", "map", "forEach", "set", "has"}, name)
}

// attribute returns what attribute name of an instance or class can be.
func (l *linker) attribute(u *unit, id fact.ID, o value, name string) []value {
	chain, external := l.ancestry(classRef{o.u, o.ref})
	for i := range chain {
		if vals, ok := l.inheritedAttribute(u, id, o, chain[:i+1], name); ok {
			vals = append(slices.Clip(vals), l.assignedOutside(u, id, o, name)...)
			return dropInitial(l.overrides(u, id, o, name, vals))
		}
	}
	if name == "__class__" {
		return []value{classOf(o)}
	}
	var out set
	out.add(l.assignedOutside(u, id, o, name)...)
	for _, c := range l.subclasses(classRef{o.u, o.ref}) {
		sub := value{kind: o.kind, u: c.u, ref: c.ref}
		if vals, ok := l.ownAttribute(u, id, sub, c, name); ok {
			out.add(vals...)
		}
	}
	if len(out.vals) > 0 {
		return out.vals
	}
	if v, ok := dumpMethod(o, external, name); ok {
		return []value{v}
	}
	for _, sym := range external {
		if vals, ok := l.settingsMember(u, id, value{kind: product, sym: sym + "()"}, name); ok {
			return vals
		}
		if vals := l.stackRegion(o, sym, name); len(vals) > 0 {
			return vals
		}
		if vals := l.componentProps(o, sym, name); len(vals) > 0 {
			return vals
		}
	}
	return unknowns
}

// componentProps returns the props of a React component that is an object of
// the root's class, whose base outside is sym: what the elements of it in the
// root are given.
func (l *linker) componentProps(o value, sym, name string) []value {
	if o.kind != instance || name != "props" || lastDot(sym) != "Component" && lastDot(sym) != "PureComponent" {
		return nil
	}
	var s set
	for _, st := range l.constructions(classRef{o.u, o.ref}, funcRef{o.u, -1}) {
		vals, _, _ := l.arg(st.call, 0)
		s.add(vals...)
	}
	return s.vals
}

// stackRegion returns the region of a stack that is an object of the root's
// class, whose base outside is sym: what its constructions in the root give.
func (l *linker) stackRegion(o value, sym, name string) []value {
	if o.kind != instance || name != "region" {
		return nil
	}
	sh, ok := l.shape(o.u, value{kind: external, sym: sym})
	if !ok || sh.Kind != aws.StackShape {
		return nil
	}
	c := classRef{o.u, o.ref}
	var s set
	for _, st := range l.constructions(c, funcRef{o.u, -1}) {
		r := l.shapeRegion(sh, st.call)
		s.add(r.vals...)
		if r.none {
			s.add(unknowns...)
		}
	}
	return s.vals
}

// ownAttribute returns what class c itself gives attribute name of o: stores
// to self, parameter properties, methods, class attributes.
func (l *linker) ownAttribute(u *unit, id fact.ID, o value, c classRef, name string) ([]value, bool) {
	var out set
	certain := l.selfStores(&out, u, id, o, c, name)
	if o.kind == instance {
		l.parameterProperties(&out, o, c, name)
	}
	var named set
	if o.kind == instance && c.u.Lang == fact.Python {
		certain = l.setByName(&named, o, c, name) || certain
		out.add(named.vals...)
	}
	if certain {
		return dropInitial(out.vals), true
	}
	scope := c.u.Classes[c.ref].Scope
	bindings := c.u.bindings.in(scope, name)
	if len(bindings) > 0 {
		reached, _, _, more := c.u.reach(placesOf(c.u.places(bindings)), name, 0, math.MaxUint32, false)
		if more {
			out.add(unknowns...)
		}
		for _, r := range reached {
			out.add(l.classBinding(o, c, &c.u.Bindings[bindings[r.index]])...)
		}
		if len(out.vals) == 0 {
			for _, b := range bindings {
				if a := c.u.Bindings[b].Annotation; a != 0 {
					out.add(l.typed(c.u, a)...)
				}
			}
		}
	}
	for _, m := range c.u.Classes[c.ref].Methods {
		if c.u.Funcs[m].Name == name && len(bindings) == 0 {
			out.add(l.method(o, c, m)...)
		}
	}
	if len(out.vals) == len(named.vals) && !certain && allOf(named.vals, func(v *value) bool { return v.kind == unknown }) {
		return nil, false // a base may know more
	}
	return dropInitial(out.vals), len(out.vals) > 0
}

// dropInitial removes the nulls of `self.x = None` where something else is
// assigned as well: such code sets the attribute before it uses it.
func dropInitial(vals []value) []value {
	if rest := filtered(vals, keepNonNull); len(rest) > 0 {
		return append(rest, unset(vals)...)
	}
	return vals
}

// unset returns the nulls that environment lookups left.
func unset(vals []value) []value {
	var out []value
	for _, v := range vals {
		if v.kind == null && v.unset {
			out = append(out, v)
		}
	}
	return out
}

// method returns method m of o: its result where it is a getter.
func (l *linker) method(o value, c classRef, m int32) []value {
	fn := value{kind: function, u: c.u, ref: m, self: &o}
	if o.sym == superSym && o.self != nil {
		fn.self = o.self // whose method a base has
	}
	if f := &c.u.Funcs[m]; f.Getter && (o.kind == instance || f.Static && c.u.Lang == fact.TypeScript) {
		return l.invoke(fn, call{})
	} else if f.Static {
		fn.self = nil
	}
	return []value{fn}
}

func (l *linker) classBinding(o value, c classRef, b *fact.Binding) []value {
	switch b.Kind {
	case fact.Global:
	case fact.BindFunc:
		return l.method(o, c, b.Ref)
	case fact.Assign, fact.Augment, fact.Opaque, fact.BindClass, fact.BindImport, fact.Declare:
		if vals, ok := l.field(o, c, b); ok {
			return vals
		}
		vals := l.bound(c.u, b, nil)
		out := make([]value, len(vals))
		for i, v := range vals {
			if v.kind == function && v.self == nil && c.u.Lang == fact.TypeScript {
				v.self = &o
			}
			out[i] = v
		}
		return out
	}
	return nil
}

// selfStores adds what methods of c assign to self.name, and reports whether
// one assignment surely ran before the use.
func (l *linker) selfStores(out *set, u *unit, id fact.ID, o value, c classRef, name string) bool {
	stores := c.u.attrs[attrKey{c.ref, name}]
	if len(stores) == 0 {
		return false
	}
	byMethod := make(map[int32][]int32)
	var methods []int32
	if len(stores) > maxPassed {
		stores = stores[:maxPassed]
		out.add(unknowns...)
	}
	for _, s := range stores {
		m := c.u.method(c.u.Stores[s].Scope)
		if !setsOn(c.u.Lang, &c.u.Funcs[m], o.kind) {
			continue
		}
		if _, ok := byMethod[m]; !ok {
			methods = append(methods, m)
		}
		byMethod[m] = append(byMethod[m], s)
	}
	if own, ok := l.sameMethod(u, id, c, byMethod); ok {
		reached, open := l.reachStores(out, c.u, own, name, u.Exprs[id].Block, u.Exprs[id].Span.Start, true)
		l.addStores(out, o, c, reached)
		if !open {
			return true
		}
	}
	certain := false
	if len(methods) > maxReaching {
		methods = methods[:maxReaching]
		out.add(unknowns...)
	}
	for _, m := range methods {
		reached, open := l.reachStores(out, c.u, byMethod[m], name, 0, math.MaxUint32, false)
		l.addStores(out, o, c, reached)
		if !open && isConstructor(c.u, m) {
			certain = true
		}
	}
	return certain
}

// setsOn reports whether what a method puts into its receiver goes to objects of
// that kind: instances, or the class itself.
func setsOn(lang fact.Lang, f *fact.Func, of kind) bool {
	switch {
	case lang == fact.TypeScript:
		return f.Static == (of == class)
	case of == class:
		return f.ClassMeth || f.Name == "__new__"
	}
	return true
}

// sameMethod returns the stores of the method that the use stands in.
func (l *linker) sameMethod(u *unit, id fact.ID, c classRef, byMethod map[int32][]int32) ([]int32, bool) {
	if u != c.u || id == 0 {
		return nil, false
	}
	m := u.method(u.Exprs[id].Scope)
	own, ok := byMethod[m]
	return own, ok && u.flow(u.Exprs[id].Scope) == u.Funcs[m].Scope
}

// reachStores is unit.reach for stores to an attribute. Where they are too many
// something unknown is added to out.
func (l *linker) reachStores(out *set, u *unit, stores []int32, name string, block fact.BlockID, pos uint32, same bool) ([]int32, bool) {
	stores = slices.Clone(stores)
	slices.SortStableFunc(stores, func(a, b int32) int { return cmp.Compare(u.Stores[a].At, u.Stores[b].At) })
	places := make([]place, len(stores))
	for i, s := range stores {
		places[i] = place{u.Stores[s].Block, u.Stores[s].At}
	}
	path := "self." + name
	if root, _ := u.target(u.Stores[stores[0]].Target); root != "" {
		path = root + "." + name
	}
	reached, open, _, more := u.reach(placesOf(places), path, block, pos, same)
	if more {
		out.add(unknowns...)
	}
	found := make([]int32, len(reached))
	for i, r := range reached {
		found[i] = stores[r.index]
	}
	return found, open
}

func (l *linker) addStores(out *set, o value, c classRef, stores []int32) {
	for _, i := range stores {
		s := &c.u.Stores[i]
		fr := o.frame.frameOf(c.u, c.u.method(s.Scope))
		vals := unknowns
		if s.Value != 0 && !s.Augment {
			vals = l.eval(c.u, s.Value, fr)
		}
		e := &c.u.Exprs[s.Target]
		out.add(via(vals, Step{At: c.u.at(e.Span), What: c.u.Text(e) + " is set here"})...)
	}
}

// parameterProperties adds what a TypeScript constructor's parameter property
// gives the attribute.
func (l *linker) parameterProperties(out *set, o value, c classRef, name string) {
	if c.u.Lang != fact.TypeScript {
		return
	}
	m := c.constructor()
	if m < 0 {
		return
	}
	for i := range c.u.Funcs[m].Params {
		if p := &c.u.Funcs[m].Params[i]; p.Property && p.Name == name {
			out.add(l.param(c.u, m, i, o.frame)...)
		}
	}
}
