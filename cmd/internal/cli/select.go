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

// checks returns the rules that may report, in the order of all. A rule that is
// off by default reports when it is chosen by name, as a warning, or where the
// configuration switches it on; a category stands for its rules that are on by
// default.
func (s *selection) checks(all []*lint.Rule) ([]driver.Check, error) {
	for _, name := range slices.Concat(s.only, s.also, s.not) {
		if !slices.ContainsFunc(all, func(r *lint.Rule) bool { return matches(r, name) }) {
			return nil, fmt.Errorf("there is no rule or category %q (see regionlint rules)", name)
		}
	}
	var checks []driver.Check
	for _, rule := range all {
		named := slices.Contains(s.only, rule.Name) || slices.Contains(s.also, rule.Name)
		chosen := named || len(s.only) == 0 || slices.Contains(s.only, string(rule.Category)) ||
			slices.Contains(s.also, string(rule.Category))
		if !chosen || slices.ContainsFunc(s.not, func(name string) bool { return matches(rule, name) }) {
			continue
		}
		check := driver.Check{Rule: rule, Chosen: named}
		switch {
		case rule.Severity != lint.Off:
		case named:
			check.Severity = lint.Warning
		default:
			check.Off = true
		}
		checks = append(checks, check)
	}
	return checks, nil
}

// ruleOfTo is the rule that finds what does not run where --to says.
const ruleOfTo = "disallowed-region"

// forced returns checks with a rule among them that reports errors, whatever else
// was chosen.
func forced(checks []driver.Check, all []*lint.Rule, name string) ([]driver.Check, error) {
	rule, err := findRule(all, name)
	if err != nil {
		return nil, err
	}
	checks = slices.DeleteFunc(checks, func(c driver.Check) bool { return c.Rule == rule })
	return append(checks, driver.Check{Rule: rule, Severity: lint.Error, Chosen: true, Forced: true}), nil
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
