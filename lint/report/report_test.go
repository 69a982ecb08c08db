package report

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata/report")

// golden compares output with a file of testdata/report.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("..", "..", "testdata", "report", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

// A tree is files to point into.
type tree struct{ sources Sources }

func newTree(files map[string]string) tree {
	t := tree{Sources{Files: make(map[string]*source.File), Dotenv: make(map[string][]source.Span)}}
	for path, text := range files {
		t.sources.Files[path] = source.NewFile(path, []byte(text))
	}
	return t
}

// at returns the place of the first occurrence of text in a file.
func (t tree) at(path, text string) source.Location {
	i := strings.Index(string(t.sources.Files[path].Text), text)
	if i < 0 {
		panic("no " + text + " in " + path)
	}
	return source.Location{Path: path, Span: source.Span{Start: uint32(i), End: uint32(i + len(text))}}
}

const (
	route   = "app/[id]/a:b %41?.ts"
	hostile = "evil\x1b]0;x\x07\n\u202e\xff.py"
	service = "backend/app/services/cognito_service.py"
	config  = "backend/app/config.py"
	dotenv  = "backend/.env"
)

func sample() tree {
	t := newTree(map[string]string{
		service: "import boto3\n\nclass Cognito:\n\tdef __init__(self, settings):\n" +
			"\t\tself.pool = \"ap-southeast-2_KbRSvyt1T\"  # 用户池\n" +
			"\t\tself.client = boto3.client(\"cognito-idp\", region_name=settings.aws_region)\n",
		config:  "import os\n\nREGION = os.getenv(\"AWS_DEFAULT_REGION\", \"ap-southeast-5\")\n",
		dotenv:  "SECRET=hunter2\nAWS_DEFAULT_REGION=ap-southeast-2 # token=hunter2\n",
		route:   "\ufeffconst zone = \"us-east-1b\" // regionlint: ignore it's \u202eso\n",
		hostile: "x = '\x1b[31mus-east-1\u202e'; 用户 = 'us-east-1b'\n",
	})
	t.sources.Dotenv[dotenv] = []source.Span{t.at(dotenv, "ap-southeast-2").Span}
	return t
}

func sampleRule(name string, category lint.Category, severity lint.Severity) *lint.Rule {
	rule := exampleRule(severity, lint.FixSometimes)
	rule.Name, rule.Category = name, category
	return rule
}

func sampleFindings() *Findings {
	t := sample()
	return &Findings{
		Version: "0.1.0", Files: 4, Sources: t.sources,
		Rules: []*lint.Rule{
			sampleRule("env-default-conflict", lint.Environment, lint.Warning), sampleRule("hardcoded-region", lint.Policy, lint.Off),
			sampleRule("resource-region-mismatch", lint.Contradiction, lint.Error), sampleRule("zone-as-region", lint.AWS, lint.Info),
		},
		Suppressed: []lint.Suppressed{{
			Diagnostic: lint.Diagnostic{Rule: "zone-as-region", Severity: lint.Error, At: t.at(route, `"us-east-1b"`), Message: "us-east-1b is a zone"},
			By:         lint.Suppression{At: t.at(route, "// regionlint: ignore it's \u202eso"), Reason: "it's \u202eso"},
		}},
		Failures: []Failure{{Path: "broken\x1b.py", Message: "permission denied"}},
		Diagnostics: []lint.Diagnostic{
			{
				Rule: "env-default-conflict", Severity: lint.Warning, At: t.at(config, `"ap-southeast-5"`),
				Message: "AWS_DEFAULT_REGION falls back to ap-southeast-5, but backend/.env sets it to ap-southeast-2",
				Related: []lint.Related{{At: t.at(dotenv, "ap-southeast-2"), Message: "AWS_DEFAULT_REGION is set here"}},
				Regions: []string{"ap-southeast-5", "ap-southeast-2"},
				Fixes: []lint.SuggestedFix{{
					Title: "Fall back to ap-southeast-2", Safety: lint.Safe,
					Edits: []lint.TextEdit{{At: t.at(config, `"ap-southeast-5"`), NewText: `"ap-southeast-2"`}},
				}},
			},
			{
				Rule: "resource-region-mismatch", Severity: lint.Error, At: t.at(service, `"cognito-idp"`),
				Message: "the user pool ap-southeast-2_KbRSvyt1T lives in ap-southeast-2; a client in ap-southeast-5 answers ResourceNotFoundException",
				Related: []lint.Related{
					{At: t.at(service, `"ap-southeast-2_KbRSvyt1T"`), Message: "the user pool is in ap-southeast-2"},
					{At: t.at(config, `"ap-southeast-5"`), Message: "the client's region is decided here"},
					{Message: "another place that is not in a file"},
				},
				Services: []string{"cognito-idp"}, Regions: []string{"ap-southeast-5", "ap-southeast-2"},
				Fixes: []lint.SuggestedFix{{Title: "Create a user pool in ap-southeast-5", Safety: lint.Manual}},
			},
			{
				Rule: "zone-as-region", Severity: lint.Info, At: t.at(hostile, "'us-east-1b'"),
				Message: "us-east-1b\x1b[2J is a zone",
			},
		},
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	var plain, colored, quiet bytes.Buffer
	f := sampleFindings()
	for w, err := range map[*bytes.Buffer]error{
		&plain:   Text(&plain, f, Style{}, false),
		&colored: Text(&colored, f, Style{Color: true, Width: 60}, false),
		&quiet:   Text(&quiet, f, Style{}, true),
	} {
		if err != nil {
			t.Fatal(w, err)
		}
	}
	golden(t, "findings.txt", plain.Bytes())
	golden(t, "findings.color.txt", colored.Bytes())
	if !strings.HasPrefix(plain.String(), quiet.String()) || quiet.Len() == plain.Len() {
		t.Error("quiet is not the same without the summary")
	}
}

// TestNothingSteersTheTerminal looks for what a terminal acts on, and for values
// that are nobody's business, in every format.
func TestNothingSteersTheTerminal(t *testing.T) {
	t.Parallel()
	f, m := sampleFindings(), sampleMap()
	trace := &Trace{Target: hostile, Values: m.Clients[0].Origins, Sources: m.Sources}
	steer := map[string]func(*bytes.Buffer) error{
		"map text":     func(b *bytes.Buffer) error { return MapText(b, m, Style{}) },
		"map json":     func(b *bytes.Buffer) error { return MapJSON(b, m) },
		"map markdown": func(b *bytes.Buffer) error { return MapMarkdown(b, m) },
		"map mermaid":  func(b *bytes.Buffer) error { return MapMermaid(b, m) },
		"trace text":   func(b *bytes.Buffer) error { return TraceText(b, trace, Style{}) },
		"trace json":   func(b *bytes.Buffer) error { return TraceJSON(b, trace) },
	}
	for name, printer := range printers {
		steer[name] = func(b *bytes.Buffer) error { return printer(b, f) }
	}
	for name, printer := range steer {
		var b bytes.Buffer
		if err := printer(&b); err != nil {
			t.Fatal(err)
		}
		if i := strings.IndexFunc(b.String(), func(r rune) bool { return r != '\n' && hidden(r) }); i >= 0 {
			t.Errorf("%s prints %q", name, b.String()[i:min(i+20, b.Len())])
		}
		if strings.Contains(b.String(), "hunter2") {
			t.Errorf("%s prints a secret", name)
		}
	}
}

func TestSummary(t *testing.T) {
	t.Parallel()
	finding := func(s lint.Severity) lint.Diagnostic { return lint.Diagnostic{Severity: s} }
	tests := []struct {
		f    Findings
		want string
	}{
		{Findings{}, "No Python, TypeScript, JavaScript or dotenv files to check."},
		{Findings{Files: 1}, "No region problems in 1 file."},
		{Findings{Files: 2, Diagnostics: []lint.Diagnostic{finding(lint.Error), finding(lint.Warning), finding(lint.Warning)}}, "Found 1 error, 2 warnings in 2 files."},
		{Findings{Files: 2, Diagnostics: []lint.Diagnostic{finding(lint.Info)}}, "Found 1 for information in 2 files."},
		{Findings{Files: 2, Failures: make([]Failure, 2)}, "No region problems in 2 files; 2 failures."},
	}
	for _, tt := range tests {
		if got := summary(&tt.f); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestStatistics(t *testing.T) {
	t.Parallel()
	f := &Findings{Diagnostics: []lint.Diagnostic{{Rule: "b"}, {Rule: "a"}, {Rule: "long-name"}, {Rule: "long-name"}}}
	var b bytes.Buffer
	if err := Statistics(&b, f); err != nil {
		t.Fatal(err)
	}
	if want := "long-name  2\na          1\nb          1\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := JSON(&b, sampleFindings()); err != nil {
		t.Fatal(err)
	}
	golden(t, "findings.json", b.Bytes())
}

// TestFingerprints moves findings about: names stay with the code they are about.
func TestFingerprints(t *testing.T) {
	t.Parallel()
	prints := func(text string) []string {
		f := newTree(map[string]string{"a.py": text})
		var all []lint.Diagnostic
		for from := 0; ; {
			i := strings.Index(text[from:], "us-east-1")
			if i < 0 {
				return Fingerprints(all, f.sources)
			}
			start := uint32(from + i)
			all = append(all, lint.Diagnostic{Rule: "r", At: source.Location{Path: "a.py", Span: source.Span{Start: start, End: start + 9}}})
			from += i + 9
		}
	}
	base := prints("a = 'us-east-1'\nb = 'us-east-1'\na = 'us-east-1'\n")
	if base[0] == base[1] || base[0] == base[2] {
		t.Errorf("different findings have one name: %q", base)
	}
	moved := prints("# new\n\nb = 'us-east-1'\n    a  =  'us-east-1'\nz = 'us-east-1'\n")
	if moved[0] != base[1] || moved[1] != base[0] {
		t.Errorf("names do not move with the lines: %q, then %q", base, moved)
	}
}

// TestFingerprintsOfSecrets changes what may not be shown of a dotenv file. No
// name may depend on it: whoever knows the rest could try passwords against it.
func TestFingerprintsOfSecrets(t *testing.T) {
	t.Parallel()
	identity := func(secret string) Identity {
		text := "A=1\nURL=https://me:" + secret + "@sqs.us-east-1.amazonaws.com # " + secret + "\nB=" + secret + "\n"
		f := newTree(map[string]string{".env": text})
		value, whole := f.at(".env", "us-east-1"), f.at(".env", text[8:len(text)-1])
		f.sources.Dotenv = map[string][]source.Span{".env": {value.Span, value.Span}}
		ids := Identify([]lint.Diagnostic{{Rule: "r", At: value}, {Rule: "r", At: whole}}, f.sources)
		if want := "us-east-1B=\x00URL=us-east-1"; ids[1].Context != want {
			t.Errorf("got context %q, want %q", ids[1].Context, want)
		}
		return ids[0]
	}
	got := identity("hunter2")
	if want := (Identity{Rule: "r", Path: ".env", Context: "us-east-1\x00URL=us-east-1", Occurrence: 1}); got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if identity("correct horse") != got {
		t.Error("the secret decides the name")
	}
}

func sampleMap() *Map {
	t := sample()
	client := func(path, text, service string, origins ...link.Origin) link.Client {
		c := link.Client{Service: service, SDK: "boto3", At: t.at(path, text), Component: "backend", Origins: origins, Env: []string{"AWS_DEFAULT_REGION"}}
		for _, o := range origins {
			c.Regions = append(c.Regions, o.Region)
		}
		return c
	}
	use := link.Step{At: t.at(service, "settings.aws_region"), What: "region_name is given here"}
	lookup := link.Step{At: t.at(config, `os.getenv("AWS_DEFAULT_REGION", "ap-southeast-5")`), What: "AWS_DEFAULT_REGION is read here", Kind: link.StepLookup}
	set := link.Origin{Region: "ap-southeast-2", Steps: []link.Step{use, lookup, {At: t.at(dotenv, "ap-southeast-2"), What: "AWS_DEFAULT_REGION is set here", Kind: link.StepDefinition}}}
	fallback := link.Origin{Region: "ap-southeast-5", Steps: []link.Step{use, lookup, {At: t.at(config, `"ap-southeast-5"`), What: "the fallback", Kind: link.StepFallback}}}

	ambient := client(service, "boto3", "s3")
	ambient.Status, ambient.Component = link.Ambient, "."
	dynamic := client(hostile, "x", "<b>|\x1b`")
	dynamic.Status, dynamic.SDK, dynamic.Component = link.Dynamic, "aws-sdk-js-v3", "front|end\n"
	lambda, local := ambient, client(config, "REGION", "sqs", link.Origin{Region: "us-east-1"})
	lambda.Platform, local.Local = "Lambda", true
	session := client(service, "boto3.client", "*", fallback)
	p := &link.Program{
		Clients: []link.Client{client(service, "boto3.client", "cognito-idp", set, fallback), session, ambient, dynamic, lambda, local},
		Resources: []link.Resource{{
			Kind: "cognito-user-pool-id", Service: "cognito-idp", Value: "ap-southeast-2_KbRSvyt1T", Region: "ap-southeast-2",
			At: t.at(service, `"ap-southeast-2_KbRSvyt1T"`), Component: "backend",
		}},
		Literals: []link.Literal{
			{Region: "ap-southeast-5", Context: "env-default", At: t.at(config, `"ap-southeast-5"`)},
			{Region: "us-east-1", Context: "list", At: t.at(hostile, "us-east-1"), Catalogue: true},
			{Region: "us-east-1", Context: "list", At: t.at(hostile, "us-east-1b"), Catalogue: true},
		},
		Definitions: []link.Definition{
			{Name: "AWS_DEFAULT_REGION", Value: "ap-southeast-2", At: t.at(dotenv, "ap-southeast-2"), Template: true},
			{Name: "NOT_A_REGION", At: t.at(dotenv, "hunter2"), Profile: "production"},
			{Name: "NOT_A_REGION", At: t.at(dotenv, "token"), Blank: true},
		},
		Lookups: []link.Lookup{
			{Name: "AWS_DEFAULT_REGION", At: lookup.At, Region: true, HasFallback: true, Fallbacks: []link.Origin{fallback}},
			{Name: "AWS_DEFAULT_REGION", At: t.at(config, "REGION"), Region: true},
			{Name: "OTHER", At: lookup.At, Region: true, HasFallback: true},
			{Name: "UNRELATED", At: lookup.At},
		},
	}
	return NewMap(p, t.sources, Scope{Chosen: all, Left: none})
}

func TestMap(t *testing.T) {
	t.Parallel()
	m := sampleMap()
	for name, printer := range map[string]func(*bytes.Buffer) error{
		"map.txt":  func(b *bytes.Buffer) error { return MapText(b, m, Style{}) },
		"map.json": func(b *bytes.Buffer) error { return MapJSON(b, m) },
		"map.md":   func(b *bytes.Buffer) error { return MapMarkdown(b, m) },
		"map.mmd":  func(b *bytes.Buffer) error { return MapMermaid(b, m) },
	} {
		var b bytes.Buffer
		if err := printer(&b); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.Bytes())
	}
}

func all(string) bool  { return true }
func none(string) bool { return false }

func TestMapScope(t *testing.T) {
	t.Parallel()
	whole := sampleMap()
	p := &link.Program{Clients: whole.Clients, Resources: whole.Resources, Literals: whole.Literals}
	for _, v := range whole.Variables {
		p.Definitions = append(p.Definitions, v.Definitions...)
		p.Lookups = append(p.Lookups, v.Lookups...)
	}
	only := func(path string) func(string) bool {
		return func(other string) bool { return other == path }
	}
	tests := []struct {
		name  string
		scope Scope
		want  string // numbers of clients, resources, literals, then definitions and lookups of each variable
	}{
		{"all", Scope{all, none}, "6 1 3 AWS_DEFAULT_REGION:1/2 NOT_A_REGION:2/0 OTHER:0/1"},
		{"code", Scope{only(config), none}, "1 0 1 AWS_DEFAULT_REGION:1/2 OTHER:0/1"},
		{"dotenv", Scope{only(dotenv), none}, "0 0 0 AWS_DEFAULT_REGION:1/2 NOT_A_REGION:2/0"},
		{"code is a test", Scope{all, only(config)}, "5 1 2 AWS_DEFAULT_REGION:1/0 NOT_A_REGION:2/0"},
		{"nothing", Scope{none, none}, "0 0 0"},
	}
	for _, tt := range tests {
		m := NewMap(p, whole.Sources, tt.scope)
		got := fmt.Sprint(len(m.Clients), len(m.Resources), len(m.Literals))
		for _, v := range m.Variables {
			got += fmt.Sprintf(" %s:%d/%d", v.Name, len(v.Definitions), len(v.Lookups))
		}
		if got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestTrace(t *testing.T) {
	t.Parallel()
	m := sampleMap()
	trace := &Trace{Target: "backend/app/services/cognito_service.py:6", Values: m.Clients[0].Origins, Sources: m.Sources}
	var text, doc, none bytes.Buffer
	if err := TraceText(&text, trace, Style{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "trace.txt", text.Bytes())
	if err := TraceJSON(&doc, trace); err != nil {
		t.Fatal(err)
	}
	golden(t, "trace.json", doc.Bytes())
	if err := TraceText(&none, &Trace{Target: "X"}, Style{}); err != nil || none.String() != "No region reaches X.\n" {
		t.Errorf("got %q, %v", none.String(), err)
	}
}
