package rules

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/linttest"
)

const cases = "../testdata/rules"

func TestRules(t *testing.T) {
	t.Parallel()
	for _, rule := range All() {
		t.Run(rule.Name, func(t *testing.T) {
			t.Parallel()
			run := []*lint.Rule{rule}
			if rule.Late {
				run = onByDefault() // it judges what came of the others
			}
			linttest.Run(t, filepath.Join(cases, rule.Name), run...)
		})
	}
}

// TestTogether runs all rules that are on by default over cases where one
// mistake could be told more than once.
func TestTogether(t *testing.T) {
	t.Parallel()
	linttest.Run(t, filepath.Join(cases, "together"), onByDefault()...)
}

func onByDefault() []*lint.Rule {
	return slices.DeleteFunc(All(), func(r *lint.Rule) bool { return r.Severity == lint.Off })
}

var kebab = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

// TestRegistry holds every rule to what a reader may expect of one.
func TestRegistry(t *testing.T) {
	t.Parallel()
	rules := All()
	if !slices.IsSortedFunc(rules, func(a, b *lint.Rule) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the rules are not sorted by name")
	}
	inFiles := rulesInFiles(t)
	for _, rule := range rules {
		if !kebab.MatchString(rule.Name) {
			t.Errorf("%s: the name is not in kebab-case", rule.Name)
		}
		if file := strings.ReplaceAll(rule.Name, "-", "_") + ".go"; inFiles[rule.Name] != file {
			t.Errorf("%s stands in %q, not in %s", rule.Name, inFiles[rule.Name], file)
		}
		delete(inFiles, rule.Name)
		if rule.Check == nil || rule.Category == "" || rule.Since == "" {
			t.Errorf("%s has no check, no category or no first release", rule.Name)
		}
		doc := rule.Doc
		for part, text := range map[string]string{
			"summary": doc.Summary, "why": doc.Why, "before": doc.Before, "after": doc.After, "fix": doc.Fix,
		} {
			if text == "" {
				t.Errorf("%s: the documentation has no %s", rule.Name, part)
			}
		}
		if strings.HasSuffix(doc.Summary, ".") || strings.Contains(doc.Summary, "\n") {
			t.Errorf("%s: the summary is not one line without a final period", rule.Name)
		}
		checkCases(t, rule)
	}
	for name, file := range inFiles {
		t.Errorf("%s in %s is missing in All", name, file)
	}
}

// rulesInFiles returns the file of every rule that the package's source has.
func rulesInFiles(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string]string)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.CompositeLit); ok && isRuleType(lit.Type) {
				found[nameOf(lit)] = name
			}
			return true
		})
	}
	return found
}

func isRuleType(e ast.Expr) bool {
	s, ok := e.(*ast.SelectorExpr)
	return ok && s.Sel.Name == "Rule"
}

// nameOf returns what a rule's literal gives as its name.
func nameOf(lit *ast.CompositeLit) string {
	for _, e := range lit.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		key, isName := kv.Key.(*ast.Ident)
		value, isText := kv.Value.(*ast.BasicLit)
		if isName && isText && key.Name == "Name" {
			return strings.Trim(value.Value, `"`)
		}
	}
	return ""
}

// checkCases makes sure that a rule has at least three cases where it fires and
// three where it is silent, and one that a fix mends if it has any.
func checkCases(t *testing.T, rule *lint.Rule) {
	t.Helper()
	name := rule.Name
	files, err := filepath.Glob(filepath.Join(cases, name, "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	firing, silent, fixed := 0, 0, 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range txtar.Parse(text).Files {
			switch {
			case strings.HasPrefix(f.Name, "@fixed/"):
				fixed++
			case f.Name != "@diagnostics":
			case strings.Contains(string(f.Data), "("+name+")"):
				firing++
			default:
				silent++
			}
		}
	}
	if firing < 3 || silent < 3 {
		t.Errorf("%s has %d firing and %d silent cases, want three of each", name, firing, silent)
	}
	if (rule.Fix == lint.FixNever) != (fixed == 0) {
		t.Errorf("%s says %q of fixes and has %d files that they change", name, rule.Fix, fixed)
	}
}

// TestExamples runs what the documentation shows: the rule fires before and is
// silent after. A comment that is nothing but a path begins a file.
func TestExamples(t *testing.T) {
	t.Parallel()
	for _, rule := range All() {
		t.Run(rule.Name, func(t *testing.T) {
			t.Parallel()
			tree := fstest.MapFS{}
			example(tree, rule.Doc.Before)
			if n := findings(t, rule, tree); n == 0 {
				t.Error("the example before does not fire")
			}
			example(tree, rule.Doc.After)
			if n := findings(t, rule, tree); n > 0 {
				t.Errorf("the example after has %d findings", n)
			}
		})
	}
}

var fileComment = regexp.MustCompile(`^(?:#|//) (\S*\.\S+)$`)

// example writes the files of an example into a tree.
func example(tree fstest.MapFS, text string) {
	name := "app.py"
	fresh := make(map[string]bool)
	for line := range strings.Lines(text) {
		if m := fileComment.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
			name = m[1]
			continue
		}
		if !fresh[name] {
			fresh[name] = true
			tree[name] = &fstest.MapFile{}
			if strings.HasSuffix(name, ".py") {
				tree[name].Data = []byte("import boto3\nimport os\n")
			}
		}
		tree[name].Data = append(tree[name].Data, line...)
	}
}

// findings returns how many findings of a rule there are in a tree.
func findings(t *testing.T, rule *lint.Rule, tree fstest.MapFS) int {
	t.Helper()
	options := driver.Options{FS: tree, Checks: []driver.Check{{Rule: rule, Severity: lint.Warning}}}
	if rule.Late {
		for _, r := range All() {
			if r != rule {
				options.Checks = append(options.Checks, driver.Check{Rule: r})
			}
		}
	}
	result, err := driver.Run(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, d := range result.Diagnostics {
		if d.Rule == rule.Name {
			n++
		}
	}
	return n
}
