package report

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/diagnosis"
	"github.com/regionlint/regionlint/lint/source"
)

func samplePlan() *Plan {
	findings := sampleFindings()
	t := tree{findings.Sources}
	return &Plan{
		Findings: *findings,
		Current: []diagnosis.Service{
			{Name: "cognito-idp", Regions: []diagnosis.Region{
				{Name: "ap-southeast-2", Decided: []source.Location{t.at(service, "ap-southeast-2_KbRSvyt1T")}},
				{Name: "ap-southeast-5", Decided: []source.Location{t.at(config, `"ap-southeast-5"`)}},
			}},
			{Name: "sns", Bare: 2},
		},
		Ways: []diagnosis.Way{
			{
				Kind: diagnosis.Align, Region: "ap-southeast-2", Safe: 1, Unsafe: 2, Recommended: true,
				Diff: "--- a/x\r\n+++ b/x\x1b[2J\n@@ -1 +1 @@\n-```\n+new\n", Reasons: []string{"It is near <b>."},
				Recreate: []diagnosis.Recreation{{
					Service: "dynamodb", Noun: "table", Name: "notes\x1b[31m", From: "ap-southeast-5", At: t.at(hostile, "us-east-1b"),
					Commands: []string{"aws dynamodb describe-table --table-name 'notes'\x07"},
				}},
				Verify: []string{"regionlint"},
			},
			{
				Kind: diagnosis.Align, Region: "ap-southeast-5", Reasons: []string{"It gives up user pool x."},
				Unlisted: []diagnosis.Listing{{Service: "connect", Region: "ap-southeast-5"}},
				Left:     []lint.Diagnostic{findings.Diagnostics[1]},
			},
			{Kind: diagnosis.Split, Reasons: []string{"Nothing has to be made again."}, Verify: []string{"regionlint"}},
		},
	}
}

func TestPlan(t *testing.T) {
	t.Parallel()
	for name, printed := range map[string]func(io.Writer, *Plan) error{
		"plan.txt":  func(w io.Writer, p *Plan) error { return PlanText(w, p, Style{}) },
		"plan.md":   PlanMarkdown,
		"plan.json": PlanJSON,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			if err := printed(&b, samplePlan()); err != nil {
				t.Fatal(err)
			}
			golden(t, name, b.Bytes())
			if i := strings.IndexFunc(b.String(), func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' }); i >= 0 {
				t.Errorf("a control character at byte %d", i)
			}
		})
	}
}

func TestPlanOfNothing(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := PlanText(&b, &Plan{}, Style{}); err != nil {
		t.Fatal(err)
	}
	if want := "No region is in use.\n\nNothing contradicts anything\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}
