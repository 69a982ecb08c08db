package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// The tests in this file run the program on trees with one fault each. Whatever
// it is, the finding in the sound file is reported, every fault is told in one
// line, and the exit code says that the run is not the whole of it.

// sound is a file with a finding and an unsafe fix, and mended what that makes of
// it.
const (
	sound  = "import boto3\ns3 = boto3.client(\"s3\", region_name=\"us-esat-1\")\n"
	mended = "import boto3\ns3 = boto3.client(\"s3\", region_name=\"us-east-1\")\n"
)

// A fault is something wrong with a tree, and the lines that say so. %s stands
// for the folder around the tree.
type fault struct {
	name  string
	make  func(t *testing.T, dir string)
	lines []string
}

func link(target, name string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		must(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755), os.Symlink(target, filepath.Join(dir, name)))
	}
}

// links returns what makes several links, given by their names and targets.
func links(pairs ...string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		for i := 0; i < len(pairs); i += 2 {
			link(pairs[i+1], pairs[i])(t, dir)
		}
	}
}

func pipes(names ...string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		for _, name := range names {
			full := filepath.Join(dir, name)
			must(t, os.MkdirAll(filepath.Dir(full), 0o755), syscall.Mkfifo(full, 0o666))
		}
	}
}

// irregular returns the lines about files that are none to read.
func irregular(names ...string) []string {
	var lines []string
	for _, name := range names {
		lines = append(lines, name+": not a regular file")
	}
	return lines
}

// locked returns what makes a file or a folder that nobody may read.
func locked(name, text string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		put(t, filepath.Join(dir, name), text)
		at := filepath.Join(dir, strings.SplitN(name, "/", 2)[0])
		must(t, os.Chmod(at, 0))
		t.Cleanup(func() { _ = os.Chmod(at, 0o755) })
	}
}

// deep is how many folders stand in each other. Their path is far longer than the
// system takes at once.
const deep = 600

var treeFaults = []fault{
	{"link out of the root", links("out.py", "../outside/secret.py", "etc", "/etc", "web/.env", "../../outside/secret.py", "up", ".."), []string{
		"etc: link out of the root", "out.py: link out of the root", "up: link out of the root", "web/.env: link out of the root",
	}},
	{"ignore file out of the root", links(".gitignore", "../outside/secret.py"), []string{".gitignore: link out of the root"}},
	{"link to a device", links("zero.py", "/dev/zero", "sub/.gitignore", "/dev/zero"), []string{
		"sub/.gitignore: link out of the root", "zero.py: link out of the root",
	}},
	{"loop of links", links("a.py", "b.py", "b.py", "a.py", "c", "c", "d/e", "../d", "d/f", "e/e/e/f"), []string{
		"a.py: loop of links", "b.py: loop of links", "c: loop of links", "d/f: loop of links",
	}},
	{"pipe", pipes(
		"a.py", "b.ts", ".env", "package.json", "compose.yaml", "lib.go", ".gitignore", "sub/.gitignore", "other",
	), irregular(".env", ".gitignore", "a.py", "b.ts", "compose.yaml", "lib.go", "package.json", "sub/.gitignore")},
	{"pipe for git's files", pipes(".git/info/exclude", ".git/config"), irregular(".git/info/exclude", "%s/root/.git/config")},
	{"pipe for git's index", indexed(pipes(".git/index")), irregular(".git/index")},
	{"device for git's index", indexed(link("/dev/zero", ".git/index")), []string{".git/index: path escapes from parent"}},
	{"folder for git's index", indexed(func(t *testing.T, dir string) {
		t.Helper()
		put(t, filepath.Join(dir, ".git", "index", "a"), "")
	}), []string{".git/index: is a directory"}},
	{"broken index", indexed(func(t *testing.T, dir string) {
		t.Helper()
		put(t, filepath.Join(dir, ".git", "index"), "DIRC\x00\x00\x00\x02\x3b\x9a\xca\x00")
	}), []string{".git/index: not an index that git writes"}},
	{"git's folder is a device", gitdir("/dev/zero"), []string{"/dev/zero/index: not a directory", "/dev/zero/info/exclude: not a directory"}},
	{"git's folder is memory", gitdir("/proc/self/mem"), []string{"/proc/self/mem/index: not a directory", "/proc/self/mem/info/exclude: not a directory"}},
	{"git's folder has pipes", func(t *testing.T, dir string) {
		t.Helper()
		pipes("../outside/commondir", "../outside/info/exclude", "../outside/index", "../outside/config")(t, dir)
		gitdir("../outside")(t, dir)
	}, irregular("%s/outside/index", "%s/outside/info/exclude")},
	{"git's folder is a loop", func(t *testing.T, dir string) {
		t.Helper()
		must(t, os.RemoveAll(filepath.Join(dir, ".git")), os.Symlink(".git", filepath.Join(dir, ".git")))
	}, []string{"%s/root/.git/config: too many levels of symbolic links"}},
	{"pipe above the root", func(t *testing.T, dir string) {
		t.Helper()
		must(t, os.RemoveAll(filepath.Join(dir, ".git")), os.Mkdir(filepath.Join(dir, "..", ".git"), 0o755))
		put(t, filepath.Join(dir, ".regionlint.yaml"), "root: true\n")
		pipes("../.gitignore", "../.git/info/exclude")(t, dir)
	}, irregular("%s/.git/info/exclude", "%s/.gitignore")},
	{"global ignore file without end", func(t *testing.T, dir string) {
		t.Helper()
		put(t, filepath.Join(dir, ".git", "config"), "[core]\nexcludesFile = /dev/zero\n")
	}, irregular("/dev/zero")},
	{"socket", func(t *testing.T, dir string) {
		t.Helper()
		at, err := os.Open(dir) // a socket's path must be short
		must(t, err)
		listener, err := net.Listen("unix", fmt.Sprintf("/proc/self/fd/%d/s.py", at.Fd()))
		must(t, err)
		t.Cleanup(func() { _, _ = listener.Close(), at.Close() })
	}, irregular("s.py")},
	{"unreadable file", func(t *testing.T, dir string) {
		t.Helper()
		for _, name := range []string{"a.py", ".env", "package.json", "compose.yaml", ".gitignore", "sub.ts"} {
			locked(name, "AWS_REGION=eu-west-1\n")(t, dir)
		}
	}, []string{
		".env: permission denied", ".gitignore: permission denied", "a.py: permission denied", "compose.yaml: permission denied",
		"package.json: permission denied", "sub.ts: permission denied",
	}},
	{"unreadable folder", locked("sub/a.py", "import boto3\n"), []string{"sub: permission denied"}},
	{"folder that cannot be searched", func(t *testing.T, dir string) {
		t.Helper()
		put(t, filepath.Join(dir, "sub", "a.py"), sound)
		must(t, os.Chmod(filepath.Join(dir, "sub"), 0o444))
		t.Cleanup(func() { _ = os.Chmod(filepath.Join(dir, "sub"), 0o755) })
	}, []string{"sub: permission denied"}},
	{"text in another encoding", func(t *testing.T, dir string) {
		t.Helper()
		put(t, filepath.Join(dir, "a.py"), "\xff\xfei\x00m\x00")
	}, []string{"a.py: text encoding is not supported: UTF-16LE"}},
}

// indexed returns what makes a tree in which git's index matters: it says whether a
// file is tracked that an ignore file names.
func indexed(index func(*testing.T, string)) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		put(t, filepath.Join(dir, ".gitignore"), "hidden.py\n")
		put(t, filepath.Join(dir, "hidden.py"), sound)
		index(t, dir)
	}
}

// gitdir returns what makes a tree whose repository says that git's folder is
// elsewhere.
func gitdir(to string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		must(t, os.RemoveAll(filepath.Join(dir, ".git")))
		put(t, filepath.Join(dir, ".git"), "gitdir: "+to+"\n")
	}
}

// TestFaultyTrees runs every command that looks at a tree on every kind of faulty
// one.
func TestFaultyTrees(t *testing.T) {
	t.Parallel()
	for _, f := range treeFaults {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			top, dir := faultyTree(t, f)
			lines := slices.Clone(f.lines)
			for i := range lines {
				lines[i] = "regionlint: " + strings.ReplaceAll(lines[i], "%s", top)
			}
			for _, args := range [][]string{
				{},
				{"--verbose"},
				{"--output-format", "json"},
				{"--output-format", "sarif"},
				{"--exit-zero"},
				{"--diff", "--unsafe-fixes"},
				{"map"},
				{"map", "--format", "json"},
				{"map", "--format", "markdown"},
				{"plan"},
				{"plan", "--format", "json"},
				{"trace", "good.py:2"},
				{"--fix", "--unsafe-fixes"},
			} {
				r := finish(t, unprivileged(t, start(t, dir, args...)))
				told := about(r.errout)
				if slices.Sort(told); !slices.Equal(told, lines) {
					t.Errorf("%q: standard error is\n%s\nwant\n%s", args, strings.Join(told, "\n"), strings.Join(lines, "\n"))
				}
				if r.code != 2 {
					t.Errorf("%q: exit code %d", args, r.code)
				}
				if !strings.Contains(r.out, "good.py") && !slices.Contains(args, "--fix") {
					t.Errorf("%q: nothing is said of the sound file:\n%s", args, r.out)
				}
			}
			if got := slurp(t, filepath.Join(dir, "good.py")); got != mended {
				t.Errorf("the sound file is %q now", got)
			}
			if got := slurp(t, filepath.Join(top, "outside", "secret.py")); got != sound {
				t.Errorf("outside of the root there is %q now", got)
			}
		})
	}
}

// faultyTree makes a folder with a repository that has a fault, beside a file that
// is none of it.
func faultyTree(t *testing.T, f fault) (top, dir string) {
	t.Helper()
	top, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	dir = filepath.Join(top, "root")
	put(t, filepath.Join(top, "outside", "secret.py"), sound)
	put(t, filepath.Join(dir, ".git", "HEAD"), "")
	put(t, filepath.Join(dir, "good.py"), sound)
	f.make(t, dir)
	return top, dir
}

// about returns the lines of standard error that are not about what is done in a
// sound tree too.
func about(errout string) []string {
	var lines []string
	usual := regexp.MustCompile(`^regionlint: (cache: |looked at|would have applied|applied|fixed good\.py)`)
	for line := range strings.Lines(errout) {
		if line = strings.TrimSuffix(line, "\n"); !usual.MatchString(line) {
			lines = append(lines, line)
		}
	}
	return lines
}

// unprivileged makes a command run without the rights of the superuser, who may
// read and write everything. The user stays the owner of the files.
func unprivileged(t *testing.T, cmd *exec.Cmd) *exec.Cmd {
	t.Helper()
	if os.Geteuid() != 0 {
		return cmd
	}
	if why := noNamespaces(); why != nil {
		t.Skip("the tests run as root, and may not run anything else:", why)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 1000, HostID: 0, Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 1000, HostID: 0, Size: 1}},
	}
	return cmd
}

// noNamespaces says why there are no namespaces of users here.
func noNamespaces() error {
	cmd := exec.Command("true")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 1000, HostID: 0, Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 1000, HostID: 0, Size: 1}},
	}
	return cmd.Run()
}

// TestDeepTree has folders in each other whose path is longer than the system
// takes.
func TestDeepTree(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, filepath.Join(dir, ".git", "HEAD"), "")
	put(t, filepath.Join(dir, "good.py"), sound)
	must(t, dig(dir, sized(deep, 10_000)))
	r := finish(t, start(t, dir))
	if r.code != 1 || r.errout != "" || strings.Count(r.out, "there is no region") != 2 && strings.Count(r.out, "-->") != 2 {
		t.Errorf("exit code %d, standard error %.200q, standard output:\n%.2000s", r.code, r.errout, r.out)
	}
}

// dig makes folders in each other, with a file in the last one.
func dig(dir string, levels int) error {
	root, err := os.OpenRoot(dir)
	for range levels {
		if err != nil {
			return err
		}
		inner := root
		if err = inner.Mkdir("d-e-e-p", 0o755); err == nil {
			root, err = inner.OpenRoot("d-e-e-p")
		}
		err = errors.Join(err, inner.Close())
	}
	if err != nil {
		return err
	}
	return errors.Join(root.WriteFile("a.py", []byte(sound), 0o644), root.Close())
}

// TestConfigurationTraps has configuration files that are none. Without its
// configuration a run would be another one than was asked for, so there is none.
func TestConfigurationTraps(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		make func(t *testing.T, dir string)
		args []string
		line string
	}{
		"pipe":        {pipes(".regionlint.yaml"), nil, ".regionlint.yaml: not a regular file"},
		"nested pipe": {pipes("a/.regionlint.yaml"), nil, "a/.regionlint.yaml: not a regular file"},
		"device":      {link("/dev/zero", ".regionlint.yaml"), nil, ".regionlint.yaml: link out of the root"},
		"outside":     {link("../../outside/secret.py", "a/.regionlint.yaml"), nil, "a/.regionlint.yaml: link out of the root"},
		"loop":        {link(".regionlint.yaml", ".regionlint.yaml"), nil, ".regionlint.yaml: loop of links"},
		"folder": {func(t *testing.T, dir string) {
			t.Helper()
			put(t, filepath.Join(dir, ".regionlint.yaml", "a"), "")
		}, nil, ".regionlint.yaml: is a directory"},
		"secrets": {func(t *testing.T, dir string) {
			t.Helper()
			put(t, filepath.Join(dir, ".env"), "PASSWORD=hunter2\n")
			link(".env", ".regionlint.yaml")(t, dir)
		}, nil, ".regionlint.yaml: it is a link to a file that is not called .yaml or .yml"},
		"unreadable":    {locked(".regionlint.yaml", "root: true\n"), nil, ".regionlint.yaml: permission denied"},
		"given device":  {links(), []string{"--config", "/dev/zero"}, "/dev/zero: the file is larger than 256 KiB, which no configuration needs"},
		"given folder":  {links(), []string{"--config", "/"}, "/: is a directory"},
		"given secrets": {links(), []string{"--config", "../outside/secrets"}, "../outside/secrets:1:1: the file takes keys (exclude, overrides, regions, root, rules), not plain text"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			top, dir := faultyTree(t, fault{make: tt.make})
			put(t, filepath.Join(top, "outside", "secrets"), "PASSWORD=hunter2\n")
			for _, command := range [][]string{{}, {"--fix", "--unsafe-fixes"}, {"map"}, {"plan"}, {"config"}} {
				r := finish(t, unprivileged(t, start(t, dir, slices.Concat(command, tt.args)...)))
				if want := "regionlint: " + tt.line + "\n"; r.code != 2 || r.out != "" || r.errout != want {
					t.Errorf("%q: exit code %d, standard output %q, standard error %q, want %q", command, r.code, r.out, r.errout, want)
				}
			}
			if got := slurp(t, filepath.Join(dir, "good.py")); got != sound {
				t.Errorf("the sound file is %q now", got)
			}
		})
	}
}

// TestPseudoTrees runs on trees that the kernel makes up while they are read.
func TestPseudoTrees(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{"/proc/self", "/proc/sys", "/sys/kernel", "/dev/pts"} {
		if _, err := os.Stat(dir); err != nil {
			continue
		}
		// Memory that programs share is a tree of anybody's files.
		if shared, err := os.ReadDir(filepath.Join(dir, "shm")); err == nil && len(shared) > 0 {
			continue
		}
		r := finish(t, start(t, t.TempDir(), dir))
		if r.code != 0 && r.code != 2 || (r.code == 2) != (r.errout != "") {
			t.Errorf("%s: exit code %d, standard error %.300q", dir, r.code, r.errout)
		}
		seen := make(map[string]bool)
		for line := range strings.Lines(r.errout) {
			if !strings.HasPrefix(line, "regionlint: ") || seen[line] {
				t.Errorf("%s: standard error has the line %q", dir, line)
			}
			seen[line] = true
		}
	}
}

// TestLinkedRoot gives a root by a link to it.
func TestLinkedRoot(t *testing.T) {
	t.Parallel()
	top, dir := faultyTree(t, fault{make: links()})
	must(t, os.Symlink("root", filepath.Join(top, "link")))
	for _, path := range []string{"link", "link/", "link/.", "link/good.py"} {
		if r := finish(t, start(t, top, path)); r.code != 1 || r.errout != "" || !strings.Contains(r.out, " --> good.py:2:") {
			t.Errorf("%s: exit code %d, standard error %q, standard output\n%s", path, r.code, r.errout, r.out)
		}
	}
	if r := finish(t, start(t, top, "--fix", "--unsafe-fixes", "link")); r.code != 0 || slurp(t, filepath.Join(dir, "good.py")) != mended {
		t.Errorf("exit code %d, standard error %q", r.code, r.errout)
	}
}

// TestStreams closes, fills and takes away what every process is given.
func TestStreams(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		script string // of a shell, in a folder with a finding
		code   int
		line   string // on standard error
	}{
		"full output":      {`regionlint >/dev/full`, 2, "write /dev/stdout: no space left on device"},
		"full output, map": {`regionlint map >/dev/full`, 2, "write /dev/stdout: no space left on device"},
		"full file":        {`regionlint --output-file /dev/full`, 2, "cannot write /dev/full: no space left on device"},
		"closed output":    {`regionlint >&-`, 1, ""},
		"closed input":     {`regionlint <&- >/dev/null`, 1, ""},
		"no input":         {`regionlint --stdin-filename good.py <&- >/dev/null`, 0, ""},
		"input a folder":   {`regionlint --stdin-filename good.py <. >/dev/null`, 2, "reading standard input: read /dev/stdin: is a directory"},
		"closed error":     {`regionlint --verbose 2>&- >/dev/null`, 1, ""},
		"full error":       {`regionlint --verbose 2>/dev/full >/dev/null`, 1, ""},
		"nobody reads":     {`{ regionlint; echo $? >code; } | true; exit $(cat code)`, 1, ""},
		"folder gone":      {`mkdir gone; cd gone; rmdir ../gone; regionlint`, 2, "getwd: no such file or directory"},
		"few open files":   {`ulimit -n 16; regionlint >/dev/null`, 1, ""},
		"file size":        {`ulimit -f 0; regionlint --fix --unsafe-fixes >/dev/null`, 2, "good.py: cannot be fixed: file too large"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, dir := faultyTree(t, fault{make: links()})
			cmd := exec.CommandContext(t.Context(), "sh", "-c", tt.script)
			cmd.Dir = dir
			r := finish(t, cmd)
			lines := about(r.errout)
			if r.code != tt.code || strings.Join(lines, "\n") != strings.TrimSuffix("regionlint: "+tt.line, "regionlint: ") {
				t.Errorf("exit code %d, want %d; standard error is %q, want %q", r.code, tt.code, lines, tt.line)
			}
			if got := slurp(t, filepath.Join(dir, "good.py")); got != sound {
				t.Errorf("the file is %q now", got)
			}
			if left := temporaries(t, dir); len(left) > 0 {
				t.Errorf("there is %q", left)
			}
		})
	}
}

// temporaries returns the temporary files below a folder.
func temporaries(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	must(t, filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if strings.HasPrefix(filepath.Base(path), ".regionlint-") {
			all = append(all, path)
		}
		return err
	}))
	return all
}
