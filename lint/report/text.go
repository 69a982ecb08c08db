package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
)

// Text prints findings for people: every place that takes part with its line of
// source, in the order in which the rule gives them, and a line that sums up.
// With quiet set, that line is left out.
func Text(w io.Writer, f *Findings, style Style, quiet bool) error {
	var b strings.Builder
	for _, d := range f.Diagnostics {
		style.diagnostic(&b, f.Sources, d)
		b.WriteByte('\n')
	}
	if !quiet {
		fmt.Fprintln(&b, style.paint(bold, summary(f)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (s Style) diagnostic(b *strings.Builder, sources Sources, d lint.Diagnostic) {
	fmt.Fprintf(b, "%s%s\n",
		s.paint(severityInk(d.Severity), fmt.Sprintf("%s[%s]", d.Severity, d.Rule)),
		s.paint(bold, ": "+Visible(d.Message)))
	frames := []frame{{at: d.At, arrow: "-->", mark: "^", ink: severityInk(d.Severity)}}
	said := []string{d.Message}
	for _, r := range d.Related {
		said = append(said, r.Message)
	}
	var notes []string
	for _, r := range d.Related {
		if r.At.Path == "" {
			notes = append(notes, "note: "+Visible(r.Message))
			continue
		}
		frames = append(frames, frame{at: r.At, arrow: ":::", mark: "-", ink: blue, label: Visible(r.Message)})
	}
	for i := range frames {
		frames[i].said = strings.Join(said, "\n")
	}
	s.frames(b, sources, frames)
	if len(d.Fixes) > 0 {
		notes = append(notes, fixNote(d.Fixes[0]))
	}
	for _, note := range notes {
		fmt.Fprintf(b, "  %s %s\n", s.paint(blue, "="), note)
	}
}

// fixNote says what the first fix of a finding does. The others are choices that
// only JSON lists.
func fixNote(fix lint.SuggestedFix) string {
	title := Visible(fix.Title)
	if fix.Safety == lint.Manual {
		return "by hand: " + title
	}
	return fmt.Sprintf("fix (%s): %s", fix.Safety, title)
}

// summary returns the line under all findings.
func summary(f *Findings) string {
	c := Count(f.Diagnostics)
	var parts []string
	add := func(n int, noun string) {
		if n > 0 {
			parts = append(parts, count(n, noun))
		}
	}
	add(c.Errors, "error")
	add(c.Warnings, "warning")
	if c.Infos > 0 {
		parts = append(parts, fmt.Sprintf("%d for information", c.Infos))
	}
	var line string
	switch {
	case f.Files == 0 && c.Total() == 0:
		line = "No Python, TypeScript, JavaScript or dotenv files to check"
	case c.Total() == 0 && f.Aside != "":
		line = fmt.Sprintf("No new region problems in %s; %s", count(f.Files, "file"), f.Aside)
	case c.Total() == 0:
		line = fmt.Sprintf("No region problems in %s", count(f.Files, "file"))
	default:
		line = fmt.Sprintf("Found %s in %s", strings.Join(parts, ", "), count(f.Files, "file"))
		if f.Aside != "" {
			line += ", besides " + f.Aside
		}
	}
	switch unsafe := c.Fixable - c.Safe; {
	case c.Safe > 0 && unsafe > 0:
		line += fmt.Sprintf("; %d fixable with --fix, %d more with --unsafe-fixes", c.Safe, unsafe)
	case c.Safe > 0:
		line += fmt.Sprintf("; %d fixable with --fix", c.Safe)
	case unsafe > 0:
		line += fmt.Sprintf("; %d fixable with --fix --unsafe-fixes", unsafe)
	}
	if n := len(f.Failures); n > 0 {
		line += fmt.Sprintf("; %s", count(n, "failure"))
	}
	return line + "."
}

// Statistics prints how many findings each rule has, most first.
func Statistics(w io.Writer, f *Findings) error {
	counts := make(map[string]int)
	var rules []string
	for _, d := range f.Diagnostics {
		if counts[d.Rule]++; counts[d.Rule] == 1 {
			rules = append(rules, d.Rule)
		}
	}
	slices.SortFunc(rules, func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	var rows [][]string
	for _, rule := range rules {
		rows = append(rows, []string{rule, fmt.Sprint(counts[rule])})
	}
	for _, line := range align(rows) {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}
