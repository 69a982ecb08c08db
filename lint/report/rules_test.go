package report

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint"
)

func exampleRule(severity lint.Severity, fix lint.FixMode) *lint.Rule {
	return &lint.Rule{
		Name: "odd-region", Category: lint.Policy, Severity: severity, Since: "0.2.0", Fix: fix,
		Doc: lint.Doc{
			Summary: "an odd region | or two",
			Why:     "It answers `<Error>`, and this is a sentence that is long enough to be broken into two lines.",
			Before:  "# .env\nAWS_REGION=a\n# app/a.py\n# a comment\nx = 1\n",
			After:   "x = 2\n",
			Fix:     "Writes another.",
		},
	}
}

func TestRulePage(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := RulePage(&b, exampleRule(lint.Error, lint.FixAlways)); err != nil {
		t.Fatal(err)
	}
	const want = `odd-region: an odd region | or two

Category policy, severity error, since 0.2.0, always fixable.

Why
    It answers ` + "`<Error>`" + `, and this is a sentence that is long enough to be
    broken into two lines.

Fires on
    # .env
    AWS_REGION=a
    # app/a.py
    # a comment
    x = 1

Repaired
    x = 2

What a fix does
    Writes another.

    --fix makes the safe fixes, --fix --unsafe-fixes all of them, and --diff
    shows what would be done.

Switch it off
    --ignore odd-region                           on the command line, for one run
    rules: {odd-region: off}                      in .regionlint.yaml, or there under overrides for some paths
    # regionlint: ignore[odd-region] reason       behind the code, or alone on the line above; in TypeScript with //
    # regionlint: ignore-file[odd-region] reason  anywhere in the file
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &b, want)
	}
	b.Reset()
	if err := RulePage(&b, exampleRule(lint.Off, lint.FixNever)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{", to be repaired by hand.\n", "--extend-select odd-region", "rules: {odd-region: warning}"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page of a rule that is off has no %q:\n%s", want, &b)
		}
	}
	if strings.Contains(b.String(), "--unsafe-fixes") {
		t.Errorf("the page of a rule without fixes tells how to make them:\n%s", &b)
	}
}

func TestRuleMarkdown(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := RuleMarkdown(&b, exampleRule(lint.Error, lint.FixSometimes)); err != nil {
		t.Fatal(err)
	}
	const wantPage = "# odd-region\n\nAn odd region | or two.\n\n" +
		"Category policy, severity error, since 0.2.0, sometimes fixable.\n\n" +
		"## Why\n\nIt answers \\`&lt;Error>\\`, and this is a sentence that is long enough to be broken into two lines.\n\n" +
		"## Fires on\n\n`.env`\n\n```shell\nAWS_REGION=a\n```\n\n`app/a.py`\n\n```python\n# a comment\nx = 1\n```\n\n" +
		"## Repaired\n\n`app.py`\n\n```python\nx = 2\n```\n\n"
	if !strings.HasPrefix(b.String(), wantPage) {
		t.Errorf("got\n%s\nwant\n%s", &b, wantPage)
	}
	b.Reset()
	if err := RuleIndex(&b, []*lint.Rule{exampleRule(lint.Error, lint.FixSometimes)}); err != nil {
		t.Fatal(err)
	}
	const wantRow = "| [odd-region](odd-region.md) | policy | error | sometimes | an odd region \\| or two |\n"
	if !strings.HasSuffix(b.String(), wantRow) {
		t.Errorf("got\n%s\nwant it to end with\n%s", &b, wantRow)
	}
}

func TestRulesJSON(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := RulesJSON(&b, "1.2.3", []*lint.Rule{exampleRule(lint.Off, lint.FixNever)}); err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Schema int
		Tool   struct{ Version string }
		Rules  []map[string]string
	}
	if err := json.Unmarshal([]byte(b.String()), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Schema != 1 || doc.Tool.Version != "1.2.3" || len(doc.Rules) != 1 {
		t.Fatalf("got %+v", doc)
	}
	for key, want := range map[string]string{
		"name": "odd-region", "category": "policy", "severity": "off", "since": "0.2.0", "fix": "never",
		"summary": "an odd region | or two", "after": "x = 2\n", "repair": "Writes another.",
	} {
		if got := doc.Rules[0][key]; got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
}
