package link_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/regionlint/regionlint/lint/linttest"
)

const cases = "../../testdata/link"

// TestCases evaluates small repositories, a folder for each language.
func TestCases(t *testing.T) {
	t.Parallel()
	folders, err := os.ReadDir(cases)
	if err != nil {
		t.Fatal(err)
	}
	if len(folders) == 0 {
		t.Error("no languages in " + cases)
	}
	for _, folder := range folders {
		t.Run(folder.Name(), func(t *testing.T) {
			t.Parallel()
			linttest.Run(t, filepath.Join(cases, folder.Name()))
		})
	}
}
