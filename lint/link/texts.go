package link

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// collectText records the URLs and identifiers that a text spells or puts
// together, and what contradicts itself in it.
func (l *linker) collectText(u *unit, id fact.ID) {
	e := &u.Exprs[id]
	vals := l.eval(u, id, nil)
	l.collectURL(u, id, vals)
	seen := make(map[string]bool)
	for _, v := range vals {
		if v.kind != text {
			continue
		}
		s := v.str()
		if !u.test {
			l.misnameIdentifiers(u.here(id), &v)
		}
		for _, found := range aws.FindIdentifiers(s) {
			if found.Region == "" || isScaffold(found.Kind) || isBlank(s[found.Start:found.End]) {
				continue
			}
			at := u.at(e.Span)
			if spot := v.spot(found.Start, found.End); spot != zero {
				at = spot
			}
			text := v.shown(found.Start, found.End)
			key := at.Path + strconv.Itoa(int(at.Span.Start)) + text
			if seen[key] || at.Path != u.Path || !e.Span.Contains(at.Span) {
				continue
			}
			seen[key] = true
			l.program.Resources = append(l.program.Resources, Resource{
				Kind: found.Kind, Service: found.Service, Value: text, Region: found.Region, At: at,
				Fixed: found.Fixed, Test: u.test, Component: l.env.componentOf(u.dir),
			})
		}
	}
	l.collectPairs(u.here(id), vals, func(v value, offset int) source.Location { return l.part(u, id, v, offset) })
	l.collectClash(u, id, vals)
}

// isScaffold reports kinds of identifier that are no resources.
func isScaffold(kind string) bool {
	switch kind {
	case "availability-zone", "zone-id", "local-zone", "region-parameter", "console-url":
		return true
	}
	return false
}

// tells reports whether the text of an expression itself, names left out, says
// something about AWS: part of a host name, of an ARN, of an identifier.
func (l *linker) tells(u *unit, id fact.ID) bool {
	if parts := u.built(id); parts != 0 {
		id = parts
	}
	e := &u.Exprs[id]
	if e.Kind == fact.String {
		s := u.Text(e)
		return e.Inner.Len() <= 4096 && (hostMark(s) || aws.HasRegionShape([]byte(s))) && !prose(s)
	}
	mark := false
	for _, k := range u.Kids(e) {
		if kid := &u.Exprs[k]; kid.Kind == fact.String {
			if prose(u.Text(kid)) {
				return false
			}
			mark = mark || hostMark(u.Text(kid)) || strings.Contains(u.Text(kid), "arn:aws") || aws.HasRegionShape([]byte(u.Text(kid)))
		}
	}
	return mark
}

// built returns what a call puts a text together from, or 0 for other calls:
// [a, b].join("."), "https://{region}…".replace("{region}", x). A text that is
// an endpoint by itself is not put together.
func (u *unit) built(id fact.ID) fact.ID {
	e := &u.Exprs[id]
	if e.Kind != fact.Call || u.Exprs[u.Kids(e)[0]].Kind != fact.Member {
		return 0
	}
	callee := &u.Exprs[u.Kids(e)[0]]
	parts := u.Kids(callee)[0]
	switch of := &u.Exprs[parts]; {
	case u.Text(callee) == "join" && of.Kind == fact.List:
		return parts
	case u.Text(callee) == "join" && of.Kind == fact.String && len(u.Kids(e)) == 2 && u.Exprs[u.Kids(e)[1]].Kind == fact.List:
		return u.Kids(e)[1]
	case (u.Text(callee) == "replace" || u.Text(callee) == "replaceAll") && of.Kind == fact.String && len(aws.FindEndpoints(u.Text(of))) == 0:
		return parts
	}
	return 0
}

// prose reports whether a text is for people: a message, a description.
func prose(s string) bool {
	s = strings.TrimSpace(s)
	return strings.ContainsAny(s, " \n\t")
}

// hostMarks are what the names of AWS's hosts hold, the shortest first.
var hostMarks = []string{".on.aws", ".api.aws", "amazonaws", ".c2s.ic.gov", "awsapprunner", "amazoncognito", "elasticbeanstalk"}

func hostMark(s string) bool {
	for _, mark := range hostMarks {
		switch {
		case len(s) < len(mark): // as are most texts
			return false
		case strings.Contains(s, mark):
			return true
		}
	}
	return false
}

// collectURL records an endpoint that a text spells or puts together as a
// client.
func (l *linker) collectURL(u *unit, id fact.ID, vals []value) {
	l.misnameHosts(u.here(id), vals)
	if u.conditional(id) {
		return
	}
	e := &u.Exprs[id]
	var s set
	service := ""
	hole := false
	given := zero
	for _, v := range vals {
		if v.kind != text {
			continue
		}
		whole := v.str()
		for _, ep := range aws.FindEndpoints(whole) {
			// A host that comes whole from elsewhere is a client there.
			if p, _ := v.covering(ep.End - 1); p.at.Path != u.Path && e.Kind == fact.Concat && !u.ownPiece(id) {
				continue
			}
			service = ep.Service
			if ep.RegionHole || ep.Region == "" {
				hole = true
				continue
			}
			start, end := ep.RegionStart, ep.RegionEnd
			if start < 0 {
				start, end = ep.Start, ep.End
			}
			s.add(l.slice(v, ep.Region, start, end))
			given = cmp.Or(given, l.part(u, id, v, start))
			break
		}
	}
	if len(s.vals) == 0 && !hole {
		return
	}
	if hole {
		s.add(unknowns...)
	}
	if bucket := u.bucketInURL(id); bucket != 0 && service == "s3" {
		l.inURLs[u.here(id)] = u.asWritten(u.Exprs[bucket].Span)
	}
	sh := &aws.Shape{SDK: "url", Service: service}
	r := &regionInfo{vals: via(s.vals, Step{At: u.here(id), What: "the endpoint is put together here"}), given: cmp.Or(given, u.here(id))}
	l.addClient(u, id, sh, r, orAny(service))
}

// conditional reports whether a text is what a key such as kms:ViaService is to be,
// in the condition of a policy.
func (u *unit) conditional(id fact.ID) bool {
	at := u.parent[id]
	if at != 0 && u.Exprs[at].Kind == fact.List {
		id, at = at, u.parent[at]
	}
	if at == 0 || u.Exprs[at].Kind != fact.Entry || u.KidsOf(at)[1] != id {
		return false
	}
	key := &u.Exprs[u.KidsOf(at)[0]]
	return key.Kind == fact.String && strings.Contains(u.Text(key), ":") && !strings.Contains(u.Text(key), "/")
}

// part returns the part of a text that holds an offset of what it can be, the
// whole where it has no parts.
func (l *linker) part(u *unit, id fact.ID, v value, offset int) source.Location {
	e := &u.Exprs[id]
	p, _ := v.covering(offset)
	if e.Kind == fact.Concat && p.text != hole {
		for _, k := range u.Kids(e) {
			if slices.ContainsFunc(l.parts(u, k, nil), func(part value) bool {
				return slices.ContainsFunc(part.pieces, func(q piece) bool { return q.way == p.way })
			}) {
				return u.here(k)
			}
		}
	}
	return u.here(id)
}

// ownPiece reports whether the expression's own text holds the end of a host.
func (u *unit) ownPiece(id fact.ID) bool {
	for _, k := range u.KidsOf(id) {
		if kid := &u.Exprs[k]; kid.Kind == fact.String && hostMark(u.Text(kid)) {
			return true
		}
	}
	return false
}

func orAny(service string) string {
	if service == "" {
		return "*"
	}
	return service
}
