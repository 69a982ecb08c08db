// Package cli is the command line: one file for each command. It takes the
// process as parameters, so that the whole program runs inside a test.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/bug"
	"github.com/regionlint/regionlint/lint/report"
)

// Exit codes.
const (
	exitOK     = 0
	exitFound  = 1 // something at or above --fail-on is left
	exitFailed = 2 // the run itself failed
)

// Env is what the program may know of the process that it runs in.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Dir            string // the working directory, absolute
	Getenv         func(name string) string
	// StdoutColumns is the width of the terminal that Stdout is, 0 if it is
	// none.
	StdoutColumns  int
	StderrTerminal bool
	Version        string
	Commit         string // that the program was built from, "" if that is not known
	// Build tells builds of the program from each other, "" if nothing does.
	Build string
	// CacheDir is the folder that the user keeps programs' caches in, "" if there
	// is none.
	CacheDir string
	Rules    []*lint.Rule // sorted by name
}

// errFound ends a run that did what it should, and found something.
var errFound = errors.New("findings are left")

// errFailed ends a run that failed for reasons that were told already.
var errFailed = errors.New("the run failed")

// Run runs the program with its arguments, without its name, and returns the
// exit code.
func Run(ctx context.Context, args []string, env Env) (code int) {
	defer func() {
		if p := recover(); p != nil {
			env.complain(bug.Error("putting together what it found", p).Error())
			code = exitFailed
		}
	}()
	root := newRoot(env) //nolint:contextcheck // commands are given theirs when they run
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil, errors.Is(err, syscall.EPIPE): // whoever read the output has enough
		return exitOK
	case errors.Is(err, errFound):
		return exitFound
	case errors.Is(err, errFailed):
		return exitFailed
	case errors.Is(err, context.Canceled):
		err = errors.New("interrupted")
	}
	env.complain(err.Error())
	return exitFailed
}

// complain prints one line on standard error.
func (e Env) complain(message string) {
	fmt.Fprintln(e.Stderr, e.logged("regionlint: "+report.Visible(message)))
}

// logged returns text for a log. A runner of GitHub Actions takes a command in its
// older form, which begins with ##[, from anywhere in a line, and what is quoted
// could be one.
func (e Env) logged(text string) string {
	if e.Getenv("GITHUB_ACTIONS") != "true" {
		return text
	}
	return strings.ReplaceAll(text, "##[", `##\x5b`)
}

// newRoot returns the command line. Checking is its root, so that a path alone
// is enough.
func newRoot(env Env) *cobra.Command {
	root := newCheck(env)
	root.AddCommand(newMap(env), newTrace(env), newPlan(env), newConfig(env), newInit(env), newRules(env), newVersion(env), newMan(env))
	env.declareVersion(root)
	env.complete(root)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w (see %s --help)", err, cmd.CommandPath())
	})
	return root
}

// oneOf returns an error unless a flag's value is one of those that it takes.
func oneOf(flag, value string, values ...string) error {
	if slices.Contains(values, value) {
		return nil
	}
	return fmt.Errorf("--%s takes %s, not %q", flag, strings.Join(values, ", "), value)
}
