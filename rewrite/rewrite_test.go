package rewrite

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

// tree makes a file system of texts by path.
func tree(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for path, text := range files {
		fsys[path] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return fsys
}

// A word is a rule: it finds its old text in every file and puts the new one in
// its place. Where new is "" it deletes in old what stands between parentheses.
type word struct {
	rule     string
	severity lint.Severity
	safety   lint.Safety
	old, new string
}

// findings looks for words.
func findings(words ...word) func(fs.FS) ([]lint.Diagnostic, map[string]*source.File, error) {
	return func(fsys fs.FS) ([]lint.Diagnostic, map[string]*source.File, error) {
		var all []lint.Diagnostic
		files := make(map[string]*source.File)
		err := fs.WalkDir(fsys, ".", func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := fs.ReadFile(fsys, path)
			if err != nil {
				return err
			}
			files[path] = source.NewFile(path, text)
			for _, w := range words {
				for at := 0; ; {
					i := strings.Index(string(text[at:]), w.old)
					if i < 0 {
						break
					}
					span := source.Span{Start: uint32(at + i), End: uint32(at + i + len(w.old))}
					loc := source.Location{Path: path, Span: span}
					fix := lint.SuggestedFix{Title: w.rule, Safety: w.safety}
					if w.safety != lint.Manual {
						fix.Edits = []lint.TextEdit{{At: loc, NewText: w.new}}
					}
					all = append(all, lint.Diagnostic{Rule: w.rule, Severity: w.severity, At: loc, Fixes: []lint.SuggestedFix{fix}})
					at += i + len(w.old)
				}
			}
			return nil
		})
		return all, files, err
	}
}

// brackets counts the closing brackets that are too many or too few.
func brackets(_ string, text []byte) int {
	n := bytes.Count(text, []byte("(")) - bytes.Count(text, []byte(")"))
	return max(n, -n)
}

func TestRun(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		files   map[string]string
		words   []word
		unsafe  bool
		want    map[string]string // the files that change
		applied string            // rule/pass in order
		skipped string            // rule: reason
	}{
		{
			name: "nothing to do", files: map[string]string{"a": "x"}, words: []word{{old: "y", new: "z"}},
		},
		{
			name: "several files", files: map[string]string{"b": "x", "a": "éx x", "c": "y"}, words: []word{{rule: "r", old: "x", new: "yy"}},
			want: map[string]string{"a": "éyy yy", "b": "yy"}, applied: "r/1 r/1 r/1",
		},
		{
			name: "one brings up another", files: map[string]string{"a": "1"},
			words: []word{{rule: "r", old: "1", new: "2"}, {rule: "s", old: "2", new: "33"}},
			want:  map[string]string{"a": "33"}, applied: "r/1 s/2",
		},
		{
			name: "the more severe wins", files: map[string]string{"a": "abc"},
			words: []word{{rule: "low", severity: lint.Warning, old: "ab", new: "X"}, {rule: "high", severity: lint.Error, old: "bc", new: "Y"}},
			want:  map[string]string{"a": "aY"}, applied: "high/1",
		},
		{
			name: "the first wins, the other comes later", files: map[string]string{"a": "abcb"},
			words: []word{{rule: "r", old: "bcb", new: "b"}, {rule: "s", old: "ab", new: "z"}},
			want:  map[string]string{"a": "zcb"}, applied: "s/1",
		},
		{
			name: "the other in the next pass", files: map[string]string{"a": "(abc)"},
			words: []word{{rule: "r", severity: lint.Error, old: "bc", new: "b"}, {rule: "s", old: "ab", new: "z"}},
			want:  map[string]string{"a": "(z)"}, applied: "r/1 s/2",
		},
		{
			name: "unsafe and manual", files: map[string]string{"a": "xyz"},
			words: []word{{rule: "r", safety: lint.Unsafe, old: "x", new: "1"}, {rule: "s", safety: lint.Manual, old: "y"}, {rule: "t", old: "z", new: "2"}},
			want:  map[string]string{"a": "xy2"}, applied: "t/1", skipped: "r: it is unsafe; s: it takes more than edits",
		},
		{
			name: "unsafe too", unsafe: true, files: map[string]string{"a": "xyz"},
			words: []word{{rule: "r", safety: lint.Unsafe, old: "x", new: "1"}, {rule: "s", safety: lint.Manual, old: "y"}, {rule: "t", old: "z", new: "2"}},
			want:  map[string]string{"a": "1y2"}, applied: "r/1 t/1", skipped: "s: it takes more than edits",
		},
		{
			name: "syntax errors", files: map[string]string{"a": "u v w x y z", "b": "v )"},
			words: []word{
				{rule: "bad", old: "v", new: "("},
				{rule: "good", old: "u", new: "1"},
				{rule: "good", old: "x", new: "2"},
				{rule: "bad", old: "y", new: ")("},
				{rule: "bad", old: "z", new: "(("},
			},
			// ( in b mends what was broken, and )( is as good to our parser as nothing.
			want: map[string]string{"a": "1 v w 2 )( z", "b": "( )"}, applied: "good/1 good/1 bad/1 bad/1", skipped: "bad: it would leave a syntax error; bad: it would leave a syntax error",
		},
		{
			name: "no change", files: map[string]string{"a": "x"}, words: []word{{rule: "r", old: "x", new: "x"}},
			skipped: "r: its edits do not fit the files, or change nothing",
		},
		{
			name: "back where it was", files: map[string]string{"a": "xy", "b": "x"},
			words: []word{{rule: "r", old: "xy", new: "z"}, {rule: "s", old: "b", new: "c"}},
			want:  map[string]string{"a": "z"}, applied: "r/1",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fsys := tree(tt.files)
			opts := Options{FS: fsys, Check: findings(tt.words...), Errors: brackets}
			if tt.unsafe {
				opts.Safety = lint.Unsafe
			}
			plan, err := Run(opts)
			if err != nil {
				t.Fatal(err)
			}
			got := make(map[string]string)
			for _, c := range plan.Changes {
				got[c.Path] = string(c.After)
				if string(c.Before) != tt.files[c.Path] {
					t.Errorf("%s was %q before, want %q", c.Path, c.Before, tt.files[c.Path])
				}
				if after, err := Apply(c.Before, c.Edits); err != nil || !bytes.Equal(after, c.After) {
					t.Errorf("the edits of %s give %q, %v", c.Path, after, err)
				}
			}
			if !maps.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			var applied, skipped []string
			for _, a := range plan.Applied {
				applied = append(applied, a.Diagnostic.Rule+"/"+string(rune('0'+a.Pass)))
			}
			for _, s := range plan.Skipped {
				skipped = append(skipped, s.Diagnostic.Rule+": "+string(s.Reason))
			}
			if got := strings.Join(applied, " "); got != tt.applied {
				t.Errorf("applied %q, want %q", got, tt.applied)
			}
			if got := strings.Join(skipped, "; "); got != tt.skipped {
				t.Errorf("skipped %q, want %q", got, tt.skipped)
			}
			for path, text := range tt.files {
				if string(fsys[path].Data) != text {
					t.Errorf("the tree itself was changed: %s is %q", path, fsys[path].Data)
				}
			}
		})
	}
}

func TestRunFails(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		words []word
		want  string
	}{
		{"cycle", []word{{rule: "r", old: "1", new: "2"}, {rule: "s", old: "2", new: "3"}, {rule: "t", old: "3", new: "2"}}, "the fixes of s and t undo each other"},
		{"two rules against one", []word{{rule: "r", old: "1", new: "2"}, {rule: "s", old: "2", new: "1"}, {rule: "t", old: "x", new: "y"}}, "the fixes of r and s undo each other"},
		{"growth", []word{{rule: "r", old: "1", new: "11"}}, "the fixes of r come to no end after 10 passes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{"a": "1"}
			plan, err := Run(Options{FS: tree(files), Check: findings(tt.words...), Errors: brackets})
			if plan != nil || err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got %v, %v, want no plan and an error with %q", plan, err, tt.want)
			}
		})
	}
	broken := errors.New("broken")
	_, err := Run(Options{FS: tree(nil), Check: func(fs.FS) ([]lint.Diagnostic, map[string]*source.File, error) { return nil, nil, broken }})
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want the error of the check", err)
	}
}

// TestRunTolerates leaves out the fixes that undo each other, or come to no end, and
// applies the others. Another run changes nothing.
func TestRunTolerates(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		words   []word
		want    string
		applied int
		undone  bool // something is left out
	}{
		{"cycle", []word{{rule: "r", old: "1", new: "2"}, {rule: "s", old: "2", new: "3"}, {rule: "t", old: "3", new: "2"}, {rule: "u", old: "x", new: "y"}}, "2y", 2, true},
		{"two rules against one", []word{{rule: "r", old: "1", new: "2"}, {rule: "s", old: "2", new: "1"}, {rule: "u", old: "x", new: "y"}}, "1y", 1, true},
		{"growth", []word{{rule: "r", old: "1", new: "11"}, {rule: "u", old: "x", new: "y"}}, "1y", 1, true},
		{"possible in the end", []word{{rule: "r", old: "1", new: "2"}, {rule: "s", old: "2x", new: "1x"}, {rule: "u", old: "1x", new: "1y"}}, "2y", 2, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			plan, err := Run(Options{FS: tree(map[string]string{"a": "1x"}), Check: findings(tt.words...), Errors: brackets, Tolerant: true})
			if err != nil {
				t.Fatal(err)
			}
			if len(plan.Changes) != 1 || string(plan.Changes[0].After) != tt.want || len(plan.Applied) != tt.applied {
				t.Errorf("got %v after %d fixes, want %q after %d", plan.Changes, len(plan.Applied), tt.want, tt.applied)
			}
			left := slices.ContainsFunc(plan.Skipped, func(s Skipped) bool { return s.Reason == ReasonUndone })
			if left != tt.undone {
				t.Errorf("it is wrong that something was left out, or that nothing was: %v", plan.Skipped)
			}
			again, err := Run(Options{FS: tree(map[string]string{"a": tt.want}), Check: findings(tt.words...), Errors: brackets, Tolerant: true})
			if err != nil || len(again.Changes) > 0 {
				t.Errorf("again: got %v, %v", again, err)
			}
		})
	}
}

// TestWhole applies fixes of several files and several edits: whole, or not at
// all, and an edit that two of them share once.
func TestWhole(t *testing.T) {
	t.Parallel()
	edit := func(path string, start, end uint32, text string) lint.TextEdit {
		return lint.TextEdit{At: source.Location{Path: path, Span: source.Span{Start: start, End: end}}, NewText: text}
	}
	tests := []struct {
		name  string
		fixes [][]lint.TextEdit
		want  map[string]string
	}{
		{"two files", [][]lint.TextEdit{{edit("a", 0, 1, "x"), edit("b", 1, 2, "y")}}, map[string]string{"a": "x12345", "b": "0y2345"}},
		{"the same import", [][]lint.TextEdit{
			{edit("a", 0, 0, "import\n"), edit("a", 2, 3, "x")}, {edit("a", 0, 0, "import\n"), edit("a", 4, 5, "y")},
		}, map[string]string{"a": "import\n01x3y5"}},
		{"different insertions", [][]lint.TextEdit{{edit("a", 2, 2, "x")}, {edit("a", 2, 2, "y"), edit("b", 0, 1, "z")}}, map[string]string{"a": "01x2345"}},
		{"the same replacement", [][]lint.TextEdit{{edit("a", 2, 4, "x")}, {edit("a", 2, 4, "x"), edit("b", 0, 1, "z")}}, map[string]string{"a": "01x45", "b": "z12345"}},
		{"insertion beside a replacement", [][]lint.TextEdit{{edit("a", 2, 4, "x")}, {edit("a", 4, 4, "y")}}, map[string]string{"a": "01x45"}},
		{"neighbours", [][]lint.TextEdit{{edit("a", 2, 4, "x")}, {edit("a", 4, 5, "y")}}, map[string]string{"a": "01xy5"}},
		{"outside", [][]lint.TextEdit{{edit("a", 0, 1, "x"), edit("a", 5, 7, "y")}}, nil},
		{"overlap in one fix", [][]lint.TextEdit{{edit("a", 0, 2, "x"), edit("a", 1, 3, "y")}}, nil},
		{"one breaks in the other file", [][]lint.TextEdit{{edit("a", 0, 1, "x"), edit("b", 0, 1, "(")}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			calls := 0
			check := func(fs.FS) ([]lint.Diagnostic, map[string]*source.File, error) {
				if calls++; calls > 1 {
					return nil, nil, nil
				}
				var all []lint.Diagnostic
				for i, edits := range tt.fixes {
					at := source.Location{Path: "a", Span: source.Span{Start: uint32(i), End: uint32(i + 1)}}
					all = append(all, lint.Diagnostic{At: at, Fixes: []lint.SuggestedFix{{Edits: edits}}})
				}
				return all, nil, nil
			}
			plan, err := Run(Options{FS: tree(map[string]string{"a": "012345", "b": "012345"}), Check: check, Errors: brackets})
			if err != nil {
				t.Fatal(err)
			}
			got := make(map[string]string)
			for _, c := range plan.Changes {
				got[c.Path] = string(c.After)
			}
			if !maps.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestOverlay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, tree(map[string]string{"a/b": "old", "a/c": "c", "d": "d"})); err != nil {
		t.Fatal(err)
	}
	o := &overlay{FS: os.DirFS(dir), texts: map[string][]byte{"a/b": []byte("longer")}}
	if err := fstest.TestFS(o, "a/b", "a/c", "d"); err != nil {
		t.Error(err)
	}
	for path, want := range map[string]string{"a/b": "longer", "a/c": "c"} {
		if got, err := fs.ReadFile(o, path); err != nil || string(got) != want {
			t.Errorf("%s: got %q, %v", path, got, err)
		}
		if info, err := fs.Lstat(o, path); err != nil || info.Size() != int64(len(want)) {
			t.Errorf("%s: got %v, %v", path, info, err)
		}
	}
}

// changesOf reads edits of a text of size bytes off random ones.
func changesOf(data []byte, size int) []lint.TextEdit {
	var edits []lint.TextEdit
	at := 0
	for len(data) >= 3 && at <= size {
		start := at + int(data[0]%8)
		end := start + int(data[1]%4)
		if end > size {
			break
		}
		text := strings.Repeat(string('a'+rune(data[2]%16)), int(data[2]/16%4))
		if start < end || text != "" {
			edits = append(edits, lint.TextEdit{At: source.Location{Span: source.Span{Start: uint32(start), End: uint32(end)}}, NewText: text})
		}
		at = end + 1
		data = data[3:]
	}
	return edits
}

// naive applies edits one by one, from the last to the first.
func naive(text string, edits []lint.TextEdit) string {
	for _, e := range slices.Backward(edits) {
		text = text[:e.At.Span.Start] + e.NewText + text[e.At.Span.End:]
	}
	return text
}

// FuzzCompose compares applying edits, and two lists of them at once, with what
// they do one by one.
func FuzzCompose(f *testing.F) {
	f.Add("0123456789", []byte{1, 2, 0x21, 3, 0, 0x11}, []byte{0, 1, 0, 2, 2, 0x35})
	f.Add("", []byte{0, 0, 0x21}, []byte{0, 2, 0x10})
	f.Fuzz(func(t *testing.T, text string, one, two []byte) {
		first := changesOf(one, len(text))
		between, err := Apply([]byte(text), first)
		if err != nil {
			t.Skip() // it cuts a character
		}
		if want := naive(text, first); string(between) != want {
			t.Fatalf("got %q, want %q", between, want)
		}
		second := changesOf(two, len(between))
		want := naive(string(between), second)
		if got := naive(text, compose("", len(text), first, second)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// FuzzCompatible compares the choice among overlapping fixes with that of a
// model that looks at every byte.
func FuzzCompatible(f *testing.F) {
	f.Add([]byte{1, 2, 0x21, 3, 0, 0x11, 0, 1, 0, 2, 2, 0x35})
	f.Fuzz(func(t *testing.T, data []byte) {
		const size = 40
		data = data[:min(len(data), 300)] // the model takes its time
		var all []candidate
		for i := 0; len(data) >= 6; i++ {
			n := min(len(data), 3+3*int(data[0]%3))
			all = append(all, candidate{fix: lint.SuggestedFix{Edits: changesOf(data[:n], size)}, index: i})
			data = data[n:]
		}
		chosen := compatible(all)
		var model []candidate
		for _, c := range all {
			if !slices.ContainsFunc(model, func(m candidate) bool { return inTheWay(m.fix.Edits, c.fix.Edits) }) {
				model = append(model, c)
			}
		}
		same := func(a, b candidate) bool { return a.index == b.index }
		if !slices.EqualFunc(chosen, model, same) {
			t.Fatalf("got %v, want %v", chosen, model)
		}
		for _, edits := range byPath(chosen) {
			if err := fits(make([]byte, size), edits); err != nil {
				t.Error(err)
			}
		}
	})
}

// inTheWay reports whether two fixes cannot both be done, edit by edit. Places
// count twice: bytes are odd, the points between them even.
func inTheWay(a, b []lint.TextEdit) bool {
	covers := func(e lint.TextEdit, place uint32) bool {
		from, to := 2*e.At.Span.Start+1, 2*e.At.Span.End-1
		if e.At.Span.Len() == 0 {
			from, to = 2*e.At.Span.Start, 2*e.At.Span.Start
		}
		return from <= place && place <= to
	}
	for _, x := range a {
		for _, y := range b {
			if x == y {
				continue
			}
			point := x.At.Span.Len() == 0 || y.At.Span.Len() == 0
			for place := range uint32(100) {
				near := point && (covers(x, place+1) || place > 0 && covers(x, place-1))
				if covers(y, place) && (covers(x, place) || near) {
					return true
				}
			}
		}
	}
	return false
}
