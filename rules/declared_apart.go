package rules

import (
	"slices"

	"github.com/regionlint/regionlint/lint/link"
)

// declaredApart returns the identifiers in dotenv files that contradict the region
// which the same file gives their service by name, as COGNITO_REGION does for
// COGNITO_USER_POOL_ID, in the order of the files: one for each such region, unless
// some identifier agrees with it. Code need not be seen to use the two together.
func declaredApart(p *link.Program) []mismatch {
	var found []mismatch
	g := newGround(p)
	for first := 0; first < len(p.Definitions); {
		end := first + 1
		for end < len(p.Definitions) && p.Definitions[end].At.Path == p.Definitions[first].At.Path {
			end++
		}
		file := p.Definitions[first:end]
		for i := range file {
			if m, ok := apartFrom(g, &file[i], file); ok {
				found = append(found, m)
			}
		}
		first = end
	}
	return found
}

// apartFrom returns the first identifier of a dotenv file that contradicts a region
// which the file defines for its service.
func apartFrom(g *ground, setting *link.Definition, file []link.Definition) (mismatch, bool) {
	words := nameWords(setting.Name)
	if !isForRegion(setting.Name) || setting.Blank || setting.Shadowed || !setting.Used || !isRegion(setting.Value) {
		return mismatch{}, false
	}
	var found []mismatch
	for i := range file {
		d := &file[i]
		if d.Blank || d.Shadowed {
			continue
		}
		for _, r := range resourcesWithin(g.program, d.At) {
			subject := subjects[shared(r.Service)]
			if !r.Fixed || r.Test || !slices.ContainsFunc(words, func(w string) bool { return slices.Contains(subject, w) }) ||
				!slices.Equal(qualifiers(words, subject), qualifiers(nameWords(d.Name), subject)) {
				continue
			}
			if r.Region == setting.Value {
				return mismatch{}, false
			}
			found = append(found, mismatch{
				at: r.At, service: r.Service, kind: r.Kind, text: r.Value, identifier: g.origin(r),
				other: originOf(setting), setting: setting.Name, given: setting.At,
			})
		}
	}
	if len(found) == 0 {
		return mismatch{}, false
	}
	return found[0], true
}

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
