package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/regionlint/regionlint/cmd/internal/git"
	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/source"
	"github.com/regionlint/regionlint/rewrite/unified"
)

// recency leaves of the findings those that have to do with lines that changed
// since a revision, committed or not.
type recency struct {
	rev string // "" for all findings

	base  *git.Tree
	below string              // the path of the root in the repository, "" for its top
	gone  func(p string) bool // whether a file of the base is there no more
	old   map[string]past     // by path below the root
	aside int                 // how many findings were left out in the last run
}

// past is what a file was at the base.
type past struct {
	text []byte
	// fresh is set for a file that was not there, and still for one of which
	// nothing counts as changed.
	fresh, still bool
}

func (r *recency) declare(cmd *cobra.Command) {
	cmd.Flags().StringVar(&r.rev, "new-from-rev", "",
		"report only what has to do with lines that changed since HEAD and this git `revision` part")
	cmd.MarkFlagsMutuallyExclusive("new-from-rev", "write-baseline")
}

// load asks git for what was committed before.
func (r *recency) load(ctx context.Context, env Env, root string) error {
	if r.rev == "" {
		return nil
	}
	r.below = belowRepository(root)
	top := root
	if r.below == "." {
		r.below = ""
	} else {
		top = strings.TrimSuffix(root, string(filepath.Separator)+filepath.FromSlash(r.below))
	}
	if !exists(top, ".git") {
		return fmt.Errorf("--new-from-rev: there is no git repository around %s", root)
	}
	repository, err := git.Open(top, env.Getenv)
	if err != nil {
		return fmt.Errorf("--new-from-rev: %w", err)
	}
	if r.base, err = repository.Base(ctx, r.rev); err != nil {
		return fmt.Errorf("--new-from-rev: %w", err)
	}
	r.gone = func(p string) bool {
		_, err := os.Lstat(filepath.Join(top, filepath.FromSlash(p)))
		return errors.Is(err, fs.ErrNotExist)
	}
	r.old = make(map[string]past)
	return nil
}

// narrow drops the findings of a run that have nothing to do with what changed.
func (r *recency) narrow(ctx context.Context, result *driver.Result) error {
	if r.rev == "" {
		return nil
	}
	if err := r.recall(ctx, result); err != nil {
		return fmt.Errorf("--new-from-rev: %w", err)
	}
	changed := make(map[string][]unified.Range)
	var touched []lint.Diagnostic
	for _, d := range result.Diagnostics {
		is, err := r.touches(changed, result, d)
		if err != nil {
			return err
		}
		if is {
			touched = append(touched, d)
		}
	}
	r.aside = len(result.Diagnostics) - len(touched)
	result.Diagnostics = touched
	return nil
}

// touches reports whether one of a finding's places is on a line that changed.
func (r *recency) touches(changed map[string][]unified.Range, result *driver.Result, d lint.Diagnostic) (bool, error) {
	for _, at := range locations(d) {
		before, file := r.old[at.Path], result.Files[at.Path]
		switch {
		case before.fresh:
			return true, nil
		case before.still, file == nil:
			continue
		}
		ranges, ok := changed[at.Path]
		if !ok {
			var err error
			if ranges, err = unified.Changed(unixEnds(before.text), unixEnds(file.Text)); err != nil {
				return false, err
			}
			changed[at.Path] = ranges
		}
		first, last := file.Position(at.Span.Start).Line-1, file.Position(max(at.Span.Start, at.Span.End)).Line-1
		if slices.ContainsFunc(ranges, func(c unified.Range) bool {
			if c.Start == c.End { // lines were taken out of the place
				return first < c.Start && c.Start <= last
			}
			return first < c.End && c.Start <= last
		}) {
			return true, nil
		}
	}
	return false, nil
}

// locations returns the places of a finding, its own first.
func locations(d lint.Diagnostic) []source.Location {
	all := []source.Location{d.At}
	for _, related := range d.Related {
		if related.At.Path != "" {
			all = append(all, related.At)
		}
	}
	return all
}

// unixEnds returns a text with line feeds for line ends: git can be told to give
// files others than those that it keeps.
func unixEnds(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")) }

// recall reads what the files that findings are about were at the base.
func (r *recency) recall(ctx context.Context, result *driver.Result) error {
	was := make(map[string]string) // paths at the base, by paths now
	var added []string
	for _, d := range result.Diagnostics {
		for _, at := range locations(d) {
			name := path.Join(r.below, at.Path)
			_, known := r.old[at.Path]
			switch {
			case known || was[at.Path] != "":
			case r.base.Has(name):
				was[at.Path] = name
			case result.Ignored(at.Path), r.base.InModule(name):
				r.old[at.Path] = past{still: true} // of which the repository knows no past
			default:
				r.old[at.Path] = past{fresh: true}
				added = append(added, at.Path)
			}
		}
	}
	sources, err := r.base.Read(ctx, slices.Collect(maps.Values(was)))
	if err != nil {
		return err
	}
	for now, before := range was {
		text, ok := sources[before]
		r.old[now] = past{text: text, fresh: !ok}
	}
	return r.follow(ctx, added, result)
}
