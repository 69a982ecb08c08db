// Package rewrite chooses, merges and applies fixes in memory. It runs a check
// over and over, each time over the tree as the fixes so far would leave it,
// until there is nothing left to apply; what comes of it is a Plan, which others
// print or write.
//
// A fix is applied whole or not at all, over any number of files. It knows no
// rule, parses nothing and writes nothing: the check and the parser are handed
// in.
package rewrite

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

// maxPasses bounds how often the check runs again after a change.
const maxPasses = 10

// Options say what to rewrite and how.
type Options struct {
	// FS is the tree as it is.
	FS fs.FS
	// Check returns the findings in a tree, and the files that their edits refer
	// to as they are there.
	Check func(tree fs.FS) ([]lint.Diagnostic, map[string]*source.File, error)
	// Errors counts the syntax errors in a file's text. A fix that adds one is
	// not applied.
	Errors func(path string, text []byte) int
	// Safety is the least safe fix to apply: Safe or Unsafe.
	Safety lint.Safety
	// Tolerant leaves out fixes that undo each other, or come to no end, instead of
	// failing on them.
	Tolerant bool
}

// A Plan says what fixes make of a tree.
type Plan struct {
	// Changes are the files that change, sorted by path.
	Changes []Change
	// Applied are the fixes in the order of their passes, and within one in the
	// order of their findings.
	Applied []Applied
	// Skipped are the fixes of the findings in Left that were not applied.
	Skipped []Skipped
	// Left are the findings in the tree as it becomes, and Files the files as
	// they are there.
	Left  []lint.Diagnostic
	Files map[string]*source.File
	// Passes is how many passes changed something.
	Passes int
}

// A Change is a file's text before and after. Edits are sorted and disjoint and
// turn the one into the other.
type Change struct {
	Path          string
	Before, After []byte
	Edits         []lint.TextEdit
}

// An Applied is a fix that was applied. Places in it refer to the text at the
// start of its pass, which counts from 1; At is where its finding was then.
type Applied struct {
	Diagnostic lint.Diagnostic
	Fix        lint.SuggestedFix
	Pass       int
	At         source.Position
}

// A Skipped is a fix that was not applied.
type Skipped struct {
	Diagnostic lint.Diagnostic
	Fix        lint.SuggestedFix
	Reason     Reason
}

// Reason says why a fix was not applied.
type Reason string

// The reasons.
const (
	ReasonUnsafe Reason = "it is unsafe"
	ReasonManual Reason = "it takes more than edits"
	ReasonSyntax Reason = "it would leave a syntax error"
	ReasonPlace  Reason = "its edits do not fit the files, or change nothing"
	ReasonUndone Reason = "it and the fixes of other findings undo each other"
)

// Run applies the fixes of all findings, pass by pass. Of two fixes that
// overlap, the more severe rule's is applied, then that of the finding that comes
// first; the other has another chance in the next pass. The error is the check's,
// or says that the fixes do not come to an end; there is no plan then.
func Run(opts Options) (*Plan, error) {
	r := &runner{
		opts: opts, tree: &overlay{FS: opts.FS}, plan: new(Plan), forgone: make(map[forgone]bool), settled: make(map[[sha256.Size]byte]bool),
	}
	r.begin()
	for {
		diagnostics, files, err := opts.Check(r.tree)
		if err != nil {
			return nil, err
		}
		changed, err := r.pass(diagnostics, files)
		if err != nil {
			return nil, err
		}
		if !changed {
			if state := r.state(); len(r.forgone) > 0 && !r.settled[state] {
				r.settle(state, diagnostics, files)
				continue
			}
			return r.finished(diagnostics, files), nil
		}
		without, err := r.endless()
		switch {
		case err == nil:
		case opts.Tolerant && r.restarts < maxRestarts:
			r.restart(without)
		case r.from.plan != nil:
			return r.from.plan, nil
		default:
			return nil, err
		}
	}
}

// A runner is a run at work. The tree holds what the fixes so far have changed.
type runner struct {
	opts Options
	tree *overlay
	plan *Plan
	// changes are the files that some pass changed, by path.
	changes map[string]*Change
	// seen tells how many fixes had been applied before each state since the run
	// began, or began again, and last is the pass that has to be the last one.
	seen map[[sha256.Size]byte]int
	last int
	// forgone are the fixes that are left out, and from is where the run began again,
	// which it did restarts times.
	forgone  map[forgone]bool
	from     start
	restarts int
	// settled are the states in which nothing was to be done without what was left out.
	settled map[[sha256.Size]byte]bool
}

// pass applies what can be applied at once, and reports whether that changed
// anything.
func (r *runner) pass(diagnostics []lint.Diagnostic, files map[string]*source.File) (changed bool, err error) {
	candidates, skipped := candidates(diagnostics, r.opts.Safety)
	candidates = slices.DeleteFunc(candidates, func(c candidate) bool {
		f := forgone{rule: c.diagnostic.Rule, path: c.diagnostic.At.Path}
		titled := forgone{f.rule, f.path, c.diagnostic.Message, c.fix.Title}
		if !r.forgone[f] && !r.forgone[titled] {
			return false
		}
		skipped = append(skipped, indexed{c.index, Skipped{c.diagnostic, c.fix, ReasonUndone}})
		return true
	})
	t := &texts{tree: r.tree, files: files, errors: r.opts.Errors, broken: make(map[string]int)}
	candidates, misplaced, err := t.fitting(candidates)
	if err != nil {
		return false, err
	}
	applied, dropped, err := t.bisect(nil, compatible(candidates))
	if err != nil {
		return false, err
	}
	r.plan.Skipped = skippedIn(diagnostics, skipped, misplaced, dropped)
	for path, edits := range byPath(applied) {
		before, text, err := t.apply(path, edits)
		if err != nil {
			return false, err
		}
		if !bytes.Equal(before, text) {
			if r.changes[path] == nil {
				r.changes[path] = &Change{Path: path, Before: before}
			}
			c := r.changes[path]
			c.Edits = compose(path, len(c.Before), c.Edits, edits)
			c.After, r.tree.texts[path] = text, text
			changed = true
		}
	}
	if !changed {
		return false, nil
	}
	r.plan.Passes++
	for _, c := range applied {
		a := Applied{Diagnostic: c.diagnostic, Fix: c.fix, Pass: r.plan.Passes}
		if f := files[c.diagnostic.At.Path]; f != nil {
			a.At = f.Position(c.diagnostic.At.Span.Start)
		}
		r.plan.Applied = append(r.plan.Applied, a)
	}
	return true, nil
}

// state identifies the tree.
func (r *runner) state() [sha256.Size]byte {
	hash := sha256.New()
	for _, path := range slices.Sorted(maps.Keys(r.tree.texts)) {
		hash.Write(fmt.Appendf(nil, "%q %q\n", path, r.tree.texts[path]))
	}
	return [sha256.Size]byte(hash.Sum(nil))
}

// ruleNames enumerates the rules of some fixes.
func ruleNames(applied []Applied) string {
	var names []string
	for _, a := range applied {
		if !slices.Contains(names, a.Diagnostic.Rule) {
			names = append(names, a.Diagnostic.Rule)
		}
	}
	slices.Sort(names)
	if n := len(names); n > 1 {
		names[n-2] += " and " + names[n-1]
		names = names[:n-1]
	}
	return strings.Join(names, ", ")
}
