package rules

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// envNameMismatch finds reads of a region variable that nothing defines, where
// a dotenv file in scope defines one whose name is nearly the same.
var envNameMismatch = &lint.Rule{
	Name:     "env-name-mismatch",
	Category: lint.Environment,
	Severity: lint.Warning,
	Since:    "0.1.0",
	Doc: lint.Doc{
		Summary: "a region variable is read under another name than it is defined",
		Why: "The region that somebody wrote down never arrives: the program takes its fallback, or none at all, and fails " +
			"with NoRegionError: You must specify a region, or Region is missing.",
		Before: `# .env
AWS_DEFAULT_REGION=ap-southeast-2
# app/config.py
region = os.getenv("DEFAULT_AWS_REGION", "ap-southeast-2")
`,
		After: `# .env
AWS_DEFAULT_REGION=ap-southeast-2
# app/config.py
region = os.getenv("AWS_DEFAULT_REGION", "ap-southeast-2")
`,
		Fix: "Reads the name that is defined. Safe where the fallback is the same region, so that nothing changes today; " +
			"unsafe otherwise.",
	},
	Check: checkEnvNameMismatch,
}

func checkEnvNameMismatch(pass *lint.Pass) error {
	for _, m := range misnamed(pass.Program) {
		first, def := m.lookups[0], &pass.Program.Definitions[m.definitions[0]]
		d := lint.Diagnostic{
			At:      nameSpot(first),
			Message: fmt.Sprintf("%s is read here and defined nowhere, but %s defines %s", first.Name, def.At.Path, def.Name),
			Regions: []string{def.Value},
		}
		if fallbacks := written(first); len(fallbacks) > 0 && fallbacks[0].Region != def.Value {
			d.Message += fmt.Sprintf(": %q is ignored, and the fallback %q decides", def.Value, fallbacks[0].Region)
			d.Regions = []string{fallbacks[0].Region, def.Value}
		}
		t := trail{own: d.At}
		for _, i := range m.definitions {
			def := &pass.Program.Definitions[i]
			t.add(def.NameAt, fmt.Sprintf("%s is defined as %q here", def.Name, def.Value))
		}
		for _, lk := range m.lookups {
			d.Services = append(d.Services, servicesReading(pass.Program, lk)...)
			if len(t.list) < maxRelated {
				t.add(nameSpot(lk), lk.Name+" is read here too")
			}
		}
		slices.Sort(d.Services)
		d.Services = slices.Compact(d.Services)
		d.Related = t.list
		pass.Report(d)
	}
	return nil
}

// A misnaming is a variable that is read under a name that nothing defines.
type misnaming struct {
	lookups     []*link.Lookup // of one name, at least one
	definitions []int          // of the look-alikes, at least one; indexes into Program.Definitions
}

// misnamed returns one misnaming for each name and look-alike, in the order of
// the first lookups.
func misnamed(p *link.Program) []misnaming {
	read := namesRead(p)
	var found []misnaming
	for i := range p.Lookups {
		lk := &p.Lookups[i]
		if lk.Test || !lk.Region || lk.Elsewhere || len(lk.Definitions) > 0 || readsAnother(lk) {
			continue
		}
		var alike []int
		for j := range p.Definitions {
			d := &p.Definitions[j]
			if !d.Blank && isRegion(d.Value) && inScope(d, lk) && lookAlike(lk, d.Name) && !read[readKey{d.Name, lk.At.Path}] {
				alike = append(alike, j)
			}
		}
		if len(alike) == 0 {
			continue
		}
		at := slices.IndexFunc(found, func(m misnaming) bool {
			return m.lookups[0].Name == lk.Name && slices.Equal(m.definitions, alike)
		})
		if at < 0 {
			found = append(found, misnaming{definitions: alike})
			at = len(found) - 1
		}
		found[at].lookups = append(found[at].lookups, lk)
	}
	return found
}

// nameSpot returns where a lookup spells its name, or else the whole of it.
func nameSpot(lk *link.Lookup) source.Location {
	if lk.NameAt != (source.Location{}) {
		return lk.NameAt
	}
	return lk.At
}

// readsAnother reports whether a lookup falls back to another variable, so that
// the two names are known to its author.
func readsAnother(lk *link.Lookup) bool {
	return slices.ContainsFunc(lk.Fallbacks, func(o link.Origin) bool {
		return slices.ContainsFunc(o.Steps, func(s link.Step) bool {
			return (s.Kind == link.StepLookup || s.Kind == link.StepDefinition || s.Kind == link.StepTemplate) && s.At != lk.At
		})
	})
}

type readKey struct{ name, path string }

// namesRead returns the variables that each file reads: one that knows both
// names means two variables.
func namesRead(p *link.Program) map[readKey]bool {
	read := make(map[readKey]bool)
	for i := range p.Lookups {
		read[readKey{p.Lookups[i].Name, p.Lookups[i].At.Path}] = true
	}
	return read
}

// inScope reports whether a lookup sees a definition's file: it stands in the
// lookup's folder or above it, or is the component's own.
func inScope(d *link.Definition, lk *link.Lookup) bool {
	return under(lk.At.Path, path.Dir(d.At.Path)) || d.Component == lk.Component && d.Component != "."
}

// under reports whether a path lies in a folder, or in one below it.
func under(file, folder string) bool {
	return folder == "." || file == folder || strings.HasPrefix(file, folder+"/")
}

// publicPrefixes mark the variables that a bundler hands to browser code.
var publicPrefixes = []string{
	"NEXT_PUBLIC_", "VITE_", "REACT_APP_", "EXPO_PUBLIC_", "NUXT_PUBLIC_", "GATSBY_", "PUBLIC_", "VUE_APP_", "NG_APP_",
}

// ownPrefixes are what people put before a name to make it theirs.
var ownPrefixes = []string{"APP_", "MY_", "SERVER_", "BACKEND_", "FRONTEND_", "CLIENT_", "API_", "SERVICE_", "NUXT_", "ENV_"}

// lookAlike reports whether a defined name is the one that a lookup means. A name
// that SDKs read comes from where the code runs more often than from a file, so
// that a plain REGION beside it is somebody else's.
func lookAlike(lk *link.Lookup, defined string) bool {
	name := lk.Name
	sdk := aws.RegionEnvNames()
	if name == defined || slices.Contains(sdk, name) && slices.Contains(sdk, defined) {
		return false
	}
	upper, other := strings.ToUpper(name), strings.ToUpper(defined)
	if upper == other || strings.ReplaceAll(upper, "_", "") == strings.ReplaceAll(other, "_", "") {
		return true
	}
	if isPublic(upper) != isPublic(other) && !isScript(lk.At.Path) {
		return false // a bundler's variable means nothing to other code
	}
	bare, otherBare := strip(upper, publicPrefixes), strip(other, publicPrefixes)
	if bare == otherBare {
		return true
	}
	bare, otherBare = strip(bare, ownPrefixes), strip(otherBare, ownPrefixes)
	if bare == otherBare {
		return true
	}
	if !slices.Contains(sdk, name) && strings.TrimPrefix(bare, "AWS_") == strings.TrimPrefix(otherBare, "AWS_") {
		return true
	}
	words, others := strings.Split(bare, "_"), strings.Split(otherBare, "_")
	return sameWords(words, others) || misspelled(words, others)
}

func isPublic(name string) bool { return strip(name, publicPrefixes) != name }

func isScript(file string) bool {
	switch path.Ext(file) {
	case ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts":
		return true
	}
	return false
}

func strip(name string, prefixes []string) string {
	for _, prefix := range prefixes {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			return rest
		}
	}
	return name
}

func sameWords(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// minMisspelled is how long a word must be for a typing error to be told from
// another word: S3 and SES differ in two letters.
const minMisspelled = 5

// misspelled reports whether two names differ in one word, and that by a typing
// error: both are long, and they are not both words of their own.
func misspelled(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	differing := -1
	for i := range a {
		if a[i] == b[i] {
			continue
		}
		if differing >= 0 {
			return false
		}
		differing = i
	}
	if differing < 0 {
		return false
	}
	x, y := a[differing], b[differing]
	if min(len(x), len(y)) < minMisspelled || isServiceWord(x) && isServiceWord(y) || strings.ContainsAny(x+y, "0123456789") {
		return false
	}
	return distance(x, y) <= 2
}

// isServiceWord reports whether a word of a name is an AWS service's.
func isServiceWord(word string) bool {
	word = strings.ToLower(word)
	if word == "cognito" {
		return true
	}
	if _, ok := aws.LookupService(word); ok {
		return true
	}
	_, ok := aws.ServiceByHostLabel(word)
	return ok
}

// distance returns the number of letters to insert, delete or replace, or of
// neighbours to swap, that turn a into b.
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}

// servicesReading returns the services whose clients' regions come through a
// lookup, sorted.
func servicesReading(p *link.Program, lk *link.Lookup) []string {
	var services []string
	for i := range p.Clients {
		c := &p.Clients[i]
		if c.Test || c.Session || c.Service == "*" || slices.Contains(services, c.Service) {
			continue
		}
		if slices.ContainsFunc(c.Origins, func(o link.Origin) bool {
			return slices.ContainsFunc(o.Steps, func(s link.Step) bool { return s.At == lk.At })
		}) {
			services = append(services, c.Service)
		}
	}
	slices.Sort(services)
	return services
}
