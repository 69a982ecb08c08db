package driver

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/snapshot"
	"github.com/regionlint/regionlint/lint/source"
)

// Of code that matters by itself all of the text is read, and yet what it states is
// all that counts. So it may be formatted, and commented on, without changing what is
// found, but for where that is.

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
		return stated(facts, facts.Marks), false
	}
}

// stated returns what a file states, in short. Where it has comments for us it is "":
// those count by their lines.
func stated(facts *fact.File, marks func() fact.Marks) string {
	if len(facts.Comments) > 0 {
		return ""
	}
	digest := marks().Digest()
	return string(digest[:])
}

// noteStated notes for later runs of which relevant files no more counts than what
// they state, and where the findings are by that: of those alone that are named at
// places which count.
func (l *loader) noteStated(ctx context.Context, result *Result) error {
	r, ok := l.fsys.(*snapshot.Recorder)
	if !ok {
		return nil
	}
	var relevant []int
	for _, i := range l.chosen {
		if s := &l.states[i]; s.fact != nil && s.err == nil {
			relevant = append(relevant, i)
		}
	}
	spans := spansOf(result.Diagnostics, result.Suppressed)
	marks := make([][]uint32, len(relevant))
	err := l.each(ctx, l.paths(relevant), func(_ *parse.Parser, n int) {
		i := relevant[n]
		c, facts := l.found.Candidates[i], l.states[i].fact
		all := sync.OnceValue(facts.Marks)
		found, ok := marked(spans[c.Path], all)
		if !ok {
			return
		}
		q := string(statedQuestion(c, l.relevant))
		_, answer, ok := r.Recall(c.Path, func(known string) bool { return known == q })
		if !ok {
			answer = stated(facts, all)
		}
		if answer != "" {
			marks[n] = found
			r.State(c.Path, q, answer)
		}
	})
	result.marks = make(map[string][]uint32)
	for n, i := range relevant {
		result.marks[l.found.Candidates[i].Path] = marks[n]
	}
	return err
}

// marked returns the marks of where spans of a file start and end, in their order; ok
// is false if one of these does not count.
func marked(spans []*source.Span, all func() fact.Marks) (marks []uint32, ok bool) {
	for _, s := range spans {
		start, starts := all().Of(s.Start)
		end, ends := all().Of(s.End)
		if !starts || !ends {
			return nil, false
		}
		marks = append(marks, start, end)
	}
	return marks, true
}

// moveSpans puts spans to where their marks are in a text.
func moveSpans(spans []*source.Span, marks []uint32, to fact.Marks) (ok bool) {
	if len(marks) != 2*len(spans) {
		return false
	}
	for i, s := range spans {
		start, starts := to.Offset(marks[2*i])
		end, ends := to.Offset(marks[2*i+1])
		if !starts || !ends {
			return false
		}
		*s = source.Span{Start: start, End: end}
	}
	return true
}
