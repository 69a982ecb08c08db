package rules

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/link"
)

// An application is the places that can run together, sorted by location.
type application []place

// applications splits places into those that can run together: each
// independent example is an application of its own, the rest is one.
func applications(all []place) []application {
	at := make(map[string][]int) // the places that have to do with a unit, in order
	for i := range all {
		for _, unit := range append([]string{all[i].unit}, all[i].units...) {
			if known := at[unit]; len(known) == 0 || known[len(known)-1] != i {
				at[unit] = append(known, i)
			}
		}
	}
	apps := make([]application, 0, len(at))
	for _, unit := range slices.Sorted(maps.Keys(at)) {
		var app application
		for _, i := range at[unit] {
			if part, ok := all[i].within(unit); ok {
				app = append(app, part)
			}
		}
		apps = append(apps, app)
	}
	return apps
}

// homeOf returns the region that the configuration says that the application is
// in, if anything of it is there, else that which most of it is in.
func (a application) homeOf(d *lint.Declared) string {
	if slices.ContainsFunc(a, func(p place) bool { return d.Default != "" && p.in(d.Default) && !p.exempt() }) {
		return d.Default
	}
	return a.home()
}

// home returns the region that most of an application's services are in, with
// the identifiers that cannot move and then the places deciding between
// equals. Services that must be where they are, or may be anywhere, do not
// count.
func (a application) home() string {
	type score struct {
		region                  string
		services, fixed, places int
	}
	scores := make(map[string]*score)
	counted := make(map[[2]string]bool)
	for i := range a {
		p := &a[i]
		if p.exempt() {
			continue
		}
		for _, region := range settledRegions(p) {
			s := scores[region]
			if s == nil {
				s = &score{region: region}
				scores[region] = s
			}
			s.places += p.weight()
			if p.id != "" {
				s.fixed++
			}
			if key := [2]string{region, p.service}; !counted[key] {
				counted[key] = true
				s.services++
			}
		}
	}
	best := &score{}
	for _, s := range scores {
		if cmp.Or(s.services-best.services, s.fixed-best.fixed, s.places-best.places, strings.Compare(best.region, s.region)) > 0 {
			best = s
		}
	}
	return best.region
}

// weight is how much a place says about where things are: what somebody wrote
// down counts more than a fallback.
func (p *place) weight() int {
	if slices.ContainsFunc(p.settled(), func(o link.Origin) bool { return o.Decided().Kind != link.StepFallback }) {
		return 2
	}
	return 1
}

func settledRegions(p *place) []string {
	var regions []string
	for _, o := range p.settled() {
		if !slices.Contains(regions, o.Region) {
			regions = append(regions, o.Region)
		}
	}
	slices.Sort(regions)
	return regions
}

// A group is the places of one service in one application.
type group application

// services groups an application's places by service, sorted by its name.
func (a application) services() []group {
	sorted := slices.Clone(a)
	slices.SortStableFunc(sorted, func(x, y place) int { return cmp.Compare(x.service, y.service) })
	var groups []group
	for i, p := range sorted {
		if i == 0 || sorted[i-1].service != p.service {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], p)
	}
	return groups
}
