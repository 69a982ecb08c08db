package spent

import (
	"fmt"
	"testing"
)

// failed is a test that notes whether it failed.
type failed struct {
	testing.TB

	failed bool
}

func (*failed) Helper() {}

func (f *failed) Errorf(string, ...any) { f.failed = true }

var kept []byte

func TestWithin(t *testing.T) { //nolint:paralleltest // it counts what is allocated
	for _, tt := range []struct {
		size, once int // what is taken each time, and besides the first time
		want       bool
	}{{0, 0, false}, {10_000, 0, false}, {10_000, 1 << 20, false}, {1 << 20, 0, true}} {
		f := &failed{TB: t}
		once := tt.once
		Within(f, 1000, 5000, 10, func() {
			kept = make([]byte, tt.size+once)
			once = 0
		})
		if f.failed != tt.want {
			t.Error(fmt.Sprint(tt), f.failed)
		}
	}
}
