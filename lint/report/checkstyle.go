package report

import (
	"encoding/xml"
	"io"
	"strings"

	"github.com/regionlint/regionlint/lint"
)

type checkstyle struct {
	XMLName xml.Name `xml:"checkstyle"`
	// Version is that of the form, by which readers tell it from older ones.
	Version string           `xml:"version,attr"`
	Files   []checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"` // relative to the working directory
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr,omitempty"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	// Source is a name of several words with dots between. Readers take the last
	// one for the rule, and the one before for its category.
	Source string `xml:"source,attr"`
}

// Checkstyle prints findings as a report of Checkstyle, what could not be looked
// at among them.
func Checkstyle(w io.Writer, f *Findings) error {
	doc := checkstyle{Version: "4.3"}
	of := make(map[string]int) // the index of a file, by its path
	add := func(path string, e checkstyleError) {
		i, ok := of[path]
		if !ok {
			i = len(doc.Files)
			of[path] = i
			name := ""
			if path != "" {
				name = readable(f.fromHere(path))
			}
			doc.Files = append(doc.Files, checkstyleFile{Name: name})
		}
		doc.Files[i].Errors = append(doc.Files[i].Errors, e)
	}
	categories := f.categories()
	for _, d := range f.Diagnostics {
		start, _, _ := f.Sources.place(d.At)
		add(d.At.Path, checkstyleError{
			Line: start.Line, Column: start.Column, Severity: d.Severity.String(),
			Message: strings.Join(append([]string{readable(d.Message)}, f.details(d, f.fromHere)...), "\n"),
			Source:  "regionlint." + string(categories[d.Rule]) + "." + d.Rule,
		})
	}
	for _, failure := range f.Failures {
		add(failure.Path, checkstyleError{
			Severity: lint.Error.String(), Message: readable(failure.Message), Source: "regionlint.run.failure",
		})
	}
	return encodeXML(w, doc)
}
