package link

import (
	"cmp"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// A Misnomer is a text in the place of an AWS region that names none: it reaches
// a client, stands in the region's place of an AWS host name, or is what a
// variable that an AWS library reads is set to or falls back to. A text that
// only reaches clients whose endpoint is not AWS's, or whose service ignores the
// region, is left out.
type Misnomer struct {
	// Text is as the program has it, blanks included. It is "" for a dotenv
	// value that may not be shown.
	Text string
	// Is says what the text is instead.
	Is aws.Misnaming
	// Origin is the way that it came from one of those that take it. Its Region is
	// Text.
	Origin Origin
	// Clients are indexes into Program.Clients, sorted: those that take the text
	// for their region.
	Clients []int
	// Service is that of the host name that the text stands in, and Host the
	// expression that puts the host together; "" and the zero Location elsewhere.
	Service string
	Host    source.Location
	// Kind is that of the identifier that the text stands in, "" elsewhere.
	Kind string
	// Definition is the index into Program.Definitions of the dotenv line that
	// decides, or -1.
	Definition int
}

// At returns the place of the text: its own bytes where the source spells it,
// else what decides it.
func (m *Misnomer) At() source.Location {
	if m.Origin.Spot != zero {
		return m.Origin.Spot
	}
	return m.Origin.Decided().At
}

// A misled is a text that names no region, as one taker has it.
type misled struct {
	text   string
	is     aws.Misnaming
	origin Origin
	by     taker
}

// A taker is what takes a text for a region: a client, a host name, or a variable.
type taker struct {
	client       source.Location // the zero Location where it is no client
	service, sdk string
	host         bool   // the text stands in a host name of service
	kind         string // of the identifier that the text stands in
	foreign      bool   // its endpoint is not AWS's, as far as one sees, or the same whatever the region
	session      bool   // it talks to nothing by itself
}

// misname notes the texts among vals that name no region. Elements of a
// catalogue are left out.
func (l *linker) misname(vals []value, by taker) {
	for i := range vals {
		v := &vals[i]
		s, ok := v.whole()
		if !ok || v.loop {
			continue
		}
		is, ok := l.misnaming(s)
		if !ok {
			continue
		}
		o := Origin{Region: s, Steps: v.shared(), Profile: v.profile()}
		if len(o.Steps) == 0 {
			continue
		}
		if len(v.pieces) == 1 {
			o.Spot = v.pieces[0].at
		}
		if v.secret() && is.Kind == aws.NamesUnknown && !aws.IsRegionShaped(s) {
			o.Region = ""
		}
		l.misled = append(l.misled, misled{text: s, is: is, origin: o, by: by})
	}
}

// misnaming is aws.Misname, which compares a text with every region: once.
func (l *linker) misnaming(s string) (aws.Misnaming, bool) {
	is, known := l.misnamings[s]
	if !known {
		if found, ok := aws.Misname(s); ok {
			is = &found
		}
		l.misnamings[s] = is
	}
	if is == nil {
		return aws.Misnaming{}, false
	}
	return *is, true
}

// shared returns the way that all pieces of a text came: the whole of it for a
// text of one piece, else up to where the pieces are put together.
func (v *value) shared() []Step {
	if len(v.pieces) == 0 {
		return nil
	}
	steps := v.pieces[0].way.list()
	for _, p := range v.pieces[1:] {
		n := 0
		for s := p.way; s != nil && n < len(steps) && steps[n].At == s.At; s = s.next {
			n++
		}
		steps = steps[:n]
	}
	return steps
}

// secret reports whether a dotenv line decides a part of the text.
func (v *value) secret() bool {
	return slices.ContainsFunc(v.pieces, func(p piece) bool {
		last := p.way.last()
		return last != nil && (last.secret || last.Kind == StepDefinition || last.Kind == StepTemplate)
	})
}

// misnameClient notes what a client takes for its region. Where the code gives
// none, that is what its SDK's own variable holds.
func (l *linker) misnameClient(u *unit, sh *aws.Shape, r *regionInfo, c *Client) {
	by := taker{client: c.At, service: c.Service, sdk: c.SDK, session: c.Session, foreign: c.Local || c.Ignores || c.Rerouted}
	l.misname(r.vals, by)
	if !r.none {
		return
	}
	for _, name := range sh.Env {
		if vals := l.surrounding(u, name); len(vals) > 0 {
			l.misname(vals, by)
			return
		}
	}
}

// overridden reports whether a call gives its client an endpoint that may be
// another one than AWS's.
func (l *linker) overridden(sh *aws.Shape, c call) bool {
	args, _ := l.args(c)
	for _, a := range sh.Endpoint {
		for _, g := range l.given1(c, args, a) {
			if slices.ContainsFunc(g.vals, func(v value) bool {
				return (!v.isNull() || v.unset) && (v.kind != text || !hostMark(v.str()))
			}) {
				return true
			}
		}
	}
	return false
}

// redirected reports whether a variable from which SDKs take the endpoint of a
// service is set to one that is not AWS's.
func (l *linker) redirected(u *unit, service string) bool {
	const general = "AWS_ENDPOINT_URL"
	names := []string{general}
	if s, ok := aws.LookupService(service); ok {
		names = append(names, general+"_"+strings.ToUpper(strings.ReplaceAll(s.ID, " ", "_")))
	}
	return slices.ContainsFunc(names, func(name string) bool {
		return slices.ContainsFunc(l.surrounding(u, name), func(v value) bool { return isForeign(&v) })
	})
}

// misnameHosts notes what stands in the region's place of AWS host names.
func (l *linker) misnameHosts(where source.Location, vals []value) {
	for i := range vals {
		v := &vals[i]
		if v.kind != text || v.loop {
			continue
		}
		s := v.str()
		if !hostMark(s) {
			continue
		}
		for start := 0; start < len(s); {
			end := start
			for end < len(s) && !isHostBreak(s[end]) {
				end++
			}
			if service, ok := regionPlace(s, start, end); ok {
				at := l.slice(*v, s[start:end], start, end)
				l.misname(via([]value{at}, Step{At: where, What: "the endpoint is put together here"}),
					taker{service: service, host: true})
			}
			start = end + 1
		}
	}
}

func isHostBreak(c byte) bool { return strings.IndexByte("./:@?#&=\\", c) >= 0 }

// regionPlace reports whether bytes [start, end) of a text name no region though
// they stand where the host name of an AWS endpoint has one, and which service's
// host that is: the one that it would be with a region there.
func regionPlace(s string, start, end int) (service string, ok bool) {
	if _, ok := aws.Misname(s[start:end]); !ok {
		return "", false
	}
	const region = "us-east-1"
	for _, ep := range aws.FindEndpoints(s[:start] + region + s[end:]) {
		if ep.RegionStart == start && ep.RegionEnd == start+len(region) && ep.Service != "" {
			return ep.Service, true
		}
	}
	return "", false
}

// misnameIdentifiers notes what stands in the region's place of identifiers that a
// text is, or holds, where only one region can be meant.
func (l *linker) misnameIdentifiers(at source.Location, v *value) {
	s := v.str()
	for _, id := range aws.FindIdentifiers(s) {
		if !id.Fixed || id.RegionStart < 0 || isScaffold(id.Kind) || hostMark(s[id.Start:id.End]) || isBlank(s[id.Start:id.End]) {
			continue
		}
		if is, ok := l.misnaming(id.Region); ok && len(is.Regions) == 1 && !aws.MayBeNewer(id.Region) {
			region := l.slice(*v, id.Region, id.RegionStart, id.RegionEnd)
			l.misname(via([]value{region}, Step{At: at, What: "the identifier is given here"}), taker{kind: id.Kind})
		}
	}
}

// misnameVariables notes what dotenv files and code set the variables to that
// AWS libraries read, and the hosts and identifiers in dotenv files.
func (l *linker) misnameVariables() {
	names := aws.RegionEnvNames()
	foreign := make(map[*unit]bool)
	for i := range l.env.all {
		d := &l.env.all[i]
		if d.blank || d.u.test {
			continue
		}
		l.begin(d.u, fuelPerGlance)
		if v := l.defined(i, 0); !d.shadowed && !isForTests(d.Name) {
			l.misnameIdentifiers(d.u.at(d.ValueSpan), &v)
			l.misnameHosts(d.u.at(d.ValueSpan), []value{v})
		}
		if !slices.Contains(names, d.Name) {
			continue
		}
		if _, ok := foreign[d.u]; !ok {
			foreign[d.u] = namesForeign(d.u)
		}
		l.misname([]value{l.defined(i, 0)}, taker{foreign: foreign[d.u]})
	}
	for _, name := range names {
		for _, a := range l.assigned[name] {
			l.misname(via(l.ask(a.u, a.id), Step{At: a.at, What: name + " is set here"}), taker{})
		}
	}
}

// misnameSettings notes what settings modules set the settings to that libraries
// take a region from.
func (l *linker) misnameSettings() {
	names := aws.SettingsRegionNames()
	for _, u := range l.units {
		if u.Lang != fact.Python || u.test {
			continue
		}
		for i := range u.Bindings {
			b := &u.Bindings[i]
			if b.Scope != 0 || b.Value == 0 || !slices.Contains(names, u.NameOf(b)) {
				continue
			}
			elsewhere := slices.ContainsFunc(u.Bindings, func(b fact.Binding) bool { return strings.Contains(u.NameOf(&b), "ENDPOINT") })
			l.misname(via(l.ask(u, b.Value), Step{At: u.at(b.Span), What: u.NameOf(b) + " is set here"}), taker{foreign: elsewhere})
		}
	}
}

// namesForeign reports whether a dotenv file sets an endpoint that is not AWS's.
func namesForeign(u *unit) bool {
	for i := range u.Dotenv {
		d := &u.Dotenv[i]
		if !strings.Contains(strings.ToUpper(d.Name), "ENDPOINT") {
			continue
		}
		if v := literal(strings.TrimSpace(d.Value), zero, false, StepDefinition); isForeign(&v) {
			return true
		}
	}
	return false
}

// misnameFallback notes what a lookup of a variable that AWS libraries read falls
// back to.
func (l *linker) misnameFallback(lk *Lookup, fallback []value) {
	if !lk.Test && aws.IsRegionEnv(lk.Name) {
		l.misname(via(fallback, Step{At: lk.At, What: lk.Name + " is read here", Kind: StepLookup, Variable: lk.Name}), taker{})
	}
}

// reportMisnomers lists the misnomers, one for each place and text. Clients and
// definitions must be sorted by then.
func (l *linker) reportMisnomers() {
	l.misnameVariables()
	l.misnameSettings()
	clients := make(map[taker]int)
	for i := range l.program.Clients {
		c := &l.program.Clients[i]
		clients[taker{client: c.At, service: c.Service, sdk: c.SDK}] = i
	}
	definitions := make(map[source.Location]int)
	for i := range l.program.Definitions {
		definitions[l.program.Definitions[i].At] = i
	}
	type key struct {
		at   source.Location
		text string
	}
	index := make(map[key]int)
	var all []Misnomer
	var takers [][]taker
	for _, m := range l.misled {
		k := key{m.origin.Decided().At, m.text}
		i, ok := index[k]
		if !ok {
			i = len(all)
			index[k] = i
			all = append(all, Misnomer{Text: m.origin.Region, Is: m.is, Origin: m.origin, Definition: -1})
			if d, ok := definitions[k.at]; ok {
				all[i].Definition = d
			}
			takers = append(takers, nil)
		}
		takers[i] = append(takers[i], m.by)
		all[i].take(m, clients)
	}
	for i := range all {
		if !allForeign(takers[i]) {
			slices.Sort(all[i].Clients)
			l.program.Misnomers = append(l.program.Misnomers, all[i])
		}
	}
	slices.SortStableFunc(l.program.Misnomers, func(a, b Misnomer) int {
		return cmp.Or(a.At().Compare(b.At()), strings.Compare(a.Text, b.Text))
	})
}

// take notes one more that takes the text, by the longest way that is known.
func (m *Misnomer) take(from misled, clients map[taker]int) {
	if len(from.origin.Steps) > len(m.Origin.Steps) {
		m.Origin = from.origin
	}
	if from.by.host && m.Service == "" {
		m.Service, m.Host = from.by.service, from.origin.Steps[0].At
	}
	m.Kind = cmp.Or(m.Kind, from.by.kind)
	i, ok := clients[taker{client: from.by.client, service: from.by.service, sdk: from.by.sdk}]
	if ok && !from.by.foreign && !slices.Contains(m.Clients, i) {
		m.Clients = append(m.Clients, i)
	}
}

// allForeign reports whether everything that talks to something with a text as
// its region talks to others than AWS.
func allForeign(by []taker) bool {
	foreign := false
	for _, t := range by {
		talks := t.client != zero && !t.session || t.host
		if talks && !t.foreign {
			return false
		}
		foreign = foreign || t.foreign
	}
	return foreign
}
