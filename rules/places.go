package rules

import (
	"cmp"
	"slices"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// A place is something that is in a region and that contradictions are looked
// for between: a client of one service, or the identifier of a resource that
// exists.
type place struct {
	at source.Location
	// service is the one that the place belongs to, for services that share
	// their resources the name of one of them.
	service string
	// origins are the regions that the place can be in, never empty.
	origins []link.Origin
	// doubts are regions that it could as well be in; see [contested].
	doubts []string
	// id is the identifier of a resource, "" for a client, and kind its kind.
	id, kind string
	sdk      string // of a client
	// bucket is set for the URL of a bucket that a client of the file works with.
	bucket bool
	// unit is the part of the root that the place stands in, and units are
	// those that decide its origins, one for each.
	unit  string
	units []string
	edge  bool // its file is about CloudFront
	// open is set when it can be in regions that nobody knows, or is where it is on
	// purpose.
	open bool
}

// reach returns the regions that the place can be in, in any run. What a template
// says is out of reach where the dotenv file made from it says otherwise.
func (p *place) reach() []string {
	regions := slices.Clone(p.doubts)
	for _, o := range p.origins {
		if !p.outdated(o) {
			regions = append(regions, o.Region)
		}
	}
	slices.Sort(regions)
	return slices.Compact(regions)
}

// outdated reports whether a region is that of a template, and a dotenv file of
// the same mode defines the variable too.
func (p *place) outdated(o link.Origin) bool {
	return o.Decided().Kind == link.StepTemplate && slices.ContainsFunc(p.origins, func(q link.Origin) bool {
		return q.Decided().Kind == link.StepDefinition && q.Profile == o.Profile && comesThrough(q) == comesThrough(o)
	})
}

// settled returns the regions that the place is in as things are: what only a
// template says counts where nothing else is known.
func (p *place) settled() []link.Origin {
	ofTemplate := func(o link.Origin) bool { return o.Decided().Kind == link.StepTemplate }
	if !slices.ContainsFunc(p.origins, ofTemplate) {
		return p.origins
	}
	real := slices.DeleteFunc(slices.Clone(p.origins), ofTemplate)
	if len(real) == 0 {
		return p.origins
	}
	return real
}

// in reports whether region is one of those that the place is in as things are.
func (p *place) in(region string) bool {
	return slices.ContainsFunc(p.settled(), func(o link.Origin) bool { return o.Region == region })
}

// apart reports whether two places are in different regions in every run that
// they have together, as far as the root alone decides.
func (p *place) apart(q *place) bool {
	theirs := q.reach()
	return !p.open && !q.open && !slices.ContainsFunc(p.reach(), func(r string) bool { return slices.Contains(theirs, r) }) &&
		p.meets(q)
}

// meets reports whether some region of one place and some region of the other
// can hold in the same run. Two scripts that people run by hand have none, nor
// have the fallbacks of one variable: who sets it moves both.
func (p *place) meets(q *place) bool {
	if p.byHand() && q.byHand() {
		return false
	}
	return slices.ContainsFunc(p.origins, func(x link.Origin) bool {
		return slices.ContainsFunc(q.origins, func(y link.Origin) bool {
			variable := fallbackOf(x)
			return together(x, y) && (variable == "" || variable != fallbackOf(y))
		})
	})
}

// byHand reports whether a place is in a script that decides its region itself.
func (p *place) byHand() bool {
	return isMaintenance(p.at.Path) && !slices.ContainsFunc(p.origins, func(o link.Origin) bool { return o.Decided().At.Path != p.at.Path })
}

// fallbackOf returns the variable whose fallback decides a region, or "".
func fallbackOf(o link.Origin) string {
	if o.Decided().Kind != link.StepFallback {
		return ""
	}
	return comesThrough(o)
}

// comesThrough returns the variable that a region comes through first, or "".
func comesThrough(o link.Origin) string {
	for _, s := range o.Steps {
		if s.Variable != "" {
			return s.Variable
		}
	}
	return ""
}

// meet reports whether one of a and one of b can hold in the same run.
func meet(a, b []link.Origin) bool {
	return slices.ContainsFunc(a, func(x link.Origin) bool {
		return slices.ContainsFunc(b, func(y link.Origin) bool { return together(x, y) })
	})
}

// together reports whether two regions can hold in the same run. What a mode's
// dotenv file decides does not meet what another mode's does.
func together(a, b link.Origin) bool {
	switch {
	case a.Profile == b.Profile:
		return true
	case a.Profile == "":
		return everyMode(a)
	case b.Profile == "":
		return everyMode(b)
	}
	return false
}

// everyMode reports whether a region that no mode's dotenv file decides holds in
// a mode all the same. What only a template says, a fallback, and an identifier
// that nobody was seen to use may be replaced in it.
func everyMode(o link.Origin) bool {
	switch o.Decided().Kind {
	case link.StepTemplate, link.StepFallback, link.StepIdentifier, link.StepSilent:
		return false
	}
	return true
}

// spot returns the bytes that decide a region.
func spot(o link.Origin) source.Location {
	if o.Spot != (source.Location{}) {
		return o.Spot
	}
	return o.Decided().At
}

// contested returns, for each place that decides a region and that something
// speaks against, the region that does. Against a fallback it is the variable's
// definition, its other fallbacks, or a template's line under a name that nearly
// is the variable's; against AWS_REGION it is AWS_DEFAULT_REGION, and the other
// way round. What runs in the one region may as well run in the other: that is
// one finding, and not one for everything that it leads to.
func contested(p *link.Program) map[source.Location]string {
	return link.Derived(p, contestedKey{}, func() map[source.Location]string { return spokenAgainst(p) })
}

type contestedKey struct{}

func spokenAgainst(p *link.Program) map[source.Location]string {
	doubts := make(map[source.Location]string)
	for _, m := range misnamed(p) {
		if !p.Definitions[m.definitions[0]].Template {
			continue // the program does run in the fallback's region
		}
		for _, lk := range m.lookups {
			for _, o := range written(lk) {
				doubts[spot(o)] = p.Definitions[m.definitions[0]].Value
			}
		}
	}
	for _, c := range fallbackConflicts(p) {
		doubts[spot(c.fallback)] = c.others[0]
	}
	for _, c := range sdkConflicts(p) {
		doubts[c.earlier.At], doubts[c.later.At] = c.later.Value, c.earlier.Value
	}
	return doubts
}

// shared maps services onto the one whose resources they work on.
func shared(service string) string {
	switch service {
	case "sesv2":
		return "ses"
	case "dynamodbstreams":
		return "dynamodb"
	case "apigatewayv2", "apigatewaymanagementapi":
		return "apigateway"
	case "rds-data":
		return "rds"
	case "s3control":
		return "s3"
	}
	return service
}

// places returns everything in the program that contradictions are looked for
// between, sorted by location. doubts are those of [contested].
func places(pass *lint.Pass, doubts map[source.Location]string) []place {
	p := pass.Program
	g, x, replaced := newGround(p), newIntents(p), replacedFallbacks(p)
	var all []place
	for i := range p.Clients {
		c := &p.Clients[i]
		if c.Status != link.Resolved || !takesPart(c) || ownBucket(c) || isMachine(c) || c.SDK == "url" && replaced.touches(c.At) {
			continue
		}
		if _, _, stray := g.stray(c); stray {
			continue
		}
		origins := slices.DeleteFunc(g.taken(c), func(o link.Origin) bool { return unheardOf(pass, o.Region) })
		if len(origins) > 0 {
			pl := newPlace(g, c.At, c.Component, shared(c.Service), origins, doubts)
			pl.sdk, pl.bucket, pl.open = c.SDK, c.SameBucket, c.Open || x.deliberate(c)
			all = append(all, pl)
		}
	}
	all = append(all, resourcePlaces(pass, g, replaced)...)
	all = slices.DeleteFunc(all, func(p place) bool { return g.quotes(&p) })
	slices.SortStableFunc(all, func(a, b place) int { return a.at.Compare(b.at) })
	about := make(map[*fact.File]bool)
	for i := range all {
		f := p.File(all[i].at.Path)
		if f == nil || !all[i].in("us-east-1") {
			continue
		}
		if _, ok := about[f]; !ok {
			about[f] = aboutCloudFront(f)
		}
		all[i].edge = about[f]
	}
	return withoutHosts(all)
}

// unheardOf reports whether no table knows a region, which is a finding by itself.
func unheardOf(pass *lint.Pass, region string) bool {
	return !aws.IsRegion(region) && !aws.IsPseudoRegion(region) && !slices.Contains(pass.Declared.Known, region)
}

// isSample reports whether an identifier in a template shows what to put there: that of
// nobody's account.
func isSample(p *link.Program, r *link.Resource) bool {
	d := definitionAt(p, r.At)
	return d != nil && d.Template && aws.NamesSample(r.Value)
}

// resourcePlaces returns the identifiers of resources that say where the
// application is.
func resourcePlaces(pass *lint.Pass, g *ground, replaced nearby) []place {
	var all []place
	for i := range pass.Program.Resources {
		r := &pass.Program.Resources[i]
		if !r.Fixed || r.Test || !g.lives(r) || replaced.touches(r.At) || slices.Contains(pass.Declared.Replicated, r.Value) || unheardOf(pass, r.Region) || isSample(pass.Program, r) {
			continue
		}
		pl := newPlace(g, r.At, r.Component, shared(r.Service), []link.Origin{g.origin(r)}, nil)
		pl.id, pl.kind = r.Value, r.Kind
		all = append(all, pl)
	}
	return all
}

// replacedFallbacks returns the fallbacks that no run takes: a dotenv file
// defines the variable.
func replacedFallbacks(p *link.Program) nearby {
	var found []source.Location
	for i := range p.Lookups {
		lk := &p.Lookups[i]
		if !slices.ContainsFunc(lk.Definitions, func(n int) bool {
			d := &p.Definitions[n]
			return !d.Template && !d.Blank && d.Profile == ""
		}) {
			continue
		}
		found = append(found, lk.Spelled...)
	}
	return newNearby(found)
}

// quotes reports whether a client is an endpoint URL that spells out the host of
// one resource, of a kind that is data as long as nobody connects to it.
func (g *ground) quotes(p *place) bool {
	return p.sdk == "url" && !p.bucket && slices.ContainsFunc(resourcesWithin(g.program, p.at), func(r *link.Resource) bool {
		return r.Fixed && !g.lives(r)
	})
}

// takesPart reports whether a client's region matters: it talks to a service
// that has regions, in code that really runs.
func takesPart(c *link.Client) bool {
	return !c.Test && !c.Loop && !c.Ignores && !c.Session && !c.Local && c.Service != "*"
}

// ownBucket reports whether a client is the URL of one bucket, spelled out, that no
// client of the file works with. A bucket may be in any region.
func ownBucket(c *link.Client) bool {
	return c.SDK == "url" && c.Service == "s3" && !c.SameBucket && slices.ContainsFunc(c.Origins, func(o link.Origin) bool {
		at := o.Decided().At
		return at.Path == c.At.Path && c.At.Span.Contains(at.Span)
	})
}

// isMachine reports whether a client is the name of a virtual machine, which
// nobody sends requests to AWS through.
func isMachine(c *link.Client) bool { return c.SDK == "url" && c.Service == "ec2" }

func newPlace(g *ground, at source.Location, component, service string, origins []link.Origin, doubts map[source.Location]string) place {
	p := place{at: at, service: service, origins: slices.Clone(origins), unit: g.unit(at.Path, component)}
	for i, o := range p.origins {
		if o.Profile == "" {
			p.origins[i].Profile = cmp.Or(g.stages.of(spot(o)), g.stages.of(at))
		}
		if other, ok := doubts[spot(o)]; ok {
			p.doubts = append(p.doubts, other)
		}
		unit := p.unit
		if decided := o.Decided().At.Path; decided != at.Path {
			unit = g.unit(decided, g.component(decided))
		}
		p.units = append(p.units, unit)
	}
	return p
}

// within returns the place as part of one unit's application, with the origins
// that count there. A library runs where an example that gives it a region
// runs, and none of the examples decides for the others.
func (p *place) within(unit string) (part place, ok bool) {
	part = *p
	part.origins, part.units = nil, nil
	for i, from := range p.units {
		if from == unit || p.unit == unit && !isShowcase(from) {
			part.origins = append(part.origins, p.origins[i])
			part.units = append(part.units, from)
		}
	}
	return part, len(part.origins) > 0
}

// withoutHosts drops the endpoint URLs that are nothing but the host of a
// resource beside them.
func withoutHosts(all []place) []place {
	var ids []place // in the order of all: by path, then by start
	for _, p := range all {
		if p.id != "" {
			ids = append(ids, p)
		}
	}
	return slices.DeleteFunc(all, func(p place) bool {
		if p.id != "" {
			return false
		}
		from := source.Location{Path: p.at.Path, Span: source.Span{Start: p.at.Span.Start}}
		i, _ := slices.BinarySearchFunc(ids, from, func(q place, at source.Location) int { return q.at.Compare(at) })
		for ; i < len(ids) && ids[i].at.Path == p.at.Path && ids[i].at.Span.Start <= p.at.Span.End; i++ {
			if q := &ids[i]; q.service == p.service && p.at.Span.Contains(q.at.Span) && p.in(q.origins[0].Region) {
				return true
			}
		}
		return false
	})
}
