package driver

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/pack"
)

// fill gives every field at v a value other than zero.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0))
		fill(v.Index(1))
	case reflect.String:
		v.SetString("some text")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Interface:
		v.Set(reflect.ValueOf(errors.New("some text")))
	default:
		if v.CanUint() {
			v.SetUint(3)
			return
		}
		v.SetInt(3)
	}
}

// Every field of what is kept of a run is packed: one that is new and is forgotten
// is missing here.
func TestOutcomeCode(t *testing.T) {
	t.Parallel()
	var o, got outcome
	o.diagnostics, o.suppressed = make([]lint.Diagnostic, 1), make([]lint.Suppressed, 1)
	o.errors, o.skipped = make([]FileError, 1), make([]discover.Skip, 1)
	for _, part := range []any{&o.diagnostics[0], &o.suppressed[0], &o.errors[0], &o.skipped[0], &o.rules, &o.words} {
		fill(reflect.ValueOf(part).Elem())
	}
	o.stats = Stats{Candidates: 1, Extracted: 2, Rounds: 3} // the others are told anew
	o.candidates = []candidate{{"a", true, false}, {"b", false, true}}
	o.shown = []shown{{"a", true, nil, []uint32{1, 3}}}
	if err := pack.Unpack(string(pack.Pack(o.code)), got.code); err != nil {
		t.Fatal(err)
	}
	// Errors are kept by their texts.
	for want, got := range map[*error]*error{&o.errors[0].Err: &got.errors[0].Err, &o.skipped[0].Err: &got.skipped[0].Err} {
		if *got == nil || (*got).Error() != (*want).Error() {
			t.Errorf("an error became %v", *got)
		}
		*got = *want
	}
	if got, want := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", o); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
