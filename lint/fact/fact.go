// Package fact says what one file states, as plain values that outlive its
// syntax tree: scopes, bindings, imports, expressions. Python and TypeScript
// share it, so that one evaluator serves both. Nothing here is resolved; names
// are as written.
//
// A file's expressions live in one arena, [File.Exprs], and refer to each
// other by index. Index 0 is reserved and means "no expression". There are
// hundreds of thousands of them in a run: they hold no pointers, and the file
// knows their texts and operands, see [File.Text] and [File.Kids].
package fact

import (
	"cmp"
	"slices"

	"github.com/regionlint/regionlint/lint/source"
)

// ID is an index into [File.Exprs]. The zero ID is no expression.
type ID int32

// ScopeID is an index into [File.Scopes]. Scope 0 is the module.
type ScopeID int32

// BlockID is an index into [File.Blocks]. Block 0 is the module's body.
type BlockID int32

// Lang is the language that a file is written in.
type Lang uint8

// The languages.
const (
	Python Lang = iota + 1
	TypeScript
	Dotenv
)

// A File is what one source file states. All slices are in source order
// unless said otherwise.
type File struct {
	Path string // relative to the root, with forward slashes
	Lang Lang
	// Newline is the line ending that most lines have, "\n" or "\r\n".
	Newline string
	// Quote is the quote that most string literals of code have, " or '.
	Quote byte
	// Mark is set when the file begins with a byte-order mark.
	Mark bool
	// Source is the file's text, which spans are offsets into.
	Source string

	Exprs    []Expr
	operands []ID     // of expressions that have many
	decoded  []string // texts that Source does not spell
	Scopes   []Scope
	Funcs    []Func
	Classes  []Class
	Blocks   []Block
	Bindings []Binding
	Stores   []Store
	Imports  []Import
	Exports  []Export

	// Directives holds the texts of a TypeScript module's directive prologue
	// ("use client"), in order. They are no expressions.
	Directives []string

	// Comments holds the comments that name regionlint or hold a region's
	// shape, from comment tokens only.
	Comments []Comment

	// Notes holds the spans of all comments.
	Notes []source.Span

	// Remarks holds what is said about code in words and holds a region's shape.
	Remarks []Remark

	// Dotenv holds a dotenv file's statements; it is empty for code.
	Dotenv []Definition

	slots []slot // sorted by of
	// Holes are the places of f-strings and template literals that take an
	// expression.
	Holes []Hole
	// Head is where a Python module takes its first import: below its header,
	// docstring and `from __future__` imports.
	Head Slot

	// Damaged holds the lines of syntax errors without their line ends, disjoint
	// and in order.
	Damaged []source.Span
}

// A Slot is a place for one more item of a list. What is put there stands
// between Before and After, which hold the white space and the marks that the
// file's own manner asks for.
type Slot struct {
	// Comma is where a comma has to be put besides, which is before a comment
	// that follows the last item; 0 if none is due.
	Comma         uint32
	At            uint32
	Before, After string
}

// A slot is a Slot as it is kept, for of.
type slot struct {
	of            ID
	comma, at     uint32
	before, after int32 // in File.decoded
}

// AddSlot notes where a Call or an Object takes one more argument or entry. One of a
// broken list has no slot. Slots are added by their expressions' order.
func (f *File) AddSlot(of ID, s Slot) {
	f.slots = append(f.slots, slot{of: of, comma: s.Comma, at: s.At, before: f.keep(s.Before), after: f.keep(s.After)})
}

// Slot returns where a Call or an Object takes one more argument or entry.
func (f *File) Slot(of ID) (s Slot, ok bool) {
	i, ok := slices.BinarySearchFunc(f.slots, of, func(s slot, of ID) int { return cmp.Compare(s.of, of) })
	if !ok {
		return Slot{}, false
	}
	k := &f.slots[i]
	return Slot{Comma: k.comma, At: k.at, Before: f.decoded[k.before], After: f.decoded[k.after]}, true
}

// A Hole is where an f-string or a template literal takes an expression.
type Hole struct {
	// Span is that of the expression, and Outer that of the whole with its
	// braces, empty where they hold more than the expression.
	Span, Outer source.Span
	// Quotes are those that would end a string around the hole.
	Quotes string
}

// Kind says what an expression is.
type Kind uint8

// The kinds of expression. Parentheses, `await`, type assertions (`as`,
// `satisfies`, `!`, `<T>x`), `cast(T, x)` and optional chaining leave no
// trace: the inner expression stands for the whole, under the whole's span
// only where that is needed to find it.
const (
	// Unknown is anything the language's extractor does not reduce. Its kids
	// are the subexpressions that it keeps findable, such as the calls inside
	// an arithmetic expression.
	Unknown Kind = iota

	// String is a literal without interpolation. Text is its decoded value,
	// Inner the span between its quotes. Plain is set when the bytes of Inner
	// equal Text, so that a byte offset in Text is one in the file.
	String

	// Concat is text put together from Kids, in order: f-strings, template
	// literals, `+`, implicit concatenation, `%` and str.format with the
	// holes filled in, os.path.join-like calls excluded. A literal piece is a
	// String whose Inner equals its Span.
	Concat

	Bool   // Text is "true" or "false"
	Number // Text as written
	Null   // None, null, undefined

	Name   // Text is the identifier; `this` is the name "this", `super` "super"
	Member // Kids[0].Text; Inner is the span of the member's name
	Index  // Kids[0][Kids[1]]; a slice is Unknown

	// Call is Kids[0](Kids[1:]...), `new` included (New is set). Arguments are
	// expressions, Keyword or Spread.
	Call

	Keyword // an argument Text=Kids[0] of a Python call
	Spread  // *x in an argument list or list, ...x in a list
	Object  // Kids are Entry or Spread (also **x)
	Entry   // Kids[0]: Kids[1]; a static key is a String, shorthand {a} has a Name value
	List    // list, tuple, set, array; a TypeScript union of two or more literal types

	Or       // Kids in order; the first truthy one, else the last (`or`, `||`)
	Coalesce // Kids in order; the first that is neither null nor undefined (`??`, default of a destructured name)
	And      // Kids in order (`and`, `&&`)
	Cond     // Kids[1] if Kids[0] else Kids[2]
	Not      // Kids[0] (`not`, `!`)
	// Compare is Kids[0] Text Kids[1], with Text one of "==", "!=", "is",
	// "is not", "in", "not in" (=== and !== are "==" and "!=").
	Compare

	FuncExpr  // lambda, arrow function, function expression; Ref indexes File.Funcs
	ClassExpr // class expression; Ref indexes File.Classes

	// Comprehension yields Kids[0] many times (list, set and dict
	// comprehensions, generators; a dict's element is an Entry). Kids[1:] are
	// the iterables and the conditions.
	Comprehension

	// Element is one item of the iterable Kids[0]: what a loop's target takes.
	// For `for k, v in x.items()` the targets are Index(Element, 0) and (…, 1).
	Element
)

// Place says what may stand where a string literal stands.
type Place uint8

// The places. Everything but a String has the first.
const (
	Fixed Place = iota // nothing but a literal: a key, a type, a docstring, a part of a longer text
	Tight              // an expression of one piece, or one in parentheses
	Open               // any expression
)

// ScopeKind says what a scope belongs to.
type ScopeKind uint8

// The kinds of scope. Lexical is a TypeScript block that binds let, const,
// class or function names of its own; its names are seen from within it only.
const (
	ModuleScope ScopeKind = iota
	FuncScope
	ClassScope
	LexicalScope
)

// A Scope is a region of names. Python's class scopes are not seen from the
// functions inside them; the evaluator knows that from Kind.
type Scope struct {
	Kind   ScopeKind
	Parent ScopeID // 0 for the module, whose own parent is 0
	Ref    int32   // FuncScope: index of its Func; ClassScope: of its Class
}

// A Func is a function, method, lambda or arrow function.
type Func struct {
	Name    string // "" when it has none
	Span    source.Span
	Scope   ScopeID // its own scope
	Class   int32   // index of the class it is a method of, or -1
	Params  []Param
	Returns []Return // a concise arrow body or lambda is one Return
	// Decorators are expressions, in order (`@property` is the Name property).
	Decorators []ID
	Static     bool // TypeScript static, Python @staticmethod
	ClassMeth  bool // Python @classmethod
	Getter     bool // TypeScript get, Python @property and @cached_property (by bare or dotted last name)
	Async      bool
	Generator  bool // function* and Python with yield: a call gives what it yields, one after the other
}

// A Return is one `return` with its value, or one `yield`.
type Return struct {
	Value ID
	Block BlockID
}

// ParamKind says how a parameter takes its argument.
type ParamKind uint8

// The kinds of parameter.
const (
	Positional  ParamKind = iota // by position, and by name in Python
	KeywordOnly                  // after * in Python
	Rest                         // *args, ...rest
	KeywordRest                  // **kwargs
)

// A Param is one formal parameter, `self` and `cls` included. A destructured
// one has a Name that is no identifier ("$0", its position) and bindings of
// its parts: Member(Name("$0"), "region"), wrapped in Coalesce with the default
// where there is one.
type Param struct {
	Name       string
	Decorators []ID // TypeScript's `@Inject(TOKEN) x`, in order
	Span       source.Span
	Default    ID
	Annotation ID // a type as an expression (Name, Member, String), or 0
	Kind       ParamKind
	// Property is set for a TypeScript parameter property
	// (`constructor(private region: string)`), which is also this.region.
	Property bool
}

// A Class is a class, with its attributes as bindings in its scope.
type Class struct {
	Name       string
	Span       source.Span
	Scope      ScopeID
	Bases      []ID // base classes; Keyword kids (metaclass=…) are left out
	Decorators []ID
	Methods    []int32 // indexes into File.Funcs
}

// BlockKind says what may make a block not run.
type BlockKind uint8

// The kinds of block.
const (
	Body    BlockKind = iota // a module's or function's body: runs once entered
	Arm                      // an arm of if/elif/else, switch, match, ?: or a try's handler
	Loop                     // runs any number of times
	Nested                   // with, try's own body, finally, a bare { }: always runs
	Guarded                  // the right side of and/or/&&/||/??, evaluated only sometimes
)

// A Block is a stretch of code under one condition. Blocks nest as the code
// does; a function's Body has the block of its definition as parent.
type Block struct {
	Kind   BlockKind
	Parent BlockID
	Span   source.Span
	// Group is the same for the arms of one statement and unique in the file;
	// it is 0 for other blocks. At most one arm of a group runs.
	Group int32
	// Exhaustive is set on every arm of a group of which exactly one runs: an
	// if with an else, a switch with a default.
	Exhaustive bool
	// Cond holds in the block when Negated is false, and does not hold when it
	// is true (an else of a single if). 0 where no single condition decides.
	Cond    ID
	Negated bool
	// Exits is set when control never leaves the block at its end: its last
	// statement is return, raise, throw, continue, break, sys.exit() or
	// process.exit().
	Exits bool
}

// BindKind says what a binding does to its name.
type BindKind uint8

// The kinds of binding.
const (
	Assign     BindKind = iota // x = v; also x: T = v and class attributes
	Augment                    // x += v: Value is Concat of the name and v, or 0
	Declare                    // a name without a value: `x: T`, `let x`, `global`-less annotation
	BindFunc                   // def or function declaration; Ref indexes File.Funcs
	BindClass                  // Ref indexes File.Classes
	BindImport                 // Ref indexes File.Imports
	Opaque                     // with … as x (Value is the context expression), except … as e, del, for targets that are no Element
	Global                     // `global x` or `nonlocal x`: the name is the outer one in this scope
)

// A Binding gives a name a value. Parameters are not bindings.
type Binding struct {
	Kind       BindKind
	Const      bool        // const, readonly, Final
	isSpelled  bool        // the name is what Source has at Span
	Span       source.Span // of the name
	Scope      ScopeID     // where the name lives
	Block      BlockID
	Value      ID // 0 where the value is unknown
	Annotation ID
	Ref        int32
	// At is the byte offset from which the binding holds: the end of its
	// statement.
	At   uint32
	name int32 // in File.decoded
}

// Bind appends a binding of a name.
func (f *File) Bind(name string, b Binding) {
	if b.isSpelled = f.spells(b.Span, name); !b.isSpelled {
		b.name = f.keep(name)
	}
	f.Bindings = append(f.Bindings, b)
}

// NameOf returns the name that a binding of the file binds.
func (f *File) NameOf(b *Binding) string {
	if b.isSpelled {
		return f.Source[b.Span.Start:b.Span.End]
	}
	return f.decoded[b.name]
}

// A Store is an assignment to something other than a plain name:
// self.region = v, os.environ["X"] = v, kwargs["region_name"] = v,
// module.exports = v.
type Store struct {
	Target  ID // a Member or Index expression
	Value   ID // 0 where unknown
	Augment bool
	Scope   ScopeID
	Block   BlockID
	At      uint32 // end of the statement
}

// An Import binds Local to something of another module. `import a.b` binds
// Local "a" with Module "a" and has a second Import with Local "" and Module
// "a.b"; `import a.b as c` is Module "a.b", Local "c".
type Import struct {
	Module string // as written, without Python's leading dots
	Level  int32  // number of leading dots in Python
	// Name is what is taken: "" the module itself (also `* as ns`), "*" every
	// name of it, "default" the default export, else one name.
	Name  string
	Local string // "" when nothing is bound (side effects, export … from)
	Scope ScopeID
	Block BlockID
	Span  source.Span // of the whole import statement
	// Lines covers its lines with the last one's line end, where nothing but
	// white space and a comment shares them; else it is empty. Python only.
	Lines source.Span
	// TypeOnly is set for `import type`.
	TypeOnly bool
}

// An Export makes something visible under Name ("default" for the default,
// "*" for every name of From).
type Export struct {
	Name  string
	Value ID    // the exported expression; a Name for `export { a }` and declarations
	From  int32 // index into Imports of a re-export (`export … from`), else -1
}

// A Comment is one comment token.
type Comment struct {
	Text string // with its marker
	Span source.Span
	// OwnLine is set when nothing but white space precedes it on its line.
	OwnLine bool
	// Removal is what goes when the comment goes: its whole lines with the line
	// end if it is alone on them, else the comment and the white space before
	// it. It is empty where the words or the lines around it would run together.
	Removal source.Span
}

// A Remark is what comments or a docstring say about code. Comments on lines of
// their own that stand below each other are one remark.
type Remark struct {
	Text string // the bytes of Span: with the comments' markers, without quotes
	Span source.Span
	// About is the code that it is about: what stands before it on its line, else
	// the statement, entry or argument that begins on the line below; a
	// docstring's function or class.
	About source.Span
	Doc   bool // a docstring
}

// A Definition is one statement of a dotenv file that sets a name. The same
// name may be set several times.
type Definition struct {
	Name     string
	NameSpan source.Span
	// Value is what the reference dialect (godotenv) makes of the statement
	// alone, with ${X} left as written.
	Value string
	// ValueSpan is the raw text of the value between its quotes, if any.
	ValueSpan source.Span
	Quote     byte // ', ", ` or 0
	Span      source.Span
	// Lines covers the whole lines of the statement, with a comment behind it
	// and the line end. Closed is set when there is a line end.
	Lines  source.Span
	Closed bool
	// Text is the text of Lines without the line end, kept only where it holds a
	// region's shape or refers to another variable: other readers than the
	// reference take it for something else.
	Text   string
	Export bool
	Colon  bool // KEY: value
	// Separator is what stands between the name and the value or its quote.
	Separator string
	// Plain is set when the bytes of ValueSpan equal Value and nothing in it
	// is expanded.
	Plain bool
	// Refs are the names that the value refers to by $X, ${X} or ${X:-d}.
	Refs []string
	// Bad is set when the statement is no assignment in the reference dialect.
	Bad bool
}
