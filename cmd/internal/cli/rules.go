package cli

import (
	"github.com/spf13/cobra"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/report"
)

func newRules(env Env) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "rules [rule]",
		Short: "List the rules, or print the page of one",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := oneOf("output-format", format, "text", "json"); err != nil {
				return err
			}
			chosen := env.Rules
			if len(args) > 0 {
				rule, err := findRule(env.Rules, args[0])
				if err != nil {
					return err
				}
				chosen = []*lint.Rule{rule}
			}
			switch {
			case format == "json":
				return report.RulesJSON(env.Stdout, env.Version, chosen)
			case len(args) > 0:
				return report.RulePage(env.Stdout, chosen[0])
			}
			return report.RuleList(env.Stdout, chosen)
		},
	}
	cmd.Flags().StringVar(&format, "output-format", "text", "form of the output: text or json")
	return cmd
}
