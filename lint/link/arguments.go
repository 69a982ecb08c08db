package link

import (
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// An argument is one argument of a call, evaluated when asked.
type argument struct {
	name  string // keyword, "" for a positional one
	id    fact.ID
	taken bool    // a parameter is bound to it
	vals  []value // where id is 0
	at    source.Location
}

// args lists the arguments: lists that are spread are opened, and so are dicts
// whose keys are known. open reports that unknown ones may follow.
func (l *linker) args(c call) (args []argument, open bool) {
	if c.u == nil || c.typed || c.given {
		return slices.Clone(c.bound), c.typed
	}
	written := c.u.KidsOf(c.id)[1:]
	args = append(make([]argument, 0, len(c.bound)+len(written)), c.bound...)
	for _, k := range written {
		e := &c.u.Exprs[k]
		switch e.Kind {
		case fact.Keyword:
			args = append(args, argument{name: c.u.Text(e), id: c.u.Kids(e)[0], at: c.u.here(c.u.Kids(e)[0])})
		case fact.Spread:
			vals := l.sparing(func() []value { return l.eval(c.u, c.u.Kids(e)[0], c.fr) })
			more, unknownOnes := l.spreadArgs(vals)
			args = append(args, more...)
			open = open || unknownOnes
		default:
			args = append(args, argument{id: k, at: c.u.here(k)})
		}
	}
	return args, open
}

func (l *linker) spreadArgs(vals []value) (args []argument, open bool) {
	for _, v := range vals {
		switch v.kind {
		case mapping:
			open = open || v.obj.open
			if !l.budget.pay(len(v.obj.entries)) {
				l.cuts++
				return args, true
			}
		case sequence:
			open = open || v.isLoose() || v.isOpen()
		case null:
		default:
			open = true
		}
	}
	args, uneven := spreadPositions(vals)
	return append(args, spreadKeywords(vals)...), open || uneven
}

// spreadPositions returns the arguments that spread lists give by their positions;
// uneven reports that one of the lists has fewer than another.
func spreadPositions(vals []value) (args []argument, uneven bool) {
	for i := 0; ; i++ {
		var s set
		lists, has := 0, 0
		for j := range vals {
			if vals[j].kind != sequence || vals[j].isLoose() {
				continue
			}
			lists++
			if items := vals[j].items(); i < len(items) {
				has++
				s.add(items[i]...)
			}
		}
		if has == 0 {
			return args, uneven
		}
		args, uneven = append(args, argument{vals: s.vals}), uneven || has < lists
	}
}

// spreadKeywords returns the keywords that spread dicts give. One that an
// alternative lacks may be missing, which null says.
func spreadKeywords(vals []value) []argument {
	var args []argument
	seen := make(map[string]bool)
	for _, v := range vals {
		if v.kind != mapping {
			continue
		}
		for _, en := range v.obj.entries {
			if seen[en.key] || en.key == someKey {
				continue
			}
			seen[en.key] = true
			a := argument{name: en.key}
			var s set
			for _, alt := range vals {
				if alt.kind != mapping {
					s.add(nulls...)
					continue
				}
				got, at, maybe := alt.obj.get(en.key)
				s.add(got...)
				if maybe {
					s.add(nulls...)
				}
				if a.at == zero {
					a.at = at
				}
			}
			a.vals = s.vals
			args = append(args, a)
		}
	}
	return args
}

func (l *linker) argVals(c call, a argument) []value {
	if a.id != 0 {
		return l.eval(c.u, a.id, c.fr)
	}
	return a.vals
}

// positional returns argument n that has no keyword.
func positional(args []argument, n int) (argument, bool) {
	for _, a := range args {
		if a.name != "" {
			continue
		}
		if n == 0 {
			return a, true
		}
		n--
	}
	return argument{}, false
}

func keyword(args []argument, name string) (argument, bool) {
	for _, a := range args {
		if a.name == name && name != "" {
			return a, true
		}
	}
	return argument{}, false
}

// arg returns the argument at a position or under one of the keywords.
func (l *linker) arg(c call, pos int, names ...string) ([]value, argument, bool) {
	args, _ := l.args(c)
	for _, n := range names {
		if a, ok := keyword(args, n); ok {
			return l.argVals(c, a), a, true
		}
	}
	if pos >= 0 {
		if a, ok := positional(args, pos); ok {
			return l.argVals(c, a), a, true
		}
	}
	return nil, argument{}, false
}
