package dialect

import (
	"strings"
	"unicode"
)

// pythonDotenv reads a text as python-dotenv does. Only ${X} and ${X:-default}
// are filled in, single quotes or not. A line that it cannot read is left out.
func pythonDotenv(text string, known map[string]string) ([]pair, bool) {
	text = strings.TrimPrefix(text, mark)
	env := environmentOf(known)
	var pairs []pair
	for {
		text = strings.TrimLeftFunc(text, unicode.IsSpace)
		if text == "" {
			return pairs, true
		}
		p, rest, ok := pythonBinding(text)
		switch {
		case !ok:
			rest = afterLine(text)
		case p.name != "":
			if p.value = pythonFill(p.value, env); p.unset {
				delete(env, p.name)
			} else {
				env[p.name] = p.value
			}
			pairs = append(pairs, p)
		}
		text = rest
	}
}

// afterLine returns the text behind its first line.
func afterLine(text string) string {
	end := strings.IndexAny(text, "\r\n")
	if end < 0 {
		return ""
	}
	return text[end+1:]
}

func pythonBlank(r rune) bool { return unicode.IsSpace(r) && r != '\n' && r != '\r' }

// pythonBinding reads one line, or several for a quoted value. The name is ""
// for a comment.
func pythonBinding(text string) (p pair, rest string, ok bool) {
	if after, found := strings.CutPrefix(text, "export"); found && after != strings.TrimLeftFunc(after, pythonBlank) {
		text = strings.TrimLeftFunc(after, pythonBlank)
	}
	if text == "" || text[0] != '#' {
		if p.name, text, ok = pythonName(text); !ok {
			return pair{}, "", false
		}
	}
	text = strings.TrimLeftFunc(text, pythonBlank)
	after, found := strings.CutPrefix(text, "=")
	if p.unset = !found; found {
		text = strings.TrimLeftFunc(after, pythonBlank)
		if p.value, text, ok = pythonValue(text, len(text) < len(after)); !ok {
			return pair{}, "", false
		}
	}
	text = strings.TrimLeftFunc(text, pythonBlank)
	if strings.HasPrefix(text, "#") {
		end := strings.IndexAny(text, "\r\n")
		if end < 0 {
			end = len(text)
		}
		text = text[end:]
	}
	return p, text, text == "" || text[0] == '\r' || text[0] == '\n'
}

func pythonName(text string) (name, rest string, ok bool) {
	if quoted, found := strings.CutPrefix(text, "'"); found {
		name, rest, ok = strings.Cut(quoted, "'")
		return name, rest, ok && name != ""
	}
	end := strings.IndexFunc(text, func(r rune) bool { return r == '=' || r == '#' || unicode.IsSpace(r) })
	if end < 0 {
		end = len(text)
	}
	return text[:end], text[end:], end > 0
}

// pythonValue reads a value. spaced says that blanks stand before it, so that a
// # begins a comment.
func pythonValue(text string, spaced bool) (value, rest string, ok bool) {
	if text == "" || spaced && text[0] == '#' {
		return "", text, true
	}
	if text[0] == '\'' || text[0] == '"' {
		return pythonQuoted(text)
	}
	end := strings.IndexAny(text, "\r\n")
	if end < 0 {
		end = len(text)
	}
	value, rest = text[:end], text[end:]
	for i, r := range value {
		if r == '#' && i > 0 && strings.TrimRightFunc(value[:i], unicode.IsSpace) != value[:i] {
			value = value[:i]
			break
		}
	}
	return strings.TrimRightFunc(value, unicode.IsSpace), rest, true
}

// pythonQuoted reads a quoted value, in which a backslash hides what follows it.
func pythonQuoted(text string) (value, rest string, ok bool) {
	quote := text[0]
	known := map[byte]byte{'\\': '\\', '\'': '\''}
	if quote == '"' {
		known = map[byte]byte{
			'\\': '\\', '\'': '\'', '"': '"', 'a': '\a', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v',
		}
	}
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == quote:
			return b.String(), text[i+1:], true
		case text[i] == '\\' && i+1 < len(text):
			i++
			if plain, found := known[text[i]]; found {
				b.WriteByte(plain)
			} else {
				b.WriteString(text[i-1 : i+1])
			}
		default:
			b.WriteByte(text[i])
		}
	}
	return "", "", false
}

// pythonFill fills in ${X} and ${X:-default}; the default counts only where X is
// not set at all.
func pythonFill(value string, env map[string]string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(value, "${")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		inner, rest, closed := strings.Cut(after, "}")
		name, other, has := strings.Cut(inner, ":")
		if !closed || has && !strings.HasPrefix(other, "-") {
			b.WriteString("${")
			value = after
			continue
		}
		filler, set := env[name]
		if !set && has {
			filler = other[1:]
		}
		b.WriteString(filler)
		value = rest
	}
}

// decouple reads a text as python-decouple does: line by line, a name up to the
// first `=`, a value with the quotes at its ends taken off. It knows no comment
// behind a value and no `export`.
func decouple(text string) []pair {
	var pairs []pair
	for _, line := range lines(text) {
		line = strings.TrimSpace(line)
		name, value, ok := strings.Cut(line, "=")
		if !ok || line[0] == '#' {
			continue
		}
		value = strings.TrimSpace(value)
		if n := len(value); n > 1 && value[0] == value[n-1] && (value[0] == '\'' || value[0] == '"') {
			value = value[1 : n-1]
		}
		pairs = append(pairs, pair{name: strings.TrimSpace(name), value: value})
	}
	return pairs
}

// djangoEnviron reads a text as django-environ does: a line is a name, `=` and a
// value without a blank between them, blanks and comments behind the value are
// part of it.
func djangoEnviron(text string) []pair {
	var pairs []pair
	for _, line := range lines(text) {
		name, value, ok := strings.Cut(strings.TrimPrefix(line, "export "), "=")
		if !ok || name == "" || wordLen(name) < len(name) {
			continue
		}
		if n := len(value); n > 1 && value[0] == '\'' && value[n-1] == '\'' {
			value = value[1 : n-1]
		}
		if n := len(value); n > 1 && value[0] == '"' && value[n-1] == '"' {
			value = djangoUnescape(value[1 : n-1])
		}
		pairs = append(pairs, pair{name: name, value: value})
	}
	return pairs
}

// djangoUnescape takes away the backslashes that stand for no \r, \n or \t.
func djangoUnescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			if i++; strings.IndexByte("rnt", s[i]) >= 0 {
				b.WriteByte('\\')
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
