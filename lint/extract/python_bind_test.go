package extract

import "testing"

func TestPythonBindings(t *testing.T) { checkPython(t, pyBindings) }

var pyBindings = []pyCase{
	{"unpacking", `
a = b = f()
x, (y, *z), w = v
*init, last = items
[p, q] = pair
self.a, b["k"] = t
a[1:2] = v
`, `
bind 0/0 a = (call f)
bind 0/0 b = (call f)
bind 0/0 x = (index v 0)
bind 0/0 y = (index (index v 1) 0)
bind 0/0 z = (? (index v 1))
bind 0/0 w = (index v 2)
bind 0/0 init = (? items)
bind 0/0 last = (index items -1)
bind 0/0 p = (index pair 0)
bind 0/0 q = (index pair 1)
store 0/0 (. self a) = (index t 0)
store 0/0 (index b "k") = (index t 1)
expr v
expr (? a (? 1 2))
`},
	{"annotations", `
x: int
y: Final = 3
z: Optional["Settings"] = None
w: Annotated[str, Field("us-east-1")] = a
v: ClassVar[typing.Final[str]] = "b"
u: "app.Settings"
t: Literal["us-east-1", "eu-west-1"]
s: str | None = None
r: None | "A" | (b.C)
o: Union[A, None] = None
n: dict[str, Optional[list["A"]]]
m: "not a name"
self.r: str = "r"
self.q: "a b"
`, `
bind 0/0 x: int declared
bind 0/0 const y: Final = 3
bind 0/0 z: Settings = null
bind 0/0 w: (index Annotated [str (call Field "us-east-1")]) = a
bind 0/0 const v: (index ClassVar (index (. typing Final) str)) = "b"
bind 0/0 u: (. app Settings) declared
bind 0/0 t: (index Literal ["us-east-1" "eu-west-1"]) declared
bind 0/0 s: str = null
bind 0/0 r: (? A (. b C)) declared
bind 0/0 o: A = null
bind 0/0 n: (index dict [str (index list A)]) declared
bind 0/0 m: "not a name" declared
store 0/0 (. self r) = "r"
expr str
expr "a b"
expr (. self q)
`},
	{"augmented", `
x += "a"
x -= 1
x |= {"a": b}
x |= y
xs += ["us-east-1"]
os.environ["A"] += "b"
`, `
bind 0/0 x += (concat x "a")
bind 0/0 x += ?
bind 0/0 x += {*x *{"a":b}}
bind 0/0 x += ?
bind 0/0 xs += [*xs *["us-east-1"]]
store 0/0 (index (. os environ) "A") += (concat (index (. os environ) "A") "b")
expr 1
expr x
expr (? x y)
`},
	{"stores", `
self.region = region
os.environ["AWS_REGION"] = "us-east-1"
a.b.c = d.e = None
`, `
store 0/0 (. self region) = region
store 0/0 (index (. os environ) "AWS_REGION") = "us-east-1"
store 0/0 (. (. a b) c) = null
store 0/0 (. d e) = null
`},
	{"global and nonlocal", `
def outer(p):
    def inner():
        global a, b
        nonlocal c, p
        a = 1
        c = p = 2
    c = 3
`, `
bind 0/0 outer = func#0
bind 1/1 inner = func#1
bind 2/2 a of scope 0
bind 2/2 b of scope 0
bind 2/2 c of scope 1
bind 2/2 p of scope 1
bind 2/2 a = 1
bind 2/2 c = 2
bind 2/2 p = 2
bind 1/1 c = 3
func 0 outer(p)
func 1 inner()
block 1 body in 0
block 2 body in 1
`},
	{"walrus", `
if (m := f()):
    pass
xs = [y for x in z if (y := g(x))]
v = r if (r := h()) else "d"
`, `
bind 0/0 m = (call f)
bind 0/0 xs = (comp y z (call g x))
bind 1/2 x = (each z)
bind 0/2 y = (call g x)
bind 0/0 v = (if (call h) r "d")
bind 0/0 r = (call h)
block 1 arm in 0 g1 if (call f)
block 2 loop in 0
block 3 arm in 0 g2! if (call h)
block 4 arm in 0 g2! unless (call h)
`},
	{"del and type", `
del a, b.c, d[0]
del (e, f)
type Alias = int
type(g).region = "us"
`, `
bind 0/0 a ~= ?
bind 0/0 e ~= ?
bind 0/0 f ~= ?
bind 0/0 Alias = int
expr (. b c)
expr (index d 0)
expr (. g region)
expr "us"
`},
	{"cast", `
from typing import cast
import typing as t
import sqlalchemy
a = cast(str, f())
b = t.cast("T", x)
c = sqlalchemy.cast(x, y)
d = cast(str)
e = cast()
`, `
import typing cast as cast
import typing as t
import sqlalchemy as sqlalchemy
bind 0/0 cast = import#0
bind 0/0 t = import#1
bind 0/0 sqlalchemy = import#2
bind 0/0 a = (call f)
bind 0/0 b = x
bind 0/0 c = (call (. sqlalchemy cast) x y)
bind 0/0 d = (call cast str)
bind 0/0 e = (call cast)
`},
	{"lambda", `
f = lambda r="us-east-1", *a, **k: g(r)
`, `
bind 0/0 f = func#0
func 0 (r = "us-east-1", *a, **k) -> 1:(call g r)
block 1 body in 0 exits
`},
	{"functions", `
@app.get("/x")
async def f(a, b: int = 1, /, c=x, *args, d: str, e="e", **kw) -> Out:
    """doc"""
    if a:
        return b
    return
def g(a, *, b): yield a; yield from b; yield
`, `
bind 0/0 f = func#0
bind 0/0 g = func#1
func 0 async f(a, b: int = 1, c = x, *args, kw d: str, kw e = "e", **kw) @(call (. app get) "/x") -> 2:b, 1:null
func 1 g(a, kw b) -> 3:a, 3:(each b), 3:null
block 1 body in 0 exits
block 2 arm in 1 g1 if a exits
block 3 body in 0
expr Out
expr (?)
expr (?)
expr (?)
`},
	{"classes", `
@dataclass(frozen=True)
class Settings(base.Settings, Generic[T], metaclass=Meta(x)):
    """doc"""
    region: str = "us-east-1"
    other = region
    declared: Optional[str]

    class Config:
        env_prefix = "AWS_"

    def __init__(self, region=other):
        self.region = region

    @property
    def r(self): return self.region
    @r.setter
    def r(self, v): pass
    @functools.cached_property
    def c(self): return 1
    @staticmethod
    def s(a): pass
    @classmethod
    def m(cls): return lambda: 1

    if X:
        def cond(self):
            def local(): pass
`, `
bind 0/0 Settings = class#0
bind 1/0 region: str = "us-east-1"
bind 1/0 other = region
bind 1/0 declared: str declared
bind 1/0 Config = class#1
bind 2/0 env_prefix = "AWS_"
bind 1/0 __init__ = func#0
bind 1/0 r = func#1
bind 1/0 c = func#3
bind 1/0 s = func#4
bind 1/0 m = func#5
bind 1/8 cond = func#7
bind 10/9 local = func#8
store 3/1 (. self region) = region
func 0 Settings.__init__(self, region = other)
func 1 get Settings.r(self) @property -> 2:(. self region)
func 2 Settings.r(self, v) @(. r setter)
func 3 get Settings.c(self) @(. functools cached_property) -> 4:1
func 4 static Settings.s(a) @staticmethod
func 5 classmethod Settings.m(cls) @classmethod -> 6:func#6
func 6 () -> 7:1
func 7 Settings.cond(self)
func 8 local()
class 0 Settings((. base Settings) (index Generic T)) @(call dataclass frozen=true)
class 1 Config()
block 1 body in 0
block 2 body in 0 exits
block 3 body in 0
block 4 body in 0 exits
block 5 body in 0
block 6 body in 0 exits
block 7 body in 6 exits
block 8 arm in 0 g1 if X
block 9 body in 8
block 10 body in 9
expr (call Meta x)
`},
	{"imports", `
import os
import a.b
import a.b as c, d
from . import x
from ..pkg.mod import (b as c, d)
from a import *
from __future__ import annotations
if TYPE_CHECKING:
    from types_boto3 import S3
def f():
    import late
`, `
import os as os
import a as a
import a.b
import a.b as c
import d as d
import . x as x
import ..pkg.mod b as c
import ..pkg.mod d as d
import a *
import __future__ annotations as annotations
import types_boto3 S3 as S3
import late as late
bind 0/0 os = import#0
bind 0/0 a = import#1
bind 0/0 c = import#3
bind 0/0 d = import#4
bind 0/0 x = import#5
bind 0/0 c = import#6
bind 0/0 d = import#7
bind 0/0 annotations = import#9
bind 0/1 S3 = import#10
bind 0/0 f = func#0
bind 1/2 late = import#11
func 0 f()
block 1 arm in 0 g1 if TYPE_CHECKING
block 2 body in 0
`},
}
