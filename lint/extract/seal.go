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
	scratch.Put(b.file.Seal())
	return b.file
}
