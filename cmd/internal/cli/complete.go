package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
)

// choices returns the values of a command's flags that take one of a few words, by
// the flag. Shells complete them.
func choices(cmd *cobra.Command) map[string][]string {
	all := map[string][]string{"color": {"auto", "always", "never"}}
	switch cmd.Name() {
	case "regionlint":
		all["fail-on"] = []string{"error", "warning", "info"}
		all["output-format"] = formats
	case "map":
		all["format"] = []string{"text", "json", "markdown", "mermaid"}
	case "plan":
		all["format"] = []string{"text", "json", "markdown"}
	case "trace":
		all["format"] = []string{"text", "json"}
	case "rules":
		all["output-format"] = []string{"text", "json"}
	}
	return all
}

// complete has shells complete what flags and arguments of a command take: files
// where nothing else is said.
func (e Env) complete(cmd *cobra.Command) {
	for flag, words := range choices(cmd) {
		e.completeFlag(cmd, flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	}
	for _, flag := range []string{"select", "extend-select", "ignore"} {
		e.completeFlag(cmd, flag, listed(append(ruleWords(e.Rules), categoryWords(e.Rules)...)))
	}
	e.completeFlag(cmd, "to", cobra.FixedCompletions(regionWords(), cobra.ShellCompDirectiveNoFileComp))
	e.completeFlag(cmd, "new-from-rev", cobra.NoFileCompletions)
	e.completeFlag(cmd, "apply", cobra.NoFileCompletions)
	if cmd.Name() == "rules" {
		cmd.ValidArgsFunction = cobra.FixedCompletions(ruleWords(e.Rules), cobra.ShellCompDirectiveNoFileComp)
	}
	for _, inner := range cmd.Commands() {
		e.complete(inner)
	}
}

// completeFlag sets how a flag is completed, if the command has it.
func (e Env) completeFlag(cmd *cobra.Command, flag string, f cobra.CompletionFunc) {
	if cmd.Flags().Lookup(flag) == nil {
		return
	}
	if err := cmd.RegisterFlagCompletionFunc(flag, f); err != nil {
		panic(err) // there is such a flag, and no completion of it yet
	}
}

// listed completes the last word of a list with commas.
func listed(words []cobra.Completion) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndexByte(typed, ',')+1]
		all := make([]cobra.Completion, len(words))
		for i, word := range words {
			all[i] = before + word
		}
		return all, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

func ruleWords(rules []*lint.Rule) []cobra.Completion {
	words := make([]cobra.Completion, len(rules))
	for i, rule := range rules {
		words[i] = cobra.CompletionWithDesc(rule.Name, rule.Doc.Summary)
	}
	return words
}

func categoryWords(rules []*lint.Rule) []cobra.Completion {
	counts := make(map[lint.Category]int)
	var words []cobra.Completion
	for _, rule := range rules {
		counts[rule.Category]++
	}
	for category, n := range counts {
		words = append(words, cobra.CompletionWithDesc(string(category), fmt.Sprintf("category of %s", plural(n, "rule", "rules"))))
	}
	slices.Sort(words)
	return words
}

func regionWords() []cobra.Completion {
	var words []cobra.Completion
	for _, region := range aws.Regions() {
		if !aws.IsPseudoRegion(region.Name) {
			words = append(words, region.Name)
		}
	}
	return words
}
