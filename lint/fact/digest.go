package fact

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"math/bits"
	"slices"

	"github.com/regionlint/regionlint/lint/pack"
	"github.com/regionlint/regionlint/lint/source"
)

// Short is how many bytes a stretch of code has at most of which more may be asked
// than what it states: how it is written, or whether there is a comment within.
const Short = 256

// A Digest is a hash of what counts of a code file.
type Digest [sha256.Size]byte

// Marks tell the offsets of a code file by what counts of the text before them, so
// that places in two texts with the same digest correspond if they have the same mark.
type Marks struct {
	file   *File
	places *places
}

// Marks returns the marks of the file's offsets.
func (f *File) Marks() Marks { return Marks{f, newPlaces(f)} }

// Digest returns the same for two texts only if whatever is found with the one is
// found with the other, at places that correspond: both state the same in the same
// order, by the same words, and all that differs is white space and comments between
// the places that are stated. Those of comments that are themselves stated count.
func (m Marks) Digest() Digest {
	f, p := m.file, m.places
	h := sha256.New()
	write := func(numbers ...uint32) {
		for _, n := range numbers {
			_ = binary.Write(h, binary.LittleEndian, n) // hashes take everything
		}
	}
	_ = pack.WriteOffsets(h, p.of, f.codeStated) // as above
	write(uint32(f.Size()))
	for _, at := range p.words {
		write(uint32(at.Len()))
		_, _ = io.WriteString(h, f.Source[at.Start:at.End]) // as above
	}
	for _, note := range f.Notes {
		if p.touches(note) {
			write(p.of(note.Start), p.of(note.End))
		}
	}
	return Digest(h.Sum(nil))
}

// Of returns the mark of an offset; ok is false for one that does not count, where
// another text may have anything.
func (m Marks) Of(offset uint32) (mark uint32, ok bool) {
	at := m.places.at
	if uint64(offset)+1 >= uint64(len(at)) {
		return 0, false
	}
	return at[offset], at[offset+1] > at[offset]
}

// Offset returns the offset that counts with a mark; ok is false if there is none.
func (m Marks) Offset(mark uint32) (offset uint32, ok bool) {
	at := m.places.at
	next, _ := slices.BinarySearch(at, mark+1)
	if next == 0 || next == len(at) || at[next-1] != mark {
		return 0, false
	}
	return uint32(next) - 1, true
}

// Size returns about how many bytes the text has: as many, or up to a sixteenth or up
// to 63 more.
func (f *File) Size() int {
	n := len(f.Source)
	step := 1 << max(6, bits.Len(uint(n))-5)
	return (n + step - 1) / step * step
}

// places are the offsets of a file that facts have, told by what counts of the text
// between them.
type places struct {
	// words are the stretches of the text that count to the byte, in order and apart.
	words []source.Span
	at    []uint32 // by offset, that of the end and one more included
}

func newPlaces(f *File) *places {
	end := uint32(len(f.Source))
	p := &places{at: make([]uint32, end+2)}
	stated := make([]bool, end+1)
	_ = pack.WriteOffsets(io.Discard, func(offset uint32) uint32 { // which takes everything
		stated[min(offset, end)] = true
		return offset
	}, f.codeStated)
	deep, depth, n := f.depths(), int32(0), uint32(0)
	for i := range end + 1 {
		p.at[i] = n
		depth += deep[i]
		switch {
		case depth == 0 && !stated[i]:
			continue
		case depth > 0 && (len(p.words) == 0 || p.words[len(p.words)-1].End < i):
			p.words = append(p.words, source.Span{Start: i, End: i + 1})
		case depth > 0:
			p.words[len(p.words)-1].End = i + 1
		}
		n++
	}
	p.at[end+1] = n
	return p
}

// depths returns by how many stretches that count more or fewer there are from an
// offset on than before it.
func (f *File) depths() []int32 {
	deep := make([]int32, len(f.Source)+1)
	count := func(s source.Span) {
		deep[s.Start]++
		deep[s.End]--
	}
	for i := range f.Exprs {
		e := &f.Exprs[i]
		if e.Span.Len() <= Short {
			count(e.Span)
		}
		if e.flags&isSpelled != 0 {
			count(e.Inner)
		}
	}
	for i := range f.Bindings {
		if b := &f.Bindings[i]; b.isSpelled {
			count(b.Span)
		}
	}
	return deep
}

// of returns what stands for an offset. Those that are stated keep their order.
func (p *places) of(offset uint32) uint32 { return p.at[min(int(offset), len(p.at)-2)] }

// touches reports whether something that counts lies in a span.
func (p *places) touches(s source.Span) bool {
	i, _ := slices.BinarySearchFunc(p.words, s.Start, func(w source.Span, start uint32) int { return cmp.Compare(w.End, start+1) })
	return i < len(p.words) && p.words[i].Start < s.End
}
