package rules

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// A statement is a place that says which region something runs in: a literal, a
// fallback, a dotenv definition, a region in the host of an endpoint.
type statement struct {
	at     source.Location // the bytes of the region, if the source spells it
	region string
	kind   link.StepKind
	// name is what the code calls the value, or a dotenv file the variable; "" if
	// nobody knows.
	name string
	// called is what a call calls that the region is an argument of, or "".
	called string
	// definition is the dotenv line whose whole value the region is, else nil.
	definition *link.Definition
	inURL      bool
	returned   bool // name is that of a function that returns it
	deciders   []decider
}

// A decider is something whose region a statement decides.
type decider struct {
	service string // "*" for a session, a stack, or where nobody knows
	client  *link.Client
	bond    *link.Pair // an identifier that stands beside the region
	// pin says why it has to be in a region, or need not be in any.
	pin    pin
	region string
	id     string // the identifier that pins it
	// looked is set when the region comes through the environment.
	looked bool
	// guess holds what it may be, where only names tell.
	guess []decider
}

// in returns the decider as it is in a region: what keeps it in another one does
// not keep it there.
func (d *decider) in(region string) decider {
	there := *d
	if d.region != region && (d.pin == featured || d.pin == identified) {
		there.pin, there.id = movable, ""
	}
	there.region = region
	return there
}

// pin says what keeps something in the region that it is in.
type pin uint8

const (
	movable    pin = iota
	irrelevant     // nothing: its region does not matter
	required       // its service is in a few regions only
	featured       // a feature of another service wants it there
	identified     // it is used with the identifier of a resource there
)

// A statementIndex collects statements by their places.
type statementIndex struct {
	program *link.Program
	byAt    map[source.Location]*statement
	// byLookup are the deciders whose region comes through a lookup.
	byLookup map[source.Location][]decider
	literals map[source.Location]*link.Literal
	edges    map[string]edge                  // by file, once asked for
	classes  map[string][]string              // the files of classes, by name
	fixed    map[string]*nest[*link.Resource] // resources that exist, by path
	hosts    map[string]*nest[*link.Resource] // regional endpoints of services, by path
	urls     map[string]*nest[struct{}]       // strings with an endpoint of one resource, by path, once asked for
	atEdge   map[string]bool                  // memo of calledAtEdge
	known    []string
}

// edge says how a file has to do with CloudFront.
type edge struct{ about, function bool }

// statements returns every place that states a region, sorted. Catalogues,
// tests, identifiers of resources, comparisons and regions of other vendors are
// no statements.
func statements(pass *lint.Pass) []statement {
	x := &statementIndex{
		program: pass.Program, byAt: make(map[source.Location]*statement), byLookup: make(map[source.Location][]decider),
		literals: make(map[source.Location]*link.Literal), edges: make(map[string]edge), classes: make(map[string][]string),
		urls: make(map[string]*nest[struct{}]), atEdge: make(map[string]bool), known: pass.Declared.Known,
	}
	x.fixed = resourcesIn(pass.Program, func(r *link.Resource) bool { return r.Fixed })
	x.hosts = resourcesIn(pass.Program, func(r *link.Resource) bool {
		return !r.Fixed && r.Kind == "regional-endpoint" && !hasResource(r.Value)
	})
	for i := range pass.Program.Literals {
		x.literals[pass.Program.Literals[i].At] = &pass.Program.Literals[i]
	}
	for _, f := range pass.Program.Files {
		for i := range f.Classes {
			x.classes[f.Classes[i].Name] = append(x.classes[f.Classes[i].Name], f.Path)
		}
	}
	x.addClients()
	x.addBonds()
	x.addLookups()
	x.addDefinitions()
	x.addLiterals()
	var all []statement
	for _, s := range x.settled() {
		if x.counts(s) {
			all = append(all, *s)
		}
	}
	return all
}

// statement returns the statement at an origin's place.
func (x *statementIndex) statement(o link.Origin) *statement {
	at := spot(o)
	s := x.byAt[at]
	if s == nil {
		s = &statement{at: at, region: o.Region, kind: o.Decided().Kind}
		if lit := x.literals[at]; lit != nil {
			s.name, s.called = lit.Name, lit.Called
		}
		x.byAt[at] = s
	}
	return s
}

// add adds what a statement decides when it is not replaced, as now it may be.
func (s *statement) add(deciders []decider) {
	for i := range deciders {
		s.deciders = append(s.deciders, deciders[i].in(s.region))
	}
}

func (x *statementIndex) isRegion(name string) bool {
	return aws.IsRegion(name) || slices.Contains(x.known, name)
}

// addClients adds what decides the regions of clients.
func (x *statementIndex) addClients() {
	pinned := make(map[int][]*link.Use)
	for i := range x.program.Uses {
		if u := &x.program.Uses[i]; u.Fixed {
			pinned[u.Client] = append(pinned[u.Client], u)
		}
	}
	for i := range x.program.Clients {
		c := &x.program.Clients[i]
		if c.Test {
			continue
		}
		for _, o := range c.Origins {
			switch o.Decided().Kind {
			case link.StepIdentifier, link.StepSilent, link.StepElement:
				continue
			default:
			}
			s := x.statement(o)
			s.inURL = s.inURL || c.SDK == "url" && c.At.Path == s.at.Path && c.At.Span.Contains(s.at.Span)
			for _, service := range servicesOf(c) {
				d := x.decider(c, service, o, pinned[i])
				s.deciders = append(s.deciders, d)
				x.read(o, d)
			}
		}
	}
}

// read notes that a decider's region comes through lookups, if it does.
func (x *statementIndex) read(o link.Origin, d decider) {
	for _, step := range o.Steps {
		if step.Kind == link.StepLookup {
			x.byLookup[step.At] = append(x.byLookup[step.At], d)
		}
	}
}

// servicesOf returns the services that a client can be of: several where one
// call makes clients for whoever names one.
func servicesOf(c *link.Client) []string {
	switch {
	case c.Session:
		return []string{"*"}
	case len(c.Services) > 0:
		return c.Services
	}
	return []string{c.Service}
}

// identifier returns that of a resource in an origin's region which a client works
// with, or "".
func (x *statementIndex) identifier(c *link.Client, service string, o link.Origin, uses []*link.Use) (id string) {
	for _, u := range uses {
		if u.Value.Region == o.Region && (u.Service == service || u.Service == c.Service) {
			id = u.Text
		}
	}
	if c.SDK != "url" {
		return id
	}
	for _, r := range resourcesWithin(x.program, c.At) {
		if r.Fixed && r.Region == o.Region && r.Kind != "sqs-queue-url" && aws.Wiring(r.Kind) {
			id = r.Value
		}
	}
	return id
}

// decider returns a client of a service as what one of its regions is decided for.
func (x *statementIndex) decider(c *link.Client, service string, o link.Origin, uses []*link.Use) decider {
	d := decider{
		service: service, client: c, region: o.Region,
		looked: slices.ContainsFunc(o.Steps, func(step link.Step) bool { return step.Kind == link.StepLookup }),
	}
	d.id = x.identifier(c, service, o, uses)
	s, _ := aws.LookupService(service)
	switch {
	case c.Ignores || s.Global || c.Local || c.Loop:
		d.pin = irrelevant
	case len(s.Required) > 0:
		d.pin = required
	case d.id != "":
		d.pin = identified
	case o.Region == "us-east-1" && o.Decided().Kind == link.StepLiteral && !d.looked && x.chosen(c, o):
		d.pin = featured
	}
	return d
}

// edge reports whether something may be in us-east-1 for the sake of CloudFront
// or the bill: what those work with in a file about them, and whatever an edge
// function uses.
func (x *statementIndex) edge(service, file string) bool {
	e, ok := x.edges[file]
	if !ok {
		e.about = needsHome(file, "us-east-1")
		if f := x.program.File(file); f != nil {
			e.about = e.about || aboutCloudFront(f)
			e.function = isEdgeFunction(f)
		}
		x.edges[file] = e
	}
	switch service {
	case "lambda", "cloudwatch", "logs", "events", "ssm", "*":
		return e.about || e.function
	}
	return e.function
}

// chosen reports whether us-east-1 may have been chosen for a client because a
// feature needs it there: a certificate or a web ACL, what stands with it in a
// file about CloudFront, a stack whose class is about that.
func (x *statementIndex) chosen(c *link.Client, o link.Origin) bool {
	if c.Service == "acm" || c.Service == "wafv2" || spot(o).Path == c.At.Path && x.edge(c.Service, c.At.Path) {
		return true
	}
	lit := x.literals[spot(o)]
	return lit != nil && x.calledAtEdge(lit.Called)
}

func (x *statementIndex) calledAtEdge(called string) bool {
	is, known := x.atEdge[called]
	if !known {
		is = called != "" && (needsHome(called, "us-east-1") || slices.ContainsFunc(x.classes[called], func(file string) bool { return x.edge("*", file) }))
		x.atEdge[called] = is
	}
	return is
}

// isEdgeFunction reports whether a file handles events of CloudFront:
// event.Records[0].cf.
func isEdgeFunction(f *fact.File) bool {
	return slices.ContainsFunc(f.Exprs, func(e fact.Expr) bool {
		switch e.Kind {
		case fact.Member:
			return f.Text(&e) == "cf" && f.Exprs[f.Kids(&e)[0]].Kind == fact.Index
		case fact.Index:
			key := &f.Exprs[f.Kids(&e)[1]]
			return key.Kind == fact.String && f.Text(key) == "cf"
		default:
			return false
		}
	})
}

// addBonds adds the identifiers that stand beside a region which is theirs.
func (x *statementIndex) addBonds() {
	for _, b := range bondsOf(x.program) {
		d := decider{service: b.Service, bond: b, pin: identified, id: b.Text, region: b.Other.Region}
		if x.byAt[spot(b.Other)] != nil || x.literals[spot(b.Other)] != nil {
			s := x.statement(b.Other)
			s.deciders = append(s.deciders, d)
		}
		x.read(b.Other, d)
	}
}

// addLookups adds the fallbacks of lookups.
func (x *statementIndex) addLookups() {
	for i := range x.program.Lookups {
		lk := &x.program.Lookups[i]
		if lk.Test || !lk.Region {
			continue
		}
		for _, o := range written(lk) {
			if !x.isRegion(o.Region) {
				continue
			}
			s := x.statement(o)
			s.kind, s.name = link.StepFallback, lk.Name
			s.add(x.byLookup[lk.At])
		}
	}
}

// maxReaders is how many clients that read one line of a dotenv file are weighed:
// as many files as there are may define what as many clients read.
const maxReaders = 256

// addDefinitions adds the lines of dotenv files whose whole value is a region.
func (x *statementIndex) addDefinitions() {
	reads := make(map[int][]decider)
	for i := range x.program.Lookups {
		lk := &x.program.Lookups[i]
		for _, n := range lk.Definitions {
			more := x.byLookup[lk.At]
			reads[n] = append(reads[n], more[:min(len(more), maxReaders-len(reads[n]))]...)
		}
	}
	for i := range x.program.Definitions {
		d := &x.program.Definitions[i]
		lit := x.literals[d.At]
		if d.Blank || !x.isRegion(d.Value) || lit != nil && lit.Test {
			continue
		}
		s := x.byAt[d.At]
		if s == nil {
			s = &statement{at: d.At, region: d.Value, kind: link.StepDefinition}
			if d.Template {
				s.kind = link.StepTemplate
			}
			x.byAt[d.At] = s
		}
		s.name, s.definition = d.Name, d
		s.add(reads[i])
	}
}

// addLiterals adds regions in places that are for one, wherever they lead, and
// the hosts of endpoints in dotenv files.
func (x *statementIndex) addLiterals() {
	for i := range x.program.Literals {
		lit := &x.program.Literals[i]
		if x.byAt[lit.At] != nil || lit.Test || lit.Catalogue {
			continue
		}
		s := &statement{at: lit.At, region: lit.Region, name: lit.Name, called: lit.Called, kind: link.StepLiteral}
		switch lit.Context {
		case "dotenv":
			r := x.endpoint(lit)
			if r == nil || !lit.Plain {
				continue
			}
			s.kind, s.inURL = link.StepDefinition, true
			s.deciders = []decider{{service: cmp.Or(r.Service, "*")}}
		case "keyword", "object", "parameter-default", "assignment", "return", "argument", "env-default":
			if !isForRegion(lit.Name) || isForeign(lit.At.Path, lit.Called, lit.Name) || slices.ContainsFunc(lit.Beside, func(key string) bool {
				return slices.Contains(menuKeys, key)
			}) {
				continue
			}
		default:
			continue
		}
		s.returned = lit.Context == "return"
		x.byAt[lit.At] = s
	}
}

// settled returns what was collected, sorted. What a variable decides for clients
// of one service, here with the identifier of a resource and there without, is
// decided with it everywhere: they work with the same resources.
func (x *statementIndex) settled() []*statement {
	all := slices.SortedFunc(maps.Values(x.byAt), func(a, b *statement) int { return a.at.Compare(b.at) })
	type variable struct{ name, region string }
	fixed := make(map[variable][]decider)
	for _, s := range all {
		for i := range s.deciders {
			if d := &s.deciders[i]; d.pin == identified && !s.inCode() && s.name != "" {
				key := variable{s.name, s.region}
				fixed[key] = append(fixed[key], *d)
			}
		}
	}
	for _, s := range all {
		if s.inCode() || slices.ContainsFunc(s.deciders, func(d decider) bool { return d.pin == identified }) {
			continue
		}
		for _, f := range fixed[variable{s.name, s.region}] {
			if len(s.deciders) == 0 || slices.ContainsFunc(s.deciders, func(d decider) bool { return d.service == f.service }) {
				s.deciders = append(s.deciders, decider{service: f.service, pin: identified, id: f.id, region: s.region})
				break
			}
		}
	}
	return all
}

// endpoint returns the regional endpoint of a service that a region in a dotenv
// file is part of, or nil.
func (x *statementIndex) endpoint(lit *link.Literal) *link.Resource {
	if hosts := x.hosts[lit.At.Path]; hosts != nil {
		if r, ok := hosts.innermost(lit.At.Span); ok {
			return r.of
		}
	}
	return nil
}

// resourcesIn returns some resources by the files that they stand in.
func resourcesIn(p *link.Program, wanted func(*link.Resource) bool) map[string]*nest[*link.Resource] {
	byPath := make(map[string][]nested[*link.Resource])
	for i := range p.Resources {
		if r := &p.Resources[i]; wanted(r) {
			byPath[r.At.Path] = append(byPath[r.At.Path], nested[*link.Resource]{span: r.At.Span, of: r})
		}
	}
	all := make(map[string]*nest[*link.Resource], len(byPath))
	for path, spans := range byPath {
		all[path] = newNest(spans)
	}
	return all
}

// counts reports whether a place is a statement after all.
func (x *statementIndex) counts(s *statement) bool {
	if !x.isRegion(s.region) || x.isChoice(s) || s.implied() {
		return false
	}
	if len(s.deciders) == 0 && !x.stands(s) {
		return false
	}
	if fixed := x.fixed[s.at.Path]; fixed != nil {
		if _, part := fixed.innermost(s.at.Span); part {
			return false
		}
	}
	return !s.inURL || !x.namesResource(s)
}

// isChoice reports whether a region is one of several to choose from, or shown
// to people, or what S3 means where it names none.
func (x *statementIndex) isChoice(s *statement) bool {
	lit := x.literals[s.at]
	if lit == nil {
		return false
	}
	return lit.Catalogue || lit.Test || lit.Context == "list" || lit.Context == "key" || lit.Context == "no-constraint" ||
		lit.Context == "url" && isIncidental(lit.Name)
}

// implied reports whether the source does not spell the region, and nothing but
// a host name implies it.
func (s *statement) implied() bool {
	return s.at.Span.Len() != len(s.region) && s.definition == nil &&
		!slices.ContainsFunc(s.deciders, func(d decider) bool { return d.client == nil || d.client.SDK != "url" })
}

// stands reports whether what surrounds a region says that it is one of AWS's in
// which something runs, though nobody sees what.
func (x *statementIndex) stands(s *statement) bool {
	if s.name != "" && !isForRegion(s.name) || isForeign(s.at.Path, s.name) {
		return false
	}
	return s.kind != link.StepLiteral || s.region != "us-east-1" || !x.edge("*", s.at.Path) && !x.calledAtEdge(s.called)
}

// namesResource reports whether a region stands in the URL of one bucket or of
// something in one, or in the host name of something else that has a name.
func (x *statementIndex) namesResource(s *statement) bool {
	urls := x.urls[s.at.Path]
	if urls == nil {
		var spans []nested[struct{}]
		if f := x.program.File(s.at.Path); f != nil {
			for i := range f.Exprs {
				if e := &f.Exprs[i]; e.Kind == fact.String && hasResource(f.Text(e)) {
					spans = append(spans, nested[struct{}]{span: e.Inner})
				}
			}
		}
		urls = newNest(spans)
		x.urls[s.at.Path] = urls
	}
	_, ok := urls.innermost(s.at.Span)
	return ok
}

// hasResource reports whether an endpoint in a text is that of one resource.
func hasResource(text string) bool {
	return slices.ContainsFunc(aws.FindEndpoints(text), func(ep aws.Endpoint) bool {
		return strings.Trim(ep.Resource, string(rune(aws.Hole))+".-") != "" || ep.Service == "s3" && strings.Trim(text[ep.End:], "/") != ""
	})
}
