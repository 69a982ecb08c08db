package extract

import (
	"sync"

	"github.com/regionlint/regionlint/lint/fact"
)

// scratch lends builders room for what they collect. A file's own lists are copied
// when their lengths are known, so that none is kept that nothing stands in.
var scratch sync.Pool

// borrow returns a file whose lists are empty and have room.
func borrow() *fact.File {
	if room, ok := scratch.Get().(*fact.File); ok {
		return room
	}
	return new(fact.File)
}

// seal returns the file with everything in as little memory as it takes: thousands
// of files are kept until all are linked.
func (b *builder) seal() *fact.File {
	f, room := b.file, new(fact.File)
	f.Exprs, room.Exprs = exact(f.Exprs)
	f.Scopes, room.Scopes = exact(f.Scopes)
	f.Funcs, room.Funcs = exact(f.Funcs)
	f.Classes, room.Classes = exact(f.Classes)
	f.Blocks, room.Blocks = exact(f.Blocks)
	f.Bindings, room.Bindings = exact(f.Bindings)
	f.Stores, room.Stores = exact(f.Stores)
	f.Imports, room.Imports = exact(f.Imports)
	f.Exports, room.Exports = exact(f.Exports)
	f.Notes, room.Notes = exact(f.Notes)
	f.Slots, room.Slots = exact(f.Slots)
	f.Holes, room.Holes = exact(f.Holes)
	scratch.Put(room)

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
	return f
}

// exact returns a copy of a list with no room for more, and the list's memory
// without what stood there.
func exact[T any](list []T) (copied, room []T) {
	if len(list) > 0 {
		copied = append(make([]T, 0, len(list)), list...)
		clear(list)
	}
	return copied, list[:0]
}
