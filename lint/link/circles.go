package link

import "math"

// Answers can wait for each other in a circle: two methods call each other, two
// attributes are set to each other. What is being worked out adds nothing to itself,
// so an answer that meets one which is still open lacks what that one finds. It does
// for the one that began the circle, but is forgotten with its end: what is known of
// an expression would depend on which question came first.

// waits says what an answer waits for: 0 for nothing, n > 0 for the open answer at
// level n-1.
type waits int32

const (
	unasked   waits = -1 // was never worked out
	forgotten waits = -2 // is to be worked out once more, and kept then
)

// nothing is the level of what an answer waits for that waits for nothing.
const nothing = math.MaxInt

// circles tracks which answers are open.
type circles struct {
	level int // how many are open
	low   int // the lowest level of an open answer that the innermost one waits for
	// passing are the answers that wait for an open one, in the order in which they
	// were closed.
	passing []passing
}

// A passing answer is forgotten when all that it waits for is closed.
type passing struct {
	waits *waits
	again bool // it was forgotten before
}

// forget has the answer worked out once more. One that was forgotten before is kept
// as it is, since large circles have many beginnings.
func (p passing) forget() {
	*p.waits = forgotten
	if p.again {
		*p.waits = 0
	}
}

// An opening is what was the case when an answer was opened.
type opening struct {
	level, low, cuts, passing int
	again                     bool // it was forgotten
}

// open begins to work out an answer with that state. Until it is closed, it is one that waits
// for itself.
func (l *linker) open(w *waits) opening {
	c := &l.circles
	o := opening{c.level, c.low, l.cuts, len(c.passing), *w == forgotten}
	c.level++
	c.low = nothing
	*w = waits(c.level)
	return o
}

// meet notes that the innermost open answer uses one in that state.
func (l *linker) meet(w waits) {
	if w > 0 {
		l.circles.low = min(l.circles.low, int(w)-1)
	}
}

// close ends what open began, and returns what the answer waits for. Where that is
// nothing, a circle may end here.
func (l *linker) close(o opening) waits {
	c := &l.circles
	low := c.low
	c.level, c.low = o.level, o.low
	if low < o.level {
		c.low = min(c.low, low)
		return waits(low + 1)
	}
	for _, p := range c.passing[o.passing:] {
		p.forget()
	}
	c.passing = c.passing[:o.passing]
	return 0
}

// once works an answer out unless that was done or is being done. It reports whether
// the answer may be kept.
func (l *linker) once(w *waits, work func()) (keep bool) {
	if *w >= 0 {
		l.meet(*w)
		return true
	}
	o := l.open(w)
	work()
	return l.settle(o, w)
}

// memoOf returns what is remembered under a key, which may be nothing yet.
func memoOf[K comparable](known *map[K]*memo, key K) *memo {
	m := (*known)[key]
	if m == nil {
		m = &memo{waits: unasked}
		put(known, key, m)
	}
	return m
}

// settle is close for an answer with its state in w. It reports whether the answer
// is whole: it was not cut short for want of fuel.
func (l *linker) settle(o opening, w *waits) (whole bool) {
	if *w = l.close(o); *w > 0 {
		l.circles.passing = append(l.circles.passing, passing{w, o.again})
	}
	return l.cuts == o.cuts
}
