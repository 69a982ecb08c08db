package report

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

// inRepository returns a path of the root as one of the repository around it,
// which is what a forge knows files by.
func (f *Findings) inRepository(p string) string { return path.Join(f.Below, p) }

// fromHere returns a path of the root as seen from the working directory, where a
// program that reads the output runs.
func (f *Findings) fromHere(p string) string { return path.Join(f.Here, p) }

// ranked returns findings with the most severe first, otherwise in their order.
func ranked(diagnostics []lint.Diagnostic) []lint.Diagnostic {
	return slices.SortedStableFunc(slices.Values(diagnostics), func(a, b lint.Diagnostic) int {
		return cmp.Compare(b.Severity, a.Severity)
	})
}

// details are lines that explain a finding: the other places, as named returns
// their paths, and what the first fix does.
func (f *Findings) details(d lint.Diagnostic, named func(path string) string) []string {
	var lines []string
	for _, r := range d.Related {
		line := readable(r.Message)
		if r.At.Path != "" {
			line = f.place(r.At, named) + ": " + line
		}
		lines = append(lines, line)
	}
	if len(d.Fixes) > 0 {
		lines = append(lines, fixNote(d.Fixes[0]))
	}
	return lines
}

// place returns a location as path:line:column.
func (f *Findings) place(at source.Location, named func(path string) string) string {
	name := Visible(named(at.Path))
	if start, _, ok := f.Sources.place(at); ok {
		return fmt.Sprintf("%s:%d:%d", name, start.Line, start.Column)
	}
	return name
}

// readable returns a text for a program that shows it to people: what a terminal
// would act on is spelled out, but for line breaks and tabs.
func readable(s string) string { return visible(s, "\n\r\t") }

// rulePage returns the address of a rule's page.
func rulePage(rule string) string { return rulePages + rule + ".md" }

// cut returns the first bytes of a text, no more than most, without a part of a
// code point.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

// shorten returns lines that are joined no longer than most bytes, and end with an
// ellipsis if something is left out.
func shorten(lines []string, most int) string {
	all := strings.Join(lines, "\n")
	if len(all) <= most {
		return all
	}
	const mark = "…"
	kept := cut(all, most-len(mark))
	// A whole line less says more than a part of one.
	if end := strings.LastIndexByte(kept, '\n'); end > 0 {
		kept = kept[:end+1]
	}
	return kept + mark
}
