package report

import (
	"io"

	"github.com/regionlint/regionlint/lint/link"
)

type jsonMap struct {
	Schema      int            `json:"schema"`
	Clients     []jsonClient   `json:"clients"`
	Resources   []jsonResource `json:"resources"`
	Literals    []jsonLiteral  `json:"literals"`
	Environment []jsonVariable `json:"environment"`
}

type jsonClient struct {
	Service  string       `json:"service"`
	SDK      string       `json:"sdk"`
	Location jsonLocation `json:"location"`
	Status   string       `json:"status"`
	Regions  []string     `json:"regions"`
	Origins  []jsonOrigin `json:"origins"`
}

type jsonOrigin struct {
	Region string     `json:"region"`
	Steps  []jsonStep `json:"steps"`
}

type jsonStep struct {
	Location jsonLocation `json:"location"`
	What     string       `json:"what"`
}

type jsonResource struct {
	Kind     string       `json:"kind"`
	Service  string       `json:"service"`
	Value    string       `json:"value"`
	Region   string       `json:"region"`
	Location jsonLocation `json:"location"`
}

type jsonLiteral struct {
	Region   string       `json:"region"`
	Context  string       `json:"context"`
	Location jsonLocation `json:"location"`
}

type jsonVariable struct {
	Name        string           `json:"name"`
	Definitions []jsonDefinition `json:"definitions"`
	Lookups     []jsonLookup     `json:"lookups"`
}

type jsonDefinition struct {
	Value    string       `json:"value"`
	Location jsonLocation `json:"location"`
	Template bool         `json:"template"`
}

// jsonLookup is one read of a variable. Default is the first region that it
// falls back to, absent if there is none.
type jsonLookup struct {
	Default  string       `json:"default,omitempty"`
	Location jsonLocation `json:"location"`
}

// MapJSON prints a map as one JSON document, whose form is part of the
// program's contract.
func MapJSON(w io.Writer, m *Map) error {
	doc := jsonMap{
		Schema:      schema,
		Clients:     make([]jsonClient, 0, len(m.Clients)),
		Resources:   make([]jsonResource, 0, len(m.Resources)),
		Literals:    make([]jsonLiteral, 0, len(m.Literals)),
		Environment: make([]jsonVariable, 0, len(m.Variables)),
	}
	for _, c := range m.Clients {
		doc.Clients = append(doc.Clients, jsonClient{
			Service: c.Service, SDK: c.SDK, Location: m.Sources.location(c.At), Status: c.Status.String(),
			Regions: append([]string{}, c.Regions...), Origins: m.Sources.origins(c.Origins),
		})
	}
	for _, r := range m.Resources {
		doc.Resources = append(doc.Resources, jsonResource{
			Kind: r.Kind, Service: r.Service, Value: r.Value, Region: r.Region, Location: m.Sources.location(r.At),
		})
	}
	for _, l := range m.Literals {
		doc.Literals = append(doc.Literals, jsonLiteral{
			Region: l.Region, Context: l.Context, Location: m.Sources.location(l.At),
		})
	}
	for _, v := range m.Variables {
		doc.Environment = append(doc.Environment, m.Sources.variable(v))
	}
	return encode(w, doc)
}

func (s Sources) variable(v Variable) jsonVariable {
	out := jsonVariable{
		Name:        v.Name,
		Definitions: make([]jsonDefinition, 0, len(v.Definitions)),
		Lookups:     make([]jsonLookup, 0, len(v.Lookups)),
	}
	for _, d := range v.Definitions {
		out.Definitions = append(out.Definitions, jsonDefinition{
			Value: d.Value, Location: s.location(d.At), Template: d.Template,
		})
	}
	for _, l := range v.Lookups {
		lookup := jsonLookup{Location: s.location(l.At)}
		if len(l.Fallbacks) > 0 {
			lookup.Default = l.Fallbacks[0].Region
		}
		out.Lookups = append(out.Lookups, lookup)
	}
	return out
}

func (s Sources) origins(origins []link.Origin) []jsonOrigin {
	out := make([]jsonOrigin, 0, len(origins))
	for _, o := range origins {
		steps := make([]jsonStep, 0, len(o.Steps))
		for _, step := range o.Steps {
			steps = append(steps, jsonStep{Location: s.location(step.At), What: step.What})
		}
		out = append(out, jsonOrigin{Region: o.Region, Steps: steps})
	}
	return out
}
