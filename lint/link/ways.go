package link

import "github.com/regionlint/regionlint/lint/source"

// A step is a list of Steps from a use to the place that decides.
type step struct {
	Step
	next *step
	end  *step // the last one, nil in that itself
}

// via prepends st to the way of every value.
func via(vals []value, st Step) []value {
	if !anyHasWay(vals) {
		return vals
	}
	out := make([]value, len(vals))
	for i, v := range vals {
		switch v.kind {
		case text:
			pieces := make([]piece, len(v.pieces))
			for j, p := range v.pieces {
				p.way = p.way.after(st)
				pieces[j] = p
			}
			v.pieces = pieces
		case null, unknown:
			v.way = v.way.after(st)
		}
		out[i] = v
	}
	return out
}

// Ways remember what via last made. A name is used again and again, and mostly is
// what it was before: the same values, which came the same way.
type ways [256]struct {
	of         []value
	at         source.Location
	name, what string
	result     []value
}

// via is via for what is said of a name in a place.
func (w *ways) via(vals []value, at source.Location, name, what string) []value {
	if !anyHasWay(vals) {
		return vals
	}
	last := &w[at.Span.Start%uint32(len(w))]
	if len(vals) != len(last.of) || &vals[0] != &last.of[0] || at != last.at || name != last.name || what != last.what {
		last.of, last.at, last.name, last.what = vals, at, name, what
		last.result = via(vals, Step{At: at, What: name + what})
	}
	return last.result
}

// anyHasWay reports whether a way is kept of any of the values.
func anyHasWay(vals []value) bool {
	for i := range vals {
		if k := vals[i].kind; k == text || k == null || k == unknown {
			return true
		}
	}
	return false
}

func (s *step) last() *step {
	if s == nil || s.end == nil {
		return s
	}
	return s.end
}

// after returns the list with one more step before it.
func (s *step) after(st Step) *step { return &step{Step: st, next: s, end: s.last()} }

// list returns the steps in order, at most as many as a reader follows.
func (s *step) list() []Step {
	const most = 24
	var out []Step
	for ; s != nil; s = s.next {
		if n := len(out); n > 0 && out[n-1].At == s.At {
			out[n-1] = s.Step
			continue
		}
		if len(out) == most {
			s = s.last()
		}
		out = append(out, s.Step)
	}
	return out
}
