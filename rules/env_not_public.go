package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// envNotPublic finds code for the browser that reads a region variable which its
// bundler does not hand over.
var envNotPublic = &lint.Rule{
	Name:     "env-not-public",
	Category: lint.Environment,
	Severity: lint.Error,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "browser code reads a region variable that is undefined there",
		Why: "A bundler puts the values of variables with its own prefix into the code that it builds, and of no others: " +
			"NEXT_PUBLIC_, VITE_, REACT_APP_, EXPO_PUBLIC_, GATSBY_. Whatever the dotenv file says, the region is undefined in the " +
			"browser, and a client fails with Region is missing.",
		Before: `// package.json
{"private": true, "dependencies": {"vite": "7.0.0"}}
# .env
VITE_AWS_REGION=eu-west-1
// src/config.ts
export const region = import.meta.env.AWS_REGION;
`,
		After: `// package.json
{"private": true, "dependencies": {"vite": "7.0.0"}}
# .env
VITE_AWS_REGION=eu-west-1
// src/config.ts
export const region = import.meta.env.VITE_AWS_REGION;
`,
		Fix: "Reads the public name, if it is defined or read elsewhere. Always unsafe: it may hold another value.",
	},
	Check: checkEnvNotPublic,
}

func checkEnvNotPublic(pass *lint.Pass) error {
	for _, w := range withheldNames(pass.Program) {
		first := w.lookups[0]
		d := lint.Diagnostic{At: nameSpot(first), Message: w.message(pass.Program)}
		t := trail{own: d.At}
		for _, i := range w.definitions {
			def := &pass.Program.Definitions[i]
			t.add(def.NameAt, def.Name+" is defined here")
			if !slices.Contains(d.Regions, def.Value) && isRegion(def.Value) {
				d.Regions = append(d.Regions, def.Value)
			}
		}
		for _, lk := range w.lookups[1:] {
			if len(t.list) < maxRelated {
				t.add(nameSpot(lk), lk.Name+" is read here too")
			}
		}
		d.Related = t.list
		d.Fixes = w.fix(pass.Program)
		pass.Report(d)
	}
	return nil
}

// A withheldName is a variable that the code for the browser of one component
// reads in vain.
type withheldName struct {
	lookups []*link.Lookup // at least one
	public  string         // the name that its bundler would hand over
	// definitions are those of the public name that the first lookup sees, as
	// indexes into Program.Definitions.
	definitions []int
	known       bool // the public name is defined in scope, or read elsewhere
}

func (w *withheldName) message(p *link.Program) string {
	first := w.lookups[0]
	if readsProcess(p, first) && first.Withheld == "Vite" {
		return fmt.Sprintf("process.env.%s has no value here, in code that Vite builds for the browser: process is not defined "+
			"there, and what a polyfill puts in its place is empty; import.meta.env.%s is what Vite hands over", first.Name, w.public)
	}
	m := fmt.Sprintf("%s is undefined here: %s hands only names that begin with %s to code for the browser",
		first.Name, first.Withheld, first.Prefix)
	if fallbacks := written(first); len(fallbacks) > 0 {
		m += fmt.Sprintf(", so that the fallback %q always decides", fallbacks[0].Region)
	}
	if w.known {
		m += "; " + w.public + " is there"
	}
	return m
}

func (w *withheldName) fix(p *link.Program) []lint.SuggestedFix {
	read, steps := w.public, "Define "+w.public+", and read "
	if readsProcess(p, w.lookups[0]) && w.lookups[0].Withheld == "Vite" {
		read = "import.meta.env." + w.public
	}
	edits, ok := w.edits(p)
	if !w.known || !ok {
		if read == w.public {
			read = "that"
		}
		return []lint.SuggestedFix{manual(steps + read)}
	}
	return []lint.SuggestedFix{{Title: "Read " + read, Safety: lint.Unsafe, Edits: edits}}
}

// edits make every look-up one of the public name, as the bundler hands it over.
func (w *withheldName) edits(p *link.Program) ([]lint.TextEdit, bool) {
	var edits []lint.TextEdit
	for _, lk := range w.lookups {
		if env := processEnv(p, lk); env != nil && lk.Withheld == "Vite" {
			te, ok := edit.Text(p, source.Location{Path: lk.At.Path, Span: env.Span}, "import.meta.env")
			if !ok {
				return nil, false
			}
			edits = append(edits, te)
		}
		if lk.Name == w.public {
			continue
		}
		renamed, ok := edit.Rename(p, lk, w.public)
		if !ok {
			return nil, false
		}
		edits = append(edits, renamed...)
	}
	sortEdits(edits)
	return edits, len(edits) > 0
}

// readsProcess reports whether a lookup is spelled process.env.NAME.
func readsProcess(p *link.Program, lk *link.Lookup) bool { return processEnv(p, lk) != nil }

// processEnv returns the process.env of a lookup that is spelled
// process.env.NAME, nil for another one.
func processEnv(p *link.Program, lk *link.Lookup) *fact.Expr {
	f := p.File(lk.At.Path)
	if f == nil {
		return nil
	}
	for i := range f.Exprs {
		e := &f.Exprs[i]
		if e.Span != lk.At.Span || e.Kind != fact.Member && e.Kind != fact.Index {
			continue
		}
		if env := &f.Exprs[f.Kids(e)[0]]; env.Kind == fact.Member && f.TextOf(f.Kids(env)[0]) == "process" {
			return env
		}
	}
	return nil
}

// withheldNames returns the region variables that code for the browser reads in
// vain, by component and name, in the order of their first lookups. One that has
// another variable to take is meant for both sides.
func withheldNames(p *link.Program) []withheldName {
	type key struct{ component, name string }
	var found []withheldName
	index := make(map[key]int)
	for i := range p.Lookups {
		lk := &p.Lookups[i]
		if lk.Withheld == "" || lk.Test || !lk.Region || isVendors(lk.Name) || lk.Optional && (len(written(lk)) == 0 || readsAnother(lk)) {
			continue
		}
		k := key{lk.Component, lk.Name}
		at, ok := index[k]
		if !ok {
			at = len(found)
			index[k] = at
			found = append(found, newWithheldName(p, lk))
		}
		found[at].lookups = append(found[at].lookups, lk)
	}
	return found
}

// newWithheldName finds the name that takes the place of the one that a lookup
// reads: the prefix and its name, without the prefix of another bundler.
func newWithheldName(p *link.Program, lk *link.Lookup) withheldName {
	w := withheldName{public: lk.Prefix + strings.TrimPrefix(strip(lk.Name, publicPrefixes), lk.Prefix)}
	for i := range p.Definitions {
		if d := &p.Definitions[i]; d.Name == w.public && !d.Shadowed && inScope(d, lk) {
			w.definitions = append(w.definitions, i)
		}
	}
	w.known = len(w.definitions) > 0 || slices.ContainsFunc(p.Lookups, func(o link.Lookup) bool {
		return o.Name == w.public && o.Component == lk.Component && o.Withheld == "" && !o.Test
	})
	return w
}
