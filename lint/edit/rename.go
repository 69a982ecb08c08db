package edit

import (
	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
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
	at := spellingsIn(p, f)
	if !at.spelled[spelling{lookup.NameAt.Span, lookup.Name}] {
		return nil, false
	}
	text := name
	if bound, ok := at.bound[lookup.NameAt.Span]; ok {
		text += ": " + bound // const { NAME } = process.env
	}
	edit, whole := Text(p, lookup.NameAt, text)
	if !whole {
		return nil, false
	}
	return []lint.TextEdit{edit}, true
}

// spellings are the names that members and strings of a file spell, and those that
// it binds, by their places.
type spellings struct {
	spelled map[spelling]bool
	bound   map[source.Span]string
}

type spelling struct {
	at   source.Span
	name string
}

type spellingsKey struct{ f *fact.File }

func spellingsIn(p *link.Program, f *fact.File) *spellings {
	return link.Derived(p, spellingsKey{f}, func() *spellings {
		s := &spellings{spelled: make(map[spelling]bool), bound: make(map[source.Span]string)}
		for i := range f.Exprs {
			if e := &f.Exprs[i]; e.Kind == fact.Member || e.Kind == fact.String {
				s.spelled[spelling{e.Inner, f.Text(e)}] = true
			}
		}
		for i := range f.Bindings {
			s.bound[f.Bindings[i].Span] = f.NameOf(&f.Bindings[i])
		}
		return s
	})
}
