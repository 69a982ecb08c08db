package driver

import (
	"io/fs"
	"sync"
)

// rooms lends workers memory to read files into, most of which are looked at once.
type rooms struct{ pool sync.Pool }

// roomSize is the size in bytes of a room at first. It grows with the files.
const roomSize = 64 << 10

// intoReader is a file system that reads files into memory of the caller's.
type intoReader interface {
	ReadInto(name string, room []byte) ([]byte, error)
}

// read reads a file and hands its text on, which is good only as long as use runs.
func (r *rooms) read(fsys fs.FS, name string, use func(text []byte)) error {
	into, ok := fsys.(intoReader)
	if !ok {
		text, err := fs.ReadFile(fsys, name)
		if err == nil {
			use(text)
		}
		return err
	}
	room, ok := r.pool.Get().(*[]byte)
	if !ok {
		fresh := make([]byte, roomSize)
		room = &fresh
	}
	defer r.pool.Put(room)
	text, err := into.ReadInto(name, *room)
	if err != nil {
		return err
	}
	if cap(text) > cap(*room) {
		*room = text
	}
	use(text)
	return nil
}
