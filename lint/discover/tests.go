package discover

import (
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/source"
)

// isTest reports whether a path, relative to the root, is that of a test, a
// fixture or a mock.
func isTest(name string, lang source.Language) bool {
	folder, base := path.Split(name)
	for part := range strings.SplitSeq(folder, "/") {
		if isTestFolder(part) {
			return true
		}
	}
	if lang == source.Dotenv {
		switch Mode(base) {
		case "test", "testing", "e2e":
			return true
		}
		return false
	}
	stem := strings.TrimSuffix(base, path.Ext(base))
	return base == "conftest.py" || strings.HasPrefix(stem, "test_") || strings.HasSuffix(stem, "_test") ||
		stem == "tests" && lang == source.Python || testExt(stem)
}

// testExt reports whether a name without its last extension ends in one that
// makes it a test, as `button.test` does.
func testExt(stem string) bool {
	switch path.Ext(stem) {
	case ".test", ".spec", ".e2e", ".mock", ".fixture", ".cy":
		return true
	}
	return false
}

func isTestFolder(name string) bool {
	switch name {
	case "test", "tests", "__test__", "__tests__", "__mocks__", "__fixtures__", "fixtures",
		"testdata", "test_data", "e2e", "cypress":
		return true
	}
	for _, end := range []string{"test", "tests", "e2e"} {
		if rest, ok := strings.CutSuffix(name, end); ok && (strings.HasSuffix(rest, "-") || strings.HasSuffix(rest, "_")) {
			return true
		}
	}
	return false
}

// TestText reports whether a file of no language of ours is about tests, by its
// path: pytest.ini, docker-compose.test.yml, ci/api_tests.yml.
func TestText(name string) bool {
	folder, base := path.Split(name)
	for part := range strings.SplitSeq(folder, "/") {
		if isTestFolder(part) {
			return true
		}
	}
	words := strings.FieldsFunc(strings.ToLower(base), func(r rune) bool { return r < 'a' || r > 'z' })
	return slices.ContainsFunc(words, func(word string) bool {
		switch word {
		case "test", "tests", "testing", "pytest", "tox", "nox", "jest", "vitest", "cypress", "playwright":
			return true
		}
		return false
	})
}
