package driver

import (
	"encoding/binary"
	"math/bits"
	"sync"
)

// A sketch tells of the words of a text which ones it may hold: 16 bits of the hash
// of each, in an open hash table that is three quarters full at most. 0 is a free
// place. It says yes to a word that the text does not hold once in some twenty
// thousand times, and never no to one that it holds.
type sketch []uint16

// minWord is the length in bytes from which on words are sketched.
const minWord = 4

// mayHold reports whether the text may hold the word with a hash of wordHash.
func (s sketch) mayHold(hash uint32) bool {
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
func place(hash uint32, size int) int { return int(uint64(hash) * uint64(size) >> 32) }

// mark returns what stands for a hash in a sketch. Its bits are the ones that least
// decide the place.
func mark(hash uint32) uint16 { return max(uint16(hash), 1) }

// A sketcher makes sketches. It is not safe for concurrent use.
type sketcher struct {
	hashes []uint32 // of the words of one text, each once
	seen   []uint32 // open hash table of them, of which half is free; its size is a power of two
	room   []uint16 // for the next sketches
	padded []byte
}

const (
	// seenSize is how many places sketcher.seen has at least.
	seenSize = 256
	// roomPlaces is how many places of sketches are made at once.
	roomPlaces = 32 << 10
)

// sketch returns the sketch of a text.
func (s *sketcher) sketch(text []byte) sketch {
	s.collect(text)
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

// collect fills hashes with those of the words of a text.
func (s *sketcher) collect(text []byte) {
	s.hashes = s.hashes[:0]
	s.reset(max(seenSize, 1<<bits.Len(uint(len(text)/16))))
	text, end := s.pad(text)
	// Words are found by masks of 64 bytes, in which bits stand for bytes that words
	// are made of: what decides where a word ends is no branch then.
	var last uint64 // the mask before
	first := 0      // where the word begins that the last mask ends with
	for base := 0; base <= end; base += blockSize {
		var mask uint64
		if block := text[base:]; end-base >= blockSize {
			mask = maskOf((*[blockSize]byte)(block))
		} else {
			var tail [blockSize]byte
			copy(tail[:], text[base:end])
			mask = maskOf(&tail)
		}
		ends := ^mask
		for n := 1; n <= minWord; n++ {
			ends &= mask<<n | last>>(blockSize-n)
		}
		for ; ends != 0; ends &= ends - 1 {
			at := bits.TrailingZeros64(ends)
			from := first
			if before := ^mask & (1<<at - 1); before != 0 {
				from = base + bits.Len64(before)
			}
			s.add(hashAt(text, from, base+at))
		}
		if mask != ^uint64(0) {
			first = base + bits.Len64(^mask)
		}
		last = mask
	}
}

// reset empties seen, which has so many places then.
func (s *sketcher) reset(places int) {
	if cap(s.seen) < places {
		s.seen = make([]uint32, places)
		return
	}
	s.seen = s.seen[:places]
	clear(s.seen)
}

// pad returns a text with at least wordSize bytes behind it, whatever they are, and
// where it ends.
func (s *sketcher) pad(text []byte) (padded []byte, end int) {
	if end = len(text); cap(text)-end < wordSize {
		s.padded = append(append(s.padded[:0], text...), make([]byte, wordSize)...)
		return s.padded, end
	}
	return text[:end+wordSize], end
}

// add notes the hash of a word.
func (s *sketcher) add(hash uint32) {
	last := uint32(len(s.seen) - 1)
	for at := hash >> 7 & last; ; at = (at + 1) & last {
		switch s.seen[at] {
		case hash:
			return
		case 0:
			s.seen[at] = hash
			if s.hashes = append(s.hashes, hash); len(s.hashes) > len(s.seen)/2 {
				s.grow()
			}
			return
		}
	}
}

func (s *sketcher) grow() {
	s.reset(2 * len(s.seen))
	last := uint32(len(s.seen) - 1)
	for _, hash := range s.hashes {
		at := hash >> 7 & last
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
func hashAt(text []byte, from, end int) uint32 {
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
	return max(uint32(hash>>32), 1)
}

// wordHash returns the hash that a word has in sketches. It has at least minWord
// bytes.
func wordHash(word string) uint32 {
	padded := append([]byte(word), make([]byte, wordSize)...)
	return hashAt(padded, 0, len(word))
}

// sketchers makes sketches for several workers.
type sketchers struct{ pool sync.Pool }

// sketch returns the sketch of a text. It is safe for concurrent use.
func (p *sketchers) sketch(text []byte) sketch {
	s, ok := p.pool.Get().(*sketcher)
	if !ok {
		s = new(sketcher)
	}
	defer p.pool.Put(s)
	return s.sketch(text)
}

// hashedNames are names to ask of many sketches, with their hashes.
type hashedNames struct {
	names  []string
	hashes []uint32
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
