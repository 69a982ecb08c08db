package source

import (
	"bytes"
	"errors"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

func TestPosition(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text   string
		offset       uint32
		line, column int
	}{
		{"empty", "", 0, 1, 1},
		{"past the end of nothing", "", 9, 1, 1},
		{"first byte", "ab\ncd", 0, 1, 1},
		{"the newline", "ab\ncd", 2, 1, 3},
		{"the next line", "ab\ncd", 3, 2, 1},
		{"the end", "ab\ncd", 5, 2, 3},
		{"past the end", "ab\ncd", 50, 2, 3},
		{"behind a last newline", "ab\n", 3, 2, 1},
		{"CRLF is one line ending", "ab\r\ncd", 4, 2, 1},
		{"inside CRLF", "ab\r\ncd", 3, 1, 4},
		{"a lone CR ends a line", "ab\rcd", 3, 2, 1},
		{"a lone CR at the end", "ab\r", 3, 2, 1},
		{"CR CR LF", "a\r\r\nb", 4, 3, 1},
		{"code points are counted", "é日🙂x", 9, 1, 4},
		{"inside a code point", "é日🙂x", 7, 1, 3},
		{"a combining mark counts", "e\u0301x", 3, 1, 3},
		{"bytes that are no UTF-8", "\xe9\xff\x80x", 3, 1, 4},
		{"a code point that is cut off", "\xe6\x97", 1, 1, 2},
		{"a byte-order mark has no column", "\ufeffab", 3, 1, 1},
		{"inside a byte-order mark", "\ufeffab", 1, 1, 1},
		{"behind a byte-order mark", "\ufeffab", 4, 1, 2},
		{"a byte-order mark elsewhere", "a\n\ufeffb", 5, 2, 2},
	}
	for _, tt := range tests {
		got := NewFile("a.py", []byte(tt.text)).Position(tt.offset)
		want := Position{tt.line, tt.column, min(int(tt.offset), len(tt.text))}
		if got != want {
			t.Errorf("%s: Position(%d) of %q = %+v, want %+v", tt.name, tt.offset, tt.text, got, want)
		}
	}
}

func TestOffset(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text         string
		line, column int
		want         uint32
		ok           bool
	}{
		{"", 1, 1, 0, true},
		{"", 1, 2, 0, false},
		{"", 2, 1, 0, false},
		{"é\nb", 1, 2, 2, true},
		{"é\nb", 1, 3, 0, false},
		{"é\nb", 2, 2, 4, true},
		{"é\nb", 2, 3, 0, false},
		{"é\nb", 0, 1, 0, false},
		{"é\nb", 1, 0, 0, false},
		{"a\r\n", 1, 3, 2, true},
		{"a\r\n", 2, 1, 3, true},
		{"\ufeffa", 1, 1, 3, true},
	}
	for _, tt := range tests {
		got, ok := NewFile("a.py", []byte(tt.text)).Offset(tt.line, tt.column)
		if got != tt.want || ok != tt.ok {
			t.Errorf("Offset(%d, %d) of %q = %d, %t, want %d, %t", tt.line, tt.column, tt.text, got, ok, tt.want, tt.ok)
		}
	}
}

func TestLine(t *testing.T) {
	t.Parallel()
	f := NewFile("a.py", []byte("\ufeffone\r\n\ntwo\rthree\n"))
	want := []string{"one", "", "two", "three", ""}
	if f.Lines() != len(want) {
		t.Fatalf("Lines() = %d, want %d", f.Lines(), len(want))
	}
	for i, line := range want {
		if got := f.Line(i + 1); got != line {
			t.Errorf("Line(%d) = %q, want %q", i+1, got, line)
		}
	}
	if got := f.Line(0) + f.Line(len(want)+1); got != "" {
		t.Errorf("lines that are not there hold %q", got)
	}
}

func TestNewline(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                 "\n",
		"a":                "\n",
		"a\nb\n":           "\n",
		"a\r\nb\r\n":       "\r\n",
		"a\r\nb\r\nc\n":    "\r\n",
		"a\r\nb\nc\n":      "\n",
		"a\r\nb\n":         "\n",
		"a\rb\r":           "\n",
		"a\r\nb\r\n\r\r\r": "\r\n",
	} {
		if got := NewFile("a.py", []byte(text)).Newline(); got != want {
			t.Errorf("Newline() of %q = %q, want %q", text, got, want)
		}
	}
}

func TestDecode(t *testing.T) {
	t.Parallel()
	tests := []struct {
		raw  string
		enc  Encoding
		err  error
		says string
	}{
		{"", UTF8, nil, ""},
		{"é", UTF8, nil, ""},
		{"\ufeffa", UTF8BOM, nil, ""},
		{"caf\xe9", Latin1, nil, ""},
		{"\xff\xfea\x00", UTF16LE, ErrEncoding, "UTF-16LE"},
		{"\xfe\xff\x00a", UTF16BE, ErrEncoding, "UTF-16BE"},
		{"a\x00b", UTF8, ErrBinary, "binary"},
	}
	for _, tt := range tests {
		text, enc, err := Decode([]byte(tt.raw))
		if enc != tt.enc || !errors.Is(err, tt.err) {
			t.Errorf("Decode(%q) = %v, %v, want %v, %v", tt.raw, enc, err, tt.enc, tt.err)
		}
		if err != nil && (text != nil || !strings.Contains(err.Error(), tt.says)) {
			t.Errorf("Decode(%q) = %q with the error %v", tt.raw, text, err)
		}
		if err == nil && string(text) != tt.raw {
			t.Errorf("Decode(%q) changes the text to %q", tt.raw, text)
		}
	}
}

// TestPositionAtOnce is for the race detector: the line index is made once.
func TestPositionAtOnce(t *testing.T) {
	t.Parallel()
	f := NewFile("a.py", bytes.Repeat([]byte("ab\n"), 1000))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if got := f.Position(2999); got.Line != 1000 || got.Column != 3 {
				t.Errorf("Position(2999) = %+v", got)
			}
		})
	}
	group.Wait()
}

// positions is a model of [File.Position] for every offset of a text, the end
// included: it reads the text once from the start.
func positions(text []byte) []Position {
	all := make([]Position, 0, len(text)+1)
	line, column := 1, 1
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		for i := range size {
			all = append(all, Position{line, column, at + i})
		}
		at += size
		switch {
		case r == '\n', r == '\r' && !bytes.HasPrefix(text[at:], []byte("\n")):
			line, column = line+1, 1
		case r != '\ufeff' || at != size:
			column++
		}
	}
	return append(all, Position{line, column, len(text)})
}

func FuzzPosition(f *testing.F) {
	for _, text := range []string{"", "a\nb", "a\r\nb\rc", "é日🙂\n", "\ufeffa\n\ufeff", "\xff\xe6\x97\n\x80", "\r\r\n\n\r"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		text = text[:min(len(text), 1<<10)] // every offset is tried, so time is quadratic
		file := NewFile("a.py", text)
		model := positions(text)
		for offset, want := range model {
			got := file.Position(uint32(offset))
			if got != want {
				t.Fatalf("Position(%d) of %q = %+v, want %+v", offset, text, got, want)
			}
			back, ok := file.Offset(got.Line, got.Column)
			if !ok || file.Position(back).Column != got.Column || file.Position(back).Line != got.Line {
				t.Fatalf("Offset(%d, %d) of %q = %d, %t", got.Line, got.Column, text, back, ok)
			}
			// Only inside a code point and in a byte-order mark does one place
			// stand for several offsets; the last byte of those leads on.
			if offset > 0 && model[offset-1].Column != got.Column && int(back) != offset && offset >= BOMLen(text) {
				t.Fatalf("Offset(%d, %d) of %q = %d, want %d", got.Line, got.Column, text, back, offset)
			}
		}
		if last := model[len(text)]; file.Lines() != last.Line {
			t.Fatalf("Lines() of %q = %d, want %d", text, file.Lines(), last.Line)
		}
		if _, ok := file.Offset(file.Lines()+1, 1); ok {
			t.Fatalf("%q has a line %d", text, file.Lines()+1)
		}
	})
}

func BenchmarkPosition(b *testing.B) {
	text := bytes.Repeat([]byte("const client = new DynamoDBClient({ region })\n"), 5000)
	f := NewFile("a.ts", text)
	for b.Loop() {
		for at := 0; at < len(text); at += 4096 {
			f.Position(uint32(at))
		}
	}
}
