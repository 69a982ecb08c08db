package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// envDefaultConflict finds environment lookups whose fallback is another region
// than a dotenv file defines, or than the other lookups of that name fall back
// to.
var envDefaultConflict = &lint.Rule{
	Name:     "env-default-conflict",
	Category: lint.Environment,
	Severity: lint.Warning,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "a region variable's fallback contradicts its definition or the other fallbacks",
		Why: "Where the variable is not set, the program runs in the fallback's region without a word. " +
			"Its tables, queues and keys are in the other one: DynamoDB answers ResourceNotFoundException: Requested " +
			"resource not found, and other services likewise, or the program writes to a second copy that nobody looks at.",
		Before: `# .env
AWS_REGION=ap-southeast-2
# app/config.py
region = os.getenv("AWS_REGION", "ap-southeast-5")
`,
		After: `# .env
AWS_REGION=ap-southeast-2
# app/config.py
region = os.getenv("AWS_REGION", "ap-southeast-2")
`,
		Fix: "Writes the defined region, or the one that most lookups of the name fall back to, in place of the fallback. " +
			"Safe where a dotenv file that is really loaded defines the variable; unsafe where only a template or other " +
			"lookups speak against the fallback, since the program may have run in its region so far, or where other code takes " +
			"the same constant; none where other variables fall back to it, or a template agrees with the fallback. Where the " +
			"identifier of a resource is in the fallback's region, or AWS lists the service there and not in the other, the " +
			"definition is set to that instead, which is unsafe.",
	},
	Check: checkEnvDefaultConflict,
}

func checkEnvDefaultConflict(pass *lint.Pass) error {
	disallowed := disallowedSpots(pass)
	for _, c := range fallbackConflicts(pass.Program) {
		if c.decided(pass.Program, disallowed) {
			continue
		}
		d := lint.Diagnostic{
			At:       spot(c.fallback),
			Message:  c.message(pass.Program),
			Services: servicesDecidedAt(pass.Program, spot(c.fallback)),
			Regions:  append([]string{c.fallback.Region}, c.others...),
		}
		t := trail{own: d.At}
		for _, i := range c.definitions {
			def := &pass.Program.Definitions[i]
			t.add(def.At, fmt.Sprintf("%s is defined as %q here", def.Name, def.Value))
		}
		for _, other := range c.lookups[:min(len(c.lookups), maxRelated)] {
			t.add(spot(other), c.lookup.Name+" falls back to "+quote(other.Region)+" here")
		}
		if w, ok := c.witness(pass.Program); ok {
			d.Message += fmt.Sprintf(", where %s %q is not", kindName(w.kind), w.text)
			t.add(w.at, fmt.Sprintf("this is in %s and used with it", c.fallback.Region))
		}
		d.Related = t.list
		d.Fixes = agreeing(pass, d.Services, c.fixes(pass.Program))
		pass.Report(d)
	}
	return nil
}

// fixes puts the region that speaks against the fallback in its place, or where
// an identifier speaks for the fallback, or only its region has the service, the
// fallback in that of the definitions.
// Where several regions speak against it there is none to choose.
func (c *fallbackConflict) fixes(p *link.Program) []lint.SuggestedFix {
	region := c.preferred(p)
	if _, ok := c.witness(p); ok || takersOf(p, spot(c.fallback)).strands(region) {
		return c.defined(p)
	}
	te, ok := edit.Region(p, c.fallback, region)
	if !ok || region == "" || immovable(p, c.fallback) || c.borrowed(p) || c.backed(p) {
		return []lint.SuggestedFix{manual(fmt.Sprintf("Let %s fall back to %s here", c.lookup.Name, strings.Join(c.others, " or ")))}
	}
	fix := lint.SuggestedFix{Title: "Fall back to " + region, Safety: lint.Safe, Edits: []lint.TextEdit{te}}
	real := slices.ContainsFunc(c.definitions, func(i int) bool { return !p.Definitions[i].Template })
	if !real || c.shared(p) {
		fix.Safety = lint.Unsafe
	}
	return []lint.SuggestedFix{fix}
}

// defined returns the fix that defines the variable as the fallback.
func (c *fallbackConflict) defined(p *link.Program) []lint.SuggestedFix {
	decide := "Decide for one of " + enumerate(append([]string{c.fallback.Region}, c.others...))
	fix := lint.SuggestedFix{Title: fmt.Sprintf("Set %s to %s", c.lookup.Name, c.fallback.Region), Safety: lint.Unsafe}
	for _, i := range c.definitions {
		d := &p.Definitions[i]
		te, ok := edit.SetDefinition(p, d, c.fallback.Region)
		t := takersOf(p, d.At)
		if t.tied(c.fallback.Region) {
			return []lint.SuggestedFix{manual(decide + ": existing resources are in both")}
		}
		if !ok || t.strands(c.fallback.Region) {
			return []lint.SuggestedFix{manual(decide)}
		}
		fix.Edits = append(fix.Edits, te)
	}
	if len(fix.Edits) == 0 {
		return []lint.SuggestedFix{manual(decide)}
	}
	sortEdits(fix.Edits)
	return []lint.SuggestedFix{fix}
}

// preferred returns the one region that the fallback should be: of those that
// definitions give, the one for every mode. It is "" where there are several.
func (c *fallbackConflict) preferred(p *link.Program) string {
	if len(c.others) == 1 || len(c.definitions) == 0 {
		return c.others[0]
	}
	var regions []string
	for _, i := range c.definitions {
		if d := &p.Definitions[i]; d.Profile == "" && !slices.Contains(regions, d.Value) {
			regions = append(regions, d.Value)
		}
	}
	if len(regions) != 1 {
		return ""
	}
	return regions[0]
}

// backed reports whether a template says what the fallback says, which only other
// lookups speak against.
func (c *fallbackConflict) backed(p *link.Program) bool {
	return len(c.definitions) == 0 && slices.ContainsFunc(c.lookup.Definitions, func(i int) bool { return p.Definitions[i].Value == c.fallback.Region })
}

// borrowed reports whether other variables fall back to the same constant.
func (c *fallbackConflict) borrowed(p *link.Program) bool {
	return slices.ContainsFunc(fallbacksTo(p)[spot(c.fallback)], func(f fallbackTo) bool { return f.lookup.Name != c.lookup.Name })
}

// A fallbackTo is a fallback of a lookup.
type fallbackTo struct {
	lookup *link.Lookup
	origin *link.Origin
}

type fallbacksToKey struct{}

// fallbacksTo returns the fallbacks by the place that decides them.
func fallbacksTo(p *link.Program) map[source.Location][]fallbackTo {
	return link.Derived(p, fallbacksToKey{}, func() map[source.Location][]fallbackTo {
		found := make(map[source.Location][]fallbackTo)
		for i := range p.Lookups {
			lk := &p.Lookups[i]
			for j := range lk.Fallbacks {
				at := spot(lk.Fallbacks[j])
				found[at] = append(found[at], fallbackTo{lk, &lk.Fallbacks[j]})
			}
		}
		return found
	})
}

// shared reports whether the fallback is a constant that other code takes as it
// is.
func (c *fallbackConflict) shared(p *link.Program) bool {
	at := spot(c.fallback)
	if c.lookup.At.Path == at.Path && c.lookup.At.Span.Contains(at.Span) {
		return false
	}
	t := takersOf(p, at)
	for _, f := range fallbacksTo(p)[at] {
		for _, s := range f.origin.Steps {
			t.ways = append(t.ways, s.At)
		}
	}
	return t.named()
}

// A fallbackConflict is a fallback that something contradicts: definitions of
// the variable, or else other lookups of it.
type fallbackConflict struct {
	lookup   *link.Lookup
	fallback link.Origin
	// definitions are indexes into Program.Definitions.
	definitions []int
	// lookups are the fallbacks of the majority.
	lookups []link.Origin
	// others are the regions that speak against the fallback's, sorted.
	others []string
}

// decided reports whether a side of the conflict is one of some places, of which
// it is told that they are wrong.
func (c *fallbackConflict) decided(p *link.Program, wrong map[source.Location]bool) bool {
	return wrong[spot(c.fallback)] ||
		slices.ContainsFunc(c.definitions, func(i int) bool { return wrong[p.Definitions[i].At] }) ||
		slices.ContainsFunc(c.lookups, func(o link.Origin) bool { return wrong[spot(o)] })
}

func (c *fallbackConflict) message(p *link.Program) string {
	head := fmt.Sprintf("%s falls back to %q here, but ", c.lookup.Name, c.fallback.Region)
	if len(c.definitions) == 0 {
		return head + fmt.Sprintf("to %q in %s of it", c.others[0], counted(len(c.lookups), "other lookup"))
	}
	def := &p.Definitions[c.definitions[0]]
	file := def.At.Path
	if def.Template {
		file = "the template " + file
	}
	return head + fmt.Sprintf("%s sets it to %q", file, def.Value)
}

// A witness is an identifier that speaks for a fallback.
type witness struct {
	kind, text string
	at         source.Location
}

// witness returns an identifier that speaks for the fallback: it is in the
// fallback's region, and what it is used with, or stands beside, is in the other
// one if the variable is set as the definitions say.
func (c *fallbackConflict) witness(p *link.Program) (witness, bool) {
	var defined []source.Location
	for _, i := range c.definitions {
		defined = append(defined, p.Definitions[i].At)
	}
	if len(defined) == 0 {
		return witness{}, false
	}
	for i := range p.Uses {
		u := &p.Uses[i]
		client := &p.Clients[u.Client]
		if u.Fixed && u.Value.Region == c.fallback.Region && takesPart(client) &&
			slices.ContainsFunc(client.Origins, func(o link.Origin) bool { return slices.Contains(defined, spot(o)) }) {
			return witness{u.Kind, u.Text, u.At}, true
		}
	}
	for _, m := range mismatches(p) {
		if m.client == nil && m.identifier.Region == c.fallback.Region && slices.Contains(defined, spot(m.other)) {
			return witness{m.kind, m.text, m.at}, true
		}
	}
	return witness{}, false
}
