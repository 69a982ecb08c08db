package edit

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
)

// GiveRegion gives a region to a client whose call gives none, in the argument
// that its library takes it in. It returns false where the call may hold one
// that is not spelled there, as in **kwargs.
func GiveRegion(p *link.Program, c *link.Client, region string) ([]lint.TextEdit, bool) {
	f := p.File(c.At.Path)
	if f == nil {
		return nil, false
	}
	quote := string(f.Quote)
	return GiveExpression(p, c, quote+region+quote)
}

// GiveExpression is [GiveRegion] with the source text of any expression for the
// region. The names in it must mean something where the client is made.
func GiveExpression(p *link.Program, c *link.Client, expression string) ([]lint.TextEdit, bool) {
	f := p.File(c.At.Path)
	if f == nil || c.Shape == nil || c.Given.Path != "" {
		return nil, false
	}
	call := p.Index(f).Call(c.At.Span)
	if call == 0 || hidden(f, call, c.Shape) {
		return nil, false
	}
	for _, a := range c.Shape.Region {
		texts, ok := argument(f, call, a, expression)
		if ok {
			return insertions(p, f.Path, texts...)
		}
	}
	return nil, false
}

// hidden reports whether a call has arguments that nobody sees, which may give
// a region.
func hidden(f *fact.File, call fact.ID, sh *aws.Shape) bool {
	if slices.ContainsFunc(f.KidsOf(call)[1:], func(k fact.ID) bool { return f.Exprs[k].Kind == fact.Spread }) {
		return true
	}
	for _, a := range slices.Concat(sh.Config, sh.Session) {
		if id, ok := passed(f, call, a); ok && !slices.Contains([]fact.Kind{fact.Call, fact.Object, fact.Null}, f.Exprs[id].Kind) {
			return true
		}
	}
	return false
}

// passed returns what a call passes as an argument, the path of properties
// aside.
func passed(f *fact.File, call fact.ID, a aws.Arg) (fact.ID, bool) {
	args := f.KidsOf(call)[1:]
	name, _, _ := strings.Cut(a.Name, ".")
	if f.Lang == fact.Python {
		for _, k := range args {
			if e := &f.Exprs[k]; e.Kind == fact.Keyword && f.Text(e) == name {
				return f.Kids(e)[0], true
			}
		}
	}
	if a.Pos < 0 || a.Pos >= len(args) || f.Exprs[args[a.Pos]].Kind == fact.Keyword || f.Exprs[args[a.Pos]].Kind == fact.Spread {
		return 0, false
	}
	return args[a.Pos], true
}

// argument returns what passes value as an argument that a call lacks.
func argument(f *fact.File, call fact.ID, a aws.Arg, value string) ([]insertion, bool) {
	slot, ok := f.Slot(call)
	if !ok || strings.Contains(a.Name, "*") {
		return nil, false
	}
	id, given := passed(f, call, a)
	switch {
	case f.Lang == fact.Python && (given || a.Name == "" || strings.Contains(a.Name, ".")):
		return nil, false
	case f.Lang == fact.Python:
		return into(slot, a.Name+"="+value), true
	case given && a.Name != "":
		return property(f, id, a.Name, value)
	case given || a.Pos != len(f.KidsOf(call))-1 || strings.Contains(a.Name, "."):
		return nil, false
	case a.Name != "":
		value = "{ " + a.Name + ": " + value + " }"
	}
	return into(slot, value), true
}

// property returns what puts a value into an object that is spelled out, under a
// dotted path whose other parts are there already.
func property(f *fact.File, object fact.ID, path, value string) ([]insertion, bool) {
	name, rest, more := strings.Cut(path, ".")
	slot, ok := f.Slot(object)
	if !ok || f.Exprs[object].Kind != fact.Object {
		return nil, false
	}
	for _, k := range f.KidsOf(object) {
		e := &f.Exprs[k]
		if e.Kind != fact.Entry || f.Exprs[f.Kids(e)[0]].Kind != fact.String {
			return nil, false // a spread, a computed key
		}
		if f.TextOf(f.Kids(e)[0]) != name {
			continue
		}
		if !more {
			return nil, false
		}
		return property(f, f.Kids(e)[1], rest, value)
	}
	if more {
		return nil, false
	}
	return into(slot, name+": "+value), true
}
