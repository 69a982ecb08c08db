package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/report"
	"github.com/regionlint/regionlint/rewrite/atomicfile"
)

type check struct {
	engineFlags
	selection
	accept     acceptance
	recent     recency
	formats    []string
	outputs    []output
	failOn     string
	exitZero   bool
	statistics bool

	fix         bool
	unsafeFixes bool
	diff        bool
	exitOnFix   bool
	stdinName   string
	to          string
}

func newCheck(env Env) *cobra.Command {
	c := &check{engineFlags: engineFlags{env: env}}
	cmd := &cobra.Command{
		Use:   "regionlint [flags] [path ...]",
		Short: "Find AWS region drift in Python, TypeScript, JavaScript and dotenv files",
		Long: `regionlint finds places where the parts of an application disagree about the
AWS region they work in: clients, identifiers, environment variables and their
fallbacks. It checks the given paths, or the working directory, but looks at the
whole repository around the first of them, since one file's region is often
decided in another.`,
		Example: `  regionlint                    check the repository around the working directory
  regionlint backend            report what concerns backend
  regionlint map                list what runs in which region, and why
  regionlint trace db.py:33     follow the region on one line to what decides it`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return c.run(cmd.Context(), args) },
	}
	c.engineFlags.declare(cmd)
	c.selection.declare(cmd)
	c.accept.declare(cmd)
	flags := cmd.Flags()
	flags.StringSliceVar(&c.formats, "output-format", []string{"text"},
		"`form` of the output, or several, each but one with a file of its own as in sarif=FILE: "+strings.Join(formats, ", "))
	flags.StringVar(&c.failOn, "fail-on", "warning", "lowest severity that makes the exit code 1: error, warning or info")
	flags.BoolVar(&c.exitZero, "exit-zero", false, "exit with 0 whatever is found")
	flags.BoolVar(&c.fix, "fix", false, "apply the safe fixes, and report what is left")
	flags.BoolVar(&c.unsafeFixes, "unsafe-fixes", false, "apply fixes that change other uses too; with --fix or --diff")
	flags.BoolVar(&c.diff, "diff", false, "print what --fix would change as a unified diff, and write nothing")
	flags.BoolVar(&c.exitOnFix, "exit-non-zero-on-fix", false, "exit with 1 if anything was fixed")
	flags.StringVar(&c.stdinName, "stdin-filename", "", "check the text on standard input as that of this `file`; with --fix, print it fixed")
	flags.StringVar(&c.to, "to", "", "take this `region` for the one that everything is to run in, services apart that the configuration names")
	c.recent.declare(cmd)
	flags.BoolVar(&c.statistics, "statistics", false, "add the number of findings of each rule to the text output")
	return cmd
}

func (c *check) validate(args []string) error {
	if err := c.engineFlags.validate(); err != nil {
		return err
	}
	var err error
	if c.outputs, err = c.parseOutputs(); err != nil {
		return err
	}
	if err := c.accept.validate(c); err != nil {
		return err
	}
	switch {
	case c.unsafeFixes && !c.fix && !c.diff:
		return errors.New("--unsafe-fixes goes with --fix or --diff")
	case c.stdinName != "" && len(args) > 0 && !slices.Equal(args, []string{"-"}):
		return fmt.Errorf("--stdin-filename takes the place of %s", args[0])
	}
	return oneOf("fail-on", c.failOn, "error", "warning", "info")
}

func (c *check) run(ctx context.Context, args []string) error {
	invalid := c.validate(args)
	if c.stdinName != "" {
		return c.runStdin(ctx, invalid)
	}
	if invalid != nil {
		return invalid
	}
	t, err := c.env.resolve(args)
	if err != nil {
		return err
	}
	s, err := c.begin(ctx, t)
	if err != nil {
		return err
	}
	defer s.close()
	if !c.fix && !c.diff {
		result, err := s.run(ctx, s.opts.FS)
		if err != nil {
			return err
		}
		return c.conclude(&mending{after: result}, t)
	}
	w := atomicfile.NewWriter(s.root)
	may := w.Check
	if c.diff { // a tree that nobody may write to has one too
		may = func(string) error { return nil }
	}
	m, err := c.mend(ctx, s, may)
	if err != nil {
		return err
	}
	if c.diff {
		return c.concludeDiff(m, t)
	}
	if err := m.save(ctx, s, w); err != nil {
		return err
	}
	return c.conclude(m, t)
}

// begin opens the root of a check.
func (c *check) begin(ctx context.Context, t target) (*session, error) {
	checks, err := c.checks(c.env.Rules)
	if err != nil {
		return nil, err
	}
	if c.to != "" {
		if checks, err = forced(checks, c.env.Rules, ruleOfTo); err != nil {
			return nil, err
		}
	}
	if err := c.accept.load(c.env, t.root); err != nil {
		return nil, err
	}
	if err := c.recent.load(ctx, c.env, t.root); err != nil {
		return nil, err
	}
	patterns, err := c.leaveOut(t.root)
	if err != nil {
		return nil, err
	}
	s, err := c.open(t, checks)
	if err != nil {
		return nil, err
	}
	s.opts.To, s.opts.Exclude = c.to, patterns
	s.opts.Findings = !slices.ContainsFunc(c.outputs, func(o output) bool { return o.format == "markdown" }) // which has a map
	s.narrow = func(ctx context.Context, r *driver.Result, tree fs.FS) error {
		c.accept.narrow(r, tree)
		return c.recent.narrow(ctx, r)
	}
	return s, nil
}

// conclude reports what is left after mending, which has no plan if nothing was
// to be fixed, and returns the error that makes the exit code.
func (c *check) conclude(m *mending, t target) error {
	c.tell(m.after)
	for _, failure := range m.failures {
		c.env.complain(failure.Path + ": " + failure.Message)
	}
	fixed := 0
	if m.plan != nil {
		fixed = len(m.plan.Applied)
		c.tellFixes(m)
	}
	if err := c.accept.conclude(m.after, &c.engineFlags); err != nil {
		return err
	}
	if err := c.deliver(c.report(m, t), m.after, t.root); err != nil {
		return err
	}
	switch {
	case len(m.after.Errors) > 0, len(m.failures) > 0:
		return errFailed
	case c.exitZero:
		return nil
	case c.fails(m.after.Diagnostics), fixed > 0 && c.exitOnFix:
		return errFound
	}
	return nil
}

// report returns what is left after mending in the form of reports.
func (c *check) report(m *mending, t target) *report.Findings {
	f := c.env.findings(m.after)
	f.Failures = append(f.Failures, m.failures...)
	f.FailOn, f.Aside = severityOf(c.failOn), c.leftOut()
	c.env.locate(f, t.root)
	return f
}

// leftOut says how many findings are not reported, and why.
func (c *check) leftOut() string {
	var reasons []string
	if n := c.accept.known(); n > 0 {
		reasons = append(reasons, fmt.Sprintf("%d in the baseline", n))
	}
	if n := c.recent.aside; n > 0 {
		reasons = append(reasons, fmt.Sprintf("%d older than the changes since %s", n, c.recent.rev))
	}
	return strings.Join(reasons, " and ")
}

// concludeDiff is conclude for --diff, whose output the diff is. Findings go to
// files.
func (c *check) concludeDiff(m *mending, t target) error {
	c.tell(m.after)
	if err := c.accept.conclude(m.after, &c.engineFlags); err != nil {
		return err
	}
	diff, left, err := m.diff(belowRepository(t.root), c.style())
	if err != nil {
		return err
	}
	if err := c.write(diff); err != nil {
		return err
	}
	if err := c.deliver(c.report(m, t), m.after, t.root); err != nil {
		return err
	}
	const zero = " are left out of the diff; git apply takes it with --unidiff-zero"
	if left.secrets {
		c.env.complain("lines of dotenv files that may hold secrets" + zero)
	}
	if left.commands {
		c.env.complain("lines that a runner of jobs would take for commands" + zero)
	}
	if !c.quiet {
		c.env.complain("would have " + m.summary())
	}
	switch {
	case len(m.after.Errors) > 0:
		return errFailed
	case c.exitZero:
		return nil
	case len(diff) > 0, c.fails(m.after.Diagnostics):
		return errFound
	}
	return nil
}

// tellFixes says on standard error what was fixed.
func (c *check) tellFixes(m *mending) {
	if c.quiet {
		return
	}
	for _, a := range m.plan.Applied {
		c.env.complain(fmt.Sprintf("fixed %s:%d: %s (%s)", a.Diagnostic.At.Path, a.At.Line, a.Fix.Title, a.Diagnostic.Rule))
	}
	c.env.complain(m.summary())
}

// findings returns what a run found in the form of reports.
func (e Env) findings(r *driver.Result) *report.Findings {
	f := &report.Findings{
		Version: e.Version, Diagnostics: r.Diagnostics, Suppressed: r.Suppressed, Rules: r.Rules,
		Files: r.Stats.Files, Sources: sources(r),
	}
	for _, failure := range r.Errors {
		f.Failures = append(f.Failures, report.Failure{Path: failure.Path, Message: failure.Err.Error()})
	}
	return f
}

// fails reports whether a finding is at or above --fail-on.
func (c *check) fails(diagnostics []lint.Diagnostic) bool {
	counts := report.Count(diagnostics)
	n := counts.Errors
	if c.failOn != lint.Error.String() {
		n += counts.Warnings
	}
	if c.failOn == lint.Info.String() {
		n += counts.Infos
	}
	return n > 0
}
