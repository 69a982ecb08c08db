// Package cachedir keeps what the driver remembers, in a folder of the user's.
//
// Every entry is a file of its own that says by a hash whether it is whole, and
// is replaced at once, so that runs may share the folder and be killed at any
// time. An entry that is broken, or cannot be read or written, is none: no error
// of the cache is one of the run.
package cachedir

import (
	"cmp"
	"crypto/sha256"
	"hash"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/regionlint/regionlint/rewrite/atomicfile"
)

// Limit is how many bytes of entries are kept, the ones that were of use last.
const Limit = 256 << 20

const (
	header = "regionlint cache 1\n"
	suffix = ".regionlint"
	// fresh is how long an entry counts as just used, so that not every look at
	// one changes the disk.
	fresh = time.Hour
)

// marks are files that tell other programs what the folder is: one to keep out of
// backups, and not to commit.
var marks = map[string]string{
	"CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n# regionlint's cache; it may be removed at any time.\n",
	".gitignore":   "*\n",
}

// A Folder is a cache. It is safe for concurrent use, also by several processes.
type Folder struct {
	files *atomicfile.Folder
	limit int64
	now   time.Time
}

// Open opens the cache in a folder, for the caller to close, and makes the folder
// if there is none. It keeps no more than limit bytes, and of these what was of
// use last, of which now is the time. The error says why there can be no cache
// there.
func Open(path string, limit int64, now time.Time) (*Folder, error) {
	files, err := atomicfile.OpenFolder(path)
	if err != nil {
		return nil, err
	}
	return &Folder{files, limit, now}, nil
}

// Close closes the folder.
func (f *Folder) Close() error { return f.files.Close() }

// Load returns what was saved under a name, and false if nothing was or it is
// broken.
func (f *Folder) Load(name string) (string, bool) {
	name += suffix
	file, info, err := f.files.Open(name)
	if err != nil {
		return "", false
	}
	defer file.Close() //nolint:errcheck // it was only read from
	if info.Size() > f.limit {
		return "", false
	}
	data, ok := whole(name, io.LimitReader(file, f.limit), int(info.Size()))
	if ok && f.now.Sub(info.ModTime()) > fresh {
		_ = f.files.Touch(name, f.now) // it may go before others then
	}
	return data, ok
}

// whole reads the data of an entry of about that size, and returns false if the entry
// is broken.
func whole(name string, entry io.Reader, size int) (data string, ok bool) {
	head := make([]byte, len(header)+sha256.Size)
	if _, err := io.ReadFull(entry, head); err != nil || string(head[:len(header)]) != header {
		return "", false
	}
	var b strings.Builder
	b.Grow(max(size-len(head), 0))
	sum := checksum(name)
	if _, err := io.Copy(io.MultiWriter(&b, sum), entry); err != nil || string(sum.Sum(nil)) != string(head[len(header):]) {
		return "", false
	}
	return b.String(), true
}

// checksum returns the hash that takes an entry's data, and has taken its name.
func checksum(name string) hash.Hash {
	h := sha256.New()
	_, _ = io.WriteString(h, name+"\n") // hashes take everything
	return h
}

// A count counts the bytes that are written to it.
type count int64

func (c *count) Write(b []byte) (int, error) {
	*c += count(len(b))
	return len(b), nil
}

// Save keeps under a name what write writes, which it is called for twice, and lets
// go of what was not of use for longest if that is too much.
func (f *Folder) Save(name string, write func(to io.Writer) error) {
	name += suffix
	sum, size := checksum(name), count(len(header)+sha256.Size)
	if err := write(io.MultiWriter(sum, &size)); err != nil || int64(size) > f.limit {
		return
	}
	f.files.Clean()
	f.mark()
	f.shrink(name, f.limit-int64(size))
	_ = f.files.Put(name, func(to io.Writer) error { // the next run does without, too
		if _, err := to.Write(sum.Sum([]byte(header))); err != nil {
			return err
		}
		return write(to)
	})
}

// mark adds the marks that are missing, unless somebody keeps something else in the
// folder: what goes for the cache is wrong for that.
func (f *Folder) mark() {
	entries, err := fs.ReadDir(f.files.FS(), ".")
	if err != nil {
		return
	}
	missing := maps.Clone(marks)
	for _, e := range entries {
		if _, ok := marks[e.Name()]; ok {
			delete(missing, e.Name())
		} else if !strings.HasSuffix(e.Name(), suffix) {
			return
		}
	}
	for name, text := range missing {
		_ = f.files.Put(name, func(to io.Writer) error { // nothing depends on it
			_, err := io.WriteString(to, text)
			return err
		})
	}
}

// shrink removes entries until those but one take no more than limit bytes.
func (f *Folder) shrink(but string, limit int64) {
	entries, err := fs.ReadDir(f.files.FS(), ".")
	if err != nil {
		return
	}
	var kept []fs.FileInfo
	total := int64(0)
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || e.Name() == but || !info.Mode().IsRegular() || !strings.HasSuffix(e.Name(), suffix) {
			continue
		}
		kept = append(kept, info)
		total += info.Size()
	}
	slices.SortFunc(kept, func(a, b fs.FileInfo) int {
		return cmp.Or(a.ModTime().Compare(b.ModTime()), strings.Compare(a.Name(), b.Name()))
	})
	for _, info := range kept {
		if total <= limit {
			return
		}
		if f.files.Remove(info.Name()) == nil {
			total -= info.Size()
		}
	}
}
