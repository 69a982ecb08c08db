// Package edit makes text edits by meaning, for the fixes of rules: it knows
// what stands around a place in each language and leaves quotes, prefixes,
// line ends and comments as they are. It makes no edit inside or beside a syntax
// error.
package edit

import (
	"slices"

	"github.com/regionlint/regionlint/lint"
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
// value by text that means itself there, such as a region's name.
func Text(p *link.Program, at source.Location, text string) (lint.TextEdit, bool) {
	if damaged(p, at) {
		return lint.TextEdit{}, false
	}
	return lint.TextEdit{At: at, NewText: text}, true
}

// damaged reports whether a syntax error touches a place.
func damaged(p *link.Program, at source.Location) bool {
	f := p.File(at.Path)
	return f == nil || slices.ContainsFunc(f.Damaged, func(d source.Span) bool {
		return d.Start <= at.Span.End && at.Span.Start <= d.End
	})
}
