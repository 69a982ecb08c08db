package extract

import "testing"

func TestPythonStatements(t *testing.T) { checkPython(t, pyStatements) }

var pyStatements = []pyCase{
	{"if", `
if a:
    x = 1
elif b:
    return
else:
    raise E
if c: x
else: y = 2
if not d:
    sys.exit(1)
`, `
bind 0/1 x = 1
bind 0/5 y = 2
block 1 arm in 0 g1! if a
block 2 arm in 0 g1! exits
block 3 arm in 0 g1! exits
block 4 arm in 0 g2! if c
block 5 arm in 0 g2! unless c
block 6 arm in 0 g3 if (not d) exits
expr b
expr null
expr E
expr x
expr (call (. sys exit) 1)
`},
	{"nested exits", `
def f():
    if a:
        return 1
    else:
        raise E
def g():
    while True:
        if a: break
        continue
def h():
    try:
        return f()
    except E:
        raise
def i():
    try:
        return f()
    except E:
        pass
def j():
    with suppress(E):
        raise E
def k():
    with lock:
        return 1
def l():
    try:
        pass
    finally:
        os._exit(1)
`, `
bind 0/0 f = func#0
bind 0/0 g = func#1
bind 0/0 h = func#2
bind 0/0 i = func#3
bind 0/0 j = func#4
bind 0/0 k = func#5
bind 0/0 l = func#6
func 0 f() -> 2:1
func 1 g()
func 2 h() -> 8:(call f)
func 3 i() -> 11:(call f)
func 4 j()
func 5 k() -> 16:1
func 6 l()
block 1 body in 0 exits
block 2 arm in 1 g1! if a exits
block 3 arm in 1 g1! unless a exits
block 4 body in 0
block 5 loop in 4 exits
block 6 arm in 5 g2 if a exits
block 7 body in 0 exits
block 8 nested in 7 exits
block 9 arm in 7 g3 exits
block 10 body in 0
block 11 nested in 10 exits
block 12 arm in 10 g4
block 13 body in 0
block 14 nested in 13 exits
block 15 body in 0 exits
block 16 nested in 15 exits
block 17 body in 0 exits
block 18 nested in 17
block 19 nested in 17 exits
expr E
expr true
expr E
expr E
expr (call suppress E)
expr E
expr lock
expr (call (. os _exit) 1)
`},
	{"match", `
match region:
    case "us-east-1":
        a = 1
    case "eu-west-1" | "eu-west-2" as r if ok(r):
        b = 2
    case Point(x=px, y=0) | [px, *rest]:
        pass
    case {"k": v, **more}:
        pass
    case Color.RED | -1:
        return
    case other:
        c = other
match x, y:
    case 1, z:
        pass
`, `
bind 0/1 a = 1
bind 0/2 r = region
bind 0/2 b = 2
bind 0/3 px ~= ?
bind 0/3 px ~= ?
bind 0/3 rest ~= ?
bind 0/4 v ~= ?
bind 0/4 more ~= ?
bind 0/6 other = region
bind 0/6 c = other
bind 0/7 z ~= ?
block 1 arm in 0 g1! if (== region "us-east-1")
block 2 arm in 0 g1!
block 3 arm in 0 g1!
block 4 arm in 0 g1!
block 5 arm in 0 g1! exits
block 6 arm in 0 g1!
block 7 arm in 0 g2
expr (== region "eu-west-1")
expr (== region "eu-west-2")
expr (call ok r)
expr Point
expr 0
expr "k"
expr (== region (. Color RED))
expr 1
expr null
expr x
expr y
expr 1
`},
	{"try", `
try:
    a = f()
except (A, B) as e:
    b = e
except* C:
    c = 1
else:
    d = 2
finally:
    g = 3
`, `
bind 0/1 a = (call f)
bind 0/2 e ~= ?
bind 0/2 b = e
bind 0/3 c = 1
bind 0/4 d = 2
bind 0/5 g = 3
block 1 nested in 0
block 2 arm in 0 g1
block 3 arm in 0 g1
block 4 arm in 0 g1
block 5 nested in 0
expr [A B]
expr *C
`},
	{"loops", `
for i, (k, v) in enumerate(xs):
    a = k
else:
    b = 1
for self.x in y: pass
async def f():
    async for z in w: z
while cond():
    c = 1
else:
    d = 2
`, `
bind 0/1 i = (index (each (call enumerate xs)) 0)
bind 0/1 k = (index (index (each (call enumerate xs)) 1) 0)
bind 0/1 v = (index (index (each (call enumerate xs)) 1) 1)
bind 0/1 a = k
bind 0/2 b = 1
bind 0/0 f = func#0
bind 1/5 z = (each w)
bind 0/6 c = 1
bind 0/7 d = 2
store 0/3 (. self x) = (each y)
func 0 async f()
block 1 loop in 0
block 2 arm in 0 g1
block 3 loop in 0
block 4 body in 0
block 5 loop in 4
block 6 loop in 0
block 7 arm in 0 g2
expr z
expr (call cond)
`},
	{"with", `
with open(f) as a, lock, g() as (b, c):
    d = a
with (x() as y, z() as self.w):
    pass
`, `
bind 0/0 a ~= (call open f)
bind 0/0 b ~= ?
bind 0/0 c ~= ?
bind 0/1 d = a
bind 0/0 y ~= (call x)
store 0/0 (. self w) = ?
block 1 nested in 0
block 2 nested in 0
expr lock
expr (call g)
expr (call z)
`},
	{"errors", `
a = 1
def f(:
    b = boto3.client("s3")
c = "us-east-1
d = (
`, `
bind 0/0 a = 1
bind 0/0 f = func#0
bind 1/1 b = (call (. boto3 client) "s3")
bind 0/0 c = (? (? us east) 1)
func 0 f()
block 1 body in 0
expr (?)
expr d
`},
	{"prose", `
"""module"""
class A:
    "doc"
    def f(self):
        ("a"
         "b")
        f"{g()}"
`, `
bind 0/0 A = class#0
bind 1/0 f = func#0
func 0 A.f(self)
class 0 A()
block 1 body in 0
expr (concat (call g))
`},
	{"main", `
if __name__ == "__main__":
    main()
`, `
block 1 arm in 0 g1 if (== __name__ "__main__")
expr (call main)
`},
}
