package discover

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Above returns the ignore files that lie outside of root, an absolute path, and
// hold in it, the weakest first: the text of git's global one (nil if there is
// none), then those of the repository that root lies in. These are the ignore
// files of the folders above, and, where `.git` is not a folder in root, the
// repository's `info/exclude`.
func Above(root string, global []byte) ([]IgnoreFile, error) {
	root = filepath.Clean(root)
	top, ok, err := repository(root)
	if err != nil {
		return nil, err
	}
	if !ok {
		top = root
	}
	files := make([]IgnoreFile, 0, 2)
	if len(global) > 0 {
		files = append(files, IgnoreFile{Text: global, Prefix: below(top, root)})
	}
	if !ok {
		return files, nil
	}
	git := filepath.Join(top, ".git")
	if common := commonDir(git); top != root || common != git {
		files, err = appendIgnores(files, filepath.Join(common, "info", "exclude"), below(top, root))
		if err != nil {
			return nil, err
		}
	}
	var between []string // folders from top to above root, the nearest first
	for folder := root; folder != top; {
		folder = filepath.Dir(folder)
		between = append(between, folder)
	}
	for _, folder := range slices.Backward(between) {
		files, err = appendIgnores(files, filepath.Join(folder, ".gitignore"), below(folder, root))
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// repository returns the nearest folder with a `.git`, from root upwards.
func repository(root string) (top string, ok bool, err error) {
	for folder := root; ; folder = filepath.Dir(folder) {
		_, err := os.Lstat(filepath.Join(folder, ".git"))
		switch {
		case err == nil:
			return folder, true, nil
		case !errors.Is(err, fs.ErrNotExist):
			return "", false, err
		case folder == filepath.Dir(folder):
			return "", false, nil
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
func appendIgnores(files []IgnoreFile, name, prefix string) ([]IgnoreFile, error) {
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return files, nil
	}
	return append(files, IgnoreFile{Text: text, Prefix: prefix}), err
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
	text, err := os.ReadFile(name)
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
