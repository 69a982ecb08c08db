package rewrite

import (
	"cmp"
	"slices"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

// A candidate is a fix that may be applied.
type candidate struct {
	diagnostic lint.Diagnostic
	fix        lint.SuggestedFix
	index      int // of the finding among all
}

// candidates returns the first fix of every finding that may be applied, the
// most important first, and those that may not, of findings without one.
func candidates(diagnostics []lint.Diagnostic, least lint.Safety) (all []candidate, skipped []indexed) {
	for i, d := range diagnostics {
		chosen := slices.IndexFunc(d.Fixes, func(f lint.SuggestedFix) bool {
			return len(f.Edits) > 0 && f.Safety <= least && f.Safety != lint.Manual
		})
		switch {
		case chosen >= 0:
			all = append(all, candidate{d, d.Fixes[chosen], i})
		case len(d.Fixes) == 0:
		case len(d.Fixes[0].Edits) == 0 || d.Fixes[0].Safety == lint.Manual:
			skipped = append(skipped, indexed{i, Skipped{d, d.Fixes[0], ReasonManual}})
		default:
			skipped = append(skipped, indexed{i, Skipped{d, d.Fixes[0], ReasonUnsafe}})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.diagnostic.Severity, a.diagnostic.Severity), a.diagnostic.At.Compare(b.diagnostic.At))
	})
	return all, skipped
}

// An indexed is a skipped fix with the index of its finding.
type indexed struct {
	index int
	Skipped
}

// skippedIn returns all skipped fixes in the order of their findings.
func skippedIn(diagnostics []lint.Diagnostic, skipped []indexed, misplaced, dropped []candidate) []Skipped {
	for _, c := range misplaced {
		skipped = append(skipped, indexed{c.index, Skipped{diagnostics[c.index], c.fix, ReasonPlace}})
	}
	for _, c := range dropped {
		skipped = append(skipped, indexed{c.index, Skipped{diagnostics[c.index], c.fix, ReasonSyntax}})
	}
	slices.SortFunc(skipped, func(a, b indexed) int { return cmp.Compare(a.index, b.index) })
	var all []Skipped
	for _, s := range skipped {
		all = append(all, s.Skipped)
	}
	return all
}

// compatible returns the candidates that can be applied together: each unless an
// edit of it gets in the way of one before.
func compatible(all []candidate) []candidate {
	var chosen []candidate
	taken := make(map[string][]lint.TextEdit) // by path, sorted
	for _, c := range all {
		if slices.ContainsFunc(c.fix.Edits, func(e lint.TextEdit) bool { return blocked(taken[e.At.Path], e) }) {
			continue
		}
		chosen = append(chosen, c)
		for _, e := range c.fix.Edits {
			taken[e.At.Path] = inserted(taken[e.At.Path], e)
		}
	}
	return chosen
}

// blocked reports whether an edit gets in the way of one that is taken: they
// share a byte or a point, and do not do the same.
func blocked(taken []lint.TextEdit, e lint.TextEdit) bool {
	i, _ := slices.BinarySearchFunc(taken, e.At.Span.Start, func(t lint.TextEdit, start uint32) int {
		return cmp.Compare(t.At.Span.End, start)
	})
	for ; i < len(taken) && taken[i].At.Span.Start <= e.At.Span.End; i++ {
		if touch(taken[i].At.Span, e.At.Span) && taken[i] != e {
			return true
		}
	}
	return false
}

// touch reports whether the order of two edits, or whether both can be done,
// is open: they overlap, or one inserts where the other begins or ends.
func touch(a, b source.Span) bool {
	if a.Len() == 0 || b.Len() == 0 {
		return a.Start <= b.End && b.Start <= a.End
	}
	return a.Overlaps(b)
}

// inserted returns sorted edits with one more, unless it is there.
func inserted(edits []lint.TextEdit, e lint.TextEdit) []lint.TextEdit {
	i, found := slices.BinarySearchFunc(edits, e, func(a, b lint.TextEdit) int { return a.At.Span.Compare(b.At.Span) })
	if found {
		return edits // the same edit: any other there would be blocked
	}
	return slices.Insert(edits, i, e)
}
