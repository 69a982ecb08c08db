package driver

import (
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

// A lister counts the folders that are listed.
type lister struct {
	fs.FS
	count int
}

func (l *lister) ReadDir(name string) ([]fs.DirEntry, error) {
	l.count++
	return fs.ReadDir(l.FS, name)
}

// TestListedOnce changes a tree between runs, in what a walk of it sees and in what it
// does not see.
func TestListedOnce(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("app/a.py", "import boto3\nboto3.client('s3')\n")
	write("app/.gitignore", "made\n")
	write("compose.yaml", "services:\n")
	storage := newMemory()
	look := func(cached bool) (*Result, int) {
		t.Helper()
		fsys := &lister{FS: os.DirFS(root)}
		opts := Options{FS: fsys, Jobs: 1, Findings: true, Checks: []Check{imports(lint.Related{At: source.Location{Path: "app/a.py"}, Message: "here"})}}
		if cached { // an hour later, so that times of changes are to be trusted
			opts.Cache = &Cache{Storage: storage, Program: "1", Dir: root, Now: time.Now().Add(time.Hour)}
		}
		return mustRun(t, opts), fsys.count
	}
	look(true)
	for _, step := range []struct {
		name, text string
		listed     bool
	}{
		{"app/a.py", "import boto3\nboto3.client('sqs')\n", false},
		{"compose.yaml", "services:\n  web:\n", false},
		{"app/.gitignore", "made\nb.py\n", true},
		{"app/b.py", "import boto3\n", true},
		{"app/a.py", "import boto3 # once more\nboto3.client('sqs')\n", false},
		{".regionlint.yaml", "exclude: [app]\n", true},
	} {
		write(step.name, step.text)
		want, _ := look(false)
		got, count := look(true)
		if (count > 0) != step.listed {
			t.Errorf("after %s: %d folders are listed", step.name, count)
		}
		if !reflect.DeepEqual(got.Diagnostics, want.Diagnostics) || !reflect.DeepEqual(got.candidates, want.candidates) {
			t.Errorf("after %s: %v of %v, want %v of %v", step.name, got.Diagnostics, got.candidates, want.Diagnostics, want.candidates)
		}
	}
}
