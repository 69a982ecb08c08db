package rules

import (
	"testing"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// at returns a place of one byte in a file.
func at(file string, offset uint32) source.Location {
	return source.Location{Path: file, Span: source.Span{Start: offset, End: offset + 1}}
}

// from returns a region that a step of a kind decides.
func from(region string, kind link.StepKind, decided source.Location) link.Origin {
	return link.Origin{Region: region, Spot: decided, Steps: []link.Step{{At: decided, Kind: kind}}}
}

func diagnose(t *testing.T, rule *lint.Rule, p *link.Program) []lint.Diagnostic {
	t.Helper()
	var found []lint.Diagnostic
	if err := rule.Check(&lint.Pass{Program: p, Declared: new(lint.Declared), Report: func(d lint.Diagnostic) { found = append(found, d) }}); err != nil {
		t.Fatal(err)
	}
	return found
}

// TestPlatform: what the platform sets at run time is not ignored, only absent
// elsewhere.
func TestPlatform(t *testing.T) {
	t.Parallel()
	p := &link.Program{
		Definitions: []link.Definition{{Name: "AWS_REGION", Value: "eu-west-1", At: at(".env", 11), NameAt: at(".env", 0), Component: "."}},
		Clients: []link.Client{
			{Service: "sqs", SDK: "boto3", At: at("a.py", 0), Status: link.Ambient, Env: []string{"AWS_DEFAULT_REGION"}, Component: ".", Platform: "Lambda"},
			{Service: "sns", SDK: "boto3", At: at("b.py", 0), Status: link.Ambient, Env: []string{"AWS_DEFAULT_REGION"}, Component: "."},
			{Service: "kms", SDK: "boto3", At: at("c.py", 0), Status: link.Ambient, Env: []string{"AWS_DEFAULT_REGION"}, Component: ".", Local: true},
		},
	}
	found := diagnose(t, sdkEnvIgnored, p)
	if len(found) != 2 {
		t.Fatalf("got %d findings, want 2: %v", len(found), found)
	}
	if found[0].At.Path != "a.py" || found[0].Severity != lint.Info {
		t.Errorf("on Lambda: got %s with severity %s, want a.py with info", found[0].At.Path, found[0].Severity)
	}
	if found[1].At.Path != "b.py" || found[1].Severity != lint.Off {
		t.Errorf("elsewhere: got %s with severity %s, want b.py with the rule's own", found[1].At.Path, found[1].Severity)
	}
}

// TestPlatformFallback: the fallback of a variable that the platform sets never
// counts.
func TestPlatformFallback(t *testing.T) {
	t.Parallel()
	fallback := from("us-east-1", link.StepFallback, at("a.py", 9))
	fallback.Steps = append([]link.Step{{At: at("a.py", 5), Kind: link.StepLookup}}, fallback.Steps...)
	program := func(platform string) *link.Program {
		return &link.Program{Lookups: []link.Lookup{{Name: "AWS_REGION", At: at("a.py", 5)}}, Clients: []link.Client{
			{Service: "sqs", At: at("a.py", 0), Regions: []string{"us-east-1"}, Origins: []link.Origin{fallback}, Component: ".", Platform: platform},
			{Service: "sqs", At: at("b.py", 0), Regions: []string{"eu-west-1"}, Component: ".", Origins: []link.Origin{from("eu-west-1", link.StepLiteral, at("b.py", 5))}},
			{Service: "sqs", At: at("c.py", 0), Regions: []string{"eu-west-1"}, Component: ".", Origins: []link.Origin{from("eu-west-1", link.StepLiteral, at("c.py", 5))}},
		}}
	}
	if found := diagnose(t, serviceRegionConflict, program("")); len(found) != 1 || found[0].At != at("a.py", 0) {
		t.Errorf("without a platform: got %v, want one finding in a.py", found)
	}
	if found := diagnose(t, serviceRegionConflict, program("Lambda")); len(found) != 0 {
		t.Errorf("on Lambda: got %v, want none", found)
	}
}

// TestElsewhere: a variable that something other than a dotenv file defines is
// not misnamed.
func TestElsewhere(t *testing.T) {
	t.Parallel()
	program := func(elsewhere bool) *link.Program {
		return &link.Program{
			Lookups:     []link.Lookup{{Name: "COGNITO_REGION", At: at("a.py", 0), Region: true, Component: ".", Elsewhere: elsewhere}},
			Definitions: []link.Definition{{Name: "REGION_COGNITO", Value: "eu-west-1", At: at(".env", 15), NameAt: at(".env", 0), Component: "."}},
		}
	}
	if found := diagnose(t, envNameMismatch, program(false)); len(found) != 1 {
		t.Errorf("got %d findings, want 1", len(found))
	}
	if found := diagnose(t, envNameMismatch, program(true)); len(found) != 0 {
		t.Errorf("defined elsewhere: got %d findings, want none", len(found))
	}
}
