package rules

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// intents tell which clients are in their regions on purpose: the code chooses
// between several, or says in a name that this is one of several.
type intents struct {
	program *link.Program
	// compared are the regions that code compares something with, one or a list,
	// by file.
	compared map[string][]*link.Literal
	names    map[source.Location]string // of literals
	byFile   map[string][]named
}

// named is code that a name is given to.
type named struct {
	span source.Span
	name string
	does bool // a function: its name says what it does rather than what it gives
}

func newIntents(p *link.Program) *intents {
	x := &intents{
		program: p, compared: make(map[string][]*link.Literal), names: make(map[source.Location]string), byFile: make(map[string][]named),
	}
	for i := range p.Literals {
		lit := &p.Literals[i]
		x.names[lit.At] = lit.Name
		if lit.Context == "comparison" || lit.Context == "list" {
			x.compared[lit.At.Path] = append(x.compared[lit.At.Path], lit)
		}
	}
	return x
}

// deliberate reports whether a client is where it is on purpose.
func (x *intents) deliberate(c *link.Client) bool {
	if x.chosen(c) {
		return true
	}
	holder := x.holder(c.At)
	return slices.ContainsFunc(c.Origins, func(o link.Origin) bool {
		return saysRegion(holder.name, o.Region) || !holder.does && hasWord(holder.name, roles) || apartByName(x.names[spot(o)], o.Region) || slices.ContainsFunc(o.Steps, func(s link.Step) bool {
			return s.Kind == link.StepLookup && apartByName(s.Variable, o.Region)
		})
	})
}

// chosen reports whether the function that spells one of a client's regions
// compares something with it.
func (x *intents) chosen(c *link.Client) bool {
	compared := x.compared[c.At.Path]
	if len(compared) == 0 {
		return false
	}
	around := enclosing(x.program.File(c.At.Path), c.At.Span)
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

// holder returns the variable, property, key or function that the code at a
// place is the value of, the innermost, without a name if there is none.
func (x *intents) holder(at source.Location) named {
	all, ok := x.byFile[at.Path]
	if !ok {
		all = namedIn(x.program.File(at.Path))
		x.byFile[at.Path] = all
	}
	var inner named
	for _, one := range all {
		if one.span.Contains(at.Span) && (inner.name == "" || inner.span.Contains(one.span)) {
			inner = one
		}
	}
	return inner
}

func namedIn(f *fact.File) []named {
	if f == nil {
		return nil
	}
	var all []named
	for i := range f.Exprs {
		if e := &f.Exprs[i]; e.Kind == fact.Entry && f.Exprs[e.Kids[0]].Kind == fact.String {
			all = append(all, named{span: f.Exprs[e.Kids[1]].Span, name: f.Exprs[e.Kids[0]].Text})
		}
	}
	for i := range f.Bindings {
		if b := &f.Bindings[i]; b.Value != 0 {
			all = append(all, named{span: f.Exprs[b.Value].Span, name: b.Name})
		}
	}
	for i := range f.Stores {
		if s := &f.Stores[i]; s.Value != 0 && f.Exprs[s.Target].Kind == fact.Member {
			all = append(all, named{span: f.Exprs[s.Value].Span, name: f.Exprs[s.Target].Text})
		}
	}
	for i := range f.Funcs {
		if fn := &f.Funcs[i]; fn.Name != "" {
			all = append(all, named{fn.Span, fn.Name, true})
		}
	}
	return all
}

// apartByName reports whether a setting's name says that it is for a region of
// its own.
func apartByName(name, region string) bool { return saysRegion(name, region) || hasWord(name, roles) }

// saysRegion reports whether a name says where what it stands for is: eu_client,
// queueWest, ireland.
func saysRegion(name, region string) bool {
	where := strings.Split(region, "-")
	if r, ok := aws.LookupRegion(region); ok {
		_, place, _ := strings.Cut(r.Description, "(")
		where = append(where, nameWords(place)...)
	}
	return slices.ContainsFunc(nameWords(name), func(word string) bool {
		return len(word) > 1 && word != "central" && slices.Contains(where, word)
	})
}
