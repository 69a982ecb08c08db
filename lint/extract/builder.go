// Package extract reduces one file's syntax tree to facts: one file a
// language. What it yields refers to no tree and to no other file.
package extract

import (
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// A builder collects one file's facts. scope and block are where the extractor
// stands; every expression, binding and store is stamped with them.
type builder struct {
	tree  *parse.Tree
	file  *fact.File
	scope fact.ScopeID
	block fact.BlockID
	group int32
	// quotes counts the string literals with double quotes, less those with
	// single ones.
	quotes int
	breaks []uint32 // where the text has a CR or an LF
}

// newBuilder returns a builder that stands in the module's scope and body.
func newBuilder(tree *parse.Tree, path string, lang fact.Lang) *builder {
	b := &builder{tree: tree, file: borrow(), breaks: lineBreaks(tree.Source)}
	b.file.Path, b.file.Lang, b.file.Source = path, lang, source.View(tree.Source)
	b.file.Damaged = b.damaged()
	b.file.Newline = source.NewFile(path, tree.Source).Newline()
	b.file.Mark = source.BOMLen(tree.Source) > 0
	b.file.Exprs = append(slices.Grow(b.file.Exprs, 1+tree.Len()/4), fact.Expr{})
	b.file.Scopes = append(b.file.Scopes, fact.Scope{Kind: fact.ModuleScope, Ref: -1})
	b.file.Blocks = append(b.file.Blocks, fact.Block{Kind: fact.Body, Span: tree.Span(tree.Root())})
	return b
}

// damaged returns what the parser could not read, as whole lines without their
// line ends: where in a line it went wrong is its guess.
func (b *builder) damaged() []source.Span {
	var all []source.Span
	for _, span := range b.tree.Errors() {
		last := len(all) - 1
		if last >= 0 && all[last].Contains(span) {
			continue
		}
		lines, _, after := b.lines(span)
		span = source.Span{Start: lines.Start, End: span.End + uint32(len(after))}
		if last >= 0 && span.Start <= all[last].End {
			all[last].End = max(all[last].End, span.End)
			continue
		}
		all = append(all, span)
	}
	return all
}

// add appends d, stamped with the current scope and block.
func (b *builder) add(d fact.Draft) fact.ID {
	d.Scope, d.Block = b.scope, b.block
	return b.file.Add(&d)
}

// expr appends an expression of the given kind over node n.
func (b *builder) expr(kind fact.Kind, n parse.Node, text string, kids ...fact.ID) fact.ID {
	return b.add(fact.Draft{Kind: kind, Span: b.tree.Span(n), Text: text, Kids: kids})
}

// bind appends a binding in the current scope and block; zero fields that the
// position decides are filled in.
func (b *builder) bind(name string, v fact.Binding) {
	v.Scope, v.Block = b.scope, b.block
	b.file.Bind(name, v)
}

// store appends a store in the current scope and block.
func (b *builder) store(target, value fact.ID, at uint32) {
	b.file.Stores = append(b.file.Stores, fact.Store{
		Target: target, Value: value, Scope: b.scope, Block: b.block, At: at,
	})
}

// addString appends a string literal, whose quote may come after a prefix.
func (b *builder) addString(d fact.Draft) fact.ID {
	b.countQuote(d.Inner.Start)
	return b.add(d)
}

// countQuote counts the quote of the literal whose text begins at a byte.
func (b *builder) countQuote(inner uint32) {
	if inner == 0 {
		return
	}
	switch b.tree.Source[inner-1] {
	case '"':
		b.quotes++
	case '\'':
		b.quotes--
	}
}

// settleQuote says which quote most literals have; standard is the language's
// own custom.
func (b *builder) settleQuote(standard byte) {
	b.file.Quote = standard
	switch {
	case b.quotes > 0:
		b.file.Quote = '"'
	case b.quotes < 0:
		b.file.Quote = '\''
	}
}

// enter starts a block inside the current one and makes it current; the
// returned function goes back.
func (b *builder) enter(block fact.Block) (leave func()) {
	outer := b.block
	block.Parent = outer
	b.file.Blocks = append(b.file.Blocks, block)
	b.block = fact.BlockID(len(b.file.Blocks) - 1)
	return func() { b.block = outer }
}

// open starts a scope inside the current one and makes it current; the
// returned function goes back.
func (b *builder) open(kind fact.ScopeKind, ref int32) (closeScope func()) {
	outer := b.scope
	b.file.Scopes = append(b.file.Scopes, fact.Scope{Kind: kind, Parent: outer, Ref: ref})
	b.scope = fact.ScopeID(len(b.file.Scopes) - 1)
	return func() { b.scope = outer }
}

// newGroup returns a number for the arms of one statement.
func (b *builder) newGroup() int32 {
	b.group++
	return b.group
}

// span returns the bytes that n covers.
func (b *builder) span(n parse.Node) source.Span { return b.tree.Span(n) }
