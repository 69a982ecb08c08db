package snapshot

import (
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Recorder is a file system that notes what is looked at in another one. It is
// safe for concurrent use if that is.
type Recorder struct {
	view View

	known map[string]*sight // with answers that still hold

	mu    sync.Mutex
	seen  map[string]*sight
	open  int  // files that were not closed yet
	vague bool // something was looked at that cannot be compared later
}

// A View is a tree at one time, and how it is looked at.
type View struct {
	FS fs.FS
	// Dir is the path of the system that the root of FS has.
	Dir string
	// Now is the time before the first look.
	Now time.Time
	// Limits are all that the sizes of files are compared with, in bytes.
	Limits []int64
	// Read reads a file of FS and hands its text on, which is good only as long as
	// use runs.
	Read func(name string, use func(text []byte)) error
	// Answer answers a question of [Recorder.Glance], once more.
	Answer func(question string, text []byte) (answer string, whole bool)
}

// size returns how many of the limits a size exceeds.
func (v *View) size(bytes int64) int64 {
	n := int64(0)
	for _, limit := range v.Limits {
		if bytes > limit {
			n++
		}
	}
	return n
}

// NewRecorder returns a file system that is that of the view.
func NewRecorder(v View) *Recorder { return &Recorder{view: v, seen: make(map[string]*sight)} }

// Reuse lets questions that were answered before be answered without reading a file
// in which nothing was seen to have changed. It must come before the first look.
func (r *Recorder) Reuse(c Comparison) {
	r.known = make(map[string]*sight)
	for i := range c.Now.sights {
		s := &c.Now.sights[i]
		if _, changed := slices.BinarySearch(c.Changed, s.path); !changed && s.aspects&(asked|stated) != 0 {
			r.known[s.path] = s
		}
	}
}

// Texts returns the files of which something was read until now, sorted.
func (r *Recorder) Texts() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var texts []string
	for name, s := range r.seen {
		if s.aspects&(begun|asked) != 0 {
			texts = append(texts, name)
		}
	}
	slices.Sort(texts)
	return texts
}

// Repeat notes the looks of an earlier run that a listing of the tree takes: at
// folders, links, types and sizes, at what was not there, and at those texts, which
// are sorted. It returns false, and notes nothing, where one of them might see
// something else now. It must come before the first look.
func (r *Recorder) Repeat(c Comparison, texts []string) bool {
	const apart = typed | sized | listed | target // from what a text is
	seen := make([]sight, 0, len(c.Now.sights))
	for _, s := range c.Now.sights {
		_, isText := slices.BinarySearch(texts, s.path)
		_, changed := slices.BinarySearch(c.Changed, s.path)
		switch {
		case changed && (isText || len(s.failures) > 0 || s.aspects&(listed|target) != 0):
			return false
		case changed:
			again := NewRecorder(r.view)
			_, _ = again.Lstat(s.path) // an error is noted
			now := again.seen[s.path]
			if s.aspects&apart != now.aspects || s.kind != now.kind || s.size != now.size {
				return false
			}
			s = *now
		case !isText:
			s.aspects &= apart
			s.answers, s.read = nil, 0
			if s.aspects&(listed|target) == 0 {
				s.hash = Hash{}
			}
		}
		if s.aspects != 0 || len(s.failures) > 0 {
			seen = append(seen, s)
		}
	}
	for i := range seen {
		r.seen[seen[i].path] = &seen[i]
	}
	return true
}

// Snapshot returns what was looked at until now, and false if that cannot be
// compared: a file changed between two looks, or is looked at still.
func (r *Recorder) Snapshot() (*Snapshot, bool) {
	// A file is what it was only if the way to it is, too.
	for _, name := range r.paths() {
		for above := path.Dir(name); above != "."; above = path.Dir(above) {
			if r.knows(above) {
				break
			}
			_, _ = r.Lstat(above) // what comes of it is noted
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.vague || r.open > 0 {
		return nil, false
	}
	s := &Snapshot{sights: make([]sight, 0, len(r.seen))}
	for _, seen := range r.seen {
		seen.settle()
		slices.SortFunc(seen.failures, func(a, b failure) int { return int(a.op) - int(b.op) })
		s.sights = append(s.sights, *seen)
	}
	slices.SortFunc(s.sights, func(a, b sight) int { return strings.Compare(a.path, b.path) })
	return s, true
}

// settle leaves out what is known anyway.
func (s *sight) settle() {
	if s.needed {
		s.aspects &^= stated
	}
	if s.aspects.has(begun) {
		s.aspects &^= asked
	}
	if s.aspects&(asked|stated) == 0 {
		s.answers = nil
	}
	slices.SortFunc(s.answers, func(a, b answered) int { return strings.Compare(a.question, b.question) })
}

func (r *Recorder) paths() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Collect(maps.Keys(r.seen))
}

func (r *Recorder) knows(name string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seen[name] != nil
}

// note adds a look at a path to what is known of it. What the system said of the
// path before the look is its stamp.
func (r *Recorder) note(name string, before stamp, look sight) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.seen[name]
	if s == nil {
		s = &sight{path: name, stamp: before, settled: before.settled(r.view.Now)}
		r.seen[name] = s
	}
	if s.stamp != before {
		r.vague = true
	}
	s.needed = s.needed || look.needed
	r.merge(s, look)
}

// stamp returns what the system says of a path, or said of it when it was looked
// at first.
func (r *Recorder) stamp(name string) stamp {
	r.mu.Lock()
	s := r.seen[name]
	r.mu.Unlock()
	if s != nil {
		return s.stamp
	}
	return lstat(r.view.Dir + "/" + name)
}

// merge adds the aspects of a look to those that are known.
func (r *Recorder) merge(s *sight, look sight) {
	switch {
	case look.aspects&held == 0:
	case s.aspects&held == 0:
		s.hash, s.read = look.hash, look.read
	case s.aspects&held != look.aspects&held || s.hash != look.hash || s.read != look.read:
		r.vague = true
	}
	for _, a := range look.answers {
		i := slices.IndexFunc(s.answers, func(known answered) bool { return known.question == a.question })
		switch {
		case i < 0:
			s.answers = append(s.answers, a)
		case s.answers[i] != a:
			r.vague = true
		}
	}
	// A link says nothing of what is read through it.
	if look.aspects&(begun|asked) != 0 && s.stamp.isLink() {
		s.settled = false
	}
	if look.aspects.has(typed) {
		if s.aspects.has(typed) && s.kind != look.kind {
			r.vague = true
		}
		s.kind = look.kind
	}
	if look.aspects.has(sized) {
		if s.aspects.has(sized) && s.size != look.size {
			r.vague = true
		}
		s.size = look.size
	}
	s.aspects |= look.aspects
	for _, f := range look.failures {
		i := slices.IndexFunc(s.failures, func(known failure) bool { return known.op == f.op })
		switch {
		case i < 0:
			s.failures = append(s.failures, f)
		case s.failures[i] != f:
			r.vague = true
		}
	}
}

// fail notes a look that failed, and returns its error.
func (r *Recorder) fail(name string, before stamp, op operation, err error) error {
	r.note(name, before, sight{failures: []failure{{op, err.Error()}}})
	return err
}

// Stat implements [fs.StatFS].
func (r *Recorder) Stat(name string) (fs.FileInfo, error) {
	before := r.stamp(name)
	info, err := fs.Stat(r.view.FS, name)
	if err != nil {
		return nil, r.fail(name, before, opStat, err)
	}
	if link, err := fs.Lstat(r.view.FS, name); err != nil || link.Mode()&fs.ModeSymlink != 0 {
		r.unsure() // what it leads to may change without it
	}
	r.tell(name, before, info)
	return info, nil
}

// Lstat implements [fs.ReadLinkFS].
func (r *Recorder) Lstat(name string) (fs.FileInfo, error) {
	before := r.stamp(name)
	info, err := fs.Lstat(r.view.FS, name)
	if err != nil {
		return nil, r.fail(name, before, opLstat, err)
	}
	r.tell(name, before, info)
	return info, nil
}

// tell notes what was told about a path without opening it.
func (r *Recorder) tell(name string, before stamp, info fs.FileInfo) {
	look := sight{aspects: typed, kind: info.Mode().Type()}
	if info.Mode().IsRegular() {
		look.aspects |= sized
		look.size = r.view.size(info.Size())
	}
	r.note(name, before, look)
}

func (r *Recorder) unsure() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.vague = true
}

// ReadLink implements [fs.ReadLinkFS].
func (r *Recorder) ReadLink(name string) (string, error) {
	before := r.stamp(name)
	to, err := fs.ReadLink(r.view.FS, name)
	if err != nil {
		return "", r.fail(name, before, opReadLink, err)
	}
	r.note(name, before, sight{aspects: target, hash: Sum([]byte(to))})
	return to, nil
}

// ReadDir implements [fs.ReadDirFS].
func (r *Recorder) ReadDir(name string) ([]fs.DirEntry, error) {
	before := r.stamp(name)
	entries, err := fs.ReadDir(r.view.FS, name)
	for i, e := range entries {
		entries[i] = entry{e, r, path.Join(name, e.Name())}
	}
	if err != nil {
		if len(entries) > 0 {
			r.unsure() // another time it may get further
		}
		return entries, r.fail(name, before, opReadDir, err)
	}
	r.note(name, before, sight{aspects: listed, hash: Sum(listing(entries))})
	return entries, nil
}

// An entry is one of a folder that notes when it is asked for more than its name
// and its type.
type entry struct {
	fs.DirEntry
	recorder *Recorder
	path     string
}

func (e entry) Info() (fs.FileInfo, error) {
	info, err := e.DirEntry.Info()
	if err != nil {
		return nil, e.recorder.fail(e.path, e.recorder.stamp(e.path), opLstat, err)
	}
	e.recorder.tell(e.path, stampOf(info), info)
	return info, nil
}

// ReadFile implements [fs.ReadFileFS].
func (r *Recorder) ReadFile(name string) ([]byte, error) {
	before := r.stamp(name)
	text, err := fs.ReadFile(r.view.FS, name)
	if err != nil {
		return nil, r.fail(name, before, opReadFile, err)
	}
	r.note(name, before, sight{aspects: begun | ended, hash: Sum(text), read: int64(len(text)), needed: true})
	return text, nil
}

// Glance asks a file a question, unless it answered that before. Only the answer is
// noted and may be used, unless ask says that the whole text matters from then on.
// A text is good only as long as ask runs, which does what the view's Answer does.
func (r *Recorder) Glance(name, question string, ask func(text []byte) (answer string, whole bool)) (answer string, err error) {
	if _, answer, ok := r.Recall(name, func(known string) bool { return known == question }); ok {
		r.note(name, r.known[name].stamp, sight{aspects: asked, answers: []answered{{question, answer}}})
		return answer, nil
	}
	return r.Look(name, question, ask)
}

// Recall returns a question that a file was asked before, with its answer. Only
// what is given to Answer is noted.
func (r *Recorder) Recall(name string, which func(question string) bool) (question, answer string, ok bool) {
	s := r.known[name]
	if s == nil {
		return "", "", false
	}
	i := slices.IndexFunc(s.answers, func(a answered) bool { return which(a.question) })
	if i < 0 {
		return "", "", false
	}
	return s.answers[i].question, s.answers[i].answer, true
}

// Look is Glance for a file whose text is needed whatever it answered before.
func (r *Recorder) Look(name, question string, ask func(text []byte) (answer string, whole bool)) (answer string, err error) {
	before := r.stamp(name)
	var look sight
	err = r.view.Read(name, func(text []byte) {
		var whole bool
		if answer, whole = ask(text); whole {
			look = sight{aspects: begun | ended, hash: Sum(text), read: int64(len(text))}
		} else {
			look = sight{aspects: asked, answers: []answered{{question, answer}}}
		}
	})
	if err != nil {
		return "", r.fail(name, before, opReadFile, err)
	}
	r.note(name, before, look)
	return answer, nil
}

// Answer notes the answer to a question that a file was not asked, for one that was
// asked another: whoever was shown the text then may know it.
func (r *Recorder) Answer(name, question, answer string) {
	r.note(name, r.stamp(name), sight{aspects: asked, answers: []answered{{question, answer}}})
}

// State says that of a file which [Recorder.Look] gave all of the text of, no more
// counts than the answer to a question, unless it was read besides.
func (r *Recorder) State(name, question, answer string) {
	r.note(name, r.stamp(name), sight{aspects: stated, answers: []answered{{question, answer}}})
}

// Open implements [fs.FS]. What is read of the file is noted when it is closed.
func (r *Recorder) Open(name string) (fs.File, error) {
	before := r.stamp(name)
	f, err := r.view.FS.Open(name)
	if err != nil {
		return nil, r.fail(name, before, opOpen, err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open++
	return &file{File: f, recorder: r, name: name, before: before, look: sight{aspects: begun, needed: true}, hash: sha256.New()}, nil
}

// A file is one that is read in pieces.
type file struct {
	fs.File
	recorder *Recorder
	name     string
	before   stamp
	look     sight
	hash     hash.Hash
	closed   bool
}

// Stat tells what is not noted for a file that is read.
func (f *file) Stat() (fs.FileInfo, error) {
	f.recorder.unsure()
	return f.File.Stat()
}

func (f *file) Read(b []byte) (int, error) {
	n, err := f.File.Read(b)
	_, _ = f.hash.Write(b[:n]) // hashes take everything
	f.look.read += int64(n)
	switch {
	case errors.Is(err, io.EOF):
		f.look.aspects |= ended
	case err != nil:
		f.look.failures = []failure{{opRead, err.Error()}}
	}
	return n, err
}

func (f *file) Close() error {
	if !f.closed {
		f.closed = true
		f.hash.Sum(f.look.hash[:0])
		f.recorder.note(f.name, f.before, f.look)
		f.recorder.mu.Lock()
		defer f.recorder.mu.Unlock()
		f.recorder.open--
	}
	return f.File.Close()
}
