package unified

import (
	"slices"
	"testing"
)

func TestChanged(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		before, after string
		want          []Range
	}{
		"nothing":       {"a\nb\n", "a\nb\n", nil},
		"all":           {"", "a\nb\n", []Range{{0, 2}}},
		"none left":     {"a\nb\n", "", []Range{{0, 0}}},
		"one":           {"a\nb\nc\n", "a\nx\nc\n", []Range{{1, 2}}},
		"added":         {"a\nc\n", "a\nb\nb\nc\n", []Range{{1, 3}}},
		"deleted":       {"a\nb\nc\n", "a\nc\n", []Range{{1, 1}}},
		"both":          {"a\nb\nc\nd\n", "a\nc\nd\ne\n", []Range{{1, 1}, {3, 4}}},
		"the line end":  {"a\nb", "a\nb\n", []Range{{1, 2}}},
		"repeated":      {"{\na\n}\n{\nb\n}\n", "{\na\n}\n{\nx\n}\n{\nb\n}\n", []Range{{4, 7}}},
		"without ends":  {"a", "b", []Range{{0, 1}}},
		"moved as well": {"a\nb\nc\nd\n", "d\na\nb\nc\n", []Range{{0, 1}, {4, 4}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Changed([]byte(tt.before), []byte(tt.after))
			if err != nil || !slices.Equal(got, tt.want) && len(got)+len(tt.want) > 0 {
				t.Errorf("got %v, %v; want %v", got, err, tt.want)
			}
		})
	}
}
