package lint_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/regionlint/regionlint/"

// allowed says which packages of ours a package may import, tests excepted. It
// is a statement of policy: data flows one way, from discovery to reports, and
// so do imports. Change the design before you change the table.
var allowed = map[string][]string{
	"lint/source":               {},
	"lint/aws":                  {},
	"lint/aws/internal/gen":     {},
	"lint/fact":                 {"lint/source", "lint/pack"},
	"lint/dialect":              {}, // what readers of dotenv files make of a text, as regions are what they are
	"lint/bug":                  {},
	"lint/disk":                 {},
	"lint/discover":             {"lint/bug", "lint/disk", "lint/source"},
	"lint/parse/dotenv":         {"lint/source"},
	"lint/parse/internal/floor": {"lint/aws", "lint/discover", "lint/parse/dotenv", "lint/source"}, // a program to measure against
	"lint/parse":                {"lint/source", "lint/parse/dotenv"},
	"lint/link":                 {"lint/aws", "lint/dialect", "lint/fact", "lint/source"},
	"lint":                      {"lint/link", "lint/source"},
	"lint/edit": {
		"lint", "lint/fact", "lint/source",
		"lint/link", // an origin says what there is to edit
		"lint/aws",  // a shape says which argument takes the region
	},
	"lint/suppress": {"lint", "lint/fact", "lint/source"},
	"lint/extract":  {"lint/fact", "lint/parse", "lint/source"},
	"lint/config":   {"lint", "lint/aws"}, // a region in it is checked
	"lint/driver": {
		"lint", "lint/bug", "lint/config", "lint/discover", "lint/extract", "lint/fact", "lint/link", "lint/parse", "lint/source", "lint/suppress",
		"lint/dialect",                            // which program reads a dotenv file, as compose files and scripts say
		"lint/aws",                                // what a region looks like is data, and discover knows no AWS; the two meet here
		"lint/disk", "lint/pack", "lint/snapshot", // what is remembered from run to run, and whether it still holds
	},
	"lint/diagnosis": {"lint", "lint/aws", "lint/fact", "lint/link", "lint/source"},
	"lint/report": {
		"lint", "lint/diagnosis", "lint/source",
		"lint/link", // maps and traces print the program itself
	},
	"lint/baseline":      {"lint", "lint/report", "lint/source"}, // a finding's identity is that of the reports
	"lint/linttest":      {"lint", "lint/driver", "lint/source", "rewrite", "rewrite/unified"},
	"rules":              {"lint", "lint/aws", "lint/dialect", "lint/edit", "lint/fact", "lint/link", "lint/source"},
	"rewrite":            {"lint", "lint/source", "rewrite/unified"},
	"rewrite/unified":    {},
	"rewrite/atomicfile": {},
	"cmd/internal/git":   {},
	"cmd/internal/cli": {
		"cmd/internal/git",      // what a repository held before
		"cmd/internal/cachedir", // what earlier runs found
		"lint", "lint/baseline", "lint/bug", "lint/config", "lint/diagnosis", "lint/driver", "lint/report", "lint/source", "rewrite", "rewrite/unified", "rewrite/atomicfile", "rules",
		"lint/disk",     // it opens the root
		"lint/discover", // the ignore files outside of the root, which only the command may read
		"lint/link",     // traces ask the program itself
		"lint/aws",      // the version has the dates of its tables
	},
	"lint/linttest/spent":     {},
	"lint/linttest/synthetic": {},
	"cmd/internal/bench":      {"lint/aws", "lint/discover", "lint/linttest/synthetic", "lint/source"},
	"cmd/internal/bench/tree": {"lint/linttest/synthetic"},

	"lint/pack":             {},
	"lint/snapshot":         {"lint/pack"},
	"cmd/internal/cachedir": {"rewrite/atomicfile"},

	"cmd/regionlint": {
		"cmd/internal/cli",
		"lint", "rules", // the rules are handed to the command, so that its tests can hand it others
	},
}

func TestImports(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	err := filepath.WalkDir("..", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() && (base == "testdata" || len(base) > 2 && base[0] == '.') {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(base, ".go") || strings.HasSuffix(base, "_test.go") {
			return nil
		}
		folder := strings.TrimPrefix(path.Dir(filepath.ToSlash(name)), "../")
		seen[folder] = true
		may, ok := allowed[folder]
		if !ok {
			t.Errorf("%s: package %s is not in the table", base, folder)
		}
		for _, imported := range imports(t, name) {
			if !slices.Contains(may, imported) {
				t.Errorf("%s: %s may not import %s", strings.TrimPrefix(filepath.ToSlash(name), "../"), folder, imported)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !seen["lint"] || !seen["cmd/regionlint"] {
		t.Errorf("the module's packages were not found: %v", seen)
	}
}

// imports returns the packages of ours that a file imports, relative to the
// module.
func imports(t *testing.T, name string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var ours []string
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if rest, ok := strings.CutPrefix(imported, module); ok {
			ours = append(ours, rest)
		}
	}
	return ours
}
