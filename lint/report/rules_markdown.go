package report

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/regionlint/regionlint/lint"
)

// RuleMarkdown prints a rule's page as Markdown.
func RuleMarkdown(w io.Writer, r *lint.Rule) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s.\n\n%s\n", r.Name, capital(plain(r.Doc.Summary)), ruleFacts(r))
	for _, c := range ruleChapters(r) {
		fmt.Fprintf(&b, "\n## %s\n", c.title)
		for _, paragraph := range c.prose {
			fmt.Fprintf(&b, "\n%s\n", plain(paragraph))
		}
		for _, f := range exampleFiles(c.example) {
			fmt.Fprintf(&b, "\n`%s`\n\n```%s\n%s```\n", f.path, fence(f.path), f.text)
		}
		if len(c.switches) > 0 {
			b.WriteByte('\n')
		}
		for _, s := range c.switches {
			fmt.Fprintf(&b, "- `%s` %s\n", s[0], s[1])
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// RuleIndex prints a table of rules as Markdown, with links to their pages.
func RuleIndex(w io.Writer, rules []*lint.Rule) error {
	var b strings.Builder
	b.WriteString("# Rules\n\n" +
		"One page for each rule: why it matters, an example, what a fix does, and how to switch it off.\n" +
		"`regionlint rules NAME` prints the same.\n")
	var rows [][]string
	for _, r := range rules {
		rows = append(rows, []string{
			"[" + r.Name + "](" + r.Name + ".md)", string(r.Category), r.Severity.String(), r.Fix.String(),
			strings.ReplaceAll(plain(r.Doc.Summary), "|", `\|`),
		})
	}
	table(&b, "A rule that is off runs when it is chosen by name or switched on in the configuration.",
		[]string{"Rule", "Category", "Severity", "Fixable", "Finds"}, rows)
	_, err := io.WriteString(w, b.String())
	return err
}

// plain keeps documentation, which is written by us, from meaning anything to
// Markdown where it is plain text.
func plain(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", "*", `\*`, "`", "\\`").Replace(s)
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// An exampleFile is one file of an example.
type exampleFile struct{ path, text string }

// exampleName matches the line that begins a file in an example.
var exampleName = regexp.MustCompile(`^(?:#|//) (\S*\.\S+)$`)

// exampleFiles returns the files of an example, in order.
func exampleFiles(example string) []exampleFile {
	var files []exampleFile
	for line := range strings.Lines(example) {
		if m := exampleName.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
			files = append(files, exampleFile{path: m[1]})
			continue
		}
		if len(files) == 0 {
			files = append(files, exampleFile{path: "app.py"})
		}
		files[len(files)-1].text += line
	}
	return files
}

// fences maps the ends of names onto what Markdown calls the language.
var fences = []struct{ end, language string }{
	{".py", "python"},
	{".ts", "typescript"},
	{".tsx", "tsx"},
	{".js", "javascript"},
	{".json", "json"},
	{".yaml", "yaml"},
	{".yml", "yaml"},
}

// fence returns what Markdown calls the language of a file, "" for one that has
// no name there. A dotenv file is shown as a shell reads it.
func fence(path string) string {
	for _, f := range fences {
		if strings.HasSuffix(path, f.end) {
			return f.language
		}
	}
	if strings.HasPrefix(path[strings.LastIndexByte(path, '/')+1:], ".env") {
		return "shell"
	}
	return ""
}
