// Package report prints what a run found: findings, the map of regions, and
// traces, one file for each format. It is the only place where byte offsets
// become lines and columns.
//
// Whatever comes from the files that were looked at, names included, is printed
// so that it cannot steer a terminal.
package report

import (
	"slices"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

// schema is the number of the JSON documents' form. It is raised when a field
// changes its meaning or goes away.
const schema = 1

// Sources are the files that places refer to.
type Sources struct {
	// Files holds the files by path. A place in a file that is missing is
	// printed with its path alone.
	Files map[string]*source.File
	// Dotenv has an entry for every dotenv file: the spans of the values that
	// may be shown, sorted. All other values in it stay hidden.
	Dotenv map[string][]source.Span
	// Texts returns the spans of a file, other than a dotenv file, of which only
	// public words may be shown: strings and comments hold secrets too. Nil is none.
	Texts func(path string) []source.Span
	// Public reports whether a word of such a text may be shown.
	Public func(word string) bool
}

// Findings are the outcome of a check.
type Findings struct {
	Version     string // of the program
	Diagnostics []lint.Diagnostic
	Suppressed  []lint.Suppressed // what comments silence, which most formats leave out
	Rules       []*lint.Rule      // those that ran, by name
	Failures    []Failure
	Files       int // the number of files that were checked
	Sources     Sources
	// Aside says how many findings were left out on purpose, as in "3 in the
	// baseline"; "" for none. It is for people.
	Aside string
	// Below is the path of the root in the repository around it, "" or "." if it
	// is the repository's own or there is none.
	Below string
	// Here is the path of the root as seen from the working directory, "" or "." if
	// it is that.
	Here string
	// Blob is the address under which a browser finds the files of the repository,
	// "" if it is not known.
	Blob string
	// FailOn is the least severity of findings that make the check fail.
	FailOn lint.Severity
}

// categories returns the categories of the rules that ran, by name.
func (f *Findings) categories() map[string]lint.Category {
	categories := make(map[string]lint.Category, len(f.Rules))
	for _, r := range f.Rules {
		categories[r.Name] = r.Category
	}
	return categories
}

// A Failure is a file that could not be looked at; Path is empty when it is
// not about one file.
type Failure struct{ Path, Message string }

// Counts are the numbers of findings: by severity, those that some edit mends, and
// of these those that a safe one does.
type Counts struct{ Errors, Warnings, Infos, Fixable, Safe int }

// Count counts findings.
func Count(diagnostics []lint.Diagnostic) Counts {
	var c Counts
	for _, d := range diagnostics {
		switch d.Severity {
		case lint.Error:
			c.Errors++
		case lint.Warning:
			c.Warnings++
		case lint.Info:
			c.Infos++
		case lint.Off:
		}
		mends := func(least lint.Safety) bool {
			return slices.ContainsFunc(d.Fixes, func(f lint.SuggestedFix) bool { return len(f.Edits) > 0 && f.Safety <= least })
		}
		if mends(lint.Unsafe) {
			c.Fixable++
		}
		if mends(lint.Safe) {
			c.Safe++
		}
	}
	return c
}

// Total returns the number of findings.
func (c Counts) Total() int { return c.Errors + c.Warnings + c.Infos }

// place returns the positions of a location's start and end, and false if its
// file is missing.
func (s Sources) place(at source.Location) (start, end source.Position, ok bool) {
	file := s.Files[at.Path]
	if file == nil {
		return source.Position{}, source.Position{}, false
	}
	return file.Position(at.Span.Start), file.Position(at.Span.End), true
}
