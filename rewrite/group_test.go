package rewrite

import (
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

func TestGroups(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		changes string
		fixes   []string // the paths of each
		want    string
	}{
		{"", nil, ""},
		{"a b c", []string{"a", "b", "c", "a"}, "a|b|c"},
		{"a b c d e", []string{"d b", "c", "e d"}, "a|b d e|c"},
		{"a b c d", []string{"a b", "c d", "d a"}, "a b c d"},
		{"b c", []string{"a c", "a b"}, "b c"}, // a is as it was in the end
	} {
		p := new(Plan)
		for path := range strings.FieldsSeq(tt.changes) {
			p.Changes = append(p.Changes, Change{Path: path})
		}
		for _, paths := range tt.fixes {
			var fix lint.SuggestedFix
			for path := range strings.FieldsSeq(paths) {
				fix.Edits = append(fix.Edits, lint.TextEdit{At: source.Location{Path: path}})
			}
			p.Applied = append(p.Applied, Applied{Fix: fix})
		}
		var got []string
		for _, group := range p.Groups() {
			var paths []string
			for _, c := range group {
				paths = append(paths, c.Path)
			}
			got = append(got, strings.Join(paths, " "))
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("%q with %q: got %q, want %q", tt.changes, tt.fixes, got, tt.want)
		}
	}
}
