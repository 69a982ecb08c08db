package rules

import (
	"cmp"
	"slices"

	"github.com/regionlint/regionlint/lint/source"
)

// A nest is spans that lie in each other, each of them with something of its own.
// The innermost around a place is found without looking at all of them: a file may
// have as many places as spans.
type nest[T any] struct {
	spans []nested[T] // sorted, what lies around others before them
}

type nested[T any] struct {
	span   source.Span
	of     T
	around int // the index of the span that it lies in, -1 for none
}

// newNest sorts spans into each other. Of equal ones, the last is the innermost.
func newNest[T any](spans []nested[T]) *nest[T] {
	slices.SortStableFunc(spans, func(a, b nested[T]) int {
		return cmp.Or(cmp.Compare(a.span.Start, b.span.Start), cmp.Compare(b.span.End, a.span.End))
	})
	for i := range spans {
		at := i - 1
		for at >= 0 && !spans[at].span.Contains(spans[i].span) {
			at = spans[at].around
		}
		spans[i].around = at
	}
	return &nest[T]{spans: spans}
}

// innermost returns the innermost span around another one, with false for none.
func (n *nest[T]) innermost(span source.Span) (found nested[T], ok bool) {
	after, _ := slices.BinarySearchFunc(n.spans, span.Start, func(s nested[T], start uint32) int {
		if s.span.Start > start {
			return 1
		}
		return -1
	})
	for at := after - 1; at >= 0; at = n.spans[at].around {
		if n.spans[at].span.Contains(span) {
			return n.spans[at], true
		}
	}
	return found, false
}
