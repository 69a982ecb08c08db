package dialect

import (
	"slices"
	"strings"
)

// nodeBlank are the runes that JavaScript takes for white space and that
// dotenv files have: a byte-order mark is one.
const nodeBlank = " \t\v\f\n\r\u00a0\ufeff\u2028\u2029"

// nodeDotenv reads a text as npm's dotenv does. A name is followed by `=`, or by
// a colon and a blank; the value is a quoted text with nothing but a comment
// behind it, or else what stands before the next # on the line.
func nodeDotenv(text string) []pair {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	var pairs []pair
	for text != "" {
		name, rest, ok := nodeName(text)
		if !ok {
			_, text, _ = strings.Cut(text, "\n")
			continue
		}
		var value string
		value, text = nodeValue(rest)
		pairs = append(pairs, pair{name: name, value: value})
	}
	return pairs
}

// nodeName reads a name and what separates it from its value.
func nodeName(text string) (name, rest string, ok bool) {
	text = strings.TrimLeft(text, nodeBlank)
	if after, found := strings.CutPrefix(text, "export"); found && after != strings.TrimLeft(after, nodeBlank) {
		if name, rest, ok = nodeHead(strings.TrimLeft(after, nodeBlank)); ok {
			return name, rest, true
		}
	}
	return nodeHead(text)
}

func nodeHead(text string) (name, rest string, ok bool) {
	n := 0
	for n < len(text) && (isWord(text[n]) || text[n] == '.' || text[n] == '-') {
		n++
	}
	name, text = text[:n], text[n:]
	if n == 0 {
		return "", "", false
	}
	if rest, ok = strings.CutPrefix(text, ":"); ok && rest != "" && strings.TrimLeft(rest, nodeBlank) != rest {
		return name, rest[1:], true
	}
	rest, ok = strings.CutPrefix(strings.TrimLeft(text, nodeBlank), "=")
	return name, rest, ok
}

// nodeValue reads a value and returns it with the text behind its line.
func nodeValue(text string) (value, rest string) {
	if quoted := strings.TrimLeft(text, nodeBlank); quoted != "" && strings.IndexByte("'\"`", quoted[0]) >= 0 {
		if end := nodeClosing(quoted); end > 0 {
			_, rest, _ = strings.Cut(quoted[end+1:], "\n")
			return nodeUnescape(quoted[1:end], quoted[0]), rest
		}
	}
	line, rest, _ := strings.Cut(text, "\n")
	line, _, _ = strings.Cut(line, "#")
	line = strings.Trim(line, nodeBlank)
	if line == "" {
		return "", rest
	}
	first := line[0]
	if n := len(line); n > 1 && first == line[n-1] && strings.IndexByte("'\"`", first) >= 0 {
		line = line[1 : n-1]
	}
	return nodeUnescape(line, first), rest
}

// nodeUnescape replaces the escape sequences of a value that begins with a quote.
func nodeUnescape(value string, quote byte) string {
	if quote != '"' {
		return value
	}
	return strings.ReplaceAll(strings.ReplaceAll(value, `\n`, "\n"), `\r`, "\r")
}

// nodeClosing returns the index of the quote that ends the quoted text that s
// begins with, or -1. Nothing but a comment may follow it on its line. A quote
// behind a backslash ends the text only if no other does.
func nodeClosing(s string) int {
	var ends []int
	for i := 1; i < len(s); i++ {
		if s[i] != s[0] {
			continue
		}
		ends = append(ends, i)
		if s[i-1] != '\\' {
			break
		}
	}
	for _, end := range slices.Backward(ends) {
		line, _, _ := strings.Cut(s[end+1:], "\n")
		if line = strings.TrimLeft(line, nodeBlank); line == "" || line[0] == '#' {
			return end
		}
	}
	return -1
}

// oldNodeDotenv reads a text as npm's dotenv did before version 15: line by line,
// without comments behind values, `export` and backticks.
func oldNodeDotenv(text string) []pair {
	var pairs []pair
	for _, line := range lines(text) {
		line = strings.TrimLeft(line, nodeBlank)
		n := 0
		for n < len(line) && (isWord(line[n]) || line[n] == '.' || line[n] == '-') {
			n++
		}
		value, ok := strings.CutPrefix(strings.TrimLeft(line[n:], nodeBlank), "=")
		if n == 0 || !ok {
			continue
		}
		value = strings.TrimLeft(value, nodeBlank)
		if end := len(value) - 1; end > 0 && value[0] == value[end] && (value[0] == '"' || value[0] == '\'') {
			quote := value[0]
			if value = value[1:end]; quote == '"' {
				value = strings.ReplaceAll(value, `\n`, "\n")
			}
		} else {
			value = strings.Trim(value, nodeBlank)
		}
		pairs = append(pairs, pair{name: line[:n], value: value})
	}
	return pairs
}

// parseEnv reads a text as node's own parser does (version 20): a name is all
// that stands before the next `=`, lines above it included; a quoted value ends
// at the next quote of its kind, whatever stands behind it, and any other at a #
// or the end of the line. Tabs are no blanks.
func parseEnv(text string) []pair {
	const blank = " \n"
	text = strings.TrimLeft(strings.ReplaceAll(text, "\r", ""), blank)
	var pairs []pair
	for text != "" {
		if text[0] == '\n' || text[0] == '#' {
			_, text, _ = strings.Cut(text, "\n")
			continue
		}
		name, rest, ok := strings.Cut(text, "=")
		name = strings.Trim(name, blank)
		if !ok || name == "" {
			break
		}
		value, rest, ok := parseEnvValue(strings.TrimLeft(rest, " "))
		if ok {
			pairs = append(pairs, pair{name: strings.TrimPrefix(name, "export "), value: value})
		}
		text = rest
	}
	return pairs
}

// parseEnvValue reads a value. A quote that nothing closes is a part of its line,
// and makes an assignment on the last line none.
func parseEnvValue(text string) (value, rest string, ok bool) {
	line, _, more := strings.Cut(text, "\n")
	if text == "" || strings.IndexByte("'\"`", text[0]) < 0 {
		rest = text[len(line):]
		line, _, _ = strings.Cut(line, "#")
		return strings.Trim(line, " "), rest, true
	}
	inner, behind, closed := strings.Cut(text[1:], text[:1])
	if !closed {
		return line, text[len(line):], more
	}
	if text[0] == '"' {
		inner = strings.ReplaceAll(inner, `\n`, "\n")
	}
	if end := strings.IndexByte(behind, '\n'); end >= 0 {
		rest = behind[end:]
	}
	return inner, rest, true
}
