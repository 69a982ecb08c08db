// Package atomicfile replaces files as a whole or not at all. Nothing else in
// the program changes the disk.
//
// The new text is written to a temporary file in the same folder, brought to
// the disk and renamed onto the file. Whoever looks meanwhile, and whatever a
// crash leaves behind, sees the old text or the new one. A temporary file that a
// killed run left is removed by the next run that writes to its folder.
package atomicfile

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// What keeps a file from being replaced, besides errors of the system.
var (
	ErrChanged   = errors.New("it has changed since it was read")
	ErrReadOnly  = errors.New("it is read-only")
	ErrLink      = errors.New("it is a symbolic link")
	ErrIrregular = errors.New("it is not a regular file")
)

// A Writer replaces files below one root. It may not be used by several
// goroutines at the same time.
type Writer struct {
	root    *os.Root
	cleaned map[string]bool // folders without temporary files of killed runs
}

// NewWriter returns a writer for the files below a root, which stays the
// caller's to close.
func NewWriter(root *os.Root) *Writer {
	return &Writer{root: root, cleaned: make(map[string]bool)}
}

// Replace gives the file at a path, relative to the root and with forward
// slashes, the new text. Its permissions stay, and its owner and group where the
// system lets them. The file is left as it is if it does not hold the old text,
// may not be written to, or is not a regular file; links are not followed. The
// error is an [fs.PathError] with that path.
func (w *Writer) Replace(path string, before, after []byte) error {
	if err := w.replace(filepath.FromSlash(path), before, after); err != nil {
		return &fs.PathError{Op: "replace", Path: path, Err: bare(err)}
	}
	return nil
}

func (w *Writer) replace(path string, before, after []byte) error {
	parent := filepath.Dir(path)
	folder, err := w.root.OpenRoot(parent)
	if err != nil {
		return err
	}
	defer folder.Close() //nolint:errcheck // it is no file that was written to
	if !w.cleaned[parent] {
		w.cleaned[parent] = true
		clean(folder)
	}
	name := filepath.Base(path)
	if _, err := inspect(folder, name, before); err != nil {
		return err
	}
	return putFile(folder, name, after, func() (fs.FileInfo, error) { return inspect(folder, name, before) })
}

// Check returns what would keep Replace from writing to a file, whatever it
// holds, as far as that can be known before. The error is an [fs.PathError].
func (w *Writer) Check(path string) error {
	f, err := open(w.root, filepath.FromSlash(path))
	if err != nil {
		return &fs.PathError{Op: "replace", Path: path, Err: bare(err)}
	}
	return f.Close()
}

// inspect returns what is known of a file, or an error unless it may be replaced
// and holds the text.
func inspect(folder *os.Root, name string, text []byte) (fs.FileInfo, error) {
	f, err := open(folder, name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read from
	// One byte more than there should be is enough to tell.
	found, err := io.ReadAll(io.LimitReader(f, int64(len(text))+1))
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(found, text) {
		return nil, ErrChanged
	}
	return f.Stat()
}

// open opens a file that may be replaced, for reading.
func open(folder *os.Root, name string) (*os.File, error) {
	named, err := folder.Lstat(name)
	if err != nil {
		return nil, err
	}
	switch {
	case named.Mode()&fs.ModeSymlink != 0:
		return nil, ErrLink
	case !named.Mode().IsRegular():
		return nil, ErrIrregular
	case named.Mode()&0o222 == 0: // which does not keep root from opening it
		return nil, ErrReadOnly
	}
	// Opened for writing too, it tells whether whoever runs us may change it: a
	// rename asks for the folder only. What takes a file's place in this moment
	// must not block.
	f, err := folder.OpenFile(name, os.O_RDWR|syscall.O_NONBLOCK, 0)
	if errors.Is(err, fs.ErrPermission) {
		return nil, ErrReadOnly
	} else if err != nil {
		return nil, err
	}
	if opened, err := f.Stat(); err != nil || !os.SameFile(named, opened) {
		return nil, errors.Join(err, f.Close(), ErrChanged)
	}
	return f, nil
}

// bare returns an error without the paths that it names: a temporary file's, or
// one that is relative to some folder.
func bare(err error) error {
	var inPath *fs.PathError
	var inLink *os.LinkError
	switch {
	case errors.As(err, &inPath):
		return inPath.Err
	case errors.As(err, &inLink):
		return inLink.Err
	}
	return err
}
