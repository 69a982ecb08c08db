package extract

import "testing"

func TestPythonExpressions(t *testing.T) { checkPython(t, pyExpressions) }

var pyExpressions = []pyCase{
	{"names and strings", `
region = "eu-west-1"
raw = r"a\b"
escaped = "caf\xe9\t\101\N{DASH}\q\
end"
triple = """a
b"""
both = "a" 'b'
data = b"x\u0041"
empty = ''
forms = u"a" R'\q' B"c" rb'\d'
`, `
bind 0/0 region = "eu-west-1"
bind 0/0 raw = "a\\b"
bind 0/0 escaped = ~"café\tA�\\qend"
bind 0/0 triple = "a\nb"
bind 0/0 both = (concat "a" "b")
bind 0/0 data = "x\\u0041"
bind 0/0 empty = ""
bind 0/0 forms = (concat "a" "\\q" "c" "\\d")
`},
	{"f-strings", `
a = f"https://{service}.{cfg['region']}.amazonaws.com"
b = f"{{us}}-{x!r:>{width}}"
c = f"plain"
d = "s3." f"{r}" ".com"
e = f"{f'{x}'}"
f = f"{x=}"
g = rf"\d{x}"
h = f"""{
    x  # why
}"""
`, `
bind 0/0 a = (concat "https://" service "." (index cfg "region") ".amazonaws.com")
bind 0/0 b = (concat ~"{us}-" x)
bind 0/0 c = "plain"
bind 0/0 d = (concat "s3." r ".com")
bind 0/0 e = (concat (concat x))
bind 0/0 f = (concat (? x))
bind 0/0 g = (concat "\\d" x)
bind 0/0 h = (concat x)
expr width
`},
	{"sums", `
a = "a" + b + "c" + f"{d}-e"
b = 1 + x
c = BASE + ["us-east-1"]
d = "a" + ("b" + c) + "%s" % d
e = x - f() * 2
`, `
bind 0/0 a = (concat "a" b "c" d "-e")
bind 0/0 b = (? 1 x)
bind 0/0 c = [*BASE *["us-east-1"]]
bind 0/0 d = (concat "a" (concat "b" c) d)
bind 0/0 e = (? x (? (call f) 2))
`},
	{"percent", `
a = "%s.%s.amazonaws.com" % (service, region)
b = "100%% %(region)s" % {"region": r}
c = "s3.%s" % region
d = "%s-%s" % pair
e = "%5.2f|%-3d" % (a, b)
f = "%s" % (a, b)
g = "%*d" % (a, f())
h = name % region
i = f"{x}%s" % y
j = ("a%s" "b\x41%s") % (x, y)
`, `
bind 0/0 a = (concat service "." region ".amazonaws.com")
bind 0/0 b = (concat "100" ~"%" " " (index {"region":r} "region"))
bind 0/0 c = (concat "s3." region)
bind 0/0 d = (concat (index pair 0) "-" (index pair 1))
bind 0/0 e = (concat a "|" b)
bind 0/0 f = (? "%s" a b)
bind 0/0 g = (? "%*d" a (call f))
bind 0/0 h = (? name region)
bind 0/0 i = (? (concat x "%s") y)
bind 0/0 j = (concat "a" x ~"bA" y)
`},
	{"str.format", `
a = "{}.{}.com".format(service, region)
b = "{1}{0}{{x}}".format(a, b)
c = "{r}.{s}".format(r=region, **rest)
d = "{0.region}.{cfg[region]}.{cfg[0]!r:>{w}}".format(self, cfg=cfg)
e = "{a.b}".format_map(values)
f = "{}".format()
g = "{".format(f())
h = template.format(region=r)
i = "{}{}{}".format(a, *more)
j = "{} {0}".format(a, b)
`, `
bind 0/0 a = (concat service "." region ".com")
bind 0/0 b = (concat b a ~"{x}")
bind 0/0 c = (concat region "." (index rest "s"))
bind 0/0 d = (concat (. self region) "." (index cfg "region") "." (index cfg 0))
bind 0/0 e = (concat (. (index values "a") b))
bind 0/0 f = (? "{}")
bind 0/0 g = (? "{" (call f))
bind 0/0 h = (call (. template format) region=r)
bind 0/0 i = (concat a (index more 0) (index more 1))
bind 0/0 j = (? "{} {0}" a b)
`},
	{"literals", `
a = (1, -2.5, True, None, ...)
b = {1, *s}
c = {"k": v, **rest, k2: w}
d = a[1], a[1:2], a[f(), 2]
e = -x, not y, ~1
f = a, b
g = *a.b, c
h = {*a.b(c)[0].d, *e}
i[*a.b]
j = r'a\\', r"""\\\""""
`, `
bind 0/0 a = [1 -2.5 true null (?)]
bind 0/0 b = [1 *s]
bind 0/0 c = {"k":v *rest k2:w}
bind 0/0 d = [(index a 1) (? a (? 1 2)) (index a [(call f) 2])]
bind 0/0 e = [(? x) (not y) (? 1)]
bind 0/0 f = [a b]
bind 0/0 g = [*(. a b) c]
bind 0/0 h = [*(. (index (call (. a b) c) 0) d) *e]
bind 0/0 j = ["a\\\\" "\\\\\\\""]
expr (index i *(. a b))
`},
	{"choices", `
a = x or y or "z"
b = x and y
c = p if q else r
d = not a
e = (a or b) and c
`, `
bind 0/0 a = (or x y "z")
bind 0/0 b = (and x y)
bind 0/0 c = (if q p r)
bind 0/0 d = (not a)
bind 0/0 e = (and (or a b) c)
block 1 guarded in 0 unless x
block 2 guarded in 0
block 3 guarded in 0 if x
block 4 arm in 0 g1! if q
block 5 arm in 0 g1! unless q
block 6 guarded in 0 unless a
block 7 guarded in 0 if (or a b)
`},
	{"comparisons", `
a == b
a is not None
x not in y
a < b
a == b == c
`, `
expr (== a b)
expr (is not a null)
expr (not in x y)
expr (? a b)
expr (? a b c)
`},
	{"comprehensions", `
a = [f(x) for x in xs if x]
b = {k: v for k, v in d.items()}
c = (y for x in xs for y in x)
d = sum(x for x in xs)
`, `
bind 0/0 a = (comp (call f x) xs x)
bind 1/1 x = (each xs)
bind 0/0 b = (comp k:v (call (. d items)))
bind 2/2 k = (index (each (call (. d items))) 0)
bind 2/2 v = (index (each (call (. d items))) 1)
bind 0/0 c = (comp y xs x)
bind 3/3 x = (each xs)
bind 3/3 y = (each x)
bind 0/0 d = (call sum (comp x xs))
bind 4/4 x = (each xs)
block 1 loop in 0
block 2 loop in 0
block 3 loop in 0
block 4 loop in 0
`},
	{"calls", `
boto3.client("s3", *args, region_name=r, **kw)
await session.client("s3").get()
super().__init__()
print("a", b)
print "a"
(f)(a)(b)
`, `
expr (call (. boto3 client) "s3" *args region_name=r *kw)
expr (call (. (call (. session client) "s3") get))
expr (call (. (call super) __init__))
expr (call print "a" b)
expr "a"
expr (call (call f a) b)
`},
}
