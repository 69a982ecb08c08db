package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// modelGeographyMismatch finds Bedrock inference profiles that cannot be called
// from the region of the client that asks for them.
var modelGeographyMismatch = &lint.Rule{
	Name:     "model-geography-mismatch",
	Category: lint.AWS,
	Severity: lint.Error,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "an inference profile cannot be called from the client's region",
		Why: "The first part of a profile's id is its geography: us.anthropic.… exists only in the regions that the us profiles " +
			"are called from. Elsewhere the answer is ValidationException: The provided model identifier is invalid.",
		Before: `bedrock = boto3.client("bedrock-runtime", region_name="eu-central-1")
bedrock.converse(modelId="us.anthropic.claude-sonnet-4-5-20250929-v1:0", messages=[])
`,
		After: `bedrock = boto3.client("bedrock-runtime", region_name="eu-central-1")
bedrock.converse(modelId="eu.anthropic.claude-sonnet-4-5-20250929-v1:0", messages=[])
`,
		Fix: "Writes the geography of the client's region, where there is exactly one beside global; otherwise there are steps. " +
			"Unsafe, since the model may not be offered there, and requests are then answered in other countries than before.",
	},
	Check: checkModelGeographyMismatch,
}

func checkModelGeographyMismatch(pass *lint.Pass) error {
	for _, m := range misaskedModels(pass.Program) {
		c := &pass.Program.Clients[m.model.Client]
		d := lint.Diagnostic{
			At:       m.place(),
			Message:  m.message(c),
			Services: []string{c.Service},
			Regions:  []string{m.region.Region},
			Fixes:    m.fixes(pass.Program),
		}
		t := trail{own: d.At}
		if !within(d.At, m.model.At) {
			t.add(m.model.At, "the model is given here")
		}
		t.add(c.At, "the client is made here")
		t.decided(m.region)
		for _, at := range m.more[:min(len(m.more), maxRelated)] {
			t.add(at, "it is given here too")
		}
		d.Related = t.list
		pass.Report(d)
	}
	return nil
}

// A misasked is a profile that a client asks for in vain, with the other places
// where the same two decisions meet.
type misasked struct {
	model  *link.Model
	region link.Origin
	more   []source.Location
}

// place returns the profile's id, or the argument where no one place spells it.
func (m *misasked) place() source.Location {
	if m.model.ID != (source.Location{}) {
		return m.model.ID
	}
	return m.model.At
}

func (m *misasked) message(c *link.Client) string {
	head := fmt.Sprintf("inference profile %q cannot be called from %s, where this %s client runs", m.model.Text, m.region.Region, c.Service)
	if len(m.more) > 0 {
		head += fmt.Sprintf(", here and in %s", counted(len(m.more), "other place"))
	}
	var geos []string
	for _, geo := range aws.ProfileGeos(m.region.Region) {
		geos = append(geos, geo+".")
	}
	return head + fmt.Sprintf(": ValidationException: The provided model identifier is invalid; %s calls profiles of %s",
		m.region.Region, enumerate(geos))
}

// fixes offers the one geography that is the region's own, or steps where there is
// none or more than one, or the source does not spell it in one piece.
func (m *misasked) fixes(p *link.Program) []lint.SuggestedFix {
	geos := slices.DeleteFunc(aws.ProfileGeos(m.region.Region), func(geo string) bool { return geo == "global" })
	by := []lint.SuggestedFix{manual(fmt.Sprintf("Ask for a profile that %s calls, or run this client in a region of %s.", m.region.Region, m.model.Geo))}
	if len(geos) != 1 || m.model.Value.Spot == (source.Location{}) {
		return by
	}
	e, ok := edit.Text(p, m.model.Value.Spot, geos[0])
	if !ok {
		return by
	}
	return []lint.SuggestedFix{{
		Title:  fmt.Sprintf("Ask for %s%s", geos[0], strings.TrimPrefix(m.model.Text, m.model.Geo)),
		Safety: lint.Unsafe, Edits: []lint.TextEdit{e},
	}}
}

// misaskedModels returns the profiles that cannot be called, sorted by the places
// of their arguments.
func misaskedModels(p *link.Program) []misasked {
	var found []misasked
	for first := 0; first < len(p.Models); {
		end := first + 1
		for end < len(p.Models) && p.Models[end].At == p.Models[first].At {
			end++
		}
		for _, models := range modelsByClient(p.Models[first:end]) {
			m, ok := misaskedOf(p, models)
			if !ok {
				continue
			}
			i := slices.IndexFunc(found, func(f misasked) bool {
				return f.place() == m.place() && (f.region.Region == m.region.Region || spot(f.region) == spot(m.region))
			})
			if i < 0 {
				found = append(found, m)
			} else if at := m.model.At; at != found[i].model.At && !slices.Contains(found[i].more, at) {
				found[i].more = append(found[i].more, at)
			}
		}
		first = end
	}
	return found
}

// modelsByClient groups the alternatives of one argument by client.
func modelsByClient(models []link.Model) [][]link.Model {
	var groups [][]link.Model
	for _, m := range models {
		i := slices.IndexFunc(groups, func(g []link.Model) bool { return g[0].Client == m.Client })
		if i < 0 {
			groups = append(groups, nil)
			i = len(groups) - 1
		}
		groups[i] = append(groups[i], m)
	}
	return groups
}

// misaskedOf compares the alternatives of one argument with the regions of its
// client: one that can be called from one of them speaks for all.
func misaskedOf(p *link.Program, models []link.Model) (misasked, bool) {
	c := &p.Clients[models[0].Client]
	if c.Status != link.Resolved || c.Open || !takesPart(c) {
		return misasked{}, false
	}
	for i := range models {
		if callable(&models[i], c) {
			return misasked{}, false
		}
	}
	for i := range models {
		for _, o := range c.Origins {
			if together(models[i].Value, o) {
				return misasked{model: &models[i], region: o}, true
			}
		}
	}
	return misasked{}, false
}

// callable reports whether a model may be called from one of a client's regions,
// as far as the table knows them.
func callable(m *link.Model, c *link.Client) bool {
	regions, known := aws.ProfileRegions(m.Geo)
	return !known || slices.ContainsFunc(c.Regions, func(r string) bool {
		return slices.Contains(regions, r) || !aws.CallsProfiles(r)
	})
}
