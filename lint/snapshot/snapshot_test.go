package snapshot_test

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/regionlint/regionlint/lint/pack"
	"github.com/regionlint/regionlint/lint/snapshot"
)

// lookAround lists all folders of a tree, asks for the size of every file, reads
// those named *.py and the first two bytes of those named *.md, and looks for one
// that is missing.
func lookAround(t *testing.T, fsys fs.FS) {
	t.Helper()
	if _, err := fs.Stat(fsys, "."); err != nil {
		t.Fatal(err)
	}
	var folder func(name string)
	folder = func(name string) {
		entries, _ := fs.ReadDir(fsys, name) // errors are noted, too
		for _, e := range entries {
			inner := filepath.ToSlash(filepath.Join(name, e.Name()))
			switch {
			case e.IsDir() && e.Name() != "skipped":
				folder(inner)
			case e.Name() == "linked": // below
			case e.Type()&fs.ModeSymlink != 0:
				_, _ = fs.Lstat(fsys, inner)
				_, _ = fs.ReadLink(fsys, inner)
			case e.Type().IsRegular():
				file(fsys, inner, e)
			}
		}
	}
	folder(".")
	if _, err := fs.ReadFile(fsys, "skipped/deep/missing"); err == nil {
		t.Fatal("the missing file is there")
	}
	_, _ = fs.ReadFile(fsys, "skipped/deep/read")
	_, _ = fs.ReadFile(fsys, "linked")
}

func file(fsys fs.FS, name string, e fs.DirEntry) {
	_, _ = e.Info()
	switch filepath.Ext(name) {
	case ".py":
		_, _ = fs.ReadFile(fsys, name)
	case ".ts":
		if r, ok := fsys.(*snapshot.Recorder); ok {
			for _, question := range []string{"word", "whole"} {
				_, _ = r.Glance(name, question, func(text []byte) (string, bool) { return answer(question, text) })
			}
		}
	case ".js", ".mjs":
		if r, ok := fsys.(*snapshot.Recorder); ok {
			_, _ = r.Look(name, "whole", func(text []byte) (string, bool) { return answer("whole", text) })
			r.State(name, "word", "true")
		}
		if filepath.Ext(name) == ".mjs" {
			_, _ = fs.ReadFile(fsys, name)
		}
	case ".md":
		if f, err := fsys.Open(name); err == nil {
			_, _ = io.ReadFull(f, make([]byte, 2))
			_ = f.Close()
		}
	case ".yaml":
		if f, err := fsys.Open(name); err == nil {
			_, _ = io.ReadAll(io.LimitReader(f, 100))
			_ = f.Close()
		}
	}
}

func newTree(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.py": "a = 1\n", "b/c.py": "c = 1\n", "b/notes.md": "notes\n", "b/d/data.txt": "data", "conf.yaml": "x: 1\n", "long.yaml": "",
		"few.ts": "word", "all.ts": "whole 1", "stated.js": "whole word 1", "stated.mjs": "whole word 1",
		"skipped/x.py": "x = 1\n", "skipped/deep/read": "r",
	} {
		put(t, filepath.Join(dir, name), text)
	}
	put(t, filepath.Join(dir, "long.yaml"), string(make([]byte, 200)))
	for name, to := range map[string]string{"link": "a.py", "linked": "skipped/deep/read"} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skip("no links here: ", err)
		}
	}
	return dir
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func take(t *testing.T, dir string, now time.Time) *snapshot.Snapshot {
	t.Helper()
	r := snapshot.NewRecorder(view(t, dir, now))
	lookAround(t, r)
	s, ok := r.Snapshot()
	if !ok {
		t.Fatal("there is no snapshot")
	}
	var again snapshot.Snapshot
	must(t, pack.Unpack(string(pack.Pack(s.Code)), again.Code))
	return &again
}

// view looks at a tree with one limit, and asks texts whether they hold words.
func view(t *testing.T, dir string, now time.Time) snapshot.View {
	t.Helper()
	tree := open(t, dir)
	return snapshot.View{
		FS: tree, Dir: dir, Now: now, Limits: []int64{8},
		Read: func(name string, use func([]byte)) error {
			text, err := fs.ReadFile(tree, name)
			if err == nil {
				use(text)
			}
			return err
		},
		Answer: answer,
	}
}

func answer(question string, text []byte) (answer string, whole bool) {
	holds := strings.Contains(string(text), question)
	return fmt.Sprint(holds), question == "whole" && holds
}

func open(t *testing.T, dir string) fs.FS {
	t.Helper()
	root, err := os.OpenRoot(dir)
	must(t, err)
	t.Cleanup(func() { _ = root.Close() })
	return root.FS()
}

func TestCompare(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(t *testing.T, dir string)
		want   []string
	}{
		{"nothing", func(*testing.T, string) {}, nil},
		{"edit", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/a.py", "a = 12\n") }, []string{"a.py"}},
		{"edit of the same size", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/a.py", "a = 2\n") }, []string{"a.py"}},
		{"edit with the old time", func(t *testing.T, dir string) {
			t.Helper()
			info, err := os.Stat(dir + "/a.py")
			must(t, err)
			put(t, dir+"/a.py", "a = 2\n")
			must(t, os.Chtimes(dir+"/a.py", info.ModTime(), info.ModTime()))
		}, []string{"a.py"}},
		{"replaced by the same", func(t *testing.T, dir string) {
			t.Helper()
			put(t, dir+"/b/new", "c = 1\n")
			must(t, os.Rename(dir+"/b/new", dir+"/b/c.py"))
		}, nil},
		{"touch", func(t *testing.T, dir string) {
			t.Helper()
			must(t, os.Chtimes(dir+"/a.py", time.Now(), time.Now()))
		}, nil},
		{"new file", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/b/e.py", "") }, []string{"b"}},
		{"new folder", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/b/e/f", "") }, []string{"b"}},
		{"rename", func(t *testing.T, dir string) {
			t.Helper()
			must(t, os.Rename(dir+"/b/c.py", dir+"/b/x.py"))
		}, []string{"b", "b/c.py"}},
		{"delete", func(t *testing.T, dir string) {
			t.Helper()
			must(t, os.Remove(dir+"/a.py"))
		}, []string{".", "a.py"}},
		{"size beyond a limit", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/b/d/data.txt", "more data") }, []string{"b/d/data.txt"}},
		{"size below a limit", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/b/d/data.txt", "datadata") }, nil},
		{"the same answers", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/few.ts", "a word") }, nil},
		{"another answer", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/few.ts", "ward") }, []string{"few.ts"}},
		{"all matters", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/all.ts", "whole 2") }, []string{"all.ts"}},
		{"all matters from now on", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/few.ts", "whole") }, []string{"few.ts"}},
		{"the same is stated", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/stated.js", "another word") }, nil},
		{"something else is stated", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/stated.js", "whole 1 and 2") }, []string{"stated.js"}},
		{"not all that matters is stated", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/stated.mjs", "whole word 2") }, []string{"stated.mjs"}},
		{"text that was not read", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/b/d/data.txt", "atad") }, nil},
		{"rest that was not read", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/b/notes.md", "noted\n") }, nil},
		{"beginning that was read", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/b/notes.md", "motes\n") }, []string{"b/notes.md"}},
		{"read in pieces", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/conf.yaml", "x: 2\n") }, []string{"conf.yaml"}},
		{"behind a limit", func(t *testing.T, dir string) {
			t.Helper()
			put(t, dir+"/long.yaml", string(make([]byte, 199))+"x")
		}, nil},
		{"where nobody looked", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/skipped/x.py", "x") }, nil},
		{"no longer missing", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/skipped/deep/missing", "") }, []string{"skipped/deep/missing"}},
		{"link elsewhere", func(t *testing.T, dir string) {
			t.Helper()
			must(t, os.Remove(dir+"/link"))
			must(t, os.Symlink("b/c.py", dir+"/link"))
		}, []string{"link"}},
		{"file for a link", func(t *testing.T, dir string) {
			t.Helper()
			must(t, os.Remove(dir+"/link"))
			put(t, dir+"/link", "a = 1\n")
		}, []string{".", "link"}},
		{"read through a link", func(t *testing.T, dir string) { t.Helper(); put(t, dir+"/skipped/deep/read", "R") }, []string{"linked", "skipped/deep/read"}},
		{"folder moved out and linked to", func(t *testing.T, dir string) {
			t.Helper()
			out := t.TempDir() + "/deep"
			must(t, os.Rename(dir+"/skipped/deep", out))
			must(t, os.Symlink(out, dir+"/skipped/deep"))
		}, []string{"linked", "skipped/deep", "skipped/deep/missing", "skipped/deep/read"}},
		{"unreadable", func(t *testing.T, dir string) {
			t.Helper()
			if os.Geteuid() == 0 {
				t.Skip("root reads everything")
			}
			must(t, os.Chmod(dir+"/a.py", 0))
		}, []string{"a.py"}},
	}
	for _, test := range tests {
		for _, settled := range []bool{false, true} {
			t.Run(test.name, func(t *testing.T) {
				t.Parallel()
				dir := newTree(t)
				now := time.Now()
				if settled { // what was just written counts as old, so that stamps decide
					now = now.Add(time.Hour)
				}
				s := take(t, dir, now)
				time.Sleep(20 * time.Millisecond) // the clock of a file system may be as coarse as that
				test.change(t, dir)
				got, err := s.Compare(t.Context(), view(t, dir, now), 2)
				must(t, err)
				// By its stamp a file is the same behind a link to its folder, which is not.
				by := func(path string) bool {
					return settled && test.name == "folder moved out and linked to" && path == "skipped/deep/read"
				}
				if want := slices.DeleteFunc(slices.Clone(test.want), by); !slices.Equal(got.Changed, want) {
					t.Errorf("settled %v: changed are %q, want %q", settled, got.Changed, want)
				}
			})
		}
	}
}

// What was written a moment ago is compared by what it holds; once it is old,
// that is not done again.
func TestCompareRenews(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" && runtime.GOOS != "darwin" {
		t.Skip("everything is compared by what it holds here")
	}
	dir := newTree(t)
	now := time.Now()
	s := take(t, dir, now)
	for i, want := range []bool{false, true, false} {
		later := now.Add(time.Duration(i) * time.Minute)
		c, err := s.Compare(t.Context(), view(t, dir, later), 1)
		must(t, err)
		if c.Renewed != want || len(c.Changed) > 0 {
			t.Errorf("look %d: renewed %v, want %v; changed %q", i, c.Renewed, want, c.Changed)
		}
		s = c.Now
	}
}

func TestNoSnapshotOfWhatMoves(t *testing.T) {
	t.Parallel()
	for name, look := range map[string]func(t *testing.T, dir string, fsys fs.FS){
		"read twice": func(t *testing.T, dir string, fsys fs.FS) {
			t.Helper()
			_, _ = fs.ReadFile(fsys, "a.py")
			put(t, dir+"/a.py", "a = 2 + 1\n")
			_, _ = fs.ReadFile(fsys, "a.py")
		},
		"gone": func(t *testing.T, dir string, fsys fs.FS) {
			t.Helper()
			_, _ = fs.ReadDir(fsys, ".")
			must(t, os.Remove(dir+"/a.py"))
			_, _ = fs.ReadDir(fsys, ".")
		},
		"asked for more": func(t *testing.T, _ string, fsys fs.FS) {
			t.Helper()
			f, err := fsys.Open("a.py")
			must(t, err)
			_, err = f.Stat()
			must(t, err)
			must(t, f.Close())
		},
		"still open": func(t *testing.T, _ string, fsys fs.FS) {
			t.Helper()
			_, err := fsys.Open("a.py")
			must(t, err)
		},
		"through a link": func(t *testing.T, _ string, fsys fs.FS) {
			t.Helper()
			_, err := fs.Stat(fsys, "link")
			must(t, err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := newTree(t)
			r := snapshot.NewRecorder(view(t, dir, time.Now()))
			look(t, dir, r)
			if _, ok := r.Snapshot(); ok {
				t.Error("there is a snapshot")
			}
		})
	}
}
