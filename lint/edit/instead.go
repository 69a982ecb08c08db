package edit

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// LookUp puts the look-up of an environment variable, with a region to fall back
// to, in the place of an expression: an argument, a property's value, a part of
// a text that is put together. It returns false unless that is a name, a
// literal, or another look-up: what it does besides would be lost, and so would
// a comment in it.
func LookUp(p *link.Program, at source.Location, name, region string) ([]lint.TextEdit, bool) {
	s, ok := siteOf(p, at)
	if !ok || !isName(name) || s.quote == "" {
		return nil, false
	}
	before, after, adds, known := lookUp(p, s.file, s.expr, name, s.quote)
	text := before + s.quote + region + s.quote + after
	if s.tight && s.file.Lang == fact.TypeScript {
		text = "(" + text + ")"
	}
	edit, whole := Text(p, at, s.key+text)
	if !known || !whole {
		return nil, false
	}
	edits, ok := insertions(p, s.file.Path, adds...)
	return append(edits, edit), ok
}

// Spell is [LookUp] with the region's name itself.
func Spell(p *link.Program, at source.Location, region string) ([]lint.TextEdit, bool) {
	s, ok := siteOf(p, at)
	if !ok {
		return nil, false
	}
	text := s.key + s.quote + region + s.quote
	switch {
	case s.hole.Len() > 0:
		at.Span, text = s.hole, region
	case s.quote == "":
		return nil, false
	}
	edit, ok := Text(p, at, text)
	return []lint.TextEdit{edit}, ok
}

// A site is an expression that another one can take the place of.
type site struct {
	file *fact.File
	expr *fact.Expr
	// key stands before the other expression: that of a property {region}.
	key string
	// quote is one that a text there may have, or "".
	quote string
	// tight is set where only an expression of one piece fits.
	tight bool
	// hole is the span of an f-string's or a template literal's part with its
	// braces, if it has nothing but the expression between them.
	hole source.Span
}

// siteOf returns the site at a place.
func siteOf(p *link.Program, at source.Location) (s site, ok bool) {
	f := p.File(at.Path)
	if f == nil {
		return s, false
	}
	x := p.Index(f)
	id := fact.ID(0)
	for _, i := range x.At(at.Span) {
		// In { region } the key, the value and the entry are in one place.
		if e := &f.Exprs[i]; e.Kind != fact.Unknown && e.Kind != fact.Entry {
			id = i
		}
	}
	if id == 0 || !replaceable(p, f, id) {
		return s, false
	}
	s = site{file: f, expr: &f.Exprs[id], quote: string(f.Quote)}
	if i := slices.IndexFunc(f.Holes, func(h fact.Hole) bool { return h.Span == at.Span }); i >= 0 {
		s.hole = f.Holes[i].Outer
		s.quote = quoteBesides(f, f.Holes[i].Quotes)
		return s, true
	}
	for _, parent := range x.Parents(id) {
		switch e := &f.Exprs[parent]; {
		case e.Kind == fact.Keyword, e.Kind == fact.Call && slices.Contains(f.Kids(e)[1:], id):
			ok = true
		case e.Kind == fact.Entry && f.Kids(e)[1] == id:
			ok = true
			if e.Span == at.Span {
				s.key = f.TextOf(f.Kids(e)[0]) + ": " // { region }
			}
		case e.Kind == fact.Concat && !withinTemplate(f, e, s.expr):
			ok, s.tight = true, true
		}
	}
	return s, ok
}

// quoteBesides returns a quote that is none of those that are taken, that which
// a file mostly has if it can be, "" if all are.
func quoteBesides(f *fact.File, taken string) string {
	for _, quote := range []string{string(f.Quote), `"`, "'"} {
		if !strings.Contains(taken, quote) {
			return quote
		}
	}
	return ""
}

// withinTemplate reports whether a part of a text is spelled inside of it, as in
// "{settings.region}".format(settings=settings).
func withinTemplate(f *fact.File, text, part *fact.Expr) bool {
	var hull source.Span
	for _, k := range f.Kids(text) {
		if e := &f.Exprs[k]; e.Kind == fact.String && e.Inner == e.Span {
			if hull.Len() == 0 {
				hull = e.Span
			}
			hull.End = e.Span.End
		}
	}
	return part.Kind == fact.String || hull.Overlaps(part.Span)
}

// replaceable reports whether an expression does nothing but give a value, and is
// short enough for that to be seen.
func replaceable(p *link.Program, f *fact.File, id fact.ID) bool {
	at := f.Exprs[id].Span
	if at.Len() > fact.Short || slices.ContainsFunc(f.Notes, at.Overlaps) {
		return false
	}
	x := p.Index(f)
	return !slices.ContainsFunc(x.Within(at), func(id fact.ID) bool {
		e := &f.Exprs[id]
		switch e.Kind {
		case fact.String, fact.Name, fact.Member, fact.Index, fact.Or, fact.Coalesce, fact.Null:
			return false
		case fact.Entry:
			return e.Span != at
		case fact.Call:
			return !x.Lookup(e.Span)
		}
		return true
	})
}

// IsLocal reports whether an expression names what belongs to a function or an
// object: what a caller handed in, say.
func IsLocal(p *link.Program, at source.Location) bool {
	f := p.File(at.Path)
	if f == nil {
		return false
	}
	x := p.Index(f)
	return slices.ContainsFunc(x.Within(at.Span), func(id fact.ID) bool {
		return f.Exprs[id].Kind == fact.Name && isLocal(f, x, f.TextOf(id))
	})
}

// isLocal reports whether a name belongs to a function or an object somewhere in
// a file.
func isLocal(f *fact.File, x *link.Index, name string) bool {
	return name == "self" || name == "cls" || name == "this" || x.Param(name) ||
		slices.ContainsFunc(x.Bindings(name), func(i int32) bool { return f.Bindings[i].Scope != 0 })
}
