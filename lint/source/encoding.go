package source

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"
)

// Encoding says how a file's bytes stand for text.
type Encoding uint8

// The encodings. Latin1 is any single-byte encoding: what is not ASCII in it is
// left as bytes, and no rule looks at it.
const (
	UTF8 Encoding = iota
	UTF8BOM
	Latin1
	UTF16LE
	UTF16BE
)

// String returns the encoding's usual name.
func (e Encoding) String() string {
	switch e {
	case UTF8:
		return "UTF-8"
	case UTF8BOM:
		return "UTF-8 with a byte-order mark"
	case Latin1:
		return "Latin-1"
	case UTF16LE:
		return "UTF-16LE"
	case UTF16BE:
		return "UTF-16BE"
	}
	return fmt.Sprintf("encoding %d", uint8(e))
}

// Why a file's bytes are not analysed.
var (
	// ErrEncoding means text whose bytes are not the bytes of its words, so
	// that an offset in the one would be none in the other.
	ErrEncoding = errors.New("text encoding is not supported")
	// ErrBinary means a file that is no text: it holds a NUL byte.
	ErrBinary = errors.New("file is binary")
)

const bom = "\xef\xbb\xbf"

// BOMLen returns the number of bytes of text's UTF-8 byte-order mark: 3 or 0.
func BOMLen(text []byte) int {
	if bytes.HasPrefix(text, []byte(bom)) {
		return len(bom)
	}
	return 0
}

// Decode says what encoding raw is in and returns the text to analyse, which is
// raw itself: offsets refer to the file's own bytes, and a byte-order mark
// stays in place. The error wraps [ErrEncoding] for UTF-16 and [ErrBinary] for
// a file with a NUL byte; there is no text then.
func Decode(raw []byte) (text []byte, enc Encoding, err error) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		return nil, UTF16LE, fmt.Errorf("%w: %s", ErrEncoding, UTF16LE)
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return nil, UTF16BE, fmt.Errorf("%w: %s", ErrEncoding, UTF16BE)
	case bytes.IndexByte(raw, 0) >= 0:
		return nil, UTF8, ErrBinary
	case !utf8.Valid(raw):
		return raw, Latin1, nil
	case BOMLen(raw) > 0:
		return raw, UTF8BOM, nil
	}
	return raw, UTF8, nil
}
