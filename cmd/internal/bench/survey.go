package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/source"
)

// A survey is what there is to know of a tree before it is measured.
type survey struct {
	files int   // of code and dotenv
	bytes int64 // in them
	lines int   // of them that hold the shape of a region

	// Two files that matter, nil if there are none: in each round, the first one gets
	// another statement, the second one another comment.
	changed, commented *edited
}

// An edited file has something else at its end in each round.
type edited struct {
	path   string
	text   []byte // as it was
	ending string // with %[2]d for the number of the round
}

// heavy reports whether regions are what much of the code is about: lines with
// one are at least twice as many as files.
func (s survey) heavy() bool { return s.lines >= 2*s.files }

// look surveys a tree. The files to change are the middle ones by size of the code
// that matters, tests apart.
func look(ctx context.Context, tree string) (survey, error) {
	found, err := walk(ctx, tree)
	if err != nil {
		return survey{}, err
	}
	own := discover.NewOwn(found.Candidates)
	var s survey
	var relevant []discover.Candidate
	text := make([]byte, 0, discover.MaxSize+1)
	for _, c := range found.Candidates {
		if text, err = readInto(text, filepath.Join(tree, filepath.FromSlash(c.Path))); err != nil {
			continue // as regionlint goes on without it
		}
		s.files++
		s.bytes += int64(len(text))
		for line := range bytes.Lines(text) {
			if aws.HasRegionShape(line) {
				s.lines++
			}
		}
		if c.Lang != source.Dotenv && !c.Test && discover.Relevant(text, own, aws.MaySpellRegion) {
			relevant = append(relevant, c)
		}
	}
	if len(relevant) < 2 {
		return s, nil
	}
	slices.SortStableFunc(relevant, func(a, b discover.Candidate) int { return int(a.Size - b.Size) })
	middle := len(relevant) / 2
	if s.changed, err = newEdited(tree, relevant[middle], "round%[2]d = %[2]d", "var round%[2]d = %[2]d;"); err != nil {
		return s, err
	}
	s.commented, err = newEdited(tree, relevant[middle-1], "# round %[2]d", "// round %[2]d")
	return s, err
}

// newEdited returns a file of a tree with an ending for its language.
func newEdited(tree string, c discover.Candidate, python, script string) (*edited, error) {
	ending := script
	if c.Lang == source.Python {
		ending = python
	}
	text, err := os.ReadFile(filepath.Join(tree, filepath.FromSlash(c.Path)))
	return &edited{path: c.Path, text: text, ending: ending}, err
}

// write writes the file as it is in a round.
func (e *edited) write(tree string, round int) error {
	text := fmt.Appendf(nil, "%[1]s\n"+e.ending+"\n", e.text, round)
	return os.WriteFile(filepath.Join(tree, filepath.FromSlash(e.path)), text, 0o600)
}

// walk lists a tree as regionlint does.
func walk(ctx context.Context, tree string) (discover.Result, error) {
	root, err := os.OpenRoot(tree)
	if err != nil {
		return discover.Result{}, err
	}
	defer root.Close() //nolint:errcheck // folders are not written to
	return discover.Walk(ctx, root.FS(), discover.Options{Ignores: discover.Above(tree, discover.IgnoreFile{})})
}

// readInto reads a file into a buffer, so that this program stays small: a
// process that it starts is told to have been as large, if it is smaller.
func readInto(buffer []byte, path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return buffer, err
	}
	defer file.Close() //nolint:errcheck // it was only read from
	b := bytes.NewBuffer(buffer[:0])
	_, err = b.ReadFrom(file)
	return b.Bytes(), err
}
