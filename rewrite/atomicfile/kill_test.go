package atomicfile

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// victim is the environment variable that makes the test program replace the
// files of the folder that it names until it is killed.
const victim = "REGIONLINT_TEST_VICTIM"

func TestMain(m *testing.M) {
	if dir := os.Getenv(victim); dir != "" {
		fmt.Fprintln(os.Stderr, replaceForever(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// The two states that a file may be in: they differ in length and in every
// byte.
var (
	stateA = bytes.Repeat([]byte("a"), 3000)
	stateB = bytes.Repeat([]byte("b"), 5000)
)

const victims = 5

func replaceForever(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	for w := NewWriter(root); ; {
		for i := range victims {
			name := fmt.Sprint(i)
			old, err := root.ReadFile(name)
			if err != nil {
				return err
			}
			text := stateA
			if bytes.Equal(old, stateA) {
				text = stateB
			}
			if err := w.Replace(name, old, text); err != nil {
				return err
			}
		}
	}
}

// TestKilled kills a program that replaces files at random moments. Every file
// must be whole then, and the next run must clear away what is left.
func TestKilled(t *testing.T) {
	t.Parallel()
	dir, _ := folder(t)
	for i := range victims {
		put(t, filepath.Join(dir, fmt.Sprint(i)), string(stateA))
	}
	root := openRoot(t, dir)
	random := rand.New(rand.NewPCG(1, 2))
	littered, replaced := 0, 0
	for range 200 {
		kill(t, dir, time.Duration(random.IntN(3000))*time.Microsecond)
		for i := range victims {
			text := read(t, filepath.Join(dir, fmt.Sprint(i)))
			switch text {
			case string(stateA):
			case string(stateB):
				replaced++
			default:
				t.Fatalf("file %d holds %d bytes", i, len(text))
			}
		}
		if len(names(t, dir)) > victims {
			littered++
		}
		text := []byte(read(t, filepath.Join(dir, "0")))
		if err := NewWriter(root).Replace("0", text, stateA); err != nil {
			t.Fatal(err)
		}
		if left := names(t, dir); len(left) != victims {
			t.Fatalf("the next run left %q", left)
		}
	}
	if littered == 0 || replaced == 0 {
		t.Errorf("killed too early or too late to show anything: %d times between two steps, %d files replaced", littered, replaced)
	}
}

// kill runs the victim for some time.
func kill(t *testing.T, dir string, after time.Duration) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), victim+"="+dir)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := stdout.Read(make([]byte, len("ready"))); err != nil {
		t.Fatalf("%v: %s", err, &stderr)
	}
	time.Sleep(after)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if _ = cmd.Wait(); stderr.Len() > 0 {
		t.Fatal(stderr.String())
	}
}
