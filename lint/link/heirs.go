package link

import (
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
)

// inheritedAttribute is ownAttribute of the last class of a chain of bases, the first
// of which is o's. Where o's own constructions are known, they alone call the base's
// constructor for it.
func (l *linker) inheritedAttribute(u *unit, id fact.ID, o value, chain []classRef, name string) ([]value, bool) {
	base := chain[len(chain)-1]
	if len(chain) == 1 || o.frame != nil || o.kind != instance || !base.setsWhenMade(name) {
		return l.ownAttribute(u, id, o, base, name)
	}
	frames := l.framesFor(chain)
	if len(frames) == 0 || len(frames) > maxAlternatives {
		return l.ownAttribute(u, id, o, base, name)
	}
	var s set
	known := false
	for _, fr := range frames {
		o.frame = fr
		vals, ok := l.ownAttribute(u, id, o, base, name)
		s.add(vals...)
		known = known || ok
	}
	return s.vals, known
}

// setsWhenMade reports whether the constructor of a class may set an attribute.
func (c classRef) setsWhenMade(name string) bool {
	m := c.constructor()
	return m >= 0 && (len(c.u.attrs[attrKey{c.ref, name}]) > 0 ||
		slices.ContainsFunc(c.u.Funcs[m].Params, func(p fact.Param) bool { return p.Property && p.Name == name }))
}

// An heir is a class and one of its bases.
type heir struct{ class, base classRef }

// frames are those of the constructor of a base.
type frames struct {
	found []*frame
	waits waits
}

// framesFor is baseFrames, which is worked out once for all attributes.
func (l *linker) framesFor(chain []classRef) []*frame {
	key := heir{chain[0], chain[len(chain)-1]}
	f := l.based[key]
	if f == nil {
		f = &frames{waits: unasked}
		l.based[key] = f
	}
	if !l.once(&f.waits, func() {
		f.found = nil
		f.found = l.baseFrames(chain)
	}) {
		delete(l.based, key)
	}
	return f.found
}

// baseFrames returns the frames in which the constructor of the last class of a chain
// of bases runs for objects of the first: making those calls the first constructor on
// the way, and each the next. It returns none where it cannot tell.
func (l *linker) baseFrames(chain []classRef) []*frame {
	first := chain[0]
	var inner *classRef
	var frames []*frame
	for i := range chain {
		c := &chain[i]
		m := c.constructor()
		if m < 0 {
			continue
		}
		ctor := value{kind: function, u: c.u, ref: m, self: &value{kind: instance, u: first.u, ref: first.ref}}
		switch {
		case inner != nil:
			frames = l.superFrames(*inner, frames, ctor)
		case i == 0:
			frames = []*frame{nil}
		default:
			frames = l.madeFrames(first, ctor)
		}
		inner = c
	}
	return frames
}

// superFrames returns the frames of a base's constructor, which that of class c calls
// in each of some frames.
func (l *linker) superFrames(c classRef, frames []*frame, base value) []*frame {
	var out []*frame
	for _, call := range l.superCallsIn(c, c.constructor()) {
		for _, fr := range frames {
			call.fr = fr
			if next, ok := l.enter(base, call); ok && len(out) <= maxAlternatives {
				out = append(out, next)
			}
		}
	}
	return out
}

// madeFrames returns the frames in which making objects of class c runs a constructor
// that it inherits.
func (l *linker) madeFrames(c classRef, ctor value) []*frame {
	var frames []*frame
	for _, made := range l.constructions(c, funcRef{ctor.u, ctor.ref}) {
		if fr, ok := l.enter(ctor, made.call); ok && len(frames) <= maxAlternatives {
			frames = append(frames, fr)
		}
	}
	if len(frames) == 0 {
		return l.unmade(ctor)
	}
	return frames
}

// unmade returns the frame of a constructor that nobody in the root calls: parameters
// are their defaults, if they have one.
func (l *linker) unmade(ctor value) []*frame {
	fr, ok := l.enter(ctor, call{typed: true})
	if !ok {
		return nil
	}
	for i := range ctor.u.Funcs[ctor.ref].Params {
		if p := &ctor.u.Funcs[ctor.ref].Params[i]; p.Default != 0 {
			fr.args[i] = thunk{}
		}
	}
	return []*frame{fr}
}
