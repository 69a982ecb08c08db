package link

// Each question has its fuel, but a file of a megabyte has room for tens of thousands
// of them, and each can be written so that it takes all of it. What all questions take
// together is bounded, too: by the size of what is linked. A question's first steps
// are its own; the others are taken from what its file has for its size, and when that
// is gone, from what all files have in common. So a file that takes all that there is
// leaves the others what is theirs. It does not depend on who is asked first, but for
// what is in common.

// What there is, in steps; one is about a microsecond. Of 134 repositories of other
// people, none would have met its bound if its questions had taken 11 times as much.
const (
	ownSteps      = 8       // of a question
	bytesPerStep  = 2       // of a file's text
	commonSteps   = 250_000 // of all files
	bytesPerShare = 8       // of all texts, for a step more
)

// A budget is what questions may take together.
type budget struct {
	taken  int   // steps, of all questions
	began  int   // what was taken when the question began
	most   int   // what may be taken when it ends
	asker  *unit // whose question it is
	common int   // what there is left for all files
}

// begin begins a question of u with as much fuel.
func (l *linker) begin(u *unit, fuel int) {
	b := &l.budget
	if more := b.taken - b.began - ownSteps; more > 0 {
		own := min(more, b.asker.steps)
		b.asker.steps -= own
		b.common -= more - own
	}
	l.fuel, l.loaded = fuel, 0
	b.asker, b.began = u, b.taken
	b.most = b.taken + ownSteps + u.steps + max(b.common, 0)
}

// allow adds what there is for the questions of u.
func (b *budget) allow(u *unit) {
	u.steps = u.Size() / bytesPerStep
	b.common += u.Size() / bytesPerShare
}

// pay takes steps from the budget, and reports whether there are more.
func (b *budget) pay(steps int) bool {
	b.taken += steps
	return b.taken < b.most
}

// piecesPerStep is how many pieces of texts are copied at the cost of a step.
const piecesPerStep = 8

// How many entries of a list are looked at for a step, how many are asked for what is
// known of them, and how many are copied.
const (
	scansPerStep  = 64
	asksPerStep   = 8
	copiesPerStep = 4
)

// callsOf returns the calls by a name, to be asked one by one; none if there are no
// steps left for that.
func (l *linker) callsOf(name string) []site {
	all := l.calls[name]
	l.budget.pay(len(all) / asksPerStep)
	if len(all) > 0 && l.broke() {
		return nil
	}
	return all
}

// weight returns how many steps it takes to copy what values consist of.
func weight(vals []value) int {
	n := 0
	for i := range vals {
		n += len(vals[i].pieces)
	}
	return n / piecesPerStep
}

// broke reports whether the budget is used up, and notes that what depends on it is
// not to be remembered.
func (l *linker) broke() bool {
	if l.budget.taken < l.budget.most {
		return false
	}
	l.cuts++
	return true
}
