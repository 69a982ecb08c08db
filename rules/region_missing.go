package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/link"
)

// regionMissing finds clients without a region where no file in the root gives
// their SDK one.
var regionMissing = &lint.Rule{
	Name:     "region-missing",
	Category: lint.Environment,
	Severity: lint.Info,
	Since:    "0.1.0",
	Fix:      lint.FixNever,
	Doc: lint.Doc{
		Summary: "a client has no region, and nothing in the repository gives it one",
		Why: "The client works on the machine whose profile or environment happens to have a region, and nowhere else: " +
			"NoRegionError: You must specify a region (boto3), Region is missing (AWS SDK for JavaScript). Two machines may " +
			"as well take two regions. A library that assumes a region in silence does not fail, it goes there.",
		Before: `sqs = boto3.client("sqs")
`,
		After: `sqs = boto3.client("sqs", region_name=os.environ["AWS_REGION"])
`,
		Fix: "None by itself: nothing here says which region is meant. Give the client a region, or define the variable that " +
			"its SDK reads where the program runs.",
	},
	Check: checkRegionMissing,
}

func checkRegionMissing(pass *lint.Pass) error {
	for _, g := range lacking(pass.Program) {
		first := g[0]
		d := lint.Diagnostic{At: first.At, Message: g.message(pass.Program), Services: g.services(), Fixes: []lint.SuggestedFix{{
			Title:  "Give the client a region, or set " + first.Env[0] + " where it runs",
			Safety: lint.Manual,
		}}}
		if region := assumed(first); region != "" {
			d.Regions = []string{region}
		}
		t := trail{own: d.At}
		for _, c := range g[1:min(len(g), maxRelated+1)] {
			t.add(c.At, fmt.Sprintf("this %s client has no region either", c.Service))
		}
		if c := settledTwin(pass.Program, first); c != nil {
			t.add(c.Given, fmt.Sprintf("another %s client is given %s here", c.Service, enumerate(c.Regions)))
		}
		d.Related = t.list
		pass.Report(d)
	}
	return nil
}

// A regionless is the clients of one component that look for the same variables
// in vain, at least one.
type regionless []*link.Client

func (g regionless) message(p *link.Program) string {
	first := g[0]
	m := fmt.Sprintf("this %s client has no region, and no file here sets %s, which %s reads: ",
		first.Service, either(first.Env), sdkName(first.SDK))
	switch region := assumed(first); {
	case region != "":
		m += fmt.Sprintf("it goes to %s without a word", region)
	case strings.HasPrefix(first.SDK, "aws-sdk-js-v2"):
		m += "without a profile it fails with ConfigError: Missing region in config"
	case slices.Contains(first.Env, "AWS_REGION") && !slices.Contains(first.Env, "AWS_DEFAULT_REGION"):
		m += "without a profile it fails with Region is missing"
	default:
		m += "without a profile it fails with NoRegionError: You must specify a region"
	}
	unread := slices.DeleteFunc(slices.Clone(sdkVariables), func(name string) bool {
		return !p.Provided[name] || slices.Contains(first.Env, name)
	})
	if len(unread) > 0 {
		m += fmt.Sprintf(" (%s is set by another file, and not read)", enumerate(unread))
	}
	if n := len(g) - 1; n > 0 {
		m += fmt.Sprintf("; the same goes for %s of this component", counted(n, "more client"))
		if n > maxRelated {
			m += fmt.Sprintf(", of which %d are listed", maxRelated)
		}
	}
	return m
}

func (g regionless) services() []string {
	var services []string
	for _, c := range g {
		services = append(services, c.Service)
	}
	slices.Sort(services)
	return slices.Compact(services)
}

// either joins names as a sentence with no in it does: "a, b or c".
func either(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// assumed returns the region that a client's library takes in silence, or "".
func assumed(c *link.Client) string {
	if len(c.Origins) == 0 {
		return ""
	}
	return c.Origins[0].Region
}

// lacking returns the clients without a region, by component and by what their
// library looks for, in the order of their first clients.
func lacking(p *link.Program) []regionless {
	type key struct{ component, env, assumed string }
	var groups []regionless
	index := make(map[key]int)
	told := make(map[*link.Client]bool)
	for _, g := range ignoring(p) {
		for _, c := range g.clients {
			told[c] = true
		}
	}
	defined := make(map[string]bool)
	for i := range p.Definitions {
		if d := &p.Definitions[i]; !d.Blank {
			defined[d.Name] = true
		}
	}
	for i := range p.Clients {
		c := &p.Clients[i]
		if c.Status != link.Ambient || !takesPart(c) || told[c] || provided(c) ||
			slices.ContainsFunc(c.Env, func(name string) bool { return defined[name] }) {
			continue
		}
		k := key{c.Component, strings.Join(c.Env, " "), assumed(c)}
		at, ok := index[k]
		if !ok {
			at = len(groups)
			index[k] = at
			groups = append(groups, nil)
		}
		groups[at] = append(groups[at], c)
	}
	return groups
}

// provided reports whether a client without a region gets one all the same, or
// needs none: from what runs it, from who installs or copies it, from a profile,
// from a file that is no dotenv file, or because its SDK or its endpoint makes do.
func provided(c *link.Client) bool {
	return c.Platform != "" || c.Hosted || c.Library || c.Profile || c.Elsewhere || c.Endpoint ||
		len(c.Env) == 0 || aws.RegionOptional(c.SDK, c.Service) || isShowcase(c.At.Path)
}

// settledTwin returns a client of the same service and library, in code that is
// given a region, nil if there is none.
func settledTwin(p *link.Program, c *link.Client) *link.Client {
	for i := range p.Clients {
		o := &p.Clients[i]
		if o.Service == c.Service && o.SDK == c.SDK && o.Status == link.Resolved && takesPart(o) && o.Given.Path != "" {
			return o
		}
	}
	return nil
}
