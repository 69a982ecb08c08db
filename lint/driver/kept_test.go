package driver

import (
	"io"
	"maps"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

// memory is a storage that counts.
type memory struct {
	mu    sync.Mutex
	data  map[string]string
	saved map[string]int // how often, by the kind of entry
}

func (m *memory) Load(name string) (string, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.data[name]
	return data, ok
}

func (m *memory) Save(name string, write func(to io.Writer) error) {
	var first, data strings.Builder
	if write(&first) != nil || write(&data) != nil || first.String() != data.String() {
		panic("what is saved is not the same each time")
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	kind, _, _ := strings.Cut(name, "-")
	m.data[name] = data.String()
	m.saved[kind]++
}

func newMemory() *memory { return &memory{data: make(map[string]string), saved: make(map[string]int)} }

var keptTree = map[string]string{
	"a.py":     "import boto3\nfrom b import REGION\nboto3.client('s3', region_name=REGION, token='hunter2')\n",
	"b.py":     "REGION = 'eu-west-1'\n",
	"web/c.ts": "import { S3Client } from '@aws-sdk/client-s3'\nnew S3Client({ region: process.env.AWS_REGION ?? 'us-east-1' })\n",
	".env":     "AWS_REGION=eu-west-2\nTOKEN=hunter2\nDATABASE=hunter3-eu-west-1\n",
}

// What files state is kept, found again for the same text alone, and the same
// as what is read from it.
func TestKeptFacts(t *testing.T) {
	t.Parallel()
	m := newMemory()
	look := func(fsys fstest.MapFS, program string) *Result {
		t.Helper()
		cache := &Cache{Storage: m, Program: program, Dir: "/root"}
		want, got := mustRun(t, Options{FS: fsys}), mustRun(t, Options{FS: fsys, Cache: cache})
		if !reflect.DeepEqual(got.Program.Files, want.Program.Files) || !reflect.DeepEqual(clients(got), clients(want)) {
			t.Errorf("got %q, want %q", clients(got), clients(want))
		}
		return got
	}
	steps := []struct {
		name, path, text, program string
		saved                     int
	}{
		{"first", "", "", "1", 1},
		{"again", "", "", "1", 1},
		{"changed", "b.py", "REGION = 'eu-west-3'\n", "1", 2},
		{"again", "", "", "1", 2},
		{"as it was", "b.py", keptTree["b.py"], "1", 2},
		{"elsewhere", "web/b.py", "REGION = 'eu-west-3'\n", "1", 2},
		{"another grammar", "b.tsx", keptTree["web/c.ts"], "1", 3},
		{"another program", "", "", "2", 4},
		{"dotenv", ".env", "AWS_REGION=eu-west-3\n", "2", 4},
	}
	files := maps.Clone(keptTree)
	for _, step := range steps {
		if step.path != "" {
			files[step.path] = step.text
		}
		look(tree(files), step.program)
		if m.saved["facts"] != step.saved {
			t.Errorf("%s: saved %d times, want %d", step.name, m.saved["facts"], step.saved)
		}
	}
}

// Whoever has the cache alone reads nothing in it that the files held.
func TestKeptFactsAreSealed(t *testing.T) {
	t.Parallel()
	m := newMemory()
	mustRun(t, Options{FS: tree(keptTree), Cache: &Cache{Storage: m, Program: "1", Dir: "/root"}})
	if len(m.data) == 0 {
		t.Fatal("nothing is kept")
	}
	for name, data := range m.data {
		for _, word := range []string{"hunter", "eu-west", "us-east", "region", "S3Client", "boto3"} {
			if strings.Contains(data, word) {
				t.Errorf("%s holds %q", name, word)
			}
		}
	}
}

// Facts that are broken are read from the file again.
func TestBrokenFactsAreNone(t *testing.T) {
	t.Parallel()
	m := newMemory()
	cache := &Cache{Storage: m, Program: "1", Dir: "/root"}
	fsys := tree(keptTree)
	want := mustRun(t, Options{FS: fsys, Cache: cache})
	for name, good := range m.data {
		for i := range good {
			m.data[name] = good[:i] + string([]byte{good[i] ^ 1}) + good[i+1:]
			if got := mustRun(t, Options{FS: fsys, Cache: cache}); !reflect.DeepEqual(got.Program.Files, want.Program.Files) {
				t.Fatalf("byte %d is another one, and so is what files state", i)
			}
		}
	}
}

// A run over files that are not there, and one that is not asked for most files,
// keeps nothing.
func TestNothingKept(t *testing.T) {
	t.Parallel()
	m := newMemory()
	cache := &Cache{Storage: m, Program: "1", Dir: "/root"}
	store := NewStore()
	mustRun(t, Options{FS: tree(keptTree), Cache: cache.Reading()})
	mustRun(t, Options{FS: tree(keptTree), Store: store})
	mustRun(t, Options{FS: tree(keptTree), Cache: cache, Store: store})
	if len(m.data) > 0 {
		t.Errorf("kept are %d entries", len(m.data))
	}
}
