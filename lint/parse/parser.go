package parse

// #include "flatten.h"
import "C"

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"unsafe"

	sitter "github.com/smacker/go-tree-sitter"
	"github.com/smacker/go-tree-sitter/python"
	"github.com/smacker/go-tree-sitter/typescript/tsx"
	"github.com/smacker/go-tree-sitter/typescript/typescript"

	"github.com/regionlint/regionlint/lint/parse/dotenv"
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
// time: real source parses at 4 MB/s, and the time that many files take together
// stays in proportion to their size.
const (
	leastMicros   = 3_000_000
	microsPerByte = 10
)

// A turn is how many microseconds a parser runs before its time is looked at.
const turn = 500_000

// grammar returns the binding's language and the names of its symbols, both
// built once.
func (l Language) grammar() *grammar { return grammars[l]() }

type grammar struct {
	language *sitter.Language
	names    *names
}

var grammars = [languages]func() *grammar{
	Python:     load(python.GetLanguage),
	TypeScript: load(typescript.GetLanguage),
	TSX:        load(tsx.GetLanguage),
	Dotenv:     load(dotenv.Language),
}

// errorSymbol is tree-sitter's number for a syntax error in every grammar.
const errorSymbol = 0xFFFF

func load(language func() *sitter.Language) func() *grammar {
	return sync.OnceValue(func() *grammar {
		l := language()
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
		return &grammar{language: l, names: n}
	})
}

// A Parser parses files one after another. It is not safe for concurrent use;
// give each worker its own and Close it.
type Parser struct {
	parsers [languages]*sitter.Parser
}

// Close frees the C parsers.
func (p *Parser) Close() {
	for i, sp := range p.parsers {
		if sp != nil {
			sp.Close()
			p.parsers[i] = nil
		}
	}
}

// Parse returns the flat tree of text, which it keeps. Bad syntax is no error:
// the tree then has error nodes. The error is ErrLimit, or the binding's own.
func (p *Parser) Parse(lang Language, text []byte) (*Tree, error) {
	return p.parse(lang, text, leastMicros+microsPerByte*len(text))
}

// parse is Parse with a limit in microseconds.
func (p *Parser) parse(lang Language, text []byte, limit int) (*Tree, error) {
	g := lang.grammar()
	sp := p.parsers[lang]
	if sp == nil {
		sp = sitter.NewParser()
		sp.SetLanguage(g.language)
		p.parsers[lang] = sp
	}
	tree, err := within(sp, text, turn, limit)
	if err != nil {
		// A parser that was stopped resumes the old file; drop it.
		sp.Close()
		p.parsers[lang] = nil
		if errors.Is(err, sitter.ErrOperationLimit) {
			return nil, ErrLimit
		}
		return nil, fmt.Errorf("parser: %w", err)
	}
	defer tree.Close()
	return &Tree{Source: text, nodes: flatten(tree.RootNode()), names: g.names}, nil
}

// within parses a text in a limit of microseconds of the processor's time, give or
// take a turn. The parser's own limit is one of the clock on the wall, which goes on
// while a busy machine does something else; stopped early, it resumes where it was.
func within(sp *sitter.Parser, text []byte, turn, limit int) (*sitter.Tree, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	end := int(C.rl_cpu_micros()) + limit
	sp.SetOperationLimit(min(turn, limit))
	for {
		tree, err := sp.ParseCtx(context.Background(), nil, text)
		if !errors.Is(err, sitter.ErrOperationLimit) || int(C.rl_cpu_micros()) >= end {
			return tree, err
		}
	}
}

// flatten copies the tree under root. The binding keeps its C node in the
// first field of its Node; TestNodeLayout fails when that changes.
func flatten(root *sitter.Node) []flat {
	node := *(*C.rl_node)(unsafe.Pointer(root)) // by value: Node also holds a Go pointer
	nodes := make([]flat, C.rl_count(&node))
	n := C.rl_flatten(&node, (*C.rl_flat)(unsafe.Pointer(unsafe.SliceData(nodes))), C.uint32_t(len(nodes)))
	return nodes[:n]
}
