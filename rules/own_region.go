package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// A tie is something that can be given a region of its own: a client, an
// endpoint that code puts together, a setting beside an identifier.
type tie struct {
	service string
	client  *link.Client    // nil where no client takes part
	given   source.Location // where its region is given; the zero Location where the surroundings give it
	at      source.Location
	origins []link.Origin
}

func tieOfClient(c *link.Client) tie {
	return tie{service: c.Service, client: c, given: c.Given, at: c.At, origins: c.Origins}
}

func tieOfPair(pair *link.Pair) tie {
	return tie{service: pair.Service, given: pair.Given, at: pair.At, origins: []link.Origin{pair.Other}}
}

// tiesOf returns what takes the region that a place decides for one service.
func tiesOf(p *link.Program, at source.Location, service string) []tie {
	var ties []tie
	t := takersOf(p, at)
	for _, c := range t.clients {
		if shared(c.Service) == shared(service) {
			ties = append(ties, tieOfClient(c))
		}
	}
	for _, pair := range t.pairs {
		if shared(pair.Service) == shared(service) {
			ties = append(ties, tieOfPair(pair))
		}
	}
	return ties
}

// ownRegion returns a fix that gives what uses one service a region of its own,
// from a variable that is named after the service: the code reads it, and the
// dotenv files that are in its scope set it. There is none where that cannot be
// done for all of them, as where others are made by the same call.
func ownRegion(p *link.Program, ties []tie, region string) (lint.SuggestedFix, bool) {
	name := ownVariable(p, ties[0].service, region)
	edits, ok := ownEdits(p, ties, name, region)
	if !ok || name == "" {
		return lint.SuggestedFix{}, false
	}
	title := fmt.Sprintf("Give %s a region of its own, %s", shared(ties[0].service), name)
	return lint.SuggestedFix{Title: title, Safety: lint.Unsafe, Edits: edits, Own: true}, true
}

// ownEdits returns the edits of [ownRegion], with the region spelled if there is
// no name for a variable.
func ownEdits(p *link.Program, ties []tie, name, region string) (edits []lint.TextEdit, ok bool) {
	for i := range ties {
		own, ok := ties[i].ownEdits(p, ties, name, region)
		if !ok {
			return nil, false
		}
		edits = append(edits, own...)
	}
	sortEdits(edits)
	return slices.Compact(edits), len(edits) > 0
}

// ownEdits returns the edits for one of some ties that get a region of their own
// together.
func (t *tie) ownEdits(p *link.Program, ties []tie, name, region string) (edits []lint.TextEdit, ok bool) {
	if t.sharesCall(p, ties) || t.varies(p) || slices.ContainsFunc(t.origins, derived) || besideAnother(p, t.given, region) ||
		t.client != nil && (t.client.Open || t.client.Loop || needsAnother(p, t.client, region)) {
		return nil, false
	}
	if name == "" {
		return t.spell(p, region)
	}
	edits, ok = t.lookUp(p, name, region)
	return append(edits, definitions(p, t, name, region)...), ok
}

// lookUp makes the tie read its region from a variable. Code that reads a variable
// which a bundler fills in sees no other.
func (t *tie) lookUp(p *link.Program, name, region string) ([]lint.TextEdit, bool) {
	if t.bundled() {
		return nil, false
	}
	if t.given.Path == t.at.Path && t.at.Span.Contains(t.given.Span) || t.client == nil {
		if edits, ok := edit.LookUp(p, t.given, name, region); ok {
			return edits, true
		}
	}
	if t.client == nil {
		return nil, false
	}
	return edit.OwnLookUp(p, t.client, name, region)
}

// bundled reports whether a tie's region comes through a variable that a bundler
// fills in.
func (t *tie) bundled() bool {
	return slices.ContainsFunc(t.origins, func(o link.Origin) bool {
		return slices.ContainsFunc(o.Steps, func(s link.Step) bool {
			return slices.ContainsFunc(publicPrefixes, func(prefix string) bool { return strings.HasPrefix(s.Variable, prefix) })
		})
	})
}

// spell makes the tie spell its region.
func (t *tie) spell(p *link.Program, region string) ([]lint.TextEdit, bool) {
	if t.client == nil || t.client.SDK == "url" {
		return edit.Spell(p, t.given, region)
	}
	return edit.OwnRegion(p, t.client, region)
}

// varies reports whether what makes the tie is handed one region here and another
// one there, which would be lost.
func (t *tie) varies(p *link.Program) bool {
	return edit.IsLocal(p, t.given) && slices.ContainsFunc(t.origins, func(o link.Origin) bool {
		return !alternatives(p, t.origins[0], o)
	})
}

// alternatives reports whether one variable, or one place, decides for the one
// region or the other.
func alternatives(p *link.Program, a, b link.Origin) bool {
	if spot(a) == spot(b) {
		return true
	}
	d, e := definitionAt(p, spot(a)), definitionAt(p, spot(b))
	if d != nil && e != nil && d.Name == e.Name {
		return true
	}
	reads := func(a, b link.Origin) bool {
		return slices.ContainsFunc(a.Steps, func(s link.Step) bool {
			return s.Kind == link.StepLookup && slices.ContainsFunc(b.Steps, func(o link.Step) bool {
				return o.At == s.At || o.Kind == link.StepLookup && o.Variable == s.Variable
			})
		})
	}
	return reads(a, b) || reads(b, a)
}

// sharesCall reports whether what makes the tie makes something of another
// service as well.
func (t *tie) sharesCall(p *link.Program, ties []tie) bool {
	return t.client != nil && len(t.client.Services) > 0 || t.client != nil && slices.ContainsFunc(clientsAt(p, t.at), func(d *link.Client) bool {
		return shared(d.Service) != shared(t.service) &&
			!slices.ContainsFunc(ties, func(o tie) bool { return o.client != nil && o.client.At == d.At && o.client.Service == d.Service })
	})
}

// clientsAt returns the clients that one place makes.
func clientsAt(p *link.Program, at source.Location) []*link.Client {
	i, _ := slices.BinarySearchFunc(p.Clients, at, func(c link.Client, at source.Location) int { return c.At.Compare(at) })
	var clients []*link.Client
	for ; i < len(p.Clients) && p.Clients[i].At == at; i++ {
		clients = append(clients, &p.Clients[i])
	}
	return clients
}

// besideAnother reports whether a region is given beside an identifier of another
// region than the given one.
func besideAnother(p *link.Program, given source.Location, region string) bool {
	elsewhere := func(pair link.Pair) bool { return pair.Given == given && pair.Fixed.Region != region }
	return given != (source.Location{}) && (slices.ContainsFunc(p.Pairs, elsewhere) || slices.ContainsFunc(p.Bonds, elsewhere))
}

// needsAnother reports whether a client is handed an identifier of another
// region than the given one.
func needsAnother(p *link.Program, c *link.Client, region string) bool {
	return slices.ContainsFunc(usesOf(p)[c], func(u *link.Use) bool { return u.Value.Region != region })
}

// ownVariable returns the name of a variable for the region of one service: one
// that nothing reads or sets, or that holds that region wherever it does. It is
// "" if there is none.
func ownVariable(p *link.Program, service, region string) string {
	for _, name := range []string{variableOf(service), "AWS_" + variableOf(service)} {
		if holds(p, name, region) {
			return name
		}
	}
	return ""
}

// holds reports whether nothing reads or sets a variable as anything else than a
// region.
func holds(p *link.Program, name, region string) bool {
	return link.Derived(p, holdsKey{name, region}, func() bool {
		return !slices.ContainsFunc(p.Lookups, func(lk link.Lookup) bool {
			return strings.EqualFold(lk.Name, name) && (lk.Name != name || len(lk.Fallbacks)+len(lk.Definitions) == 0 ||
				slices.ContainsFunc(lk.Fallbacks, func(o link.Origin) bool { return o.Region != region }))
		}) && !slices.ContainsFunc(p.Definitions, func(d link.Definition) bool { return d.Name == name && d.Value != region })
	})
}

type holdsKey struct{ name, region string }

// definitions returns the lines that set a variable in the dotenv files that a
// tie can see: below the line that decides its region so far, or that of another
// region or identifier. A file that something reads as a whole, and may refuse
// for a name that it does not know, is left alone.
func definitions(p *link.Program, t *tie, name, region string) []lint.TextEdit {
	x := dotenvsOf(p, componentOf(p, t))
	beside := maps.Clone(x.nearest)
	for _, o := range t.origins {
		d := definitionAt(p, spot(o))
		if d == nil || !x.seen[d] {
			continue
		}
		if old := beside[d.At.Path]; !decides(t, old) || x.order[d] < x.order[old] {
			beside[d.At.Path] = d
		}
	}
	var edits []lint.TextEdit
	for path, d := range beside {
		if x.whole[path] || d.Profile != "" && !decides(t, d) || definesName(p, path, name) {
			continue
		}
		if te, ok := edit.AddDefinition(p, d, name, region); ok {
			edits = append(edits, te)
		}
	}
	return edits
}

// dotenvs are the dotenv files that a component's code reads.
type dotenvs struct {
	nearest map[string]*link.Definition // for each the line that most looks like a region's
	whole   map[string]bool             // those that something reads as a whole
	seen    map[*link.Definition]bool
	order   map[*link.Definition]int
}

type dotenvsKey struct{ component string }

func dotenvsOf(p *link.Program, component string) *dotenvs {
	return link.Derived(p, dotenvsKey{component}, func() *dotenvs {
		x := &dotenvs{
			nearest: make(map[string]*link.Definition), whole: make(map[string]bool),
			seen: make(map[*link.Definition]bool), order: make(map[*link.Definition]int),
		}
		propose := func(d *link.Definition) {
			if x.seen[d] {
				return
			}
			x.seen[d], x.order[d] = true, len(x.order)
			if old := x.nearest[d.At.Path]; old == nil || nearness(d) > nearness(old) {
				x.nearest[d.At.Path] = d
			}
		}
		for i := range p.Lookups {
			lk := &p.Lookups[i]
			for _, n := range lk.Definitions {
				d := &p.Definitions[n]
				x.whole[d.At.Path] = x.whole[d.At.Path] || lk.Implied
				if lk.Component == component && !lk.Test {
					propose(d)
				}
			}
		}
		for i := range p.Clients {
			if p.Clients[i].Component != component {
				continue
			}
			for _, o := range p.Clients[i].Origins {
				if d := definitionAt(p, spot(o)); d != nil {
					propose(d)
				}
			}
		}
		return x
	})
}

type definedNamesKey struct{}

// definesName reports whether a dotenv file sets a variable.
func definesName(p *link.Program, path, name string) bool {
	return link.Derived(p, definedNamesKey{}, func() map[readKey]bool {
		defined := make(map[readKey]bool)
		for i := range p.Definitions {
			defined[readKey{p.Definitions[i].Name, p.Definitions[i].At.Path}] = true
		}
		return defined
	})[readKey{name, path}]
}

// nearness ranks a line of a dotenv file by how much it has to do with regions.
func nearness(d *link.Definition) int {
	switch {
	case slices.Contains(sdkVariables, d.Name):
		return 2
	case d.Region:
		return 1
	}
	return 0
}

// decides reports whether a line of a dotenv file decides a tie's region.
func decides(t *tie, d *link.Definition) bool {
	return slices.ContainsFunc(t.origins, func(o link.Origin) bool {
		at := spot(o)
		return at.Path == d.At.Path && d.At.Span.Contains(at.Span)
	})
}

// componentOf returns the component that a tie stands in.
func componentOf(p *link.Program, t *tie) string {
	if t.client != nil {
		return t.client.Component
	}
	return newGround(p).component(t.at.Path)
}
