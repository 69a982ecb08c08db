package extract

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
)

// A pyCase is source text and the dump of its facts.
type pyCase struct{ name, text, want string }

func checkPython(t *testing.T, cases []pyCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := pyFacts(t, c.text)
			if got, want := dump(f), strings.TrimPrefix(c.want, "\n"); got != want {
				t.Errorf("facts of%s\ngot\n%s\nwant\n%s", c.text, got, want)
			}
		})
	}
}

// pyFacts returns the facts of text, which hold what package fact promises.
func pyFacts(t testing.TB, text string) *fact.File {
	t.Helper()
	tree := mustParse(t, parse.Python, text)
	f := Python(tree, "a.py")
	checkFacts(t, tree, f)
	return f
}

// TestPythonSpans holds each kind of expression to the bytes that it covers,
// and Inner to those of its text or name.
func TestPythonSpans(t *testing.T) {
	const text = `x = (await s.client("a", region_name=r"b"))
y = f"é{x}us-{{z}}" 'q'
z = ("m%s\tn-%%" % x) + "{k}{{o".format(k=v)
def f(p: "a.B" = 1): pass
{*a.b(c)}
`
	f := pyFacts(t, text)
	var got []string
	for _, e := range f.Exprs[1:] {
		switch e.Kind {
		case fact.Call, fact.Concat:
			got = append(got, text[e.Span.Start:e.Span.End])
		case fact.String, fact.Member, fact.Keyword:
			got = append(got, fmt.Sprintf("%s | %s | %v", text[e.Span.Start:e.Span.End], text[e.Inner.Start:e.Inner.End], e.Plain()))
		}
	}
	want := []string{
		`s.client | client | false`,
		`"a" | a | true`,
		`r"b" | b | true`,
		`region_name=r"b" | region_name | false`,
		`s.client("a", region_name=r"b")`,
		`é | é | true`,
		`us-{{z}} | us-{{z}} | false`,
		`'q' | q | true`,
		`f"é{x}us-{{z}}" 'q'`,
		`m | m | true`,
		`\tn- | \tn- | false`,
		`%% | %% | false`,
		`{{o | {{o | false`,
		`("m%s\tn-%%" % x) + "{k}{{o".format(k=v)`,
		`a.B | B | false`,
		`a.b | b | false`,
		`a.b(c)`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if p := f.Funcs[0].Params[0].Span; text[p.Start:p.End] != `p: "a.B" = 1` {
		t.Errorf("parameter at %q", text[p.Start:p.End])
	}
}

// TestPythonHolds tells from where bindings hold: from the end of their
// statement, or from before the first use that they serve.
func TestPythonHolds(t *testing.T) {
	const text = `a = b = 1  # c
for c in d: e
with f() as g, h: i
j = [k for k in l]
m = n if (n := 1) else 2
if (o := 1): p
import q.r; from s import t
def u(): pass
`
	f := pyFacts(t, text)
	want := map[string]string{
		"a": "a = b = 1", "b": "a = b = 1", "c": "for c", "g": "f() as g", "j": "j = [k for k in l]", "k": "\nj = ",
		"m": "m = n if (n := 1) else 2", "n": "\nm = ", "o": "(o := 1", "q": "import q.r", "t": "from s import t",
		"u": "def u(): pass",
	}
	for _, b := range f.Bindings {
		if !strings.HasSuffix(text[:b.At], want[f.NameOf(&b)]) {
			t.Errorf("%s holds after %q, want %q", f.NameOf(&b), text[:b.At], want[f.NameOf(&b)])
		}
		delete(want, f.NameOf(&b))
	}
	if len(want) > 0 {
		t.Errorf("not bound: %v", want)
	}
}

// TestPythonBlocks holds expressions to the block that they are evaluated in.
func TestPythonBlocks(t *testing.T) {
	f := pyFacts(t, `
if a: b
elif c: d
e or f
g if h else i
def j(k=l): m
[n for o in p]
lambda q=r: s
`)
	want := map[string]string{
		"a": "0 body", "b": "1 arm", "c": "0 body", "d": "2 arm", "e": "0 body", "f": "3 guarded",
		"h": "0 body", "g": "4 arm", "i": "5 arm", "l": "0 body", "m": "6 body", "p": "0 body", "n": "7 loop",
		"r": "0 body", "s": "8 body",
	}
	kinds := [...]string{"body", "arm", "loop", "nested", "guarded"}
	for _, e := range f.Exprs {
		if e.Kind != fact.Name {
			continue
		}
		if got := fmt.Sprint(e.Block, " ", kinds[f.Blocks[e.Block].Kind]); got != want[f.Text(&e)] {
			t.Errorf("%s stands in block %s, want %s", f.Text(&e), got, want[f.Text(&e)])
		}
		delete(want, f.Text(&e))
	}
	if len(want) > 0 {
		t.Errorf("no such names: %v", want)
	}
}

func TestPythonComments(t *testing.T) {
	f := pyFacts(t, `# plain
# was us-east-1
x = 1  # regionlint: ignore hardcoded-region
y = "# us-east-1"
"""# us-east-1"""
f(
    a,  # eu-west-1
)
`)
	var got []string
	for _, c := range f.Comments {
		got = append(got, fmt.Sprint(c.Text, " ", c.OwnLine))
	}
	want := []string{"# was us-east-1 true", "# regionlint: ignore hardcoded-region false", "# eu-west-1 false"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestPythonLineEndings reads a file with a byte-order mark and CRLF.
func TestPythonLineEndings(t *testing.T) {
	const text = "\ufeff# us-east-1\r\nif a:\r\n    x = '''b\r\nc'''\r\n    y = f'{d}\\\r\ne'\r\n"
	f := pyFacts(t, text)
	want := "bind 0/1 x = ~\"b\\nc\"\nbind 0/1 y = (concat d \"e\")\nblock 1 arm in 0 g1 if a\n"
	if got := dump(f); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(f.Comments) != 1 || !f.Comments[0].OwnLine || f.Comments[0].Text != "# us-east-1" {
		t.Errorf("comments %v", f.Comments)
	}
}

// TestPythonChains reads chains that are longer than any nesting that is
// followed.
func TestPythonChains(t *testing.T) {
	const n = 20_000
	for _, c := range []struct {
		name, text string
		kind       fact.Kind
		kids       int
	}{
		{"sum", "x = a" + strings.Repeat(" + a", n), fact.Concat, n + 1},
		{"or", "x = a" + strings.Repeat(" or a", n), fact.Or, n + 1},
		{"concatenation", "x = ''" + strings.Repeat(" 'a'", n), fact.Concat, n + 1},
		{"list", "x = [a" + strings.Repeat(", a", n) + "]", fact.List, n + 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := pyFacts(t, c.text)
			if e := f.Exprs[f.Bindings[0].Value]; e.Kind != c.kind || len(f.Kids(&e)) != c.kids {
				t.Errorf("kind %d with %d kids, want %d with %d", e.Kind, len(f.Kids(&e)), c.kind, c.kids)
			}
		})
	}
	f := pyFacts(t, "if a: b\n"+strings.Repeat("elif a: b\n", n)+"else: c = 1\n")
	if b := f.Bindings[0]; len(f.Blocks) != n+3 || f.Blocks[b.Block].Parent != 0 {
		t.Errorf("%d blocks, the last in %d; want %d, all in 0", len(f.Blocks), f.Blocks[b.Block].Parent, n+3)
	}
	if f := pyFacts(t, strings.Repeat("a = ", n)+"1"); len(f.Bindings) != n {
		t.Errorf("%d bindings, want %d", len(f.Bindings), n)
	}
}

// TestPythonDepth nests deeper than is followed, and expects what comes after
// to be read all the same.
func TestPythonDepth(t *testing.T) {
	const n = 20_000
	for _, unit := range []struct{ open, middle, end string }{
		{"[", "", "]"},
		{"(", "a", ")"},
		{"f(", "", ")"},
		{"not ", "a", ""},
		{"-", "a", ""},
		{"{a: ", "b", "}"},
		{"lambda: ", "a", ""},
		{"a if b else ", "c", ""},
		{"", "a", ".b"},
		{"", "a", "()"},
		{"", "a", " - a"},
	} {
		t.Run(unit.open+unit.middle+unit.end, func(t *testing.T) {
			f := pyFacts(t, strings.Repeat(unit.open, n)+unit.middle+strings.Repeat(unit.end, n)+"\nafter = 1\n")
			if len(f.Bindings) == 0 || f.NameOf(&f.Bindings[len(f.Bindings)-1]) != "after" {
				t.Error("the statement after it is lost")
			}
			if d := depth(f); d > pyMaxDepth+1 {
				t.Errorf("expressions nest %d deep, want at most %d", d, pyMaxDepth+1)
			}
		})
	}
	for _, open := range []string{"[", "f(", "{", "x = (", "def f(a=", "class A(", "@", "f'{", "x: a["} {
		t.Run("unclosed "+open, func(*testing.T) { pyFacts(t, strings.Repeat(open, n/20)) })
	}
	var b strings.Builder
	for i := range 2 * pyMaxDepth {
		b.WriteString(strings.Repeat(" ", i) + "if a:\n")
	}
	f := pyFacts(t, b.String()+strings.Repeat(" ", 2*pyMaxDepth)+"b = 1\n")
	// The grammar keeps an indentation in one byte, and loses deeper ones.
	if len(f.Blocks) < 255 || len(f.Blocks) > pyMaxDepth+1 {
		t.Errorf("%d blocks, want 255 to %d", len(f.Blocks), pyMaxDepth+1)
	}
}

// depth returns how deep the expressions of f nest.
func depth(f *fact.File) int {
	depths := make([]int, len(f.Exprs))
	for id, e := range f.Exprs {
		for _, k := range f.Kids(&e) {
			depths[id] = max(depths[id], depths[k]+1)
		}
	}
	return slices.Max(depths)
}

// TestPythonMutated cuts, doubles and swaps pieces of source at random and
// expects the promises of package fact to hold.
func TestPythonMutated(t *testing.T) {
	var seeds []string
	for _, c := range slices.Concat(pyExpressions, pyBindings, pyStatements) {
		seeds = append(seeds, c.text)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	var p parse.Parser
	defer p.Close()
	for range 3000 {
		text := []byte(seeds[rng.IntN(len(seeds))])
		for range 1 + rng.IntN(4) {
			text = mutate(rng, text)
		}
		tree, err := p.Parse(parse.Python, text)
		if err != nil {
			t.Fatal(err)
		}
		checkFacts(t, tree, Python(tree, "a.py"))
		if t.Failed() {
			t.Fatalf("source:\n%s", text)
		}
	}
}

// mutate changes text at a random place.
func mutate(rng *rand.Rand, text []byte) []byte {
	if len(text) < 2 {
		return text
	}
	from := rng.IntN(len(text))
	to := min(len(text), from+1+rng.IntN(12))
	switch rng.IntN(4) {
	case 0: // cut
		return slices.Delete(text, from, to)
	case 1: // double
		return slices.Insert(text, to, slices.Clone(text[from:to])...)
	case 2: // move to another place
		piece := slices.Clone(text[from:to])
		text = slices.Delete(text, from, to)
		return slices.Insert(text, rng.IntN(len(text)+1), piece...)
	default: // put in something that matters to the grammar
		const bytes = "()[]{}'\"\\\n\r\t :,.=*%#@f\x00\xff"
		return slices.Insert(text, from, bytes[rng.IntN(len(bytes))])
	}
}

func BenchmarkPython(b *testing.B) {
	var text strings.Builder
	for _, c := range slices.Concat(pyExpressions, pyBindings, pyStatements) {
		if c.name != "errors" {
			text.WriteString(c.text + "\n")
		}
	}
	tree := mustParse(b, parse.Python, strings.Repeat(text.String(), 20))
	b.SetBytes(int64(len(tree.Source)))
	for b.Loop() {
		Python(tree, "a.py")
	}
}
