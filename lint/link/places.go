package link

import (
	"cmp"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
)

// context says where a string stands, and whether that is a menu of regions.
func (l *linker) context(u *unit, id fact.ID) (context string, menu bool) {
	parent := u.parent[id]
	if parent == 0 {
		return u.bareContext(id), false
	}
	e := &u.Exprs[parent]
	switch e.Kind {
	case fact.List:
		return "list", u.isMenu(parent)
	case fact.Entry:
		holder := u.parent[parent]
		if u.isMenu(holder) {
			return "object", true
		}
		if u.Kids(e)[0] == id {
			return "key", false
		}
		if list := u.parent[holder]; list != 0 && u.Exprs[list].Kind == fact.List && len(u.KidsOf(list)) >= catalogue {
			return "object", true // a menu of {value, label}
		}
		return "object", false
	case fact.Keyword:
		return "keyword", false
	case fact.Call:
		switch {
		case l.isLookup(u, parent):
			return "env-default", false
		case isConstraint(u.askedFor(parent, id)):
			return "no-constraint", false
		}
		return "argument", false
	case fact.Or, fact.Coalesce, fact.Cond:
		for _, k := range u.Kids(e) {
			if len(l.readAt[u.here(k)]) > 0 {
				return "env-default", false
			}
			if u.readsConstraint(k) {
				return "no-constraint", false
			}
		}
		return "assignment", false
	case fact.Compare:
		return "comparison", false
	case fact.Concat:
		return "identifier", false
	}
	return "other", false
}

// isConstraint reports whether a name is that under which S3 says where a bucket
// is. For one in us-east-1 it says nothing there.
func isConstraint(name string) bool { return strings.EqualFold(name, "LocationConstraint") }

// readsConstraint reports whether an expression is what S3 says of where a bucket
// is: a member of its answer, or what was taken from that under its own name.
func (u *unit) readsConstraint(id fact.ID) bool {
	e := &u.Exprs[id]
	switch e.Kind {
	case fact.Name, fact.Member:
		return isConstraint(u.Text(e))
	case fact.Index:
		return isConstraint(u.TextOf(u.Kids(e)[1]))
	case fact.Call:
		return slices.ContainsFunc(u.Kids(e)[1:], func(arg fact.ID) bool { return u.Exprs[arg].Kind == fact.String && isConstraint(u.TextOf(arg)) })
	}
	return false
}

func (l *linker) isLookup(u *unit, call fact.ID) bool { return len(l.readAt[u.here(call)]) > 0 }

func (u *unit) countRegions(kids []fact.ID) int {
	n := 0
	for _, k := range kids {
		if e := &u.Exprs[k]; e.Kind == fact.String && aws.IsRegion(u.Text(e)) {
			n++
		}
	}
	return n
}

// inMenu reports whether an expression is somewhere inside an object that is a
// menu: a table of what there is in each region.
func (u *unit) inMenu(id fact.ID) bool {
	for at := u.parent[id]; at != 0; at = u.parent[at] {
		if u.Exprs[at].Kind == fact.Object && u.isMenu(at) {
			return true
		}
	}
	return false
}

// isMenu reports whether a list or an object is a choice of regions: three of its
// items are one, or three of its entries have one as key or value. A value under a
// key that is for a region is a setting and no choice.
func (u *unit) isMenu(id fact.ID) bool {
	if menu, ok := u.menus[id]; ok {
		return menu
	}
	e := &u.Exprs[id]
	n := 0
	if e.Kind == fact.List {
		n = u.countRegions(u.Kids(e))
	}
	for _, k := range u.Kids(e) {
		if e := &u.Exprs[k]; e.Kind == fact.Entry && u.countRegions(u.Kids(e)) > 0 && !isRegionKey(u.TextOf(u.Kids(e)[0])) {
			n++
		}
	}
	put(&u.menus, id, n >= catalogue)
	return n >= catalogue
}

// collectFallback notes what an environment lookup falls back to in
// `lookup or "x"`, `lookup ?? "x"` and `lookup ? lookup : "x"`.
func (l *linker) collectFallback(u *unit, id fact.ID) {
	e := &u.Exprs[id]
	for _, k := range u.Kids(e) {
		if l.mayLookUp(u, k, true) {
			l.eval(u, k, nil)
		}
	}
	last := u.Kids(e)[len(u.Kids(e))-1]
	for _, k := range u.Kids(e)[:len(u.Kids(e))-1] {
		for _, lk := range l.readAt[u.here(k)] {
			if _, _, handed := u.handedFallback(k); lk.HasFallback || handed != 0 {
				continue
			}
			lk.HasFallback = u.Exprs[last].Kind != fact.Null
			vals := l.fallback(u, last, l.eval(u, last, nil))
			if u.Exprs[last].Kind == fact.String || u.Exprs[last].Kind == fact.Name {
				l.noteFallback(lk, vals)
			}
		}
	}
}

// collectSettings evaluates the fields of settings classes, each of which is a
// lookup that nobody spells out.
func (l *linker) collectSettings(u *unit) {
	for i := range u.Classes {
		c := classRef{u, int32(i)}
		l.begin(u, fuelPerQuery) // not what the last question left
		if settings, _ := l.classKind(c); !settings {
			continue
		}
		o := value{kind: instance, u: u, ref: int32(i)}
		for b := range u.Bindings {
			if v := &u.Bindings[b]; v.Scope == u.Classes[i].Scope && v.Annotation != 0 {
				l.begin(u, fuelPerQuery)
				l.attribute(u, 0, o, u.NameOf(v))
			}
		}
	}
}

// collectDotenv records the regions and identifiers in a dotenv file.
func (l *linker) collectDotenv(u *unit) {
	test := l.in.Modes[u.Path] == "test" || u.test
	last := make(map[string]int)
	for i, d := range u.Dotenv {
		if !d.Bad {
			last[d.Name] = i
		}
	}
	for i, d := range u.Dotenv {
		if d.Bad || isBlank(d.Value) && !l.isRegion(d.Value) {
			continue
		}
		test := test || isForTests(d.Name)
		for _, m := range aws.FindRegions(d.Value, l.in.Known...) {
			at := d.ValueSpan
			if d.Plain {
				at.End = at.Start + uint32(m.End)
				at.Start += uint32(m.Start)
			}
			l.program.Literals = append(l.program.Literals, Literal{
				Region: m.Region, Context: "dotenv", At: u.at(at), Plain: d.Plain, Test: test, Name: d.Name, Component: l.env.componentOf(u.dir),
			})
		}
		l.dotenvClashes(u, &d, test)
		for _, found := range aws.FindIdentifiers(d.Value) {
			if found.Region == "" || isScaffold(found.Kind) || isBlank(d.Value[found.Start:found.End]) || last[d.Name] != i {
				continue
			}
			at := d.ValueSpan
			if d.Plain {
				at.End = at.Start + uint32(found.End)
				at.Start += uint32(found.Start)
			}
			l.program.Resources = append(l.program.Resources, Resource{
				Kind: found.Kind, Service: found.Service, Value: d.Value[found.Start:found.End], Region: found.Region,
				At: u.at(at), Fixed: found.Fixed, Test: test, Component: l.env.componentOf(u.dir),
			})
		}
	}
}

// isForTests reports whether a variable holds what tests work on: TEST_USER_POOL.
func isForTests(name string) bool {
	first, _, more := strings.Cut(strings.ToLower(name), "_")
	return more && slices.Contains([]string{"test", "tests", "e2e", "mock", "fake", "dummy"}, first)
}

// reportLookups hands over the lookups that have to do with regions, sorted.
func (l *linker) reportLookups() {
	for _, lk := range l.lookups {
		var defs []int
		carries := lk.Region || len(lk.Fallbacks) > 0
		for _, i := range lk.Definitions {
			if n, ok := l.env.reported[i]; ok {
				defs = append(defs, n)
				carries = true
			}
		}
		if !carries {
			continue
		}
		slices.Sort(defs)
		lk.Definitions = defs
		lk.Region = lk.Region || len(lk.Fallbacks) > 0
		lk.Withheld, lk.Prefix = l.withheld(l.readings[lk], lk.Name)
		lk.Optional = lk.HasFallback || l.isOptional(lk, l.readings[lk])
		l.program.Lookups = append(l.program.Lookups, *lk)
	}
	slices.SortFunc(l.program.Lookups, func(a, b Lookup) int {
		return cmp.Or(a.At.Compare(b.At), strings.Compare(a.Name, b.Name))
	})
}

// Trace returns the ways of the regions that the innermost expression at a
// byte offset of a file can have: those of the client there, else those of the
// literal, the lookup or the definition. It is nil where nothing is known.
func (p *Program) Trace(path string, offset uint32) []Origin {
	best := uint32(0)
	var found []Origin
	for i := range p.Clients {
		c := &p.Clients[i]
		if c.At.Path != path || c.At.Span.Start > offset || offset >= c.At.Span.End {
			continue
		}
		if n := c.At.Span.End - c.At.Span.Start; found == nil || n < best {
			best = n
			found = make([]Origin, 0, len(c.Origins))
			for _, o := range c.Origins {
				o.Steps = append([]Step{{At: c.At, What: "this " + clientNoun(c) + " runs in " + o.Region}}, o.Steps...)
				found = append(found, o)
			}
		}
	}
	if found != nil {
		return found
	}
	for i := range p.Lookups {
		if lk := &p.Lookups[i]; covers(lk.At.Path, lk.At.Span.Start, lk.At.Span.End, path, offset) {
			return p.lookupOrigins(lk)
		}
	}
	for i := range p.Definitions {
		if d := &p.Definitions[i]; d.Value != "" && covers(d.Line.Path, d.Line.Span.Start, d.Line.Span.End, path, offset) {
			return []Origin{d.origin()}
		}
	}
	for i := range p.Literals {
		if t := &p.Literals[i]; covers(t.At.Path, t.At.Span.Start, t.At.Span.End, path, offset) {
			return []Origin{{Region: t.Region, Spot: t.At, Steps: []Step{{At: t.At, What: t.Region + " is written here", Kind: StepLiteral}}}}
		}
	}
	return nil
}

func covers(in string, start, end uint32, path string, offset uint32) bool {
	return in == path && start <= offset && offset < end
}

func clientNoun(c *Client) string {
	if c.Service == "*" {
		return "session"
	}
	return c.Service + " client"
}

// TraceEnv returns what the lookups and definitions of one environment
// variable say.
func (p *Program) TraceEnv(name string) []Origin {
	var found []Origin
	used := make(map[int]bool)
	for i := range p.Lookups {
		if lk := &p.Lookups[i]; lk.Name == name {
			found = append(found, p.lookupOrigins(lk)...)
			for _, d := range lk.Definitions {
				used[d] = true
			}
		}
	}
	for i := range p.Definitions {
		if d := &p.Definitions[i]; d.Name == name && d.Value != "" && !d.Shadowed && !used[i] {
			found = append(found, d.origin())
		}
	}
	return found
}

// lookupOrigins returns the regions that one lookup can give.
func (p *Program) lookupOrigins(lk *Lookup) []Origin {
	reads := Step{At: lk.At, What: lk.Name + " is read here", Kind: StepLookup, Variable: lk.Name}
	var out []Origin
	real := false
	for _, i := range lk.Definitions {
		d := &p.Definitions[i]
		real = real || !d.Template
		if d.Value == "" {
			continue
		}
		o := d.origin()
		o.Steps = append([]Step{reads}, o.Steps...)
		out = append(out, o)
	}
	if !real {
		out = append(out, lk.Fallbacks...)
	}
	return out
}

// origin returns the definition as the place that decides.
func (d *Definition) origin() Origin {
	kind, what := StepDefinition, d.Name+" is defined here"
	if d.Template {
		kind, what = StepTemplate, d.Name+" has this value in a template"
	}
	o := Origin{Region: regionIn(d.Value), Profile: d.Profile, Steps: []Step{{At: d.At, What: what, Kind: kind}}}
	if d.Plain && o.Region == d.Value {
		o.Spot = d.At
	}
	return o
}

// regionIn returns the region that a value is or carries.
func regionIn(v string) string {
	if isRegionText(v) {
		return v
	}
	for _, id := range aws.FindIdentifiers(v) {
		return id.Region
	}
	return v
}
