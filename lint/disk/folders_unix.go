//go:build unix

package disk

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
)

// maxFolders is how many folders are kept open at most.
const maxFolders = 64

// folders keeps folders below a root open. A root opens and closes every folder on
// the way to a file; files are read folder by folder, and need the last one only.
// Where none leads to a folder but by links out of the folder around it, get gives
// nil. Folders that are dropped are closed when nobody uses them any more.
type folders struct {
	root *os.Root

	mu    sync.Mutex
	open  map[string]*os.Root
	order []string // of the open ones, the oldest first
}

// get returns a folder by its path below the root, nil if it cannot be opened.
func (f *folders) get(dir string) *os.Root {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.locked(dir)
}

func (f *folders) locked(dir string) *os.Root {
	if dir == "." {
		return f.root
	}
	if folder, ok := f.open[dir]; ok {
		return folder
	}
	around := f.locked(path.Dir(dir))
	if around == nil {
		return nil
	}
	folder, err := around.OpenRoot(path.Base(dir))
	if err != nil {
		return nil
	}
	if f.open == nil {
		f.open = make(map[string]*os.Root)
	}
	if len(f.order) == maxFolders {
		_ = f.open[f.order[0]].Close() // it was not written to
		delete(f.open, f.order[0])
		f.order = f.order[1:]
	}
	f.open[dir], f.order = folder, append(f.order, dir)
	return folder
}

// maxPath is the length in bytes of the path of a folder whose entries can still be
// asked for by their paths, on every system.
const maxPath = 1024 - 256

// ReadDir returns the entries of a folder, sorted by name. An entry is asked for
// its size and the like only when [fs.DirEntry.Info] is called.
func (t *tree) ReadDir(name string) ([]fs.DirEntry, error) {
	if !fs.ValidPath(name) {
		return t.lister.ReadDir(name)
	}
	if folder := t.folders.get(name); folder != nil {
		if entries, ok := list(folder, filepath.Join(t.root.Name(), filepath.FromSlash(name))); ok {
			return entries, nil
		}
	}
	return t.lister.ReadDir(name)
}

// list lists a folder at a path of the system. A folder that a root opens asks for
// every entry as it lists it, so another one is made of its descriptor, unless its
// path is too long to ask later.
func list(folder *os.Root, name string) ([]fs.DirEntry, bool) {
	opened, err := folder.Open(".")
	if err != nil {
		return nil, false
	}
	defer opened.Close() //nolint:errcheck // it was only read from
	if len(name) > maxPath {
		return sorted(opened)
	}
	descriptor, err := syscall.Dup(int(opened.Fd()))
	if err != nil {
		return nil, false
	}
	syscall.CloseOnExec(descriptor)
	plain := os.NewFile(uintptr(descriptor), name)
	defer plain.Close() //nolint:errcheck // it was only read from
	return sorted(plain)
}

func sorted(folder *os.File) ([]fs.DirEntry, bool) {
	entries, err := folder.ReadDir(-1)
	if err != nil {
		return nil, false
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, true
}
