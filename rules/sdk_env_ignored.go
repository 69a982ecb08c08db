package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/link"
)

// sdkEnvIgnored finds clients without a region where a dotenv file, or the
// container that they run in, sets the variable of the other SDK only.
var sdkEnvIgnored = &lint.Rule{
	Name:     "sdk-env-ignored",
	Category: lint.Environment,
	Severity: lint.Error,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "a client relies on a variable that its SDK does not read",
		Why: "boto3 reads AWS_DEFAULT_REGION and not AWS_REGION; the AWS SDKs for JavaScript read AWS_REGION and not " +
			"AWS_DEFAULT_REGION. The region that the dotenv file or the container sets is ignored: NoRegionError: You must specify a region, " +
			"Region is missing, or the region of whatever profile is active. For S3 boto3 goes to us-east-1 instead of failing, which is a warning.",
		Before: `# .env
AWS_REGION=eu-west-1
# app/queue.py
sqs = boto3.client("sqs")
`,
		After: `# .env
AWS_REGION=eu-west-1
AWS_DEFAULT_REGION=eu-west-1
# app/queue.py
sqs = boto3.client("sqs")
`,
		Fix: "Adds the variable that this SDK reads beside the other, with the same value. Unsafe, since a profile may have " +
			"given the region so far. Where only a settings class reads the dotenv file the SDK sees nothing of it, and the " +
			"client has to be given the region.",
	},
	Check: checkSDKEnvIgnored,
}

func checkSDKEnvIgnored(pass *lint.Pass) error {
	for _, g := range ignoring(pass.Program) {
		first := g.clients[0]
		d := lint.Diagnostic{At: first.At, Message: g.message(), Services: g.services()}
		if g.value != "" {
			d.Regions = []string{g.value}
		}
		switch {
		case first.Platform != "" || first.Hosted:
			d.Severity = lint.Info
		case g.works():
			d.Severity = lint.Warning
		}
		t := trail{own: d.At}
		if g.definition != nil {
			t.add(g.definition.NameAt, fmt.Sprintf("%s is defined as %q here", g.name, g.value))
		} else {
			t.add(g.container.At, g.name+" is set here")
		}
		for _, c := range g.clients[1:min(len(g.clients), maxRelated+1)] {
			t.add(c.At, fmt.Sprintf("this %s client has no region either", c.Service))
		}
		d.Related = t.list
		d.Fixes = agreeing(pass, d.Services, g.fixes(pass.Program))
		pass.Report(d)
	}
	return nil
}

// fixes sets the variable that the clients' library reads, in the file that sets
// the other one: on a line that leaves it blank, else below.
func (g *deafGroup) fixes(p *link.Program) []lint.SuggestedFix {
	if g.definition != nil && g.definition.Private {
		return []lint.SuggestedFix{manual(fmt.Sprintf("Give the client the region of the settings, which alone read %s", g.definition.At.Path))}
	}
	name := g.clients[0].Env[0]
	for _, known := range g.clients[0].Env {
		if slices.Contains(sdkVariables, known) {
			name = known
			break
		}
	}
	te, ok := g.addition(p, name)
	if !ok {
		return nil
	}
	title := fmt.Sprintf("Set %s to %s, as %s is", name, g.value, g.name)
	if g.value == "" {
		title = fmt.Sprintf("Set %s as %s is set", name, g.name)
	}
	return []lint.SuggestedFix{{Title: title, Safety: lint.Unsafe, Edits: []lint.TextEdit{te}}}
}

func (g *deafGroup) addition(p *link.Program, name string) (te lint.TextEdit, ok bool) {
	if g.definition == nil {
		return edit.AddSetting(g.container, name)
	}
	te, ok = edit.AddDefinition(p, g.definition, name, g.value)
	for i := range p.Definitions {
		if d := &p.Definitions[i]; d.Name == name && d.At.Path == g.definition.At.Path && !d.Shadowed {
			te, ok = edit.SetDefinition(p, d, g.value)
		}
	}
	return te, ok
}

// A deafGroup is the clients of one component that look for the same variable
// in vain while another is set: by a dotenv file, or for their container.
type deafGroup struct {
	clients     []*link.Client // at least one
	name, value string         // of the other; the value is "" where it is not known
	definition  *link.Definition
	container   *link.Container // if there is no definition
}

func (g *deafGroup) message() string {
	first := g.clients[0]
	m := fmt.Sprintf("this %s client has no region: ", first.Service)
	if g.works() {
		m = fmt.Sprintf("this %s client has no region and goes to us-east-1: ", first.Service)
	}
	m += fmt.Sprintf("%s reads %s, and ", sdkName(first.SDK), enumerate(first.Env))
	switch {
	case g.definition != nil:
		m += fmt.Sprintf("%s sets only %s=%s", g.definition.At.Path, g.name, g.value)
	case g.value != "":
		m += fmt.Sprintf("%s sets only %s=%s for its container", g.container.At.Path, g.name, g.value)
	default:
		m += fmt.Sprintf("%s sets only %s for its container", g.container.At.Path, g.name)
	}
	if n := len(g.clients) - 1; n > 0 {
		m += fmt.Sprintf("; the same goes for %s of this component", counted(n, "more client"))
		if n > maxRelated {
			m += fmt.Sprintf(", of which %d are listed", maxRelated)
		}
	}
	if first.Platform != "" {
		m += fmt.Sprintf(" (%s sets both at run time)", first.Platform)
	}
	return m
}

// works reports whether none of the clients fails: boto3 asks us-east-1 for the
// buckets of S3, and is sent on.
func (g *deafGroup) works() bool {
	return !slices.ContainsFunc(g.clients, func(c *link.Client) bool { return !aws.RegionOptional(c.SDK, c.Service) })
}

// sdkName returns what people call a library.
func sdkName(sdk string) string {
	switch sdk {
	case "aws-sdk-js-v3":
		return "the AWS SDK for JavaScript"
	case "aws-sdk-js-v2":
		return "the AWS SDK for JavaScript v2"
	}
	return sdk
}

// services returns the services of the clients, sorted.
func (g *deafGroup) services() []string {
	var services []string
	for _, c := range g.clients {
		if c.Service != "*" && !slices.Contains(services, c.Service) {
			services = append(services, c.Service)
		}
	}
	slices.Sort(services)
	return services
}

// ignoring returns the clients that ignore a variable, by component, by the
// variables that their library reads, by platform and by container, in the order
// of their first clients.
func ignoring(p *link.Program) []deafGroup {
	type key struct {
		component, env, platform string
		container                *link.Container
	}
	var groups []deafGroup
	index := make(map[key]int)
	for i := range p.Clients {
		c := &p.Clients[i]
		if c.Status != link.Ambient || !takesPart(c) || len(c.Env) == 0 || c.Service == "sts" || len(c.Origins) > 0 || c.Elsewhere || c.Profile {
			continue
		}
		g := deafGroup{}
		if definition, ok := overheard(p, c); ok {
			g.definition = &p.Definitions[definition]
			g.name, g.value = g.definition.Name, g.definition.Value
		} else if g.container = containing(p, c); g.container != nil {
			g.name, g.value = g.container.Name, g.container.Region
		} else {
			continue
		}
		k := key{c.Component, strings.Join(c.Env, " "), c.Platform, g.container}
		at, ok := index[k]
		if !ok {
			at = len(groups)
			index[k] = at
			groups = append(groups, g)
		}
		groups[at].clients = append(groups[at].clients, c)
	}
	return groups
}

// containing returns what sets a variable that a client's library does not read,
// for the container that the client runs in, if nothing else gives it a region:
// that of the nearest folder of its component. It is nil if there is none.
func containing(p *link.Program, c *link.Client) *link.Container {
	if provided(c) || slices.ContainsFunc(p.Definitions, func(d link.Definition) bool { return !d.Blank && slices.Contains(c.Env, d.Name) }) {
		return nil
	}
	var nearest *link.Container
	for i := range p.Containers {
		ct := &p.Containers[i]
		if under(c.At.Path, ct.Folder) && under(ct.Folder, c.Component) && !slices.Contains(c.Env, ct.Name) && (nearest == nil || len(ct.Folder) > len(nearest.Folder)) {
			nearest = ct
		}
	}
	return nearest
}

// sdkVariables are the variables that one or the other SDK reads, and that
// people take for each other.
var sdkVariables = []string{"AWS_REGION", "AWS_DEFAULT_REGION"}

// overheard returns the nearest definition of a variable that the client's
// library does not read, unless one that it does read is defined as well. A
// real definition goes before a template's.
func overheard(p *link.Program, c *link.Client) (definition int, ok bool) {
	var heard []int
	for i := range p.Definitions {
		d := &p.Definitions[i]
		if d.Blank || d.Shadowed || !aws.IsRegion(d.Value) || !under(c.Component, d.Component) {
			continue
		}
		if slices.Contains(c.Env, d.Name) {
			return 0, false
		}
		if slices.Contains(sdkVariables, d.Name) {
			heard = append(heard, i)
		}
	}
	if len(heard) == 0 {
		return 0, false
	}
	return slices.MinFunc(heard, func(a, b int) int {
		x, y := &p.Definitions[a], &p.Definitions[b]
		return cmp.Or(cmp.Compare(len(y.Component), len(x.Component)), compareBool(x.Template, y.Template), cmp.Compare(a, b))
	}), true
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
