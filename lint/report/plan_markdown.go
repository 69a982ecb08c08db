package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/regionlint/regionlint/lint/diagnosis"
)

// PlanMarkdown prints a diagnosis as Markdown, for an issue or a pull request.
func PlanMarkdown(w io.Writer, p *Plan) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## AWS regions: the ways out\n\n**%s.**\n", markdown(p.headline()))
	var rows [][]string
	for _, r := range p.currentRows() {
		rows = append(rows, []string{markdown(r[0]), markdown(r[1]), markdown(r[2])})
	}
	table(&b, "### What runs where", []string{"Service", "Region", "Decided by"}, rows)
	rows = nil
	for _, d := range p.Diagnostics {
		rows = append(rows, []string{d.Severity.String(), code(d.Rule), code(at(p.Sources, d.At)), markdown(Visible(d.Message))})
	}
	table(&b, "### What breaks", []string{"Severity", "Rule", "Place", "Finding"}, rows)
	for i := range p.Ways {
		p.wayMarkdown(&b, &p.Ways[i])
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (p *Plan) wayMarkdown(b *strings.Builder, way *diagnosis.Way) {
	mark := ""
	if way.Recommended {
		mark = " (recommended)"
	}
	fmt.Fprintf(b, "\n### %s%s\n\n%s.\n\n", markdown(Visible(way.Title())), mark, markdown(editsLine(way)))
	for _, reason := range way.Reasons {
		fmt.Fprintf(b, "- %s\n", markdown(Visible(reason)))
	}
	var commands []string
	if len(way.Recreate) > 0 {
		fmt.Fprint(b, "\nTo make again:\n\n")
	}
	for _, r := range way.Recreate {
		fmt.Fprintf(b, "- %s\n", markdown(p.recreation(r)))
		commands = append(commands, r.Commands...)
	}
	block(b, "sh", commands)
	if lines := left(way); len(lines) > 0 {
		fmt.Fprint(b, "\nLeft to mend by hand:\n\n")
		for _, line := range lines {
			fmt.Fprintf(b, "- %s\n", markdown(line))
		}
	}
	if way.Diff != "" {
		block(b, "diff", strings.Split(strings.TrimSuffix(VisibleLines(way.Diff), "\n"), "\n"))
	}
	if way.Recommended {
		fmt.Fprint(b, "\nTo verify afterwards:\n")
		block(b, "sh", way.Verify)
	}
}

// block prints visible lines as a fenced block that none of them can end.
func block(b *strings.Builder, language string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fence := "```"
	for _, line := range lines {
		for strings.Contains(line, fence) {
			fence += "`"
		}
	}
	fmt.Fprintf(b, "\n%s%s\n", fence, language)
	for _, line := range lines {
		fmt.Fprintln(b, Visible(line))
	}
	fmt.Fprintln(b, fence)
}
