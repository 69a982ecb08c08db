package rules

import (
	"fmt"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/edit"
)

// unknownRegion finds texts in a region's place that look like a region and are
// none that is known.
var unknownRegion = &lint.Rule{
	Name:     "unknown-region",
	Category: lint.AWS,
	Severity: lint.Error,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "no such AWS region is known",
		Why: "SDKs do not check regions against a list. A misspelled one gives a host that does not exist, and the first " +
			"request fails with EndpointConnectionError: Could not connect to the endpoint URL, or getaddrinfo ENOTFOUND.",
		Before: `dynamodb = boto3.resource("dynamodb", region_name="ap-souteast-2")
`,
		After: `dynamodb = boto3.resource("dynamodb", region_name="ap-southeast-2")
`,
		Fix: "Writes the nearest region's name, if there is only one that near. Unsafe, since another one may be meant. A name " +
			"that AWS could give to a new region is a warning; the configuration declares those that this version does not know " +
			"(regions.known).",
	},
	Check: checkUnknownRegion,
}

// maxNearest bounds how many regions a message offers.
const maxNearest = 3

func checkUnknownRegion(pass *lint.Pass) error {
	for _, m := range misnomers(pass, aws.NamesUnknown) {
		newer := aws.MayBeNewer(m.Text)
		claim := "there is no region " + m.shown()
		if m.Text == "" {
			claim = "this is no region"
		}
		switch n := len(m.regions); {
		case newer:
			claim = fmt.Sprintf("no region %s is known (regions.known declares new ones)", m.shown())
		case n == 1:
			claim += fmt.Sprintf(", %s comes nearest", m.regions[0])
		case n > 1 && n <= maxNearest:
			claim += fmt.Sprintf(", %s come nearest", enumerate(m.regions))
		}
		d := m.diagnostic(pass, claim)
		if newer {
			d.Severity, d.Regions = lint.Warning, nil
		}
		if m.Text != "" {
			d.Regions = append([]string{m.Text}, d.Regions...)
		}
		if len(m.regions) == 1 {
			if e, ok := edit.Region(pass.Program, m.Origin, m.regions[0]); ok {
				d.Fixes = append(d.Fixes, lint.SuggestedFix{
					Title: "Write the nearest region, " + m.regions[0], Safety: lint.Unsafe, Edits: []lint.TextEdit{e},
				})
			}
		}
		pass.Report(d)
	}
	return nil
}
