package link

import (
	"slices"
	"strconv"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/source"
)

// maxAlternatives bounds how many alternatives a value keeps.
const maxAlternatives = 16

type kind uint8

const (
	unknown kind = iota
	text         // pieces
	null         // None, null, undefined; unset when a lookup found nothing
	boolean
	external // sym: something of a module outside the root
	product  // sym, made: what calling something external gave
	instance // u, ref: an object of a class in the root
	class    // u, ref
	function // u, ref
	module   // u
	mapping  // obj
	sequence // seq
)

// A value is one alternative of what an expression can be.
//
// There are millions of them, so the small fields share a word.
type value struct {
	kind  kind
	unset bool // a null: an environment lookup that found nothing
	loop  bool // it is an element of a catalogue of three or more
	// loose is set where a variable that no file defines could give something
	// else: the value is a fallback of it.
	loose  bool
	ref    int32
	sym    string
	pieces []piece
	u      *unit
	frame  *frame // of a function: where it was made; of an instance: its constructor's
	self   *value // the receiver of a bound method or of an external member
	obj    *object
	seq    *list
	made   *made
	way    *step // how a null came about
	// mode is the dotenv mode that decides it, nil for none.
	mode *string
}

// profile returns the dotenv mode that decides v, "" for none.
func (v *value) profile() string {
	if v.mode == nil {
		return ""
	}
	return *v.mode
}

// hole is the text of a piece that is not known.
const hole = string(rune(aws.Hole))

// A piece is a stretch of a text with the way it came.
type piece struct {
	text string
	at   source.Location // the source's own bytes of text, or the zero Location
	way  *step
}

// unknownPiece returns the piece of a text that an expression at a place gives, which
// nobody knows.
func unknownPiece(at source.Location) piece {
	return piece{text: hole, way: &step{Step: Step{At: at, What: "this is not known from the source"}}}
}

// made says how a product came about.
type made struct {
	call   call
	shape  *aws.Shape
	region *regionInfo // once asked for
	from   *value      // the session that made a client
}

// The values of what is not known, and of what is nothing. They are shared, as those of
// all expressions are.
var (
	unknowns = []value{{kind: unknown}}
	nulls    = []value{{kind: null}}
)

// isNull reports whether v is surely nothing.
func (v *value) isNull() bool { return v.kind == null }

// falsy reports whether v is false in a condition.
func (v *value) falsy() bool {
	switch v.kind {
	case null:
		return true
	case boolean:
		return v.sym == "false"
	case text:
		return len(v.pieces) == 0 || len(v.pieces) == 1 && v.pieces[0].text == ""
	}
	return false
}

// str returns v's text with a [aws.Hole] for each unknown piece.
func (v *value) str() string {
	if len(v.pieces) == 1 {
		return v.pieces[0].text
	}
	var b strings.Builder
	for _, p := range v.pieces {
		b.WriteString(p.text)
	}
	return b.String()
}

// whole returns v's text, with ok false unless all of it is known.
func (v *value) whole() (s string, ok bool) {
	if v.kind != text {
		return "", false
	}
	s = v.str()
	return s, strings.IndexByte(s, aws.Hole) < 0
}

// covering returns the piece that holds byte offset of v's text, and where in
// the piece that is.
func (v *value) covering(offset int) (piece, int) {
	for _, p := range v.pieces {
		if offset < len(p.text) {
			return p, offset
		}
		offset -= len(p.text)
	}
	return piece{text: hole}, 0
}

// shown returns bytes [start, end) of v's text as they may be printed, with an
// ellipsis for what is not known and for what may be a secret.
func (v *value) shown(start, end int) string {
	var b strings.Builder
	at := 0
	for _, p := range v.pieces {
		from, to := max(start-at, 0), min(end-at, len(p.text))
		at += len(p.text)
		last := p.way.last()
		switch {
		case from >= to:
		case p.text == hole, last != nil && last.secret:
			b.WriteString("…")
		default:
			b.WriteString(p.text[from:to])
		}
	}
	return b.String()
}

// spot returns where the source spells bytes [start, end) of v's text, or the
// zero Location when no one place does.
func (v *value) spot(start, end int) source.Location {
	p, off := v.covering(start)
	if p.text == hole || p.at == (source.Location{}) || off+end-start > len(p.text) {
		return source.Location{}
	}
	begin := p.at.Span.Start + uint32(off)
	return source.Location{Path: p.at.Path, Span: source.Span{Start: begin, End: begin + uint32(end-start)}}
}

// literal returns a text that the source spells at loc; plain says that its
// bytes are the text.
func literal(s string, loc source.Location, plain bool, kind StepKind) value {
	p := piece{text: s, way: &step{Step: Step{At: loc, What: quoted(s), Kind: kind}}}
	if plain {
		p.at = loc
	}
	return value{kind: text, pieces: []piece{p}}
}

// as returns another text that is known as v is: in the same mode, as an element of
// the same catalogue, or in place of the same variable.
func (v *value) as(pieces ...piece) value {
	return value{kind: text, pieces: pieces, mode: v.mode, loop: v.loop, loose: v.loose}
}

// quoted shows a text in a step; only regions and identifiers that carry one
// are ever shown.
func quoted(s string) string {
	if aws.IsRegion(s) {
		return "\"" + s + "\" is written here"
	}
	return "the value is written here"
}

// looped marks the values as elements of a catalogue.
func looped(vals []value) []value {
	out := make([]value, len(vals))
	for i, v := range vals {
		v.loop = true
		out[i] = v
	}
	return out
}

// loosened marks values as what stands in for an undefined variable.
func loosened(vals []value) []value {
	out := slices.Clone(vals)
	for i := range out {
		out[i].loose = true
	}
	return out
}

// A set collects alternatives without repeats, at most maxAlternatives.
type set struct{ vals []value }

// full reports whether s takes no more.
func (s *set) full() bool { return len(s.vals) >= maxAlternatives }

// add adds what the set does not have yet. The first values are not copied where
// none is left out, so they must not be changed afterwards.
func (s *set) add(vals ...value) {
	from := 0
	if len(s.vals) == 0 && len(vals) > 0 {
		from = distinct(vals)
		s.vals = vals[:from:from]
	}
	for i := from; i < len(vals) && !s.full(); i++ {
		if !among(s.vals, &vals[i]) {
			if len(s.vals) == cap(s.vals) {
				s.vals = slices.Grow(s.vals, min(len(vals)-i, maxAlternatives-len(s.vals)))
			}
			s.vals = append(s.vals, vals[i])
		}
	}
}

// distinct returns how many of the first values a set takes before it leaves one
// out.
func distinct(vals []value) int {
	for i := range vals {
		if i == maxAlternatives || among(vals[:i], &vals[i]) {
			return i
		}
	}
	return len(vals)
}

func among(vals []value, v *value) bool {
	for i := range vals {
		if vals[i].same(v) {
			return true
		}
	}
	return false
}

// same reports whether two alternatives are one: the same text decided at the
// same place, the same thing. Objects and lists are not compared.
func (v *value) same(w *value) bool {
	if v.kind != w.kind {
		return false
	}
	switch v.kind {
	case unknown:
		return true
	case null:
		return v.unset == w.unset
	case boolean:
		return v.sym == w.sym
	case text:
		return slices.EqualFunc(v.pieces, w.pieces, samePiece)
	case external, product:
		return v.sym == w.sym && sameMade(v.made, w.made) && sameSelf(v, w)
	case instance:
		return v.u == w.u && v.ref == w.ref && v.sym == w.sym && sameMade(v.made, w.made)
	case class, function, module:
		return v.u == w.u && v.ref == w.ref
	}
	return false
}

// sameMade reports whether one call made both of two things.
func sameMade(a, b *made) bool {
	return a == b || a != nil && b != nil && a.call.u == b.call.u && a.call.id == b.call.id
}

// sameSelf reports whether two members are of the same thing. What is made
// outside the root is known by its call.
func sameSelf(v, w *value) bool {
	if v.kind != external || v.self == w.self {
		return true
	}
	if v.self == nil || w.self == nil {
		return false
	}
	if v.self.kind == product && w.self.kind == product {
		return sameMade(v.self.made, w.self.made)
	}
	return v.self.same(w.self)
}

func samePiece(p, q piece) bool {
	if p.text != q.text {
		return false
	}
	a, b := p.way.last(), q.way.last()
	return a == b || a != nil && b != nil && a.At == b.At
}

// key identifies an alternative: its text and the place that decides it. It is
// "" for values that are not compared.
func (v *value) key() string {
	key, _ := v.appendKey(nil)
	return string(key)
}

// appendKey appends the key of a value to a text; ok is false for one that has none.
func (v *value) appendKey(to []byte) (longer []byte, ok bool) {
	switch v.kind {
	case unknown:
		return append(to, '?'), true
	case null:
		if v.unset {
			return append(to, "unset"...), true
		}
		return append(to, "null"...), true
	case text:
		to = append(to, '"')
		for _, p := range v.pieces {
			to = append(to, p.text...)
		}
		for _, p := range v.pieces {
			if last := p.way.last(); last != nil {
				to = appendPlace(append(to, '|'), last.At.Path, last.At.Span.Start)
			}
		}
		return to, true
	case external, product:
		to = append(append(to, v.sym...), '@')
		switch {
		case v.kind == product || v.self == nil:
			return v.appendMade(to), true
		case v.self.kind == product:
			return v.self.appendMade(to), true
		}
		return v.self.appendKey(to)
	case instance:
		to = appendPlace(append(to, 'i'), v.u.Path, uint32(v.ref))
		return v.appendMade(append(to, v.sym...)), true
	case class, function, module:
		return append(appendPlace(append(to, 'u'), v.u.Path, uint32(v.ref)), 'a'+byte(v.kind)), true
	}
	return to, false
}

func (v *value) appendMade(to []byte) []byte {
	if v.made == nil || v.made.call.u == nil {
		return to
	}
	return appendPlace(to, v.made.call.u.Path, uint32(v.made.call.id))
}

// appendPlace appends a path and a number.
func appendPlace(to []byte, path string, n uint32) []byte {
	return strconv.AppendUint(append(append(to, path...), ':'), uint64(n), 10)
}

// filtered applies what is known of the alternatives.
func filtered(vals []value, f filter) []value {
	if f == 0 {
		return vals
	}
	dropped := slices.IndexFunc(vals, f.drops)
	if dropped < 0 {
		return slices.Clip(vals)
	}
	out := slices.Clip(vals[:dropped])
	for _, v := range vals[dropped+1:] {
		if !f.drops(v) {
			out = append(out, v)
		}
	}
	return out
}

// drops reports whether what is known of a value rules v out.
func (f filter) drops(v value) bool {
	switch {
	case f&keepKnown != 0 && v.kind == unknown:
	case f&keepTruthy != 0 && v.falsy():
	case f&keepNonNull != 0 && v.isNull():
	case f&keepFalsy != 0 && f&(keepTruthy|keepNonNull) == 0 && !v.falsy() && v.kind != unknown:
	default:
		return false
	}
	return true
}

// assumed applies what conditions say of the alternatives. A variable that
// nothing defines and that passed a check for it has some value.
func assumed(vals []value, f filter) []value {
	out := filtered(vals, f)
	if len(out) == 0 && len(unset(vals)) > 0 {
		return []value{{kind: unknown, way: unset(vals)[0].way}}
	}
	return out
}
