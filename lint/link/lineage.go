package link

import (
	"slices"

	"github.com/regionlint/regionlint/lint/fact"
)

// ancestry returns a class and its bases in the root, nearest first, and the
// symbols of its bases elsewhere.
func (l *linker) ancestry(c classRef) (chain []classRef, elsewhere []string) {
	if got, ok := l.lineage[c]; ok {
		return got.chain, got.elsewhere
	}
	l.lineage[c] = lineage{chain: []classRef{c}} // while its bases are evaluated
	chain, elsewhere = l.findAncestry(c)
	l.lineage[c] = lineage{chain, elsewhere}
	return chain, elsewhere
}

// A lineage is what ancestry answers.
type lineage struct {
	chain     []classRef
	elsewhere []string
}

func (l *linker) findAncestry(c classRef) (chain []classRef, elsewhere []string) {
	queue := []classRef{c}
	for len(queue) > 0 && len(chain) < 24 {
		c := queue[0]
		queue = queue[1:]
		if slices.Contains(chain, c) {
			continue
		}
		chain = append(chain, c)
		for _, base := range c.u.Classes[c.ref].Bases {
			for _, v := range l.eval(c.u, c.u.unsubscribed(base), nil) {
				switch v.kind {
				case class:
					queue = append(queue, classRef{v.u, v.ref})
				case external:
					elsewhere = append(elsewhere, v.sym)
				}
			}
		}
	}
	return chain, elsewhere
}

// unsubscribed returns the class that a generic one's base names: Repository of
// Repository[User].
func (u *unit) unsubscribed(base fact.ID) fact.ID {
	if e := &u.Exprs[base]; e.Kind == fact.Index && u.Lang == fact.Python {
		return u.Kids(e)[0]
	}
	return base
}

// subclasses returns the classes that name c as a base, at any depth.
func (l *linker) subclasses(c classRef) []classRef {
	l.indexSubclasses()
	const most = 64
	var out []classRef
	add := func(of classRef) {
		for _, s := range l.subs[of] {
			if len(out) < most && s != c && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	add(c)
	for next := 0; next < len(out); {
		add(out[next])
		next++
	}
	return out
}

func (l *linker) indexSubclasses() {
	if l.subs != nil {
		return
	}
	l.subs = make(map[classRef][]classRef)
	defer func(wanting bool) { l.wanting = wanting }(l.wanting)
	l.wanting = false
	for _, u := range l.units {
		for i := range u.Classes {
			for _, base := range u.Classes[i].Bases {
				for _, v := range l.eval(u, u.unsubscribed(base), nil) {
					if v.kind == class {
						l.subs[classRef{v.u, v.ref}] = append(l.subs[classRef{v.u, v.ref}], classRef{u, int32(i)})
					}
				}
			}
		}
	}
}

func isConstructor(u *unit, m int32) bool {
	if m < 0 || u.Funcs[m].Class < 0 { // broken code has constructors outside of classes
		return false
	}
	name := u.Funcs[m].Name
	return name == "__init__" || name == "constructor" || name == "__post_init__"
}

// constructor returns the index of the class's own constructor, or -1.
func (c classRef) constructor() int32 {
	for _, m := range c.u.Classes[c.ref].Methods {
		if name := c.u.Funcs[m].Name; name == "__init__" || name == "constructor" {
			return m
		}
	}
	return -1
}
