// Regionlint finds AWS region drift in Python, TypeScript, JavaScript and dotenv
// files. This file alone touches the process; everything else takes it as
// parameters.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/term"

	"github.com/regionlint/regionlint/cmd/internal/cli"
	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/rules"
)

// version is that of the program and of what it prints.
const version = "0.1.0"

func main() { os.Exit(run(rules.All())) }

func run(all []*lint.Rule) int {
	// What cannot be written is an error, and no reason to die in the middle.
	signal.Ignore(unwritable...)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // the second one ends the process at once
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintln(os.Stderr, "regionlint:", err)
		return 2
	}
	return cli.Run(ctx, os.Args[1:], cli.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Dir: dir, Getenv: os.Getenv,
		StdoutColumns:  columns(os.Stdout),
		StderrTerminal: term.IsTerminal(int(os.Stderr.Fd())),
		Version:        version,
		Rules:          all,
	})
}

// columns returns the width of the terminal that a file is, or 0.
func columns(f *os.File) int {
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return max(width, 1)
}
