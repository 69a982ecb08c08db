// Package suppress knows the comments that silence findings, what they
// silenced, and which of them silence nothing.
//
//	client = boto3.client("s3")  # regionlint: ignore[region-missing] set by the host
//	// regionlint: ignore[aws,env-unused]    alone on the line above
//	/* regionlint: ignore-file[env-unused] */    anywhere in the file
//
// A comment counts by where it stands, for findings of that place alone: the
// places that are related to a finding are no business of the comments there.
// A name is a rule's or a category's; without names a comment silences all.
package suppress

import (
	"cmp"
	"slices"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// A Set holds the suppressions of all files and what they silenced so far.
type Set struct {
	rules   []*lint.Rule
	sources map[string]*source.File
	files   []string // the paths that have suppressions, sorted
	byPath  map[string]*entries
	// categories are those of the rules, by name.
	categories map[string]lint.Category
	names      []string // that a suppression may have
}

// entries are the suppressions of one file, in order.
type entries struct {
	all  []*entry
	file []*entry // those of the whole file
	// lines are the others, by their first line. furthest are the last lines that
	// those up to each one reach.
	lines    []*entry
	furthest []int
}

// An entry is one suppression. Lines count from 1; in those from first to last
// it silences findings that begin there, and, where it follows code, findings
// that end there.
type entry struct {
	lint.Suppression
	alone       bool
	first, last int
	// used and missed have an item for each name, or one where there are none.
	// missed tells the findings in its reach that it did not silence, by rule.
	used   []bool
	missed map[string]bool
	// settled and outranked tell of each rank whether [Set.outranks] was asked, and
	// what it answered.
	settled, outranked [ranks]bool
}

// New collects the suppressions in files, which are sorted by path. The rules
// are all that exist, whether or not they run.
func New(files []*fact.File, sources map[string]*source.File, rules []*lint.Rule) *Set {
	s := &Set{rules: rules, sources: sources, byPath: make(map[string]*entries), categories: make(map[string]lint.Category)}
	for _, r := range rules {
		s.categories[r.Name] = r.Category
		s.names = append(s.names, r.Name)
	}
	for _, r := range rules {
		s.names = append(s.names, string(r.Category))
	}
	for _, f := range files {
		src := sources[f.Path]
		if src == nil {
			continue
		}
		if all := collect(f, src); len(all) > 0 {
			s.files = append(s.files, f.Path)
			s.byPath[f.Path] = newEntries(all)
		}
	}
	return s
}

func newEntries(all []*entry) *entries {
	x := &entries{all: all}
	for _, e := range all {
		if e.File {
			x.file = append(x.file, e)
		} else {
			x.lines = append(x.lines, e)
		}
	}
	slices.SortStableFunc(x.lines, func(a, b *entry) int { return cmp.Compare(a.first, b.first) })
	furthest := 0
	for _, e := range x.lines {
		furthest = max(furthest, e.last)
		x.furthest = append(x.furthest, furthest)
	}
	return x
}

// on returns the suppressions that speak of a line, in order, those of the whole
// file left out.
func (x *entries) on(line int) []*entry {
	i, _ := slices.BinarySearchFunc(x.lines, line+1, func(e *entry, first int) int { return cmp.Compare(e.first, first) })
	var found []*entry
	for i--; i >= 0 && x.furthest[i] >= line; i-- {
		if x.lines[i].last >= line {
			found = append(found, x.lines[i])
		}
	}
	slices.Reverse(found)
	return found
}

// collect returns the suppressions of one file, in order.
func collect(f *fact.File, src *source.File) []*entry {
	var entries []*entry
	for _, c := range f.Comments {
		notes := parse(c.Text)
		if len(notes) == 0 {
			continue
		}
		first, last := src.Position(c.Span.Start).Line, src.Position(c.Span.End).Line
		alone := c.OwnLine && endsLine(src, c.Span)
		for _, n := range notes {
			entries = append(entries, newEntry(f.Path, c, n, alone, first, last))
		}
	}
	// Comments that stand below each other speak of the same line.
	for i := len(entries) - 2; i >= 0; i-- {
		e, below := entries[i], entries[i+1]
		if e.alone && below.alone && below.first <= e.last {
			e.last = max(e.last, below.last)
		}
	}
	return entries
}

func newEntry(path string, c fact.Comment, n note, alone bool, first, last int) *entry {
	at := func(s source.Span) source.Location {
		return source.Location{Path: path, Span: source.Span{Start: c.Span.Start + s.Start, End: c.Span.Start + s.End}}
	}
	e := &entry{
		Suppression: lint.Suppression{
			At: at(n.at), Part: at(n.part), File: n.file, Named: n.named, Reason: n.reason,
		},
		alone: alone, first: first, last: last,
		used: make([]bool, max(1, len(n.names))), missed: make(map[string]bool),
	}
	if alone {
		e.last++
	}
	for _, name := range n.names {
		e.Names = append(e.Names, lint.SuppressedName{Text: name.text, At: at(name.at)})
	}
	return e
}

// endsLine reports whether nothing follows a comment on its line but the brace
// that closes it in JSX.
func endsLine(src *source.File, comment source.Span) bool {
	for _, b := range src.Text[comment.End:] {
		switch b {
		case '\n', '\r':
			return true
		case ' ', '\t', '\f', '}':
		default:
			return false
		}
	}
	return true
}

// Split parts findings into those that stay and those that are silenced, both
// in the given order. Every suppression that a finding meets was of use.
func (s *Set) Split(all []lint.Diagnostic) (kept []lint.Diagnostic, silenced []lint.Suppressed) {
	for _, d := range all {
		var by *entry
		category := s.category(d.Rule)
		for _, e := range s.reaching(d.At) {
			switch {
			case !e.use(d.Rule, category):
				e.missed[d.Rule] = true
				e.missed[string(category)] = true
			case by == nil || by.File && !e.File: // the nearest one is what silences it
				by = e
			}
		}
		if by == nil {
			kept = append(kept, d)
			continue
		}
		silenced = append(silenced, lint.Suppressed{Diagnostic: d, By: by.Suppression})
	}
	return kept, silenced
}

// reaching returns the suppressions that speak of a place.
func (s *Set) reaching(at source.Location) []*entry {
	x := s.byPath[at.Path]
	if x == nil {
		return nil
	}
	src := s.sources[at.Path]
	first := src.Position(at.Span.Start).Line
	last := src.Position(max(at.Span.Start, at.Span.End-1)).Line
	found := slices.Concat(x.file, x.on(first))
	if last != first {
		for _, e := range x.on(last) {
			if !e.alone && first < e.first {
				found = append(found, e)
			}
		}
	}
	return found
}

// use notes which of the names silence a finding of a rule, and reports whether
// any does.
func (e *entry) use(rule string, category lint.Category) bool {
	if !e.Named {
		e.used[0] = true
		return true
	}
	meets := false
	for i, name := range e.Names {
		if name.Text == rule || name.Text == string(category) {
			e.used[i], meets = true, true
		}
	}
	return meets
}

// category returns a rule's category.
func (s *Set) category(rule string) lint.Category { return s.categories[rule] }

// Idle returns the suppressions that silence nothing, sorted by place, as far as
// the rules that ran can tell: the others might have had a finding. Late names
// the rule that will report them; a suppression may silence that too, by its
// name where it speaks of itself.
func (s *Set) Idle(ran map[string]bool, late string) []lint.IdleSuppression {
	var waiting []doubt
	for _, path := range s.files {
		for _, e := range s.byPath[path].all {
			for i := range e.used {
				if !e.used[i] && s.judged(e, i, ran) {
					waiting = append(waiting, doubt{e, i, s.rank(e, i, late)})
				}
			}
		}
	}
	// One that can silence others is judged after them.
	slices.SortStableFunc(waiting, func(a, b doubt) int { return cmp.Compare(a.rank, b.rank) })
	var idle []doubt
	for _, d := range waiting {
		if !d.entry.used[d.name] && !s.excused(d, late) {
			idle = append(idle, d)
		}
	}
	return s.gather(idle)
}

// A doubt is one name of a suppression that has silenced nothing yet.
type doubt struct {
	entry *entry
	name  int // into entry.used
	rank  int
}

// ranks is the number of ranks.
const ranks = 3

// rank says who can silence whom when a suppression is reported: the higher the
// lower.
func (s *Set) rank(e *entry, i int, late string) int {
	switch {
	case !e.Named:
		return 1
	case len(e.Names) == 0:
		return 0
	case e.Names[i].Text == late:
		return 2
	case e.Names[i].Text == string(s.category(late)):
		return 1
	}
	return 0
}

// excused reports whether another suppression, or another name of this one,
// silences the report of a doubt.
func (s *Set) excused(d doubt, late string) bool {
	excused := false
	for _, e := range s.reaching(d.entry.At) {
		excused = s.outranks(e, d.rank, late) || excused
	}
	return excused
}

// outranks reports whether a suppression has names of a higher rank, which are of
// use then.
func (s *Set) outranks(e *entry, rank int, late string) bool {
	if !e.settled[rank] {
		e.settled[rank] = true
		for i := range e.used {
			if s.rank(e, i, late) > rank {
				e.used[i], e.outranked[rank] = true, true
			}
		}
	}
	return e.outranked[rank]
}

// judged reports whether everything that a name of a suppression could silence
// ran. No rule at all has an unknown name.
func (s *Set) judged(e *entry, i int, ran map[string]bool) bool {
	text := ""
	if e.Named {
		if len(e.Names) == 0 {
			return true
		}
		text = e.Names[i].Text
	}
	for _, r := range s.rules {
		switch {
		case ran[r.Name]:
		case r.Name == text:
			return false
		case r.Severity != lint.Off && (!e.Named || text == string(r.Category)):
			return false
		}
	}
	return true
}

// gather puts the doubts about one suppression together.
func (s *Set) gather(doubts []doubt) []lint.IdleSuppression {
	slices.SortFunc(doubts, func(a, b doubt) int {
		return cmp.Or(
			a.entry.At.Compare(b.entry.At), a.entry.Part.Compare(b.entry.Part), cmp.Compare(a.name, b.name),
		)
	})
	var idle []lint.IdleSuppression
	var last *entry
	for _, d := range doubts {
		if d.entry != last {
			last = d.entry
			idle = append(idle, lint.IdleSuppression{Suppression: last.Suppression})
		}
		if len(last.Names) > 0 {
			group := &idle[len(idle)-1]
			group.Idle = append(group.Idle, s.idleName(last, d.name))
		}
	}
	return idle
}

func (s *Set) idleName(e *entry, i int) lint.IdleName {
	text := e.Names[i].Text
	if slices.Contains(s.names, text) {
		return lint.IdleName{Index: i}
	}
	nearest := lint.Nearest(text, s.names)
	return lint.IdleName{Index: i, Unknown: true, Nearest: nearest, Mends: e.missed[nearest]}
}
