package rewrite

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"time"
)

// With returns a tree in which one file has another text. If there is no such
// file it is added, to a folder that must be there.
func With(tree fs.FS, name string, text []byte) fs.FS {
	if _, err := fs.Stat(tree, name); errors.Is(err, fs.ErrNotExist) {
		tree = &added{FS: tree, name: name}
	}
	return &overlay{FS: tree, texts: map[string][]byte{name: text}}
}

// An added is a tree with one more file, which is empty.
type added struct {
	fs.FS
	name string
}

// Open opens a file or a folder.
func (a *added) Open(name string) (fs.File, error) {
	if name == a.name {
		return emptyFile{emptyInfo{path.Base(name)}}, nil
	}
	file, err := a.FS.Open(name)
	if err != nil || name != path.Dir(a.name) {
		return file, err
	}
	entries, err := a.ReadDir(name)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &listing{file, entries}, nil
}

// ReadDir lists a folder.
func (a *added) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(a.FS, name)
	if err == nil && name == path.Dir(a.name) {
		entry := fs.FileInfoToDirEntry(emptyInfo{path.Base(a.name)})
		at, _ := slices.BinarySearchFunc(entries, entry, func(e, f fs.DirEntry) int { return cmp.Compare(e.Name(), f.Name()) })
		entries = slices.Insert(entries, at, entry)
	}
	return entries, err
}

// Stat describes a file or a folder.
func (a *added) Stat(name string) (fs.FileInfo, error) {
	if name == a.name {
		return emptyInfo{path.Base(name)}, nil
	}
	return fs.Stat(a.FS, name)
}

// Lstat describes a file, a folder or a link.
func (a *added) Lstat(name string) (fs.FileInfo, error) {
	if name == a.name {
		return emptyInfo{path.Base(name)}, nil
	}
	return fs.Lstat(a.FS, name)
}

// ReadLink returns where a link leads.
func (a *added) ReadLink(name string) (string, error) { return fs.ReadLink(a.FS, name) }

// An emptyInfo describes an empty file of that name.
type emptyInfo struct{ name string }

func (i emptyInfo) Name() string     { return i.name }
func (emptyInfo) Size() int64        { return 0 }
func (emptyInfo) Mode() fs.FileMode  { return 0o644 }
func (emptyInfo) ModTime() time.Time { return time.Time{} }
func (emptyInfo) IsDir() bool        { return false }
func (emptyInfo) Sys() any           { return nil }

type emptyFile struct{ info emptyInfo }

func (f emptyFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (emptyFile) Read([]byte) (int, error)     { return 0, io.EOF }
func (emptyFile) Close() error                 { return nil }

// A listing is an open folder that has other entries.
type listing struct {
	fs.File
	rest []fs.DirEntry
}

func (l *listing) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(l.rest)
	} else if len(l.rest) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(l.rest))
	entries := l.rest[:n:n]
	l.rest = l.rest[n:]
	return entries, nil
}
