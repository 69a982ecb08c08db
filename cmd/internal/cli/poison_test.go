package cli

import (
	"bytes"
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestPoisonedEntries has entries that are whole and say what no run ever found:
// places outside of files, numbers that are none, counts without end. What is
// printed may be wrong then, as whoever can write to the folder can make it; but it
// is printed, and nothing else happens.
func TestPoisonedEntries(t *testing.T) {
	t.Parallel()
	l := &lived{t: t, dir: t.TempDir(), caches: t.TempDir()}
	l.must(os.CopyFS(l.dir, os.DirFS(filepath.FromSlash("../../../testdata/repos/signin"))))
	l.must(os.Mkdir(filepath.Join(l.dir, ".git"), 0o755))
	l.run()
	names, err := filepath.Glob(filepath.Join(l.caches, "regionlint", "findings-*"))
	l.must(err)
	if len(names) != 1 {
		t.Fatalf("there are the entries %q", names)
	}
	name := names[0]
	whole := []byte(l.read(name))
	begin := bytes.IndexByte(whole, '\n') + 1
	good := whole[begin+sha256.Size:]
	random := rand.New(rand.NewPCG(7, 7))
	forms := [][]string{{}, {"--statistics"}, {"--output-format", "json"}, {"--output-format", "sarif"}, {"--output-format", "markdown"}, {"--output-format", "github"}, {"--output-format", "gitlab"}, {"--output-format", "rdjson"}}
	for i := range 400 {
		bad := slices.Clone(good)
		for range 1 + random.IntN(3) {
			at := random.IntN(len(bad))
			switch random.IntN(3) {
			case 0:
				bad[at] = byte(random.Uint32())
			case 1:
				bad = slices.Insert(bad, at, bytes.Repeat([]byte{0xff}, random.IntN(10))...)
			default:
				bad = slices.Delete(bad, at, min(at+1+random.IntN(3), len(bad)))
			}
		}
		entry := append(slices.Clone(whole[:begin]), sum(filepath.Base(name), bad)...)
		l.must(os.WriteFile(name, append(entry, bad...), 0o600))
		args := append([]string{"--verbose"}, forms[i%len(forms)]...)
		start := time.Now()
		if got := l.run(args...); got.code > 1 && strings.Contains(got.errout, "bug in regionlint") || time.Since(start) > 10*time.Second {
			t.Fatalf("%q of %d bytes: exit code %d after %v, %s", args, len(bad), got.code, time.Since(start), got.errout)
		}
	}
	if l.recalled == 0 {
		t.Error("none of them was believed")
	}
}

// sum returns what makes an entry whole.
func sum(name string, data []byte) []byte {
	h := sha256.New()
	_, _ = io.WriteString(h, name+"\n")
	_, _ = h.Write(data)
	return h.Sum(nil)
}
