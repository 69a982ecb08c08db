package driver

import (
	"bytes"
	"context"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// prefilter extracts what matters by itself: the dotenv files first, since they
// tell by which names code may ask for a region.
func (l *loader) prefilter(ctx context.Context) error {
	var dotenv, code []int
	for i, c := range l.found.Candidates {
		switch {
		case c.Lang == source.Dotenv:
			dotenv = append(dotenv, i)
		case !c.Test || l.tested:
			code = append(code, i)
		}
	}
	if err := l.load(ctx, dotenv, func(int, []byte) bool { return true }); err != nil {
		return err
	}
	names := l.regionNames()
	own := discover.NewOwn(l.found.Candidates)
	l.relevant, l.relevance = newQuestion(asksRelevant, l.known, names, own.Names()), newRelevance(l.known, names, own)
	defer parse.Trim() // few files are parsed from now on
	err := l.loadAll(ctx, code, l.lookRelevant)
	l.chosen = slices.DeleteFunc(code, func(i int) bool { return l.states[i].fact == nil })
	return err
}

// regionNames returns the names of variables that dotenv files set to what is or
// carries a region, sorted, those left out that tell it themselves.
func (l *loader) regionNames() []string {
	names := make(map[string]bool)
	for i := range l.states {
		s := &l.states[i]
		if s.fact == nil {
			continue
		}
		for _, d := range s.fact.Dotenv {
			if !d.Bad && (len(d.Refs) > 0 || l.carriesRegion(d.Value)) && !discover.Relevant([]byte(d.Name), nil, nil) {
				names[d.Name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func (l *loader) carriesRegion(value string) bool {
	value = strings.TrimSpace(value)
	_, misnamed := aws.Misname(value)
	return misnamed || aws.HasRegionShape([]byte(value)) || len(aws.FindIdentifiers(value)) > 0
}

// hasWord reports whether a text holds a name as a whole identifier.
func hasWord(text, name []byte) bool {
	for range ends(text, name) {
		return true
	}
	return false
}

// How a text mentions a name, if it holds it as a word otherwise than as the key of an
// entry or before its type.
const (
	unmentioned = ""
	inProse     = "prose" // only there, where nothing calls it
	inCode      = "code"
)

// mention tells how a text mentions a name.
func mention(text, name []byte) string {
	prose, how := discover.NewProse(text), unmentioned
	for end := range ends(text, name) {
		switch {
		case end < len(text) && text[end] == ':':
		case !prose.Has(end - len(name)):
			return inCode
		default:
			how = inProse
		}
	}
	return how
}

// ends yields where a text holds a name as a whole identifier: the ends.
func ends(text, name []byte) iter.Seq[int] {
	return func(yield func(int) bool) {
		for from := 0; ; {
			at := bytes.Index(text[from:], name)
			if at < 0 {
				return
			}
			start := from + at
			end := start + len(name)
			if (start == 0 || !isIdent(text[start-1])) && (end == len(text) || !isIdent(text[end])) && !yield(end) {
				return
			}
			from = end
		}
	}
}
