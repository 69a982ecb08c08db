package driver

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/config"
	"github.com/regionlint/regionlint/lint/source"
)

// named is a rule that reports the start of every Python file.
func named(name string, category lint.Category, severity lint.Severity) *lint.Rule {
	return &lint.Rule{Name: name, Category: category, Severity: severity, Check: func(pass *lint.Pass) error {
		for _, f := range pass.Program.Files {
			pass.Report(lint.Diagnostic{At: source.Location{Path: f.Path}, Message: pass.Declared.For(f.Path).Default, Severity: lint.Info})
		}
		return nil
	}}
}

// severities returns a result's findings as path:rule:severity.
func severities(r *Result) []string {
	all := make([]string, 0)
	for _, d := range r.Diagnostics {
		all = append(all, d.At.Path+":"+d.Rule+":"+d.Severity.String())
	}
	return all
}

func TestConfiguredSeverities(t *testing.T) {
	t.Parallel()
	on, off := named("on-rule", lint.AWS, lint.Warning), named("off-rule", lint.AWS, lint.Off)
	tests := []struct {
		name   string
		files  map[string]string // configuration files by folder
		checks []Check
		want   string
	}{
		{"none", nil, nil, "a.py:on-rule:info b/c.py:on-rule:info"},
		{"rule", map[string]string{"": "rules: {on-rule: error}"}, nil, "a.py:on-rule:error b/c.py:on-rule:error"},
		{"category", map[string]string{"": "rules: {aws: error}"}, nil, "a.py:on-rule:error b/c.py:on-rule:error"},
		{"rule before category", map[string]string{"": "rules: {aws: 'off', on-rule: warning}"}, nil, "a.py:on-rule:warning b/c.py:on-rule:warning"},
		{"switched on", map[string]string{"": "rules: {off-rule: info}"}, nil, "a.py:off-rule:info a.py:on-rule:info b/c.py:off-rule:info b/c.py:on-rule:info"},
		{"switched on for a path", map[string]string{"": "overrides: [{paths: [b], rules: {off-rule: error}}]"}, nil, "a.py:on-rule:info b/c.py:off-rule:error b/c.py:on-rule:info"},
		{"override", map[string]string{"": "overrides: [{paths: ['b/**'], rules: {on-rule: off}}]"}, nil, "a.py:on-rule:info"},
		{"the last override", map[string]string{"": "overrides: [{paths: ['*'], rules: {on-rule: off}}, {paths: [/b/], rules: {on-rule: error}}]"}, nil, "b/c.py:on-rule:error"},
		{"nested", map[string]string{"": "rules: {on-rule: error}", "b/": "rules: {on-rule: warning}"}, nil, "a.py:on-rule:error b/c.py:on-rule:warning"},
		{"nested before override", map[string]string{"": "overrides: [{paths: [b], rules: {on-rule: off}}]", "b/": "rules: {aws: warning}"}, nil, "a.py:on-rule:info b/c.py:on-rule:warning"},
		{"nested paths", map[string]string{"b/": "overrides: [{paths: [/c.py], rules: {on-rule: error}}]"}, nil, "a.py:on-rule:info b/c.py:on-rule:error"},
		{"inherited", map[string]string{"": "rules: {on-rule: error}", "b/": "rules: {off-rule: error}"}, nil, "a.py:on-rule:error b/c.py:off-rule:error b/c.py:on-rule:error"},
		{"not inherited", map[string]string{"": "rules: {on-rule: error}", "b/": "root: true"}, nil, "a.py:on-rule:error b/c.py:on-rule:info"},
		{"chosen", map[string]string{"": "rules: {on-rule: off}"}, []Check{{Rule: on, Chosen: true}}, "a.py:on-rule:info b/c.py:on-rule:info"},
		{"chosen and not for a path", map[string]string{"": "rules: {on-rule: off}\noverrides: [{paths: [b], rules: {on-rule: off}}]"}, []Check{{Rule: on, Chosen: true}}, "a.py:on-rule:info"},
		{"excluded", map[string]string{"": "exclude: [b]"}, nil, "a.py:on-rule:info"},
		{"excluded below", map[string]string{"b/": "exclude: [/c.py]"}, nil, "a.py:on-rule:info"},
		{"not excluded below", map[string]string{"b/": "exclude: [/b/c.py]"}, nil, "a.py:on-rule:info b/c.py:on-rule:info"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{"a.py": "import boto3\n", "b/c.py": "import boto3\n"}
			for folder, text := range tt.files {
				files[folder+config.Name] = text
			}
			checks := tt.checks
			if checks == nil {
				checks = []Check{{Rule: on}, {Rule: off, Off: true}}
			}
			r := mustRun(t, Options{FS: tree(files), Checks: checks, Rules: []*lint.Rule{on, off}})
			if got := strings.Join(severities(r), " "); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestDeclared(t *testing.T) {
	t.Parallel()
	fsys := tree(map[string]string{
		config.Name:                 "regions: {default: eu-west-1, services: {s3: eu-west-2}, allow: [eu-west-1, eu-west-2], replicated: [eu-west-1_a]}",
		"b/" + config.Name:          "regions: {default: us-east-1, services: {sqs: us-east-1}, allow: [us-east-1], known: [xx-new-1]}",
		"b/c/" + config.Name:        "regions: {services: {sqs: xx-new-1}, allow: []}",
		"b-c/" + config.Name:        "root: true",
		"skip/" + config.Name:       "exclude: [inner]",
		"skip/inner/" + config.Name: "nonsense: true",
		"a.py":                      "import boto3\n", "b/a.py": "import boto3\n", "b/c/d/a.py": "import boto3\n", "b-c/a.py": "import boto3\n",
	})
	rule := named("any-rule", lint.AWS, lint.Warning)
	r := mustRun(t, Options{FS: fsys, Checks: []Check{{Rule: rule}}})
	for i, want := range []string{"eu-west-1", "", "us-east-1", "us-east-1"} {
		if d := r.Diagnostics[i]; d.Message != want {
			t.Errorf("%s: got %q, want %q", d.At.Path, d.Message, want)
		}
	}
	all := r.Policy.Declared()
	inner := all.For("b/c/x.py")
	if inner.Services["s3"] != "eu-west-2" || inner.Services["sqs"] != "xx-new-1" || len(inner.Allow) != 0 {
		t.Errorf("b/c declares %+v", inner)
	}
	for _, path := range []string{"x.py", "b/x.py", "b-c/x.py"} {
		if d := all.For(path); !slices.Equal(d.Known, []string{"xx-new-1"}) || !slices.Equal(d.Replicated, []string{"eu-west-1_a"}) {
			t.Errorf("%s: known %q, replicated %q", path, d.Known, d.Replicated)
		}
	}
	r = mustRun(t, Options{FS: fsys, Checks: []Check{{Rule: rule}}, Declared: &lint.Declared{Default: "sa-east-1"}})
	if d := r.Diagnostics[2]; d.Message != "sa-east-1" {
		t.Errorf("with another declaration: got %q", d.Message)
	}
}

func TestTo(t *testing.T) {
	t.Parallel()
	fsys := tree(map[string]string{
		config.Name:        "regions: {default: eu-west-1, services: {s3: eu-west-2}}\nrules: {forced-rule: warning, plain-rule: warning}",
		"b/" + config.Name: "regions: {default: us-east-1, known: [xx-new-1]}\nrules: {forced-rule: off}",
		"a.py":             "import boto3\n", "b/a.py": "import boto3\n",
	})
	checks := []Check{
		{Rule: named("forced-rule", lint.AWS, lint.Info), Severity: lint.Error, Forced: true},
		{Rule: named("plain-rule", lint.AWS, lint.Info), Severity: lint.Error},
	}
	for _, to := range []string{"ap-southeast-2", "xx-new-1"} {
		r := mustRun(t, Options{FS: fsys, Checks: checks, To: to})
		if got, want := strings.Join(severities(r), " "), "a.py:forced-rule:error a.py:plain-rule:warning b/a.py:plain-rule:warning"; got != want {
			t.Errorf("%s: got %s, want %s", to, got, want)
		}
		for _, d := range r.Diagnostics {
			if d.Message != to {
				t.Errorf("%s: the default of %s is %q", to, d.At.Path, d.Message)
			}
		}
		if got := r.Policy.Declared().Services["s3"]; got != "eu-west-2" {
			t.Errorf("%s: s3 is declared to run in %q", to, got)
		}
	}
	allow := tree(map[string]string{
		config.Name: "regions: {allow: [eu-west-1]}", "b/" + config.Name: "regions: {services: {s3: eu-west-1}}", "a.py": "",
		"c/" + config.Name: "regions: {allow: []}",
	})
	for to, want := range map[string]string{
		"eu-wset-1": `there is no region "eu-wset-1"; did you mean eu-west-1`,
		"us_east_1": `there is no region "us_east_1"; write us-east-1`,
		"us-east-1": "us-east-1 is not in regions.allow of .regionlint.yaml",
	} {
		if _, err := Run(t.Context(), Options{FS: allow, To: to}); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", to, err, want)
		}
	}
	mustRun(t, Options{FS: allow, To: "eu-west-1"})
}

func TestBadConfiguration(t *testing.T) {
	t.Parallel()
	rule := named("any-rule", lint.AWS, lint.Warning)
	for text, want := range map[string]string{
		"a/" + config.Name: "a/.regionlint.yaml:1:1: there is no key",
		config.Name:        ".regionlint.yaml:1:1: there is no key",
	} {
		_, err := Run(t.Context(), Options{FS: tree(map[string]string{text: "x: 1\n"}), Checks: []Check{{Rule: rule}}})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	// What stands in the place of the files keeps them from being read.
	mustRun(t, Options{FS: tree(map[string]string{config.Name: "x: 1\n", "a/" + config.Name: "x: 1\n"}), Config: new(config.File)})
	folder := tree(map[string]string{"a.py": ""})
	folder[config.Name] = folder["a.py"]
	folder[config.Name].Mode = fs.ModeDir
	if _, err := Run(t.Context(), Options{FS: folder}); err == nil {
		t.Error("a folder of the configuration's name is read")
	}
}
