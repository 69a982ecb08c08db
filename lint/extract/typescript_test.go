package extract

import (
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint/parse"
)

// A tsCase is source text and the dump of its facts.
type tsCase struct {
	name       string
	lang       parse.Language // TypeScript if zero
	text, want string
}

func runTypeScript(t *testing.T, cases []tsCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			lang := c.lang
			if lang == 0 {
				lang = parse.TypeScript
			}
			tree := mustParse(t, lang, c.text)
			f := TypeScript(tree, "a.ts")
			checkFacts(t, tree, f)
			if got, want := dump(f), strings.TrimPrefix(c.want, "\n"); got != want {
				t.Errorf("facts of\n%s\n\ngot\n%s\nwant\n%s", c.text, got, want)
			}
		})
	}
}

func TestTypeScriptBindings(t *testing.T) {
	runTypeScript(t, []tsCase{
		{name: "declarations", text: `
const region = "us-east-1", other = region;
let later: string;
var hoisted = 1 as const;
{ let inner = <any>later!; var up = inner satisfies string; }`, want: `
bind 0/0 const region = "us-east-1"
bind 0/0 const other = region
bind 0/0 later declared
bind 0/0 hoisted = 1
bind 1/1 inner = later
bind 0/1 up = inner
block 1 nested in 0
`},
		{name: "assignment finds its scope", text: `
let region;
function set(name) {
  region = "a"; name = "b"; leaked = "c";
  if (region) { let region; region = "d" }
  later = 1;
}
let later;`, want: `
bind 0/0 region declared
bind 0/0 set = func#0
bind 0/1 region = "a"
bind 1/1 name = "b"
bind 0/1 leaked = "c"
bind 2/2 region declared
bind 2/2 region = "d"
bind 0/1 later = 1
bind 0/0 later declared
func 0 set(name)
block 1 body in 0
block 2 arm in 1 g1 if region
`},
		{name: "compound assignment", text: `
a ||= b; a ??= c; a &&= d; a += e; a -= f; a++;
o.a ||= b; o["b"] += c; --o.c;
x = y = z; (w as any) = 1; (o as any).d = 2;`, want: `
bind 0/0 a = (or a b)
bind 0/0 a = (?? a c)
bind 0/0 a = (and a d)
bind 0/0 a += (concat a e)
bind 0/0 a += ?
bind 0/0 a += ?
bind 0/0 x = z
bind 0/0 y = z
bind 0/0 w = 1
store 0/0 (. o a) = (or (. o a) b)
store 0/0 (index o "b") += (concat (index o "b") c)
store 0/0 (. o c) += ?
store 0/0 (. o d) = 2
block 1 guarded in 0 unless a
block 2 guarded in 0
block 3 guarded in 0 if a
block 4 guarded in 0 unless (. o a)
expr f
expr (? a)
expr (? a)
expr (? (. o c))
expr w
`},
		{name: "object pattern", text: `
const { a, b: c = 1, d: { e } = {}, "f-g": h, [k]: l, ...rest } = make();`, want: `
bind 0/0 const $.1 = (call make)
bind 0/0 const a = (. $.1 a)
bind 0/0 const c = (?? (. $.1 b) 1)
bind 0/0 const e = (. (?? (. $.1 d) {}) e)
bind 0/0 const h = (index $.1 "f-g")
bind 0/0 const l = (index $.1 k)
bind 0/0 const rest = {*$.1}
block 1 guarded in 0
block 2 guarded in 0
`},
		{name: "array pattern", text: `
const [first, , third = 3, [deep], ...rest] = list;`, want: `
bind 0/0 const first = (index list 0)
bind 0/0 const third = (?? (index list 2) 3)
bind 0/0 const deep = (index (index list 3) 0)
bind 0/0 const rest = (call (. list slice) 4)
block 1 guarded in 0
`},
		{name: "assignment pattern", text: `
[a, o.b] = list;
({ a, b: o.c = 4, d = 5 } = get());`, want: `
bind 0/0 a = (index list 0)
bind 0/0 const $.1 = (call get)
bind 0/0 a = (. $.1 a)
bind 0/0 d = (?? (. $.1 d) 5)
store 0/0 (. o b) = (index list 1)
store 0/0 (. o c) = (?? (. $.1 b) 4)
block 1 guarded in 0
block 2 guarded in 0
`},
		{name: "catch and resources", text: `
try { a() } catch ({ message, code: [c] }) { b(message) } finally { d() }
using file = open(); await using socket = connect();`, want: `
bind 1/2 message ~= ?
bind 1/2 c ~= ?
bind 0/0 const file = (call open)
bind 0/0 const socket = (call connect)
block 1 nested in 0
block 2 arm in 0 g1
block 3 nested in 0
expr (call a)
expr (call b message)
expr (call d)
`},
	})
}

func TestTypeScriptExpressions(t *testing.T) {
	runTypeScript(t, []tsCase{
		{name: "literals", text: "f(\"a\\x41\\u0042\\u{43}\\uD83D\\uDE00\\\n" +
			"\\101\\0\\q\", 'it\\'s', `t\n" +
			"u`, 1, -2, true, null, undefined, /re/g, `a${b}\\n${c}d`, ``, tag`x${y}`, 0x1F);\n", want: `
expr (call f ~"aABC😀A\x00q" ~"it's" "t\nu" 1 -2 true null null (?) (concat "a" b ~"\n" c "d") "" (? tag (concat "x" y)) 0x1F)
`},
		{name: "escapes", text: `
f("\u{110000}\x4\u12", "\377\477\8", "\ud83d", '\n\t\v', "plain é");`, want: `
expr (call f ~"\\u{110000}\\x4\\u12" ~"ÿ'78" ~"�" ~"\n\t\v" "plain é")
`},
		{name: "lists and objects", text: `
f([1, , ...a, 2], { a, "b": 1, [c]: 2, 3: 4, m() {}, get g() { return 1 }, set g(v) {}, async *n() {}, ...d, k: v });`, want: `
func 0 m()
func 1 get g() -> 2:1
func 2 set g(v)
func 3 async n()
block 1 body in 0
block 2 body in 0 exits
block 3 body in 0
block 4 body in 0
expr "g"
expr func#2
expr (call f [1 null *a 2] {"a":a "b":1 c:2 "3":4 "m":func#0 "g":func#1 "n":func#3 *d "k":v})
`},
		{name: "calls", text: `
new S3(a, ...b); new S3; new (await g()).X(); a?.b?.[0]?.(1)!.c(); super.m(); import("x"); require("y");
import.meta.env.X; (0, a.b)(); f<Region>(1);`, want: `
expr (new S3 a *b)
expr (new S3)
expr (new (. (call g) X))
expr (call (. (call (index (. a b) 0) 1) c))
expr (call (. super m))
expr (call import "x")
expr (call require "y")
expr (. (. (. import meta) env) X)
expr 0
expr (call (. a b))
expr (call f 1)
`},
		{name: "operators", text: `
a + b + "c" - d; a || b || c; a && b && c ?? d; a === b; a != b; "k" in o; !a; typeof a; a instanceof B; x ? y : z;
a + (b + c); #p in o;`, want: `
block 1 guarded in 0 unless a
block 2 guarded in 0 if a
block 3 guarded in 0
block 4 arm in 0 g1! if x
block 5 arm in 0 g1! unless x
expr (? (concat a b "c") d)
expr (or a b c)
expr (?? (and a b c) d)
expr (== a b)
expr (!= a b)
expr (in "k" o)
expr (not a)
expr (? a)
expr (? a B)
expr (if x y z)
expr (concat a (concat b c))
expr (in (?) o)
`},
		{name: "sequence", text: `
const x = (f(), g(), h());`, want: `
bind 0/0 const x = (call h)
expr (call f)
expr (call g)
`},
		{name: "types", text: `
type One = "us-east-1"; interface I { r: "a" | "b" | null; s(x: Foo<"c">): void }
const x = f<"d">() as { e: "f" }; function g(p: "h" | "i" = "h"): "j" {}`, want: `
bind 0/0 const x = (call f)
bind 0/0 g = func#0
func 0 g(p = "h")
block 1 body in 0
block 2 guarded in 1
expr ["us-east-1"]
expr ["a" "b"]
expr ["c"]
expr ["d"]
expr ["f"]
expr ["h" "i"]
expr ["j"]
`},
		{name: "jsx", lang: parse.TSX, text: `
const e = <Box region="eu-west-1" title="plain" alt="us-east-1 &amp; co" {...props} on={() => f(x)} icon=<b/> local>{/* none */}text {y}<C.D r={z}/></Box>, f = <>{...w}</>;`, want: `
bind 0/0 const e = (? (call Box {"region":"eu-west-1" "title":"plain" "alt":~"us-east-1 & co" *props "on":func#0 "icon":(?) "local":true}) y (? (call (. C D) {"r":z})))
bind 0/0 const f = (? *w)
func 0 () -> 1:(call f x)
block 1 body in 0 exits
`},
		{name: "generics and javascript", lang: parse.TSX, text: `
const id = async <T,>(x: T) => x; const { a } = require("a"); class A { x = 1; #y; static z }`, want: `
bind 0/0 const id = func#0
bind 0/0 const $.1 = (call require "a")
bind 0/0 const a = (. $.1 a)
bind 0/0 A = class#0
bind 2/0 x = 1
bind 2/0 #y declared
bind 2/0 z declared
func 0 async (x: T) -> 1:x
class 0 A()
block 1 body in 0 exits
`},
	})
}

func TestTypeScriptDefinitions(t *testing.T) {
	runTypeScript(t, []tsCase{
		{name: "functions", text: `
async function f(a, b = "x", { c, d: [e] = [] }: P = {}, g?: ns.Config<T>, ...rest: string[]): Promise<void> {
  "use strict";
  if (a) return b;
  yield* c; yield d;
}
const g = x => x, h = ({ y }) => { return y }, k = function named() { return named }, m = async () => await f();
function over(a: string): void; function over(this: Window, a) {}`, want: `
bind 0/0 f = func#0
bind 1/1 c = (. $2 c)
bind 1/1 e = (index (?? (. $2 d) []) 0)
bind 0/0 const g = func#1
bind 0/0 const h = func#2
bind 3/7 y = (. $0 y)
bind 0/0 const k = func#3
bind 4/8 named = func#3
bind 0/0 const m = func#4
bind 0/0 over = func#5
func 0 async f(a, b = "x", $2: P = {}, g: (. ns Config), *rest) -> 5:b, 1:(each c), 1:d
func 1 (x) -> 6:x
func 2 ($0) -> 7:y
func 3 named() -> 8:named
func 4 async () -> 9:(call f)
func 5 over(a)
block 1 body in 0
block 2 guarded in 1
block 3 guarded in 1
block 4 guarded in 1
block 5 arm in 1 g1 if a exits
block 6 body in 0 exits
block 7 body in 0 exits
block 8 body in 0 exits
block 9 body in 0 exits
block 10 body in 0
expr (? (each c))
expr (? d)
`},
		{name: "block functions", text: `
if (a) { function f() {} f() }
switch (a) { case 1: let x = 1; function g() {} }`, want: `
bind 1/1 f = func#0
bind 3/3 x = 1
bind 3/3 g = func#1
func 0 f()
func 1 g()
block 1 arm in 0 g1 if a
block 2 body in 1
block 3 arm in 0 g2 if (== a 1)
block 4 body in 3
expr (call f)
`},
		{name: "classes", text: `
@Injectable({ a: 1 }) class A<T> extends B.C<T> implements D {
  static readonly region = "us-east-1"; #secret = this.region; declare z: Foo; "quoted name" = 1; [computed()] = 2; handler = () => this.z;
  constructor(private readonly config: ConfigService<Env>, @Inject(X) public y = 2, plain) { super(plain); this.region = y }
  @Get("x") static async m() {} get g() { return 1 } set g(v) {} #p() {} "q r"() {} abstract h(): void;
  static { var s = 1; A.q = s }
}
const E = class Named extends mixin(A) { f = Named }, F = class {};`, want: `
bind 0/0 A = class#0
bind 1/0 const region = "us-east-1"
bind 1/0 #secret = (. this region)
bind 1/0 z: Foo declared
bind 1/0 quoted name = 1
bind 1/0 handler = func#0
bind 9/9 s = 1
bind 0/0 const E = class#1
bind 10/0 Named = class#1
bind 11/0 f = Named
bind 0/0 const F = class#2
store 3/2 (. this region) = y
store 9/9 (. A q) = s
func 0 () -> 1:(. this z)
func 1 A.constructor(this.config: ConfigService, this.y = 2, plain)
func 2 async static A.m() @(call Get "x")
func 3 get A.g() -> 5:1
func 4 A.set g(v)
func 5 A.#p()
func 6 A.q r()
class 0 A((. B C)) @(call Injectable {"a":1})
class 1 Named((call mixin A))
class 2 ()
block 1 body in 0 exits
block 2 body in 0
block 3 guarded in 2
block 4 body in 0
block 5 body in 0 exits
block 6 body in 0
block 7 body in 0
block 8 body in 0
block 9 nested in 0
expr (call computed)
expr 2
expr (call Inject X)
expr (call super plain)
`},
	})
}
