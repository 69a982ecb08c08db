// Package diagnosis weighs the ways out of a region drift: what runs where and
// what decides it, which regions everything could be aligned to, and what would
// have to be made again for that. It makes no edits; whoever has tried a way
// tells it what the edits were.
package diagnosis

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// A Service is where one service runs today.
type Service struct {
	Name    string // botocore's
	Regions []Region
	// Bare is the number of its clients that are given no region.
	Bare int
}

// A Region is one region of a service, with the places that decide it, sorted.
type Region struct {
	Name    string
	Decided []source.Location
}

// Current returns the services of a program, sorted by name, each with its
// regions, sorted by name. Tests, loops over regions, emulators and services
// that ignore the region are left out.
func Current(p *link.Program) []Service {
	var all []Service
	service := func(name string) *Service {
		i, ok := slices.BinarySearchFunc(all, name, func(s Service, name string) int { return strings.Compare(s.Name, name) })
		if !ok {
			all = slices.Insert(all, i, Service{Name: name})
		}
		return &all[i]
	}
	for i := range p.Clients {
		c := &p.Clients[i]
		if !takesPart(c) {
			continue
		}
		s := service(c.Service)
		if c.Status == link.Ambient && len(c.Origins) == 0 {
			s.Bare++
		}
		for _, o := range c.Origins {
			s.decide(o.Region, o.Decided().At)
		}
	}
	for _, r := range existing(p) {
		service(r.Service).decide(r.Region, r.At)
	}
	return all
}

// decide records that a place decides a region.
func (s *Service) decide(region string, at source.Location) {
	i, ok := slices.BinarySearchFunc(s.Regions, region, func(r Region, name string) int { return strings.Compare(r.Name, name) })
	if !ok {
		s.Regions = slices.Insert(s.Regions, i, Region{Name: region})
	}
	r := &s.Regions[i]
	if j, ok := slices.BinarySearchFunc(r.Decided, at, source.Location.Compare); !ok {
		r.Decided = slices.Insert(r.Decided, j, at)
	}
}

// takesPart reports whether a client's region is one to align.
func takesPart(c *link.Client) bool {
	return !c.Test && !c.Loop && !c.Ignores && !c.Session && !c.Local && c.Service != "*"
}

// existing returns the identifiers of resources that are there and belong to the
// application: those of a kind that code talks to, those in dotenv files, and
// those that are handed to a client.
func existing(p *link.Program) []link.Resource {
	dotenv := make(map[string]bool)
	for i := range p.Definitions {
		dotenv[p.Definitions[i].At.Path] = true
	}
	var found []link.Resource
	for i := range p.Resources {
		r := &p.Resources[i]
		if r.Fixed && !r.Test && ofRegion(r.Service, r.Region) && (aws.Wiring(r.Kind) || dotenv[r.At.Path]) {
			found = append(found, *r)
		}
	}
	for i := range p.Uses {
		u := &p.Uses[i]
		c := &p.Clients[u.Client]
		if !u.Fixed || !takesPart(c) || !ofRegion(c.Service, u.Value.Region) ||
			slices.ContainsFunc(found, func(r link.Resource) bool { return r.Value == u.Text }) {
			continue
		}
		found = append(found, link.Resource{
			Kind: u.Kind, Service: c.Service, Value: u.Text, Region: u.Value.Region, At: u.Value.Decided().At, Fixed: true,
		})
	}
	slices.SortStableFunc(found, func(a, b link.Resource) int { return a.At.Compare(b.At) })
	return found
}

// ofRegion reports whether a service's resources are in one region, from which
// they are not reached from others. Buckets and images are.
func ofRegion(service, region string) bool {
	return service != "" && service != "s3" && service != "ecr" && region != ""
}

// InUse returns the regions that services are in, sorted. What a service that
// lives in a few regions only is given says nothing about the application.
func InUse(current []Service) []string {
	var regions []string
	for _, s := range current {
		if known, ok := aws.LookupService(s.Name); ok && len(known.Required) > 0 {
			continue
		}
		for _, r := range s.Regions {
			regions = append(regions, r.Name)
		}
	}
	slices.Sort(regions)
	return slices.Compact(regions)
}

// Declaration returns how a configuration says that services stay in the regions
// that they are in, each in one: where most of them are, and what is elsewhere. It
// is "" if they all are in one region.
func Declaration(p *link.Program) string {
	var settled []Service
	count := make(map[string]int)
	for _, s := range Current(p) {
		if known, _ := aws.LookupService(s.Name); len(s.Regions) == 1 && len(known.Required) == 0 {
			settled = append(settled, s)
			count[s.Regions[0].Name]++
		}
	}
	if len(count) < 2 {
		return ""
	}
	home := slices.MinFunc(slices.Sorted(maps.Keys(count)), func(a, b string) int { return cmp.Compare(count[b], count[a]) })
	var elsewhere []string
	for _, s := range settled {
		if region := s.Regions[0].Name; region != home {
			elsewhere = append(elsewhere, s.Name+": "+region)
		}
	}
	return fmt.Sprintf("regions: {default: %s, services: {%s}}", home, strings.Join(elsewhere, ", "))
}

// A Kind says what a way does.
type Kind string

// The kinds of way.
const (
	Align Kind = "align" // everything into one region
	Split Kind = "split" // every service keeps its region, on purpose
)

// A Way is one way out.
type Way struct {
	Kind   Kind
	Region string // of an Align
	// Safe and Unsafe count the edits, and Diff shows them.
	Safe, Unsafe int
	Diff         string
	Recreate     []Recreation
	Unlisted     []Listing
	// stranded is how many of these services are somewhere else that has them.
	stranded int
	// spares is set on a Split that is recommended for the sake of such services.
	spares bool
	// Declaration is how a configuration says that a Split is meant, "" where it
	// cannot yet.
	Declaration string
	// Left are the findings at error or warning that the edits leave.
	Left []lint.Diagnostic
	// Recommended is set on one way, and Reasons say why it is, or what speaks
	// against it.
	Recommended bool
	Reasons     []string
	Verify      []string // shell commands
}

// ID returns the way's name on the command line.
func (w *Way) ID() string {
	if w.Kind == Split {
		return string(Split)
	}
	return string(Align) + "-" + w.Region
}

// Title returns what the way does, as a phrase.
func (w *Way) Title() string {
	if w.Kind == Split {
		return "Keep the regions apart, each service with a region of its own"
	}
	return "Move everything to " + w.Region
}

// A Listing is a service and a region that AWS's endpoints lack for it.
type Listing struct{ Service, Region string }

// NewWay returns the way of a kind as the program tells it: what there is to
// make again, and how to verify. The edits are the caller's to fill in.
func NewWay(p *link.Program, kind Kind, region string) Way {
	w := Way{Kind: kind, Region: region}
	if kind == Align {
		w.Recreate = recreations(p, region)
		w.Unlisted, w.stranded = unlisted(p, region)
	}
	w.Verify = verification(p, &w)
	return w
}

// unlisted returns the program's services that the region lacks, and how many of them
// are in one that does not.
func unlisted(p *link.Program, region string) (missing []Listing, stranded int) {
	for _, s := range Current(p) {
		if !aws.Unlisted(s.Name, region) {
			continue
		}
		missing = append(missing, Listing{Service: s.Name, Region: region})
		if slices.ContainsFunc(s.Regions, func(r Region) bool { return !aws.Unlisted(s.Name, r.Name) }) {
			stranded++
		}
	}
	return missing, stranded
}

// Recommend marks the way with the least to make again and gives the reasons.
// Aligning goes before a split, which has nothing to make again but costs two
// regions for good; only where every alignment gives up a resource that exists, or
// the best takes a service from where it is to where it is not, is the split better.
func Recommend(ways []*Way) {
	if len(ways) == 0 {
		return
	}
	var best, split *Way
	for _, w := range ways {
		switch {
		case w.Kind == Split:
			split = w
		case best == nil || w.cost(best) < 0:
			best = w
		}
	}
	if split != nil && (best == nil || best.lost() > 0 || best.stranded > 0) {
		split.spares = best != nil && best.lost() == 0
		best = split
	}
	best.Recommended = true
	for _, w := range ways {
		w.Reasons = w.reasons(len(ways) == 1)
	}
}

// cost compares two alignments: first by the resources that exist for sure, those
// that hold something before those that are deployed again, then by services that may be missing, by what has to be made again by name,
// and by the edits.
func (w *Way) cost(other *Way) int {
	return cmp.Or(
		cmp.Compare(w.lost(), other.lost()),
		cmp.Compare(w.identified(), other.identified()),
		cmp.Compare(len(w.Unlisted), len(other.Unlisted)),
		cmp.Compare(len(w.Recreate), len(other.Recreate)),
		cmp.Compare(len(w.Left), len(other.Left)),
		cmp.Compare(w.Safe+w.Unsafe, other.Safe+other.Unsafe),
		strings.Compare(w.Region, other.Region),
	)
}

// lost returns the number of existing resources to make again that hold
// something: users, messages, rows.
func (w *Way) lost() int {
	n := 0
	for _, r := range w.Recreate {
		if r.Identified && !r.Deployed {
			n++
		}
	}
	return n
}

// identified returns the number of resources to make again that the source
// names by an identifier: they exist.
func (w *Way) identified() int {
	n := 0
	for _, r := range w.Recreate {
		if r.Identified {
			n++
		}
	}
	return n
}
