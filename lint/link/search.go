package link

import "strings"

// mapElements is list.map(f): what f gives for each element, or, of a long list, for
// them all.
func mapElements(l *linker, f value, c call) []value {
	fns, _, ok := l.arg(c, 0)
	if !ok {
		return unknowns
	}
	all := f.self.items()
	if len(all) > maxAlternatives {
		return []value{looseList([][]value{l.calledWith(fns, c, l.elements([]value{*f.self}))})}
	}
	out := *f.self.seq
	out.items = nil
	for i := range all {
		out.items = append(out.items, l.calledWith(fns, c, l.itemOf(f.self, i)))
	}
	return []value{{kind: sequence, seq: &out}}
}

// itemOf returns item i of a list as a loop over it does.
func (l *linker) itemOf(list *value, i int) []value {
	item := list.items()[i]
	if len(list.items()) >= catalogue {
		return looped(item)
	}
	return item
}

// calledWith returns what functions give for one argument.
func (l *linker) calledWith(fns []value, c call, vals []value) []value {
	var s set
	for _, fn := range fns {
		switch fn.kind {
		case function:
			s.add(l.invoke(fn, call{fr: c.fr, bound: []argument{{vals: vals}}})...)
		case external:
			if fn.sym == "Boolean" || fn.sym == "String" {
				s.add(l.intrinsics[fn.sym](l, fn, call{bound: []argument{{vals: vals}}})...)
				continue
			}
			s.add(unknowns...)
		default:
			s.add(unknowns...)
		}
	}
	return s.vals
}

// chosenElements is list.filter(f).
func chosenElements(l *linker, f value, c call) []value {
	chosen, _ := l.chosen(f, c)
	return []value{{kind: sequence, seq: &chosen}}
}

// chosen returns the elements of a list that the function which a call hands over may
// say yes to, and the index of the first that it surely does so to, -1 for none.
func (l *linker) chosen(f value, c call) (chosen list, sure int) {
	fns, _, ok := l.arg(c, 0)
	chosen = *f.self.seq
	all := chosen.items
	if !ok || len(all) > maxAlternatives {
		chosen.loose = true
		return chosen, -1
	}
	sure, chosen.items = -1, nil
	ordered := !chosen.loose
	for i := range all {
		item := l.itemOf(f.self, i)
		says := truthOf(l.calledWith(fns, c, item))
		if says == fails {
			continue
		}
		if says == holds && sure < 0 && ordered {
			sure = len(chosen.items)
		}
		if kept := filtered(item, keptBy(fns)); len(kept) > 0 {
			chosen.items = append(chosen.items, kept)
			chosen.loose = chosen.loose || says == open
		}
	}
	return chosen, sure
}

// keptBy returns what is known of the elements that functions say yes to.
func keptBy(fns []value) filter {
	if len(fns) == 1 && fns[0].kind == external && fns[0].sym == "Boolean" {
		return keepTruthy
	}
	return 0
}

// foundElement is list.find(f).
func foundElement(l *linker, f value, c call) []value {
	chosen, sure := l.chosen(f, c)
	if sure >= 0 {
		return l.elements([]value{listOf(chosen.items[:sure+1])})
	}
	return append(l.elements([]value{{kind: sequence, seq: &chosen}}), unknowns...)
}

// listPart is list.slice(start, end), a list of anything in it where the positions are
// not known.
func listPart(l *linker, f value, c call) []value {
	all := f.self.items()
	if f.self.isLoose() || f.self.isOpen() {
		return []value{looseList(all)}
	}
	start, end := 0, len(all)
	for i, to := range []*int{&start, &end} {
		vals, _, given := l.arg(c, i)
		if !given {
			break
		}
		n, known := 0, false
		if len(vals) == 1 {
			n, known = number(&vals[0])
		}
		if !known {
			return []value{*f.self}
		}
		if n < 0 {
			n += len(all)
		}
		*to = min(max(n, 0), len(all))
	}
	if start >= end {
		return []value{listOf(nil)}
	}
	return []value{listOf(all[start:end])}
}

// textAsked is text.startsWith(part) and its like.
func textAsked(l *linker, f value, c call) []value {
	parts, _, ok := l.arg(c, 0)
	if _, _, more := l.arg(c, 1); !ok || more {
		return open.values()
	}
	return agreement([]value{*f.self}, parts, func(whole, part *value) truth {
		s, ok := whole.settled()
		t, known := part.settled()
		if !ok || !known {
			return open
		}
		switch strings.ToLower(lastDot(f.sym)) {
		case "startswith":
			return truthIf(strings.HasPrefix(s, t))
		case "endswith":
			return truthIf(strings.HasSuffix(s, t))
		}
		return truthIf(strings.Contains(s, t))
	}).values()
}

// listAsked is list.includes(value).
func listAsked(l *linker, f value, c call) []value {
	vals, _, ok := l.arg(c, 0)
	if !ok {
		return open.values()
	}
	return agreement([]value{*f.self}, vals, func(list, v *value) truth {
		s, ok := v.settled()
		t := fails
		if list.isLoose() || list.isOpen() {
			t = open
		}
		for _, item := range list.items() {
			if len(item) != 1 {
				return open
			}
			switch other, known := item[0].settled(); {
			case !ok || !known:
				return open
			case other == s && t != open:
				t = holds
			}
		}
		return t
	}).values()
}
