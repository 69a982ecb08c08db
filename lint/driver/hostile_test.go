package driver

import (
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/pack"
	"github.com/regionlint/regionlint/lint/source"
)

var hostileTree = map[string]string{
	"a.py": `import boto3, os
from b import REGION, pick

class Store:
    region = REGION

    def client(self, name="s3", **more):
        if os.getenv("STAGE") == "prod":
            return boto3.client(name, region_name=self.region, **more)
        return boto3.client(name, region_name=pick("eu-" + "west-1", 2, 3))
`,
	"b.py":     "import os\nREGION = os.getenv('AWS_REGION') or 'eu-west-1'\ndef pick(region, *more):\n    return f'{region}' if more else pick(REGION)\n",
	"web/c.ts": keptTree["web/c.ts"],
}

// keepAll keeps facts of a tree's files that spoil made others of.
func keepAll(t *testing.T, cache *Cache, files []*fact.File, spoil func(packed []byte) []byte) {
	t.Helper()
	k := cache.facts()
	for _, f := range files {
		c := discover.Candidate{Path: f.Path, Lang: source.Python}
		if f.Lang == fact.TypeScript {
			c.Lang = source.TypeScript
		}
		at, box := k.seal(c, []byte(f.Source))
		k.used[at] = string(box.Seal(nil, make([]byte, box.NonceSize()), spoil(pack.Pack(f.Code)), nil))
	}
	k.new = true
	k.save()
}

// Facts that are sealed as ours are, and say what no file states, are none, or
// those of another file: no run fails on them or has no end.
func TestHostileFacts(t *testing.T) {
	t.Parallel()
	fsys := tree(hostileTree)
	want := mustRun(t, Options{FS: fsys})
	if len(want.Program.Files) != len(hostileTree) || len(clients(want)) == 0 {
		t.Fatalf("%d files, clients %q", len(want.Program.Files), clients(want))
	}
	cache := &Cache{Storage: newMemory(), Program: "1", Dir: "/root"}
	keepAll(t, cache, want.Program.Files, slices.Clone)
	if k := cache.facts(); len(k.read()) != len(hostileTree) || k.get(discover.Candidate{Path: "b.py", Lang: source.Python}, []byte(hostileTree["b.py"])) == nil {
		t.Fatal("they are not sealed as ours are")
	}
	random := rand.New(rand.NewPCG(7, 2))
	others := 0
	for range 1_000 {
		keepAll(t, cache, want.Program.Files, func(packed []byte) []byte {
			if at := random.IntN(len(packed)); random.IntN(8) == 0 {
				return slices.Insert(packed, at, 0xff, 0xff, 0xff, 0xff, 0x0f)
			}
			packed[random.IntN(len(packed))] = byte(random.Uint32())
			return packed
		})
		got := mustRun(t, Options{FS: fsys, Cache: cache})
		if len(got.Errors) > 0 {
			t.Fatal(got.Errors)
		}
		if !reflect.DeepEqual(got.Program.Files, want.Program.Files) {
			others++
		}
	}
	if others == 0 {
		t.Error("none of them was believed")
	}
	// One that nobody could follow to an end.
	keepAll(t, cache, want.Program.Files, func(packed []byte) []byte {
		var f fact.File
		if err := pack.Unpack(string(packed), f.Code); err != nil {
			t.Fatal(err)
		}
		f.Blocks[len(f.Blocks)-1].Parent = fact.BlockID(len(f.Blocks) - 1)
		return pack.Pack(f.Code)
	})
	if got := mustRun(t, Options{FS: fsys, Cache: cache}); !reflect.DeepEqual(got.Program.Files, want.Program.Files) {
		t.Error("a block in itself is believed")
	}
}

// An outcome that no run can have had is none.
func TestHostileOutcome(t *testing.T) {
	t.Parallel()
	fsys := tree(map[string]string{"a.py": "import boto3\nboto3.client('s3')\n"})
	m := newMemory()
	opts := Options{
		FS: fsys, Jobs: 1, Findings: true, Checks: []Check{imports(lint.Related{At: source.Location{Path: "a.py"}, Message: "here"})},
		Cache: &Cache{Storage: m, Program: "1", Dir: t.TempDir()},
	}
	want := mustRun(t, opts)
	if len(want.Diagnostics) == 0 {
		t.Fatal("nothing is found")
	}
	name := opts.Cache.name(opts)
	for what, spoil := range map[string]func(o *outcome){
		"":                func(*outcome) {},
		"end":             func(o *outcome) { o.diagnostics[0].At.Span.End = 1 << 31 },
		"start":           func(o *outcome) { o.diagnostics[0].At.Span.Start = 33; o.diagnostics[0].At.Span.End = 32 },
		"no severity":     func(o *outcome) { o.diagnostics[0].Severity = lint.Off },
		"severity":        func(o *outcome) { o.diagnostics[0].Severity = 200 },
		"place beside it": func(o *outcome) { o.diagnostics[0].Related[0].At.Span.End = 1 << 31 },
		"safety":          func(o *outcome) { o.diagnostics[0].Fixes = []lint.SuggestedFix{{Safety: 200}} },
		"edit": func(o *outcome) {
			o.diagnostics[0].Fixes = []lint.SuggestedFix{{Edits: []lint.TextEdit{{At: source.Location{Path: "a.py", Span: source.Span{End: 99}}}}}}
		},
		"silenced": func(o *outcome) { o.suppressed = []lint.Suppressed{{}} },
		"who silences it": func(o *outcome) {
			o.suppressed = []lint.Suppressed{{Diagnostic: o.diagnostics[0], By: lint.Suppression{Part: source.Location{Path: "a.py", Span: source.Span{End: 99}}}}}
		},
		"what is shown":        func(o *outcome) { o.shown[0].values = []source.Span{{End: 99}} },
		"fewer files than one": func(o *outcome) { o.stats.Candidates = -1 },
		"no such rule":         func(o *outcome) { o.rules[0] = "x" },
	} {
		data, ok := m.Load(name)
		var known record
		if !ok || pack.Unpack(data, known.code) != nil {
			t.Fatal("nothing is kept")
		}
		spoil(&known.outcome)
		m.Save(name, func(to io.Writer) error { return pack.Write(to, known.code) })
		got := mustRun(t, opts)
		if got.Stats.Recalled != (what == "") || !reflect.DeepEqual(got.Diagnostics, want.Diagnostics) {
			t.Errorf("%s: recalled %v, found %v", what, got.Stats.Recalled, got.Diagnostics)
		}
	}
}

// A listing that no walk can have made is none, whoever says that it is the right one.
func TestHostileListing(t *testing.T) {
	t.Parallel()
	for what, spoil := range map[string]func(l *listing){
		"":              func(*listing) {},
		"out of it":     func(l *listing) { l.found.Candidates[0].Path = "../a.py" },
		"no language":   func(l *listing) { l.found.Candidates[0].Lang = 0 },
		"twisted":       func(l *listing) { slices.Reverse(l.found.Candidates) },
		"twisted names": func(l *listing) { slices.Reverse(l.found.Others) },
		"absolute":      func(l *listing) { l.found.Manifests = []string{"/etc/passwd"} },
		"read":          func(l *listing) { l.texts = []string{"a//b"} },
	} {
		cache := &Cache{Storage: newMemory(), Program: "1", Dir: "/root"}
		made := &listing{found: discover.Result{
			Candidates: []discover.Candidate{{Path: "a.py", Lang: source.Python}, {Path: "b.ts", Lang: source.TypeScript}},
			Others:     []string{"a.yaml", "b.yaml"},
		}}
		spoil(made)
		hash := cache.saveListing("findings-1", made.pack())
		if got := cache.listing("findings-1", hash); (got != nil) != (what == "") || what == "" && !slices.Equal(got.pack(), made.pack()) {
			t.Errorf("%s: %v", what, got)
		}
		if cache.listing("findings-1", [32]byte{1}) != nil {
			t.Errorf("%s: another one is believed", what)
		}
	}
}
