package fact

import "github.com/regionlint/regionlint/lint/source"

// An Expr is one expression. Scope and Block say where its names are looked
// up; a Name at position p sees what was bound before p on the way to Block.
type Expr struct {
	Kind  Kind
	Place Place
	flags flags
	few   uint8 // the number of kids, or many
	Span  source.Span
	// Inner is a String's text between the quotes; for Member and Keyword the
	// span of the name; for others that have a text where it stands, if it does.
	Inner source.Span
	Scope ScopeID
	Block BlockID
	ref   int32
	kids  [2]ID // or where they begin in File.operands, and their number
}

type flags uint8

const (
	isPlain   flags = 1 << iota
	isNew           // of a Call
	isSpelled       // the text is that of Inner
	isDecoded       // the text is File.decoded[ref]
)

// many is Expr.few of an expression with more kids than have room in it.
const many = 3

// Plain reports of a String whether Inner's bytes equal its text.
func (e *Expr) Plain() bool { return e.flags&isPlain != 0 }

// New reports of a Call whether it is one of a constructor with `new`.
func (e *Expr) New() bool { return e.flags&isNew != 0 }

// Ref returns the index of a FuncExpr in File.Funcs, and of a ClassExpr in
// File.Classes.
func (e *Expr) Ref() int32 { return e.ref }

// Text returns the text of an expression of the file, "" for kinds without one.
func (f *File) Text(e *Expr) string {
	if e.flags&isSpelled != 0 {
		return f.Source[e.Inner.Start:e.Inner.End]
	}
	if e.flags&isDecoded != 0 {
		return f.decoded[e.ref]
	}
	return ""
}

// TextOf is Text of the expression with an index.
func (f *File) TextOf(id ID) string { return f.Text(&f.Exprs[id]) }

// Kids returns the operands of an expression of the file, which must not be
// modified.
func (f *File) Kids(e *Expr) []ID {
	if e.few == many {
		return f.operands[e.kids[0]:][:e.kids[1]]
	}
	return e.kids[:e.few]
}

// KidsOf is Kids of the expression with an index.
func (f *File) KidsOf(id ID) []ID { return f.Kids(&f.Exprs[id]) }

// A Draft is an expression as it is stated, for [File.Add].
type Draft struct {
	Kind        Kind
	Plain, New  bool // see Expr
	Place       Place
	Span, Inner source.Span
	Ref         int32 // of a FuncExpr or ClassExpr
	Text        string
	Kids        []ID
	Scope       ScopeID
	Block       BlockID
}

// lookback is how many of the texts that were kept last are compared with the next
// one, which is often one of them: an operator, an indentation.
const lookback = 16

// Add appends an expression and returns its index. It keeps a text that Source
// does not spell, and a copy of the kids.
func (f *File) Add(d *Draft) ID {
	e := Expr{Kind: d.Kind, Place: d.Place, Span: d.Span, Inner: d.Inner, Scope: d.Scope, Block: d.Block, ref: d.Ref}
	if d.Plain {
		e.flags |= isPlain
	}
	if d.New {
		e.flags |= isNew
	}
	f.setText(&e, d.Text)
	if e.few = uint8(copy(e.kids[:], d.Kids)); len(d.Kids) > len(e.kids) {
		e.few, e.kids = many, [2]ID{ID(len(f.operands)), ID(len(d.Kids))}
		f.operands = append(f.operands, d.Kids...)
	}
	f.Exprs = append(f.Exprs, e)
	return ID(len(f.Exprs) - 1)
}

// setText has an expression have a text.
func (f *File) setText(e *Expr, text string) {
	if text == "" {
		return
	}
	if f.spells(e.Inner, text) {
		e.flags |= isSpelled
		return
	}
	if e.Inner == (source.Span{}) && f.spells(e.Span, text) {
		e.flags |= isSpelled
		e.Inner = e.Span
		return
	}
	e.flags |= isDecoded
	e.ref = f.keep(text)
}

// keep returns the index of a text in decoded.
func (f *File) keep(text string) int32 {
	for i := len(f.decoded) - 1; i >= max(0, len(f.decoded)-lookback); i-- {
		if f.decoded[i] == text {
			return int32(i)
		}
	}
	f.decoded = append(f.decoded, text)
	return int32(len(f.decoded) - 1)
}

// spells reports whether a text stands at a span of the source.
func (f *File) spells(at source.Span, text string) bool {
	return at.Len() == len(text) && f.Source[at.Start:at.End] == text
}
