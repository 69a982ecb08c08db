package dialect

import (
	"strings"
	"unicode"
)

// docker reads a text as docker run --env-file does: everything behind the first
// `=` of a line is the value. It refuses a file with a blank in a name.
func docker(text string, _ map[string]string) ([]pair, bool) {
	var pairs []pair
	for line := range strings.SplitSeq(strings.TrimPrefix(text, mark), "\n") {
		line = strings.TrimLeftFunc(strings.TrimSuffix(line, "\r"), unicode.IsSpace)
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		if name == "" || strings.ContainsAny(name, " \t") {
			return nil, false
		}
		if ok {
			pairs = append(pairs, pair{name: name, value: value})
		}
	}
	return pairs, true
}

// compose reads a text as docker compose does. A name may be followed by a
// colon; what stands behind a quoted value on its line begins another statement.
func compose(text string, known map[string]string) ([]pair, bool) {
	text = strings.TrimPrefix(text, mark)
	env := environmentOf(known)
	var pairs []pair
	for {
		text = strings.TrimLeftFunc(text, unicode.IsSpace)
		if text == "" {
			return pairs, true
		}
		if text[0] == '#' {
			_, text, _ = strings.Cut(text, "\n")
			continue
		}
		name, rest, bare, ok := composeName(text)
		if !ok {
			return nil, false
		}
		if text = rest; bare {
			continue
		}
		value, rest, ok := composeValue(text, env)
		if !ok {
			return nil, false
		}
		env[name] = value
		pairs = append(pairs, pair{name: name, value: value})
		text = rest
	}
}

func composeBlank(r rune) bool { return unicode.IsSpace(r) && r != '\n' }

// composeName reads a name and what separates it from its value; bare says that
// there is neither separator nor value.
func composeName(text string) (name, rest string, bare, ok bool) {
	if after, found := strings.CutPrefix(text, "export"); found && after != strings.TrimLeftFunc(after, unicode.IsSpace) {
		text = strings.TrimLeftFunc(after, composeBlank)
	}
	for i, r := range text {
		switch {
		case r == '=' || r == ':' || r == '\n':
			name = text[:i]
			rest = strings.TrimLeftFunc(text[i+1:], composeBlank)
			return strings.TrimRightFunc(name, unicode.IsSpace), rest, r == '\n', !strings.Contains(strings.TrimSpace(name), " ")
		case composeBlank(r) || unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune("_.-[]", r):
		default:
			return "", "", false, false
		}
	}
	return "", "", true, text != ""
}

func composeValue(text string, env map[string]string) (value, rest string, ok bool) {
	if text == "" || text[0] != '\'' && text[0] != '"' {
		value, rest, _ = strings.Cut(text, "\n")
		value, _, _ = strings.Cut(value, " #")
		value, ok = composeFill(strings.TrimRightFunc(value, unicode.IsSpace), env, 0)
		return value, rest, ok
	}
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == text[0]:
			if value = b.String(); text[0] == '"' {
				value, ok = composeFill(composeUnescape(value), env, 0)
				return value, text[i+1:], ok
			}
			return value, text[i+1:], true
		case text[i] == '\\' && i+1 < len(text):
			if i++; text[i] != text[0] {
				b.WriteByte('\\')
			}
		}
		b.WriteByte(text[i])
	}
	return "", "", false
}

// composeUnescape replaces the escape sequences of a text in double quotes. A
// dollar sign that a backslash hides is doubled, which hides it as well.
func composeUnescape(s string) string {
	plain := map[byte]string{
		'a': "\a", 'b': "\b", 'f': "\f", 'n': "\n", 'r': "\r", 't': "\t", 'v': "\v", '"': `"`, '\\': `\`, '$': "$$",
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && plain[s[i+1]] != "" {
			i++
			b.WriteString(plain[s[i]])
		} else {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// composeFill fills in $X, ${X} and ${X:-default} with their kin, as in the
// compose file itself. It refuses a reference that does not end.
func composeFill(s string, env map[string]string, depth int) (string, bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '$' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		rest := s[i+1:]
		switch n := wordLen(rest); {
		case rest[0] == '$':
			b.WriteByte('$')
			i++
		case rest[0] == '{' && depth < maxSteps:
			end := closing(rest)
			if end < 0 {
				return "", false
			}
			filled, ok := composeOperate(rest[1:end], env, depth)
			if !ok {
				return "", false
			}
			b.WriteString(filled)
			i += end + 1
		case n > 0 && (rest[0] < '0' || rest[0] > '9'):
			b.WriteString(env[rest[:n]])
			i += n
		default:
			b.WriteByte('$')
		}
	}
	return b.String(), true
}

// closing returns the index of the brace that closes the one that s begins with,
// or -1.
func closing(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// composeOperate gives what stands between braces.
func composeOperate(expression string, env map[string]string, depth int) (string, bool) {
	n := wordLen(expression)
	if n == 0 {
		return "", false
	}
	name, operation := expression[:n], expression[n:]
	value, set := env[name]
	if operation == "" {
		return value, true
	}
	if after, colon := strings.CutPrefix(operation, ":"); colon {
		operation, set = after, value != ""
	}
	if operation == "" {
		return "", false
	}
	other, ok := composeFill(operation[1:], env, depth+1)
	switch operation[0] {
	case '-':
		if set {
			return value, true
		}
		return other, ok
	case '+':
		if set {
			return other, ok
		}
		return "", true
	case '?':
		return value, set
	}
	return "", false
}

// bash reads a text as a shell that sources it, as far as assignments go. A line
// that is a command sets nothing, and with it an assignment in front of one. What
// stands behind a quote that does not end, or behind what makes the shell do more
// than put texts together, is not read.
func bash(text string, known map[string]string) ([]pair, bool) {
	env := environmentOf(known)
	var pairs []pair
	for text != "" {
		text = strings.TrimLeft(text, " \t\n")
		after, export := strings.CutPrefix(text, "export ")
		if export {
			text = strings.TrimLeft(after, " \t")
		}
		n := wordLen(text)
		if n == 0 || text[0] >= '0' && text[0] <= '9' || n == len(text) || text[n] != '=' {
			_, text, _ = strings.Cut(text, "\n")
			continue
		}
		name := text[:n]
		w := bashWord{env: env}
		rest, ok := w.read(text[n+1:])
		if !ok {
			return pairs, true
		}
		if !export && w.command(rest) {
			_, text, _ = strings.Cut(rest, "\n")
			continue
		}
		env[name] = w.text.String()
		pairs = append(pairs, pair{name: name, value: env[name]})
		_, text, _ = strings.Cut(rest, "\n") // a comment, or another command
	}
	return pairs, true
}

// command reports whether a command follows an assignment: a word that is
// neither another assignment nor nothing but empty references.
func (w *bashWord) command(rest string) bool {
	for {
		rest = strings.TrimLeft(rest, " \t")
		if rest == "" || rest[0] == '\n' || rest[0] == '#' || rest[0] == ';' {
			return false
		}
		next := bashWord{env: w.env}
		after, ok := next.read(rest)
		n := wordLen(rest)
		assigns := n > 0 && strings.HasPrefix(rest[n:], "=")
		if !ok || !assigns && (next.text.Len() > 0 || rest[0] != '$') {
			return true
		}
		rest = after
	}
}

// A bashWord is one word of the shell while it is read.
type bashWord struct {
	env  map[string]string
	text strings.Builder
}

// read reads a word and returns what follows it. It returns false where a quote
// does not end or the shell would do more than put text together.
func (w *bashWord) read(s string) (rest string, ok bool) {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ' ', '\t', '\n', ';':
			return s[i:], true
		case '\'':
			inner, _, closed := strings.Cut(s[i+1:], "'")
			if !closed {
				return "", false
			}
			w.text.WriteString(inner)
			i += len(inner) + 1
		case '"':
			n, ok := w.quoted(s[i+1:])
			if !ok {
				return "", false
			}
			i += n
		case '\\':
			if i++; i < len(s) && s[i] != '\n' {
				w.text.WriteByte(s[i])
			}
		case '`', '&', '|', '<', '>', '(', ')':
			return "", false
		case '$':
			n, ok := w.fill(s[i:])
			if !ok {
				return "", false
			}
			i += n - 1
		default:
			w.text.WriteByte(s[i])
		}
	}
	return "", true
}

// quoted reads the inside of double quotes and returns its length with the
// closing quote.
func (w *bashWord) quoted(s string) (n int, ok bool) {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			return i + 1, true
		case '`':
			return 0, false
		case '\\':
			if i++; i < len(s) {
				if strings.IndexByte("$`\"\\\n", s[i]) < 0 {
					w.text.WriteByte('\\')
				}
				if s[i] != '\n' {
					w.text.WriteByte(s[i])
				}
			}
		case '$':
			n, ok := w.fill(s[i:])
			if !ok {
				return 0, false
			}
			i += n - 1
		default:
			w.text.WriteByte(s[i])
		}
	}
	return 0, false
}

// fill reads the reference that s begins with and returns its length.
func (w *bashWord) fill(s string) (n int, ok bool) {
	if strings.HasPrefix(s, "$(") {
		return 0, false
	}
	if strings.HasPrefix(s, "${") {
		end := closing(s[1:])
		if end < 0 {
			return 0, false
		}
		filled, ok := composeOperate(s[2:1+end], w.env, 0)
		w.text.WriteString(filled)
		return end + 2, ok
	}
	n = wordLen(s[1:])
	if n == 0 {
		w.text.WriteByte('$')
		return 1, true
	}
	w.text.WriteString(w.env[s[1:1+n]])
	return 1 + n, true
}
