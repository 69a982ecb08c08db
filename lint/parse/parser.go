package parse

// #include "parse.h"
import "C"

import (
	"errors"
	"sync"
	"unsafe"

	sitter "github.com/smacker/go-tree-sitter"
	_ "github.com/smacker/go-tree-sitter/python" // for their grammars in C
	_ "github.com/smacker/go-tree-sitter/typescript/tsx"
	_ "github.com/smacker/go-tree-sitter/typescript/typescript"

	_ "github.com/regionlint/regionlint/lint/parse/dotenv"
)

// Language is a grammar.
type Language uint8

// The grammars. TSX also reads JavaScript, with and without JSX.
const (
	Python Language = iota
	TypeScript
	TSX
	Dotenv
	languages
)

// ErrLimit is returned for a file that takes the parser longer than any real
// source would.
var ErrLimit = errors.New("parsing took too long")

// A parse may take leastMicros and microsPerByte for each byte of the processor's
// time: real source parses at 4 to 10 MB/s, the slowest of 16,000 files at one, and the
// time that many files take together stays in proportion to their size.
const (
	leastMicros   = 300_000
	microsPerByte = 5
)

// A turn is how many microseconds a parser runs before its time is looked at.
const turn = 500_000

// grammar returns the binding's language and the names of its symbols, both
// built once.
func (l Language) grammar() *grammar { return grammars[l]() }

type grammar struct {
	language unsafe.Pointer // C's
	names    *names
}

var grammars = [languages]func() *grammar{
	Python:     load(func() unsafe.Pointer { return C.tree_sitter_python() }),
	TypeScript: load(func() unsafe.Pointer { return C.tree_sitter_typescript() }),
	TSX:        load(func() unsafe.Pointer { return C.tree_sitter_tsx() }),
	Dotenv:     load(func() unsafe.Pointer { return C.tree_sitter_dotenv() }),
}

// errorSymbol is tree-sitter's number for a syntax error in every grammar.
const errorSymbol = 0xFFFF

// install has tree-sitter take its memory from arenas.
var install = sync.OnceFunc(func() { C.rl_arena_install() })

func load(language func() unsafe.Pointer) func() *grammar {
	return sync.OnceValue(func() *grammar {
		install()
		c := language()
		l := sitter.NewLanguage(c)
		n := &names{failed: errorSymbol}
		for s := range l.SymbolCount() {
			n.symbols = append(n.symbols, l.SymbolName(sitter.Symbol(s)))
		}
		n.fields = append(n.fields, "")
		for f := 1; ; f++ {
			name := l.FieldName(f)
			if name == "" {
				break
			}
			n.fields = append(n.fields, name)
		}
		return &grammar{language: c, names: n}
	})
}

// A Parser parses files one after another. It is not safe for concurrent use;
// give each worker its own and Close it.
type Parser struct {
	arena *C.rl_arena
	nodes []flat // the last tree's
}

// keptNodes is the number of nodes that a parser has room for from one tree to the
// next: those of a file of a hundred thousand bytes.
const keptNodes = 1 << 15

// Close frees the memory that the parser works in, and that of the tree that it
// parsed last. If it is used again, it has to be closed again.
func (p *Parser) Close() {
	C.rl_arena_delete(p.arena)
	p.arena, p.nodes = nil, nil
}

// room returns a slice for n nodes.
func (p *Parser) room(n int) []flat {
	if n > keptNodes {
		return make([]flat, n)
	}
	if n > cap(p.nodes) {
		p.nodes = make([]flat, min(2*n, keptNodes))
	}
	return p.nodes[:n]
}

// Parse returns the flat tree of text, which it keeps. The tree holds until the next
// one is parsed. Bad syntax is no error: the tree then has error nodes. The error is
// ErrLimit.
func (p *Parser) Parse(lang Language, text []byte) (*Tree, error) {
	return p.parse(lang, text, leastMicros+microsPerByte*len(text))
}

// parse is Parse with a limit in microseconds.
func (p *Parser) parse(lang Language, text []byte, limit int) (*Tree, error) {
	g := lang.grammar()
	tree := p.grow(g, text, turn, limit)
	if tree == nil {
		return nil, ErrLimit
	}
	defer p.drop(tree)
	return &Tree{Source: text, nodes: p.flatten(g, tree), names: g.names}, nil
}

// grow returns C's tree of a text, or nil when it takes more than a limit of
// microseconds of the processor's time, give or take a turn.
func (p *Parser) grow(g *grammar, text []byte, turn, limit int) unsafe.Pointer {
	if p.arena == nil {
		p.arena = C.rl_arena_new()
	}
	start := (*C.char)(unsafe.Pointer(unsafe.SliceData(text)))
	return C.rl_parse(p.arena, g.language, start, C.uint32_t(len(text)), C.uint64_t(min(turn, limit)), C.uint64_t(limit))
}

// drop frees C's tree.
func (p *Parser) drop(tree unsafe.Pointer) { C.rl_drop(p.arena, tree) }

// flatten copies C's tree.
func (p *Parser) flatten(g *grammar, tree unsafe.Pointer) []flat {
	nodes := p.room(int(C.rl_count(tree)))
	n := C.rl_flatten(tree, g.language, (*C.rl_flat)(unsafe.Pointer(unsafe.SliceData(nodes))), C.uint32_t(len(nodes)))
	return nodes[:n]
}
