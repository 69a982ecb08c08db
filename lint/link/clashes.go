package link

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// collectClash records the ARNs and hosts in a text whose partition is not that
// of their region. A text that is put together clashes when all that it can be
// does, or all that one dotenv mode makes of it.
func (l *linker) collectClash(u *unit, id fact.ID, vals []value) {
	modes := []string{""}
	for _, v := range vals {
		if v.profile() != "" && !slices.Contains(modes, v.profile()) {
			modes = append(modes, v.profile())
		}
	}
	for _, mode := range modes {
		found, all := l.clashes(u, id, vals, mode)
		if all && len(found) > 0 {
			l.program.Clashes = append(l.program.Clashes, found...)
			return
		}
	}
}

// clashes returns the clashes of the first alternative of a mode, "" being any
// mode; all is set when every one of them has some.
func (l *linker) clashes(u *unit, id fact.ID, vals []value, mode string) (found []Clash, all bool) {
	for _, v := range vals {
		if mode != "" && v.profile() != mode {
			continue
		}
		var own []Clash
		if v.kind == text && !v.loop {
			own = l.clashesOf(u, id, v)
		}
		if len(own) == 0 {
			return nil, false
		}
		if found == nil {
			found = own
		}
	}
	return found, true
}

// clashesOf returns the clashes in one alternative of a text.
func (l *linker) clashesOf(u *unit, id fact.ID, v value) []Clash {
	var found []Clash
	s := v.str()
	for _, c := range aws.FindClashes(s) {
		ident := c.Identifier
		if isBlank(s[ident.Start:ident.End]) || c.Bare && u.namesPrincipal(id) {
			continue
		}
		found = append(found, Clash{
			At: u.here(id), Kind: ident.Kind, Service: ident.Service, Text: v.shown(ident.Start, ident.End),
			Stated: c.Stated, Want: c.Want, Spot: v.spot(c.Start, c.End),
			Region: l.regionOrigin(v, ident, Step{At: u.here(id), What: "it is put together here"}), Test: u.test,
		})
	}
	return found
}

// regionOrigin returns the way of the bytes of an identifier that name its
// region, the first step being use.
func (l *linker) regionOrigin(v value, id aws.Identifier, use Step) Origin {
	if id.RegionStart < 0 {
		return l.idOrigin(v, id, use)
	}
	p, _ := v.covering(id.RegionStart)
	return Origin{
		Region: id.Region, Profile: v.profile(), Steps: append([]Step{use}, p.way.list()...),
		Spot: v.spot(id.RegionStart, id.RegionEnd),
	}
}

// namesPrincipal reports whether a text stands where policies and the CDK take
// the name of a service principal: {"Service": x}, ServicePrincipal(x).
func (u *unit) namesPrincipal(id fact.ID) bool {
	for parent := u.parent[id]; parent != 0; parent = u.parent[parent] {
		switch e := &u.Exprs[parent]; e.Kind {
		case fact.List, fact.Keyword:
		case fact.Entry:
			return strings.EqualFold(u.TextOf(u.Kids(e)[0]), "service")
		case fact.Call:
			return strings.Contains(strings.ToLower(lastName(u, u.Kids(e)[0])), "principal")
		default:
			return false
		}
	}
	return false
}

// dotenvClashes records the clashes in a dotenv value.
func (l *linker) dotenvClashes(u *unit, d *fact.Definition, test bool) {
	for _, c := range aws.FindClashes(d.Value) {
		id := c.Identifier
		if isBlank(d.Value) || isBlank(d.Value[id.Start:id.End]) {
			continue
		}
		spot := func(start, end int) source.Location {
			if !d.Plain || start < 0 {
				return zero
			}
			return u.at(source.Span{Start: d.ValueSpan.Start + uint32(start), End: d.ValueSpan.Start + uint32(end)})
		}
		at := u.at(d.ValueSpan)
		l.program.Clashes = append(l.program.Clashes, Clash{
			At: at, Kind: id.Kind, Service: id.Service, Text: d.Value[id.Start:id.End],
			Stated: c.Stated, Want: c.Want, Spot: spot(c.Start, c.End), Test: test,
			Region: Origin{
				Region: id.Region, Spot: spot(id.RegionStart, id.RegionEnd), Profile: l.in.Modes[u.Path],
				Steps: []Step{{At: at, What: d.Name + " is defined here", Kind: StepDefinition}},
			},
		})
	}
}
