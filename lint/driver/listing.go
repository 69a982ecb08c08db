package driver

import (
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/pack"
	"github.com/regionlint/regionlint/lint/snapshot"
	"github.com/regionlint/regionlint/lint/source"
)

// A listing is what a walk of a root found, for runs that see nothing changed of what
// the walk looked at. It is kept beside the record of the run that walked: most runs
// need that alone.
type listing struct {
	found discover.Result
	texts []string // the files that were read until then, sorted
}

// pack returns the bytes of a listing, nil for one that lacks something: what could
// not be read is told in the system's own words.
func (l *listing) pack() []byte {
	if slices.ContainsFunc(l.found.Skipped, func(s discover.Skip) bool { return s.Err != nil }) {
		return nil
	}
	return pack.Pack(l.code)
}

// listing returns the listing with a hash that is kept beside a record, nil if it is
// not there.
func (c *Cache) listing(name string, hash snapshot.Hash) *listing {
	data, ok := c.Storage.Load(listingName(name))
	if !ok || snapshot.Sum([]byte(data)) != hash {
		return nil
	}
	known := new(listing)
	if pack.Unpack(data, known.code) != nil || !known.sound() {
		return nil
	}
	return known
}

// saveListing keeps a packed listing beside the record of a name, and returns its
// hash; that of nil is the zero Hash.
func (c *Cache) saveListing(name string, packed []byte) snapshot.Hash {
	if packed == nil {
		return snapshot.Hash{}
	}
	c.Storage.Save(listingName(name), func(to io.Writer) error {
		_, err := to.Write(packed)
		return err
	})
	return snapshot.Sum(packed)
}

func listingName(record string) string { return "listing-" + strings.TrimPrefix(record, "findings-") }

func (l *listing) code(c *pack.Coder) {
	f := &l.found
	pack.Slice(c, &f.Candidates, func(c *pack.Coder, f *discover.Candidate) {
		c.Text(&f.Path)
		pack.Number(c, &f.Lang)
		c.Bool(&f.TSX)
		pack.Number(c, &f.Size)
		c.Bool(&f.Ignored)
		c.Bool(&f.Test)
	})
	for _, paths := range l.paths() {
		c.Strings(paths)
	}
	pack.Slice(c, &f.Links, func(c *pack.Coder, l *discover.Link) {
		c.Text(&l.Path)
		c.Text(&l.Target)
	})
	pack.Slice(c, &f.Skipped, codeSkip)
}

func (l *listing) paths() []*[]string {
	return []*[]string{&l.found.Manifests, &l.found.Others, &l.found.Foreign, &l.found.Configs, &l.texts}
}

// sound reports whether a walk can have found that.
func (l *listing) sound() bool {
	for _, paths := range l.paths() {
		if !slices.IsSorted(*paths) || slices.ContainsFunc(*paths, func(p string) bool { return !fs.ValidPath(p) }) {
			return false
		}
	}
	return slices.IsSortedFunc(l.found.Candidates, func(a, b discover.Candidate) int { return strings.Compare(a.Path, b.Path) }) &&
		!slices.ContainsFunc(l.found.Candidates, func(c discover.Candidate) bool {
			return !fs.ValidPath(c.Path) || c.Lang < source.Python || c.Lang > source.Dotenv
		})
}
