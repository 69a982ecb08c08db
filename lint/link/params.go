package link

import (
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
)

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
