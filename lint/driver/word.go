package driver

import (
	"bytes"
	"slices"
)

// words returns which of the names text holds as whole identifiers, each once.
// It reads the text once, however many names there are.
func words(text []byte, names map[string]bool) []string {
	var lengths [256]uint64 // of the names, by their first byte, as bits; all of 63 bytes and more as one
	for name := range names {
		if name != "" {
			lengths[name[0]] |= 1 << min(len(name), 63)
		}
	}
	var found []string
	for at := 0; at < len(text); {
		if !identBytes[text[at]] {
			at++
			continue
		}
		end := at + 1
		for end < len(text) && identBytes[text[end]] {
			end++
		}
		if word := text[at:end]; lengths[word[0]]&(1<<min(len(word), 63)) != 0 && names[string(word)] && !slices.Contains(found, string(word)) {
			found = append(found, string(word))
		}
		at = end
	}
	return found
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
