package dialect

import (
	"maps"
	"strings"
)

// maxSteps bounds how often one value is filled in: a reference may lead to a
// text that refers to itself.
const maxSteps = 64

// environmentOf returns a copy of what is known, to which pairs are added.
func environmentOf(known map[string]string) map[string]string {
	env := make(map[string]string, len(known)+1)
	maps.Copy(env, known)
	return env
}

// expandAll fills in references as dotenv-expand does from version 11 on: what
// was set before counts, single quotes or not.
func expandAll(pairs []pair, known map[string]string) {
	expandIn(pairs, environmentOf(known))
}

// viteExpandAll does the same with what is set below as well.
func viteExpandAll(pairs []pair, known map[string]string) {
	env := environmentOf(known)
	for _, p := range pairs {
		env[p.name] = p.value
	}
	expandIn(pairs, env)
}

func expandIn(pairs []pair, env map[string]string) {
	for i := range pairs {
		value := pairs[i].value
		for range maxSteps {
			next, ok := expandFirst(value, env)
			if !ok {
				break
			}
			value = next
		}
		pairs[i].value = strings.ReplaceAll(value, `\$`, "$")
		env[pairs[i].name] = pairs[i].value
	}
}

// expandFirst fills in the first reference of a value: the innermost of braces
// within braces.
func expandFirst(value string, env map[string]string) (string, bool) {
	for i := range len(value) {
		if value[i] != '$' || i > 0 && value[i-1] == '\\' {
			continue
		}
		rest := value[i+1:]
		if strings.HasPrefix(rest, "{") {
			end := strings.IndexAny(rest[1:], "{}")
			if end > 0 && rest[1+end] == '}' {
				return value[:i] + operate(rest[1:1+end], env) + rest[end+2:], true
			}
			continue
		}
		if n := wordLen(rest); n > 0 && (rest[0] < '0' || rest[0] > '9') {
			return value[:i] + operate(rest[:n], env) + rest[n:], true
		}
	}
	return "", false
}

// operate gives what stands between braces, as in X, X:-default and X:+other.
func operate(expression string, env map[string]string) string {
	at := strings.IndexAny(expression, ":+-")
	for at >= 0 && expression[at] == ':' && (at+1 == len(expression) || expression[at+1] != '-' && expression[at+1] != '+') {
		next := strings.IndexAny(expression[at+1:], ":+-")
		if next < 0 {
			at = -1
			break
		}
		at += 1 + next
	}
	if at < 0 {
		return env[expression]
	}
	name, operator := expression[:at], expression[at]
	if operator == ':' {
		at++
		operator = expression[at]
	}
	other := expression[at+1:]
	switch value := env[name]; {
	case operator == '+' && value == "":
		return ""
	case operator == '+' || value == "":
		return other
	default:
		return value
	}
}

// oldExpandAll fills in references as dotenv-expand did in version 5: $X and
// ${X} only, a brace too few or too many left out. A later line counts as well.
func oldExpandAll(pairs []pair, known map[string]string) {
	env := environmentOf(known)
	for _, p := range pairs {
		env[p.name] = p.value
	}
	for i := range pairs {
		pairs[i].value = oldExpand(pairs[i].value, env, 0)
		env[pairs[i].name] = pairs[i].value
	}
}

func oldExpand(value string, env map[string]string, depth int) string {
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		switch {
		case strings.HasPrefix(value[i:], `\$`):
			n := reference(value[i+1:])
			b.WriteString(value[i+1 : i+1+n])
			i += n
		case value[i] == '$' && depth < maxSteps:
			n := reference(value[i:])
			b.WriteString(oldExpand(env[strings.Trim(value[i:i+n], "${}")], env, depth+1))
			i += n - 1
		default:
			b.WriteByte(value[i])
		}
	}
	return b.String()
}

// reference returns the length of the $X or ${X} that s begins with; the braces
// need not match.
func reference(s string) int {
	n := 1
	if strings.HasPrefix(s[n:], "{") {
		n++
	}
	n += wordLen(s[n:])
	if strings.HasPrefix(s[n:], "}") {
		n++
	}
	return n
}

// nextExpandAll fills in references as Next.js does: from the last one of a
// value to the first, a default going before what the file itself sets, be it
// above or below.
func nextExpandAll(pairs []pair, known map[string]string) {
	env := environmentOf(known)
	for _, p := range pairs {
		env[p.name] = p.value
	}
	for i := range pairs {
		value := pairs[i].value
		for range maxSteps {
			next, ok := nextExpandLast(value, env)
			if !ok {
				break
			}
			value = next
		}
		pairs[i].value = strings.ReplaceAll(value, `\$`, "$")
		env[pairs[i].name] = pairs[i].value
	}
}

func nextExpandLast(value string, env map[string]string) (string, bool) {
	at := strings.LastIndexByte(value, '$')
	for at > 0 && value[at-1] == '\\' {
		at = strings.LastIndexByte(value[:at], '$')
	}
	if at < 0 {
		return "", false
	}
	rest := strings.TrimPrefix(value[at+1:], "{")
	n := wordLen(rest)
	if n == 0 {
		return "", false
	}
	name, rest := rest[:n], rest[n:]
	filler := env[name]
	if other, ok := strings.CutPrefix(rest, ":-"); ok {
		end := strings.IndexAny(other, `}\`)
		if end < 0 {
			end = len(other)
		}
		if other[:end] != "" {
			filler = other[:end]
		}
		rest = other[end:]
	}
	return value[:at] + filler + strings.TrimPrefix(rest, "}"), true
}
