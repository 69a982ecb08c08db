package link

import (
	"cmp"
	"slices"
	"sync"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// Derived returns what build makes of a program, which happens once for each key,
// whoever asks first. Keys are of types of their own, so that nobody else has the
// same. What is asked of each of many findings is found in an index that way: a
// search through the program for each would take their number squared.
func Derived[T any](p *Program, key any, build func() T) T {
	made, ok := p.derived.Load(key)
	if !ok {
		made, _ = p.derived.LoadOrStore(key, sync.OnceValue(build))
	}
	return made.(func() T)() //nolint:forcetypeassert // keys of one type have values of one type
}

// An Index finds the expressions of one file by their places.
type Index struct {
	file    *fact.File
	strings []fact.ID // by their start, outer ones first
	reach   []uint32  // how far the strings up to each one go at most
	calls   map[source.Span]fact.ID
	parents map[fact.ID][]fact.ID
	given   map[fact.ID][]string
	byName  map[string][]int32
	params  map[string]bool
	bySpan  map[source.Span][]fact.ID
	lookups map[source.Span]bool
	order   []fact.ID // all expressions by their start, outer ones first
}

type indexKey struct{ f *fact.File }

// Index returns the index of one of the program's files.
func (p *Program) Index(f *fact.File) *Index {
	return Derived(p, indexKey{f}, func() *Index {
		x := newIndex(f)
		for i := range p.Lookups {
			if at := &p.Lookups[i].At; at.Path == f.Path {
				x.lookups[at.Span] = true
			}
		}
		return x
	})
}

func newIndex(f *fact.File) *Index {
	x := &Index{
		file: f, calls: make(map[source.Span]fact.ID), parents: make(map[fact.ID][]fact.ID), given: make(map[fact.ID][]string),
		byName: make(map[string][]int32), params: make(map[string]bool), bySpan: make(map[source.Span][]fact.ID),
		lookups: make(map[source.Span]bool),
	}
	for i := range f.Exprs {
		id, e := fact.ID(i), &f.Exprs[i]
		if i > 0 {
			x.order = append(x.order, id)
			x.bySpan[e.Span] = append(x.bySpan[e.Span], id)
		}
		switch e.Kind {
		case fact.String:
			x.strings = append(x.strings, id)
		case fact.Call:
			if _, ok := x.calls[e.Span]; !ok {
				x.calls[e.Span] = id
			}
		}
		for _, k := range f.Kids(e) {
			x.parents[k] = append(x.parents[k], id)
		}
	}
	outerFirst := func(a, b fact.ID) int {
		return cmp.Or(cmp.Compare(f.Exprs[a].Span.Start, f.Exprs[b].Span.Start), cmp.Compare(f.Exprs[b].Span.End, f.Exprs[a].Span.End))
	}
	slices.SortStableFunc(x.strings, outerFirst)
	slices.SortStableFunc(x.order, outerFirst)
	var reach uint32
	for _, id := range x.strings {
		reach = max(reach, f.Exprs[id].Span.End)
		x.reach = append(x.reach, reach)
	}
	for i := range f.Bindings {
		b := &f.Bindings[i]
		x.given[b.Value] = append(x.given[b.Value], f.NameOf(b))
		x.byName[f.NameOf(b)] = append(x.byName[f.NameOf(b)], int32(i))
	}
	for i := range f.Funcs {
		for _, p := range f.Funcs[i].Params {
			x.given[p.Default] = append(x.given[p.Default], p.Name)
			x.params[p.Name] = true
		}
	}
	return x
}

// String returns the string that holds a part of the file, or 0. Of several it is
// the one that the extractor met first.
func (x *Index) String(part source.Span) fact.ID {
	i, _ := slices.BinarySearchFunc(x.strings, part.Start, func(id fact.ID, start uint32) int {
		if x.file.Exprs[id].Span.Start <= start {
			return -1
		}
		return 1
	})
	var found fact.ID
	for i--; i >= 0 && x.reach[i] >= part.End; i-- {
		if id := x.strings[i]; x.file.Exprs[id].Span.Contains(part) && (found == 0 || id < found) {
			found = id
		}
	}
	return found
}

// Call returns the call with that span, or 0.
func (x *Index) Call(span source.Span) fact.ID { return x.calls[span] }

// Names returns the names that an expression is given to as it is: keywords, keys,
// variables, parameters.
func (x *Index) Names(id fact.ID) []string {
	var names []string
	for _, parent := range x.parents[id] {
		switch e := &x.file.Exprs[parent]; {
		case e.Kind == fact.Keyword:
			names = append(names, x.file.Text(e))
		case e.Kind == fact.Entry && x.file.Kids(e)[1] == id:
			names = append(names, x.file.TextOf(x.file.Kids(e)[0]))
		}
	}
	return append(names, x.given[id]...)
}

// At returns the expressions with that span, in order.
func (x *Index) At(span source.Span) []fact.ID { return x.bySpan[span] }

// Within returns the expressions that lie in a span.
func (x *Index) Within(span source.Span) []fact.ID {
	find := func(at uint32) int {
		i, _ := slices.BinarySearchFunc(x.order, at, func(id fact.ID, at uint32) int { return cmp.Compare(x.file.Exprs[id].Span.Start, at) })
		return i
	}
	var ids []fact.ID
	for _, id := range x.order[find(span.Start):find(span.End+1)] {
		if span.Contains(x.file.Exprs[id].Span) {
			ids = append(ids, id)
		}
	}
	return ids
}

// Parents returns the expressions that another one is a part of, in order.
func (x *Index) Parents(id fact.ID) []fact.ID { return x.parents[id] }

// Bindings returns the bindings of a name, in order.
func (x *Index) Bindings(name string) []int32 { return x.byName[name] }

// Param reports whether some function has a parameter of that name.
func (x *Index) Param(name string) bool { return x.params[name] }

// Lookup reports whether a lookup has that span.
func (x *Index) Lookup(span source.Span) bool { return x.lookups[span] }
