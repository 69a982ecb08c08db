package discover

import (
	"bytes"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// tracking makes a repository of files whose texts are their names but for
// `.gitignore`, and returns its folder and a function that runs git in it.
func tracking(t *testing.T, format, ignores string, files ...string) (root string, git func(args ...string) string) {
	t.Helper()
	program, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not installed, and writes the index")
	}
	root = t.TempDir()
	git = func(args ...string) string {
		t.Helper()
		cmd := exec.Command(program, args...)
		cmd.Dir = root
		cmd.Env = []string{"HOME=" + root, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull, "PATH=" + os.Getenv("PATH")}
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("git %s: %v\n%s", args, err, &stderr)
		}
		return string(out)
	}
	git("init", "-q", "--object-format="+format, ".")
	for _, name := range append(files, ".gitignore") {
		text := name
		if name == ".gitignore" {
			text = ignores
		}
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root, git
}

// TestTracked adds files that the ignore file names, in every form that git gives
// its index.
func TestTracked(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, format string
		after        [][]string
	}{
		{"version 2", "sha1", nil},
		{"version 3", "sha1", [][]string{{"update-index", "--skip-worktree", "lib/a.py"}}},
		{"version 4", "sha1", [][]string{{"update-index", "--index-version", "4"}}},
		{"longer hashes", "sha256", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			root, git := tracking(t, tt.format, "lib/\n*.js\n.env\n",
				"b.py", "lib/a.py", "lib/b.py", "lib/x/c.py", "lib/y/d.py", "lib/.env", "lib/venv/pyvenv.cfg", "lib/venv/e.py",
				"a.js", "b.js", ".env", "w/.env")
			git("add", "b.py")
			git("add", "-f", "lib/a.py", "lib/x/c.py", "lib/venv/e.py", "b.js", "w/.env")
			for _, args := range tt.after {
				git(args...)
			}
			found := walk(t, os.DirFS(root), Options{})
			want := []string{".env", "b.js", "b.py", "lib/a.py", "lib/x/c.py", "w/.env"}
			equal(t, "candidates", paths(found.Candidates), want)
			for _, c := range found.Candidates {
				if c.Ignored != (c.Path == ".env") {
					t.Errorf("%s: Ignored is %t", c.Path, c.Ignored)
				}
			}
		})
	}
}

// TestTrackedNamed names an ignored folder: what is in it is listed as before.
func TestTrackedNamed(t *testing.T) {
	t.Parallel()
	root, git := tracking(t, "sha1", "lib/\n", "lib/a.py", "lib/b.py", "lib/x/c.py")
	git("add", "-f", "lib/a.py")
	equal(t, "of a folder", paths(walk(t, os.DirFS(root), Options{Named: []string{"lib"}}).Candidates), []string{"lib/a.py", "lib/b.py", "lib/x/c.py"})
	equal(t, "of a file", paths(walk(t, os.DirFS(root), Options{Named: []string{"lib/b.py"}}).Candidates), []string{"lib/a.py", "lib/b.py"})
	equal(t, "excluded", paths(walk(t, os.DirFS(root), Options{Exclude: []string{"lib"}}).Candidates), nil)
}

// TestBrokenIndex has walks go on with the ignore files alone.
func TestBrokenIndex(t *testing.T) {
	t.Parallel()
	root, git := tracking(t, "sha1", "lib/\n", "lib/a.py", "lib/b.py", "c.py")
	git("add", "-f", "lib/a.py", "lib/b.py", "c.py")
	whole, err := os.ReadFile(filepath.Join(root, ".git", "index"))
	if err != nil {
		t.Fatal(err)
	}
	swapped := bytes.ReplaceAll(slices.Clone(whole), []byte("lib/a.py"), []byte("lib/z.py"))
	many := slices.Clone(whole)
	copy(many[8:], []byte{0xff, 0xff, 0xff, 0xff})
	for name, data := range map[string][]byte{
		"cut": whole[:len(whole)/2], "header": whole[:12], "magic": append([]byte("DIRT"), whole[4:]...), "empty": nil,
		"order": swapped, "count": many, "large": append(slices.Clone(whole), make([]byte, MaxSize)...),
	} {
		if err := os.WriteFile(filepath.Join(root, ".git", "index"), data, 0o600); err != nil {
			t.Fatal(err)
		}
		found := walk(t, os.DirFS(root), Options{})
		equal(t, name, paths(found.Candidates), []string{"c.py"})
		if len(found.Skipped) > 0 {
			t.Errorf("%s: %v", name, found.Skipped)
		}
	}
}

// TestIndexGrows has each path keep all of the one before it.
func TestIndexGrows(t *testing.T) {
	t.Parallel()
	grown := func(first, entries int) []byte {
		data := binary.BigEndian.AppendUint32([]byte("DIRC\x00\x00\x00\x04"), uint32(entries))
		for i := range entries {
			data = append(data, make([]byte, 62)...)
			data = append(data, 0) // nothing is dropped
			if i == 0 {
				data = append(data, bytes.Repeat([]byte("a"), first)...)
			}
			data = append(data, 'a', 0)
		}
		return data
	}
	if paths, ok := indexed(grown(1, 100), 20); !ok || len(paths) != 100 || len(paths[99]) != 101 {
		t.Errorf("a hundred: %d, %t", len(paths), ok)
	}
	if _, ok := indexed(grown(500_000, 8000), 20); ok {
		t.Error("4 GB of paths were taken")
	}
}

func FuzzIndex(f *testing.F) {
	entry := append(make([]byte, 60), 0, 4, 'a', '.', 'p', 'y', 0, 0, 0, 0, 0, 0)
	for version := range byte(6) {
		f.Add(append([]byte{'D', 'I', 'R', 'C', 0, 0, 0, version, 0, 0, 0, 1}, entry...), 20)
	}
	f.Fuzz(func(t *testing.T, data []byte, hash int) {
		paths, ok := indexed(data, max(20, hash&63))
		if ok && !slices.IsSorted(paths) {
			t.Errorf("not sorted: %q", paths)
		}
	})
}
