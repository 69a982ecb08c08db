package atomicfile

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"syscall"
)

// Temporary files are named so that anyone who finds one knows where it is from.
const (
	prefix = ".regionlint-"
	suffix = ".tmp"
)

// attempts is how often a new temporary file may be taken for that of a killed
// run by another process, in the moment before it is locked.
const attempts = 10

// errLocked says that another process uses a file.
var errLocked = errors.New("the file is locked")

// putFile writes a text to a new file and gives it a name in a folder. Just before
// that, replaced is asked for the file that has the name, whose permissions the
// new one gets. If replaced is nil there is none, and the user's mask decides.
func putFile(folder *os.Root, name string, text []byte, replaced func() (fs.FileInfo, error)) (err error) {
	mode := fs.FileMode(0o666)
	if replaced != nil {
		mode = 0o600 // until it is known who may read it
	}
	f, temporary, err := create(folder, mode)
	if err != nil {
		return err
	}
	open := true
	defer func() {
		if open {
			err = errors.Join(err, f.Close())
		}
		if err != nil {
			_ = folder.Remove(temporary) // the next run tries again
		}
	}()
	if _, err := f.Write(text); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if replaced != nil {
		old, err := replaced()
		if err != nil {
			return err
		}
		if err := inherit(f, old); err != nil {
			return err
		}
	}
	if runtime.GOOS == "windows" { // which does not rename what is open
		open = false
		if err := f.Close(); err != nil {
			return err
		}
	}
	if err := folder.Rename(temporary, name); err != nil {
		return err
	}
	return syncFolder(folder)
}

// create returns a new file that is locked, and its name.
func create(folder *os.Root, mode fs.FileMode) (*os.File, string, error) {
	for range attempts {
		name := prefix + rand.Text() + suffix
		f, err := folder.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if err != nil {
			return nil, "", err
		}
		if !errors.Is(lock(f), errLocked) && current(folder, name, f) {
			return f, name, nil
		}
		_ = folder.Remove(name) // nobody else gives a file that name
		if err := f.Close(); err != nil {
			return nil, "", err
		}
		_ = folder.Remove(name) // whoever took it for an old one may have
	}
	return nil, "", errors.New("another process removes temporary files")
}

// current reports whether a name is still that of an open file.
func current(folder *os.Root, name string, f *os.File) bool {
	opened, err := f.Stat()
	if err != nil {
		return false
	}
	named, err := folder.Lstat(name)
	return err == nil && os.SameFile(opened, named)
}

// clean removes the temporary files of killed runs from a folder. Those of runs
// that go on are locked. What cannot be removed stays: it harms nobody.
func clean(folder *os.Root) {
	entries, err := fs.ReadDir(folder.FS(), ".")
	if err != nil {
		return
	}
	for _, entry := range entries {
		name := entry.Name()
		if !entry.Type().IsRegular() || !isTemporary(name) {
			continue
		}
		f, err := folder.OpenFile(name, os.O_WRONLY|syscall.O_NONBLOCK, 0)
		if err != nil {
			continue
		}
		abandoned := lock(f) == nil
		if runtime.GOOS == "windows" { // which does not remove what is open
			_ = f.Close() // nothing was written
		}
		if abandoned {
			_ = folder.Remove(name) // see above
		}
		_ = f.Close() // as above; on Windows it was closed
	}
}

func isTemporary(name string) bool {
	random, ok := strings.CutPrefix(name, prefix)
	random, ended := strings.CutSuffix(random, suffix)
	return ok && ended && len(random) == len(rand.Text())
}

// syncFolder brings a folder's names to the disk, where the system can do that.
func syncFolder(folder *os.Root) error {
	f, err := folder.Open(".")
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // it is no file that was written to
	err = f.Sync()
	if runtime.GOOS == "windows" || errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}
