package main

import (
	"bytes"
	"context"
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

	changed     string // the file that is changed in each round, "" if none matters
	changedText []byte
	comment     string // what starts a comment in it
}

// heavy reports whether regions are what much of the code is about: lines with
// one are at least twice as many as files.
func (s survey) heavy() bool { return s.lines >= 2*s.files }

// look surveys a tree. The file to change is the middle one by size of the code
// that matters, tests apart.
func look(ctx context.Context, tree string) (survey, error) {
	found, err := walk(ctx, tree)
	if err != nil {
		return survey{}, err
	}
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
		if c.Lang != source.Dotenv && !c.Test && discover.Relevant(text, aws.MaySpellRegion) {
			relevant = append(relevant, c)
		}
	}
	if len(relevant) == 0 {
		return s, nil
	}
	slices.SortStableFunc(relevant, func(a, b discover.Candidate) int { return int(a.Size - b.Size) })
	middle := relevant[len(relevant)/2]
	s.changed, s.comment = middle.Path, "//"
	if middle.Lang == source.Python {
		s.comment = "#"
	}
	s.changedText, err = os.ReadFile(filepath.Join(tree, filepath.FromSlash(middle.Path)))
	return s, err
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
