package dialect

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint/linttest/spent"
)

// observed is what the real readers were seen to make of single texts, by the
// name of the reader; see TestRealReaders.
type observed struct {
	Text    string            `json:"text"`
	Results map[string]string `json:"results"`
}

const observedFile = "testdata/observed.json"

func readObserved(t *testing.T) []observed {
	t.Helper()
	raw, err := os.ReadFile(observedFile)
	if err != nil {
		t.Fatal(err)
	}
	var all []observed
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// notation writes a reading down: = and the value, - for none, ERR for a text
// that is refused.
func notation(r Reading) string {
	switch r.State {
	case Absent:
		return "-"
	case Refused:
		return "ERR"
	case Set:
	}
	return "=" + r.Value
}

// TestObserved holds every reader against what the real one was seen to do.
func TestObserved(t *testing.T) {
	t.Parallel()
	compared := make(map[Reader]int)
	for _, o := range readObserved(t) {
		for _, r := range All() {
			want, ok := o.Results[r.String()]
			if !ok {
				continue
			}
			compared[r]++
			if got := notation(r.Read(o.Text, "K", nil)); got != want {
				t.Errorf("%s reads %q as %s, want %s", r, o.Text, got, want)
			}
		}
	}
	for _, r := range All() {
		if r != Godotenv && compared[r] < 50 { // godotenv is asked itself
			t.Errorf("%s was compared on %d texts only", r, compared[r])
		}
	}
}

// TestKnown gives what stands before a statement as values.
func TestKnown(t *testing.T) {
	t.Parallel()
	known := map[string]string{"A": "2"}
	for _, r := range []Reader{Expand, OldExpand, Vite, Next, PythonDotenv, Godotenv, Compose, Bash} {
		if got := r.Read("K=x${A}", "K", known); got != (Reading{Value: "x2"}) {
			t.Errorf("%s: %+v", r, got)
		}
	}
	if len(known) != 1 {
		t.Errorf("the known values were changed: %v", known)
	}
}

// FuzzRead looks for texts that a reader panics on or does not end with.
func FuzzRead(f *testing.F) {
	for _, text := range inputs() {
		f.Add(text)
	}
	for _, unit := range []string{"K=${K}", "K=$A\n", "${", "K='", "\\", "K=${K:-"} {
		f.Add(strings.Repeat(unit, 1_000))
	}
	f.Fuzz(func(t *testing.T, text string) {
		spent.Within(t, len(text), 1<<18, 8192, func() {
			for _, r := range All() {
				r.Read(text, "K", map[string]string{"A": "2", "B": "${K}"})
			}
		})
	})
}

// inputs returns texts that set K in every manner that people use, and in some
// that they do not.
func inputs() []string {
	heads := []string{"K=", "K = ", "K =", "K= ", "K: ", "K:", "K : ", "export K=", "export  K = ", "  K=", "\tK=", "K\t=\t", "set K=", "K-D=1\nK="}
	values := []string{
		"us-east-1", `"us-east-1"`, "'us-east-1'", "`us-east-1`", `"us-east-1`, "'us-east-1", "us-east-1'", `us-"east"-1`, "",
		`""`, "''", `"`, "'", `" us-east-1 "`, "' us-east-1 '", "us east 1", `"a # b"`, "'a # b'", "a#b", "#a", `"a\"b"`, `'a\'b'`,
		`"a\nb"`, `'a\nb'`, `a\nb`, `a\\b`, `"a\\b"`, `"a\tb"`, "\"a\nb\"", "'a\nb'", "`a\nb`", "us-east-1;", "a;b", `\$A`, `"\$A"`, "[eu-west-1]",
		"$A", "${A}", `"$A"`, `"${A}"`, "'$A'", "'${A}'", "$NOPE", "${NOPE}", "${NOPE:-us-east-1}", `"${NOPE:-us-east-1}"`,
		"${A:-us-east-1}", "${EMPTY:-us-east-1}", "${EMPTY-us-east-1}", "${NOPE-us-east-1}", "${A:+x}", "${NOPE:+x}", "a${A}b$A.c", "${B}", "${A", "$", "a$",
		"us-east-1 ${A}", "$K", "${K}", "${K:-us-east-1}", "x${K:-us-east-1}", `"x"y`, `'x'y`, `"x" y`, "a=b", "a:b", "<region>", "us-east-1,eu-west-1",
	}
	tails := []string{"", " ", " # c", "#c", "\t# c", "  #c # d", " x", "# it's"}
	texts := make([]string, 0, 2*len(heads)*len(values)*len(tails))
	for _, head := range heads {
		for _, value := range values {
			for _, tail := range tails {
				line := head + value + tail
				texts = append(texts, "A=2\nEMPTY=\n"+line+"\nB=1\n")
				if tail == "" || tail == " # c" {
					texts = append(texts, line, "\ufeff"+line+"\nB=1", "A=2\r\n"+line+"\r\nB=1\r\n")
				}
			}
		}
	}
	return texts
}
