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
	fmt.Fprintf(&b, "%s: %s\n\n%s\n", r.Name, r.Doc.Summary, ruleFacts(r))
	for _, c := range ruleChapters(r) {
		fmt.Fprintf(&b, "\n%s\n", c.title)
		for i, paragraph := range c.prose {
			if i > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(indent(wrap(paragraph, pageWidth)))
		}
		b.WriteString(indent(c.example))
		b.WriteString(indent(joinLines(align(c.switches))))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// pageWidth is the width of a page's prose, in bytes.
const pageWidth = 76

// ruleFacts sums a rule up in one line.
func ruleFacts(r *lint.Rule) string {
	return fmt.Sprintf("Category %s, severity %s, since %s, %s.", r.Category, r.Severity, r.Since, fixPromise(r.Fix))
}

// fixPromise says how many findings of a rule have a fix that edits files.
func fixPromise(m lint.FixMode) string {
	switch m {
	case lint.FixAlways:
		return "always fixable"
	case lint.FixSometimes:
		return "sometimes fixable"
	case lint.FixNever:
	}
	return "to be repaired by hand"
}

// A ruleChapter is one part of a rule's page: prose, an example, or ways to
// switch the rule off, each a text to write and where it works.
type ruleChapter struct {
	title    string
	prose    []string
	example  string
	switches [][]string
}

func ruleChapters(r *lint.Rule) []ruleChapter {
	return []ruleChapter{
		{title: "Why", prose: []string{r.Doc.Why}},
		{title: "Fires on", example: r.Doc.Before},
		{title: "Repaired", example: r.Doc.After},
		{title: "What a fix does", prose: fixProse(r)},
		ruleSwitches(r),
	}
}

// fixProse says what a fix does and who makes it.
func fixProse(r *lint.Rule) []string {
	if r.Fix == lint.FixNever {
		return []string{r.Doc.Fix}
	}
	return []string{r.Doc.Fix, "--fix makes the safe fixes, --fix --unsafe-fixes all of them, and --diff shows what would be done."}
}

// ruleSwitches says how to switch a rule off, or on if it is off.
func ruleSwitches(r *lint.Rule) ruleChapter {
	c := ruleChapter{title: "Switch it off"}
	configured := "off"
	if r.Severity == lint.Off {
		c.title, configured = "Switch it on, or off again", "warning"
		c.switches = append(c.switches, []string{"--extend-select " + r.Name, "on the command line, for one run"})
	} else {
		c.switches = append(c.switches, []string{"--ignore " + r.Name, "on the command line, for one run"})
	}
	c.switches = append(
		c.switches,
		[]string{"rules: {" + r.Name + ": " + configured + "}", "in .regionlint.yaml, or there under overrides for some paths"},
		[]string{"# regionlint: ignore[" + r.Name + "] reason", "behind the code, or alone on the line above; in TypeScript with //"},
		[]string{"# regionlint: ignore-file[" + r.Name + "] reason", "anywhere in the file"},
	)
	return c
}

// wrap breaks a paragraph between words into lines of no more bytes than width,
// where no word is longer.
func wrap(text string, width int) string {
	var b strings.Builder
	column := 0
	for i, word := range strings.Fields(text) {
		switch {
		case i == 0:
		case column+1+len(word) > width:
			b.WriteByte('\n')
			column = 0
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}

// indent sets every line of a text in. Of no text it makes none.
func indent(text string) string {
	if text == "" {
		return ""
	}
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
