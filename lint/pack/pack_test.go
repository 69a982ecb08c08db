package pack_test

import (
	"io"
	"math"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint/pack"
)

type item struct {
	Name  string
	Small uint8
	Wide  uint64
	Delta int32
	On    bool
	Hash  [4]byte
	Names []string
	Items []item
}

func (i *item) code(c *pack.Coder) {
	c.String(&i.Name)
	pack.Number(c, &i.Small)
	pack.Number(c, &i.Wide)
	pack.Number(c, &i.Delta)
	c.Bool(&i.On)
	c.Bytes(i.Hash[:])
	c.Strings(&i.Names)
	pack.Slice(c, &i.Items, func(c *pack.Coder, i *item) { i.code(c) })
}

var sample = item{
	Name: "eu-west-1", Small: math.MaxUint8, Wide: math.MaxUint64, Delta: math.MinInt32, On: true, Hash: [4]byte{1, 2, 3, 4},
	Names: []string{"", "eu-west-1", "a", "", "a"},
	Items: []item{{Name: "a", Delta: math.MaxInt32, Wide: 127}, {Names: []string{}, Wide: 128, Delta: -1, Items: []item{{}}}},
}

// What is written is what Pack returns, however much it is, and no error is lost.
func TestWrite(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("eu-west-1 ", 9_000)
	code := func(c *pack.Coder) {
		for range 5 {
			sample.code(c)
			c.Text(&long)
		}
	}
	var b strings.Builder
	if err := pack.Write(&b, code); err != nil || b.String() != string(pack.Pack(code)) {
		t.Errorf("written are %d bytes, %v", b.Len(), err)
	}
	r, w := io.Pipe()
	_ = r.CloseWithError(io.ErrNoProgress)
	if err := pack.Write(w, code); err != io.ErrNoProgress { //nolint:errorlint // the very same
		t.Errorf("error %v", err)
	}
}

func TestUnpackCopy(t *testing.T) {
	t.Parallel()
	data := pack.Append([]byte{7}, sample.code)[1:]
	var got item
	if err := pack.UnpackCopy(data, got.code); err != nil {
		t.Fatal(err)
	}
	clear(data)
	if !reflect.DeepEqual(got, sample) {
		t.Errorf("got %+v, want %+v", got, sample)
	}
	if err := pack.UnpackCopy(data, got.code); err == nil {
		t.Error("zeros are taken for an item")
	}
}

func TestUnpackGivesWhatWasPacked(t *testing.T) {
	t.Parallel()
	var got item
	if err := pack.Unpack(string(pack.Pack(sample.code)), got.code); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, sample) {
		t.Errorf("got  %+v\nwant %+v", got, sample)
	}
}

// What is cut off, goes on, or says that it holds more than there is, is an
// error. A byte that is another one may be a value of its own.
func TestUnpackMalformed(t *testing.T) {
	t.Parallel()
	data := pack.Pack(sample.code)
	for n := range data {
		if err := pack.Unpack(string(data[:n]), new(item).code); err == nil {
			t.Errorf("the first %d bytes are taken for the whole", n)
		}
		for b := range 256 {
			changed := slices.Clone(data)
			changed[n] = byte(b)
			var got item
			if pack.Unpack(string(changed), got.code) == nil {
				pack.Pack(got.code) // whatever it is, it is whole
			}
		}
	}
	if err := pack.Unpack(string(data)+"\x00", new(item).code); err == nil {
		t.Error("a byte more is taken for the whole")
	}
	huge := pack.Pack(func(c *pack.Coder) { n := uint64(math.MaxUint64); pack.Number(c, &n) })
	for name, code := range map[string]func(*pack.Coder){
		"number": func(c *pack.Coder) { var v uint32; pack.Number(c, &v) },
		"signed": func(c *pack.Coder) { var v int32; pack.Number(c, &v) },
		"bool":   func(c *pack.Coder) { var v bool; c.Bool(&v) },
		"string": func(c *pack.Coder) { var v string; c.String(&v) },
		"text":   func(c *pack.Coder) { var v string; c.Text(&v) },
		"slice":  func(c *pack.Coder) { var v []string; c.Strings(&v) },
	} {
		if err := pack.Unpack(string(huge), code); err == nil {
			t.Errorf("%s: the largest number is taken for one", name)
		}
	}
}

// What says that it is a list of lists of everything that follows takes no more
// memory for that.
func TestUnpackTakesNoMoreThanThereIs(t *testing.T) { //nolint:paralleltest // it counts what is allocated
	const size = 1 << 20
	data := pack.Pack(func(c *pack.Coder) {
		n := uint64(size)
		for range 6 {
			pack.Number(c, &n)
		}
		c.Bytes(make([]byte, size))
	})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var lists []listed
	if err := pack.Unpack(string(data), func(c *pack.Coder) { pack.Slice(c, &lists, codeListed) }); err == nil {
		t.Error("it is taken for a list")
	}
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 128*size {
		t.Errorf("%d bytes take %d", len(data), took)
	}
}

// A listed item has lists of its own.
type listed struct {
	Lists []listed
	Names [8]string
}

func codeListed(c *pack.Coder, l *listed) {
	pack.Slice(c, &l.Lists, codeListed)
	for i := range l.Names {
		c.String(&l.Names[i])
	}
}
