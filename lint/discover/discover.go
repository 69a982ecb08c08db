// Package discover finds the files that a run looks at. It lists; it reads only
// what it needs to decide: ignore files, and a few manifests.
//
// A tree is walked by several goroutines and the result sorted, so it is the
// same however many there are. What git ignores is left out, so nothing that it
// tracks, except dotenv files: they are rarely committed, and they are what really runs. Folders of
// installed or built code are not entered. Links are not followed, so a walk
// ends and stays inside its root.
package discover

import (
	"cmp"
	"context"
	"io/fs"
	"runtime"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/source"
)

// MaxSize is the size in bytes up to which a file is read.
const MaxSize = 1 << 20

// Options say how to walk a tree. The zero value is a good start.
type Options struct {
	// Workers is the number of goroutines that read folders; 0 means one for
	// each processor.
	Workers int

	// Ignores are the ignore files that lie outside the tree, the weakest first,
	// as [Above] finds them. Every one in the tree is stronger.
	Ignores []IgnoreFile

	// Tracked are the paths that git tracks in the tree where its index lies outside,
	// as [TrackedAbove] finds them.
	Tracked []string

	// Exclude holds patterns as in an ignore file at the root. Nothing that
	// they match is listed, dotenv files included.
	Exclude []string

	// Named are paths that are listed whatever else leaves them out: patterns, ignore
	// files, the names of folders they are in. What is in such a folder is listed
	// unless an ignore file says otherwise.
	Named []string

	// Config is the base name of configuration files, "" for none.
	Config string
}

// A Candidate is a file to analyse.
type Candidate struct {
	Path string // relative to the root, with forward slashes
	Lang source.Language
	TSX  bool  // the grammar with JSX: every kind of file but .ts, .mts and .cts
	Size int64 // in bytes, at most MaxSize
	// Ignored is set for a dotenv file that git ignores.
	Ignored bool
	// Test is set for a test, a fixture or a mock, by its path.
	Test bool
}

// A Link is a symbolic link whose target is inside the root. Both are paths
// relative to the root, and neither says whether there is a file or a folder.
type Link struct{ Path, Target string }

// A Skip is something that was left out for a reason worth telling.
type Skip struct {
	Path   string // relative to the root; quoted, as in Go, if it is no UTF-8
	Reason string
	// Err is set where a file or a folder could not be read, so that the result
	// lacks something; without it, it was left out on purpose.
	Err error
	// Large is set where that was for its size.
	Large bool
}

// A Result is what a walk found, every slice sorted by path.
type Result struct {
	Candidates []Candidate
	// Manifests are the files that say what a folder is: package.json,
	// pyproject.toml, tsconfig.json, Dockerfile and their like.
	Manifests []string
	// Others are text files that may name an environment variable: compose
	// files, workflows, Terraform, shell. Some of them are Manifests too.
	Others []string
	// Foreign are files in languages that are not looked into, whose programs may
	// read environment variables.
	Foreign []string
	// Configs are the files named Options.Config, whether or not git ignores
	// them, and whatever they are.
	Configs []string
	// Links are the symbolic links to files and folders that are listed, if at
	// all, under their real paths.
	Links   []Link
	Skipped []Skip
}

// Walk lists the files under the root of fsys. Whatever is wrong with a single
// entry is a Skip; the error is that of the root itself, or the context's.
//
// The file system should not follow links out of its root, as that of an
// [os.Root] does not; Walk itself opens no link.
func Walk(ctx context.Context, fsys fs.FS, opts Options) (Result, error) {
	if _, err := fs.Stat(fsys, "."); err != nil {
		return Result{}, err
	}
	w := newWalker(fsys, opts)
	workers := opts.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	if err := w.run(ctx, workers); err != nil {
		return Result{}, err
	}
	w.found.sort()
	return w.found, nil
}

// Exclude drops every file that excluded says so of. It is for patterns that are
// known only once the tree was walked.
func (r *Result) Exclude(excluded func(path string) bool) {
	r.Candidates = slices.DeleteFunc(r.Candidates, func(c Candidate) bool { return excluded(c.Path) })
	r.Manifests = slices.DeleteFunc(r.Manifests, excluded)
	r.Others = slices.DeleteFunc(r.Others, excluded)
	r.Foreign = slices.DeleteFunc(r.Foreign, excluded)
	r.Links = slices.DeleteFunc(r.Links, func(l Link) bool { return excluded(l.Path) })
	r.Skipped = slices.DeleteFunc(r.Skipped, func(s Skip) bool { return excluded(s.Path) })
}

func (r *Result) add(s Result) {
	r.Candidates = append(r.Candidates, s.Candidates...)
	r.Manifests = append(r.Manifests, s.Manifests...)
	r.Others = append(r.Others, s.Others...)
	r.Foreign = append(r.Foreign, s.Foreign...)
	r.Configs = append(r.Configs, s.Configs...)
	r.Links = append(r.Links, s.Links...)
	r.Skipped = append(r.Skipped, s.Skipped...)
}

func (r *Result) sort() {
	slices.SortFunc(r.Candidates, func(a, b Candidate) int { return strings.Compare(a.Path, b.Path) })
	slices.Sort(r.Manifests)
	slices.Sort(r.Others)
	slices.Sort(r.Foreign)
	slices.Sort(r.Configs)
	slices.SortFunc(r.Links, func(a, b Link) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(r.Skipped, func(a, b Skip) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Reason, b.Reason))
	})
}
