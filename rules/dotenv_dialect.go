package rules

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/dialect"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// dotenvDialect finds lines of dotenv files that set a region for one reader of
// the file, and something else or nothing for another.
var dotenvDialect = &lint.Rule{
	Name:     "dotenv-dialect",
	Category: lint.Environment,
	Severity: lint.Warning,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "the readers of a dotenv file take a region's line for different things",
		Why: "There is no standard for dotenv files. AWS_REGION=us-east-1#prod is us-east-1 to Node.js and us-east-1#prod to " +
			"Python, where boto3 answers Provided region_name 'us-east-1#prod' doesn't match a supported format; a colon, a " +
			"byte-order mark, backticks, export, a comment behind the value or ${X:-default} divide them as well. A reader " +
			"that takes nothing from the line leaves the program to its fallback or its profile.",
		Before: `# package.json
{"dependencies": {"dotenv": "^16.4.5"}}
# .env
AWS_REGION=us-east-1#prod
# app.py
from dotenv import load_dotenv
load_dotenv()
`,
		After: `# package.json
{"dependencies": {"dotenv": "^16.4.5"}}
# .env
AWS_REGION=us-east-1 #prod
# app.py
from dotenv import load_dotenv
load_dotenv()
`,
		Fix: "Writes the line as all readers of the file take it alike, with its comment above it where there is no other way. " +
			"Unsafe where the line refers to another variable, whose value it no longer follows, and where code falls back to " +
			"another region that the readers which take nothing from the line have left it to. The readers are those that " +
			"the imports, the packages, the compose files and the commands around the file name. Where they name none, a line " +
			"is reported if Python and JavaScript both read the variable and all common readers of the one differ from those " +
			"of the other.",
	},
	Check: checkDotenvDialect,
}

func checkDotenvDialect(pass *lint.Pass) error {
	for i := range pass.Program.Statements {
		s := &pass.Program.Statements[i]
		if !divides(s) {
			continue
		}
		d := lint.Diagnostic{At: s.Line, Message: dialectMessage(s), Regions: []string{s.Region}}
		t := trail{own: d.At}
		for _, r := range s.Readings {
			t.add(r.At, "this reads the file with "+r.Reader.String())
		}
		d.Related = t.list
		if fix, ok := respell(pass.Program, s); ok {
			better := s.Name + "=" + s.Region
			if fix.Title == dropMark {
				better = "without its byte-order mark the file"
			}
			d.Message += "; " + better + " is the same to every reader"
			d.Fixes = []lint.SuggestedFix{fix}
		}
		pass.Report(d)
	}
	return nil
}

// divides reports whether a line is not what it should be to every reader that
// is known to read it; of readers that are only likely, whether the readers of
// one language all differ from those of the other.
func divides(s *link.Statement) bool {
	if s.Known {
		return slices.ContainsFunc(s.Readings, func(r link.Reading) bool { return r.Region != s.Region })
	}
	for _, a := range s.Readings {
		for _, b := range s.Readings {
			if a.Reader.Home() != b.Reader.Home() && a.State == b.State && a.Shown == b.Shown {
				return false
			}
		}
	}
	return true
}

type dividingKey struct{}

// dividing returns the lines that are not the same to all of their readers.
func dividing(p *link.Program) nearby {
	return link.Derived(p, dividingKey{}, func() nearby {
		var lines []source.Location
		for i := range p.Statements {
			if s := &p.Statements[i]; divides(s) {
				lines = append(lines, s.Line)
			}
		}
		return newNearby(lines)
	})
}

// dialectMessage says what each reader makes of a line.
func dialectMessage(s *link.Statement) string {
	var right []string
	others := make(map[string][]string) // readers by what they do
	var order []string
	for _, r := range s.Readings {
		var does string
		switch {
		case r.Region == s.Region:
			right = append(right, r.Reader.String())
			continue
		case r.State == dialect.Set:
			does = "reads " + strings.ReplaceAll(quote(r.Shown), "\r", `\r`)
		case r.State == dialect.Absent:
			does = "reads nothing"
		default:
			does = "refuses the file"
		}
		if others[does] == nil {
			order = append(order, does)
		}
		others[does] = append(others[does], r.Reader.String())
	}
	clauses := make([]string, 0, len(order))
	for _, does := range order {
		subject := enumerate(others[does])
		if len(others[does]) > 1 { // several readers read, and refuse
			verb, rest, _ := strings.Cut(does, " ")
			does = strings.TrimSuffix(verb, "s") + " " + rest
		}
		clauses = append(clauses, subject+" "+does)
	}
	m := fmt.Sprintf("%s is meant to be %q here, but ", s.Name, s.Region)
	if len(right) > 0 {
		m = fmt.Sprintf("%s is %q to %s here, but ", s.Name, s.Region, enumerate(right))
	}
	return m + enumerate(clauses)
}

// The titles of fixes.
const (
	dropMark  = "Drop the byte-order mark"
	writeLine = "Write the line as all readers take it alike"
)

// respell writes a line as all its readers take it alike.
func respell(p *link.Program, s *link.Statement) (lint.SuggestedFix, bool) {
	f := p.File(s.Line.Path)
	readers := make([]dialect.Reader, 0, len(s.Readings))
	for _, r := range s.Readings {
		readers = append(readers, r.Reader)
	}
	if f == nil {
		return lint.SuggestedFix{}, false
	}
	fix := lint.SuggestedFix{Title: writeLine}
	if s.Foreign || leftToFallback(p, s) {
		fix.Safety = lint.Unsafe
	}
	if s.Marked && f.Mark {
		mark, ok := edit.DropMark(p, s.Line.Path)
		if !ok {
			return fix, false
		}
		fix.Title = dropMark
		fix.Edits = append(fix.Edits, mark)
	}
	text, ok := dialect.Respell(s.Text, s.Name, s.Region, f.Newline, readers)
	if !ok {
		return fix, false
	}
	if text != s.Text {
		at, text := changed(s.Line, s.Text, text)
		change, ok := edit.Text(p, at, text)
		if !ok {
			return fix, false
		}
		fix.Title = writeLine
		fix.Edits = append(fix.Edits, change)
	}
	return fix, len(fix.Edits) > 0
}

// changed returns the part of a line that a new text of it changes, and what it
// becomes: what stands behind a value need not be in an edit.
func changed(line source.Location, old, text string) (source.Location, string) {
	for old != "" && text != "" && old[0] == text[0] && old[0] < utf8.RuneSelf {
		old, text = old[1:], text[1:]
		line.Span.Start++
	}
	for old != "" && text != "" && old[len(old)-1] == text[len(text)-1] && old[len(old)-1] < utf8.RuneSelf {
		old, text = old[:len(old)-1], text[:len(text)-1]
		line.Span.End--
	}
	return line, text
}

// leftToFallback reports whether code may have taken another region where a
// reader takes nothing from the line.
func leftToFallback(p *link.Program, s *link.Statement) bool {
	if !slices.ContainsFunc(s.Readings, func(r link.Reading) bool { return r.State != dialect.Set }) {
		return false
	}
	return slices.ContainsFunc(p.Lookups, func(lk link.Lookup) bool {
		return lk.Name == s.Name && !lk.Test && slices.ContainsFunc(lk.Fallbacks, func(o link.Origin) bool { return o.Region != s.Region })
	})
}
