package diagnosis

import (
	"cmp"
	"maps"
	"slices"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/link"
)

// In says where an application runs, as its configuration would.
type In struct {
	// Default is where most services are, "" if no region is in use. Home are the
	// services that are there and nowhere else, sorted.
	Default string
	Home    []string
	// Elsewhere are the services that are in other regions only, sorted by name.
	// Each is taken to be in the first of its regions, which has most places.
	Elsewhere []Service
	// Loose are services like those, in regions that other things use as well: to
	// declare that the service is there would say that these are not.
	Loose []Service
	// Torn are the services that are in the default region and in others, sorted by
	// name.
	Torn []Service
	// Regions are all that are in use, the default first, then sorted.
	Regions []string
}

// Declare returns where a program runs today. Regions that are in no table are left
// out: no configuration may name them without calling them known.
func Declare(p *link.Program) In {
	services := slices.DeleteFunc(Current(p), func(s Service) bool {
		known, _ := aws.LookupService(s.Name)
		return len(known.Required) > 0
	})
	var in In
	use := make(map[string]tally)
	for i := range services {
		s := &services[i]
		s.Regions = slices.DeleteFunc(s.Regions, func(r Region) bool { return !aws.IsRegion(r.Name) })
		for _, r := range s.Regions {
			t := use[r.Name]
			t.services++
			t.places += len(r.Decided)
			if len(s.Regions) == 1 {
				t.settled++
			}
			use[r.Name] = t
		}
	}
	if len(use) == 0 {
		return in
	}
	for _, r := range existing(p) {
		if t, ok := use[r.Region]; ok {
			t.existing++
			use[r.Region] = t
		}
	}
	names := slices.Sorted(maps.Keys(use))
	in.Default = slices.MinFunc(names, func(a, b string) int { return use[b].compare(use[a]) })
	for _, s := range services {
		in.place(s)
	}
	in.Regions = append([]string{in.Default}, slices.DeleteFunc(others(p, names), func(r string) bool { return r == in.Default })...)
	return in
}

// place puts a service where it belongs.
func (in *In) place(s Service) {
	here := slices.ContainsFunc(s.Regions, func(r Region) bool { return r.Name == in.Default })
	switch {
	case len(s.Regions) == 0:
	case !here:
		slices.SortStableFunc(s.Regions, func(a, b Region) int { return cmp.Compare(len(b.Decided), len(a.Decided)) })
		in.Elsewhere = append(in.Elsewhere, s)
	case len(s.Regions) > 1:
		in.Torn = append(in.Torn, s)
	default:
		in.Home = append(in.Home, s.Name)
	}
}

// others adds to some regions those of sessions, which are of no service, and
// returns all of them sorted.
func others(p *link.Program, regions []string) []string {
	all := slices.Clone(regions)
	for i := range p.Clients {
		c := &p.Clients[i]
		if c.Test || c.Loop || c.Local || c.Ignores {
			continue
		}
		for _, region := range c.Regions {
			if known, _ := aws.LookupService(c.Service); aws.IsRegion(region) && len(known.Required) == 0 {
				all = append(all, region)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Declared returns what a configuration says that declares it.
func (in *In) Declared() lint.Declared {
	d := lint.Declared{Default: in.Default, Allow: in.Regions, Services: make(map[string]string)}
	for _, s := range in.Elsewhere {
		d.Services[s.Name] = s.Regions[0].Name
	}
	return d
}

// Loosen takes in that a region is used by more than what is known to be there.
func (in *In) Loosen(region string) {
	if !aws.IsRegion(region) {
		return
	}
	if !slices.Contains(in.Regions, region) {
		in.Regions = append(in.Regions, region)
		slices.Sort(in.Regions[1:])
	}
	in.Elsewhere = slices.DeleteFunc(in.Elsewhere, func(s Service) bool {
		if s.Regions[0].Name != region {
			return false
		}
		in.Loose = append(in.Loose, s)
		return true
	})
}

// A tally is how much there is of a region.
type tally struct{ settled, services, existing, places int }

// compare compares two regions by what is in them: services that are nowhere else,
// services, identifiers of what exists, places.
func (t tally) compare(other tally) int {
	return cmp.Or(
		cmp.Compare(t.settled, other.settled), cmp.Compare(t.services, other.services),
		cmp.Compare(t.existing, other.existing), cmp.Compare(t.places, other.places),
	)
}
