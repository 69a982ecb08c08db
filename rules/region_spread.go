package rules

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// regionSpread finds services of an application that are all in another region
// than most of it: the backend in one, Cognito in another.
var regionSpread = &lint.Rule{
	Name:     "region-spread",
	Category: lint.Contradiction,
	Severity: lint.Warning,
	Since:    "0.1.0",
	Doc: lint.Doc{
		Summary: "services of one application in different regions",
		Why: "The parts work by themselves and not together: code that takes the application's region for all services asks " +
			"for the user pool where it is not (ResourceNotFoundException), every call between them crosses regions, and " +
			"data ends up where nobody expects it. If it is meant, the configuration should say so.",
		Before: `tables = boto3.resource("dynamodb", region_name="ap-southeast-5")
queues = boto3.client("sqs", region_name="ap-southeast-5")
users = boto3.client("cognito-idp", region_name="ap-southeast-2")
`,
		After: `tables = boto3.resource("dynamodb", region_name="ap-southeast-2")
queues = boto3.client("sqs", region_name="ap-southeast-2")
users = boto3.client("cognito-idp", region_name="ap-southeast-2")
`,
		Fix: "There is no edit that is right for everybody: regionlint plan weighs the ways out, and the configuration " +
			"can declare the split with the lines that the finding names.",
	},
	Check: checkRegionSpread,
}

func checkRegionSpread(pass *lint.Pass) error {
	doubts := contested(pass.Program)
	reported := mismatchedSpots(pass.Program)
	maps.Copy(reported, disallowedSpots(pass))
	conflicts := serviceConflicts(pass)
	seen := make(map[source.Location]bool)
	// Where a script goes that people run by hand says nothing about the rest.
	all := slices.DeleteFunc(places(pass, doubts), func(p place) bool { return p.byHand() })
	for _, app := range applications(all) {
		home := app.homeOf(pass.Declared)
		for _, g := range app.services() {
			if !g.strays(app, home) || g.known(reported) || g.declared(pass.Declared, home) || slices.ContainsFunc(conflicts, func(c serviceConflict) bool {
				return c.service == g[0].service
			}) {
				continue
			}
			if !seen[g[0].at] {
				seen[g[0].at] = true
				reportSpread(pass, app, g, home)
			}
		}
	}
	return nil
}

func reportSpread(pass *lint.Pass, app application, g group, home string) {
	first := &g[0]
	regions := settledRegions(first)
	others, anchor := app.inHome(home, first)
	d := lint.Diagnostic{
		At: first.at,
		Message: fmt.Sprintf("%s is in %s, while %s in %s", first.service, enumerate(regions),
			withVerb(others), home),
		Services: []string{first.service},
		Regions:  append(regions, home),
	}
	t := trail{own: d.At}
	t.decided(first.settled()[0])
	t.add(anchor.at, fmt.Sprintf("%s is in %s", anchor.noun(), home))
	t.decided(anchor.origin(home))
	d.Related = t.list
	d.Fixes = []lint.SuggestedFix{manual(declaration(first.service, regions, home))}
	pass.Report(d)
}

// declared reports whether the configuration says that a service is where it
// is: it lists the service, or allows both regions.
func (g group) declared(all *lint.Declared, home string) bool {
	return !slices.ContainsFunc(g, func(p place) bool {
		d := all.For(p.at.Path)
		return slices.ContainsFunc(settledRegions(&p), func(region string) bool {
			return declaredFor(d, p.service) != region && (!slices.Contains(d.Allow, region) || !slices.Contains(d.Allow, home))
		})
	})
}

// declaration says how to leave a service where it is or to move it.
func declaration(service string, regions []string, home string) string {
	return fmt.Sprintf("Run %s in %s too (regionlint plan weighs the ways), or declare the split in .regionlint.yaml: "+
		"regions: {default: %s, services: {%s: %s}}", service, home, home, service, regions[0])
}

// withVerb returns "a is", "a and b are" or "a, b, c and 2 more services are".
func withVerb(services []string) string {
	const most = 3
	switch n := len(services); {
	case n == 1:
		return services[0] + " is"
	case n > most+1:
		return strings.Join(services[:most], ", ") + " and " + counted(n-most, "more service") + " are"
	}
	return enumerate(services) + " are"
}

// inHome returns the services that are in an application's own region, sorted,
// and the place to show for them: an identifier that cannot move, if there is
// one, and one that runs together with the stray place.
func (a application) inHome(home string, stray *place) (services []string, anchor *place) {
	for i := range a {
		p := &a[i]
		if !p.in(home) || p.service == stray.service || p.exempt() {
			continue
		}
		if !slices.Contains(services, p.service) {
			services = append(services, p.service)
		}
		if stray.apart(p) && (anchor == nil || anchor.id == "" && p.id != "") {
			anchor = p
		}
	}
	slices.Sort(services)
	return services, anchor
}

// strays reports whether no place of a service can be in the application's own
// region, and nothing says that it belongs elsewhere.
func (g group) strays(app application, home string) bool {
	for i := range g {
		p := &g[i]
		if p.open || p.exempt() || slices.Contains(p.reach(), home) {
			return false
		}
	}
	if !slices.ContainsFunc(g, func(p place) bool { return !byHand(p.at.Path) }) {
		return false
	}
	_, anchor := app.inHome(home, &g[0])
	return anchor != nil
}

func (g group) known(reported map[source.Location]bool) bool {
	return slices.ContainsFunc(g, func(p place) bool { return p.known(reported) })
}

// byHand reports whether a file is a tool of the developers', which runs by
// itself: it may ask any region.
func byHand(file string) bool {
	for part := range strings.SplitSeq(path.Dir(file), "/") {
		switch part {
		case "scripts", "script", "tools", "dev-tools", "hack":
			return true
		}
	}
	return false
}

// exempt reports whether a place's region says nothing about where the
// application is.
func (p *place) exempt() bool {
	s, ok := aws.LookupService(p.service)
	return ok && len(s.Required) > 0 || anywhere(p.service) || p.spelledHost() || slices.ContainsFunc(settledRegions(p), func(region string) bool {
		return pinned(p, region)
	})
}

// spelledHost reports whether a place is nothing but a service's host name with
// the region spelled out in it. Such a text is as likely an example, a default
// of somebody else's or data as an endpoint that the application calls.
func (p *place) spelledHost() bool {
	return p.sdk == "url" && p.id == "" && !slices.ContainsFunc(p.origins, func(o link.Origin) bool {
		at := o.Decided().At
		return at.Path != p.at.Path || !p.at.Span.Contains(at.Span)
	})
}

// anywhere reports whether a service answers alike in every region that it has:
// it is no contradiction to ask STS of another, or for the price list.
func anywhere(service string) bool {
	switch service {
	case "sts", "pricing", "health", "ecr-public":
		return true
	}
	return false
}

// pinned reports whether a place is in us-east-1 because a feature of CloudFront
// wants it there: its certificates, its web ACLs; and, where the code around it
// is about CloudFront, its functions, metrics and logs.
func pinned(p *place, region string) bool {
	if region != "us-east-1" {
		return false
	}
	switch p.service {
	case "acm", "wafv2":
		return true
	case "lambda", "cloudwatch", "logs", "events", "ssm":
		file := strings.ToLower(p.at.Path)
		return p.edge || strings.Contains(file, "cloudfront") || strings.Contains(file, "edge") || strings.Contains(file, "billing")
	}
	return false
}

// aboutCloudFront reports whether a file's code is about CloudFront, the bill or
// Route 53: it imports something of the first name or names one of their namespaces.
func aboutCloudFront(f *fact.File) bool {
	for i := range f.Imports {
		if im := &f.Imports[i]; strings.Contains(strings.ToLower(im.Module+" "+im.Name), "cloudfront") {
			return true
		}
	}
	for i := range f.Exprs {
		if e := &f.Exprs[i]; e.Kind == fact.String {
			switch f.Text(e) {
			case "cloudfront", "CLOUDFRONT", "AWS/CloudFront", "AWS/Billing", "AWS/Route53":
				return true
			}
		}
	}
	return false
}
