package rules

import (
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// A ground knows the folders of a root.
type ground struct {
	program    *link.Program
	stages     *stages
	components map[string]bool
	dotenv     map[string]bool // the dotenv files
	// platform holds the lookups of the variables that platforms set, and those that
	// the deployment sets for code on a platform; replaced holds the texts that such
	// lookups fall back to.
	platform, replaced map[source.Location]bool
	// scattered is set when the root holds more components with clients than
	// one application has.
	scattered bool
}

// manyComponents is how many components with clients one application has at
// most: a web application, an API, a worker, their infrastructure and scripts.
const manyComponents = 6

type groundKey struct{}

// newGround returns the ground of a program, which is made once and not changed.
func newGround(p *link.Program) *ground {
	return link.Derived(p, groundKey{}, func() *ground { return surveyed(p) })
}

func surveyed(p *link.Program) *ground {
	g := &ground{
		program: p, stages: newStages(p), components: make(map[string]bool), dotenv: make(map[string]bool),
		platform: make(map[source.Location]bool), replaced: make(map[source.Location]bool),
	}
	busy := make(map[string]bool)
	for i := range p.Clients {
		if c := &p.Clients[i]; !c.Test {
			g.components[c.Component] = true
			busy[c.Component] = true
		}
	}
	for i := range p.Lookups {
		lk := &p.Lookups[i]
		g.components[lk.Component] = true
		if slices.Contains(sdkVariables, lk.Name) || lk.Platform != "" && (lk.Elsewhere || lk.Named) {
			g.platform[lk.At] = true
			for _, at := range lk.Spelled {
				g.replaced[at] = true
			}
		}
	}
	for i := range p.Definitions {
		g.components[p.Definitions[i].Component] = true
		g.dotenv[p.Definitions[i].At.Path] = true
	}
	g.scattered = len(busy) > manyComponents
	return g
}

// component returns the folder of the component that a file stands in, as far
// as the program tells.
func (g *ground) component(file string) string {
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		if g.components[dir] {
			return dir
		}
	}
	return "."
}

// showcases are folders whose parts have nothing to do with each other.
var showcases = []string{
	"example", "examples", "sample", "samples", "demo", "demos", "tutorial", "tutorials", "workshop", "workshops",
	"recipe", "recipes", "cookbook", "cookbooks", "quickstart", "quickstarts", "playground", "playgrounds",
}

// snippets are folders each of whose files stands for itself.
var snippets = []string{"snippet", "snippets"}

// maintenance are folders of scripts that people run one at a time.
var maintenance = []string{"script", "scripts", "tools", "tool", "bin", "hack", "maintenance"}

// isMaintenance reports whether a file is a script that people run by hand.
func isMaintenance(file string) bool {
	return slices.ContainsFunc(strings.Split(path.Dir(file), "/"), func(part string) bool { return slices.Contains(maintenance, part) })
}

// unit names the part of the root that a file runs in: a folder for what runs
// for itself, "." for the root's application.
func (g *ground) unit(file, component string) string {
	if end := dotFolder(file); end > 0 {
		return file[:end] // what a service such as GitHub runs
	}
	if end := showcase(file); end > 0 {
		single := file[:end]
		if len(component) > len(single) {
			return component
		}
		return single
	}
	if g.scattered {
		return component
	}
	return "."
}

// isShowcase reports whether a unit is an independent example.
func isShowcase(unit string) bool { return showcase(unit) > 0 }

// showcase returns the length of the path of the example that a file belongs
// to, the innermost one, 0 if it belongs to none.
func showcase(file string) int {
	at, end := 0, 0
	for part := range strings.SplitSeq(file, "/") {
		at += len(part) + 1
		name := strings.ToLower(part)
		switch {
		case at > len(file):
		case slices.Contains(snippets, name):
			return len(file)
		case slices.Contains(showcases, name):
			end = len(file)
			if i := strings.IndexByte(file[at:], '/'); i >= 0 {
				end = at + i
			}
		}
	}
	return end
}

// dotFolder returns the length of the path of the folder with a leading dot that
// a file stands in, 0 if it stands in none.
func dotFolder(file string) int {
	at := 0
	for part := range strings.SplitSeq(path.Dir(file), "/") {
		at += len(part)
		if len(part) > 1 && part[0] == '.' {
			return at
		}
		at++
	}
	return 0
}

// origin returns a resource's region. One in a dotenv file shares what is known
// of the line that defines it.
func (g *ground) origin(r *link.Resource) link.Origin {
	o := link.Origin{Region: r.Region, Steps: []link.Step{{
		At: r.At, What: "the identifier names " + r.Region, Kind: link.StepIdentifier,
	}}}
	if d := definitionAt(g.program, r.At); d != nil {
		o.Profile = d.Profile
		if d.Template {
			o.Steps[0].Kind = link.StepTemplate
		}
	}
	return o
}

// lives reports whether an identifier says by itself where the application's
// resources are: it is set in a dotenv file, or of a kind that code talks to.
func (g *ground) lives(r *link.Resource) bool {
	if r.Service == "" || r.Service == "s3" || r.Service == "ecr" {
		return false
	}
	return aws.Wiring(r.Kind) || g.dotenv[r.At.Path]
}

// taken returns the regions that a client can take where it runs: of a variable
// that the platform or the deployment sets neither the fallback nor a template ever
// counts, nor does a misspelled region.
func (g *ground) taken(c *link.Client) []link.Origin {
	return slices.DeleteFunc(slices.Clone(c.Origins), func(o link.Origin) bool {
		if !isRegion(o.Region) && !aws.IsPseudoRegion(o.Region) {
			return true
		}
		if c.Platform == "" || o.Decided().Kind == link.StepDefinition {
			return false
		}
		return slices.ContainsFunc(o.Steps, func(s link.Step) bool {
			return s.Kind == link.StepLookup && g.platform[s.At] || s.Kind == link.StepFallback && g.replaced[s.At]
		})
	})
}
