//go:build unix

package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// maxFolders is how many folders are kept open at most.
const maxFolders = 64

// folders keeps folders below a root open. A root opens and closes every folder on
// the way to a file; files are read folder by folder, and need the last one only.
// No link is followed on the way to a folder, nor to a file in it. Folders that are
// dropped are closed when nobody uses them any more.
type folders struct {
	root *os.Root

	mu    sync.Mutex
	known map[string]*folder
	order []string // of the known ones but the root, the oldest first
}

func newFolders(root *os.Root) folders { return folders{root: root, known: make(map[string]*folder)} }

// A folder is an open one.
type folder struct {
	mu     sync.Mutex // while it is listed or closed
	listed bool       // before
	*os.File
	syscall.RawConn
}

func newFolder(f *os.File) (*folder, error) {
	conn, err := f.SyscallConn()
	return &folder{File: f, RawConn: conn}, err
}

// close closes a folder when nobody opens anything in it any more.
func (f *folder) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	_ = f.Close() // it was not written to
}

// get returns a folder by its path below the root.
func (f *folders) get(dir string) (*folder, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.locked(dir)
}

func (f *folders) locked(dir string) (*folder, error) {
	if known := f.known[dir]; known != nil {
		return known, nil
	}
	opened, err := f.below(dir)
	if err != nil {
		return nil, err
	}
	found, err := newFolder(opened)
	if err != nil {
		return nil, errors.Join(err, opened.Close())
	}
	f.known[dir] = found
	if dir == "." {
		return found, nil
	}
	if len(f.order) == maxFolders {
		f.known[f.order[0]].close()
		delete(f.known, f.order[0])
		f.order = f.order[1:]
	}
	f.order = append(f.order, dir)
	return found, nil
}

// below opens a folder from the one around it, or the root.
func (f *folders) below(dir string) (*os.File, error) {
	var around *folder
	if dir == "." {
		top, err := f.root.Open(".")
		if err != nil {
			return nil, err
		}
		defer top.Close() //nolint:errcheck // it was not written to
		// A folder that a root opens asks for every entry as it lists it.
		if around, err = newFolder(top); err != nil {
			return nil, err
		}
	} else {
		var err error
		if around, err = f.locked(path.Dir(dir)); err != nil {
			return nil, err
		}
	}
	opened, err := around.openAt(path.Base(dir), os.O_RDONLY|unix.O_DIRECTORY)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(opened), f.name(dir)), nil
}

// name returns the path of the system that a path below the root has.
func (f *folders) name(below string) string {
	return filepath.Join(f.root.Name(), filepath.FromSlash(below))
}

// openAt opens what a folder has under a name, which is no link.
func (f *folder) openAt(base string, mode int) (opened int, err error) {
	closed := f.Control(func(folder uintptr) {
		for {
			opened, err = unix.Openat(int(folder), base, mode|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
			if !errors.Is(err, unix.EINTR) {
				return
			}
		}
	})
	if closed != nil {
		return 0, closed
	}
	return opened, err
}

// open opens a file, unless that takes more than its folder.
func (f *folders) open(name string) (file, bool) {
	around, err := f.get(path.Dir(name))
	if err != nil {
		return nil, false
	}
	opened, err := around.openAt(path.Base(name), flags)
	if err != nil {
		return nil, false
	}
	return &descriptor{opened, name}, true
}

// A descriptor is a file that is read without the runtime, which would ask the
// system to tell when there is something to read: of regular files in vain.
type descriptor struct {
	number int
	name   string
}

func (d *descriptor) state() (state, error) {
	var told unix.Stat_t
	for {
		switch err := unix.Fstat(d.number, &told); {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return state{}, &fs.PathError{Op: "stat", Path: d.name, Err: err}
		default:
			kind := told.Mode & unix.S_IFMT
			return state{told.Size, unix.TimespecToNsec(told.Mtim), kind == unix.S_IFREG || kind == unix.S_IFDIR}, nil
		}
	}
}

func (d *descriptor) Read(into []byte) (int, error) {
	for {
		switch n, err := unix.Read(d.number, into); {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return 0, &fs.PathError{Op: "read", Path: d.name, Err: err}
		case n == 0:
			return 0, io.EOF
		default:
			return n, nil
		}
	}
}

func (d *descriptor) Seek(offset int64, whence int) (int64, error) {
	return unix.Seek(d.number, offset, whence)
}

func (d *descriptor) Close() error { return unix.Close(d.number) }

// maxPath is the length in bytes of the path of a folder whose entries can still be
// asked for by their paths, on every system.
const maxPath = 1024 - 256

// ReadDir returns the entries of a folder, sorted by name. An entry is asked for
// its size and the like only when [fs.DirEntry.Info] is called.
func (t *tree) ReadDir(name string) ([]fs.DirEntry, error) {
	if !fs.ValidPath(name) {
		return t.lister.ReadDir(name)
	}
	if folder, err := t.folders.get(name); err == nil {
		if entries, err := folder.list(); err == nil {
			return entries, nil
		}
	}
	return t.lister.ReadDir(name)
}

// list returns the entries of a folder, sorted by name.
func (f *folder) list() ([]fs.DirEntry, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	// The names in a folder may be told to those who may not ask for one of them.
	if _, err := f.stat("."); err != nil {
		return nil, err
	}
	if f.listed {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
	}
	f.listed = true
	entries, err := f.ReadDir(-1)
	if err != nil {
		return nil, err
	}
	near := make([]entry, len(entries))
	for i, e := range entries {
		if len(f.Name()) > maxPath {
			told, err := f.stat(e.Name())
			entries[i] = &deep{e, told, err}
			continue
		}
		near[i] = entry{e, f}
		entries[i] = &near[i]
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// An entry is one that its folder is asked about as long as that is open: the system
// need not look for the folder then.
type entry struct {
	fs.DirEntry
	folder *folder
}

// Info implements [fs.DirEntry]. Of what is no plain file, or cannot be asked for, the
// standard library tells.
func (e *entry) Info() (fs.FileInfo, error) {
	told, err := e.folder.stat(e.Name())
	if err != nil || !e.Type().IsRegular() || told.Mode&^0o777 != unix.S_IFREG {
		return e.DirEntry.Info()
	}
	return &info{deep{e.DirEntry, told, nil}}, nil
}

// An info tells of a plain file.
type info struct{ deep }

// Sys implements [fs.FileInfo] with a [unix.Stat_t].
func (i *info) Sys() any { return &i.told }

// A deep entry is one with a path that is too long to ask for it later.
type deep struct {
	fs.DirEntry
	told unix.Stat_t
	err  error // of asking
}

// stat asks for what a folder has under a name, a link itself.
func (f *folder) stat(name string) (told unix.Stat_t, err error) {
	closed := f.Control(func(folder uintptr) {
		for err = unix.EINTR; errors.Is(err, unix.EINTR); {
			err = unix.Fstatat(int(folder), name, &told, unix.AT_SYMLINK_NOFOLLOW)
		}
	})
	if closed != nil {
		return told, closed
	}
	return told, err
}

// Info implements [fs.DirEntry].
func (d *deep) Info() (fs.FileInfo, error) {
	if d.err != nil {
		return nil, &fs.PathError{Op: "lstat", Path: d.Name(), Err: d.err}
	}
	return d, nil
}

func (d *deep) Size() int64        { return d.told.Size }
func (d *deep) Mode() fs.FileMode  { return d.Type() | fs.FileMode(d.told.Mode)&fs.ModePerm }
func (d *deep) ModTime() time.Time { return time.Unix(0, unix.TimespecToNsec(d.told.Mtim)) }
func (*deep) Sys() any             { return nil }
