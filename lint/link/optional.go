package link

import (
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// A reading is where a lookup stands.
type reading struct {
	u  *unit
	id fact.ID // the expression, 0 where a settings field implies it
	// optional is set when the library takes the variable's absence.
	optional bool
}

// isOptional reports whether a program goes on as its author meant it to when a
// lookup finds nothing: it asks whether the variable is there, has something
// else to take, or hands the variable on under its own name.
func (l *linker) isOptional(lk *Lookup, r reading) bool {
	if r.optional {
		return true
	}
	if r.id == 0 {
		return false
	}
	if l.spared(r.u, r.id, lk.Name) {
		return true
	}
	if lk.NameAt == zero || lk.NameAt.Path == lk.At.Path && lk.At.Span.Contains(lk.NameAt.Span) {
		return false
	}
	// A function reads what it is told to read, and its caller takes care.
	u := l.byPath[lk.NameAt.Path]
	if u == nil {
		return false
	}
	call := u.callNaming(lk.NameAt.Span)
	return call != 0 && l.spared(u, call, lk.Name)
}

// callNaming returns the call that has the string at a span as an argument, 0 if
// there is none.
func (u *unit) callNaming(span source.Span) fact.ID {
	for i := range u.Exprs {
		e := &u.Exprs[i]
		if e.Kind != fact.String || e.Inner != span {
			continue
		}
		for id := u.parent[i]; id != 0; id = u.parent[id] {
			if u.Exprs[id].Kind == fact.Call {
				return id
			}
		}
	}
	return 0
}

// spared reports whether what is around an expression that reads a variable does
// without it.
func (l *linker) spared(u *unit, id fact.ID, name string) bool {
	for {
		if u.decides(id) {
			return true
		}
		parent := u.parent[id]
		if parent == 0 {
			return u.heldOptionally(id)
		}
		e := &u.Exprs[parent]
		switch e.Kind {
		case fact.Or, fact.Coalesce:
			if id != u.Kids(e)[len(u.Kids(e))-1] || l.othersKnown(u, u.Kids(e)[:len(u.Kids(e))-1]) {
				return true
			}
		case fact.And, fact.Cond:
			if id == u.Kids(e)[0] {
				return true
			}
		case fact.Not, fact.Compare:
			return true
		case fact.Entry:
			return u.TextOf(u.Kids(e)[0]) == name && id == u.Kids(e)[1]
		case fact.Keyword:
			return u.Text(e) == name
		case fact.Call:
			callee := lastName(u, u.Kids(e)[0])
			return callee == "bool" || callee == "Boolean" || callee == "Optional"
		default:
			return false
		}
		id = parent
	}
}

// othersKnown reports whether one of the alternatives before the last one gives
// something: it is no lookup, or a lookup of what something defines.
func (l *linker) othersKnown(u *unit, others []fact.ID) bool {
	return slices.ContainsFunc(others, func(k fact.ID) bool {
		reads := l.readAt[u.here(k)]
		return len(reads) == 0 || slices.ContainsFunc(reads, func(lk *Lookup) bool {
			return lk.Elsewhere || len(lk.Definitions) > 0
		})
	})
}

// decides reports whether an expression alone is what a block depends on.
func (u *unit) decides(id fact.ID) bool {
	return slices.ContainsFunc(u.Blocks, func(b fact.Block) bool { return b.Cond == id })
}

// heldOptionally reports whether the name or attribute that an expression is
// assigned to is asked for its presence, or has an alternative, wherever it is
// used. A block that leaves where it is missing demands it.
func (u *unit) heldOptionally(id fact.ID) bool {
	for i := range u.Bindings {
		if b := &u.Bindings[i]; b.Value == id {
			return u.doubted(u.NameOf(b))
		}
	}
	for i := range u.Stores {
		if s := &u.Stores[i]; s.Value == id {
			return u.doubted(lastName(u, s.Target))
		}
	}
	return false
}

// doubted reports whether some expression of the file asks whether what is
// called name is there, and goes on without it.
func (u *unit) doubted(name string) bool {
	if name == "" {
		return false
	}
	for i := range u.Exprs {
		if lastName(u, fact.ID(i)) != name {
			continue
		}
		id, missing := fact.ID(i), false
		parent := u.parent[id]
		for parent != 0 && (u.Exprs[parent].Kind == fact.Not || u.Exprs[parent].Kind == fact.Compare) {
			if e := &u.Exprs[parent]; e.Kind == fact.Not || u.Text(e) == "is" || u.Text(e) == "==" {
				missing = !missing
			}
			id, parent = parent, u.parent[parent]
		}
		if parent != 0 {
			switch e := &u.Exprs[parent]; e.Kind {
			case fact.Or, fact.Coalesce, fact.And:
				if id != u.Kids(e)[len(u.Kids(e))-1] && !missing {
					return true
				}
			case fact.Cond:
				if id == u.Kids(e)[0] {
					return true
				}
			}
		}
		if slices.ContainsFunc(u.Blocks, func(b fact.Block) bool {
			return b.Cond == id && (missing == b.Negated || !b.Exits)
		}) {
			return true
		}
	}
	return false
}
