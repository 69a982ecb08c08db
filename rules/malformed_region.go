package rules

import (
	"fmt"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
)

// malformedRegion finds known regions that are spelled in another way than AWS
// does.
var malformedRegion = &lint.Rule{
	Name:     "malformed-region",
	Category: lint.AWS,
	Severity: lint.Error,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "a region in another spelling than AWS's",
		Why: "The name becomes a part of a host name and of the signature, as it is. With an underscore or a blank in it boto3 " +
			"makes no client (InvalidRegionError: Provided region_name 'us_east_1' doesn't match a supported format) and the " +
			"AWS SDK for JavaScript no request (Region not accepted). The SDKs do take us-east1, which gives a host that does " +
			"not exist, and US-EAST-1, which is signed for as it is written and so not for the region that answers.",
		Before: `# .env
AWS_REGION=eu_west_1
# src/queue.ts
import { SQSClient } from "@aws-sdk/client-sqs";
export const sqs = new SQSClient({ region: process.env.AWS_REGION });
`,
		After: `# .env
AWS_REGION=eu-west-1
`,
		Fix: "Writes the region's own name. Safe, since nothing can have worked before. Where the text has the name of another " +
			"cloud's setting, the clients get a region of their own, or the fix is unsafe. Without a fix where the text is put " +
			"together.",
	},
	Check: checkMalformedRegion,
}

func checkMalformedRegion(pass *lint.Pass) error {
	for _, m := range misnomers(pass, aws.NamesOtherwise) {
		region := m.regions[0]
		d := m.diagnostic(pass, fmt.Sprintf("%s is not how AWS spells %s", m.shown(), region))
		d.Fixes = m.correction(pass.Program, "Write "+region)
		pass.Report(d)
	}
	return nil
}
