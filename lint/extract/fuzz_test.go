package extract

import (
	"path"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/linttest/spent"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// addCases seeds a target with the files of the rules' cases that have one of some
// extensions.
func addCases(f *testing.F, extensions ...string) {
	f.Helper()
	cases, err := filepath.Glob(filepath.Join("..", "..", "testdata", "rules", "*", "*.txtar"))
	if err != nil || len(cases) == 0 {
		f.Fatalf("%d cases, %v", len(cases), err)
	}
	for _, name := range cases {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			for _, ext := range extensions {
				if path.Ext(file.Name) == ext {
					f.Add(string(file.Data))
				}
			}
		}
	}
}

// perNode is how many facts and how many bytes of text a node of the tree gives at
// most, beside those of the source itself.
const perNode = 8

// Facts take no more bytes than most and perByte for each byte of the source.
const (
	most    = 1 << 20
	perByte = 2048
)

// checkBounds reports facts that are more than the source, and spans that cut a
// character of a text that is UTF-8 in two.
func checkBounds(t *testing.T, tree *parse.Tree, f *fact.File) {
	t.Helper()
	text := tree.Source
	most := perNode * (tree.Len() + 1)
	facts := len(f.Exprs) + len(f.Bindings) + len(f.Stores) + len(f.Imports) + len(f.Exports) + len(f.Blocks) + len(f.Scopes) + len(f.Holes)
	if facts > most {
		t.Errorf("%d facts of %d nodes", facts, tree.Len())
	}
	size, kids := 0, 0
	for i := range f.Exprs {
		e := &f.Exprs[i]
		size += len(f.Text(e))
		kids += len(f.Kids(e))
		if utf8.Valid(text) {
			checkBoundary(t, text, e.Span)
		}
	}
	if size > most+perNode*len(text) || kids > most {
		t.Errorf("%d bytes and %d kids of %d nodes in %d bytes", size, kids, tree.Len(), len(text))
	}
	for _, c := range f.Comments {
		for _, s := range []source.Span{c.Span, c.Removal} {
			if s.Start > s.End || int(s.End) > len(text) {
				t.Errorf("comment at %v of %d bytes", s, len(text))
			}
		}
	}
}

func checkBoundary(t *testing.T, text []byte, s source.Span) {
	t.Helper()
	for _, at := range []uint32{s.Start, s.End} {
		if int(at) < len(text) && !utf8.RuneStart(text[at]) {
			t.Errorf("%v cuts a character at %d", s, at)
		}
	}
}

// FuzzPython reads any text as Python.
func FuzzPython(f *testing.F) {
	addCases(f, ".py")
	for _, unit := range []string{"a=", "f(", "a.b[", "[", "f'{x}'", "if a: b=1\n", "'eu-west-1' + ", "import a\n", "lambda: ", "x: int = y\n"} {
		f.Add(strings.Repeat(unit, 3_000/len(unit)))
	}
	f.Fuzz(func(t *testing.T, text string) {
		tree := mustParse(t, parse.Python, text)
		spent.Within(t, len(text), most, perByte, func() { Python(tree, "a.py") })
		facts := Python(tree, "a.py")
		checkFacts(t, tree, facts)
		checkBounds(t, tree, facts)
	})
}

// FuzzTypeScript reads any text in both dialects.
func FuzzTypeScript(f *testing.F) {
	addCases(f, ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs")
	for _, unit := range []string{"a=", "f(", "a.b[", "{", "`${x}`", "if(a){b=1}\n", "'eu-west-1' + ", "import a from 'a'\n", "()=>", "<a>", "a??", "const {a,b:{c}}=d\n"} {
		f.Add(strings.Repeat(unit, 3_000/len(unit)))
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, lang := range []parse.Language{parse.TypeScript, parse.TSX} {
			tree := mustParse(t, lang, text)
			spent.Within(t, len(text), most, perByte, func() { TypeScript(tree, "a.ts") })
			facts := TypeScript(tree, "a.ts")
			checkFacts(t, tree, facts)
			checkBounds(t, tree, facts)
		}
	})
}
