package rewrite

import (
	"io/fs"
	"os"
	"testing"
	"testing/fstest"
)

func TestWith(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, tree(map[string]string{"a/b": "old", "a/d": "d", "e": "e"})); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a/b", "a/c", "f"} {
		with := With(os.DirFS(dir), name, []byte("new"))
		if err := fstest.TestFS(with, "a/b", "a/d", "e", name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got, err := fs.ReadFile(with, name); err != nil || string(got) != "new" {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
	if err := fstest.TestFS(With(os.DirFS(dir), "no/folder", nil), "a/b", "a/d", "e"); err != nil {
		t.Error(err)
	}
}
