// Package edit makes text edits by meaning, for the fixes of rules: it knows
// what stands around a place in each language and leaves quotes, prefixes,
// line ends and comments as they are. It makes no edit inside or beside a syntax
// error.
package edit

import (
	"cmp"
	"slices"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// Region replaces the bytes that spell an origin's region by another region's
// name. It returns false where the source does not spell the region in one
// piece.
func Region(p *link.Program, o link.Origin, region string) (lint.TextEdit, bool) {
	if o.Spot == (source.Location{}) {
		return lint.TextEdit{}, false
	}
	return Text(p, o.Spot, region)
}

// Text replaces the bytes at a place inside a literal, a comment or a dotenv
// value by text that means itself there, such as a region's name. It returns
// false where a type in the file allows what a literal says and not what it would
// say.
func Text(p *link.Program, at source.Location, text string) (lint.TextEdit, bool) {
	if damaged(p, at) || refused(p, p.File(at.Path), at.Span, text) {
		return lint.TextEdit{}, false
	}
	return lint.TextEdit{At: at, NewText: text}, true
}

// DropComment deletes a comment, and its line if it is alone there.
func DropComment(p *link.Program, path string, c fact.Comment) (lint.TextEdit, bool) {
	if c.Removal.Len() == 0 {
		return lint.TextEdit{}, false
	}
	return Text(p, source.Location{Path: path, Span: c.Removal}, "")
}

// DropMark deletes the byte-order mark that a file begins with.
func DropMark(p *link.Program, path string) (lint.TextEdit, bool) {
	if f := p.File(path); f == nil || !f.Mark {
		return lint.TextEdit{}, false
	}
	return Text(p, source.Location{Path: path, Span: source.Span{End: 3}}, "")
}

// damaged reports whether a syntax error touches a place.
func damaged(p *link.Program, at source.Location) bool {
	f := p.File(at.Path)
	return f == nil || slices.ContainsFunc(f.Damaged, func(d source.Span) bool {
		return d.Start <= at.Span.End && at.Span.Start <= d.End
	})
}

// refused reports whether a type in a file that allows a literal's text no longer
// does if part of that is replaced.
func refused(p *link.Program, f *fact.File, part source.Span, text string) bool {
	id := p.Index(f).String(part)
	e := &f.Exprs[id]
	if id == 0 || part.Len() == 0 || !e.Plain() || !e.Inner.Contains(part) {
		return false
	}
	types := literalTypes(p, f)
	from := part.Start - e.Inner.Start
	changed := f.Text(e)[:from] + text + f.Text(e)[from+uint32(part.Len()):]
	return slices.ContainsFunc(types.holding[f.Text(e)], func(i int) bool { return !types.allowed[i][changed] })
}

// insertions turns texts to be put at offsets of one file into edits, in order
// of their places. It returns false if a syntax error touches one.
func insertions(p *link.Program, path string, texts ...insertion) ([]lint.TextEdit, bool) {
	slices.SortStableFunc(texts, func(a, b insertion) int { return cmp.Compare(a.at, b.at) })
	edits := make([]lint.TextEdit, 0, len(texts))
	for _, t := range texts {
		edit, ok := Text(p, source.Location{Path: path, Span: source.Span{Start: t.at, End: t.at}}, t.text)
		if !ok {
			return nil, false
		}
		edits = append(edits, edit)
	}
	return edits, true
}

// An insertion is text to be put at a byte offset.
type insertion struct {
	at   uint32
	text string
}

// into returns what puts an item into a slot.
func into(s fact.Slot, item string) []insertion {
	put := insertion{s.At, s.Before + item + s.After}
	if s.Comma == 0 {
		return []insertion{put}
	}
	return []insertion{{s.Comma, ","}, put}
}

// isName reports whether s can name a variable of the environment wherever one
// is spelled, and a property behind a dot.
func isName(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := c == '_' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}
