package link

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// asked is what the client made at a place is asked for by its constructor.
type asked struct {
	client source.Location
	given  given
}

// askConstructed notes the models that a constructor is given, for the client
// that it makes or those that it wraps.
func (l *linker) askConstructed(sh *aws.Shape, c call, wrapped []value) {
	if len(sh.Models) == 0 {
		return
	}
	args, _ := l.args(c)
	for _, a := range sh.Models {
		for _, g := range l.given1(c, args, a) {
			for _, at := range clientsOf(c, wrapped) {
				l.asked = append(l.asked, asked{at, g})
			}
		}
	}
}

// clientsOf returns the places of the clients that a call wraps, or its own.
func clientsOf(c call, wrapped []value) []source.Location {
	if len(wrapped) == 0 {
		return []source.Location{c.at()}
	}
	places := make([]source.Location, len(wrapped))
	for i, w := range wrapped {
		places[i] = w.made.call.at()
	}
	return places
}

// collectAsked records the models that constructors are given, and the identifiers
// that those are, once the clients have their places.
func (l *linker) collectAsked(index map[source.Location][]int) {
	for _, a := range l.asked {
		for _, client := range index[a.client] {
			if strings.HasPrefix(l.program.Clients[client].Service, "bedrock") {
				l.collectParam(client, "bedrock-runtime", entry{key: "modelId", vals: a.given.vals, at: a.given.at})
				break
			}
		}
	}
}

// mayAsk reports, from names alone, whether a call may ask a library's client for
// a model by its first argument: provider("eu.anthropic…").
func (u *unit) mayAsk(id fact.ID) bool {
	e := &u.Exprs[id]
	if e.Kind != fact.Call || len(u.Kids(e)) < 2 {
		return false
	}
	switch first := &u.Exprs[u.Kids(e)[1]]; first.Kind {
	case fact.String:
		_, ok := aws.FindModel(u.Text(first))
		return ok
	case fact.Name, fact.Member, fact.Concat, fact.Or, fact.Coalesce, fact.Cond:
		return strings.Contains(strings.ToLower(u.path(u.Kids(e)[0])), "bedrock")
	}
	return false
}

// collectAsk looks at one call of what an SDK made, or of a method of it.
func (l *linker) collectAsk(u *unit, id fact.ID, index map[source.Location][]int) {
	l.begin(u, fuelPerQuery)
	for _, f := range l.eval(u, u.KidsOf(id)[0], nil) {
		of := &f
		if f.kind == external {
			of = f.self
		}
		if of == nil || of.kind != product || of.made == nil || of.made.shape == nil {
			continue
		}
		clients := index[of.made.call.at()]
		if len(clients) == 0 {
			continue
		}
		c := call{u: u, id: id}
		args, _ := l.args(c)
		for _, a := range of.made.shape.Asks {
			for _, g := range l.given1(c, args, a) {
				l.collectModel(clients[0], g)
			}
		}
	}
}

// collectModel records what one argument asks a client for, unless none of it is
// an inference profile, or it is one of a catalogue.
func (l *linker) collectModel(client int, g given) {
	var models []Model
	profile := false
	for _, v := range g.vals {
		if v.kind != text {
			continue
		}
		if v.loop {
			return
		}
		m := l.model(client, g.at, v)
		profile = profile || m.Geo != ""
		models = append(models, m)
	}
	if profile {
		l.program.Models = append(l.program.Models, models...)
	}
}

// model returns what one text asks for. A profile's ARN has a region of its own,
// which says more than the profile's geography.
func (l *linker) model(client int, at source.Location, v value) Model {
	s := v.str()
	m, ok := aws.FindModel(s)
	if !ok || slices.ContainsFunc(aws.FindIdentifiers(s), func(id aws.Identifier) bool { return id.Start < m.Start && m.Start < id.End }) {
		return Model{Client: client, At: at}
	}
	p, _ := v.covering(m.Start)
	return Model{
		Client: client, At: at, Text: s[m.Start:m.End], ID: v.spot(m.Start, m.End), Geo: m.Geo,
		Value: Origin{
			Region: m.Geo, Profile: v.profile(), Spot: v.spot(m.Start, m.Start+len(m.Geo)),
			Steps: append([]Step{{At: at, What: "the model is given here"}}, p.way.list()...),
		},
	}
}
