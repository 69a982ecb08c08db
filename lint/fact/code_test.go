package fact

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/regionlint/regionlint/lint/pack"
)

// fill gives every field at v a random value, the zero value now and then.
func fill(v reflect.Value, r *rand.Rand) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), r)
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

// Every field but the path is packed: one that is new and is forgotten is missing
// here.
func TestCode(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		var f, got File
		fill(reflect.ValueOf(&f).Elem(), rand.New(rand.NewPCG(seed, 1)))
		f.Path = ""
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
	var f File
	fill(reflect.ValueOf(&f).Elem(), r)
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
