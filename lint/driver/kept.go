package driver

import (
	"bytes"
	"cmp"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"

	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/pack"
	"github.com/regionlint/regionlint/lint/source"
)

// kept are the facts of files as they were, from one run to the next. It is safe
// for concurrent use, and nil keeps nothing.
//
// Facts are found by what the file holds, and sealed with a key that is made of
// that too: who has not the file can read nothing of it here, even if the file is
// gone and a secret was in it. Of dotenv files nothing is kept.
type kept struct {
	cache *Cache
	name  string
	read  func() map[label]string // by label, what was kept before
	room  sync.Pool               // of *[]byte, for facts that are not sealed

	mu   sync.Mutex
	used map[label]string // what this run needed
	new  bool             // whether some of it was not kept before
}

// A label is what the sealed facts of a file are found by.
type label [16]byte

// facts returns what is kept of a root's files, nil without a cache.
func (c *Cache) facts() *kept {
	if c == nil {
		return nil
	}
	hash := sha256.Sum256(fmt.Appendf(nil, "%q %q", c.Program, c.Dir))
	k := &kept{cache: c, name: "facts-" + hex.EncodeToString(hash[:]), used: make(map[label]string)}
	k.read = sync.OnceValue(func() map[label]string {
		var all []sealed
		data, ok := c.Storage.Load(k.name)
		if !ok || pack.Unpack(data, codeSealed(&all)) != nil {
			return nil
		}
		known := make(map[label]string, len(all))
		for _, s := range all {
			known[s.label] = s.box
		}
		return known
	})
	return k
}

// sealed are the facts of one file.
type sealed struct {
	label label
	box   string
}

func codeSealed(all *[]sealed) func(*pack.Coder) {
	return func(c *pack.Coder) {
		pack.Slice(c, all, func(c *pack.Coder, s *sealed) {
			c.Bytes(s.label[:])
			c.Text(&s.box)
		})
	}
}

// seal returns the label of a file's facts, and what opens and closes them.
func (k *kept) seal(c discover.Candidate, text []byte) (label, cipher.AEAD) {
	h := sha256.New()
	_, _ = fmt.Fprintf(h, "%q %d ", k.cache.Program, grammar(c)) // hashes take everything
	_, _ = h.Write(text)                                         // as above
	secret := h.Sum(nil)
	sum := sha256.Sum256(append([]byte("label "), secret...))
	key := sha256.Sum256(append([]byte("key "), secret...))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return label{}, nil // keys of this length are taken
	}
	box, err := cipher.NewGCM(block)
	if err != nil {
		return label{}, nil // as above
	}
	return label(sum[:len(label{})]), box
}

// get returns what a candidate with that text states, nil if that is not kept.
func (k *kept) get(c discover.Candidate, text []byte) *fact.File {
	if k == nil || c.Lang == source.Dotenv {
		return nil
	}
	at, box := k.seal(c, text)
	data, ok := k.read()[at]
	if !ok || box == nil {
		return nil
	}
	room := k.borrow()
	defer k.room.Put(room)
	*room = append((*room)[:0], data...)
	// A key is used for one text, so that no two need different nonces.
	open, err := box.Open((*room)[:0], make([]byte, box.NonceSize()), *room, nil)
	facts := &fact.File{Source: source.View(text)}
	if err != nil || pack.UnpackCopy(open, facts.Code) != nil || facts.Check() != nil {
		return nil
	}
	facts.Path = c.Path
	k.mu.Lock()
	defer k.mu.Unlock()
	k.used[at] = data
	return facts
}

// put keeps what a candidate with that text states.
func (k *kept) put(c discover.Candidate, text []byte, facts *fact.File) {
	if k == nil || k.cache.ReadOnly || c.Lang == source.Dotenv {
		return
	}
	at, box := k.seal(c, text)
	if box == nil {
		return
	}
	room := k.borrow()
	defer k.room.Put(room)
	*room = pack.Append((*room)[:0], facts.Code)
	*room = box.Seal((*room)[:0], make([]byte, box.NonceSize()), *room, nil) //nolint:gosec // as in get, there is one text for a key
	data := string(*room)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.used[at], k.new = data, true
}

// borrow returns memory that is put back into room.
func (k *kept) borrow() *[]byte {
	if room, ok := k.room.Get().(*[]byte); ok {
		return room
	}
	return new([]byte)
}

// save keeps what the run needed, and of what it did not need as much again.
func (k *kept) save() {
	if k == nil || !k.new || k.cache.ReadOnly {
		return
	}
	var all, idle []sealed
	room := 0
	for at, box := range k.used {
		all = append(all, sealed{at, box})
		room += len(box)
	}
	for at, box := range k.read() {
		if _, ok := k.used[at]; !ok {
			idle = append(idle, sealed{at, box})
		}
	}
	byLabel := func(a, b sealed) int { return bytes.Compare(a.label[:], b.label[:]) }
	slices.SortFunc(idle, func(a, b sealed) int { return cmp.Or(cmp.Compare(len(a.box), len(b.box)), byLabel(a, b)) })
	for _, s := range idle {
		if room -= len(s.box); room < 0 {
			break
		}
		all = append(all, s)
	}
	slices.SortFunc(all, byLabel)
	k.cache.save(k.name, codeSealed(&all))
}
