// Package snapshot notes what a run looks at in a tree, and tells later whether
// it would see the same again.
//
// A [Recorder] stands between a run and its file system, so what is noted is what
// the run looked at, no more and no less: folders that it listed, files that it
// read, links that it followed, names that it looked for in vain. Nothing else
// can change what comes of a run that does the same each time.
//
// Most of it is compared without opening anything, by what the system says of a
// file: if its size, its inode and the times of its last changes are as they were
// and those times were over when it was looked at, then so is what it holds. All
// else is looked at again and compared by a cryptographic hash.
package snapshot

import (
	"bytes"
	"crypto/sha256"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/regionlint/regionlint/lint/pack"
)

// Slack is how old a change must be for a later one to have another time for
// sure: the coarsest clock of a file system in use counts pairs of seconds.
const Slack = 2 * time.Second

// A Hash is the SHA-256 of what was seen.
type Hash [sha256.Size]byte

// Sum returns the hash of a file's text.
func Sum(text []byte) Hash { return sha256.Sum256(text) }

// A Snapshot is what was looked at in one tree, sorted by path.
type Snapshot struct{ sights []sight }

// A sight is what was seen at one path, relative to the root and with forward
// slashes.
type sight struct {
	path  string
	stamp stamp
	// settled is set if whatever is changed there later changes the stamp.
	settled bool

	aspects aspect
	kind    fs.FileMode // its type bits
	size    int64       // with sized: how many of the view's limits it exceeds
	hash    Hash        // of the listing, the text or the target, of which a path has one
	read    int64       // bytes of the text that were read
	// failures are the looks that failed, by operation.
	failures []failure
	// answers are what was told of the text, with asked or stated.
	answers []answered
	// needed is set while it is recorded if all of the text was read, and more than
	// answers came of it.
	needed bool
}

// answered is a question of a text with its answer.
type answered struct{ question, answer string }

// aspect is a set of the things that a look can tell.
type aspect uint8

const (
	typed  aspect = 1 << iota // its type
	sized                     // its size
	listed                    // the names in a folder and their types
	begun                     // the first bytes of a text
	ended                     // with begun: that there are no more
	target                    // of a link
	asked                     // answers to questions, where nothing else of the text matters
	stated                    // with begun and ended: the same, of a text that all of was read
)

// held are those of what is at a path, of which there is one kind only.
const held = listed | begun | ended | target

func (a aspect) has(b aspect) bool { return a&b == b }

// A failure is what came of an operation that failed.
type failure struct {
	op   operation
	text string // of the error
}

type operation uint8

const (
	opOpen operation = iota
	opReadFile
	opReadDir
	opStat
	opLstat
	opReadLink
	opRead
)

// same reports whether two looks at a path told the same.
func (s *sight) same(other *sight) bool {
	a, b := s.aspects, other.aspects
	return a == b && s.kind == other.kind &&
		(!a.has(sized) || s.size == other.size) &&
		(a.has(stated) || s.hash == other.hash && s.read == other.read) &&
		slices.Equal(s.failures, other.failures) && slices.Equal(s.answers, other.answers)
}

// Hash returns the hash of a file's text, if all of it was read.
func (s *Snapshot) Hash(path string) (Hash, bool) {
	i, ok := slices.BinarySearchFunc(s.sights, path, func(s sight, path string) int { return strings.Compare(s.path, path) })
	if !ok || !s.sights[i].aspects.has(begun|ended) {
		return Hash{}, false
	}
	return s.sights[i].hash, true
}

// Code packs the snapshot.
func (s *Snapshot) Code(c *pack.Coder) {
	previous := ""
	pack.Slice(c, &s.sights, func(c *pack.Coder, s *sight) {
		shared := commonPrefix(previous, s.path)
		rest := s.path[shared:]
		pack.Number(c, &shared)
		c.Text(&rest)
		if c.Reading() {
			if shared < 0 || shared > len(previous) {
				c.Fail()
				return
			}
			s.path = previous[:shared] + rest
			if !filepath.IsLocal(s.path) || path.Clean(s.path) != s.path { // nothing else is looked at
				c.Fail()
				return
			}
		}
		previous = s.path
		s.stamp.code(c)
		c.Bool(&s.settled)
		pack.Number(c, &s.aspects)
		kind := uint32(s.kind)
		pack.Number(c, &kind)
		s.kind = fs.FileMode(kind)
		pack.Number(c, &s.size)
		if s.aspects&(listed|begun|target) != 0 {
			c.Bytes(s.hash[:])
		}
		pack.Number(c, &s.read)
		pack.Slice(c, &s.failures, func(c *pack.Coder, f *failure) {
			pack.Number(c, &f.op)
			c.String(&f.text)
		})
		pack.Slice(c, &s.answers, func(c *pack.Coder, a *answered) {
			c.String(&a.question)
			c.String(&a.answer)
		})
	})
	if c.Reading() && !slices.IsSortedFunc(s.sights, func(a, b sight) int { return strings.Compare(a.path, b.path) }) {
		c.Fail()
	}
}

// commonPrefix returns the number of bytes that two paths begin with alike.
func commonPrefix(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// listing returns what is hashed of a folder's entries, which are sorted.
func listing(entries []fs.DirEntry) []byte {
	var b bytes.Buffer
	for _, e := range entries {
		b.WriteString(e.Name())
		b.WriteByte(0)
		b.WriteString(e.Type().String())
		b.WriteByte(0)
	}
	return b.Bytes()
}
