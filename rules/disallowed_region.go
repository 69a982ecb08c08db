package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// disallowedRegion finds every place that states another region than the
// configuration declares: literals, fallbacks, dotenv definitions, endpoints.
var disallowedRegion = &lint.Rule{
	Name:     "disallowed-region",
	Category: lint.Policy,
	Severity: lint.Error,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "a region that the configuration does not declare",
		Why: "The configuration says where things run, because data must stay there or because everything else is there. A place " +
			"that says otherwise puts a part of the application somewhere else: it asks for tables that are not there " +
			"(ResourceNotFoundException), or makes them anew where nobody looks.",
		Before: `# .regionlint.yaml
regions: {default: eu-west-1}
# app.py
tables = boto3.resource("dynamodb", region_name="us-east-1")
`,
		After: `# .regionlint.yaml
regions: {default: eu-west-1}
# app.py
tables = boto3.resource("dynamodb", region_name="eu-west-1")
`,
		Fix: "Writes the declared region: that of the services whose region the place decides, else the default, else the only " +
			"one that is allowed. It is safe, since the configuration says so. Where services share a place and are declared for " +
			"different regions, where more than one region is allowed, and where a client works with the identifier of a resource " +
			"that exists, there are steps and no edits.",
	},
	Check: checkDisallowedRegion,
}

func checkDisallowedRegion(pass *lint.Pass) error {
	for _, r := range rulings(pass) {
		d := lint.Diagnostic{
			At: r.at, Message: r.message(), Services: r.services(), Regions: append([]string{r.region}, r.others()...),
		}
		t := trail{own: d.At}
		for i := range r.deciders {
			if c := r.deciders[i].client; c != nil && len(t.list) < maxRelated {
				t.add(c.At, fmt.Sprintf("this %s takes it", noun(c)))
			}
		}
		d.Related = t.list
		d.Fixes = []lint.SuggestedFix{r.fix(pass)}
		pass.Report(d)
	}
	return nil
}

// rulings returns what is wrong with the program's statements, sorted by place.
func rulings(pass *lint.Pass) []*ruling {
	if !declares(pass.Declared) && !slices.ContainsFunc(pass.Declared.Nested, func(n lint.Nested) bool { return declares(&n.Declared) }) {
		return nil
	}
	var found []*ruling
	all := statements(pass)
	for i := range all {
		if r, wrong := all[i].judge(pass.Declared.For(all[i].at.Path)); wrong {
			found = append(found, r)
		}
	}
	return found
}

// disallowedSpots returns the places that disallowed-region tells of.
func disallowedSpots(pass *lint.Pass) map[source.Location]bool {
	spots := make(map[source.Location]bool)
	for _, r := range rulings(pass) {
		spots[r.at] = true
	}
	return spots
}

// declares reports whether anything is said of where things run.
func declares(d *lint.Declared) bool {
	return d.Default != "" || len(d.Services) > 0 || len(d.Allow) > 0
}

func noun(c *link.Client) string {
	if c.Shape != nil && c.Shape.Kind == aws.StackShape {
		return "stack"
	}
	if len(c.Services) > 0 {
		return "client"
	}
	if c.Session || c.Service == "*" {
		return "session"
	}
	return c.Service + " client"
}

func (r *ruling) message() string {
	return r.says() + ", but " + r.reason()
}

// says returns what the place states.
func (r *ruling) says() string {
	region := quote(r.region)
	switch {
	case r.inURL:
		return "this endpoint is in " + region
	case r.kind == link.StepFallback && r.name != "":
		return fmt.Sprintf("%s falls back to %s", r.name, region)
	case !r.inCode() && r.name != "":
		return fmt.Sprintf("%s is set to %s", r.name, region)
	}
	if services := r.services(); len(services) > 0 {
		return fmt.Sprintf("%s is given to %s", region, brief(services))
	}
	if r.returned {
		return fmt.Sprintf("%s returns %s", r.name, region)
	}
	if r.name != "" {
		return fmt.Sprintf("%s is %s here", r.name, region)
	}
	return region + " is stated here"
}

// brief returns at most three of some words as a sentence does.
func brief(words []string) string {
	const most = 3
	if len(words) <= most+1 {
		return enumerate(words)
	}
	return strings.Join(words[:most], ", ") + " and " + counted(len(words)-most, "more service")
}

// reason returns what the configuration says instead.
func (r *ruling) reason() string {
	service := r.wrong.service
	own := declaredFor(r.declared, service)
	switch {
	case own != "" && r.wrong.pin == identified:
		return fmt.Sprintf("%s is to run in %s (regions.services), and %q is in %s", service, own, r.wrong.id, r.region)
	case own != "":
		return fmt.Sprintf("%s is to run in %s (regions.services)", service, own)
	case r.declared.Default != "" && r.wrong.pin == movable:
		by := "regions.default"
		if r.declared.To {
			by = "--to"
		}
		return fmt.Sprintf("everything is to run in %s (%s)", r.declared.Default, by)
	case len(r.declared.Allow) > 0:
		return fmt.Sprintf("the only regions allowed are %s (regions.allow)", enumerate(r.declared.Allow))
	}
	return "another region is declared"
}

// services returns those that the statement decides, sorted.
func (s *statement) services() []string {
	var services []string
	for i := range s.deciders {
		if d := &s.deciders[i]; d.service != "*" && d.pin != irrelevant && !slices.Contains(services, d.service) {
			services = append(services, d.service)
		}
	}
	slices.Sort(services)
	return services
}

// others returns the regions that the configuration speaks for.
func (r *ruling) others() []string {
	if r.want != "" {
		return []string{r.want}
	}
	if want := rightRegion(r.declared, r.wrong.service); want != "" && want != r.region {
		return []string{want}
	}
	return nil
}

// fix writes the declared region, or says what to do where no one region is
// right or the source does not spell it in one piece.
func (r *ruling) fix(pass *lint.Pass) lint.SuggestedFix {
	if r.want != "" {
		if change, ok := r.edit(pass.Program); ok {
			return lint.SuggestedFix{Title: "Change it to " + r.want, Safety: lint.Safe, Edits: append([]lint.TextEdit{change}, r.echo(pass.Program)...)}
		}
	}
	if fix, ok := r.apart(pass.Program); ok {
		return fix
	}
	return lint.SuggestedFix{Title: r.steps(), Safety: lint.Manual}
}

func (r *ruling) edit(p *link.Program) (lint.TextEdit, bool) {
	switch {
	case r.definition != nil:
		return edit.SetDefinition(p, r.definition, r.want)
	case r.at.Span.Len() != len(r.region): // not spelled out
		return lint.TextEdit{}, false
	case r.inURL && aws.PartitionOf(r.want) != aws.PartitionOf(r.region): // another domain as well
		return lint.TextEdit{}, false
	case isConstraint(r.name) && r.want == "us-east-1": // S3 wants none there
		return lint.TextEdit{}, false
	}
	return edit.Text(p, r.at, r.want)
}

// echo writes the declared region in the path of a URL too, before what stands for
// the id of a pool that is no existing one: …/us-east-1_example.
func (r *ruling) echo(p *link.Program) []lint.TextEdit {
	if !r.inURL {
		return nil
	}
	rest := p.File(r.at.Path).Source[r.at.Span.End:]
	if end := strings.IndexAny(rest, "\r\n \t\"'`"); end >= 0 {
		rest = rest[:end]
	}
	before, _, ok := strings.Cut(rest, "/"+r.region+"_")
	if !ok {
		return nil
	}
	again := r.at
	again.Span.Start = r.at.Span.End + uint32(len(before)+len("/"))
	again.Span.End = again.Span.Start + r.at.Span.End - r.at.Span.Start
	if change, ok := edit.Text(p, again, r.want); ok {
		return []lint.TextEdit{change}
	}
	return nil
}

// steps says what there is to do by hand.
func (r *ruling) steps() string {
	want := rightRegion(r.declared, r.wrong.service)
	switch {
	case r.wrong.pin == identified:
		return fmt.Sprintf("Make what %q names anew in %s and use that, or declare %s for %s", r.wrong.id,
			orAllowed(want), r.region, r.wrong.service)
	case r.stays != nil && r.stays.id != "":
		return fmt.Sprintf("Give %s a region of its own, %s: %s stays in %s with %q", r.wrong.noun(), orAllowed(want),
			r.stays.noun(), r.region, r.stays.id)
	case r.stays != nil:
		return fmt.Sprintf("Give %s a region of its own, %s: %s belongs in %s", r.wrong.noun(), orAllowed(want),
			r.stays.noun(), r.stays.wants(r.declared, r.statement))
	case want == "" || want == r.region:
		return "Change it to one of " + enumerate(r.declared.Allow)
	}
	return fmt.Sprintf("Change it to %s, or declare %s if it is meant", want, r.region)
}

func (d *decider) noun() string {
	if d.service == "*" {
		return "the rest"
	}
	return d.service
}

func orAllowed(region string) string {
	if region == "" {
		return "an allowed one"
	}
	return region
}
