package discover

import "strings"

// A byteSet is a set of bytes.
type byteSet [4]uint64

func (s *byteSet) has(b byte) bool { return s[b>>6]&(1<<(b&63)) != 0 }

func (s *byteSet) add(b byte) { s[b>>6] |= 1 << (b & 63) }

func (s *byteSet) addRange(from, to byte) {
	for b := int(from); b <= int(to); b++ {
		s.add(byte(b))
	}
}

func (s *byteSet) invert() {
	for i := range s {
		s[i] = ^s[i]
	}
}

// namedClass returns the ranges of a class such as [:alpha:], as pairs of first
// and last byte, in the C locale.
func namedClass(name string) (ranges string, ok bool) {
	switch name {
	case "alnum":
		return "09AZaz", true
	case "alpha":
		return "AZaz", true
	case "blank":
		return "  \t\t", true
	case "cntrl":
		return "\x00\x1f\x7f\x7f", true
	case "digit":
		return "09", true
	case "graph":
		return "!~", true
	case "lower":
		return "az", true
	case "print":
		return " ~", true
	case "punct":
		return "!/:@[`{~", true
	case "space":
		return "\t\r  ", true
	case "upper":
		return "AZ", true
	case "xdigit":
		return "09AFaf", true
	}
	return "", false
}

// compileClass reads the bracket expression that pattern begins with, and
// returns its set and its length. A closing bracket that comes first is a
// member. It gives false where git never matches: the expression is not closed,
// or names a class that there is none of.
func compileClass(pattern string) (set *byteSet, length int, ok bool) {
	set = new(byteSet)
	i := 1
	negated := i < len(pattern) && (pattern[i] == '!' || pattern[i] == '^')
	if negated {
		i++
	}
	first, prev := true, byte(0) // prev can begin a range; 0 if nothing can
	for ; i < len(pattern) && (first || pattern[i] != ']'); first = false {
		rest := pattern[i:]
		switch {
		case rest[0] == '-' && prev != 0 && len(rest) > 1 && rest[1] != ']':
			last, n := classChar(rest[1:])
			if n == 0 {
				return nil, 0, false
			}
			set.addRange(prev, last)
			prev = 0
			i += 1 + n
		case strings.HasPrefix(rest, "[:"):
			n, named, ok := set.addNamed(rest)
			if !ok {
				return nil, 0, false
			}
			prev = '['
			if named {
				prev = 0
			}
			i += n
		default:
			c, n := classChar(rest)
			if n == 0 {
				return nil, 0, false
			}
			set.add(c)
			prev = c
			i += n
		}
	}
	if i >= len(pattern) {
		return nil, 0, false
	}
	if negated {
		set.invert()
	}
	return set, i + 1, true
}

// classChar reads one member of a bracket expression, which a backslash may
// quote, and returns its length: 0 for a backslash at the end.
func classChar(s string) (c byte, length int) {
	if s[0] != '\\' {
		return s[0], 1
	}
	if len(s) == 1 {
		return 0, 0
	}
	return s[1], 2
}

// addNamed adds the class that s begins with, and returns its length. If what
// follows "[:" is not closed by ":]", the bracket alone is a member.
func (s *byteSet) addNamed(rest string) (length int, named, ok bool) {
	end := strings.IndexByte(rest[2:], ']')
	if end < 0 {
		return 0, false, false
	}
	name, closed := strings.CutSuffix(rest[2:2+end], ":")
	if !closed {
		s.add('[')
		return 1, false, true
	}
	ranges, ok := namedClass(name)
	for ; len(ranges) >= 2; ranges = ranges[2:] {
		s.addRange(ranges[0], ranges[1])
	}
	return end + 3, true, ok
}
