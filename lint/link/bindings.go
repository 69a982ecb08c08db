package link

import (
	"cmp"
	"hash/maphash"
	"iter"
	"slices"
	"sort"

	"github.com/regionlint/regionlint/lint/fact"
)

// A bindingIndex finds the bindings of a file. There are as many as a file has
// lines, so it is two lists without pointers.
type bindingIndex struct {
	file  *fact.File
	seed  maphash.Seed
	order []int32   // of all of them, together by name, then by scope and by where they hold
	names []stretch // of order, an open hash table by name, of which a third is free
}

// A stretch is the part [start, end) of a list.
type stretch struct{ start, end int32 }

func newBindingIndex(f *fact.File) bindingIndex {
	bindings := f.Bindings
	n := len(bindings)
	x := bindingIndex{file: f, seed: maphash.MakeSeed(), order: make([]int32, n), names: make([]stretch, n+n/2+1)}
	places := make([]int32, n) // in names; there the first binding of each and their number, so far
	for i := range bindings {
		name := f.NameOf(&bindings[i])
		at := x.place(name)
		for x.names[at].end > 0 && f.NameOf(&bindings[x.names[at].start]) != name {
			at = x.after(at)
		}
		if s := &x.names[at]; s.end == 0 {
			s.start = int32(i)
		}
		x.names[at].end++
		places[i] = int32(at)
	}
	next := int32(0)
	for at := range x.names {
		s := &x.names[at]
		*s, next = stretch{next, next}, next+s.end
	}
	for i, at := range places {
		s := &x.names[at]
		x.order[s.end] = int32(i)
		s.end++
	}
	for _, s := range x.names {
		slices.SortStableFunc(x.order[s.start:s.end], func(a, b int32) int {
			return cmp.Or(cmp.Compare(bindings[a].Scope, bindings[b].Scope), cmp.Compare(bindings[a].At, bindings[b].At))
		})
	}
	return x
}

// place returns where in names the search for a name begins, and after where it
// goes on.
func (x *bindingIndex) place(name string) int {
	return int(maphash.String(x.seed, name) >> 32 * uint64(len(x.names)) >> 32)
}

func (x *bindingIndex) after(at int) int {
	if at++; at == len(x.names) {
		return 0
	}
	return at
}

// named returns all bindings of a name, by scope and then by where they hold.
func (x *bindingIndex) named(name string) []int32 {
	for at := x.place(name); ; at = x.after(at) {
		s := x.names[at]
		if s.start == s.end || x.file.NameOf(&x.file.Bindings[x.order[s.start]]) == name {
			return x.order[s.start:s.end:s.end]
		}
	}
}

// in returns the bindings of a name in a scope itself, by where they hold.
func (x *bindingIndex) in(scope fact.ScopeID, name string) []int32 {
	all, of := x.named(name), x.file.Bindings
	start, _ := slices.BinarySearchFunc(all, scope, func(i int32, scope fact.ScopeID) int { return cmp.Compare(of[i].Scope, scope) })
	n := sort.Search(len(all)-start, func(i int) bool { return of[all[start+i]].Scope > scope })
	return all[start : start+n : start+n]
}

// ofModule yields the names that are bound in the module's own scope, each once.
func (x *bindingIndex) ofModule() iter.Seq[string] {
	return func(yield func(name string) bool) {
		for _, s := range x.names {
			if s.start == s.end {
				continue
			}
			if b := &x.file.Bindings[x.order[s.start]]; b.Scope == 0 && !yield(x.file.NameOf(b)) {
				return
			}
		}
	}
}
