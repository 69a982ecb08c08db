package driver

import (
	"io"
	"slices"
	"testing"

	"github.com/regionlint/regionlint/lint/pack"
)

// What was found in a file that states the same is found again where it is now, and
// what is kept of its places is not believed if no file has them.
func TestMoved(t *testing.T) {
	t.Parallel()
	const before = "import os\n\nimport boto3\n\nboto3.client('s3', region_name='eu-west-1')  # a store of ours\n"
	const after = "import os\n# for the store\n\nimport boto3\n\nboto3.client('s3', region_name='eu-west-1')\n"
	for what, spoil := range map[string]func(s *shown){
		"":           func(*shown) {},
		"none":       func(s *shown) { s.marks = nil },
		"fewer":      func(s *shown) { s.marks = s.marks[1:] },
		"more":       func(s *shown) { s.marks = append(s.marks, 1, 2) },
		"turned":     func(s *shown) { slices.Reverse(s.marks) },
		"far":        func(s *shown) { s.marks[1] = 1 << 30 },
		"the last":   func(s *shown) { s.marks[1] = 1<<32 - 1 },
		"other file": func(s *shown) { s.path = "b.py" },
	} {
		files := map[string]string{"a.py": before, "b.py": "import os\n"}
		m := newMemory()
		opts := Options{Jobs: 1, Findings: true, Checks: []Check{imports()}, Cache: &Cache{Storage: m, Program: "1", Dir: t.TempDir()}}
		run := func() *Result {
			opts.FS = tree(files)
			return mustRun(t, opts)
		}
		run()
		name := opts.Cache.name(opts)
		data, ok := m.Load(name)
		var known record
		if !ok || pack.Unpack(data, known.code) != nil {
			t.Fatal("nothing is kept")
		}
		spoil(&known.outcome.shown[0])
		m.Save(name, func(to io.Writer) error { return pack.Write(to, known.code) })
		files["a.py"] = after
		got := run()
		if want := []string{"a.py:27:imports"}; !slices.Equal(places(got), want) || got.Stats.Recalled != (what == "") {
			t.Errorf("%s: recalled %v, found %v, want %v", what, got.Stats.Recalled, places(got), want)
		}
	}
}
