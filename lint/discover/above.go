package discover

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/disk"
)

// Above returns the ignore files that lie outside of root, an absolute path, and
// hold in it, the weakest first: git's global one (without text if there is none),
// then those of the repository that root lies in. These are the ignore files of
// the folders above, and, where `.git` is not a folder in root, the repository's
// `info/exclude`. What cannot be read is among them, with the error.
func Above(root string, global IgnoreFile) []IgnoreFile {
	root = filepath.Clean(root)
	top, ok, err := repository(root)
	if !ok {
		top = root
	}
	files := make([]IgnoreFile, 0, 2)
	if len(global.Text) > 0 || global.Err != nil {
		global.Prefix = below(top, root)
		files = append(files, global)
	}
	if err != nil {
		return append(files, IgnoreFile{Path: top, Err: err})
	}
	if !ok {
		return files
	}
	git := filepath.Join(top, ".git")
	if common := commonDir(git); top != root || common != git {
		files = appendIgnores(files, filepath.Join(common, "info", "exclude"), below(top, root))
	}
	var between []string // folders from top to above root, the nearest first
	for folder := root; folder != top; {
		folder = filepath.Dir(folder)
		between = append(between, folder)
	}
	for _, folder := range slices.Backward(between) {
		files = appendIgnores(files, filepath.Join(folder, ".gitignore"), below(folder, root))
	}
	return files
}

// Outside is what an index outside of the tree says of it.
type Outside struct {
	// Paths are those in the tree, relative to its root, sorted.
	Paths []string
	// Unread says what could not be read, by its path in the system.
	Unread []Skip
}

// TrackedAbove returns what git tracks below root, an absolute path, where its index
// lies outside: root is a folder of a repository, or a worktree.
func TrackedAbove(root string) Outside {
	root = filepath.Clean(root)
	top, ok, err := repository(root)
	if !ok || err != nil { // the error is told with the ignore files
		return Outside{}
	}
	git := filepath.Join(top, ".git")
	if dir, ok := readPath(git, "gitdir: "); ok {
		git = dir
	} else if info, err := os.Stat(git); err != nil || !info.IsDir() || top == root {
		return Outside{}
	}
	paths, base, err := listed(func(base string) (entries, error) {
		text, err := disk.ReadFile(filepath.Join(git, base), maxIndex)
		if err != nil {
			return entries{}, err
		}
		found, ok := parsed(text)
		if !ok {
			return entries{}, errIndex
		}
		return found, nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return Outside{}
	}
	if err != nil {
		return Outside{Unread: []Skip{unread(filepath.Join(git, base), err)}}
	}
	if prefix := below(top, root); prefix != "" {
		paths = slices.DeleteFunc(paths, func(name string) bool { return !strings.HasPrefix(name, prefix+"/") })
		for i := range paths {
			paths[i] = paths[i][len(prefix)+1:]
		}
	}
	return Outside{Paths: paths}
}

// repository returns the nearest folder with a `.git`, from root upwards. The
// error says that what is in one of them cannot be known.
func repository(root string) (top string, ok bool, err error) {
	for folder := root; ; folder = filepath.Dir(folder) {
		_, err := os.Lstat(filepath.Join(folder, ".git"))
		switch {
		case err == nil:
			return folder, true, nil
		case !errors.Is(err, fs.ErrNotExist):
			return root, false, err
		case folder == filepath.Dir(folder):
			return root, false, nil
		}
	}
}

// below returns the path of root as seen from a folder above it, or "" for root
// itself.
func below(folder, root string) string {
	rest := strings.TrimPrefix(root, folder)
	return strings.Trim(filepath.ToSlash(rest), "/")
}

// appendIgnores appends an ignore file, if there is one.
func appendIgnores(files []IgnoreFile, name, prefix string) []IgnoreFile {
	text, err := disk.ReadFile(name, MaxSize)
	if errors.Is(err, fs.ErrNotExist) {
		return files
	}
	return append(files, IgnoreFile{Path: name, Text: text, Prefix: prefix, Err: err})
}

// commonDir returns the folder that a repository keeps what its worktrees have
// in common in. That is `.git` itself unless `.git` is a file, which names the
// folder of one worktree or submodule.
func commonDir(git string) string {
	dir, ok := readPath(git, "gitdir: ")
	if !ok {
		return git
	}
	if common, ok := readPath(filepath.Join(dir, "commondir"), ""); ok {
		return common
	}
	return dir
}

// readPath returns the path that a file holds behind a label; a relative one is
// relative to the folder of the file.
func readPath(name, label string) (string, bool) {
	text, err := disk.ReadFile(name, MaxSize)
	if err != nil {
		return "", false
	}
	to, ok := strings.CutPrefix(strings.TrimRight(string(text), "\r\n"), label)
	if !ok || to == "" {
		return "", false
	}
	if !filepath.IsAbs(to) {
		to = filepath.Join(filepath.Dir(name), to)
	}
	return to, true
}
