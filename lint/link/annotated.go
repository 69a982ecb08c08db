package link

import (
	"github.com/regionlint/regionlint/lint/fact"
)

// An annotated is Annotated[T, v...] somewhere in the root: a type with values
// that say more of what has it.
type annotated struct {
	u     *unit
	typ   fact.ID
	extra []fact.ID
}

// annotatedSym is the symbol of a type alias that is an Annotated.
const annotatedSym = "typing.Annotated[]"

// annotated returns the Annotated that an annotation is or names.
func (l *linker) annotated(u *unit, id fact.ID) (annotated, bool) {
	if id == 0 || u.Lang != fact.Python {
		return annotated{}, false
	}
	if e := &u.Exprs[id]; e.Kind == fact.Index {
		list := &u.Exprs[u.Kids(e)[1]]
		if lastName(u, u.Kids(e)[0]) != "Annotated" || list.Kind != fact.List || len(u.Kids(list)) < 2 {
			return annotated{}, false
		}
		return annotated{u: u, typ: u.Kids(list)[0], extra: u.Kids(list)[1:]}, true
	}
	for _, v := range l.eval(u, id, nil) {
		if v.kind == product && v.sym == annotatedSym {
			return l.annotated(v.made.call.u, v.made.call.id)
		}
	}
	return annotated{}, false
}

// injected returns what the values beside the type say that a parameter or
// attribute holds: what Depends(f) returns.
func (l *linker) injected(a annotated) []value {
	var s set
	for _, k := range a.extra {
		if e := &a.u.Exprs[k]; e.Kind != fact.Call || lastName(a.u, a.u.Kids(e)[0]) != "Depends" {
			continue
		}
		s.add(l.eval(a.u, k, nil)...)
	}
	return s.vals
}

// annotatedOption returns what Annotated[T, typer.Option(envvar=…)] = default
// gives a parameter.
func (l *linker) annotatedOption(u *unit, p *fact.Param) ([]value, bool) {
	a, ok := l.annotated(u, p.Annotation)
	if !ok {
		return nil, false
	}
	for _, k := range a.extra {
		e := &a.u.Exprs[k]
		if e.Kind != fact.Call {
			continue
		}
		for _, f := range l.eval(a.u, a.u.Kids(e)[0], nil) {
			if f.kind != external || !isOption(f.sym) {
				continue
			}
			var fallback []value
			if p.Default != 0 {
				fallback = l.fallback(u, p.Default, l.eval(u, p.Default, nil))
			}
			return l.withVariable(call{u: a.u, id: k}, fallback, p.Default != 0), true
		}
	}
	return nil, false
}
