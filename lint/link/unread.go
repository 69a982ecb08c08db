package link

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// markUsed tells of every dotenv line that sets a region whether something may
// read it. Whatever leaves a doubt counts as a reader.
func (l *linker) markUsed() {
	names := make(map[string]bool)
	for i := range l.program.Definitions {
		if d := &l.program.Definitions[i]; d.Value != "" {
			names[d.Name] = true
		}
	}
	if len(names) == 0 {
		return
	}
	m := l.mentions(names)
	for _, d := range l.env.all {
		for _, name := range d.Refs {
			m.names[name] = true
		}
	}
	reads := make(map[string][]*Lookup)
	for i := range l.program.Lookups {
		name := strings.ToUpper(l.program.Lookups[i].Name)
		reads[name] = append(reads[name], &l.program.Lookups[i])
	}
	cloudy, listing := make(map[string]bool), l.listing()
	for i := range l.program.Definitions {
		d := &l.program.Definitions[i]
		d.Used = d.Value == "" || l.usedOutside(d) || m.names[d.Name] || m.put(d.Name) ||
			l.isLookedUp(i, reads[strings.ToUpper(d.Name)]) || l.readByTools(d, cloudy) ||
			slices.ContainsFunc(listing, func(by string) bool { return within(by, scopeOf(parentDir(d.At.Path))) })
	}
}

// listing returns the files and folders of code that may go through all variables
// there are: in code, and where other languages fill structures in from them.
func (l *linker) listing() []string {
	found := slices.Sorted(maps.Keys(l.in.Compiled))
	for _, u := range l.code() {
		for i := range u.Exprs {
			if u.lists(fact.ID(i)) {
				found = append(found, u.Path)
				break
			}
		}
	}
	return found
}

// lists reports whether an expression goes through the whole environment:
// os.environ.items(), Object.entries(process.env), a loop over either.
func (u *unit) lists(id fact.ID) bool {
	e := &u.Exprs[id]
	switch e.Kind {
	case fact.Element:
		return isEnvironment(u.path(u.Kids(e)[0]))
	case fact.Comprehension:
		return slices.ContainsFunc(u.Kids(e)[1:], func(k fact.ID) bool { return isEnvironment(u.path(k)) })
	case fact.Call:
		return u.goesThrough(e)
	}
	return false
}

// goesThrough is lists for a call.
func (u *unit) goesThrough(e *fact.Expr) bool {
	callee := &u.Exprs[u.Kids(e)[0]]
	method := u.Text(callee)
	if callee.Kind != fact.Member || !slices.Contains([]string{"items", "keys", "values", "entries"}, method) {
		return false
	}
	switch owner := u.path(u.Kids(callee)[0]); {
	case isEnvironment(owner):
		return method != "entries"
	case owner == "Object":
		return (method == "keys" || method == "entries") && len(u.Kids(e)) > 1 && isEnvironment(u.path(u.Kids(e)[1]))
	}
	return false
}

// outsiders are the beginnings of names that programs read of themselves.
var outsiders = []string{"TF_VAR_", "FLASK_", "NUXT_", "PULUMI_", "SST_", "npm_config_"}

// usedOutside reports whether something other than code may read a variable: a
// file in another language, a test, a container, a tool. Two underscores nest
// settings.
func (l *linker) usedOutside(d *Definition) bool {
	dir := parentDir(d.At.Path)
	return l.in.Words[d.Name] || l.in.Mentioned[d.Name] || l.in.Handed[dir] || !isWord(d.Name) ||
		slices.ContainsFunc(outsiders, func(prefix string) bool { return strings.HasPrefix(d.Name, prefix) }) ||
		strings.Contains(d.Name, "__")
}

// readByTools reports whether a variable is one that AWS's libraries and tools
// read, and its folder has to do with AWS. known remembers the folders.
func (l *linker) readByTools(d *Definition, known map[string]bool) bool {
	if !aws.IsRegionEnv(d.Name) {
		return false
	}
	scope := scopeOf(parentDir(d.At.Path))
	if _, ok := known[scope]; !ok {
		known[scope] = l.cloudy(scope)
	}
	return known[scope]
}

// isWord reports whether a name is written as variables are in other text files,
// so that it would have been found there.
func isWord(name string) bool {
	return isVariableName(name) && (strings.Contains(name, "_") || name == "REGION")
}

// scopeOf returns the folder whose code sees the dotenv files of a folder.
func scopeOf(dir string) string {
	if slices.Contains(configFolders, path.Base(dir)) {
		return parentDir(dir)
	}
	return dir
}

// cloudy reports whether something in a folder has to do with AWS: an SDK, its
// command line, a tool that deploys to it. Where no manifest says what the folder
// depends on, it may.
func (l *linker) cloudy(dir string) bool {
	if !l.env.manifests[dir] {
		return true
	}
	for folder := range l.in.Cloud {
		if within(folder, dir) {
			return true
		}
	}
	for name, content := range l.in.Manifests {
		if within(name, dir) && (strings.Contains(string(content), "boto") || strings.Contains(string(content), "aws")) {
			return true
		}
	}
	return slices.ContainsFunc(l.program.Clients, func(c Client) bool { return within(c.At.Path, dir) })
}

// within reports whether a path lies in a folder, or is it.
func within(name, folder string) bool {
	return folder == "." || name == folder || strings.HasPrefix(name, folder+"/")
}

// isLookedUp reports whether code reads the name of a definition where it may see
// it: in its scope, or where nothing else defines it. What reads definitions of
// its own from elsewhere does not.
func (l *linker) isLookedUp(definition int, reads []*Lookup) bool {
	scope := scopeOf(parentDir(l.program.Definitions[definition].At.Path))
	return slices.ContainsFunc(reads, func(lk *Lookup) bool {
		return len(lk.Definitions) == 0 || within(lk.At.Path, scope) || slices.Contains(lk.Definitions, definition)
	})
}

// mentioned is what code says of variables besides looking them up.
type mentioned struct {
	names map[string]bool
	// prefixes and suffixes are texts that names are put together of or told by.
	prefixes, suffixes map[string]bool
}

// put reports whether code may put a name together.
func (m *mentioned) put(name string) bool {
	for i := range name {
		if m.prefixes[name[:i]] || m.suffixes[name[i:]] {
			return true
		}
	}
	return false
}

// mentions looks through all code for the names.
func (l *linker) mentions(names map[string]bool) *mentioned {
	m := &mentioned{names: make(map[string]bool), prefixes: make(map[string]bool), suffixes: make(map[string]bool)}
	spots := make(map[source.Location]bool) // of the names in lookups
	for _, lk := range l.lookups {
		spots[lk.NameAt], spots[lk.At] = true, true
	}
	for _, u := range l.code() {
		for i := range u.Exprs {
			m.expr(u, fact.ID(i), names, spots)
		}
		for i := range u.Imports {
			if im := &u.Imports[i]; names[im.Name] && isEnvironmentModule(im.Module) {
				m.names[im.Name] = true
			}
		}
		for i := range u.Bindings {
			if b := &u.Bindings[i]; u.Scopes[b.Scope].Kind != fact.ClassScope {
				continue
			} else if len(u.Classes[u.Scopes[b.Scope].Ref].Bases) > 0 || b.Value == 0 {
				m.field(u.NameOf(b), names)
			}
		}
		for i := range u.Funcs {
			for _, p := range u.Funcs[i].Params {
				m.field(p.Name, names)
			}
		}
	}
	return m
}

// field notes a name that a library may fill in from the environment, whatever
// its case.
func (m *mentioned) field(name string, names map[string]bool) {
	if upper := strings.ToUpper(name); names[upper] {
		m.names[upper] = true
	}
}

// expr notes what one expression says of the names.
func (m *mentioned) expr(u *unit, id fact.ID, names map[string]bool, spots map[source.Location]bool) {
	e := &u.Exprs[id]
	switch e.Kind {
	case fact.String:
		if names[u.Text(e)] {
			if !spots[u.at(e.Inner)] && !u.isRead(id, spots) && !u.isWritten(id) {
				m.names[u.Text(e)] = true
			}
			return
		}
		m.text(u, id, names)
	case fact.Member:
		if names[u.Text(e)] && !spots[u.at(e.Inner)] && !spots[u.here(id)] && !u.isTarget(id) {
			m.names[u.Text(e)] = true
		}
	case fact.Name:
		if names[u.Text(e)] && len(u.bindings.named(u.Text(e))) == 0 {
			m.names[u.Text(e)] = true
		}
	}
}

// text notes what a longer text says: $NAME in a command, a list of names, a part
// of a name.
func (m *mentioned) text(u *unit, id fact.ID, names map[string]bool) {
	text := u.TextOf(id)
	for word := range strings.SplitSeq(text, ",") {
		if word = strings.TrimSpace(word); names[word] {
			m.names[word] = true
		}
	}
	for rest := text; ; {
		at := strings.IndexByte(rest, '$')
		if at < 0 {
			break
		}
		var name string
		if name, rest = reference(rest[at:]); names[name] {
			m.names[name] = true
		}
	}
	ends, begins := strings.HasSuffix(text, "_"), strings.HasPrefix(text, "_")
	if !ends && !begins || !u.isPart(id) {
		return
	}
	if at := strings.LastIndexAny(text, " \t\n=\"'/"); ends {
		m.prefixes[text[at+1:]] = true
	}
	if begins {
		if at := strings.IndexAny(text, " \t\n=\"'/"); at > 0 {
			text = text[:at]
		}
		m.suffixes[text] = true
	}
}

// isRead reports whether an expression is what a lookup's call or index is given.
func (u *unit) isRead(id fact.ID, spots map[source.Location]bool) bool {
	for range 2 {
		if id = u.parent[id]; id == 0 {
			return false
		}
		if spots[u.here(id)] {
			return true
		}
	}
	return false
}

// isWritten reports whether a string is the key of an entry that sets the
// variable for somebody else: its value is text or some property, and nothing
// that could describe a variable, as a schema's calls do.
func (u *unit) isWritten(id fact.ID) bool {
	parent := u.parent[id]
	if parent == 0 || u.Exprs[parent].Kind != fact.Entry || u.KidsOf(parent)[0] != id {
		return false
	}
	switch v := &u.Exprs[u.KidsOf(parent)[1]]; v.Kind {
	case fact.Member, fact.Index, fact.Concat, fact.Or, fact.Coalesce, fact.Cond:
		return true
	case fact.String:
		return aws.IsRegion(u.Text(v))
	}
	return false
}

// isTarget reports whether an expression is what a statement assigns to.
func (u *unit) isTarget(id fact.ID) bool {
	return slices.ContainsFunc(u.Stores, func(s fact.Store) bool { return s.Target == id })
}

// isPart reports whether a text is part of one that is put together, or what
// names are told or made by: the argument of startsWith, a setting named prefix.
func (u *unit) isPart(id fact.ID) bool {
	parent := u.parent[id]
	if parent == 0 {
		return false
	}
	switch e := &u.Exprs[parent]; e.Kind {
	case fact.Concat:
		return true
	case fact.Keyword:
		return strings.Contains(u.Text(e), "prefix")
	case fact.Entry:
		return strings.Contains(u.TextOf(u.Kids(e)[0]), "prefix")
	case fact.Call:
		switch lastName(u, u.Kids(e)[0]) {
		case "startswith", "startsWith", "endswith", "endsWith", "removeprefix", "removesuffix", "prefixed", "replace", "indexOf", "includes":
			return true
		}
	}
	for i := range u.Bindings {
		if b := &u.Bindings[i]; b.Value == id && strings.Contains(strings.ToLower(u.NameOf(b)), "prefix") {
			return true
		}
	}
	return false
}
