package discover

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

func TestAbove(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		files map[string]string
		root  string
		want  []string // text and prefix
	}{
		{
			"no repository",
			map[string]string{".gitignore": "a", "x/y.py": ""},
			"x",
			[]string{"global", ""},
		},
		{
			"the root is the repository",
			map[string]string{".gitignore": "outer", "x/.git/info/exclude": "inner", "x/.gitignore": "own"},
			"x",
			[]string{"global", ""},
		},
		{
			"the repository is further up",
			map[string]string{
				".gitignore": "outside", "r/.git/info/exclude": "exclude", "r/.gitignore": "top", "r/x/.gitignore": "middle", "r/x/y/.gitignore": "own",
			},
			"r/x/y",
			[]string{"global", "x/y", "exclude", "x/y", "top", "x/y", "middle", "y"},
		},
		{
			"a worktree",
			map[string]string{
				"r/.git/info/exclude": "shared", "r/.git/worktrees/w/commondir": "../..\n", "w/.git": "gitdir: ../r/.git/worktrees/w\n",
			},
			"w",
			[]string{"global", "", "shared", ""},
		},
		{
			"a submodule",
			map[string]string{"r/.git/modules/m/info/exclude": "own", "r/m/.git": "gitdir: ../.git/modules/m\n", "r/.gitignore": "outer"},
			"r/m",
			[]string{"global", "", "own", ""},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			top := t.TempDir()
			for name, text := range tt.files {
				write(t, top, name, text)
			}
			files := Above(filepath.Join(top, filepath.FromSlash(tt.root)), IgnoreFile{Text: []byte("global")})
			var got []string
			for _, file := range files {
				if file.Err != nil {
					t.Error(file.Err)
				}
				got = append(got, string(file.Text), file.Prefix)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestWalkAsGitLists holds a whole walk against what git lists, with an ignore
// file of every kind: below, above and beside the root.
func TestWalkAsGitLists(t *testing.T) {
	t.Parallel()
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not installed, and there is nothing else to compare with")
	}
	top := t.TempDir()
	for name, text := range map[string]string{
		"global":               "*.tmp.py\n/svc/never.py\n",
		"r/.gitignore":         "/svc/a.py\nb.py\n!c.tmp.py\n/svc/gone/\n",
		"r/svc/.env":           "",
		"r/svc/a.py":           "",
		"r/svc/b.py":           "",
		"r/svc/c.tmp.py":       "",
		"r/svc/d.tmp.py":       "",
		"r/svc/e.py":           "",
		"r/svc/gone/f.py":      "",
		"r/svc/never.py":       "",
		"r/svc/x/a.py":         "",
		"r/svc/x/e.py":         "",
		"r/svc/x/.gitignore":   "e.py\n!b.py\n",
		"r/svc/x/b.py":         "",
		"r/svc/x/y/e.py":       "",
		"r/svc/x/y/.gitignore": "!/e.py\n",
	} {
		write(t, top, name, text)
	}
	root := filepath.Join(top, "r", "svc")
	run := func(args ...string) string {
		t.Helper()
		cmd := exec.Command(git, args...)
		cmd.Dir = filepath.Join(top, "r")
		cmd.Env = []string{"HOME=" + top, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull, "PATH=" + os.Getenv("PATH")}
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("git %s: %v\n%s", args, err, out)
		}
		return string(out)
	}
	run("init", "-q", ".")
	run("config", "core.excludesFile", filepath.Join(top, "global"))
	write(t, top, "r/.git/info/exclude", "/svc/x/a.py\n")
	listed := run("-C", "svc", "ls-files", "-z", "--others", "--exclude-standard")

	above := Above(root, IgnoreFile{Text: []byte("*.tmp.py\n/svc/never.py\n")})
	result := walk(t, os.DirFS(root), Options{Ignores: above})
	want := slices.DeleteFunc(splitNUL(listed), func(name string) bool { return filepath.Base(name) == ".gitignore" })
	if len(want) == 0 {
		t.Fatal("git lists nothing")
	}
	equal(t, "candidates", paths(result.Candidates), want)
}

// TestTrackedAbove has an index outside of the root that is asked for.
func TestTrackedAbove(t *testing.T) {
	t.Parallel()
	root, git := tracking(t, "sha1", "lib/\n", "lib/a.py", "lib/b.py", "lib/x/c.py", "libs/d.py", "e.py")
	git("add", "-f", "lib/a.py", "lib/x/c.py", "libs/d.py", "e.py")
	git("-c", "user.name=a", "-c", "user.email=a@a", "commit", "-qm", "first")
	tree := filepath.Join(t.TempDir(), "tree")
	git("worktree", "add", "-q", tree)
	for folder, want := range map[string][]string{
		root: nil, filepath.Join(root, "lib"): {"a.py", "x/c.py"}, filepath.Join(root, "lib", "x"): {"c.py"}, filepath.Join(root, "libs"): {"d.py"},
		tree: {"e.py", "lib/a.py", "lib/x/c.py", "libs/d.py"}, filepath.Join(tree, "lib"): {"a.py", "x/c.py"}, t.TempDir(): nil,
	} {
		tracked := TrackedAbove(folder)
		equal(t, folder, tracked.Paths, want)
		if len(tracked.Unread) > 0 {
			t.Errorf("%s: not read is %v", folder, tracked.Unread)
		}
	}
	if err := os.WriteFile(filepath.Join(root, ".gitignore"), []byte("*.py\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	found := walk(t, os.DirFS(filepath.Join(root, "lib")), Options{
		Ignores: Above(filepath.Join(root, "lib"), IgnoreFile{}), Tracked: TrackedAbove(filepath.Join(root, "lib")).Paths,
	})
	equal(t, "in a folder", paths(found.Candidates), []string{"a.py", "x/c.py"})
	index := filepath.Join(root, ".git", "index")
	for _, tt := range []struct {
		size  int64
		large bool
	}{{0, false}, {100, false}, {maxIndex + 1, true}} {
		if err := os.Truncate(index, tt.size); err != nil {
			t.Fatal(err)
		}
		tracked := TrackedAbove(filepath.Join(root, "lib"))
		if len(tracked.Paths) > 0 || len(tracked.Unread) != 1 || tracked.Unread[0].Path != index || tracked.Unread[0].Large != tt.large || (tracked.Unread[0].Err == nil) != tt.large {
			t.Errorf("%d bytes: %v", tt.size, tracked)
		}
	}
}
