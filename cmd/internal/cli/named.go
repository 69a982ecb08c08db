package cli

import (
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/disk"
	"github.com/regionlint/regionlint/rewrite/atomicfile"
)

// The files in here are named on the command line: reports, baselines, a
// configuration. What lies in the repository under such a name may be something else,
// a link or a pipe, that whoever wrote what is looked at has put there.

var (
	errLeadsOut = errors.New("a link leads out of the root")
	errChecked  = errors.New("it is a file to check")
)

// lands returns the path in the repository around a root, with forward slashes, that
// a path of the system leads to, there or not. It is "" for a way that does not lead
// through there, which is the user's own matter. The error says that the way leads
// out again, into what git keeps, or to what may have no end.
func lands(root, path string) (rel string, err error) {
	top := around(root)
	if !passes(path, top) {
		return "", nil
	}
	end, ok := leadsTo(path, func(string) {})
	if !ok {
		return "", errLeadsOut
	}
	rel, stays := under(top, end)
	if name, _ := under(top, path); !stays || rel != name && gits(rel) {
		return "", errLeadsOut
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return "", disk.ErrIrregular
	}
	return rel, nil
}

// gits reports whether a path leads into what git keeps of a repository.
func gits(rel string) bool {
	return slices.ContainsFunc(strings.Split(rel, "/"), func(name string) bool { return strings.EqualFold(name, ".git") })
}

// readNamed reads a file of the user's choice, which may be a pipe or a terminal
// unless it lies in the repository around a root, and no more of it than shows that
// it has more bytes than most.
func readNamed(root, path string, most int64) ([]byte, error) {
	if _, err := lands(root, path); err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read from
	return io.ReadAll(io.LimitReader(file, most+1))
}

// writeNamed gives a file of the user's choice its text, unless it is one of the
// repository around a root that is checked.
func writeNamed(root, path string, text []byte) error {
	rel, err := lands(root, path)
	if err != nil {
		return err
	}
	if _, checked := discover.Describe(rel); checked {
		return errChecked
	}
	return atomicfile.Write(path, text)
}
