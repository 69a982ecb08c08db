package baseline

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/linttest/spent"
	"github.com/regionlint/regionlint/lint/report"
	"github.com/regionlint/regionlint/lint/source"
)

// entries returns one entry for each word of the form path/rule/context, with
// their occurrences counted.
func entries(words ...string) []Entry {
	var all []Entry
	seen := make(map[string]int)
	for _, word := range words {
		part := strings.Split(word, "/")
		seen[word]++
		all = append(all, Entry{Path: part[0], Rule: part[1], Context: part[2], Occurrence: seen[word]})
	}
	return all
}

func TestCompare(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		accepted, found []string
		known           string // a letter for each finding: y or n
		left            int
	}{
		"the same":          {[]string{"a/r/1", "b/r/1"}, []string{"a/r/1", "b/r/1"}, "yy", 0},
		"none":              {nil, []string{"a/r/1"}, "n", 0},
		"fixed":             {[]string{"a/r/1", "a/s/1"}, []string{"a/s/1"}, "y", 1},
		"another rule":      {[]string{"a/r/1"}, []string{"a/s/1"}, "n", 1},
		"another context":   {[]string{"a/r/1"}, []string{"a/r/2"}, "n", 1},
		"another path":      {[]string{"a/r/1"}, []string{"b/r/1"}, "n", 1},
		"one more":          {[]string{"a/r/1"}, []string{"a/r/1", "a/r/1"}, "yn", 0},
		"one less":          {[]string{"a/r/1", "a/r/1"}, []string{"a/r/1"}, "y", 1},
		"renamed":           {[]string{"gone/r/1", "gone/r/2"}, []string{"b/r/1", "b/r/2", "b/r/3"}, "yyn", 0},
		"renamed, one more": {[]string{"gone/r/1"}, []string{"b/r/1", "c/r/1"}, "yn", 0},
		"both":              {[]string{"gone/r/1", "b/r/1"}, []string{"b/r/1", "c/r/1"}, "yy", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := Compare(entries(tt.accepted...), entries(tt.found...), func(path string) bool { return path == "gone" })
			known := ""
			for i, by := range m.By {
				switch {
				case by == nil:
					known += "n"
				case by.Path != entries(tt.found...)[i].Path:
					t.Errorf("entry %+v accepts a finding in another file", *by)
				default:
					known += "y"
				}
			}
			if known != tt.known || len(m.Left) != tt.left {
				t.Errorf("known %s, left %d; want %s, %d", known, len(m.Left), tt.known, tt.left)
			}
		})
	}
}

// TestFormat writes a baseline, reads it again, and holds its text against one
// with an entry more.
func TestFormat(t *testing.T) {
	t.Parallel()
	all := entries("b/r/1", "a/s/1", "a/r/2", "a/r/1", "a/r/1")
	all[0].Path = "<\u202e\"\x1b\n>"
	text := format(t, all)
	if want := `{
  "schema": 1,
  "findings": [
    {"path":"<\u202e\"\u001b\n>","rule":"r","context":"1","occurrence":1},
    {"path":"a","rule":"r","context":"1","occurrence":1},
    {"path":"a","rule":"r","context":"1","occurrence":2},
    {"path":"a","rule":"r","context":"2","occurrence":1},
    {"path":"a","rule":"s","context":"1","occurrence":1}
  ]
}
`; text != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
	read, err := Parse("b.json", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(read)
	if again := format(t, append(read, read[0])); again != text {
		t.Errorf("another order gives\n%s", again)
	}
	m := Compare(read, all, nil)
	if slices.Contains(m.By, nil) || len(m.Left) > 0 {
		t.Errorf("what was written does not match what it was written from: %+v", m)
	}
	if none := format(t, nil); none != "{\n  \"schema\": 1,\n  \"findings\": []\n}\n" {
		t.Errorf("got %q for no findings", none)
	}
}

func format(t *testing.T, all []Entry) string {
	t.Helper()
	text, err := Format(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestEntries moves a finding, and changes its line.
func TestEntries(t *testing.T) {
	t.Parallel()
	entry := func(text string) Entry {
		start := uint32(strings.Index(text, "us-east-1"))
		at := source.Location{Path: "a.py", Span: source.Span{Start: start, End: start + 9}}
		files := map[string]*source.File{"a.py": source.NewFile("a.py", []byte(text))}
		return Entries([]lint.Diagnostic{{Rule: "r", At: at}}, report.Sources{Files: files})[0]
	}
	e := entry("x = 'us-east-1'\n")
	if want := (Entry{Path: "a.py", Rule: "r", Context: e.Context, Occurrence: 1}); !reflect.DeepEqual(e, want) || len(e.Context) != 16 {
		t.Errorf("got %+v", e)
	}
	if moved := entry("# a line more\n\n\tx  =  'us-east-1'\n"); moved != e {
		t.Errorf("moved, it is %+v", moved)
	}
	if other := entry("y = 'us-east-1'\n"); other == e {
		t.Error("on another line it is the same")
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	good := `{"path":"a","rule":"r","context":"c","occurrence":1}`
	in := func(finding string) string { return "{\"schema\": 1, \"findings\": [\n " + finding + "\n]}" }
	tests := map[string]struct{ text, want string }{
		"empty":           {"", "b.json:1:1: this is no JSON: unexpected end of JSON input"},
		"syntax":          {"{\n  \"schema\": 1,\n<<<<<<< HEAD\n}", "b.json:3:1: this is no JSON: invalid character '<'"},
		"trailing":        {in(good) + "x", "b.json:3:3: this is no JSON"},
		"comma":           {in(good + ","), "b.json:3:1: this is no JSON"},
		"list":            {"[]", "b.json:1:1: a baseline is an object"},
		"nothing":         {"null", "b.json:1:1: a baseline is an object"},
		"no schema":       {`{"findings": []}`, "b.json:1:1: a baseline lacks the member schema"},
		"no findings":     {`{"schema": 1}`, "b.json:1:1: a baseline lacks the member findings"},
		"newer":           {`{"entries": 0, "schema": 2}`, "b.json:1:26: the baseline has schema 2, and this program knows up to 1: a newer one wrote it"},
		"schema":          {`{"schema": "1", "findings": []}`, "b.json:1:12: schema takes a number from 1"},
		"schema fraction": {`{"schema": 1.5, "findings": []}`, "b.json:1:12: schema takes a number from 1"},
		"member":          {`{"schema": 1, "findings": [], "more": 1}`, `b.json:1:31: a baseline has no member "more"`},
		"twice":           {`{"schema": 1, "findings": [], "findings": []}`, `b.json:1:31: the member "findings" is there twice`},
		"findings":        {`{"schema": 1, "findings": {}}`, "b.json:1:27: findings takes a list"},
		"finding":         {in(`1`), "b.json:2:2: a finding is an object"},
		"finding lacks":   {in(`{"path":"a"}`), "b.json:2:2: a finding lacks the member rule"},
		"finding's text":  {in(strings.Replace(good, `"r"`, `{}`, 1)), "b.json:2:21: rule takes a text"},
		"occurrence":      {in(strings.Replace(good, `:1`, `:0`, 1)), "b.json:2:52: occurrence takes a number from 1"},
		"long":            {`{"` + strings.Repeat("x", 9_000) + `": 1}`, `b.json:1:2: a baseline has no member "xxx`},
		"deep":            {strings.Repeat("[", 200_000), "b.json:1:10001: this is no JSON: invalid character '[' exceeded max depth"},
		"large":           {strings.Repeat(" ", MaxSize+1), "b.json: the file is larger than 32 MiB"},
		"encoding":        {"{\"\xff\": 1}", `b.json:1:2: a baseline has no member "�"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse("b.json", []byte(tt.text))
			if err == nil {
				t.Fatal("no error")
			}
			if got := err.Error(); !strings.Contains(got, tt.want) || strings.Contains(got, "\n") || len(got) > 300 {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
	for _, text := range []string{in(good), "\ufeff" + in(good), strings.ReplaceAll(in(good), "\n", "\r\n\t")} {
		if read, err := Parse("b.json", []byte(text)); err != nil || len(read) != 1 {
			t.Errorf("%q: %v, %v", text, read, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`{"schema": 1, "findings": [{"path":"a","rule":"r","context":"c","occurrence":1}]}`)
	f.Add(strings.Repeat("[", 20_000))
	f.Add(`{"schema": 1, "findings": [` + strings.Repeat("{},", 10_000))
	f.Fuzz(func(t *testing.T, text string) {
		spent.Within(t, len(text), 1<<18, 1024, func() { _, _ = Parse("b", []byte(text)) })
		read, err := Parse("b", []byte(text))
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("more than one line: %q", err)
			}
			return
		}
		once := format(t, read)
		again, err := Parse("b", []byte(once))
		if err != nil || format(t, again) != once {
			t.Errorf("written again it differs: %v\n%s", err, once)
		}
	})
}
