package rules

import (
	"fmt"
	"slices"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// serviceUnavailable finds clients of services that are not listed for their
// region.
var serviceUnavailable = &lint.Rule{
	Name:     "service-unavailable",
	Category: lint.AWS,
	Severity: lint.Info,
	Since:    "0.1.0",
	Doc: lint.Doc{
		Summary: "a service is not listed for its client's region",
		Why: "Not every service is in every region, and the SDKs build an address for any pair: no host answers there, and the " +
			"first request fails with EndpointConnectionError: Could not connect to the endpoint URL, or getaddrinfo ENOTFOUND. " +
			"The lists are those of botocore on " + aws.EndpointsDate + ", of services whose list is kept complete. A service may " +
			"have come to the region since.",
		Before: `rekognition = boto3.client("rekognition", region_name="eu-north-1")
`,
		After: `rekognition = boto3.client("rekognition", region_name="eu-central-1")
`,
		Fix: "There are steps and no edits: where the service should run instead is a question of data and distance.",
	},
	Check: checkServiceUnavailable,
}

// nearestRegions is how many regions a finding offers.
const nearestRegions = 3

func checkServiceUnavailable(pass *lint.Pass) error {
	for _, a := range absences(pass.Program) {
		service, region := a.clients[0].Service, a.origin.Region
		nearest := aws.NearestListed(service, region, nearestRegions)
		d := lint.Diagnostic{
			At: a.clients[0].At,
			Message: fmt.Sprintf("%s is not listed for %s in AWS's endpoints of %s; the nearest regions that have it are %s. "+
				"If it has not come since, no host answers: EndpointConnectionError, getaddrinfo ENOTFOUND",
				service, region, aws.EndpointsDate, enumerate(nearest)),
			Services: []string{service},
			Regions:  []string{region},
			Fixes: []lint.SuggestedFix{{
				Title: fmt.Sprintf("Give %s a region of its own, such as %s", service, nearest[0]), Safety: lint.Manual,
			}},
		}
		t := trail{own: d.At}
		t.decided(a.origin)
		for _, c := range a.clients[1:min(len(a.clients), maxRelated+1)] {
			t.add(c.At, fmt.Sprintf("this %s client runs there too", service))
		}
		d.Related = t.list
		pass.Report(d)
	}
	return nil
}

// An absence is the clients of one service that one place puts into a region
// without it.
type absence struct {
	clients []*link.Client
	origin  link.Origin
}

// absences returns the clients that can be in no region which has their service,
// in the order of the first ones.
func absences(p *link.Program) []absence {
	type key struct {
		service, region string
		decided         source.Location
	}
	var found []absence
	index := make(map[key]int)
	for i := range p.Clients {
		c := &p.Clients[i]
		if c.Status != link.Resolved || c.Open || !takesPart(c) ||
			slices.ContainsFunc(c.Regions, func(r string) bool { return !aws.Unlisted(c.Service, r) }) {
			continue
		}
		o := c.Origins[0]
		k := key{c.Service, o.Region, spot(o)}
		at, ok := index[k]
		if !ok {
			at = len(found)
			index[k] = at
			found = append(found, absence{origin: o})
		}
		found[at].clients = append(found[at].clients, c)
	}
	return found
}
