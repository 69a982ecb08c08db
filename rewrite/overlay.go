package rewrite

import (
	"bytes"
	"io"
	"io/fs"
	"path"
)

// An overlay is a tree in which some files have another text. It shows links as
// the tree does, if that does.
type overlay struct {
	fs.FS
	texts map[string][]byte // by path; the files exist
}

// Open opens a file or a folder.
func (o *overlay) Open(name string) (fs.File, error) {
	file, err := o.FS.Open(name)
	if err != nil {
		return nil, err
	}
	if text, ok := o.texts[name]; ok {
		return &openFile{File: file, size: int64(len(text)), text: bytes.NewReader(text)}, nil
	}
	if dir, ok := file.(fs.ReadDirFile); ok {
		return &openDir{dir, o, name}, nil
	}
	return file, nil
}

// ReadFile returns a file's text, which the caller may change.
func (o *overlay) ReadFile(name string) ([]byte, error) {
	if text, ok := o.texts[name]; ok {
		return bytes.Clone(text), nil
	}
	return fs.ReadFile(o.FS, name)
}

// ReadDir lists a folder.
func (o *overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.FS, name)
	return o.listed(name, entries), err
}

// listed returns the entries of a folder with the sizes that they have here.
func (o *overlay) listed(folder string, entries []fs.DirEntry) []fs.DirEntry {
	for i, entry := range entries {
		if text, ok := o.texts[path.Join(folder, entry.Name())]; ok {
			entries[i] = dirEntry{entry, int64(len(text))}
		}
	}
	return entries
}

// Stat describes a file or a folder.
func (o *overlay) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(o.FS, name)
	return o.resized(name, info), err
}

// Lstat describes a file, a folder or a link.
func (o *overlay) Lstat(name string) (fs.FileInfo, error) {
	info, err := fs.Lstat(o.FS, name)
	return o.resized(name, info), err
}

// ReadLink returns where a link leads.
func (o *overlay) ReadLink(name string) (string, error) { return fs.ReadLink(o.FS, name) }

func (o *overlay) resized(name string, info fs.FileInfo) fs.FileInfo {
	text, ok := o.texts[name]
	if info == nil || !ok || !info.Mode().IsRegular() {
		return info
	}
	return fileInfo{info, int64(len(text))}
}

// A fileInfo describes a file of another size.
type fileInfo struct {
	fs.FileInfo
	size int64
}

func (i fileInfo) Size() int64 { return i.size }

// A dirEntry is the entry of a file of another size.
type dirEntry struct {
	fs.DirEntry
	size int64
}

func (e dirEntry) Info() (fs.FileInfo, error) {
	info, err := e.DirEntry.Info()
	if err != nil {
		return nil, err
	}
	return fileInfo{info, e.size}, nil
}

// An openFile is a file that reads another text.
type openFile struct {
	fs.File
	size int64
	text io.Reader
}

func (f *openFile) Read(p []byte) (int, error) { return f.text.Read(p) }

func (f *openFile) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	if err != nil {
		return nil, err
	}
	return fileInfo{info, f.size}, nil
}

// An openDir is an open folder.
type openDir struct {
	fs.ReadDirFile
	tree *overlay
	name string
}

func (d *openDir) ReadDir(n int) ([]fs.DirEntry, error) {
	entries, err := d.ReadDirFile.ReadDir(n)
	return d.tree.listed(d.name, entries), err
}
