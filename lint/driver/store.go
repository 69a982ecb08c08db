package driver

import (
	"bytes"
	"sync"

	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/parse"
)

// A Store remembers what files state, so that a run over a tree of which few
// files have changed since another run parses those only. It may serve several
// runs at the same time, of one root.
type Store struct {
	mu    sync.Mutex
	files map[string]stored // by path
}

// stored is what came of reading a file with that text.
type stored struct {
	text  []byte
	state state
}

// NewStore returns a store that remembers nothing yet.
func NewStore() *Store { return &Store{files: make(map[string]stored)} }

// extract returns what becomes of a candidate with that text, which the store
// keeps. A nil store remembers nothing.
func (s *Store) extract(parser *parse.Parser, k *kept, c discover.Candidate, text []byte) state {
	if s == nil {
		return read(parser, k, c, text)
	}
	s.mu.Lock()
	known, ok := s.files[c.Path]
	s.mu.Unlock()
	if ok && bytes.Equal(known.text, text) {
		return known.state
	}
	fresh := read(parser, k, c, text)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files[c.Path] = stored{text: text, state: fresh}
	return fresh
}

// empty reports whether the store remembers nothing.
func (s *Store) empty() bool {
	if s == nil {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.files) == 0
}
