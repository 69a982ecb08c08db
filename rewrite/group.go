package rewrite

import (
	"maps"
	"slices"
	"strings"
)

// Groups returns the changes in parts that have no fix in common: of each, all
// files have to be written or none. Groups are sorted by their first paths.
func (p *Plan) Groups() [][]Change {
	// From a path to one of its group that comes before it, and so to the first.
	first := make(map[string]string)
	var find func(path string) string
	find = func(path string) string {
		if up, ok := first[path]; ok && up != path {
			first[path] = find(up)
			return first[path]
		}
		return path
	}
	for _, a := range p.Applied {
		for _, e := range a.Fix.Edits {
			one, other := find(a.Fix.Edits[0].At.Path), find(e.At.Path)
			first[max(one, other)] = min(one, other)
		}
	}
	groups := make(map[string][]Change)
	for _, c := range p.Changes {
		groups[find(c.Path)] = append(groups[find(c.Path)], c)
	}
	all := slices.Collect(maps.Values(groups))
	slices.SortFunc(all, func(a, b []Change) int { return strings.Compare(a[0].Path, b[0].Path) })
	return all
}
