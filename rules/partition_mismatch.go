package rules

import (
	"fmt"
	"slices"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// partitionMismatch finds ARNs and host names that name a region in the manner
// of another partition than its own.
var partitionMismatch = &lint.Rule{
	Name:     "partition-mismatch",
	Category: lint.AWS,
	Severity: lint.Error,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "an ARN or a host name does not fit the partition of its region",
		Why: "Each partition has ARNs and host names of its own: arn:aws-cn: and amazonaws.com.cn in China, arn:aws-us-gov: in " +
			"GovCloud. No resource has the other ARN, and a policy with it answers MalformedPolicyDocument: Partition \"aws\" " +
			"is not valid for resource. No host has the other name: EndpointConnectionError, getaddrinfo ENOTFOUND.",
		Before: `TOPIC = "arn:aws:sns:cn-north-1:123456789012:orders"
`,
		After: `TOPIC = "arn:aws-cn:sns:cn-north-1:123456789012:orders"
`,
		Fix: "Writes the partition, or the DNS suffix, of the region. Unsafe, since it may be the region that is wrong. Where " +
			"the region is another one in other modes there are steps and no edits: the partition has to come from the " +
			"configuration as the region does.",
	},
	Check: checkPartitionMismatch,
}

func checkPartitionMismatch(pass *lint.Pass) error {
	for _, group := range clashGroups(pass.Program) {
		first := group[0]
		d := lint.Diagnostic{
			At:      clashPlace(first),
			Message: clashMessage(group),
			Regions: []string{first.Region.Region},
			Fixes:   clashFixes(pass.Program, group),
		}
		if first.Service != "" {
			d.Services = []string{first.Service}
		}
		t := trail{own: d.At}
		for i, c := range group[:min(len(group), maxRelated)] {
			if i > 0 || !within(d.At, c.At) {
				t.add(c.At, "it is put together here")
			}
			if at := spot(c.Region); !within(at, c.At) {
				t.decided(c.Region)
			}
		}
		d.Related = t.list
		pass.Report(d)
	}
	return nil
}

// within reports whether one place lies in another.
func within(inner, outer source.Location) bool {
	return inner.Path == outer.Path && outer.Span.Contains(inner.Span)
}

// clashGroups returns the clashes by the bytes that state the wrong partition,
// in the order of the first of each.
func clashGroups(p *link.Program) [][]*link.Clash {
	var groups [][]*link.Clash
	index := make(map[source.Location]int)
	for i := range p.Clashes {
		c := &p.Clashes[i]
		if c.Test {
			continue
		}
		at, ok := index[clashPlace(c)]
		if !ok {
			at = len(groups)
			index[clashPlace(c)] = at
			groups = append(groups, nil)
		}
		groups[at] = append(groups[at], c)
	}
	return groups
}

// clashPlace returns the bytes that state the partition, or what holds them.
func clashPlace(c *link.Clash) source.Location {
	if c.Spot != (source.Location{}) {
		return c.Spot
	}
	return c.At
}

func clashMessage(group []*link.Clash) string {
	c := group[0]
	region := c.Region.Region
	if c.Region.Profile != "" && !within(spot(c.Region), c.At) {
		region += " (in mode " + c.Region.Profile + ")"
	}
	if c.Kind == "arn" {
		return fmt.Sprintf("%s %q is of partition %s, but %s is in %s: no resource has this ARN, and a policy with it answers "+
			"MalformedPolicyDocument: Partition %q is not valid for resource", kindName(c.Kind), c.Text, c.Stated, region, c.Want, c.Stated)
	}
	return fmt.Sprintf("%q ends in %s, but hosts in %s end in %s: this one does not exist (EndpointConnectionError, getaddrinfo ENOTFOUND)",
		c.Text, c.Stated, region, c.Want)
}

// clashFixes offers the partition of the region. What other modes put another
// region beside would only break there instead.
func clashFixes(p *link.Program, group []*link.Clash) []lint.SuggestedFix {
	first := group[0]
	what := "partition"
	if first.Kind != "arn" {
		what = "DNS suffix"
	}
	varies := slices.ContainsFunc(group, func(c *link.Clash) bool {
		return c.Want != first.Want || c.Region.Profile != "" && !within(spot(c.Region), c.At)
	})
	if varies {
		return []lint.SuggestedFix{{
			Title: fmt.Sprintf("Read the %s from the configuration, beside the region: %s for %s", what, first.Want, first.Region.Region), Safety: lint.Manual,
		}}
	}
	if first.Spot == (source.Location{}) {
		return nil
	}
	e, ok := edit.Text(p, first.Spot, first.Want)
	if !ok {
		return nil
	}
	return []lint.SuggestedFix{{
		Title:  fmt.Sprintf("Write the %s of %s, %s", what, first.Region.Region, first.Want),
		Safety: lint.Unsafe, Edits: []lint.TextEdit{e},
	}}
}
