package link

import (
	"cmp"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// A thunk is what a call passes for one parameter, evaluated when asked: most
// of what functions are handed has nothing to do with regions.
type thunk struct {
	param *fact.Param // nil where the call leaves it out
	call  *call
	args  []argument // one, or what a parameter takes that takes the rest
	open  bool       // of the rest: there may be more
	vals  []value
	waits waits
}

// force returns what t stands for.
func (l *linker) force(t *thunk) []value {
	if !l.once(&t.waits, func() {
		t.vals = nil // an argument that depends on itself adds nothing
		t.vals = l.evalPassed(t)
	}) {
		t.waits = unasked
	}
	return t.vals
}

// evalPassed evaluates what t stands for.
func (l *linker) evalPassed(t *thunk) []value {
	switch t.param.Kind {
	case fact.Rest:
		var items [][]value
		for _, a := range t.args {
			items = append(items, l.argVals(*t.call, a))
		}
		return []value{{kind: sequence, seq: &list{items: items, more: t.open}}}
	case fact.KeywordRest:
		o := &object{open: t.open}
		for _, a := range t.args {
			o.put(entry{key: a.name, vals: l.argVals(*t.call, a), at: a.at})
		}
		return []value{{kind: mapping, obj: o}}
	case fact.Positional, fact.KeywordOnly:
	}
	a := t.args[0]
	return l.handedOver(l.argVals(*t.call, a), a, t.param)
}

// handedOver notes where an argument was handed over.
func (l *linker) handedOver(vals []value, a argument, p *fact.Param) []value {
	if a.at == zero {
		return vals
	}
	name := p.Name
	if strings.HasPrefix(name, "$") {
		name = "an argument"
	}
	return l.ways.via(vals, a.at, name, " is passed here")
}

// A binder matches a call's arguments with the parameters of a function, one
// parameter after the other.
type binder struct {
	call *call
	args []argument
	open bool // there may be more
	next int  // how many of those without a name are taken
}

// bind matches a call's arguments with the parameters of f, of which it returns one
// each.
func (l *linker) bind(f value, c *call) []thunk {
	b := l.binder(f, c)
	params := f.u.Funcs[f.ref].Params
	bound := make([]thunk, len(params))
	for i := firstBound(f); i < len(params); i++ {
		bound[i] = b.take(&params[i])
	}
	return bound
}

// bindParam is bind for parameter i of the function that is called, alone.
func (l *linker) bindParam(c *caller, i int) (t thunk) {
	b := l.binder(c.as, &c.call)
	params := c.as.u.Funcs[c.as.ref].Params
	for j := firstBound(c.as); j <= i; j++ {
		t = b.take(&params[j])
	}
	return t
}

func (l *linker) binder(f value, c *call) binder {
	args, open := l.args(*c)
	if l.altered(f) {
		args, open = slices.DeleteFunc(args, func(a argument) bool { return a.name == "" }), true
	}
	return binder{call: c, args: args, open: open}
}

// firstBound returns the first parameter of f that a call gives an argument: the
// receiver is none.
func firstBound(f value) int {
	fn := &f.u.Funcs[f.ref]
	if f.u.Lang == fact.Python && fn.Class >= 0 && !fn.Static && len(fn.Params) > 0 && (f.self != nil || isConstructor(f.u, f.ref)) {
		return 1
	}
	return 0
}

// take returns what the call passes for the next parameter.
func (b *binder) take(p *fact.Param) thunk {
	t := thunk{param: p, call: b.call, waits: unasked}
	switch p.Kind {
	case fact.Rest:
		t.args, t.open = b.rest(), b.open && b.call.spreadsList()
	case fact.KeywordRest:
		t.args, t.open = b.keywordRest(), b.open
	default:
		n := b.argumentFor(p)
		switch {
		case n >= 0:
			b.args[n].taken = true
			t.args = b.args[n : n+1]
		case b.open:
			t.vals, t.waits = unknowns, 0
		default:
			return thunk{}
		}
	}
	return t
}

// argumentFor returns the index of the argument for a parameter, by its name
// or as the next of those without one, or -1.
func (b *binder) argumentFor(p *fact.Param) int {
	for i := range b.args {
		if a := &b.args[i]; a.name == p.Name && !a.taken {
			return i
		}
	}
	if p.Kind != fact.Positional {
		return -1
	}
	n := 0
	for i := range b.args {
		if b.args[i].name != "" {
			continue
		}
		if n == b.next {
			b.next++
			return i
		}
		n++
	}
	return -1
}

// spreadsList reports whether a call is written with arguments out of a list.
func (c call) spreadsList() bool {
	return c.u != nil && !c.given && slices.ContainsFunc(c.u.KidsOf(c.id)[1:], func(k fact.ID) bool {
		e := &c.u.Exprs[k]
		return e.Kind == fact.Spread && c.u.Text(e) != "**"
	})
}

// rest takes the arguments without a name that no parameter before took.
func (b *binder) rest() []argument {
	var rest []argument
	n := 0
	for i := range b.args {
		a := &b.args[i]
		if a.name != "" {
			continue
		}
		if n++; n > b.next {
			a.taken = true
			rest = append(rest, *a)
		}
	}
	return rest
}

// keywordRest returns the named arguments that no parameter took.
func (b *binder) keywordRest() []argument {
	var rest []argument
	for _, a := range b.args {
		if a.name != "" && !a.taken {
			rest = append(rest, a)
		}
	}
	return rest
}

// relevant returns the parameters that what a function returns can depend on, by name.
func (u *unit) relevant(fn int32) []int32 {
	if relevant, ok := u.slices[fn]; ok {
		return relevant
	}
	params, names := u.Funcs[fn].Params, u.relevantNames(fn)
	var relevant []int32
	for i := range params {
		if names[params[i].Name] {
			relevant = append(relevant, int32(i))
		}
	}
	slices.SortFunc(relevant, func(a, b int32) int { return cmp.Compare(params[a].Name, params[b].Name) })
	put(&u.slices, fn, relevant)
	return relevant
}

// relevantNames returns the names that what a function returns can depend on:
// those in its returns, in what is assigned to those, and so on. Names are not
// told apart by scope, so it may hold too many.
func (u *unit) relevantNames(fn int32) map[string]bool {
	names := make(map[string]bool)
	span := u.Funcs[fn].Span
	seen := seenBlocks{make(map[fact.BlockID]bool), make(map[int32]bool)}
	queue := u.results(fn, seen)
	funcs := map[int32]bool{fn: true}
	for len(queue) > 0 {
		e := &u.Exprs[queue[len(queue)-1]]
		queue = append(queue[:len(queue)-1], u.Kids(e)...)
		switch {
		case e.Kind == fact.Name && !names[u.Text(e)]:
			names[u.Text(e)] = true
			queue = append(queue, u.assignedIn(span, u.Text(e), funcs, seen)...)
		case e.Kind == fact.FuncExpr && !funcs[e.Ref()]:
			funcs[e.Ref()] = true
			queue = append(queue, u.results(e.Ref(), seen)...)
		}
	}
	return names
}

// assignedIn returns what is assigned, anywhere in span, to a name or to what
// it holds, with the conditions for it, and the body of a function that it names.
func (u *unit) assignedIn(span source.Span, name string, funcs map[int32]bool, seen seenBlocks) []fact.ID {
	var out []fact.ID
	for _, i := range u.bindings.named(name) {
		b := &u.Bindings[i]
		if !span.Contains(b.Span) {
			continue
		}
		out = append(out, b.Value)
		out = append(out, u.conditions(b.Block, seen)...)
		if b.Kind == fact.BindFunc && !funcs[b.Ref] {
			funcs[b.Ref] = true
			out = append(out, u.results(b.Ref, seen)...)
		}
	}
	for _, i := range u.rooted[name] {
		if s := &u.Stores[i]; span.Contains(u.Exprs[s.Target].Span) {
			out = append(out, s.Value)
		}
	}
	return out
}

// results returns what a function returns, the conditions for it, and the defaults of
// its parameters. Blocks that were seen have no more conditions.
func (u *unit) results(fn int32, seen seenBlocks) []fact.ID {
	var out []fact.ID
	for _, r := range u.Funcs[fn].Returns {
		out = append(out, r.Value)
		out = append(out, u.conditions(r.Block, seen)...)
	}
	for _, p := range u.Funcs[fn].Params {
		out = append(out, p.Default)
	}
	return slices.Clip(out)
}

// seenBlocks are the blocks, and the groups of arms, that conditions has looked at.
type seenBlocks struct {
	blocks map[fact.BlockID]bool
	groups map[int32]bool
}

// conditions returns those that decide whether control gets into a block of a function.
func (u *unit) conditions(block fact.BlockID, seen seenBlocks) []fact.ID {
	var out []fact.ID
	for ; !seen.blocks[block] && u.Blocks[block].Kind != fact.Body; block = u.Blocks[block].Parent {
		seen.blocks[block] = true
		if b := &u.Blocks[block]; b.Kind == fact.Arm && !seen.groups[b.Group] {
			seen.groups[b.Group] = true
			for _, arm := range u.arms[b.Group] {
				out = append(out, u.Blocks[arm].Cond)
			}
		}
	}
	return out
}
