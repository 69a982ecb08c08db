package fact

import (
	"github.com/regionlint/regionlint/lint/pack"
	"github.com/regionlint/regionlint/lint/source"
)

// Code packs what a file states, all but its path and its text, which must be known
// before any of it is used.
func (f *File) Code(c *pack.Coder) {
	f.codeStated(c)
	codeSpans(c, &f.Notes)
}

// codeStated packs all but where the comments are.
func (f *File) codeStated(c *pack.Coder) {
	pack.Number(c, &f.Lang)
	c.String(&f.Newline)
	pack.Number(c, &f.Quote)
	c.Bool(&f.Mark)
	f.codeExprs(c)
	pack.Slice(c, &f.Scopes, codeScope)
	pack.Slice(c, &f.Funcs, codeFunc)
	pack.Slice(c, &f.Classes, codeClass)
	pack.Slice(c, &f.Blocks, codeBlock)
	f.codeBindings(c)
	pack.Slice(c, &f.Stores, codeStore)
	pack.Slice(c, &f.Imports, codeImport)
	pack.Slice(c, &f.Exports, codeExport)
	c.Strings(&f.Directives)
	pack.Slice(c, &f.Comments, codeComment)
	pack.Slice(c, &f.Remarks, codeRemark)
	pack.Slice(c, &f.Dotenv, codeDefinition)
	f.codeSlots(c)
	pack.Slice(c, &f.Holes, codeHole)
	codeOffset(c, &f.Head.Comma)
	codeOffset(c, &f.Head.At)
	c.String(&f.Head.Before)
	c.String(&f.Head.After)
	codeSpans(c, &f.Damaged)
}

func codeSpan(c *pack.Coder, s *source.Span) {
	start, length := offsets(c, *s)
	pack.Number(c, &start)
	pack.Number(c, &length)
	setSpan(c, s, start, length)
}

// offsets returns what is packed for the start of a span and for its length.
func offsets(c *pack.Coder, s source.Span) (start, length uint32) {
	start = c.Offset(s.Start)
	return start, c.Offset(s.End) - start
}

func setSpan(c *pack.Coder, s *source.Span, start, length uint32) {
	if c.Reading() {
		*s = source.Span{Start: start, End: start + length}
	}
}

func codeOffset(c *pack.Coder, offset *uint32) {
	at := c.Offset(*offset)
	pack.Number(c, &at)
	if c.Reading() {
		*offset = at
	}
}

func codeSpans(c *pack.Coder, all *[]source.Span) { pack.Slice(c, all, codeSpan) }

func codeIDs(c *pack.Coder, all *[]ID) { pack.Slice(c, all, pack.Number[ID]) }

// hasInner is put with the number of an expression's kids.
const hasInner = many + 1

// codeExprs packs the expressions. What they refer to is mostly close by: told from
// where they stand it takes a byte.
func (f *File) codeExprs(c *pack.Coder) {
	c.Strings(&f.decoded)
	last := ID(0)
	pack.Slice(c, &f.operands, func(c *pack.Coder, id *ID) { codeNear(c, id, &last) })
	var self, operands ID
	var start uint32
	pack.Slice(c, &f.Exprs, func(c *pack.Coder, e *Expr) {
		pack.Number(c, &e.Kind)
		pack.Number(c, &e.Place)
		pack.Number(c, &e.flags)
		marks := e.few
		if e.Inner != (source.Span{}) {
			marks |= hasInner
		}
		pack.Number(c, &marks)
		e.few = marks &^ hasInner
		codeNearSpan(c, &e.Span, &start)
		if inner := c.Offset(e.Span.Start); marks&hasInner != 0 {
			codeNearSpan(c, &e.Inner, &inner)
		}
		pack.Number(c, &e.ref)
		pack.Number(c, &e.Scope)
		pack.Number(c, &e.Block)
		if e.few == many {
			e.kids[0] = operands
			pack.Number(c, &e.kids[1])
			operands += e.kids[1]
		} else {
			for i := range min(int(e.few), len(e.kids)) {
				from := self
				codeNear(c, &e.kids[i], &from)
			}
		}
		self++
	})
}

// codeNear packs a number by its distance from another one, which it is then.
func codeNear[T ~int32 | ~uint32](c *pack.Coder, n, from *T) {
	distance := int32(*n - *from)
	pack.Number(c, &distance)
	*n = *from + T(distance)
	*from = *n
}

// codeNearSpan packs a span by the distance of its start from a place, which is its
// start then.
func codeNearSpan(c *pack.Coder, s *source.Span, from *uint32) {
	start, length := offsets(c, *s)
	codeNear(c, &start, from)
	pack.Number(c, &length)
	setSpan(c, s, start, length)
}

// codeNearOffset packs an offset by its distance from another one, which it is then.
func codeNearOffset(c *pack.Coder, offset, from *uint32) {
	at := c.Offset(*offset)
	codeNear(c, &at, from)
	if c.Reading() {
		*offset = at
	}
}

func codeScope(c *pack.Coder, s *Scope) {
	pack.Number(c, &s.Kind)
	pack.Number(c, &s.Parent)
	pack.Number(c, &s.Ref)
}

func codeFunc(c *pack.Coder, f *Func) {
	c.String(&f.Name)
	codeSpan(c, &f.Span)
	pack.Number(c, &f.Scope)
	pack.Number(c, &f.Class)
	pack.Slice(c, &f.Params, codeParam)
	pack.Slice(c, &f.Returns, func(c *pack.Coder, r *Return) {
		pack.Number(c, &r.Value)
		pack.Number(c, &r.Block)
	})
	codeIDs(c, &f.Decorators)
	c.Bool(&f.Static)
	c.Bool(&f.ClassMeth)
	c.Bool(&f.Getter)
	c.Bool(&f.Async)
	c.Bool(&f.Generator)
}

func codeParam(c *pack.Coder, p *Param) {
	c.String(&p.Name)
	pack.Number(c, &p.Kind)
	codeSpan(c, &p.Span)
	pack.Number(c, &p.Default)
	pack.Number(c, &p.Annotation)
	codeIDs(c, &p.Decorators)
	c.Bool(&p.Property)
}

func codeClass(c *pack.Coder, k *Class) {
	c.String(&k.Name)
	codeSpan(c, &k.Span)
	pack.Number(c, &k.Scope)
	codeIDs(c, &k.Bases)
	codeIDs(c, &k.Decorators)
	pack.Slice(c, &k.Methods, pack.Number[int32])
}

func codeBlock(c *pack.Coder, b *Block) {
	pack.Number(c, &b.Kind)
	pack.Number(c, &b.Parent)
	codeSpan(c, &b.Span)
	pack.Number(c, &b.Group)
	c.Bool(&b.Exhaustive)
	pack.Number(c, &b.Cond)
	c.Bool(&b.Negated)
	c.Bool(&b.Exits)
}

func (f *File) codeBindings(c *pack.Coder) {
	var start uint32
	var value ID
	pack.Slice(c, &f.Bindings, func(c *pack.Coder, b *Binding) {
		pack.Number(c, &b.Kind)
		c.Bool(&b.Const)
		c.Bool(&b.isSpelled)
		codeNearSpan(c, &b.Span, &start)
		pack.Number(c, &b.Scope)
		pack.Number(c, &b.Block)
		codeNear(c, &b.Value, &value)
		pack.Number(c, &b.Annotation)
		pack.Number(c, &b.Ref)
		at := start
		codeNearOffset(c, &b.At, &at)
		pack.Number(c, &b.name)
	})
}

func codeStore(c *pack.Coder, s *Store) {
	pack.Number(c, &s.Target)
	pack.Number(c, &s.Value)
	c.Bool(&s.Augment)
	pack.Number(c, &s.Scope)
	pack.Number(c, &s.Block)
	codeOffset(c, &s.At)
}

func codeImport(c *pack.Coder, i *Import) {
	c.String(&i.Module)
	pack.Number(c, &i.Level)
	c.String(&i.Name)
	c.String(&i.Local)
	pack.Number(c, &i.Scope)
	pack.Number(c, &i.Block)
	codeSpan(c, &i.Span)
	codeSpan(c, &i.Lines)
	c.Bool(&i.TypeOnly)
}

func codeExport(c *pack.Coder, e *Export) {
	c.String(&e.Name)
	pack.Number(c, &e.Value)
	pack.Number(c, &e.From)
}

func codeComment(c *pack.Coder, m *Comment) {
	c.String(&m.Text)
	codeSpan(c, &m.Span)
	c.Bool(&m.OwnLine)
	codeSpan(c, &m.Removal)
}

func codeRemark(c *pack.Coder, r *Remark) {
	c.String(&r.Text)
	codeSpan(c, &r.Span)
	codeSpan(c, &r.About)
	c.Bool(&r.Doc)
}

func codeDefinition(c *pack.Coder, d *Definition) {
	c.String(&d.Name)
	codeSpan(c, &d.NameSpan)
	c.String(&d.Value)
	codeSpan(c, &d.ValueSpan)
	pack.Number(c, &d.Quote)
	codeSpan(c, &d.Span)
	codeSpan(c, &d.Lines)
	c.Bool(&d.Closed)
	c.String(&d.Text)
	c.Bool(&d.Export)
	c.Bool(&d.Colon)
	c.String(&d.Separator)
	c.Bool(&d.Plain)
	c.Strings(&d.Refs)
	c.Bool(&d.Bad)
}

func (f *File) codeSlots(c *pack.Coder) {
	var of ID
	var at uint32
	pack.Slice(c, &f.slots, func(c *pack.Coder, s *slot) {
		codeNear(c, &s.of, &of)
		codeNearOffset(c, &s.at, &at)
		codeOffset(c, &s.comma)
		pack.Number(c, &s.before)
		pack.Number(c, &s.after)
	})
}

func codeHole(c *pack.Coder, h *Hole) {
	codeSpan(c, &h.Span)
	codeSpan(c, &h.Outer)
	c.String(&h.Quotes)
}
