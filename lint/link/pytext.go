package link

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// textPartition is text.partition(sep) and text.rpartition(sep).
func textPartition(l *linker, f value, c call) []value {
	sep, _, ok := l.arg(c, 0)
	s, known := f.self.whole()
	if !ok || !known || len(sep) != 1 {
		return unknowns
	}
	by, ok := sep[0].whole()
	if !ok || by == "" {
		return unknowns
	}
	last := lastDot(f.sym) == "rpartition"
	at := strings.Index(s, by)
	if last {
		at = strings.LastIndex(s, by)
	}
	cuts := []int{0, at, at + len(by), len(s)}
	switch {
	case at < 0 && last:
		cuts = []int{0, 0, 0, len(s)}
	case at < 0:
		cuts = []int{0, len(s), len(s), len(s)}
	}
	var items [][]value
	for i := range 3 {
		items = append(items, []value{l.slice(*f.self, s[cuts[i]:cuts[i+1]], cuts[i], cuts[i+1])})
	}
	return []value{listOf(items)}
}

// textUpper is text.upper().
func textUpper(_ *linker, f value, _ call) []value {
	s, ok := f.self.whole()
	if !ok {
		return unknowns
	}
	p, _ := f.self.covering(0)
	return []value{f.self.as(piece{text: strings.ToUpper(s), way: p.way})}
}

// textWithout is text.removeprefix(part) and text.removesuffix(part).
func textWithout(l *linker, f value, c call) []value {
	parts, _, ok := l.arg(c, 0)
	s, known := f.self.whole()
	if !ok || !known || len(parts) != 1 {
		return unknowns
	}
	part, ok := parts[0].whole()
	if !ok {
		return unknowns
	}
	start, end := 0, len(s)
	switch {
	case lastDot(f.sym) == "removeprefix" && strings.HasPrefix(s, part):
		start = len(part)
	case lastDot(f.sym) == "removesuffix" && strings.HasSuffix(s, part):
		end -= len(part)
	}
	return []value{l.slice(*f.self, s[start:end], start, end)}
}

// textSplitLast is text.rsplit(sep, n), which splits at the last n separators.
func textSplitLast(l *linker, f value, c call) []value {
	most, _, limited := l.arg(c, 1, "maxsplit")
	split := textSplit(l, f, c)
	if !limited || len(split) != 1 || split[0].kind != sequence {
		return split
	}
	s, known := f.self.whole()
	sep, _, _ := l.arg(c, 0, "sep")
	by, _ := sep[0].whole()
	n, ok := 0, len(most) == 1
	if ok {
		n, ok = number(&most[0])
	}
	if !known || !ok || n < 0 {
		return unknowns
	}
	items := split[0].items()
	if n >= len(items)-1 {
		return split
	}
	rest := s
	for range n {
		rest = rest[:strings.LastIndex(rest, by)]
	}
	first := []value{l.slice(*f.self, rest, 0, len(rest))}
	return []value{listOf(append([][]value{first}, items[len(items)-n:]...))}
}

// textJoin is separator.join(list).
func textJoin(l *linker, f value, c call) []value {
	lists, _, ok := l.arg(c, 0)
	if !ok {
		return unknowns
	}
	var s set
	for _, list := range lists {
		if list.kind != sequence {
			s.add(unknowns...)
			continue
		}
		sep := call{u: c.u, id: c.id, fr: c.fr, given: true, bound: []argument{{vals: []value{*f.self}}}}
		s.add(joinTexts(l, value{self: &list}, sep)...)
	}
	return s.vals
}

// textFormat is template.format(…) of a template that stands elsewhere.
func textFormat(l *linker, f value, c call) []value {
	template, ok := f.self.whole()
	if !ok {
		return unknowns
	}
	args, _ := l.args(c)
	texts := [][]piece{nil}
	next := 0
	for pos := 0; pos < len(template); {
		open := strings.IndexByte(template[pos:], '{')
		if open < 0 {
			open = len(template) - pos
		}
		if open > 0 {
			fixed := l.slice(*f.self, template[pos:pos+open], pos, pos+open)
			for i := range texts {
				texts[i] = longer(texts[i], fixed.pieces, c.at())
			}
		}
		if pos += open; pos == len(template) {
			break
		}
		length := strings.IndexByte(template[pos:], '}')
		if length < 0 || strings.HasPrefix(template[pos:], "{{") {
			return unknowns
		}
		texts = crossed(texts, l.formatted(c, args, template[pos+1:pos+length], &next), c.at())
		pos += length + 1
	}
	var s set
	for _, t := range texts {
		s.add(value{kind: text, pieces: t})
	}
	return s.vals
}

// formatted returns the alternatives of one field of a template: {} the next
// positional argument, {0} one by its position, {name} a keyword.
func (l *linker) formatted(c call, args []argument, field string, next *int) [][]piece {
	name, _, _ := strings.Cut(field, ":")
	name, _, _ = strings.Cut(name, "!")
	a, ok := keyword(args, name)
	if n, isNumber := number(&value{kind: text, pieces: []piece{{text: name}}}); isNumber {
		a, ok = positional(args, n)
	} else if name == "" {
		a, ok = positional(args, *next)
		*next++
	}
	gap := []piece{unknownPiece(c.at())}
	if !ok {
		return [][]piece{gap}
	}
	var out [][]piece
	for _, v := range l.argVals(c, a) {
		if v.kind == text {
			out = append(out, v.pieces)
		} else {
			out = append(out, gap)
		}
	}
	return out
}

// crossed puts each of the endings, which at puts together, behind each of the
// beginnings.
func crossed(beginnings, endings [][]piece, at source.Location) [][]piece {
	var out [][]piece
	for _, e := range endings {
		for _, b := range beginnings {
			if len(out) < maxAlternatives {
				out = append(out, longer(b, e, at))
			}
		}
	}
	return out
}

// nextItem is next(iterator, default).
func nextItem(l *linker, _ value, c call) []value {
	vals, _, ok := l.arg(c, 0)
	if !ok {
		return unknowns
	}
	args, _ := l.args(c)
	fresh := args[0].id != 0 && c.u.Exprs[args[0].id].Kind == fact.Call
	var s set
	for i := range vals {
		// Nobody knows what was taken from an iterator that has a name.
		in, ok := l.listed(&vals[i])
		if ok && !in.loose && len(in.items) > 0 && fresh {
			s.add(in.items[0]...)
		} else {
			s.add(l.elements(vals[i : i+1])...)
		}
	}
	if fallback, a, has := l.arg(c, 1); has {
		if a.id != 0 {
			fallback = l.fallback(c.u, a.id, fallback)
		}
		s.add(fallback...)
	}
	return s.vals
}

// fillsTemplate reports whether a call is template.format(…) of a template of an
// endpoint that stands elsewhere.
func (l *linker) fillsTemplate(u *unit, id fact.ID) bool {
	callee := &u.Exprs[u.KidsOf(id)[0]]
	if callee.Kind != fact.Member || u.Text(callee) != "format" || u.Lang != fact.Python || u.Exprs[u.Kids(callee)[0]].Kind == fact.String {
		return false
	}
	return slices.ContainsFunc(l.eval(u, u.Kids(callee)[0], nil), func(v value) bool {
		return v.kind == text && hostMark(v.str()) && len(aws.FindEndpoints(v.str())) == 0
	})
}

// collectFilled records the endpoint that a template gives.
func (l *linker) collectFilled(u *unit, id fact.ID) { l.collectURL(u, id, l.eval(u, id, nil)) }
