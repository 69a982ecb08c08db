package dotenv

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	sitter "github.com/smacker/go-tree-sitter"

	"github.com/regionlint/regionlint/lint/linttest/spent"
)

func mustParse(t testing.TB, text []byte) *sitter.Tree {
	t.Helper()
	p := sitter.NewParser()
	defer p.Close()
	p.SetLanguage(Language())
	tree, err := p.ParseCtx(context.Background(), nil, text)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tree.Close)
	return tree
}

func sexp(t testing.TB, text string) string {
	t.Helper()
	return mustParse(t, []byte(text)).RootNode().String()
}

// corpusCase matches one case of a tree-sitter corpus file: title, input and
// tree.
var corpusCase = regexp.MustCompile(`(?ms)^={3,}\n(.+?)\n={3,}\n(.*?)\n-{3,}\n(.*?)(?:\z|^(={3,}\n))`)

type example struct{ title, text, tree string }

func corpus(t testing.TB) []example {
	t.Helper()
	files, err := filepath.Glob("test/corpus/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	var all []example
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		for text != "" {
			m := corpusCase.FindStringSubmatchIndex(text)
			if len(m) == 0 || m[0] != 0 {
				t.Fatalf("%s: no case at %.40q", file, text)
			}
			all = append(all, example{text[m[2]:m[3]], text[m[4]:m[5]], text[m[6]:m[7]]})
			text = text[m[7]:]
		}
	}
	return all
}

func TestCorpus(t *testing.T) {
	for _, c := range corpus(t) {
		t.Run(c.title, func(t *testing.T) {
			want := strings.Join(strings.Fields(c.tree), " ")
			if got := sexp(t, c.text); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// TestChecksum keeps the line in grammar.c that makes Go compile src again.
func TestChecksum(t *testing.T) {
	sum := sha256.New()
	for _, file := range []string{"src/parser.c", "src/scanner.c", "src/tree_sitter/parser.h"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sum.Write(data)
	}
	grammar, err := os.ReadFile("grammar.c")
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("// sha256 of src: %x\n", sum.Sum(nil)); !strings.Contains(string(grammar), want) {
		t.Errorf("src changed: grammar.c must hold the line\n%s", want)
	}
}

// TestBytes holds what a text file under version control would not keep.
func TestBytes(t *testing.T) {
	const (
		bare = "(assignment name: (name) value: (unquoted (text)))"
		bad  = "(bad_line (text))"
	)
	tests := []struct{ name, text, want string }{
		{"CRLF", "A=1\r\nB=2\r\n", bare + " " + bare},
		{"lone CR", "A=1\rB=2\r", bare + " " + bare},
		{"lone CR after the separator", "A=\rB=2", "(assignment name: (name)) " + bare},
		{"CRLF in quotes", "A=\"1\r\n2\"\r\nB=2", "(assignment name: (name) value: (double_quoted (text))) " + bare},
		{"no final line end", "A=1", bare},
		{"byte-order mark", "\ufeffA=1\nB=2\n", bare + " " + bare},
		{"byte-order mark and comment", "\ufeff# c\nB=2\n", "(comment) " + bare},
		{"byte-order mark on a later line", "A=1\n\ufeffB=2\nC=3\n", bare + " " + bad + " " + bare},
		{"NUL in a value", "A=1\x002\nB=2\n", bare + " " + bare},
		{"NUL in a comment", "#\x00\nB=2\n", "(comment) " + bare},
		{"NUL line", "\x00\nB=2\n", bad + " " + bare},
		{"no UTF-8", "A=\xff\xfe\n\xc3\nB=2\n", bare + " " + bad + " " + bare},
		{"blanks beyond ASCII", "A\u00a0=\u00851\u0085# c\nB=2\n", bare + " (comment) " + bare},
		{"letter beyond ASCII", "É=1\nB=2\n", bad + " " + bare},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := "(source_file " + tt.want + ")"
			if got := sexp(t, tt.text); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// TestLinear parses inputs whose every line could make the scanner read the
// rest of the file. Read once per line they would take minutes.
func TestLinear(t *testing.T) {
	const lines = 50_000
	for name, text := range map[string]string{
		"open quotes":      strings.Repeat("A=\"\\\"\n", lines),
		"open backticks":   strings.Repeat("A=`x\n", lines),
		"each kind once":   "A='\nB=\"\nC=`\n" + strings.Repeat("D=x\n", lines),
		"open braces":      "A=" + strings.Repeat("${A:-", lines),
		"balanced braces":  "A=" + strings.Repeat("${A:-", lines) + strings.Repeat("}", lines),
		"dollars in quote": "A=\"" + strings.Repeat("$", lines) + "\"",
		"one long name":    strings.Repeat("A", lines*4),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			mustParse(t, []byte(text))
			if d := time.Since(start); d > time.Minute {
				t.Errorf("%d bytes took %v", len(text), d)
			}
		})
	}
}

type span struct{ start, end uint32 }

// shape is what a tree says of its text: the leaves, the names that
// assignments set, and the quoted values.
type shape struct{ tokens, names, quoted []span }

func (s *shape) add(t *testing.T, n *sitter.Node) {
	t.Helper()
	at := span{n.StartByte(), n.EndByte()}
	if n.IsError() || n.IsMissing() {
		t.Errorf("syntax error at %v", at)
	}
	switch n.Type() {
	case "assignment":
		name := n.ChildByFieldName("name")
		s.names = append(s.names, span{name.StartByte(), name.EndByte()})
	case "single_quoted", "double_quoted", "backtick_quoted":
		s.quoted = append(s.quoted, at)
	}
	if n.ChildCount() == 0 && n.Type() != "source_file" {
		s.tokens = append(s.tokens, at)
	}
	for i := range int(n.ChildCount()) {
		s.add(t, n.Child(i))
	}
}

var (
	blank = regexp.MustCompile("^(?:[ \t\v\f\r\n]|\u0085|\u00a0)*$")
	plain = regexp.MustCompile(`^([A-Za-z_][A-Za-z0-9_]*)=[A-Za-z0-9-]*$`)
)

// checkTokens fails unless the leaves lie in order and inside text, with
// nothing but blanks between them.
func checkTokens(t *testing.T, text []byte, tokens []span) {
	t.Helper()
	size := uint32(len(text))
	end := size - uint32(len(bytes.TrimPrefix(text, []byte("\ufeff"))))
	for _, tok := range append(tokens, span{size, size}) {
		if tok.start < end || tok.end < tok.start || tok.end > size {
			t.Fatalf("token %v after byte %d of %d", tok, end, size)
		}
		if gap := text[end:tok.start]; !blank.Match(gap) {
			t.Fatalf("bytes %q before %v belong to no token", gap, tok)
		}
		end = tok.end
	}
}

// checkPlain fails unless each line NAME=plain sets its name or is a quoted
// value's text.
func checkPlain(t *testing.T, text []byte, s *shape) {
	t.Helper()
	var size int
	for start := 0; start < len(text); start += size + 1 {
		size = bytes.IndexAny(text[start:], "\r\n")
		if size < 0 {
			size = len(text) - start
		}
		m := plain.FindSubmatch(text[start : start+size])
		if m == nil {
			continue
		}
		name := span{uint32(start), uint32(start + len(m[1]))}
		hidden := slices.ContainsFunc(s.quoted, func(q span) bool { return q.start < name.start && name.end < q.end })
		if hidden && !bytes.ContainsAny(text[:start], "\"'`") {
			t.Errorf("%q at %d is inside quotes, but none was opened", m[0], start)
		}
		if !hidden && !slices.Contains(s.names, name) {
			t.Errorf("%q at %d is not found", m[0], start)
		}
	}
}

func FuzzDotenv(f *testing.F) {
	for _, c := range corpus(f) {
		f.Add([]byte(c.text))
	}
	f.Add([]byte("\ufeffA=\"1\r\n2\"\r\n\xff=\x00\rB=$\\${${X:-\\}}\n"))
	f.Add(bytes.Repeat([]byte("A=${B:-"), 2_000))
	f.Add(bytes.Repeat([]byte("A='$B\"\n"), 2_000))
	f.Fuzz(func(t *testing.T, text []byte) {
		spent.Within(t, len(text), 1<<16, 256, func() { mustParse(t, text) })
		var s shape
		s.add(t, mustParse(t, text).RootNode())
		checkTokens(t, text, s.tokens)
		checkPlain(t, text, &s)
	})
}
