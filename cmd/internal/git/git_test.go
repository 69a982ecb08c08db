package git

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// repo makes a repository with one commit of some files, and returns its top.
func repo(t *testing.T, files map[string]string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is needed")
	}
	top, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	run(t, top, "init", "-q", "-b", "main")
	for name, text := range files {
		put(t, filepath.Join(top, filepath.FromSlash(name)), text)
	}
	run(t, top, "add", ".")
	run(t, top, "commit", "-qm", "base")
	return top
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}

// run calls git as anyone would, and returns what it prints.
func run(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func open(t *testing.T, top string) *Repository {
	t.Helper()
	r, err := Open(top, os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func base(t *testing.T, top, rev string) *Tree {
	t.Helper()
	tree, err := open(t, top).Base(t.Context(), rev)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestRead(t *testing.T) {
	t.Parallel()
	large := strings.Repeat("x", MaxSize+1)
	files := map[string]string{"a.py": "a\r\n", "d/with \"é\".py": "", "d/\n.py": "newline\n", "large": large, "last": "no end"}
	top := repo(t, files)
	if err := os.Symlink("a.py", filepath.Join(top, "link")); err != nil {
		t.Fatal(err)
	}
	run(t, top, "add", ".")
	run(t, top, "commit", "-qm", "link")
	tree := base(t, top, "HEAD")
	var paths []string
	tree.Paths(func(path string) { paths = append(paths, path) })
	if len(paths) != len(files) || tree.Has("link") || tree.Has("d") {
		t.Errorf("got the paths %q", paths)
	}
	texts, err := tree.Read(t.Context(), append(paths, "none", "link"))
	if err != nil {
		t.Fatal(err)
	}
	delete(files, "large")
	for path, want := range files {
		if got, ok := texts[path]; !ok || string(got) != want {
			t.Errorf("%q holds %q, want %q", path, got, want)
		}
	}
	if len(texts) != len(files) {
		t.Errorf("got %d files, want %d", len(texts), len(files))
	}
}

func TestInModule(t *testing.T) {
	t.Parallel()
	inner := repo(t, map[string]string{"b.py": "b"})
	top := repo(t, map[string]string{"a.py": "a"})
	run(t, top, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner, "lib/in")
	run(t, top, "commit", "-qm", "module")
	tree := base(t, top, "HEAD")
	for path, want := range map[string]bool{"lib/in/b.py": true, "lib/in": false, "lib/other.py": false, "a.py": false} {
		if tree.InModule(path) != want {
			t.Errorf("%s: got %v", path, !want)
		}
	}
}

// TestRunsNothing asks repositories whose configuration names programs for
// everything that git could run.
func TestRunsNothing(t *testing.T) {
	t.Parallel()
	top := repo(t, map[string]string{"a.py": "a\n", ".gitattributes": "*.py filter=evil diff=evil merge=evil\n"})
	put(t, filepath.Join(top, "a.py"), "b\n")
	evil := filepath.Join(top, "evil")
	ran := filepath.Join(top, "ran")
	put(t, evil, fmt.Sprintf("#!/bin/sh\necho \"$0 $*\" >> '%s'\n", ran))
	for _, key := range []string{
		"core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "core.gitProxy", "core.alternateRefsCommand",
		"filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv", "diff.evil.command", "diff.external",
		"merge.evil.driver", "gpg.program", "credential.helper", "pager.rev-parse", "pager.cat-file", "pager.ls-tree", "alias.merge-base",
		"alias.rev-parse", "alias.ls-tree", "alias.cat-file", "uploadpack.packObjectsHook", "log.showSignature", "sequence.editor",
		"remote.origin.uploadpack", "remote.origin.receivepack",
	} {
		run(t, top, "config", key, evil)
	}
	hooks := filepath.Join(top, ".git", "hooks")
	for _, hook := range []string{"post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc", "fsmonitor-watchman"} {
		put(t, filepath.Join(hooks, hook), fmt.Sprintf("#!/bin/sh\necho %s >> '%s'\n", hook, ran))
	}
	tree := base(t, top, "HEAD")
	if _, err := tree.Read(t.Context(), []string{"a.py"}); err != nil {
		t.Fatal(err)
	}

	// Now the object is to be had from elsewhere only.
	id := run(t, top, "-c", "core.fsmonitor=false", "-c", "core.hooksPath="+os.DevNull, "rev-parse", "HEAD:a.py")
	if err := os.Remove(filepath.Join(top, ".git", "objects", id[:2], id[2:])); err != nil {
		t.Fatal(err)
	}
	for _, url := range []string{"ext::" + evil, "file://" + top, top, "ssh://localhost/x", "http://localhost/x"} {
		for key, value := range map[string]string{
			"remote.origin.url": url, "remote.origin.promisor": "true", "extensions.partialClone": "origin", "core.repositoryFormatVersion": "1",
			"protocol.allow": "always", "protocol.ext.allow": "always", "protocol.file.allow": "always", "protocol.ssh.allow": "always",
		} {
			run(t, top, "-c", "core.fsmonitor=false", "-c", "core.hooksPath="+os.DevNull, "config", key, value)
		}
		_, err := base(t, top, "HEAD").Read(t.Context(), []string{"a.py"})
		if err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: the error is %v", url, err)
		}
	}
	if did, err := os.ReadFile(ran); err == nil {
		t.Errorf("git ran\n%s", did)
	}
}

func TestBaseRefuses(t *testing.T) {
	t.Parallel()
	r := open(t, repo(t, map[string]string{"a.py": "a"}))
	for rev, want := range map[string]string{
		"": `"" is no revision`, "-q": `"-q" is no revision`, "--upload-pack=x": "is no revision", "a\nb": "is no revision", "a\x00b": "is no revision",
		"none": `there is no revision "none"`, "HEAD:a.py": "there is no revision", "HEAD^{tree}": "there is no revision", "HEAD~5": "there is no revision",
	} {
		if _, err := r.Base(t.Context(), rev); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", rev, err, want)
		}
	}
}

// TestEnvironment has the variables of a hook name another repository.
func TestEnvironment(t *testing.T) {
	other := repo(t, map[string]string{"other.py": "a"})
	top := repo(t, map[string]string{"a.py": "a"})
	t.Setenv("GIT_DIR", filepath.Join(other, ".git"))
	t.Setenv("GIT_INDEX_FILE", filepath.Join(other, ".git", "index"))
	t.Setenv("GIT_EXTERNAL_DIFF", "false")
	if tree := base(t, top, "HEAD"); !tree.Has("a.py") || tree.Has("other.py") {
		t.Error("the environment decides which repository is read")
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := Open(top, os.Getenv); err == nil || err.Error() != "there is no git program to ask" {
		t.Errorf("without git the error is %v", err)
	}
}

func reader(text string) *bufio.Reader { return bufio.NewReader(strings.NewReader(text)) }

// TestReceive reads answers that end too early or are none.
func TestReceive(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"", "a blob", "a blob 3\nab", "a missing\n", "a blob x\nabc\n", "a blob 9999999999\nabc", "a blob -3\nabc\n"} {
		if _, err := receive(reader(answer), []string{"p"}); err == nil {
			t.Errorf("%q is taken for an answer", answer)
		}
	}
	got, err := receive(reader("a blob 3\na\nb\nb blob 0\n\n"), []string{"p", "q"})
	if err != nil || !bytes.Equal(got["p"], []byte("a\nb")) || len(got["q"]) != 0 || len(got) != 2 {
		t.Errorf("got %q, %v", got, err)
	}
}

// TestEnds has repositories of which git never says that it is done.
func TestEnds(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("there are no such pipes")
	}
	for name, tt := range map[string]struct {
		script string // of a shell, in the repository
		want   error
	}{
		"pipe for HEAD":       {`rm .git/HEAD; mkfifo .git/HEAD`, errSlow},
		"pipe for settings":   {`mkfifo pipe; git config include.path "$PWD/pipe"`, errSlow},
		"pipe for alternates": {`mkfifo .git/objects/info/alternates`, errSlow},
		"folders that stand in each other many times": {`
			tree=$(git rev-parse HEAD^{tree})
			for level in 1 2 3 4 5 6 7 8 9 10; do
				tree=$(for name in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %s\t%s\n' $tree $name; done | git mktree)
			done
			git update-ref HEAD $(git commit-tree -m bomb $tree)`, errMuch},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			top := repo(t, map[string]string{"a.py": "a"})
			cmd := exec.CommandContext(t.Context(), "sh", "-ec", tt.script)
			cmd.Dir, cmd.Env = top, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + top, "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@a", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@a"}
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			r := open(t, top)
			if r.maxOutput = 1 << 20; errors.Is(tt.want, errSlow) {
				r.patience = 300 * time.Millisecond
			}
			if _, err := r.Base(t.Context(), "HEAD"); !errors.Is(err, tt.want) {
				t.Errorf("the error is %v, want %v", err, tt.want)
			}
		})
	}
}
