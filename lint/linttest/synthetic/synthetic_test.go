package synthetic_test

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/linttest/synthetic"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
	"github.com/regionlint/regionlint/rules"
)

func collect(t *testing.T, tree synthetic.Tree) map[string][]byte {
	t.Helper()
	files := make(map[string][]byte)
	for name, text := range tree.All() {
		if files[name] != nil {
			t.Errorf("%s is there twice", name)
		}
		files[name] = text
	}
	return files
}

func TestSize(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 3, 57, 2000} {
		if got := len(collect(t, synthetic.Tree{Files: n, Seed: 1})); got != n {
			t.Errorf("%d files instead of %d", got, n)
		}
	}
}

func TestSameSeedSameTree(t *testing.T) {
	t.Parallel()
	small, large := collect(t, synthetic.Tree{Files: 300, Seed: 7}), collect(t, synthetic.Tree{Files: 900, Seed: 7})
	for name, text := range small {
		if !bytes.Equal(large[name], text) {
			t.Errorf("%s is not the same in the larger tree", name)
		}
	}
	other := collect(t, synthetic.Tree{Files: 300, Seed: 8})
	if maps.EqualFunc(small, other, bytes.Equal) {
		t.Error("another seed gives the same tree")
	}
}

// TestFewFilesMatter holds the texts against the prefilter: a word too many in
// them, and the trees measure something else.
func TestFewFilesMatter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		using, least, most int // in a hundred files
	}{
		{using: 0, least: 4, most: 8},
		{using: 1, least: 0, most: 1},
	}
	for _, test := range tests {
		files := collect(t, synthetic.Tree{Files: 3000, Seed: 1, Using: test.using})
		matter := 0
		for name, text := range files {
			if c, ok := discover.Describe(name); ok && (c.Lang == source.Dotenv || discover.Relevant(text, nil, aws.MaySpellRegion)) {
				matter++
			}
		}
		if matter*100 < test.least*len(files) || matter*100 > test.most*len(files) {
			t.Errorf("using %d: %d of %d files matter", test.using, matter, len(files))
		}
	}
}

func TestCodeParses(t *testing.T) {
	t.Parallel()
	var p parse.Parser
	defer p.Close()
	for name, text := range collect(t, synthetic.Tree{Files: 400, Seed: 1}) {
		c, ok := discover.Describe(name)
		if !ok {
			continue
		}
		language := parse.TypeScript
		switch {
		case c.Lang == source.Python:
			language = parse.Python
		case c.Lang == source.Dotenv:
			language = parse.Dotenv
		case c.TSX:
			language = parse.TSX
		}
		tree, err := p.Parse(language, text)
		if err != nil {
			t.Fatal(err)
		}
		if errors := tree.Errors(); len(errors) > 0 {
			t.Errorf("%s: syntax error at %d: %q", name, errors[0].Start, text[errors[0].Start:errors[0].End])
		}
	}
}

// TestEveryStageHasWork makes sure that imports and callers are followed, and
// that something is found and much is ignored.
func TestEveryStageHasWork(t *testing.T) {
	t.Parallel()
	fsys := make(fstest.MapFS)
	for name, text := range collect(t, synthetic.Tree{Files: 1000, Seed: 1}) {
		fsys[name] = &fstest.MapFile{Data: text, Mode: 0o644}
	}
	opts := driver.Options{FS: fsys}
	for _, r := range rules.All() {
		opts.Checks = append(opts.Checks, driver.Check{Rule: r})
	}
	result, err := driver.Run(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	for _, client := range result.Program.Clients {
		if !slices.Contains(client.Regions, "eu-west-1") {
			t.Errorf("%s is in %v", client.At.Path, client.Regions)
		}
	}
	for _, reached := range []string{"config/index.ts", "app/notes.py"} {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(result.Files)), func(name string) bool { return strings.HasSuffix(name, reached) }) {
			t.Errorf("no %s was reached", reached)
		}
	}
	if len(result.Program.Clients) < 15 || len(result.Diagnostics) == 0 {
		t.Errorf("%d clients and %d findings", len(result.Program.Clients), len(result.Diagnostics))
	}
	ignored := len(fsys) - result.Stats.Candidates
	if ignored < len(fsys)/10 {
		t.Errorf("only %d files are ignored or no code", ignored)
	}
	for name := range result.Files {
		if path.Base(path.Dir(name)) == "lib" {
			t.Errorf("%s was looked into", name)
		}
	}
}
