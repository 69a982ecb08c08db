package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/regionlint/regionlint/lint/linttest/synthetic"
)

// seed is that of the made-up trees.
const seed = 1

// spread is how much more a file of a larger tree may cost than one of a smaller
// tree.
const spread = 1.15

// manyNames is how many files are named on a command line.
const manyNames = 10_000

// growth measures made-up trees of several sizes.
func (b *bench) growth(ctx context.Context) error {
	sizes, err := numbers(b.sizes)
	if err != nil {
		return err
	}
	var commands []command
	for _, n := range sizes {
		c, err := b.synthetic(strconv.Itoa(n), synthetic.Tree{Files: n, Seed: seed})
		if err != nil {
			return err
		}
		commands = append(commands, c)
	}
	// As many files as the largest has, of which those of the smallest matter.
	first, last := sizes[0], sizes[len(sizes)-1]
	sparse, err := b.synthetic("sparse", synthetic.Tree{Files: last, Seed: seed, Using: first / synthetic.PackageFiles})
	if err != nil {
		return err
	}
	commands = append(commands, sparse)
	named, of, err := b.named(ctx, commands[:len(sizes)])
	if err != nil {
		return err
	}
	if named != nil {
		commands = append(commands, *named)
	}
	all, err := b.measure(ctx, commands)
	if err != nil {
		return err
	}
	label := fmt.Sprintf("made-up, %d files", first)
	b.row(label, "cold", milliseconds(all[commands[0].name].median().wall), "", "", "", none, 0)
	b.memory(label, all[commands[0].name])
	for i, n := range sizes[1:] {
		b.grown(fmt.Sprintf("made-up, %d files", n), all[strconv.Itoa(sizes[i])], sizes[i], all[strconv.Itoa(n)], n)
	}
	b.sparse(fmt.Sprintf("made-up, %d files, %d of them in packages that use AWS", last, first), all["sparse"], all[strconv.Itoa(first)])
	if named != nil {
		b.compare(fmt.Sprintf("made-up, %s files", of), fmt.Sprintf("%d names, against `.`", manyNames), all[named.name], all[of], atMost(1.05))
	}
	return nil
}

// synthetic writes a tree and returns the command that checks it.
func (b *bench) synthetic(name string, t synthetic.Tree) (command, error) {
	tree := filepath.Join(b.scratch, "made-up-"+name)
	return command{name: name, dir: tree, args: []string{b.program("regionlint"), "--no-cache", "."}}, t.Write(tree)
}

// named returns the command that names manyNames files of the smallest tree that
// has as many, and the name of the command that checks the whole of it; nil if
// there is none.
func (b *bench) named(ctx context.Context, whole []command) (*command, string, error) {
	for _, c := range whole {
		found, err := walk(ctx, c.dir)
		if err != nil {
			return nil, "", err
		}
		if len(found.Candidates) < manyNames {
			continue
		}
		args := []string{b.program("regionlint"), "--no-cache"}
		for _, candidate := range found.Candidates[:manyNames] {
			args = append(args, filepath.FromSlash(candidate.Path))
		}
		return &command{name: "named", dir: c.dir, args: args}, c.name, nil
	}
	return nil, "", nil
}

// grown prints what a file of a tree costs against one of a smaller tree.
func (b *bench) grown(label string, small samples, n int, large samples, m int) {
	s, l := small.median(), large.median()
	factor := float64(n) / float64(m)
	wall, cpu := factor*float64(l.wall)/float64(s.wall), factor*float64(l.cpu)/float64(s.cpu)
	b.row(label, fmt.Sprintf("time per file, against %d files", n), milliseconds(l.wall), milliseconds(s.wall),
		fmt.Sprintf("%.2f", wall), fmt.Sprintf("%.2f", cpu), atMost(spread), wall)
	memory := factor * float64(l.peak) / float64(s.peak)
	b.row(label, fmt.Sprintf("memory per file, against %d files", n), megabytes(l.peak), megabytes(s.peak),
		fmt.Sprintf("%.2f", memory), "", atMost(spread), memory)
	b.memory(label, large)
}

// memory prints the peak of a cold run.
func (b *bench) memory(label string, s samples) {
	most := s.median().peak
	b.row(label, "peak memory, cold", megabytes(most), "", "", "", atMost(peakLimit), float64(most)/1e6)
}

// sparse prints what files that do not matter cost in memory.
func (b *bench) sparse(label string, sparse, small samples) {
	s, l := small.median(), sparse.median()
	ratio := float64(l.peak) / float64(s.peak)
	b.row(label, "peak memory, against those alone", megabytes(l.peak), megabytes(s.peak), fmt.Sprintf("%.2f", ratio), "", atMost(spread), ratio)
}

// numbers parses numbers with commas between them, each larger than the one
// before.
func numbers(list string) ([]int, error) {
	var all []int
	for field := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(field)
		if err != nil {
			return nil, err
		}
		if n <= 0 || len(all) > 0 && n <= all[len(all)-1] {
			return nil, fmt.Errorf("sizes %s are to grow", list)
		}
		all = append(all, n)
	}
	return all, nil
}
