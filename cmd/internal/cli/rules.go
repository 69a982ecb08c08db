package cli

import (
	"github.com/spf13/cobra"

	"github.com/regionlint/regionlint/lint/report"
)

func newRules(env Env) *cobra.Command {
	return &cobra.Command{
		Use:   "rules [rule]",
		Short: "List the rules, or print the page of one",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return report.RuleList(env.Stdout, env.Rules)
			}
			rule, err := findRule(env.Rules, args[0])
			if err != nil {
				return err
			}
			return report.RulePage(env.Stdout, rule)
		},
	}
}
