package rules

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/link"
)

// sdkEnvConflict finds dotenv files that set AWS_REGION and AWS_DEFAULT_REGION
// to different regions.
var sdkEnvConflict = &lint.Rule{
	Name:     "sdk-env-conflict",
	Category: lint.Environment,
	Severity: lint.Error,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "AWS_REGION and AWS_DEFAULT_REGION name different regions",
		Why: "boto3 reads AWS_DEFAULT_REGION and not AWS_REGION; the AWS SDKs for JavaScript read AWS_REGION and not " +
			"AWS_DEFAULT_REGION; LangChain for Python and version 2 of the AWS CLI take AWS_REGION first. Set to different " +
			"regions the two make one program work in two: what one half writes the other does not find, and answers " +
			"ResourceNotFoundException.",
		Before: `# .env
AWS_REGION=eu-west-1
AWS_DEFAULT_REGION=us-east-1
`,
		After: `# .env
AWS_REGION=eu-west-1
AWS_DEFAULT_REGION=eu-west-1
`,
		Fix: "Writes one region into both: the configured default, the region of the identifiers beside them, the one that " +
			"most of what is beside them uses, or else the first. Unsafe, since half of the program has run in the other " +
			"region so far. In a template it is a warning, and nothing is reported where a file that is really loaded sets one " +
			"of the two.",
	},
	Check: checkSDKEnvConflict,
}

func checkSDKEnvConflict(pass *lint.Pass) error {
	for _, c := range sdkConflicts(pass.Program) {
		d := lint.Diagnostic{
			At: c.later.At, Message: c.message(), Regions: []string{c.later.Value, c.earlier.Value},
		}
		if c.later.Template {
			d.Severity = lint.Warning
		}
		t := trail{own: d.At}
		t.add(c.earlier.At, fmt.Sprintf("%s is set to %q here", c.earlier.Name, c.earlier.Value))
		for _, def := range []*link.Definition{c.later, c.earlier} {
			for _, client := range runBy(pass.Program, def) {
				t.add(client.At, fmt.Sprintf("this %s client takes %s and runs in %s", client.Service, def.Name, def.Value))
			}
			d.Services = append(d.Services, servicesDecidedAt(pass.Program, def.At)...)
		}
		slices.Sort(d.Services)
		d.Services = slices.Compact(d.Services)
		d.Related = t.list
		d.Fixes = c.fixes(pass)
		pass.Report(d)
	}
	return nil
}

// An sdkConflict is the two variables of the SDKs with different regions, set
// in one environment. The file of the later one is loaded after the other's, or
// is the same and has it further down.
type sdkConflict struct{ earlier, later *link.Definition }

func (c *sdkConflict) message() string {
	beside := "above"
	switch {
	case c.earlier.At.Path != c.later.At.Path:
		beside = "in " + c.earlier.At.Path + ", which is loaded with this file"
	case c.earlier.At.Span.Start > c.later.At.Span.Start:
		beside = "below"
	}
	boto, js := c.earlier, c.later
	if boto.Name != "AWS_DEFAULT_REGION" {
		boto, js = js, boto
	}
	return fmt.Sprintf("%s is %q here, but %s is %q %s: boto3 runs in %s, the AWS SDKs for JavaScript and LangChain in %s",
		c.later.Name, c.later.Value, c.earlier.Name, c.earlier.Value, beside, boto.Value, js.Value)
}

// sdkConflicts returns the conflicts of the program, each pair of lines once, in
// the order of the environments.
func sdkConflicts(p *link.Program) []sdkConflict {
	return link.Derived(p, sdkConflictsKey{}, func() []sdkConflict { return disagreeing(p) })
}

type sdkConflictsKey struct{}

func disagreeing(p *link.Program) []sdkConflict {
	var found []sdkConflict
	seen := make(map[sdkConflict]bool)
	for i := range p.Environments {
		env := &p.Environments[i]
		var set []*link.Definition
		for _, n := range env.Definitions {
			if d := &p.Definitions[n]; slices.Contains(sdkVariables, d.Name) && !d.Blank && isRegion(d.Value) {
				set = append(set, d)
			}
		}
		if len(set) != len(sdkVariables) || set[0].Value == set[1].Value {
			continue
		}
		c := sdkConflict{earlier: set[0], later: set[1]}
		if !seen[c] && (!env.Template || !reallySet(p, env)) {
			seen[c] = true
			found = append(found, c)
		}
	}
	return found
}

// reallySet reports whether a file that is no template sets one of the SDKs'
// variables where a template stands.
func reallySet(p *link.Program, template *link.Environment) bool {
	return slices.ContainsFunc(p.Definitions, func(d link.Definition) bool {
		return !d.Template && !d.Blank && d.Component == template.Component && slices.Contains(sdkVariables, d.Name)
	})
}

// runBy returns the clients whose region a definition decides, at most
// [maxRelated].
func runBy(p *link.Program, def *link.Definition) []*link.Client {
	var clients []*link.Client
	for i := range p.Clients {
		c := &p.Clients[i]
		if takesPart(c) && len(clients) < maxRelated &&
			slices.ContainsFunc(c.Origins, func(o link.Origin) bool { return o.Decided().At == def.At }) {
			clients = append(clients, c)
		}
	}
	return clients
}

// fixes writes the region that one of the two has into the other.
func (c *sdkConflict) fixes(pass *lint.Pass) []lint.SuggestedFix {
	right, wrong := c.earlier, c.later
	if c.chosen(pass) == c.later.Value {
		right, wrong = wrong, right
	}
	change, ok := edit.Text(pass.Program, wrong.At, right.Value)
	if !ok || !wrong.Plain || takersOf(pass.Program, wrong.At).strands(right.Value) {
		return nil
	}
	return []lint.SuggestedFix{{
		Title: fmt.Sprintf("Set %s to %s as well", wrong.Name, right.Value), Safety: lint.Unsafe, Edits: []lint.TextEdit{change},
	}}
}

// chosen returns the region that the rest of the component speaks for: the
// configuration, services that only one of the two has, the identifiers that cannot
// move, then whatever else names a region. Between equals it is the earlier one's.
func (c *sdkConflict) chosen(pass *lint.Pass) string {
	p := pass.Program
	if declared := pass.Declared.Default; declared == c.earlier.Value || declared == c.later.Value {
		return declared
	}
	switch {
	case takersOf(p, c.later.At).strands(c.earlier.Value):
		return c.later.Value
	case takersOf(p, c.earlier.At).strands(c.later.Value):
		return c.earlier.Value
	}
	return c.favoured(p)
}

// favoured returns the region that more in the component speaks for.
func (c *sdkConflict) favoured(p *link.Program) string {
	var fixed, named tally
	for i := range p.Resources {
		if r := &p.Resources[i]; r.Fixed && !r.Test && under(r.Component, c.later.Component) {
			fixed.count(c, r.Region)
		}
	}
	for i := range p.Definitions {
		if d := &p.Definitions[i]; d.Region && !d.Blank && !slices.Contains(sdkVariables, d.Name) && d.Component == c.later.Component {
			named.count(c, d.Value)
		}
	}
	for i := range p.Clients {
		client := &p.Clients[i]
		if !takesPart(client) || !under(client.Component, c.later.Component) {
			continue
		}
		for _, o := range client.Origins {
			if at := o.Decided().At; at != c.earlier.At && at != c.later.At {
				named.count(c, o.Region)
			}
		}
	}
	if cmp.Or(fixed.later-fixed.earlier, named.later-named.earlier) > 0 {
		return c.later.Value
	}
	return c.earlier.Value
}

// A tally counts what speaks for either side of a conflict.
type tally struct{ earlier, later int }

func (t *tally) count(c *sdkConflict, region string) {
	switch region {
	case c.earlier.Value:
		t.earlier++
	case c.later.Value:
		t.later++
	}
}
