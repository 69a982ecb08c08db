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
