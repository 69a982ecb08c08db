// Package unified prints changes to files as unified diffs, in the dialect that
// git writes: `git apply` and `patch -p1` make of the old files byte for byte
// the new ones.
//
// Hunks are built from the edits that made a change where those are known: that
// costs time in proportion to the files alone. The same input always gives the
// same diff.
package unified

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
)

// context is the number of unchanged lines around a change.
const context = 3

// A File is a file before and after a change.
type File struct {
	// Path is relative to the folder that the diff is to be applied in, with
	// forward slashes.
	Path     string
	Old, New []byte
	// Edits turn Old into New. They are sorted and disjoint. Without any, the two
	// texts are compared line by line.
	Edits []Edit
	// Hidden reports whether a line of the old text, counted from 0, must not be
	// shown where it stays as it is: it may hold a secret. Nil hides none. Where
	// that leaves no line behind a change, `patch -p1` takes the diff as ever,
	// `git apply` asks for --unidiff-zero.
	Hidden func(line int) bool
}

// An Edit replaces the bytes [Start, End) of the old text by New.
type Edit struct {
	Start, End int
	New        string
}

// Format prints the diff of all files whose text changes, sorted by path. It
// fails when the edits of a file do not give its new text.
func Format(w io.Writer, files []File) error { return format(w, files, plain{}) }

// A painter prints the parts of a diff.
type painter interface {
	// header prints a line above the hunks of a file, and hunk one above a hunk.
	header(b *bytes.Buffer, line string)
	hunk(b *bytes.Buffer, line string)
	// same prints lines that stay, and change lines that others take the place
	// of; there may be none of either. Lines have their line ends.
	same(b *bytes.Buffer, lines [][]byte)
	change(b *bytes.Buffer, from, to [][]byte)
}

func format(w io.Writer, files []File, p painter) error {
	files = slices.Clone(files)
	slices.SortStableFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	var b bytes.Buffer
	for _, f := range files {
		if err := file(&b, f, p); err != nil {
			return err
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

func file(b *bytes.Buffer, f File, p painter) error {
	changes, err := f.changes()
	if err != nil || len(changes) == 0 {
		return err
	}
	from, to := quote("a/"+f.Path), quote("b/"+f.Path)
	// Without this line a file that becomes empty would be taken for one that
	// is deleted, and an empty one that becomes filled for a new one.
	p.header(b, "diff --git "+from+" "+to)
	p.header(b, "--- "+from+ended(from))
	p.header(b, "+++ "+to+ended(to))
	before, after := split(f.Old), split(f.New)
	for len(changes) > 0 {
		n := 1
		for n < len(changes) && f.joined(changes[n-1].old.end, changes[n].old.start) {
			n++
		}
		last := changes[n-1].old.end
		lead := f.shown(changes[0].old.start-1, -1, -1)
		trail := f.shown(last, +1, len(before))
		hunk(b, before, after, changes[:n], lead, trail, p)
		changes = changes[n:]
	}
	return nil
}

// joined reports whether the lines [start, end) between two changes are so few
// that both stand in one hunk, and may all be shown.
func (f File) joined(start, end int) bool {
	return end-start <= 2*context && f.visible(start, +1, end, end-start) == end-start
}

// shown returns how many of the lines from start on, in steps of step up to
// limit, are context.
func (f File) shown(start, step, limit int) int { return f.visible(start, step, limit, context) }

// visible returns how many lines from start on may be shown before one may not,
// up to limit, which is left out, and to most.
func (f File) visible(start, step, limit, most int) int {
	n := 0
	for line := start; line != limit && n < most && (f.Hidden == nil || !f.Hidden(line)); line += step {
		n++
	}
	return n
}

// hunk prints changes that stand so close together that their context meets,
// with that many lines of context before the first and behind the last.
func hunk(b *bytes.Buffer, before, after [][]byte, changes []change, lead, trail int, p painter) {
	first, last := changes[0], changes[len(changes)-1]
	p.hunk(b, fmt.Sprintf("@@ -%s +%s @@",
		lines{first.old.start - lead, last.old.end + trail}, lines{first.new.start - lead, last.new.end + trail}))
	at := first.old.start - lead
	for _, c := range changes {
		p.same(b, before[at:c.old.start])
		p.change(b, before[c.old.start:c.old.end], after[c.new.start:c.new.end])
		at = c.old.end
	}
	p.same(b, before[at:at+trail])
}

// ended returns what git sets behind a name in the lines that begin with --- and
// +++: patch takes a space for the end of a name unless a tab follows.
func ended(name string) string {
	if strings.Contains(name, " ") {
		return "\t"
	}
	return ""
}

// plain prints a diff for programs.
type plain struct{}

func (plain) header(b *bytes.Buffer, line string) { b.WriteString(line + "\n") }

func (plain) hunk(b *bytes.Buffer, line string) { b.WriteString(line + "\n") }

func (plain) same(b *bytes.Buffer, lines [][]byte) { marked(b, ' ', lines) }

func (plain) change(b *bytes.Buffer, from, to [][]byte) {
	marked(b, '-', from)
	marked(b, '+', to)
}

func marked(b *bytes.Buffer, mark byte, lines [][]byte) {
	for _, line := range lines {
		b.WriteByte(mark)
		b.Write(line)
		if !bytes.HasSuffix(line, []byte("\n")) {
			b.WriteString("\n" + noNewline + "\n")
		}
	}
}

// noNewline stands under a last line that has no line end.
const noNewline = `\ No newline at end of file`
