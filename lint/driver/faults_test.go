package driver

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/regionlint/regionlint/lint/link"
)

// A faulty file system fails one of the questions that it is asked.
type faulty struct {
	fstest.MapFS

	failing int // which question, counted from 0
	failure error
	asked   int
	failed  string // the path that it was about
}

func (f *faulty) ask(op, name string) error {
	f.asked++
	if f.asked-1 != f.failing {
		return nil
	}
	f.failed = name
	return &fs.PathError{Op: op, Path: name, Err: f.failure}
}

func (f *faulty) Open(name string) (fs.File, error) {
	if err := f.ask("open", name); err != nil {
		return nil, err
	}
	return f.MapFS.Open(name)
}

func (f *faulty) ReadFile(name string) ([]byte, error) {
	if err := f.ask("read", name); err != nil {
		return nil, err
	}
	return f.MapFS.ReadFile(name)
}

func (f *faulty) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := f.ask("readdir", name); err != nil {
		return nil, err
	}
	entries, err := f.MapFS.ReadDir(name)
	for i := range entries {
		entries[i] = faultyEntry{entries[i], f, path.Join(name, entries[i].Name())}
	}
	return entries, err
}

func (f *faulty) Lstat(name string) (fs.FileInfo, error) {
	if err := f.ask("lstat", name); err != nil {
		return nil, err
	}
	return f.MapFS.Lstat(name)
}

func (f *faulty) ReadLink(name string) (string, error) {
	if err := f.ask("readlink", name); err != nil {
		return "", err
	}
	return f.MapFS.ReadLink(name)
}

type faultyEntry struct {
	fs.DirEntry

	tree *faulty
	name string
}

func (e faultyEntry) Info() (fs.FileInfo, error) {
	if err := e.tree.ask("lstat", e.name); err != nil {
		return nil, err
	}
	return e.DirEntry.Info()
}

// faults are what a file system may answer at any time. A file that is gone is
// one of them, whatever was listed before.
var faults = []error{
	syscall.EIO, syscall.EACCES, syscall.ENOENT, syscall.EINTR, syscall.EMFILE, syscall.ESTALE, syscall.ELOOP, syscall.ENAMETOOLONG, syscall.ENOMEM,
}

// TestFaultsWhileReading fails every single question of a run to the file system
// in turn, in every way. The findings in the other files must be there, and one
// error that names the file.
func TestFaultsWhileReading(t *testing.T) {
	t.Parallel()
	files := tree(map[string]string{
		"a.py": "import boto3\n", "b/c.py": "import boto3\nfrom d import x\n", "b/d.py": "x = 1\n", "e/f/g.ts": "import 'boto3'\n",
		"e/.gitignore": "none\n", "e/.env": "AWS_REGION=us-east-1\n", "package.json": "{}", "e/compose.yaml": "services: {}\n",
		"e/f/h.go": "package h // AWS_REGION\n", "i/.regionlint.yaml": "root: true\n", "i/j.py": "import boto3\n", "tests/k.py": "import boto3\n",
	})
	files["l.py"] = &fstest.MapFile{Data: []byte("b/c.py"), Mode: fs.ModeSymlink | 0o777}
	options := func(fsys fs.FS) Options { return Options{FS: fsys, Checks: []Check{imports()}, Jobs: 1} }
	whole := &faulty{MapFS: files, failing: -1}
	want := places(mustRun(t, options(whole)))
	if len(want) != 4 || whole.asked < 30 {
		t.Fatalf("without a fault there are %q after %d questions", want, whole.asked)
	}
	tried := 0
	for failing := range whole.asked {
		for _, failure := range faults {
			tried++
			fsys := &faulty{MapFS: files, failing: failing, failure: failure}
			r, err := Run(t.Context(), options(fsys))
			what := fmt.Sprintf("%v for question %d, about %s", failure, failing, fsys.failed)
			// Without its configuration a run would not be the one that was asked for.
			if err != nil {
				said := func(name string) bool { return strings.Contains(err.Error(), name+": "+failure.Error()) }
				if !said(".regionlint.yaml") && !said(".regionlint.yml") && fsys.failed != "." {
					t.Errorf("%s: %v", what, err)
				}
				continue
			}
			lost := fsys.failed
			for _, place := range want {
				file, _, _ := strings.Cut(place, ":")
				if !slices.Contains(places(r), place) && file != lost && !strings.HasPrefix(file, lost+"/") && lost != "." {
					t.Errorf("%s: there is no %s", what, place)
				}
			}
			// Without the file, a folder has no configuration, and a link leads nowhere.
			if errors.Is(failure, fs.ErrNotExist) && len(r.Errors) == 0 && slices.Contains([]string{".regionlint.yaml", ".regionlint.yml", "e/.gitignore", "l.py", "b", "b/c.py"}, lost) {
				continue
			}
			linked := "l.py: " + failure.Error() // it is looked at on the way that the link leads
			if len(r.Errors) != 1 || r.Errors[0].Error() != lost+": "+failure.Error() && r.Errors[0].Error() != linked {
				t.Errorf("%s: the errors are %v", what, r.Errors)
			}
		}
	}
	t.Logf("%d faults", tried)
}

// A touchy linker panics over some files.
type touchy struct {
	link.Session
	over []string
}

func (t *touchy) Explore(in link.Input, last bool) bool {
	for _, f := range in.Files {
		if slices.Contains(t.over, f.Path) {
			panic("over " + f.Path)
		}
	}
	return t.Session.Explore(in, last)
}

// TestPanicWhileLinking has a linker that panics over two of the files.
func TestPanicWhileLinking(t *testing.T) {
	t.Parallel()
	files := make(map[string]string)
	for i := range 20 {
		files[fmt.Sprintf("%02d.py", i)] = "import boto3\n"
	}
	opts := Options{FS: tree(files), Jobs: 2}
	found, _, err := walk(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	panicsOver := func(paths ...string) (*loader, *link.Program, error) {
		l := newLoader(opts, found)
		defer l.close()
		l.linker = &touchy{over: paths}
		program, _, err := l.program(t.Context())
		return l, program, err
	}
	l, program, err := panicsOver("07.py", "13.py")
	if err != nil {
		t.Fatal(err)
	}
	if len(program.Files) != 18 || len(l.errors) != 2 || l.errors[0].Path != "07.py" || l.errors[1].Path != "13.py" {
		t.Errorf("there are %d files left, and the errors %v", len(program.Files), l.errors)
	}
	var all []string
	for name := range files {
		all = append(all, name)
	}
	if _, _, err := panicsOver(all...); err == nil || !strings.Contains(err.Error(), "please report it") {
		t.Errorf("panics over all files end in the error %v", err)
	}
}
