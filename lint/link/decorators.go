package link

import (
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
)

// altered reports whether a decorator of the root puts a function in the place of a
// Python function that calls it with other arguments than its own.
func (l *linker) altered(f value) bool {
	if f.u.Lang != fact.Python {
		return false
	}
	return slices.ContainsFunc(f.u.Funcs[f.ref].Decorators, func(d fact.ID) bool {
		if f.u.Exprs[d].Kind == fact.Call {
			d = f.u.KidsOf(d)[0]
		}
		return slices.ContainsFunc(l.eval(f.u, d, nil), func(g value) bool {
			return g.kind == function && l.alters(funcRef{g.u, g.ref})
		})
	})
}

// alters reports whether a decorator, or a function that makes one, wraps what it is
// given in a function that hands it other arguments than its own.
func (l *linker) alters(g funcRef) bool {
	if known, ok := l.altering[g]; ok {
		return known
	}
	l.altering[g] = false
	span := g.u.Funcs[g.ref].Span
	for i := range g.u.Funcs {
		owner := &g.u.Funcs[i]
		if l.budget.pay(1); !span.Contains(owner.Span) || l.broke() {
			continue
		}
		for _, p := range owner.Params {
			for _, s := range l.callsIn(g.u, p.Name) {
				e := &g.u.Exprs[s.id]
				if sc := g.u.Scopes[g.u.flow(e.Scope)]; owner.Span.Contains(e.Span) && sc.Kind == fact.FuncScope &&
					sc.Ref != int32(i) && !g.u.handsOnAll(&g.u.Funcs[sc.Ref], e) {
					l.altering[g] = true
					return true
				}
			}
		}
	}
	return false
}

// handsOnAll reports whether a call in a function has just the arguments that the
// function itself has, in order.
func (u *unit) handsOnAll(fn *fact.Func, e *fact.Expr) bool {
	args := u.Kids(e)[1:]
	if len(args) != len(fn.Params) {
		return false
	}
	for i, k := range args {
		p := &fn.Params[i]
		arg := &u.Exprs[k]
		if (p.Kind == fact.Rest || p.Kind == fact.KeywordRest) != (arg.Kind == fact.Spread) {
			return false
		}
		if arg.Kind == fact.Spread || arg.Kind == fact.Keyword {
			arg = &u.Exprs[u.Kids(arg)[0]]
		}
		if arg.Kind != fact.Name || u.Text(arg) != p.Name {
			return false
		}
		key := scopedName{fn.Scope, p.Name}
		if len(u.writes[key])+len(u.bindings.in(fn.Scope, p.Name)) > 0 {
			return false
		}
	}
	return true
}
