package extract

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// A pyLiteral is a string's text and where it stands.
type pyLiteral struct {
	text  string // decoded
	inner source.Span
	// offsets maps each byte offset of text, its end included, to one in the
	// file; nil when text is the file's bytes in inner.
	offsets []uint32
}

// at returns the place in the file of a byte offset in the text.
func (l pyLiteral) at(i int) uint32 {
	if l.offsets == nil {
		return l.inner.Start + uint32(i)
	}
	return l.offsets[i]
}

// piece returns a String over l.text[from:to], which reads as text.
func (p *pyExtractor) piece(l pyLiteral, from, to int, text string) fact.ID {
	span := source.Span{Start: l.at(from), End: l.at(to)}
	return p.add(fact.Draft{
		Kind: fact.String, Span: span, Inner: span, Text: text,
		Plain: string(p.tree.Source[span.Start:span.End]) == text,
	})
}

// prefix returns the lower-case letters before a string's quotes.
func (p *pyExtractor) prefix(n parse.Node) string {
	return strings.ToLower(strings.TrimRight(p.tree.Text(p.first(n)), `"'`))
}

// interpolates reports whether string n has interpolations.
func (p *pyExtractor) interpolates(n parse.Node) bool {
	for c := p.first(n); c != parse.None; c = p.next(c) {
		if kind := p.tree.Kind(c); kind == "interpolation" || kind == "ERROR" {
			return true
		}
	}
	return false
}

// literal returns the text of a string without interpolations; ok is false
// for one with them, or with a syntax error.
func (p *pyExtractor) literal(n parse.Node) (l pyLiteral, ok bool) {
	open := p.first(n)
	if p.tree.Kind(open) != "string_start" || p.interpolates(n) {
		return pyLiteral{}, false
	}
	end := p.child(n, "string_end")
	if end == parse.None {
		return pyLiteral{}, false
	}
	span := source.Span{Start: p.span(open).End, End: p.span(end).Start}
	// The parser takes backslashes at the end of a raw string for its quote.
	if extra := p.span(end).Len() - (p.span(open).Len() - len(p.prefix(n))); extra > 0 {
		span.End += uint32(extra)
	}
	return p.decoded(span, p.prefix(n)), true
}

// decoded returns the text of the source in span, in a string with the given
// prefix.
func (p *pyExtractor) decoded(span source.Span, prefix string) pyLiteral {
	raw := p.tree.Source[span.Start:span.End]
	special := "\r"
	if !strings.Contains(prefix, "r") {
		special += `\`
	}
	format := strings.ContainsAny(prefix, "ft")
	if format {
		special += "{}"
	}
	if !bytes.ContainsAny(raw, special) {
		return pyLiteral{text: string(raw), inner: span}
	}
	d := pyDecoder{
		raw: raw, base: span.Start, format: format,
		escapes: strings.Contains(special, `\`), bytes: strings.Contains(prefix, "b"),
	}
	d.run()
	l := pyLiteral{text: string(d.text), inner: span, offsets: d.offsets}
	if bytes.Equal(d.text, raw) {
		l.offsets = nil
	}
	return l
}

// text reads a string or several in a row.
func (p *pyExtractor) text(n parse.Node) fact.ID {
	if p.tree.Kind(n) == "string" {
		if l, ok := p.literal(n); ok {
			return p.quoted(n, l)
		}
	}
	return p.concat(n, p.pieces(n, nil))
}

// quoted returns string n, whose text is l.
func (p *pyExtractor) quoted(n parse.Node, l pyLiteral) fact.ID {
	return p.addString(fact.Draft{
		Kind: fact.String, Span: p.span(n), Inner: l.inner, Text: l.text, Plain: l.offsets == nil, Place: p.place(n),
	})
}

// concat returns the text that pieces make. A template that was not understood
// is the whole already.
func (p *pyExtractor) concat(n parse.Node, pieces []fact.ID) fact.ID {
	if len(pieces) == 1 {
		if e := p.file.Exprs[pieces[0]]; e.Kind == fact.Unknown && e.Span == p.span(n) {
			return pieces[0]
		}
	}
	return p.expr(fact.Concat, n, "", pieces...)
}

// pieces appends the pieces of text that n puts together; n itself when it is
// no text built on the spot.
func (p *pyExtractor) pieces(n parse.Node, kids []fact.ID) []fact.ID {
	n = p.unwrap(n)
	if p.depth >= pyMaxDepth {
		return append(kids, p.value(n))
	}
	p.depth++
	defer func() { p.depth-- }()
	switch p.tree.Kind(n) {
	case "string":
		if l, ok := p.literal(n); ok {
			return append(kids, p.quoted(n, l))
		}
		return p.interpolated(n, kids)
	case "concatenated_string":
		for c := p.first(n); c != parse.None; c = p.next(c) {
			kids = p.pieces(c, kids)
		}
		return kids
	case "call":
		if formatted, ok := p.format(n, kids); ok {
			return formatted
		}
	case "binary_operator":
		if formatted, ok := p.percent(n, kids); ok {
			return formatted
		}
	}
	return append(kids, p.value(n))
}

// interpolated appends the pieces of an f-string.
func (p *pyExtractor) interpolated(n parse.Node, kids []fact.ID) []fact.ID {
	prefix := p.prefix(n)
	outer := p.around
	defer func() { p.around = outer }()
	quote := strings.TrimLeft(strings.ToLower(p.tree.Text(p.first(n))), "abcdefghijklmnopqrstuvwxyz")
	if len(quote) == 1 && !strings.Contains(p.around, quote) {
		p.around += quote
	}
	for c := p.first(n); c != parse.None; c = p.next(c) {
		switch p.tree.Kind(c) {
		case "string_content":
			l := p.decoded(p.span(c), prefix)
			kids = append(kids, p.piece(l, 0, len(l.text), l.text))
		case "interpolation":
			kids = append(kids, p.interpolation(c))
		case "string_start", "string_end":
		default:
			kids = append(kids, p.unknown(c))
		}
	}
	return kids
}

// interpolation reads {v}. Conversion and format are dropped, but what a
// format refers to is read. {v=} also spells v itself and is unknown.
func (p *pyExtractor) interpolation(n parse.Node) fact.ID {
	value := p.field(n, "expression")
	if value == parse.None {
		return p.unknown(n)
	}
	id := p.value(value)
	p.hole(id, n, p.around)
	p.strays(n)
	if spec := p.field(n, "format_specifier"); spec != parse.None {
		for c := p.first(spec); c != parse.None; c = p.next(c) {
			p.values(c)
		}
	}
	for c := p.tree.NextSibling(value); c != parse.None; c = p.tree.NextSibling(c) {
		if p.tree.Kind(c) == "=" {
			return p.expr(fact.Unknown, n, "", id)
		}
	}
	return id
}

// binary reads `+`, `%` on a literal and `|` on a dict; any other operator
// makes something unknown.
func (p *pyExtractor) binary(n parse.Node) fact.ID {
	left, right := p.field(n, "left"), p.field(n, "right")
	if left == parse.None || right == parse.None {
		return p.unknown(n)
	}
	switch p.tree.Kind(p.field(n, "operator")) {
	case "+":
		return p.plus(n)
	case "%":
		if kids, ok := p.percent(n, nil); ok {
			return p.concat(n, kids)
		}
	case "|":
		a, b := p.value(left), p.value(right)
		p.strays(n)
		return p.merged(n, a, b)
	}
	return p.unknown(n)
}

// plus reads a chain of `+`, however long, as one sum.
func (p *pyExtractor) plus(n parse.Node) fact.ID {
	var operands []parse.Node
	left := n
	for p.tree.Kind(left) == "binary_operator" && p.tree.Kind(p.field(left, "operator")) == "+" {
		operands = append(operands, p.field(left, "right"))
		p.strays(left)
		left = p.field(left, "left")
	}
	kids := p.pieces(left, nil)
	for _, operand := range slices.Backward(operands) {
		kids = p.pieces(operand, kids)
	}
	return p.sum(n, kids)
}

// sum adds text, or lists when one of kids is one. With a number among them it
// is arithmetic and unknown.
func (p *pyExtractor) sum(n parse.Node, kids []fact.ID) fact.ID {
	kind := fact.Concat
	for _, id := range kids {
		switch p.file.Exprs[id].Kind {
		case fact.Number:
			return p.expr(fact.Unknown, n, "", kids...)
		case fact.List, fact.Comprehension:
			kind = fact.List
		}
	}
	if kind == fact.List {
		for i, id := range kids {
			kids[i] = p.spread(id)
		}
	}
	return p.expr(kind, n, "", kids...)
}

// spread returns the items of a list or dict, as *id or **id would.
func (p *pyExtractor) spread(id fact.ID) fact.ID {
	text := "*"
	if p.file.Exprs[id].Kind == fact.Object {
		text = "**"
	}
	return p.add(fact.Draft{Kind: fact.Spread, Span: p.file.Exprs[id].Span, Text: text, Kids: []fact.ID{id}})
}

// merged returns a | b, the union of two dicts if one of them is a display.
func (p *pyExtractor) merged(n parse.Node, a, b fact.ID) fact.ID {
	if p.file.Exprs[a].Kind != fact.Object && p.file.Exprs[b].Kind != fact.Object {
		return p.expr(fact.Unknown, n, "", a, b)
	}
	return p.expr(fact.Object, n, "", p.spread(a), p.spread(b))
}

// A pyDecoder turns the source of a string into its text.
type pyDecoder struct {
	raw     []byte
	base    uint32 // the place of raw in the file
	escapes bool   // backslashes mean something
	bytes   bool   // \u and \N mean nothing
	format  bool   // {{ is {
	text    []byte
	offsets []uint32
}

// run decodes all of raw.
func (d *pyDecoder) run() {
	for i := 0; i < len(d.raw); {
		rest := d.raw[i:]
		n, out := 1, rest[:1]
		switch c := rest[0]; {
		case c == '\\' && d.escapes && len(rest) > 1:
			n, out = d.escape(rest)
		case c == '\r':
			// Python reads every line ending as \n.
			n, out = pyLineEnd(rest), []byte{'\n'}
		case d.format && (c == '{' || c == '}') && len(rest) > 1 && rest[1] == c:
			n = 2
		}
		for range out {
			d.offsets = append(d.offsets, d.base+uint32(i))
		}
		d.text = append(d.text, out...)
		i += n
	}
	d.offsets = append(d.offsets, d.base+uint32(len(d.raw)))
}

// pyLineEnd returns the length of the line ending that rest starts with.
func pyLineEnd(rest []byte) int {
	if len(rest) > 1 && rest[0] == '\r' && rest[1] == '\n' {
		return 2
	}
	return 1
}

// pySimpleEscapes maps the letter of an escape to its character.
var pySimpleEscapes = map[byte]byte{
	'\\': '\\', '\'': '\'', '"': '"', 'a': '\a', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v',
}

// maxRuneName is more than the length of any character's name, with \N{}.
const maxRuneName = 128

// escape decodes the escape that rest, of at least two bytes, starts with. One
// that Python does not know stays as it is.
func (d *pyDecoder) escape(rest []byte) (n int, text []byte) {
	c := rest[1]
	if simple, ok := pySimpleEscapes[c]; ok {
		return 2, []byte{simple}
	}
	switch {
	case c == '\n' || c == '\r':
		return 1 + pyLineEnd(rest[1:]), nil
	case '0' <= c && c <= '7':
		end := 2
		for end < 4 && end < len(rest) && '0' <= rest[end] && rest[end] <= '7' {
			end++
		}
		return pyRuneEscape(rest, 1, end, 8)
	case c == 'x':
		return pyRuneEscape(rest, 2, 4, 16)
	case c == 'u' && !d.bytes:
		return pyRuneEscape(rest, 2, 6, 16)
	case c == 'U' && !d.bytes:
		return pyRuneEscape(rest, 2, 10, 16)
	case c == 'N' && !d.bytes && len(rest) > 2 && rest[2] == '{':
		// A character by its Unicode name, which no region's name needs.
		if end := bytes.IndexByte(rest[:min(len(rest), maxRuneName)], '}'); end > 0 {
			return end + 1, utf8.AppendRune(nil, utf8.RuneError)
		}
	}
	return 1, rest[:1]
}

// pyRuneEscape decodes the digits in rest[from:to].
func pyRuneEscape(rest []byte, from, to, base int) (n int, text []byte) {
	if to > len(rest) {
		return 1, rest[:1]
	}
	v, err := strconv.ParseUint(string(rest[from:to]), base, 32)
	if err != nil {
		return 1, rest[:1]
	}
	return to, utf8.AppendRune(nil, rune(v))
}
