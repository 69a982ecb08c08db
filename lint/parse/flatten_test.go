package parse

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	sitter "github.com/smacker/go-tree-sitter"
	"golang.org/x/tools/txtar"
)

// TestFlatten compares flattening, which reads tree-sitter's own structures, with
// what the interface of the binding says of each node: in sources as they are, and
// in what is left of them when pieces are cut out, which has errors and tokens that
// the parser made up.
func TestFlatten(t *testing.T) {
	t.Parallel()
	var p Parser
	defer p.Close()
	oracle := sitter.NewParser()
	defer oracle.Close()
	var failed, missing, fields, nodes int
	for i, s := range sources(t) {
		for _, text := range [][]byte{s.text, gaps(s.text, 97+i), s.text[:len(s.text)*2/3]} {
			tree, err := p.Parse(s.lang, text)
			if err != nil {
				t.Fatal(err)
			}
			oracle.SetLanguage(sitter.NewLanguage(s.lang.grammar().language))
			want := byInterface(t, oracle, s.lang, text)
			if !slices.Equal(tree.nodes, want) {
				t.Fatalf("%s: %d nodes, want %d of them; the first that differs is %d\n%s",
					s.name, len(tree.nodes), len(want), difference(tree.nodes, want), text)
			}
			nodes += len(want)
			for _, n := range want {
				if n.symbol == errorSymbol {
					failed++
				}
				if n.flags&flagMissing != 0 {
					missing++
				}
				if n.field != 0 {
					fields++
				}
			}
		}
	}
	if nodes < 50_000 || fields < 10_000 || failed < 100 || missing < 20 {
		t.Errorf("only %d nodes with %d fields, %d errors and %d tokens made up were compared", nodes, fields, failed, missing)
	}
}

type sample struct {
	name string
	lang Language
	text []byte
}

// sources returns the files of code in the cases of the rules, and what is deep,
// wide or empty.
func sources(t *testing.T) []sample {
	t.Helper()
	all := []sample{
		{"empty", Python, nil},
		{"blank", TSX, []byte(" \n\t\n")},
		{"deep", TypeScript, []byte(strings.Repeat("[", 2_000) + strings.Repeat("]", 2_000))},
		{"wide", Python, []byte("x = [" + strings.Repeat("1, ", 2_000) + "]\n")},
		{"extras", Python, []byte("f(a, # one\n  # two\n  b) \\\n  .c\n")},
		{"fields in what is hidden", TypeScript, []byte("export default class A<T> extends B implements C { static async *[k](a?: T): void {} }\n")},
		{"a long leaf", Python, []byte("# " + strings.Repeat("x", 1_000) + "\n" + strings.Repeat(" ", 600) + "a = 1\n")},
	}
	root := os.DirFS("../../testdata/rules")
	err := fs.WalkDir(root, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".txtar" {
			return err
		}
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		for _, f := range txtar.Parse(data).Files {
			if lang, ok := languageOf(path.Base(f.Name)); ok {
				all = append(all, sample{name + "/" + f.Name, lang, f.Data})
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func languageOf(name string) (Language, bool) {
	switch path.Ext(name) {
	case ".py":
		return Python, true
	case ".ts":
		return TypeScript, true
	case ".tsx", ".js", ".jsx":
		return TSX, true
	}
	return Dotenv, strings.HasPrefix(name, ".env")
}

// gaps returns text without two bytes in every so many.
func gaps(text []byte, every int) []byte {
	var b bytes.Buffer
	for part := range slices.Chunk(text, every) {
		b.Write(part[:max(0, len(part)-2)])
	}
	return b.Bytes()
}

// byInterface flattens a tree by the interface of the binding.
func byInterface(t *testing.T, oracle *sitter.Parser, lang Language, text []byte) []flat {
	t.Helper()
	tree, err := oracle.ParseCtx(context.Background(), nil, text)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	cursor := sitter.NewTreeCursor(tree.RootNode())
	defer cursor.Close()
	fields := map[string]uint8{}
	for i, name := range lang.grammar().names.fields {
		fields[name] = uint8(i)
	}
	var nodes []flat
	var visit func(parent int32)
	visit = func(parent int32) {
		n := cursor.CurrentNode()
		f := flat{start: n.StartByte(), end: n.EndByte(), parent: parent, next: int32(None), symbol: uint16(n.Symbol()), field: fields[cursor.CurrentFieldName()]}
		for flag, is := range map[uint8]bool{flagNamed: n.IsNamed(), flagMissing: n.IsMissing(), flagError: n.HasError()} {
			if is {
				f.flags |= flag
			}
		}
		self := int32(len(nodes))
		nodes = append(nodes, f)
		for ok := cursor.GoToFirstChild(); ok; {
			child := int32(len(nodes))
			visit(self)
			if ok = cursor.GoToNextSibling(); ok {
				nodes[child].next = int32(len(nodes))
			} else {
				cursor.GoToParent()
			}
		}
	}
	visit(int32(None))
	return nodes
}

// difference returns the first place where two trees differ.
func difference(a, b []flat) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

// A field has one byte in the flat tree.
func TestFields(t *testing.T) {
	t.Parallel()
	for lang := range languages {
		if n := len(lang.grammar().names.fields); n > 1<<8 {
			t.Errorf("language %d has %d fields", lang, n)
		}
	}
}
