package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// meanwhile calls a function over and over, each time with another number, until
// the one that is returned is called.
func meanwhile(t *testing.T, f func(n int)) (stop func()) {
	t.Helper()
	done := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-done:
				return
			default:
				f(n)
				time.Sleep(100 * time.Microsecond) // for those that work
			}
		}
	})
	return func() {
		close(done)
		group.Wait()
	}
}

// TestSwappedForLinks fixes a tree in which somebody swaps a folder and a file for
// links to the same outside, all the time.
func TestSwappedForLinks(t *testing.T) {
	t.Parallel()
	top, dir := faultyTree(t, fault{make: links()})
	outside := filepath.Join(top, "outside")
	put(t, filepath.Join(outside, "a.py"), sound)
	at := func(name string) string { return filepath.Join(dir, name) }
	must(t, os.Symlink(outside, at("link")), os.Symlink(filepath.Join(outside, "a.py"), at("link.py")))
	swaps := 0
	stop := meanwhile(t, func(n int) {
		swaps = n
		_ = os.MkdirAll(at("sub"), 0o755)
		_ = os.WriteFile(at("sub/a.py"), []byte(sound), 0o644)
		_ = os.WriteFile(at("a.py"), []byte(sound), 0o644)
		_, _ = os.Rename(at("sub"), at("real")), os.Rename(at("link"), at("sub"))
		_ = os.Rename(at("link.py"), at("a.py"))
		_, _ = os.Rename(at("sub"), at("link")), os.Rename(at("real"), at("sub"))
		_, _ = os.Remove(at("a.py")), os.Symlink(filepath.Join(outside, "a.py"), at("link.py"))
	})
	runs := often(10)
	for range runs {
		put(t, at("good.py"), sound)
		r := finish(t, start(t, dir, "--fix", "--unsafe-fixes"))
		told := make(map[string]bool)
		for line := range strings.Lines(r.errout) {
			if !strings.HasPrefix(line, "regionlint: ") || told[line] {
				t.Errorf("standard error has the line %q", line)
			}
			told[line] = true
		}
		if slurp(t, at("good.py")) != mended {
			t.Errorf("the sound file was not fixed: exit code %d, standard error %q", r.code, r.errout)
		}
	}
	stop()
	for _, name := range []string{"a.py", "secret.py"} {
		if got := slurp(t, filepath.Join(outside, name)); got != sound {
			t.Fatalf("%s, outside of the root, is %q now", name, got)
		}
	}
	if entries, err := os.ReadDir(outside); err != nil || len(entries) != 2 {
		t.Errorf("outside of the root there is %v now (%v)", entries, err)
	}
	t.Logf("%d runs, %d swaps", runs, swaps)
}

// TestChangingTree looks at a tree in which somebody adds, removes, renames and
// rewrites files and folders all the time.
func TestChangingTree(t *testing.T) {
	t.Parallel()
	_, dir := faultyTree(t, fault{make: links()})
	at := func(format string, n int) string { return filepath.Join(dir, fmt.Sprintf(format, n%7)) }
	stop := meanwhile(t, func(n int) {
		_ = os.MkdirAll(at("d%d/e", n), 0o755)
		_ = os.WriteFile(at("d%d/e/a.py", n), []byte(sound), 0o644)
		_ = os.WriteFile(at("d%d/.env", n), []byte(strings.Repeat("AWS_REGION=eu-west-1\n", n%500)), 0o644)
		_ = os.WriteFile(at("d%d/package.json", n), []byte("{}"), 0o644)
		_ = os.Rename(at("d%d/e/a.py", n+1), at("d%d/e/A.py", n+1))
		_ = os.Rename(at("d%d", n+2), at("D%d", n+2))
		_ = os.Rename(at("D%d", n+3), at("d%d", n+3))
		_ = os.Truncate(at("d%d/.env", n+4), int64(n%100))
		_ = os.RemoveAll(at("d%d", n+5))
		_ = os.Remove(at("d%d/e/A.py", n+6))
	})
	defer stop()
	commands := [][]string{{}, {"--output-format", "json"}, {"map"}, {"--diff", "--unsafe-fixes"}, {"--output-format", "sarif"}, {"trace", "good.py:2"}}
	failed := 0
	runs := often(12)
	for n := range runs {
		args := commands[n%len(commands)]
		r := finish(t, start(t, dir, args...))
		told := make(map[string]bool)
		for line := range strings.Lines(r.errout) {
			if !strings.HasPrefix(line, "regionlint: ") || told[line] {
				t.Errorf("%q: standard error has the line %q", args, line)
			}
			told[line] = true
		}
		if r.code == 2 {
			failed++
		}
		if !strings.Contains(r.out, "good.py") {
			t.Errorf("%q: nothing is said of the sound file: exit code %d, standard error %q", args, r.code, r.errout)
		}
	}
	t.Logf("%d runs, of which %d lacked something", runs, failed)
}

// TestHardLinks fixes files that have another name, in the root and outside.
func TestHardLinks(t *testing.T) {
	t.Parallel()
	top, dir := faultyTree(t, fault{make: links()})
	must(t, os.Link(filepath.Join(top, "outside", "secret.py"), filepath.Join(dir, "a.py")),
		os.Link(filepath.Join(dir, "good.py"), filepath.Join(dir, "b.py")))
	if r := finish(t, start(t, dir, "--fix", "--unsafe-fixes")); r.code != 0 {
		t.Errorf("exit code %d, standard error %q", r.code, r.errout)
	}
	for _, name := range []string{"a.py", "b.py", "good.py"} {
		if got := slurp(t, filepath.Join(dir, name)); got != mended {
			t.Errorf("%s is %q", name, got)
		}
	}
	if got := slurp(t, filepath.Join(top, "outside", "secret.py")); got != sound {
		t.Errorf("the name outside of the root has %q now", got)
	}
}
