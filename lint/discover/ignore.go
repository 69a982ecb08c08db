package discover

import (
	"path"
	"strings"
)

// None of Go's libraries for ignore files would do: held against git over the
// generated cases of the tests, go-git's matcher errs on 4 in 100 paths and
// requires a newer Go and much of go-git, and the small ones err as well and
// have not been kept for years. So the matcher is ours: this file, wildmatch.go
// and class.go. It does not fold case, as git does where core.ignoreCase is set.

// An IgnoreFile is an ignore file that lies outside the tree being walked.
type IgnoreFile struct {
	Path string // as people call it
	Text []byte
	Err  error // why there is no text though there is a file; nil if it was read
	// Prefix is the path of the root as seen from the folder that the patterns
	// are relative to; "" for patterns that are relative to the root.
	Prefix string
}

// A rule is one line of an ignore file.
type rule struct {
	negated  bool
	dirOnly  bool
	baseName bool // no slash in it: it is matched with the last element alone

	text   string // what precedes the first wildcard; with suffix, what follows it
	shape  shape
	tokens []token // with wild, what follows the text
}

// shape is how a rule is matched.
type shape uint8

const (
	exact  shape = iota // by the text alone
	suffix              // `*` and a text: the name ends in it
	wild                // by the text, then tokens; git too takes `**` there to be at the start
	never               // git takes the line for a pattern, and it matches nothing
)

// parseRule reads one line without its line ending. It gives false for a blank
// line or a comment.
func parseRule(line string) (rule, bool) {
	if nul := strings.IndexByte(line, 0); nul >= 0 {
		line = line[:nul]
	}
	line = trimSpaces(line)
	if line == "" || line[0] == '#' {
		return rule{}, false
	}
	var r rule
	line, r.negated = strings.CutPrefix(line, "!")
	line, r.dirOnly = strings.CutSuffix(line, "/")
	r.baseName = !strings.Contains(line, "/")
	line = strings.TrimPrefix(line, "/")

	wildcard := strings.IndexAny(line, `*?[\`)
	switch {
	case line == "":
		r.shape = never
	case wildcard < 0:
		r.text = line
	case r.baseName && line[0] == '*' && !strings.ContainsAny(line[1:], `*?[\`):
		r.text, r.shape = line[1:], suffix
	default:
		if r.baseName {
			wildcard = 0
		}
		r.text, r.shape = line[:wildcard], wild
		tokens, ok := compile(line[wildcard:])
		if r.tokens = tokens; !ok {
			r.shape = never
		}
	}
	return r, true
}

// trimSpaces drops spaces at the end of a line, but not one that a backslash
// quotes.
func trimSpaces(line string) string {
	end := len(line)
	for end > 0 && line[end-1] == ' ' {
		end--
	}
	quotes := len(line[:end]) - len(strings.TrimRight(line[:end], `\`))
	if quotes%2 == 1 && end < len(line) {
		end++
	}
	return line[:end]
}

// match reports whether the rule's pattern matches an entry: its path below the
// folder of the ignore file, and the last element of that.
func (r *rule) match(name, base string, dir bool) bool {
	if r.dirOnly && !dir {
		return false
	}
	if r.baseName {
		name = base
	}
	switch r.shape {
	case exact:
		return name == r.text
	case suffix:
		return strings.HasSuffix(name, r.text)
	case wild:
		rest, ok := strings.CutPrefix(name, r.text)
		return ok && match(r.tokens, rest)
	case never:
	}
	return false
}

// Patterns are the rules of one ignore file, or of a list in its language.
type Patterns struct{ rules []rule }

// ParsePatterns reads the text of an ignore file.
func ParsePatterns(text []byte) *Patterns {
	p := new(Patterns)
	for line := range strings.SplitSeq(strings.TrimPrefix(string(text), "\ufeff"), "\n") {
		if r, ok := parseRule(strings.TrimSuffix(line, "\r")); ok {
			p.rules = append(p.rules, r)
		}
	}
	return p
}

// Match reports whether the patterns match a path or a folder that it is in. The
// path is relative to the folder that the patterns are relative to; dir says
// whether it is itself a folder.
func (p *Patterns) Match(name string, dir bool) bool {
	for i := range len(name) {
		if name[i] == '/' && p.decide(name[:i], path.Base(name[:i]), true) == ignored {
			return true
		}
	}
	return p.decide(name, path.Base(name), dir) == ignored
}

// verdict is what an ignore file says about a path.
type verdict uint8

const (
	silent verdict = iota
	ignored
	included
)

// decide returns what the last rule that matches says.
func (p *Patterns) decide(name, base string, dir bool) verdict {
	for i := len(p.rules) - 1; i >= 0; i-- {
		if r := &p.rules[i]; r.match(name, base, dir) {
			if r.negated {
				return included
			}
			return ignored
		}
	}
	return silent
}

// A scope is an ignore file with those that are weaker. The nil scope ignores
// nothing.
type scope struct {
	weaker   *scope
	patterns *Patterns
	// trim is the number of bytes that a path relative to the root has too many
	// for the patterns; prefix is what it has too few.
	trim   int
	prefix string
}

// with returns a scope in which the patterns of the ignore file of a folder,
// given relative to the root, come first.
func (s *scope) with(folder string, patterns *Patterns) *scope {
	inner := &scope{weaker: s, patterns: patterns}
	if folder != "." {
		inner.trim = len(folder) + 1
	}
	return inner
}

// ignores reports whether git ignores an entry, given that it ignores none of
// the folders that the entry is in.
func (s *scope) ignores(name string, dir bool) bool {
	base := path.Base(name)
	for ; s != nil; s = s.weaker {
		switch s.patterns.decide(s.prefix+name[s.trim:], base, dir) {
		case ignored:
			return true
		case included:
			return false
		case silent:
		}
	}
	return false
}
