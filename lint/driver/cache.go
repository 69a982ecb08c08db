package driver

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/config"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/disk"
	"github.com/regionlint/regionlint/lint/pack"
	"github.com/regionlint/regionlint/lint/snapshot"
	"github.com/regionlint/regionlint/lint/source"
)

// A Storage keeps bytes by name from one run to the next, or loses them. What it
// loads under a name is what was saved under it last, whole, or nothing.
type Storage interface {
	Load(name string) (data string, ok bool)
	// Save calls write, which always writes the same, to learn the size and the hash
	// of what there is to save, and to save it. It passes on the writer's errors.
	Save(name string, write func(to io.Writer) error)
}

// A Cache is what a run may remember of earlier ones.
type Cache struct {
	Storage Storage
	// Program names the build of the program: another one may find something
	// else in the same files.
	Program string
	// Dir is the absolute path of the root that Options.FS is the file system of.
	Dir string
	// ReadOnly says that the files are not those of a root that will be there for
	// the next run.
	ReadOnly bool
	// Now is the time before the run. It decides what is looked at again, and
	// never what is found.
	Now time.Time
}

// Reading returns the cache for a run that adds nothing to it, nil if there is none.
func (c *Cache) Reading() *Cache {
	if c == nil {
		return nil
	}
	reading := *c
	reading.ReadOnly = true
	return &reading
}

// view returns how a run looks at its files.
func (c *Cache) view(fsys fs.FS) snapshot.View {
	// The same few questions are asked of many files.
	var mu sync.Mutex
	inquiries := make(map[string]inquiry)
	prepared := func(q string) inquiry {
		mu.Lock()
		defer mu.Unlock()
		if ask, ok := inquiries[q]; ok {
			return ask
		}
		inquiries[q] = question(q).inquire()
		return inquiries[q]
	}
	var memory rooms
	return snapshot.View{
		FS: fsys, Dir: c.Dir, Now: c.Now, Limits: discover.Limits(),
		Read: func(name string, use func(text []byte)) error { return memory.read(fsys, name, use) },
		Answer: func(q string, text []byte) (string, bool) {
			ask := prepared(q)
			if ask == nil {
				return "", true
			}
			return ask(text)
		},
	}
}

// load returns the record that is kept under a name, nil if there is none.
func (c *Cache) load(name string) *record {
	data, ok := c.Storage.Load(name)
	known := new(record)
	if !ok || pack.Unpack(data, known.code) != nil {
		return nil
	}
	return known
}

// save saves what code packs.
func (c *Cache) save(name string, code func(*pack.Coder)) {
	c.Storage.Save(name, func(to io.Writer) error { return pack.Write(to, code) })
}

// remembered is run for somebody who needs the findings only: it looks whether
// anything has changed since they were found.
func remembered(ctx context.Context, opts Options) (*Result, error) {
	c := opts.Cache
	name, view := c.name(opts), c.view(opts.FS)
	recorder := snapshot.NewRecorder(view)
	var walked *listing // if it would be the same
	var before snapshot.Hash
	if known := c.load(name); known != nil {
		now, err := known.seen.Compare(ctx, view, opts.Jobs)
		if err != nil {
			return nil, err
		}
		if result := known.result(opts, now); result != nil {
			if now.Renewed {
				known.seen = *now.Now
				c.save(name, known.code)
			}
			return result, nil
		}
		recorder.Reuse(now)
		before = known.listing
		if walked = c.listing(name, before); walked != nil && !recorder.Repeat(now, walked.texts) {
			walked = nil
		}
	}
	opts.FS = recorder
	var fresh []byte // a listing
	opts.walk = func(ctx context.Context, how discover.Options) (discover.Result, error) {
		if walked != nil {
			return walked.found, nil
		}
		found, err := discover.Walk(ctx, recorder, how)
		fresh = (&listing{found, recorder.Texts()}).pack()
		return found, err
	}
	result, err := run(ctx, opts)
	if err != nil {
		return nil, err
	}
	seen, ok := recorder.Snapshot()
	if ok && !slices.ContainsFunc(result.Errors, func(f FileError) bool { return !repeats(f.Err) }) {
		known := record{seen: *seen, outcome: newOutcome(result), listing: before}
		if walked == nil {
			known.listing = c.saveListing(name, fresh)
		}
		c.save(name, known.code)
	}
	return result, nil
}

// repeats reports whether an error is one that the same files give each time:
// that of reading one, or of what it holds. That a file took too long is not.
func repeats(err error) bool {
	var number syscall.Errno
	return errors.As(err, &number) || slices.ContainsFunc([]error{
		fs.ErrNotExist, fs.ErrPermission, source.ErrEncoding, disk.ErrIrregular, disk.ErrSize,
	}, func(known error) bool { return errors.Is(err, known) })
}

// name returns what the outcome of a run is kept under: a hash of all that
// decides it besides the files.
func (c *Cache) name(opts Options) string {
	type check struct {
		Rule                string
		Severity            lint.Severity
		Off, Chosen, Forced bool
	}
	key := struct {
		Program, Dir, To string
		Config           []config.File
		Declared         []lint.Declared
		Tests            bool
		Checks           []check
		Rules            []string
		Ignores          []discover.IgnoreFile
		Tracked          []string
		Unread           int
		Exclude, Named   []string
	}{
		Program: c.Program, Dir: c.Dir, To: opts.To,
		Tests: opts.IncludeTests, Ignores: opts.Ignores, Tracked: opts.Tracked.Paths, Unread: len(opts.Tracked.Unread), Exclude: opts.Exclude, Named: opts.Named,
	}
	if opts.Config != nil {
		key.Config = []config.File{*opts.Config}
	}
	if opts.Declared != nil {
		key.Declared = []lint.Declared{*opts.Declared}
	}
	for _, c := range opts.Checks {
		key.Checks = append(key.Checks, check{c.Rule.Name, c.Severity, c.Off, c.Chosen, c.Forced})
	}
	for _, r := range opts.rules() {
		key.Rules = append(key.Rules, r.Name)
	}
	hash := sha256.Sum256(fmt.Appendf(nil, "%#v", key)) // maps are printed in order, strings in quotes
	return "findings-" + hex.EncodeToString(hash[:])
}
