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
	f, call := callOf(p, c)
	if call == 0 {
		return nil, false
	}
	return own(p, c, f, call, string(f.Quote)+region+string(f.Quote))
}

// OwnLookUp is [OwnRegion] with the look-up of an environment variable that
// falls back to the region.
func OwnLookUp(p *link.Program, c *link.Client, name, region string) ([]lint.TextEdit, bool) {
	f, call := callOf(p, c)
	if call == 0 || !isName(name) {
		return nil, false
	}
	quote := string(f.Quote)
	before, after, adds, known := lookUp(p, f, &f.Exprs[call], name, quote)
	edits, ok := own(p, c, f, call, before+quote+region+quote+after)
	imports, fit := insertions(p, f.Path, adds...)
	return append(imports, edits...), known && ok && fit
}

// callOf returns the call that makes a client, 0 if there is none.
func callOf(p *link.Program, c *link.Client) (*fact.File, fact.ID) {
	f := p.File(c.At.Path)
	if f == nil || c.Shape == nil {
		return nil, 0
	}
	return f, p.Index(f).Call(c.At.Span)
}

// own makes a call state its region with the text of an expression.
func own(p *link.Program, c *link.Client, f *fact.File, call fact.ID, text string) ([]lint.TextEdit, bool) {
	for _, a := range c.Shape.Region {
		value, shorthand, ok := regionArgument(f, call, a)
		if !ok {
			continue
		}
		if !replaceable(p, f, value) {
			return nil, false
		}
		if shorthand {
			text = f.TextOf(value) + ": " + text
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
	if texts, ok := besides(c, f, call, text); ok {
		return insertions(p, f.Path, texts...)
	}
	bare := *c
	bare.Given = source.Location{}
	return GiveExpression(p, &bare, text)
}

// besides returns what puts a region into a copy of the options that a call names,
// which others share: { ...options, region }, **{**options, "region_name": …}.
func besides(c *link.Client, f *fact.File, call fact.ID, text string) ([]insertion, bool) {
	if c.Given.Path == "" || c.Given.Path == c.At.Path && c.At.Span.Contains(c.Given.Span) {
		return nil, false
	}
	named := func(id fact.ID) bool { return f.Exprs[id].Kind == fact.Name || f.Exprs[id].Kind == fact.Member }
	around := func(id fact.ID, before, after string) []insertion {
		return []insertion{{f.Exprs[id].Span.Start, before}, {f.Exprs[id].Span.End, after}}
	}
	for _, a := range c.Shape.Region {
		if a.Name == "" || strings.Contains(a.Name, ".") {
			continue
		}
		if id, ok := passed(f, call, a); f.Lang == fact.TypeScript {
			if ok && named(id) {
				return around(id, "{ ...", ", "+a.Name+": "+text+" }"), true
			}
			continue
		}
		var spread []fact.ID
		for _, k := range f.KidsOf(call)[1:] {
			if f.Exprs[k].Kind == fact.Spread {
				spread = append(spread, k)
			}
		}
		if quote := string(f.Quote); len(spread) == 1 && f.TextOf(spread[0]) == "**" && named(f.KidsOf(spread[0])[0]) {
			return around(f.KidsOf(spread[0])[0], "{**", ", "+quote+a.Name+quote+": "+text+"}"), true
		}
	}
	return nil, false
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
		for _, k := range f.KidsOf(object) {
			e := &f.Exprs[k]
			if e.Kind == fact.Entry && f.Exprs[f.Kids(e)[0]].Kind == fact.String && f.TextOf(f.Kids(e)[0]) == name {
				object, ok = f.Kids(e)[1], true
				shorthand = f.Exprs[f.Kids(e)[0]].Span == f.Exprs[object].Span
				break
			}
		}
	}
	return object, shorthand, ok
}
