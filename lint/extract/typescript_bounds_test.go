package extract

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

func tsFacts(t testing.TB, text string) *fact.File {
	t.Helper()
	tree := mustParse(t, parse.TSX, text)
	f := TypeScript(tree, "a.tsx")
	checkFacts(t, tree, f)
	return f
}

func countKind(f *fact.File, kind fact.Kind) int {
	n := 0
	for _, e := range f.Exprs[1:] {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

// TestTypeScriptSpans checks the places that rules report and edit.
func TestTypeScriptSpans(t *testing.T) {
	const text = `const c = await (new S3({ "region": 'eu-west-1', v: ` + "`a-${b}-c`" + ` }))!.send?.(1); export { c as d };
let { e: f = "x" } = g;
const j = <A>
  <B/>
</A>;`
	f := tsFacts(t, text)
	at := func(s source.Span) string { return text[s.Start:s.End] }
	var got []string
	for _, e := range f.Exprs[1:] {
		switch e.Kind {
		case fact.Call, fact.Object, fact.Concat, fact.Coalesce:
			got = append(got, at(e.Span))
		case fact.String, fact.Member:
			got = append(got, at(e.Span)+" | "+at(e.Inner))
		case fact.Name:
			if at(e.Span) != f.Text(&e) {
				t.Errorf("name %q at %q", f.Text(&e), at(e.Span))
			}
		}
	}
	want := []string{
		`"region" | region`, `'eu-west-1' | eu-west-1`, `v | v`, `a- | a-`, `-c | -c`, "`a-${b}-c`",
		"{ \"region\": 'eu-west-1', v: `a-${b}-c` }",
		"new S3({ \"region\": 'eu-west-1', v: `a-${b}-c` })",
		"(new S3({ \"region\": 'eu-west-1', v: `a-${b}-c` }))!.send | send",
		"(new S3({ \"region\": 'eu-west-1', v: `a-${b}-c` }))!.send?.(1)",
		`e: f = "x" | e`, `"x" | x`, `f = "x"`,
		`<A>`, `<A>`, `<B/>`, `<B/>`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for i, want := range []string{`c = await (new S3({ "region": 'eu-west-1', v: ` + "`a-${b}-c`" + ` }))!.send?.(1)`, `{ e: f = "x" } = g`} {
		if end := f.Bindings[i].At; int(end) != strings.Index(text, want)+len(want) {
			t.Errorf("binding %q holds from %d, want the end of %s", f.NameOf(&f.Bindings[i]), end, want)
		}
	}
}

// TestTypeScriptHoisting checks from where the names hold that are bound
// before their block runs.
func TestTypeScriptHoisting(t *testing.T) {
	const text = "a(); { b(); function b() {} } class C {} import d from 'd'; function a() {}"
	want := map[string]int{"a": 0, "b": strings.Index(text, "{ b"), "C": strings.Index(text, " import"), "d": 0}
	for _, b := range tsFacts(t, text).Bindings {
		if int(b.At) != want[tsFacts(t, text).NameOf(&b)] {
			t.Errorf("%s holds from %d, want %d", tsFacts(t, text).NameOf(&b), b.At, want[tsFacts(t, text).NameOf(&b)])
		}
	}
}

func TestTypeScriptComments(t *testing.T) {
	f := tsFacts(t, `// was us-east-1
a(); /* regionlint:ignore x */ // nothing
const j = <div>
  {/* regionlint:ignore y */}
  <b/> {/* eu-west-1 */}
</div>;
const s = "// regionlint:ignore z";
`)
	type comment struct {
		text    string
		ownLine bool
	}
	var got []comment
	for _, c := range f.Comments {
		got = append(got, comment{c.Text, c.OwnLine})
	}
	want := []comment{
		{"// was us-east-1", true},
		{"/* regionlint:ignore x */", false},
		{"/* regionlint:ignore y */", true},
		{"/* eu-west-1 */", false},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTypeScriptDirectives(t *testing.T) {
	f := tsFacts(t, "#!/usr/bin/env node\n// first\n'use client'; \"use strict\";\nf(); 'no directive';\nfunction g() { 'use server' }")
	if want := []string{"use client", "use strict"}; !slices.Equal(f.Directives, want) {
		t.Errorf("got %q, want %q", f.Directives, want)
	}
	if n := countKind(f, fact.String); n != 1 {
		t.Errorf("%d strings, want one", n)
	}
}

// TestTypeScriptChains checks that what real sources make long is followed to
// its end, however long it is.
func TestTypeScriptChains(t *testing.T) {
	const n = 3 * tsMaxDepth
	long := func(first, rest string) string { return first + strings.Repeat(rest, n) }
	for _, c := range []struct {
		name, text string
		kind       fact.Kind
		count      int
		kids       int // of the last one
	}{
		{"sum", long("x = a", " + b"), fact.Concat, 1, n + 1},
		{"or", long("x = a", " || b()"), fact.Call, n, 1},
		{"mixed", long("x = a", " - b() + c"), fact.Call, n, 1},
		{"calls", long("a", ".b()"), fact.Call, n, 1},
		{"else if", long("if (a) b();", " else if (a) b();"), fact.Call, n + 1, 1},
		{"sequence", long("a()", ", b()"), fact.Call, n + 1, 1},
		{"union", long("type R = 'a'", " | 'b'"), fact.List, 1, n + 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := tsFacts(t, c.text)
			if got := countKind(f, c.kind); got != c.count {
				t.Errorf("%d expressions, want %d", got, c.count)
			}
			for _, e := range slices.Backward(f.Exprs) {
				if e.Kind == c.kind {
					if len(f.Kids(&e)) != c.kids {
						t.Errorf("%d kids, want %d", len(f.Kids(&e)), c.kids)
					}
					break
				}
			}
		})
	}
	f := tsFacts(t, long("if (a) b();", " else if (a) b();"))
	for i, b := range f.Blocks[1:] {
		if b.Parent != 0 || b.Group != 1 {
			t.Fatalf("arm %d in block %d, group %d", i, b.Parent, b.Group)
		}
	}
}

// TestTypeScriptDepth checks that nesting is followed to a bound only.
func TestTypeScriptDepth(t *testing.T) {
	const n = 4 * tsMaxDepth
	for name, text := range map[string]string{
		"parentheses": strings.Repeat("(", n) + "a" + strings.Repeat(")", n),
		"lists":       strings.Repeat("[", n) + "a" + strings.Repeat("]", n),
		"unclosed":    strings.Repeat("f({a: [", n),
		"blocks":      strings.Repeat("{", n) + "a()" + strings.Repeat("}", n),
		"ifs":         strings.Repeat("if (a) ", n) + "b()",
		"functions":   strings.Repeat("x => ", n) + "x",
		"bodies":      strings.Repeat("function f() {", n) + strings.Repeat("}", n),
		"classes":     strings.Repeat("class A { x = class {", n/4),
		"negations":   strings.Repeat("!", n) + "a",
		"ternaries":   strings.Repeat("a ? b : ", n) + "c",
		"patterns":    "let " + strings.Repeat("[", n) + "a" + strings.Repeat("]", n) + " = b",
		"assignments": strings.Repeat("a = ", n) + "b",
		"elements":    strings.Repeat("<a>", n) + strings.Repeat("</a>", n),
		"templates":   strings.Repeat("`${", n) + strings.Repeat("}`", n),
		"types":       "let x: " + strings.Repeat("A<", n) + "'a'" + strings.Repeat(">", n),
		"names":       "let x: A" + strings.Repeat(".A", n),
		"namespaces":  strings.Repeat("namespace A {", n) + strings.Repeat("}", n),
		"new":         strings.Repeat("new ", n) + "A",
		"yields":      "function* f() {" + strings.Repeat("yield ", n) + "a }",
	} {
		t.Run(name, func(t *testing.T) {
			f := tsFacts(t, text)
			deepest := 0
			depth := make([]int, len(f.Exprs))
			for i, e := range f.Exprs {
				for _, k := range f.Kids(&e) {
					depth[i] = max(depth[i], depth[k]+1)
				}
				deepest = max(deepest, depth[i])
			}
			if deepest > 2*tsMaxDepth || len(f.Scopes) > 2*tsMaxDepth || len(f.Blocks) > 2*tsMaxDepth {
				t.Errorf("expressions nest %d deep, %d scopes, %d blocks", deepest, len(f.Scopes), len(f.Blocks))
			}
		})
	}
}

// TestTypeScriptDamaged checks that facts keep their promises whatever the
// text is: sources with pieces taken out, doubled and mixed up.
func TestTypeScriptDamaged(t *testing.T) {
	const text = `import d, { a as b, type T } from "m"; export * from "n"; export { b as c };
@D({ x: 1 }) export class A extends B<T> { #p = 1; static { f() } constructor(private readonly r: string = "us-east-1") { super(r) } get g() { return this.#p } }
const { a, b: [c = 2, ...e], ...f } = await g("eu-west-1"), h = ({ i }) => ` + "`a${i}\\n`" + `;
switch (a) { case 1: b(); default: for (const [k, v] of c) if (k) break; else throw v }
try { a ||= b ?? c } catch ({ d }) { e.f += 1 } finally { while (x) y-- }
enum E { A = "us-east-1", B } namespace N.M { export const r = 1 } type R = "a" | "b";
const j = <A b="us-west-2" {...c}>{d}<e.F/></A>; export default function () { yield* 1 }`
	random := rand.New(rand.NewPCG(1, 2))
	var p parse.Parser
	defer p.Close()
	for range 400 {
		damaged := []byte(text)
		for range 1 + random.IntN(6) {
			from := random.IntN(len(damaged))
			to := min(len(damaged), from+random.IntN(12))
			at := random.IntN(len(damaged))
			switch piece := slices.Clone(damaged[from:to]); random.IntN(3) {
			case 0:
				damaged = slices.Delete(damaged, from, to)
			case 1:
				damaged = slices.Insert(damaged, at, piece...)
			case 2:
				damaged[at] = byte(random.IntN(256))
			}
		}
		for _, lang := range []parse.Language{parse.TypeScript, parse.TSX} {
			tree, err := p.Parse(lang, damaged)
			if err != nil {
				t.Fatal(err)
			}
			checkFacts(t, tree, TypeScript(tree, "a.ts"))
			if t.Failed() {
				t.Fatalf("facts of %q", damaged)
			}
		}
	}
}
