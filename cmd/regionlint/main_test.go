package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
	"github.com/regionlint/regionlint/rules"
)

var update = flag.Bool("update", false, "rewrite what scripts compare output with")

// TestMain makes the program, and the program with simple rules of ours, into
// commands of scripts. Scripts about what any rule brings with it use those, and
// are spared the wording of the real ones.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"regionlint": func() { os.Exit(run(rules.All())) },
		"probe":      func() { os.Exit(run([]*lint.Rule{probe})) },
		"mender":     func() { os.Exit(run(menders)) },
	})
}

// probe reports every import of a module named probe, and the imports of a
// module named twin as related to each other.
var probe = &lint.Rule{
	Name: "probe-import", Category: lint.Policy, Severity: lint.Warning, Since: "0.1.0",
	Doc: lint.Doc{Summary: "an import of probe"},
	Check: func(pass *lint.Pass) error {
		var twins []lint.Related
		for _, f := range pass.Program.Files {
			for _, i := range f.Imports {
				at := source.Location{Path: f.Path, Span: i.Span}
				switch i.Module {
				case "probe":
					pass.Report(lint.Diagnostic{At: at, Message: "probe is imported"})
				case "twin":
					twins = append(twins, lint.Related{At: at, Message: "twin is imported here too"})
				case "panic":
					panic("the probe was told to")
				}
			}
		}
		if len(twins) > 1 {
			pass.Report(lint.Diagnostic{At: twins[0].At, Message: "twin is imported twice", Related: twins[1:]})
		}
		return nil
	},
}

func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("..", "..", "testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			// Elsewhere, as a user's own would be: the work folder is what is looked at.
			env.Setenv("REGIONLINT_CACHE_DIR", filepath.Join(t.TempDir(), "own"))
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %s", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"write":  write,
			"sample": sample,
		},
	})
}

// exits runs a program and checks its exit code: exits CODE PROGRAM [ARGS...].
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code program [args...]")
	}
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		code = exit.ExitCode()
	}
	if want, err := strconv.Atoi(args[0]); err != nil || code != want {
		ts.Fatalf("exit code %d, want %s; standard error is %q", code, args[0], ts.ReadFile("stderr"))
	}
}

// write makes a file that a txtar archive cannot hold, in folders that need not
// be there: write NAME TEXT, both with Go's escapes.
func write(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: write name text")
	}
	for i := range args {
		plain, err := strconv.Unquote(`"` + args[i] + `"`)
		ts.Check(err)
		args[i] = plain
	}
	path := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(path), 0o755))
	ts.Check(os.WriteFile(path, []byte(args[1]), 0o644))
}

// sample makes a folder with a copy of one of the repositories in testdata:
// sample FOLDER NAME.
func sample(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sample folder name")
	}
	ts.Check(os.CopyFS(ts.MkAbs(args[0]), os.DirFS(filepath.Join("..", "..", "testdata", "repos", args[1]))))
}
