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
	"github.com/regionlint/regionlint/lint/source"
)

// serviceRegionConflict finds places of an application that use one service in
// another region than the other places do.
var serviceRegionConflict = &lint.Rule{
	Name:     "service-region-conflict",
	Category: lint.Contradiction,
	Severity: lint.Warning,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "one service in different regions",
		Why: "What one part of the application creates, the other does not find: the user signs in to a pool in one region, " +
			"and the backend asks another region about it (ResourceNotFoundException), or two modules write to two tables " +
			"of the same name.",
		Before: `# app/users.py
users = boto3.resource("dynamodb", region_name="eu-central-1").Table("users")
# app/orders.py
orders = boto3.resource("dynamodb", region_name="eu-central-1").Table("orders")
# app/export.py
users = boto3.resource("dynamodb", region_name="us-east-1").Table("users")
`,
		After: `# app/export.py
users = boto3.resource("dynamodb", region_name="eu-central-1").Table("users")
`,
		Fix: "Sets the region that most places have, or that an identifier of an existing resource names. Safe where that is " +
			"the pool that users sign in to, and nothing else takes the region that is changed; unsafe where other services " +
			"share the region, or where there may be resources in both. Where only the majority speaks for a region that is " +
			"shared, only a region of this client's own is offered.",
	},
	Check: checkServiceRegionConflict,
}

func checkServiceRegionConflict(pass *lint.Pass) error {
	for _, c := range serviceConflicts(pass) {
		d := lint.Diagnostic{
			At:       c.outside[0].at,
			Message:  c.message(),
			Services: []string{c.service},
			Regions:  append(settledRegions(&c.outside[0]), c.region),
		}
		t := trail{own: d.At}
		t.decided(c.outside[0].settled()[0])
		t.add(c.majority[0].at, c.majority[0].noun()+" is in "+c.region)
		t.decided(c.majority[0].origin(c.region))
		for _, p := range c.outside[1:min(len(c.outside), maxRelated+1)] {
			t.add(p.at, "the same region is used here")
		}
		d.Related = t.list
		d.Fixes = agreeing(pass, d.Services, c.fixes(pass.Program))
		pass.Report(d)
	}
	return nil
}

// fixes sets the majority's region where the others' is decided, or for a single
// client alone. A majority without an identifier is no reason to move other
// services with it.
func (c *serviceConflict) fixes(p *link.Program) []lint.SuggestedFix {
	first := &c.outside[0]
	origins := slices.DeleteFunc(slices.Clone(first.origins), func(o link.Origin) bool { return o.Region == c.region })
	proved := c.majority[0].id != ""
	alone := !slices.ContainsFunc(withSiblings(p, origins, c.region), func(o link.Origin) bool { return len(takersOf(p, spot(o)).others(c.service)) > 0 })
	var fixes []lint.SuggestedFix
	fix, ok := retarget(p, origins, c.service, c.region)
	if ok && first.id == "" && (proved || alone) && !strandsAny(p, origins, c.region) {
		if !proved || !hasOnePool(c.service) {
			fix.Safety = lint.Unsafe
		}
		fixes = append(fixes, fix)
	}
	i := slices.IndexFunc(p.Clients, func(client link.Client) bool { return client.At == first.at })
	if i >= 0 && len(c.outside) == 1 && (len(fixes) == 0 || !alone) && !edit.IsLocal(p, p.Clients[i].Given) {
		if fix, ok := ownRegion(p, []tie{tieOfClient(&p.Clients[i])}, c.region); ok {
			fixes = append(fixes, fix)
		}
	}
	if te, ok := edit.Region(p, origins[0], c.region); ok && first.bucket && len(fixes) == 0 {
		fixes = append(fixes, lint.SuggestedFix{Title: "Write " + c.region + " into the URL", Safety: lint.Unsafe, Edits: []lint.TextEdit{te}})
	}
	if len(fixes) == 0 {
		fixes = append(fixes, manual("Decide for one region with regionlint plan, and use it wherever "+c.service+" is used"))
	}
	return fixes
}

// hasOnePool reports whether an application has one resource of a service, which
// all its parts ask for. Of queues, topics or tables there may be some in another
// region, and a client whose identifiers nobody sees may work with those.
func hasOnePool(service string) bool {
	return service == "cognito-idp" || service == "cognito-identity"
}

// A serviceConflict is places outside a service's region that one decision put
// there.
type serviceConflict struct {
	service string
	region  string // the majority's
	// outside and majority are not empty. The places in majority that are best
	// to show come first.
	outside, majority []place
}

func (c *serviceConflict) message() string {
	first, best := &c.outside[0], &c.majority[0]
	head := fmt.Sprintf("%s is in %s here", first.noun(), enumerate(settledRegions(first)))
	if n := len(c.outside) - 1; n > 0 {
		head += fmt.Sprintf(" and in %s", counted(n, "other place"))
	}
	switch n := len(c.majority) - 1; {
	case best.id == "" && (first.id != "" || first.bucket):
		return head + fmt.Sprintf(", but %s is in %s in %s", c.service, c.region, counted(n+1, "other place"))
	case best.id == "":
		return head + fmt.Sprintf(", but in %s in %s", c.region, counted(n+1, "other place"))
	case n > 0:
		return head + fmt.Sprintf(", but %s is in %s, as is %s in %s", best.noun(), c.region, c.service, counted(n, "other place"))
	}
	return head + fmt.Sprintf(", but %s is in %s", best.noun(), c.region)
}

// noun names a place in a sentence.
func (p *place) noun() string {
	switch {
	case p.id != "":
		return kindName(p.kind) + " " + quote(p.id)
	case p.bucket:
		return "the URL of a bucket that s3 is asked for"
	}
	return p.service
}

// origin returns the first origin of a region.
func (p *place) origin(region string) link.Origin {
	i := slices.IndexFunc(p.origins, func(o link.Origin) bool { return o.Region == region })
	return p.origins[max(i, 0)]
}

// serviceConflicts returns the conflicts of all applications, each once, in the
// order of their first places.
func serviceConflicts(pass *lint.Pass) []serviceConflict {
	reported, disallowed := mismatchedSpots(pass.Program), disallowedSpots(pass)
	var found []serviceConflict
	// Where the configuration says that one side is wrong, that is the finding.
	all := slices.DeleteFunc(places(pass, contested(pass.Program)), func(p place) bool { return p.known(disallowed) })
	for _, app := range applications(all) {
		home := app.home()
		for _, group := range app.services() {
			found = append(found, group.conflicts(home, reported)...)
		}
	}
	slices.SortStableFunc(found, func(a, b serviceConflict) int {
		return cmp.Or(a.outside[0].at.Compare(b.outside[0].at), cmp.Compare(a.service, b.service))
	})
	return slices.CompactFunc(found, func(a, b serviceConflict) bool {
		return a.outside[0].at == b.outside[0].at && a.service == b.service
	})
}

// mismatchedSpots returns the places that take part in a mismatch between an
// identifier and a client: the decisions, the identifier and the client
// themselves.
func mismatchedSpots(p *link.Program) map[source.Location]bool {
	spots := make(map[source.Location]bool)
	for _, m := range mismatches(p) {
		spots[m.at] = true
		spots[spot(m.identifier)] = true
		for _, r := range resourcesAround(p, spot(m.identifier)) {
			spots[r.At] = true
		}
		spots[spot(m.other)] = true
		if m.client != nil {
			spots[m.client.At] = true
		}
	}
	return spots
}

// known reports whether a mismatch was reported that a place takes part in.
func (p *place) known(reported map[source.Location]bool) bool {
	return reported[p.at] || slices.ContainsFunc(p.origins, func(o link.Origin) bool { return reported[spot(o)] })
}

// conflicts returns the places of a service that are apart from its region,
// those of one decision together.
func (g group) conflicts(home string, reported map[source.Location]bool) []serviceConflict {
	if anywhere(g[0].service) {
		return nil
	}
	region := g.region(home)
	var inside group
	for _, p := range g {
		if p.in(region) {
			inside = append(inside, p)
		}
	}
	slices.SortStableFunc(inside, func(a, b place) int { return cmp.Compare(rank(&a), rank(&b)) })
	apart := inside.parter()
	var found []serviceConflict
	causes := make(map[source.Location]int) // of what is found
	for i := range g {
		p := &g[i]
		against := apart(p)
		if len(against) == 0 || p.known(reported) || pinned(p, p.origins[0].Region) || pinned(p, region) {
			continue
		}
		cause := spot(p.settled()[0])
		if at, ok := causes[cause]; ok {
			found[at].outside = append(found[at].outside, *p)
			continue
		}
		causes[cause] = len(found)
		found = append(found, serviceConflict{service: p.service, region: region, outside: []place{*p}, majority: against})
	}
	return found
}

// parter returns what tells which of a group's places a place is apart from. Most
// places are in regions for the same reasons, and those need one answer.
func (g group) parter() func(p *place) []place {
	var kinds []string
	members := make(map[string][]int)
	for i := range g {
		kind := g[i].reasons()
		if members[kind] == nil {
			kinds = append(kinds, kind)
		}
		members[kind] = append(members[kind], i)
	}
	answers := make(map[string][]place)
	return func(p *place) []place {
		reasons := p.reasons()
		if against, ok := answers[reasons]; ok {
			return against
		}
		var at []int
		for _, kind := range kinds[:min(len(kinds), maxReasons)] {
			if p.apart(&g[members[kind][0]]) {
				at = append(at, members[kind]...)
			}
		}
		slices.Sort(at)
		var against []place
		for _, i := range at {
			against = append(against, g[i])
		}
		answers[reasons] = against
		return against
	}
}

// maxReasons bounds with how many kinds of places one place is compared.
const maxReasons = 256

// reasons returns all that [place.apart] asks of a place, as one text.
func (p *place) reasons() string {
	var b strings.Builder
	fmt.Fprint(&b, p.open, p.byHand(), p.reach())
	for _, o := range p.origins {
		fmt.Fprintf(&b, " %q %v %q", o.Profile, everyMode(o), fallbackOf(o))
	}
	return b.String()
}

// rank orders places by how much they prove.
func rank(p *place) int {
	switch {
	case p.id != "":
		return 0
	case len(p.origins) == 1:
		return 1
	}
	return 2
}

// region returns the region that a service is in: the one with most identifiers
// of existing resources, then one that has the service at all, then that with most
// places, then the application's own, then that of the first place.
func (g group) region(home string) string {
	scores := make(map[string]*[4]int)
	var regions []string
	for i := range g {
		for _, region := range settledRegions(&g[i]) {
			score := scores[region]
			if score == nil {
				score = new([4]int)
				if !aws.Unlisted(g[i].service, region) {
					score[1] = 1
				}
				scores[region] = score
				regions = append(regions, region)
			}
			if !g[i].bucket { // a bucket is where its client puts things
				score[2]++
			}
			if g[i].id != "" {
				score[0]++
			}
		}
	}
	best, bestScore := "", [4]int{-1}
	for _, region := range regions {
		score := *scores[region]
		if region == home {
			score[3] = 1
		}
		if slices.Compare(score[:], bestScore[:]) > 0 {
			best, bestScore = region, score
		}
	}
	return best
}
