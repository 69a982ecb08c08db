// Package parse turns a file's bytes into a flat syntax tree. It is the only
// code that knows tree-sitter: C parses, copies the tree into a Go slice and frees
// it at once, and no tree needs closing.
package parse

import (
	"iter"

	"github.com/regionlint/regionlint/lint/source"
)

// A Node is the index of a node in its Tree, in preorder. The root is 0.
type Node int32

// None is the absence of a node.
const None Node = -1

// flat is one node as flatten.c writes it; the layouts must agree.
type flat struct {
	start, end   uint32
	parent, next int32
	symbol       uint16
	field, flags uint8
}

const (
	flagNamed = 1 << iota
	flagMissing
	flagError // the node is an error or holds one
)

// A Tree is one file's syntax, read-only and safe for concurrent use. It holds until
// its parser parses the next file. Spans are byte offsets into Source.
type Tree struct {
	Source []byte
	nodes  []flat
	names  *names
}

// names maps a grammar's symbol and field numbers to their names.
type names struct {
	symbols []string
	fields  []string
	failed  uint16 // the number of the ERROR symbol
}

// Root returns the root node.
func (t *Tree) Root() Node { return 0 }

// Len returns the number of nodes.
func (t *Tree) Len() int { return len(t.nodes) }

// Kind returns n's grammar symbol, "ERROR" for a syntax error, "" for None.
func (t *Tree) Kind(n Node) string {
	if n < 0 {
		return ""
	}
	symbol := t.nodes[n].symbol
	if symbol == t.names.failed {
		return "ERROR"
	}
	return t.names.symbols[symbol]
}

// Named reports whether n is a named node rather than punctuation or a keyword.
func (t *Tree) Named(n Node) bool { return t.nodes[n].flags&flagNamed != 0 }

// Field returns the name of the field that n fills in its parent, or "".
func (t *Tree) Field(n Node) string { return t.names.fields[t.nodes[n].field] }

// Span returns the bytes that n covers.
func (t *Tree) Span(n Node) source.Span {
	return source.Span{Start: t.nodes[n].start, End: t.nodes[n].end}
}

// Text returns the source text of n, "" for None. It shares the memory of Source,
// which nobody may change.
func (t *Tree) Text(n Node) string {
	if n < 0 || t.nodes[n].start == t.nodes[n].end {
		return ""
	}
	return source.View(t.Source[t.nodes[n].start:t.nodes[n].end])
}

// Parent returns n's parent, or None for the root.
func (t *Tree) Parent(n Node) Node { return Node(t.nodes[n].parent) }

// FirstChild returns n's first child, or None.
func (t *Tree) FirstChild(n Node) Node {
	if n < 0 || int(n)+1 >= len(t.nodes) || t.nodes[n+1].parent != int32(n) {
		return None
	}
	return n + 1
}

// NextSibling returns the node after n under the same parent, or None.
func (t *Tree) NextSibling(n Node) Node { return Node(t.nodes[n].next) }

// Children yields n's children in order, punctuation included.
func (t *Tree) Children(n Node) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		for c := t.FirstChild(n); c != None; c = t.NextSibling(c) {
			if !yield(c) {
				return
			}
		}
	}
}

// NamedChildren yields n's named children in order.
func (t *Tree) NamedChildren(n Node) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		for c := t.FirstChild(n); c != None; c = t.NextSibling(c) {
			if t.Named(c) && !yield(c) {
				return
			}
		}
	}
}

// ChildByField returns n's first child in the named field, or None.
func (t *Tree) ChildByField(n Node, field string) Node {
	for c := t.FirstChild(n); c != None; c = t.NextSibling(c) {
		if t.Field(c) == field {
			return c
		}
	}
	return None
}

// IsError reports whether n is itself a syntax error or a token that the
// parser had to make up.
func (t *Tree) IsError(n Node) bool {
	return t.nodes[n].symbol == t.names.failed || t.nodes[n].flags&flagMissing != 0
}

// HasError reports whether n is a syntax error or holds one.
func (t *Tree) HasError(n Node) bool { return t.nodes[n].flags&flagError != 0 }

// Errors returns the spans of the syntax errors, outermost only, in order.
func (t *Tree) Errors() []source.Span {
	if !t.HasError(t.Root()) {
		return nil
	}
	var spans []source.Span
	for n := Node(0); int(n) < len(t.nodes); n++ {
		if !t.IsError(n) {
			continue
		}
		span := t.Span(n)
		if len(spans) > 0 && spans[len(spans)-1].Contains(span) {
			continue
		}
		spans = append(spans, span)
	}
	return spans
}
