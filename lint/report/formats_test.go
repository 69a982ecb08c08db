package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

// printers are all forms of findings, by the ends of their golden files.
var printers = map[string]func(w io.Writer, f *Findings) error{
	"txt":            func(w io.Writer, f *Findings) error { return Text(w, f, Style{}, false) },
	"json":           JSON,
	"sarif":          SARIF,
	"github":         func(w io.Writer, f *Findings) error { return GitHub(w, f, "and so on") },
	"gitlab.json":    GitLab,
	"rdjson":         RDJSON,
	"junit.xml":      JUnit,
	"checkstyle.xml": Checkstyle,
	"md":             func(w io.Writer, f *Findings) error { return Markdown(w, f, someMap(), 0) },
}

var someMap = sync.OnceValue(sampleMap)

func printed(t *testing.T, format string, f *Findings) string {
	t.Helper()
	var b bytes.Buffer
	if err := printers[format](&b, f); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// hostileNames are names of files that mean something to one format or another.
var hostileNames = []string{
	"100%/50%0A.py", "a,b:c=d.py", "::error file=x::.py", "##[error]x.py", "new\nline\r.py", "]]>&<b>'\".py",
	"pi|pe.py", "tick`s``.py", "[text](http:x).py", " spaces .py", "<!--.py", "${{ github.token }}.py", "\x1b[31m\u202e.py",
	"app/[id]/用户 é.py", "#1 @team.py", "*_~.py",
}

// hostileMessages are the same for messages.
var hostileMessages = []string{
	"plain", "100% %0A %25", "two\nlines\n::stop-commands::x\r\n##[add-mask]y", "::error::x", "]]><![CDATA[&amp; <script>'\"",
	"a | b `c` ``d``", "[link](1) {0} <b>&lt;</b> #1 @team", "\x00\x1b[2J\u202e\ufffe\U0001fffe\t.", "invalid \xff\xfe\xc3", "",
	"https://example.com/?a=b&c www.example.com", `back\slash \| \`, "ends\n", "x\u2028y\u0085z", strings.Repeat("long ", 1000),
}

func hostileFindings() *Findings {
	files := make(map[string]string)
	for _, name := range hostileNames {
		files[name] = "\ufeffimport os\r\nx = '用户', \"us-east-1\"\r\n\r\nlast"
	}
	t := newTree(files)
	f := &Findings{
		Version: "0.1.0", Files: len(files), Sources: t.sources, Below: "pack ages/#1", Here: "../x",
		Blob:     "https://github.com/o/r/blob/abc",
		Rules:    []*lint.Rule{sampleRule("zone-as-region", lint.AWS, lint.Warning)},
		Failures: []Failure{{Message: "a\nrule failed"}, {hostileNames[4], hostileMessages[4]}},
		FailOn:   lint.Warning,
	}
	for i := range max(len(hostileNames), len(hostileMessages)) {
		name, message := hostileNames[i%len(hostileNames)], hostileMessages[i%len(hostileMessages)]
		at := t.at(name, []string{`"us-east-1"`, "os\r\nx", "os\r\n", "\ufeffimport", "last"}[i%5])
		d := lint.Diagnostic{Rule: "zone-as-region", Severity: lint.Severity(i%3 + 1), At: at, Message: message}
		if i%2 == 0 {
			d.Related = []lint.Related{{At: t.at(hostileNames[(i+1)%len(hostileNames)], "用户"), Message: message}, {Message: message}}
			d.Fixes = []lint.SuggestedFix{{Title: message, Safety: lint.Unsafe, Edits: []lint.TextEdit{{At: t.at(name, "用户"), NewText: message}}}}
		}
		f.Diagnostics = append(f.Diagnostics, d)
	}
	f.Diagnostics = append(f.Diagnostics, lint.Diagnostic{Rule: "zone-as-region", Severity: lint.Error, Message: "nowhere"})
	return f
}

func TestFormats(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"github", "gitlab.json", "rdjson", "junit.xml", "checkstyle.xml", "md"} {
		golden(t, "findings."+format, []byte(printed(t, format, sampleFindings())))
	}
	for format := range printers {
		golden(t, "hostile."+format, []byte(printed(t, format, hostileFindings())))
	}
}

// TestNoFindings has a document that is one in every format.
func TestNoFindings(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]string{
		"github":         "",
		"gitlab.json":    "[]\n",
		"checkstyle.xml": xml.Header + "<!-- regionlint -->\n<checkstyle version=\"4.3\"></checkstyle>\n",
		"junit.xml": xml.Header + `<!-- regionlint -->
<testsuites name="regionlint" tests="1" failures="0" errors="0">
  <testsuite name="regionlint" tests="1" failures="0" errors="0">
    <testcase name="no region problems" classname="regionlint"></testcase>
  </testsuite>
</testsuites>
`,
	} {
		if got := printed(t, format, new(Findings)); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", format, got, want)
		}
	}
	if got := printed(t, "rdjson", new(Findings)); !strings.Contains(got, `"diagnostics": []`) {
		t.Errorf("rdjson: got %s", got)
	}
}

// A runnerCommand is a command as a runner of GitHub Actions reads it.
type runnerCommand struct {
	name, message string
	properties    map[string]string
}

// unescape undoes an escape at a time, in the order of the runner.
func unescape(s string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, pairs[i], pairs[i+1])
	}
	return s
}

func runnerCommands(t *testing.T, output string) []runnerCommand {
	t.Helper()
	var all []runnerCommand
	for line := range strings.Lines(output) {
		head, data, ok := strings.Cut(strings.TrimPrefix(strings.TrimSuffix(line, "\n"), "::"), "::")
		if !ok || !strings.HasPrefix(line, "::") || strings.ContainsAny(line[:len(line)-1], "\r\n") {
			t.Fatalf("%q is no command", line)
		}
		name, rest, _ := strings.Cut(head, " ")
		c := runnerCommand{name: name, message: unescape(data, "%0D", "\r", "%0A", "\n", "%25", "%"), properties: make(map[string]string)}
		for property := range strings.SplitSeq(strings.TrimSpace(rest), ",") {
			key, value, ok := strings.Cut(property, "=")
			if !ok {
				t.Fatalf("%q has the property %q", line, property)
			}
			c.properties[key] = unescape(value, "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
		}
		all = append(all, c)
	}
	return all
}

func TestGitHubRanks(t *testing.T) {
	t.Parallel()
	tree := newTree(map[string]string{"a.py": "x\n"})
	f := &Findings{Sources: tree.sources, Failures: []Failure{{Path: "b.py", Message: "unreadable"}}}
	for i := range 40 {
		severity := []lint.Severity{lint.Info, lint.Warning, lint.Error, lint.Error}[i%4]
		f.Diagnostics = append(f.Diagnostics, lint.Diagnostic{Severity: severity, At: tree.at("a.py", "x"), Message: strconv.Itoa(i)})
	}
	var got []string
	for _, c := range runnerCommands(t, printed(t, "github", f)) {
		got = append(got, c.name+" "+c.message)
	}
	want := []string{"error unreadable"}
	for _, i := range []int{2, 3, 6, 7, 10, 11, 14, 15} {
		want = append(want, fmt.Sprint("error ", i))
	}
	want = append(want, "error 12 more errors; and so on")
	for i := 1; i < 40; i += 4 {
		want = append(want, fmt.Sprint("warning ", i)) // ten, so none is left
	}
	for i := 0; i < 40; i += 4 {
		want = append(want, fmt.Sprint("notice ", i))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestGitHubPlaces(t *testing.T) {
	t.Parallel()
	tree := newTree(map[string]string{"a.py": "one\ntwo\nthree\n"})
	for text, want := range map[string]string{
		"wo":      "2-2 2-4",
		"one\nt":  "1-2 -",
		"one\n":   "1-1 -",
		"\ntwo\n": "1-2 -",
		"":        "1-1 1-1",
	} {
		f := &Findings{Sources: tree.sources, Below: "x", Diagnostics: []lint.Diagnostic{{Severity: lint.Error, At: tree.at("a.py", text)}}}
		p := runnerCommands(t, printed(t, "github", f))[0].properties
		if got := p["line"] + "-" + p["endLine"] + " " + p["col"] + "-" + p["endColumn"]; got != want || p["file"] != "x/a.py" {
			t.Errorf("%q in %s: got %s, want %s", text, p["file"], got, want)
		}
	}
}

func TestRDJSONSuggestions(t *testing.T) {
	t.Parallel()
	tree := newTree(map[string]string{"a.py": "\ufeff用 = 'x'\n用 = 'y'\n", "b.py": "z\n"})
	edit := func(path, text string) lint.TextEdit {
		return lint.TextEdit{At: tree.at(path, text), NewText: "new"}
	}
	tests := []struct {
		edits []lint.TextEdit
		want  string
	}{
		{[]lint.TextEdit{edit("a.py", "'x'")}, "{{1 10} {1 13}} new"}, // in bytes, with the mark
		{[]lint.TextEdit{edit("a.py", "'y'")}, "{{2 7} {2 10}} new"},
		{[]lint.TextEdit{edit("b.py", "z")}, ""},
		{[]lint.TextEdit{edit("a.py", "'x'"), edit("a.py", "'y'")}, ""},
		{nil, ""},
	}
	for _, tt := range tests {
		f := &Findings{Sources: tree.sources, Diagnostics: []lint.Diagnostic{{
			At: tree.at("a.py", "用"), Fixes: []lint.SuggestedFix{{Title: "Do it", Edits: tt.edits}},
		}}}
		var doc rdResult
		if err := json.Unmarshal([]byte(printed(t, "rdjson", f)), &doc); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range doc.Diagnostics[0].Suggestions {
			got = append(got, fmt.Sprint(s.Range, " ", s.Text))
		}
		if strings.Join(got, "") != tt.want {
			t.Errorf("%v: got %q, want %q", tt.edits, got, tt.want)
		}
	}
}

func TestJUnitFailsAsTheCheckDoes(t *testing.T) {
	t.Parallel()
	f := sampleFindings()
	f.Failures = nil
	for least, want := range map[lint.Severity]int{lint.Info: 3, lint.Warning: 2, lint.Error: 1} {
		f.FailOn = least
		var doc junitSuites
		if err := xml.Unmarshal([]byte(printed(t, "junit.xml", f)), &doc); err != nil {
			t.Fatal(err)
		}
		if doc.Tests != 3 || doc.Failures != want {
			t.Errorf("%s: %d of %d tests failed, want %d of 3", least, doc.Failures, doc.Tests, want)
		}
	}
}

// TestMarkdownFits leaves out the picture where there is little room, then rows, then all.
func TestMarkdownFits(t *testing.T) {
	t.Parallel()
	f := sampleFindings()
	for range 6 {
		f.Diagnostics = append(f.Diagnostics, f.Diagnostics...)
	}
	m := sampleMap()
	last := -1
	for most := 1; most < 120_000; most += 1009 {
		var b bytes.Buffer
		if err := Markdown(&b, f, m, most); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		rows := strings.Count(text, "\n| error") + strings.Count(text, "\n| warning") + strings.Count(text, "\n| info")
		switch {
		case len(text) > most:
			t.Fatalf("%d bytes do not fit in %d", len(text), most)
		case text == "":
			continue
		case strings.Contains(text, "```mermaid") && strings.Count(text, "```") != 2:
			t.Fatalf("%d: the picture is cut", most)
		case rows < last && strings.Contains(text, "```mermaid"):
			t.Fatalf("%d: %d rows, and %d in less", most, rows, last)
		}
		if strings.Contains(text, "```mermaid") {
			last = rows
		}
		if note := fmt.Sprintf(leftOut, count(len(f.Diagnostics)-rows, "more finding")); (rows < len(f.Diagnostics)) != strings.Contains(text, note) {
			t.Fatalf("%d: %d of %d rows, and no word about it:\n%s", most, rows, len(f.Diagnostics), text)
		}
	}
	if last != len(f.Diagnostics) {
		t.Errorf("%d rows in the end, want %d", last, len(f.Diagnostics))
	}
}

// TestPictureFits makes a map that would be too much to draw.
func TestPictureFits(t *testing.T) {
	t.Parallel()
	m := sampleMap()
	for i := range 700 {
		c := m.Clients[0]
		c.Component = fmt.Sprintf("component-%d", i)
		m.Clients = append(m.Clients, c)
	}
	section := mapSection(m)
	edges := strings.Count(section, "->|")
	if edges > mermaidEdges || len(section) > mermaidText+200 {
		t.Errorf("%d connections in %d bytes", edges, len(section))
	}
	all := len(newFlowchart(m).edges)
	if note := fmt.Sprintf("leaves out the smallest %d connections.", all-edges); !strings.Contains(section, note) {
		t.Errorf("no word about the %d connections of %d: %s", all-edges, all, section[len(section)-100:])
	}
	if !strings.Contains(section, `c0["backend/"]`) {
		t.Error("the largest connection is gone")
	}
	if got := mapSection(new(Map)); got != "" {
		t.Errorf("nothing is drawn as %q", got)
	}
}

// FuzzFormats reads what every format prints, as its readers do, and expects the
// message and the path that went in.
func FuzzFormats(f *testing.F) {
	for i, name := range hostileNames {
		f.Add(hostileMessages[i%len(hostileMessages)], name)
	}
	f.Fuzz(func(t *testing.T, message, name string) {
		if name != path.Clean(name) || name == "." || strings.HasPrefix(name, "..") || strings.HasPrefix(name, "/") || !utf8.ValidString(name) {
			t.Skip("no file that is looked at has such a name")
		}
		tree := newTree(map[string]string{name: "x\n"})
		findings := &Findings{
			Sources:     tree.sources,
			Diagnostics: []lint.Diagnostic{{Rule: "zone-as-region", Severity: lint.Error, At: source.Location{Path: name}, Message: message}},
		}
		for format, read := range readers {
			out := printed(t, format, findings)
			if i := strings.IndexFunc(out, func(r rune) bool { return r != '\n' && hidden(r) && r != utf8.RuneError }); i >= 0 {
				t.Errorf("%s prints %q", format, out[i:])
			}
			got := read(t, out, message, name)
			if got.message != got.wantMessage || got.path != got.wantPath {
				t.Errorf("%s: %q became %q, want %q; %q became %q, want %q",
					format, message, got.message, got.wantMessage, name, got.path, got.wantPath)
			}
		}
	})
}

type readBack struct{ message, wantMessage, path, wantPath string }

// readers read the message and the path of the only finding, and say what the
// format can hold of them.
var readers = map[string]func(t *testing.T, out, message, name string) readBack{
	"json": func(t *testing.T, out, message, name string) readBack {
		t.Helper()
		var doc jsonFindings
		decode(t, out, &doc)
		d := doc.Diagnostics[0]
		return readBack{d.Message, string([]rune(message)), d.Location.Path, name}
	},
	"sarif": func(t *testing.T, out, message, name string) readBack {
		t.Helper()
		var doc sarifLog
		decode(t, out, &doc)
		r := doc.Runs[0].Results[0]
		uri, err := url.Parse(r.Locations[0].PhysicalLocation.ArtifactLocation.URI)
		if err != nil || uri.Scheme != "" || uri.Host != "" || uri.RawQuery != "" || uri.Fragment != "" {
			t.Fatalf("%q is no relative address: %v", uri, err)
		}
		return readBack{r.Message.Text, sentence(strings.ReplaceAll(Visible(message), "](", "] (")), uri.Path, name}
	},
	"github": func(t *testing.T, out, message, name string) readBack {
		t.Helper()
		c := runnerCommands(t, out)[0]
		want := visible(shorten([]string{readable(message)}, githubMessage), "\r\n")
		return readBack{c.message, want, c.properties["file"], visible(name, "\r\n")}
	},
	"gitlab.json": func(t *testing.T, out, message, name string) readBack {
		t.Helper()
		var doc []gitlabIssue
		decode(t, out, &doc)
		return readBack{doc[0].Description, readable(message), doc[0].Location.Path, name}
	},
	"rdjson": func(t *testing.T, out, message, name string) readBack {
		t.Helper()
		var doc rdResult
		decode(t, out, &doc)
		return readBack{doc.Diagnostics[0].Message, readable(message), doc.Diagnostics[0].Location.Path, name}
	},
	"junit.xml": func(t *testing.T, out, message, name string) readBack {
		t.Helper()
		var doc junitSuites
		decodeXML(t, out, &doc)
		suite := doc.Suites[0]
		failure := suite.Cases[0].Failure
		if want := Visible(name) + ":1:1: " + readable(message); failure.Text != want {
			t.Errorf("junit says %q, want %q", failure.Text, want)
		}
		return readBack{failure.Message, readable(message), suite.File, readable(name)}
	},
	"checkstyle.xml": func(t *testing.T, out, message, name string) readBack {
		t.Helper()
		var doc checkstyle
		decodeXML(t, out, &doc)
		return readBack{doc.Files[0].Errors[0].Message, readable(message), doc.Files[0].Name, readable(name)}
	},
	"md": func(t *testing.T, out, message, name string) readBack {
		t.Helper()
		_, row, _ := strings.Cut(out, findingHead)
		row, rest, _ := strings.Cut(row, "\n")
		if !strings.HasPrefix(rest, "\n### What runs where\n") {
			t.Fatalf("%q is not followed by the picture but by %q", row, rest[:min(len(rest), 50)])
		}
		cells := regexp.MustCompile(`(?:\\.|[^\\|])+`).FindAllString(row, -1)
		if len(cells) != 4 {
			t.Fatalf("%q has %d cells", row, len(cells))
		}
		text := strings.ReplaceAll(strings.TrimSuffix(cells[3][1:], " "), "<br>", "\n")
		if strings.ContainsAny(text, "<>") {
			t.Fatalf("%q has other elements", text)
		}
		text = regexp.MustCompile(`\\([!-/:-@\[-`+"`"+`{-~])`).ReplaceAllString(text, "$1")
		return readBack{html.UnescapeString(text), visible(message, "\n"), unspan(cells[2]), Visible(name) + ":1:1"}
	},
}

// unspan returns what a span of code in the cell of a table says.
func unspan(cell string) string {
	cell = strings.TrimSpace(cell)
	fence := len(cell) - len(strings.TrimLeft(cell, "`"))
	text := strings.ReplaceAll(cell[fence:len(cell)-fence], `\|`, "|")
	if strings.HasPrefix(text, " ") && strings.HasSuffix(text, " ") && strings.Trim(text, " ") != "" {
		text = text[1 : len(text)-1]
	}
	return text
}

func decode(t *testing.T, out string, doc any) {
	t.Helper()
	if err := json.Unmarshal([]byte(out), doc); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
}

func decodeXML(t *testing.T, out string, doc any) {
	t.Helper()
	if err := xml.Unmarshal([]byte(out), doc); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
}
