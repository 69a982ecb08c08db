package extract

import (
	"strconv"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// A pySegment is a stretch of a template: text, or a hole to fill.
type pySegment struct {
	literal  pyLiteral
	from, to int // in literal.text
	text     string
	hole     bool
	// named is set for a hole with a name; name is the name, or for str.format
	// the whole field (`0.region`, `cfg[region]`).
	named bool
	name  string
	at    int // where name starts in literal.text
}

// span returns the stretch's place in the file.
func (s pySegment) span() source.Span {
	return source.Span{Start: s.literal.at(s.from), End: s.literal.at(s.to)}
}

// template returns the literals that n, a string or several in a row, consists
// of; ok is false for anything else.
func (p *pyExtractor) template(n parse.Node) (literals []pyLiteral, ok bool) {
	n = p.unwrap(n)
	switch p.tree.Kind(n) {
	case "string":
		l, ok := p.literal(n)
		return []pyLiteral{l}, ok
	case "concatenated_string":
		for c := p.first(n); c != parse.None; c = p.next(c) {
			l, ok := p.literal(c)
			if !ok {
				return nil, false
			}
			literals = append(literals, l)
		}
		return literals, true
	}
	return nil, false
}

// isText reports whether n is a string, with interpolations or without.
func (p *pyExtractor) isText(n parse.Node) bool {
	kind := p.tree.Kind(p.unwrap(n))
	return kind == "string" || kind == "concatenated_string"
}

// pySegments cuts literals into segments with cut; ok is false when one of them
// is not understood.
func pySegments(literals []pyLiteral, cut func(pyLiteral) ([]pySegment, bool)) (all []pySegment, ok bool) {
	for _, l := range literals {
		s, ok := cut(l)
		if !ok {
			return nil, false
		}
		all = append(all, s...)
	}
	return all, true
}

// fill appends the segments' pieces, with each hole filled by hole; ok is
// false when hole cannot.
func (p *pyExtractor) fill(kids []fact.ID, all []pySegment, hole func(pySegment) fact.ID) ([]fact.ID, bool) {
	// Holes first: a template that cannot be filled must leave no text behind.
	values := make([]fact.ID, len(all))
	for i, s := range all {
		if s.hole {
			if values[i] = hole(s); values[i] == 0 {
				return kids, false
			}
		}
	}
	for i, s := range all {
		if s.hole {
			kids = append(kids, values[i])
		} else if s.to > s.from {
			kids = append(kids, p.piece(s.literal, s.from, s.to, s.text))
		}
	}
	return kids, true
}

// keyPiece returns a hole's name as a String over the template.
func (p *pyExtractor) keyPiece(s pySegment, from, to int) fact.ID {
	return p.piece(s.literal, s.at+from, s.at+to, s.name[from:to])
}

// percent appends the pieces of `"…%s…" % v`; ok is false when n is nothing of
// the kind. A template that is not understood is one unknown piece.
func (p *pyExtractor) percent(n parse.Node, kids []fact.ID) (_ []fact.ID, ok bool) {
	left, right := p.field(n, "left"), p.field(n, "right")
	if p.tree.Kind(p.field(n, "operator")) != "%" || right == parse.None || !p.isText(left) {
		return kids, false
	}
	literals, understood := p.template(left)
	var all []pySegment
	if understood {
		all, understood = pySegments(literals, pyCutPercent)
	}
	p.strays(n)
	args, single := p.percentArgs(right)
	if understood {
		next, alone := 0, pyHoles(all) == 1
		filled, ok := p.fill(kids, all, func(s pySegment) fact.ID {
			if s.named {
				if !single {
					return 0
				}
				return p.add(fact.Draft{
					Kind: fact.Index, Span: s.span(), Kids: []fact.ID{args[0], p.keyPiece(s, 0, len(s.name))},
				})
			}
			next++
			switch {
			case !single && next <= len(args):
				return args[next-1]
			case !single:
				return 0
			case alone:
				return args[0]
			}
			key := p.add(fact.Draft{Kind: fact.Number, Span: s.span(), Text: strconv.Itoa(next - 1)})
			return p.add(fact.Draft{Kind: fact.Index, Span: s.span(), Kids: []fact.ID{args[0], key}})
		})
		if ok && (single || next == len(args)) {
			return filled, true
		}
	}
	return append(kids, p.expr(fact.Unknown, n, "", append([]fact.ID{p.value(left)}, args...)...)), true
}

// pyHoles counts the holes among segments.
func pyHoles(all []pySegment) int {
	n := 0
	for _, s := range all {
		if s.hole {
			n++
		}
	}
	return n
}

// percentArgs reads the right side of `%`: the items of a tuple, or a single
// value, which may be a dict or a tuple by name.
func (p *pyExtractor) percentArgs(n parse.Node) (args []fact.ID, single bool) {
	n = p.unwrap(n)
	if p.tree.Kind(n) != "tuple" || p.tree.HasError(n) {
		return []fact.ID{p.value(n)}, true
	}
	for c := p.first(n); c != parse.None; c = p.next(c) {
		if p.tree.Kind(c) == "list_splat" {
			return []fact.ID{p.value(n)}, true
		}
	}
	return p.values(n), false
}

// pyCutPercent cuts a template of `%`. It knows flags, width, precision and
// every conversion, but no width from the arguments.
func pyCutPercent(l pyLiteral) (all []pySegment, ok bool) {
	s := l.text
	for i := 0; i < len(s); {
		next := strings.IndexByte(s[i:], '%')
		if next < 0 {
			return append(all, pySegment{literal: l, from: i, to: len(s), text: s[i:]}), true
		}
		start := i + next
		all = append(all, pySegment{literal: l, from: i, to: start, text: s[i:start]})
		hole := pySegment{literal: l, from: start, hole: true}
		i = start + 1
		if i < len(s) && s[i] == '(' {
			end := strings.IndexByte(s[i:], ')')
			if end < 0 {
				return nil, false
			}
			hole.named, hole.at, hole.name = true, i+1, s[i+1:i+end]
			i += end + 1
		}
		i += len(s[i:]) - len(strings.TrimLeft(s[i:], "#0- +.123456789hlL"))
		if i == len(s) || !strings.ContainsRune("diouxXeEfFgGcrsa%", rune(s[i])) {
			return nil, false
		}
		if s[i] == '%' {
			hole.hole, hole.text = false, "%"
		}
		i++
		hole.to = i
		all = append(all, hole)
	}
	return all, true
}

// A pyFormatArgs is what a call to str.format passes.
type pyFormatArgs struct {
	positional []fact.ID
	named      map[string]fact.ID
	// list and dict are what *list and **dict pass, after positional and beside
	// named; 0 when there is none.
	list, dict fact.ID
	all        []fact.ID
	bad        bool
}

// format appends the pieces of `"…{}…".format(…)`, also of format_map; ok is
// false when n is nothing of the kind. A template that is not understood is
// one unknown piece.
func (p *pyExtractor) format(n parse.Node, kids []fact.ID) (_ []fact.ID, ok bool) {
	callee, list := p.field(n, "function"), p.field(n, "arguments")
	if p.tree.Kind(callee) != "attribute" || p.tree.Kind(list) != "argument_list" {
		return kids, false
	}
	method, object := p.tree.Text(p.field(callee, "attribute")), p.field(callee, "object")
	if method != "format" && method != "format_map" || !p.isText(object) {
		return kids, false
	}
	literals, understood := p.template(object)
	var all []pySegment
	if understood {
		all, understood = pySegments(literals, pyCutFormat)
	}
	p.strays(n)
	args := p.formatArgs(list, method == "format_map")
	if understood && !args.bad {
		next := 0
		if filled, ok := p.fill(kids, all, func(s pySegment) fact.ID { return p.formatField(s, args, &next) }); ok {
			return filled, true
		}
	}
	return append(kids, p.expr(fact.Unknown, n, "", append([]fact.ID{p.value(object)}, args.all...)...)), true
}

// formatArgs reads the arguments of a call to format, or of one to format_map,
// whose only argument is the dict.
func (p *pyExtractor) formatArgs(n parse.Node, mapping bool) pyFormatArgs {
	args := pyFormatArgs{named: map[string]fact.ID{}, bad: p.tree.HasError(n)}
	for c := p.first(n); c != parse.None; c = p.next(c) {
		switch p.tree.Kind(c) {
		case "keyword_argument":
			name, id := p.tree.Text(p.field(c, "name")), p.value(p.field(c, "value"))
			args.bad = args.bad || id == 0
			args.named[name] = id
			args.all = append(args.all, id)
		case "list_splat", "dictionary_splat":
			id := p.value(p.first(c))
			to := &args.list
			if p.tree.Kind(c) == "dictionary_splat" {
				to = &args.dict
			}
			args.bad = args.bad || *to != 0 || id == 0
			*to = id
			args.all = append(args.all, id)
		default:
			id := p.value(c)
			args.bad = args.bad || args.list != 0
			args.positional = append(args.positional, id)
			args.all = append(args.all, id)
		}
	}
	if mapping {
		args.bad = args.bad || len(args.all) != 1 || len(args.positional) != 1
		if !args.bad {
			args.dict, args.positional = args.positional[0], nil
		}
	}
	return args
}

// formatField returns what fills a hole of str.format, or 0. next counts the
// pyHoles without a name or number, and is -1 once one had a number.
func (p *pyExtractor) formatField(s pySegment, args pyFormatArgs, next *int) fact.ID {
	end := strings.IndexAny(s.name, ".[")
	if end < 0 {
		end = len(s.name)
	}
	id := p.formatArg(s, end, args, next)
	for end < len(s.name) && id != 0 {
		rest := s.name[end:]
		if rest[0] == '.' {
			n := strings.IndexAny(rest[1:], ".[")
			if n < 0 {
				n = len(rest) - 1
			}
			name := rest[1 : 1+n]
			if !isPyIdentifier(name) {
				return 0
			}
			inner := source.Span{Start: s.literal.at(s.at + end + 1), End: s.literal.at(s.at + end + 1 + n)}
			id = p.add(fact.Draft{Kind: fact.Member, Span: s.span(), Inner: inner, Text: name, Kids: []fact.ID{id}})
			end += 1 + n
			continue
		}
		n := strings.IndexByte(rest, ']')
		if rest[0] != '[' || n < 2 {
			return 0
		}
		var key fact.ID
		if _, err := strconv.ParseUint(rest[1:n], 10, 31); err == nil {
			key = p.add(fact.Draft{Kind: fact.Number, Span: s.span(), Text: rest[1:n]})
		} else {
			key = p.keyPiece(s, end+1, end+n)
		}
		id = p.add(fact.Draft{Kind: fact.Index, Span: s.span(), Kids: []fact.ID{id, key}})
		end += n + 1
	}
	return id
}

// formatArg returns the argument that the first end bytes of a hole's field
// name, or 0.
func (p *pyExtractor) formatArg(s pySegment, end int, args pyFormatArgs, next *int) fact.ID {
	name := s.name[:end]
	i, err := strconv.ParseUint(name, 10, 31)
	switch {
	case name == "":
		if *next < 0 {
			return 0
		}
		i = uint64(*next)
		*next++
	case err == nil:
		if *next > 0 {
			return 0
		}
		*next = -1
	default:
		if id := args.named[name]; id != 0 {
			return id
		}
		if args.dict == 0 {
			return 0
		}
		return p.add(fact.Draft{
			Kind: fact.Index, Span: s.span(), Kids: []fact.ID{args.dict, p.keyPiece(s, 0, end)},
		})
	}
	if i < uint64(len(args.positional)) {
		return args.positional[i]
	}
	if args.list == 0 {
		return 0
	}
	key := p.add(fact.Draft{
		Kind: fact.Number, Span: s.span(), Text: strconv.FormatUint(i-uint64(len(args.positional)), 10),
	})
	return p.add(fact.Draft{Kind: fact.Index, Span: s.span(), Kids: []fact.ID{args.list, key}})
}

// pyCutFormat cuts a template of str.format.
func pyCutFormat(l pyLiteral) (all []pySegment, ok bool) {
	s := l.text
	var text strings.Builder
	start := 0
	flush := func(end int) {
		if end > start {
			all = append(all, pySegment{literal: l, from: start, to: end, text: text.String()})
		}
		text.Reset()
	}
	for i := 0; i < len(s); {
		next := strings.IndexAny(s[i:], "{}")
		if next < 0 {
			next = len(s) - i
		}
		text.WriteString(s[i : i+next])
		i += next
		switch {
		case i == len(s):
		case i+1 < len(s) && s[i+1] == s[i]:
			text.WriteByte(s[i])
			i += 2
		case s[i] == '}':
			return nil, false
		default:
			hole, ok := pyCutField(l, i)
			if !ok {
				return nil, false
			}
			flush(i)
			all = append(all, hole)
			i, start = hole.to, hole.to
		}
	}
	flush(len(s))
	return all, true
}

// pyCutField returns the hole that starts with the brace at start.
func pyCutField(l pyLiteral, start int) (hole pySegment, ok bool) {
	s := l.text
	i := start + 1
	for bracket := false; i < len(s); i++ {
		c := s[i]
		if !bracket && (c == '}' || c == ':' || c == '!') {
			break
		}
		switch c {
		case '[':
			bracket = true
		case ']':
			bracket = false
		case '{':
			return pySegment{}, false
		}
	}
	name := s[start+1 : i]
	for depth := 1; i < len(s); i++ {
		switch s[i] {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth == 0 {
			return pySegment{
				literal: l, from: start, to: i + 1, hole: true, named: name != "", name: name, at: start + 1,
			}, true
		}
	}
	return pySegment{}, false
}
