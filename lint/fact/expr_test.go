package fact

import (
	"slices"
	"testing"
	"unsafe"

	"github.com/regionlint/regionlint/lint/source"
)

func TestTextAndKids(t *testing.T) {
	t.Parallel()
	name := source.Span{Start: 0, End: 6}
	tests := []struct {
		draft Draft
		inner source.Span
		text  string
	}{
		{Draft{Kind: Name, Span: name, Text: "region"}, name, "region"},
		{Draft{Kind: Name, Span: source.Span{End: 9}, Text: "region"}, source.Span{}, "region"},
		{Draft{Kind: String, Span: source.Span{Start: 9, End: 20}, Inner: source.Span{Start: 10, End: 19}, Text: "eu-west-1"}, source.Span{Start: 10, End: 19}, "eu-west-1"},
		{Draft{Kind: String, Span: source.Span{Start: 9, End: 20}, Inner: source.Span{Start: 10, End: 19}, Text: "\n"}, source.Span{Start: 10, End: 19}, "\n"},
		{Draft{Kind: Compare, Span: name, Text: "==", Kids: []ID{1, 2}}, source.Span{}, "=="},
		{Draft{Kind: Compare, Span: name, Text: "==", Kids: []ID{2, 1}}, source.Span{}, "=="},
		{Draft{Kind: Call, Span: name, Kids: []ID{1, 2, 3}}, source.Span{}, ""},
		{Draft{Kind: List, Span: name, Kids: []ID{4, 5, 6, 7}}, source.Span{}, ""},
		{Draft{Kind: FuncExpr, Span: name, Ref: 7}, source.Span{}, ""},
	}
	f := File{Source: "region = 'eu-west-1'"}
	f.Exprs = append(f.Exprs, Expr{})
	for i := range tests {
		if id := f.Add(&tests[i].draft); int(id) != i+1 {
			t.Fatalf("expression %d is added as %d", i+1, id)
		}
	}
	for i, tt := range tests {
		e := &f.Exprs[i+1]
		if got := f.Text(e); got != tt.text || f.TextOf(ID(i+1)) != tt.text {
			t.Errorf("%d: text %q, want %q", i, got, tt.text)
		}
		if got := f.Kids(e); !slices.Equal(got, tt.draft.Kids) || !slices.Equal(f.KidsOf(ID(i+1)), got) {
			t.Errorf("%d: kids %v, want %v", i, got, tt.draft.Kids)
		}
		if e.Inner != tt.inner {
			t.Errorf("%d: inner %v, want %v", i, e.Inner, tt.inner)
		}
		if tt.draft.Kind == FuncExpr && e.Ref() != tt.draft.Ref {
			t.Errorf("%d: ref %d, want %d", i, e.Ref(), tt.draft.Ref)
		}
	}
	if len(f.decoded) != 3 {
		t.Errorf("%q are kept, of which the source spells some or which are the same", f.decoded)
	}
}

// There are hundreds of thousands of expressions: one field more is a megabyte or two.
func TestExprIsSmall(t *testing.T) {
	t.Parallel()
	if size := unsafe.Sizeof(Expr{}); size > 40 {
		t.Errorf("an expression has %d bytes", size)
	}
}
