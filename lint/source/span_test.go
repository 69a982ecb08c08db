package source

import (
	"slices"
	"testing"
)

func TestSpan(t *testing.T) {
	t.Parallel()
	s := Span{2, 5}
	tests := []struct {
		t                  Span
		contains, overlaps bool
	}{
		{Span{2, 5}, true, true},
		{Span{3, 4}, true, true},
		{Span{1, 3}, false, true},
		{Span{4, 6}, false, true},
		{Span{0, 9}, false, true},
		{Span{0, 2}, false, false},
		{Span{5, 7}, false, false},
	}
	for _, tt := range tests {
		if got := s.Contains(tt.t); got != tt.contains {
			t.Errorf("%v contains %v: %t", s, tt.t, got)
		}
		if got := s.Overlaps(tt.t); got != tt.overlaps {
			t.Errorf("%v overlaps %v: %t", s, tt.t, got)
		}
	}
	if s.Len() != 3 {
		t.Errorf("Len() = %d", s.Len())
	}
}

func TestLocationCompare(t *testing.T) {
	t.Parallel()
	want := []Location{{"a", Span{1, 2}}, {"a", Span{1, 3}}, {"a", Span{2, 2}}, {"b", Span{0, 0}}}
	got := []Location{want[3], want[1], want[2], want[0]}
	slices.SortFunc(got, Location.Compare)
	if !slices.Equal(got, want) {
		t.Errorf("sorted: %v", got)
	}
}
