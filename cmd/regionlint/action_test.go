package main

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// action is action.yml, as far as a runner looks at it.
type action struct {
	Inputs map[string]struct {
		Description string
		Default     string
	}
	Outputs map[string]struct{ Value string }
	Runs    struct {
		Using string
		Steps []struct {
			ID    string
			Shell string
			Env   map[string]string
			Run   string
		}
	}
}

func readAction(t *testing.T) *action {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	a := new(action)
	if err := yaml.Unmarshal(text, a); err != nil {
		t.Fatal(err)
	}
	return a
}

// expression is a reference to one value. Nothing else may stand between the braces.
var expression = regexp.MustCompile(`^\$\{\{ ([a-z0-9._-]+) \}\}$`)

// TestActionTakesNothingIn holds that no text from outside becomes part of a script,
// and that each input and output is in use and explained.
func TestActionTakesNothingIn(t *testing.T) {
	t.Parallel()
	a := readAction(t)
	if a.Runs.Using != "composite" || len(a.Runs.Steps) == 0 {
		t.Fatalf("it runs %q, with %d steps", a.Runs.Using, len(a.Runs.Steps))
	}
	used := make(map[string]bool)
	for _, step := range a.Runs.Steps {
		if strings.Contains(step.Run, "${{") {
			t.Errorf("the script of %s has an expression in it", step.ID)
		}
		if step.Shell != "bash" {
			t.Errorf("%s runs in %q", step.ID, step.Shell)
		}
		for name, value := range step.Env {
			match := expression.FindStringSubmatch(value)
			if match == nil {
				t.Errorf("%s of %s is %q, which is more than a reference", name, step.ID, value)
				continue
			}
			used[match[1]] = true
		}
	}
	docs, err := os.ReadFile(filepath.Join("..", "..", "docs", "installing.md"))
	if err != nil {
		t.Fatal(err)
	}
	for name, input := range a.Inputs {
		if !used["inputs."+name] {
			t.Errorf("input %s has no use", name)
		}
		if input.Description == "" || !bytes.Contains(docs, []byte("| `"+name+"` |")) {
			t.Errorf("input %s is not explained", name)
		}
	}
	for name := range a.Outputs {
		if !bytes.Contains(docs, []byte("`"+name+"`")) {
			t.Errorf("output %s is not explained", name)
		}
	}
}

// runner is a machine of GitHub's, as far as the action can tell.
type runner struct {
	t         *testing.T
	workspace string
	temp      string
	ref       string            // the tag, branch or commit that the action is used by
	env       map[string]string // what differs from the usual
	path      string            // folders with the programs that it has
}

// newRunner returns a runner whose workspace holds the given files.
func newRunner(t *testing.T, files map[string]string) *runner {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the bash that this finds here need not be Git's")
	}
	for _, tool := range []string{"bash", "curl", "tar", "awk", "od"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("a runner has %s, and this machine has not", tool)
		}
	}
	top := t.TempDir()
	r := &runner{
		t: t, workspace: filepath.Join(top, "the workspace"), temp: filepath.Join(top, "the temp"),
		env: map[string]string{"RUNNER_OS": "Linux", "RUNNER_ARCH": "X64", "GOOS": "plan9", "GOARCH": "386", "GOFLAGS": "-mod=vendor"},

		path: os.Getenv("PATH"),
	}
	r.file("../the temp/.keep", "")
	r.file(".git/HEAD", "")
	for name, text := range files {
		r.file(name, text)
	}
	return r
}

// file writes a file of the workspace.
func (r *runner) file(name, text string) {
	r.t.Helper()
	name = filepath.Join(r.workspace, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// read returns a file of the workspace, "" if there is none.
func (r *runner) read(name string) string {
	r.t.Helper()
	text, err := os.ReadFile(filepath.Join(r.workspace, name))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		r.t.Fatal(err)
	}
	return string(text)
}

// used is what became of a use of the action.
type used struct {
	code    int // of the first step that failed
	log     string
	summary string
	outputs map[string]string
}

// use runs the action's steps until one fails.
func (r *runner) use(with map[string]string) used {
	r.t.Helper()
	a := readAction(r.t)
	values := map[string]string{"github.action_ref": r.ref}
	for name, input := range a.Inputs {
		values["inputs."+name] = input.Default
	}
	for name, value := range with {
		if _, ok := a.Inputs[name]; !ok {
			r.t.Fatalf("there is no input %s", name)
		}
		values["inputs."+name] = value
	}
	u := used{outputs: make(map[string]string)}
	for _, step := range a.Runs.Steps {
		env := map[string]string{}
		for name, value := range step.Env {
			env[name] = values[expression.FindStringSubmatch(value)[1]]
		}
		outputs := r.step(&u, step.Run, env)
		for name, value := range outputs {
			values["steps."+step.ID+".outputs."+name] = value
		}
		if u.code != 0 {
			break
		}
	}
	for name, output := range a.Outputs {
		u.outputs[name] = values[expression.FindStringSubmatch(output.Value)[1]]
	}
	return u
}

// step runs a script as a runner does, and returns its outputs.
func (r *runner) step(u *used, script string, env map[string]string) map[string]string {
	r.t.Helper()
	actionPath, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		r.t.Fatal(err)
	}
	env = maps.Clone(env)
	maps.Copy(env, map[string]string{
		"PATH": r.path, "HOME": os.Getenv("HOME"), "RUNNER_TEMP": r.temp,
		"GITHUB_WORKSPACE": r.workspace, "GITHUB_ACTION_PATH": actionPath, "GITHUB_ACTIONS": "true",
		"GITHUB_OUTPUT":       filepath.Join(r.temp, "output"),
		"GITHUB_PATH":         filepath.Join(r.temp, "path"),
		"GITHUB_STEP_SUMMARY": filepath.Join(r.temp, "summary"),
	})
	maps.Copy(env, r.env)
	for _, name := range []string{"output", "summary", "script.sh"} {
		text := ""
		if name == "script.sh" {
			text = script
		}
		if err := os.WriteFile(filepath.Join(r.temp, name), []byte(text), 0o644); err != nil {
			r.t.Fatal(err)
		}
	}
	bash, err := exec.LookPath("bash")
	if err != nil {
		r.t.Fatal(err)
	}
	cmd := exec.CommandContext(r.t.Context(), bash, "--noprofile", "--norc", "-eo", "pipefail", filepath.Join(r.temp, "script.sh"))
	cmd.Dir = r.workspace
	for _, name := range slices.Sorted(maps.Keys(env)) {
		cmd.Env = append(cmd.Env, name+"="+env[name])
	}
	log, err := cmd.CombinedOutput()
	u.log += string(log)
	if err != nil && cmd.ProcessState == nil {
		r.t.Fatal(err)
	}
	u.code = cmd.ProcessState.ExitCode()
	summary, err := os.ReadFile(filepath.Join(r.temp, "summary"))
	if err != nil {
		r.t.Fatal(err)
	}
	u.summary += string(summary)
	text, err := os.ReadFile(filepath.Join(r.temp, "output"))
	if err != nil {
		r.t.Fatal(err)
	}
	outputs := make(map[string]string)
	for line := range strings.Lines(string(text)) {
		name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		if !ok {
			r.t.Errorf("an output is %q", line)
		}
		outputs[name] = value
	}
	return outputs
}

// commands returns the lines of a log that a runner takes for commands, except
// those that open and close groups.
func (u used) commands() []string {
	var commands []string
	token := ""
	for line := range strings.Lines(u.log) {
		line = strings.TrimSpace(line)
		switch stop, ok := strings.CutPrefix(line, "::stop-commands::"); {
		case token != "":
			if line == "::"+token+"::" {
				token = ""
			}
		case ok:
			token = stop
		case strings.HasPrefix(line, "::group::"), line == "::endgroup::":
		case strings.HasPrefix(line, "::"), strings.Contains(line, "##["):
			commands = append(commands, line)
		}
	}
	return commands
}
