package aws

import (
	"bytes"
	"iter"
	"slices"
	"strings"
)

// A Match is a known region's name inside a longer string. Start and End are
// byte offsets, half-open.
type Match struct {
	Start, End int
	Region     string
	// Inside says that the name is a word of a longer name, joined to it by '-'
	// or '_', as in backup-us-west-2-archive or us-east-1_AbCdEfGhI.
	Inside bool
}

// FindRegions returns every known region's name in s that stands on word
// boundaries (no letter or digit beside it, so not us-east-1a), in order. more
// are regions newer than the data.
//
// It looks for dashes rather than matching a pattern: an alternation of all
// regions runs a thousand times slower in package regexp.
func FindRegions(s string, more ...string) []Match {
	var matches []Match
	for start, end := range regionWords(s) {
		if end < len(s) && isAlnum(s[end]) || !IsRegion(s[start:end]) && !slices.Contains(more, s[start:end]) {
			continue
		}
		matches = append(matches, Match{
			Start: start, End: end, Region: s[start:end],
			Inside: start > 0 && isJoin(s[start-1]) || end < len(s) && isJoin(s[end]),
		})
	}
	return matches
}

func isJoin(c byte) bool { return c == '-' || c == '_' }

// regionWords yields the bounds of every word of a region's shape: two to four
// letters that no letter or digit precedes, one to three words of letters, a
// number, each joined by a dash. What follows the number is not looked at. Words
// may overlap (app-us-east-1 and us-east-1), as only the table of regions can tell
// which one it is; the names of regions do not.
func regionWords(s string) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		for dash := -1; ; {
			i := strings.IndexByte(s[dash+1:], '-')
			if i < 0 {
				return
			}
			dash += 1 + i
			start := dash
			for start > 0 && isLower(s[start-1]) {
				start--
			}
			if n := dash - start; n < 2 || n > 4 || start > 0 && isAlnum(s[start-1]) {
				continue
			}
			if end, ok := regionTail(s, dash); ok && !yield(start, end) {
				return
			}
		}
	}
}

// regionPrefix returns the length of the word of a region's shape that s starts
// with, 0 when there is none.
func regionPrefix(s string) int {
	dash := strings.IndexByte(s, '-')
	if dash < 2 || dash > 4 || !all(s[:dash], isLower) {
		return 0
	}
	end, ok := regionTail(s, dash)
	if !ok {
		return 0
	}
	return end
}

// regionTail returns the end of the words and the number of a region's shape,
// which start with the dash at i.
func regionTail(s string, i int) (end int, ok bool) {
	for words := 0; words < 4 && i < len(s) && s[i] == '-'; words++ {
		i++
		word := i
		for i < len(s) && isLower(s[i]) {
			i++
		}
		if i > word {
			continue
		}
		for i < len(s) && isDigit(s[i]) {
			i++
		}
		return i, words > 0 && i > word
	}
	return 0, false
}

// HasRegionShape reports whether b contains anything of a region's shape, known
// or not: two letters, one or two words, a number (xx-word-1), with a zone's
// letter or without. It never misses a match of FindRegions. Beyond that it is
// narrow on purpose: class names such as bg-gray-500 or grid-cols-2 do not pass. It
// does not allocate.
func HasRegionShape(b []byte) bool { return hasShape(b, false) }

// MaySpellRegion is HasRegionShape for whole files, which it decides on: either
// the letters are those of regions that exist, or a word says where in its country
// a region is (xx-central-1). Class names such as bg-layer-1 do not pass.
func MaySpellRegion(b []byte) bool { return hasShape(b, true) }

func hasShape(b []byte, placed bool) bool {
	for from := 0; ; {
		i := bytes.IndexByte(b[from:], '-')
		if i < 0 {
			return false
		}
		dash := from + i
		if shapeAt(b, dash, placed) {
			return true
		}
		from = dash + 1
	}
}

// shapeAt reports whether the dash is the first one of a region's shape, and if
// placed is set, of one that names a place.
func shapeAt(b []byte, dash int, placed bool) bool {
	if dash < 2 || !isLower(b[dash-1]) || !isLower(b[dash-2]) || dash > 2 && isAlnum(b[dash-3]) {
		return false
	}
	geo := isRegionGeo(b[dash-2], b[dash-1])
	named := geo || !placed
	at := dash
	for words := range 3 {
		word := at + 1
		at = word
		for at < len(b) && isLower(b[at]) {
			at++
		}
		if at == word {
			return words > 0 && named && isShapeNumber(b[word:], geo)
		}
		// Words of a region have three letters or more (gov, east).
		if at-word < 3 || at == len(b) || b[at] != '-' {
			return false
		}
		named = named || isBearing(b[word:at])
	}
	return named && isShapeNumber(b[at+1:], geo)
}

// isBearing reports whether a word says where in a country a region is.
func isBearing(word []byte) bool {
	switch string(word) {
	case "north", "south", "east", "west", "central", "northeast", "northwest", "southeast", "southwest":
		return true
	}
	return false
}

// isShapeNumber reports whether b starts with a region's number: one digit, or
// two behind a prefix that AWS uses, and at most one letter, a zone's.
func isShapeNumber(b []byte, two bool) bool {
	if len(b) == 0 || !isDigit(b[0]) {
		return false
	}
	b = b[1:]
	if two && len(b) > 0 && isDigit(b[0]) {
		b = b[1:]
	}
	if len(b) > 0 && isLower(b[0]) {
		b = b[1:]
	}
	return len(b) == 0 || !isAlnum(b[0])
}

// isRegionGeo reports whether regions of that prefix exist. The last case is the
// second word of eusc-de-east-1.
func isRegionGeo(a, b byte) bool {
	switch string([]byte{a, b}) {
	case "us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx", "cn", "de":
		return true
	}
	return false
}
