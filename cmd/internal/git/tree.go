package git

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// MaxSize is the size in bytes up to which a file is read.
const MaxSize = 1 << 20

// A Tree is the files of one commit.
type Tree struct {
	repository *Repository
	commit     string
	blobs      map[string]string // names of objects by path
	modules    map[string]bool   // paths of submodules
}

// tree lists the files of a commit.
func (r *Repository) tree(ctx context.Context, commit string) (*Tree, error) {
	listed, err := r.output(ctx, "ls-tree", "-r", "-z", "--full-tree", commit)
	if err != nil {
		return nil, err
	}
	t := &Tree{repository: r, commit: commit, blobs: make(map[string]string), modules: make(map[string]bool)}
	for entry := range strings.SplitSeq(listed, "\x00") {
		about, path, _ := strings.Cut(entry, "\t")
		switch fields := strings.Fields(about); {
		case len(fields) < 3:
		case fields[1] == "commit":
			t.modules[path] = true
		case strings.HasPrefix(fields[0], "100"):
			t.blobs[path] = fields[2]
		}
	}
	return t, nil
}

// Has reports whether a path, relative to the top and with forward slashes, is
// that of a file.
func (t *Tree) Has(path string) bool { return t.blobs[path] != "" }

// InModule reports whether a path lies in a submodule, whose files are another
// repository's.
func (t *Tree) InModule(path string) bool {
	for i := range len(path) {
		if path[i] == '/' && t.modules[path[:i]] {
			return true
		}
	}
	return false
}

// Paths calls f for the path of every file, in no order.
func (t *Tree) Paths(f func(path string)) {
	for path := range t.blobs {
		f(path)
	}
}

// Read returns the texts of files by path. Those over [MaxSize] are left out, as
// is what is no file.
func (t *Tree) Read(ctx context.Context, paths []string) (map[string][]byte, error) {
	var asked bytes.Buffer
	var order []string
	for _, path := range paths {
		if id := t.blobs[path]; id != "" {
			order = append(order, path)
			asked.WriteString(id + "\n")
		}
	}
	if len(order) == 0 {
		return nil, nil
	}
	ctx, stop := t.repository.limited(ctx)
	defer stop()
	cmd := t.repository.command(ctx, "cat-file", "--batch", "--buffer")
	stderr := answer{room: t.repository.maxOutput}
	cmd.Stdin, cmd.Stderr = &asked, &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	texts, failed := receive(bufio.NewReader(out), order)
	if failed != nil {
		_ = cmd.Process.Kill() // it may have more to say than anyone reads
	}
	err = cmd.Wait()
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case errors.Is(failed, errMissing):
		return nil, fmt.Errorf("this clone is a partial one and lacks files of %.12s; git fetch --refetch --no-filter gets them", t.commit)
	case failed != nil:
		return nil, said(ctx, failed, stderr.String())
	case err != nil:
		return nil, said(ctx, err, stderr.String())
	}
	return texts, nil
}

// errMissing says that the repository lacks an object.
var errMissing = errors.New("an object is missing")

// receive reads objects as git sends them: a line with name, kind and size, and
// the text with a line feed behind it.
func receive(from *bufio.Reader, paths []string) (map[string][]byte, error) {
	texts := make(map[string][]byte, len(paths))
	for _, path := range paths {
		header, err := from.ReadString('\n')
		if err != nil {
			return nil, err
		}
		fields := strings.Fields(header)
		if len(fields) < 3 {
			return nil, errMissing
		}
		size, err := strconv.ParseInt(fields[2], 10, 64)
		if err != nil || size < 0 {
			return nil, fmt.Errorf("it answers %q", header)
		}
		if size > MaxSize {
			if _, err := io.CopyN(io.Discard, from, size+1); err != nil {
				return nil, err
			}
			continue
		}
		text := make([]byte, size+1)
		if _, err := io.ReadFull(from, text); err != nil {
			return nil, err
		}
		texts[path] = text[:size]
	}
	return texts, nil
}
