package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/regionlint/regionlint/lint/diagnosis"
)

// PlanText prints a diagnosis for people. The diff is that of the recommended
// way.
func PlanText(w io.Writer, p *Plan, style Style) error {
	var b strings.Builder
	fmt.Fprintln(&b, style.paint(bold, p.headline()+"."))
	section(&b, style, "What runs where", p.currentRows())
	p.findingsText(&b, style)
	for i := range p.Ways {
		p.wayText(&b, style, &p.Ways[i])
	}
	if best := p.recommended(); best != nil && best.Diff != "" {
		fmt.Fprintf(&b, "\n%s\n\n%s", style.paint(bold, "The edits of "+Visible(best.ID())), VisibleLines(best.Diff))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (p *Plan) findingsText(b *strings.Builder, style Style) {
	if len(p.Diagnostics) == 0 {
		fmt.Fprintf(b, "\n%s\n", style.paint(bold, "Nothing contradicts anything"))
		return
	}
	fmt.Fprintf(b, "\n%s\n", style.paint(bold, "What breaks"))
	for _, d := range p.Diagnostics {
		head := fmt.Sprintf("%s[%s]", d.Severity, d.Rule)
		fmt.Fprintf(b, "  %s %s\n    %s\n", style.paint(severityInk(d.Severity), head), at(p.Sources, d.At), Visible(d.Message))
	}
}

func (p *Plan) wayText(b *strings.Builder, style Style, way *diagnosis.Way) {
	mark := ""
	if way.Recommended {
		mark = " (recommended)"
	}
	fmt.Fprintf(b, "\n%s\n", style.paint(bold, Visible(way.ID())+mark+": "+Visible(way.Title())))
	for _, reason := range way.Reasons {
		fmt.Fprintf(b, "  - %s\n", Visible(reason))
	}
	line := editsLine(way)
	if way.Safe+way.Unsafe > 0 {
		line += fmt.Sprintf(" (regionlint plan --apply %s)", Visible(way.ID()))
	}
	fmt.Fprintf(b, "  %s\n", line)
	p.byHand(b, way)
	if way.Recommended {
		list(b, "to verify afterwards:", way.Verify)
	}
}

// byHand prints what a way's edits do not do.
func (p *Plan) byHand(b *strings.Builder, way *diagnosis.Way) {
	if len(way.Recreate) > 0 {
		fmt.Fprintln(b, "  to make again:")
	}
	for _, r := range way.Recreate {
		fmt.Fprintf(b, "    %s\n", p.recreation(r))
		for _, c := range r.Commands {
			fmt.Fprintf(b, "      %s\n", Visible(c))
		}
	}
	list(b, "left to mend by hand:", left(way))
}

// PlanApplied says what there is left to do once the edits of a way are made in
// that many files. The places are those before the edits.
func PlanApplied(w io.Writer, p *Plan, way *diagnosis.Way, files int, style Style) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s; %s changed.\n", style.paint(bold, Visible(way.Title())), editsLine(way), count(files, "file"))
	p.byHand(&b, way)
	list(&b, "to verify:", way.Verify)
	_, err := io.WriteString(w, b.String())
	return err
}

// list prints lines under a title, and nothing if there are none.
func list(b *strings.Builder, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "  %s\n", title)
	for _, line := range lines {
		fmt.Fprintf(b, "    %s\n", Visible(line))
	}
}

// VisibleLines returns a diff with every line made visible, its line breaks aside.
func VisibleLines(diff string) string {
	var b strings.Builder
	for line := range strings.Lines(diff) {
		text, found := strings.CutSuffix(line, "\n")
		b.WriteString(uncommanded(visible(text, "\t")))
		if found {
			b.WriteByte('\n')
		}
	}
	return b.String()
}
