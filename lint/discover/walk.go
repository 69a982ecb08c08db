package discover

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/regionlint/regionlint/lint/bug"
	"github.com/regionlint/regionlint/lint/disk"
	"github.com/regionlint/regionlint/lint/source"
)

// maxOther is the size in bytes up to which a file that is neither code nor a
// manifest is listed. Larger ones are data.
const maxOther = 256 << 10

// Limits returns all that a walk compares the sizes of files with, in bytes.
func Limits() []int64 { return []int64{maxOther, MaxSize, maxIndex} }

// Limit returns the size in bytes up to which a file is read, by its path.
func Limit(name string) int64 {
	base := path.Base(name)
	if base == "index" || strings.HasPrefix(base, "sharedindex.") {
		if slices.Contains(strings.Split(path.Dir(name), "/"), ".git") {
			return maxIndex
		}
	}
	return MaxSize
}

// Reasons for a [Skip].
const (
	reasonSize   = "larger than 1 MiB"
	reasonOther  = "larger than 256 KiB"
	reasonIndex  = "larger than 32 MiB"
	reasonUTF8   = "name is not UTF-8"
	reasonBroken = "broken link"
	reasonBundle = "unpacked packages"
	reasonVenv   = "virtual environment"
)

// A walker reads folders in any order, several at a time.
type walker struct {
	fsys     fs.FS
	excluded *Patterns
	config   string
	named    named
	global   *scope // the ignore files that hold in every repository

	mu      sync.Mutex
	wake    *sync.Cond
	waiting []folder // not read yet
	open    int      // number of folders waiting or being read
	found   Result
}

// A folder is one to read, with the ignore files of those around it.
type folder struct {
	path  string
	scope *scope
	index *index // that of the repository it is in
	// shut is set for a folder that is left out but for what is named in it.
	shut bool
	// hidden is set for a folder that git ignores but for what it tracks in it.
	hidden bool
}

func newWalker(fsys fs.FS, opts Options) *walker {
	w := &walker{fsys: fsys, excluded: ParsePatterns([]byte(strings.Join(opts.Exclude, "\n"))), config: opts.Config, named: newNamed(opts.Named)}
	w.wake = sync.NewCond(&w.mu)
	for _, file := range opts.Ignores {
		prefix := strings.Trim(file.Prefix, "/")
		if prefix != "" {
			prefix += "/"
		}
		w.global = &scope{weaker: w.global, patterns: ParsePatterns(file.Text), prefix: prefix}
	}
	outside := &index{walker: w, top: ".", paths: opts.Tracked}
	outside.once.Do(func() {}) // it was read
	w.waiting = []folder{{path: ".", scope: w.global, index: outside}}
	w.open = 1
	return w
}

// run reads the root and every folder that turns up, and returns the context's
// error if that ends it.
func (w *walker) run(ctx context.Context, workers int) error {
	stop := context.AfterFunc(ctx, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.wake.Broadcast()
	})
	defer stop()
	var group sync.WaitGroup
	for range workers {
		group.Go(func() { w.work(ctx) })
	}
	group.Wait()
	return ctx.Err()
}

// work reads folders until there are none left.
func (w *walker) work(ctx context.Context) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for {
		for len(w.waiting) == 0 && w.open > 0 && ctx.Err() == nil {
			w.wake.Wait()
		}
		if w.open == 0 || ctx.Err() != nil {
			return
		}
		next := w.waiting[len(w.waiting)-1]
		w.waiting = w.waiting[:len(w.waiting)-1]

		w.mu.Unlock()
		v := visit{walker: w, folder: next}
		v.guarded()
		w.mu.Lock()

		w.found.add(v.found)
		w.waiting = append(w.waiting, v.inner...)
		w.open += len(v.inner) - 1
		w.wake.Broadcast()
	}
}

// A visit is the reading of one folder by one goroutine.
type visit struct {
	*walker
	folder
	names map[string]fs.FileMode // the types of the folder's entries
	found Result
	inner []folder
}

// guarded reads the folder. A panic is our mistake, and costs what the folder
// would still have told.
func (v *visit) guarded() {
	defer func() {
		if p := recover(); p != nil {
			v.fail(v.path, bug.Error("reading this folder", p))
		}
	}()
	v.read()
}

func (v *visit) read() {
	entries, err := fs.ReadDir(v.fsys, v.path)
	if err != nil {
		v.fail(v.path, err) // entries may hold what was read until then
	}
	v.names = make(map[string]fs.FileMode, len(entries))
	for _, entry := range entries {
		v.names[entry.Name()] = entry.Type()
	}
	if why := v.foreign(); why != "" {
		v.skip(v.path, why)
		return
	}
	v.openScope()
	around := v.path + "/"
	if v.path == "." {
		around = ""
	}
	for _, entry := range entries {
		name := around + entry.Name()
		out := !v.named.hold(name) && (v.shut || v.excluded.decide(name, entry.Name(), entry.IsDir()) == ignored ||
			v.hidden && !entry.IsDir() && !v.index.has(name))
		switch {
		case !utf8.ValidString(name):
			if entry.IsDir() || classify(name).wanted() {
				v.skip(strconv.Quote(name), reasonUTF8)
			}
		case entry.IsDir() && entry.Name() != v.config:
			v.enter(name, out)
		case out:
		case entry.Name() == v.config:
			v.found.Configs = append(v.found.Configs, name)
		case entry.Type()&fs.ModeSymlink != 0:
			v.link(name)
		default:
			v.file(name, entry)
		}
	}
}

// enter has a folder read, unless it is left out. One that something is named in is
// read for that.
func (v *visit) enter(name string, out bool) {
	next := folder{path: name, scope: v.scope, index: v.index}
	if !v.named.paths[name] {
		next.shut = out || v.installed(path.Base(name))
		next.hidden = !next.shut && (v.hidden || v.scope.ignores(name, true))
		next.shut = next.shut || next.hidden && !v.index.holds(name)
	}
	if !next.shut || v.named.above[name] {
		v.inner = append(v.inner, next)
	}
}

// openScope adds the folder's own ignore files. The ignore files outside of a
// repository do not hold in it.
func (v *visit) openScope() {
	if git, ok := v.names[".git"]; ok {
		if v.path != "." {
			v.scope, v.index, v.hidden = v.global, nil, false
		}
		if folder, ok := v.gitFolder(git); ok {
			v.addIgnores(path.Join(folder, "info/exclude"))
			v.index = &index{walker: v.walker, top: v.path, git: folder}
		}
	}
	// Git does not follow a link here either.
	switch mode, ok := v.names[".gitignore"]; {
	case ok && mode.IsRegular():
		v.addIgnores(path.Join(v.path, ".gitignore"))
	case ok && !mode.IsDir() && mode&fs.ModeSymlink == 0:
		v.fail(path.Join(v.path, ".gitignore"), disk.ErrIrregular)
	}
}

// gitFolder returns the folder that git keeps what it knows of the repository in,
// relative to the root. It gives false where there is none in the root: that of a
// worktree, or what a `.git` that nobody knows leads to. The ignore file in that of
// the root itself is among those from outside then.
func (v *visit) gitFolder(git fs.FileMode) (folder string, ok bool) {
	name := path.Join(v.path, ".git")
	if git.IsDir() {
		return name, true
	}
	if !git.IsRegular() {
		return "", false
	}
	text, err := fs.ReadFile(v.fsys, name)
	to, ok := strings.CutPrefix(strings.TrimRight(string(text), "\r\n"), "gitdir: ")
	if folder = path.Join(v.path, to); err != nil || !ok || to == "" || path.IsAbs(to) || !fs.ValidPath(folder) {
		return "", false
	}
	return folder, true
}

// addIgnores adds the patterns of an ignore file, if there is one.
func (v *visit) addIgnores(name string) {
	info, err := fs.Stat(v.fsys, name)
	if err == nil && info.Size() > MaxSize {
		v.large(name, reasonSize)
		return
	}
	text, err := fs.ReadFile(v.fsys, name)
	switch {
	case err == nil:
		v.scope = v.scope.with(v.path, ParsePatterns(text))
	case !errors.Is(err, fs.ErrNotExist):
		v.fail(name, err)
	}
}

// file lists a file if it is of a kind that matters.
func (v *visit) file(name string, entry fs.DirEntry) {
	k := classify(name)
	if !k.wanted() {
		return
	}
	hidden := v.hides(name)
	if hidden && k.lang != source.Dotenv && !v.named.paths[name] {
		return
	}
	if !entry.Type().IsRegular() {
		v.fail(name, disk.ErrIrregular)
		return
	}
	info, err := entry.Info()
	if err != nil {
		v.fail(name, err)
		return
	}
	if info.Size() > MaxSize {
		if k.lang != 0 || k.manifest || k.other && isSettings(name) {
			v.large(name, reasonSize)
		}
		return
	}
	if k.lang != 0 {
		v.found.Candidates = append(v.found.Candidates, Candidate{
			Path: name, Lang: k.lang, TSX: k.tsx, Size: info.Size(),
			Ignored: hidden, Test: isTest(name, k.lang),
		})
	}
	if k.manifest {
		v.found.Manifests = append(v.found.Manifests, name)
	}
	switch {
	case k.other && info.Size() <= maxOther:
		v.found.Others = append(v.found.Others, name)
	case k.other && isSettings(name):
		v.large(name, reasonOther)
	}
	if k.foreign && info.Size() <= maxOther {
		v.found.Foreign = append(v.found.Foreign, name)
	}
}

// hides reports whether git ignores a file of a folder that it does not ignore.
func (v *visit) hides(name string) bool { return v.scope.ignores(name, false) && !v.index.has(name) }

// large notes that a file was left out for its size.
func (v *visit) large(name, why string) {
	v.found.Skipped = append(v.found.Skipped, Skip{Path: name, Reason: why, Large: true})
}

func (v *visit) skip(name, why string) {
	v.found.Skipped = append(v.found.Skipped, Skip{Path: name, Reason: why})
}

// fail notes an entry that could not be read.
func (v *visit) fail(name string, err error) {
	v.found.Skipped = append(v.found.Skipped, failure(name, err))
}

// failure returns what is told of an entry that could not be read. The reason is the
// error without the path, which a Skip has anyway.
func failure(name string, err error) Skip {
	why := err
	var inPath *fs.PathError
	if errors.As(err, &inPath) {
		why = inPath.Err
	}
	return Skip{Path: name, Reason: why.Error(), Err: err}
}

// note adds what is no folder's own to what was left out. It may be called by any
// goroutine.
func (w *walker) note(s Skip) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.found.Skipped = append(w.found.Skipped, s)
}
