package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/regionlint/regionlint/lint/config"
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
			t.root = e.findRoot(folder)
		}
		rel, err := filepath.Rel(t.root, path)
		if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return target{}, fmt.Errorf("%s lies outside of %s, the root of %s; check it in a run of its own", arg, t.root, args[0])
		}
		t.paths = append(t.paths, filepath.ToSlash(rel))
	}
	return t, nil
}

// resolveFile finds the root of a file that need not be there, but whose folder
// must.
func (e Env) resolveFile(name string) (target, error) {
	switch info, err := os.Stat(e.absolute(name)); {
	case err == nil && info.IsDir():
		return target{}, fmt.Errorf("%s is a folder", name)
	case err == nil, !errors.Is(err, fs.ErrNotExist):
		return e.resolve([]string{name})
	}
	folder, base := filepath.Split(name)
	t, err := e.resolve([]string{cmp.Or(folder, ".")})
	if err != nil {
		return target{}, err
	}
	t.paths[0] = path.Join(t.paths[0], base)
	return t, nil
}

// absolute returns a path of the system as it is from anywhere.
func (e Env) absolute(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return e.Dir + string(filepath.Separator) + path // a trailing slash asks for a folder
}

// findRoot returns the nearest folder, from the given one upwards, that holds a
// configuration or a repository, or else the given one. A configuration inside a
// repository inherits from those above it, so the root is where the last of them
// stands; `root: true` says that one inherits nothing.
func (e Env) findRoot(folder string) string {
	nearest, last, inherits := "", "", true
	for at := folder; ; at = filepath.Dir(at) {
		if inherits && exists(at, config.Name) {
			if last = at; nearest == "" {
				nearest = at
			}
			inherits = !e.endsSearch(filepath.Join(at, config.Name))
		}
		switch {
		case exists(at, ".git") && last != "":
			return last
		case exists(at, ".git"):
			return at
		case at != filepath.Dir(at):
		case nearest != "":
			return nearest
		default:
			return folder
		}
	}
}

// belowRepository returns the path of a folder in the repository around it, "."
// if it is the repository's own or there is none.
func belowRepository(folder string) string {
	for at := folder; ; at = filepath.Dir(at) {
		if exists(at, ".git") {
			if rel, err := filepath.Rel(at, folder); err == nil {
				return filepath.ToSlash(rel)
			}
		}
		if at == filepath.Dir(at) {
			return "."
		}
	}
}

func exists(folder, name string) bool {
	_, err := os.Lstat(filepath.Join(folder, name))
	return err == nil
}

// endsSearch reports whether a configuration file says `root: true`. What is
// wrong with one is told when it is read for good.
func (e Env) endsSearch(path string) bool {
	text, err := readAtMost(path, config.MaxSize)
	if err != nil {
		return false
	}
	file, err := config.Parse(path, text, config.Names{Rules: e.Rules})
	return err == nil && file.Root
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
	return fmt.Errorf("%s: %w", arg, plain(err))
}
