package extract

import "testing"

func TestTypeScriptModules(t *testing.T) {
	runTypeScript(t, []tsCase{
		{name: "exports", text: `
export const a = 1, { b, c: [d] } = o; export function f() {}
export abstract class C {}
export { a as x, b, c as "str", d as default };
export * from "m"; export * as ns from "n"; export { k as l, default } from "p"; export type { T } from "t";
@Dec export class G {}
export declare const ambient: string;
export type Region = "us-east-1" | ("eu-west-1" | undefined);`, want: `
import m *
import n
import p k
import p default
import t T type
bind 0/0 const a = 1
bind 0/0 const b = (. o b)
bind 0/0 const d = (index (. o c) 0)
bind 0/0 f = func#0
bind 0/0 C = class#0
bind 0/0 G = class#1
bind 0/0 const ambient declared
func 0 f()
class 0 C()
class 1 G() @Dec
export a = a
export b = b
export d = d
export f = f
export C = C
export x = a
export b = b
export str = c
export default = d
export * from 0
export ns from 1
export l from 2
export default from 3
export T from 4
export G = G
export ambient = ambient
block 1 body in 0
expr ["us-east-1" "eu-west-1"]
`},
		{name: "default exports", text: `
export default { a: 1 };`, want: `
export default = {"a":1}
`},
		{name: "default function", text: `
export default function () { return 1 }`, want: `
func 0 () -> 1:1
export default = func#0
block 1 body in 0 exits
`},
		{name: "default named function", text: `
export default async function f() {}`, want: `
bind 0/0 f = func#0
func 0 async f()
export default = f
block 1 body in 0
`},
		{name: "default class", text: `
export default class {}`, want: `
class 0 ()
export default = class#0
`},
		{name: "default named class", text: `
export default class K {}`, want: `
bind 0/0 K = class#0
class 0 K()
export default = K
`},
		{name: "default abstract class", text: `
export default abstract class K {}`, want: `
bind 0/0 K = class#0
class 0 K()
export default = K
`},
		{name: "export assignment", text: `
export = foo;`, want: `
store 0/0 (. module exports) = foo
`},
		{name: "commonjs", text: `
module.exports = { a }; exports.b = require("./b").c;`, want: `
store 0/0 (. module exports) = {"a":a}
store 0/0 (. exports b) = (. (call require "./b") c)
`},
		{name: "imports", text: `
import d, { a, b as c, type T, default as e } from "m"; import * as ns from 'n'; import "side"; import x = require("r");
import type Z from "z"; import { type } from "w"; import al = A.B.C; import data from "./d.json" with { type: "json" };`, want: `
import m default as d
import m a as a
import m b as c
import m T as T type
import m default as e
import n as ns
import side
import r as x
import z default as Z type
import w type as type
import ./d.json default as data
bind 0/0 const d = import#0
bind 0/0 const a = import#1
bind 0/0 const c = import#2
bind 0/0 const T = import#3
bind 0/0 const e = import#4
bind 0/0 const ns = import#5
bind 0/0 const x = import#7
bind 0/0 const Z = import#8
bind 0/0 const type = import#9
bind 0/0 const al = (. (. A B) C)
bind 0/0 const data = import#10
`},
		{name: "enums and namespaces", text: `
enum E { A = "us-east-1", B, "c-d" = 3 }
export declare enum F { X = "x" }
namespace N.M { export const r = 1; const hidden = 2; var v = 3; export { hidden as shown }; export namespace K { export let x = r } export function f() {} }
declare module "foo" { export const x: string }
declare global { var zz: string; function gf(): void }`, want: `
bind 0/0 const E = {"A":"us-east-1" "B":(?) "c-d":3}
bind 0/0 const F = {"X":"x"}
bind 0/0 const N = {"M":{~"r":r ~"shown":hidden ~"K":K ~"f":f}}
bind 1/1 const r = 1
bind 1/1 const hidden = 2
bind 1/1 v = 3
bind 1/1 const K = {~"x":x}
bind 2/2 x = r
bind 1/1 f = func#0
bind 4/4 const x declared
bind 0/5 zz declared
func 0 f()
export F = F
block 1 nested in 0
block 2 nested in 1
block 3 body in 1
block 4 nested in 0
block 5 nested in 0
expr {~"x":x}
`},
		{name: "directives", text: `
"use client"; 'use strict'
f("after"); "not a directive";`, want: `
expr (call f "after")
expr "not a directive"
`},
	})
}

func TestTypeScriptFlow(t *testing.T) {
	runTypeScript(t, []tsCase{
		{name: "if chains", text: `
if (a) x = 1; else if (b) { x = 2; return } else x = 3;
if (c) { throw e } else { process.exit(1) }
if (d) y();`, want: `
bind 0/1 x = 1
bind 0/2 x = 2
bind 0/3 x = 3
block 0 body in 0 exits
block 1 arm in 0 g1! if a
block 2 arm in 0 g1! if b exits
block 3 arm in 0 g1!
block 4 arm in 0 g2! if c exits
block 5 arm in 0 g2! unless c exits
block 6 arm in 0 g3 if d
expr e
expr (call (. process exit) 1)
expr (call y)
`},
		{name: "switch", text: `
switch (env) { case "prod": case "live": a = 1; break; case "dev": { const a = 2; break } default: throw x }`, want: `
bind 0/1 a = 1
bind 1/2 const a = 2
block 1 arm in 0 g1! if (or (== env "prod") (== env "live"))
block 2 arm in 0 g1! if (== env "dev")
block 3 arm in 0 g1! exits
expr x
`},
		{name: "switch that always leaves", text: `
function f(a) { switch (a) { case 1: return 1; default: throw 2 } }
function g(a) { switch (a) { case 1: { x = 1 } case 2: } }
function h(a) { try { return a } catch { return 1 } }
function i(a) { if (a) { return 1 } else if (b) { throw 2 } else { return 3 } }
function j(a) { try { a() } finally { return 1 } }`, want: `
bind 0/0 f = func#0
bind 0/0 g = func#1
bind 0/5 x = 1
bind 0/0 h = func#2
bind 0/0 i = func#3
bind 0/0 j = func#4
func 0 f(a) -> 2:1
func 1 g(a)
func 2 h(a) -> 8:a, 9:1
func 3 i(a) -> 11:1, 13:3
func 4 j(a) -> 16:1
block 1 body in 0 exits
block 2 arm in 1 g1! if (== a 1) exits
block 3 arm in 1 g1! exits
block 4 body in 0
block 5 arm in 4 g2 if (== a 1)
block 6 arm in 4 g3
block 7 body in 0 exits
block 8 nested in 7 exits
block 9 arm in 7 g4 exits
block 10 body in 0 exits
block 11 arm in 10 g5! if a exits
block 12 arm in 10 g5! if b exits
block 13 arm in 10 g5! exits
block 14 body in 0 exits
block 15 nested in 14
block 16 nested in 14 exits
expr 2
expr 2
expr 2
expr (call a)
`},
		{name: "switch that falls through", text: `
switch (env) { case 1: a(); case 2: b(); break; default: c() }`, want: `
block 1 arm in 0 g1 if (== env 1)
block 2 arm in 0 g2
block 3 arm in 0 g2
expr (call a)
expr 2
expr (call b)
expr (call c)
`},
		{name: "loops", text: `
for (let i = 0, n = f(); i < n; i++) { if (x) continue; g(i) }
for (const [k, v] of Object.entries(o)) h(k, v);
for (var key in o) ; for (m.x of list) {} while (a) { b(); break } do c(); while (d);
outer: for (;;) { break outer }`, want: `
bind 1/0 i = 0
bind 1/0 n = (call f)
bind 1/1 i += ?
bind 2/3 const k = (index (each (call (. Object entries) o)) 0)
bind 2/3 const v = (index (each (call (. Object entries) o)) 1)
bind 0/4 key = (each o)
store 0/5 (. m x) = (each list)
block 1 loop in 0 if (? i n)
block 2 arm in 1 g1 if x exits
block 3 loop in 0
block 4 loop in 0
block 5 loop in 0
block 6 loop in 0 if a exits
block 7 loop in 0
block 8 loop in 0 exits
expr (call g i)
expr (? i)
expr (call h k v)
expr (call b)
expr (call c)
expr d
`},
		{name: "damage", text: `
const a = "us-east-1"; const = ; new S3({ region: a }
function f( { return new EC2(b) }`, want: `
bind 0/0 const a = "us-east-1"
expr (?)
expr (? S3 (? {"region":a}) f (?) (? new EC2) (? (? b)))
`},
	})
}
