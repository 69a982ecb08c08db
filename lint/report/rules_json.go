package report

import (
	"io"

	"github.com/regionlint/regionlint/lint"
)

type jsonRules struct {
	Schema int        `json:"schema"`
	Tool   jsonTool   `json:"tool"`
	Rules  []jsonRule `json:"rules"`
}

type jsonRule struct {
	Name     string `json:"name"`
	Category string `json:"category"`
	Severity string `json:"severity"`
	Since    string `json:"since"`
	Fix      string `json:"fix"`
	Summary  string `json:"summary"`
	Why      string `json:"why"`
	Before   string `json:"before"`
	After    string `json:"after"`
	Repair   string `json:"repair"`
}

// RulesJSON prints rules as one JSON document.
func RulesJSON(w io.Writer, version string, rules []*lint.Rule) error {
	doc := jsonRules{
		Schema: schema, Tool: jsonTool{Name: "regionlint", Version: version}, Rules: make([]jsonRule, 0, len(rules)),
	}
	for _, r := range rules {
		doc.Rules = append(doc.Rules, jsonRule{
			Name: r.Name, Category: string(r.Category), Severity: r.Severity.String(), Since: r.Since, Fix: r.Fix.String(),
			Summary: r.Doc.Summary, Why: r.Doc.Why, Before: r.Doc.Before, After: r.Doc.After, Repair: r.Doc.Fix,
		})
	}
	return encode(w, doc)
}
