// Package spent tells tests how much memory something takes.
package spent

import (
	"runtime"
	"testing"
)

// attempts is how often something is done that takes too much: the first time may
// fill tables that are kept, and the runtime takes memory of its own now and then.
const attempts = 3

// Within does something to an input of so many bytes, and fails unless it allocates no
// more than base bytes and perByte for each byte of the input. Nothing else may run in
// the process, so that a test that asks is not parallel; a fuzz target is not.
func Within(t testing.TB, size, base, perByte int, do func()) {
	t.Helper()
	most := uint64(base) + uint64(perByte)*uint64(size)
	least := uint64(0)
	for i := range attempts {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		do()
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; i == 0 || took < least {
			least = took
		}
		if least <= most {
			return
		}
	}
	t.Errorf("%d bytes take %d, where %d are enough", size, least, most)
}
