package rewrite

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

// maxRestarts bounds how often fixes are left out that undo each other.
const maxRestarts = 16

// A forgone names fixes that are not applied any more. Of fixes that undo each other
// the finding's message and the title count, of those that come to no end all of a rule
// in a file.
type forgone struct{ rule, path, message, title string }

// begin makes the run start, or start again, at r.from.
func (r *runner) begin() {
	r.plan.Applied = slices.Clone(r.from.applied)
	r.tree.texts, r.changes = make(map[string][]byte), make(map[string]*Change)
	maps.Copy(r.tree.texts, r.from.texts)
	for _, c := range r.from.changes {
		r.changes[c.Path] = &c
	}
	r.seen, r.last = map[[sha256.Size]byte]int{r.state(): len(r.plan.Applied)}, r.plan.Passes+maxPasses
}

// endless returns the fixes that undo each other or come to no end, with an error
// that says so, once a pass has changed something. There is none as long as there is
// hope.
func (r *runner) endless() (without []forgone, err error) {
	state := r.state()
	since, cycle := r.seen[state]
	switch {
	case cycle:
		err = fmt.Errorf("the fixes of %s undo each other; this is a bug in regionlint, please report it", ruleNames(r.plan.Applied[since:]))
	case r.plan.Passes == r.last:
		since = slices.IndexFunc(r.plan.Applied, func(a Applied) bool { return a.Pass == r.last })
		err = fmt.Errorf("the fixes of %s come to no end after %d passes; this is a bug in regionlint, please report it",
			ruleNames(r.plan.Applied[since:]), maxPasses)
	default:
		r.seen[state] = len(r.plan.Applied)
		return nil, nil
	}
	for _, a := range r.plan.Applied[since:] {
		f := forgone{rule: a.Diagnostic.Rule, path: a.Diagnostic.At.Path}
		if cycle {
			f.message, f.title = a.Diagnostic.Message, a.Fix.Title
		}
		without = append(without, f)
	}
	return without, err
}

// restart begins again without some fixes.
func (r *runner) restart(without []forgone) {
	for _, f := range without {
		r.forgone[f] = true
	}
	r.restarts++
	r.begin()
}

// A start is where a run begins again: at the tree as it is, or where fixes were left
// out and nothing else was to be done.
type start struct {
	texts   map[string][]byte
	changes []Change
	applied []Applied
	plan    *Plan // what comes of the run if it ends there, nil at the tree as it is
}

// settle goes on from where the fixes that are not left out have led, with all of
// them: one that was left out may do there what it could not do before. Another run
// would find it.
func (r *runner) settle(state [sha256.Size]byte, diagnostics []lint.Diagnostic, files map[string]*source.File) {
	plan := r.finished(diagnostics, files)
	r.settled[state] = true
	r.from = start{texts: maps.Clone(r.tree.texts), applied: slices.Clone(r.plan.Applied), plan: plan}
	for _, path := range slices.Sorted(maps.Keys(r.changes)) {
		r.from.changes = append(r.from.changes, *r.changes[path])
	}
	r.forgone = make(map[forgone]bool)
	r.begin()
}

// finished returns the plan of what was done, with what is left in the tree as it is
// now.
func (r *runner) finished(diagnostics []lint.Diagnostic, files map[string]*source.File) *Plan {
	plan := *r.plan
	plan.Applied, plan.Left, plan.Files = slices.Clone(r.plan.Applied), diagnostics, files
	for _, path := range slices.Sorted(maps.Keys(r.changes)) {
		if c := r.changes[path]; !bytes.Equal(c.Before, c.After) {
			plan.Changes = append(plan.Changes, *c)
		}
	}
	return &plan
}
