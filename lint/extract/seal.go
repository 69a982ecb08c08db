package extract

import (
	"slices"
	"sync"

	"github.com/regionlint/regionlint/lint/fact"
)

// scratch lends builders room for expressions. A file's own are copied when their
// number is known, so that none is kept that nothing stands in.
var scratch sync.Pool

func borrow(atLeast int) []fact.Expr {
	if room, ok := scratch.Get().(*[]fact.Expr); ok && cap(*room) >= atLeast {
		return (*room)[:0]
	}
	return make([]fact.Expr, 0, atLeast)
}

// seal returns the file with everything in as little memory as it takes: thousands
// of files are kept until all are linked.
func (b *builder) seal() *fact.File {
	f := b.file
	room := f.Exprs
	f.Exprs = slices.Clone(room)
	clear(room)
	scratch.Put(&room)

	n := 0
	for i := range f.Exprs {
		n += len(f.Exprs[i].Kids)
	}
	kids := make([]fact.ID, 0, n)
	for i := range f.Exprs {
		if e := &f.Exprs[i]; e.Kids != nil {
			start := len(kids)
			kids = append(kids, e.Kids...)
			e.Kids = kids[start:len(kids):len(kids)]
		}
	}
	f.Scopes, f.Funcs, f.Classes, f.Blocks = exact(f.Scopes), exact(f.Funcs), exact(f.Classes), exact(f.Blocks)
	f.Bindings, f.Stores, f.Imports, f.Exports = exact(f.Bindings), exact(f.Stores), exact(f.Imports), exact(f.Exports)
	f.Notes, f.Slots, f.Holes = exact(f.Notes), exact(f.Slots), exact(f.Holes)
	return f
}

// exact returns a slice with no room for more.
func exact[T any](s []T) []T {
	if len(s) == cap(s) {
		return s
	}
	return append(make([]T, 0, len(s)), s...)
}
