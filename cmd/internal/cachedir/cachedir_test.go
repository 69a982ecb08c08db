package cachedir_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/regionlint/regionlint/cmd/internal/cachedir"
)

func open(t *testing.T, dir string, limit int64) *cachedir.Folder {
	t.Helper()
	f, err := cachedir.Open(dir, limit, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func save(f *cachedir.Folder, name string, data []byte) {
	f.Save(name, func(to io.Writer) error {
		_, err := to.Write(data)
		return err
	})
}

func expect(t *testing.T, f *cachedir.Folder, name, want string) {
	t.Helper()
	got, ok := f.Load(name)
	if got != want || ok != (want != "") {
		t.Errorf("%s holds %.40q (%v), want %.40q", name, got, ok, want)
	}
}

func entries(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.regionlint"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestLoadGivesWhatWasSaved(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a", "b")
	f := open(t, dir, cachedir.Limit)
	expect(t, f, "x", "")
	save(f, "x", []byte("one"))
	save(f, "y", []byte("two"))
	expect(t, f, "x", "one")
	save(f, "x", []byte("three\n"))
	expect(t, f, "x", "three\n")
	expect(t, open(t, dir, cachedir.Limit), "y", "two")
	if runtime.GOOS == "windows" {
		return
	}
	for _, name := range append(entries(t, dir), dir) {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("others may look at %s: %v %v", name, info.Mode(), err)
		}
	}
}

func TestBrokenEntriesAreNone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := open(t, dir, cachedir.Limit)
	save(f, "x", []byte("data of some length"))
	name := entries(t, dir)[0]
	good, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, data []byte) {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 0x20
		write(name, bad)
		expect(t, f, "x", "")
		write(name, good[:i])
		expect(t, f, "x", "")
	}
	write(name, append(bytes.Clone(good), 0))
	expect(t, f, "x", "")
	write(strings.Replace(name, "x.", "y.", 1), good)
	expect(t, f, "y", "") // it is another one's
	save(f, "x", []byte("new"))
	expect(t, f, "x", "new")
}

func TestSaveLetsGoOfTheOldest(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := open(t, dir, 1_000)
	now := time.Now()
	for i := range 6 {
		name := fmt.Sprintf("entry%d", i)
		save(f, name, bytes.Repeat([]byte{'x'}, 200))
		at := now.Add(time.Duration(i-100) * time.Hour)
		if err := os.Chtimes(filepath.Join(dir, name+".regionlint"), at, at); err != nil {
			t.Fatal(err)
		}
		if i == 2 { // which makes it the one that was of use last
			expect(t, f, "entry0", strings.Repeat("x", 200))
		}
	}
	var kept []string
	for _, name := range entries(t, dir) {
		kept = append(kept, filepath.Base(name))
	}
	if got := strings.Join(kept, " "); got != "entry0.regionlint entry4.regionlint entry5.regionlint" {
		t.Errorf("kept are %s", got)
	}
	save(f, "huge", make([]byte, 2_000))
	expect(t, f, "huge", "")
	expect(t, f, "entry5", strings.Repeat("x", 200))
}

func TestOthersFilesStay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), make([]byte, 5_000), 0o600); err != nil {
		t.Fatal(err)
	}
	f := open(t, dir, 500)
	save(f, "x", []byte("x"))
	expect(t, f, "x", "x")
	if _, err := os.Stat(filepath.Join(dir, "notes.txt")); err != nil {
		t.Error(err)
	}
	// Backups leave out what is marked.
	if _, err := os.Stat(filepath.Join(dir, "CACHEDIR.TAG")); err == nil {
		t.Error("somebody else's files are marked as a cache")
	}
}

func TestNoCacheInAFolderOfOthers(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("permissions say nothing here")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := cachedir.Open(dir, cachedir.Limit, time.Now()); err == nil {
		t.Error("everybody may write to it, and it is used")
	}
	if _, err := cachedir.Open("/dev/null/cache", cachedir.Limit, time.Now()); err == nil {
		t.Error("there can be no such folder")
	}
}

func TestSharedByManyRuns(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var group sync.WaitGroup
	for worker := range 4 {
		f := open(t, dir, cachedir.Limit)
		group.Go(func() {
			for i := range 25 {
				save(f, "x", bytes.Repeat([]byte{byte('a' + worker)}, 1_000+i*1_000))
				got, ok := f.Load("x")
				if !ok || strings.Trim(got, got[:1]) != "" {
					t.Errorf("the entry holds %d bytes that nobody saved (%v)", len(got), ok)
				}
			}
		})
	}
	group.Wait()
}

// TestKilled lets processes save the same entry and kills them while they do.
func TestKilled(t *testing.T) {
	t.Parallel()
	if dir := os.Getenv("CACHEDIR_TEST_SAVE"); dir != "" {
		f := open(t, dir, cachedir.Limit)
		fmt.Println("ready")
		for i := 0; ; i++ {
			save(f, "x", bytes.Repeat([]byte{byte('a' + i%26)}, 1<<20))
		}
	}
	dir := t.TempDir()
	f := open(t, dir, cachedir.Limit)
	save(f, "x", []byte("x"))
	for i := range 10 {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilled$")
		cmd.Env = append(os.Environ(), "CACHEDIR_TEST_SAVE="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := out.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(i) * 3 * time.Millisecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // it was killed
		got, ok := f.Load("x")
		if !ok || strings.Trim(got, got[:1]) != "" {
			t.Fatalf("after %d kills the entry holds %d bytes (%v)", i+1, len(got), ok)
		}
	}
	save(f, "x", []byte("y"))
	expect(t, f, "x", "y")
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 3 { // the entry and two marks
		t.Errorf("left are %v (%v)", left, err)
	}
}
