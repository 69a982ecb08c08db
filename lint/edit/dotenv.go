package edit

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// SetDefinition gives a dotenv definition another value, in a spelling that all
// dialects read alike. Quotes that they agree on, `export`, spacing and a
// comment behind the value stay; what only some take for a comment becomes one
// for all.
func SetDefinition(p *link.Program, d *link.Definition, value string) (lint.TextEdit, bool) {
	f := statement(p, d)
	if f == nil || strings.ContainsAny(value, "\"'`$\\\r\n") {
		return lint.TextEdit{}, false
	}
	span, text := f.ValueSpan, value
	switch f.Quote {
	case '`':
		span.Start--
		span.End++
		text = quotedIfNeeded(value)
		if rest := p.File(d.Line.Path).Source[span.End:]; strings.HasPrefix(rest, "#") {
			text += " " // without quotes it would be the value's
		}
	case 0:
		text = quotedIfNeeded(value)
		if i := strings.IndexByte(f.Value, '#'); i >= 0 && f.Plain {
			if commented(f) && text == value {
				text = `"` + value + `"`
			}
			text += " " + f.Value[i:]
		}
	}
	if f.Colon {
		if f.Quote == '"' || f.Quote == '\'' {
			quote := string(f.Quote)
			text = quote + value + quote
			span.End++
		}
		span.Start = f.NameSpan.End
		text = "=" + text
	}
	return Text(p, source.Location{Path: d.At.Path, Span: span}, text)
}

// commented reports whether anything stands behind a value without quotes, as a
// comment does: of two in a row, some dialects take the second one only.
func commented(f *fact.Definition) bool {
	end := f.ValueSpan.End
	if f.Closed {
		end += uint32(len("\r\n"))
	}
	return f.Lines.End > end
}

// AddDefinition adds a line below a dotenv definition that sets another name,
// written in the same manner.
func AddDefinition(p *link.Program, beside *link.Definition, name, value string) (lint.TextEdit, bool) {
	f := statement(p, beside)
	if f == nil || !isName(name) || strings.ContainsAny(value, "\"'`$\\\r\n") {
		return lint.TextEdit{}, false
	}
	var b strings.Builder
	if f.Export {
		b.WriteString("export ")
	}
	b.WriteString(name)
	if f.Colon {
		b.WriteByte('=')
	} else {
		b.WriteString(f.Separator)
	}
	if f.Quote == '"' || f.Quote == '\'' {
		b.WriteString(string(f.Quote) + value + string(f.Quote))
	} else {
		b.WriteString(quotedIfNeeded(value))
	}
	line := b.String() + p.File(beside.At.Path).Newline
	if !f.Closed {
		line = p.File(beside.At.Path).Newline + b.String()
	}
	at := source.Span{Start: f.Lines.End, End: f.Lines.End}
	return Text(p, source.Location{Path: beside.At.Path, Span: at}, line)
}

// RenameDefinition gives a dotenv definition another name.
func RenameDefinition(p *link.Program, d *link.Definition, name string) (lint.TextEdit, bool) {
	if statement(p, d) == nil || !isName(name) {
		return lint.TextEdit{}, false
	}
	return Text(p, d.NameAt, name)
}

// DropDefinition deletes the lines of a dotenv definition, with a comment behind
// it.
func DropDefinition(p *link.Program, d *link.Definition) (lint.TextEdit, bool) {
	f := statement(p, d)
	// A byte-order mark within a file belongs to a name, one that begins it does not.
	if f == nil || f.Lines.Start == 0 && strings.HasPrefix(p.File(d.Line.Path).Source[f.Lines.End:], "\ufeff") {
		return lint.TextEdit{}, false
	}
	return Text(p, source.Location{Path: d.At.Path, Span: f.Lines}, "")
}

// unended reports whether a statement before an offset has a quote without an end: a
// broken one has it anywhere in its value, another one in front of what is read as a
// value without quotes.
func unended(f *fact.File, before uint32) bool {
	const quotes = "\"'`"
	return slices.ContainsFunc(f.Dotenv, func(d fact.Definition) bool {
		if d.Span.Start >= before || d.Quote != 0 && !d.Bad {
			return false
		}
		i := strings.IndexAny(f.Source[d.ValueSpan.Start:d.Span.End], quotes)
		return i == 0 || i > 0 && d.Bad
	})
}

// statement returns the fact of a definition, or nil if it is not to be edited:
// where a quote before it has no end, an edit could give it one.
func statement(p *link.Program, d *link.Definition) *fact.Definition {
	f := p.File(d.Line.Path)
	if f == nil || unended(f, d.Line.Span.Start) {
		return nil
	}
	return statementsOf(p, f)[d.Line.Span]
}

type statementsKey struct{ f *fact.File }

// statementsOf returns the statements of a dotenv file by their places.
func statementsOf(p *link.Program, f *fact.File) map[source.Span]*fact.Definition {
	return link.Derived(p, statementsKey{f}, func() map[source.Span]*fact.Definition {
		all := make(map[source.Span]*fact.Definition)
		for i := range f.Dotenv {
			if s := &f.Dotenv[i]; !s.Bad {
				all[s.Span] = s
			}
		}
		return all
	})
}

// quotedIfNeeded returns a value as it is written where no quotes are yet.
func quotedIfNeeded(value string) string {
	if strings.ContainsAny(value, " \t#") {
		return `"` + value + `"`
	}
	return value
}
