package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// client is a module with one client in a region.
func client(region string) string {
	return "import boto3\n\ns3 = boto3.client(\"s3\", region_name=\"" + region + "\")\n"
}

func TestActionRuns(t *testing.T) {
	t.Parallel()
	const annotation = "::error file=%,line=3,endLine=3,col=38,endColumn=46,title=regionlint (malformed-region)::"
	broken := map[string]string{
		"a.py":                         client("eu-west1"),
		"b c/d.py":                     client("eu-west2"),
		"b c/$(echo x >pwned) `id`.py": client("eu-west1"),
		"-e.py":                        client("eu-west1"),
		"b c/only.yaml":                "rules: {malformed-region: warning}\n",
		"b c/exlude.yaml":              "exlude: [a.py]\n",
		"commands.py":                  strings.TrimSpace(client("eu-west1")) + " # ##[error]pwned\r::error::pwned\n",
		"b c/::error::pwned##[x]y.py":  client("eu-west1"),
	}
	tests := []struct {
		name        string
		with        map[string]string
		code        int
		outputs     map[string]string
		annotations []string // files and what the last one begins with, "" for those of findings
		log         string
		files       map[string]string // as they are afterwards
		noSummary   bool
	}{
		{
			name:    "one file",
			with:    map[string]string{"paths": "a.py"},
			code:    1,
			outputs: map[string]string{"exit-code": "1", "errors": "1", "warnings": "0", "infos": "0", "sarif-file": "", "version": "0.1.0"},

			annotations: []string{"a.py"},
			log:         " --> a.py:3:38\n",
		},
		{
			name:        "names with spaces, and with what a shell would run",
			with:        map[string]string{"paths": "b c/d.py\r\n\n./-e.py\nb c/$(echo x >pwned) `id`.py"},
			code:        1,
			outputs:     map[string]string{"errors": "3"},
			annotations: []string{"-e.py", "b c/$(echo x >pwned) `id`.py", "b c/d.py"},
		},
		{
			name:        "a name that begins like a flag",
			with:        map[string]string{"paths": "-e.py"},
			code:        1,
			annotations: []string{"-e.py"},
		},
		{
			name:        "another folder to run in",
			with:        map[string]string{"working-directory": "b c", "paths": "d.py", "config": "only.yaml", "sarif-file": "out put/found, all.sarif"},
			code:        1,
			outputs:     map[string]string{"errors": "0", "warnings": "1", "sarif-file": "the workspace/out put/found, all.sarif"},
			annotations: []string{"b c/d.py"},
		},
		{
			name:        "what fails",
			with:        map[string]string{"paths": "b c/d.py", "config": "b c/only.yaml", "fail-on": "error"},
			outputs:     map[string]string{"exit-code": "0", "errors": "0", "warnings": "1"},
			annotations: []string{"b c/d.py"},
		},
		{
			name:        "nothing fails",
			with:        map[string]string{"paths": "a.py", "fail-on": "never"},
			outputs:     map[string]string{"exit-code": "0", "errors": "1"},
			annotations: []string{"a.py"},
		},
		{
			name:      "no summary",
			with:      map[string]string{"paths": "b c/only.yaml", "summary": "false"},
			outputs:   map[string]string{"exit-code": "0"},
			noSummary: true,
		},
		{
			name:    "repairs",
			with:    map[string]string{"paths": "a.py", "fix": "true"},
			outputs: map[string]string{"exit-code": "0", "errors": "0"},
			log:     "fixed a.py:3: ",
			files:   map[string]string{"a.py": client("eu-west-1")},
		},
		{
			name: "further arguments",
			with: map[string]string{
				"args": "--select\nmalformed-region\n--exit-non-zero-on-fix\n", "paths": "a.py", "fix": "unsafe",
			},
			code:    1,
			outputs: map[string]string{"errors": "0"},
		},
		{
			name: "text that looks like commands",
			with: map[string]string{"paths": "commands.py\nb c/::error::pwned##[x]y.py"},
			code: 1, outputs: map[string]string{"exit-code": "1"},
			annotations: []string{"b c/::error::pwned##[x]y.py", "commands.py"},
		},
		{
			name: "a mistake in the configuration",
			with: map[string]string{"config": "b c/exlude.yaml"},
			code: 2, outputs: map[string]string{"exit-code": "2", "errors": ""}, noSummary: true,
			annotations: []string{"the run failed: regionlint: b c/exlude.yaml:1:1: "},
		},
		{
			name: "a path that is not there",
			with: map[string]string{"paths": "$(echo x >pwned)"},
			code: 2, outputs: map[string]string{"exit-code": "2"}, noSummary: true,
			annotations: []string{"the run failed: regionlint: $(echo x >pwned) does not exist"},
		},
		{
			name: "a folder that is not there",
			with: map[string]string{"working-directory": "`echo x >pwned`"},
			code: 2, outputs: map[string]string{"exit-code": "2"}, noSummary: true,
			annotations: []string{"working-directory: there is no folder \"`echo x >pwned`\""},
		},
		{
			name: "a repair that there is none of", with: map[string]string{"fix": "yes\n::notice::pwned"},
			code: 2, outputs: map[string]string{"exit-code": "2"}, noSummary: true,
			annotations: []string{`fix takes true, false or unsafe, not "yes%0A::notice::pwned"`},
		},
		{
			name: "a severity that there is none of", with: map[string]string{"fail-on": "off"}, code: 2, noSummary: true,
			annotations: []string{`fail-on takes error, warning, info or never, not "off"`},
		},
		{
			name: "a summary of what kind", with: map[string]string{"summary": "long"}, code: 2, noSummary: true,
			annotations: []string{`summary takes true or false, not "long"`},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRunner(t, broken)
			r.path = programs(t, map[string]string{"go": goTool(t)}) + ":" + r.path
			u := r.use(tt.with)
			if u.code != tt.code {
				t.Errorf("exit code %d, want %d", u.code, tt.code)
			}
			for name, want := range tt.outputs {
				got := u.outputs[name]
				if name == "sarif-file" && want != "" {
					got = strings.TrimPrefix(got, filepath.Dir(r.workspace)+"/")
				}
				if got != want {
					t.Errorf("output %s is %q, want %q", name, got, want)
				}
			}
			if file := tt.with["sarif-file"]; file != "" && !json.Valid([]byte(r.read(file))) {
				t.Error("there is no SARIF file")
			}
			commands := u.commands()
			if len(commands) != len(tt.annotations) {
				t.Fatalf("commands %q", commands)
			}
			for i, want := range tt.annotations {
				if tt.code == 2 {
					want = "::error title=regionlint::" + want
				} else {
					want = strings.ReplaceAll(annotation, "%", property(want))
				}
				if got := strings.Replace(commands[i], "::warning ", "::error ", 1); !strings.HasPrefix(got, want) {
					t.Errorf("command %q, want %q", got, want)
				}
			}
			if !strings.Contains(u.log, tt.log) {
				t.Errorf("the log has no %q", tt.log)
			}
			if (u.summary == "") != tt.noSummary {
				t.Errorf("the summary is %q", u.summary)
			}
			for name, want := range tt.files {
				if got := r.read(name); got != want {
					t.Errorf("%s is %q", name, got)
				}
			}
			if r.read("pwned") != "" || r.read("b c/pwned") != "" {
				t.Error("an input was run")
			}
			if t.Failed() {
				t.Log(u.log)
			}
		})
	}
}

// property returns a value as a property of a workflow command has it.
func property(value string) string {
	return strings.NewReplacer("%", "%25", ":", "%3A", ",", "%2C").Replace(value)
}

// TestActionBuilds is the one that builds the program, as the action does in its own
// repository.
func TestActionBuilds(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"go", "cc"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("there is no %s to build with", tool)
		}
	}
	r := newRunner(t, map[string]string{"a.py": client("eu-west1")})
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPATH", "GOPROXY", "GOTOOLCHAIN"} {
		if value := os.Getenv(name); value != "" {
			r.env[name] = value
		}
	}
	u := r.use(nil)
	if u.code != 1 || u.outputs["errors"] != "1" || len(u.commands()) != 1 {
		t.Errorf("exit code %d, outputs %q, log\n%s", u.code, u.outputs, u.log)
	}
}
