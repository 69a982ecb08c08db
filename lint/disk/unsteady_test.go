package disk

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// A changing file has one content after the other. The first ones are taken from
// it when half of them was read.
type changing struct {
	contents []string
	changes  int // how often it is changed while it is read
	at       int
}

func (f *changing) content() string { return f.contents[0] }

func (f *changing) Read(p []byte) (int, error) {
	if f.at >= len(f.content()) {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), (len(f.content())+1)/2)], f.content()[f.at:])
	f.at += n
	if f.changes > 0 && len(f.contents) > 1 {
		f.changes--
		f.contents = f.contents[1:]
	}
	return n, nil
}

func (f *changing) Seek(int64, int) (int64, error) { f.at = 0; return 0, nil }
func (f *changing) Close() error                   { return nil }

// state tells the contents apart by their time, as one may be as long as the other.
func (f *changing) state() (state, error) {
	return state{int64(len(f.content())), int64(len(f.contents)), true}, nil
}

func TestUnsteady(t *testing.T) {
	t.Parallel()
	for changes, want := range map[int]string{0: "aaaa", 1: "bbbb", 3: "dddddd", 9: ""} {
		contents := []string{"aaaa", "bbbb", "c", "dddddd", "ee", "ffff", "gg", "hh", "ii", "jj"}
		text, err := read(&changing{contents: contents, changes: changes}, "f", 100, nil)
		if got := string(text); got != want || (err == nil) != (want != "") || err != nil && !errors.Is(err, ErrUnsteady) {
			t.Errorf("a file that changes %d times is read as %q, with the error %v", changes, got, err)
		}
	}
	long := &changing{contents: []string{"a", strings.Repeat("b", 101)}, changes: 1}
	if text, err := read(long, "f", 100, nil); !errors.Is(err, ErrSize) || len(text) > 0 {
		t.Errorf("a file that grows beyond the limit is read as %q, with the error %v", text, err)
	}
}
