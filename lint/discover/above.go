package discover

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Above returns the ignore files of the repository that root, an absolute path,
// lies in, as far as they are outside of root, the weakest first: the ignore
// files of the folders above, and, where root's own `.git` is no folder or is
// further up, the repository's `info/exclude`. There are none if root lies in
// no repository. Git's global ignore file, which is weaker than all of them, is
// for the caller to find.
func Above(root string) ([]IgnoreFile, error) {
	var files []IgnoreFile
	add := func(name, folder string) error {
		text, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		prefix, relErr := filepath.Rel(folder, root)
		if err = errors.Join(err, relErr); err != nil {
			return err
		}
		if prefix == "." {
			prefix = ""
		}
		files = append(files, IgnoreFile{Text: text, Prefix: filepath.ToSlash(prefix)})
		return nil
	}
	for folder := root; ; folder = filepath.Dir(folder) {
		if folder != root {
			if err := add(filepath.Join(folder, ".gitignore"), folder); err != nil {
				return nil, err
			}
		}
		info, err := os.Lstat(filepath.Join(folder, ".git"))
		switch {
		case err == nil && info.IsDir() && folder == root:
			return nil, nil // a walk finds all that there is
		case err == nil:
			err = add(filepath.Join(commonDir(filepath.Join(folder, ".git")), "info", "exclude"), folder)
			slices.Reverse(files)
			return files, err
		case !errors.Is(err, fs.ErrNotExist):
			return nil, err
		case folder == filepath.Dir(folder):
			return nil, nil
		}
	}
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
