package dialect

import (
	"slices"
	"strings"
)

// Respell returns the spelling of an assignment that all of the readers take for
// the value, as near to the given one as there is: its `export`, its quotes and
// the place of its comment are kept if they can be. text are the lines of the
// assignment without the last line's end, newline ends the others. It returns
// false where no spelling will do, or where the text holds something besides
// that it could not keep.
func Respell(text, name, value, newline string, among []Reader) (string, bool) {
	head, rest, found := strings.Cut(text, name)
	if !found {
		return "", false
	}
	export := ""
	if strings.TrimSpace(head) == "export" {
		export = "export "
	}
	quotes, comment, ok := around(rest, value)
	if !ok {
		return "", false
	}
	for _, spelling := range append([]string{text}, spellings(export, name, quotes, value, comment, newline)...) {
		if !slices.ContainsFunc(among, func(r Reader) bool { return r.Read(spelling+newline, name, nil) != Reading{Value: value} }) {
			return spelling, true
		}
	}
	return "", false
}

// spellings lists ways to write an assignment, those that change less first.
func spellings(export, name, quotes, value, comment, newline string) []string {
	var all []string
	add := func(export, quotes string) {
		line := export + name + "=" + quotes + value + quotes
		if comment != "" {
			all = append(all, line+" "+comment)
		}
		all = append(all, above(comment, newline)+line)
	}
	add(export, quotes)
	add(export, "")
	add("", quotes)
	add("", "")
	return all
}

// above returns a comment as a line of its own.
func above(comment, newline string) string {
	if comment == "" {
		return ""
	}
	return comment + newline
}

// around returns the quotes that a value stands in and the comment behind it, of
// what follows the name of an assignment. It returns false if there is anything
// else around it; a value that is put together from a reference may be left out
// of it.
func around(rest, value string) (quotes, comment string, ok bool) {
	rest = strings.TrimLeft(rest, " \t")
	rest = strings.TrimLeft(strings.TrimLeft(rest, "=:"), " \t")
	if rest != "" && strings.IndexByte("'\"`", rest[0]) >= 0 {
		quotes = rest[:1]
	}
	inner := strings.TrimPrefix(rest, quotes)
	switch {
	case strings.HasPrefix(inner, value):
		rest = inner[len(value):]
	case strings.HasPrefix(inner, "$"):
		rest = inner[reference(inner):]
		if strings.HasPrefix(inner, "${") {
			end := closing(inner[1:])
			if end < 0 {
				return "", "", false
			}
			rest = inner[1+end+1:]
		}
	default:
		return "", "", false
	}
	rest = strings.TrimSpace(strings.TrimPrefix(rest, quotes))
	return quotes, rest, rest == "" || rest[0] == '#'
}
