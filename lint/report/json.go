package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

type jsonFindings struct {
	Schema      int              `json:"schema"`
	Tool        jsonTool         `json:"tool"`
	Diagnostics []jsonDiagnostic `json:"diagnostics"`
	Errors      []jsonFailure    `json:"errors"`
	Summary     jsonSummary      `json:"summary"`
}

type jsonTool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type jsonDiagnostic struct {
	Rule        string        `json:"rule"`
	Category    string        `json:"category"`
	Severity    string        `json:"severity"`
	Message     string        `json:"message"`
	Location    jsonLocation  `json:"location"`
	Related     []jsonRelated `json:"related"`
	Services    []string      `json:"services"`
	Regions     []string      `json:"regions"`
	Fixes       []jsonFix     `json:"fixes"`
	Fingerprint string        `json:"fingerprint"`
}

type jsonLocation struct {
	Path  string       `json:"path"`
	Start jsonPosition `json:"start"`
	End   jsonPosition `json:"end"`
}

type jsonPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Offset int `json:"offset"`
}

type jsonRelated struct {
	Location jsonLocation `json:"location"`
	Message  string       `json:"message"`
}

type jsonFix struct {
	Title         string     `json:"title"`
	Applicability string     `json:"applicability"`
	Edits         []jsonEdit `json:"edits"`
}

type jsonEdit struct {
	Location jsonLocation `json:"location"`
	NewText  string       `json:"newText"`
}

type jsonFailure struct {
	Path    string `json:"path"`
	Message string `json:"message"`
}

type jsonSummary struct {
	Files    int `json:"files"`
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Infos    int `json:"infos"`
	Fixable  int `json:"fixable"`
}

// JSON prints findings as one JSON document, whose form is part of the
// program's contract.
func JSON(w io.Writer, f *Findings) error {
	c := Count(f.Diagnostics)
	doc := jsonFindings{
		Schema:      schema,
		Tool:        jsonTool{Name: "regionlint", Version: f.Version},
		Diagnostics: diagnosticsJSON(f),
		Errors:      make([]jsonFailure, 0, len(f.Failures)),
		Summary: jsonSummary{
			Files: f.Files, Errors: c.Errors, Warnings: c.Warnings, Infos: c.Infos, Fixable: c.Fixable,
		},
	}
	for _, failure := range f.Failures {
		doc.Errors = append(doc.Errors, jsonFailure(failure))
	}
	return encode(w, doc)
}

func diagnosticsJSON(f *Findings) []jsonDiagnostic {
	prints := Fingerprints(f.Diagnostics, f.Sources)
	categories := f.categories()
	all := make([]jsonDiagnostic, len(f.Diagnostics))
	for i, d := range f.Diagnostics {
		all[i] = jsonDiagnostic{
			Rule:     d.Rule,
			Category: string(categories[d.Rule]),
			Severity: d.Severity.String(),
			Message:  d.Message,
			Location: f.Sources.location(d.At),
			Related:  make([]jsonRelated, 0, len(d.Related)),
			Services: append([]string{}, d.Services...),
			Regions:  append([]string{}, d.Regions...),
			Fixes:    make([]jsonFix, 0, len(d.Fixes)),

			Fingerprint: prints[i],
		}
		for _, r := range d.Related {
			all[i].Related = append(all[i].Related, jsonRelated{Location: f.Sources.location(r.At), Message: r.Message})
		}
		for _, fix := range d.Fixes {
			all[i].Fixes = append(all[i].Fixes, f.Sources.fix(fix))
		}
	}
	return all
}

func (s Sources) fix(fix lint.SuggestedFix) jsonFix {
	out := jsonFix{Title: fix.Title, Applicability: fix.Safety.String(), Edits: make([]jsonEdit, 0, len(fix.Edits))}
	for _, edit := range fix.Edits {
		out.Edits = append(out.Edits, jsonEdit{Location: s.location(edit.At), NewText: edit.NewText})
	}
	return out
}

func (s Sources) location(at source.Location) jsonLocation {
	start, end, _ := s.place(at)
	return jsonLocation{Path: at.Path, Start: jsonPosition(start), End: jsonPosition(end)}
}

// encode prints a document, indented, in the bytes of JSON but without any
// character that a terminal would act on.
func encode(w io.Writer, doc any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(doc); err != nil {
		return fmt.Errorf("encoding JSON: %w", err)
	}
	_, err := w.Write(EscapeJSON(b.Bytes()))
	return err
}

// EscapeJSON spells out the characters that JSON allows in a string and a
// terminal acts on, and the number sign that makes a command to a runner of jobs of
// what follows. All of them stand in strings only.
func EscapeJSON(doc []byte) []byte {
	out := make([]byte, 0, len(doc))
	for at := 0; at < len(doc); {
		r, size := utf8.DecodeRune(doc[at:])
		switch high, low := utf16.EncodeRune(r); {
		case commands(doc, at):
			out = append(out, `\u0023`...)
		case r <= 0x7e || !hidden(r):
			out = append(out, doc[at:at+size]...)
		case r > 0xffff:
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		at += size
	}
	return out
}
