package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

func TestSARIF(t *testing.T) {
	t.Parallel()
	f := sampleFindings()
	f.Below = "pack ages/#1"
	var b bytes.Buffer
	if err := SARIF(&b, f); err != nil {
		t.Fatal(err)
	}
	golden(t, "findings.sarif", b.Bytes())
}

// sarif returns the log of some findings as readers see it.
func sarif(t *testing.T, f *Findings) sarifRun {
	t.Helper()
	var b bytes.Buffer
	if err := SARIF(&b, f); err != nil {
		t.Fatal(err)
	}
	var log sarifLog
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	return log.Runs[0]
}

// TestSARIFReferences follows what one part of a log says of another.
func TestSARIFReferences(t *testing.T) {
	t.Parallel()
	f := sampleFindings()
	run := sarif(t, f)
	if want := len(f.Diagnostics) + len(f.Suppressed); len(run.Results) != want {
		t.Fatalf("%d results, want %d", len(run.Results), want)
	}
	link := regexp.MustCompile(`\]\((\d+)\)`)
	prints := make(map[string]bool)
	for _, r := range run.Results {
		if id := run.Tool.Driver.Rules[r.RuleIndex].ID; id != r.RuleID {
			t.Errorf("the rule of a result of %s is %s", r.RuleID, id)
		}
		var linked, related []string
		for _, m := range link.FindAllStringSubmatch(r.Message.Text, -1) {
			linked = append(linked, m[1])
		}
		for _, l := range r.RelatedLocations {
			related = append(related, fmt.Sprint(l.ID))
		}
		if strings.Join(linked, " ") != strings.Join(related, " ") {
			t.Errorf("%q links to %q, but the places are %q", r.Message.Text, linked, related)
		}
		if r.Suppressions == nil {
			t.Errorf("%s does not say whether it is silenced, and others do", r.RuleID)
		}
		prints[r.PartialFingerprints[sarifPrint]] = true
	}
	for _, name := range Fingerprints(f.Diagnostics, f.Sources) {
		if !prints[name] {
			t.Errorf("no result has the fingerprint %s that JSON has", name)
		}
	}
}

// TestSARIFQuotes reports texts that mean something to readers of messages.
func TestSARIFQuotes(t *testing.T) {
	t.Parallel()
	tree := newTree(map[string]string{"a.py": "x\n", "b.py": "y\n"})
	at := tree.at("a.py", "x")
	run := sarif(t, &Findings{Sources: tree.sources, Diagnostics: []lint.Diagnostic{{
		At: at, Message: "is [a](http://b) right?",
		Related: []lint.Related{{At: at, Message: `[a](1) \ is set`}, {Message: "[a](2)"}},
		Fixes: []lint.SuggestedFix{
			{Title: "Ask [a](3)", Safety: lint.Manual},
			{Title: "Edit what is gone", Edits: []lint.TextEdit{{At: source.Location{Path: "gone.py"}}}},
			{Title: "Edit three places", Safety: lint.Unsafe, Edits: []lint.TextEdit{{At: at}, {At: tree.at("a.py", "\n")}, {At: tree.at("b.py", "y"), NewText: "z"}}},
		},
	}}})
	r := run.Results[0]
	const want = "is [a] (http://b) right?\n" + `[\[a\](1) \\ is set](1).` + "\n[a] (2).\nBy hand: Ask [a] (3)."
	if r.Message.Text != want {
		t.Errorf("got %q, want %q", r.Message.Text, want)
	}
	var changes []string
	for _, fix := range r.Fixes {
		for _, c := range fix.ArtifactChanges {
			changes = append(changes, fmt.Sprint(fix.Properties.Applicability, " ", c.ArtifactLocation.URI, " ", len(c.Replacements)))
		}
	}
	if got, want := strings.Join(changes, ", "), "unsafe a.py 2, unsafe b.py 1"; got != want {
		t.Errorf("got the changes %s, want %s", got, want)
	}
}

// TestSARIFFailures has no file to point to, which must not become a location.
func TestSARIFFailures(t *testing.T) {
	t.Parallel()
	run := sarif(t, &Findings{
		Failures:    []Failure{{Message: "a rule failed"}, {Path: "a b.py", Message: "permission denied"}},
		Diagnostics: []lint.Diagnostic{{Message: "nowhere"}},
	})
	got := run.Invocations[0]
	if got.ExecutionSuccessful {
		t.Error("a run with failures is called successful")
	}
	if n := got.ToolExecutionNotifications; len(n[0].Locations) != 0 || n[1].Locations[0].PhysicalLocation.ArtifactLocation.URI != "a%20b.py" {
		t.Errorf("got %+v", n)
	}
	if n := len(run.Results[0].Locations); n != 0 {
		t.Errorf("a finding without a file has %d locations", n)
	}
	if whole := sarif(t, &Findings{}); !whole.Invocations[0].ExecutionSuccessful {
		t.Error("a run without failures is called unsuccessful")
	}
}

// TestSARIFLimits leaves out what would make a reader refuse the log.
func TestSARIFLimits(t *testing.T) {
	t.Parallel()
	tree := newTree(map[string]string{"a.py": strings.Repeat("x", 60)})
	at := func(i int) source.Location {
		return source.Location{Path: "a.py", Span: source.Span{Start: uint32(i), End: uint32(i + 1)}}
	}
	f := &Findings{Sources: tree.sources, Failures: []Failure{{Message: "a rule failed"}}}
	for i := range 40 {
		f.Diagnostics = append(f.Diagnostics, lint.Diagnostic{At: at(i), Severity: lint.Severity(i%3 + 1), Message: fmt.Sprint(i)})
	}
	for i := range 20 {
		f.Suppressed = append(f.Suppressed, lint.Suppressed{Diagnostic: lint.Diagnostic{At: at(40 + i), Severity: lint.Error, Message: fmt.Sprint(40 + i)}})
	}
	whole := sarif(t, f)
	if n := len(whole.Invocations[0].ToolExecutionNotifications); len(whole.Results) != 60 || n != 1 {
		t.Fatalf("%d results and %d notifications", len(whole.Results), n)
	}
	length := func(run sarifRun) int {
		var b bytes.Buffer
		if err := encode(&b, sarifLog{Runs: []sarifRun{run}}); err != nil {
			t.Fatal(err)
		}
		n, err := compressed(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, tt := range []struct {
		most sarifLimits
		want string // errors, warnings, notes, silenced
	}{
		{sarifLimits{results: 60, bytes: 1 << 20}, "13 13 14 20"},
		{sarifLimits{results: 41, bytes: 1 << 20}, "13 13 14 1"},
		{sarifLimits{results: 20, bytes: 1 << 20}, "13 7 0 0"},
		{sarifLimits{results: 60, bytes: length(whole) / 2}, ""},
		{sarifLimits{results: 60, bytes: 1}, "0 0 0 0"},
	} {
		var b bytes.Buffer
		if err := tt.most.write(&b, sarifLog{Runs: []sarifRun{whole}}); err != nil {
			t.Fatal(err)
		}
		var log sarifLog
		if err := json.Unmarshal(b.Bytes(), &log); err != nil {
			t.Fatal(err)
		}
		run, ranks := log.Runs[0], make(map[int]int)
		for i, r := range run.Results {
			ranks[min(r.rank(), 4)]++
			if i > 0 && run.Results[i-1].Locations[0].PhysicalLocation.Region.StartColumn >= r.Locations[0].PhysicalLocation.Region.StartColumn {
				t.Errorf("%+v: the results are not in their order", tt.most)
			}
		}
		if got := fmt.Sprint(ranks[0], ranks[1], ranks[2], ranks[4]); tt.want != "" && got != tt.want {
			t.Errorf("%+v: results are %s, want %s", tt.most, got, tt.want)
		}
		if n := length(run); tt.want == "" && (n > tt.most.bytes || n < tt.most.bytes/2 || ranks[0] != 13) {
			t.Errorf("%+v: %d bytes with %v", tt.most, n, ranks)
		}
		notes := run.Invocations[0].ToolExecutionNotifications
		left := 60 - len(run.Results)
		if said := len(notes) == 2 && strings.HasPrefix(notes[1].Message.Text, fmt.Sprintf("%d results are left out", left)); said != (left > 0) {
			t.Errorf("%+v: %d are left out, and it says %+v", tt.most, left, notes)
		}
		if !strings.Contains(notes[0].Message.Text, "a rule failed") || run.Invocations[0].ExecutionSuccessful {
			t.Errorf("%+v: the failure is lost", tt.most)
		}
	}
}

// TestSARIFRelated has more other places than a reader takes.
func TestSARIFRelated(t *testing.T) {
	t.Parallel()
	tree := newTree(map[string]string{"a.py": "x\n"})
	d := lint.Diagnostic{At: tree.at("a.py", "x"), Message: "x"}
	for range codeScanning.related + 7 {
		d.Related = append(d.Related, lint.Related{At: d.At, Message: "y"})
	}
	r := sarif(t, &Findings{Sources: tree.sources, Diagnostics: []lint.Diagnostic{d}}).Results[0]
	if len(r.RelatedLocations) != codeScanning.related || !strings.HasSuffix(r.Message.Text, "\n7 more places.") {
		t.Errorf("%d places, and the message ends with %q", len(r.RelatedLocations), r.Message.Text[len(r.Message.Text)-30:])
	}
}

func TestRelativeURI(t *testing.T) {
	t.Parallel()
	for p, want := range map[string]string{
		"a/b.py":        "a/b.py",
		"c:/d.py":       "c%3A/d.py",
		"app/[id]/a.ts": "app/%5Bid%5D/a.ts",
		"%41 #?.py":     "%2541%20%23%3F.py",
		"用\\\xff.py":    "%E7%94%A8%5C%FF.py",
	} {
		if got := relativeURI(p); got != want {
			t.Errorf("%q: got %s, want %s", p, got, want)
		}
	}
}
