package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// singleRegionService finds clients of services that answer in a few regions
// only, made for another region.
var singleRegionService = &lint.Rule{
	Name:     "single-region-service",
	Category: lint.AWS,
	Severity: lint.Error,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "a service that answers elsewhere only",
		Why: "Global Accelerator answers in us-west-2 only, Route 53 Domains in us-east-1, the price list in three regions; the web " +
			"ACLs of CloudFront and the metrics of the bill are in us-east-1, though their services are everywhere. " +
			"SDKs do not correct the region as they do for IAM or CloudFront: the endpoint of another one does not exist, " +
			"EndpointConnectionError: Could not connect to the endpoint URL, or getaddrinfo ENOTFOUND.",
		Before: `region = "eu-central-1"
tables = boto3.resource("dynamodb", region_name=region)
domains = boto3.client("route53domains", region_name=region)
`,
		After: `region = "eu-central-1"
tables = boto3.resource("dynamodb", region_name=region)
domains = boto3.client("route53domains", region_name="us-east-1")
`,
		Fix: "Writes the region that the service needs, where only this service takes the one that is changed, and else gives the " +
			"client a region of its own. Safe where one region is right, since no request can have succeeded; unsafe where it " +
			"is only the nearest of several, or where other code takes the one that is changed. Without a fix where the client's call does not show where it takes the region.",
	},
	Check: checkSingleRegionService,
}

func checkSingleRegionService(pass *lint.Pass) error {
	for _, s := range append(strayServices(pass.Program), strayFeatures(pass.Program)...) {
		first := s.clients[0]
		d := lint.Diagnostic{
			At: s.at, Message: s.message(pass.Program), Services: []string{first.Service},
			Regions: append([]string{s.origin.Region}, s.required...),
			Fixes:   s.fixes(pass.Program),
		}
		if s.origin.Decided().Kind == link.StepTemplate {
			d.Severity = lint.Warning
		}
		t := trail{own: d.At}
		for _, c := range s.clients[:min(len(s.clients), maxRelated)] {
			t.add(c.At, "this "+clientNoun(c)+" takes it")
		}
		t.decided(s.origin)
		d.Related = t.list
		pass.Report(d)
	}
	return nil
}

// A strayService is clients of a service that one decision puts where the
// service does not answer.
type strayService struct {
	at       source.Location
	clients  []*link.Client // at least one
	origin   link.Origin    // the first client's
	required []string       // where the service answers, sorted
	own      bool           // the decision is for nothing but this service
	// feature is what the first client is asked for, nil if the service itself answers
	// nowhere else.
	feature *link.Feature
}

func (s *strayService) message(p *link.Program) string {
	c := s.clients[0]
	if f := s.feature; f != nil {
		return fmt.Sprintf("%s %s is in %s only, and this %s takes %q: %s", f.Param, quote(f.Value), f.Region, clientNoun(c), s.origin.Region, f.Answer)
	}
	m := fmt.Sprintf("%s answers in %s only, and this %s takes %q: ", c.Service, enumerate(s.required), clientNoun(c), s.origin.Region)
	host := endpointHost(c.Service, s.origin.Region, nil)
	switch {
	case c.SDK == "url":
		return m + "there is no such host (ENOTFOUND)"
	case inPython(p, c):
		return m + fmt.Sprintf("EndpointConnectionError: Could not connect to the endpoint URL: %q", "https://"+host+"/")
	}
	return m + "getaddrinfo ENOTFOUND " + host
}

// fixes offers the one region that is right, or the nearest.
func (s *strayService) fixes(p *link.Program) []lint.SuggestedFix {
	region, safety := s.required[0], lint.Safe
	if s.feature != nil { // other requests may be for the region that it has
		safety = lint.Unsafe
	}
	if len(s.required) > 1 {
		safety = lint.Unsafe
		if region = nearestOf(s.origin.Region, s.required); region == "" {
			return nil
		}
	}
	if s.own {
		if e, ok := edit.Region(p, s.origin, region); ok {
			if t := takersOf(p, spot(s.origin)); t.named() || t.read() {
				safety = lint.Unsafe // code that is no client takes it as well
			}
			return []lint.SuggestedFix{{Title: "Write " + region, Safety: safety, Edits: []lint.TextEdit{e}}}
		}
	}
	var edits []lint.TextEdit
	for _, c := range s.clients {
		own, ok := edit.OwnRegion(p, c, region)
		if !ok {
			return nil
		}
		edits = append(edits, own...)
	}
	title := fmt.Sprintf("Make the %s of %s", clientNoun(s.clients[0]), region)
	return []lint.SuggestedFix{{Title: title, Safety: safety, Edits: edits}}
}

// nearestOf returns the one region among some that shares most words with
// another, "" if there are several or none.
func nearestOf(region string, some []string) string {
	words := strings.Split(region, "-")
	for n := len(words) - 1; n > 0; n-- {
		prefix := strings.Join(words[:n], "-") + "-"
		near := slices.DeleteFunc(slices.Clone(some), func(r string) bool { return !strings.HasPrefix(r, prefix) })
		if len(near) == 1 {
			return near[0]
		}
	}
	return ""
}

// strayServices returns the services that are where they do not answer, one for
// each decision and service, in the order of their first clients.
func strayServices(p *link.Program) []strayService {
	g := newGround(p)
	type key struct {
		at      source.Location
		service string
	}
	var found []strayService
	index := make(map[key]int)
	for i := range p.Clients {
		c := &p.Clients[i]
		origin, required, ok := g.stray(c)
		if !ok {
			continue
		}
		k := key{spot(origin), c.Service}
		at, ok := index[k]
		if !ok {
			at = len(found)
			index[k] = at
			found = append(found, strayService{origin: origin, required: required})
		}
		found[at].clients = append(found[at].clients, c)
	}
	for i := range found {
		s := &found[i]
		s.own = isOwn(p, s.origin, s.clients)
		s.at = spot(s.origin)
		if !s.own {
			s.at = statedAt(s.clients[0])
		}
	}
	return found
}

// strayFeatures returns the clients that are asked for what is elsewhere, one for each
// and region, in the order of the first requests.
func strayFeatures(p *link.Program) []strayService {
	g := newGround(p)
	var found []strayService
	seen := make(map[int]bool)
	for i := range p.Features {
		f := &p.Features[i]
		c := &p.Clients[f.Client]
		if seen[f.Client] || c.Status != link.Resolved || c.Open || c.Rerouted || !takesPart(c) {
			continue
		}
		taken := g.taken(c)
		if len(taken) == 0 || slices.ContainsFunc(taken, func(o link.Origin) bool {
			r, known := aws.LookupRegion(o.Region)
			return !known || r.Partition != "aws" || o.Region == f.Region
		}) {
			continue
		}
		seen[f.Client] = true
		found = append(found, strayService{
			at: f.At, clients: []*link.Client{c}, origin: taken[0], required: []string{f.Region}, own: isOwn(p, taken[0], []*link.Client{c}), feature: f,
		})
	}
	return found
}

// stray returns the region of a client where its service does not answer, and
// where it does. A client that can be in the right region as well is no stray.
func (g *ground) stray(c *link.Client) (origin link.Origin, required []string, ok bool) {
	service, _ := aws.LookupService(c.Service)
	if len(service.Required) == 0 || c.Status != link.Resolved || c.Rerouted || !takesPart(c) {
		return link.Origin{}, nil, false
	}
	for _, o := range g.taken(c) {
		r, known := aws.LookupRegion(o.Region)
		if !known || r.Partition != "aws" || slices.Contains(service.Required, o.Region) {
			return link.Origin{}, nil, false
		}
		if origin.Steps == nil || origin.Decided().Kind == link.StepTemplate {
			origin = o
		}
	}
	return origin, slices.Sorted(slices.Values(service.Required)), origin.Steps != nil
}

// isOwn reports whether only some clients take what a place decides. A variable
// that libraries read by themselves is everybody's.
func isOwn(p *link.Program, o link.Origin, clients []*link.Client) bool {
	at := spot(o)
	for i := range p.Definitions {
		if d := &p.Definitions[i]; d.At == at && aws.IsRegionEnv(d.Name) {
			return false
		}
	}
	for i := range p.Lookups {
		lk := &p.Lookups[i]
		if aws.IsRegionEnv(lk.Name) && slices.ContainsFunc(lk.Fallbacks, func(o link.Origin) bool { return spot(o) == at }) {
			return false
		}
	}
	for i := range p.Clients {
		c := &p.Clients[i]
		if !slices.Contains(clients, c) && slices.ContainsFunc(c.Origins, func(o link.Origin) bool { return spot(o) == at }) && !c.Session {
			return false
		}
	}
	return true
}

// statedAt returns where a client's call states its region, or the call.
func statedAt(c *link.Client) source.Location {
	if within(c.Given, c.At) {
		return c.Given
	}
	return c.At
}
