package report

import (
	"fmt"
	"strings"

	"github.com/regionlint/regionlint/lint/diagnosis"
	"github.com/regionlint/regionlint/lint/source"
)

// A Plan is a diagnosis: what runs where, what is wrong with that, and the ways
// out.
type Plan struct {
	Findings
	Current []diagnosis.Service
	Ways    []diagnosis.Way
}

// recommended returns the way to take, nil if there is none.
func (p *Plan) recommended() *diagnosis.Way {
	for i := range p.Ways {
		if p.Ways[i].Recommended {
			return &p.Ways[i]
		}
	}
	return nil
}

// headline says in one sentence how things are.
func (p *Plan) headline() string {
	regions := diagnosis.InUse(p.Current)
	for i := range regions {
		regions[i] = Visible(regions[i])
	}
	switch len(regions) {
	case 0:
		return "No region is in use"
	case 1:
		return "Everything is in " + regions[0]
	}
	last := len(regions) - 1
	return fmt.Sprintf("%s are in use: %s and %s", count(len(regions), "region"), strings.Join(regions[:last], ", "), regions[last])
}

// currentRows returns one row for each region of each service: the service, the
// region, and the places that decide it.
func (p *Plan) currentRows() [][]string {
	var rows [][]string
	for _, s := range p.Current {
		name := Visible(s.Name)
		for _, r := range s.Regions {
			rows = append(rows, []string{name, Visible(r.Name), p.decided(r.Decided)})
			name = ""
		}
		if s.Bare > 0 {
			rows = append(rows, []string{name, "(none given)", count(s.Bare, "client")})
		}
	}
	return rows
}

// maxDecided is how many deciding places a row lists.
const maxDecided = 3

func (p *Plan) decided(places []source.Location) string {
	var all []string
	for _, l := range places[:min(len(places), maxDecided)] {
		all = append(all, at(p.Sources, l))
	}
	if more := len(places) - maxDecided; more > 0 {
		all = append(all, fmt.Sprintf("%d more", more))
	}
	return strings.Join(all, ", ")
}

// editsLine says how many edits a way makes.
func editsLine(w *diagnosis.Way) string {
	if w.Safe+w.Unsafe == 0 {
		return "No edits"
	}
	return fmt.Sprintf("Edits: %d safe, %d unsafe", w.Safe, w.Unsafe)
}

// recreation says what has to be made again.
func (p *Plan) recreation(r diagnosis.Recreation) string {
	return fmt.Sprintf("%s %s (%s), now in %s: %s", Visible(r.Noun), Visible(r.Name), Visible(r.Service), Visible(r.From), at(p.Sources, r.At))
}

// left names the findings that a way leaves, in the words of their rules. Their
// places are those of the edited tree, so only the file is told.
func left(w *diagnosis.Way) []string {
	var all []string
	for _, d := range w.Left {
		all = append(all, fmt.Sprintf("%s[%s] in %s: %s", d.Severity, d.Rule, Visible(d.At.Path), Visible(d.Message)))
	}
	return all
}
