package driver

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/regionlint/regionlint/rules"
)

func TestCommonNames(t *testing.T) {
	t.Parallel()
	for _, n := range []int{maxMentions, maxMentions + 1} {
		files := map[string]string{
			"db.py":      "import boto3\ndef make_client(where):\n    return boto3.client('s3', region_name=where)\n",
			"other.py":   "def make_clients(): pass\n",
			"test_it.py": "make_client('eu-west-3')\n",
		}
		for i := range n {
			files[fmt.Sprintf("m%02d.py", i)] = "from db import make_client\nmake_client('eu-' + 'west-1')\n"
		}
		want := []string{"db.py s3 eu-west-1"}
		if n > maxMentions {
			want = []string{"db.py s3 "}
		}
		r := mustRun(t, Options{FS: tree(files)})
		if got := clients(r); !slices.Equal(got, want) {
			t.Errorf("with %d callers: got %q, want %q", n, got, want)
		}
		if r.Files["other.py"] != nil || r.Files["test_it.py"] != nil {
			t.Error("what calls nothing was extracted")
		}
	}
}

// counting is a file system that notes which files are read.
type counting struct {
	fs.FS
	mu   sync.Mutex
	read map[string]bool
}

func (c *counting) ReadFile(name string) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read[name] = true
	return fs.ReadFile(c.FS, name)
}

func (c *counting) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(c.FS, name) }
func (c *counting) Lstat(name string) (fs.FileInfo, error)     { return fs.Lstat(c.FS, name) }
func (c *counting) ReadLink(name string) (string, error)       { return fs.ReadLink(c.FS, name) }

// TestCallersWithCache changes what files call, and which calls matter: the words of
// a file that does not matter are known from an earlier run, as far as they were
// asked for.
func TestCallersWithCache(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	start := time.Now()
	changes := 0
	put := func(name, text string) {
		t.Helper()
		changes++
		at := start.Add(time.Duration(changes) * time.Second) // on coarse clocks two changes are one
		path := filepath.Join(dir, name)
		if err := errors.Join(os.WriteFile(path, []byte(text), 0o600), os.Chtimes(path, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	maker := func(name string) string {
		return "import boto3\ndef " + name + "(where):\n    return boto3.client('s3', region_name=where)\n"
	}
	const caller = "from db import make_client\nmake_client('eu-' + 'west-1')\n"
	put("db.py", maker("make_client"))
	put("idle.py", "def idle(): make_bucket('eu-' + 'west-2')\n")
	put("empty.py", "")
	m := newMemory()
	for _, step := range []struct {
		path, text string
		read       []string // of those that do not matter
	}{
		{"m.py", caller, []string{"empty.py", "idle.py"}},
		{"m.py", caller, nil},
		{"db.py", maker("make_client") + "# more\n", nil},
		{"idle.py", "def idle(): make_bucket('eu-' + 'west-3')\n", []string{"idle.py"}},
		{"db.py", maker("make_client"), nil},
		{"empty.py", caller, []string{"empty.py"}},
		{"empty.py", "", []string{"empty.py"}},
		{"db.py", maker("make_bucket"), []string{"empty.py", "idle.py"}},
		{"idle.py", "def idle(): make_buckets('eu-' + 'west-3')\n", []string{"idle.py"}},
		{"db.py", maker("make_client") + maker("make_buckets"), []string{"empty.py", "idle.py"}},
	} {
		put(step.path, step.text)
		opts := Options{FS: os.DirFS(dir), Findings: true}
		for _, rule := range rules.All() {
			opts.Checks = append(opts.Checks, Check{Rule: rule, Chosen: true})
		}
		want := mustRun(t, opts)
		tree := &counting{FS: opts.FS, read: make(map[string]bool)}
		opts.FS, opts.Cache = tree, &Cache{Storage: m, Program: "p", Dir: dir, Now: start.Add(time.Hour)}
		got := mustRun(t, opts)
		if !reflect.DeepEqual(got.Diagnostics, want.Diagnostics) || got.Stats.Extracted != want.Stats.Extracted {
			t.Errorf("with %q in %s: %v of %d files, want %v of %d",
				step.text, step.path, got.Diagnostics, got.Stats.Extracted, want.Diagnostics, want.Stats.Extracted)
		}
		delete(tree.read, "db.py")
		delete(tree.read, "m.py")
		if runtime.GOOS != "linux" && runtime.GOOS != "darwin" {
			continue // nothing tells there whether a file has changed
		}
		if read := slices.Sorted(maps.Keys(tree.read)); !slices.Equal(read, step.read) {
			t.Errorf("with %q in %s: read %q, want %q", step.text, step.path, read, step.read)
		}
	}
}

// TestKeys has names that many files hold as keys, and one in prose, which call nothing.
func TestKeys(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"src/db.ts":   "import { S3Client } from '@aws-sdk/client-s3';\nexport function store(where: string) {\n  return new S3Client({ region: where });\n}\n",
		"src/main.ts": "import { store } from './db';\nstore(['eu', 'west', '1'].join('-'));\n",
		"src/help.ts": "// store is for later\nexport const help = 'Go to the store before noon';\n",
	}
	for i := range maxMentions + 1 {
		files[fmt.Sprintf("src/texts/t%02d.ts", i)] = "export default { store: 'a shop' };\n"
	}
	r := mustRun(t, Options{FS: tree(files)})
	if got, want := clients(r), []string{"src/db.ts s3 eu-west-1"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if r.Stats.Extracted != 2 {
		t.Errorf("%d files were extracted", r.Stats.Extracted)
	}
}

// TestManyNames asks for more names than are looked for one by one.
func TestManyNames(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	var want []string
	for i := range 2 * maxScans {
		files[fmt.Sprintf("a%02d.py", i)] = fmt.Sprintf("import boto3\ndef make_%d(where):\n    return boto3.client('s3', region_name=where)\n", i)
		files[fmt.Sprintf("b%02d.py", i)] = fmt.Sprintf("from a%02d import make_%d\nmake_%d('-'.join(['eu', 'west', '%d']))\n", i, i, i, i%3+1)
		want = append(want, fmt.Sprintf("a%02d.py s3 eu-west-%d", i, i%3+1))
	}
	if got := clients(mustRun(t, Options{FS: tree(files)})); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
