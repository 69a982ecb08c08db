package discover

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint/disk"
	"github.com/regionlint/regionlint/lint/linttest/spent"
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
		{"split", "sha1", [][]string{{"update-index", "--split-index"}, {"rm", "-q", "--cached", "lib/a.py"}, {"add", "-f", "lib/a.py"}}},
		{"split, longer hashes", "sha256", [][]string{{"update-index", "--split-index"}}},
		{"split, with one replaced", "sha1", [][]string{{"update-index", "--split-index"}, {"update-index", "--chmod=+x", "lib/x/c.py"}}},
		{"extensions", "sha1", [][]string{{"update-index", "--untracked-cache"}, {"status"}, {"write-tree"}}},
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

// TestModule has a repository in another one, which keeps what git knows of it. What
// is known outside of the root, or nowhere, leaves nothing out.
func TestModule(t *testing.T) {
	t.Parallel()
	known, unknown := []string{"sub/b.py", "sub/c.ts"}, []string{"sub/a.py", "sub/b.py", "sub/c.ts"}
	for to, want := range map[string][]string{
		"gitdir: ../.git/modules/sub\n":                     known,
		"gitdir: ../.git/modules/sub/../../modules/sub\r\n": known,
		"gitdir: .././../top/../.git/modules/sub\n":         unknown,
		"gitdir: /.git/modules/sub\n":                       unknown,
		"gitdir: \x00\n":                                    unknown,
		"gitdir: \n":                                        unknown,
		"":                                                  unknown,
	} {
		root, git := tracking(t, "sha1", "*.md\n", "sub/a.py", "sub/b.py", "sub/c.ts")
		if err := os.Mkdir(filepath.Join(root, ".git", "modules"), 0o700); err != nil {
			t.Fatal(err)
		}
		git("init", "-q", "--separate-git-dir=.git/modules/sub", "sub")
		git("-C", "sub", "add", "c.ts")
		for name, text := range map[string]string{"sub/.git": to, ".git/modules/sub/info/exclude": "a.py\n*.ts\n"} {
			if err := os.WriteFile(filepath.Join(root, filepath.FromSlash(name)), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		found := walk(t, os.DirFS(root), Options{})
		equal(t, to, paths(found.Candidates), want)
	}
}

// TestBrokenIndex has walks go on with the ignore files alone, and tell so.
func TestBrokenIndex(t *testing.T) {
	t.Parallel()
	root, git := tracking(t, "sha1", "lib/\n", "lib/a.py", "lib/b.py", "c.py")
	git("add", "-f", "lib/a.py", "lib/b.py", "c.py")
	name := filepath.Join(root, ".git", "index")
	read := func() []byte {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	whole := read()
	git("update-index", "--split-index")
	split := read()
	unsorted := bytes.ReplaceAll(whole, []byte("lib/a.py"), []byte("lib/z.py"))
	many := slices.Clone(whole)
	copy(many[8:], []byte{0xff, 0xff, 0xff, 0xff})
	version := slices.Clone(whole)
	version[7] = 5
	extended := binary.BigEndian.AppendUint32(append(slices.Clone(whole[:len(whole)-20]), "TREE"...), 1<<31)
	extended = append(extended, make([]byte, 100)...)
	const broken = "not an index that git writes"
	shares, err := filepath.Glob(filepath.Join(root, ".git", "sharedindex.*"))
	if err != nil || len(shares) != 1 {
		t.Fatal(shares, err)
	}
	shared := filepath.Base(shares[0])
	for what, data := range map[string][]byte{
		"cut": whole[:len(whole)/2], "header": whole[:12], "magic": append([]byte("DIRT"), whole[4:]...), "empty": nil,
		"order": unsorted, "count": many, "version": version, "extension": extended,
	} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		found := walk(t, os.DirFS(root), Options{})
		equal(t, what, paths(found.Candidates), []string{"c.py"})
		if len(found.Skipped) != 1 || found.Skipped[0].Path != ".git/index" || found.Skipped[0].Reason != broken || found.Skipped[0].Err == nil {
			t.Errorf("%s: %v", what, found.Skipped)
		}
	}
	if err := os.Truncate(name, maxIndex+1); err != nil {
		t.Fatal(err)
	}
	if found := walk(t, os.DirFS(root), Options{}); len(found.Skipped) != 1 || !found.Skipped[0].Large || found.Skipped[0].Err != nil {
		t.Errorf("too large: %v", found.Skipped)
	}
	for _, data := range [][]byte{nil, whole[:40]} {
		if err := os.WriteFile(name, split, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(root, ".git", shared)); err != nil {
			t.Fatal(err)
		}
		if data != nil {
			if err := os.WriteFile(filepath.Join(root, ".git", shared), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if found := walk(t, os.DirFS(root), Options{}); len(found.Skipped) != 1 || found.Skipped[0].Path != ".git/"+shared || found.Skipped[0].Reason != broken {
			t.Errorf("shared index of %d bytes: %v", len(data), found.Skipped)
		}
		if err := os.WriteFile(filepath.Join(root, ".git", shared), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// written returns an index of version 2 that lists paths.
func written(names ...string) []byte {
	data := binary.BigEndian.AppendUint32([]byte("DIRC\x00\x00\x00\x02"), uint32(len(names)))
	for _, name := range names {
		entry := append(make([]byte, 62), name...)
		data = append(data, append(entry, make([]byte, 8-len(entry)%8)...)...)
	}
	return append(data, make([]byte, 20)...)
}

// TestHostileIndex lists paths that no file has.
func TestHostileIndex(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for name, text := range map[string]string{".gitignore": "lib/\n", "lib/a.py": "", "lib/b.py": "", "c.py": "", ".git/config": "", "../out.py": ""} {
		name = filepath.Join(root, "in", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	hostile := []string{
		"", ".", "..", "../../../etc/passwd", "../out.py", ".git/config", "/etc/passwd", "C:\\x.py", "javascript:x.py",
		"lib/../lib/b.py", "lib/./b.py", "lib//b.py", "lib/a.py", "lib/b.py/", "lib/b.py\n", "lib/\xff.py", strings.Repeat("lib/", 1000),
	}
	slices.Sort(hostile)
	if err := os.WriteFile(filepath.Join(root, "in", ".git", "index"), written(hostile...), 0o600); err != nil {
		t.Fatal(err)
	}
	found := walk(t, os.DirFS(filepath.Join(root, "in")), Options{})
	equal(t, "hostile", paths(found.Candidates), []string{"c.py", "lib/a.py"})
	if len(found.Skipped) > 0 {
		t.Errorf("left out: %v", found.Skipped)
	}
	if _, ok := indexed(written(strings.Repeat("x", maxPath+1)), 20); ok {
		t.Error("a path is longer than any can be")
	}
}

// TestLargeIndex has an index larger than any other file that is read.
func TestLargeIndex(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	names := []string{"lib/a.py"}
	for i := range 30_000 {
		names = append(names, fmt.Sprintf("lib/b%05d.py", i))
	}
	for name, text := range map[string]string{".gitignore": "lib/\n", "lib/a.py": "", "lib/c.py": "", "index": "", ".git/index": string(written(names...))} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close() //nolint:errcheck // nothing was written
	found := walk(t, disk.FS(root, Limit), Options{})
	equal(t, "large", paths(found.Candidates), []string{"lib/a.py"})
	for name, want := range map[string]int64{
		".git/index": maxIndex, "a/.git/modules/b/index": maxIndex, ".git/sharedindex.00": maxIndex,
		"index": MaxSize, "a/index": MaxSize, "git/index": MaxSize, ".git": MaxSize, ".git/config": MaxSize, "a.git/index": MaxSize,
	} {
		if got := Limit(name); got != want {
			t.Errorf("%s: %d bytes", name, got)
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
	if found, ok := indexed(grown(1, 100), 20); !ok || len(found.paths) != 100 || len(found.paths[99]) != 101 {
		t.Errorf("a hundred: %d, %t", len(found.paths), ok)
	}
	if _, ok := indexed(grown(3_000, 1_000), 20); !ok {
		t.Error("a thousand are none")
	}
	if _, ok := indexed(grown(3_000, 1_100), 20); ok {
		t.Error("paths that are too long were taken")
	}
	data := grown(4_000, 1)
	for range 20_000 { // of which each is the one before it
		data = append(data, make([]byte, 64)...)
	}
	binary.BigEndian.PutUint32(data[8:], 20_001)
	if _, ok := indexed(data, 20); ok {
		t.Error("80 MB of paths were taken")
	}
}

func FuzzIndex(f *testing.F) {
	entry := append(make([]byte, 60), 0, 4, 'a', '.', 'p', 'y', 0, 0, 0, 0, 0, 0)
	for version := range byte(6) {
		f.Add(append([]byte{'D', 'I', 'R', 'C', 0, 0, 0, version, 0, 0, 0, 1}, entry...), 20)
	}
	f.Add(written("a", "b/c"), 20)
	f.Add(append(written("", "b")[:140], "link\x00\x00\x00\x1401234567890123456789TREE\x00\x00\x00\x00........................"...), 20)
	f.Fuzz(func(t *testing.T, data []byte, hash int) {
		spent.Within(t, len(data), 1<<16, 256, func() { indexed(data, max(20, hash&63)) })
		found, ok := indexed(data, max(20, hash&63))
		if !ok {
			return
		}
		size := 0
		for _, name := range found.paths {
			size += len(name)
			if name == "" || len(name) > maxPath || strings.Contains(name, "\x00") {
				t.Errorf("a path is %q", name)
			}
		}
		if !slices.IsSorted(found.paths) || len(found.paths) > len(data)/62 || size > min(maxPath*len(found.paths), maxPaths) {
			t.Errorf("%d bytes list %d paths of %d bytes: %q", len(data), len(found.paths), size, found.paths)
		}
		if strings.Trim(found.shared, "0123456789abcdef") != "" || len(found.shared) > 2*63 {
			t.Errorf("the shared index is %q", found.shared)
		}
	})
}
