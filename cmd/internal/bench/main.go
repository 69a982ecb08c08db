// Command bench measures regionlint against the tools that it is to be compared
// with and prints a table in Markdown. `.ci/bench` builds and runs it.
//
// All commands of a comparison run in turn, round after round, so that whatever
// else the machine does falls on all of them alike; a figure is the median of the
// rounds, and what is judged is the ratio of two of them.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	missed, err := run(ctx)
	stop()
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	case missed > 0:
		os.Exit(1)
	}
}

// run returns how many targets were missed.
func run(ctx context.Context) (missed int, err error) {
	b := &bench{out: os.Stdout}
	flag.StringVar(&b.programs, "programs", "", "the folder of the programs regionlint and floor")
	flag.StringVar(&b.rules, "rules", "", "the file of ast-grep's rules")
	flag.StringVar(&b.sizes, "synthetic", "5000,20000,80000", "sizes of the made-up trees to measure growth with, none if it is empty")
	flag.IntVar(&b.rounds, "rounds", 5, "how often each command is measured")
	flag.Parse()
	if b.programs == "" || b.rules == "" {
		return 0, errors.New("-programs and -rules are missing; .ci/bench gives them")
	}
	if b.scratch, err = os.MkdirTemp("", "regionlint-bench-"); err != nil {
		return 0, err
	}
	defer func() { err = cmp.Or(err, os.RemoveAll(b.scratch)) }()
	b.find()
	b.heading(ctx)
	for _, folder := range flag.Args() {
		if err := b.folder(ctx, folder); err != nil {
			return 0, fmt.Errorf("%s: %w", folder, err)
		}
	}
	if b.sizes != "" {
		if err := b.growth(ctx); err != nil {
			return 0, fmt.Errorf("growth: %w", err)
		}
	}
	return b.missed, nil
}

// A bench is one run of this program.
type bench struct {
	out             *os.File
	programs, rules string
	sizes           string
	rounds          int
	scratch         string // a folder of its own: copies of trees, and the cache

	rg, astGrep string // their paths, "" if they are absent
	missed      int
}

// find looks for the tools to compare with.
func (b *bench) find() {
	look := func(name string) string {
		path, err := exec.LookPath(name)
		if err != nil {
			fmt.Fprintf(os.Stderr, "bench: there is no %s; its rows are left out\n", name)
			return ""
		}
		return path
	}
	b.rg, b.astGrep = look("rg"), look("ast-grep")
}

// heading prints what was measured where.
func (b *bench) heading(ctx context.Context) {
	said := func(name string, args ...string) string {
		if name == "" {
			return "absent"
		}
		text, err := exec.CommandContext(ctx, name, args...).Output() //nolint:gosec // one of the programs to measure
		if err != nil {
			return err.Error()
		}
		line, _, _ := strings.Cut(string(text), "\n")
		return line
	}
	fmt.Fprintf(b.out, "%s; %s; medians of %d rounds.\n", time.Now().Format(time.DateOnly), machine(), b.rounds)
	fmt.Fprintf(b.out, "%s; rg: %s; ast-grep: %s.\n\n", said(b.program("regionlint"), "version"), said(b.rg, "--version"), said(b.astGrep, "--version"))
	fmt.Fprintln(b.out, "| tree | what | regionlint | other | ratio | of CPU time | to reach | reached |")
	fmt.Fprintln(b.out, "| --- | --- | ---: | ---: | ---: | ---: | --- | --- |")
}

// machine describes the processors and how busy they are, as far as the system
// tells.
func machine() string {
	parts := []string{processors()}
	if text, err := os.ReadFile("/proc/loadavg"); err == nil {
		fields := strings.Fields(string(text))
		parts = append(parts, "load "+strings.Join(fields[:min(3, len(fields))], " "))
	}
	return strings.Join(parts, ", ")
}

func (b *bench) program(name string) string { return filepath.Join(b.programs, name) }
