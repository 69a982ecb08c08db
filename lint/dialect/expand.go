package dialect

import (
	"maps"
	"slices"
	"strings"
)

// maxSteps bounds how often one value is filled in: a reference may lead to a
// text that refers to itself. In one of more than maxFilled bytes, which is not a
// region anymore, what is left is not filled in.
const (
	maxSteps  = 64
	maxFilled = 1024
)

// environmentOf returns a copy of what is known, to which pairs are added.
func environmentOf(known map[string]string) map[string]string {
	env := make(map[string]string, len(known)+1)
	maps.Copy(env, known)
	return env
}

// expandAll fills in references as dotenv-expand does from version 11 on: what
// was set before counts, single quotes or not.
func expandAll(pairs []pair, known map[string]string) bool {
	expandIn(pairs, environmentOf(known))
	return true
}

// viteExpandAll does the same with what is set below as well.
func viteExpandAll(pairs []pair, known map[string]string) bool {
	env := environmentOf(known)
	for _, p := range pairs {
		env[p.name] = p.value
	}
	expandIn(pairs, env)
	return true
}

func expandIn(pairs []pair, env map[string]string) {
	for i := range pairs {
		x := expander{env: env, value: pairs[i].value}
		for range maxSteps {
			if len(x.value) > maxFilled || !x.step() {
				break
			}
		}
		pairs[i].value = strings.ReplaceAll(x.value, `\$`, "$")
		env[pairs[i].name] = pairs[i].value
	}
}

// An expander fills in one value step by step. A reference to what the value has
// been on the way is one to itself, and takes its default.
type expander struct {
	env   map[string]string
	value string
	seen  []string
}

// step fills in the first reference: the innermost of braces within braces. Where
// the same text stands before it behind a backslash, that is what is replaced.
func (x *expander) step() bool {
	value := x.value
	x.seen = append(x.seen, value)
	for i := range len(value) {
		if value[i] != '$' || i > 0 && value[i-1] == '\\' {
			continue
		}
		rest := value[i+1:]
		if strings.HasPrefix(rest, "{") {
			end := strings.IndexAny(rest[1:], "{}")
			if end > 0 && rest[1+end] == '}' {
				x.value = strings.Replace(value, value[i:i+end+3], x.operate(rest[1:1+end]), 1)
				return true
			}
			continue
		}
		if n := wordLen(rest); n > 0 && (rest[0] < '0' || rest[0] > '9') {
			x.value = strings.Replace(value, value[i:i+1+n], x.operate(rest[:n]), 1)
			return true
		}
	}
	return false
}

// operate gives what stands between braces, as in X, X:-default and X:+other.
func (x *expander) operate(expression string) string {
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
		if value := x.env[expression]; !slices.Contains(x.seen, value) {
			return value
		}
		return ""
	}
	name, operator := expression[:at], expression[at]
	if operator == ':' {
		at++
		operator = expression[at]
	}
	other := expression[at+1:]
	switch value := x.env[name]; {
	case operator == '+' && value == "":
		return ""
	case operator == '+' || value == "" || slices.Contains(x.seen, value):
		return other
	default:
		return value
	}
}

// oldExpandAll fills in references as dotenv-expand did in version 5: $X and
// ${X} only, a brace too few or too many left out. A later line counts as well;
// one that leads back to itself ends the program.
func oldExpandAll(pairs []pair, known map[string]string) bool {
	env := environmentOf(known)
	for _, p := range pairs {
		env[p.name] = p.value
	}
	for i := range pairs {
		x := oldExpander{env: env, steps: maxSteps}
		if x.expand(pairs[i].value); x.steps < 0 {
			return false
		}
		pairs[i].value = x.text.String()
		env[pairs[i].name] = pairs[i].value
	}
	return true
}

// An oldExpander fills in one value, in so many steps at most: they are negative
// when it gave up.
type oldExpander struct {
	env   map[string]string
	steps int
	text  strings.Builder
}

func (x *oldExpander) expand(value string) {
	for i := 0; i < len(value); i++ {
		switch {
		case strings.HasPrefix(value[i:], `\$`):
			n := reference(value[i+1:])
			x.text.WriteString(value[i+1 : i+1+n])
			i += n
		case x.steps < 0, x.text.Len() > maxFilled:
			return
		case value[i] == '$':
			x.steps--
			n := reference(value[i:])
			x.expand(x.env[strings.Trim(value[i:i+n], "${}")])
			i += n - 1
		default:
			x.text.WriteByte(value[i])
		}
	}
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
// above or below. A value that leads back to itself makes it give up.
func nextExpandAll(pairs []pair, known map[string]string) bool {
	env := environmentOf(known)
	for _, p := range pairs {
		env[p.name] = p.value
	}
	for i := range pairs {
		value, more := pairs[i].value, true
		for step := 0; more; step++ {
			if step == maxSteps {
				return false
			}
			if len(value) > maxFilled {
				break
			}
			value, more = nextExpandLast(value, env)
		}
		pairs[i].value = strings.ReplaceAll(value, `\$`, "$")
		env[pairs[i].name] = pairs[i].value
	}
	return true
}

func nextExpandLast(value string, env map[string]string) (string, bool) {
	at := strings.LastIndexByte(value, '$')
	for at > 0 && value[at-1] == '\\' {
		at = strings.LastIndexByte(value[:at], '$')
	}
	if at < 0 {
		return value, false
	}
	rest := strings.TrimPrefix(value[at+1:], "{")
	n := wordLen(rest)
	if n == 0 {
		return value, false
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
	rest = strings.TrimPrefix(rest, "}")
	return strings.Replace(value, value[at:len(value)-len(rest)], filler, 1), true
}
