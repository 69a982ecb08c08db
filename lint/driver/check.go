package driver

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/link"
)

// runChecks runs the rules over the linked program and returns the findings to
// report, sorted. A rule that fails loses its findings and becomes an error.
func runChecks(ctx context.Context, opts Options, r *Result) ([]lint.Diagnostic, []FileError, error) {
	outcomes := make([]outcome, len(opts.Checks))
	declared := cmp.Or(opts.Declared, new(lint.Declared))
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(opts.Jobs, len(outcomes)) {
		group.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(outcomes) {
					return
				}
				outcomes[i] = runCheck(opts.Checks[i], r.Program, declared)
			}
		})
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	var kept []lint.Diagnostic
	var failed []FileError
	for _, o := range outcomes {
		if o.err != nil {
			failed = append(failed, FileError{Err: o.err})
			continue
		}
		for _, d := range o.diagnostics {
			if r.reports(d, opts.IncludeTests) {
				kept = append(kept, d)
			}
		}
	}
	slices.SortStableFunc(kept, compare)
	return kept, failed, nil
}

// An outcome is what one rule did.
type outcome struct {
	diagnostics []lint.Diagnostic
	err         error
}

func runCheck(check Check, program *link.Program, declared *lint.Declared) (o outcome) {
	rule := check.Rule
	defer func() {
		if p := recover(); p != nil {
			o = outcome{err: bug("running rule "+rule.Name, p)}
		}
	}()
	pass := &lint.Pass{Program: program, Declared: declared, Report: func(d lint.Diagnostic) {
		d.Rule = rule.Name
		d.Severity = cmp.Or(check.Severity, d.Severity, rule.Severity)
		o.diagnostics = append(o.diagnostics, d)
	}}
	if err := rule.Check(pass); err != nil {
		return outcome{err: fmt.Errorf("rule %s could not run: %w", rule.Name, err)}
	}
	return o
}

// reports says whether a finding is one of those that were asked for.
func (r *Result) reports(d lint.Diagnostic, tests bool) bool {
	if !tests && r.Test(d.At.Path) {
		return false
	}
	return r.Chosen(d.At.Path) || slices.ContainsFunc(d.Related, func(related lint.Related) bool {
		return r.Chosen(related.At.Path)
	})
}

// compare orders findings by path, place and rule. Places in one file come in
// the order of their bytes, which is that of their lines and columns.
func compare(a, b lint.Diagnostic) int {
	return cmp.Or(
		strings.Compare(a.At.Path, b.At.Path),
		cmp.Compare(a.At.Span.Start, b.At.Span.Start),
		strings.Compare(a.Rule, b.Rule),
		cmp.Compare(a.At.Span.End, b.At.Span.End),
		strings.Compare(a.Message, b.Message),
	)
}
