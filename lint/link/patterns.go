package link

import (
	"cmp"
	"slices"
	"strings"
)

// patterns are names with a star in each, which stands for anything. There may be as
// many as a manifest holds, and as many names to match them with.
type patterns struct {
	byPrefix map[string]*endings
	lengths  []int // of the prefixes, each once
}

// endings are the suffixes of the patterns with one prefix.
type endings struct {
	all     map[string]bool
	lengths []int // each once
}

// newPatterns sorts the names with a star among some.
func newPatterns[V any](names map[string]V) *patterns {
	p := &patterns{byPrefix: make(map[string]*endings)}
	for name := range names {
		prefix, suffix, star := strings.Cut(name, "*")
		if !star {
			continue
		}
		e := p.byPrefix[prefix]
		if e == nil {
			e = &endings{all: make(map[string]bool)}
			p.byPrefix[prefix] = e
		}
		e.all[suffix] = true
		e.lengths = append(e.lengths, len(suffix))
		p.lengths = append(p.lengths, len(prefix))
	}
	p.lengths = distinctLengths(p.lengths)
	for _, e := range p.byPrefix {
		e.lengths = distinctLengths(e.lengths)
	}
	return p
}

func distinctLengths(lengths []int) []int {
	slices.Sort(lengths)
	return slices.Compact(lengths)
}

// match returns the longest pattern that a name matches, the least of several, and
// what its star stands for. It is "" for none.
func (p *patterns) match(name string) (best, rest string) {
	for _, n := range p.lengths {
		if n > len(name) {
			break
		}
		e := p.byPrefix[name[:n]]
		if e == nil {
			continue
		}
		for _, m := range e.lengths {
			if n+m > len(name) {
				break
			}
			if end := len(name) - m; e.all[name[end:]] {
				pattern := name[:n] + "*" + name[end:]
				if cmp.Or(cmp.Compare(len(best), len(pattern)), strings.Compare(pattern, best)) < 0 {
					best, rest = pattern, name[n:end]
				}
			}
		}
	}
	return best, rest
}
