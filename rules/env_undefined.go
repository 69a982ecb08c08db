package rules

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// envUndefined finds reads of a region variable that no dotenv file in scope
// defines, and no other file so much as names.
var envUndefined = &lint.Rule{
	Name:     "env-undefined",
	Category: lint.Environment,
	Severity: lint.Warning,
	Since:    "0.1.0",
	Fix:      lint.FixNever,
	Doc: lint.Doc{
		Summary: "a region variable is read, and nothing defines it",
		Why: "Who sets the program up by its dotenv file or its template never hears of the variable. os.environ[…] then fails " +
			"with KeyError; any other read gives nothing, and the client fails later with NoRegionError: You must specify a " +
			"region, or Region is missing, or quietly takes the region of the active profile.",
		Before: `# .env.example
TABLE=messages
# app/config.py
region = os.environ["CHAT_REGION"]
`,
		After: `# .env.example
TABLE=messages
CHAT_REGION=eu-west-1
# app/config.py
region = os.environ["CHAT_REGION"]
`,
		Fix: "None by itself: nothing here says which region is meant. Define the variable in the dotenv file and its template, " +
			"or give the lookup a fallback.",
	},
	Check: checkEnvUndefined,
}

func checkEnvUndefined(pass *lint.Pass) error {
	subscripts := make(subscripts)
	for _, u := range undefined(pass.Program) {
		first := u.lookups[0]
		d := lint.Diagnostic{
			At: nameSpot(first),
			Message: fmt.Sprintf("%s is read here without a fallback, and nothing defines it: not %s, and no other file names it; %s",
				first.Name, u.dotenv, subscripts.nothing(pass.Program, first)),
			Fixes: []lint.SuggestedFix{{
				Title:  fmt.Sprintf("Define %s in %s, or give it a fallback", first.Name, u.dotenv),
				Safety: lint.Manual,
			}},
		}
		t := trail{own: d.At}
		for _, lk := range u.lookups[1:] {
			if len(t.list) < maxRelated {
				t.add(nameSpot(lk), lk.Name+" is read here too")
			}
		}
		d.Related = t.list
		pass.Report(d)
	}
	return nil
}

// An undefinedName is a variable that one component reads in vain.
type undefinedName struct {
	lookups []*link.Lookup // at least one
	dotenv  string         // the dotenv file nearest to the first
}

// undefined returns the variables that nothing defines, by component and name, in
// the order of their first lookups.
func undefined(p *link.Program) []undefinedName {
	type key struct{ component, name string }
	told := make(map[*link.Lookup]bool)
	for _, m := range misnamed(p) {
		for _, lk := range m.lookups {
			told[lk] = true
		}
	}
	blank := make(map[string][]*link.Definition)
	for i := range p.Definitions {
		if d := &p.Definitions[i]; d.Blank {
			blank[d.Name] = append(blank[d.Name], d)
		}
	}
	var found []undefinedName
	index := make(map[key]int)
	for i := range p.Lookups {
		lk := &p.Lookups[i]
		if !demands(lk) || told[lk] || isHosts(lk.Name) || isVendors(lk.Name) || misread(p, lk) {
			continue
		}
		if slices.ContainsFunc(blank[lk.Name], func(d *link.Definition) bool { return inScope(d, lk) }) {
			continue // whoever copies the file is asked for it
		}
		dotenv := nearestDotenv(p, lk)
		if dotenv == "" {
			continue
		}
		k := key{lk.Component, lk.Name}
		at, ok := index[k]
		if !ok {
			at = len(found)
			index[k] = at
			found = append(found, undefinedName{dotenv: dotenv})
		}
		found[at].lookups = append(found[at].lookups, lk)
	}
	return found
}

// misread reports whether a dotenv file that a lookup sees has a line for its variable
// of which readers make something else: that is what is wrong.
func misread(p *link.Program, lk *link.Lookup) bool {
	return slices.ContainsFunc(p.Statements, func(s link.Statement) bool {
		return s.Name == lk.Name && under(lk.At.Path, path.Dir(s.Line.Path)) && divides(&s)
	})
}

// demands reports whether a program asks its dotenv files for a variable that
// they lack, and nobody else can be expected to give it: what a handler, a
// library or an example reads is not theirs to define.
func demands(lk *link.Lookup) bool {
	return lk.Region && lk.Withheld == "" && len(lk.Definitions) == 0 && !lk.Test && !lk.Optional && !lk.Elsewhere && !lk.Named &&
		!lk.Library && lk.Platform != "Lambda" && !isShowcase(lk.At.Path)
}

// isHosts reports whether a variable is set by what runs programs: the CDK's
// toolkit, and hosting services, whose regions are not AWS's.
func isHosts(name string) bool {
	switch name {
	case "CDK_DEFAULT_REGION", "VERCEL_REGION", "FLY_REGION", "PRIMARY_REGION", "RAILWAY_REPLICA_REGION", "DENO_REGION",
		"RENDER_REGION", "KOYEB_REGION", "FUNCTION_REGION":
		return true
	}
	return false
}

// nearestDotenv returns the dotenv file nearest to a lookup among those that it
// sees, "" if there is none.
func nearestDotenv(p *link.Program, lk *link.Lookup) string {
	best := ""
	for _, f := range p.Files {
		if f.Lang != fact.Dotenv {
			continue
		}
		dir := path.Dir(f.Path)
		if !under(lk.At.Path, dir) && (lk.Component == "." || !under(dir, lk.Component)) {
			continue
		}
		if best == "" || len(dir) > len(path.Dir(best)) {
			best = f.Path
		}
	}
	return best
}

// nothing says what a lookup gives that finds nothing.
func (s subscripts) nothing(p *link.Program, lk *link.Lookup) string {
	f := p.File(lk.At.Path)
	switch {
	case f == nil || f.Lang != fact.Python:
		return "it is undefined here"
	case lk.Implied:
		return "making the settings fails"
	}
	if s[f] == nil {
		s[f] = make(map[source.Span]bool)
		for i := range f.Exprs {
			if e := &f.Exprs[i]; e.Kind == fact.Index {
				s[f][e.Span] = true
			}
		}
	}
	if s[f][lk.At.Span] {
		return fmt.Sprintf("this raises KeyError: '%s'", strings.TrimSpace(lk.Name))
	}
	return "it is None here"
}

// subscripts are the places of x[y], by file as far as asked for.
type subscripts map[*fact.File]map[source.Span]bool
