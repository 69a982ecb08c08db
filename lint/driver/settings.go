package driver

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/config"
)

// A Setting is one key of the configuration that holds for a file.
type Setting struct {
	Key, Value string
	From       string // path:line:column of what states it, "" for a default
}

// ReadPolicy returns what the configuration of a root says. The options are
// those of [Run], of which it needs no Checks.
func ReadPolicy(ctx context.Context, opts Options) (*Policy, error) {
	_, policy, err := walk(ctx, opts)
	return policy, err
}

// Settings returns what holds for a file: what is declared about regions, then
// the severity of every rule, then what is excluded.
func (p *Policy) Settings(name string, rules []*lint.Rule) []Setting {
	var all []Setting
	l := p.nearest(name)
	d := &l.declared
	if d.Default != "" {
		all = append(all, l.stated("regions.default", d.Default))
	}
	for _, service := range slices.Sorted(maps.Keys(d.Services)) {
		all = append(all, l.stated("regions.services."+service, d.Services[service]))
	}
	if s := l.stated("regions.allow", list(d.Allow)); s.From != "" {
		all = append(all, s)
	}
	for outer := l; outer != nil; outer = outer.outer {
		all = append(all, outer.own("regions.known", outer.file.Declared.Known)...)
		all = append(all, outer.own("regions.replicated", outer.file.Declared.Replicated)...)
	}
	slices.SortStableFunc(all, func(a, b Setting) int { return strings.Compare(a.Key, b.Key) })
	for _, rule := range rules {
		all = append(all, p.setting(rule, name))
	}
	for outer := l; outer != nil; outer = outer.outer {
		all = append(all, outer.own("exclude", outer.file.Exclude)...)
	}
	return all
}

// stated returns a key's value with the place of the nearest file that states
// the key.
func (l *layer) stated(key, value string) Setting {
	for ; l != nil; l = l.outer {
		if at, ok := l.file.At[key]; ok {
			return Setting{key, value, from(l.file, at)}
		}
	}
	return Setting{key, value, ""}
}

// own returns a list that files add to each other, as far as one states it.
func (l *layer) own(key string, values []string) []Setting {
	if len(values) == 0 {
		return nil
	}
	return []Setting{{key, list(values), from(l.file, l.file.At[key])}}
}

func list(values []string) string { return "[" + strings.Join(values, ", ") + "]" }

func from(file *config.File, at config.Position) string {
	return fmt.Sprintf("%s:%d:%d", file.Path, at.Line, at.Column)
}

// setting returns a rule's severity in a file.
func (p *Policy) setting(rule *lint.Rule, name string) Setting {
	s := Setting{Key: "rules." + rule.Name, Value: rule.Severity.String()}
	severity, at, ok := p.severity(rule, name)
	if ok {
		s.Value = severity.String()
		s.From = from(at.file, at.file.At[at.key(rule)])
	}
	return s
}
