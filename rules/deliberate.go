package rules

import (
	"cmp"
	"path"
	"slices"
	"sort"
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
	// compared are the regions that code compares something with, one or a list, in
	// their order.
	compared map[comparedRegion][]*link.Literal
	byFile   map[string]*nest[named]
	funcs    map[string]*nest[struct{}]
}

// A comparedRegion is one that code of a file compares something with.
type comparedRegion struct{ path, region string }

// named is what code is called that a name is given to.
type named struct {
	name string
	does bool // a function: its name says what it does rather than what it gives
}

func newIntents(p *link.Program) *intents {
	x := &intents{
		program: p, compared: make(map[comparedRegion][]*link.Literal),
		byFile: make(map[string]*nest[named]), funcs: make(map[string]*nest[struct{}]),
	}
	for i := range p.Literals {
		lit := &p.Literals[i]
		if lit.Context == "comparison" || lit.Context == "list" {
			key := comparedRegion{lit.At.Path, lit.Region}
			x.compared[key] = append(x.compared[key], lit)
		}
	}
	for _, all := range x.compared {
		slices.SortFunc(all, func(a, b *link.Literal) int { return cmp.Compare(a.At.Span.Start, b.At.Span.Start) })
	}
	return x
}

// nameAt returns what the code calls the region literal at a place, the last one if
// there are several, and "" for none.
func (x *intents) nameAt(at source.Location) string {
	all := x.program.Literals
	after := sort.Search(len(all), func(i int) bool { return all[i].At.Compare(at) > 0 })
	if after == 0 || all[after-1].At != at {
		return ""
	}
	return all[after-1].Name
}

// deliberate reports whether a client is where it is on purpose.
func (x *intents) deliberate(c *link.Client) bool {
	if x.chosen(c) {
		return true
	}
	holder := x.holder(c.At)
	return slices.ContainsFunc(c.Origins, func(o link.Origin) bool {
		return standsIn(c.At.Path, o.Region) || saysRegion(holder.name, o.Region) || !holder.does && hasWord(holder.name, roles) || apartByName(x.nameAt(spot(o)), o.Region) || slices.ContainsFunc(o.Steps, func(s link.Step) bool {
			return s.Kind == link.StepLookup && apartByName(s.Variable, o.Region)
		})
	})
}

// chosen reports whether the function that spells one of a client's regions
// compares something with it.
func (x *intents) chosen(c *link.Client) bool {
	around, inside := source.Span{}, false
	return slices.ContainsFunc(c.Origins, func(o link.Origin) bool {
		at := spot(o)
		compared := x.compared[comparedRegion{c.At.Path, o.Region}]
		if at.Path != c.At.Path || len(compared) == 0 {
			return false
		}
		if !inside {
			around, inside = x.enclosing(c.At), true
		}
		first, _ := slices.BinarySearchFunc(compared, around.Start, func(lit *link.Literal, start uint32) int {
			return cmp.Compare(lit.At.Span.Start, start)
		})
		return around.Contains(at.Span) && first < len(compared) && around.Contains(compared[first].At.Span)
	})
}

// enclosing returns the span of the innermost function around a place, that of
// nothing outside functions.
func (x *intents) enclosing(at source.Location) source.Span {
	funcs, ok := x.funcs[at.Path]
	if !ok {
		var spans []nested[struct{}]
		if f := x.program.File(at.Path); f != nil {
			for i := range f.Funcs {
				spans = append(spans, nested[struct{}]{span: f.Funcs[i].Span})
			}
		}
		funcs = newNest(spans)
		x.funcs[at.Path] = funcs
	}
	inner, _ := funcs.innermost(at.Span)
	return inner.span
}

// holder returns the variable, property, key or function that the code at a
// place is the value of, the innermost, without a name if there is none.
func (x *intents) holder(at source.Location) named {
	all, ok := x.byFile[at.Path]
	if !ok {
		all = newNest(namedIn(x.program.File(at.Path)))
		x.byFile[at.Path] = all
	}
	inner, _ := all.innermost(at.Span)
	return inner.of
}

func namedIn(f *fact.File) []nested[named] {
	if f == nil {
		return nil
	}
	var all []nested[named]
	add := func(span source.Span, name string, does bool) {
		if name != "" {
			all = append(all, nested[named]{span: span, of: named{name, does}})
		}
	}
	for i := range f.Exprs {
		if e := &f.Exprs[i]; e.Kind == fact.Entry && f.Exprs[f.Kids(e)[0]].Kind == fact.String {
			add(f.Exprs[f.Kids(e)[1]].Span, f.TextOf(f.Kids(e)[0]), false)
		}
	}
	for i := range f.Bindings {
		if b := &f.Bindings[i]; b.Value != 0 {
			add(f.Exprs[b.Value].Span, f.NameOf(b), false)
		}
	}
	for i := range f.Stores {
		if s := &f.Stores[i]; s.Value != 0 && f.Exprs[s.Target].Kind == fact.Member {
			add(f.Exprs[s.Value].Span, f.TextOf(s.Target), false)
		}
	}
	for i := range f.Funcs {
		add(f.Funcs[i].Span, f.Funcs[i].Name, true)
	}
	return all
}

// apartByName reports whether a setting's name says that it is for a region of
// its own.
func apartByName(name, region string) bool { return saysRegion(name, region) || hasWord(name, roles) }

// saysRegion reports whether a name says where what it stands for is: eu_client,
// queueWest, ireland.
func saysRegion(name, region string) bool {
	where := whereWords(region)
	return slices.ContainsFunc(nameWords(name), func(word string) bool {
		return len(word) > 1 && word != "central" && slices.Contains(where, word)
	})
}

// whereWords returns the words that say where a region is: eu, west, 1, ireland.
func whereWords(region string) []string {
	where := strings.Split(region, "-")
	if r, ok := aws.LookupRegion(region); ok {
		_, place, _ := strings.Cut(r.Description, "(")
		where = append(where, nameWords(place)...)
	}
	return where
}

// standsIn reports whether a file stands in a folder that is named after a region and
// nothing else: eu/app.py, deploy/us-east-1/app.py, but not contact-us/page.tsx.
func standsIn(file, region string) bool {
	where := whereWords(region)
	for folder := range strings.SplitSeq(path.Dir(file), "/") {
		words := nameWords(folder)
		if len(words) > 0 && slices.Contains(words, where[0]) &&
			!slices.ContainsFunc(words, func(word string) bool { return word != "region" && !slices.Contains(where, word) }) {
			return true
		}
	}
	return false
}
