package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Write makes a text the whole content of the file at a path of the system, which
// is made if there is none. A link is followed: the user chose the name. What is
// no regular file, such as a terminal or a pipe, is written to as it is, since
// there is nothing to keep whole. The error is an [fs.PathError] with that path.
func Write(path string, text []byte) error {
	if err := write(path, text); err != nil {
		return &fs.PathError{Op: "write", Path: path, Err: bare(err)}
	}
	return nil
}

func write(path string, text []byte) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Lstat(path); err == nil {
			return errors.New("it is a link to nothing")
		}
		return writeFile(path, text, nil)
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return writeThrough(path, text)
	}
	path, err = filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	return writeFile(path, text, func() (fs.FileInfo, error) {
		f, err := os.OpenFile(path, os.O_RDWR, 0) //nolint:forbidigo // asks whether it may be written to
		if err != nil {
			return nil, err
		}
		defer f.Close() //nolint:errcheck // it was not written to
		return f.Stat()
	})
}

func writeFile(path string, text []byte, replaced func() (fs.FileInfo, error)) error {
	folder, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer folder.Close() //nolint:errcheck // it is no file that was written to
	clean(folder)
	return putFile(folder, filepath.Base(path), text, replaced)
}

func writeThrough(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0) //nolint:forbidigo // this is the package that may
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}

// Append puts a text behind what the file at a path of the system holds, for a file
// that several programs add to. It is made for us alone if there is none, and a link is followed.
// The error is an [fs.PathError] with that path.
func Append(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600) //nolint:forbidigo // this is the package that may
	if err == nil {
		_, err = f.Write(text)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return &fs.PathError{Op: "append", Path: path, Err: bare(err)}
	}
	return nil
}
