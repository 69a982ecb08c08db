// Package pack turns values into bytes and back, for what is kept between runs.
//
// One function says how a type is packed, and serves both directions: a [Coder]
// either appends what it is pointed at or fills it in, so the two cannot come
// apart. Numbers take as many bytes as they need; a string is written once and
// then referred to. Bytes that were not packed this way are an error and never a
// panic, and they never take more memory than is proportionate to their length.
package pack

import (
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"unsafe"
)

// ErrMalformed is returned for bytes that are not what a value of that type is
// packed as.
var ErrMalformed = errors.New("malformed data")

// A Coder packs or unpacks one value. Its methods take what they pack by its
// address; when unpacking they set it. After something malformed they set zero
// values only.
type Coder struct {
	reading bool
	copying bool                // strings that are read get memory of their own
	offsets func(uint32) uint32 // what is written for an offset, nil if that is the offset
	out     []byte              // written so far, and not to sink yet
	sink    io.Writer           // nil if out is all
	err     error               // of sink
	in      string              // not read yet
	indexes map[string]uint64   // of the strings written, from 1
	strings []string            // read
	failed  bool
}

// Pack returns the bytes of what code is called to pack.
func Pack(code func(*Coder)) []byte { return Append(nil, code) }

// Append is Pack, and puts the bytes behind those that it is given.
func Append(to []byte, code func(*Coder)) []byte {
	c := &Coder{out: to, indexes: make(map[string]uint64)}
	code(c)
	return c.out
}

// Write is Pack, and writes the bytes as they come. The error is that of the writer.
func Write(w io.Writer, code func(*Coder)) error {
	c := &Coder{sink: w, indexes: make(map[string]uint64)}
	code(c)
	c.flush()
	return c.err
}

// WriteOffsets is Write, with something else in place of each offset into a text that
// is packed.
func WriteOffsets(w io.Writer, instead func(offset uint32) uint32, code func(*Coder)) error {
	c := &Coder{offsets: instead, sink: w, indexes: make(map[string]uint64)}
	code(c)
	c.flush()
	return c.err
}

// unwritten is how many bytes wait for more before they are written.
const unwritten = 64 << 10

// flush writes what waits to be written.
func (c *Coder) flush() {
	if c.err == nil {
		_, c.err = c.sink.Write(c.out)
	}
	c.out = c.out[:0]
}

// Unpack fills in what code points at. The error is ErrMalformed unless the bytes
// are read to their end. Strings in the values share the memory of data.
func Unpack(data string, code func(*Coder)) error {
	return (&Coder{reading: true, in: data}).unpack(code)
}

// UnpackCopy is Unpack, but strings do not share the memory of data, which may be
// used for something else then.
func UnpackCopy(data []byte, code func(*Coder)) error {
	text := unsafe.String(unsafe.SliceData(data), len(data)) //nolint:gosec // nothing of it is kept
	return (&Coder{reading: true, copying: true, in: text}).unpack(code)
}

func (c *Coder) unpack(code func(*Coder)) error {
	code(c)
	if c.failed || c.in != "" {
		return ErrMalformed
	}
	return nil
}

// Reading reports whether values are set rather than read.
func (c *Coder) Reading() bool { return c.reading }

// Fail says that what was unpacked makes no sense.
func (c *Coder) Fail() { c.failed, c.in = true, "" }

// uint packs a number of up to 64 bits.
func (c *Coder) uint(v uint64) uint64 {
	if !c.reading {
		c.out = binary.AppendUvarint(c.out, v)
		return v
	}
	if c.in != "" && c.in[0] < 0x80 { // as most numbers are
		v = uint64(c.in[0])
		c.in = c.in[1:]
		return v
	}
	v = 0
	for i := range min(len(c.in), binary.MaxVarintLen64) {
		b := c.in[i]
		if i == binary.MaxVarintLen64-1 && b > 1 {
			break // more than 64 bits
		}
		v |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			c.in = c.in[i+1:]
			return v
		}
	}
	c.Fail()
	return 0
}

// Number packs a number that is rarely negative.
func Number[T ~int | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32 | ~uint64](c *Coder, v *T) {
	var zero T
	if zero-1 > 0 { // unsigned
		n := c.uint(uint64(*v))
		if c.reading {
			if *v = T(n); uint64(*v) != n {
				c.Fail()
				*v = 0
			}
		}
		return
	}
	n := c.uint(uint64(int64(*v)<<1) ^ uint64(int64(*v)>>63))
	if c.reading {
		signed := int64(n>>1) ^ -int64(n&1)
		if *v = T(signed); int64(*v) != signed {
			c.Fail()
			*v = 0
		}
	}
}

// Offset returns what is to be packed in place of an offset into a text, which is the
// offset but for [WriteOffsets].
func (c *Coder) Offset(offset uint32) uint32 {
	if c.offsets == nil {
		return offset
	}
	return c.offsets(offset)
}

// Bool packs a bool.
func (c *Coder) Bool(v *bool) {
	n := uint64(0)
	if *v {
		n = 1
	}
	if n = c.uint(n); n > 1 {
		c.Fail()
	}
	if c.reading {
		*v = n == 1
	}
}

// String packs a string.
func (c *Coder) String(v *string) {
	if !c.reading {
		if i, ok := c.indexes[*v]; ok {
			c.uint(i)
			return
		}
		c.indexes[*v] = uint64(len(c.indexes)) + 1
		c.uint(0)
		c.Text(v)
		return
	}
	i := c.uint(0)
	switch {
	case i == 0:
		c.Text(v)
		c.strings = append(c.strings, *v)
	case i <= uint64(len(c.strings)):
		*v = c.strings[i-1]
	default:
		c.Fail()
		*v = ""
	}
}

// Text packs a string that is not expected to come again.
func (c *Coder) Text(v *string) {
	n := c.uint(uint64(len(*v)))
	if !c.reading {
		if c.out = append(c.out, *v...); c.sink != nil && len(c.out) > unwritten {
			c.flush()
		}
		return
	}
	if n > uint64(len(c.in)) {
		c.Fail()
		n = 0
	}
	if *v, c.in = c.in[:n], c.in[n:]; c.copying {
		*v = strings.Clone(*v)
	}
}

// Bytes packs bytes of which there always are as many.
func (c *Coder) Bytes(v []byte) {
	if !c.reading {
		c.out = append(c.out, v...)
		return
	}
	if len(c.in) < len(v) {
		c.Fail()
		clear(v)
		return
	}
	copy(v, c.in)
	c.in = c.in[len(v):]
}

// A list has room at once for few items, and for so many more that they take ratio
// bytes for each that was not read yet.
const (
	few   = 64
	ratio = 8
)

// Slice packs a slice, of which each packs one item. An item must take a byte at
// least. A nil slice stays nil.
func Slice[T any](c *Coder, v *[]T, each func(*Coder, *T)) {
	n := uint64(0)
	if *v != nil {
		n = uint64(len(*v)) + 1
	}
	n = c.uint(n)
	if !c.reading {
		for i := range *v {
			each(c, &(*v)[i])
		}
		return
	}
	if n == 0 || n-1 > uint64(len(c.in)) {
		if n != 0 {
			c.Fail()
		}
		*v = nil
		return
	}
	// What claims to be longer than lists are grows with what there is of it.
	var item T
	usual := max(ratio*len(c.in)/max(int(unsafe.Sizeof(item)), 1), few)
	all := make([]T, 0, min(int(n-1), usual))
	for range n - 1 {
		all = append(all, item)
		each(c, &all[len(all)-1])
		if c.failed {
			*v = nil
			return
		}
	}
	*v = all
}

// Strings packs a slice of strings.
func (c *Coder) Strings(v *[]string) {
	Slice(c, v, func(c *Coder, s *string) { c.String(s) })
}
