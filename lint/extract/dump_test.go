package extract

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// mustParse returns the tree of text.
func mustParse(t testing.TB, lang parse.Language, text string) *parse.Tree {
	t.Helper()
	var p parse.Parser
	defer p.Close()
	tree, err := p.Parse(lang, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// A dumper prints facts for tests: one line a fact, expressions in prefix
// form.
//
//	import  module[ name] [as local]
//	bind    scope/block name[: annotation] [= value]; += for Augment, ~= for Opaque
//	store   scope/block target = value
//	func    number[ class.]name(parameters) [-> returns], each as block:value
//	class   number name(bases)
//	export  name = value
//	block   number kind in parent [group] [if condition] [exits]
//	expr    one that no other fact refers to
type dumper struct {
	f    *fact.File
	out  strings.Builder
	used []bool
}

// dump prints every fact but the comments; only those that differ from an
// empty module's are there.
func dump(f *fact.File) string {
	d := &dumper{f: f, used: make([]bool, len(f.Exprs))}
	for _, im := range f.Imports {
		d.line("import %s", strings.Join(strings.Fields(fmt.Sprintf("%s%s %s %s %s",
			strings.Repeat(".", int(im.Level)), im.Module, im.Name, flag(im.Local != "", "as "+im.Local), flag(im.TypeOnly, "type"))), " "))
	}
	for _, b := range f.Bindings {
		d.binding(b)
	}
	for _, s := range f.Stores {
		d.line("store %s %s %s %s", place(s.Scope, s.Block), d.expr(s.Target), pick(s.Augment, "+=", "="), d.orUnknown(s.Value))
	}
	for i, fn := range f.Funcs {
		d.fn(i, fn)
	}
	for i, c := range f.Classes {
		d.line("class %d %s(%s)%s", i, c.Name, d.list(c.Bases), d.decorators(c.Decorators))
	}
	for _, e := range f.Exports {
		d.line("export %s", join(e.Name, flag(e.Value != 0, "= "+d.expr(e.Value)), flag(e.From >= 0, "from "+strconv.Itoa(int(e.From)))))
	}
	for i, b := range f.Blocks {
		d.block(i, b)
	}
	for _, e := range f.Exprs {
		for _, k := range f.Kids(&e) {
			d.used[k] = true
		}
	}
	for id := 1; id < len(f.Exprs); id++ {
		if !d.used[id] {
			d.line("expr %s", d.expr(fact.ID(id)))
		}
	}
	return d.out.String()
}

func (d *dumper) line(format string, args ...any) {
	d.out.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), " ") + "\n")
}

func place(s fact.ScopeID, b fact.BlockID) string { return fmt.Sprintf("%d/%d", s, b) }

func flag(on bool, text string) string { return pick(on, text, "") }

func pick(on bool, yes, no string) string {
	if on {
		return yes
	}
	return no
}

func join(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, " ")
}

func (d *dumper) binding(b fact.Binding) {
	op, value := "=", d.orUnknown(b.Value)
	switch b.Kind {
	case fact.Assign:
	case fact.Augment:
		op = "+="
	case fact.Opaque:
		op = "~="
	case fact.Declare:
		op, value = "declared", ""
	case fact.Global:
		op, value = "of scope", strconv.Itoa(int(b.Ref))
	case fact.BindFunc:
		value = fmt.Sprintf("func#%d", b.Ref)
	case fact.BindClass:
		value = fmt.Sprintf("class#%d", b.Ref)
	case fact.BindImport:
		value = fmt.Sprintf("import#%d", b.Ref)
	}
	name := d.f.NameOf(&b)
	if b.Annotation != 0 {
		name += ": " + d.expr(b.Annotation)
	}
	d.line("bind %s", join(place(b.Scope, b.Block), flag(b.Const, "const"), name, op, value))
}

func (d *dumper) fn(i int, fn fact.Func) {
	var params, returns []string
	for _, p := range fn.Params {
		s := [...]string{"", "kw ", "*", "**"}[p.Kind] + flag(p.Property, "this.") + p.Name
		if p.Annotation != 0 {
			s += ": " + d.expr(p.Annotation)
		}
		if p.Default != 0 {
			s += " = " + d.expr(p.Default)
		}
		params = append(params, s)
	}
	for _, r := range fn.Returns {
		returns = append(returns, fmt.Sprintf("%d:%s", r.Block, d.orUnknown(r.Value)))
	}
	name := fn.Name
	if fn.Class >= 0 {
		name = d.f.Classes[fn.Class].Name + "." + name
	}
	d.line("func %s", join(strconv.Itoa(i), flag(fn.Async, "async"), flag(fn.Static, "static"), flag(fn.ClassMeth, "classmethod"),
		flag(fn.Getter, "get"), name+"("+strings.Join(params, ", ")+")"+d.decorators(fn.Decorators), flag(len(returns) > 0, "-> "+strings.Join(returns, ", "))))
}

func (d *dumper) decorators(ids []fact.ID) string {
	var out string
	for _, id := range ids {
		out += " @" + d.expr(id)
	}
	return out
}

func (d *dumper) block(i int, b fact.Block) {
	if i == 0 && !b.Exits {
		return
	}
	kind := [...]string{"body", "arm", "loop", "nested", "guarded"}[b.Kind]
	group := ""
	if b.Group != 0 {
		group = fmt.Sprintf("g%d%s", b.Group, flag(b.Exhaustive, "!"))
	}
	cond := ""
	if b.Cond != 0 {
		cond = pick(b.Negated, "unless ", "if ") + d.expr(b.Cond)
	}
	d.line("block %s", join(strconv.Itoa(i), kind, fmt.Sprintf("in %d", b.Parent), group, cond, flag(b.Exits, "exits")))
}

func (d *dumper) orUnknown(id fact.ID) string {
	if id == 0 {
		return "?"
	}
	return d.expr(id)
}

func (d *dumper) list(ids []fact.ID) string {
	var out []string
	for _, id := range ids {
		out = append(out, d.expr(id))
	}
	return strings.Join(out, " ")
}

// expr prints an expression: `"text"` a plain String and ~"text" one that is
// not, (? …) an Unknown, [ ] a List, { } an Object, name=v a Keyword.
func (d *dumper) expr(id fact.ID) string {
	if id == 0 {
		return "0"
	}
	d.used[id] = true
	e := d.f.Exprs[id]
	var head string
	switch e.Kind {
	case fact.String:
		return flag(!e.Plain(), "~") + strconv.Quote(d.f.Text(&e))
	case fact.Bool, fact.Number, fact.Name:
		return d.f.Text(&e)
	case fact.Null:
		return "null"
	case fact.Keyword:
		return d.f.Text(&e) + "=" + d.list(d.f.Kids(&e))
	case fact.Spread:
		return "*" + d.list(d.f.Kids(&e))
	case fact.Object:
		return "{" + d.list(d.f.Kids(&e)) + "}"
	case fact.Entry:
		return d.expr(d.f.Kids(&e)[0]) + ":" + d.expr(d.f.Kids(&e)[1])
	case fact.List:
		return "[" + d.list(d.f.Kids(&e)) + "]"
	case fact.FuncExpr:
		return fmt.Sprintf("func#%d", e.Ref())
	case fact.ClassExpr:
		return fmt.Sprintf("class#%d", e.Ref())
	case fact.Member:
		return "(. " + d.list(d.f.Kids(&e)) + " " + d.f.Text(&e) + ")"
	case fact.Compare:
		head = d.f.Text(&e)
	case fact.Call:
		head = pick(e.New(), "new", "call")
	default:
		head = [...]string{
			fact.Unknown: "?", fact.Concat: "concat", fact.Index: "index", fact.Or: "or", fact.Coalesce: "??",
			fact.And: "and", fact.Cond: "if", fact.Not: "not", fact.Comprehension: "comp", fact.Element: "each",
		}[e.Kind]
	}
	return "(" + join(head, d.list(d.f.Kids(&e))) + ")"
}

// checkFacts fails when facts of tree break what package fact promises of any
// file: what they say of each other and of the text, and source order.
func checkFacts(t testing.TB, tree *parse.Tree, f *fact.File) {
	t.Helper()
	if f.Source != string(tree.Source) {
		t.Fatal("the facts are those of another text")
	}
	if err := f.Check(); err != nil {
		t.Fatal(err)
	}
	var last source.Span
	for i, b := range f.Bindings {
		if b.Kind == fact.BindImport && f.Imports[b.Ref].Local != f.NameOf(&b) {
			t.Errorf("binding %d of %q is one of import %q", i, f.NameOf(&b), f.Imports[b.Ref].Local)
		}
		if f.NameOf(&b) == "" || b.Span.Start < last.Start {
			t.Errorf("binding %d %q at %v follows one at %v", i, f.NameOf(&b), b.Span, last)
		}
		last = b.Span
	}
	last = source.Span{}
	for i, im := range f.Imports {
		if im.Span.Start < last.Start {
			t.Errorf("import %d at %v follows one at %v", i, im.Span, last)
		}
		last = im.Span
	}
	last = source.Span{}
	for i, s := range f.Stores {
		at := f.Exprs[s.Target].Span
		if at.Start < last.Start {
			t.Errorf("store %d at %v follows one at %v", i, at, last)
		}
		last = at
	}
}
