package driver

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/snapshot"
	"github.com/regionlint/regionlint/lint/source"
)

// Most files of a root do not matter by what they hold, but by the answers to a few
// questions: whether they are relevant, which names they hold. While the answers
// stay the same, they may change as they like without changing what is found. So
// a question is a text, from which it can be asked again in a later run.

// A question is one that files are asked: its kind, then its lists of words.
type question string

const (
	asksRelevant = "relevant" // the regions that are known besides, names of variables, and modules of the root
	asksStated   = "stated"   // the language, then as asksRelevant
	asksCalls    = "calls"    // a name that the text may call something by: how it mentions that
	asksSketch   = "sketch"   // names that the sketch of a text is asked for
	asksForeign  = "foreign"  // names that a text may hold that is not of our own making
)

func newQuestion(kind string, lists ...[]string) question {
	parts := []string{kind}
	for _, list := range lists {
		parts = append(parts, strings.Join(list, " "))
	}
	return question(strings.Join(parts, "\n"))
}

// wordsQuestion asks which of the names a text holds as words.
func wordsQuestion(kind string, names map[string]bool) question {
	return newQuestion(kind, slices.Sorted(maps.Keys(names)))
}

// Answers to asksRelevant.
const (
	isRelevant   = "yes"
	isIrrelevant = "no"
	isBinary     = "binary"
	undecoded    = "in another encoding"
)

// An inquiry is a question that is ready to be asked of texts.
type inquiry func(text []byte) (answer string, whole bool)

// inquire makes a question ready. It is nil for none that is known.
func (q question) inquire() inquiry {
	kind, rest, _ := strings.Cut(string(q), "\n")
	first, second, _ := strings.Cut(rest, "\n")
	switch kind {
	case asksRelevant:
		r := readRelevance(rest)
		return func(text []byte) (string, bool) {
			answer, whole, _ := r.look(text)
			return answer, whole
		}
	case asksStated:
		return inquireStated(first, readRelevance(second))
	case asksSketch:
		return sketched(strings.Fields(first))
	case asksCalls:
		name := []byte(first)
		return func(text []byte) (string, bool) { return mention(text, name), false }
	case discover.AsksTracked:
		return func(text []byte) (string, bool) { return discover.Tracked(text), false }
	case asksForeign:
		names := make(map[string]bool)
		for name := range strings.FieldsSeq(first) {
			names[name] = true
		}
		sought := newWordSet(names)
		return func(text []byte) (string, bool) {
			if isOwn(text) {
				return "", false
			}
			found := sought.found(text)
			slices.Sort(found)
			return strings.Join(found, " "), false
		}
	}
	return nil
}

// A relevance tells texts to extract from others.
type relevance struct {
	known     []string // regions
	names     *wordSet // of variables
	own       discover.Own
	hashes    *hashSet
	short     bool // there are names that are in no sketch
	sketchers sketchers
}

// readRelevance returns what the lists of a question ask for.
func readRelevance(lists string) *relevance {
	known, rest, _ := strings.Cut(lists, "\n")
	names, modules, _ := strings.Cut(rest, "\n")
	own := make(discover.Own)
	for module := range strings.FieldsSeq(modules) {
		own[module] = true
	}
	return newRelevance(strings.Fields(known), strings.Fields(names), own)
}

func newRelevance(known, names []string, own discover.Own) *relevance {
	set := make(map[string]bool)
	for _, name := range names {
		set[name] = true
	}
	short := slices.ContainsFunc(names, func(name string) bool { return len(name) < minWord })
	return &relevance{known: known, names: newWordSet(set), own: own, hashes: newHashSet(hashNames(names).hashes), short: short}
}

// look asks whether a text is one to extract: then all of it matters. Of one that is
// not it gives a sketch.
func (r *relevance) look(raw []byte) (answer string, whole bool, words sketch) {
	text, _, err := source.Decode(raw)
	switch {
	case errors.Is(err, source.ErrBinary):
		return isBinary, false, nil
	case err != nil:
		return undecoded, true, nil
	}
	if words = r.irrelevant(text); words == nil {
		return isRelevant, true, nil
	}
	return isIrrelevant, false, words
}

// irrelevant returns a sketch of a text, nil if it is one to extract. Most words of
// a text are in it several times, and are looked at once.
func (r *relevance) irrelevant(text []byte) sketch {
	s := r.sketchers.get()
	defer r.sketchers.put(s)
	signed := false
	all := s.collect(text, func(from, end int) bool {
		if signed || !discover.HasSign(text[from:end]) {
			return true
		}
		signed = true
		return !discover.Signed(text, from, r.own)
	})
	if !all || aws.MaySpellRegion(text) || slices.ContainsFunc(r.known, func(name string) bool { return bytes.Contains(text, []byte(name)) }) {
		return nil
	}
	if (r.short || r.hashes.any(s.hashes)) && r.names.any(text) {
		return nil
	}
	return s.sketch()
}

// sketched asks which of the names the sketch of a text says yes to.
func sketched(names []string) inquiry {
	hashed := hashNames(names)
	var sketchers sketchers
	return func(text []byte) (string, bool) { return hashed.in(sketchers.sketch(text)), false }
}

// lookRelevant reads a candidate and returns its text if it is relevant. Of the
// words of one that is not it keeps a sketch, unless an earlier run knows it.
func (l *loader) lookRelevant(i int) (s state, found []byte) {
	path := l.found.Candidates[i].Path
	text, answer, err := l.glance(path, l.relevant, func(text []byte) (answer string, whole bool) {
		answer, whole, l.words.sketches[i] = l.relevance.look(text)
		return answer, whole
	})
	switch {
	case err != nil:
		return state{done: true, err: plain(err)}, nil
	case answer == isIrrelevant:
		if r, ok := l.fsys.(*snapshot.Recorder); ok && l.words.sketches[i] == nil {
			l.words.recall(i, path, r)
		}
		return state{}, nil
	case answer == isBinary: // such as a video, whose name ends in .ts too
		return state{done: true}, nil
	case answer == undecoded:
		_, _, err := source.Decode(text)
		return state{done: true, err: err}, nil
	}
	return state{}, text
}

// glance asks a file a question, unless it answered that in an earlier run. The text
// is nil unless the question says that all of it matters: the file may be looked at
// again to see whether anything has changed, and then only the answer counts.
func (l *loader) glance(path string, q question, ask inquiry) (text []byte, answer string, err error) {
	look := func(raw []byte) (told string, whole bool) {
		if told, whole = ask(raw); whole {
			text = append(make([]byte, 0, len(raw)), raw...)
		}
		return told, whole
	}
	if r, ok := l.fsys.(*snapshot.Recorder); ok {
		answer, err = r.Glance(path, string(q), look)
		return text, answer, err
	}
	err = l.memory.read(l.fsys, path, func(raw []byte) { answer, _ = look(raw) })
	return text, answer, err
}
