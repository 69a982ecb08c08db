package unified

import (
	"bytes"
	"fmt"
	"sort"
)

// lines is a range of lines, counted from 0 and half-open.
type lines struct{ start, end int }

// String returns the range as hunks spell it: an empty one is named by the line
// before it.
func (l lines) String() string {
	switch l.end - l.start {
	case 0:
		return fmt.Sprintf("%d,0", l.start)
	case 1:
		return fmt.Sprint(l.start + 1)
	}
	return fmt.Sprintf("%d,%d", l.start+1, l.end-l.start)
}

// A change replaces some lines by others. At least one of the two is not empty.
type change struct{ old, new lines }

// changes returns what happens to the lines of a file, in order, with unchanged
// lines between each two changes.
func (f File) changes() ([]change, error) {
	edits := f.Edits
	if edits == nil {
		edits = difference(f.Old, f.New)
	}
	if err := f.check(edits); err != nil {
		return nil, err
	}
	before, after := offsets(f.Old), offsets(f.New)
	var all []change
	delta := 0
	for i := 0; i < len(edits); {
		first := before.line(edits[i].Start)
		start, last := before[first]+delta, first
		// The line that an edit ends on belongs to it: its beginning may be gone.
		for ; i < len(edits) && before.line(edits[i].Start) <= last; i++ {
			last = before.line(edits[i].End)
			delta += len(edits[i].New) - (edits[i].End - edits[i].Start)
		}
		last = min(last+1, len(before)-1)
		c := change{
			old: lines{first, last},
			new: lines{after.at(start), after.at(before[last] + delta)},
		}
		c.trim(f, before, after)
		all = join(all, c)
	}
	return all, nil
}

// join appends a change, unless it is none, and makes one of two that touch.
func join(all []change, c change) []change {
	if c.old.start == c.old.end && c.new.start == c.new.end {
		return all
	}
	if n := len(all); n > 0 && all[n-1].old.end == c.old.start {
		all[n-1].old.end, all[n-1].new.end = c.old.end, c.new.end
		return all
	}
	return append(all, c)
}

// trim takes from a change the lines at both of its ends that stay.
func (c *change) trim(f File, before, after starts) {
	same := func(i, j int) bool {
		return bytes.Equal(f.Old[before[i]:before[i+1]], f.New[after[j]:after[j+1]])
	}
	empty := func() bool { return c.old.start == c.old.end || c.new.start == c.new.end }
	for !empty() && same(c.old.start, c.new.start) {
		c.old.start++
		c.new.start++
	}
	for !empty() && same(c.old.end-1, c.new.end-1) {
		c.old.end--
		c.new.end--
	}
}

// check returns an error unless the edits turn the old text into the new one.
func (f File) check(edits []Edit) error {
	at, rest := 0, f.New
	take := func(want []byte) (ok bool) {
		rest, ok = bytes.CutPrefix(rest, want)
		return ok
	}
	for _, e := range edits {
		if e.Start < at || e.End < e.Start || e.End > len(f.Old) {
			return fmt.Errorf("%s: the edit of bytes %d to %d overlaps another one or lies outside of the file", f.Path, e.Start, e.End)
		}
		if !take(f.Old[at:e.Start]) || !take([]byte(e.New)) {
			return fmt.Errorf("%s: the edit of bytes %d to %d does not lead to the new text", f.Path, e.Start, e.End)
		}
		at = e.End
	}
	if !bytes.Equal(rest, f.Old[at:]) {
		return fmt.Errorf("%s: the edits do not lead to the new text", f.Path)
	}
	return nil
}

// difference returns the one edit between what is equal at both ends of two
// texts.
func difference(before, after []byte) []Edit {
	start, most := 0, min(len(before), len(after))
	for start < most && before[start] == after[start] {
		start++
	}
	end := 0
	for end < most-start && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	return []Edit{{Start: start, End: len(before) - end, New: string(after[start : len(after)-end])}}
}

// split returns the lines of a text, with their line ends.
func split(text []byte) [][]byte {
	all := bytes.SplitAfter(text, []byte("\n"))
	if len(all[len(all)-1]) == 0 {
		all = all[:len(all)-1]
	}
	return all
}

// starts are the offsets of a text's lines, with its end behind them.
type starts []int

func offsets(text []byte) starts {
	s := starts{0}
	for _, line := range split(text) {
		s = append(s, s[len(s)-1]+len(line))
	}
	return s
}

// line returns the line that holds an offset. The end of a text without lines
// is on line 0, and that of others on the last one.
func (s starts) line(offset int) int {
	line := sort.Search(len(s), func(i int) bool { return s[i] > offset }) - 1
	return max(0, min(line, len(s)-2))
}

// at returns the line that begins at an offset; at the end of the text it is
// the one past the last.
func (s starts) at(offset int) int { return sort.SearchInts(s, offset) }
