package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
)

// A misnomer is a text in a region's place that names none, in the light of what
// the configuration declares.
type misnomer struct {
	*link.Misnomer
	kind    aws.MisnamingKind
	regions []string // those that may be meant
}

// misnomers returns the misnomers of one kind in the program. A declared region
// is none, whatever it looks like.
func misnomers(pass *lint.Pass, kind aws.MisnamingKind) []misnomer {
	var found []misnomer
	for i := range pass.Program.Misnomers {
		m := misnomer{Misnomer: &pass.Program.Misnomers[i]}
		m.kind, m.regions = m.Is.Kind, m.Is.Regions
		if slices.Contains(pass.Declared.Known, m.Text) || m.toldOf(pass.Program) {
			continue
		}
		for _, known := range pass.Declared.Known {
			rest, isPrefix := strings.CutPrefix(m.Text, known)
			switch {
			case isPrefix && len(rest) == 1 && 'a' <= rest[0] && rest[0] <= 'z':
				m.kind, m.regions = aws.NamesZone, []string{known}
			case strings.EqualFold(strings.ReplaceAll(m.Text, "_", "-"), known):
				m.kind, m.regions = aws.NamesOtherwise, []string{known}
			}
		}
		if m.kind == kind {
			found = append(found, m)
		}
	}
	return found
}

// toldOf reports whether a dotenv line has the text which is no matter: a later one of
// its file counts, or it is a region to those who wrote it and to some readers.
func (m *misnomer) toldOf(p *link.Program) bool {
	if m.Definition < 0 {
		return false
	}
	d := &p.Definitions[m.Definition]
	return d.Shadowed || dividing(p).touches(d.At)
}

// diagnostic returns a finding at the text, with what takes it beside it. claim
// says what is wrong.
func (m *misnomer) diagnostic(pass *lint.Pass, claim string) lint.Diagnostic {
	d := lint.Diagnostic{At: m.At(), Message: claim + ": " + m.failure(pass.Program), Regions: m.regions}
	if m.Definition >= 0 {
		d.Message = pass.Program.Definitions[m.Definition].Name + ": " + d.Message
	}
	t := trail{own: d.At}
	if m.Service != "" {
		t.add(m.Host, "it stands in the host name of "+m.Service+" here")
	}
	for _, i := range m.Clients[:min(len(m.Clients), maxRelated)] {
		c := &pass.Program.Clients[i]
		t.add(c.At, "this "+clientNoun(c)+" takes it for its region")
	}
	d.Related = t.list
	d.Services = m.services(pass.Program)
	return d
}

func clientNoun(c *link.Client) string {
	switch {
	case c.Session:
		return "session"
	case c.Service == "*":
		return "client"
	case c.SDK == "url":
		return c.Service + " endpoint"
	}
	return c.Service + " client"
}

// shown returns the text as a message may have it.
func (m *misnomer) shown() string {
	if m.Text == "" {
		return "this value"
	}
	return fmt.Sprintf("%q", m.Text)
}

// services returns the services that the text is used for, sorted.
func (m *misnomer) services(p *link.Program) []string {
	var services []string
	add := func(service string) {
		if service != "" && service != "*" && !slices.Contains(services, service) {
			services = append(services, service)
		}
	}
	add(m.Service)
	for _, i := range m.Clients {
		add(p.Clients[i].Service)
	}
	slices.Sort(services)
	return services
}

// failure says what happens at run time.
func (m *misnomer) failure(p *link.Program) string {
	service := "dynamodb"
	if services := m.services(p); len(services) > 0 {
		service = services[0]
	}
	host := endpointHost(service, m.Text, m.regions)
	if m.Text == "" {
		return "the SDKs look for endpoints that do not exist"
	}
	client := m.client(p)
	switch {
	case client == nil && m.Service != "":
		return "no host has that name (ENOTFOUND)"
	case client == nil && m.Kind != "":
		if name := kindName(m.Kind); name != "ARN" {
			return "no " + name + " has that identifier"
		}
		return "no resource has that ARN"
	}
	if client != nil && client.SDK == "cdk" && isHostLabel(m.Text) {
		return "a deployment finds no host: getaddrinfo ENOTFOUND " + endpointHost("cloudformation", m.Text, m.regions)
	}
	python := client != nil && inPython(p, client)
	switch label := isHostLabel(m.Text); {
	case !label && client == nil:
		return "boto3 raises InvalidRegionError, and the AWS SDK for JavaScript does not accept it either"
	case !label && python:
		return fmt.Sprintf("InvalidRegionError: Provided region_name '%s' doesn't match a supported format", m.Text)
	case !label:
		return fmt.Sprintf("Region not accepted: region=%q is not a valid hostname component", m.Text)
	case aws.IsRegion(strings.ToLower(m.Text)):
		return "no SDK rejects it, and AWS rejects the signature: Credential should be scoped to a valid region"
	case client == nil:
		return "no SDK rejects it, they look for hosts that do not exist, such as " + host
	case python:
		return fmt.Sprintf("boto3 does not reject it: EndpointConnectionError: Could not connect to the endpoint URL: %q", "https://"+host+"/")
	}
	return "the SDK does not reject it: getaddrinfo ENOTFOUND " + host
}

// client returns the first client of an SDK that takes the text and talks to
// something, else the first session, or nil.
func (m *misnomer) client(p *link.Program) *link.Client {
	var session *link.Client
	for _, i := range m.Clients {
		switch c := &p.Clients[i]; {
		case !c.Session && c.SDK != "url":
			return c
		case c.Session && session == nil:
			session = c
		}
	}
	return session
}

func inPython(p *link.Program, c *link.Client) bool {
	f := p.File(c.At.Path)
	return f != nil && f.Lang == fact.Python
}

// isHostLabel reports whether the SDKs take a text for a part of a host name.
func isHostLabel(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) && !strings.HasPrefix(s, "-") && !strings.HasSuffix(s, "-")
}

// endpointHost returns the host that an SDK makes of a service and what it takes
// for a region; meant are the regions that may be meant.
func endpointHost(service, region string, meant []string) string {
	prefix, suffix := service, "amazonaws.com"
	if s, ok := aws.LookupService(service); ok && s.EndpointPrefix != "" {
		prefix = s.EndpointPrefix
	}
	for _, name := range append([]string{region}, meant...) {
		if p, ok := aws.LookupPartition(aws.PartitionOf(name)); ok {
			suffix = p.DNSSuffix
			break
		}
	}
	return prefix + "." + region + "." + suffix
}

// correction returns the fix that writes the region that is meant, if there is
// one. It is safe, as nothing can have worked before. Where the text has a name
// that means more than an AWS region it stays as it is, and those that take it
// get a region of their own; that is unsafe where a variable may give another
// one, and so is the fix where it cannot be.
func (m *misnomer) correction(p *link.Program, title string) []lint.SuggestedFix {
	region := m.regions[0]
	safety := lint.Safe
	if m.meansMore(p) {
		edits, ok := m.ownRegions(p, region)
		varies := slices.ContainsFunc(m.Origin.Steps, func(s link.Step) bool { return s.Kind == link.StepLookup })
		if !ok || varies {
			safety = lint.Unsafe
		}
		if ok {
			return []lint.SuggestedFix{{Title: "Make what takes it of " + region, Safety: safety, Edits: edits}}
		}
	}
	e, ok := edit.Region(p, m.Origin, region)
	if !ok {
		return nil
	}
	return []lint.SuggestedFix{{Title: title, Safety: safety, Edits: []lint.TextEdit{e}}}
}

// ownRegions gives every client that takes the text a region of its own.
func (m *misnomer) ownRegions(p *link.Program, region string) (edits []lint.TextEdit, ok bool) {
	for _, i := range m.Clients {
		own, ok := edit.OwnRegion(p, &p.Clients[i], region)
		if !ok {
			return nil, false
		}
		edits = append(edits, own...)
	}
	return edits, len(edits) > 0 && m.Service == ""
}

// meansMore reports whether the name that the text is given to says that it is
// not only an AWS region: a zone, which other calls want as it is, or another
// cloud's.
func (m *misnomer) meansMore(p *link.Program) bool {
	if m.Definition >= 0 {
		return isOtherName(p.Definitions[m.Definition].Name)
	}
	f := p.File(m.Origin.Spot.Path)
	if f == nil {
		return false
	}
	x := p.Index(f)
	id := x.String(m.Origin.Spot.Span)
	return id != 0 && f.Exprs[id].Inner == m.Origin.Spot.Span && slices.ContainsFunc(x.Names(id), isOtherName)
}

// isOtherName reports whether a name is that of a zone or of another cloud's
// setting.
func isOtherName(name string) bool {
	for _, word := range nameWords(name) {
		switch word {
		case "zone", "zones", "az", "azs", "availabilityzone", "gcp", "google", "gcs", "vertex", "vertexai", "gke", "azure", "location":
			return true
		}
	}
	return false
}
