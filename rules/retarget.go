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
	if name := definedAt(p, fix.Edits[0].At); name != "" {
		fix.Title = fmt.Sprintf("Set %s to %s", name, region)
	}
	slices.Sort(others)
	if others = slices.Compact(slices.DeleteFunc(others, func(s string) bool { return s == "*" })); len(others) > 0 {
		fix.Title += ", for " + enumerate(others) + " too"
	}
	sortEdits(fix.Edits)
	return fix, true
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
	return slices.ContainsFunc(p.Resources, func(r link.Resource) bool {
		// Every host of API Gateway names an API, be it one that looks like none.
		return (r.Fixed || r.Service == "apigateway") && r.At.Path == o.Spot.Path && r.At.Span.Contains(o.Spot.Span)
	})
}

// definedAt returns the variable that a dotenv file sets at a place, or "".
func definedAt(p *link.Program, at source.Location) string {
	if d := definitionAt(p, at); d != nil {
		return d.Name
	}
	return ""
}

// definitionAt returns the definition whose value holds a place, or nil.
func definitionAt(p *link.Program, at source.Location) *link.Definition {
	for i := range p.Definitions {
		if d := &p.Definitions[i]; d.At.Path == at.Path && d.At.Span.Contains(at.Span) {
			return d
		}
	}
	return nil
}

// ownRegion returns a fix that gives one client a region of its own, from a
// variable that is named after its service: the client reads it, and the dotenv
// files that decide its region so far set it. There is none where others are
// made by the same call, where the name is taken, or where more than a region
// would be replaced.
func ownRegion(p *link.Program, c *link.Client, origins []link.Origin, region string) (lint.SuggestedFix, bool) {
	name := variableOf(c.Service)
	var edits []lint.TextEdit
	var ok bool
	switch {
	case taken(p, name) || needsAnother(p, c, region) || slices.ContainsFunc(origins, derived) || slices.ContainsFunc(p.Clients, func(d link.Client) bool { return d.At == c.At && d.Service != c.Service }):
		return lint.SuggestedFix{}, false
	case c.Given == source.Location{}:
		edits, ok = edit.GiveLookUp(p, c, name, region)
	case c.Given.Path == c.At.Path && c.At.Span.Contains(c.Given.Span):
		edits, ok = edit.LookUp(p, c.Given, name, region)
	}
	if !ok {
		return lint.SuggestedFix{}, false
	}
	for _, o := range origins {
		d := definitionAt(p, spot(o))
		if d == nil {
			continue
		}
		te, ok := edit.AddDefinition(p, d, name, region)
		if !ok {
			return lint.SuggestedFix{}, false
		}
		edits = append(edits, te)
	}
	sortEdits(edits)
	title := fmt.Sprintf("Give %s a region of its own, %s", shared(c.Service), name)
	return lint.SuggestedFix{Title: title, Safety: lint.Unsafe, Edits: slices.Compact(edits), Own: true}, true
}

// taken reports whether a variable is read or set already.
func taken(p *link.Program, name string) bool {
	return slices.ContainsFunc(p.Lookups, func(lk link.Lookup) bool { return strings.EqualFold(lk.Name, name) }) ||
		slices.ContainsFunc(p.Definitions, func(d link.Definition) bool { return d.Name == name })
}

// derived reports whether a region is part of a longer text, such as a URL, so that
// where it is given something else may be given with it.
func derived(o link.Origin) bool {
	return o.Spot != o.Decided().At && o.Decided().Kind != link.StepSilent
}

// needsAnother reports whether a client is handed an identifier of another
// region than the given one.
func needsAnother(p *link.Program, c *link.Client, region string) bool {
	return slices.ContainsFunc(p.Uses, func(u link.Use) bool {
		return &p.Clients[u.Client] == c && u.Value.Region != region
	})
}

// manual returns a fix without edits.
func manual(steps string) lint.SuggestedFix {
	return lint.SuggestedFix{Title: steps, Safety: lint.Manual}
}

func sortEdits(edits []lint.TextEdit) {
	slices.SortFunc(edits, func(a, b lint.TextEdit) int { return a.At.Compare(b.At) })
}
