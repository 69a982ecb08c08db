package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A target is the root of a run and what was chosen in it.
type target struct {
	root  string   // absolute, without links
	paths []string // relative to the root, with forward slashes
}

// resolve finds the root of the first path and makes all paths relative to it.
// No path means the working directory.
func (e Env) resolve(args []string) (target, error) {
	if len(args) == 0 {
		args = []string{"."}
	}
	real := resolver{dir: e.Dir, folders: make(map[string]string)}
	var t target
	for i, arg := range args {
		path, info, err := real.resolve(arg)
		if err != nil {
			return target{}, err
		}
		if i == 0 {
			folder := path
			if !info.IsDir() {
				folder = filepath.Dir(path)
			}
			t.root = findRoot(folder)
		}
		rel, err := filepath.Rel(t.root, path)
		if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return target{}, fmt.Errorf("%s lies outside of %s, the root of %s; check it in a run of its own", arg, t.root, args[0])
		}
		t.paths = append(t.paths, filepath.ToSlash(rel))
	}
	return t, nil
}

// findRoot returns the nearest folder, from the given one upwards, that holds a
// configuration or a repository, or else the given one.
func findRoot(folder string) string {
	for at := folder; ; at = filepath.Dir(at) {
		for _, name := range []string{".regionlint.yaml", ".git"} {
			if _, err := os.Lstat(filepath.Join(at, name)); err == nil {
				return at
			}
		}
		if at == filepath.Dir(at) {
			return folder
		}
	}
}

// A resolver makes paths absolute and free of links. It asks once for each
// folder: a pre-commit hook may name thousands of files.
type resolver struct {
	dir     string
	folders map[string]string
}

func (r *resolver) resolve(arg string) (string, os.FileInfo, error) {
	if arg == "" { // as from a variable of the shell that is not set
		return "", nil, errors.New("a path is empty")
	}
	path := arg
	if !filepath.IsAbs(path) {
		path = r.dir + string(filepath.Separator) + arg
	}
	info, err := os.Stat(path) // before a trailing slash is gone: it asks for a folder
	if err != nil {
		return "", nil, missing(arg, err)
	}
	path = filepath.Clean(path)
	folder := filepath.Dir(path)
	real, ok := r.folders[folder]
	if !ok {
		if real, err = filepath.EvalSymlinks(folder); err != nil {
			return "", nil, missing(arg, err)
		}
		r.folders[folder] = real
	}
	path = filepath.Join(real, filepath.Base(path))
	if link, err := os.Lstat(path); err != nil || link.Mode()&fs.ModeSymlink != 0 {
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return "", nil, missing(arg, err)
		}
	}
	return path, info, nil
}

// missing says that an argument is no path that can be looked at.
func missing(arg string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s does not exist", arg)
	}
	var inPath *fs.PathError
	if errors.As(err, &inPath) {
		err = inPath.Err
	}
	return fmt.Errorf("%s: %w", arg, err)
}
