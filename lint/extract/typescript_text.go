package extract

import (
	"bytes"
	"html"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// quoted returns the span between the quotes of n; the closing one may lack.
func (e *tsExtractor) quoted(n parse.Node) source.Span {
	inner := e.span(n)
	if inner.Len() == 0 {
		return inner
	}
	quote := e.tree.Source[inner.Start]
	inner.Start++
	last := parse.None
	for c := range e.tree.Children(n) {
		last = c
	}
	if last != parse.None && !e.tree.Named(last) && !e.tree.IsError(last) &&
		e.span(last).Start >= inner.Start && e.tree.Source[inner.End-1] == quote {
		inner.End--
	}
	return inner
}

// str returns the string literal n as an expression.
func (e *tsExtractor) str(n parse.Node) fact.ID {
	inner := e.quoted(n)
	text, plain := tsDecode(e.tree.Source[inner.Start:inner.End])
	return e.addString(fact.Draft{Kind: fact.String, Plain: plain, Place: e.place(n), Span: e.span(n), Inner: inner, Text: text})
}

// jsxText returns the string n, an attribute's value, in which a character is
// escaped as in HTML.
func (e *tsExtractor) jsxText(n parse.Node) fact.ID {
	inner := e.quoted(n)
	raw := string(e.tree.Source[inner.Start:inner.End])
	text := html.UnescapeString(raw)
	return e.add(fact.Draft{Kind: fact.String, Plain: raw == text, Span: e.span(n), Inner: inner, Text: text})
}

// template returns a template literal: a String if nothing is interpolated,
// else a Concat.
func (e *tsExtractor) template(n parse.Node) fact.ID {
	inner := e.quoted(n)
	var kids []fact.ID
	from := inner.Start
	for c := range e.tree.NamedChildren(n) {
		if e.kind(c) != "template_substitution" {
			continue
		}
		hole := e.span(c)
		kids = e.chunk(kids, source.Span{Start: from, End: hole.Start})
		if id := e.value(e.inner(c)); id != 0 {
			kids = append(kids, id)
			e.hole(id, c, "")
		}
		from = hole.End
	}
	if from == inner.Start && len(kids) == 0 {
		text, plain := tsDecode(e.tree.Source[inner.Start:inner.End])
		return e.add(fact.Draft{Kind: fact.String, Plain: plain, Place: e.place(n), Span: e.span(n), Inner: inner, Text: text})
	}
	kids = e.chunk(kids, source.Span{Start: from, End: inner.End})
	return e.expr(fact.Concat, n, "", kids...)
}

// chunk appends the literal text at span to the pieces of a template.
func (e *tsExtractor) chunk(kids []fact.ID, span source.Span) []fact.ID {
	if span.Start >= span.End {
		return kids
	}
	text, plain := tsDecode(e.tree.Source[span.Start:span.End])
	return append(kids, e.add(fact.Draft{Kind: fact.String, Plain: plain, Span: span, Inner: span, Text: text}))
}

// tsDecode returns the value of the text between a literal's quotes, and
// whether its bytes are raw's own. An escape that is none stays as written.
func tsDecode(raw []byte) (text string, plain bool) {
	if bytes.IndexByte(raw, '\\') < 0 && bytes.IndexByte(raw, '\r') < 0 {
		return string(raw), true
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		switch c := raw[i]; {
		case c == '\\' && i+1 < len(raw):
			var used int
			out, used = tsEscape(out, raw[i:])
			i += used
		case c == '\r': // a template's line ends are line feeds
			out = append(out, '\n')
			i += tsLineEnd(raw[i:])
		default:
			out = append(out, c)
			i++
		}
	}
	return string(out), false
}

// tsEscape appends what the escape sequence at the start of raw stands for,
// and returns how many bytes it has. raw has at least two.
func tsEscape(out, raw []byte) (grown []byte, used int) {
	switch c := raw[1]; c {
	case 'n', 't', 'r', 'b', 'f', 'v':
		return append(out, "\n\t\r\b\f\v"[bytes.IndexByte([]byte("ntrbfv"), c)]), 2
	case '\r', '\n':
		return out, 1 + tsLineEnd(raw[1:])
	case 'x', 'u':
		r, used := tsCodePoint(raw)
		if used == 0 {
			return append(out, raw[:2]...), 2
		}
		return utf8.AppendRune(out, r), used
	case '0', '1', '2', '3', '4', '5', '6', '7':
		n := 2
		for n < len(raw) && n < 4 && '0' <= raw[n] && raw[n] <= '7' {
			n++
		}
		code, err := strconv.ParseUint(string(raw[1:n]), 8, 8)
		if err != nil { // above \377 the last digit is text
			n--
			code, _ = strconv.ParseUint(string(raw[1:n]), 8, 8)
		}
		return utf8.AppendRune(out, rune(code)), n
	}
	r, size := utf8.DecodeRune(raw[1:])
	if r == '\u2028' || r == '\u2029' {
		return out, 1 + size
	}
	return append(out, raw[1:1+size]...), 1 + size
}

// tsLineEnd returns the length of the line end that raw starts with.
func tsLineEnd(raw []byte) int {
	if len(raw) > 1 && raw[0] == '\r' && raw[1] == '\n' {
		return 2
	}
	return 1
}

// maxCodePoint is more than the length of any \u{…} that is not all zeros.
const maxCodePoint = 32

// tsCodePoint decodes \xXX, \uXXXX, a surrogate pair of those, or \u{X…} at the
// start of raw; used is 0 if it is none.
func tsCodePoint(raw []byte) (r rune, used int) {
	if raw[1] == 'x' {
		return tsHex(raw, 2, 4)
	}
	if len(raw) > 2 && raw[2] == '{' {
		end := bytes.IndexByte(raw[:min(len(raw), maxCodePoint)], '}')
		if r, used = tsHex(raw, 3, end); used > 0 {
			used++
		}
		return r, used
	}
	r, used = tsHex(raw, 2, 6)
	if utf16.IsSurrogate(r) && len(raw) >= 12 && raw[6] == '\\' && raw[7] == 'u' {
		if low, n := tsHex(raw, 8, 12); n > 0 {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return pair, n
			}
		}
	}
	return r, used
}

// tsHex reads the hexadecimal digits raw[from:to]; used is to, or 0 if those
// are no digits of a code point.
func tsHex(raw []byte, from, to int) (r rune, used int) {
	if to > len(raw) || from >= to {
		return 0, 0
	}
	code, err := strconv.ParseUint(string(raw[from:to]), 16, 32)
	if err != nil || code > utf8.MaxRune {
		return 0, 0
	}
	return rune(code), to
}
