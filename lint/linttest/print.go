package linttest

import (
	"fmt"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/source"
)

// printed returns a result in the form of the expectations, with the clients of
// tests or without them.
func printed(r *driver.Result, tests bool) outcome {
	var diagnostics, clients strings.Builder
	for _, d := range r.Diagnostics {
		fmt.Fprintf(&diagnostics, "%s: %s: %s (%s)%s\n", place(r, d.At), d.Severity, d.Message, d.Rule, fixes(d))
		for _, related := range d.Related {
			fmt.Fprintf(&diagnostics, "\t%s: %s\n", place(r, related.At), related.Message)
		}
	}
	for _, c := range r.Program.Clients {
		if c.Test && !tests || !r.Chosen(c.At.Path) {
			continue
		}
		regions := strings.Join(c.Regions, ",")
		if regions == "" {
			regions = "-"
		}
		line := "?"
		if file := r.Files[c.At.Path]; file != nil {
			line = fmt.Sprint(file.Position(c.At.Span.Start).Line)
		}
		fmt.Fprintf(&clients, "%s:%s %s %s %s %s\n", c.At.Path, line, c.Service, c.SDK, c.Status, regions)
	}
	return outcome{diagnostics: diagnostics.String(), clients: clients.String()}
}

// fixes says which fixes a finding has.
func fixes(d lint.Diagnostic) string {
	var b strings.Builder
	for _, fix := range d.Fixes {
		fmt.Fprintf(&b, " [%s fix]", fix.Safety)
	}
	return b.String()
}

// place returns path:line:col-endcol, or path:line:col-endline:endcol for a
// place of several lines.
func place(r *driver.Result, at source.Location) string {
	file := r.Files[at.Path]
	if file == nil {
		return at.Path + ":?"
	}
	start, end := file.Position(at.Span.Start), file.Position(at.Span.End)
	if start.Line == end.Line {
		return fmt.Sprintf("%s:%d:%d-%d", at.Path, start.Line, start.Column, end.Column)
	}
	return fmt.Sprintf("%s:%d:%d-%d:%d", at.Path, start.Line, start.Column, end.Line, end.Column)
}
