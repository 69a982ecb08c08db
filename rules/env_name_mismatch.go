package rules

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
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
			"unsafe otherwise.",
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
		pass.Report(d)
	}
	return nil
}

// A misnaming is a variable that is read under a name that nothing defines.
type misnaming struct {
	lookups     []*link.Lookup // of one name, at least one
	definitions []int          // of the look-alikes, at least one; indexes into Program.Definitions
}

// misnamed returns one misnaming for each name and look-alike, in the order of
// the first lookups.
func misnamed(p *link.Program) []misnaming {
	read := namesRead(p)
	var found []misnaming
	for i := range p.Lookups {
		lk := &p.Lookups[i]
		if lk.Test || !lk.Region || lk.Elsewhere || len(lk.Definitions) > 0 || readsAnother(lk) {
			continue
		}
		var alike []int
		for j := range p.Definitions {
			d := &p.Definitions[j]
			if !d.Blank && !d.Shadowed && isRegion(d.Value) && inScope(d, lk) && lookAlike(lk, d.Name) && !read[readKey{d.Name, lk.At.Path}] {
				alike = append(alike, j)
			}
		}
		if len(alike) == 0 {
			continue
		}
		at := slices.IndexFunc(found, func(m misnaming) bool {
			return m.lookups[0].Name == lk.Name && slices.Equal(m.definitions, alike)
		})
		if at < 0 {
			found = append(found, misnaming{definitions: alike})
			at = len(found) - 1
		}
		found[at].lookups = append(found[at].lookups, lk)
	}
	return found
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
	var services []string
	for i := range p.Clients {
		c := &p.Clients[i]
		if c.Test || c.Session || c.Service == "*" || slices.Contains(services, c.Service) {
			continue
		}
		if slices.ContainsFunc(c.Origins, func(o link.Origin) bool {
			return slices.ContainsFunc(o.Steps, func(s link.Step) bool { return s.At == lk.At })
		}) {
			services = append(services, c.Service)
		}
	}
	slices.Sort(services)
	return services
}
