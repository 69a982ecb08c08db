package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/regionlint/regionlint/lint/link"
)

// MapText prints a map for people: a summary, then the clients of every
// component, identifiers, environment variables and literals.
func MapText(w io.Writer, m *Map, style Style) error {
	var b strings.Builder
	fmt.Fprintln(&b, style.paint(bold, m.headline()+"."))
	fmt.Fprintln(&b, m.tally()+".")
	for _, c := range m.components() {
		section(&b, style, folderName(c.folder), m.clientRows(c.clients))
	}
	section(&b, style, "Identifiers that carry a region", m.resourceRows())
	m.variablesText(&b, style)
	section(&b, style, "Regions spelled out", m.literalRows())
	_, err := io.WriteString(w, b.String())
	return err
}

// section prints rows under a title, and nothing if there are none.
func section(b *strings.Builder, style Style, title string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", style.paint(bold, title))
	for _, line := range align(rows) {
		fmt.Fprintln(b, "  "+line)
	}
}

// clientRows returns one row for each client, and one more for every further
// place that decides its region.
func (m *Map) clientRows(clients []link.Client) [][]string {
	var rows [][]string
	for _, c := range clients {
		row := []string{serviceName(c), regionNames(c), Visible(c.SDK), at(m.Sources, c.At)}
		deciders := m.deciders(c)
		if len(deciders) > 0 {
			row = append(row, "<- "+deciders[0])
			deciders = deciders[1:]
		}
		rows = append(rows, row)
		for _, d := range deciders {
			rows = append(rows, []string{"", "", "", "", "<- " + d})
		}
	}
	return rows
}

func (m *Map) resourceRows() [][]string {
	var rows [][]string
	for _, r := range m.Resources {
		rows = append(rows, []string{Visible(r.Service), Visible(r.Region), Visible(r.Kind), Visible(r.Value), at(m.Sources, r.At)})
	}
	return rows
}

func (m *Map) variablesText(b *strings.Builder, style Style) {
	if len(m.Variables) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", style.paint(bold, "Environment variables"))
	for _, v := range m.Variables {
		fmt.Fprintln(b, "  "+Visible(v.Name))
		var rows [][]string
		for _, d := range v.Definitions {
			value := definitionValue(d)
			if kind := definitionKind(d); kind != "" {
				value += " (" + kind + ")"
			}
			rows = append(rows, []string{"set to", value, at(m.Sources, d.At)})
		}
		for _, l := range v.Lookups {
			rows = append(rows, []string{"read", fallbackText(l), at(m.Sources, l.At)})
		}
		if len(v.Definitions) == 0 {
			rows = append(rows, []string{"set in no dotenv file"})
		}
		if len(v.Lookups) == 0 {
			rows = append(rows, []string{"read by no code"})
		}
		for _, line := range align(rows) {
			fmt.Fprintln(b, "    "+line)
		}
	}
}

func fallbackText(l link.Lookup) string {
	if f := fallback(l); f != "" {
		return "or else " + f
	}
	return "without a fallback"
}

// literalRows returns one row for each region literal, and one for each list
// of regions.
func (m *Map) literalRows() [][]string {
	var rows [][]string
	catalogues := make(map[string]bool) // files whose list has a row
	for _, l := range m.Literals {
		if !l.Catalogue {
			rows = append(rows, []string{Visible(l.Region), Visible(l.Context), at(m.Sources, l.At)})
			continue
		}
		if !catalogues[l.At.Path] {
			catalogues[l.At.Path] = true
			rows = append(rows, []string{"a list of regions", "catalogue", at(m.Sources, l.At)})
		}
	}
	return rows
}
