package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReliabilityPage looks for every test that docs/reliability.md names: a
// package and functions of its tests, or a script.
func TestReliabilityPage(t *testing.T) {
	t.Parallel()
	top := filepath.Join("..", "..")
	page := slurp(t, filepath.Join(top, "docs", "reliability.md"))
	functions := make(map[string]map[string]bool) // by folder
	rows := 0
	for line := range strings.Lines(page) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "| ---") || strings.TrimSpace(cells[0]) == "fault" {
			continue
		}
		rows++
		if len(cells) != 4 {
			t.Errorf("the row about %s has %d cells", cells[0], len(cells))
			continue
		}
		folder, named := "", 0
		for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cells[3], -1) {
			switch name := m[1]; {
			case strings.HasSuffix(name, ".txtar"):
				named++
				if _, err := os.Stat(filepath.Join(top, filepath.FromSlash(name))); err != nil {
					t.Errorf("the row about %s names a script that is not there: %v", cells[0], err)
				}
			case strings.Contains(name, "/"):
				folder = name
			default:
				named++
				if functions[folder] == nil {
					functions[folder] = testFunctions(t, filepath.Join(top, filepath.FromSlash(folder)))
				}
				if !functions[folder][name] {
					t.Errorf("the row about %s names %s, which is no test of %s", cells[0], name, folder)
				}
			}
		}
		if named == 0 {
			t.Errorf("the row about %s names no test", cells[0])
		}
	}
	if rows < 10 {
		t.Errorf("the page has %d rows", rows)
	}
}

// testFunctions returns the tests and fuzz targets of a package.
func testFunctions(t *testing.T, folder string) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no tests (%v)", folder, err)
	}
	names := make(map[string]bool)
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && (strings.HasPrefix(f.Name.Name, "Test") || strings.HasPrefix(f.Name.Name, "Fuzz")) {
				names[f.Name.Name] = true
			}
		}
	}
	return names
}

func slurp(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
