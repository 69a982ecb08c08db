package atomicfile

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// ErrShared says that somebody else could change what a folder holds.
var ErrShared = errors.New("others may write to it")

// A Folder holds files of the program's own, one that it can do without: they are
// replaced as a whole, but nobody waits until they are on the disk. It is safe for
// concurrent use, also by several processes.
type Folder struct{ root *os.Root }

// OpenFolder opens the folder at a path of the system, for the caller to close,
// and makes it, with the folders above it, if there is none. The error is
// ErrShared if it belongs to somebody else or others may write to it.
func OpenFolder(path string) (*Folder, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, bare(err)
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, bare(err)
	}
	info, err := root.Stat(".")
	if err == nil && !private(info) {
		err = ErrShared
	}
	if err != nil {
		return nil, errors.Join(bare(err), root.Close())
	}
	return &Folder{root}, nil
}

// Close closes the folder.
func (f *Folder) Close() error { return f.root.Close() }

// FS returns the folder's files.
func (f *Folder) FS() fs.FS { return f.root.FS() }

// Open opens a file for reading, for the caller to close. The error is
// fs.ErrInvalid for what is no regular file, which is not opened, and ErrShared for
// one that somebody else could have written.
func (f *Folder) Open(name string) (*os.File, fs.FileInfo, error) {
	if info, err := f.root.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return nil, nil, cmp.Or(bare(err), fs.ErrInvalid)
	}
	// Nobody waits if a pipe has taken its place since.
	file, err := f.root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, nil, bare(err)
	}
	info, err := file.Stat()
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = fs.ErrInvalid
	case !private(info):
		err = ErrShared
	}
	if err != nil {
		return nil, nil, errors.Join(bare(err), file.Close())
	}
	return file, info, nil
}

// Put makes what is written to the writer the whole content of a file, which only
// the user may read.
func (f *Folder) Put(name string, write func(to io.Writer) error) (err error) {
	if filepath.Base(name) != name {
		return fs.ErrInvalid
	}
	file, temporary, err := create(f.root, 0o600)
	if err != nil {
		return bare(err)
	}
	open := true
	defer func() {
		if open {
			err = errors.Join(err, file.Close())
		}
		if err != nil {
			_ = f.root.Remove(temporary) // Clean tries again
		}
	}()
	if err := write(file); err != nil {
		return bare(err)
	}
	if runtime.GOOS == "windows" { // which does not rename what is open
		open = false
		if err := file.Close(); err != nil {
			return bare(err)
		}
	}
	return bare(f.root.Rename(temporary, name))
}

// Touch says that a file was of use at a time, which becomes that of its last
// change.
func (f *Folder) Touch(name string, now time.Time) error {
	return bare(f.root.Chtimes(name, now, now))
}

// Remove removes a file.
func (f *Folder) Remove(name string) error { return bare(f.root.Remove(name)) }

// Clean removes what killed runs have left.
func (f *Folder) Clean() { clean(f.root) }
