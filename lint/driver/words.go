package driver

import (
	"encoding/binary"
	"iter"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// A sketch tells of the words of a text which ones it may hold: 16 bits of the hash
// of each, in an open hash table that is three quarters full at most. 0 is a free
// place. It says yes to a word that the text does not hold once in some twenty
// thousand times, and never no to one that it holds.
type sketch []uint16

// minWord is the length in bytes from which on words are sketched. The words that
// [discover.HasSign] looks for have as many.
const minWord = 3

// mayHold reports whether the text may hold the word with a hash of wordHash.
func (s sketch) mayHold(hash uint64) bool {
	if len(s) == 0 {
		return false
	}
	for at := place(hash, len(s)); ; {
		switch s[at] {
		case 0:
			return false
		case mark(hash):
			return true
		}
		if at++; at == len(s) {
			at = 0
		}
	}
}

// place returns where in a table of that size the search for a hash begins.
func place(hash uint64, size int) int { return int(hash >> 32 * uint64(size) >> 32) }

// mark returns what stands for a hash in a sketch. Its bits are the ones that least
// decide the place.
func mark(hash uint64) uint16 { return max(uint16(hash>>32), 1) }

// A sketcher makes sketches. It is not safe for concurrent use.
type sketcher struct {
	hashes []uint64 // of the words of one text, each once
	seen   []uint64 // open hash table of them, of which half is free; its size is a power of two
	room   []uint16 // for the next sketches
	padded []byte
}

const (
	// seenSize is how many places sketcher.seen has at least.
	seenSize = 256
	// someWords is how many words are looked up at once, less than half of seenSize.
	someWords = 64
	// roomPlaces is how many places of sketches are made at once.
	roomPlaces = 32 << 10
)

// sketch returns the sketch of the words that were collected.
func (s *sketcher) sketch() sketch {
	size := len(s.hashes) + len(s.hashes)/3 + 1
	if size > len(s.room) {
		s.room = make([]uint16, max(size, roomPlaces))
	}
	made := sketch(s.room[:size:size])
	s.room = s.room[size:]
	for _, hash := range s.hashes {
		at := place(hash, size)
		for made[at] != 0 && made[at] != mark(hash) {
			if at++; at == size {
				at = 0
			}
		}
		made[at] = mark(hash)
	}
	return made
}

// collect collects the words of a text, and calls see for the bounds of each one that
// the text did not have before, until that returns false. It reports whether it has
// all of them.
func (s *sketcher) collect(text []byte, see func(from, end int) bool) bool {
	s.hashes = s.hashes[:0]
	s.reset(max(seenSize, 1<<bits.Len(uint(len(text)/16))))
	padded := s.pad(text)
	var some [someWords]bounds
	n := 0
	for from, end := range longWords(text, minWord) {
		some[n] = bounds{from, end}
		if n++; n < len(some) {
			continue
		}
		n = 0
		if !eachOf(s.add(padded, some[:]), see) {
			return false
		}
	}
	return eachOf(s.add(padded, some[:n]), see)
}

// bounds are those of a word in a text.
type bounds struct{ from, end int }

// eachOf calls see for words until that returns false, and reports whether it did for
// all of them.
func eachOf(words []bounds, see func(from, end int) bool) bool {
	for _, w := range words {
		if !see(w.from, w.end) {
			return false
		}
	}
	return true
}

// longWords yields the bounds of the words of a text that have at least so many
// bytes, 1 to 63. Words are found by masks of 64 bytes, in which bits stand for
// bytes that words are made of: what decides where a word ends is no branch then.
func longWords(text []byte, least int) iter.Seq2[int, int] {
	return func(yield func(from, end int) bool) {
		var last uint64 // the mask before
		first := 0      // where the word begins that the last mask ends with
		for base := 0; base <= len(text); base += blockSize {
			mask := maskAt(text, base)
			ends := ^mask
			for n := 1; n <= least; n++ {
				ends &= mask<<n | last>>(blockSize-n)
			}
			for ; ends != 0; ends &= ends - 1 {
				at := bits.TrailingZeros64(ends)
				from := first
				if before := ^mask & (1<<at - 1); before != 0 {
					from = base + bits.Len64(before)
				}
				if !yield(from, base+at) {
					return
				}
			}
			if mask != ^uint64(0) {
				first = base + bits.Len64(^mask)
			}
			last = mask
		}
	}
}

// reset empties seen, which has so many places then.
func (s *sketcher) reset(places int) {
	if cap(s.seen) < places {
		s.seen = make([]uint64, places)
		return
	}
	s.seen = s.seen[:places]
	clear(s.seen)
}

// pad returns a text with at least wordSize bytes behind it, whatever they are.
func (s *sketcher) pad(text []byte) []byte {
	if end := len(text); cap(text)-end >= wordSize {
		return text[:end+wordSize]
	}
	s.padded = append(append(s.padded[:0], text...), make([]byte, wordSize)...)
	return s.padded
}

// add notes the hashes of words, someWords at most, and returns those of the words
// that are new, in the place of all.
func (s *sketcher) add(text []byte, words []bounds) []bounds {
	known := len(s.hashes)
	if known+len(words) > len(s.seen)/2 {
		s.grow()
	}
	var hashes [someWords]uint64
	for i, w := range words {
		hashes[i] = hashAt(text, w.from, w.end)
	}
	s.hashes = slices.Grow(s.hashes, len(words))[:known+len(words)]
	n := addHashes(s.seen, hashes[:len(words)], s.hashes[known:], words)
	s.hashes = s.hashes[:known+n]
	return words[:n]
}

// addHashes adds the hashes of words to the table of those that were seen. It moves
// the hashes that are new to the beginning of fresh and their words to that of words,
// and returns how many they are. No processor foresees which words are new, so that
// nothing branches on it.
func addHashes(seen, hashes, fresh []uint64, words []bounds) int {
	fresh, words = fresh[:len(hashes)], words[:len(hashes)]
	last := len(seen) - 1
	n := 0
	for i, hash := range hashes {
		at := int(hash>>32) & last
		for taken(seen[at], hash) {
			at = (at + 1) & last
		}
		isNew := 0
		if seen[at] == 0 {
			isNew = 1
		}
		seen[at] = hash
		fresh[n], words[n] = hash, words[i]
		n += isNew
	}
	return n
}

// taken reports whether a place in a table is that of another hash.
func taken(there, hash uint64) bool {
	full := uint64(int64(there|-there) >> 63) // all bits, or none if there is nothing
	return (there^hash)&full != 0
}

func (s *sketcher) grow() {
	s.reset(2 * len(s.seen))
	last := len(s.seen) - 1
	for _, hash := range s.hashes {
		at := int(hash>>32) & last
		for s.seen[at] != 0 {
			at = (at + 1) & last
		}
		s.seen[at] = hash
	}
}

const (
	blockSize = 64
	wordSize  = 8
)

// maskAt is maskOf for the bytes of a text from an offset on, which may be fewer.
func maskAt(text []byte, base int) uint64 {
	if len(text)-base >= blockSize {
		return maskOf((*[blockSize]byte)(text[base:]))
	}
	var tail [blockSize]byte
	copy(tail[:], text[base:])
	return maskOf(&tail)
}

// maskOf returns which bytes words are made of, as [isIdent] has it; the lowest bit
// is that of the first byte.
func maskOf(block *[blockSize]byte) uint64 {
	var mask uint64
	for i := 0; i < blockSize; i += wordSize {
		mask |= maskOf8(binary.LittleEndian.Uint64(block[i:])) << i
	}
	return mask
}

// maskOf8 is maskOf for eight bytes. Sums of bytes below 0x80 do not carry into the
// next one, and have the highest bit set from a limit on.
func maskOf8(text uint64) uint64 {
	const (
		each = 0x0101010101010101
		high = 0x80 * each
	)
	low := text &^ high
	lower := low | 0x20*each
	letters := (lower + (0x80-'a')*each) &^ (lower + (0x80-'z'-1)*each)
	digits := (low + (0x80-'0')*each) &^ (low + (0x80-'9'-1)*each)
	// A byte is another one if their difference is not 0.
	others := ((low ^ '_'*each) + 0x7f*each) & ((low ^ '$'*each) + 0x7f*each)
	is := (text | letters | digits | ^others) & high
	return is >> 7 * 0x0102040810204080 >> 56
}

// hashAt returns the hash of the word text[from:end], with at least wordSize bytes
// behind it.
func hashAt(text []byte, from, end int) uint64 {
	const (
		a = 0x9e3779b97f4a7c15
		b = 0xd6e8feb86659fd93
	)
	size := end - from
	short := uint64(1)<<(8*min(size, wordSize)) - 1 // all bits from wordSize on: 1<<64 is 0
	head := binary.LittleEndian.Uint64(text[from:]) & short
	tail := binary.LittleEndian.Uint64(text[max(from, end-wordSize):]) & short
	hash := (head ^ uint64(size)) * a
	for at := from + wordSize; at < end-wordSize; at += wordSize {
		hash = (bits.RotateLeft64(hash, 29) ^ binary.LittleEndian.Uint64(text[at:])) * a
	}
	hash = (bits.RotateLeft64(hash, 29) ^ tail) * b
	return max(hash, 1)
}

// isSketched reports whether a name is a word that is in the sketch of every text
// which holds it.
func isSketched(name string) bool {
	return len(name) >= minWord && !strings.ContainsFunc(name, func(r rune) bool { return r < utf8.RuneSelf && !isIdent(byte(r)) })
}

// wordHash returns the hash that a word has in sketches. It has at least minWord
// bytes.
func wordHash(word string) uint64 {
	padded := append([]byte(word), make([]byte, wordSize)...)
	return hashAt(padded, 0, len(word))
}

// sketchers lends sketchers to several workers.
type sketchers struct{ pool sync.Pool }

func (p *sketchers) get() *sketcher {
	if s, ok := p.pool.Get().(*sketcher); ok {
		return s
	}
	return new(sketcher)
}

func (p *sketchers) put(s *sketcher) { p.pool.Put(s) }

// sketch returns the sketch of a text. It is safe for concurrent use.
func (p *sketchers) sketch(text []byte) sketch {
	s := p.get()
	defer p.put(s)
	s.collect(text, func(int, int) bool { return true })
	return s.sketch()
}

// hashedNames are names to ask of many sketches, with their hashes.
type hashedNames struct {
	names  []string
	hashes []uint64
}

func hashNames(names []string) hashedNames {
	h := hashedNames{names: names}
	for _, name := range names {
		h.hashes = append(h.hashes, wordHash(name))
	}
	return h
}

// in returns the names that a sketch says yes to, separated by spaces.
func (h hashedNames) in(s sketch) string {
	var all []byte
	for i, hash := range h.hashes {
		if s.mayHold(hash) {
			all = append(append(all, h.names[i]...), ' ')
		}
	}
	return string(all)
}

// A hashSet is a set of hashes of words. Many are asked for that it does not hold.
type hashSet struct {
	all map[uint64]bool
	// maybe has a bit for the upper 16 bits of each hash.
	maybe [1 << 16 / 64]uint64
}

func newHashSet(hashes []uint64) *hashSet {
	s := &hashSet{all: make(map[uint64]bool, len(hashes))}
	for _, hash := range hashes {
		s.all[hash] = true
		s.maybe[hash>>48/64] |= 1 << (hash >> 48 % 64)
	}
	return s
}

// any reports whether the set holds one of the hashes.
func (s *hashSet) any(hashes []uint64) bool {
	return slices.ContainsFunc(hashes, func(hash uint64) bool {
		return s.maybe[hash>>48/64]>>(hash>>48%64)&1 != 0 && s.all[hash]
	})
}
