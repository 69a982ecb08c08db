package discover

import (
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint/linttest/spent"
)

// FuzzPatterns compares what an ignore file says of a path with a slow reading of
// git's rules that tries everything.
func FuzzPatterns(f *testing.F) {
	for _, text := range []string{
		"*.py\n!a.py\n/b/\nc/**/d\n**/e\nf/**\n", "[a-c]?\\*\n[!x]*\n[]-]\n[[:alpha:]]\n", "# c\n\\#d\n\\!e\nf\\ \n g \n", "a**b\n***/c\n**\n/\n//\n!\n",
	} {
		f.Add(text, "a/b/c.py", false)
		f.Add(text, "e", true)
	}
	for _, unit := range []string{"*", "**/", "[a-z]", "a\n", "!/a/**\n", "[[:alpha:]", "\\"} {
		f.Add(strings.Repeat(unit, 20_000), strings.Repeat("a/", 500), false)
	}
	f.Fuzz(func(t *testing.T, text, name string, dir bool) {
		spent.Within(t, len(text)+len(name), 1<<16, 512, func() {
			patterns := ParsePatterns([]byte(text))
			patterns.Match(name, dir)
		})
		patterns := ParsePatterns([]byte(text))
		if len(text) > 64 || len(name) > 24 {
			return // it would try for long
		}
		for i := range patterns.rules {
			r := &patterns.rules[i]
			if r.shape != wild {
				continue
			}
			if fast, slow := match(r.tokens, name), tries(r.tokens, name); fast != slow {
				t.Errorf("%q and %q: %t instead of %t", text, name, fast, slow)
			}
		}
	})
}

// tries is match, without any thought of time.
func tries(tokens []token, name string) bool {
	if len(tokens) == 0 {
		return name == ""
	}
	first, rest := tokens[0], tokens[1:]
	switch first.kind {
	case literal, anyByte, class:
		return name != "" && first.takes(name[0]) && tries(rest, name[1:])
	case star, globstar, folders:
	}
	for n := 0; n <= len(name); n++ {
		whole := first.kind != folders || n == 0 || name[n-1] == '/'
		if whole && tries(rest, name[n:]) {
			return true
		}
		if n < len(name) && first.kind == star && name[n] == '/' {
			return false
		}
	}
	return false
}
