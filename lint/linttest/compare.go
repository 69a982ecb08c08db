package linttest

import (
	"fmt"
	"slices"
	"strings"
)

// compare returns how an outcome differs from what is expected.
func (c *testCase) compare(got outcome) []string {
	if c.diagnostics == nil && c.clients == nil {
		return []string{fmt.Sprintf("%s is missing; run with -update and read the difference", diagnosticsFile)}
	}
	var problems []string
	if c.diagnostics != nil {
		problems = append(problems, difference(blocks(*c.diagnostics), blocks(got.diagnostics))...)
	}
	if c.clients != nil {
		problems = append(problems, difference(blocks(*c.clients), blocks(got.clients))...)
	}
	if c.diagnostics != nil || len(c.fixed) > 0 || c.skipped != nil {
		problems = append(problems, c.compareFixed(got.fixed)...)
	}
	return problems
}

// blocks splits expectations into lines, each with the indented ones below it.
func blocks(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case line == "":
		case strings.HasPrefix(line, "\t") && len(all) > 0:
			all[len(all)-1] += "\n" + line
		default:
			all = append(all, line)
		}
	}
	return all
}

// difference names what is missing, what is noisy, and what is at its place but
// wrong. Blocks that are all there in another order are wrong too.
func difference(want, got []string) []string {
	if slices.Equal(want, got) {
		return nil
	}
	missing, noisy := minus(want, got), minus(got, want)
	var problems []string
	for _, w := range missing {
		i := slices.IndexFunc(noisy, func(n string) bool { return where(n) == where(w) })
		if i < 0 {
			problems = append(problems, "missing: "+w)
			continue
		}
		problems = append(problems, fmt.Sprintf("wrong: got  %s\n       want %s", noisy[i], w))
		noisy = slices.Delete(noisy, i, i+1)
	}
	for _, n := range noisy {
		problems = append(problems, "noisy: "+n)
	}
	if len(problems) == 0 {
		problems = append(problems, fmt.Sprintf("wrong order: got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n")))
	}
	return problems
}

// minus returns the items of a that are not in b, each as often as it is missing.
func minus(a, b []string) []string {
	rest := slices.Clone(b)
	var out []string
	for _, item := range a {
		if i := slices.Index(rest, item); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
		} else {
			out = append(out, item)
		}
	}
	return out
}

// where returns the place that a block is about: its path and line.
func where(block string) string {
	path, rest, _ := strings.Cut(block, ":")
	line := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
	return path + ":" + line
}
