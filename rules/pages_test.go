package rules

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/regionlint/regionlint/lint/report"
)

const pages = "../docs/rules"

// TestPages compares the pages in docs/rules with what the rules say. With
// -update it rewrites them.
func TestPages(t *testing.T) {
	t.Parallel()
	want := make(map[string][]byte)
	var index bytes.Buffer
	if err := report.RuleIndex(&index, All()); err != nil {
		t.Fatal(err)
	}
	want["README.md"] = index.Bytes()
	for _, rule := range All() {
		var page bytes.Buffer
		if err := report.RuleMarkdown(&page, rule); err != nil {
			t.Fatal(err)
		}
		want[rule.Name+".md"] = page.Bytes()
	}
	update := flag.Lookup("update").Value.String() == "true" // package linttest declares it
	if update {
		writePages(t, want)
	}
	for name, text := range want {
		got, err := os.ReadFile(filepath.Join(pages, name))
		if err != nil || !bytes.Equal(got, text) {
			t.Errorf("docs/rules/%s is stale; go generate ./rules rewrites it", name)
		}
	}
	found, err := filepath.Glob(filepath.Join(pages, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range found {
		if name := filepath.Base(path); want[name] == nil {
			t.Errorf("docs/rules/%s is no rule's page; remove it", name)
		}
	}
}

func writePages(t *testing.T, all map[string][]byte) {
	t.Helper()
	if err := os.MkdirAll(pages, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range all {
		if err := os.WriteFile(filepath.Join(pages, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
