package rules

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// envNameMismatch finds reads of a region variable that nothing defines, where
// a dotenv file in scope defines one whose name is nearly the same.
var envNameMismatch = &lint.Rule{
	Name:     "env-name-mismatch",
	Category: lint.Environment,
	Severity: lint.Warning,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "a region variable is read under another name than it is defined",
		Why: "The region that somebody wrote down never arrives: the program takes its fallback, or whatever region " +
			"its SDK finds elsewhere, and where that finds none it fails: NoRegionError: You must specify a region, or " +
			"Region is missing.",
		Before: `# .env
AWS_DEFAULT_REGION=ap-southeast-2
# app/config.py
region = os.getenv("DEFAULT_AWS_REGION", "ap-southeast-2")
`,
		After: `# .env
AWS_DEFAULT_REGION=ap-southeast-2
# app/config.py
region = os.getenv("AWS_DEFAULT_REGION", "ap-southeast-2")
`,
		Fix: "Reads the name that is defined. Safe where the fallback is the same region, so that nothing changes today; " +
			"unsafe otherwise. Where the definition misspells the word region, that gets the name that is read; where it lacks " +
			"the prefix without which a bundler keeps it from the code, it is set under the name that is read too. Where a " +
			"settings field or a schema implies the name, renaming it is left to you.",
	},
	Check: checkEnvNameMismatch,
}

func checkEnvNameMismatch(pass *lint.Pass) error {
	for _, m := range misnamed(pass.Program) {
		first, def := m.lookups[0], &pass.Program.Definitions[m.definitions[0]]
		d := lint.Diagnostic{
			At:      nameSpot(first),
			Message: fmt.Sprintf("%s is read here and defined nowhere, but %s defines %s", first.Name, def.At.Path, def.Name),
			Regions: []string{def.Value},
		}
		if fallbacks := written(first); len(fallbacks) > 0 && fallbacks[0].Region != def.Value {
			d.Message += fmt.Sprintf(": %q is ignored, and the fallback %q decides", def.Value, fallbacks[0].Region)
			d.Regions = []string{fallbacks[0].Region, def.Value}
		}
		t := trail{own: d.At}
		for _, i := range m.definitions {
			def := &pass.Program.Definitions[i]
			t.add(def.NameAt, fmt.Sprintf("%s is defined as %q here", def.Name, def.Value))
		}
		for _, lk := range m.lookups {
			d.Services = append(d.Services, servicesReading(pass.Program, lk)...)
			if len(t.list) < maxRelated {
				t.add(nameSpot(lk), lk.Name+" is read here too")
			}
		}
		slices.Sort(d.Services)
		d.Services = slices.Compact(d.Services)
		d.Related = t.list
		d.Fixes = m.fixes(pass.Program)
		pass.Report(d)
	}
	return nil
}

// fixes reads the defined name wherever the other one is read.
func (m *misnaming) fixes(p *link.Program) []lint.SuggestedFix {
	def := &p.Definitions[m.definitions[0]]
	switch first := m.lookups[0]; {
	case !wordRegion(def.Name) && wordRegion(first.Name):
		return m.respelled(p)
	case isPublic(first.Name) && publicPrefix(first.Name) != publicPrefix(def.Name), slices.Contains(sdkVariables, first.Name) && slices.Contains(sdkVariables, def.Name):
		return m.published(p)
	}
	fix := lint.SuggestedFix{Title: "Read " + def.Name}
	by := manual(fmt.Sprintf("Read %s here, or define %s beside it", def.Name, m.lookups[0].Name))
	for _, i := range m.definitions {
		if p.Definitions[i].Name != def.Name {
			return []lint.SuggestedFix{by} // two look-alikes
		}
		if p.Definitions[i].Template || p.Definitions[i].Value != def.Value {
			fix.Safety = lint.Unsafe
		}
	}
	for _, lk := range m.lookups {
		edits, ok := edit.Rename(p, lk, def.Name)
		if !ok || strands(clientsReading(p, lk), def.Value) {
			return []lint.SuggestedFix{by}
		}
		fix.Edits = append(fix.Edits, edits...)
		if fallbacks := written(lk); len(fallbacks) == 0 || slices.ContainsFunc(fallbacks, func(o link.Origin) bool { return o.Region != def.Value }) {
			fix.Safety = lint.Unsafe
		}
	}
	sortEdits(fix.Edits)
	return []lint.SuggestedFix{fix}
}

// respelled returns the fix for definitions that misspell the word itself: they
// get the name that is read.
func (m *misnaming) respelled(p *link.Program) []lint.SuggestedFix {
	name := m.lookups[0].Name
	fix := lint.SuggestedFix{Title: "Define it as " + name, Safety: lint.Unsafe}
	for _, i := range m.definitions {
		te, ok := edit.RenameDefinition(p, &p.Definitions[i], name)
		if !ok {
			return nil
		}
		fix.Edits = append(fix.Edits, te)
	}
	sortEdits(fix.Edits)
	return []lint.SuggestedFix{fix}
}

// published returns the fix for variables that somebody else may read under the
// names that they have: they are set under the name that is read as well.
func (m *misnaming) published(p *link.Program) []lint.SuggestedFix {
	name := m.lookups[0].Name
	fix := lint.SuggestedFix{Title: "Define " + name + " too", Safety: lint.Unsafe}
	for _, i := range m.definitions {
		d := &p.Definitions[i]
		te, ok := edit.AddDefinition(p, d, name, d.Value)
		if !ok {
			return []lint.SuggestedFix{manual(fmt.Sprintf("Define %s beside %s", name, d.Name))}
		}
		fix.Edits = append(fix.Edits, te)
	}
	sortEdits(fix.Edits)
	return []lint.SuggestedFix{fix}
}

// wordRegion reports whether a variable has the word region in its name.
func wordRegion(name string) bool { return strings.Contains(strings.ToUpper(name), "REGION") }

// A misnaming is a variable that is read under a name that nothing defines.
type misnaming struct {
	lookups     []*link.Lookup // of one name, at least one
	definitions []int          // of the look-alikes, at least one; indexes into Program.Definitions
}

// misnamed returns one misnaming for each name and look-alike, in the order of
// the first lookups.
func misnamed(p *link.Program) []misnaming {
	return link.Derived(p, misnamedKey{}, func() []misnaming { return lookedAlike(p) })
}

type misnamedKey struct{}

func lookedAlike(p *link.Program) []misnaming {
	read, byLook := namesRead(p), regionLooks(p)
	var found []misnaming
	places := make(map[string]int) // in found, by the names
	for i := range p.Lookups {
		lk := &p.Lookups[i]
		if lk.Test || !lk.Region || lk.Elsewhere || lk.Withheld != "" || len(lk.Definitions) > 0 || readsAnother(lk) {
			continue
		}
		alike := slices.DeleteFunc(append(byLook.like(lk.Name), byLook.members[twin(lk)]...), func(j int) bool {
			d := &p.Definitions[j]
			return read[readKey{d.Name, lk.At.Path}] || !meansFor(lk, d)
		})
		if len(alike) == 0 {
			continue
		}
		key := fmt.Sprint(lk.Name, alike)
		at, ok := places[key]
		if !ok {
			at = len(found)
			places[key] = at
			found = append(found, misnaming{definitions: alike})
		}
		found[at].lookups = append(found[at].lookups, lk)
	}
	return found
}

// meansFor reports whether a definition is the one that a lookup means, by its name.
func meansFor(lk *link.Lookup, d *link.Definition) bool {
	return inScope(d, lk) && !outOfReach(lk, d) && (lookAlike(lk, d.Name) || d.Name == twin(lk) && overrules(lk, d.Value))
}

// twin returns the variable that the other SDK reads where a lookup is of one that
// an SDK reads and no platform sets, "" for others.
func twin(lk *link.Lookup) string {
	i := slices.Index(sdkVariables, lk.Name)
	if i < 0 || lk.Platform != "" {
		return ""
	}
	return sdkVariables[1-i]
}

// overrules reports whether a lookup falls back to other regions than the given one.
func overrules(lk *link.Lookup, region string) bool {
	fallbacks := written(lk)
	return len(fallbacks) > 0 && !slices.ContainsFunc(fallbacks, func(o link.Origin) bool { return o.Region == region })
}

// outOfReach reports whether a lookup reads what a bundler hands over, from the
// dotenv files of its own component, and a definition of another one lacks the
// prefix: that is for the server.
func outOfReach(lk *link.Lookup, d *link.Definition) bool {
	return isPublic(lk.Name) && !isPublic(d.Name) && d.Component != lk.Component
}

// nameSpot returns where a lookup spells its name, or else the whole of it.
func nameSpot(lk *link.Lookup) source.Location {
	if lk.NameAt != (source.Location{}) {
		return lk.NameAt
	}
	return lk.At
}

// readsAnother reports whether a lookup falls back to another variable, so that
// the two names are known to its author.
func readsAnother(lk *link.Lookup) bool {
	return slices.ContainsFunc(lk.Fallbacks, func(o link.Origin) bool {
		return slices.ContainsFunc(o.Steps, func(s link.Step) bool {
			return (s.Kind == link.StepLookup || s.Kind == link.StepDefinition || s.Kind == link.StepTemplate) && s.At != lk.At
		})
	})
}

type readKey struct{ name, path string }

// namesRead returns the variables that each file reads: one that knows both
// names means two variables.
func namesRead(p *link.Program) map[readKey]bool {
	read := make(map[readKey]bool)
	for i := range p.Lookups {
		read[readKey{p.Lookups[i].Name, p.Lookups[i].At.Path}] = true
	}
	return read
}

// inScope reports whether a lookup sees a definition's file: it stands in the
// lookup's folder or above it, or is the component's own.
func inScope(d *link.Definition, lk *link.Lookup) bool {
	return under(lk.At.Path, path.Dir(d.At.Path)) || d.Component == lk.Component && d.Component != "."
}

// under reports whether a path lies in a folder, or in one below it.
func under(file, folder string) bool {
	return folder == "." || file == folder || strings.HasPrefix(file, folder+"/")
}

// servicesReading returns the services whose clients' regions come through a
// lookup, sorted.
func servicesReading(p *link.Program, lk *link.Lookup) []string {
	return servicesOfAll(p, readingClients(p)[lk.At])
}

// clientsReading returns the clients whose regions come through a lookup.
func clientsReading(p *link.Program, lk *link.Lookup) []*link.Client {
	var clients []*link.Client
	for _, i := range readingClients(p)[lk.At] {
		clients = append(clients, &p.Clients[i])
	}
	return clients
}

type readingClientsKey struct{}

// readingClients returns the clients whose regions come through a place, as indexes
// into Program.Clients.
func readingClients(p *link.Program) map[source.Location][]int {
	return link.Derived(p, readingClientsKey{}, func() map[source.Location][]int {
		found := make(map[source.Location][]int)
		for i := range p.Clients {
			for _, o := range p.Clients[i].Origins {
				for _, s := range o.Steps {
					if known := found[s.At]; len(known) == 0 || known[len(known)-1] != i {
						found[s.At] = append(known, i)
					}
				}
			}
		}
		return found
	})
}
