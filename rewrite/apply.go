package rewrite

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"unicode/utf8"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

// Apply returns text after edits, whose paths do not matter. They must be sorted
// by their spans, disjoint and within the text; the error says what is not. text
// is left as it is.
func Apply(text []byte, edits []lint.TextEdit) ([]byte, error) {
	if err := fits(text, edits); err != nil {
		return nil, err
	}
	return replaced(text, source.Span{End: uint32(len(text))}, edits), nil
}

// replaced returns a part of text after edits that fit, all of them in that part.
func replaced(text []byte, part source.Span, edits []lint.TextEdit) []byte {
	size := part.Len()
	for _, e := range edits {
		size += len(e.NewText) - e.At.Span.Len()
	}
	out := make([]byte, 0, size)
	at := part.Start
	for _, e := range edits {
		out = append(out, text[at:e.At.Span.Start]...)
		out = append(out, e.NewText...)
		at = e.At.Span.End
	}
	return append(out, text[at:part.End]...)
}

// changes reports whether edits that fit change a text. It looks at no more of it
// than they do: a text may have as many fixes as lines.
func changes(text []byte, edits []lint.TextEdit) bool {
	if len(edits) == 0 {
		return false
	}
	part := source.Span{Start: edits[0].At.Span.Start, End: edits[len(edits)-1].At.Span.End}
	return !bytes.Equal(text[part.Start:part.End], replaced(text, part, edits))
}

// fits returns an error unless edits can be applied to text.
func fits(text []byte, edits []lint.TextEdit) error {
	end := uint32(0)
	for i, e := range edits {
		span := e.At.Span
		switch {
		case span.Start > span.End || int(span.End) > len(text):
			return fmt.Errorf("an edit of bytes %d to %d does not fit into %d bytes", span.Start, span.End, len(text))
		case i > 0 && span.Start < end || i > 0 && edits[i-1].At.Span == span:
			return fmt.Errorf("edits overlap or are not sorted at byte %d", span.Start)
		case !starts(text, span.Start) || !starts(text, span.End):
			return fmt.Errorf("an edit of bytes %d to %d cuts a character", span.Start, span.End)
		}
		end = span.End
	}
	return nil
}

// starts reports whether a character, or a byte that is part of none, begins at
// an offset, or the text ends there.
func starts(text []byte, at uint32) bool {
	return int(at) == len(text) || utf8.RuneStart(text[at]) || !utf8.Valid(text)
}

// texts are the files of one pass before it.
type texts struct {
	tree   *overlay
	files  map[string]*source.File
	errors func(path string, text []byte) int
	broken map[string]int // the errors in them, once counted
}

// before returns a file's text.
func (t *texts) before(path string) ([]byte, error) {
	if f := t.files[path]; f != nil {
		return f.Text, nil
	}
	return fs.ReadFile(t.tree, path)
}

// apply returns a file's text before and after edits.
func (t *texts) apply(path string, edits []lint.TextEdit) (before, after []byte, err error) {
	if before, err = t.before(path); err != nil {
		return nil, nil, err
	}
	if after, err = Apply(before, edits); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	return before, after, nil
}

// fitting splits candidates into those whose edits can be applied to the files
// and change something, and the others.
func (t *texts) fitting(all []candidate) (fitting, misplaced []candidate, err error) {
	for _, c := range all {
		fit, moves := true, false
		for path, edits := range byPath([]candidate{c}) {
			if !fs.ValidPath(path) {
				fit = false
				continue
			}
			before, err := t.before(path)
			if err != nil {
				return nil, nil, err
			}
			if fits(before, edits) != nil {
				fit = false
			} else if changes(before, edits) {
				moves = true
			}
		}
		if fit && moves {
			fitting = append(fitting, c)
		} else {
			misplaced = append(misplaced, c)
		}
	}
	return fitting, misplaced, nil
}

// bisect splits compatible candidates into those whose common text, on top of
// others that are accepted, has no syntax error that was not there before, and
// those that are to blame for one.
func (t *texts) bisect(base, all []candidate) (accepted, dropped []candidate, err error) {
	sound, err := t.sound(base, all)
	switch {
	case err != nil:
		return nil, nil, err
	case sound:
		return all, nil, nil
	case len(all) == 1:
		return nil, all, nil
	}
	half := len(all) / 2
	if accepted, dropped, err = t.bisect(base, all[:half]); err != nil {
		return nil, nil, err
	}
	more, less, err := t.bisect(slices.Concat(base, accepted), all[half:])
	return slices.Concat(accepted, more), slices.Concat(dropped, less), err
}

// sound reports whether candidates on top of others leave no new syntax error in
// the files that they change.
func (t *texts) sound(base, all []candidate) (bool, error) {
	edits := byPath(slices.Concat(base, all))
	for path := range byPath(all) {
		before, after, err := t.apply(path, edits[path])
		if err != nil {
			return false, err
		}
		if _, ok := t.broken[path]; !ok {
			t.broken[path] = t.errors(path, before)
		}
		if t.errors(path, after) > t.broken[path] {
			return false, nil
		}
	}
	return true, nil
}

// byPath returns the edits of compatible candidates by path, in order, each
// once.
func byPath(all []candidate) map[string][]lint.TextEdit {
	edits := make(map[string][]lint.TextEdit)
	for _, c := range all {
		for _, e := range c.fix.Edits {
			edits[e.At.Path] = append(edits[e.At.Path], e)
		}
	}
	for path, list := range edits {
		slices.SortStableFunc(list, func(a, b lint.TextEdit) int { return a.At.Span.Compare(b.At.Span) })
		edits[path] = slices.Compact(list)
	}
	return edits
}
