// Package source holds one file's bytes and the places in it. A place is a
// half-open byte range until it is printed; [File] is the only type that turns
// it into lines and columns.
package source

import "cmp"

// A Span is the half-open byte range [Start, End) of one file, counted from 0.
type Span struct{ Start, End uint32 }

// Len returns the number of bytes in s.
func (s Span) Len() int { return int(s.End - s.Start) }

// Contains reports whether t lies wholly inside s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share at least one byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Compare orders spans by start, then by end.
func (s Span) Compare(t Span) int {
	return cmp.Or(cmp.Compare(s.Start, t.Start), cmp.Compare(s.End, t.End))
}

// A Location is a span in a named file. Path is relative to the root, with
// forward slashes on every system.
type Location struct {
	Path string
	Span Span
}

// Compare orders locations by path, then by span.
func (l Location) Compare(m Location) int {
	return cmp.Or(cmp.Compare(l.Path, m.Path), l.Span.Compare(m.Span))
}
