package rules

import (
	"fmt"
	"slices"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// staleComment finds comments and docstrings that name another region than the
// code that they describe.
var staleComment = &lint.Rule{
	Name:     "stale-comment",
	Category: lint.Policy,
	Severity: lint.Off,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "a comment names another region than the code that it describes",
		Why: "Nothing breaks at run time. Whoever looks for a table or a queue believes the comment, looks in the wrong " +
			"region, and finds nothing there; whoever repairs the code by it moves the call to a region that has none of " +
			"the resources (ResourceNotFoundException: Requested resource not found).",
		Before: `# app/orders.py
# All orders are kept in us-east-1.
orders = boto3.resource("dynamodb", region_name="eu-west-1")
`,
		After: `# app/orders.py
# All orders are kept in eu-west-1.
orders = boto3.resource("dynamodb", region_name="eu-west-1")
`,
		Fix: "Writes the code's region in the comment. Unsafe, since the comment may be what is right. There is no fix where " +
			"the comment says the same in other words too, as in us-east-1 (N. Virginia).",
	},
	Check: checkStaleComment,
}

func checkStaleComment(pass *lint.Pass) error {
	for _, f := range pass.Program.Files {
		for i := range f.Remarks {
			remark := &f.Remarks[i]
			said, ok := claim(remark, f.Lang)
			if !ok {
				continue
			}
			used, ok := usedIn(pass.Program, source.Location{Path: f.Path, Span: remark.About})
			if ok && !slices.Contains(used.possible, said.region) {
				pass.Report(staleness(pass.Program, f, remark, said, used))
			}
		}
	}
	return nil
}

func staleness(p *link.Program, f *fact.File, remark *fact.Remark, said claimed, used codeRegion) lint.Diagnostic {
	noun := "comment"
	if remark.Doc {
		noun = "docstring"
	}
	var words []source.Location
	for _, at := range said.at {
		start := remark.Span.Start + uint32(at)
		words = append(words, source.Location{
			Path: f.Path, Span: source.Span{Start: start, End: start + uint32(len(said.region))},
		})
	}
	d := lint.Diagnostic{
		At:       words[0],
		Message:  fmt.Sprintf("the %s says %q, but the code that it describes is in %q", noun, said.region, used.region),
		Services: used.services,
		Regions:  []string{said.region, used.region},
	}
	t := trail{own: d.At}
	t.add(used.at, used.region+" is set here")
	d.Related = t.list
	if said.paraphrased {
		return d
	}
	fix := lint.SuggestedFix{Title: fmt.Sprintf("Write %s in the %s", used.region, noun), Safety: lint.Unsafe}
	for _, at := range words {
		e, ok := edit.Text(p, at, used.region)
		if !ok {
			return d
		}
		fix.Edits = append(fix.Edits, e)
	}
	d.Fixes = []lint.SuggestedFix{fix}
	return d
}

// A codeRegion is what a piece of code says about regions.
type codeRegion struct {
	region   string // the first that it spells or is given
	at       source.Location
	several  bool     // it spells others too, or a menu of them
	services []string // of the clients in it, sorted
	possible []string // every region that it could use
}

func (c *codeRegion) spells(region string, at source.Location) {
	if c.region == "" {
		c.region, c.at = region, at
	}
	c.several = c.several || c.region != region
	c.possible = append(c.possible, region)
}

// usedIn returns the region of a piece of code. It returns false where the code
// has none, several, a menu of them, or one that is not known.
func usedIn(p *link.Program, code source.Location) (used codeRegion, ok bool) {
	for _, t := range inCode(p.Literals, code, func(t *link.Literal) source.Location { return t.At }) {
		switch t.Context {
		case "comparison", "key", "text", "other":
			used.possible = append(used.possible, t.Region)
		default:
			used.spells(t.Region, t.At)
		}
		used.several = used.several || t.Catalogue
	}
	for _, r := range inCode(p.Resources, code, func(r *link.Resource) source.Location { return r.At }) {
		used.spells(r.Region, r.At)
	}
	for _, lk := range inCode(p.Lookups, code, func(lk *link.Lookup) source.Location { return lk.At }) {
		for _, i := range lk.Definitions {
			used.possible = append(used.possible, p.Definitions[i].Value)
		}
		for _, o := range lk.Fallbacks {
			used.possible = append(used.possible, o.Region)
		}
	}
	for _, c := range inCode(p.Clients, code, func(c *link.Client) source.Location { return c.At }) {
		if c.Status == link.Dynamic || c.Loop {
			return used, false
		}
		used.runs(c)
	}
	slices.Sort(used.services)
	return used, used.region != "" && !used.several
}

// runs adds a client that the code makes. Only a region that the code gives to
// it is the code's.
func (c *codeRegion) runs(client *link.Client) {
	c.possible = append(c.possible, client.Regions...)
	if client.Status == link.Resolved && client.Given != (source.Location{}) && !client.Open && takesPart(client) {
		for _, o := range client.Origins {
			c.spells(o.Region, spot(o))
		}
	}
	if client.Service != "*" && !slices.Contains(c.services, client.Service) {
		c.services = append(c.services, client.Service)
	}
}

// inCode returns those of the items, which are sorted by place, that begin in a
// piece of code.
func inCode[T any](items []T, code source.Location, at func(*T) source.Location) []*T {
	first, _ := slices.BinarySearchFunc(items, code, func(item T, code source.Location) int {
		from := code
		from.Span.End = 0
		return at(&item).Compare(from)
	})
	var found []*T
	for i := first; i < len(items); i++ {
		if l := at(&items[i]); l.Path != code.Path || l.Span.Start >= code.Span.End {
			break
		}
		found = append(found, &items[i])
	}
	return found
}
