package cli

import (
	"bytes"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/report"
)

type check struct {
	engineFlags
	selection
	format     string
	failOn     string
	exitZero   bool
	statistics bool
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
	flags := cmd.Flags()
	flags.StringVar(&c.format, "output-format", "text", "form of the output: text or json")
	flags.StringVar(&c.failOn, "fail-on", "warning", "lowest severity that makes the exit code 1: error, warning or info")
	flags.BoolVar(&c.exitZero, "exit-zero", false, "exit with 0 whatever is found")
	flags.BoolVar(&c.statistics, "statistics", false, "add the number of findings of each rule to the text output")
	return cmd
}

func (c *check) validate() error {
	if err := c.engineFlags.validate(); err != nil {
		return err
	}
	if err := oneOf("output-format", c.format, "text", "json"); err != nil {
		return err
	}
	return oneOf("fail-on", c.failOn, "error", "warning", "info")
}

func (c *check) run(ctx context.Context, args []string) error {
	if err := c.validate(); err != nil {
		return err
	}
	checks, err := c.checks(c.env.Rules)
	if err != nil {
		return err
	}
	t, err := c.env.resolve(args)
	if err != nil {
		return err
	}
	result, err := c.engineFlags.run(ctx, t, checks)
	if err != nil {
		return err
	}
	output, err := c.print(c.findings(result))
	if err != nil {
		return err
	}
	if err := c.write(output); err != nil {
		return err
	}
	switch {
	case len(result.Errors) > 0:
		return errFailed
	case c.fails(result.Diagnostics) && !c.exitZero:
		return errFound
	}
	return nil
}

func (c *check) findings(r *driver.Result) *report.Findings {
	f := &report.Findings{
		Version: c.env.Version, Diagnostics: r.Diagnostics, Files: r.Stats.Files, Sources: sources(r),
		Categories: make(map[string]lint.Category, len(c.env.Rules)),
	}
	for _, rule := range c.env.Rules {
		f.Categories[rule.Name] = rule.Category
	}
	for _, failure := range r.Errors {
		f.Failures = append(f.Failures, report.Failure{Path: failure.Path, Message: failure.Err.Error()})
	}
	return f
}

func (c *check) print(f *report.Findings) ([]byte, error) {
	var b bytes.Buffer
	if c.format == "json" {
		err := report.JSON(&b, f)
		return b.Bytes(), err
	}
	if err := report.Text(&b, f, c.style(), c.quiet); err != nil {
		return nil, err
	}
	if c.statistics && len(f.Diagnostics) > 0 {
		fmt.Fprintln(&b)
		if err := report.Statistics(&b, f); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
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
