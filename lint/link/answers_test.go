package link

import (
	"math/rand/v2"
	"testing"

	"github.com/regionlint/regionlint/lint/fact"
)

// TestAnswers has as many expressions as need several chunks and tables, in no order.
func TestAnswers(t *testing.T) {
	t.Parallel()
	var m answers
	kept := make(map[fact.ID]*answer)
	for i, id := range rand.New(rand.NewPCG(1, 2)).Perm(1000) {
		id := fact.ID(id)
		if m.peek(id).waits != unasked {
			t.Fatalf("there is an answer of %d that nobody gave", id)
		}
		kept[id] = m.of(id)
		kept[id].waits = waits(i)
	}
	for id, a := range kept {
		if m.of(id) != a || m.peek(id).waits != a.waits || a.id != id {
			t.Errorf("the answer of %d is another one than at first", id)
		}
	}
	if m.n != len(kept) {
		t.Errorf("there are %d answers of %d expressions", m.n, len(kept))
	}
}
