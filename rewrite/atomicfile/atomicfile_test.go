package atomicfile

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestReplace(t *testing.T) {
	t.Parallel()
	for name, texts := range map[string][2]string{
		"longer":  {"old", "the new text\r\n"},
		"shorter": {"the old text\n", "x"},
		"empty":   {"old", ""},
		"filled":  {"", "new"},
		"same":    {"old", "old"},
	} {
		dir, w := folder(t)
		path := filepath.Join(dir, "deep", "er", "é f.py")
		put(t, path, texts[0])
		if err := w.Replace("deep/er/é f.py", []byte(texts[0]), []byte(texts[1])); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := read(t, path); got != texts[1] {
			t.Errorf("%s: the file holds %q", name, got)
		}
		if left := names(t, filepath.Dir(path)); len(left) != 1 {
			t.Errorf("%s: the folder holds %q", name, left)
		}
	}
}

func TestReplaceKeepsPermissions(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such permissions")
	}
	dir, w := folder(t)
	for _, mode := range []fs.FileMode{0o600, 0o640, 0o644, 0o664, 0o666, 0o755, 0o777} {
		path := filepath.Join(dir, mode.String())
		put(t, path, "old")
		chmod(t, path, mode)
		if err := w.Replace(mode.String(), []byte("old"), []byte("new")); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil || info.Mode() != mode {
			t.Errorf("%v became %v (%v)", mode, info.Mode(), err)
		}
	}
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	const special = fs.ModeSetuid | fs.ModeSetgid
	tests := []struct {
		old          fs.FileMode
		owner, group bool
		want         fs.FileMode
	}{
		{0o755 | special, true, true, 0o755 | special},
		{0o755 | special, false, true, 0o755},
		{0o755 | special, true, false, 0o755},
		{0o640, true, false, 0o600},
		{0o664, true, false, 0o644},
		{0o640, false, true, 0o640},
		{0o604, true, false, 0o604},
	}
	for _, test := range tests {
		if got := permissions(test.old, test.owner, test.group); got != test.want {
			t.Errorf("permissions(%v, %v, %v) = %v, want %v", test.old, test.owner, test.group, got, test.want)
		}
	}
}

func TestReplaceRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, path string
		prepare    func(t *testing.T, dir string)
		want       error
	}{
		{"changed", "f", func(t *testing.T, dir string) { t.Helper(); put(t, filepath.Join(dir, "f"), "mine") }, ErrChanged},
		{"longer", "f", func(t *testing.T, dir string) { t.Helper(); put(t, filepath.Join(dir, "f"), "old and more") }, ErrChanged},
		{"shorter", "f", func(t *testing.T, dir string) { t.Helper(); put(t, filepath.Join(dir, "f"), "ol") }, ErrChanged},
		{"gone", "f", func(*testing.T, string) {}, fs.ErrNotExist},
		{"no folder", "no/f", func(*testing.T, string) {}, fs.ErrNotExist},
		{"read-only", "f", func(t *testing.T, dir string) {
			t.Helper()
			put(t, filepath.Join(dir, "f"), "old")
			chmod(t, filepath.Join(dir, "f"), 0o444)
		}, ErrReadOnly},
		{"folder", "f", func(t *testing.T, dir string) { t.Helper(); put(t, filepath.Join(dir, "f", "g"), "old") }, ErrIrregular},
		{"link", "f", func(t *testing.T, dir string) {
			t.Helper()
			put(t, filepath.Join(dir, "g"), "old")
			link(t, "g", filepath.Join(dir, "f"))
		}, ErrLink},
		{"link to nothing", "f", func(t *testing.T, dir string) { t.Helper(); link(t, "g", filepath.Join(dir, "f")) }, ErrLink},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir, w := folder(t)
			test.prepare(t, dir)
			before := tree(t, dir)
			err := w.Replace(test.path, []byte("old"), []byte("new"))
			var inPath *fs.PathError
			if !errors.Is(err, test.want) || !errors.As(err, &inPath) || inPath.Path != test.path {
				t.Errorf("error is %v, want %v", err, test.want)
			}
			if err := w.Check(test.path); !errors.Is(test.want, ErrChanged) && !errors.Is(err, test.want) || errors.Is(test.want, ErrChanged) && err != nil {
				t.Errorf("checking it says %v", err)
			}
			if after := tree(t, dir); after != before {
				t.Errorf("the folder became:\n%s\nfrom:\n%s", after, before)
			}
		})
	}
}

func TestReplaceStaysBelowTheRoot(t *testing.T) {
	t.Parallel()
	outside := t.TempDir()
	put(t, filepath.Join(outside, "f"), "old")
	dir, w := folder(t)
	link(t, outside, filepath.Join(dir, "out"))
	for _, path := range []string{"out/f", "../" + filepath.Base(outside) + "/f", filepath.ToSlash(filepath.Join(outside, "f"))} {
		if err := w.Replace(path, []byte("old"), []byte("new")); err == nil {
			t.Errorf("%s was written", path)
		}
	}
	if got := tree(t, outside); got != "f: old\n" {
		t.Errorf("outside there is now:\n%s", got)
	}
}

// TestReplaceLooksTwice changes the file after its replacement was written.
func TestReplaceLooksTwice(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(t *testing.T, path string){
		"written": func(t *testing.T, path string) { t.Helper(); put(t, path, "theirs") },
		"replaced": func(t *testing.T, path string) {
			t.Helper()
			put(t, path+".new", "theirs")
			if err := os.Rename(path+".new", path); err != nil {
				t.Fatal(err)
			}
		},
	} {
		dir, _ := folder(t)
		path := filepath.Join(dir, "f")
		put(t, path, "old")
		root := openRoot(t, dir)
		err := putFile(root, "f", []byte("new"), func() (fs.FileInfo, error) {
			change(t, path)
			return inspect(root, "f", []byte("old"))
		})
		if !errors.Is(err, ErrChanged) {
			t.Errorf("%s: error is %v", name, err)
		}
		if got := tree(t, dir); got != "f: theirs\n" {
			t.Errorf("%s: the folder holds:\n%s", name, got)
		}
	}
}

func TestClean(t *testing.T) {
	t.Parallel()
	dir, w := folder(t)
	random := strings.Repeat("A", 26)
	for _, name := range []string{
		"f", "sub/f", "sub/" + prefix + random + suffix, // not written to
		prefix + suffix, prefix + "notes" + suffix, prefix + random, "x" + prefix + random + suffix, // not ours
		prefix + random + suffix,
	} {
		put(t, filepath.Join(dir, name), "old")
	}
	link(t, "f", filepath.Join(dir, prefix+strings.Repeat("B", 26)+suffix))
	root := openRoot(t, dir)
	used, inUse, err := create(root, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	before := names(t, dir)
	if err := w.Replace("f", []byte("old"), []byte("new")); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, name := range before {
		if name != prefix+random+suffix {
			want = append(want, name)
		}
	}
	if got := names(t, dir); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the folder holds %q, want %q (of which %s is in use)", got, want, inUse)
	}
	if got := names(t, filepath.Join(dir, "sub")); len(got) != 2 {
		t.Errorf("a folder that was not written to holds %q", got)
	}
	if err := used.Close(); err != nil {
		t.Fatal(err)
	}
	// A process that another test starts shares the lock until it runs its program.
	text, err := "new", error(nil)
	for range 500 {
		if err := NewWriter(root).Replace("f", []byte(text), []byte(text+"er")); err != nil {
			t.Fatal(err)
		}
		text += "er"
		if _, err = os.Lstat(filepath.Join(dir, inUse)); err != nil {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s is still there when nobody uses it: %v", inUse, err)
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	dir, _ := folder(t)
	path := filepath.Join(dir, "report")
	for _, text := range []string{"first", "second, longer", "", "x"} {
		if err := Write(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got := tree(t, dir); got != "report: "+text+"\n" {
			t.Errorf("the folder holds:\n%s", got)
		}
	}
	link(t, "report", filepath.Join(dir, "link"))
	if err := Write(filepath.Join(dir, "link"), []byte("through")); err != nil {
		t.Fatal(err)
	}
	if got := tree(t, dir); got != "link -> report\nreport: through\n" {
		t.Errorf("the folder holds:\n%s", got)
	}
}

func TestAppend(t *testing.T) {
	t.Parallel()
	dir, _ := folder(t)
	path := filepath.Join(dir, "summary")
	for _, text := range []string{"first\n", "", "second"} {
		if err := Append(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if got := tree(t, dir); got != "summary: first\nsecond\n" {
		t.Errorf("the folder holds:\n%s", got)
	}
	var inPath *fs.PathError
	if err := Append(dir, []byte("new")); !errors.As(err, &inPath) || inPath.Path != dir {
		t.Errorf("error is %v", err)
	}
}

func TestWriteFails(t *testing.T) {
	t.Parallel()
	dir, _ := folder(t)
	link(t, "nothing", filepath.Join(dir, "link"))
	put(t, filepath.Join(dir, "sub", "f"), "old")
	for _, name := range []string{"link", "sub", "no/f", "sub/f/g"} {
		path := filepath.Join(dir, name)
		var inPath *fs.PathError
		if err := Write(path, []byte("new")); !errors.As(err, &inPath) || inPath.Path != path {
			t.Errorf("%s: error is %v", name, err)
		}
	}
	if got := tree(t, dir); got != "link -> nothing\nsub/f: old\n" {
		t.Errorf("the folder holds:\n%s", got)
	}
}

// folder returns an empty folder and a writer for it.
func folder(t *testing.T) (string, *Writer) {
	t.Helper()
	dir := t.TempDir()
	return dir, NewWriter(openRoot(t, dir))
}

// openRoot returns a root that is closed when the test ends.
func openRoot(t *testing.T, dir string) *os.Root {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := root.Close(); err != nil {
			t.Error(err)
		}
	})
	return root
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func chmod(t *testing.T, path string, mode fs.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, to, path string) {
	t.Helper()
	if err := os.Symlink(to, path); err != nil {
		t.Skip("this system lets nobody make links")
	}
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, entry := range entries {
		all = append(all, entry.Name())
	}
	return all
}

// tree describes everything below a folder.
func tree(t *testing.T, dir string) string {
	t.Helper()
	var b bytes.Buffer
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		b.WriteString(filepath.ToSlash(name))
		if entry.Type()&fs.ModeSymlink != 0 {
			to, _ := os.Readlink(path)
			b.WriteString(" -> " + to + "\n")
			return err
		}
		b.WriteString(": " + read(t, path) + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
