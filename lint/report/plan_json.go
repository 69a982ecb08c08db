package report

import (
	"io"

	"github.com/regionlint/regionlint/lint/diagnosis"
)

type jsonPlan struct {
	Schema      int              `json:"schema"`
	Current     []jsonService    `json:"current"`
	Diagnostics []jsonDiagnostic `json:"diagnostics"`
	Ways        []jsonWay        `json:"ways"`
}

type jsonService struct {
	Service string       `json:"service"`
	Regions []jsonRegion `json:"regions"`
}

type jsonRegion struct {
	Region  string         `json:"region"`
	Decided []jsonLocation `json:"decided"`
}

type jsonWay struct {
	ID          string           `json:"id"`
	Kind        string           `json:"kind"`
	Region      string           `json:"region,omitempty"`
	Title       string           `json:"title"`
	Recommended bool             `json:"recommended"`
	Reasons     []string         `json:"reasons"`
	Edits       jsonEdits        `json:"edits"`
	Diff        string           `json:"diff"`
	Recreate    []jsonRecreation `json:"recreate"`
	Unlisted    []jsonListing    `json:"unlisted"`
	Left        []string         `json:"left"`
	Verify      []string         `json:"verify"`
}

type jsonEdits struct {
	Safe   int `json:"safe"`
	Unsafe int `json:"unsafe"`
}

type jsonRecreation struct {
	Service  string       `json:"service"`
	Noun     string       `json:"noun"`
	Name     string       `json:"name"`
	From     string       `json:"from"`
	Location jsonLocation `json:"location"`
	Commands []string     `json:"commands"`
}

type jsonListing struct {
	Service string `json:"service"`
	Region  string `json:"region"`
}

// PlanJSON prints a diagnosis as one JSON document.
func PlanJSON(w io.Writer, p *Plan) error {
	doc := jsonPlan{
		Schema: schema, Current: make([]jsonService, 0, len(p.Current)),
		Diagnostics: diagnosticsJSON(&p.Findings), Ways: make([]jsonWay, 0, len(p.Ways)),
	}
	for _, s := range p.Current {
		service := jsonService{Service: s.Name, Regions: make([]jsonRegion, 0, len(s.Regions))}
		for _, r := range s.Regions {
			region := jsonRegion{Region: r.Name, Decided: make([]jsonLocation, 0, len(r.Decided))}
			for _, l := range r.Decided {
				region.Decided = append(region.Decided, p.Sources.location(l))
			}
			service.Regions = append(service.Regions, region)
		}
		doc.Current = append(doc.Current, service)
	}
	for i := range p.Ways {
		doc.Ways = append(doc.Ways, p.wayJSON(&p.Ways[i]))
	}
	return encode(w, doc)
}

func (p *Plan) wayJSON(w *diagnosis.Way) jsonWay {
	way := jsonWay{
		ID: w.ID(), Kind: string(w.Kind), Region: w.Region, Title: w.Title(), Recommended: w.Recommended,
		Reasons: append([]string{}, w.Reasons...), Edits: jsonEdits{Safe: w.Safe, Unsafe: w.Unsafe}, Diff: w.Diff,
		Recreate: make([]jsonRecreation, 0, len(w.Recreate)), Unlisted: make([]jsonListing, 0, len(w.Unlisted)),
		Left: append([]string{}, left(w)...), Verify: append([]string{}, w.Verify...),
	}
	for _, r := range w.Recreate {
		way.Recreate = append(way.Recreate, jsonRecreation{
			Service: r.Service, Noun: r.Noun, Name: r.Name, From: r.From, Location: p.Sources.location(r.At),
			Commands: append([]string{}, r.Commands...),
		})
	}
	for _, l := range w.Unlisted {
		way.Unlisted = append(way.Unlisted, jsonListing(l))
	}
	return way
}
