package unified

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestHidden never shows a line that must stay hidden, unless it changes, and
// still gives a diff that git and patch take.
func TestHidden(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 8))
	for range 2000 {
		f := randomFile(random)
		f.Path = "f"
		secret := random.IntN(3)
		f.Hidden = func(line int) bool { return line%3 == secret }
		text := diff(t, f)
		got, err := apply(f.Old, text)
		if err != nil || !bytes.Equal(got, f.New) {
			t.Fatalf("%q became %q (%v), want %q by\n%s", f.Old, got, err, f.New, text)
		}
	}
	f := File{
		Path: ".env", Old: []byte("TOKEN=one\nAWS_REGION=us-east-1\nPASSWORD=two\nKEY=three\nREGION=us-east-1\n"),
		New:    []byte("TOKEN=one\nAWS_REGION=eu-west-1\nPASSWORD=two\nKEY=three\nREGION=eu-west-1\n"),
		Edits:  []Edit{{21, 30, "eu-west-1"}, {61, 70, "eu-west-1"}},
		Hidden: func(line int) bool { return line != 1 && line != 4 },
	}
	text := diff(t, f)
	for _, secret := range []string{"one", "two", "three"} {
		if strings.Contains(text, secret) {
			t.Errorf("the diff shows %q:\n%s", secret, text)
		}
	}
	for _, command := range [][]string{{"git", "apply", "--unidiff-zero"}, {"patch", "-p1", "--silent"}} {
		if _, err := exec.LookPath(command[0]); err != nil {
			t.Logf("%s is not installed", command[0])
			continue
		}
		dir := t.TempDir()
		path := filepath.Join(dir, f.Path)
		write(t, path, f.Old)
		cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
		cmd.Stdin = strings.NewReader(text)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", command[0], err, out)
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, f.New) {
			t.Errorf("%s: became %q (%v)", command[0], got, err)
		}
	}
}
