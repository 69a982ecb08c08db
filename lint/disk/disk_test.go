//go:build unix

package disk_test

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/regionlint/regionlint/lint/disk"
)

const limit = 4 << 10

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func below(t *testing.T, dir string) fs.FS {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	return disk.FS(root, func(string) int64 { return limit })
}

func TestFS(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, filepath.Join(dir, "a", "b.py"), "text")
	put(t, filepath.Join(dir, "c.py"), "")
	if err := fstest.TestFS(below(t, dir), "a/b.py", "c.py"); err != nil {
		t.Error(err)
	}
}

// TestTraps would hang, or fill the memory, if one of them were read.
func TestTraps(t *testing.T) {
	t.Parallel()
	outside := t.TempDir()
	put(t, filepath.Join(outside, "secret"), "hunter2")
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	put(t, at("good"), strings.Repeat("x", limit))
	put(t, at("large"), strings.Repeat("x", limit+1))
	sparse, err := os.Create(at("sparse"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(sparse.Truncate(1<<40), sparse.Close(), syscall.Mkfifo(at("pipe"), 0o666)); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("unix", at("s"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	for name, target := range map[string]string{
		"within": "good", "loop": "loop", "pipe2": "pipe", "zero": "/dev/zero", "out": filepath.Join(outside, "secret"), "up": "..",
	} {
		if err := os.Symlink(target, at(name)); err != nil {
			t.Fatal(err)
		}
	}
	tree := below(t, dir)
	for _, tt := range []struct {
		name        string
		tree, alone error // nil if it is read
	}{
		{"good", nil, nil},
		{"within", nil, nil},
		{"large", disk.ErrSize, disk.ErrSize},
		{"sparse", disk.ErrSize, disk.ErrSize},
		{"pipe", disk.ErrIrregular, disk.ErrIrregular},
		{"pipe2", disk.ErrIrregular, disk.ErrIrregular},
		{"s", syscall.ENXIO, disk.ErrIrregular},
		{"loop", syscall.ELOOP, syscall.ELOOP},
		{"none", fs.ErrNotExist, fs.ErrNotExist},
		{".", syscall.EISDIR, syscall.EISDIR},
		{"zero", errEscapes, disk.ErrIrregular},
		{"out", errEscapes, nil}, // links are for the user to set there
		{"up", errEscapes, syscall.EISDIR},
	} {
		text, err := fs.ReadFile(tree, tt.name)
		if !is(err, tt.tree) || err != nil && len(text) > 0 {
			t.Errorf("%s below the root: %d bytes and the error %v", tt.name, len(text), err)
		}
		if text, err = disk.ReadFile(at(tt.name), limit); !is(err, tt.alone) || err != nil && len(text) > 0 {
			t.Errorf("%s: %d bytes and the error %v", tt.name, len(text), err)
		}
		if tt.tree == nil || errors.Is(tt.tree, disk.ErrSize) || errors.Is(tt.tree, syscall.EISDIR) {
			continue
		}
		if f, err := tree.Open(tt.name); err == nil {
			t.Errorf("%s was opened (%v)", tt.name, f.Close())
		}
	}
	if text, err := disk.ReadFile(os.DevNull, limit); len(text) > 0 || err != nil {
		t.Errorf("the null device gave %q and the error %v", text, err)
	}
}

// errEscapes stands for the error of [os.Root], which has no name.
var errEscapes = errors.New("path escapes from parent")

func is(err, want error) bool {
	return errors.Is(err, want) || errors.Is(want, errEscapes) && err != nil && strings.Contains(err.Error(), want.Error())
}

// TestDeepFolder lists a folder with a path that is longer than some systems take.
func TestDeepFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	deep := strings.Repeat(strings.Repeat("d", 100)+"/", 8)
	put(t, filepath.Join(dir, deep, "a.py"), "text")
	if err := errors.Join(os.Mkdir(filepath.Join(dir, deep, "b"), 0o700), os.Symlink("a.py", filepath.Join(dir, deep, "c"))); err != nil {
		t.Fatal(err)
	}
	tree := below(t, dir)
	entries, err := fs.ReadDir(tree, strings.TrimSuffix(deep, "/"))
	if err != nil || len(entries) != 3 {
		t.Fatalf("%d entries and the error %v", len(entries), err)
	}
	for _, e := range entries {
		want, err := os.Lstat(filepath.Join(dir, deep, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		if got.Name() != want.Name() || got.Size() != want.Size() || got.Mode() != want.Mode() || !got.ModTime().Equal(want.ModTime()) || got.IsDir() != want.IsDir() {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

// TestEntries asks entries about themselves, while their folder is open and when it
// was closed for others.
func TestEntries(t *testing.T) {
	t.Parallel()
	const others = 100 // more than are kept open
	dir := t.TempDir()
	put(t, filepath.Join(dir, "a", "b", "c.py"), "text")
	if err := errors.Join(os.Mkdir(filepath.Join(dir, "a", "b", "d"), 0o700), os.Symlink("c.py", filepath.Join(dir, "a", "b", "e"))); err != nil {
		t.Fatal(err)
	}
	for i := range others {
		put(t, filepath.Join(dir, "others", strconv.Itoa(i), "f.py"), "text")
	}
	tree := below(t, dir)
	entries, err := fs.ReadDir(tree, "a/b")
	if err != nil || len(entries) != 3 {
		t.Fatalf("%d entries and the error %v", len(entries), err)
	}
	check := func() {
		t.Helper()
		for _, e := range entries {
			want, err := os.Lstat(filepath.Join(dir, "a", "b", e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			got, err := e.Info()
			if err != nil {
				t.Fatal(err)
			}
			if got.Name() != want.Name() || got.Size() != want.Size() || got.Mode() != want.Mode() || !got.ModTime().Equal(want.ModTime()) {
				t.Errorf("got %v, want %v", got, want)
			}
		}
	}
	check()
	for i := range others {
		if _, err := fs.ReadFile(tree, path.Join("others", strconv.Itoa(i), "f.py")); err != nil {
			t.Fatal(err)
		}
	}
	check()
	if err := os.Remove(filepath.Join(dir, "a", "b", "c.py")); err != nil {
		t.Fatal(err)
	}
	if info, err := entries[0].Info(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is gone is told to be %v, with the error %v", info, err)
	}
}
