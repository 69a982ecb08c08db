package cli

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/regionlint/regionlint/lint/report"
)

// TestLocate runs from several folders on roots of several repositories.
func TestLocate(t *testing.T) {
	t.Parallel()
	top, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"outer/.git", "outer/app/api", "outer/module/.git", "outer/module/lib", "alone/lib", "elsewhere"} {
		if err := os.MkdirAll(filepath.Join(top, filepath.FromSlash(folder)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		root, dir, workspace string
		below, here          string
	}{
		{"outer", "outer", "", ".", "."},
		{"outer", "outer/app/api", "", ".", "../.."},
		{"outer/app", "outer", "", "app", "app"},
		{"outer/app", "outer/module", "", "app", "../app"},
		{"outer/app", "elsewhere", "", "app", "app"}, // nobody reads it from there
		{"outer/module/lib", "outer/module", "", "lib", "lib"},
		{"outer/module/lib", "outer", "", "lib", "lib"},
		{"outer/module/lib", "outer", "outer", "module/lib", "module/lib"},
		{"outer/module/lib", "outer", "outer/module", "lib", "lib"},
		{"outer/module/lib", "outer", "elsewhere", "lib", "lib"},
		{"outer/app", "outer", ".", "app", "app"}, // a checkout in a folder of the workspace
		{"alone/lib", "alone/lib", "", ".", "."},
		{"alone/lib", "alone", "alone", "lib", "lib"}, // files without git
	}
	for _, tt := range tests {
		env := testEnv(filepath.Join(top, filepath.FromSlash(tt.dir)), nil, nil)
		env.Getenv = func(name string) string {
			if name == "GITHUB_WORKSPACE" && tt.workspace != "" {
				return filepath.Join(top, filepath.FromSlash(tt.workspace))
			}
			return ""
		}
		var f report.Findings
		env.locate(&f, filepath.Join(top, filepath.FromSlash(tt.root)))
		if f.Below != tt.below || f.Here != tt.here || f.Blob != "" {
			t.Errorf("%s from %s in the workspace %q: %q and %q, want %q and %q", tt.root, tt.dir, tt.workspace, f.Below, f.Here, tt.below, tt.here)
		}
	}
}
