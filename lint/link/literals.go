package link

import (
	"cmp"
	"slices"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
)

// collectLiterals records the regions that strings in code are.
func (l *linker) collectLiterals() {
	var found []site
	for _, u := range l.units {
		if u.found == nil {
			continue
		}
		for _, id := range u.found.literals {
			found = append(found, site{u, id})
		}
	}
	l.program.Literals = slices.Grow(l.program.Literals, len(found))
	for _, s := range found {
		l.collectLiteral(s.u, s.id)
	}
}

// collectLiteral records a region that a string in code is.
func (l *linker) collectLiteral(u *unit, id fact.ID) {
	e := &u.Exprs[id]
	matches := aws.FindRegions(u.Text(e), l.in.Known...)
	if len(matches) == 0 {
		return
	}
	context, menu := l.context(u, id)
	menu = menu || u.inMenu(id)
	name, call := u.nameOf(id)
	called := l.calledName(u, call)
	beside := u.keysBeside(id)
	for _, m := range matches {
		at := e.Inner
		if e.Plain() {
			at.End = at.Start + uint32(m.End)
			at.Start += uint32(m.Start)
		}
		ctx := context
		switch {
		case hostMark(u.Text(e)):
			ctx = "url"
		case prose(u.Text(e)):
			ctx = "text"
		case m.Inside || len(u.Text(e)) != m.End-m.Start:
			ctx = "identifier"
		}
		l.program.Literals = append(l.program.Literals, Literal{
			Region: m.Region, Context: ctx, At: u.at(at), Plain: e.Plain(), Catalogue: menu, Test: u.test,
			Name: name, Called: called, Beside: beside, Component: l.env.componentOf(u.dir),
		})
	}
}

// generic are words that say nothing of what a value is for: that of a keyword
// or a property whose owner has the name.
var generic = []string{"default", "default_value", "defaultValue", "fallback", "value", "initial", "initialValue", "const"}

// transparent are functions that give back what they are given, or something
// that stands for it: the name of their result is that of the argument.
var transparent = []string{
	"default", "Field", "field", "str", "String", "string", "Option", "Argument", "prefault", "catch", "optional",
	"useState", "ref", "signal", "Variable", "StringVar", "cast", "lower", "strip", "trim",
}

// nameOf returns what the code calls the value of an expression, "" if nothing,
// and the call that it is an argument of, 0 if it is none. The name is that of a
// keyword, a property, a parameter or a variable, or of the function that
// returns it; for a default that is given to a call it is what the call asks for
// (`get("AWS_REGION", "us-east-1")`, `add_argument("--region", default=…)`).
func (u *unit) nameOf(id fact.ID) (name string, call fact.ID) {
	for {
		parent := u.parent[id]
		if parent == 0 {
			return u.givenName(id), call
		}
		e := &u.Exprs[parent]
		switch e.Kind {
		case fact.Keyword:
			if !slices.Contains(generic, u.Text(e)) {
				return u.Text(e), u.parent[parent]
			}
		case fact.Entry:
			key := &u.Exprs[u.Kids(e)[0]]
			if u.Kids(e)[1] != id || key.Kind != fact.String {
				return "", call
			}
			if !slices.Contains(generic, u.Text(key)) {
				return u.Text(key), u.callAround(parent)
			}
		case fact.Call:
			if call == 0 {
				call = parent
			}
			if asked := u.askedFor(parent, id); asked != "" {
				return asked, call
			}
			callee := &u.Exprs[u.Kids(e)[0]]
			if id != u.Kids(e)[0] && !slices.Contains(transparent, u.Text(callee)) {
				return "", call
			}
		case fact.Or, fact.Coalesce, fact.Object:
		case fact.Cond:
			if u.Kids(e)[0] == id {
				return "", call
			}
		case fact.Member:
			if !slices.Contains(transparent, u.Text(e)) {
				return "", call
			}
		default:
			return "", call
		}
		id = parent
	}
}

// askedFor returns the first text among the arguments before the one that holds
// a region, the last of them that says so of itself if one does.
func (u *unit) askedFor(call, until fact.ID) string {
	asked := ""
	for _, k := range u.KidsOf(call)[1:] {
		if k == until {
			break
		}
		switch text := u.TextOf(k); {
		case u.Exprs[k].Kind != fact.String:
		case hasRegion(text):
			return text
		case asked == "":
			asked = text
		}
	}
	return asked
}

// callAround returns the call that an entry's object is an argument of, be it
// nested in another one, or 0.
func (u *unit) callAround(entry fact.ID) fact.ID {
	for id := u.parent[entry]; id != 0; id = u.parent[id] {
		switch u.Exprs[id].Kind {
		case fact.Call:
			return id
		case fact.Object, fact.Entry, fact.Keyword:
		default:
			return 0
		}
	}
	return 0
}

// calledName returns what a call calls: the full name of something outside the
// root, else the name as written, "" for no call.
func (l *linker) calledName(u *unit, call fact.ID) string {
	if call == 0 {
		return ""
	}
	callee := u.KidsOf(call)[0]
	l.begin(u, fuelPerGlance)
	for _, v := range l.eval(u, callee, nil) {
		if v.kind == external {
			return v.sym
		}
	}
	return lastName(u, callee)
}

// maxBeside is how many members an object has at most that describes one thing. A
// larger one is a table.
const maxBeside = 64

// keysBeside returns the other keys of the object that an expression is a value
// in, as written, none where that is a table.
func (u *unit) keysBeside(id fact.ID) []string {
	entry := u.parent[id]
	if entry == 0 || u.Exprs[entry].Kind != fact.Entry || len(u.KidsOf(u.parent[entry])) > maxBeside {
		return nil
	}
	var keys []string
	for _, k := range u.KidsOf(u.parent[entry]) {
		if e := &u.Exprs[k]; k != entry && e.Kind == fact.Entry && u.Exprs[u.Kids(e)[0]].Kind == fact.String {
			keys = append(keys, u.TextOf(u.Kids(e)[0]))
		}
	}
	return keys
}

// givenName returns the name of what holds an expression that is part of no other.
func (u *unit) givenName(id fact.ID) string {
	if u.givenNames == nil {
		u.indexGivenNames()
	}
	return u.givenNames[id]
}

// bareContext returns the context of a region that is part of no other
// expression.
func (u *unit) bareContext(id fact.ID) string {
	if u.givenNames == nil {
		u.indexGivenNames()
	}
	return cmp.Or(u.contexts[id], "assignment")
}

func (u *unit) indexGivenNames() {
	u.givenNames, u.contexts = make(map[fact.ID]string), make(map[fact.ID]string)
	for i := range u.Funcs {
		f := &u.Funcs[i]
		for _, r := range f.Returns {
			u.givenNames[r.Value], u.contexts[r.Value] = f.Name, "return"
		}
		for _, p := range f.Params {
			u.givenNames[p.Default], u.contexts[p.Default] = p.Name, "parameter-default"
		}
	}
	for i := range u.Bindings {
		u.givenNames[u.Bindings[i].Value] = u.NameOf(&u.Bindings[i])
	}
	for i := range u.Stores {
		s := &u.Stores[i]
		switch target := &u.Exprs[s.Target]; {
		case target.Kind == fact.Member:
			u.givenNames[s.Value] = u.Text(target)
		case target.Kind == fact.Index && u.Exprs[u.Kids(target)[1]].Kind == fact.String:
			u.givenNames[s.Value] = u.TextOf(u.Kids(target)[1])
		}
	}
	delete(u.givenNames, 0)
}
