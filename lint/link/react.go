package link

import (
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
)

// stateful is useState(initial): the state, which may change, and what sets it.
func stateful(l *linker, f value, c call) []value {
	state := callArgument(l, f, c)
	state = append(slices.Clip(state), value{kind: unknown})
	return []value{listOf([][]value{state, unknowns})}
}

// contextual is useContext(context): what its providers in the root hold, and
// where there are none the default of createContext.
func contextual(l *linker, _ value, c call) []value {
	contexts, _, ok := l.arg(c, 0)
	if !ok {
		return unknowns
	}
	var s set
	for i := range contexts {
		context := &contexts[i]
		if context.kind != product || context.made == nil {
			s.add(unknowns...)
			continue
		}
		held := l.providedBy(context)
		if len(held) == 0 {
			held, _, _ = l.arg(context.made.call, 0)
		}
		s.add(held...)
	}
	return s.vals
}

// providedBy returns the values of a context's providers: <Context.Provider
// value={…}>, which is a call with an object of the attributes, and <Context
// value={…}>.
func (l *linker) providedBy(context *value) []value {
	var s set
	for _, name := range append([]string{"Provider"}, context.made.call.u.held[context.made.call.id]...) {
		for _, st := range l.callsOf(name) {
			e := &st.u.Exprs[st.id]
			if len(st.u.Kids(e)) != 2 || st.u.Exprs[st.u.Kids(e)[1]].Kind != fact.Object || st.u.test && !l.in.IncludeTests {
				continue
			}
			owner := st.u.Kids(e)[0]
			if st.u.Exprs[owner].Kind == fact.Member {
				owner = st.u.KidsOf(owner)[0]
			}
			if !l.hasToken(st.u, owner, context) {
				continue
			}
			for _, v := range l.eval(st.u, st.u.Kids(e)[1], nil) {
				if v.kind == mapping {
					vals, _, _ := v.obj.get("value")
					s.add(vals...)
				}
			}
		}
	}
	return s.vals
}
