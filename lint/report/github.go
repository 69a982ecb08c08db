package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

// What a runner of GitHub Actions makes of a step's annotations: it drops all but
// the first ten of each kind, cuts messages, and ignores the columns of one that
// ends on another line than it begins.
const (
	githubMost    = 10
	githubMessage = 4096
)

// GitHub prints findings as commands to a runner of GitHub Actions, which shows
// them beside the code: the errors first, and what could not be looked at among
// them. Of more than ten of a kind the last one counts the rest, and where says
// who lists these.
func GitHub(w io.Writer, f *Findings, where string) error {
	var b strings.Builder
	var failures []annotation
	for _, failure := range f.Failures {
		a := annotation{title: "regionlint", lines: []string{readable(failure.Message)}}
		if failure.Path != "" {
			a.file = f.inRepository(failure.Path)
		}
		failures = append(failures, a)
	}
	of := make(map[lint.Severity][]annotation)
	of[lint.Error] = failures
	for _, d := range f.Diagnostics {
		of[d.Severity] = append(of[d.Severity], f.annotation(d))
	}
	for _, kind := range []struct {
		severity lint.Severity
		command  string
	}{{lint.Error, "error"}, {lint.Warning, "warning"}, {lint.Info, "notice"}} {
		all := of[kind.severity]
		left := 0
		if len(all) > githubMost {
			left = len(all) - githubMost + 1
			all = all[:githubMost-1]
		}
		for _, a := range all {
			a.print(&b, kind.command)
		}
		if left > 0 {
			rest := annotation{title: "regionlint", lines: []string{count(left, "more "+kind.command) + "; " + where}}
			rest.print(&b, kind.command)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// An annotation is a message at a place.
type annotation struct {
	title string
	file  string // relative to the repository, "" for none
	// Lines and columns count from 1; 0 is none.
	line, endLine     int
	column, endColumn int
	lines             []string
}

func (f *Findings) annotation(d lint.Diagnostic) annotation {
	a := annotation{
		title: "regionlint (" + d.Rule + ")",
		lines: append([]string{readable(d.Message)}, f.details(d, f.inRepository)...),
	}
	if d.At.Path == "" {
		return a
	}
	a.file = f.inRepository(d.At.Path)
	if start, end, ok := f.Sources.place(d.At); ok {
		a.line, a.endLine = start.Line, lastLine(start, end)
		if start.Line == end.Line {
			a.column, a.endColumn = start.Column, end.Column
		}
	}
	return a
}

// lastLine returns the last line of which a place holds something, or that it
// stands on.
func lastLine(start, end source.Position) int {
	if end.Column == 1 && end.Line > start.Line {
		return end.Line - 1
	}
	return end.Line
}

// print prints the annotation as a command. The title comes last but for the
// message: a runner trims spaces at the end of the properties.
func (a annotation) print(b *strings.Builder, command string) {
	var properties []string
	number := func(name string, n int) {
		if n > 0 {
			properties = append(properties, fmt.Sprintf("%s=%d", name, n))
		}
	}
	if a.file != "" {
		properties = append(properties, "file="+githubProperty.Replace(visible(a.file, "\r\n")))
	}
	number("line", a.line)
	number("endLine", a.endLine)
	number("col", a.column)
	number("endColumn", a.endColumn)
	properties = append(properties, "title="+githubProperty.Replace(a.title))
	message := shorten(a.lines, githubMessage)
	fmt.Fprintf(b, "::%s %s::%s\n", command, strings.Join(properties, ","), githubData.Replace(visible(message, "\r\n")))
}

// The escapes of a command's message and of its properties.
var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
