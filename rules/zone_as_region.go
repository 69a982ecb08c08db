package rules

import (
	"fmt"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
)

// zoneAsRegion finds availability zones, local zones and wavelength zones where a
// region belongs.
var zoneAsRegion = &lint.Rule{
	Name:     "zone-as-region",
	Category: lint.AWS,
	Severity: lint.Error,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "an availability zone in a region's place",
		Why: "us-east-1a is a part of us-east-1, and endpoints have regions in their names. No SDK checks: it builds " +
			"a host that does not exist, and the first request fails with EndpointConnectionError: Could not connect to the " +
			"endpoint URL, or getaddrinfo ENOTFOUND.",
		Before: `sqs = boto3.client("sqs", region_name="us-east-1a")
`,
		After: `sqs = boto3.client("sqs", region_name="us-east-1")
`,
		Fix: "Leaves the zone's part away. Safe, since nothing can have worked before. Where the text has the name of a zone's " +
			"setting, other code may want the zone: then the clients get a region of their own, or the fix is unsafe. Without " +
			"a fix where the text is put together.",
	},
	Check: checkZoneAsRegion,
}

func checkZoneAsRegion(pass *lint.Pass) error {
	for _, m := range misnomers(pass, aws.NamesZone) {
		region := m.regions[0]
		d := m.diagnostic(pass, fmt.Sprintf("%s is %s of %s, not a region", m.shown(), zoneNoun(m.Text), region))
		d.Fixes = m.correction(pass.Program, "Write the zone's region, "+region)
		pass.Report(d)
	}
	return nil
}

// zoneNoun names the kind of a zone.
func zoneNoun(zone string) string {
	switch {
	case strings.Contains(zone, "-wl"):
		return "a wavelength zone"
	case strings.Count(zone, "-") > 3 && !aws.IsRegion(zone[:len(zone)-1]):
		return "a local zone"
	}
	return "an availability zone"
}
