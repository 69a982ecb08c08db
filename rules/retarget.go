package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// retarget returns a fix that puts another region in the place of several that
// are decided somewhere, and of those that have to agree with them. It is safe if
// they are of use to one service only, and there is none where a place cannot be
// edited, or where existing resources in other regions depend on it.
func retarget(p *link.Program, origins []link.Origin, service, region string) (lint.SuggestedFix, bool) {
	fix := lint.SuggestedFix{Title: "Set the region to " + region}
	var others []string
	for _, o := range withSiblings(p, origins, region) {
		te, ok := edit.Region(p, o, region)
		t := takersOf(p, spot(o))
		if !ok || immovable(p, o) || t.tied(region) {
			return lint.SuggestedFix{}, false
		}
		if slices.Contains(fix.Edits, te) {
			continue
		}
		if fix.Edits = append(fix.Edits, te); !t.only(service) {
			fix.Safety = lint.Unsafe
		}
		others = append(others, t.others(service)...)
	}
	if len(fix.Edits) == 0 {
		return lint.SuggestedFix{}, false
	}
	if d := definitionAt(p, fix.Edits[0].At); d != nil && isRegion(d.Value) {
		fix.Title = fmt.Sprintf("Set %s to %s", d.Name, region)
	} else if d != nil {
		fix.Title = fmt.Sprintf("Set the region in %s to %s", d.Name, region)
	}
	slices.Sort(others)
	if others = slices.Compact(slices.DeleteFunc(others, func(s string) bool { return s == "*" })); len(others) > 0 {
		fix.Title += ", for " + enumerate(others) + " too"
	}
	sortEdits(fix.Edits)
	return fix, true
}

// strandsAny reports whether [retarget] would take a client from where its service is
// to where it is not.
func strandsAny(p *link.Program, origins []link.Origin, region string) bool {
	return slices.ContainsFunc(withSiblings(p, origins, region), func(o link.Origin) bool { return takersOf(p, spot(o)).strands(region) })
}

// withSiblings returns origins with what has to go with them if they get another
// region: the other fallbacks of the same variable, and the variable that the
// other SDK reads where one file sets both alike.
func withSiblings(p *link.Program, origins []link.Origin, region string) []link.Origin {
	all := slices.Clone(origins)
	add := func(o link.Origin) {
		if o.Region != region && !slices.ContainsFunc(all, func(known link.Origin) bool { return spot(known) == spot(o) }) {
			all = append(all, o)
		}
	}
	votes := fallbackVotes(p)
	for _, o := range origins {
		for _, same := range votes.with(o) {
			add(same)
		}
		d := definitionAt(p, spot(o))
		if d == nil || !slices.Contains(sdkVariables, d.Name) {
			continue
		}
		for i := range p.Definitions {
			other := &p.Definitions[i]
			if other.At.Path == d.At.Path && other.Value == d.Value && slices.Contains(sdkVariables, other.Name) && other.Plain {
				add(link.Origin{Region: other.Value, Spot: other.At, Steps: []link.Step{{At: other.At, Kind: link.StepDefinition}}})
			}
		}
	}
	return all
}

// immovable reports whether a region is part of something that is as it is: an
// identifier, or what a library assumes.
func immovable(p *link.Program, o link.Origin) bool {
	switch o.Decided().Kind {
	case link.StepIdentifier, link.StepSilent, link.StepElement:
		return true
	}
	return slices.ContainsFunc(resourcesAround(p, o.Spot), func(r *link.Resource) bool {
		// Every host of API Gateway names an API, be it one that looks like none.
		return r.Fixed || r.Service == "apigateway"
	})
}

// definitionAt returns the definition whose value holds a place, or nil.
func definitionAt(p *link.Program, at source.Location) *link.Definition {
	// They are sorted by place, and none lies in another.
	i, found := slices.BinarySearchFunc(p.Definitions, at, func(d link.Definition, at source.Location) int {
		return cmp.Or(strings.Compare(d.At.Path, at.Path), cmp.Compare(d.At.Span.Start, at.Span.Start))
	})
	if !found {
		i--
	}
	if i < 0 || p.Definitions[i].At.Path != at.Path || !p.Definitions[i].At.Span.Contains(at.Span) {
		return nil
	}
	return &p.Definitions[i]
}

// derived reports whether a region is part of a longer text, such as a URL, so that
// where it is given something else may be given with it.
func derived(o link.Origin) bool {
	return o.Spot != o.Decided().At && o.Decided().Kind != link.StepSilent
}

// manual returns a fix without edits.
func manual(steps string) lint.SuggestedFix {
	return lint.SuggestedFix{Title: steps, Safety: lint.Manual}
}

func sortEdits(edits []lint.TextEdit) {
	slices.SortFunc(edits, func(a, b lint.TextEdit) int { return a.At.Compare(b.At) })
}

type resourcesKey struct{}

// resourcesAround returns the identifiers whose places hold one, in the order of
// the program's.
func resourcesAround(p *link.Program, at source.Location) []*link.Resource {
	furthest := link.Derived(p, resourcesKey{}, func() []uint32 {
		ends := make([]uint32, len(p.Resources)) // of those in the same file up to each
		for i := range p.Resources {
			ends[i] = p.Resources[i].At.Span.End
			if i > 0 && p.Resources[i-1].At.Path == p.Resources[i].At.Path {
				ends[i] = max(ends[i], ends[i-1])
			}
		}
		return ends
	})
	i, _ := slices.BinarySearchFunc(p.Resources, at, func(r link.Resource, at source.Location) int {
		if c := strings.Compare(r.At.Path, at.Path); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(r.At.Span.Start, at.Span.Start), -1) // behind all that start there
	})
	var around []*link.Resource
	for i--; i >= 0 && p.Resources[i].At.Path == at.Path && furthest[i] >= at.Span.End; i-- {
		if p.Resources[i].At.Span.Contains(at.Span) {
			around = append(around, &p.Resources[i])
		}
	}
	slices.Reverse(around)
	return around
}

// resourcesWithin returns the identifiers that lie in a place, in order.
func resourcesWithin(p *link.Program, at source.Location) []*link.Resource {
	i, _ := slices.BinarySearchFunc(p.Resources, at, func(r link.Resource, at source.Location) int {
		return cmp.Or(strings.Compare(r.At.Path, at.Path), cmp.Compare(r.At.Span.Start, at.Span.Start))
	})
	var within []*link.Resource
	for ; i < len(p.Resources) && p.Resources[i].At.Path == at.Path && p.Resources[i].At.Span.Start <= at.Span.End; i++ {
		if at.Span.Contains(p.Resources[i].At.Span) {
			within = append(within, &p.Resources[i])
		}
	}
	return within
}
