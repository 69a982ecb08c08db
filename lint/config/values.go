package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
)

// region decodes a region's name. Whether there is such a region is judged at
// the end.
func (d *decoder) region(key string, n *yaml.Node) string {
	name, ok := d.scalar(n)
	if !ok {
		d.fail(position(n), "%s takes a region, not %s", key, shown(n))
		return ""
	}
	d.regions = append(d.regions, stated{key, name, position(n)})
	return name
}

// known decodes the name of a region that the embedded data lacks.
func (d *decoder) known(key string, n *yaml.Node) string {
	name, ok := d.scalar(n)
	if _, zone := aws.Zone(name); !ok || zone || !isRegionShape(name) {
		d.fail(position(n), "%s takes names of regions such as eu-west-1, not %s", key, shown(n))
		return ""
	}
	return name
}

// isRegionShape reports whether the whole of a text has a region's shape.
func isRegionShape(s string) bool {
	return aws.HasRegionShape([]byte(s)) && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' && !strings.ContainsFunc(s, func(r rune) bool {
		return r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
}

// pool decodes a user pool's id.
func (d *decoder) pool(key string, n *yaml.Node) string {
	id, ok := d.scalar(n)
	if region, tail, cut := strings.Cut(id, "_"); !ok || !cut || tail == "" || !isRegionShape(region) {
		d.fail(position(n), "%s takes ids of user pools such as us-east-1_AbCdEfGhI, not %s", key, shown(n))
		return ""
	}
	return id
}

// patterns decodes globs.
func (d *decoder) patterns(key string, n *yaml.Node) []string {
	return d.list(key, n, "a list of paths", func(key string, n *yaml.Node) string {
		pattern, ok := d.scalar(n)
		switch {
		case !ok || strings.TrimSpace(pattern) == "" || strings.ContainsAny(pattern, "\n\r\x00"):
			d.fail(position(n), "%s takes paths such as infra/legacy/**, not %s", key, shown(n))
		case pattern[0] == '#':
			d.fail(position(n), "the pattern %q is a comment; write \\# for a name that starts with #", clipped(pattern))
		case strings.HasPrefix(strings.TrimPrefix(pattern, "!"), "../"):
			d.fail(position(n), "the pattern %q leaves the folder of this file, which its patterns are relative to", clipped(pattern))
		}
		return pattern
	})
}

// settled judges what can only be judged when the whole file is read.
func (d *decoder) settled() {
	declared := &d.file.Declared
	for _, s := range d.regions {
		switch {
		case !isRegion(s.region, declared.Known, d.names.Known):
			d.fail(s.at, "%s", badRegion(s.region))
		case len(declared.Allow) > 0 && s.key != "regions.allow" && !slices.Contains(declared.Allow, s.region):
			d.fail(s.at, "%s is %s, which regions.allow does not list", s.key, s.region)
		}
	}
}

// CheckRegion returns an error that says what is wrong with the name of a region,
// nil if there is one of that name or the known ones, which the configuration
// adds, hold it.
func CheckRegion(name string, known []string) error {
	if isRegion(name, known) {
		return nil
	}
	return errors.New(badRegion(name))
}

func isRegion(name string, known ...[]string) bool {
	return aws.IsRegion(name) || slices.ContainsFunc(known, func(names []string) bool { return slices.Contains(names, name) })
}

// badRegion says what is wrong with the name of a region that is not known.
func badRegion(name string) string {
	if region, ok := aws.Respelled(name); ok {
		return fmt.Sprintf("there is no region %q; write %s", clipped(name), region)
	}
	if region, ok := aws.Zone(name); ok {
		return fmt.Sprintf("%q is a zone; its region is %s", name, region)
	}
	message := fmt.Sprintf("there is no region %q", clipped(name))
	if near := aws.NearestRegions(name); len(near) > 0 {
		message += "; did you mean " + strings.Join(near, " or ") + "?"
	}
	if isRegionShape(name) {
		message += " (regions.known takes regions that are newer than this program)"
	}
	return message
}

// badService says what is wrong with a service's name, or returns "".
func badService(name string) string {
	if _, ok := aws.LookupService(name); ok {
		return ""
	}
	for _, find := range []func(string) (aws.Service, bool){aws.ServiceByHostLabel, aws.ServiceByV2, aws.ServiceBySigningName} {
		if s, ok := find(name); ok {
			return fmt.Sprintf("there is no service %q; did you mean %s?", clipped(name), s.Name)
		}
	}
	return fmt.Sprintf("there is no service %q; services go by the names of boto3.client, such as dynamodb or cognito-idp", clipped(name))
}

// badRule says what is wrong with the name of a rule or a category, or returns
// "".
func (n Names) badRule(name string) string {
	names := []string{string(lint.Contradiction), string(lint.Environment), string(lint.AWS), string(lint.Policy)}
	for _, rule := range n.Rules {
		names = append(names, rule.Name)
	}
	if slices.Contains(names, name) {
		return ""
	}
	message := fmt.Sprintf("there is no rule or category %q", clipped(name))
	if near := lint.Nearest(name, names); near != "" {
		message += "; did you mean " + near + "?"
	}
	return message
}
