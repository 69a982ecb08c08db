package report

import (
	"io"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

type rdResult struct {
	Source      rdLink         `json:"source"`
	Diagnostics []rdDiagnostic `json:"diagnostics"`
}

// An rdLink is a name with an address: a tool's, or a rule's.
type rdLink struct {
	Name  string `json:"name,omitempty"`
	Value string `json:"value,omitempty"`
	URL   string `json:"url"`
}

type rdDiagnostic struct {
	Message     string         `json:"message"`
	Location    *rdLocation    `json:"location,omitempty"`
	Severity    string         `json:"severity"`
	Code        *rdLink        `json:"code,omitempty"`
	Suggestions []rdSuggestion `json:"suggestions,omitempty"`
	Related     []rdRelated    `json:"relatedLocations,omitempty"`
}

type rdLocation struct {
	Path  string   `json:"path"` // relative to the working directory
	Range *rdRange `json:"range,omitempty"`
}

// An rdRange is a place in a file, its end exclusive.
type rdRange struct {
	Start rdPosition `json:"start"`
	End   rdPosition `json:"end"`
}

// An rdPosition counts from 1, columns in bytes.
type rdPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

type rdRelated struct {
	Message  string     `json:"message"`
	Location rdLocation `json:"location"`
}

type rdSuggestion struct {
	Range rdRange `json:"range"`
	Text  string  `json:"text"`
}

// RDJSON prints findings in the format of reviewdog, what could not be looked at
// among them.
func RDJSON(w io.Writer, f *Findings) error {
	result := rdResult{
		Source:      rdLink{Name: "regionlint", URL: homepage},
		Diagnostics: make([]rdDiagnostic, 0, len(f.Diagnostics)+len(f.Failures)),
	}
	for _, d := range f.Diagnostics {
		result.Diagnostics = append(result.Diagnostics, f.rdDiagnostic(d))
	}
	for _, failure := range f.Failures {
		d := rdDiagnostic{Message: readable(failure.Message), Severity: rdSeverity(lint.Error)}
		if failure.Path != "" {
			d.Location = &rdLocation{Path: f.fromHere(failure.Path)}
		}
		result.Diagnostics = append(result.Diagnostics, d)
	}
	return encode(w, result)
}

func (f *Findings) rdDiagnostic(d lint.Diagnostic) rdDiagnostic {
	out := rdDiagnostic{
		Severity: rdSeverity(d.Severity),
		Code:     &rdLink{Value: d.Rule, URL: rulePage(d.Rule)},
	}
	lines := []string{readable(d.Message)}
	for _, r := range d.Related {
		if r.At.Path == "" {
			lines = append(lines, readable(r.Message))
			continue
		}
		out.Related = append(out.Related, rdRelated{readable(r.Message), f.rdLocation(r.At)})
	}
	if len(d.Fixes) > 0 {
		lines = append(lines, fixNote(d.Fixes[0]))
	}
	out.Message = strings.Join(lines, "\n")
	if d.At.Path == "" {
		return out
	}
	at := f.rdLocation(d.At)
	out.Location = &at
	out.Suggestions = f.rdSuggestions(d)
	return out
}

// rdSuggestions returns what the first fix suggests. A suggestion is taken by
// itself and in the file of the finding, so a fix of several edits, which are made
// together or not at all, is none.
func (f *Findings) rdSuggestions(d lint.Diagnostic) []rdSuggestion {
	if len(d.Fixes) == 0 || len(d.Fixes[0].Edits) != 1 {
		return nil
	}
	edit := d.Fixes[0].Edits[0]
	if edit.At.Path != d.At.Path {
		return nil
	}
	at := f.rdLocation(edit.At)
	if at.Range == nil {
		return nil
	}
	return []rdSuggestion{{Range: *at.Range, Text: edit.NewText}}
}

func (f *Findings) rdLocation(at source.Location) rdLocation {
	l := rdLocation{Path: f.fromHere(at.Path)}
	if start, end, ok := f.Sources.place(at); ok {
		file := f.Sources.Files[at.Path]
		l.Range = &rdRange{Start: rdPositionOf(file, start), End: rdPositionOf(file, end)}
	}
	return l
}

// rdPositionOf returns a position with its column in bytes, those of a byte-order
// mark included, as the line's own text has them.
func rdPositionOf(file *source.File, at source.Position) rdPosition {
	start := uint32(0)
	if at.Line > 1 {
		start, _ = file.Offset(at.Line, 1)
	}
	return rdPosition{Line: at.Line, Column: at.Offset - int(start) + 1}
}

func rdSeverity(s lint.Severity) string {
	switch s {
	case lint.Error:
		return "ERROR"
	case lint.Warning:
		return "WARNING"
	case lint.Info, lint.Off:
	}
	return "INFO"
}
