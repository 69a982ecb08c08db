package driver

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/bug"
	"github.com/regionlint/regionlint/lint/suppress"
)

// runChecks runs the rules over the linked program and puts the findings into the
// result, sorted, without those in tests that are to be left out. A rule that
// fails loses its findings and becomes an error.
func runChecks(ctx context.Context, opts Options, r *Result) error {
	early, late := split(opts.Checks, r.Policy)
	for _, c := range slices.Concat(early, late) {
		r.Rules = append(r.Rules, c.Rule)
	}
	slices.SortFunc(r.Rules, func(a, b *lint.Rule) int { return strings.Compare(a.Name, b.Name) })
	pass := lint.Pass{Program: r.Program, Declared: opts.declared(r.Policy)}
	outcomes := make([]findings, len(early))
	spread(opts.Jobs, len(outcomes), func(_, i int) {
		if ctx.Err() == nil {
			outcomes[i] = runCheck(early[i], pass, r.Policy)
		}
	})
	if err := ctx.Err(); err != nil {
		return err
	}
	ran := make(map[string]bool, len(opts.Checks))
	var found []lint.Diagnostic
	for i, o := range outcomes {
		found = append(found, r.take(o, opts.IncludeTests)...)
		ran[early[i].Rule.Name] = o.err == nil
	}
	slices.SortStableFunc(found, compare)

	comments := suppress.New(r.Program.Files, r.Files, opts.rules())
	r.Diagnostics, r.Suppressed = comments.Split(found)
	for _, check := range late {
		ran[check.Rule.Name] = true
		pass.Idle = comments.Idle(ran, check.Rule.Name)
		r.Diagnostics = append(r.Diagnostics, r.take(runCheck(check, pass, r.Policy), opts.IncludeTests)...)
	}
	r.Diagnostics = slices.DeleteFunc(r.Diagnostics, func(d lint.Diagnostic) bool { return d.Severity == lint.Off })
	r.Suppressed = slices.DeleteFunc(r.Suppressed, func(s lint.Suppressed) bool { return s.Diagnostic.Severity == lint.Off })
	slices.SortStableFunc(r.Diagnostics, compare)
	return nil
}

// split parts the checks into those that look at the program alone and those
// that look at what came of the others, without those that are off everywhere.
func split(checks []Check, policy *Policy) (early, late []Check) {
	for _, c := range checks {
		if c.Off && !policy.mentions(c.Rule) {
			continue
		}
		if c.Rule.Late {
			late = append(late, c)
		} else {
			early = append(early, c)
		}
	}
	return early, late
}

// take returns the findings of one rule, those in tests only if they are asked for,
// and keeps the error if it failed.
func (r *Result) take(o findings, tests bool) []lint.Diagnostic {
	if o.err != nil {
		r.Errors = append(r.Errors, FileError{Err: o.err})
		return nil
	}
	return slices.DeleteFunc(o.diagnostics, func(d lint.Diagnostic) bool { return !tests && r.Test(d.At.Path) })
}

// Findings are what one rule did.
type findings struct {
	diagnostics []lint.Diagnostic
	err         error
}

// runCheck runs one rule. The pass has all but Report. Findings where the rule
// is off are among what it returns, as comments may silence them.
func runCheck(check Check, pass lint.Pass, policy *Policy) (o findings) {
	rule := check.Rule
	defer func() {
		if p := recover(); p != nil {
			o = findings{err: bug.Error("running rule "+rule.Name, p)}
		}
	}()
	pass.Report = func(d lint.Diagnostic) {
		d.Rule, d.Severity = rule.Name, check.severity(policy, d)
		o.diagnostics = append(o.diagnostics, d)
	}
	if err := rule.Check(&pass); err != nil {
		return findings{err: fmt.Errorf("rule %s could not run: %w", rule.Name, err)}
	}
	return o
}

// severity returns how much a finding matters where it is.
func (c Check) severity(p *Policy, d lint.Diagnostic) lint.Severity {
	severity, by, ok := p.severity(c.Rule, d.At.Path)
	switch {
	case ok && severity != lint.Off && c.Forced:
		return c.Severity
	case ok && (severity != lint.Off || by.byPath() || !c.Chosen):
		return severity
	case c.Off:
		return lint.Off
	}
	return cmp.Or(c.Severity, d.Severity, c.Rule.Severity)
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
