package driver

import (
	"bytes"
	"iter"
)

// A wordSet is a set of names to look for in texts.
type wordSet struct {
	names map[string]bool
	least int // the length in bytes of the shortest one, 63 at most
	// lengths holds the lengths of the names by their first byte, as bits; all
	// from 63 bytes on are one.
	lengths [256]uint64
}

// longest is the length in bytes up to which a wordSet tells lengths apart.
const longest = 63

func newWordSet(names map[string]bool) *wordSet {
	s := &wordSet{names: names, least: longest}
	for name := range names {
		if name != "" {
			length := min(len(name), longest)
			s.lengths[name[0]] |= 1 << length
			s.least = min(s.least, length)
		}
	}
	return s
}

// in yields the names that a text holds as whole identifiers, in order. It reads
// the text once, however many names there are.
func (s *wordSet) in(text []byte) iter.Seq[string] {
	return func(yield func(string) bool) {
		for from, end := range longWords(text, s.least) {
			word := text[from:end]
			if s.lengths[word[0]]&(1<<min(len(word), longest)) != 0 && s.names[string(word)] && !yield(string(word)) {
				return
			}
		}
	}
}

// found returns the names that a text holds, each once.
func (s *wordSet) found(text []byte) []string {
	var all []string
	for name := range s.in(text) {
		all = appendNew(all, name)
	}
	return all
}

// any reports whether a text holds one of the names.
func (s *wordSet) any(text []byte) bool {
	for range s.in(text) {
		return true
	}
	return false
}

// variables returns the identifiers in text that are written like environment
// variables and may hold a region or a resource: capitals with an underscore, or
// REGION. FARGATE is among them: it is what a task definition names the platform
// by.
func variables(text []byte) []string {
	var found []string
	// Each has one of these in it, which most texts have few of.
	signs := [...]string{"_", "REGION", "FARGATE"}
	next := [len(signs)]int{-1, -1, -1}
	for at := 0; ; {
		start := len(text)
		for i, sign := range signs {
			if next[i] < at {
				next[i] = len(text)
				if n := bytes.Index(text[at:], []byte(sign)); n >= 0 {
					next[i] = at + n
				}
			}
			start = min(start, next[i])
		}
		if start == len(text) {
			return found
		}
		end := start
		for start > at && isCapital(text[start-1]) {
			start--
		}
		for end < len(text) && isCapital(text[end]) {
			end++
		}
		if word := text[start:end]; isVariable(word) && isApart(text, start, end) {
			found = append(found, string(word))
		}
		at = end
	}
}

func isCapital(b byte) bool { return b == '_' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' }

// isVariable reports whether capitals, digits and underscores are a name that
// variables returns.
func isVariable(word []byte) bool {
	if word[0] < 'A' || word[0] > 'Z' {
		return false
	}
	return bytes.IndexByte(word, '_') > 0 || string(word) == "REGION" || string(word) == "FARGATE"
}

// isApart reports whether text[start:end] is a whole identifier, or one behind a $.
func isApart(text []byte, start, end int) bool {
	return (start == 0 || !isIdent(text[start-1]) || text[start-1] == '$') && (end == len(text) || !isIdent(text[end]))
}

// isIdent reports whether b can be part of an identifier. Bytes beyond ASCII
// count, so that a name never ends within a letter.
func isIdent(b byte) bool { return identBytes[b] }

var identBytes = func() (set [256]bool) {
	for b := range set {
		c := byte(b)
		set[b] = c >= 0x80 || c == '_' || c == '$' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
	}
	return set
}()
