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
	for at := 0; at < len(text); {
		if text[at] < 'A' || text[at] > 'Z' || at > 0 && isIdent(text[at-1]) && text[at-1] != '$' {
			at++
			continue
		}
		end := at + 1
		for end < len(text) && (text[end] == '_' || 'A' <= text[end] && text[end] <= 'Z' || '0' <= text[end] && text[end] <= '9') {
			end++
		}
		word := text[at:end]
		if (end == len(text) || !isIdent(text[end])) && (bytes.IndexByte(word, '_') > 0 || string(word) == "REGION" || string(word) == "FARGATE") {
			found = append(found, string(word))
		}
		at = end
	}
	return found
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
