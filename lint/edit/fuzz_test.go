package edit_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/joho/godotenv"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/extract"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// A setting is a dotenv definition as the file has it.
type setting struct{ name, value string }

// readDotenv returns what a dotenv file says.
func readDotenv(t *testing.T, text string) *fact.File {
	t.Helper()
	var parser parse.Parser
	defer parser.Close()
	tree, err := parser.Parse(parse.Dotenv, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return extract.Dotenv(tree, ".env")
}

// settings returns what a dotenv file defines, in order.
func settings(f *fact.File) []setting {
	var all []setting
	for _, d := range f.Dotenv {
		if !d.Bad {
			all = append(all, setting{d.Name, d.Value})
		}
	}
	return all
}

// definitionOf returns a definition as the linker would.
func definitionOf(d *fact.Definition) *link.Definition {
	at := func(s source.Span) source.Location { return source.Location{Path: ".env", Span: s} }
	return &link.Definition{Name: d.Name, Value: d.Value, At: at(d.ValueSpan), NameAt: at(d.NameSpan), Line: at(d.Span)}
}

// A dotenvEdit edits a definition, and says what that should make of the settings
// when it is the one at an index of them, and of what godotenv reads.
type dotenvEdit struct {
	edit     func(p *link.Program, d *link.Definition) (lint.TextEdit, bool)
	settings func(all []setting, i int) []setting
	read     func(vars map[string]string, name string)
}

const (
	newName  = "NEW_NAME"
	newValue = "eu-west-1"
)

var dotenvEdits = []dotenvEdit{
	{
		func(p *link.Program, d *link.Definition) (lint.TextEdit, bool) {
			return edit.SetDefinition(p, d, newValue)
		},
		func(all []setting, i int) []setting {
			all[i].value = newValue
			return all
		},
		func(vars map[string]string, name string) { vars[name] = newValue },
	},
	{
		func(p *link.Program, d *link.Definition) (lint.TextEdit, bool) {
			return edit.AddDefinition(p, d, newName, newValue)
		},
		func(all []setting, i int) []setting { return slices.Insert(all, i+1, setting{newName, newValue}) },
		func(vars map[string]string, _ string) { vars[newName] = newValue },
	},
	{
		edit.DropDefinition,
		func(all []setting, i int) []setting { return slices.Delete(all, i, i+1) },
		func(vars map[string]string, name string) { delete(vars, name) },
	},
	{
		func(p *link.Program, d *link.Definition) (lint.TextEdit, bool) {
			return edit.RenameDefinition(p, d, newName)
		},
		func(all []setting, i int) []setting {
			all[i].name = newName
			return all
		},
		func(vars map[string]string, name string) {
			vars[newName] = vars[name]
			delete(vars, name)
		},
	},
}

// FuzzDotenv edits each definition of a dotenv file and reads the file again: the
// definition is as it was to become, and all others are as they were, both to
// this program and to godotenv where that takes the file.
func FuzzDotenv(f *testing.F) {
	for _, seed := range []string{
		"A=1\nexport B = 'x' # c\nC: \"${D:-$E}\\n\"\n",
		"\ufeffA=\"1\r\n2\"\r\n\xff=\x00\rB=$\\${${X:-\\}}\n",
		"A=#x\nB= #x\nC=`x\nD='v'x\nexport = 1\nprose: here\n?\n",
		"A=us-east-1#prod\nA: us-east-1\nB: 'x' #c\nA =\n  C=\"\"\nD=d",
		"A=\nB=\t\nC='\nx'\n\n# c\nexport D: d;\rE=e#",
	} {
		for kind := range dotenvEdits {
			f.Add(seed, uint(kind))
		}
	}
	f.Fuzz(func(t *testing.T, text string, kind uint) {
		e := dotenvEdits[kind%uint(len(dotenvEdits))]
		if strings.Contains(text, newName) {
			return
		}
		file := readDotenv(t, text)
		p := &link.Program{Files: []*fact.File{file}}
		before := settings(file)
		index := -1
		for i := range file.Dotenv {
			if file.Dotenv[i].Bad {
				continue
			}
			index++
			d := definitionOf(&file.Dotenv[i])
			te, ok := e.edit(p, d)
			if !ok {
				continue
			}
			after := applied(t, text, []lint.TextEdit{te})
			want := e.settings(slices.Clone(before), index)
			if got := settings(readDotenv(t, after)); !slices.Equal(got, want) {
				t.Fatalf("%q becomes %q, with %q instead of %q", text, after, got, want)
			}
			// The library takes a line that is none for more than one.
			if !slices.ContainsFunc(file.Dotenv, func(d fact.Definition) bool { return d.Bad }) {
				checkRead(t, text, after, before, d.Name, e.read)
			}
		}
	})
}

// checkRead compares what godotenv reads from a file before and after an edit of
// a name that is there once.
func checkRead(t *testing.T, text, after string, before []setting, name string, read func(vars map[string]string, name string)) {
	t.Helper()
	named := func(s setting) bool { return s.name == name }
	vars, err := godotenv.Unmarshal(text)
	first := slices.IndexFunc(before, named)
	_, nameless := vars[""]
	value, set := vars[name]
	switch {
	case err != nil || !set || value != before[first].value || nameless:
		return // it reads the file in another way
	case slices.ContainsFunc(before[first+1:], named):
		return // the last one counts
	case strings.Contains(text, "$") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\r"):
		return // a variable may depend on another; no line ends with CR for it
	}
	read(vars, name)
	got, err := godotenv.Unmarshal(after)
	if err != nil || !maps.Equal(got, vars) {
		t.Fatalf("%q becomes %q, which godotenv reads as %q, %v instead of %q", text, after, got, err, vars)
	}
}
