package config

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/linttest/spent"
)

func names() Names {
	return Names{Rules: []*lint.Rule{
		{Name: "env-unused", Category: lint.Environment, Severity: lint.Warning},
		{Name: "hardcoded-region", Category: lint.Policy, Severity: lint.Off},
		{Name: "region-spread", Category: lint.Contradiction, Severity: lint.Warning},
	}}
}

const full = `# Where things run.
regions:
  default: ap-southeast-2
  services: {bedrock-runtime: us-west-2}
  allow: [ap-southeast-2, us-west-2]
  known: [xx-new-1]
  replicated: [us-east-1_AbCdEfGhI]
rules: {hardcoded-region: warning, region-spread: off}
exclude: ["infra/legacy/**"]
overrides:
  - paths: ["scripts/**"]
    rules: {env-unused: off}
root: true
`

func TestParse(t *testing.T) {
	t.Parallel()
	f, err := Parse(Name, []byte(full), names())
	if err != nil {
		t.Fatal(err)
	}
	at := f.At
	f.At = nil
	want := &File{
		Path: Name, Root: true, AllowStated: true,
		Declared: lint.Declared{
			Default: "ap-southeast-2", Services: map[string]string{"bedrock-runtime": "us-west-2"},
			Allow: []string{"ap-southeast-2", "us-west-2"}, Known: []string{"xx-new-1"}, Replicated: []string{"us-east-1_AbCdEfGhI"},
		},
		Rules:     map[string]lint.Severity{"hardcoded-region": lint.Warning, "region-spread": lint.Off},
		Exclude:   []string{"infra/legacy/**"},
		Overrides: []Override{{Paths: []string{"scripts/**"}, Rules: map[string]lint.Severity{"env-unused": lint.Off}}},
	}
	if !reflect.DeepEqual(f, want) {
		t.Errorf("got  %+v\nwant %+v", f, want)
	}
	for key, want := range map[string]Position{
		"regions.default": {3, 3}, "regions.services.bedrock-runtime": {4, 14}, "rules.region-spread": {8, 36},
		"overrides[0].rules.env-unused": {12, 13}, "exclude": {9, 1},
	} {
		if at[key] != want {
			t.Errorf("%s is at %v, want %v", key, at[key], want)
		}
	}
}

// TestParseNothing reads files that state nothing.
func TestParseNothing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "\n", "# only a comment\n", "---\n", "\ufeff", "regions:\nrules:\nexclude:\noverrides:\n", "{}"} {
		if _, err := Parse(Name, []byte(text), names()); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// problems are texts that are refused, with what is said of them. The schema
// refuses those too that it can.
var problems = []struct {
	name, text, want string
	schema           bool // whether the schema accepts it
}{
	{"unknown key", "region:\n  default: us-east-1\n", `:1:1: there is no key "region"; there are exclude, overrides, regions, root, rules`, false},
	{"unknown inner key", "regions:\n  defaults: us-east-1\n", `:2:3: there is no key "defaults" in regions; there are allow, default, known, replicated, services`, false},
	{"twice", "root: true\nroot: true\n", `:2:1: the key "root" is there twice`, true},
	{"rule", "rules: {env-unusd: off}\n", `:1:9: there is no rule or category "env-unusd"; did you mean env-unused?`, true},
	{"severity", "rules:\n  env-unused: warn\n", `:2:15: the severity of env-unused is off, info, warning or error, not "warn"`, false},
	{"severity false", "rules:\n  env-unused: false\n", `:2:15: the severity of env-unused is off, info, warning or error, not "false"`, false},
	{"severity nothing", "rules:\n  env-unused:\n", `:2:14: the severity of env-unused is off, info, warning or error, not nothing`, false},
	{"region", "regions: {default: us-est-1}\n", `:1:20: there is no region "us-est-1"; did you mean us-east-1 or us-west-1? (regions.known takes`, true},
	{"spelling", "regions: {allow: [US_EAST_1]}\n", `:1:19: there is no region "US_EAST_1"; write us-east-1`, false},
	{"zone", "regions: {default: us-east-1a}\n", `:1:20: "us-east-1a" is a zone; its region is us-east-1`, false},
	{"region type", "regions:\n  default: [us-east-1]\n", `:2:12: regions.default takes a region, not a list`, false},
	{"region nothing", "regions:\n  default:\n", `:2:11: regions.default takes a region, not nothing`, false},
	{"service", "regions: {services: {cognito: us-east-1}}\n", `:1:22: there is no service "cognito"`, true},
	{"service's host", "regions: {services: {monitoring: us-east-1}}\n", `:1:22: there is no service "monitoring"; did you mean cloudwatch?`, true},
	{"services type", "regions: {services: us-east-1}\n", `:1:21: regions.services takes services with their regions, not "us-east-1"`, false},
	{"not allowed", "regions: {default: us-east-1, allow: [eu-west-1]}\n", `:1:20: regions.default is us-east-1, which regions.allow does not list`, true},
	{"allow type", "regions: {allow: us-east-1}\n", `:1:18: regions.allow takes a list of regions, not "us-east-1"`, false},
	{"known", "regions: {known: [mars]}\n", `:1:19: regions.known takes names of regions such as eu-west-1, not "mars"`, false},
	{"replicated", "regions: {replicated: [pool]}\n", `:1:24: regions.replicated takes ids of user pools such as us-east-1_AbCdEfGhI, not "pool"`, false},
	{"exclude type", "exclude: a/**\n", `:1:10: exclude takes a list of paths, not "a/**"`, false},
	{"exclude item", "exclude: [{a: b}]\n", `:1:11: exclude takes paths such as infra/legacy/**, not a mapping`, false},
	{"exclude empty", "exclude: ['']\n", `:1:11: exclude takes paths such as infra/legacy/**, not ""`, false},
	{"exclude comment", "exclude: ['#a']\n", `:1:11: the pattern "#a" is a comment`, true},
	{"exclude above", "exclude: [../a]\n", `:1:11: the pattern "../a" leaves the folder`, true},
	{"overrides type", "overrides: {paths: [a]}\n", `:1:12: overrides takes a list of {paths, rules}, not a mapping`, false},
	{"override's keys", "overrides:\n  - paths: [a]\n    rule: {}\n", `:2:5: overrides[0] has no rules`, false},
	{"root", "root: 'true'\n", `:1:7: root takes true or false, not "true"`, false},
	{"scalar", "regions\n", `:1:1: the file takes keys (exclude, overrides, regions, root, rules), not plain text`, false},
	{"list", "- regions\n", `:1:1: the file takes keys`, false},
	{"key", "? [a]\n: b\n", `:1:3: a key is a plain word, not a list`, false},
	{"syntax", "regions:\n  default: [a\nrules: x\n", `:3:6: this is no YAML: did not find expected ',' or ']'`, true},
	{"tab", "regions:\n \tdefault: us-east-1\n", `:2:2: this is no YAML: a tab cannot indent a line; spaces can`, true},
	{"documents", "root: true\n---\nroot: true\n", `: this is no YAML: expected single document, found multiple`, true},
	{"tag", "root: !!binary aGk=\n", `:1:7: root takes true or false`, false},
	{"the first one", "rules: {x: off}\nroot: 3\n", `:1:9: there is no rule or category "x"`, false},
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range problems {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			refused(t, tt.text, tt.want)
		})
	}
}

// refused parses a text that is wrong and checks what is said of it: one line
// with its place.
func refused(t *testing.T, text, want string) {
	t.Helper()
	f, err := Parse("a/"+Name, []byte(text), names())
	var detail *Error
	if !errors.As(err, &detail) || f != nil {
		t.Fatalf("got %v, %v; want an Error", f, err)
	}
	if got := err.Error(); !strings.HasPrefix(got, "a/"+Name+":") || !strings.Contains(got, want) || strings.Contains(got, "\n") || len(got) > 300 {
		t.Errorf("got  %q\nwant a line with %q", got, want)
	}
}

// TestParseHostile reads texts that are made to cost or to break something.
func TestParseHostile(t *testing.T) {
	t.Parallel()
	var bomb strings.Builder
	bomb.WriteString("rules: &a0 {env-unused: off}\n")
	for i := range 30 {
		fmt.Fprintf(&bomb, "x%d: &a%d [*a%d, *a%d, *a%d]\n", i, i+1, i, i, i)
	}
	tests := map[string]struct{ text, want string }{
		"aliases":        {bomb.String(), `there is no key "x0"`},
		"alias":          {"exclude: &a [b]\noverrides:\n  - {paths: *a, rules: {}}\n", "takes a list of paths, not an alias (write out what it stands for)"},
		"alias of all":   {"&a {rules: *a}", "not an alias"},
		"merge":          {"regions: &a {default: us-east-1}\nrules:\n  <<: *a\n", `there is no rule or category "<<"`},
		"deep":           {strings.Repeat("[", 200_000), "exceeded max depth"},
		"deep and whole": {"exclude: " + strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000), "takes paths such as infra/legacy/**, not a list"},
		"deep mappings":  {strings.Repeat("regions: {", 1) + strings.Repeat("default: {", 5_000), "this is no YAML"},
		"large":          {"exclude: [" + strings.Repeat("a, ", 100_000) + "]", "larger than 256 KiB"},
		"long key":       {strings.Repeat("k", 900) + ": 1\n", "there is no key"},
		"long value":     {"root: " + strings.Repeat("v", 9_000) + "\n", "root takes true or false"},
		"binary":         {"\x00\x01\xff", "this is no YAML: control characters are not allowed"},
		"encoding":       {"root: \xff\xfe\n", "this is no YAML: invalid leading UTF-8 octet"},
		"lines":          {"root: \"a\n\n\n b\"\n", "root takes true or false"},
		"escape":         {"rules: {\"\x1b[31m\": off}\n", "control characters are not allowed"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refused(t, tt.text, tt.want)
		})
	}
}

func TestSeverity(t *testing.T) {
	t.Parallel()
	all := names().Rules
	rules := map[string]lint.Severity{"environment": lint.Error, "policy": lint.Error, "region-spread": lint.Off}
	for i, want := range []struct {
		severity lint.Severity
		ok       bool
	}{{lint.Error, true}, {lint.Error, false}, {lint.Off, true}} {
		got, ok := Severity(rules, all[i])
		if got != want.severity || ok != want.ok {
			t.Errorf("%s: got %s, %v", all[i].Name, got, ok)
		}
	}
}

// FuzzParse reads anything. It must end, without a panic, and say what is wrong
// in one line.
func FuzzParse(f *testing.F) {
	f.Add(full)
	for _, p := range problems {
		f.Add(p.text)
	}
	for _, unit := range []string{"[", "{a: ", "- ", "a: &a [*a]\n", "? ", "exclude: [a]\n", "!!map "} {
		f.Add(strings.Repeat(unit, 2_000))
	}
	f.Add("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: &d [*c, *c]\ne: &e [*d, *d]\nexclude: [*e, *e]\n")
	f.Fuzz(func(t *testing.T, text string) {
		spent.Within(t, len(text), 1<<20, 4096, func() { _, _ = Parse(Name, []byte(text), names()) })
		if _, err := Parse(Name, []byte(text), names()); err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("more than one line: %q", err)
		}
	})
}
