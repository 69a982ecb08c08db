package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// resourceRegionMismatch finds identifiers that carry one region and meet
// another: the client that they are passed to, the host of a URL that they are
// put into, or the region setting beside them in an object.
var resourceRegionMismatch = &lint.Rule{
	Name:     "resource-region-mismatch",
	Category: lint.Contradiction,
	Severity: lint.Error,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "an identifier of one region is used in another",
		Why: "A request goes to the client's region, whatever its parameters say, and the resource is not there. Cognito " +
			"answers ResourceNotFoundException: User pool … does not exist, Lambda that functions from the one region are not " +
			"reachable in the other. The AWS SDK for JavaScript does send a message to the host of the queue URL, but signs it " +
			"for the client's region: SignatureDoesNotMatch: Credential should be scoped to a valid region.",
		Before: `cognito = boto3.client("cognito-idp", region_name="ap-southeast-5")
cognito.list_users(UserPoolId="ap-southeast-2_KbRSvyt1T")
`,
		After: `cognito = boto3.client("cognito-idp", region_name="ap-southeast-2")
cognito.list_users(UserPoolId="ap-southeast-2_KbRSvyt1T")
`,
		Fix: "The identifier wins, since the resource cannot move: the region that only this use takes is set to the " +
			"identifier's, which is safe. Where other services take the same region the fix is unsafe, and a region of its " +
			"own for this service is offered beside it. A foundation model is in several regions: its ARN gets the client's " +
			"region, which is unsafe, as it need not be in that one. Where only a new resource would help there are steps and " +
			"no edits.",
	},
	Check: checkResourceRegionMismatch,
}

func checkResourceRegionMismatch(pass *lint.Pass) error {
	for _, m := range mismatches(pass.Program) {
		if slices.Contains(pass.Declared.Replicated, m.text) {
			continue
		}
		d := lint.Diagnostic{
			At:       m.at,
			Message:  m.message(),
			Services: []string{m.service},
			Regions:  []string{m.identifier.Region, m.other.Region},
		}
		t := trail{own: m.at}
		if m.client != nil {
			t.add(m.client.At, "the client is made here")
		}
		t.decided(m.other)
		t.decided(m.identifier)
		for _, at := range m.more[:min(len(m.more), maxRelated)] {
			t.add(at, "it is used here too")
		}
		d.Related = t.list
		d.Fixes = m.fixes(pass)
		pass.Report(d)
	}
	return nil
}

// fixes sets the region of the identifier, where it is decided or for this
// service alone. A resource does not move, so that where neither can be done
// there are steps only.
func (m *mismatch) fixes(pass *lint.Pass) []lint.SuggestedFix {
	p, region, origins := pass.Program, m.identifier.Region, m.wrong()
	var fixes []lint.SuggestedFix
	if te, ok := edit.Region(p, m.identifier, m.other.Region); ok && m.everywhere() {
		fixes = append(fixes, lint.SuggestedFix{Title: "Name the model in " + m.other.Region, Safety: lint.Unsafe, Edits: []lint.TextEdit{te}})
	}
	fix, ok := retarget(p, origins, m.service, region)
	if ok = ok && !m.displaces(pass, origins); ok {
		if m.everywhere() {
			fix.Safety = lint.Unsafe
		}
		fixes = append(fixes, fix)
	}
	if !ok || fix.Safety != lint.Safe {
		if ties := m.ties(p, origins); len(ties) <= maxTies {
			if fix, ok := ownRegion(p, ties, region); ok {
				fixes = append(fixes, fix)
			}
		}
	}
	if len(fixes) == 0 {
		what := kindName(m.kind)
		fixes = append(fixes, manual(fmt.Sprintf("Use %s where this %s is used, or create the %s in %s and use its identifier",
			region, what, what, m.other.Region)))
	}
	return fixes
}

// wrong returns what decides the regions that the identifier meets and is not in.
func (m *mismatch) wrong() []link.Origin {
	origins := []link.Origin{m.other}
	for _, c := range m.clients {
		for _, o := range c.Origins {
			if o.Region != m.identifier.Region && together(m.identifier, o) && !slices.ContainsFunc(origins, func(known link.Origin) bool { return spot(known) == spot(o) }) {
				origins = append(origins, o)
			}
		}
	}
	return origins
}

// everywhere reports whether the identifier is of AWS's own, which has the same one
// in every region that has it: the ARN of a foundation model has no account.
func (m *mismatch) everywhere() bool {
	return m.kind == "arn" && strings.Contains(m.text, "::foundation-model/")
}

// displaces reports whether other services, which take the same regions, are not where
// the identifier is, unless everything is declared to be there, or the configuration has
// them somewhere else.
func (m *mismatch) displaces(pass *lint.Pass, origins []link.Origin) bool {
	if strandsAny(pass.Program, origins, m.identifier.Region) && pass.Declared.For(spot(m.other).Path).Default != m.identifier.Region {
		return true
	}
	return slices.ContainsFunc(withSiblings(pass.Program, origins, m.identifier.Region), func(o link.Origin) bool {
		at := spot(o)
		return slices.ContainsFunc(takersOf(pass.Program, at).others(m.service), func(service string) bool {
			return service != "*" && !fits(pass.Declared.For(at.Path), service, m.identifier.Region)
		})
	})
}

// maxTies is how many things one fix gives a region of their own at most.
const maxTies = 32

// ties returns what takes part, and what else takes the same regions for the
// same service and can be given one of its own, as far as that is not too many.
func (m *mismatch) ties(p *link.Program, origins []link.Origin) []tie {
	first := tie{service: m.service, client: m.client, given: m.given, at: m.at, origins: origins}
	if m.client != nil {
		first.at = m.client.At
	}
	ties, name := []tie{first}, ownVariable(p, m.service, m.identifier.Region)
	for _, o := range origins {
		for _, t := range tiesOf(p, spot(o), m.service) {
			if len(ties) > maxTies {
				return ties
			}
			if slices.ContainsFunc(ties, func(o tie) bool { return o.at == t.at && o.client == t.client }) {
				continue
			}
			if _, ok := t.ownEdits(p, append(slices.Clone(ties), t), name, m.identifier.Region); ok {
				ties = append(ties, t)
			}
		}
	}
	return ties
}

// A mismatch is an identifier in a place of another region, with all the uses
// that come of the same two decisions.
type mismatch struct {
	at                source.Location
	service           string
	kind, text        string
	identifier, other link.Origin
	client            *link.Client // nil where no client takes part
	setting           string       // of a region beside the identifier, or ""
	given             source.Location
	more              []source.Location
	clients           []*link.Client // that the identifier is given to, at any of the places
}

func (m *mismatch) message() string {
	head := fmt.Sprintf("%s %q is in %s, but ", kindName(m.kind), m.text, m.identifier.Region)
	switch {
	case m.client != nil:
		head += fmt.Sprintf("this %s client runs in %s", m.client.Service, m.other.Region)
	case m.setting != "":
		head += fmt.Sprintf("%s beside it says %s", m.setting, m.other.Region)
	default:
		head += fmt.Sprintf("this URL goes to %s", m.other.Region)
	}
	if len(m.more) > 0 {
		head += fmt.Sprintf(", here and in %s", counted(len(m.more), "other place"))
	}
	if answer := m.answer(); answer != "" {
		head += ": " + answer
	}
	return head
}

// mismatches returns the identifiers that meet another region, one mismatch for
// each pair of places that decide the two, sorted by location.
func mismatches(p *link.Program) []mismatch {
	return link.Derived(p, mismatchesKey{}, func() []mismatch { return meeting(p) })
}

type mismatchesKey struct{}

func meeting(p *link.Program) []mismatch {
	var found []mismatch
	for first := 0; first < len(p.Uses); {
		end := first + 1
		for end < len(p.Uses) && p.Uses[end].At == p.Uses[first].At {
			end++
		}
		for _, uses := range byClient(p.Uses[first:end]) {
			if m, ok := misused(p, uses); ok {
				found = append(found, m)
			}
		}
		first = end
	}
	for i := range p.Pairs {
		pair := &p.Pairs[i]
		if meet([]link.Origin{pair.Fixed}, []link.Origin{pair.Other}) && pair.Fixed.Region != pair.Other.Region {
			found = append(found, mismatchOf(pair))
		}
	}
	found = append(found, unseen(declaredApart(p), found)...)
	g := newGround(p)
	found = slices.DeleteFunc(found, func(m mismatch) bool {
		if m.client != nil {
			if _, _, stray := g.stray(m.client); stray {
				return true
			}
		}
		return !isRegion(m.identifier.Region) || !isRegion(m.other.Region)
	})
	slices.SortStableFunc(found, func(a, b mismatch) int { return a.at.Compare(b.at) })
	return merged(found)
}

func mismatchOf(pair *link.Pair) mismatch {
	return mismatch{
		at: pair.At, service: pair.Service, kind: pair.Kind, text: pair.Text,
		identifier: pair.Fixed, other: pair.Other, setting: pair.Setting, given: pair.Given,
	}
}

// unseen returns the mismatches in dotenv files of which neither the region nor the
// identifier has to do with those found so far.
func unseen(more, found []mismatch) []mismatch {
	return slices.DeleteFunc(more, func(m mismatch) bool {
		return slices.ContainsFunc(found, func(f mismatch) bool {
			at := spot(f.identifier)
			return spot(f.other) == spot(m.other) || at.Path == m.at.Path && m.at.Span.Contains(at.Span)
		})
	})
}

// byClient groups uses at one place by client and parameter: what is left are
// the alternatives of one argument.
func byClient(uses []link.Use) [][]link.Use {
	var groups [][]link.Use
	for _, u := range uses {
		i := slices.IndexFunc(groups, func(g []link.Use) bool { return g[0].Client == u.Client && g[0].Param == u.Param })
		if i < 0 {
			groups = append(groups, []link.Use{u})
			continue
		}
		groups[i] = append(groups[i], u)
	}
	return groups
}

// misused compares the alternatives of one argument with the regions of its
// client.
func misused(p *link.Program, uses []link.Use) (mismatch, bool) {
	c := &p.Clients[uses[0].Client]
	if c.Status != link.Resolved || !takesPart(c) {
		return mismatch{}, false
	}
	values := make([]link.Origin, len(uses))
	for i, u := range uses {
		values[i] = u.Value
	}
	if !disjoint(values, c.Origins) {
		return mismatch{}, false
	}
	for _, u := range uses {
		for _, o := range c.Origins {
			if together(u.Value, o) {
				return mismatch{
					at: u.At, service: c.Service, kind: u.Kind, text: u.Text, identifier: u.Value, other: o, client: c, given: c.Given,
					clients: []*link.Client{c},
				}, true
			}
		}
	}
	return mismatch{}, false
}

func disjoint(a, b []link.Origin) bool {
	return !slices.ContainsFunc(a, func(x link.Origin) bool {
		return slices.ContainsFunc(b, func(y link.Origin) bool { return x.Region == y.Region })
	})
}

// merged joins the mismatches between the same two decisions under the first.
func merged(found []mismatch) []mismatch {
	type decisions [2]source.Location
	type also struct {
		of int
		at source.Location
	}
	places, pairs, known := make(map[source.Location]int), make(map[decisions]int), make(map[also]bool)
	var out []mismatch
	for _, m := range found {
		pair := decisions{spot(m.identifier), spot(m.other)}
		i, ok := places[m.at]
		if j, same := pairs[pair]; same && (!ok || j < i) {
			i, ok = j, true
		}
		if !ok {
			places[m.at], pairs[pair] = len(out), len(out)
			out = append(out, m)
			continue
		}
		if key := (also{i, m.at}); out[i].at != m.at && !known[key] {
			known[key] = true
			out[i].more = append(out[i].more, m.at)
			out[i].clients = append(out[i].clients, m.clients...)
		}
	}
	return out
}
