package link

import (
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
)

// spelled returns the names written like environment variables that code sets
// for somebody else, as far as it spells them: keys of objects, such as the
// environment of a function that is deployed, and `NAME=` in texts, such as the
// lines of a dotenv file that a script writes.
func (l *linker) spelled() map[string]bool {
	if l.spells != nil {
		return l.spells
	}
	l.spells = make(map[string]bool)
	for _, u := range l.code() {
		for i := range u.Exprs {
			switch e := &u.Exprs[i]; e.Kind {
			case fact.Entry:
				if key := &u.Exprs[u.Kids(e)[0]]; key.Kind == fact.String && isVariableName(u.Text(key)) {
					l.spells[u.Text(key)] = true
				}
			case fact.String:
				for _, name := range assignedIn(u.Text(e)) {
					l.spells[name] = true
				}
			}
		}
	}
	return l.spells
}

// isVariableName reports whether a name is written as variables are.
func isVariableName(name string) bool {
	return name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}

// assignedIn returns the names that stand before an equals sign in a text.
func assignedIn(text string) []string {
	var names []string
	for {
		at := strings.IndexByte(text, '=')
		if at < 0 {
			return names
		}
		start := at
		for start > 0 && isVariableName(text[start-1:start]) {
			start--
		}
		if start < at {
			names = append(names, text[start:at])
		}
		text = text[at+1:]
	}
}
