package cli

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/regionlint/regionlint/cmd/internal/cachedir"
	"github.com/regionlint/regionlint/lint/driver"
)

// cacheVariable names the folder that the cache is in, in place of the usual one.
const cacheVariable = "REGIONLINT_CACHE_DIR"

// A cache is the folder of what earlier runs found, or the reason why there is
// none.
type cache struct {
	folder  *cachedir.Folder // nil if there is none
	dir     string
	why     string
	program string
	now     time.Time // before anything was looked at
}

// openCache opens the cache of runs over a root, for the caller to close. There may
// be none.
func (f *engineFlags) openCache(root string) *cache {
	c := &cache{dir: f.env.Getenv(cacheVariable), program: f.env.Build}
	c.now = time.Now() //nolint:forbidigo // decides what is looked at again, and never what is found
	switch {
	case f.noCache:
		c.why = "--no-cache"
		return c
	case f.env.Build == "":
		c.why = "it is not known which build of the program this is"
		return c
	case c.dir != "":
		c.dir = filepath.Clean(f.env.inDir(c.dir))
	case f.env.CacheDir != "":
		c.dir = filepath.Join(f.env.CacheDir, "regionlint")
	default:
		c.why = "the user has no folder for caches"
		return c
	}
	// Whoever wrote the files that are looked at may have written all of the repository.
	around := root
	if top, ok := repositoryAround(root); ok {
		around = top
	}
	if passes(c.dir, around) {
		c.why = c.dir + ": it is in " + around + ", where whoever wrote the files may have written it too"
		return c
	}
	folder, err := cachedir.Open(c.dir, cachedir.Limit, c.now)
	if err != nil {
		c.why = c.dir + ": " + err.Error()
		return c
	}
	c.folder = folder
	return c
}

// maxLinks is how many links lead to a folder at most; the system takes no more.
const maxLinks = 40

// passes reports whether the way to a folder, there or not, leads through another
// one: by its name, or by where the links in it lead, one after the other.
func passes(way, through string) bool {
	there, err := os.Stat(through)
	if err != nil {
		return false
	}
	at, rest := fromTop(way)
	for links := 0; links <= maxLinks; {
		if info, err := os.Stat(at); err == nil && os.SameFile(info, there) {
			return true
		}
		if rest == "" {
			return false
		}
		var name string
		if name, rest, _ = strings.Cut(rest, string(filepath.Separator)); name == "" {
			continue
		}
		next := filepath.Join(at, name)
		switch to, err := os.Readlink(next); {
		case err != nil: // no link
			at = next
		case filepath.IsAbs(to):
			at, rest = fromTop(to + string(filepath.Separator) + rest)
			links++
		default:
			rest = filepath.FromSlash(to) + string(filepath.Separator) + rest
			links++
		}
	}
	return false
}

// fromTop splits an absolute path behind the folder that all others are in.
func fromTop(path string) (top, rest string) {
	volume := filepath.VolumeName(path)
	return volume + string(filepath.Separator), filepath.FromSlash(path[len(volume):])
}

// of returns what the driver may remember of a root, nil if there is no cache.
func (c *cache) of(root string) *driver.Cache {
	if c.folder == nil {
		return nil
	}
	return &driver.Cache{Storage: c.folder, Program: c.program, Dir: root, Now: c.now}
}

func (c *cache) close() {
	if c.folder != nil {
		_ = c.folder.Close() // what was written is complete
	}
}

// describe says where the cache is and of what use it was.
func (c *cache) describe(r *driver.Result) string {
	switch {
	case c.folder == nil:
		return "cache: none, " + c.why
	case r.Stats.Recalled:
		return "cache: nothing has changed since an earlier run, by " + c.dir
	}
	return "cache: kept in " + c.dir
}
