package report

import (
	"fmt"
	"io"
	"strings"
)

// MapMarkdown prints a map as Markdown, for a pull request or a job's summary.
func MapMarkdown(w io.Writer, m *Map) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## AWS regions\n\n**%s.** %s.\n", markdown(m.headline()), markdown(m.tally()))
	for _, c := range m.components() {
		title := "### " + markdown(folderName(c.folder))
		table(&b, title, []string{"Service", "Region", "SDK", "Client", "Decided by"}, m.clientCells(c))
	}
	var resources [][]string
	for _, r := range m.resourceRows() {
		resources = append(resources, []string{
			markdown(r[0]), markdown(r[1]), markdown(r[2]), code(r[3]), code(r[4]),
		})
	}
	table(&b, "### Identifiers that carry a region", []string{"Service", "Region", "Kind", "Identifier", "Place"}, resources)
	table(&b, "### Environment variables", []string{"Variable", "", "Value", "Place"}, m.variableCells())
	_, err := io.WriteString(w, b.String())
	return err
}

func (m *Map) clientCells(c component) [][]string {
	var rows [][]string
	for _, client := range c.clients {
		var deciders []string
		for _, d := range m.deciders(client) {
			deciders = append(deciders, markdown(d))
		}
		rows = append(rows, []string{
			markdown(serviceName(client)), markdown(regionNames(client)), markdown(Visible(client.SDK)),
			code(at(m.Sources, client.At)), strings.Join(deciders, "<br>"),
		})
	}
	return rows
}

func (m *Map) variableCells() [][]string {
	var rows [][]string
	for _, v := range m.Variables {
		name := code(Visible(v.Name))
		for _, d := range v.Definitions {
			how := "set"
			if kind := definitionKind(d); kind != "" {
				how += " (" + kind + ")"
			}
			rows = append(rows, []string{name, markdown(how), markdown(definitionValue(d)), code(at(m.Sources, d.At))})
		}
		for _, l := range v.Lookups {
			rows = append(rows, []string{name, "read", markdown(fallbackText(l)), code(at(m.Sources, l.At))})
		}
	}
	return rows
}

// table prints a table of escaped cells under a title, and nothing if it has no
// rows.
func table(b *strings.Builder, title string, head []string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n\n| %s |\n|%s\n", title, strings.Join(head, " | "), strings.Repeat(" --- |", len(head)))
	for _, row := range rows {
		fmt.Fprintf(b, "| %s |\n", strings.Join(row, " | "))
	}
}

// markdown escapes visible text so that it means nothing to Markdown, nor to the
// HTML and the mentions in it.
func markdown(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '@':
			b.WriteString("&#64;") // else it mentions an account
		case strings.ContainsRune("\\`*_{}[]()#+!|~$", r):
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return unlinkedAddress.Replace(b.String())
}

// unlinkedAddress keeps what looks like an address from becoming a link.
var unlinkedAddress = strings.NewReplacer("://", "&#58;//", "www.", "www&#46;")

// code returns visible text as a code span. In a table a bar would end the cell
// even there.
func code(s string) string {
	if s == "" {
		return ""
	}
	s = strings.ReplaceAll(s, "|", `\|`)
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}
