package fact

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/regionlint/regionlint/lint/pack"
	"github.com/regionlint/regionlint/lint/source"
)

// fill gives every field at v a random value, the zero value now and then.
func fill(v reflect.Value, r *rand.Rand) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(v.Field(i), r)
			}
		}
	case reflect.Slice:
		if r.IntN(8) == 0 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 4, 4))
		for i := range v.Len() {
			fill(v.Index(i), r)
		}
	case reflect.String:
		v.SetString([]string{"", "region", "é\n", fmt.Sprint(r.Int())}[r.IntN(4)])
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	default:
		n := int64(r.Uint64() >> r.IntN(64))
		if v.CanUint() {
			v.SetUint(uint64(n) & (1<<v.Type().Bits() - 1))
			return
		}
		v.SetInt(n)
		if v.OverflowInt(n) {
			v.SetInt(-n >> (64 - v.Type().Bits()))
		}
	}
}

// randomFile returns a file with something in every field.
func randomFile(r *rand.Rand) File {
	var f File
	fill(reflect.ValueOf(&f).Elem(), r)
	f.Path, f.Source, f.Exprs = "", "region = 'eu-west-1'", nil
	for range r.IntN(20) {
		var d Draft
		fill(reflect.ValueOf(&d).Elem(), r)
		if r.IntN(2) == 0 {
			d.Span.End = d.Span.Start // elsewhere is nothing
			d.Inner.End = d.Inner.Start
		} else {
			d.Text, d.Span, d.Inner = "region", source.Span{End: 6}, source.Span{}
		}
		f.Add(&d)
	}
	return f
}

// Every field but the path and the text is packed: one that is new and is forgotten is missing
// here.
func TestCode(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		f := randomFile(rand.New(rand.NewPCG(seed, 1)))
		got := File{Source: f.Source}
		if err := pack.Unpack(string(pack.Pack(f.Code)), got.Code); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(f, got) {
			t.Fatalf("got  %+v\nwant %+v", got, f)
		}
	}
}

func TestCodeOfBrokenData(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 1))
	f := randomFile(r)
	data := pack.Pack(f.Code)
	for i := range data {
		if err := pack.Unpack(string(data[:i]), new(File).Code); err == nil {
			t.Fatalf("the first %d bytes are taken for the whole", i)
		}
	}
	for range 2_000 { // must not panic
		broken := slices.Clone(data)
		broken[r.IntN(len(broken))] = byte(r.Uint64())
		_ = pack.Unpack(string(broken), new(File).Code)
	}
}
