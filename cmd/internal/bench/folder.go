package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// shape is the shape of a region for rg.
const shape = `\b[a-z]{2}(-[a-z]+)+-[0-9]\b`

// peakLimit is how much memory a run may take, in megabytes.
const peakLimit = 150

// folder measures a tree. What is measured is a copy, since a file of it is
// changed in each round.
func (b *bench) folder(ctx context.Context, folder string) error {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	name := filepath.Base(folder)
	tree := filepath.Join(b.scratch, name)
	if err := copyTree(folder, tree); err != nil {
		return err
	}
	defer os.RemoveAll(tree) //nolint:errcheck // the scratch folder is removed in the end
	s, err := look(ctx, tree)
	if err != nil {
		return err
	}
	all, err := b.measure(ctx, b.commands(tree, s))
	if err != nil {
		return err
	}
	label := fmt.Sprintf("%s (%d files, %s)", name, s.files, megabytes(s.bytes))
	rg, floor, ast := atMost(5), none, atLeast(8)
	if s.heavy() {
		label += ", region-heavy"
		rg, floor, ast = none, atMost(1.4), atLeast(3)
	}
	b.compare(label, "cold, against `rg -c`", all["cold"], all["rg"], rg)
	b.compare(label, "cold, against the floor", all["cold"], all["floor"], floor)
	b.compare(label, "cold, times faster than ast-grep", all["cold"], all["ast-grep"], ast)
	b.compare(label, "warm, against `rg -c`", all["warm"], all["rg"], atMost(2))
	b.compare(label, "one commented file, against `rg -c`", all["commented"], all["rg"], atMost(2.5))
	b.compare(label, "one changed file, against `rg -c`", all["changed"], all["rg"], atMost(2.5))
	for _, what := range []string{"cold", "warm", "commented", "changed"} {
		most := all[what].median().peak
		b.row(label, "peak memory, "+what, megabytes(most), "", "", "", target{limit: peakLimit}, float64(most)/1e6)
	}
	return nil
}

// commands returns what is measured in a tree.
func (b *bench) commands(tree string, s survey) []command {
	regionlint := b.program("regionlint")
	all := []command{
		{name: "cold", args: []string{regionlint, "--no-cache", "."}},
		{name: "floor", args: []string{b.program("floor"), "."}},
		{name: "warm", args: []string{regionlint, "."}},
	}
	edit := func(name string, e *edited) {
		if e != nil {
			all = append(all, command{name: name, args: []string{regionlint, e.path}, before: func(round int) error { return e.write(tree, round) }})
		}
	}
	edit("changed", s.changed)
	edit("commented", s.commented)
	if b.rg != "" {
		all = append(all, command{name: "rg", args: []string{b.rg, "-c", shape, "."}})
	}
	if b.astGrep != "" {
		all = append(all, command{name: "ast-grep", args: []string{b.astGrep, "scan", "--rule", b.rules, "."}})
	}
	for i := range all {
		all[i].dir = tree
	}
	return all
}

// copyTree copies a folder, but of a repository nothing: it is enough that there
// is one, for the tools to obey ignore files.
func copyTree(from, to string) error {
	root := os.DirFS(from)
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		target := filepath.Join(to, filepath.FromSlash(name))
		switch {
		case err != nil:
			return err
		case entry.Name() == ".git":
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			return os.MkdirAll(target, 0o750)
		case entry.Type() == fs.ModeSymlink:
			link, err := fs.ReadLink(root, name)
			if err != nil {
				return err
			}
			return os.Symlink(link, target) //nolint:gosec // nobody else writes to either folder meanwhile
		case entry.Type().IsRegular():
			return copyFile(root, name, target)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return os.MkdirAll(filepath.Join(to, ".git"), 0o750)
}

func copyFile(root fs.FS, name, target string) (err error) {
	in, err := root.Open(name)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // it was only read from
	out, err := os.OpenFile(target, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if closing := out.Close(); err == nil {
			err = closing
		}
	}()
	_, err = io.Copy(out, in)
	return err
}
