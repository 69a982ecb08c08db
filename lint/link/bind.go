package link

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// A thunk is what a call passes for one parameter, evaluated when asked: most
// of what functions are handed has nothing to do with regions.
type thunk struct {
	eval  func() []value
	vals  []value
	waits waits
}

// force returns what t stands for.
func (l *linker) force(t *thunk) []value {
	if !l.once(&t.waits, func() {
		t.vals = nil // an argument that depends on itself adds nothing
		t.vals = t.eval()
	}) {
		t.waits = unasked
	}
	return t.vals
}

// bind matches a call's arguments with the parameters of f. A parameter that
// the call leaves out is missing from the result.
func (l *linker) bind(f value, c call) map[string]*thunk {
	args, open := l.args(c)
	if l.altered(f) {
		args, open = slices.DeleteFunc(args, func(a argument) bool { return a.name == "" }), true
	}
	fn := &f.u.Funcs[f.ref]
	bound := make(map[string]*thunk)
	params := fn.Params
	if f.u.Lang == fact.Python && fn.Class >= 0 && !fn.Static && len(params) > 0 {
		if f.self != nil || isConstructor(f.u, f.ref) {
			params = params[1:]
		}
	}
	used := make([]bool, len(args))
	next := 0
	for i := range params {
		p := &params[i]
		switch p.Kind {
		case fact.Rest:
			bound[p.Name] = l.rest(c, args, used, next, open && c.spreadsList())
		case fact.KeywordRest:
			bound[p.Name] = l.keywordRest(c, args, used, open)
		default:
			if n := argumentFor(p, args, used, &next); n >= 0 {
				used[n] = true
				bound[p.Name] = &thunk{waits: unasked, eval: func() []value { return passed(l.argVals(c, args[n]), args[n], p) }}
			} else if open {
				bound[p.Name] = &thunk{vals: unknowns}
			}
		}
	}
	return bound
}

// argumentFor returns the index of the argument for a parameter, by its name
// or as the next of those without one, or -1.
func argumentFor(p *fact.Param, args []argument, used []bool, next *int) int {
	for i, a := range args {
		if a.name == p.Name && !used[i] {
			return i
		}
	}
	if p.Kind != fact.Positional {
		return -1
	}
	n := 0
	for i, a := range args {
		if a.name != "" {
			continue
		}
		if n == *next {
			*next++
			return i
		}
		n++
	}
	return -1
}

// passed notes where an argument was handed over.
func passed(vals []value, a argument, p *fact.Param) []value {
	if a.at == zero {
		return vals
	}
	name := p.Name
	if strings.HasPrefix(name, "$") {
		name = "an argument"
	}
	return via(vals, Step{At: a.at, What: name + " is passed here"})
}

// spreadsList reports whether a call is written with arguments out of a list.
func (c call) spreadsList() bool {
	return c.u != nil && !c.given && slices.ContainsFunc(c.u.KidsOf(c.id)[1:], func(k fact.ID) bool {
		e := &c.u.Exprs[k]
		return e.Kind == fact.Spread && c.u.Text(e) != "**"
	})
}

// rest binds *args to the arguments without a name from next on, and to what is not
// known of them if there may be more.
func (l *linker) rest(c call, args []argument, used []bool, next int, open bool) *thunk {
	var taken []argument
	n := 0
	for i, a := range args {
		if a.name != "" {
			continue
		}
		if n++; n > next {
			used[i] = true
			taken = append(taken, a)
		}
	}
	return &thunk{waits: unasked, eval: func() []value {
		var items [][]value
		for _, a := range taken {
			items = append(items, l.argVals(c, a))
		}
		return []value{{kind: sequence, seq: &list{items: items, more: open}}}
	}}
}

// keywordRest binds **kwargs to the named arguments that no parameter took.
func (l *linker) keywordRest(c call, args []argument, used []bool, open bool) *thunk {
	var taken []argument
	for i, a := range args {
		if a.name != "" && !used[i] {
			taken = append(taken, a)
		}
	}
	return &thunk{waits: unasked, eval: func() []value {
		o := &object{open: open}
		for _, a := range taken {
			o.put(entry{key: a.name, vals: l.argVals(c, a), at: a.at})
		}
		return []value{{kind: mapping, obj: o}}
	}}
}

// relevant returns the names that what a function returns can depend on:
// those in its returns, in what is assigned to those, and so on. Names are not
// told apart by scope, so it may hold too many.
func (u *unit) relevant(fn int32) map[string]bool {
	if names, ok := u.slices[fn]; ok {
		return names
	}
	names := make(map[string]bool)
	put(&u.slices, fn, names)
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
