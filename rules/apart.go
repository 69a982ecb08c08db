package rules

import (
	"fmt"
	"slices"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/link"
)

// apart returns a fix that writes the declared region and gives each service
// that has to stay where it is a region of its own.
func (r *ruling) apart(p *link.Program) (lint.SuggestedFix, bool) {
	want := r.wrong.wants(r.declared, r.statement)
	if r.stays == nil || r.wrong.pin != movable || want == r.region || hasRole(r.name) {
		return lint.SuggestedFix{}, false
	}
	moved := *r
	moved.want = want
	change, ok := moved.edit(p)
	if !ok {
		return lint.SuggestedFix{}, false
	}
	edits := []lint.TextEdit{change}
	staying, ok := r.staying(want)
	for _, service := range staying {
		var own []lint.TextEdit
		fit := false
		if r.varies() {
			own, fit = ownEdits(p, r.ties(service), ownVariable(p, service, r.region), r.region)
		}
		if !fit && !slices.ContainsFunc(r.ties(service), func(t tie) bool { return t.bundled() }) { // nothing else does, or it cannot, as in code that a browser runs
			own, fit = ownEdits(p, r.ties(service), "", r.region)
		}
		// What is given where the statement stands would be changed twice.
		ok = ok && fit && !slices.ContainsFunc(own, func(e lint.TextEdit) bool {
			return e.At.Path == change.At.Path && e.At.Span.Overlaps(change.At.Span)
		})
		edits = joined(edits, own)
	}
	title := fmt.Sprintf("Change it to %s, and give %s a region of its own", want, enumerate(staying))
	return lint.SuggestedFix{Title: title, Safety: lint.Unsafe, Edits: edits}, ok && len(staying) > 0
}

// varies reports whether the statement's region comes through the environment.
func (r *ruling) varies() bool {
	return !r.inCode() || slices.ContainsFunc(r.deciders, func(d decider) bool { return d.looked })
}

// staying returns the services that have to be in the statement's own region,
// sorted. It returns false if something else stands in the way of another one.
func (r *ruling) staying(want string) (services []string, ok bool) {
	for _, d := range r.judged() {
		switch {
		case d.wants(r.declared, r.statement) == want:
		case d.pin != identified && d.pin != required:
			return nil, false
		case !slices.Contains(services, shared(d.service)):
			services = append(services, shared(d.service))
		}
	}
	slices.Sort(services)
	return services, true
}

// ties returns what takes the statement's region for one service.
func (r *ruling) ties(service string) []tie {
	var ties []tie
	for i := range r.deciders {
		switch d := &r.deciders[i]; {
		case shared(d.service) != service:
		case d.client != nil:
			ties = append(ties, tieOfClient(d.client))
		case d.bond != nil:
			ties = append(ties, tieOfPair(d.bond))
		}
	}
	return ties
}

// joined returns two lists of edits as one, sorted and without repeats. What they
// insert at the same place comes one after the other.
func joined(a, b []lint.TextEdit) []lint.TextEdit {
	all := slices.Clone(a)
	for _, e := range b {
		i := slices.IndexFunc(all, func(o lint.TextEdit) bool { return o.At == e.At })
		switch {
		case i < 0:
			all = append(all, e)
		case e.At.Span.Len() == 0 && all[i].NewText != e.NewText:
			all[i].NewText += e.NewText
		}
	}
	sortEdits(all)
	return all
}
