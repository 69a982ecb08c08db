package rules

import (
	"slices"

	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// declaredPairs returns the regions that dotenv files give a service by name, as
// COGNITO_REGION does, each with every identifier in its file that its name says
// belongs to it, as COGNITO_USER_POOL_ID does, in the order of the files. Code need not
// be seen to use the two together.
func declaredPairs(p *link.Program) []link.Pair {
	return link.Derived(p, declaredPairsKey{}, func() []link.Pair {
		var found []link.Pair
		g := newGround(p)
		for first := 0; first < len(p.Definitions); {
			end := first + 1
			for end < len(p.Definitions) && p.Definitions[end].At.Path == p.Definitions[first].At.Path {
				end++
			}
			file := p.Definitions[first:end]
			for i := range file {
				found = append(found, pairsOf(g, &file[i], file)...)
			}
			first = end
		}
		return found
	})
}

type declaredPairsKey struct{}

// pairsOf returns the pairs of one line of a dotenv file.
func pairsOf(g *ground, setting *link.Definition, file []link.Definition) []link.Pair {
	words := nameWords(setting.Name)
	if !isForRegion(setting.Name) || setting.Blank || setting.Shadowed || !setting.Used || !isRegion(setting.Value) {
		return nil
	}
	var found []link.Pair
	for i := range file {
		d := &file[i]
		if d.Blank || d.Shadowed {
			continue
		}
		for _, r := range resourcesWithin(g.program, d.At) {
			subject := subjects[shared(r.Service)]
			if r.Fixed && !r.Test && slices.ContainsFunc(words, func(w string) bool { return slices.Contains(subject, w) }) &&
				slices.Equal(qualifiers(words, subject), qualifiers(nameWords(d.Name), subject)) {
				found = append(found, link.Pair{
					At: r.At, Service: r.Service, Kind: r.Kind, Text: r.Value, Fixed: g.origin(r),
					Other: originOf(setting), Setting: setting.Name, Given: setting.At,
				})
			}
		}
	}
	return found
}

// declaredApart returns the first identifier that contradicts each region of
// [declaredPairs], unless one agrees with it.
func declaredApart(p *link.Program) []mismatch {
	var found []mismatch
	settled := make(map[source.Location]bool)
	for _, agreeing := range declaredBonds(p) {
		settled[agreeing.Given] = true
	}
	for _, pair := range declaredPairs(p) {
		if !settled[pair.Given] {
			settled[pair.Given] = true
			found = append(found, mismatchOf(&pair))
		}
	}
	return found
}

// declaredBonds returns those of [declaredPairs] that agree.
func declaredBonds(p *link.Program) []*link.Pair {
	var bonds []*link.Pair
	all := declaredPairs(p)
	for i := range all {
		if all[i].Fixed.Region == all[i].Other.Region {
			bonds = append(bonds, &all[i])
		}
	}
	return bonds
}

// bondsOf returns the identifiers that stand beside a region which is theirs, in code
// and in dotenv files.
func bondsOf(p *link.Program) []*link.Pair {
	return link.Derived(p, bondsKey{}, func() []*link.Pair {
		bonds := declaredBonds(p)
		for i := range p.Bonds {
			bonds = append(bonds, &p.Bonds[i])
		}
		return bonds
	})
}

type bondsKey struct{}

// originOf returns the region that a line of a dotenv file is.
func originOf(d *link.Definition) link.Origin {
	step := link.Step{At: d.At, What: d.Name + " is defined here", Kind: link.StepDefinition, Variable: d.Name}
	if d.Template {
		step.Kind = link.StepTemplate
	}
	return link.Origin{Region: d.Value, Profile: d.Profile, Spot: d.At, Steps: []link.Step{step}}
}

// subjects are the words of variables' names that speak of one service, for those
// whose identifiers people put into dotenv files beside a region.
var subjects = map[string][]string{
	"bedrock":              {"bedrock", "agentcore", "model", "inference", "profile"},
	"bedrock-agentcore":    {"bedrock", "agentcore", "agent", "runtime", "memory", "gateway"},
	"cognito-identity":     {"cognito", "identity", "pool", "auth"},
	"cognito-idp":          {"cognito", "user", "userpool", "pool", "auth", "issuer", "authority", "jwks", "domain"},
	"dynamodb":             {"dynamodb", "dynamo", "ddb", "table", "stream"},
	"kinesis":              {"kinesis", "stream"},
	"kms":                  {"kms", "key"},
	"lambda":               {"lambda", "function"},
	"opensearchserverless": {"opensearch", "aoss", "collection"},
	"secretsmanager":       {"secretsmanager", "secrets", "secret", "manager"},
	"sns":                  {"sns", "topic"},
	"sqs":                  {"sqs", "queue"},
	"stepfunctions":        {"stepfunctions", "sfn", "state", "step", "machine", "functions"},
}

// qualifiers returns the words of a variable's name that tell what it is for from
// others of its kind, sorted: admin in VITE_ADMIN_USER_POOL_ID.
func qualifiers(words, subject []string) []string {
	var rest []string
	for _, w := range words {
		if !slices.Contains(subject, w) && !slices.Contains(plainWords, w) {
			rest = append(rest, w)
		}
	}
	slices.Sort(rest)
	return slices.Compact(rest)
}

// plainWords are words of variables' names that say nothing of what they are for.
var plainWords = []string{
	"aws", "amazon", "region", "default", "name", "id", "ids", "arn", "url", "uri", "endpoint", "host", "next", "public", "vite", "react", "app",
	"expo", "nuxt", "gatsby", "vue", "ng",
}
