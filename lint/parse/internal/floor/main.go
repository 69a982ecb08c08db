//go:build cgo

// Command floor does the least that a linter of these languages can do to a
// folder: it lists the files as regionlint does, reads every one of them, and
// parses those that the prefilter passes. regionlint is measured against it. It
// stands here because no one else may know tree-sitter.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	sitter "github.com/smacker/go-tree-sitter"
	"github.com/smacker/go-tree-sitter/python"
	"github.com/smacker/go-tree-sitter/typescript/tsx"
	"github.com/smacker/go-tree-sitter/typescript/typescript"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/parse/dotenv"
	"github.com/regionlint/regionlint/lint/source"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, args []string, out *os.File) error {
	if len(args) != 1 {
		return errors.New("name one folder")
	}
	root, err := filepath.Abs(args[0])
	if err != nil {
		return err
	}
	opened, err := os.OpenRoot(root)
	if err != nil {
		return err
	}
	defer opened.Close() //nolint:errcheck // folders are not written to
	found, err := discover.Walk(ctx, opened.FS(), discover.Options{Ignores: discover.Above(root, discover.IgnoreFile{})})
	if err != nil {
		return err
	}
	f := &floor{root: root, found: found, own: discover.NewOwn(found.Candidates)}
	f.run(ctx)
	_, err = fmt.Fprintf(out, "%d files, %d bytes of code, %d bytes parsed\n", f.files.Load(), f.read.Load(), f.parsed.Load())
	return err
}

type floor struct {
	root  string
	found discover.Result
	own   discover.Own

	next, files, read, parsed atomic.Int64
}

// parsers are those of one worker, made when they are needed.
type parsers [grammars]*sitter.Parser

func (f *floor) run(ctx context.Context) {
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			var parsers parsers
			for f.step(ctx, &parsers) {
			}
		})
	}
	group.Wait()
}

// step takes the next file, and reports whether there was one.
func (f *floor) step(ctx context.Context, parsers *parsers) bool {
	i := int(f.next.Add(1)) - 1
	if i < len(f.found.Candidates) {
		f.candidate(ctx, f.found.Candidates[i], parsers)
		return true
	}
	i -= len(f.found.Candidates)
	if i < len(f.found.Manifests) {
		f.text(f.found.Manifests[i])
		return true
	}
	i -= len(f.found.Manifests)
	if i < len(f.found.Others) {
		f.text(f.found.Others[i])
		return true
	}
	return false
}

// text reads a file. One that is gone or closed to us is none of the floor's.
func (f *floor) text(path string) []byte {
	text, err := os.ReadFile(filepath.Join(f.root, filepath.FromSlash(path)))
	if err != nil {
		return nil
	}
	f.files.Add(1)
	return text
}

func (f *floor) candidate(ctx context.Context, c discover.Candidate, parsers *parsers) {
	text, _, err := source.Decode(f.text(c.Path))
	if err != nil {
		return
	}
	f.read.Add(int64(len(text)))
	// regionlint does not look into tests either.
	if c.Lang != source.Dotenv && (c.Test || !discover.Relevant(text, f.own, aws.MaySpellRegion)) {
		return
	}
	g, language := grammarOf(c)
	if parsers[g] == nil {
		parsers[g] = sitter.NewParser()
		parsers[g].SetLanguage(language())
	}
	tree, err := parsers[g].ParseCtx(ctx, nil, text)
	if err != nil {
		return
	}
	tree.Close()
	f.parsed.Add(int64(len(text)))
}

// A grammar is one that tree-sitter has a parser for.
type grammar int

const (
	pythonGrammar grammar = iota
	typescriptGrammar
	tsxGrammar
	dotenvGrammar
	grammars
)

func grammarOf(c discover.Candidate) (grammar, func() *sitter.Language) {
	switch {
	case c.Lang == source.Python:
		return pythonGrammar, python.GetLanguage
	case c.Lang == source.Dotenv:
		return dotenvGrammar, dotenv.Language
	case c.TSX:
		return tsxGrammar, tsx.GetLanguage
	}
	return typescriptGrammar, typescript.GetLanguage
}
