package link

import (
	"cmp"
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
)

// A bindingIndex finds the bindings of a file. There are as many as a file has
// lines, so it is one list and one map.
type bindingIndex struct {
	of     []fact.Binding
	order  []int32            // of all of them, together by name, then by scope and by where they hold
	byName map[string]stretch // of order
}

// A stretch is the part [start, end) of a list.
type stretch struct{ start, end int32 }

func newBindingIndex(bindings []fact.Binding) bindingIndex {
	x := bindingIndex{of: bindings, order: make([]int32, len(bindings)), byName: make(map[string]stretch)}
	for i := range bindings {
		s := x.byName[bindings[i].Name]
		s.end++
		x.byName[bindings[i].Name] = s
	}
	next := int32(0)
	for name, s := range x.byName {
		x.byName[name] = stretch{next, next}
		next += s.end
	}
	for i := range bindings {
		s := x.byName[bindings[i].Name]
		x.order[s.end] = int32(i)
		s.end++
		x.byName[bindings[i].Name] = s
	}
	for _, s := range x.byName {
		slices.SortStableFunc(x.order[s.start:s.end], func(a, b int32) int {
			return cmp.Or(cmp.Compare(bindings[a].Scope, bindings[b].Scope), cmp.Compare(bindings[a].At, bindings[b].At))
		})
	}
	return x
}

// named returns all bindings of a name, by scope and then by where they hold.
func (x *bindingIndex) named(name string) []int32 {
	s := x.byName[name]
	return x.order[s.start:s.end:s.end]
}

// in returns the bindings of a name in a scope itself, by where they hold.
func (x *bindingIndex) in(scope fact.ScopeID, name string) []int32 {
	all := x.named(name)
	start, _ := slices.BinarySearchFunc(all, scope, func(i int32, scope fact.ScopeID) int { return cmp.Compare(x.of[i].Scope, scope) })
	end := start
	for end < len(all) && x.of[all[end]].Scope == scope {
		end++
	}
	return all[start:end:end]
}
