// Package unified prints changes to files as unified diffs, in the dialect that
// git writes: `git apply` and `patch -p1` make of the old files byte for byte
// the new ones.
//
// Hunks are built from the edits that made a change, not searched for. That
// costs time in proportion to the files alone, and the same edits always give
// the same diff.
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
	// Edits turn Old into New. They are sorted and disjoint; nil stands for one
	// edit that replaces everything between what is equal at both ends.
	Edits []Edit
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
		for n < len(changes) && changes[n].old.start-changes[n-1].old.end <= 2*context {
			n++
		}
		hunk(b, before, after, changes[:n], p)
		changes = changes[n:]
	}
	return nil
}

// hunk prints changes that stand so close together that their context meets.
func hunk(b *bytes.Buffer, before, after [][]byte, changes []change, p painter) {
	first, last := changes[0], changes[len(changes)-1]
	lead := min(context, first.old.start)
	trail := min(context, len(before)-last.old.end)
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
