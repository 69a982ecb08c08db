package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/regionlint/regionlint/lint/link"
)

// A Trace is every region that reaches one place or one variable, with its way.
type Trace struct {
	Target  string // as it was asked for
	Values  []link.Origin
	Sources Sources
}

// TraceText prints a trace for people, with the line of source of every step.
func TraceText(w io.Writer, t *Trace, style Style) error {
	var b strings.Builder
	if len(t.Values) == 0 {
		fmt.Fprintf(&b, "No region reaches %s.\n", Visible(t.Target))
	}
	for i, v := range t.Values {
		if i > 0 {
			b.WriteByte('\n')
		}
		region := Visible(v.Region)
		if region == "" {
			region = "a region that the source does not tell"
		}
		fmt.Fprintf(&b, "%s\n", style.paint(bold, Visible(t.Target)+" can be "+region))
		frames := make([]frame, len(v.Steps))
		said := []string{v.Region}
		for _, step := range v.Steps {
			said = append(said, step.What)
		}
		for n, step := range v.Steps {
			frames[n] = frame{at: step.At, arrow: ":::", mark: "-", ink: blue, label: Visible(step.What), said: strings.Join(said, "\n")}
			if n == 0 {
				frames[n].arrow = "-->"
			}
			if n == len(v.Steps)-1 {
				frames[n].mark, frames[n].ink = "^", magenta
			}
		}
		style.frames(&b, t.Sources, frames)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

type jsonTrace struct {
	Schema int          `json:"schema"`
	Target string       `json:"target"`
	Values []jsonOrigin `json:"values"`
}

// TraceJSON prints a trace as one JSON document, whose form is part of the
// program's contract.
func TraceJSON(w io.Writer, t *Trace) error {
	return encode(w, jsonTrace{Schema: schema, Target: t.Target, Values: t.Sources.origins(t.Values)})
}
