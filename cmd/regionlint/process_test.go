package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// faultsVariable is the environment variable with the number of times that a fault
// is tried, in place of the few that there is time for with every change.
const faultsVariable = "REGIONLINT_TEST_FAULTS"

// often returns how often a fault is tried.
func often(few int) int {
	if n, err := strconv.Atoi(os.Getenv(faultsVariable)); err == nil {
		return n
	}
	return few
}

// A result is what a run of the program left behind.
type result struct {
	code        int
	out, errout string
}

// start returns the program with its arguments in a folder, with nothing in its
// environment that could matter.
func start(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "regionlint", args...)
	cmd.Dir = dir
	// What it remembers is none of the tree.
	cmd.Env = []string{"HOME=" + dir, "PATH=" + os.Getenv("PATH"), "REGIONLINT_CACHE_DIR=" + dir + "-cache"}
	return cmd
}

// finish runs a program to its end. It fails if that takes a minute, or ten where
// faults are tried more often.
func finish(t *testing.T, cmd *exec.Cmd) result {
	t.Helper()
	var out, errout bytes.Buffer
	if cmd.Stdout == nil {
		cmd.Stdout = &out
	}
	if cmd.Stderr == nil {
		cmd.Stderr = &errout
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	minutes := 1
	if os.Getenv(faultsVariable) != "" {
		minutes = 10
	}
	watch := time.AfterFunc(time.Duration(minutes)*time.Minute, func() { _ = cmd.Process.Kill() })
	err := cmd.Wait()
	if !watch.Stop() {
		t.Fatalf("%q did not end", cmd.Args)
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{cmd.ProcessState.ExitCode(), out.String(), errout.String()}
}

// put writes a file, and the folders that it is in.
func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}
