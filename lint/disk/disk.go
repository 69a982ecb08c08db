// Package disk reads files of which nobody knows who made them. A name may lead
// to a pipe that nobody writes to, to a device without end, or to a file that
// grows while it is read: reading one of these ends in an error, never in a wait
// and never in more memory than the limit.
package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"syscall"
)

// Why a file is not read, besides errors of the system.
var (
	ErrIrregular = errors.New("not a regular file")
	ErrSize      = errors.New("too large")
	ErrUnsteady  = errors.New("it changes while it is read")
)

// attempts is how often a file is read that changes meanwhile.
const attempts = 3

// ReadFile returns the content of the file at a path of the system, which has at
// most limit bytes. Links are followed.
func ReadFile(name string, limit int64) ([]byte, error) {
	if name == os.DevNull { // as people say that there is nothing
		return nil, nil
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !readable(info) { // even to open a device may do something
		return nil, irregular(name)
	}
	f, err := os.OpenFile(name, flags, 0) //nolint:forbidigo // it is opened for reading
	if err != nil {
		return nil, err
	}
	return read(system{f}, name, limit, nil)
}

// FS returns the tree below a root, which stays the caller's to close. Links are
// followed as far as they stay below the root. Files have at most as many bytes as
// limit says of their names.
func FS(root *os.Root, limit func(name string) int64) fs.FS {
	listing, ok := root.FS().(lister)
	if !ok {
		panic("disk: the tree below a root cannot be listed")
	}
	return &tree{lister: listing, root: root, limit: limit, folders: newFolders(root)}
}

// A lister answers all that takes no opening of a file: folders are opened as
// such only.
type lister interface {
	fs.ReadDirFS
	fs.StatFS
	fs.ReadLinkFS
}

type tree struct {
	lister

	root    *os.Root
	limit   func(name string) int64
	folders folders
}

// Open opens a regular file or a folder.
func (t *tree) Open(name string) (fs.File, error) {
	info, err := t.Stat(name)
	if err != nil {
		return nil, err
	}
	if !readable(info) {
		return nil, irregular(name)
	}
	f, err := t.root.OpenFile(name, flags, 0)
	if err != nil {
		return nil, err
	}
	if err := check(f, name); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// ReadFile returns the content of a file that was listed as a regular one.
func (t *tree) ReadFile(name string) ([]byte, error) { return t.ReadInto(name, nil) }

// ReadInto is ReadFile with memory of the caller's, which holds the content if it
// is large enough.
func (t *tree) ReadInto(name string, memory []byte) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if f, ok := t.folders.open(name); ok {
		return read(f, name, t.limit(name), memory)
	}
	// It may be a link that leads out of its folder, and the error is the right one.
	f, err := t.root.OpenFile(name, flags, 0)
	if err != nil {
		return nil, err
	}
	return read(system{f}, name, t.limit(name), memory)
}

// flags do not wait for whoever writes to a pipe that has taken the file's place.
const flags = os.O_RDONLY | syscall.O_NONBLOCK

// check returns an error for an open file that is none to read from: its name may
// have got another meaning since it was asked for.
func check(f *os.File, name string) error {
	info, err := f.Stat()
	if err == nil && !readable(info) {
		return irregular(name)
	}
	return err
}

func irregular(name string) error {
	return &fs.PathError{Op: "open", Path: name, Err: ErrIrregular}
}

func readable(info fs.FileInfo) bool { return info.Mode().IsRegular() || info.IsDir() }

// A file is an open one.
type file interface {
	io.ReadSeekCloser
	state() (state, error)
}

// A state is what tells whether a file may be read and has changed.
type state struct {
	size     int64
	modified int64 // in nanoseconds
	readable bool
}

// A system file is one that the standard library opened.
type system struct{ *os.File }

func (f system) state() (state, error) {
	info, err := f.Stat()
	if err != nil {
		return state{}, err
	}
	return state{info.Size(), info.ModTime().UnixNano(), readable(info)}, nil
}

// read returns the content of a file and closes it. A content that is neither the
// old nor the new one of a file that changes meanwhile is read again.
func read(f file, name string, limit int64, memory []byte) ([]byte, error) {
	defer f.Close() //nolint:errcheck // it was only read from
	before, err := f.state()
	if err != nil {
		return nil, err
	}
	if !before.readable {
		return nil, irregular(name)
	}
	for range attempts {
		text, err := upTo(f, before.size, limit, memory)
		if err != nil {
			return nil, err
		}
		if int64(len(text)) > limit {
			return nil, &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("%w: more than %d KiB", ErrSize, limit>>10)}
		}
		after, err := f.state()
		if err != nil {
			return nil, err
		}
		if after == before {
			return text, nil
		}
		before = after
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
	}
	return nil, &fs.PathError{Op: "read", Path: name, Err: ErrUnsteady}
}

// upTo reads what there is, but no more than shows that it is beyond the limit.
// The size is what to expect: some systems give 0 for files with content. Where it
// is right, less than was asked for is the end.
func upTo(f io.Reader, size, limit int64, memory []byte) ([]byte, error) {
	text := memory[:0]
	if expected := min(size, limit) + 1; int64(cap(text)) < expected {
		text = make([]byte, 0, expected)
	}
	for {
		room := text[len(text):min(int64(cap(text)), limit+1)]
		n, err := f.Read(room)
		text = text[:len(text)+n]
		switch {
		case errors.Is(err, io.EOF), int64(len(text)) > limit:
			return text, nil
		case err != nil:
			return nil, err
		case n < len(room) && int64(len(text)) == size:
			return text, nil
		}
		if len(text) == cap(text) {
			text = slices.Grow(text, len(text)+512)
		}
	}
}
