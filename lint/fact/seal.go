package fact

// Seal copies the file's lists, now that their lengths are known, so that none has
// memory that nothing stands in. It returns a file that has theirs, for the next
// one to be collected in.
func (f *File) Seal() (room *File) {
	room = new(File)
	f.Exprs, room.Exprs = exact(f.Exprs)
	f.operands, room.operands = exact(f.operands)
	f.decoded, room.decoded = exact(f.decoded)
	f.Scopes, room.Scopes = exact(f.Scopes)
	f.Funcs, room.Funcs = exact(f.Funcs)
	f.Classes, room.Classes = exact(f.Classes)
	f.Blocks, room.Blocks = exact(f.Blocks)
	f.Bindings, room.Bindings = exact(f.Bindings)
	f.Stores, room.Stores = exact(f.Stores)
	f.Imports, room.Imports = exact(f.Imports)
	f.Exports, room.Exports = exact(f.Exports)
	f.Notes, room.Notes = exact(f.Notes)
	f.slots, room.slots = exact(f.slots)
	f.Holes, room.Holes = exact(f.Holes)
	return room
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
