package rules

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// takers are what takes a region that one place decides, as far as the program
// tells.
type takers struct {
	program *link.Program
	at      source.Location // the bytes that decide it
	clients []*link.Client
	pairs   []*link.Pair
	ways    []source.Location // all places that the region comes through
}

// takersOf returns what takes the region that a place decides.
func takersOf(p *link.Program, at source.Location) *takers {
	t := &takers{program: p, at: at}
	pass := func(o link.Origin) bool {
		if spot(o) != at {
			return false
		}
		for _, s := range o.Steps {
			t.ways = append(t.ways, s.At)
		}
		return true
	}
	for i := range p.Clients {
		c := &p.Clients[i]
		taken := false
		for _, o := range c.Origins {
			taken = pass(o) || taken
		}
		if taken && !c.Test {
			t.clients = append(t.clients, c)
			t.ways = append(t.ways, c.At)
		}
	}
	for i := range p.Pairs {
		if pair := &p.Pairs[i]; pass(pair.Other) {
			t.pairs = append(t.pairs, pair)
			t.ways = append(t.ways, pair.At)
		}
	}
	return t
}

// others returns the services besides one that take the region, sorted. A
// session may make clients of any.
func (t *takers) others(service string) []string {
	var services []string
	add := func(name string) {
		if name = shared(name); name != shared(service) && !slices.Contains(services, name) {
			services = append(services, name)
		}
	}
	for _, c := range t.clients {
		add(c.Service)
	}
	for _, pair := range t.pairs {
		add(pair.Service)
	}
	slices.Sort(services)
	return services
}

// only reports whether nothing but one service takes the region: no other
// service, and no code of which nobody sees what it does with it.
func (t *takers) only(service string) bool {
	return len(t.others(service)) == 0 && !t.named() && !t.read()
}

// tied reports whether an identifier of a resource that exists, in another
// region than the given one, is used with the region.
func (t *takers) tied(region string) bool {
	for _, pair := range t.pairs {
		if pair.Fixed.Region != region {
			return true
		}
	}
	return slices.ContainsFunc(t.program.Uses, func(u link.Use) bool {
		c := &t.program.Clients[u.Client]
		return u.Value.Region != region && takesPart(c) && slices.Contains(t.clients, c)
	})
}

// named reports whether a name that the region comes through stands anywhere
// else than on its known ways.
func (t *takers) named() bool {
	return slices.ContainsFunc(t.program.Files, func(f *fact.File) bool {
		return slices.ContainsFunc(f.Bindings, func(b fact.Binding) bool {
			return slices.Contains(t.ways, source.Location{Path: f.Path, Span: b.Span}) && t.mentioned(f, b.Name)
		})
	})
}

// mentioned reports whether code besides the known ways has a name that file in
// binds: code of the file itself, of those that import the name, and members of
// anything.
func (t *takers) mentioned(in *fact.File, name string) bool {
	for _, f := range t.program.Files {
		local := []string{name}
		if f != in {
			local = nil
			for _, im := range f.Imports {
				if im.Name == name {
					local = append(local, im.Local)
				}
			}
		}
		for i := range f.Exprs {
			e := &f.Exprs[i]
			known := e.Kind != fact.Name && e.Kind != fact.Member ||
				e.Kind == fact.Name && !slices.Contains(local, e.Text) || e.Kind == fact.Member && e.Text != name
			if !known && !t.onTheWay(f.Path, e.Span) {
				return true
			}
		}
	}
	return false
}

func (t *takers) onTheWay(path string, span source.Span) bool {
	return slices.ContainsFunc(t.ways, func(at source.Location) bool {
		return at.Path == path && (at.Span.Contains(span) || span.Contains(at.Span))
	})
}

// read reports whether the region is a dotenv file's, and something else reads
// it: another lookup, another line, or a file that is no code.
func (t *takers) read() bool {
	p := t.program
	i := slices.IndexFunc(p.Definitions, func(d link.Definition) bool { return d.At.Path == t.at.Path && d.At.Span.Contains(t.at.Span) })
	if i < 0 {
		return false
	}
	if slices.ContainsFunc(p.Lookups, func(lk link.Lookup) bool {
		return slices.Contains(lk.Definitions, i) && !lk.Test && (lk.Elsewhere || !slices.Contains(t.ways, lk.At))
	}) {
		return true
	}
	return slices.ContainsFunc(p.Files, func(f *fact.File) bool {
		return slices.ContainsFunc(f.Dotenv, func(d fact.Definition) bool { return slices.Contains(d.Refs, p.Definitions[i].Name) })
	})
}

// variableOf returns the name of the variable that gives one service a region of
// its own.
func variableOf(service string) string {
	switch shared(service) {
	case "cognito-idp", "cognito-identity":
		return "COGNITO_REGION"
	case "bedrock-runtime", "bedrock-agent", "bedrock-agent-runtime":
		return "BEDROCK_REGION"
	}
	return strings.ToUpper(strings.ReplaceAll(shared(service), "-", "_")) + "_REGION"
}
