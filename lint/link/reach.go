package link

import (
	"cmp"
	"slices"
	"sort"

	"github.com/regionlint/regionlint/lint/fact"
)

// A filter says what is known of a value where it is used.
type filter uint8

const (
	keepTruthy filter = 1 << iota
	keepNonNull
	keepFalsy
	keepKnown
)

// A place is where and from where on an assignment holds.
type place struct {
	block fact.BlockID
	at    uint32
}

// A reaching is one assignment that can have decided a value at a use: its
// index among the places, and what later conditions say of what it assigned.
type reaching struct {
	index  int
	filter filter
}

// maxReaching is how many assignments are looked at that may decide a
// value, and after maxPassed of them that cannot the search ends. The rest is not
// known: nobody writes that by hand, and each use of a name that has a thousand
// assignments would look at all of them.
const (
	maxReaching = 64
	maxPassed   = 256
)

// places are those of assignments, sorted by where they stand. In order says that
// they hold in that order, too.
type places struct {
	all     []place
	inOrder bool
}

// placesOf returns places, which may be in order.
func placesOf(all []place) places { return places{all, slices.IsSortedFunc(all, byPlace)} }

// reach returns which of the assignments to path, sorted by the place from
// which they hold, can have decided the value that it has at byte pos in
// block. Where same is false the use runs at some other time, and only what is
// left when the assigning code has ended counts. open reports whether the
// value on entry (a parameter's argument, nothing) can still be there, and
// left what is known of it then. more is set if there are too many to tell.
//
// It is a structured approximation of reaching definitions: blocks nest, an
// arm hides what the other arms of its statement assign, and an assignment
// that surely runs hides those before it.
func (u *unit) reach(of places, path string, block fact.BlockID, pos uint32, same bool) (out []reaching, open bool, left filter, more bool) {
	around := u.around(block)
	covered := make(map[int32][]fact.BlockID)
	all := of.all
	if same && of.inOrder && !around.inLoop() {
		all = all[:sort.Search(len(all), func(i int) bool { return all[i].at > pos })]
	}
	passed := 0
	for i, p := range slices.Backward(all) {
		if len(out) == maxReaching || passed == maxPassed {
			slices.Reverse(out)
			return out, true, left, true
		}
		passed++
		if same {
			if p.at > pos && !u.sharesLoop(p.block, around) {
				continue
			}
			if u.excludes(p.block, around) || u.leaves(p.block, around) {
				continue
			}
		}
		out = append(out, reaching{i, left})
		if same && p.at > pos {
			continue
		}
		top := u.climb(p.block)
		if u.certain(top, around, same) || u.covers(covered, top, around, same) {
			slices.Reverse(out)
			return out, false, left, false
		}
		left |= u.implied(u.Blocks[top].Cond, !u.Blocks[top].Negated, path)
	}
	slices.Reverse(out)
	return out, true, left, false
}

func byPlace(a, b place) int { return cmp.Compare(a.at, b.at) }

// A chain is a block and those that hold it. A long one has an index of its blocks and
// of the statements whose arms they are.
type chain struct {
	u      *unit
	block  fact.BlockID
	holds  map[fact.BlockID]bool
	groups map[int32]bool
}

// around returns the chain of a block. Many questions in a row are about the same one.
func (u *unit) around(block fact.BlockID) *chain {
	const short = 16
	if u.chain != nil && u.chain.block == block {
		return u.chain
	}
	c := &chain{u: u, block: block}
	n := 0
	for range c.blocks {
		n++
	}
	if n > short {
		c.holds, c.groups = make(map[fact.BlockID]bool, n), make(map[int32]bool)
		for b := range c.blocks {
			c.holds[b], c.groups[u.Blocks[b].Group] = true, true
		}
	}
	u.chain = c
	return c
}

// blocks yields the blocks of the chain, from the inside out.
func (c *chain) blocks(yield func(fact.BlockID) bool) {
	for b := c.block; yield(b) && b != 0; {
		b = c.u.Blocks[b].Parent
	}
}

// contains reports whether a block is one of the chain's.
func (c *chain) contains(block fact.BlockID) bool {
	if c.holds != nil {
		return c.holds[block]
	}
	for b := range c.blocks {
		if b == block {
			return true
		}
	}
	return false
}

// divides reports whether an arm of a statement is one of the chain's blocks.
func (c *chain) divides(group int32) bool {
	if c.groups != nil {
		return c.groups[group]
	}
	for b := range c.blocks {
		if c.u.Blocks[b].Group == group {
			return true
		}
	}
	return false
}

// inLoop reports whether one of the chain's blocks is a loop's.
func (c *chain) inLoop() bool {
	for b := range c.blocks {
		if c.u.Blocks[b].Kind == fact.Loop {
			return true
		}
	}
	return false
}

// climb returns the nearest block around block that may not run.
func (u *unit) climb(block fact.BlockID) fact.BlockID {
	for u.Blocks[block].Kind == fact.Nested {
		block = u.Blocks[block].Parent
	}
	return block
}

// certain reports whether what runs in block has run at the use.
func (u *unit) certain(block fact.BlockID, around *chain, same bool) bool {
	if !same {
		return u.Blocks[block].Kind == fact.Body
	}
	return around.contains(block)
}

// covers notes that an arm binds the name, and reports whether now one arm of
// its statement that surely runs does.
func (u *unit) covers(covered map[int32][]fact.BlockID, arm fact.BlockID, around *chain, same bool) bool {
	b := &u.Blocks[arm]
	if b.Kind != fact.Arm || !b.Exhaustive || b.Group == 0 {
		return false
	}
	covered[b.Group] = append(covered[b.Group], arm)
	for _, a := range u.arms[b.Group] {
		if !u.Blocks[a].Exits && !slices.Contains(covered[b.Group], a) {
			return false
		}
	}
	return u.certain(u.climb(b.Parent), around, same)
}

// excludes reports whether block and the use stand in different arms of one
// statement.
func (u *unit) excludes(block fact.BlockID, around *chain) bool {
	for ; !around.contains(block); block = u.Blocks[block].Parent {
		if group := u.Blocks[block].Group; group != 0 && around.divides(group) {
			return true
		}
	}
	return false
}

// leaves reports whether control that ran in block never comes to the use.
func (u *unit) leaves(block fact.BlockID, around *chain) bool {
	for ; !around.contains(block); block = u.Blocks[block].Parent {
		if u.Blocks[block].Exits && u.Blocks[block].Kind == fact.Arm {
			return true
		}
	}
	return false
}

func (u *unit) sharesLoop(block fact.BlockID, around *chain) bool {
	for ; block != 0; block = u.Blocks[block].Parent {
		if u.Blocks[block].Kind == fact.Loop && around.contains(block) {
			return true
		}
		if u.Blocks[block].Kind == fact.Body {
			return false
		}
	}
	return false
}

// known returns what the conditions around a use say of the dotted path: those
// of the arms it stands in and of the arms before it that left.
func (u *unit) known(path string, block fact.BlockID, pos uint32) filter {
	if path == "" {
		return 0
	}
	var known filter
	for inside := true; ; block = u.Blocks[block].Parent {
		b := &u.Blocks[block]
		if inside {
			known |= u.implies(b, b.Negated, path, b.Span.Start, pos)
		}
		inside = inside && b.Kind != fact.Body
		for _, arm := range u.exits[block] {
			if left := &u.Blocks[arm]; left.Span.End <= pos {
				known |= u.implies(left, !left.Negated, path, left.Span.End, pos)
			}
		}
		if block == 0 {
			return known
		}
	}
}

// implies returns what the condition of a block says of the dotted path at byte
// pos, unless the path was assigned to after byte since.
func (u *unit) implies(b *fact.Block, negated bool, path string, since, pos uint32) filter {
	f := u.implied(b.Cond, negated, path)
	if f == 0 || u.reassigned(path, since, pos) {
		return 0
	}
	return f
}

// reassigned reports whether a statement between two byte offsets assigns to a
// dotted path.
func (u *unit) reassigned(path string, start, end uint32) bool {
	if u.assigns == nil {
		u.assigns = make(map[string][]uint32)
		for i := range u.Bindings {
			if b := &u.Bindings[i]; b.Kind != fact.Global && b.Kind != fact.Declare {
				u.assigns[u.NameOf(b)] = append(u.assigns[u.NameOf(b)], b.At)
			}
		}
		for i := range u.Stores {
			if p := u.path(u.Stores[i].Target); p != "" {
				u.assigns[p] = append(u.assigns[p], u.Stores[i].At)
			}
		}
		for _, at := range u.assigns {
			slices.Sort(at)
		}
	}
	i, _ := slices.BinarySearch(u.assigns[path], start+1)
	return i < len(u.assigns[path]) && u.assigns[path][i] <= end
}

// implied returns what follows for the dotted path when cond holds, or does not
// hold if negated.
func (u *unit) implied(cond fact.ID, negated bool, path string) filter {
	if cond == 0 || path == "" {
		return 0
	}
	e := &u.Exprs[cond]
	switch e.Kind {
	case fact.Name, fact.Member:
		if !u.isPath(cond, path) {
			return 0
		}
		if negated {
			return keepFalsy
		}
		return keepTruthy
	case fact.Not:
		return u.implied(u.Kids(e)[0], !negated, path)
	case fact.Compare:
		return u.compared(e, negated, path)
	case fact.And, fact.Or:
		// All operands hold, or none does.
		if (e.Kind == fact.And) == negated {
			return 0
		}
		var known filter
		for _, k := range u.Kids(e) {
			known |= u.implied(k, negated, path)
		}
		return known
	}
	return 0
}

func (u *unit) compared(e *fact.Expr, negated bool, path string) filter {
	if u.Exprs[u.Kids(e)[1]].Kind != fact.Null || !u.isPath(u.Kids(e)[0], path) {
		return 0
	}
	switch u.Text(e) {
	case "==", "is":
		if negated {
			return keepNonNull
		}
		return keepFalsy
	case "!=", "is not":
		if negated {
			return keepFalsy
		}
		return keepNonNull
	}
	return 0
}
