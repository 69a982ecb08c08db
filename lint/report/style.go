package report

import "github.com/regionlint/regionlint/lint"

// A Style says how text looks.
type Style struct {
	// Color is set for a terminal that takes escape sequences.
	Color bool
	// Width is the number of columns that a line of source may take; 0 means
	// no limit but that of lines which nobody wrote by hand.
	Width int
}

// An ink is a sequence of select-graphic-rendition parameters.
type ink string

const (
	bold    ink = "1"
	red     ink = "1;31"
	yellow  ink = "1;33"
	blue    ink = "1;34"
	magenta ink = "35"
)

// paint returns text in the given ink, if there are colours. The text must be
// visible.
func (s Style) paint(with ink, text string) string {
	if !s.Color || text == "" {
		return text
	}
	return "\x1b[" + string(with) + "m" + text + "\x1b[0m"
}

func severityInk(severity lint.Severity) ink {
	switch severity {
	case lint.Error:
		return red
	case lint.Warning:
		return yellow
	case lint.Info, lint.Off:
	}
	return blue
}
