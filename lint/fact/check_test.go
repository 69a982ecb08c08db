package fact

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/regionlint/regionlint/lint/pack"
	"github.com/regionlint/regionlint/lint/source"
)

// small returns a file with one of everything.
func small() *File {
	in := source.Span{Start: 2, End: 8}
	f := &File{
		Lang: Python, Newline: "\n", Quote: '"', Source: `x 'abcd' = f(1, 2, 3)`,
		Exprs:    make([]Expr, 1),
		Scopes:   []Scope{{}, {Kind: FuncScope}, {Kind: ClassScope}},
		Funcs:    []Func{{Span: in, Scope: 1, Class: 0, Params: []Param{{Span: in}}, Returns: []Return{{Value: 1, Block: 1}}, Decorators: []ID{1}}},
		Classes:  []Class{{Span: in, Scope: 2, Bases: []ID{1}, Methods: []int32{0}}},
		Blocks:   []Block{{}, {Kind: Arm, Span: in, Cond: 1}},
		Imports:  []Import{{Level: 1, Span: in}},
		Exports:  []Export{{Value: 1, From: -1}, {From: 0}},
		Comments: []Comment{{Span: in}},
		Notes:    []source.Span{in},
		Remarks:  []Remark{{Span: in}},
		Holes:    []Hole{{Span: in, Outer: in}},
		Damaged:  []source.Span{in},
		Dotenv:   []Definition{{Span: in}},
	}
	text := f.Add(&Draft{Kind: String, Text: "abcd", Span: in, Inner: source.Span{Start: 3, End: 7}, Plain: true})
	name := f.Add(&Draft{Kind: Name, Text: "decoded"})
	member := f.Add(&Draft{Kind: Member, Text: "y", Kids: []ID{name}, Block: 1})
	call := f.Add(&Draft{Kind: Call, Kids: []ID{member, text, text, text}})
	f.Add(&Draft{Kind: FuncExpr})
	f.Add(&Draft{Kind: ClassExpr})
	f.Bind("x", Binding{Span: source.Span{End: 1}, Value: call})
	f.Bind("decoded", Binding{Kind: BindImport})
	f.Stores = []Store{{Target: member, Value: text}}
	f.AddSlot(call, Slot{At: 5, Before: ", "})
	return f
}

func TestCheck(t *testing.T) {
	t.Parallel()
	if err := small().Check(); err != nil {
		t.Fatal(err)
	}
	const far = math.MaxInt32
	out := source.Span{Start: 2, End: 1 << 31}
	back := source.Span{Start: 5, End: 4}
	for name, spoil := range map[string]func(f *File){
		"no expressions":           func(f *File) { f.Exprs = nil },
		"no scopes":                func(f *File) { f.Scopes = nil },
		"language":                 func(f *File) { f.Lang = 9 },
		"line ending":              func(f *File) { f.Newline = "x" },
		"quote":                    func(f *File) { f.Quote = 0 },
		"head":                     func(f *File) { f.Head.At = 1 << 31 },
		"kind":                     func(f *File) { f.Exprs[1].Kind = 200 },
		"place":                    func(f *File) { f.Exprs[1].Place = 200 },
		"span out of the source":   func(f *File) { f.Exprs[1].Span = out },
		"span that ends before it": func(f *File) { f.Exprs[2].Span = back },
		"inner out of the source":  func(f *File) { f.Exprs[2].Inner = out },
		"inner out of the string":  func(f *File) { f.Exprs[1].Inner = source.Span{End: 4} },
		"another plain text": func(f *File) {
			f.Exprs[1].Inner = source.Span{Start: 3, End: 6}
			f.decoded[0] = "efg"
			f.Exprs[1].flags = isPlain | isDecoded
		},
		"scope of an expression":        func(f *File) { f.Exprs[1].Scope = 3 },
		"negative scope":                func(f *File) { f.Exprs[1].Scope = -1 },
		"block of an expression":        func(f *File) { f.Exprs[1].Block = far },
		"text that is not there":        func(f *File) { f.Exprs[2].ref = far },
		"text before the first":         func(f *File) { f.Exprs[2].ref = -1 },
		"part of itself":                func(f *File) { f.Exprs[3].kids[0] = 3 },
		"part of what is a part of it":  func(f *File) { f.Exprs[3].kids[0] = 4 },
		"no part":                       func(f *File) { f.Exprs[3].kids[0] = 0 },
		"negative part":                 func(f *File) { f.Exprs[3].kids[0] = -1 },
		"part of itself, one of many":   func(f *File) { f.operands[2] = 4 },
		"more parts than there is room": func(f *File) { f.Exprs[3].few = 200 },
		"fewer parts than it has":       func(f *File) { f.Exprs[3].few = 0 },
		"many parts that are not there": func(f *File) { f.Exprs[4].kids[1] = far },
		"many parts, and negative":      func(f *File) { f.Exprs[4].kids[1] = -1 },
		"many parts before the first":   func(f *File) { f.Exprs[4].kids[0] = -1 },
		"many parts, and their sum":     func(f *File) { f.Exprs[4].kids = [2]ID{far, far} },
		"function that is not there":    func(f *File) { f.Exprs[5].ref = 1 },
		"class that is not there":       func(f *File) { f.Exprs[6].ref = -1 },
		"scope in itself":               func(f *File) { f.Scopes[1].Parent = 1 },
		"scope in a later one":          func(f *File) { f.Scopes[1].Parent = 2 },
		"module in a negative scope":    func(f *File) { f.Scopes[0].Parent = -1 },
		"kind of a scope":               func(f *File) { f.Scopes[1].Kind = 200 },
		"scope of another function":     func(f *File) { f.Scopes[1].Ref = 1 },
		"scope of another class":        func(f *File) { f.Scopes[2].Ref = -1 },
		"block in itself":               func(f *File) { f.Blocks[1].Parent = 1 },
		"block's condition":             func(f *File) { f.Blocks[1].Cond = far },
		"kind of a block":               func(f *File) { f.Blocks[1].Kind = 200 },
		"span of a block":               func(f *File) { f.Blocks[1].Span = out },
		"span of a function":            func(f *File) { f.Funcs[0].Span = out },
		"class of a function":           func(f *File) { f.Funcs[0].Class = -7 },
		"kind of a parameter":           func(f *File) { f.Funcs[0].Params[0].Kind = 200 },
		"default of a parameter":        func(f *File) { f.Funcs[0].Params[0].Default = -1 },
		"what a function returns":       func(f *File) { f.Funcs[0].Returns[0].Value = far },
		"where a function returns":      func(f *File) { f.Funcs[0].Returns[0].Block = 2 },
		"decorator":                     func(f *File) { f.Funcs[0].Decorators[0] = far },
		"base":                          func(f *File) { f.Classes[0].Bases[0] = far },
		"scope of a class":              func(f *File) { f.Classes[0].Scope = far },
		"method":                        func(f *File) { f.Classes[0].Methods[0] = far },
		"method of another class":       func(f *File) { f.Funcs[0].Class = -1 },
		"kind of a binding":             func(f *File) { f.Bindings[0].Kind = 200 },
		"span of a binding":             func(f *File) { f.Bindings[0].Span = out },
		"value of a binding":            func(f *File) { f.Bindings[0].Value = far },
		"place of a binding":            func(f *File) { f.Bindings[0].At = 1 << 31 },
		"name of a binding":             func(f *File) { f.Bindings[1].name = far },
		"import of a binding":           func(f *File) { f.Bindings[1].Ref = 1 },
		"function of a binding":         func(f *File) { f.Bindings[0].Kind = BindFunc; f.Bindings[0].Ref = -1 },
		"class of a binding":            func(f *File) { f.Bindings[0].Kind = BindClass; f.Bindings[0].Ref = 1 },
		"level of an import":            func(f *File) { f.Imports[0].Level = -1 },
		"higher level than there are":   func(f *File) { f.Imports[0].Level = far },
		"lines of an import":            func(f *File) { f.Imports[0].Lines = out },
		"export":                        func(f *File) { f.Exports[0].Value = far },
		"import of an export":           func(f *File) { f.Exports[1].From = 1 },
		"target of a store":             func(f *File) { f.Stores[0].Target = far },
		"target that takes nothing":     func(f *File) { f.Stores[0].Target = 1 },
		"slot of nothing":               func(f *File) { f.slots[0].of = far },
		"slot elsewhere":                func(f *File) { f.slots[0].at = 1 << 31 },
		"text of a slot":                func(f *File) { f.slots[0].after = far },
		"comment":                       func(f *File) { f.Comments[0].Removal = out },
		"note":                          func(f *File) { f.Notes[0] = back },
		"remark":                        func(f *File) { f.Remarks[0].About = out },
		"hole":                          func(f *File) { f.Holes[0].Outer = out },
		"syntax error":                  func(f *File) { f.Damaged[0] = out },
		"definition":                    func(f *File) { f.Dotenv[0].ValueSpan = out },
	} {
		f := small()
		if spoil(f); f.Check() == nil {
			t.Errorf("%s: nothing is wrong", name)
		}
	}
}

// What is read of any bytes is wrong, or can be asked for all of it.
func TestCheckOfBrokenData(t *testing.T) {
	t.Parallel()
	data := pack.Pack(small().Code)
	r := rand.New(rand.NewPCG(1, 7))
	sound := 0
	for range 20_000 {
		broken := slices.Clone(data)
		for range 1 + r.IntN(2) {
			broken[r.IntN(len(broken))] = byte(r.Uint64())
		}
		f := &File{Source: small().Source}
		if pack.Unpack(string(broken), f.Code) != nil || f.Check() != nil {
			continue
		}
		sound++
		for i := range f.Exprs {
			_, _ = f.TextOf(ID(i)), f.KidsOf(ID(i))
			_, _ = f.Slot(ID(i))
		}
		for i := range f.Bindings {
			_ = f.NameOf(&f.Bindings[i])
		}
	}
	if sound == 0 {
		t.Error("none was sound")
	}
}
