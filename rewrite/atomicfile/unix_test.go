//go:build unix

package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func TestReplaceKeepsTheOwner(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	dir, w := folder(t)
	path := filepath.Join(dir, "f")
	put(t, path, "old")
	if err := os.Chown(path, 1234, 5678); err != nil {
		t.Skip(err) // a container without the right to
	}
	chmod(t, path, 0o640)
	if err := w.Replace("f", []byte("old"), []byte("new")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	got, ok := info.Sys().(*syscall.Stat_t)
	if !ok || got.Uid != 1234 || got.Gid != 5678 || info.Mode() != 0o640 {
		t.Errorf("the file is %+v now, with %v", got, info.Mode())
	}
}

// TestReplaceDoesNotWaitForPipes would hang if it did.
func TestReplaceDoesNotWaitForPipes(t *testing.T) {
	t.Parallel()
	dir, w := folder(t)
	for _, name := range []string{"pipe", prefix + "AAAAAAAAAAAAAAAAAAAAAAAAAA" + suffix} {
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Replace("pipe", nil, []byte("new")); !errors.Is(err, ErrIrregular) {
		t.Errorf("error is %v", err)
	}
	if got := names(t, dir); len(got) != 2 {
		t.Errorf("the folder holds %q", got)
	}
}

func TestWriteToPipe(t *testing.T) {
	t.Parallel()
	dir, _ := folder(t)
	path := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(path, 0o666); err != nil {
		t.Fatal(err)
	}
	got := make(chan string, 1)
	go func() {
		text, _ := os.ReadFile(path)
		got <- string(text)
	}()
	if err := Write(path, []byte("report")); err != nil {
		t.Fatal(err)
	}
	select {
	case text := <-got:
		if text != "report" {
			t.Errorf("the reader got %q", text)
		}
	case <-time.After(10 * time.Second):
		t.Error("the reader got nothing")
	}
	if info, err := os.Lstat(path); err != nil || info.Mode()&fs.ModeNamedPipe == 0 {
		t.Errorf("it is no pipe any more: %v", info)
	}
}

func TestWriteKeepsPermissions(t *testing.T) {
	t.Parallel()
	dir, _ := folder(t)
	path := filepath.Join(dir, "report")
	put(t, path, "old")
	chmod(t, path, 0o602)
	if err := Write(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o602 {
		t.Errorf("permissions are %v (%v)", info.Mode(), err)
	}
}
