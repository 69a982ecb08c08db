package cli

import (
	"path/filepath"
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
	if top := around(root); passes(c.dir, top) {
		c.why = c.dir + ": it is in " + top + ", where whoever wrote the files may have written it too"
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
