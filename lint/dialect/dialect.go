// Package dialect says what the common readers of dotenv files make of one
// text. They agree on KEY=value and on little else: on where a comment begins,
// which quotes there are, whether a colon will do, what ${X} stands for.
//
// Each reader is written down from what the real one does and held against it
// by tests; the versions are those of the tests' table.
package dialect

import (
	"slices"
	"strings"

	"github.com/joho/godotenv"
)

// A Reader is a program or a library that reads dotenv files.
type Reader uint8

// The readers.
const (
	NodeDotenv    Reader = iota // npm's dotenv from version 15 on
	OldNodeDotenv               // npm's dotenv before version 15
	Expand                      // dotenv with dotenv-expand
	OldExpand                   // old dotenv with dotenv-expand 5, as Create React App has it
	NodeEnvFile                 // node --env-file, process.loadEnvFile
	Vite                        // Vite from version 8 on: node's own parser with a dotenv-expand of its own
	OldVite                     // Vite before version 8, with dotenv
	Next                        // @next/env
	PythonDotenv                // python-dotenv, and what builds on it: pydantic-settings, environs, Flask
	Decouple                    // python-decouple
	DjangoEnviron               // django-environ from version 0.8 on
	Godotenv                    // joho/godotenv
	Compose                     // docker compose: env_file, .env
	Docker                      // docker run --env-file
	Bash                        // a shell that sources the file
)

// String returns what people call the reader.
func (r Reader) String() string { return readers[r].name }

var readers = [...]struct {
	name string
	read func(text string, known map[string]string) ([]pair, bool)
}{
	NodeDotenv:    {"dotenv", plain(nodeDotenv)},
	OldNodeDotenv: {"dotenv before version 15", plain(oldNodeDotenv)},
	Expand:        {"dotenv-expand", expanded(nodeDotenv, expandAll)},
	OldExpand:     {"Create React App", expanded(oldNodeDotenv, oldExpandAll)},
	NodeEnvFile:   {"node --env-file", plain(parseEnv)},
	Vite:          {"Vite", expanded(parseEnv, viteExpandAll)},
	OldVite:       {"Vite before version 8", expanded(nodeDotenv, viteExpandAll)},
	Next:          {"Next.js", expanded(nodeDotenv, nextExpandAll)},
	PythonDotenv:  {"python-dotenv", pythonDotenv},
	Decouple:      {"python-decouple", plain(decouple)},
	DjangoEnviron: {"django-environ", plain(djangoEnviron)},
	Godotenv:      {"godotenv", readGodotenv},
	Compose:       {"docker compose", compose},
	Docker:        {"docker run --env-file", docker},
	Bash:          {"bash", bash},
}

// All returns every reader.
func All() []Reader {
	all := make([]Reader, len(readers))
	for i := range all {
		all[i] = Reader(i)
	}
	return all
}

// Common returns the readers that most programs of a language use without any
// file saying so, sorted; [Reader.Home] says of which language.
func Common() []Reader {
	return []Reader{NodeDotenv, NodeEnvFile, Next, PythonDotenv, Decouple, DjangoEnviron}
}

// Home returns the language whose programs use the reader: "Python" or
// "JavaScript", or "" for others.
func (r Reader) Home() string {
	switch r {
	case NodeDotenv, OldNodeDotenv, Expand, OldExpand, NodeEnvFile, Vite, OldVite, Next:
		return "JavaScript"
	case PythonDotenv, Decouple, DjangoEnviron:
		return "Python"
	case Godotenv, Compose, Docker, Bash:
	}
	return ""
}

// State says what became of a variable.
type State uint8

// The states. A reader that refuses a text gives none of its variables.
const (
	Set State = iota
	Absent
	Refused
)

// A Reading is what a reader makes of one variable.
type Reading struct {
	State State
	Value string // "" unless it is Set
}

// Read returns what the reader takes name to be after a text, such as one
// statement or a whole file. known are the variables that the file sets before
// it; the process environment is taken to be empty.
func (r Reader) Read(text, name string, known map[string]string) Reading {
	pairs, ok := readers[r].read(text, known)
	if !ok {
		return Reading{State: Refused}
	}
	for _, p := range slices.Backward(pairs) {
		if p.name == name && !p.unset {
			return Reading{Value: p.value}
		}
		if p.name == name {
			break
		}
	}
	return Reading{State: Absent}
}

// A pair is one assignment, in the order of the text.
type pair struct {
	name, value string
	unset       bool // a name without a value, which undoes what was set before
}

// plain makes a reader of a parser that refuses nothing and expands nothing.
func plain(parse func(text string) []pair) func(string, map[string]string) ([]pair, bool) {
	return func(text string, _ map[string]string) ([]pair, bool) { return parse(text), true }
}

// expanded makes a reader of a parser and what fills in references, which
// refuses those that do not end.
func expanded(parse func(string) []pair, expand func([]pair, map[string]string) bool) func(string, map[string]string) ([]pair, bool) {
	return func(text string, known map[string]string) ([]pair, bool) {
		pairs := parse(text)
		return pairs, expand(pairs, known)
	}
}

// readGodotenv asks the library itself.
func readGodotenv(text string, known map[string]string) (pairs []pair, ok bool) {
	defer func() {
		if recover() != nil { // some versions index past the end of a value
			pairs, ok = nil, false
		}
	}()
	var b strings.Builder
	if strings.HasPrefix(text, mark) {
		b.WriteString(mark)
	}
	for name, value := range known {
		if !strings.ContainsAny(value, "'\r\n") {
			b.WriteString(name + "='" + value + "'\n")
		}
	}
	set, err := godotenv.Unmarshal(b.String() + text + "\n")
	for name, value := range set {
		pairs = append(pairs, pair{name: name, value: value})
	}
	return pairs, err == nil
}

// mark is the byte-order mark.
const mark = "\ufeff"

// isWord reports whether b can stand in the name of a shell variable.
func isWord(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

// wordLen returns how many bytes at the start of s can stand in a name.
func wordLen(s string) int {
	n := 0
	for n < len(s) && isWord(s[n]) {
		n++
	}
	return n
}

// lines splits a text as most readers do: at \n, \r\n and \r.
func lines(text string) []string {
	return strings.Split(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "\n")
}
