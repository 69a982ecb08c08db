package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// A command is something to measure.
type command struct {
	name   string
	dir    string
	args   []string
	before func(round int) error // what to do first, unmeasured; may be nil
}

// A sample is what one run of a command took.
type sample struct {
	wall, cpu time.Duration // cpu is that of all threads, in user and system mode
	peak      int64         // resident bytes at most, 0 where the system does not tell
}

// samples are those of one command, one a round.
type samples []sample

// median returns the median of each figure by itself.
func (s samples) median() sample {
	return sample{
		wall: median(s, func(s sample) time.Duration { return s.wall }),
		cpu:  median(s, func(s sample) time.Duration { return s.cpu }),
		peak: median(s, func(s sample) int64 { return s.peak }),
	}
}

func median[T cmp.Ordered](all samples, figure func(sample) T) T {
	figures := make([]T, len(all))
	for i, s := range all {
		figures[i] = figure(s)
	}
	slices.Sort(figures)
	return figures[len(figures)/2]
}

// measure runs all commands in turn, round after round, and returns the samples
// by the commands' names. A first round fills the caches of the system and of
// regionlint, and does not count. Each round starts with another command.
func (b *bench) measure(ctx context.Context, commands []command) (map[string]samples, error) {
	all := make(map[string]samples)
	for round := range b.rounds + 1 {
		for i := range commands {
			c := commands[(i+round)%len(commands)]
			if c.before != nil {
				if err := c.before(round); err != nil {
					return nil, err
				}
			}
			s, err := b.once(ctx, c)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
			if round > 0 {
				all[c.name] = append(all[c.name], s)
			}
		}
	}
	return all, nil
}

// once runs a command, whose output is dropped.
func (b *bench) once(ctx context.Context, c command) (sample, error) {
	cmd := exec.CommandContext(ctx, c.args[0], c.args[1:]...) //nolint:gosec // to run what it is told to is its purpose
	cmd.Dir = c.dir
	// The user's own cache is neither used nor filled.
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+filepath.Join(b.scratch, "cache"))
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	var failed *exec.ExitError
	// 1 is that something was found, and anything else that what was measured is
	// not what was to be.
	if err != nil && (!errors.As(err, &failed) || failed.ExitCode() != 1) {
		return sample{}, fmt.Errorf("%w: %s", err, bytes.TrimSpace(complaints.Bytes()))
	}
	return sample{
		wall: wall,
		cpu:  cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(),
		peak: peak(cmd.ProcessState),
	}, nil
}

// processors says what the machine computes with.
func processors() string {
	n := fmt.Sprintf("%d processors", runtime.GOMAXPROCS(0))
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return n
	}
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			return n + " (" + strings.TrimSpace(value) + ")"
		}
	}
	return n
}
