package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// trap is a command that leaves a file behind wherever it is run.
const trap = "touch \"$TRAPPED\""

// trapped writes a repository in which every tool of a developer would run
// something.
func trapped(t *testing.T, dir string) {
	t.Helper()
	script := "#!/bin/sh\n" + trap + "\n"
	files := map[string]string{
		"good.py":      sound,
		"web/app.ts":   "import { S3 } from '@aws-sdk/client-s3'\nexport const s3 = new S3({ region: process.env.AWS_REGION ?? 'us-east-1' })\n",
		".env":         "AWS_REGION=$(" + trap + ")\nOTHER_REGION=`" + trap + "`\n",
		".env.local":   "AWS_REGION=eu-west-1\n",
		"setup.py":     "import os\nos.system('" + trap + "')\nimport boto3\nboto3.client('s3', region_name='us-east-1')\n",
		"conftest.py":  "import os, boto3\nos.system('" + trap + "')\n",
		"package.json": `{"scripts": {"install": "` + strings.ReplaceAll(trap, `"`, `\"`) + `", "prepare": "./hook"}, "workspaces": ["../../*", "/etc"], "main": "../../outside/secret.py"}`,
		"tsconfig.json": `{"extends": "../outside/tsconfig.json", "compilerOptions": {"baseUrl": "../..", "paths": {"*": ["../../outside/*", "/etc/*"]}},
			"references": [{"path": "../outside"}]}`,
		"web/index.ts":          "import x from '../../outside/secret'\nimport y from '/etc/passwd'\nimport z from '../../../../../../etc/passwd.js'\nrequire('../../outside/secret.py')\nconsole.log(x, y, z, process.env.AWS_REGION)\n",
		"app.py":                "from dotenv import load_dotenv\nimport boto3, os\nload_dotenv('../outside/.env')\nload_dotenv('/etc/environment')\nboto3.client('s3', region_name=os.environ['AWS_REGION'])\n",
		"compose.yaml":          "services:\n  a:\n    env_file: [../outside/.env, /etc/environment]\n    extends: {file: ../outside/compose.yaml}\n",
		".envrc":                trap + "\n",
		".npmrc":                "script-shell=./hook\n",
		".husky/pre-commit":     script,
		"hook":                  script,
		".git/HEAD":             "ref: refs/heads/main\n",
		".git/config":           "[core]\nfsmonitor = ./hook\npager = ./hook\nsshCommand = ./hook\neditor = ./hook\nhooksPath = .\n[diff]\nexternal = ./hook\n[diff \"x\"]\ntextconv = ./hook\n[filter \"x\"]\nclean = ./hook\nsmudge = ./hook\nprocess = ./hook\nrequired\n[alias]\nrev-parse = !./hook\n[credential]\nhelper = ./hook\n[gpg]\nprogram = ./hook\n[include]\npath = ../outside\n[remote \"origin\"]\nurl = ext::./hook\npromisor = true\n",
		".gitattributes":        "* diff=x filter=x\n",
		".git/hooks/pre-commit": script, ".git/hooks/post-index-change": script, ".git/hooks/reference-transaction": script,
		".git/objects/x": "", ".git/refs/x": "",
	}
	for name, text := range files {
		put(t, filepath.Join(dir, name), text)
	}
	for _, name := range []string{"hook", ".husky/pre-commit", ".git/hooks/pre-commit", ".git/hooks/post-index-change", ".git/hooks/reference-transaction"} {
		must(t, os.Chmod(filepath.Join(dir, name), 0o755))
	}
}

// watchedCommands is every command, and every flag that makes one do something
// else. OUT stands for a folder to write to.
var watchedCommands = [][]string{
	{},
	{"--output-format", "json"},
	{"--output-format", "sarif"},
	{"--output-format", "github"},
	{"--output-format", "markdown"},
	{"--verbose", "--include-tests", "--statistics"},
	{"--output-file", "OUT/report"},
	{"--write-baseline", "OUT/baseline"},
	{"--diff", "--unsafe-fixes"},
	{"--to", "eu-west-1", "--diff"},
	{"map"},
	{"map", "--format", "json"},
	{"map", "--format", "mermaid"},
	{"plan"},
	{"plan", "--to", "eu-west-1"},
	{"trace", "AWS_REGION"},
	{"trace", "good.py:2"},
	{"config"},
	{"config", "--schema"},
	{"rules"},
	{"rules", "env-unused"},
	{"version"},
	{"completion", "bash"},
	{"--help"},
	{"--nonsense"},
	{"--fix"},
	{"--fix", "--unsafe-fixes"},
	{"plan", "--apply", "align-us-east-1"},
}

// TestCalls watches the system calls of every command: no other program is run, no
// connection opened, no file read that is not the tree's, git's or the system's,
// and none written but in the tree, in the cache and where the flags say.
func TestCalls(t *testing.T) {
	t.Parallel()
	if instrumented {
		t.Skip("what watches the memory makes calls of its own")
	}
	strace := tracer(t)
	top, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	dir, out := filepath.Join(top, "root"), filepath.Join(top, "out")
	trapped(t, dir)
	put(t, filepath.Join(top, "outside", "secret.py"), sound)
	put(t, filepath.Join(top, "outside", ".env"), "AWS_REGION=us-west-2\n")
	put(t, filepath.Join(top, "outside", "tsconfig.json"), "{}")
	must(t, errors.Join(os.Mkdir(out, 0o755), os.Mkdir(filepath.Join(top, "cache"), 0o700)))
	for _, args := range watchedCommands {
		args = slices.Clone(args)
		for i := range args {
			args[i] = strings.ReplaceAll(args[i], "OUT", out)
		}
		log := filepath.Join(top, "log")
		cmd := exec.CommandContext(t.Context(), strace, slices.Concat([]string{
			"-f", "-y", "-qq", "-s", "4096", "-o", log, "-e", "signal=none", "-e", "trace=" + watched, "--", "regionlint",
		}, args)...)
		cmd.Dir = dir
		cmd.Env = []string{"HOME=" + filepath.Join(top, "home"), "PATH=" + os.Getenv("PATH"), "TRAPPED=" + filepath.Join(top, "trapped"), "REGIONLINT_CACHE_DIR=" + filepath.Join(top, "cache")}
		if r := finish(t, cmd); strings.Contains(r.errout, "strace: ") {
			t.Fatal(r.errout)
		}
		calls := strings.Split(strings.TrimSpace(slurp(t, log)), "\n")
		if len(calls) < 5 || !strings.Contains(calls[0], "execve(") {
			t.Fatalf("%q: strace wrote %d lines, first of all %q", args, len(calls), calls[0])
		}
		for _, call := range calls[1:] { // the first one starts the program
			if why := forbidden(call, dir, top); why != "" {
				t.Errorf("%q: %s: %s", args, why, call)
			}
		}
	}
	if _, err := os.Stat(filepath.Join(top, "trapped")); err == nil {
		t.Error("something of the repository was run")
	}
	if got := slurp(t, filepath.Join(dir, "good.py")); got != mended {
		t.Errorf("the fixes were not made: %q", got)
	}
}

// tracer returns the program that watches system calls, if it may.
func tracer(t *testing.T) string {
	t.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed, and there is nothing else to watch system calls with")
	}
	if said, err := exec.Command(strace, "-f", "-o", os.DevNull, "true").CombinedOutput(); err != nil {
		t.Skipf("this process may not be traced: %s", said)
	}
	return strace
}

// watched are the calls that run, connect, open, or change anything.
const watched = "execve,execveat,fork,vfork,%network,ptrace,process_vm_writev,io_uring_setup,memfd_create," +
	"open,openat,openat2,creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat," +
	"truncate,ftruncate,chmod,fchmod,fchmodat,chown,lchown,fchown,fchownat,mknod,mknodat,utimensat,setxattr,fsetxattr,mount,chroot"

// What is read of the system: by the loader, by Go's runtime, and by whoever asks
// which time it is.
var systemFile = regexp.MustCompile(`^(/lib|/usr/lib|/etc/ld\.so|/sys/kernel/mm/transparent_hugepage/|/sys/fs/cgroup/|/proc/self/|/proc/\d+/|/dev/null|/etc/localtime|/usr/share/zoneinfo)`)

var (
	openCall   = regexp.MustCompile(`^openat\((?:AT_FDCWD|\d+)<([^>]*)>, "([^"]*)", ([A-Z_|]+)`)
	renameCall = regexp.MustCompile(`^renameat\d?\(\d+<([^>]*)>, "([^"]*)", \d+<([^>]*)>, "([^"]*)"`)
	removeCall = regexp.MustCompile(`^unlinkat\(\d+<([^>]*)>, "([^"]*)"`)
	modeCall   = regexp.MustCompile(`^(?:fchmod|fchown)\(\d+<([^>]*)>`)
)

// forbidden returns why a call may not be made, or nothing. Files are read in the
// tree, and written there and in the folders out and cache beside it.
func forbidden(call, dir, top string) string {
	_, call, _ = strings.Cut(strings.TrimLeft(call, " "), " ") // the process
	call = strings.TrimLeft(call, " ")
	if strings.HasPrefix(call, "<...") || strings.HasPrefix(call, "+++") {
		return "" // the call was judged where it began, or there is none
	}
	if strings.HasPrefix(call, "???(") || strings.HasPrefix(call, "????(") {
		return "" // the program ended before the call was read, and so before it was made
	}
	ours := func(folder, name string) bool {
		path := filepath.Join(folder, name)
		if filepath.IsAbs(name) {
			path = filepath.Clean(name)
		}
		return within(path, dir) || within(path, filepath.Join(top, "out")) || within(path, filepath.Join(top, "cache"))
	}
	if m := openCall.FindStringSubmatch(call); m != nil {
		writes := strings.Contains(m[3], "O_WRONLY") || strings.Contains(m[3], "O_CREAT") || strings.Contains(m[3], "O_TRUNC") || strings.Contains(m[3], "O_APPEND")
		switch {
		case ours(m[1], m[2]):
			return ""
		case writes:
			return "a file outside is opened for writing"
		case systemFile.MatchString(m[2]), strings.HasPrefix(m[2], filepath.Join(top, "home")):
			return ""
		case m[2] == filepath.Join(top, "out"):
			return ""
		}
		return "a file outside is read"
	}
	if m := renameCall.FindStringSubmatch(call); len(m) == 5 && ours(m[1], m[2]) && ours(m[3], m[4]) {
		return ""
	}
	if m := removeCall.FindStringSubmatch(call); len(m) == 3 && ours(m[1], m[2]) && strings.HasPrefix(m[2], ".regionlint-") {
		return ""
	}
	if m := modeCall.FindStringSubmatch(call); len(m) == 2 && ours(m[1], ".") {
		return ""
	}
	return "the call may not be made"
}

func within(path, dir string) bool { return path == dir || strings.HasPrefix(path, dir+"/") }

// TestForbidden holds the judge of calls against calls.
func TestForbidden(t *testing.T) {
	t.Parallel()
	for call, allowed := range map[string]bool{
		`1 openat(5</t/root>, "a.py", O_RDONLY|O_CLOEXEC) = 8</t/root/a.py>`:          true,
		`1 openat(5</t/root>, "a.py", O_RDONLY|O_CLOEXEC <unfinished ...>`:            true,
		`1 <... openat resumed>) = 8</t/root/a.py>`:                                   true,
		`1 openat(AT_FDCWD</t/root>, "/etc/ld.so.cache", O_RDONLY) = 3</etc/x>`:       true,
		`1 openat(5</t/root/a>, ".regionlint-X.tmp", O_WRONLY|O_CREAT|O_EXCL, 0600)`:  true,
		`1 renameat(8</t/root/a>, ".regionlint-X.tmp", 8</t/root/a>, "a.py") = 0`:     true,
		`1 unlinkat(8</t/root/a>, ".regionlint-X.tmp", 0) = 0`:                        true,
		`1 fchmod(9</t/out/x>, 0644) = 0`:                                             true,
		`1  ???( <detached ...>`:                                                      true,
		`1 ???( <unfinished ...>`:                                                     true,
		`1 ????( <unavailable>) = ?`:                                                  true,
		`1 +++ exited with 0 +++`:                                                     true,
		`1 openat(5</t/root>, "../outside/a.py", O_RDONLY) = 8</t/outside/a.py>`:      false,
		`1 openat(5</t/rooted>, "a.py", O_RDONLY) = 8</t/rooted/a.py>`:                false,
		`1 openat(AT_FDCWD</t/root>, "/etc/passwd", O_RDONLY) = 8</etc/passwd>`:       false,
		`1 openat(AT_FDCWD</t/root>, "/proc/self/mem", O_RDWR|O_CREAT) = 8</etc/x>`:   false,
		`1 openat(5</t/home>, "a", O_WRONLY) = 8</t/home/a>`:                          false,
		`1 renameat(8</t/root/a>, ".regionlint-X.tmp", 8</t/outside>, "a.py") = 0`:    false,
		`1 unlinkat(8</t/root/a>, "a.py", 0) = 0`:                                     false,
		`1 fchmod(9</t/outside/x>, 0644) = 0`:                                         false,
		`1 execve("/usr/bin/git", ["git"], 0x7ffc08088a48 /* 35 vars */) = 0`:         false,
		`1 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3`:                          false,
		`1 connect(3, {sa_family=AF_INET, sin_port=htons(443)}, 16) = -1 EINPROGRESS`: false,
		`1 symlinkat("/etc", 8</t/root>, "a") = 0`:                                    false,
	} {
		if why := forbidden(call, "/t/root", "/t"); (why == "") != allowed {
			t.Errorf("%s: %q", call, why)
		}
	}
}
