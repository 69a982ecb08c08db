package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/link"
)

// envUnused finds dotenv lines that set a region which nothing reads.
var envUnused = &lint.Rule{
	Name:     "env-unused",
	Category: lint.Environment,
	Severity: lint.Warning,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "a dotenv file sets a region that nothing reads",
		Why: "Whoever changes the line believes to have moved something, and nothing moves: the program goes on in the region " +
			"that another variable or a fallback gives it.",
		Before: `# .env
AWS_DEFAULT_REGION=eu-west-1
CHAT_REGION=us-west-2
# app/chat.py
bedrock = boto3.client("bedrock-runtime")
`,
		After: `# .env
AWS_DEFAULT_REGION=eu-west-1
# app/chat.py
bedrock = boto3.client("bedrock-runtime")
`,
		Fix: "Removes the line, or gives it the name that the code reads, where that nearly is its own and nothing else defines " +
			"it. Always unsafe: a program outside the repository may read the file.",
	},
	Check: checkEnvUnused,
}

func checkEnvUnused(pass *lint.Pass) error {
	told := make(map[int]bool) // what env-name-mismatch and env-not-public report
	for _, w := range withheldNames(pass.Program) {
		for _, i := range w.definitions {
			told[i] = true
		}
	}
	for _, m := range misnamed(pass.Program) {
		for _, i := range m.definitions {
			told[i] = true
		}
	}
	for i := range pass.Program.Definitions {
		def := &pass.Program.Definitions[i]
		if def.Used || def.Shadowed || told[i] || !isRegion(def.Value) || isVendors(def.Name) {
			continue
		}
		d := lint.Diagnostic{
			At: def.NameAt,
			Message: fmt.Sprintf("%s=%s is set here, and nothing reads it: no code in its scope, no SDK, and no compose file, workflow or script",
				def.Name, def.Value),
			Regions: []string{def.Value},
			Fixes:   dropDefinition(pass.Program, def),
		}
		if def.Template {
			d.Severity = lint.Info
		}
		t := trail{own: d.At}
		alike := alikeReads(pass.Program, def)
		for _, lk := range alike {
			t.add(nameSpot(lk), lk.Name+" is read here")
		}
		if len(alike) > 0 {
			d.Message += "; the code reads " + alike[0].Name
		}
		if len(alike) == 1 && len(alike[0].Definitions) == 0 {
			d.Fixes = defineAs(pass.Program, def, alike[0].Name)
		}
		d.Related = t.list
		pass.Report(d)
	}
	return nil
}

// defineAs returns the fix that gives a definition the name that the code reads, and
// that nothing else defines.
func defineAs(p *link.Program, def *link.Definition, name string) []lint.SuggestedFix {
	e, ok := edit.RenameDefinition(p, def, name)
	if !ok {
		return nil
	}
	return []lint.SuggestedFix{{Title: "Define it as " + name, Safety: lint.Unsafe, Edits: []lint.TextEdit{e}}}
}

func dropDefinition(p *link.Program, def *link.Definition) []lint.SuggestedFix {
	e, ok := edit.DropDefinition(p, def)
	if !ok {
		return nil
	}
	return []lint.SuggestedFix{{
		Title: "Remove " + def.Name + " from " + def.At.Path, Safety: lint.Unsafe, Edits: []lint.TextEdit{e},
	}}
}

// alikeReads returns the first reads of other variables that a definition may be
// meant for, one for each name: it sees them, and their names nearly are its own.
func alikeReads(p *link.Program, def *link.Definition) []*link.Lookup {
	var found []*link.Lookup
	for _, i := range lookupsLike(p, def.Name) {
		lk := &p.Lookups[i]
		if lk.Test || !lk.Region || !inScope(def, lk) || !lookAlike(lk, def.Name) ||
			slices.ContainsFunc(found, func(o *link.Lookup) bool { return o.Name == lk.Name }) {
			continue
		}
		found = append(found, lk)
	}
	return found
}

// isVendors reports whether a variable's name says that its region is none of
// AWS's. A user pool is no user.
func isVendors(name string) bool {
	return hasWord(strings.ReplaceAll(strings.ToUpper(name), "USER_POOL", "POOL"), vendors)
}
