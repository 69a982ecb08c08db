package discover

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Own are the modules of a root that are called like something of AWS's, or lead to
// one that is: their names, and those of two, one in the other, as in
// "app.aws_clients". What is imported from them says nothing of AWS by itself.
type Own map[string]bool

// NewOwn returns the modules among files of code.
func NewOwn(candidates []Candidate) Own {
	own := make(Own)
	for _, c := range candidates {
		if namesAWS(c.Path) {
			own.add(c.Path)
		}
	}
	return own
}

// namesAWS reports whether a path or a word holds one of the words that modules are
// told by.
func namesAWS(path string) bool {
	return strings.Contains(path, "aws") || strings.Contains(path, "bedrock") || strings.Contains(path, "amazon") || strings.Contains(path, "boto")
}

// add adds the modules that a path leads through, to the one behind the last that is
// called so.
func (o Own) add(path string) {
	parts := strings.Split(path, "/")
	last := len(parts) - 1
	parts[last], _, _ = strings.Cut(parts[last], ".")
	for last >= 0 && !namesAWS(parts[last]) {
		last--
	}
	for i, part := range parts[:min(last+2, len(parts))] {
		if !isName(part) {
			continue // which no import names
		}
		if namesAWS(part) {
			o[part] = true
		}
		if i > 0 && isName(parts[i-1]) {
			o[parts[i-1]+"."+part] = true
		}
	}
}

// Names returns the modules, sorted.
func (o Own) Names() []string {
	return slices.Sorted(maps.Keys(o))
}

// holds reports whether the word at an offset belongs to the path of a module of the
// root: ./aws, @/lib/aws, .aws_clients, app.aws_clients.
func (o Own) holds(text []byte, at int) bool {
	start, end := stretch(text, at, maxModule, isPath)
	path, quoted := text[start:end], start > 0 && isQuote(text[start-1])
	if quoted {
		return hasAnyPrefix(path, "./", "../", "@/", "~/")
	}
	if !isImported(text[:start]) {
		return false
	}
	if path[0] == '.' {
		return true
	}
	first, rest, ok := bytes.Cut(path, []byte("."))
	if !ok {
		return o[string(first)]
	}
	second, _, _ := bytes.Cut(rest, []byte("."))
	return o[string(first)+"."+string(second)]
}

func hasAnyPrefix(text []byte, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return bytes.HasPrefix(text, []byte(p)) })
}

func isName(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf || !isWord(byte(r)) })
}

func isPath(b byte) bool { return isWord(b) || isOneOf(b, "./-@~") }
