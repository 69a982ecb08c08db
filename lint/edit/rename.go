package edit

import (
	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
)

// Rename makes a lookup read another variable. It returns false where the
// lookup does not spell the name itself: a settings field or a schema's key
// implies it, or it is a constant that others may share.
func Rename(p *link.Program, lookup *link.Lookup, name string) ([]lint.TextEdit, bool) {
	f := p.File(lookup.NameAt.Path)
	if f == nil || lookup.Schema || !isName(name) || lookup.NameAt.Path != lookup.At.Path ||
		!lookup.At.Span.Contains(lookup.NameAt.Span) {
		return nil, false
	}
	text, ok := "", false
	for i := range f.Exprs {
		e := &f.Exprs[i]
		if e.Inner == lookup.NameAt.Span && e.Text == lookup.Name && (e.Kind == fact.Member || e.Kind == fact.String) {
			text, ok = name, true
		}
	}
	for i := range f.Bindings {
		if b := &f.Bindings[i]; ok && b.Span == lookup.NameAt.Span {
			text = name + ": " + b.Name // const { NAME } = process.env
		}
	}
	edit, whole := Text(p, lookup.NameAt, text)
	if !ok || !whole {
		return nil, false
	}
	return []lint.TextEdit{edit}, true
}
