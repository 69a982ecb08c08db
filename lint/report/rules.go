package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/regionlint/regionlint/lint"
)

// RuleList prints a line for each rule.
func RuleList(w io.Writer, rules []*lint.Rule) error {
	var rows [][]string
	for _, r := range rules {
		rows = append(rows, []string{r.Name, string(r.Category), r.Severity.String(), r.Doc.Summary})
	}
	_, err := io.WriteString(w, joinLines(align(rows)))
	return err
}

// RulePage prints what there is to know about one rule.
func RulePage(w io.Writer, r *lint.Rule) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n\n", r.Name, r.Doc.Summary)
	fmt.Fprintf(&b, "Category %s, severity %s, since %s.\n", r.Category, r.Severity, r.Since)
	chapter := func(title, text string) {
		if text != "" {
			fmt.Fprintf(&b, "\n%s\n%s", title, indent(text))
		}
	}
	chapter("Why", r.Doc.Why)
	chapter("Fires on", r.Doc.Before)
	chapter("Repaired", r.Doc.After)
	chapter("What a fix does (this version reports and edits no file)", r.Doc.Fix)
	if r.Severity == lint.Off {
		chapter("Switch it on", "--extend-select "+r.Name)
	} else {
		chapter("Switch it off", "--ignore "+r.Name)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// indent sets every line of a text in.
func indent(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = "    " + line
		}
	}
	return joinLines(lines)
}

// joinLines ends every line.
func joinLines(lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(line + "\n")
	}
	return b.String()
}
