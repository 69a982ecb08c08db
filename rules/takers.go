package rules

import (
	"cmp"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
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
	bonds   []*link.Pair
	ways    []source.Location // all places that the region comes through
}

// A spotIndex holds what takes the regions that places decide: indexes into
// Program.Clients, Program.Pairs and [bondsOf], in order.
type spotIndex struct{ clients, pairs, bonds map[source.Location][]int }

type spotIndexKey struct{}

func spotsOf(p *link.Program) *spotIndex {
	return link.Derived(p, spotIndexKey{}, func() *spotIndex {
		x := &spotIndex{
			clients: make(map[source.Location][]int), pairs: make(map[source.Location][]int), bonds: make(map[source.Location][]int),
		}
		add := func(to map[source.Location][]int, o link.Origin, i int) {
			if at := spot(o); len(to[at]) == 0 || to[at][len(to[at])-1] != i {
				to[at] = append(to[at], i)
			}
		}
		for i := range p.Clients {
			for _, o := range p.Clients[i].Origins {
				add(x.clients, o, i)
			}
		}
		for i := range p.Pairs {
			add(x.pairs, p.Pairs[i].Other, i)
		}
		for i, bond := range bondsOf(p) {
			add(x.bonds, bond.Other, i)
		}
		return x
	})
}

// takersOf returns what takes the region that a place decides.
func takersOf(p *link.Program, at source.Location) *takers {
	t := &takers{program: p, at: at}
	pass := func(o link.Origin) {
		if spot(o) == at {
			for _, s := range o.Steps {
				t.ways = append(t.ways, s.At)
			}
		}
	}
	spots := spotsOf(p)
	for _, i := range spots.clients[at] {
		c := &p.Clients[i]
		for _, o := range c.Origins {
			pass(o)
		}
		if !c.Test {
			t.clients = append(t.clients, c)
			t.ways = append(t.ways, c.At)
		}
	}
	for _, i := range spots.pairs[at] {
		pass(p.Pairs[i].Other)
		t.pairs = append(t.pairs, &p.Pairs[i])
		t.ways = append(t.ways, p.Pairs[i].At)
	}
	for _, i := range spots.bonds[at] {
		t.bonds = append(t.bonds, bondsOf(p)[i])
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
		if !strings.HasPrefix(service, pair.Service+"-") { // an ARN names bedrock for all that are called bedrock-…
			add(pair.Service)
		}
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
	elsewhere := func(pair *link.Pair) bool { return pair.Fixed.Region != region }
	if slices.ContainsFunc(t.pairs, elsewhere) || slices.ContainsFunc(t.bonds, elsewhere) {
		return true
	}
	uses := usesOf(t.program)
	return slices.ContainsFunc(t.clients, func(c *link.Client) bool {
		return takesPart(c) && slices.ContainsFunc(uses[c], func(u *link.Use) bool { return u.Value.Region != region })
	})
}

// strands reports whether a region would take a client of the place's from one that
// has its service to one that has not.
func (t *takers) strands(region string) bool { return strands(t.clients, region) }

func strands(clients []*link.Client, region string) bool {
	return slices.ContainsFunc(clients, func(c *link.Client) bool {
		return takesPart(c) && !answersIn(c.Service, region) && slices.ContainsFunc(c.Regions, func(now string) bool { return answersIn(c.Service, now) })
	})
}

// answersIn reports whether nothing is known that keeps a service from answering in a
// region: it is not in a few others only, and AWS lists the region if it lists all.
func answersIn(service, region string) bool {
	s, _ := aws.LookupService(service)
	if r, known := aws.LookupRegion(region); len(s.Required) > 0 && known && r.Partition == "aws" {
		return slices.Contains(s.Required, region)
	}
	return !aws.Unlisted(service, region)
}

type usesKey struct{}

// usesOf returns the uses of each client.
func usesOf(p *link.Program) map[*link.Client][]*link.Use {
	return link.Derived(p, usesKey{}, func() map[*link.Client][]*link.Use {
		uses := make(map[*link.Client][]*link.Use)
		for i := range p.Uses {
			u := &p.Uses[i]
			uses[&p.Clients[u.Client]] = append(uses[&p.Clients[u.Client]], u)
		}
		return uses
	})
}

// named reports whether a name that the region comes through stands anywhere
// else than on its known ways.
func (t *takers) named() bool {
	x := mentionsOf(t.program)
	known := newNearby(t.ways)
	asked := make(map[mention]bool)
	for _, way := range t.ways {
		for _, name := range x.bound[way] {
			key := mention{t.program.File(way.Path), name}
			if asked[key] {
				continue
			}
			asked[key] = true
			if x.mentioned(key.file, name, known) {
				return true
			}
		}
	}
	return false
}

// A mention is a name in a file.
type mention struct {
	file *fact.File
	name string
}

// mentions tell where the code has names.
type mentions struct {
	bound   map[source.Location][]string // the names that are bound at a place
	names   map[mention][]source.Location
	members map[string][]source.Location
	// imports are the names in files under which they import one, by that name.
	imports map[string][]mention
}

type mentionsKey struct{}

func mentionsOf(p *link.Program) *mentions {
	return link.Derived(p, mentionsKey{}, func() *mentions {
		x := &mentions{
			bound: make(map[source.Location][]string), names: make(map[mention][]source.Location),
			members: make(map[string][]source.Location), imports: make(map[string][]mention),
		}
		for _, f := range p.Files {
			for i := range f.Bindings {
				at := source.Location{Path: f.Path, Span: f.Bindings[i].Span}
				x.bound[at] = append(x.bound[at], f.NameOf(&f.Bindings[i]))
			}
			for i := range f.Exprs {
				at := source.Location{Path: f.Path, Span: f.Exprs[i].Span}
				switch e := &f.Exprs[i]; e.Kind {
				case fact.Name:
					x.names[mention{f, f.Text(e)}] = append(x.names[mention{f, f.Text(e)}], at)
				case fact.Member:
					x.members[f.Text(e)] = append(x.members[f.Text(e)], at)
				}
			}
			for i := range f.Imports {
				im := &f.Imports[i]
				x.imports[im.Name] = append(x.imports[im.Name], mention{f, im.Local})
			}
		}
		return x
	})
}

// mentioned reports whether code besides the known ways has a name that file in
// binds: code of the file itself, of those that import the name, and members of
// anything.
func (x *mentions) mentioned(in *fact.File, name string, known nearby) bool {
	stray := func(at source.Location) bool { return !known.touches(at) }
	return slices.ContainsFunc(x.names[mention{in, name}], stray) || slices.ContainsFunc(x.members[name], stray) ||
		slices.ContainsFunc(x.imports[name], func(local mention) bool {
			return local.file != in && slices.ContainsFunc(x.names[local], stray)
		})
}

// nearby holds places by path, sorted by their start, with how far those up to
// each go at most, and where those from each on end first.
type nearby map[string]*reaches

type reaches struct {
	spans           []source.Span
	furthest, first []uint32
}

func newNearby(places []source.Location) nearby {
	n := make(nearby)
	for _, at := range places {
		if n[at.Path] == nil {
			n[at.Path] = &reaches{}
		}
		n[at.Path].spans = append(n[at.Path].spans, at.Span)
	}
	for _, r := range n {
		slices.SortFunc(r.spans, source.Span.Compare)
		r.furthest, r.first = make([]uint32, len(r.spans)), make([]uint32, len(r.spans))
		for i, s := range r.spans {
			if r.furthest[i] = s.End; i > 0 {
				r.furthest[i] = max(s.End, r.furthest[i-1])
			}
		}
		for i, s := range slices.Backward(r.spans) {
			if r.first[i] = s.End; i < len(r.spans)-1 {
				r.first[i] = min(s.End, r.first[i+1])
			}
		}
	}
	return n
}

// touches reports whether a place lies in one of those held, or one of them in it.
func (n nearby) touches(at source.Location) bool {
	r := n[at.Path]
	if r == nil {
		return false
	}
	starts := func(start uint32) int {
		i, _ := slices.BinarySearchFunc(r.spans, start, func(s source.Span, start uint32) int { return cmp.Compare(s.Start, start) })
		return i
	}
	from, behind := starts(at.Span.Start), starts(at.Span.Start+1)
	return behind > 0 && r.furthest[behind-1] >= at.Span.End || from < len(r.spans) && r.first[from] <= at.Span.End
}

// read reports whether the region is a dotenv file's, and something else reads
// it: another lookup, another line, or a file that is no code.
func (t *takers) read() bool {
	p := t.program
	d := definitionAt(p, t.at)
	if d == nil {
		return false
	}
	x := readersOf(p)
	return slices.ContainsFunc(x.lookups[d], func(lk *link.Lookup) bool {
		return !lk.Test && (lk.Elsewhere || !slices.Contains(t.ways, lk.At))
	}) || x.lines[d.Name]
}

// readers are what reads definitions: lookups, and lines of dotenv files that
// refer to a name.
type readers struct {
	lookups map[*link.Definition][]*link.Lookup
	lines   map[string]bool
}

type readersKey struct{}

func readersOf(p *link.Program) *readers {
	return link.Derived(p, readersKey{}, func() *readers {
		x := &readers{lookups: make(map[*link.Definition][]*link.Lookup), lines: make(map[string]bool)}
		for i := range p.Lookups {
			for _, n := range p.Lookups[i].Definitions {
				x.lookups[&p.Definitions[n]] = append(x.lookups[&p.Definitions[n]], &p.Lookups[i])
			}
		}
		for _, f := range p.Files {
			for i := range f.Dotenv {
				for _, name := range f.Dotenv[i].Refs {
					x.lines[name] = true
				}
			}
		}
		return x
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
