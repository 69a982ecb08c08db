package main

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A writing is a run that writes, on a tree of its own.
type writing struct {
	name string
	args []string
}

var writings = []writing{
	{"fix", []string{"--fix", "--unsafe-fixes"}},
	{"plan", []string{"plan", "--apply", "align-us-east-1"}},
	{"report", []string{"--output-file", "report.txt", "--output-format", "text"}},
	{"baseline", []string{"--write-baseline", "baseline.json"}},
}

// TestKilledRuns kills runs that write at random moments. Every file must be the
// old one or the new one then, with its permissions, and the next run must do what
// is left and clear away.
func TestKilledRuns(t *testing.T) {
	t.Parallel()
	times := often(8)
	for _, w := range writings {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			template := filepath.Join(t.TempDir(), "root")
			killable(t, template)
			before := contents(t, template)
			whole := filepath.Join(t.TempDir(), "root")
			killable(t, whole)
			began := time.Now()
			if r := finish(t, start(t, whole, w.args...)); r.code == 2 {
				t.Fatal(r.errout)
			}
			takes := time.Since(began)
			after := contents(t, whole)
			random := rand.New(rand.NewPCG(3, 4))
			partial, littered := 0, 0
			for n := range times {
				dir := filepath.Join(t.TempDir(), "root")
				killable(t, dir)
				cmd := start(t, dir, w.args...)
				must(t, cmd.Start())
				// Half of them in the last third, where the writing is.
				wait := time.Duration(random.Int64N(int64(takes)))
				if n%2 == 0 {
					wait = takes - wait/3
				}
				time.Sleep(wait)
				_ = cmd.Process.Kill() // it may have ended
				_ = cmd.Wait()
				littered += min(1, len(temporaries(t, dir)))
				now := contents(t, dir)
				changed := 0
				for name, content := range now {
					switch content {
					case before[name]:
					case after[name]:
						changed++
					default:
						t.Errorf("killed after %v, %s is torn: %.200q", wait, name, content)
					}
				}
				for name := range before {
					if now[name] == "" {
						t.Errorf("killed after %v, %s is gone", wait, name)
					}
				}
				if changed > 0 && changed < killFiles {
					partial++
				}
				if r := finish(t, start(t, dir, w.args...)); r.code == 2 {
					t.Errorf("the next run fails: %s", r.errout)
				}
				for name, content := range contents(t, dir) {
					if content != after[name] {
						t.Errorf("the next run leaves %s as %.200q", name, content)
					}
				}
				if left := temporaries(t, dir); len(left) > 0 {
					t.Errorf("the next run leaves %q", left)
				}
				must(t, os.RemoveAll(dir))
			}
			t.Logf("killed %d times, of which %d with some of the files written, and %d with a temporary file left", times, partial, littered)
		})
	}
}

// killFiles is how many files a fix changes.
const killFiles = 40

// killable writes a tree in which many files are to be fixed, of all permissions.
func killable(t *testing.T, dir string) {
	t.Helper()
	put(t, filepath.Join(dir, ".git", "HEAD"), "")
	for i := range killFiles {
		name := filepath.Join(dir, fmt.Sprintf("d%d", i%4), fmt.Sprintf("f%d.py", i))
		text := strings.Repeat("# a line to make it longer\n", 1+i*20) + "import boto3\n"
		text += "a = boto3.client(\"s3\", region_name=\"us-east-1\")\nb = boto3.client(\"sqs\", region_name=\"us-esat-1\")\n"
		put(t, name, text)
		must(t, os.Chmod(name, []fs.FileMode{0o644, 0o600, 0o755, 0o640}[i%4]))
	}
}

// contents returns what a tree holds, by path: the permissions and the text of each
// file, without git's, and without temporary files, which are nobody's.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := make(map[string]string)
	must(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".regionlint-") {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		all[name] = info.Mode().String() + " "
		if info.Mode().IsRegular() {
			all[name] += slurp(t, path)
		}
		return err
	}))
	return all
}

// TestFullDisk writes to disks that are full, in every command that writes.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	if said, err := exec.Command("unshare", "--user", "--map-root-user", "--mount", "true").CombinedOutput(); err != nil {
		t.Skipf("there is no disk to fill: %v: %s", err, said)
	}
	for _, w := range writings {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			disk := filepath.Join(t.TempDir(), "disk")
			template := filepath.Join(t.TempDir(), "root")
			killable(t, template)
			must(t, os.Mkdir(disk, 0o755))
			// What is on the disk is seen only by the shell that has mounted it.
			script := `set -e
mount -t tmpfs -o size=2m none "$1"
cp -a "$2" "$1/root"
cd "$1/root"
dd if=/dev/zero of=../filler bs=4096 2>/dev/null || true
shift 2
code=0
HOME=/ "$@" >/dev/null || code=$?
find . -name '.regionlint-*' >&2
diff -r . ` + template + ` >&2
exit $code`
			args := slices.Concat([]string{"--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", disk, template, "regionlint"}, w.args)
			r := finish(t, exec.CommandContext(t.Context(), "unshare", args...))
			lines := about(r.errout)
			for _, line := range lines {
				if !strings.HasPrefix(line, "regionlint: ") || !strings.HasSuffix(line, ": no space left on device") {
					t.Errorf("standard error has the line %q", line)
				}
			}
			if slices.Sort(lines); r.code != 2 || len(lines) == 0 || len(slices.Compact(lines)) != len(lines) {
				t.Errorf("exit code %d, standard error\n%s", r.code, r.errout)
			}
		})
	}
}

// TestReadOnlyTree writes to a tree that is mounted so that nobody can.
func TestReadOnlyTree(t *testing.T) {
	t.Parallel()
	if said, err := exec.Command("unshare", "--user", "--map-root-user", "--mount", "true").CombinedOutput(); err != nil {
		t.Skipf("nothing can be mounted: %v: %s", err, said)
	}
	for _, w := range writings {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "root")
			killable(t, dir)
			before := contents(t, dir)
			script := `mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && cd "$1" && shift && HOME=/ exec "$@"`
			args := slices.Concat([]string{"--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", dir, "regionlint"}, w.args)
			r := finish(t, exec.CommandContext(t.Context(), "unshare", args...))
			lines := about(r.errout)
			for _, line := range lines {
				if !strings.HasPrefix(line, "regionlint: ") || !strings.HasSuffix(line, "read-only file system") {
					t.Errorf("standard error has the line %q", line)
				}
			}
			if r.code != 2 || len(lines) == 0 {
				t.Errorf("exit code %d, standard error\n%s", r.code, r.errout)
			}
			if after := contents(t, dir); fmt.Sprint(after) != fmt.Sprint(before) {
				t.Error("the tree is another one now")
			}
		})
	}
}

// TestFailingCalls makes one system call of a run that writes fail after the other,
// in several ways.
func TestFailingCalls(t *testing.T) {
	t.Parallel()
	strace := tracer(t)
	template := filepath.Join(t.TempDir(), "root")
	for _, name := range []string{"a.py", "b.py"} {
		put(t, filepath.Join(template, name), sound)
	}
	put(t, filepath.Join(template, ".git", "HEAD"), "")
	dir := filepath.Join(t.TempDir(), "root")
	tried, failed := 0, 0
	for _, call := range []string{"write", "fsync", "renameat", "fchmod", "openat", "flock", "newfstatat", "read", "close"} {
		for _, failure := range []syscall.Errno{syscall.EIO, syscall.ENOSPC, syscall.EDQUOT, syscall.EINTR, syscall.EROFS} {
			for n := 1; n <= min(often(1), 40); n++ {
				must(t, os.RemoveAll(dir), os.CopyFS(dir, os.DirFS(template)))
				cmd := exec.CommandContext(t.Context(), strace, "-f", "-qq", "-o", os.DevNull, "-P", filepath.Join(dir, "a.py"), "-P", dir,
					"-e", fmt.Sprintf("inject=%s:error=%s:when=%d", call, errnoName(failure), n), "--", "regionlint", "--fix", "--unsafe-fixes")
				cmd.Dir = dir
				cmd.Env = []string{"HOME=/", "PATH=" + os.Getenv("PATH")}
				r := finish(t, cmd)
				tried++
				what := fmt.Sprintf("%v for call %d of %s", failure, n, call)
				for _, name := range []string{"a.py", "b.py"} {
					if got := slurp(t, filepath.Join(dir, name)); got != sound && got != mended {
						t.Errorf("%s: %s is torn: %q", what, name, got)
					}
				}
				fixed := slurp(t, filepath.Join(dir, "a.py")) == mended && slurp(t, filepath.Join(dir, "b.py")) == mended
				if r.code == 2 {
					failed++
				}
				if !fixed && r.code != 2 || r.code == 2 && !strings.HasPrefix(r.errout, "regionlint: ") {
					t.Errorf("%s: exit code %d, standard error %q", what, r.code, r.errout)
				}
				if r := finish(t, start(t, dir, "--fix", "--unsafe-fixes")); r.code != 0 || len(temporaries(t, dir)) > 0 {
					t.Errorf("%s: the next run ends with exit code %d and %q, and leaves %q", what, r.code, r.errout, temporaries(t, dir))
				}
			}
		}
	}
	if t.Logf("%d calls failed, %d runs with them", tried, failed); failed == 0 {
		t.Error("no run was touched by that")
	}
}

func errnoName(e syscall.Errno) string {
	return map[syscall.Errno]string{
		syscall.EIO: "EIO", syscall.ENOSPC: "ENOSPC", syscall.EDQUOT: "EDQUOT", syscall.EINTR: "EINTR", syscall.EROFS: "EROFS",
	}[e]
}
