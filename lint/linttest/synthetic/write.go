package synthetic

import (
	"os"
	"path/filepath"
)

// Write writes the tree to a folder, which must not exist: what was there would
// be measured too. It says that it is a repository, so that every tool obeys its
// ignore files.
func (t Tree) Write(root string) error {
	if err := os.Mkdir(root, 0o750); err != nil {
		return err
	}
	for name, text := range t.All() {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return err
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			return err
		}
	}
	return os.Mkdir(filepath.Join(root, ".git"), 0o750)
}
