package cli

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/diagnosis"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/report"
	"github.com/regionlint/regionlint/rewrite"
	"github.com/regionlint/regionlint/rewrite/atomicfile"
)

type planning struct {
	engineFlags
	format string
	to     string
	split  bool
	apply  string
}

func newPlan(env Env) *cobra.Command {
	p := &planning{engineFlags: engineFlags{env: env}}
	cmd := &cobra.Command{
		Use:   "plan [flags] [path ...]",
		Short: "Weigh the ways out of a region drift, and take one",
		Long: `plan tells what runs where and what breaks, and then the ways out: one for every
region in use, into which everything could move, and one that keeps the regions
apart on purpose. For each it gives the edits, what would have to be made again
in AWS and the commands for that, and what to run afterwards. It calls nothing:
the commands are for you to read first.

--apply makes the edits of one way, those that are not safe as well.`,
		Example: `  regionlint plan
  regionlint plan --apply align-eu-west-1
  regionlint plan --to eu-west-1 --format markdown`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return p.run(cmd.Context(), args) },
	}
	p.declare(cmd)
	flags := cmd.Flags()
	flags.StringVar(&p.format, "format", "text", "form of the output: text, json or markdown")
	flags.StringVar(&p.to, "to", "", "look at one way only: everything into this `region`")
	flags.BoolVar(&p.split, "split", false, "look at one way only: a region of its own for each service")
	flags.StringVar(&p.apply, "apply", "", "make the edits of the way with this `id`")
	cmd.MarkFlagsMutuallyExclusive("to", "split")
	return cmd
}

// idle are rules whose fixes tidy up and move nothing, as far as they are on by
// default.
var idle = []string{"env-unused", "unused-suppression"}

// An outlet is a way with what came of trying it in memory.
type outlet struct {
	diagnosis.Way
	mending *mending
}

func (p *planning) run(ctx context.Context, args []string) error {
	if err := p.validate(); err != nil {
		return err
	}
	if err := oneOf("format", p.format, "text", "json", "markdown"); err != nil {
		return err
	}
	t, err := p.env.resolve(args)
	if err != nil {
		return err
	}
	checks, err := new(selection).checks(p.env.Rules)
	if err != nil {
		return err
	}
	s, err := p.open(t, checks)
	if err != nil {
		return err
	}
	defer s.close()
	s.opts.Store = driver.NewStore()
	now, err := s.run(ctx, s.opts.FS)
	if err != nil {
		return err
	}
	p.tell(now)
	outlets, err := p.outlets(ctx, s, t, now)
	if err != nil {
		return err
	}
	if p.apply != "" {
		return p.take(ctx, s, outlets)
	}
	return p.tellAll(now, outlets)
}

// outlets tries the ways out that the flags leave, in the order of their regions,
// a split last.
func (p *planning) outlets(ctx context.Context, s *session, t target, now *driver.Result) ([]outlet, error) {
	regions := diagnosis.InUse(diagnosis.Current(now.Program))
	split := len(regions) > 1
	// What is in use by mistake is no way out.
	regions = slices.DeleteFunc(regions, func(region string) bool { return now.Policy.Refuses(region) != nil })
	switch {
	case p.to != "":
		regions, split = []string{p.to}, false
	case p.split:
		regions, split = nil, true
	}
	var all []outlet
	for _, region := range regions {
		o, err := p.try(ctx, s, t, diagnosis.NewWay(now.Program, diagnosis.Align, region))
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	if split {
		o, err := p.try(ctx, s, t, diagnosis.NewWay(now.Program, diagnosis.Split, ""))
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	ways := make([]*diagnosis.Way, len(all))
	for i := range all {
		ways[i] = &all[i].Way
	}
	diagnosis.Recommend(ways)
	return all, nil
}

// try makes the edits of a way in memory.
func (p *planning) try(ctx context.Context, s *session, t target, way diagnosis.Way) (outlet, error) {
	o := outlet{Way: way}
	here, choose := *s, ownRegions
	if way.Kind == diagnosis.Align {
		checks, err := forced(s.opts.Checks, p.env.Rules, ruleOfTo)
		if err != nil {
			return o, err
		}
		here.opts.To, here.opts.Checks, choose = way.Region, checks, moving
	}
	var err error
	if o.mending, err = here.mend(ctx, lint.Unsafe, atomicfile.NewWriter(s.root).Check, choose); err != nil {
		return o, err
	}
	o.Safe, o.Unsafe = countEdits(o.mending.plan.Applied)
	diff, _, err := o.mending.diff(belowRepository(t.root), report.Style{})
	if err != nil {
		return o, err
	}
	o.Diff = string(diff)
	tree := s.opts.FS
	for _, change := range o.mending.plan.Changes {
		tree = rewrite.With(tree, change.Path, change.After)
	}
	after, err := s.run(ctx, tree)
	if err != nil {
		return o, err
	}
	if way.Kind == diagnosis.Split {
		o.Declaration = diagnosis.Declaration(after.Program)
	}
	o.Left = slices.DeleteFunc(after.Diagnostics, func(d lint.Diagnostic) bool { return d.Severity < lint.Warning })
	return o, nil
}

// countEdits counts the edits of fixes. One that several fixes make is counted
// once, as safe if it is safe in one of them.
func countEdits(applied []rewrite.Applied) (safe, unsafe int) {
	type edit struct {
		lint.TextEdit
		pass int
	}
	isSafe := make(map[edit]bool)
	for _, a := range applied {
		for _, e := range a.Fix.Edits {
			isSafe[edit{e, a.Pass}] = isSafe[edit{e, a.Pass}] || a.Fix.Safety == lint.Safe
		}
	}
	for _, is := range isSafe {
		if is {
			safe++
		} else {
			unsafe++
		}
	}
	return safe, unsafe
}

// moving returns the fixes of a finding that can move something.
func moving(d lint.Diagnostic) []lint.SuggestedFix {
	if slices.Contains(idle, d.Rule) {
		return nil
	}
	return d.Fixes
}

// ownRegions returns the fixes of a finding that keep regions apart.
func ownRegions(d lint.Diagnostic) []lint.SuggestedFix {
	return slices.DeleteFunc(slices.Clone(d.Fixes), func(f lint.SuggestedFix) bool { return !f.Own })
}

// take makes the edits of the way that --apply names, and tells what is left to
// do by hand.
func (p *planning) take(ctx context.Context, s *session, outlets []outlet) error {
	i := slices.IndexFunc(outlets, func(o outlet) bool { return o.ID() == p.apply })
	if i < 0 {
		var ids []string
		for _, o := range outlets {
			ids = append(ids, o.ID())
		}
		if len(ids) == 0 {
			return fmt.Errorf("there is no way %q: no region is in use", p.apply)
		}
		return fmt.Errorf("there is no way %q; there is %s", p.apply, strings.Join(ids, ", "))
	}
	o := &outlets[i]
	if err := o.mending.save(ctx, s, atomicfile.NewWriter(s.root)); err != nil {
		return err
	}
	for _, failure := range o.mending.failures {
		p.env.complain(failure.Path + ": " + failure.Message)
	}
	var b bytes.Buffer
	if err := report.PlanApplied(&b, p.plan(o.mending.before, nil), &o.Way, len(o.mending.plan.Changes), p.style()); err != nil {
		return err
	}
	if err := p.write(b.Bytes()); err != nil {
		return err
	}
	if len(o.mending.failures) > 0 {
		return errFailed
	}
	return nil
}

// tellAll prints the diagnosis.
func (p *planning) tellAll(now *driver.Result, outlets []outlet) error {
	all := p.plan(now, outlets)
	var b bytes.Buffer
	var err error
	switch p.format {
	case "json":
		err = report.PlanJSON(&b, all)
	case "markdown":
		err = report.PlanMarkdown(&b, all)
	default:
		err = report.PlanText(&b, all, p.style())
	}
	if err != nil {
		return err
	}
	if err := p.write(b.Bytes()); err != nil {
		return err
	}
	if len(now.Errors) > 0 {
		return errFailed
	}
	return nil
}

func (p *planning) plan(now *driver.Result, outlets []outlet) *report.Plan {
	all := &report.Plan{Findings: *p.env.findings(now), Current: diagnosis.Current(now.Program)}
	for _, o := range outlets {
		all.Ways = append(all.Ways, o.Way)
	}
	return all
}
