package rules

import (
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// choices are the regions that code compares something with, one or a list, by
// file.
type choices map[string][]*link.Literal

func choicesOf(p *link.Program) choices {
	found := make(choices)
	for i := range p.Literals {
		if lit := &p.Literals[i]; lit.Context == "comparison" || lit.Context == "list" {
			found[lit.At.Path] = append(found[lit.At.Path], lit)
		}
	}
	return found
}

// among reports whether code chooses between regions where a client is made: the
// function that spells one of its regions compares something with it.
func (x choices) among(p *link.Program, c *link.Client) bool {
	compared := x[c.At.Path]
	if len(compared) == 0 {
		return false
	}
	around := enclosing(p.File(c.At.Path), c.At.Span)
	return slices.ContainsFunc(c.Origins, func(o link.Origin) bool {
		at := spot(o)
		return at.Path == c.At.Path && around.Contains(at.Span) && slices.ContainsFunc(compared, func(lit *link.Literal) bool {
			return lit.Region == o.Region && around.Contains(lit.At.Span)
		})
	})
}

// enclosing returns the span of the innermost function around a span, that of
// nothing outside functions.
func enclosing(f *fact.File, span source.Span) source.Span {
	var inner source.Span
	if f == nil {
		return inner
	}
	for i := range f.Funcs {
		if s := f.Funcs[i].Span; s.Contains(span) && (inner == (source.Span{}) || inner.Contains(s)) {
			inner = s
		}
	}
	return inner
}
