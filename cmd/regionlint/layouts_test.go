package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestGitLayouts has repositories as git lays them out, and some that it does not.
// Files are found, tracked ones too where an ignore file names them, and nothing of the
// repository runs.
func TestGitLayouts(t *testing.T) {
	t.Parallel()
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not installed, and lays repositories out")
	}
	const both = "good.py hidden.py"
	for name, tt := range map[string]struct {
		script string // of a shell, in the repository
		dir    string // where the program is run
		want   string // the files with findings
	}{
		"plain":             {``, ".", both},
		"version 4":         {`git update-index --index-version 4`, ".", both},
		"split index":       {`git update-index --split-index; echo >more; git add more`, ".", both},
		"untracked cache":   {`git update-index --untracked-cache; git status`, ".", both},
		"sparse index":      {`mkdir a b; touch a/x b/y; git add .; git commit -qm more; git sparse-checkout init --cone --sparse-index; git sparse-checkout set a`, ".", both},
		"longer hashes":     {`rm -r .git; git init -q --object-format=sha256 .; git add -f good.py hidden.py`, ".", both},
		"nothing tracked":   {`rm .git/index`, ".", "good.py"},
		"cut index":         {`git gc -q; git pack-refs --all; rm -r .git/objects`, ".", both},
		"module":            {`git clone -q . ../other; mv .gitignore x; git -c protocol.file.allow=always submodule --quiet add ../other sub; rm good.py hidden.py`, ".", "sub/good.py sub/hidden.py"},
		"worktree":          {`git worktree add -q ../tree`, "../tree", both},
		"worktree inside":   {`git worktree add -q tree; rm good.py hidden.py; rm .gitignore`, ".", "tree/good.py"},
		"folder elsewhere":  {`mv .git ../git; ln -s ../git .git`, ".", "good.py"},
		"folder of it":      {`mkdir -p a/b; cp *.py a/b; cp good.py a/other.py; git add -f a; echo 'root: true' >a/b/.regionlint.yaml`, "a/b", both},
		"folder of a tree":  {`mkdir -p a; cp *.py a; git add -f a; git commit -qm a; git worktree add -q ../tree; echo 'root: true' >../tree/a/.regionlint.yaml`, "../tree/a", both},
		"none of git's":     {`rm -r .git; echo none >.git`, ".", "good.py"},
		"pipe":              {`rm -r .git; mkfifo .git`, ".", "good.py"},
		"device":            {`rm -r .git; ln -s /dev/zero .git`, ".", "good.py"},
		"bare":              {`git clone -q --bare . bare.git; rm -r .git`, ".", "good.py"},
		"outside, no such":  {`rm -r .git; echo 'gitdir: ../none' >.git`, ".", "good.py"},
		"another's outside": {`mv .git ../git; echo 'gitdir: ../git' >.git`, ".", both},
		"commondir a pipe":  {`mkfifo .git/commondir`, ".", both},
		"hooks and monitors": {`for name in pre-commit post-index-change post-checkout fsmonitor-watchman; do
			printf '#!/bin/sh\necho ran >>"%s"' "$PWD/../ran" >.git/hooks/$name; chmod +x .git/hooks/$name; done
			git config core.fsmonitor "$PWD/.git/hooks/fsmonitor-watchman"; git config filter.x.clean .git/hooks/pre-commit
			git config filter.x.smudge .git/hooks/pre-commit; git config core.pager .git/hooks/pre-commit; echo '* filter=x diff=x' >.gitattributes; rm -f ../ran`, ".", both},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			top := t.TempDir()
			dir := filepath.Join(top, "root")
			put(t, filepath.Join(dir, "good.py"), sound)
			put(t, filepath.Join(dir, "hidden.py"), sound)
			put(t, filepath.Join(dir, ".gitignore"), "hidden.py\n")
			cmd := exec.CommandContext(t.Context(), "sh", "-ec", `"$GIT" init -q -b main .; git add -f good.py hidden.py .gitignore; git commit -qm first; `+tt.script)
			cmd.Dir = dir
			cmd.Env = []string{
				"GIT=" + git, "PATH=" + os.Getenv("PATH"), "HOME=" + top, "GIT_CONFIG_NOSYSTEM=1",
				"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@a", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@a",
			}
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			want := strings.Fields(tt.want)
			for range 2 { // with nothing in the cache, and with all of it
				r := finish(t, start(t, filepath.Join(dir, tt.dir)))
				var got []string
				for _, m := range regexp.MustCompile(`(?m)^ *--> (\S+):2:`).FindAllStringSubmatch(r.out, -1) {
					got = append(got, m[1])
				}
				if r.code != 1 || r.errout != "" || !slices.Equal(got, want) {
					t.Errorf("exit code %d, standard error %q, findings in %q, want %q", r.code, r.errout, got, want)
				}
			}
			if _, err := os.Stat(filepath.Join(top, "ran")); err == nil {
				t.Error("something of the repository was run")
			}
		})
	}
}
