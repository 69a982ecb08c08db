package source

import (
	"bytes"
	"sort"
	"sync"
	"unicode/utf8"
	"unsafe"
)

// View returns a text as a string that shares its memory. Nobody may change it from
// then on.
func View(text []byte) string {
	return unsafe.String(unsafe.SliceData(text), len(text)) //nolint:gosec // as the caller knows
}

// A File is one file as it was read. Nothing in it changes after [NewFile],
// and all of its methods may be called from several goroutines.
type File struct {
	// Path is relative to the root, with forward slashes on every system.
	Path string
	// Text is the file's own bytes, a byte-order mark included. It must not be
	// modified.
	Text []byte

	index  sync.Once
	starts []uint32 // offset of every line's first byte
	counts []uint32 // code points before every stride-th byte
	count  sync.Once
}

// A Position is a place in a file for people. Line and Column count from 1,
// Column in Unicode code points; Offset counts bytes from 0. A byte that is no
// part of valid UTF-8 counts as one code point, a byte-order mark as none.
type Position struct{ Line, Column, Offset int }

// NewFile returns the file with that path and text, which it keeps. A text may
// hold no more than 4 GiB, so that a uint32 can name its every byte.
func NewFile(path string, text []byte) *File {
	return &File{Path: path, Text: text}
}

// Position returns the place of a byte. An offset inside a code point gives the
// place of the code point, and one past the end of the file that of the end.
// Offset in the result is the given offset, so bounded.
func (f *File) Position(offset uint32) Position {
	offset = min(offset, uint32(len(f.Text)))
	line := f.lineAt(offset)
	start := f.textStart(line)
	column := 1
	if at := codePointStart(f.Text, int(offset)); at > start {
		column += f.codePoints(start, at)
	}
	return Position{Line: line + 1, Column: column, Offset: int(offset)}
}

// Offset returns the byte at which a line and column, both from 1, begin. It
// undoes [File.Position] for every offset at the start of a code point. The end
// of a line and each byte of its line ending have columns of their own; a
// column beyond them, or a line that is not there, gives false.
func (f *File) Offset(line, column int) (uint32, bool) {
	if line < 1 || line > f.Lines() || column < 1 {
		return 0, false
	}
	at, end := f.textStart(line-1), f.lineLimit(line-1)
	for ; column > 1; column-- {
		if at >= end {
			return 0, false
		}
		_, size := utf8.DecodeRune(f.Text[at:end])
		at += size
	}
	if at == end && line < f.Lines() {
		return 0, false // where the next line begins
	}
	return uint32(at), true
}

// Lines returns the number of lines, at least one. A line break at the end of
// the file begins one more line, which is empty.
func (f *File) Lines() int { return len(f.lines()) }

// Line returns the text of line n, counted from 1, without its line ending and
// without a byte-order mark. It is empty for a line that is not there.
func (f *File) Line(n int) string {
	span := f.LineSpan(n)
	return string(f.Text[span.Start:span.End])
}

// LineSpan returns where the text of Line is. A line may be as long as the file:
// whoever wants a part of it has no need of all.
func (f *File) LineSpan(n int) Span {
	if n < 1 || n > f.Lines() {
		return Span{}
	}
	start := f.textStart(n - 1)
	text := bytes.TrimRight(f.Text[start:f.lineLimit(n-1)], "\r\n")
	return Span{Start: uint32(start), End: uint32(start + len(text))}
}

// Newline returns the line ending that most lines of the file have, "\n" or
// "\r\n"; "\n" when they are equally many or there is none.
func (f *File) Newline() string {
	all := bytes.Count(f.Text, []byte("\n"))
	if crlf := bytes.Count(f.Text, []byte("\r\n")); 2*crlf > all {
		return "\r\n"
	}
	return "\n"
}

// lineAt returns the line, counted from 0, that holds an offset.
func (f *File) lineAt(offset uint32) int {
	starts := f.lines()
	return sort.Search(len(starts), func(i int) bool { return starts[i] > offset }) - 1
}

// textStart returns the offset of a line's first byte, past a byte-order mark.
func (f *File) textStart(line int) int {
	if line == 0 {
		return BOMLen(f.Text)
	}
	return int(f.lines()[line])
}

// lineLimit returns the offset past a line and its line ending.
func (f *File) lineLimit(line int) int {
	if starts := f.lines(); line+1 < len(starts) {
		return int(starts[line+1])
	}
	return len(f.Text)
}

func (f *File) lines() []uint32 {
	f.index.Do(func() { f.starts = lineStarts(f.Text) })
	return f.starts
}

// lineStarts returns the offset of every line. "\n", "\r\n" and a lone "\r"
// end one.
func lineStarts(text []byte) []uint32 {
	starts := make([]uint32, 1, 1+bytes.Count(text, []byte("\n")))
	if bytes.IndexByte(text, '\r') < 0 {
		for at := 0; ; {
			i := bytes.IndexByte(text[at:], '\n')
			if i < 0 {
				return starts
			}
			at += i + 1
			starts = append(starts, uint32(at))
		}
	}
	for i, b := range text {
		lone := b == '\r' && (i+1 == len(text) || text[i+1] != '\n')
		if b == '\n' || lone {
			starts = append(starts, uint32(i+1))
		}
	}
	return starts
}

// stride is how many bytes are counted at most to tell a column.
const stride = 1024

// codePoints returns how many code points lie between two of their starts. Lines
// that are long are counted once, however many places on them are asked for.
func (f *File) codePoints(start, end int) int {
	if end-start <= stride {
		return utf8.RuneCount(f.Text[start:end])
	}
	f.count.Do(func() {
		total, from := 0, 0
		for at := 0; at < len(f.Text); at += stride {
			to := codePointStart(f.Text, at)
			total += utf8.RuneCount(f.Text[from:to])
			f.counts, from = append(f.counts, uint32(total)), to
		}
	})
	return f.codePointsBefore(end) - f.codePointsBefore(start)
}

func (f *File) codePointsBefore(offset int) int {
	i := min(offset/stride, len(f.counts)-1)
	return int(f.counts[i]) + utf8.RuneCount(f.Text[codePointStart(f.Text, i*stride):offset])
}

// codePointStart returns the offset itself, or the start of the valid code
// point that it lies inside of.
func codePointStart(text []byte, offset int) int {
	for back := 1; back < utf8.UTFMax && back <= offset; back++ {
		at := offset - back
		if !utf8.RuneStart(text[at]) {
			continue
		}
		if _, size := utf8.DecodeRune(text[at:]); size > back {
			return at
		}
		break
	}
	return offset
}
