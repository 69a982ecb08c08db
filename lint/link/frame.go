package link

import (
	"hash/maphash"
	"strconv"

	"github.com/regionlint/regionlint/lint/fact"
)

// A frame is one call of a function: what its parameters are bound to. Or it is one
// round of a comprehension, whose memo holds what the round is about.
type frame struct {
	id    uint32 // its number among all frames
	u     *unit
	fn    int32        // -1 for a round of a loop
	scope fact.ScopeID // of a round: that of the names which are of the round alone
	args  []thunk      // by parameter
	self  *value
	outer *frame
	depth int
	memo  answers
}

// A frameKey identifies what a function can return: the function, what it
// closes over, its receiver and its arguments.
type frameKey struct {
	u     *unit
	fn    int32
	outer *frame
	given digest // of the receiver and the arguments
}

// A digest stands for a text. Nobody can make two texts have one.
type digest [2]uint64

// A digester makes digests of texts. Several can be put together at a time: one that
// is begun within another one ends before it.
type digester struct {
	seeds [2]maphash.Seed
	text  []byte
}

func newDigester() digester {
	return digester{seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}}
}

// since returns the digest of the text from an offset on.
func (d *digester) since(start int) digest {
	text := d.text[start:]
	return digest{maphash.Bytes(d.seeds[0], text), maphash.Bytes(d.seeds[1], text)}
}

// frameKey returns the key of a frame; ok is false where an argument cannot be
// compared.
func (l *linker) frameKey(fr *frame) (k frameKey, ok bool) {
	k = frameKey{u: fr.u, fn: fr.fn, outer: fr.outer}
	d := &l.digester
	start := len(d.text)
	defer func() { d.text = d.text[:start] }()
	if fr.self != nil {
		if d.text, ok = fr.self.appendIdentity(d.text); !ok {
			return k, false
		}
	}
	for _, i := range fr.u.relevant(fr.fn) {
		arg := &fr.args[i]
		if arg.param == nil {
			continue
		}
		vals := l.force(arg)
		l.budget.pay(weight(vals))
		d.text = append(append(d.text, ';'), arg.param.Name...)
		for i := range vals {
			if d.text, ok = vals[i].appendIdentity(append(d.text, ',')); !ok {
				return k, false
			}
		}
	}
	k.given = d.since(start)
	return k, true
}

// appendIdentity is appendKey, with the way that a text came and the frame that an
// object was made in.
func (v *value) appendIdentity(to []byte) (longer []byte, ok bool) {
	if to, ok = v.appendKey(to); !ok {
		return to, false
	}
	if v.frame != nil {
		to = strconv.AppendUint(append(to, '#'), uint64(v.frame.id), 10)
	}
	for _, p := range v.pieces {
		if p.way != nil {
			to = appendPlace(append(to, '<'), p.way.At.Path, p.way.At.Span.Start)
		}
	}
	return to, true
}

// frameOf returns the frame for function fn of u among fr and its outer ones.
func (fr *frame) frameOf(u *unit, fn int32) *frame {
	for ; fr != nil; fr = fr.outer {
		if fr.u == u && fr.fn == fn {
			return fr
		}
	}
	return nil
}

// at returns the frame that a binding in scope is evaluated in: fr itself, or
// the outer frame whose function owns the scope.
func (fr *frame) at(u *unit, scope fact.ScopeID) *frame {
	if fr == nil {
		return nil
	}
	if fr.fn < 0 && fr.u == u && u.within(scope, fr.scope) {
		return fr
	}
	for s := scope; ; s = u.Scopes[s].Parent {
		if u.Scopes[s].Kind == fact.FuncScope {
			if own := fr.frameOf(u, u.Scopes[s].Ref); own != nil {
				return own
			}
			return fr.around(u, s)
		}
		if s == 0 {
			return nil
		}
	}
}

// within reports whether a scope is another one or stands in it.
func (u *unit) within(scope, outer fact.ScopeID) bool {
	for ; scope != outer; scope = u.Scopes[scope].Parent {
		if scope == 0 {
			return false
		}
	}
	return true
}

// around returns the frame of the nearest function around a scope that has
// one.
func (fr *frame) around(u *unit, scope fact.ScopeID) *frame {
	for s := u.Scopes[scope].Parent; s != 0; s = u.Scopes[s].Parent {
		if u.Scopes[s].Kind == fact.FuncScope {
			if f := fr.frameOf(u, u.Scopes[s].Ref); f != nil {
				return f
			}
		}
	}
	return nil
}
