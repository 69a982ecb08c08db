package driver

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

func TestMaskOf(t *testing.T) {
	t.Parallel()
	var block [blockSize]byte
	for b := range 256 {
		for i := range block {
			block[i] = byte(b + i*i)
		}
		mask := maskOf(&block)
		for i, c := range block {
			if mask>>i&1 == 1 != isIdent(c) {
				t.Errorf("byte %#x at %d: %t", c, i, mask>>i&1 == 1)
			}
		}
	}
}

// wordsOf returns the words of a text that are sketched.
func wordsOf(text []byte) [][]byte {
	words := bytes.FieldsFunc(text, func(r rune) bool { return r < 0x80 && !isIdent(byte(r)) })
	long := words[:0]
	for _, word := range words {
		if len(word) >= minWord {
			long = append(long, word)
		}
	}
	return long
}

func (s *sketcher) sketchOf(text []byte) sketch {
	s.collect(text, func(int, int) bool { return true })
	return s.sketch()
}

func TestSketch(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	// Words and what stands between them, short and long, so that they begin and end
	// everywhere in blocks.
	text := func(size int) []byte {
		text := make([]byte, 0, size)
		for len(text) < size {
			for range 1 + random.IntN(1<<random.IntN(8)) {
				text = append(text, "abcXYZ019_$\x80\xc3\xff"[random.IntN(14)])
			}
			for range 1 + random.IntN(1<<random.IntN(7)) {
				text = append(text, " \n\t.-@[`{/:\x00\x7f"[random.IntN(13)])
			}
		}
		return text[:size]
	}
	var s sketcher
	for round := range 400 {
		text := text(round * round / 4)
		if round%2 == 0 {
			text = bytes.Clone(text) // with no room behind it
		}
		made := s.sketchOf(text)
		held := make(map[string]bool)
		for _, word := range wordsOf(text) {
			held[string(word)] = true
			if !made.mayHold(wordHash(string(word))) {
				t.Fatalf("%d bytes hold %q, but not in their sketch", len(text), word)
			}
		}
		if len(s.hashes) != len(held) {
			t.Fatalf("%d hashes of %d words", len(s.hashes), len(held))
		}
	}
	made := s.sketchOf(text(100_000))
	mistakes := 0
	const others = 100_000
	for range others {
		other := append([]byte("other_"), text(8)...)
		if made.mayHold(wordHash(string(other))) {
			mistakes++
		}
	}
	if mistakes > others/5000 {
		t.Errorf("%d of %d words that are not there are taken for ones that are", mistakes, others)
	}
}

func TestSketchOfNothing(t *testing.T) {
	t.Parallel()
	var s sketcher
	for _, text := range []string{"", "a = b", "\n\n"} {
		if made := s.sketchOf([]byte(text)); made == nil || made.mayHold(wordHash("name")) {
			t.Errorf("the sketch of %q is %v", text, made)
		}
	}
}
