package main

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// cacheFaults are things wrong with a folder for the cache that a run has filled, in
// the folder "kept" beside a tree.
var cacheFaults = map[string]struct {
	make func(t *testing.T, top, kept string)
	line string // why it is none, if it is
}{
	"pipes for entries":   {entriesAs(func(name string) error { return syscall.Mkfifo(name, 0o600) }), ""},
	"sockets for entries": {entriesAs(func(name string) error { return syscall.Mknod(name, syscall.S_IFSOCK|0o600, 0) }), ""},
	"folders for entries": {entriesAs(func(name string) error { return os.MkdirAll(filepath.Join(name, "in"), 0o700) }), ""},
	"links to a device":   {entriesAs(func(name string) error { return os.Symlink("/dev/zero", name) }), ""},
	"links to a secret":   {entriesAs(func(name string) error { return os.Symlink("../outside/secret.py", name) }), ""},
	"loops for entries":   {entriesAs(func(name string) error { return os.Symlink(filepath.Base(name), name) }), ""},
	"a terabyte of nothing": {entriesAs(func(name string) error {
		return sparse(name, "", 1<<40)
	}), ""},
	"a terabyte that begins as an entry": {entriesAs(func(name string) error {
		return sparse(name, "regionlint cache 1\n", 1<<40)
	}), ""},
	"the largest entry that is none": {entriesAs(func(name string) error { return sparse(name, "", 255<<20) }), ""},
	"pipes, folders and links for temporaries, locks and marks": {func(t *testing.T, top, kept string) {
		t.Helper()
		put(t, filepath.Join(top, "root", "new.py"), "import boto3\n")
		name := func(i int) string {
			return filepath.Join(kept, ".regionlint-"+strings.Repeat(fmt.Sprint(i), 26)+".tmp")
		}
		must(t, syscall.Mkfifo(name(1), 0o600), os.MkdirAll(filepath.Join(name(2), "in"), 0o700), os.Symlink("/dev/zero", name(3)),
			os.Symlink("../outside/secret.py", name(4)), sparse(name(5), "", 1<<40),
			os.Remove(filepath.Join(kept, "CACHEDIR.TAG")), syscall.Mkfifo(filepath.Join(kept, "CACHEDIR.TAG"), 0o600),
			os.Remove(filepath.Join(kept, ".gitignore")), os.Symlink("../outside/secret.py", filepath.Join(kept, ".gitignore")))
	}, ""},
	"entries that others may write to": {func(t *testing.T, _, kept string) {
		t.Helper()
		for _, name := range kepts(t, kept) {
			must(t, os.Chmod(name, 0o666))
		}
	}, ""},
	"entries of somebody else's": {func(t *testing.T, _, kept string) {
		t.Helper()
		if os.Geteuid() != 0 {
			t.Skip("nobody else's file can be made")
		}
		for _, name := range kepts(t, kept) {
			must(t, os.Chmod(name, 0o644), os.Chown(name, 65534, 65534))
		}
	}, ""},
	"entries that may not be read": {func(t *testing.T, _, kept string) {
		t.Helper()
		for _, name := range kepts(t, kept) {
			must(t, os.Chmod(name, 0))
		}
	}, ""},
	"a read-only folder": {func(t *testing.T, top, kept string) {
		t.Helper()
		put(t, filepath.Join(top, "root", "new.py"), "import boto3\n")
		must(t, os.Chmod(kept, 0o500))
		t.Cleanup(func() { _ = os.Chmod(kept, 0o700) })
	}, ""},
	"a folder that may not be searched": {func(t *testing.T, _, kept string) {
		t.Helper()
		must(t, os.Chmod(kept, 0))
		t.Cleanup(func() { _ = os.Chmod(kept, 0o700) })
	}, "permission denied"},
	"a folder of somebody else's": {func(t *testing.T, _, kept string) {
		t.Helper()
		if os.Geteuid() != 0 {
			t.Skip("nobody else's folder can be made")
		}
		must(t, os.Chmod(kept, 0o755), os.Chown(kept, 65534, 65534))
	}, "others may write to it"},
	"a folder of a group's":  {func(t *testing.T, _, kept string) { t.Helper(); must(t, os.Chmod(kept, 0o770)) }, "others may write to it"},
	"a folder of everyone's": {func(t *testing.T, _, kept string) { t.Helper(); must(t, os.Chmod(kept, 0o1777)) }, "others may write to it"},
	"a pipe":                 {insteadOf(func(kept string) error { return syscall.Mkfifo(kept, 0o600) }), "not a directory"},
	"a file":                 {insteadOf(func(kept string) error { return os.WriteFile(kept, nil, 0o600) }), "not a directory"},
	"a device":               {insteadOf(func(kept string) error { return os.Symlink("/dev/null", kept) }), "not a directory"},
	"a loop":                 {insteadOf(func(kept string) error { return os.Symlink("kept", kept) }), "file exists"},
	"a link to the root":     {insteadOf(func(kept string) error { return os.Symlink("root", kept) }), "it is in %s, where whoever wrote the files may have written it too"},
	"a link into the root":   {insteadOf(func(kept string) error { return os.Symlink("root/.git", kept) }), "it is in %s, where whoever wrote the files may have written it too"},
}

// entriesAs puts something else in the place of every entry.
func entriesAs(replace func(name string) error) func(*testing.T, string, string) {
	return func(t *testing.T, _, kept string) {
		t.Helper()
		for _, name := range kepts(t, kept) {
			must(t, os.Remove(name), replace(name))
		}
	}
}

// insteadOf puts something else in the place of the folder.
func insteadOf(replace func(kept string) error) func(*testing.T, string, string) {
	return func(t *testing.T, _, kept string) {
		t.Helper()
		must(t, os.RemoveAll(kept), replace(kept))
	}
}

// kepts returns the entries of a cache.
func kepts(t *testing.T, kept string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(kept, "*.regionlint"))
	must(t, err)
	if len(names) == 0 {
		t.Fatal("nothing is kept")
	}
	return names
}

// sparse makes a file that takes no room on the disk, whatever its size.
func sparse(name, begin string, size int64) error {
	if err := os.WriteFile(name, []byte(begin), 0o600); err != nil {
		return err
	}
	return os.Truncate(name, size)
}

// TestCacheFaults runs with caches that something is wrong with. What is printed is
// what is printed without one, in no more time, and nothing else is written.
func TestCacheFaults(t *testing.T) {
	t.Parallel()
	for name, tt := range cacheFaults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			top, dir := faultyTree(t, fault{make: links()})
			kept := filepath.Join(top, "kept")
			run := func(args ...string) result {
				cmd := unprivileged(t, start(t, dir, args...))
				cmd.Env = append(cmd.Env, "REGIONLINT_CACHE_DIR="+kept)
				began := time.Now()
				r := finish(t, cmd)
				if spent := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(); spent > 2*time.Second {
					t.Errorf("%q: %v of the processor's time, in %v", args, spent, time.Since(began))
				}
				return r
			}
			run()
			tt.make(t, top, kept)
			before := listed(t, dir)
			want := run("--no-cache")
			for range 2 {
				if got := run(); got != want {
					t.Errorf("got %v, want %v", got, want)
				}
			}
			line := "cache: none, " + kept + ": " + strings.ReplaceAll(tt.line, "%s", dir) + "\n"
			if got := run("--verbose"); tt.line != "" && !strings.Contains(got.errout, line) {
				t.Errorf("it is not told why there is no cache: %s", got.errout)
			}
			if after := listed(t, dir); !maps.Equal(before, after) {
				t.Errorf("in the root there is %v, where there was %v", after, before)
			}
			if got := slurp(t, filepath.Join(top, "outside", "secret.py")); got != sound {
				t.Errorf("outside of the root there is %q now", got)
			}
		})
	}
}

// listed returns what is in a tree, and its type.
func listed(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := make(map[string]string)
	must(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		all[path] = fmt.Sprint(e.Type())
		return err
	}))
	return all
}

// TestCacheInTheRoot has the user, or a link of the repository, name a folder in the
// tree for the cache. It may be one that came with the tree, and whatever is written
// there is written into the tree.
func TestCacheInTheRoot(t *testing.T) {
	t.Parallel()
	for _, at := range []string{".", "", ".git", "kept", "kept/deep", "link", "link/kept", "out", "out/kept", "../root/kept", "sub/../kept", "../chain", "../chain/kept"} {
		t.Run(at, func(t *testing.T) {
			t.Parallel()
			top, dir := faultyTree(t, fault{make: links("link", ".", "out", "../outside", "../chain", "root/out/../outside")})
			must(t, os.Mkdir(filepath.Join(dir, "sub"), 0o755))
			staysOut(t, top, dir, at)
		})
	}
	t.Run("root in the repository", func(t *testing.T) {
		t.Parallel()
		top, dir := faultyTree(t, fault{make: links()})
		put(t, filepath.Join(dir, "sub", ".regionlint.yaml"), "root: true\n")
		put(t, filepath.Join(dir, "sub", "bad.py"), sound)
		staysOut(t, top, filepath.Join(dir, "sub"), "../kept")
	})
}

// staysOut fails if runs in a folder keep anything in another one, given from there.
func staysOut(t *testing.T, top, dir, at string) {
	t.Helper()
	before := listed(t, top)
	want := finish(t, start(t, dir, "--no-cache"))
	for _, folder := range slices.Compact([]string{at, filepath.Join(dir, at)}) {
		for range 2 {
			cmd := start(t, dir)
			cmd.Env = append(cmd.Env, "REGIONLINT_CACHE_DIR="+folder)
			if folder == "" { // as the user's own cache
				cmd.Env = append(cmd.Env, "XDG_CACHE_HOME="+dir)
			}
			if got := finish(t, cmd); got != want {
				t.Errorf("%q: got %v, want %v", folder, got, want)
			}
		}
	}
	if after := listed(t, top); !maps.Equal(before, after) {
		t.Errorf("there is %v, where there was %v", after, before)
	}
}
