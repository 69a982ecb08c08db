package rules

import (
	"maps"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/source"
)

// unusedSuppression finds comments that silence nothing, or that name a rule
// that does not exist.
var unusedSuppression = &lint.Rule{
	Name:     "unused-suppression",
	Category: lint.Policy,
	Severity: lint.Warning,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "a suppression comment silences nothing",
		Why: "A comment that stays behind when its finding is gone will silence the next one in that place, and nobody " +
			"hears of it. One with a misspelled name never did what it says. A comment is judged by the rules that " +
			"ran: what names a rule that was not selected is left alone, and so is one without names when rules were left out.",
		Before: `# app/queue.py
sqs = boto3.client("sqs", region_name="eu-west-1")  # regionlint: ignore[sdk-env-ignored] the host sets it
`,
		After: `# app/queue.py
sqs = boto3.client("sqs", region_name="eu-west-1")
`,
		Fix: "Removes the comment, or those of its names that silence nothing. Unsafe where a name is nearly that of a " +
			"rule: the fix writes the rule's name if that silences a finding here, and else removes what may be a slip of the pen.",
	},
	Check: checkUnusedSuppression,
	Late:  true,
}

func checkUnusedSuppression(pass *lint.Pass) error {
	for i := range pass.Idle {
		s := &pass.Idle[i]
		d := lint.Diagnostic{At: s.At, Message: idleMessage(s)}
		if len(s.Idle) < len(s.Names) {
			d.At = s.Names[s.Idle[0].Index].At
		}
		if fix, ok := fixSuppression(pass, s); ok {
			d.Fixes = append(d.Fixes, fix)
		}
		pass.Report(d)
	}
	return nil
}

// idleMessage says what is wrong with the idle names of a suppression.
func idleMessage(s *lint.IdleSuppression) string {
	place := "here"
	if s.File {
		place = "in this file"
	}
	switch {
	case !s.Named:
		return "this comment silences nothing: no rule finds anything " + place
	case len(s.Names) == 0:
		return "this comment silences nothing: there is no rule's name between its brackets"
	}
	var silent, clauses []string
	for _, name := range s.Idle {
		text := s.Names[name.Index].Text
		if !name.Unknown {
			silent = append(silent, text)
			continue
		}
		clause := "there is no rule " + quote(text)
		if name.Nearest != "" {
			clause += " (did you mean " + name.Nearest + "?)"
		}
		clauses = append(clauses, clause)
	}
	if len(silent) > 0 {
		verb := " finds nothing "
		if len(silent) > 1 {
			verb = " find nothing "
		}
		clauses = append([]string{enumerate(silent) + verb + place}, clauses...)
	}
	head := "this comment silences nothing: "
	if len(s.Idle) < len(s.Names) {
		head = "this name silences nothing: "
		if len(s.Idle) > 1 {
			head = "these names silence nothing: "
		}
	}
	return head + strings.Join(clauses, "; ")
}

// fixSuppression writes the names that were meant where that silences a finding,
// and takes away what silences nothing.
func fixSuppression(pass *lint.Pass, s *lint.IdleSuppression) (lint.SuggestedFix, bool) {
	fix := lint.SuggestedFix{Safety: lint.Safe}
	drop := make([]bool, len(s.Names))
	edits := make(map[source.Location]string)
	var written, dropped []string
	for _, name := range s.Idle {
		if name.Nearest != "" {
			fix.Safety = lint.Unsafe
		}
		if name.Mends {
			edits[s.Names[name.Index].At] = name.Nearest
			written = append(written, name.Nearest)
			continue
		}
		drop[name.Index] = true
		dropped = append(dropped, s.Names[name.Index].Text)
	}
	if len(dropped) == len(s.Names) {
		fix.Title = "Remove the comment"
		e, ok := dropSuppression(pass, s)
		fix.Edits = []lint.TextEdit{e}
		return fix, ok
	}
	var parts []string
	if len(written) > 0 {
		parts = append(parts, "write "+enumerate(written))
	}
	if len(dropped) > 0 {
		parts = append(parts, "remove "+enumerate(dropped))
	}
	title := enumerate(parts) + " in the comment"
	fix.Title = strings.ToUpper(title[:1]) + title[1:]
	for _, cut := range cuts(s.Names, drop) {
		edits[cut] = ""
	}
	for _, at := range slices.SortedFunc(maps.Keys(edits), source.Location.Compare) {
		e, ok := edit.Text(pass.Program, at, edits[at])
		if !ok {
			return fix, false
		}
		fix.Edits = append(fix.Edits, e)
	}
	return fix, true
}

// dropSuppression takes a whole suppression away: its comment, or its part of one
// that says more.
func dropSuppression(pass *lint.Pass, s *lint.IdleSuppression) (lint.TextEdit, bool) {
	for _, c := range pass.Program.File(s.Part.Path).Comments {
		if c.Span == s.Part.Span {
			return edit.DropComment(pass.Program, s.Part.Path, c)
		}
	}
	return edit.Text(pass.Program, s.Part, "")
}

// cuts returns what to take out of a list to be rid of some names, with the
// commas that they leave, in order. At least one name stays.
func cuts(names []lint.SuppressedName, drop []bool) []source.Location {
	last := len(names) - 1 // the last name that stays
	for drop[last] {
		last--
	}
	var all []source.Location
	for i, name := range names {
		cut := name.At
		switch {
		case !drop[i]:
			continue
		case i < last:
			cut.Span.End = names[i+1].At.Span.Start
		case i == last+1:
			cut.Span.Start = names[last].At.Span.End
			cut.Span.End = names[len(names)-1].At.Span.End
		default:
			continue // cut with the one before
		}
		all = append(all, cut)
	}
	return all
}
