package rules

import (
	"os"
	"testing"

	"github.com/regionlint/regionlint/lint/driver"
)

// BenchmarkRun looks at the tree that REGIONLINT_BENCH names with all rules. With
// -cpuprofile it tells where the time of a check goes.
func BenchmarkRun(b *testing.B) {
	folder := os.Getenv("REGIONLINT_BENCH")
	if folder == "" {
		b.Skip("REGIONLINT_BENCH names no folder")
	}
	var checks []driver.Check
	for _, rule := range All() {
		checks = append(checks, driver.Check{Rule: rule})
	}
	for b.Loop() {
		if _, err := driver.Run(b.Context(), driver.Options{FS: os.DirFS(folder), Checks: checks}); err != nil {
			b.Fatal(err)
		}
	}
}
