package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/cmd/internal/cli"
	"github.com/regionlint/regionlint/rules"
)

// consoleBlock is a command in README.md with what it prints.
var consoleBlock = regexp.MustCompile("(?ms)^```console\n\\$ (.*?)\n(.*?)^```$")

// ruleTable is README.md's table of rules, below its heading.
var ruleTable = regexp.MustCompile(`(?m)(^\| rule \|.*\n\| ---.*\n)((?:\|.*\n)*)`)

// TestReadme runs the commands that README.md shows, and compares what they print
// and its table of rules with what it says. With -update it rewrites both.
func TestReadme(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(root, "README.md")
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	shown := consoleBlock.FindAllSubmatch(readme, -1)
	if len(shown) == 0 || len(shown) != bytes.Count(readme, []byte("```console")) {
		t.Fatalf("README.md has %d blocks of console output with a command first, of %d",
			len(shown), bytes.Count(readme, []byte("```console")))
	}
	if !ruleTable.Match(readme) {
		t.Fatal("README.md has no table of rules")
	}
	now := consoleBlock.ReplaceAllFunc(readme, func(block []byte) []byte {
		command := string(consoleBlock.FindSubmatch(block)[1])
		return fmt.Appendf(nil, "```console\n$ %s\n%s```", command, output(t, root, command))
	})
	now = ruleTable.ReplaceAll(now, []byte("${1}"+ruleRows()))
	if bytes.Equal(now, readme) {
		return
	}
	if *update {
		if err := os.WriteFile(path, now, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, got := strings.Split(string(readme), "\n"), strings.Split(string(now), "\n")
	for i := range min(len(want), len(got)) {
		if want[i] != got[i] {
			t.Fatalf("README.md:%d is stale; go test ./cmd/regionlint -update rewrites it\nsays: %s\nis:   %s", i+1, want[i], got[i])
		}
	}
	t.Fatalf("README.md is stale: it has %d lines instead of %d", len(want), len(got))
}

// output runs a command as README.md spells it, in a copy of the repository's
// samples, and returns its standard output.
func output(t *testing.T, root, command string) string {
	t.Helper()
	clone := t.TempDir()
	samples := filepath.Join("testdata", "repos")
	if err := os.CopyFS(filepath.Join(clone, samples), os.DirFS(filepath.Join(root, samples))); err != nil {
		t.Fatal(err)
	}
	// Paths in a diff are those of the repository, which a source archive is not.
	if err := os.Mkdir(filepath.Join(clone, ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	args, ok := strings.CutPrefix(command, "go run ./cmd/regionlint ")
	if !ok {
		t.Fatalf("%s: only regionlint's output can be shown", command)
	}
	var stdout, stderr bytes.Buffer
	code := cli.Run(t.Context(), strings.Fields(args), cli.Env{
		Stdout: &stdout, Stderr: &stderr, Dir: clone, Getenv: func(string) string { return "" },
		Version: version, Rules: rules.All(),
	})
	if code > 1 || stderr.Len() > 0 {
		t.Fatalf("%s: exit code %d, standard error %q", command, code, &stderr)
	}
	return stdout.String()
}

// ruleRows returns the rows of the table of rules.
func ruleRows() string {
	var b strings.Builder
	for _, rule := range rules.All() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", rule.Name, rule.Severity, rule.Doc.Summary)
	}
	return b.String()
}

// TestSample checks that the sample is what README.md says it is: five rules have
// something to say about it.
func TestSample(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	said := output(t, root, "go run ./cmd/regionlint testdata/repos/signin")
	var found []string
	for _, m := range regexp.MustCompile(`(?m)^\w+\[([a-z-]+)\]`).FindAllStringSubmatch(said, -1) {
		found = append(found, m[1])
	}
	want := []string{
		"resource-region-mismatch", "env-name-mismatch", "env-default-conflict", "service-region-conflict", "sdk-env-ignored",
	}
	if !slices.Equal(found, want) {
		t.Errorf("the sample has %v, want %v", found, want)
	}
}
