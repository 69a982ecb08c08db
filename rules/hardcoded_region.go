package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/link"
)

// hardcodedRegion finds region literals that reach a client without passing
// through the environment, so that the region cannot be changed from outside.
var hardcodedRegion = &lint.Rule{
	Name:     "hardcoded-region",
	Category: lint.Policy,
	Severity: lint.Off,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "a client's region is written in the code",
		Why: "The program runs in that region wherever it is deployed and whatever its environment says: a second stage, a move " +
			"or a test in another region needs a change of code in each such place, and the place that is forgotten asks for " +
			"what is not there (ResourceNotFoundException).",
		Before: `tables = boto3.resource("dynamodb", region_name="eu-west-1")
`,
		After: `tables = boto3.resource("dynamodb", region_name=os.getenv("AWS_DEFAULT_REGION", "eu-west-1"))
`,
		Fix: "Reads the variable that the component reads for its region already, or the one that the client's SDK reads, with " +
			"the literal as the fallback and the import that it takes. Unsafe: where the variable is set to something else, " +
			"the client moves.",
	},
	Check: checkHardcodedRegion,
}

func checkHardcodedRegion(pass *lint.Pass) error {
	all := statements(pass)
	regions := make(map[string][]string) // by component
	for i := range all {
		if clients := all[i].hardcoded(); len(clients) > 0 {
			regions[clients[0].Component] = append(regions[clients[0].Component], all[i].region)
		}
	}
	usual := make(map[string]string, len(regions))
	for component, written := range regions {
		usual[component] = commonest(written)
	}
	for i := range all {
		s := &all[i]
		clients := s.hardcoded()
		if len(clients) == 0 {
			continue
		}
		d := lint.Diagnostic{
			At: s.at, Services: s.services(), Regions: []string{s.region},
			Message: fmt.Sprintf("the region of %s is written in the code: %s, whatever the environment says",
				recipients(clients), s.region),
		}
		t := trail{own: s.at}
		for _, c := range clients[:min(len(clients), maxRelated)] {
			t.add(c.At, fmt.Sprintf("this %s takes it", noun(c)))
		}
		d.Related = t.list
		// One variable cannot give two regions.
		if s.region == usual[clients[0].Component] {
			d.Fixes = s.readEnvironment(pass.Program, clients)
		}
		pass.Report(d)
	}
	return nil
}

// commonest returns the word that is there most often, "" if several are.
func commonest(words []string) string {
	counts := make(map[string]int)
	best := 0
	for _, w := range words {
		counts[w]++
		best = max(best, counts[w])
	}
	found := ""
	for w, n := range counts {
		switch {
		case n < best:
		case found != "":
			return ""
		default:
			found = w
		}
	}
	return found
}

// hardcoded returns the clients that take a literal as their region, and take it
// from nowhere else on the way.
func (s *statement) hardcoded() []*link.Client {
	if s.kind != link.StepLiteral || s.definition != nil || s.inURL || needsHome(s.name, s.region) || needsHome(s.called, s.region) {
		return nil
	}
	var clients []*link.Client
	free := false
	for i := range s.deciders {
		switch d := &s.deciders[i]; {
		case d.looked:
			return nil
		case d.client == nil || defaults(d.client) || d.pin == irrelevant || slices.Contains(clients, d.client):
		default:
			free = free || d.pin == movable || d.pin == identified
			clients = append(clients, d.client)
		}
	}
	if !free {
		return nil
	}
	return clients
}

// defaults reports whether a client's literal is only what is left when nothing
// else gives a region: a caller, the environment.
func defaults(c *link.Client) bool {
	return c.Open || slices.ContainsFunc(c.Origins, func(o link.Origin) bool {
		return slices.ContainsFunc(o.Steps, func(step link.Step) bool { return step.Kind == link.StepLookup })
	})
}

// recipients names what takes a literal.
func recipients(clients []*link.Client) string {
	var services []string
	for _, c := range clients {
		if !c.Session && c.Service != "*" {
			services = append(services, c.Service)
		}
	}
	if len(services) == 0 {
		return "this " + noun(clients[0])
	}
	slices.Sort(services)
	return brief(slices.Compact(services))
}

// readEnvironment puts a look-up in the literal's place.
func (s *statement) readEnvironment(p *link.Program, clients []*link.Client) []lint.SuggestedFix {
	name := s.variable(p, clients)
	if name == "" || s.at.Span.Len() != len(s.region) { // a piece of it, or not spelled out
		return nil
	}
	edits, ok := edit.ReadEnvironment(p, s.at, name)
	if !ok {
		return nil
	}
	return []lint.SuggestedFix{{
		Title: fmt.Sprintf("Read %s, with %s as the fallback", name, s.region), Safety: lint.Unsafe, Edits: edits,
	}}
}

// variable returns the variable to read: the one that the component reads most
// often for a region that these clients could take, else the one that their SDK
// reads. None is right that is set to another region there.
func (s *statement) variable(p *link.Program, clients []*link.Client) string {
	counts := make(map[string]int)
	for i := range p.Lookups {
		if lk := &p.Lookups[i]; lk.Region && !lk.Test && lk.Component == clients[0].Component && s.suits(p, lk.Name, clients) {
			counts[lk.Name]++
		}
	}
	var names []string
	for name := range counts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(counts[b]-counts[a], strings.Compare(a, b)) })
	if len(names) > 0 {
		return names[0]
	}
	for _, name := range clients[0].Env {
		if s.suits(p, name, clients) {
			return name
		}
	}
	return ""
}

// suits reports whether a variable is one for the region of these clients, and
// nothing sets it to another or falls back to one.
func (s *statement) suits(p *link.Program, name string, clients []*link.Client) bool {
	if !isForRegion(name) || isForeign("", name) || hasRole(name) || needsHome(name, s.region) ||
		isHosts(name) && !slices.Contains(clients[0].Env, name) {
		return false
	}
	if named := namedServices(name); len(named) > 0 && slices.ContainsFunc(clients, func(c *link.Client) bool { return !slices.Contains(named, c.Service) }) {
		return false
	}
	return !slices.ContainsFunc(p.Definitions, func(d link.Definition) bool {
		return d.Name == name && !d.Blank && d.Value != s.region && under(clients[0].Component, d.Component)
	}) && !slices.ContainsFunc(p.Lookups, func(lk link.Lookup) bool {
		return lk.Name == name && slices.ContainsFunc(written(&lk), func(o link.Origin) bool { return o.Region != s.region })
	})
}
