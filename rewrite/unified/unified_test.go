package unified

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint/linttest/spent"
)

func TestFormat(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, old, new string
		edits          []Edit
		want           string // below the three lines of the header
	}{
		{"one line", "a\nb\nc\n", "a\nX\nc\n", []Edit{{2, 3, "X"}}, "@@ -1,3 +1,3 @@\n a\n-b\n+X\n c\n"},
		{"one line of one", "b\n", "X\n", []Edit{{0, 1, "X"}}, "@@ -1 +1 @@\n-b\n+X\n"},
		{"nothing", "a\n", "a\n", []Edit{{0, 1, "a"}}, ""},
		{"insertion at the start", "a\n", "X\na\n", []Edit{{0, 0, "X\n"}}, "@@ -1 +1,2 @@\n+X\n a\n"},
		{"insertion at the end", "a\n", "a\nX\n", []Edit{{2, 2, "X\n"}}, "@@ -1 +1,2 @@\n a\n+X\n"},
		{"line end behind a bare line", "a", "a\nX", []Edit{{1, 1, "\nX"}}, "@@ -1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+X\n\\ No newline at end of file\n"},
		{"line end added", "a", "a\n", []Edit{{1, 1, "\n"}}, "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"},
		{"line end removed", "a\n", "a", []Edit{{1, 2, ""}}, "@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n"},
		{"bare line stays", "a\nb", "X\nb", []Edit{{0, 1, "X"}}, "@@ -1,2 +1,2 @@\n-a\n+X\n b\n\\ No newline at end of file\n"},
		{"from empty", "", "X\n", []Edit{{0, 0, "X\n"}}, "@@ -0,0 +1 @@\n+X\n"},
		{"to empty", "a\nb\n", "", []Edit{{0, 4, ""}}, "@@ -1,2 +0,0 @@\n-a\n-b\n"},
		{"line dropped", "a\nb\nc\n", "a\nc\n", []Edit{{2, 4, ""}}, "@@ -1,3 +1,2 @@\n a\n-b\n c\n"},
		{"line end before dropped", "a\nb\nc\n", "a\nc\n", []Edit{{1, 3, ""}}, "@@ -1,3 +1,2 @@\n a\n-b\n c\n"},
		{"lines joined", "a\nb\n", "ab\n", []Edit{{1, 2, ""}}, "@@ -1,2 +1 @@\n-a\n-b\n+ab\n"},
		{"CRLF", "a\r\nb\r\n", "a\r\nX\r\n", []Edit{{3, 4, "X"}}, "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+X\r\n"},
		{"neighbours make one change", "a\nb\n", "X\nY\n", []Edit{{0, 1, "X"}, {2, 3, "Y"}}, "@@ -1,2 +1,2 @@\n-a\n-b\n+X\n+Y\n"},
		{"two edits on one line", "abc\n", "XbY\n", []Edit{{0, 1, "X"}, {2, 3, "Y"}}, "@@ -1 +1 @@\n-abc\n+XbY\n"},
		{
			"six lines between", "a\n1\n2\n3\n4\n5\n6\nb\n", "X\n1\n2\n3\n4\n5\n6\nY\n",
			[]Edit{{0, 1, "X"}, {14, 15, "Y"}},
			"@@ -1,8 +1,8 @@\n-a\n+X\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+Y\n",
		},
		{
			"seven lines between", "a\n1\n2\n3\n4\n5\n6\n7\nb\n", "1\n2\n3\n4\n5\n6\n7\nY\n",
			[]Edit{{0, 2, ""}, {16, 17, "Y"}},
			"@@ -1,4 +1,3 @@\n-a\n 1\n 2\n 3\n@@ -6,4 +5,4 @@\n 5\n 6\n 7\n-b\n+Y\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			compared := diff(t, File{Path: "f", Old: []byte(test.old), New: []byte(test.new)})
			file := File{Path: "f", Old: []byte(test.old), New: []byte(test.new), Edits: test.edits}
			want := test.want
			if want != "" {
				want = "diff --git a/f b/f\n--- a/f\n+++ b/f\n" + want
			}
			if got := diff(t, file); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
			if compared != want {
				t.Errorf("without edits, got:\n%s\nwant:\n%s", compared, want)
			}
		})
	}
}

func TestFormatSorts(t *testing.T) {
	t.Parallel()
	files := []File{
		{Path: "b", Old: []byte("1"), New: []byte("2")},
		{Path: "a/x", Old: []byte("1"), New: []byte("2")},
		{Path: "a", Old: []byte("1"), New: []byte("1")},
	}
	got := diff(t, files...)
	if a, b := strings.Index(got, "a/a/x"), strings.Index(got, "a/b"); a < 0 || b < a || strings.Count(got, "diff --git") != 2 {
		t.Errorf("not sorted, or not what changes:\n%s", got)
	}
	if files[0].Path != "b" {
		t.Error("the caller's files were moved")
	}
}

func TestFormatWrongEdits(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]File{
		"overlap":   {Old: []byte("abc"), New: []byte("XY"), Edits: []Edit{{0, 2, "X"}, {1, 3, "Y"}}},
		"unsorted":  {Old: []byte("abc"), New: []byte("XbY"), Edits: []Edit{{2, 3, "Y"}, {0, 1, "X"}}},
		"outside":   {Old: []byte("abc"), New: []byte("abcX"), Edits: []Edit{{4, 4, "X"}}},
		"backwards": {Old: []byte("abc"), New: []byte("abc"), Edits: []Edit{{2, 1, ""}}},
		"other":     {Old: []byte("abc"), New: []byte("Xbd"), Edits: []Edit{{0, 1, "X"}}},
		"missing":   {Old: []byte("abc"), New: []byte("Xbc"), Edits: []Edit{{2, 3, "c"}}},
	} {
		f.Path = "dir/f.py"
		var b bytes.Buffer
		if err := Format(&b, []File{f}); err == nil || !strings.HasPrefix(err.Error(), "dir/f.py: ") {
			t.Errorf("%s: error is %v", name, err)
		} else if b.Len() > 0 {
			t.Errorf("%s: half a diff was written: %q", name, &b)
		}
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errBroken }

var errBroken = errors.New("broken pipe")

func TestFormatKeepsTheWritersError(t *testing.T) {
	t.Parallel()
	err := Format(brokenPipe{}, []File{{Path: "f", New: []byte("x")}})
	if !errors.Is(err, errBroken) {
		t.Errorf("error is %v", err)
	}
}

func TestQuote(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"a/b.py":        "a/b.py",
		"a/b c.py":      "a/b c.py",
		"a/b'$.py":      "a/b'$.py",
		`a/b"c`:         `"a/b\"c"`,
		`a/b\c`:         `"a/b\\c"`,
		"a/\a\b\t\n\v":  `"a/\a\b\t\n\v"`,
		"a/\f\r\x01":    `"a/\f\r\001"`,
		"a/\x7f":        `"a/\177"`,
		"a/é":           `"a/\303\251"`,
		"a/\xff":        `"a/\377"`,
		"a/ends here ":  `"a/ends here "`,
		"a/\u200btext ": `"a/\342\200\213text "`,
	} {
		if got := quote(name); got != want {
			t.Errorf("quote(%q) = %s, want %s", name, got, want)
		}
	}
}

func TestColor(t *testing.T) {
	t.Parallel()
	old := "\tregion = 'us-east-1' # \x1b[2J\r\nlast"
	f := File{
		Path: "f", Old: []byte(old), New: []byte("\tregion = 'eu-west-1' # \x1b[2J\r\nother"),
		Edits: []Edit{{11, 20, "eu-west-1"}, {len(old) - 4, len(old), "other"}},
	}
	visible := func(s string) string {
		if strings.ContainsAny(s, "\t\r\n") {
			t.Errorf("visible was handed %q", s)
		}
		return strings.ReplaceAll(s, "\x1b", "ESC")
	}
	var b bytes.Buffer
	if err := Color(&b, []File{f}, visible); err != nil {
		t.Fatal(err)
	}
	want := bold + "diff --git a/f b/f" + reset + "\n" +
		bold + "--- a/f" + reset + "\n" +
		bold + "+++ b/f" + reset + "\n" +
		cyan + "@@ -1,2 +1,2 @@" + reset + "\n" +
		red + "-\tregion = '" + reverse + "us-east-1" + upright + "' # ESC[2J" + reset + "\n" +
		red + "-last" + reset + "\n" + noNewline + "\n" +
		green + "+\tregion = '" + reverse + "eu-west-1" + upright + "' # ESC[2J" + reset + "\n" +
		green + "+other" + reset + "\n" + noNewline + "\n"
	if b.String() != want {
		t.Errorf("got:\n%q\nwant:\n%q", b.String(), want)
	}
}

func TestCompareKeepsEveryByte(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		line := func() string {
			var b strings.Builder
			for range random.IntN(12) {
				b.WriteString([]string{"us-east-1", "eu-west-1", " ", "(", "é", "\xff", "\t", "\r"}[random.IntN(8)])
			}
			return b.String()
		}
		before, after := line(), line()
		from, to := compare(before, after)
		if joined(from) != before || joined(to) != after {
			t.Fatalf("compare(%q, %q) = %q, %q", before, after, joined(from), joined(to))
		}
	}
}

func joined(words []word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.text)
	}
	return b.String()
}

// TestAppliers hands one diff of many files to the programs that it is for.
func TestAppliers(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such file names")
	}
	random := rand.New(rand.NewPCG(3, 4))
	names := []string{"plain.py", "with space.py", "ends in space ", "été/ünï.ts", `quo"te\.env`, "tab\there", "-dash", "b/a/b"}
	var files []File
	for i := range 400 {
		f := randomFile(random)
		f.Path = fmt.Sprintf("%d/%s", i, names[i%len(names)])
		files = append(files, f)
	}
	text := diff(t, files...)
	for _, command := range [][]string{{"git", "apply"}, {"patch", "-p1", "--silent"}} {
		t.Run(command[0], func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath(command[0]); err != nil {
				t.Skipf("%s is not installed", command[0])
			}
			dir := t.TempDir()
			for _, f := range files {
				write(t, filepath.Join(dir, f.Path), f.Old)
			}
			cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
			// A repository above must not make git skip what lies outside of it.
			cmd.Dir, cmd.Env = dir, append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
			cmd.Stdin = strings.NewReader(text)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			for _, f := range files {
				got, err := os.ReadFile(filepath.Join(dir, f.Path))
				if err != nil || !bytes.Equal(got, f.New) {
					t.Errorf("%s: %q became %q (%v), want %q", f.Path, f.Old, got, err, f.New)
				}
			}
		})
	}
}

// TestHeadersAreGits compares the lines above the hunks with those of git diff.
func TestHeadersAreGits(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such file names")
	}
	for _, name := range []string{"plain", "a b", "é", "é b", "t\tab", `q"`, `back\slash`, "del\x7f"} {
		dir := t.TempDir()
		for _, side := range []string{"a", "b"} {
			write(t, filepath.Join(dir, side, name), []byte(side+"\n"))
		}
		cmd := exec.CommandContext(t.Context(), "git", "-c", "core.quotePath=true", "diff", "--no-index", "--no-prefix", "--no-color",
			filepath.Join("a", name), filepath.Join("b", name))
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
		out, _ := cmd.Output() // exits with 1: the files differ
		var want []string
		for line := range strings.Lines(string(out)) {
			if !strings.HasPrefix(line, "index ") {
				want = append(want, line)
			}
		}
		got := diff(t, File{Path: name, Old: []byte("a\n"), New: []byte("b\n")})
		if got != strings.Join(want, "") {
			t.Errorf("%q: got:\n%s\ngit has:\n%s", name, got, strings.Join(want, ""))
		}
	}
}

// FuzzFormat applies diffs with a naive reading of the format.
func FuzzFormat(f *testing.F) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		file := randomFile(random)
		e := file.Edits[random.IntN(len(file.Edits))]
		f.Add(file.Old, e.Start, e.End-e.Start, e.New, random.IntN(20), random.IntN(20), "tail\n")
	}
	f.Fuzz(func(t *testing.T, old []byte, skip1, length1 int, new1 string, skip2, length2 int, new2 string) {
		file := File{Path: "f", Old: old}
		at := 0
		for _, e := range []struct {
			skip, length int
			text         string
		}{{skip1, length1, new1}, {skip2, length2, new2}} {
			start := at + e.skip
			end := start + e.length
			if e.skip < 0 || e.length < 0 || start < at || end < start || end > len(old) {
				return
			}
			file.Edits = append(file.Edits, Edit{start, end, e.text})
			at = end
		}
		file.New = edited(file.Old, file.Edits)
		spent.Within(t, len(file.Old)+len(file.New), 1<<18, 4096, func() { diff(t, file) })
		spent.Within(t, len(file.Old)+len(file.New), 1<<18, 4096, func() { diff(t, File{Path: "f", Old: file.Old, New: file.New}) })
		checkDiff(t, file)
		known := changed(diff(t, file))
		file.Edits = nil
		checkDiff(t, file)
		if fewest := changed(diff(t, file)); fewest > known {
			t.Fatalf("%d lines change in\n%s\nof which %d are enough", fewest, diff(t, file), known)
		}
	})
}

// changed counts the lines that a diff of one file takes away or adds.
func changed(diff string) int {
	n := 0
	for line := range strings.Lines(diff) {
		if line[0] == '-' || line[0] == '+' {
			n++
		}
	}
	return n
}

// TestMuchToCompare does not take long.
func TestMuchToCompare(t *testing.T) {
	t.Parallel()
	var before, after strings.Builder
	for i := range maxCompared {
		fmt.Fprintf(&before, "a%d\n", i)
		fmt.Fprintf(&after, "b%d\n", i)
	}
	checkDiff(t, File{Path: "f", Old: []byte(before.String()), New: []byte("x\n" + before.String() + "y\n")})
	checkDiff(t, File{Path: "f", Old: []byte(before.String()), New: []byte(after.String())})
}

func checkDiff(t *testing.T, f File) {
	t.Helper()
	text := diff(t, f)
	got, err := apply(f.Old, text)
	if err != nil || !bytes.Equal(got, f.New) {
		t.Fatalf("%.999q with %v became %.999q (%v), want %.999q by\n%.999s", f.Old, f.Edits, got, err, f.New, text)
	}
}

// apply reads a diff of one file as its definition has it, and is strict about
// everything: counts, context, order, and that no hunk could be shorter.
func apply(old []byte, text string) ([]byte, error) {
	rest, out := split(old), []byte(nil)
	rows := strings.SplitAfter(text, "\n")
	if text == "" {
		return old, nil
	}
	rows = rows[3 : len(rows)-1] // below the header, without the end
	for line, newLine := 1, 1; len(rows) > 0; {
		var h struct{ oldStart, oldCount, newStart, newCount int }
		head := rows[0]
		if err := scan(head, &h.oldStart, &h.oldCount, &h.newStart, &h.newCount); err != nil {
			return nil, fmt.Errorf("%q: %w", head, err)
		}
		rows = rows[1:]
		for ; line < h.oldStart || h.oldCount == 0 && line == h.oldStart; line, newLine = line+1, newLine+1 {
			out, rest = append(out, rest[0]...), rest[1:]
		}
		if h.newCount > 0 && h.newStart != newLine {
			return nil, fmt.Errorf("%q begins on line %d of the new file", head, newLine)
		}
		unchanged := 0
		for h.oldCount+h.newCount > 0 {
			row := rows[0]
			mark, content := row[0], row[1:]
			rows = rows[1:]
			if len(rows) > 0 && rows[0] == noNewline+"\n" {
				content, rows = strings.TrimSuffix(content, "\n"), rows[1:]
			}
			if mark != '+' {
				if string(rest[0]) != content {
					return nil, fmt.Errorf("%q is not %q", rest[0], content)
				}
				rest, line, h.oldCount = rest[1:], line+1, h.oldCount-1
			}
			if mark != '-' {
				out, newLine, h.newCount = append(out, content...), newLine+1, h.newCount-1
			}
			if unchanged++; mark != ' ' {
				unchanged = 0
			}
		}
		if unchanged > context {
			return nil, fmt.Errorf("%q ends with %d lines of context", head, unchanged)
		}
	}
	return append(out, bytes.Join(rest, nil)...), nil
}

func scan(head string, oldStart, oldCount, newStart, newCount *int) error {
	*oldCount, *newCount = 1, 1
	fields := strings.Fields(head)
	if len(fields) != 4 {
		return errors.New("not the head of a hunk")
	}
	for i, to := range [][]any{{oldStart, oldCount}, {newStart, newCount}} {
		form := []string{"-", "+"}[i] + "%d"
		if strings.Contains(fields[i+1], ",") {
			form += ",%d"
		} else {
			to = to[:1]
		}
		if _, err := fmt.Sscanf(fields[i+1], form, to...); err != nil {
			return err
		}
	}
	return nil
}

// randomFile returns a short file with a few edits, of which one at least
// changes it.
func randomFile(random *rand.Rand) File {
	ends := []string{"\n", "\r\n"}[random.IntN(2)]
	pieces := []string{"a", "b", "us-east-1", "é", ends, ends, ends, ends}
	text := func(n int) string {
		var b strings.Builder
		for range random.IntN(n) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		return b.String()
	}
	for {
		f := File{Old: []byte(text(60))}
		for at := 0; at <= len(f.Old) && len(f.Edits) < 4; {
			start := at + random.IntN(len(f.Old)-at+1)
			end := min(len(f.Old), start+random.IntN(6))
			f.Edits = append(f.Edits, Edit{start, end, text(6)})
			at = end + 1
		}
		if f.New = edited(f.Old, f.Edits); !bytes.Equal(f.Old, f.New) {
			return f
		}
	}
}

// edited applies edits in the plainest way.
func edited(old []byte, edits []Edit) []byte {
	text := string(old)
	for _, e := range slices.Backward(edits) {
		text = text[:e.Start] + e.New + text[e.End:]
	}
	return []byte(text)
}

func diff(t *testing.T, files ...File) string {
	t.Helper()
	var b bytes.Buffer
	if err := Format(&b, files); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}
