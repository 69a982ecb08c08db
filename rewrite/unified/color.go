package unified

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Color prints the diff of [Format] for a terminal: in colours, with the words
// marked that differ between a line and the one in its place. What comes from
// the files goes through visible, which spells out what would steer a terminal;
// it is handed no tab, line feed or line end. The result is for reading only.
func Color(w io.Writer, files []File, visible func(string) string) error {
	return format(w, files, colored{visible})
}

// colored prints a diff for a terminal.
type colored struct{ visible func(string) string }

// What to print before a piece of text, and behind it.
const (
	bold    = "\x1b[1m"
	cyan    = "\x1b[36m"
	red     = "\x1b[31m"
	green   = "\x1b[32m"
	reverse = "\x1b[7m"
	upright = "\x1b[27m"
	reset   = "\x1b[0m"
)

func (colored) header(b *bytes.Buffer, line string) { b.WriteString(bold + line + reset + "\n") }

func (colored) hunk(b *bytes.Buffer, line string) { b.WriteString(cyan + line + reset + "\n") }

func (c colored) same(b *bytes.Buffer, lines [][]byte) {
	for _, line := range lines {
		c.line(b, " ", line, []word{{text: content(line)}})
	}
}

func (c colored) change(b *bytes.Buffer, from, to [][]byte) {
	removed, added := make([][]word, len(from)), make([][]word, len(to))
	for i, line := range from {
		removed[i] = []word{{text: content(line)}}
	}
	for i, line := range to {
		added[i] = []word{{text: content(line)}}
	}
	if len(from) == len(to) {
		for i := range from {
			removed[i], added[i] = compare(content(from[i]), content(to[i]))
		}
	}
	for i, line := range from {
		c.line(b, red+"-", line, removed[i])
	}
	for i, line := range to {
		c.line(b, green+"+", line, added[i])
	}
}

// line prints one line, of which the words are the content.
func (c colored) line(b *bytes.Buffer, mark string, line []byte, words []word) {
	b.WriteString(mark)
	for _, w := range words {
		pieces := strings.Split(w.text, "\t")
		for i := range pieces {
			pieces[i] = c.visible(pieces[i])
		}
		text := strings.Join(pieces, "\t")
		if w.differs {
			text = reverse + text + upright
		}
		b.WriteString(text)
	}
	b.WriteString(reset + "\n")
	if !bytes.HasSuffix(line, []byte("\n")) {
		b.WriteString(noNewline + "\n")
	}
}

// content returns a line without its line end.
func content(line []byte) string {
	return strings.TrimSuffix(strings.TrimSuffix(string(line), "\n"), "\r")
}

// A word is a part of a line.
type word struct {
	text    string
	differs bool // from the other line
}

// maxWords is how many words a line may have for them to be compared: the time
// that takes grows with the square of their number.
const maxWords = 1000

// compare returns the parts of two lines. None of them is marked where the
// lines have no word in common.
func compare(before, after string) (from, to []word) {
	old, changed := words(before), words(after)
	if len(old) > maxWords || len(changed) > maxWords {
		return []word{{text: before}}, []word{{text: after}}
	}
	var dmp diffmatchpatch.DiffMatchPatch // without a time limit: a result may not depend on the machine
	// Every word becomes a line of its own. By character, bytes that are no
	// UTF-8 would be lost, and marks would cut words.
	a, b, table := dmp.DiffLinesToRunes(strings.Join(old, "\n")+"\n", strings.Join(changed, "\n")+"\n")
	alike := false
	for _, d := range dmp.DiffCharsToLines(dmp.DiffMainRunes(a, b, false), table) {
		text := strings.ReplaceAll(d.Text, "\n", "")
		switch d.Type {
		case diffmatchpatch.DiffEqual:
			from, to = append(from, word{text: text}), append(to, word{text: text})
			alike = alike || slices.ContainsFunc([]byte(text), wordByte)
		case diffmatchpatch.DiffDelete:
			from = append(from, word{text, true})
		case diffmatchpatch.DiffInsert:
			to = append(to, word{text, true})
		}
	}
	if !alike {
		return []word{{text: before}}, []word{{text: after}}
	}
	return from, to
}

// words cuts a line without line end into words and single bytes between them.
// A region's name is one word.
func words(line string) []string {
	var all []string
	for line != "" {
		end := 0
		for end < len(line) && wordByte(line[end]) {
			end++
		}
		end = max(end, 1)
		all = append(all, line[:end])
		line = line[end:]
	}
	return all
}

func wordByte(c byte) bool {
	switch {
	case c >= 0x80, c == '_', c == '-':
		return true
	}
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
