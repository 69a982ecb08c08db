package link

import (
	"slices"
	"strconv"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// A call is one call expression in a frame, or, with typed, an annotation that
// stands for a call whose arguments nobody sees.
type call struct {
	u     *unit
	id    fact.ID
	fr    *frame
	typed bool
	given bool       // bound holds all of the arguments
	bound []argument // already given, by functools.partial or a binding wrapper
}

// An argument is one argument of a call, evaluated when asked.
type argument struct {
	name  string // keyword, "" for a positional one
	id    fact.ID
	taken bool    // a parameter is bound to it
	vals  []value // where id is 0
	at    source.Location
}

func (c call) at() source.Location {
	if c.u == nil {
		return zero
	}
	return c.u.here(c.id)
}

// args lists the arguments: lists that are spread are opened, and so are dicts
// whose keys are known. open reports that unknown ones may follow.
func (l *linker) args(c call) (args []argument, open bool) {
	if c.u == nil || c.typed || c.given {
		return slices.Clone(c.bound), c.typed
	}
	written := c.u.KidsOf(c.id)[1:]
	args = append(make([]argument, 0, len(c.bound)+len(written)), c.bound...)
	for _, k := range written {
		e := &c.u.Exprs[k]
		switch e.Kind {
		case fact.Keyword:
			args = append(args, argument{name: c.u.Text(e), id: c.u.Kids(e)[0], at: c.u.here(c.u.Kids(e)[0])})
		case fact.Spread:
			vals := l.sparing(func() []value { return l.eval(c.u, c.u.Kids(e)[0], c.fr) })
			more, unknownOnes := l.spreadArgs(vals)
			args = append(args, more...)
			open = open || unknownOnes
		default:
			args = append(args, argument{id: k, at: c.u.here(k)})
		}
	}
	return args, open
}

func (l *linker) spreadArgs(vals []value) (args []argument, open bool) {
	for _, v := range vals {
		switch v.kind {
		case mapping:
			open = open || v.obj.open
			if !l.budget.pay(len(v.obj.entries)) {
				l.cuts++
				return args, true
			}
		case sequence:
			open = open || v.isLoose() || v.isOpen()
		case null:
		default:
			open = true
		}
	}
	args, uneven := spreadPositions(vals)
	return append(args, spreadKeywords(vals)...), open || uneven
}

// spreadPositions returns the arguments that spread lists give by their positions;
// uneven reports that one of the lists has fewer than another.
func spreadPositions(vals []value) (args []argument, uneven bool) {
	for i := 0; ; i++ {
		var s set
		lists, has := 0, 0
		for j := range vals {
			if vals[j].kind != sequence || vals[j].isLoose() {
				continue
			}
			lists++
			if items := vals[j].items(); i < len(items) {
				has++
				s.add(items[i]...)
			}
		}
		if has == 0 {
			return args, uneven
		}
		args, uneven = append(args, argument{vals: s.vals}), uneven || has < lists
	}
}

// spreadKeywords returns the keywords that spread dicts give. One that an
// alternative lacks may be missing, which null says.
func spreadKeywords(vals []value) []argument {
	var args []argument
	seen := make(map[string]bool)
	for _, v := range vals {
		if v.kind != mapping {
			continue
		}
		for _, en := range v.obj.entries {
			if seen[en.key] || en.key == someKey {
				continue
			}
			seen[en.key] = true
			a := argument{name: en.key}
			var s set
			for _, alt := range vals {
				if alt.kind != mapping {
					s.add(nulls...)
					continue
				}
				got, at, maybe := alt.obj.get(en.key)
				s.add(got...)
				if maybe {
					s.add(nulls...)
				}
				if a.at == zero {
					a.at = at
				}
			}
			a.vals = s.vals
			args = append(args, a)
		}
	}
	return args
}

func (l *linker) argVals(c call, a argument) []value {
	if a.id != 0 {
		return l.eval(c.u, a.id, c.fr)
	}
	return a.vals
}

// positional returns argument n that has no keyword.
func positional(args []argument, n int) (argument, bool) {
	for _, a := range args {
		if a.name != "" {
			continue
		}
		if n == 0 {
			return a, true
		}
		n--
	}
	return argument{}, false
}

func keyword(args []argument, name string) (argument, bool) {
	for _, a := range args {
		if a.name == name && name != "" {
			return a, true
		}
	}
	return argument{}, false
}

// arg returns the argument at a position or under one of the keywords.
func (l *linker) arg(c call, pos int, names ...string) ([]value, argument, bool) {
	args, _ := l.args(c)
	for _, n := range names {
		if a, ok := keyword(args, n); ok {
			return l.argVals(c, a), a, true
		}
	}
	if pos >= 0 {
		if a, ok := positional(args, pos); ok {
			return l.argVals(c, a), a, true
		}
	}
	return nil, argument{}, false
}

// callExpr evaluates a call.
func (l *linker) callExpr(u *unit, id fact.ID, fr *frame) []value {
	e := &u.Exprs[id]
	callee := &u.Exprs[u.Kids(e)[0]]
	c := call{u: u, id: id, fr: fr}
	if callee.Kind == fact.Name && u.Lang == fact.TypeScript && (u.Text(callee) == "require" || u.Text(callee) == "import") {
		return l.require(c)
	}
	if callee.Kind == fact.Name && u.Text(callee) == "super" {
		return l.super(u, callee.Scope)
	}
	if callee.Kind == fact.Member && u.Text(callee) == "__new__" && u.Lang == fact.Python {
		return l.created(c)
	}
	if callee.Kind == fact.Member && u.Lang == fact.TypeScript && (u.Text(callee) == "then" || u.Text(callee) == "catch" || u.Text(callee) == "finally") {
		return l.settled(c, callee)
	}
	var s set
	for _, f := range l.eval(u, u.Kids(e)[0], fr) {
		s.add(l.apply(f, c)...)
	}
	return s.vals
}

// settled evaluates promise.then(f): what f returns for the promise's value.
// Promises leave no trace otherwise, since await does not either.
func (l *linker) settled(c call, callee *fact.Expr) []value {
	vals := l.eval(c.u, c.u.Kids(callee)[0], c.fr)
	handlers, _, ok := l.arg(c, 0)
	if ok && !slices.ContainsFunc(handlers, func(v value) bool { return v.kind == function || v.kind == unknown }) {
		// A method of something else that has the same name.
		var s set
		for _, o := range vals {
			for _, f := range l.member(c.u, c.u.KidsOf(c.id)[0], o, c.u.Text(callee), c.fr) {
				s.add(l.apply(f, c)...)
			}
		}
		return s.vals
	}
	if c.u.Text(callee) != "then" || !ok {
		return vals
	}
	var s set
	for _, h := range handlers {
		if h.kind == function {
			s.add(l.invoke(h, call{fr: c.fr, bound: []argument{{vals: vals}}})...)
		} else {
			s.add(unknowns...)
		}
	}
	return s.vals
}

// super returns the object that super() stands for: an instance of the first
// base class of the root.
func (l *linker) super(u *unit, scope fact.ScopeID) []value {
	cls := u.class(scope)
	if cls < 0 {
		return unknowns
	}
	if chain, _ := l.ancestry(classRef{u, cls}); len(chain) > 1 {
		return []value{{kind: instance, u: chain[1].u, ref: chain[1].ref, sym: superSym}}
	}
	return unknowns
}

// superObject returns what `super` is in super.method(): the object itself, or in
// static methods the class, as its base sees it.
func (l *linker) superObject(u *unit, scope fact.ScopeID, fr *frame) []value {
	vals := l.super(u, scope)
	m := u.method(scope)
	if m < 0 || vals[0].kind != instance {
		return vals
	}
	base := vals[0]
	if u.Funcs[m].Static {
		base.kind = class
		return []value{base}
	}
	if own := fr.frameOf(u, m); own != nil && own.self != nil {
		base.self = own.self
	} else {
		base.self = &value{kind: instance, u: u, ref: u.Funcs[m].Class, sym: receiverSym}
	}
	return []value{base}
}

func (l *linker) require(c call) []value {
	vals, _, ok := l.arg(c, 0)
	if !ok || len(vals) != 1 {
		return unknowns
	}
	name, ok := vals[0].whole()
	if !ok {
		return unknowns
	}
	target, _ := l.modules.find(c.u, name, 0, "")
	if target != nil {
		found := l.moduleValue(target, c.u)
		if vals[0].loose {
			return append(slices.Clip(found), unknowns...)
		}
		return found
	}
	if l.modules.pending {
		return unknowns
	}
	return []value{{kind: external, sym: moduleSymbol(name)}}
}

// apply calls f.
func (l *linker) apply(f value, c call) []value {
	switch f.kind {
	case function:
		return l.invoke(f, c)
	case class:
		return l.construct(f, c)
	case external:
		return l.applyExternal(f, c)
	case product:
		return l.applyProduct(f, c)
	case instance:
		return l.callMethod(f, "__call__", c)
	case text:
		if c.u != nil && isRegionMember(lastName(c.u, c.u.KidsOf(c.id)[0])) {
			return []value{f} // await client.config.region()
		}
	}
	return l.applyUnknown(c)
}

func (l *linker) callMethod(o value, name string, c call) []value {
	var s set
	for _, m := range l.attribute(c.u, c.id, o, name) {
		if m.kind == function {
			s.add(l.invoke(m, c)...)
		}
	}
	if len(s.vals) == 0 {
		return unknowns
	}
	return s.vals
}

// maxCalls bounds how many calls deep arguments are carried.
const maxCalls = 12

// invoke evaluates what a function of the root returns for the call's
// arguments.
func (l *linker) invoke(f value, c call) []value {
	fn := &f.u.Funcs[f.ref]
	fr, ok := l.enter(f, c)
	if !ok {
		return unknowns
	}
	vals := l.returned(f, fr)
	if c.u == nil || len(vals) == 1 && vals[0].kind == sequence {
		return vals
	}
	return via(vals, Step{At: c.at(), What: called(fn)})
}

// returned evaluates what a function returns in a frame, once for each set of
// arguments.
func (l *linker) returned(f value, fr *frame) []value {
	key, ok := l.frameKey(fr)
	if !ok {
		return l.evalReturns(f, fr)
	}
	m := memoOf(&l.invoked, key)
	if !l.once(&m.waits, func() {
		m.vals = nil
		m.vals = l.evalReturns(f, fr)
	}) {
		delete(l.invoked, key)
	}
	return m.vals
}

func (l *linker) evalReturns(f value, fr *frame) []value {
	fn := &f.u.Funcs[f.ref]
	var s set
	for _, r := range l.returning(f.u, f.ref, fr) {
		if r.Value == 0 {
			s.add(nulls...)
			continue
		}
		s.add(l.eval(f.u, r.Value, fr)...)
	}
	if fn.Generator && !f.u.managesContext(fn) {
		items := make([][]value, len(s.vals))
		for i := range s.vals {
			items[i] = s.vals[i : i+1]
		}
		return []value{looseList(items)}
	}
	if len(s.vals) == 0 {
		return nulls
	}
	return s.vals
}

// managesContext reports whether a generator stands for the value that a with
// gets from it.
func (u *unit) managesContext(fn *fact.Func) bool {
	return slices.ContainsFunc(fn.Decorators, func(d fact.ID) bool {
		name := lastName(u, d)
		return name == "contextmanager" || name == "asynccontextmanager"
	})
}

func called(fn *fact.Func) string {
	if fn.Name == "" {
		return "returned by this call"
	}
	return "returned by " + fn.Name + " here"
}

// enter makes the frame of a call.
func (l *linker) enter(f value, c call) (*frame, bool) {
	if c.fr != nil && c.fr.depth == maxCalls {
		return nil, false
	}
	l.frames++
	fr := &frame{id: l.frames, u: f.u, fn: f.ref, self: f.self, outer: f.frame}
	if c.fr != nil {
		fr.depth = c.fr.depth + 1
	}
	fr.args = l.bind(f, &c)
	return fr, true
}

// construct makes an instance of a class of the root.
func (l *linker) construct(f value, c call) []value {
	if vals, ok := l.converted(f, c); ok {
		return vals
	}
	o := value{kind: instance, u: f.u, ref: f.ref, made: &made{call: c}}
	chain, _ := l.ancestry(classRef{f.u, f.ref})
	for _, cl := range chain {
		if m := cl.constructor(); m >= 0 {
			self := o
			if fr, ok := l.enter(value{kind: function, u: cl.u, ref: m, self: &self}, c); ok {
				o.frame = fr
			}
			break
		}
	}
	return []value{o}
}

// converted returns what a call of a class gives that says what its argument is: an
// enum's member, a text, a dict with known keys.
func (l *linker) converted(f value, c call) ([]value, bool) {
	if f.u.Lang != fact.Python {
		return nil, false
	}
	_, elsewhere := l.ancestry(classRef{f.u, f.ref})
	for _, base := range elsewhere {
		switch {
		case isEnum(base), base == "builtins.str" && len(f.u.Classes[f.ref].Methods) == 0:
			return first(l, f, c), true
		case lastDot(base) == "TypedDict":
			return mergeObjects(l, f, c), true
		}
	}
	return nil, false
}

// param returns what parameter i of a function can be: what the frame's call
// passed, else what every caller in the root passes.
func (l *linker) param(u *unit, fn int32, i int, fr *frame) []value {
	p := &u.Funcs[fn].Params[i]
	if own := fr.frameOf(u, fn); own != nil && own.args != nil {
		if arg := &own.args[i]; arg.param != nil {
			return l.substantial(u, p, l.orDefault(u, fn, p, l.force(arg)))
		}
		return l.missing(u, fn, p)
	}
	return l.substantial(u, p, l.orDefault(u, fn, p, l.passedFor(u, fn, i)))
}

// orDefault replaces undefined, where a call passes that in JavaScript, by the
// parameter's default.
func (l *linker) orDefault(u *unit, fn int32, p *fact.Param, vals []value) []value {
	kept := filtered(vals, keepNonNull)
	if u.Lang != fact.TypeScript || p.Default == 0 || len(kept) == len(vals) {
		return vals
	}
	otherwise := l.missing(u, fn, p)
	if len(unset(vals)) > 0 {
		otherwise = loosened(otherwise)
	}
	var s set
	s.add(kept...)
	s.add(otherwise...)
	return s.vals
}

// A paramRef is parameter i of a function.
type paramRef struct {
	funcRef
	i int
}

// passedFor returns what the callers of a function pass for parameter i. It is
// worked out once for all that asks for it: there may be as many uses as callers.
func (l *linker) passedFor(u *unit, fn int32, i int) []value {
	key := paramRef{funcRef{u, fn}, i}
	m := memoOf(&l.passed, key)
	if !l.once(&m.waits, func() {
		m.vals = nil
		m.vals = l.findPassed(key)
	}) {
		delete(l.passed, key)
	}
	return m.vals
}

func (l *linker) findPassed(ref paramRef) []value {
	u, fn, i := ref.u, ref.ref, ref.i
	p := &u.Funcs[fn].Params[i]
	var s set
	sites := l.callersOf(ref.funcRef)
	if l.broke() {
		return unknowns
	}
	for k := range sites {
		if s.full() {
			break
		}
		if arg := l.bindParam(&sites[k], i); arg.param != nil {
			s.add(l.force(&arg)...)
		} else {
			s.add(l.missing(u, fn, p)...)
		}
	}
	if len(sites) == 0 {
		s.add(l.uncalled(u, fn, i)...)
	}
	if p.Default != 0 && l.exposed(u, fn) {
		s.add(value{kind: unknown, way: &step{Step: Step{At: u.at(p.Span), What: "a user may give " + p.Name + " here"}}})
	}
	return s.vals
}

// registrars are decorators that let users call a function with what they like:
// tools of a model, routes of an API, commands.
var registrars = []string{
	"tool", "function_tool", "resource", "prompt", "command", "callback", "query", "mutation", "subscription", "endpoint",
	"route", "api_route", "websocket", "api_view", "get", "post", "put", "patch", "delete",
}

// exposed reports whether a decorator, or a call of one as in
// server.tool(…)(list_tables), hands a function to a framework whose users call
// it.
func (l *linker) exposed(u *unit, fn int32) bool {
	registers := func(u *unit, id fact.ID) bool {
		if u.Exprs[id].Kind == fact.Call {
			id = u.KidsOf(id)[0]
		}
		return slices.Contains(registrars, lastName(u, id))
	}
	return slices.ContainsFunc(u.Funcs[fn].Decorators, func(d fact.ID) bool { return registers(u, d) }) ||
		slices.ContainsFunc(l.handed(funcRef{u, fn}), func(h handing) bool {
			maker := h.u.KidsOf(h.call)[0]
			return h.u.Exprs[maker].Kind == fact.Call && registers(h.u, maker)
		})
}

// substantial replaces what is not known of a parameter by what its type says.
func (l *linker) substantial(u *unit, p *fact.Param, vals []value) []value {
	if p.Annotation == 0 || len(vals) > 0 && !allOf(vals, func(v *value) bool { return v.kind == unknown }) {
		return vals
	}
	if typed := l.typed(u, p.Annotation); typed != nil {
		return typed
	}
	return vals
}

// missing returns what a parameter is when a call leaves it out.
func (l *linker) missing(u *unit, fn int32, p *fact.Param) []value {
	if vals, ok := l.decorated(u, fn, p); ok {
		return vals
	}
	if p.Default == 0 {
		if u.Lang == fact.TypeScript && p.Kind == fact.Positional {
			return nulls
		}
		return unknowns
	}
	vals := l.eval(u, p.Default, nil)
	if u.Exprs[p.Default].Kind == fact.String {
		vals = l.fallback(u, p.Default, vals)
	}
	return via(vals, Step{At: u.at(p.Span), What: p.Name + " has a default"})
}

// uncalled returns what a parameter is that no known call passes.
func (l *linker) uncalled(u *unit, fn int32, i int) []value {
	f := &u.Funcs[fn]
	p := &f.Params[i]
	if p.Kind == fact.Rest {
		return []value{looseList([][]value{unknowns})}
	}
	if p.Kind == fact.KeywordRest {
		return []value{{kind: mapping, obj: &object{open: true}}}
	}
	if vals, ok := l.callback(u, fn, i); ok {
		return vals
	}
	if vals, ok := l.fromContainer(u, fn, i); ok {
		return vals
	}
	if vals := l.setTo(u, fn, i); len(vals) > 0 {
		return vals
	}
	if vals, ok := l.decorated(u, fn, p); ok {
		return vals
	}
	if p.Default != 0 {
		return undecided(l.missing(u, fn, p))
	}
	return []value{{kind: unknown, way: &step{Step: Step{At: u.at(p.Span), What: p.Name + " comes from a caller that is not in the source"}}}}
}

// number returns the value of a small number.
func number(v *value) (int, bool) {
	s, ok := v.whole()
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
