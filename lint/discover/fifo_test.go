//go:build unix

package discover

import (
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestWalkOpensNoFIFO would hang if one were opened: nobody writes to it.
func TestWalkOpensNoFIFO(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	write(t, root, "a.py", "")
	for _, name := range []string{".env", "pipe", ".gitignore", "package.json"} {
		if err := syscall.Mkfifo(filepath.Join(root, name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	listener, err := net.Listen("unix", filepath.Join(root, "b.py"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	if err := os.Mkdir(filepath.Join(root, "out"), 0o700); err != nil {
		t.Fatal(err)
	}
	result := walk(t, os.DirFS(root), Options{})
	equal(t, "candidates", paths(result.Candidates), []string{"a.py"})
	equal(t, "skipped", reasons(result.Skipped), []string{
		".env: not a regular file", ".gitignore: not a regular file", "b.py: not a regular file", "package.json: not a regular file",
	})
}
