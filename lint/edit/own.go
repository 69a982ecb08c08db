package edit

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// OwnRegion makes a client's call state its region by itself, whatever gives it
// one now: the argument becomes a literal, or is added where there is none. It
// returns false where the call may take the region from what is not spelled
// there, and where the argument does more than name a value.
func OwnRegion(p *link.Program, c *link.Client, region string) ([]lint.TextEdit, bool) {
	f := p.File(c.At.Path)
	if f == nil || c.Shape == nil {
		return nil, false
	}
	call := fact.ID(slices.IndexFunc(f.Exprs, func(e fact.Expr) bool {
		return e.Kind == fact.Call && e.Span == c.At.Span
	}))
	if call <= 0 {
		return nil, false
	}
	text := string(f.Quote) + region + string(f.Quote)
	for _, a := range c.Shape.Region {
		value, shorthand, ok := regionArgument(f, call, a)
		if !ok {
			continue
		}
		if !namesValue(p, f, value) {
			return nil, false
		}
		if shorthand {
			text = f.Exprs[value].Text + ": " + text
		}
		e, ok := Text(p, source.Location{Path: f.Path, Span: f.Exprs[value].Span}, text)
		return []lint.TextEdit{e}, ok
	}
	if slices.ContainsFunc(c.Shape.IDs, func(a aws.Arg) bool {
		_, ok := passed(f, call, a)
		return ok
	}) {
		return nil, false
	}
	bare := *c
	bare.Given = source.Location{}
	return GiveRegion(p, &bare, region)
}

// regionArgument returns what a call spells as an argument. shorthand says that
// it is a property {region} whose value is its own name.
func regionArgument(f *fact.File, call fact.ID, a aws.Arg) (value fact.ID, shorthand, ok bool) {
	if f.Lang == fact.Python || a.Name == "" {
		value, ok = passed(f, call, a)
		return value, false, ok && !strings.Contains(a.Name, ".")
	}
	object, ok := passed(f, call, a)
	for name := range strings.SplitSeq(a.Name, ".") {
		if !ok || f.Exprs[object].Kind != fact.Object {
			return 0, false, false
		}
		ok = false
		for _, k := range f.Exprs[object].Kids {
			e := &f.Exprs[k]
			if e.Kind == fact.Entry && f.Exprs[e.Kids[0]].Kind == fact.String && f.Exprs[e.Kids[0]].Text == name {
				object, ok = e.Kids[1], true
				shorthand = f.Exprs[e.Kids[0]].Span == f.Exprs[object].Span
				break
			}
		}
	}
	return object, shorthand, ok
}

// operator is the length in bytes of the longest operator with blanks around it.
const operator = len(" or ")

// namesValue reports whether an expression can be left out without a loss: it is
// a literal, a name, a lookup, or a choice between such.
func namesValue(p *link.Program, f *fact.File, id fact.ID) bool {
	e := &f.Exprs[id]
	switch e.Kind {
	case fact.String, fact.Name, fact.Null:
		return true
	case fact.Member:
		return namesValue(p, f, e.Kids[0])
	case fact.Or, fact.Coalesce:
		for i, k := range e.Kids {
			if !namesValue(p, f, k) || i > 0 && int(f.Exprs[k].Span.Start-f.Exprs[e.Kids[i-1]].Span.End) > operator {
				return false // more than an operator may be a comment
			}
		}
		return true
	}
	at := source.Location{Path: f.Path, Span: e.Span}
	return slices.ContainsFunc(p.Lookups, func(lk link.Lookup) bool { return lk.At == at })
}
