package linttest

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/source"
)

// invariants returns what is wrong with findings in any case.
func invariants(r *driver.Result) []string {
	var problems []string
	for _, d := range r.Diagnostics {
		name := fmt.Sprintf("%s at %s", d.Rule, place(r, d.At))
		problem := func(format string, args ...any) {
			problems = append(problems, name+": "+fmt.Sprintf(format, args...))
		}
		if d.Message == "" {
			problem("the message is empty")
		}
		if why := outside(r, d.At); why != "" {
			problem("its place %s", why)
		}
		for _, related := range d.Related {
			if why := outside(r, related.At); why != "" {
				problem("a related place %s", why)
			}
		}
		if !slices.IsSorted(d.Services) {
			problem("the services are not sorted: %q", d.Services)
		}
		for _, fix := range d.Fixes {
			problems = append(problems, edits(r, name, fix)...)
		}
	}
	return problems
}

// edits returns what is wrong with the edits of one fix.
func edits(r *driver.Result, name string, fix lint.SuggestedFix) []string {
	var problems []string
	problem := func(format string, args ...any) {
		problems = append(problems, fmt.Sprintf("%s: fix %q: %s", name, fix.Title, fmt.Sprintf(format, args...)))
	}
	if manual := fix.Safety == lint.Manual; manual != (len(fix.Edits) == 0) {
		problem("it is %s and has %d edits", fix.Safety, len(fix.Edits))
	}
	for i, edit := range fix.Edits {
		if why := outside(r, edit.At); why != "" {
			problem("an edit %s", why)
		}
		if file := r.Files[edit.At.Path]; file != nil && cutsWord(file.Text, edit.At.Span) {
			problem("an edit takes a part of a word at %s", place(r, edit.At))
		}
		if !utf8.ValidString(edit.NewText) {
			problem("new text is no UTF-8: %q", edit.NewText)
		}
		if i == 0 {
			continue
		}
		before := fix.Edits[i-1].At
		if before.Compare(edit.At) > 0 {
			problem("edits are not sorted: %s comes before %s", place(r, before), place(r, edit.At))
		}
		if before.Path == edit.At.Path && before.Span.End > edit.At.Span.Start {
			problem("edits overlap: %s and %s", place(r, before), place(r, edit.At))
		}
	}
	return problems
}

// outside says how a location is none within its file, or returns "".
func outside(r *driver.Result, at source.Location) string {
	file := r.Files[at.Path]
	switch {
	case file == nil:
		return fmt.Sprintf("is in %q, which was not looked at", at.Path)
	case at.Span.Start > at.Span.End || int(at.Span.End) > len(file.Text):
		return fmt.Sprintf("is at bytes %d to %d of %s, which has %d", at.Span.Start, at.Span.End, at.Path, len(file.Text))
	case !boundary(file.Text, at.Span.Start) || !boundary(file.Text, at.Span.End):
		return fmt.Sprintf("cuts a character of %s in two", at.Path)
	}
	return ""
}

// boundary reports whether a character begins at offset, or the text ends there.
func boundary(text []byte, offset uint32) bool {
	return int(offset) == len(text) || utf8.RuneStart(text[offset])
}

// cutsWord reports whether the bytes at a span begin or end within letters and
// digits that belong together, so that they are not what a rule looked for.
func cutsWord(text []byte, span source.Span) bool {
	if span.Len() == 0 || span.Start > span.End || int(span.End) > len(text) {
		return false
	}
	joined := func(at uint32) bool {
		return at > 0 && int(at) < len(text) && isAlphanumeric(text[at-1]) && isAlphanumeric(text[at])
	}
	return joined(span.Start) || joined(span.End)
}

func isAlphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
