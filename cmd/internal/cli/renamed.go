package cli

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/driver"
)

// maxCandidates is how many files that are gone are held against new ones; beyond
// that, those that have the name of a new one.
const maxCandidates = 400

// minShared is the part of their lines that a file and the one that it was before
// have in common at least.
const minShared = 0.5

// follow finds what new files were called at the base, where they were somewhere
// else: the file that is gone and has most lines in common with it.
func (r *recency) follow(ctx context.Context, added []string, result *driver.Result) error {
	candidates := r.candidates(added)
	if len(candidates) == 0 {
		return nil
	}
	texts, err := r.base.Read(ctx, candidates)
	if err != nil {
		return err
	}
	lines := make(map[string]map[string]int, len(texts))
	for name, text := range texts {
		lines[name] = countLines(text)
	}
	for _, now := range added {
		file := result.Files[now]
		if file == nil {
			continue
		}
		own := countLines(file.Text)
		best, most := "", 0.0
		for _, name := range candidates {
			if s := shared(own, lines[name]); s >= minShared && (s > most || s == most && path.Base(name) == path.Base(now)) {
				best, most = name, s
			}
		}
		if best != "" {
			r.old[now] = past{text: texts[best]}
		}
	}
	return nil
}

// candidates returns the files of the base that are gone and of the kind of an
// added one, sorted.
func (r *recency) candidates(added []string) []string {
	kinds, names := make(map[string]bool), make(map[string]bool)
	for _, now := range added {
		kinds[path.Ext(now)], names[path.Base(now)] = true, true
	}
	var all []string
	if len(added) > 0 {
		r.base.Paths(func(name string) {
			if kinds[path.Ext(name)] && r.gone(name) {
				all = append(all, name)
			}
		})
	}
	if len(all) > maxCandidates {
		all = slices.DeleteFunc(all, func(name string) bool { return !names[path.Base(name)] })
	}
	slices.SortFunc(all, func(a, b string) int {
		return cmp.Or(strings.Compare(path.Base(a), path.Base(b)), strings.Compare(a, b))
	})
	return all[:min(len(all), maxCandidates)]
}

// countLines returns how often a text has each of its lines, blank ones left out.
func countLines(text []byte) map[string]int {
	counts := make(map[string]int)
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" {
			counts[line]++
		}
	}
	return counts
}

// shared returns the part of two texts' lines that both have, from 0 to 1.
func shared(a, b map[string]int) float64 {
	both, inA, inB := 0, 0, 0
	for line, n := range a {
		inA += n
		both += min(n, b[line])
	}
	for _, n := range b {
		inB += n
	}
	return float64(both) / float64(max(inA, inB, 1))
}
