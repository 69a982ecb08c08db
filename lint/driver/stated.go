package driver

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/snapshot"
	"github.com/regionlint/regionlint/lint/source"
)

// Of code that matters by itself all of the text is read, and yet what it states is
// all that counts, unless something of it is shown. So it may be formatted, and
// commented on, without changing what is found.

// maxStated is how many files that have changed are parsed at most to find out whether
// they still state the same. More of them are more than a comment.
const maxStated = 8

// The languages in a question of asksStated.
var statedBy = map[string]discover.Candidate{
	"python":     {Lang: source.Python},
	"typescript": {Lang: source.TypeScript},
	"tsx":        {Lang: source.TypeScript, TSX: true},
}

// statedQuestion asks what a file states, if it is relevant by the answer to another
// question.
func statedQuestion(c discover.Candidate, relevant question) question {
	for _, language := range slices.Sorted(maps.Keys(statedBy)) {
		if by := statedBy[language]; by.Lang == c.Lang && by.TSX == c.TSX {
			_, lists, _ := strings.Cut(string(relevant), "\n")
			return question(asksStated + "\n" + language + "\n" + lists)
		}
	}
	return ""
}

// inquireStated makes such a question ready. It answers up to so many times.
func inquireStated(language string, r *relevance) inquiry {
	c, ok := statedBy[language]
	var asked atomic.Int32
	return func(text []byte) (string, bool) {
		if answer, _, _ := r.look(text); !ok || answer != isRelevant || asked.Add(1) > maxStated {
			return "", false
		}
		var parser parse.Parser
		defer parser.Close()
		facts, err := extractFacts(&parser, c, text)
		if err != nil {
			return "", false
		}
		return stated(facts), false
	}
}

// stated returns what a file states, in short. Where it has comments for us it is "":
// those count by their lines.
func stated(facts *fact.File) string {
	if len(facts.Comments) > 0 {
		return ""
	}
	digest := facts.Digest()
	return string(digest[:])
}

// noteStated notes for later runs of which relevant files no more counts than what
// they state: all of those that nothing is shown of.
func (l *loader) noteStated(ctx context.Context, shown map[string]bool) error {
	r, ok := l.fsys.(*snapshot.Recorder)
	if !ok {
		return nil
	}
	var quiet []int
	for _, i := range l.chosen {
		if s := &l.states[i]; s.fact != nil && s.err == nil && !shown[l.found.Candidates[i].Path] {
			quiet = append(quiet, i)
		}
	}
	return l.each(ctx, l.paths(quiet), func(_ *parse.Parser, n int) {
		i := quiet[n]
		c := l.found.Candidates[i]
		q := string(statedQuestion(c, l.relevant))
		_, answer, ok := r.Recall(c.Path, func(known string) bool { return known == q })
		if !ok {
			answer = stated(l.states[i].fact)
		}
		if answer != "" {
			r.State(c.Path, q, answer)
		}
	})
}
