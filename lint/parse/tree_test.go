package parse

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint/source"
)

func mustParse(t testing.TB, lang Language, text string) *Tree {
	t.Helper()
	var p Parser
	defer p.Close()
	tree, err := p.Parse(lang, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// sexp prints the named part of the tree as tree-sitter's own tools do.
func sexp(t *Tree, n Node) string {
	var b strings.Builder
	if f := t.Field(n); f != "" {
		fmt.Fprintf(&b, "%s: ", f)
	}
	fmt.Fprintf(&b, "(%s", t.Kind(n))
	for c := range t.NamedChildren(n) {
		b.WriteString(" " + sexp(t, c))
	}
	return b.String() + ")"
}

func TestParse(t *testing.T) {
	tree := mustParse(t, Python, "x = f('é', k=1)\ny = 2\n")
	want := "(module (expression_statement (assignment left: (identifier) right: " +
		"(call function: (identifier) arguments: (argument_list (string (string_start) (string_content) (string_end)) " +
		"(keyword_argument name: (identifier) value: (integer)))))) " +
		"(expression_statement (assignment left: (identifier) right: (integer))))"
	if got := sexp(tree, tree.Root()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for n := range Node(tree.Len()) {
		span := tree.Span(n)
		if p := tree.Parent(n); p != None && !tree.Span(p).Contains(span) {
			t.Errorf("node %d %v lies outside its parent %v", n, span, tree.Span(p))
		}
	}
}

func TestErrors(t *testing.T) {
	tree := mustParse(t, TypeScript, "const a = 1;\nconst = ;\nconst b = 2;\n")
	errs := tree.Errors()
	if len(errs) == 0 {
		t.Fatal("no error spans")
	}
	line := source.Span{Start: 13, End: 22}
	for _, e := range errs {
		if !line.Contains(e) {
			t.Errorf("error at %v, want it within line 2 %v", e, line)
		}
	}
	if got := strings.Count(sexp(tree, tree.Root()), "lexical_declaration"); got < 2 {
		t.Errorf("%d declarations survive the error, want at least 2", got)
	}
}

func TestReuse(t *testing.T) {
	var p Parser
	defer p.Close()
	for _, lang := range []Language{Python, TypeScript, TSX, Python} {
		first, err := p.Parse(lang, []byte("a = 1\n"))
		if err != nil {
			t.Fatal(err)
		}
		a := first.Text(first.Root())
		second, err := p.Parse(lang, []byte("b(2)\n"))
		if err != nil {
			t.Fatal(err)
		}
		if b := second.Text(second.Root()); a != "a = 1\n" || b != "b(2)\n" {
			t.Errorf("language %d: second parse returned the first file", lang)
		}
	}
}

// TestStopped stops a parser, which must not go on with the old file in the next
// one.
func TestStopped(t *testing.T) {
	var p Parser
	defer p.Close()
	for _, lang := range []Language{Python, TypeScript, TSX, Dotenv} {
		if _, err := p.parse(lang, []byte(strings.Repeat("a = 1\n", 100_000)), 1); !errors.Is(err, ErrLimit) {
			t.Errorf("language %d: %v, want %v", lang, err, ErrLimit)
		}
		tree, err := p.Parse(lang, []byte("b = 2\n"))
		if err != nil {
			t.Fatal(err)
		}
		if got := tree.Text(tree.Root()); got != "b = 2\n" || tree.HasError(tree.Root()) {
			t.Errorf("language %d: after a stop %q", lang, got)
		}
	}
}

// TestResumed has a parser resume a file over and over, as on a machine that is busy
// with something else.
func TestResumed(t *testing.T) {
	for lang, line := range map[Language]string{
		Python: "x = f(1, 'a', {b: [c]})\n", TypeScript: "x = f(1, 'a', {b: [c]})\n", TSX: "x = <a b={c}>d</a>\n", Dotenv: "A=${B:-c} # d\n",
	} {
		t.Run(strconv.Itoa(int(lang)), func(t *testing.T) {
			text := []byte(strings.Repeat(line, 5000))
			var p Parser
			defer p.Close()
			g := lang.grammar()
			var trees [2][]flat
			for i, turn := range []int{1 << 40, 100} {
				tree := p.grow(g, text, turn, 1<<40)
				if tree == nil {
					t.Fatal(ErrLimit)
				}
				trees[i] = slices.Clone(p.flatten(g, tree))
				p.drop(tree)
			}
			if !slices.Equal(trees[0], trees[1]) {
				t.Error("it is another tree than that of a file read in one turn")
			}
		})
	}
}

func TestDeepNesting(t *testing.T) {
	tree := mustParse(t, Python, strings.Repeat("[", 50_000))
	if tree.Len() == 0 {
		t.Error("no nodes")
	}
}

func BenchmarkParse(b *testing.B) {
	text := strings.Repeat("client = boto3.client('s3', region_name=os.environ['AWS_REGION'])\n", 2000)
	var p Parser
	defer p.Close()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := p.Parse(Python, []byte(text)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFlatten is the part of BenchmarkParse that copies the tree.
func BenchmarkFlatten(b *testing.B) {
	text := []byte(strings.Repeat("client = boto3.client('s3', region_name=os.environ['AWS_REGION'])\n", 2000))
	var p Parser
	defer p.Close()
	g := Python.grammar()
	tree := p.grow(g, text, turn, leastMicros)
	if tree == nil {
		b.Fatal(ErrLimit)
	}
	defer p.drop(tree)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		p.flatten(g, tree)
	}
}
