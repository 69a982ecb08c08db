package driver

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/snapshot"
)

// A wordIndex tells which candidates may hold a word, of those that are relevant by
// nothing that they hold. Each of them was read once, when that was found out, and
// left a sketch; or it was not read, since an earlier run has its answers.
type wordIndex struct {
	sketches []sketch            // by candidate, nil for the others
	scans    int                 // how often all sketches were looked at
	holding  *markIndex          // of them, once that pays
	asked    map[string]struct{} // names that were looked for

	mu      sync.Mutex
	earlier map[int]told // by candidate
	// question is the one that all earlier answers are to, "" if there is none;
	// holders are the candidates that it names, by the names in it.
	question question
	holders  map[string][]int
}

// told is the answer to an asksSketch in an earlier run.
type told struct {
	question question
	answer   string
}

// newWordIndex returns an index of so many candidates.
func newWordIndex(candidates int) wordIndex {
	return wordIndex{sketches: make([]sketch, candidates), asked: make(map[string]struct{}), earlier: make(map[int]told)}
}

// recall notes what a candidate that is not read told in an earlier run. It is safe
// for concurrent use.
func (w *wordIndex) recall(i int, path string, r *snapshot.Recorder) {
	// Without an answer there is no question either.
	q, answer, _ := r.Recall(path, func(q string) bool { return strings.HasPrefix(q, asksSketch+"\n") })
	w.mu.Lock()
	defer w.mu.Unlock()
	w.earlier[i] = told{question(q), answer}
}

// arrange arranges the earlier answers by names, if they are all to one question.
func (w *wordIndex) arrange() {
	w.holders = make(map[string][]int)
	first := true
	for _, t := range w.earlier {
		if first {
			w.question, first = t.question, false
		}
		if t.question != w.question {
			w.question = ""
			return
		}
	}
	for _, name := range w.question.names() {
		w.holders[name] = nil
	}
	for i, t := range w.earlier {
		for name := range strings.FieldsSeq(t.answer) {
			w.holders[name] = append(w.holders[name], i)
		}
	}
}

// names returns the names that a question has, sorted.
func (q question) names() []string {
	_, names, _ := strings.Cut(string(q), "\n")
	return strings.Fields(names)
}

// mayHold returns the candidates that may hold a name, in order.
func (w *wordIndex) mayHold(name string) []int {
	all := slices.Clone(w.holders[name])
	hash := wordHash(name)
	if w.scans++; w.scans > maxScans && w.holding == nil {
		w.holding = newMarkIndex(w.sketches)
	}
	if w.holding != nil {
		for i := range w.holding.holding(mark(hash), len(w.sketches)) {
			if w.sketches[i].mayHold(hash) {
				all = append(all, i)
			}
		}
	} else {
		for i, s := range w.sketches {
			if s.mayHold(hash) {
				all = append(all, i)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// maxScans is how many names are looked for in all sketches, one by one, before these
// are arranged by what they hold, which takes as long as that.
const maxScans = 32

// A markIndex tells where there are sketches with a mark in them: which groups of
// neighbours among the candidates have one. Neighbours have many words in common.
type markIndex struct {
	ends   [1 << 16]uint32 // of groups, where those end that hold a mark
	groups []uint32
}

// groupSize is how many candidates are a group.
const groupSize = 8

func newMarkIndex(sketches []sketch) *markIndex {
	x := new(markIndex)
	eachMark(sketches, func(_ uint32, m uint16) { x.ends[m]++ })
	total := uint32(0)
	for m, n := range x.ends {
		x.ends[m], total = total, total+n
	}
	x.groups = make([]uint32, total)
	eachMark(sketches, func(group uint32, m uint16) {
		x.groups[x.ends[m]] = group
		x.ends[m]++
	})
	return x
}

// eachMark calls f for each mark of each group, by groups.
func eachMark(sketches []sketch, f func(group uint32, m uint16)) {
	var seen [1 << 16]uint32 // by mark, the last group that holds it, counted from 1
	for i, s := range sketches {
		group := uint32(i / groupSize)
		for _, m := range s {
			if m != 0 && seen[m] != group+1 { // a free place is no mark
				seen[m] = group + 1
				f(group, m)
			}
		}
	}
}

// holding yields the candidates of the groups with a mark, in order.
func (x *markIndex) holding(m uint16, candidates int) iter.Seq[int] {
	return func(yield func(i int) bool) {
		for _, group := range x.groups[x.ends[m-1]:x.ends[m]] {
			first := int(group) * groupSize
			for i := first; i < min(first+groupSize, candidates); i++ {
				if !yield(i) {
					return
				}
			}
		}
	}
}

// maxMentions is how many files may hold a function's name before it is too
// common to say that they call it: `execute`, `handler`, `Button`.
const maxMentions = 12

// callers returns the candidates that may call functions of that name, in order:
// those that were not extracted and hold it in code as a word that is no key. There is
// none for a name that is too common, in prose too, or is no word, such as that of a
// setter. It is for one goroutine.
func (l *loader) callers(ctx context.Context, name string) []int {
	if !isSketched(name) {
		return nil
	}
	l.words.asked[name] = struct{}{}
	l.knowHolders(ctx, name)
	var found []int
	mentions := 0
	for _, i := range l.words.mayHold(name) {
		if l.states[i].done {
			continue
		}
		how := l.mention(i, name)
		if how != unmentioned {
			mentions++
		}
		if mentions > maxMentions {
			return nil
		}
		if how == inCode {
			found = append(found, i)
		}
	}
	return found
}

// mention tells how a candidate mentions a name.
func (l *loader) mention(i int, name string) string {
	q := newQuestion(asksCalls, []string{name})
	_, answer, err := l.glance(l.found.Candidates[i].Path, q, q.inquire())
	if err != nil {
		return unmentioned // what cannot be read was told when it was read first
	}
	return answer
}

// knowHolders sees to it that the index knows the candidates that may hold a name.
// An earlier run knows those of the names that it looked for.
func (l *loader) knowHolders(ctx context.Context, name string) {
	w := &l.words
	r, ok := l.fsys.(*snapshot.Recorder)
	if len(w.earlier) == 0 || !ok {
		return
	}
	if w.holders == nil {
		w.arrange()
	}
	if _, ok := w.holders[name]; ok {
		return
	}
	var unread []int
	for i := range w.earlier {
		if !l.states[i].done {
			unread = append(unread, i)
		}
	}
	slices.Sort(unread)
	w.earlier, w.holders, w.question, w.holding = nil, nil, "", nil
	// Where that is cut short, so is the run.
	_ = l.each(ctx, l.paths(unread), func(_ *parse.Parser, n int) {
		// As in mention.
		_, _ = r.Look(l.found.Candidates[unread[n]].Path, string(l.relevant), func(text []byte) (answer string, whole bool) {
			answer, whole, w.sketches[unread[n]] = l.relevance.look(text)
			return answer, whole
		})
	})
}

// noteWords notes for later runs what was asked of files that were not extracted.
func (l *loader) noteWords() {
	w := &l.words
	r, ok := l.fsys.(*snapshot.Recorder)
	if !ok {
		return
	}
	names := slices.Sorted(maps.Keys(w.asked))
	if len(w.earlier) > 0 {
		names = w.question.names() // all names that were asked for are among them
	}
	if len(names) == 0 {
		return
	}
	q := string(newQuestion(asksSketch, names))
	hashed := hashNames(names)
	for i := range l.states {
		if l.states[i].done {
			continue
		}
		path := l.found.Candidates[i].Path
		if t, ok := w.earlier[i]; ok {
			r.Answer(path, q, t.answer)
		} else if w.sketches[i] != nil {
			r.Answer(path, q, hashed.in(w.sketches[i]))
		}
	}
}
