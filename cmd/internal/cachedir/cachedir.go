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
	"io"
	"io/fs"
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
	file, err := f.files.FS().Open(name)
	if err != nil {
		return "", false
	}
	defer file.Close() //nolint:errcheck // it was only read from
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() > f.limit {
		return "", false
	}
	var b strings.Builder
	b.Grow(int(info.Size()))
	if _, err := io.Copy(&b, io.LimitReader(file, f.limit)); err != nil {
		return "", false
	}
	data, ok := whole(name, b.String())
	if ok && f.now.Sub(info.ModTime()) > fresh {
		_ = f.files.Touch(name, f.now) // it may go before others then
	}
	return data, ok
}

// whole returns the data of an entry, and false if the entry is broken.
func whole(name, entry string) (data string, ok bool) {
	entry, ok = strings.CutPrefix(entry, header)
	if !ok || len(entry) < sha256.Size {
		return "", false
	}
	if sum, data := entry[:sha256.Size], entry[sha256.Size:]; sum == checksum(name, data) {
		return data, true
	}
	return "", false
}

// checksum returns the hash of an entry's data and name.
func checksum(name, data string) string {
	h := sha256.New()
	_, _ = io.WriteString(h, name+"\n") // hashes take everything
	_, _ = io.WriteString(h, data)
	return string(h.Sum(nil))
}

// Save keeps data under a name, and lets go of what was not of use for longest if
// that is too much.
func (f *Folder) Save(name string, data []byte) {
	name += suffix
	size := int64(len(header) + sha256.Size + len(data))
	if size > f.limit {
		return
	}
	entry := make([]byte, 0, size)
	entry = append(entry, header...)
	entry = append(entry, checksum(name, string(data))...)
	entry = append(entry, data...)
	f.files.Clean()
	f.mark()
	f.shrink(name, f.limit-size)
	_ = f.files.Put(name, entry) // the next run does without, too
}

// mark adds the marks that are missing.
func (f *Folder) mark() {
	for name, text := range marks {
		if _, err := fs.Stat(f.files.FS(), name); err != nil {
			_ = f.files.Put(name, []byte(text)) // nothing depends on it
		}
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
