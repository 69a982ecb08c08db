package snapshot

import (
	"context"
	"io"
	"slices"
	"sync"
	"sync/atomic"
)

// A Comparison says what looking again at everything in a snapshot told.
type Comparison struct {
	// Changed are the paths where something else is seen now, sorted.
	Changed []string
	// Now is the snapshot with the new looks at paths where the same is seen.
	Now *Snapshot
	// Renewed is set if Now is worth keeping in place of the snapshot, since more
	// of it can be compared without opening anything.
	Renewed bool
}

// Compare looks again at everything that was looked at, with several workers. The
// error is the context's.
func (s *Snapshot) Compare(ctx context.Context, v View, workers int) (Comparison, error) {
	c := Comparison{Now: &Snapshot{sights: slices.Clone(s.sights)}}
	sights := c.Now.sights
	var mu sync.Mutex
	look := func(i int) {
		if sights[i].stands(v.Dir) {
			return
		}
		again, ok := sights[i].again(v)
		mu.Lock()
		defer mu.Unlock()
		if !ok || !again.same(&sights[i]) {
			c.Changed = append(c.Changed, sights[i].path)
			return
		}
		c.Renewed = c.Renewed || again.settled
		sights[i] = again
	}
	var next atomic.Int64
	var group sync.WaitGroup
	const batch = 64
	for range min(workers, len(sights)/batch+1) {
		group.Go(func() {
			for ctx.Err() == nil {
				start := int(next.Add(batch)) - batch
				if start >= len(sights) {
					return
				}
				for i := start; i < min(start+batch, len(sights)); i++ {
					look(i)
				}
			}
		})
	}
	group.Wait()
	slices.Sort(c.Changed)
	return c, ctx.Err()
}

// stands reports whether the system says that the same is seen at the path as
// before, below a folder of the system.
func (s *sight) stands(dir string) bool {
	return s.settled && len(s.failures) == 0 && lstat(dir+"/"+s.path) == s.stamp
}

// again does what was done at the path, and gives false if that told something
// else in between.
func (s *sight) again(v View) (sight, bool) {
	r := NewRecorder(v)
	if s.aspects.has(typed) {
		_, _ = r.Lstat(s.path) // here and below, errors are noted
	}
	switch {
	case s.aspects.has(listed):
		_, _ = r.ReadDir(s.path)
	case s.aspects.has(target):
		_, _ = r.ReadLink(s.path)
	case s.aspects.has(stated):
		r.stateAgain(s)
	case s.aspects.has(begun):
		r.readAgain(s)
	default:
		for _, a := range s.answers {
			_, _ = r.Look(s.path, a.question, func(text []byte) (string, bool) { return v.Answer(a.question, text) })
		}
	}
	for _, f := range s.failures {
		r.tryAgain(s.path, f.op)
	}
	seen := r.seen[s.path]
	if seen == nil || r.vague {
		return sight{}, false
	}
	seen.settle()
	return *seen, true
}

// stateAgain reads a file, and asks its text again if that is another one.
func (r *Recorder) stateAgain(s *sight) {
	before := r.stamp(s.path)
	look := sight{aspects: begun | ended | stated, answers: slices.Clone(s.answers)}
	err := r.view.Read(s.path, func(text []byte) {
		look.read, look.hash = int64(len(text)), Sum(text)
		for i := 0; look.hash != s.hash && i < len(look.answers); i++ {
			a := &look.answers[i]
			a.answer, _ = r.view.Answer(a.question, text)
		}
	})
	if err != nil {
		_ = r.fail(s.path, before, opReadFile, err) // which is noted
		return
	}
	r.note(s.path, before, look)
}

// readAgain reads as much of a file as was read before.
func (r *Recorder) readAgain(s *sight) {
	f, err := r.Open(s.path)
	if err != nil {
		return
	}
	_, err = io.CopyN(io.Discard, f, s.read)
	if err == nil && s.aspects.has(ended) {
		_, _ = f.Read(make([]byte, 1)) // which is noted
	}
	_ = f.Close() // it was only read from
}

// tryAgain does what failed before.
func (r *Recorder) tryAgain(name string, op operation) {
	switch op {
	case opOpen:
		if f, err := r.Open(name); err == nil {
			_ = f.Close() // that it could be opened is noted
		}
	case opReadFile:
		_, _ = r.ReadFile(name)
	case opReadDir:
		_, _ = r.ReadDir(name)
	case opStat:
		_, _ = r.Stat(name)
	case opLstat:
		_, _ = r.Lstat(name)
	case opReadLink:
		_, _ = r.ReadLink(name)
	case opRead: // when it was read again
	}
}
