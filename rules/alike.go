package rules

import (
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/link"
)

// publicPrefixes mark the variables that a bundler hands to browser code.
var publicPrefixes = []string{
	"NEXT_PUBLIC_", "VITE_", "REACT_APP_", "EXPO_PUBLIC_", "NUXT_PUBLIC_", "GATSBY_", "PUBLIC_", "VUE_APP_", "NG_APP_",
}

// ownPrefixes are what people put before a name to make it theirs.
var ownPrefixes = []string{"APP_", "MY_", "SERVER_", "BACKEND_", "FRONTEND_", "CLIENT_", "API_", "SERVICE_", "NUXT_", "ENV_"}

// looks finds what has names that are alike in some way: indexes by name, and the
// names by their keys.
type looks struct {
	members map[string][]int
	keys    map[string][]string
}

func newLooks() *looks {
	return &looks{members: make(map[string][]int), keys: make(map[string][]string)}
}

// maxMisspelled is how many names at most are tried as a misspelling that have all
// words but one in common: more are a list, and no two of it the same name.
const maxMisspelled = 64

// add adds what has a name, under an index.
func (x *looks) add(name string, i int) {
	if len(x.members[name]) == 0 {
		for _, key := range lookKeys(name) {
			if !strings.HasPrefix(key, "*") || len(x.keys[key]) < maxMisspelled {
				x.keys[key] = append(x.keys[key], name)
			}
		}
	}
	x.members[name] = append(x.members[name], i)
}

// like returns what a name may be alike, in order.
func (x *looks) like(name string) []int {
	seen := make(map[string]bool)
	var all []int
	for _, key := range lookKeys(name) {
		for _, other := range x.keys[key] {
			if !seen[other] {
				seen[other] = true
				all = append(all, x.members[other]...)
			}
		}
	}
	slices.Sort(all)
	return all
}

// regionLooks returns the definitions of regions.
func regionLooks(p *link.Program) *looks {
	x := newLooks()
	for i := range p.Definitions {
		if d := &p.Definitions[i]; !d.Blank && !d.Shadowed && isRegion(d.Value) {
			x.add(d.Name, i)
		}
	}
	return x
}

type lookupLooksKey struct{}

// lookupsLike returns the lookups of variables that a name may be alike, as
// indexes into Program.Lookups.
func lookupsLike(p *link.Program, name string) []int {
	return link.Derived(p, lookupLooksKey{}, func() *looks {
		x := newLooks()
		for i := range p.Lookups {
			x.add(p.Lookups[i].Name, i)
		}
		return x
	}).like(name)
}

// lookKeys returns texts of which two names have one in common if [lookAlike]
// holds for them: the letters, the words in order, and all words but one.
func lookKeys(name string) []string {
	upper := strings.ToUpper(name)
	public := strip(upper, publicPrefixes)
	bare := strip(public, ownPrefixes)
	words := strings.Split(bare, "_")
	sorted := slices.Clone(words)
	slices.Sort(sorted)
	keys := []string{
		"letters " + strings.ReplaceAll(upper, "_", ""), "public " + public, "bare " + bare,
		"own " + strings.TrimPrefix(bare, "AWS_"), "words " + strings.Join(sorted, "_"),
	}
	for i, word := range words[:min(len(words), maxWords)] {
		if len(word) < minMisspelled || strings.ContainsAny(word, "0123456789") {
			continue
		}
		rest := slices.Clone(words)
		rest[i] = "*"
		keys = append(keys, "*"+strings.Join(rest, "_"))
	}
	return keys
}

// maxWords is how many words of a name may be the one that is misspelled.
const maxWords = 16

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

// publicPrefix returns the prefix by which a bundler hands a variable over, or "".
func publicPrefix(name string) string { return strings.TrimSuffix(name, strip(name, publicPrefixes)) }

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
