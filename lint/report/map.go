package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/link"
)

// A Map is what runs in which region, and why.
type Map struct {
	Clients   []link.Client
	Resources []link.Resource
	Literals  []link.Literal
	Variables []Variable
	Sources   Sources
}

// A Variable is an environment variable that matters for regions.
type Variable struct {
	Name        string
	Definitions []link.Definition
	Lookups     []link.Lookup
}

// A Scope says which files a map is about.
type Scope struct {
	// Chosen reports whether a file was asked for.
	Chosen func(path string) bool
	// Left reports whether a file is left out wherever it is, as tests are.
	Left func(path string) bool
}

func (s Scope) lists(path string) bool { return s.Chosen(path) && !s.Left(path) }

// NewMap selects from a program what is in scope. A variable is shown with all
// of its places if one of them is chosen.
func NewMap(p *link.Program, sources Sources, scope Scope) *Map {
	m := &Map{Sources: sources}
	for _, c := range p.Clients {
		if scope.lists(c.At.Path) {
			m.Clients = append(m.Clients, c)
		}
	}
	for _, r := range p.Resources {
		if scope.lists(r.At.Path) {
			m.Resources = append(m.Resources, r)
		}
	}
	for _, l := range p.Literals {
		if scope.lists(l.At.Path) {
			m.Literals = append(m.Literals, l)
		}
	}
	m.Variables = variables(p, scope)
	return m
}

// variables groups definitions and lookups by name, sorted.
func variables(p *link.Program, scope Scope) []Variable {
	byName := make(map[string]*Variable)
	chosen := make(map[string]bool)
	named := func(name, path string) *Variable {
		if byName[name] == nil {
			byName[name] = &Variable{Name: name}
		}
		chosen[name] = chosen[name] || scope.Chosen(path)
		return byName[name]
	}
	for _, d := range p.Definitions {
		if !d.Shadowed && !scope.Left(d.At.Path) {
			v := named(d.Name, d.At.Path)
			v.Definitions = append(v.Definitions, d)
		}
	}
	for _, l := range p.Lookups {
		if !scope.Left(l.At.Path) && (l.Region || byName[l.Name] != nil) {
			v := named(l.Name, l.At.Path)
			v.Lookups = append(v.Lookups, l)
		}
	}
	all := make([]Variable, 0, len(byName))
	for name, v := range byName {
		if chosen[name] {
			all = append(all, *v)
		}
	}
	slices.SortFunc(all, func(a, b Variable) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// A regionUse is a region with the services that use it.
type regionUse struct {
	region   string
	services []string // sorted
	weight   int      // clients and resources
}

// regions returns the regions in use, the most used first. Services that ignore
// the region count for none, nor do catalogues and emulators.
func (m *Map) regions() []regionUse {
	uses := make(map[string]*regionUse)
	add := func(region, service string) {
		if region == "" {
			return
		}
		if uses[region] == nil {
			uses[region] = &regionUse{region: region}
		}
		u := uses[region]
		u.weight++
		if service != "" && service != "*" && !slices.Contains(u.services, service) {
			u.services = append(u.services, service)
		}
	}
	for _, c := range m.Clients {
		if c.Ignores || c.Loop || c.Local {
			continue
		}
		for _, region := range c.Regions {
			add(region, c.Service)
		}
	}
	for _, r := range m.Resources {
		add(r.Region, r.Service)
	}
	all := make([]regionUse, 0, len(uses))
	for _, u := range uses {
		slices.Sort(u.services)
		all = append(all, *u)
	}
	slices.SortFunc(all, func(a, b regionUse) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), strings.Compare(a.region, b.region))
	})
	return all
}

// headline says which regions are in use, and by what.
func (m *Map) headline() string {
	uses := m.regions()
	if len(uses) == 0 {
		return "No region in use"
	}
	parts := make([]string, len(uses))
	for i, u := range uses {
		parts[i] = Visible(u.region)
		if len(u.services) > 0 {
			parts[i] += " (" + Visible(strings.Join(u.services, ", ")) + ")"
		}
	}
	return fmt.Sprintf("%s in use: %s", count(len(uses), "region"), strings.Join(parts, ", "))
}

// tally says how much there is of everything.
func (m *Map) tally() string {
	statuses := make(map[link.Status]int)
	for _, c := range m.Clients {
		statuses[c.Status]++
	}
	line := count(len(m.Clients), "client")
	var unsure []string
	if n := statuses[link.Ambient]; n > 0 {
		unsure = append(unsure, fmt.Sprintf("%d without a region", n))
	}
	if n := statuses[link.Dynamic]; n > 0 {
		unsure = append(unsure, fmt.Sprintf("%d whose region cannot be known", n))
	}
	if len(unsure) > 0 {
		line += " (" + strings.Join(unsure, ", ") + ")"
	}
	return fmt.Sprintf("%s, %s with a region in it, %s, %s",
		line, count(len(m.Resources), "identifier"),
		count(len(m.Variables), "environment variable"), count(len(m.Literals), "region literal"))
}

// A component is a folder with its clients.
type component struct {
	folder  string
	clients []link.Client // sorted by service, then by place
}

// components groups the clients, sorted by folder.
func (m *Map) components() []component {
	var all []component
	for _, c := range m.Clients {
		i := slices.IndexFunc(all, func(have component) bool { return have.folder == c.Component })
		if i < 0 {
			i = len(all)
			all = append(all, component{folder: c.Component})
		}
		all[i].clients = append(all[i].clients, c)
	}
	slices.SortFunc(all, func(a, b component) int { return strings.Compare(a.folder, b.folder) })
	for _, c := range all {
		slices.SortStableFunc(c.clients, func(a, b link.Client) int {
			return cmp.Or(strings.Compare(a.Service, b.Service), a.At.Compare(b.At))
		})
	}
	return all
}

// folderName returns a component's folder as it is printed.
func folderName(folder string) string {
	if folder == "." || folder == "" {
		return "(root)"
	}
	return Visible(folder) + "/"
}

// serviceName returns a client's service as it is printed.
func serviceName(c link.Client) string {
	if c.Service == "*" {
		return "(session)"
	}
	return Visible(c.Service)
}

// regionNames returns a client's regions as they are printed, or why there are
// none.
func regionNames(c link.Client) string {
	switch {
	case len(c.Regions) > 0:
	case c.Status == link.Ambient:
		return "(none given)"
	default:
		return "(not known)"
	}
	return Visible(strings.Join(c.Regions, ", "))
}

// deciders returns for each origin of a client the place that decides it, as
// one clause; several when the client has several origins. An origin is said
// once.
func (m *Map) deciders(c link.Client) []string {
	var all []string
	for _, o := range c.Origins {
		if len(o.Steps) == 0 {
			continue
		}
		step := o.Decided()
		clause := Visible(step.What)
		if step.At.Path != "" && step.At != c.At {
			clause = at(m.Sources, step.At) + ": " + clause
		}
		if len(c.Regions) > 1 && o.Region != "" {
			clause = Visible(o.Region) + " from " + clause
		}
		if !slices.Contains(all, clause) {
			all = append(all, clause)
		}
	}
	if len(all) > 0 {
		return all
	}
	switch {
	case c.Status == link.Ambient && c.Platform != "":
		return []string{"no region is given; " + Visible(c.Platform) + " provides its own"}
	case c.Status == link.Ambient && len(c.Env) > 0:
		return []string{"no region is given, and nothing sets " + Visible(strings.Join(c.Env, " or "))}
	case c.Status == link.Ambient:
		return []string{"no region is given"}
	case c.Status == link.Dynamic:
		return []string{"the source does not tell the region"}
	}
	return nil
}

// definitionValue returns what a definition says, as it is printed. The linker
// leaves out whatever is no region.
func definitionValue(d link.Definition) string {
	switch {
	case d.Value != "":
		return Visible(d.Value)
	case d.Blank:
		return "(empty)"
	}
	return "(not a region)"
}

// definitionKind says what kind of file a definition stands in.
func definitionKind(d link.Definition) string {
	switch {
	case d.Template:
		return "template"
	case d.Profile != "":
		return Visible(d.Profile) + " only"
	}
	return ""
}

// fallback returns the region that a lookup falls back to, as it is printed.
func fallback(l link.Lookup) string {
	if len(l.Fallbacks) == 0 {
		if l.HasFallback {
			return "(not a region)"
		}
		return ""
	}
	regions := make([]string, 0, len(l.Fallbacks))
	for _, o := range l.Fallbacks {
		if !slices.Contains(regions, o.Region) {
			regions = append(regions, o.Region)
		}
	}
	return Visible(strings.Join(regions, ", "))
}
