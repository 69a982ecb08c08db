package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/driver"
)

// selection is the choice of rules on the command line. An entry is the name of
// a rule or of a category.
type selection struct {
	only, also, not []string
}

func (s *selection) declare(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringSliceVar(&s.only, "select", nil, "run these `rules` or categories only")
	flags.StringSliceVar(&s.also, "extend-select", nil, "run these `rules` or categories too")
	flags.StringSliceVar(&s.not, "ignore", nil, "leave out these `rules` or categories")
}

// checks returns the chosen rules in the order of all. A rule that is off by
// default runs when it is chosen by name, as a warning; a category stands for
// its rules that are on by default.
func (s *selection) checks(all []*lint.Rule) ([]driver.Check, error) {
	for _, name := range slices.Concat(s.only, s.also, s.not) {
		if !slices.ContainsFunc(all, func(r *lint.Rule) bool { return matches(r, name) }) {
			return nil, fmt.Errorf("there is no rule or category %q (see regionlint rules)", name)
		}
	}
	var checks []driver.Check
	for _, rule := range all {
		chosen := rule.Severity != lint.Off
		if len(s.only) > 0 {
			chosen = selects(s.only, rule)
		}
		chosen = chosen || selects(s.also, rule)
		if !chosen || slices.ContainsFunc(s.not, func(name string) bool { return matches(rule, name) }) {
			continue
		}
		check := driver.Check{Rule: rule}
		if rule.Severity == lint.Off {
			check.Severity = lint.Warning
		}
		checks = append(checks, check)
	}
	return checks, nil
}

// selects reports whether one of the names turns a rule on.
func selects(names []string, rule *lint.Rule) bool {
	return slices.Contains(names, rule.Name) ||
		rule.Severity != lint.Off && slices.Contains(names, string(rule.Category))
}

func matches(rule *lint.Rule, name string) bool {
	return rule.Name == name || string(rule.Category) == name
}

// findRule returns the rule with that name. The error names one that is spelled
// nearly so.
func findRule(all []*lint.Rule, name string) (*lint.Rule, error) {
	i := slices.IndexFunc(all, func(r *lint.Rule) bool { return r.Name == name })
	if i >= 0 {
		return all[i], nil
	}
	names := make([]string, len(all))
	for i, r := range all {
		names[i] = r.Name
	}
	near := lint.Nearest(name, names)
	if near == "" {
		return nil, fmt.Errorf("there is no rule %q (see regionlint rules)", name)
	}
	return nil, fmt.Errorf("there is no rule %q; did you mean %s?", name, near)
}
