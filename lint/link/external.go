package link

import (
	"slices"
	"strconv"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// ecosystem returns where a unit's external symbols come from.
func (u *unit) ecosystem() aws.Ecosystem {
	if u.Lang == fact.Python {
		return aws.Python
	}
	return aws.JavaScript
}

// shape returns what calling an external symbol does to AWS.
func (l *linker) shape(u *unit, f value) (*aws.Shape, bool) {
	if f.self != nil && f.self.kind == product && f.self.made != nil && f.self.made.shape != nil {
		session := f.self.made.shape
		if session.Kind != aws.SessionShape {
			return nil, false
		}
		if sh, ok := aws.SessionMethod(session.SDK, lastDot(f.sym)); ok {
			return &sh, true
		}
		return nil, false
	}
	key := symbol{u.ecosystem(), f.sym}
	sh, ok := l.shapes[key]
	if !ok {
		sh = findShape(key)
		l.shapes[key] = sh
	}
	return sh, sh != nil
}

// A symbol is something outside the root.
type symbol struct {
	eco aws.Ecosystem
	sym string
}

// findShape returns the shape of a symbol, nil for none.
func findShape(s symbol) *aws.Shape {
	for _, sym := range []string{s.sym, strings.ReplaceAll(s.sym, ".default.", "."), strings.TrimSuffix(s.sym, ".default")} {
		if sh, ok := aws.LookupShape(s.eco, sym); ok {
			return &sh
		}
	}
	return nil
}

func lastDot(sym string) string { return sym[strings.LastIndexByte(sym, '.')+1:] }

// constructs reports whether an external symbol, named by a type annotation,
// is one whose instances mean something to evaluation.
func (l *linker) constructs(sym string) bool {
	for _, eco := range []aws.Ecosystem{aws.Python, aws.JavaScript} {
		if _, ok := aws.LookupShape(eco, sym); ok {
			return true
		}
	}
	return isConfigService(sym + "()")
}

// applyExternal calls something outside the root: what evaluation knows the
// meaning of, an SDK's shape, or anything else.
func (l *linker) applyExternal(f value, c call) []value {
	if fn := l.intrinsics[f.sym]; fn != nil {
		return fn(l, f, c)
	}
	if vals, ok := l.settingsCall(f, c); ok {
		return vals
	}
	if pos, ok := handsOn(f.sym); ok && !isProvider(f.sym) {
		return l.applyDeferred(pos, c)
	}
	if sh, ok := l.shape(c.u, f); ok {
		if sh.Kind == aws.WrapperShape {
			if vals := l.wrapped(sh, c); vals != nil {
				return vals
			}
		}
		return []value{{kind: product, sym: f.sym + "()", made: &made{call: c, shape: sh, from: f.self}}}
	}
	if isGetter(lastDot(f.sym)) && !f.ofSDK() {
		if vals, ok := l.defaulted(c); ok {
			return vals
		}
	}
	return []value{{kind: product, sym: f.sym + "()", made: &made{call: c, from: f.self}}}
}

// ofSDK reports whether v is a member of what an SDK made.
func (v *value) ofSDK() bool {
	return v.self != nil && v.self.made != nil && v.self.made.shape != nil
}

// wrapped returns the client that a wrapper wraps.
func (l *linker) wrapped(sh *aws.Shape, c call) []value {
	for _, a := range sh.Session {
		if vals, _, ok := l.arg(c, a.Pos, a.Name); ok {
			return vals
		}
	}
	return nil
}

// applyProduct calls what an external call returned.
func (l *linker) applyProduct(f value, c call) []value {
	if fn := l.intrinsics[f.sym]; fn != nil {
		return fn(l, f, c)
	}
	if vals, ok := l.settingsCall(value{kind: external, sym: f.sym, self: &f}, c); ok {
		return vals
	}
	if f.made != nil && isProvider(strings.TrimSuffix(f.sym, "()")) {
		return l.applyDeferred(0, f.made.call)
	}
	if isPartial(f.sym) {
		return l.applyPartial(f, c)
	}
	if f.sym == "typing.NewType()" {
		return first(l, f, c)
	}
	return []value{{kind: product, sym: f.sym + "()", made: &made{call: c, from: &f}}}
}

// applyUnknown calls something that is not known at all. A fallback that it is
// given still counts.
func (l *linker) applyUnknown(c call) []value {
	if c.u == nil || c.typed {
		return unknowns
	}
	if name := lastName(c.u, c.u.KidsOf(c.id)[0]); isGetter(name) {
		if vals, ok := l.defaulted(c); ok {
			return vals
		}
	}
	return unknowns
}

func isGetter(name string) bool {
	return slices.Contains([]string{
		"get", "getenv", "get_env", "getEnv", "env", "get_config", "getConfig", "get_setting", "getSetting", "config",
		"get_secret", "get_str", "getString", "getOptional", "setdefault", "get_secret_value", "get_var", "getVar",
		"requireEnv", "optionalEnv", "get_env_var", "getEnvVar", "tryGetContext", "get_parameter", "envOr", "env_or",
	}, name)
}

// defaulted returns the fallback of a call such as config.get("region",
// "us-east-1"), beside what is not known.
func (l *linker) defaulted(c call) ([]value, bool) {
	args, _ := l.args(c)
	for _, name := range []string{"default", "fallback", "default_value", "defaultValue"} {
		if a, ok := keyword(args, name); ok {
			return l.orUnknown(c, a), true
		}
	}
	if a, ok := positional(args, 1); ok {
		return l.orUnknown(c, a), true
	}
	return nil, false
}

func (l *linker) orUnknown(c call, a argument) []value {
	vals := l.argVals(c, a)
	if a.id != 0 {
		vals = l.fallback(c.u, a.id, vals)
	}
	return append(slices.Clip(vals), value{kind: unknown})
}

// An intrinsic evaluates a call of something whose meaning is known.
type intrinsic func(l *linker, f value, c call) []value

func first(l *linker, _ value, c call) []value {
	vals, _, ok := l.arg(c, 0)
	if !ok {
		return unknowns
	}
	return vals
}

// environGet is os.getenv, os.environ.get and their like.
func environGet(l *linker, _ value, c call) []value {
	name, _, ok := l.arg(c, 0, "key")
	if !ok {
		return unknowns
	}
	fallback, a, has := l.arg(c, 1, "default")
	if has && a.id != 0 {
		fallback = l.fallback(c.u, a.id, fallback)
		has = !allOf(fallback, (*value).isNull)
	}
	var s set
	for _, n := range name {
		key, ok := n.whole()
		if !ok {
			s.add(fallback...)
			s.add(unknowns...)
			continue
		}
		s.add(l.lookup(c.u, c.id, key, nameSpot(&n, c, l), fallback, has)...)
	}
	return s.vals
}

// nameSpot returns where the call spells the variable's name.
func nameSpot(name *value, c call, l *linker) source.Location {
	if len(name.pieces) == 1 && name.pieces[0].at != zero {
		return name.pieces[0].at
	}
	return l.keySpan(c.u, c.id)
}

// textSelf applies a method that leaves a region as it is: toString, and those
// that lower its letters or trim its ends.
func textSelf(l *linker, f value, c call) []value {
	s, ok := f.self.whole()
	if !ok {
		return []value{*f.self}
	}
	cut := " \t\r\n"
	if chars, _, given := l.arg(c, 0); given && len(chars) == 1 && chars[0].kind == text {
		cut = chars[0].str()
	}
	start, end := 0, len(s)
	switch lastDot(f.sym) {
	case "lower", "toLowerCase", "casefold":
		if lower := strings.ToLower(s); lower != s {
			p, _ := f.self.covering(0)
			return []value{f.self.as(piece{text: lower, way: p.way})}
		}
	case "strip", "trim":
		end = len(strings.TrimRight(s, cut))
		start = end - len(strings.TrimLeft(s[:end], cut))
	case "rstrip", "trimEnd":
		end = len(strings.TrimRight(s, cut))
	case "lstrip", "trimStart":
		start = end - len(strings.TrimLeft(s, cut))
	}
	if end-start == len(s) {
		return []value{*f.self}
	}
	return []value{l.slice(*f.self, s[start:end], start, end)}
}

// textSplit splits a text whose separator is known.
func textSplit(l *linker, f value, c call) []value {
	sep, _, ok := l.arg(c, 0, "sep")
	s, known := f.self.whole()
	if !ok || len(sep) != 1 {
		return unknowns
	}
	by, ok := sep[0].whole()
	if !ok || by == "" {
		return unknowns
	}
	if !known {
		// Only the part before the first separator can be known.
		s = f.self.str()
		if i := strings.Index(s, by); i < 0 || strings.IndexByte(s[:i], aws.Hole) >= 0 {
			return unknowns
		}
	}
	var items [][]value
	pos := 0
	for part := range strings.SplitSeq(s, by) {
		if !l.takes(len(items), 1) {
			items = append(items, unknowns)
			break
		}
		item := value{kind: unknown}
		if strings.IndexByte(part, aws.Hole) < 0 {
			p, _ := f.self.covering(pos)
			item = f.self.as(piece{text: part, at: f.self.spot(pos, pos+len(part)), way: p.way})
		}
		items = append(items, []value{item})
		pos += len(part) + len(by)
	}
	return []value{listOf(items)}
}

func textReplace(l *linker, f value, c call) []value {
	from, _, ok1 := l.arg(c, 0)
	to, _, ok2 := l.arg(c, 1)
	s, ok := f.self.whole()
	if !ok || !ok1 || !ok2 || len(from) != 1 || len(to) != 1 {
		return unknowns
	}
	a, ok1 := from[0].whole()
	b, ok2 := to[0].whole()
	if !ok1 || !ok2 {
		return unknowns
	}
	if !strings.Contains(s, a) {
		return []value{*f.self}
	}
	if len(s)+strings.Count(s, a)*(len(b)-len(a)) > maxText {
		return unknowns
	}
	p, _ := f.self.covering(0)
	return []value{f.self.as(piece{text: strings.ReplaceAll(s, a, b), way: p.way})}
}

// joinTexts is list.join(separator).
func joinTexts(l *linker, f value, c call) []value {
	seps, _, ok := l.arg(c, 0)
	if !ok {
		seps = []value{literal(",", c.at(), false, StepLiteral)}
	}
	if len(seps) != 1 || seps[0].kind != text {
		return unknowns
	}
	texts := [][]piece{nil}
	for i, item := range f.self.items() {
		var next [][]piece
		for _, v := range item {
			alt := v.pieces
			if v.kind != text {
				alt = []piece{unknownPiece(c.at())}
			}
			for _, t := range texts[:min(len(texts), maxAlternatives-len(next))] {
				if i > 0 {
					t = longer(t, seps[0].pieces, c.at())
				}
				next = append(next, longer(t, alt, c.at()))
			}
		}
		texts = next
	}
	var s set
	for _, t := range texts {
		s.add(value{kind: text, pieces: t})
	}
	return s.vals
}

// textPart is text.slice(start, end) and its like, and the text.indexOf(part)
// that they are given.
func textPart(l *linker, f value, c call) []value {
	s, ok := f.self.whole()
	first, _, given := l.arg(c, 0)
	if !ok || !given || len(first) != 1 {
		return unknowns
	}
	if lastDot(f.sym) == "indexOf" {
		part, ok := first[0].whole()
		if !ok {
			return unknowns
		}
		return []value{literal(strconv.Itoa(strings.Index(s, part)), c.at(), false, StepLiteral)}
	}
	start, known := number(&first[0])
	end := len(s)
	if last, _, given := l.arg(c, 1); given {
		n, ok := 0, false
		if len(last) == 1 {
			n, ok = number(&last[0])
		}
		known = known && ok
		if end = n; lastDot(f.sym) == "substr" {
			end += start
		}
	}
	if start < 0 {
		start += len(s)
	}
	if end < 0 {
		end += len(s)
	}
	if end = min(end, len(s)); !known || start < 0 || start > end {
		return unknowns
	}
	return []value{l.slice(*f.self, s[start:end], start, end)}
}

// getAttribute is getattr(o, "name", default).
func getAttribute(l *linker, _ value, c call) []value {
	objs, _, ok := l.arg(c, 0)
	names, _, ok2 := l.arg(c, 1)
	if !ok || !ok2 {
		return unknowns
	}
	fallback, a, has := l.arg(c, 2)
	if has && a.id != 0 {
		fallback = l.fallback(c.u, a.id, fallback)
	}
	var s set
	for _, o := range objs {
		for _, n := range names {
			if name, ok := n.whole(); ok {
				s.add(l.member(c.u, c.id, o, name, c.fr)...)
			} else {
				s.add(unknowns...)
			}
		}
	}
	vals := s.vals
	if has && slices.ContainsFunc(vals, func(v value) bool { return v.kind == unknown || v.kind == null || v.kind == external }) {
		vals = append(slices.Clip(vals), fallback...)
	}
	return vals
}

// callArgument calls its first argument: useMemo(() => …), asyncio.run(f()).
func callArgument(l *linker, _ value, c call) []value {
	vals, _, ok := l.arg(c, 0)
	if !ok {
		return unknowns
	}
	var s set
	for _, v := range vals {
		switch {
		case v.kind == function && v.u.Funcs[v.ref].Generator:
			s.add(l.elements(l.invoke(v, call{fr: c.fr}))...)
		case v.kind == function:
			s.add(l.invoke(v, call{fr: c.fr})...)
		default:
			s.add(v)
		}
	}
	return s.vals
}

// applyPartial calls what functools.partial made.
func (l *linker) applyPartial(f value, c call) []value {
	fns, c := l.partial(f, c)
	if len(fns) == 0 {
		return unknowns
	}
	var s set
	for _, fn := range fns {
		s.add(l.apply(fn, c)...)
	}
	return s.vals
}

// partial returns the functions behind a functools.partial, and a call of it
// with the arguments that it was made with.
func (l *linker) partial(f value, c call) ([]value, call) {
	inner := f.made.call
	args, _ := l.args(inner)
	if len(args) == 0 {
		return nil, c
	}
	c.bound = nil
	for _, a := range args[1:] {
		c.bound = append(c.bound, argument{name: a.name, vals: l.argVals(inner, a), at: a.at})
	}
	return l.argVals(inner, args[0]), c
}

func isPartial(sym string) bool { return strings.HasPrefix(sym, "functools.partial(") }

// pairsMapping is new Map([[key, value], …]).
func pairsMapping(l *linker, _ value, c call) []value {
	o := &object{pairs: true}
	lists, _, ok := l.arg(c, 0)
	o.open = !ok || len(lists) != 1 || lists[0].kind != sequence
	for _, list := range lists {
		for _, item := range list.items() {
			for _, pair := range item {
				parts := pair.items()
				if pair.kind != sequence || len(parts) != 2 || len(parts[0]) != 1 {
					o.open = true
					continue
				}
				key, known := parts[0][0].whole()
				o.open = o.open || !known
				if known {
					o.put(entry{key: key, vals: parts[1], at: c.at(), maybe: len(item) > 1})
				}
			}
		}
	}
	return []value{{kind: mapping, obj: o}}
}

// fromPairs is Object.fromEntries of pairs, or of a Map.
func fromPairs(l *linker, f value, c call) []value {
	if vals := first(l, f, c); allOf(vals, func(v *value) bool { return v.kind == mapping }) {
		return vals
	}
	vals := pairsMapping(l, f, c)
	vals[0].obj.pairs = false
	return vals
}

// sequenceItem is list.at(n); other methods that take an element take any.
func sequenceItem(l *linker, f value, c call) []value {
	if positions, _, ok := l.arg(c, 0); ok && lastDot(f.sym) == "at" && len(positions) == 1 {
		n, known := number(&positions[0])
		if n < 0 {
			n += len(f.self.items())
		}
		if known && n >= 0 && n < len(f.self.items()) {
			return f.self.items()[n]
		}
	}
	return l.elements([]value{*f.self})
}

// callFunction is f.call(this, …).
func callFunction(l *linker, f value, c call) []value {
	args, _ := l.args(c)
	if len(args) == 0 {
		return l.invoke(*f.self, call{fr: c.fr})
	}
	for i := range args {
		args[i].vals, args[i].id = l.argVals(c, args[i]), 0
	}
	return l.invoke(*f.self, call{fr: c.fr, bound: args[1:]})
}
