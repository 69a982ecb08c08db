package unified

import (
	"bytes"
	"fmt"
	"sort"
	"strings"

	"github.com/sergi/go-diff/diffmatchpatch"
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
	if len(edits) == 0 {
		edits = difference(f.Old, f.New)
	}
	if err := f.check(edits); err != nil {
		return nil, err
	}
	before, after := indexed(f.Old), indexed(f.New)
	var all []change
	delta := 0
	for i := 0; i < len(edits); {
		first := before.line(edits[i].Start)
		start, end := before.starts[first]+delta, first
		for joined := false; i < len(edits) && before.line(edits[i].Start) < max(end, first+1); i, joined = i+1, true {
			joined = joined && edits[i-1].End == edits[i].Start
			end = max(end, before.after(edits[i], joined))
			delta += len(edits[i].New) - (edits[i].End - edits[i].Start)
		}
		c := change{
			old: lines{first, end},
			new: lines{after.at(start), after.at(before.starts[end] + delta)},
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
func (c *change) trim(f File, before, after index) {
	same := func(i, j int) bool {
		return bytes.Equal(f.Old[before.starts[i]:before.starts[i+1]], f.New[after.starts[j]:after.starts[j+1]])
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

// maxCompared is how many lines, of both texts together, are compared one by one:
// the time that takes grows with the square of the number of those that differ.
const maxCompared = 1 << 15

// difference returns edits that make the second text of the first, by lines. They
// are the fewest there are, unless there is too much to compare.
func difference(before, after []byte) []Edit {
	start, most := 0, min(len(before), len(after))
	for start < most && before[start] == after[start] {
		start++
	}
	start = bytes.LastIndexByte(before[:start], '\n') + 1
	end := 0 // from the ends
	for end < most-start && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	if i := bytes.IndexByte(before[len(before)-end:], '\n'); i >= 0 {
		end -= i + 1
	} else {
		end = 0
	}
	from, to := before[start:len(before)-end], after[start:len(after)-end]
	if bytes.Count(from, []byte("\n"))+bytes.Count(to, []byte("\n")) > maxCompared {
		return []Edit{{Start: start, End: start + len(from), New: string(to)}}
	}
	var dmp diffmatchpatch.DiffMatchPatch // without a time limit: a result may not depend on the machine
	a, b, table := dmp.DiffLinesToRunes(string(from), string(to))
	var edits []Edit
	changing := false
	for _, d := range dmp.DiffCharsToLines(dmp.DiffMainRunes(a, b, false), table) {
		if d.Type == diffmatchpatch.DiffEqual {
			start += len(d.Text)
			changing = false
			continue
		}
		if !changing {
			edits = append(edits, Edit{Start: start, End: start})
			changing = true
		}
		e := &edits[len(edits)-1]
		if d.Type == diffmatchpatch.DiffInsert {
			e.New += d.Text
		} else {
			start += len(d.Text)
			e.End = start
		}
	}
	return edits
}

// split returns the lines of a text, with their line ends.
func split(text []byte) [][]byte {
	all := bytes.SplitAfter(text, []byte("\n"))
	if len(all[len(all)-1]) == 0 {
		all = all[:len(all)-1]
	}
	return all
}

// An index finds lines.
type index struct {
	starts []int // the offsets of a text's lines, with its end behind them
	open   bool  // whether the last line has no line end
}

func indexed(text []byte) index {
	x := index{starts: []int{0}, open: len(text) > 0 && text[len(text)-1] != '\n'}
	for _, line := range split(text) {
		x.starts = append(x.starts, x.starts[len(x.starts)-1]+len(line))
	}
	return x
}

// line returns the line that holds an offset. The end of the text is on its last
// line if that is open, else past it.
func (x index) line(offset int) int {
	last := len(x.starts) - 1
	switch {
	case offset < x.starts[last]:
		return sort.Search(last, func(i int) bool { return x.starts[i] > offset }) - 1
	case x.open:
		return last - 1
	}
	return last
}

// after returns the first line that an edit leaves as it is. The line that it
// ends on is that only if whole lines take the place of whole lines, and the edit
// is not joined to one that may take away the line end before it.
func (x index) after(e Edit, joined bool) int {
	first, last := x.line(e.Start), x.line(e.End)
	if !joined && x.starts[first] == e.Start && x.starts[last] == e.End && (e.New == "" || strings.HasSuffix(e.New, "\n")) {
		return last
	}
	return min(last+1, len(x.starts)-1)
}

// at returns the line that begins at an offset; at the end of the text it is
// the one past the last.
func (x index) at(offset int) int { return sort.SearchInts(x.starts, offset) }
