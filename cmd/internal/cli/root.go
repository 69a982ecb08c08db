package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/regionlint/regionlint/lint/config"
	"github.com/regionlint/regionlint/lint/disk"
)

// A target is the root of a run and what was chosen in it.
type target struct {
	root  string   // absolute, without links
	paths []string // relative to the root, with forward slashes
}

// resolve finds the root of the paths and makes them relative to it. No path means
// the working directory.
func (e Env) resolve(args []string) (target, error) {
	if len(args) == 0 {
		args = []string{"."}
	}
	var t target
	paths := resolveAll(e.Dir, args)
	for i, arg := range args {
		path, folder := paths[i].path, paths[i].path
		if err := paths[i].err; err != nil {
			return target{}, err
		}
		if !paths[i].isDir {
			folder = filepath.Dir(path)
		}
		if i == 0 {
			t.root, _ = e.findRoot(folder)
		} else if _, ok := below(t.root, path); !ok {
			root, ok := e.widen(t.root, folder)
			if !ok {
				return target{}, fmt.Errorf("%s lies outside of %s, the root of %s; check it in a run of its own", arg, t.root, args[0])
			}
			t.root = root
		}
	}
	for _, p := range paths {
		rel, _ := below(t.root, p.path)
		t.paths = append(t.paths, rel)
	}
	return t, nil
}

// widen returns the root around one that was found and a folder outside of it,
// and false if they lie in no repository together. Parts of a repository may have
// configurations of their own, and a hook names files of several, in any order.
func (e Env) widen(root, folder string) (string, bool) {
	wider, marked := e.findRoot(common(root, folder))
	if top, ok := repositoryAround(root); ok {
		_, inside := below(top, wider)
		return wider, inside
	}
	return wider, marked
}

// below returns the path of a file or folder as seen from a folder, with forward
// slashes, and false if it is not in there. Both are absolute and clean.
func below(folder, path string) (rel string, ok bool) {
	if inner, ok := strings.CutPrefix(path, folder); ok && inner != "" && os.IsPathSeparator(inner[0]) {
		return filepath.ToSlash(inner[1:]), true // Rel takes both apart
	}
	rel, err := filepath.Rel(folder, path)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// common returns the innermost folder that two absolute ones lie in; where they
// have none, on two drives, it returns the outermost around the first.
func common(a, b string) string {
	for a != filepath.Dir(a) {
		if _, ok := below(a, b); ok {
			break
		}
		a = filepath.Dir(a)
	}
	return a
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
// configuration or a repository, or else the given one, unmarked. A configuration
// inside a repository inherits from those above it, so the root is where the last
// of them stands; `root: true` says that one inherits nothing.
func (e Env) findRoot(folder string) (root string, marked bool) {
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
			return last, true
		case exists(at, ".git"):
			return at, true
		case at != filepath.Dir(at):
		case nearest != "":
			return nearest, true
		default:
			return folder, false
		}
	}
}

// repositoryAround returns the nearest folder with a `.git`, from the given one
// upwards.
func repositoryAround(folder string) (top string, ok bool) {
	for at := folder; ; at = filepath.Dir(at) {
		if exists(at, ".git") {
			return at, true
		}
		if at == filepath.Dir(at) {
			return "", false
		}
	}
}

// belowRepository returns the path of a folder in the repository around it, "."
// if it is the repository's own or there is none.
func belowRepository(folder string) string {
	if top, ok := repositoryAround(folder); ok {
		if rel, ok := below(top, folder); ok {
			return rel
		}
	}
	return "."
}

func exists(folder, name string) bool {
	_, err := os.Lstat(filepath.Join(folder, name))
	return err == nil
}

// endsSearch reports whether a configuration file says `root: true`. What is
// wrong with one is told when it is read for good.
func (e Env) endsSearch(path string) bool {
	text, err := disk.ReadFile(path, config.MaxSize)
	if err != nil {
		return false
	}
	file, err := config.Parse(path, text, config.Names{Rules: e.Rules})
	return err == nil && file.Root
}

// A resolved path is absolute and free of links, unless it is an error.
type resolved struct {
	path  string
	isDir bool
	err   error
}

// fewPaths is how many paths are not worth another worker.
const fewPaths = 256

// resolveAll resolves paths as seen from a folder: a pre-commit hook may name thousands
// of files.
func resolveAll(dir string, args []string) []resolved {
	all := make([]resolved, len(args))
	share := max((len(args)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0), fewPaths)
	var group sync.WaitGroup
	for start := 0; start < len(args); start += share {
		group.Go(func() {
			real := resolver{dir: dir, folders: make(map[string]string)}
			for i := start; i < min(start+share, len(args)); i++ {
				path, info, err := real.resolve(args[i])
				all[i] = resolved{path, err == nil && info.IsDir(), err}
			}
		})
	}
	group.Wait()
	return all
}

// A resolver makes paths absolute and free of links. It asks once for each folder.
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
	in, base := filepath.Split(path)
	if base == "" || base == "." || base == ".." { // a trailing slash asks for a folder
		info, err := os.Stat(path)
		if err == nil {
			path, err = r.folder(filepath.Clean(path))
		}
		return path, info, missing(arg, err)
	}
	around, err := r.spelled(in)
	if err != nil {
		return "", nil, missing(arg, err)
	}
	path, info, err := inside(around, base)
	return path, info, missing(arg, err)
}

// spelled is folder for one that is spelled in any way, with a separator at its end.
func (r *resolver) spelled(folder string) (string, error) {
	if real, ok := r.folders[folder]; ok {
		return real, nil
	}
	clean := filepath.Clean(folder)
	if len(folder) != len(clean)+1 { // it may lead through what is no folder, and out again
		if _, err := os.Stat(folder); err != nil {
			return "", err
		}
	}
	real, err := r.folder(clean)
	if err == nil {
		r.folders[folder] = real
	}
	return real, err
}

// folder returns a folder's absolute, clean path without links.
func (r *resolver) folder(path string) (string, error) {
	if path == filepath.Dir(path) {
		return path, nil
	}
	if real, ok := r.folders[path]; ok {
		return real, nil
	}
	around, err := r.folder(filepath.Dir(path))
	if err != nil {
		return "", err
	}
	found, _, err := inside(around, filepath.Base(path))
	if err == nil {
		r.folders[path] = found
	}
	return found, err
}

// inside returns the path without links of what a folder holds, and what that is.
// The folder's own path has no links.
func inside(folder, base string) (string, os.FileInfo, error) {
	path := filepath.Join(folder, base)
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return path, info, err
	}
	if info, err = os.Stat(path); err != nil {
		return "", nil, err
	}
	path, err = filepath.EvalSymlinks(path)
	return path, info, err
}

// missing says that an argument is no path that can be looked at, unless err is nil.
func missing(arg string, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s does not exist", arg)
	}
	return fmt.Errorf("%s: %w", arg, plain(err))
}
