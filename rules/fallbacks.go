package rules

import (
	"maps"
	"slices"

	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// fallbackConflicts returns one conflict for each place of a fallback, in the
// order of the lookups.
func fallbackConflicts(p *link.Program) []fallbackConflict {
	return link.Derived(p, fallbackConflictsKey{}, func() []fallbackConflict { return contradicted(p) })
}

type fallbackConflictsKey struct{}

func contradicted(p *link.Program) []fallbackConflict {
	var found []fallbackConflict
	seen := make(map[source.Location]bool)
	votes := fallbackVotes(p)
	for i := range p.Lookups {
		lk := &p.Lookups[i]
		fallbacks := written(lk)
		if lk.Test || !lk.Region || len(fallbacks) == 0 || isVendors(lk.Name) && len(readingClients(p)[lk.At]) == 0 {
			continue
		}
		c := fallbackConflict{lookup: lk, fallback: fallbacks[0]}
		if seen[spot(c.fallback)] {
			continue
		}
		var agreed bool
		if c.definitions, c.others, agreed = contradicting(p, lk, fallbacks); len(c.definitions) == 0 && !agreed {
			c.lookups, c.others = votes.against(lk)
		}
		if len(c.others) > 0 {
			seen[spot(c.fallback)] = true
			found = append(found, c)
		}
	}
	return found
}

// written returns the fallbacks of a lookup that its code spells out, those
// that another variable or a library decides left out.
func written(lk *link.Lookup) []link.Origin {
	return slices.DeleteFunc(slices.Clone(lk.Fallbacks), func(o link.Origin) bool {
		if !isRegion(o.Region) {
			return true
		}
		switch o.Decided().Kind {
		case link.StepDefinition, link.StepTemplate, link.StepIdentifier, link.StepSilent:
			return true
		}
		return false
	})
}

// contradicting returns the definitions of a lookup's variable, as indexes, if
// none of those that decide it agrees with a fallback, and their regions. A
// template counts where nothing real defines the variable. The files of several
// modes count if they agree: a variable that every mode sets to something else
// is meant to vary. agreed is set where a real one agrees with a fallback: that is
// right then, whatever other lookups fall back to.
func contradicting(p *link.Program, lk *link.Lookup, fallbacks []link.Origin) (against []int, regions []string, agreed bool) {
	var real, templates []int
	for _, i := range lk.Definitions {
		switch d := &p.Definitions[i]; {
		case d.Blank || !isRegion(d.Value):
		case d.Template:
			templates = append(templates, i)
		default:
			real = append(real, i)
		}
	}
	against = real
	if len(real) == 0 {
		against = templates
	}
	base := slices.ContainsFunc(against, func(i int) bool { return p.Definitions[i].Profile == "" })
	for _, i := range against {
		d := &p.Definitions[i]
		if slices.ContainsFunc(fallbacks, func(o link.Origin) bool { return o.Region == d.Value }) {
			return nil, nil, !d.Template
		}
		if !slices.Contains(regions, d.Value) {
			regions = append(regions, d.Value)
		}
	}
	if !base && len(regions) > 1 {
		return nil, nil, false
	}
	slices.Sort(regions)
	return against, regions, false
}

// servicesDecidedAt returns the services whose clients get a region from one
// place, sorted.
func servicesDecidedAt(p *link.Program, at source.Location) []string {
	return servicesOfAll(p, spotsOf(p).clients[at])
}

// servicesOfAll returns the services of clients, indexes into Program.Clients,
// sorted.
func servicesOfAll(p *link.Program, clients []int) []string {
	seen := make(map[string]bool)
	for _, i := range clients {
		if c := &p.Clients[i]; !c.Test && !c.Session && c.Service != "*" {
			seen[c.Service] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}
