package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

// Markdown prints findings as a table, the most severe first, with a picture of
// the map below, for a job's summary or a comment. It prints no more than most
// bytes, 0 for any number: the picture is left out if it would take half of them,
// and of the rows the last ones, which are counted. If nothing fits, it prints
// nothing.
func Markdown(w io.Writer, f *Findings, m *Map, most int) error {
	head := "## regionlint\n\n" + markdown(summary(f)) + "\n"
	tail := f.failureTable() + mapSection(m)
	rows := f.findingRows()
	if most > 0 && len(head)+len(tail) > most/2 {
		tail = ""
	}
	var b strings.Builder
	b.WriteString(head)
	if len(rows) > 0 {
		b.WriteString(findingHead)
	}
	for i, row := range rows {
		left := len(rows) - i
		reserve := len(tail)
		if left > 1 {
			reserve += maxNote
		}
		if most > 0 && b.Len()+len(row)+reserve > most {
			fmt.Fprintf(&b, leftOut, count(left, "more finding"))
			break
		}
		b.WriteString(row)
	}
	b.WriteString(tail)
	if most > 0 && b.Len() > most {
		return nil
	}
	_, err := io.WriteString(w, b.String())
	return err
}

const (
	findingHead = "\n| Severity | Rule | Place | Finding |\n| --- | --- | --- | --- |\n"
	// leftOut takes the number of findings, maxNote is the room that it needs.
	leftOut = "\n%s would make this too large.\n"
	maxNote = len(leftOut) + 40
)

// findingRows returns the rows of the table, each with its line break.
func (f *Findings) findingRows() []string {
	rows := make([]string, 0, len(f.Diagnostics))
	for _, d := range ranked(f.Diagnostics) {
		place := ""
		if d.At.Path != "" {
			place = f.link(d.At)
		}
		rows = append(rows, fmt.Sprintf("| %s | [%s](%s) | %s | %s |\n",
			d.Severity, d.Rule, rulePage(d.Rule), place, strings.Join(f.findingLines(d), "<br>")))
	}
	return rows
}

// findingLines are what the last cell of a finding's row says.
func (f *Findings) findingLines(d lint.Diagnostic) []string {
	lines := []string{markdownLines(d.Message)}
	for _, r := range d.Related {
		line := markdownLines(r.Message)
		if r.At.Path != "" {
			line = f.link(r.At) + ": " + line
		}
		lines = append(lines, line)
	}
	if len(d.Fixes) > 0 {
		lines = append(lines, markdown(fixNote(d.Fixes[0])))
	}
	return lines
}

// markdownLines returns a text in one line of Markdown, its line breaks as those
// of HTML.
func markdownLines(s string) string {
	return strings.ReplaceAll(markdown(visible(s, "\n")), "\n", "<br>")
}

// link returns a place as code, with a link to it if it is known where the files
// can be seen.
func (f *Findings) link(at source.Location) string {
	text := code(f.place(at, f.inRepository))
	if f.Blob == "" {
		return text
	}
	address := f.Blob + "/" + inMarkdown.Replace(relativeURI(f.inRepository(at.Path)))
	if start, end, ok := f.Sources.place(at); ok {
		address += fmt.Sprintf("#L%d", start.Line)
		if last := lastLine(start, end); last > start.Line {
			address += fmt.Sprintf("-L%d", last)
		}
	}
	return "[" + text + "](" + address + ")"
}

// inMarkdown escapes what an address may hold as it is, but not in Markdown: the start
// of a character's name and that of a formula.
var inMarkdown = strings.NewReplacer("&", "%26", "$", "%24")

// failureTable returns a table of what could not be looked at.
func (f *Findings) failureTable() string {
	var rows [][]string
	for _, failure := range f.Failures {
		name := ""
		if failure.Path != "" {
			name = code(Visible(f.inRepository(failure.Path)))
		}
		rows = append(rows, []string{name, markdownLines(failure.Message)})
	}
	var b strings.Builder
	table(&b, "### Not checked", []string{"File", "Why"}, rows)
	return b.String()
}

// What a page of GitHub draws with Mermaid's own settings.
const (
	mermaidEdges = 500
	mermaidText  = 50000
)

// mapSection returns the picture of a map, "" if there is nothing in it. What would
// be too much to draw is left out, and counted.
func mapSection(m *Map) string {
	if m == nil {
		return ""
	}
	chart := newFlowchart(m)
	if len(chart.edges) == 0 {
		return ""
	}
	all := len(chart.edges)
	chart = chart.largest(mermaidEdges)
	picture := chart.String()
	for len(picture) > mermaidText {
		chart = chart.largest(len(chart.edges) * 9 / 10)
		picture = chart.String()
	}
	section := "\n### What runs where\n\n```mermaid\n" + picture + "```\n"
	if n := all - len(chart.edges); n > 0 {
		section += fmt.Sprintf("\nThe picture leaves out the smallest %s.\n", count(n, "connection"))
	}
	return section
}
