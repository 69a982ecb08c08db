package cli

import (
	"bytes"
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// often returns how often a fault is tried: few times, or as often as the variable
// of the environment says that all such tests share.
func often(few int) int {
	if n, err := strconv.Atoi(os.Getenv("REGIONLINT_TEST_FAULTS")); err == nil {
		return n
	}
	return few
}

// poisoned returns a tree that a build of the program looked at, and its cache's
// entries.
func poisoned(t *testing.T, build string) (l *lived, findings, facts, listing string) {
	t.Helper()
	l = &lived{t: t, dir: t.TempDir(), caches: t.TempDir(), build: build}
	l.must(os.CopyFS(l.dir, os.DirFS(filepath.FromSlash("../../../testdata/repos/signin"))))
	l.must(os.Mkdir(filepath.Join(l.dir, ".git"), 0o755))
	l.run()
	for _, kind := range []struct {
		name  string
		entry *string
	}{{"findings", &findings}, {"facts", &facts}, {"listing", &listing}} {
		names, err := filepath.Glob(filepath.Join(l.caches, "regionlint", kind.name+"-*"))
		l.must(err)
		if len(names) != 1 {
			t.Fatalf("there are the entries %q", names)
		}
		*kind.entry = names[0]
	}
	return l, findings, facts, listing
}

// mutated returns a text that is another one.
func mutated(random *rand.Rand, text, other []byte) []byte {
	bad := slices.Clone(text)
	for bytes.Equal(bad, text) {
		at := random.IntN(len(bad) + 1)
		to := at + random.IntN(len(bad)+1-at)
		switch random.IntN(8) {
		case 0:
			bad = bad[:at]
		case 1:
			bad[min(at, len(bad)-1)] ^= 1 << random.IntN(8)
		case 2:
			clear(bad[at:to])
		case 3:
			bad = slices.Delete(bad, at, to)
		case 4:
			bad = slices.Insert(bad, at, bytes.Repeat([]byte{0xff}, 1+random.IntN(12))...)
		case 5:
			bad = slices.Insert(bad, at, text[at:to]...)
		case 6: // what another entry has there
			copy(bad[at:to], other[min(at, len(other)):])
		default:
			bad = slices.Clone(other)
		}
		if len(bad) == 0 {
			return bad
		}
	}
	return bad
}

// TestMutatedEntries changes what is kept of a tree at random, and puts in its place
// what was kept of another one and by another program. What is printed stays what a
// run without a cache prints, and the next run finds a whole cache.
func TestMutatedEntries(t *testing.T) {
	t.Parallel()
	l, findings, facts, listing := poisoned(t, "")
	stranger, itsFindings, itsFacts, itsListing := poisoned(t, "of another version")
	stranger.write(filepath.Join(stranger.dir, "more.py"), "import boto3\nboto3.client('s3', region_name='us-esat-1')\n")
	stranger.run()
	names := []string{findings, facts, listing, itsFindings, itsFacts, itsListing}
	whole := make(map[string][]byte)
	for _, name := range names {
		whole[name] = []byte(l.read(name))
	}
	code := filepath.Join(l.dir, "backend", "app", "config.py")
	args := []string{"--output-format", "json", "--verbose"}
	want := l.run(append(args, "--no-cache")...)
	random := rand.New(rand.NewPCG(7, 1))
	for i := range often(300) {
		var bad []byte
		for _, name := range [][]string{{findings}, {facts}, {findings, facts}, {listing}}[i%4] {
			bad = mutated(random, whole[name], whole[names[random.IntN(len(names))]])
			l.must(os.WriteFile(name, bad, 0o600))
		}
		if i%4 == 3 { // else nobody asks for it
			l.write(code, l.read(code)+"# more\n")
		}
		if got := l.run(args...); got != want {
			t.Fatalf("mutation %d: with the cache %d %s%s\nand without %d %s%s\nof an entry that is\n%q",
				i, got.code, got.errout, got.out, want.code, want.errout, want.out, bad)
		}
		if i%10 == 0 {
			before := l.recalled
			if got := l.run(args...); got != want || l.recalled == before {
				t.Fatalf("mutation %d: the cache is not whole again: %s", i, got.errout)
			}
		}
	}
}

// TestPoisonedEntries has entries that are whole and say what no run ever found:
// places outside of files, numbers that are none, counts without end. What is
// printed may be wrong then, as whoever can write to the folder can make it; but it
// is printed, and nothing else happens.
func TestPoisonedEntries(t *testing.T) {
	t.Parallel()
	l, name, _, _ := poisoned(t, "")
	whole := []byte(l.read(name))
	begin := bytes.IndexByte(whole, '\n') + 1
	good := whole[begin+sha256.Size:]
	random := rand.New(rand.NewPCG(7, 7))
	forms := [][]string{
		{},
		{"--statistics"},
		{"--output-format", "json"},
		{"--output-format", "sarif"},
		{"--output-format", "markdown"},
		{"--output-format", "github"},
		{"--output-format", "gitlab"},
		{"--output-format", "rdjson"},
	}
	for i := range often(400) {
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
		if got := l.run(args...); strings.Contains(got.errout, "bug in regionlint") || time.Since(start) > 10*time.Second {
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
