package rewrite

import (
	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

// A stretch is a part of a changed text: bytes that were there, or new ones.
type stretch struct {
	old source.Span // in the first text; empty for a new one
	new string
}

func (s stretch) len() uint32 { return uint32(s.old.Len() + len(s.new)) }

// compose returns the edits that do at once what first and then second do: first
// refers to a text of size bytes, second to the text that first makes of it.
// Both are sorted and disjoint, and so is the result.
func compose(path string, size int, first, second []lint.TextEdit) []lint.TextEdit {
	c := composer{path: path, rest: stretches(size, first)}
	for _, e := range second {
		for _, s := range c.take(e.At.Span.Start) {
			c.put(s)
		}
		c.put(stretch{new: e.NewText})
		c.take(e.At.Span.End)
	}
	for _, s := range c.rest {
		c.put(s)
	}
	c.settle(uint32(size))
	return c.edits
}

// A composer walks through the text between two lists of edits.
type composer struct {
	path   string
	rest   []stretch // what is left of the text
	offset uint32    // where rest begins in it
	edits  []lint.TextEdit
	from   uint32 // up to where edits say what becomes of the first text
	text   string // what comes next in the new text, and was not there
}

// take removes the part of the text before an offset.
func (c *composer) take(end uint32) []stretch {
	var taken []stretch
	for c.offset < end {
		head, tail := cut(c.rest[0], end-c.offset)
		c.offset += head.len()
		taken = append(taken, head)
		if c.rest[0] = tail; tail.len() == 0 {
			c.rest = c.rest[1:]
		}
	}
	return taken
}

// put appends a stretch to the new text.
func (c *composer) put(s stretch) {
	if s.old.Len() == 0 {
		c.text += s.new
		return
	}
	c.settle(s.old.Start)
	c.from = s.old.End
}

// settle says what becomes of the first text up to an offset.
func (c *composer) settle(end uint32) {
	if c.from < end || c.text != "" {
		at := source.Location{Path: c.path, Span: source.Span{Start: c.from, End: end}}
		c.edits = append(c.edits, lint.TextEdit{At: at, NewText: c.text})
	}
	c.text = ""
}

// stretches returns the text that edits make of one of size bytes. None is
// empty.
func stretches(size int, edits []lint.TextEdit) []stretch {
	var all []stretch
	at := uint32(0)
	keep := func(end uint32) {
		if at < end {
			all = append(all, stretch{old: source.Span{Start: at, End: end}})
		}
	}
	for _, e := range edits {
		keep(e.At.Span.Start)
		if e.NewText != "" {
			all = append(all, stretch{new: e.NewText})
		}
		at = e.At.Span.End
	}
	keep(uint32(size))
	return all
}

// cut splits a stretch behind n bytes, or behind all of it.
func cut(s stretch, n uint32) (head, tail stretch) {
	switch {
	case n >= s.len():
		return s, stretch{}
	case s.new != "":
		return stretch{new: s.new[:n]}, stretch{new: s.new[n:]}
	}
	mid := s.old.Start + n
	return stretch{old: source.Span{Start: s.old.Start, End: mid}}, stretch{old: source.Span{Start: mid, End: s.old.End}}
}
