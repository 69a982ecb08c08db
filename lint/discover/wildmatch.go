package discover

import "strings"

// tokenKind says what one element of a pattern takes.
type tokenKind uint8

const (
	literal  tokenKind = iota // the byte
	anyByte                   // one byte that is no slash
	class                     // one byte of a set, never a slash
	star                      // any number of bytes that are no slashes
	globstar                  // any number of bytes
	folders                   // nothing, or any number of bytes up to and with a slash
)

type token struct {
	kind tokenKind
	char byte
	set  *byteSet
}

// takes reports whether a token of one byte takes b.
func (t token) takes(b byte) bool {
	switch t.kind {
	case literal:
		return b == t.char
	case anyByte:
		return b != '/'
	case class:
		return b != '/' && t.set.has(b)
	case star, globstar, folders:
	}
	return false
}

// compile reads a pattern in git's wildcard language. It is bytewise, as git
// is: `?` takes one byte of a longer character. A pattern that git never
// matches, such as one with an open bracket, gives false.
func compile(pattern string) ([]token, bool) {
	var tokens []token
	for i := 0; i < len(pattern); {
		switch pattern[i] {
		case '\\':
			if i+1 == len(pattern) {
				return nil, false
			}
			tokens = append(tokens, token{kind: literal, char: pattern[i+1]})
			i += 2
		case '?':
			tokens = append(tokens, token{kind: anyByte})
			i++
		case '*':
			t, n := compileStars(pattern, i)
			tokens = append(tokens, t)
			i += n
		case '[':
			set, n, ok := compileClass(pattern[i:])
			if !ok {
				return nil, false
			}
			tokens = append(tokens, token{kind: class, set: set})
			i += n
		default:
			tokens = append(tokens, token{kind: literal, char: pattern[i]})
			i++
		}
	}
	return tokens, true
}

// compileStars reads the run of stars at pattern[at], and returns its token and
// its length. Two or more mean folders only where they stand alone between
// slashes or at an end; elsewhere they are one star.
func compileStars(pattern string, at int) (token, int) {
	run := len(pattern[at:]) - len(strings.TrimLeft(pattern[at:], "*"))
	rest := pattern[at+run:]
	alone := (at == 0 || pattern[at-1] == '/') &&
		(rest == "" || rest[0] == '/' || strings.HasPrefix(rest, `\/`))
	switch {
	case run == 1 || !alone:
		return token{kind: star}, run
	case strings.HasPrefix(rest, "/"):
		return token{kind: folders}, run + 1
	}
	return token{kind: globstar}, run
}

// A retry is where matching goes on when a byte did not fit: the token after a
// wildcard, and the byte before which the wildcard ended last.
type retry struct{ token, at int }

// match reports whether the tokens take the whole of name. Only the last
// wildcard of each kind is ever tried again: what lies between two of them is
// best matched as far left as it can be, so the time is at most the product
// of the lengths.
func match(tokens []token, name string) bool {
	near, far := retry{-1, 0}, retry{-1, 0}
	t, at := 0, 0
	for {
		if t < len(tokens) {
			switch kind := tokens[t].kind; {
			case kind == star:
				t++
				near = retry{t, at}
				continue
			case kind == globstar || kind == folders:
				t++
				far, near = retry{t, at}, retry{-1, 0}
				continue
			case at < len(name) && tokens[t].takes(name[at]):
				t++
				at++
				continue
			}
		} else if at == len(name) {
			return true
		}
		switch {
		case near.token >= 0 && near.at < len(name) && name[near.at] != '/':
			near.at++
			t, at = near.token, near.at
		case far.token >= 0 && advance(&far, tokens[far.token-1].kind, name):
			near.token = -1
			t, at = far.token, far.at
		default:
			return false
		}
	}
}

// advance moves r to the next place where a globstar or folders may end.
func advance(r *retry, kind tokenKind, name string) bool {
	if r.at >= len(name) {
		return false
	}
	if kind == globstar {
		r.at++
		return true
	}
	slash := strings.IndexByte(name[r.at:], '/')
	r.at += slash + 1
	return slash >= 0
}
