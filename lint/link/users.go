package link

import (
	"slices"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
)

// A file may use a client that another one makes, and name nothing of AWS: it says
// cognito.admin_get_user(UserPoolId=pool). Such files are looked for where it may
// turn out that something is in another region than its client.

// A maker is a call that makes clients: those of the program from first to end.
type maker struct {
	site
	first, end int
}

// maxShared is how many calls that make clients have their users looked for, each by
// a name or two for which files are read.
const maxShared = 256

// wantUsers loads the files that may use the clients which those calls make, if some
// identifier says another region than theirs.
func (l *linker) wantUsers(makers []maker) {
	if l.in.Callers == nil || len(makers) == 0 {
		return
	}
	stated := l.statedRegions()
	looked := 0
	for _, m := range makers {
		if looked == maxShared {
			return
		}
		if !slices.ContainsFunc(l.program.Clients[m.first:m.end], func(c Client) bool {
			return slices.ContainsFunc(stated[c.Service], func(region string) bool { return !slices.Contains(c.Regions, region) })
		}) {
			continue
		}
		looked++
		for _, name := range m.u.sharedNames(m.id) {
			l.loadHolders(name, m.u)
		}
	}
}

// statedRegions returns the regions of the identifiers that code and dotenv files
// spell, by their services.
func (l *linker) statedRegions() map[string][]string {
	stated := make(map[string][]string)
	note := func(text string) {
		if !aws.HasRegionShape([]byte(text)) {
			return
		}
		for _, found := range aws.FindIdentifiers(text) {
			if found.Region != "" && !slices.Contains(stated[found.Service], found.Region) {
				stated[found.Service] = append(stated[found.Service], found.Region)
			}
		}
	}
	for _, u := range l.units {
		for i := range u.Dotenv {
			note(u.Dotenv[i].Value)
		}
		if u.found != nil {
			for _, id := range u.found.texts {
				note(u.TextOf(id))
			}
		}
	}
	return stated
}

// sharedNames returns the names under which other files may get at what an expression
// gives: of what it is set to outside of functions, of the function around it, and of
// the class whose constructor or body has it.
func (u *unit) sharedNames(id fact.ID) []string {
	for s := u.Exprs[id].Scope; s != 0; s = u.Scopes[s].Parent {
		switch u.Scopes[s].Kind {
		case fact.ClassScope:
			return []string{u.Classes[u.Scopes[s].Ref].Name}
		case fact.FuncScope:
			fn := &u.Funcs[u.Scopes[s].Ref]
			if fn.Class >= 0 && (classRef{u, fn.Class}).constructor() == u.Scopes[s].Ref {
				return []string{u.Classes[fn.Class].Name}
			}
			if fn.Name != "" {
				return []string{fn.Name}
			}
		case fact.ModuleScope, fact.LexicalScope:
		}
	}
	var names []string
	for i := range u.Bindings {
		if b := &u.Bindings[i]; b.Value == id {
			names = append(names, u.NameOf(b))
		}
	}
	return names
}
