package link

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/dialect"
	"github.com/regionlint/regionlint/lint/fact"
)

// An environment holds what dotenv files and code set.
type environment struct {
	l *linker
	// defs are the definitions by folder and name, as indexes into all.
	defs map[string]map[string][]int
	all  []definition
	// bearing are the names that some file gives a region, or what carries one.
	bearing map[string]bool
	// loaded are the dotenv files that a component's code names.
	loaded map[string][]string
	loads  []load
	// matched are the dotenv files that patterns of code name.
	matched map[patternIn][]string
	// slots are the paths that dotenv files are loaded under, templates' included,
	// readers what reads them, and exported those that a process gets to see.
	slots          map[string]bool
	readers        map[string]readership
	exported       map[string]bool
	byPackage      map[packagedKey][]dialect.Reader // memo
	values         map[expansion]value              // memo of defined
	folds          map[string]map[string][]int      // memo of folded
	found          map[foundKey]foundDefs           // memo of find
	scannedReaders bool
	scanned        bool
	component      map[string]string // memo by folder
	manifests      map[string]bool   // folders that hold a manifest
	reported       map[int]int       // index into all to one into Program.Definitions
}

type definition struct {
	fact.Definition
	u        *unit
	template bool
	profile  string
	blank    bool
	shadowed bool // a later line of the file decides
}

// mode returns the mode of the definition's file, nil for none.
func (d *definition) mode() *string {
	if d.profile == "" {
		return nil
	}
	return &d.profile
}

// componentFiles are the manifests that make their folder a component.
var componentFiles = []string{"package.json", "pyproject.toml", "requirements.txt", "setup.py", "Pipfile", "Dockerfile"}

// configFolders are folder names whose dotenv files are read from beside them.
var configFolders = []string{"config", "configs", "env", "envs", ".envs", "environments", "docker", "settings"}

func newEnvironment(l *linker) *environment {
	e := &environment{
		l: l, defs: make(map[string]map[string][]int), bearing: make(map[string]bool), loaded: make(map[string][]string),
		component: make(map[string]string), manifests: make(map[string]bool), reported: make(map[int]int),
		slots: make(map[string]bool), readers: make(map[string]readership), exported: make(map[string]bool), byPackage: make(map[packagedKey][]dialect.Reader), values: make(map[expansion]value), folds: make(map[string]map[string][]int), found: make(map[foundKey]foundDefs),
	}
	for p := range l.in.Manifests {
		if slices.Contains(componentFiles, path.Base(p)) {
			e.manifests[parentDir(p)] = true
		}
	}
	var units []*unit
	for _, u := range l.units {
		if u.Lang != fact.Dotenv || l.in.Modes[u.Path] == "test" && !l.in.IncludeTests {
			continue
		}
		units = append(units, u)
		e.slots[e.slot(u.Path)] = true
	}
	for _, u := range units {
		e.read(u)
	}
	return e
}

// read indexes the definitions of one dotenv file.
func (e *environment) read(u *unit) {
	names := e.defs[u.dir]
	if names == nil {
		names = make(map[string][]int)
		e.defs[u.dir] = names
	}
	last := make(map[string]int) // the definition that decides, by name
	for _, d := range u.Dotenv {
		if d.Bad {
			continue
		}
		d = e.asRead(u, d)
		if len(aws.FindRegions(d.Value, e.l.in.Known...)) > 0 {
			e.bearing[d.Name] = true
		}
		def := definition{
			Definition: d, u: u,
			template: e.l.in.Templates[u.Path], profile: e.l.in.Modes[u.Path], blank: isBlank(d.Value) && !e.l.isRegion(d.Value),
		}
		if i, again := last[d.Name]; again { // in every dialect the last definition wins
			e.all[i].shadowed = true
			found := names[d.Name]
			found[slices.Index(found, i)] = len(e.all)
		} else {
			names[d.Name] = append(names[d.Name], len(e.all))
		}
		last[d.Name] = len(e.all)
		e.all = append(e.all, def)
	}
}

// isBlank reports whether a dotenv value defines nothing: it is empty, or a
// placeholder that the reader is to replace.
func isBlank(v string) bool {
	v = strings.ToLower(strings.TrimSpace(v))
	if v == "" || v == "..." || strings.HasPrefix(v, "<") && strings.HasSuffix(v, ">") ||
		strings.HasPrefix(v, "${{") || strings.HasPrefix(v, "{{") {
		return true
	}
	for _, word := range []string{"your-", "your_", "changeme", "change-me", "change_me", "replace", "placeholder", "xx-", "xxx", "todo", "example-region"} {
		if strings.HasPrefix(v, word) {
			return true
		}
	}
	if pool, ok := strings.CutPrefix(v, regionPrefix(v)); ok && len(pool) > 3 {
		return strings.Trim(pool, "_:x-") == "" || strings.Trim(pool, "_:0-") == "" || strings.Contains(pool, "your")
	}
	return false
}

// regionPrefix returns the region that v starts with, or "".
func regionPrefix(v string) string {
	for _, m := range aws.FindRegions(v) {
		if m.Start == 0 {
			return m.Region
		}
	}
	return ""
}

// componentOf returns the folder of the component that dir stands in.
func (e *environment) componentOf(dir string) string {
	if c, ok := e.component[dir]; ok {
		return c
	}
	c := dir
	if dir != "." && !e.manifests[dir] {
		c = e.componentOf(parentDir(dir))
	}
	e.component[dir] = c
	return c
}

// find returns the definitions of name that a file in dir sees: the nearest
// folder's, as indexes into all, blank ones left out. real reports that one of
// them is no template's. extra names dotenv files that the code itself loads.
func (e *environment) find(dir, name string, fold bool, extra []string) (defs []int, real bool) {
	e.scanLoads()
	if len(extra) > 0 {
		defs, real = e.search(dir, name, fold, extra)
		return defs[:min(len(defs), maxDefinitions)], real
	}
	key := foundKey{dir, name, fold}
	f, ok := e.found[key]
	if !ok {
		f.defs, f.real = e.search(dir, name, fold, nil)
		f.defs = slices.Clip(f.defs[:min(len(f.defs), maxDefinitions)])
		e.found[key] = f
	}
	return f.defs, f.real
}

// A foundKey is what the answer of find depends on.
type foundKey struct {
	dir, name string
	fold      bool
}

// foundDefs is what find answers.
type foundDefs struct {
	defs []int
	real bool
}

// maxDefinitions bounds how many lines are taken for what may define what a lookup
// asks for, those of the first files: as many lookups as there are such lines would
// look at all of them each.
const maxDefinitions = 64

func (e *environment) search(dir, name string, fold bool, extra []string) (defs []int, real bool) {
	files := append(slices.Clone(extra), e.loaded[e.componentOf(dir)]...)
	if len(files) > 0 {
		if defs, real = e.inFiles(files, name, fold); len(defs) > 0 {
			if !real {
				more, r := e.upwards(dir, name, fold)
				return append(defs, more...), r
			}
			return defs, real
		}
	}
	return e.upwards(dir, name, fold)
}

func (e *environment) upwards(dir, name string, fold bool) (defs []int, real bool) {
	component := e.componentOf(dir)
	for d := dir; ; d = parentDir(d) {
		if defs, real = e.inFolder(d, name, fold); len(defs) > 0 {
			return defs, real
		}
		if d == component || d == "." {
			for _, sub := range configFolders {
				if defs, real = e.inFolder(joinDir(d, sub), name, fold); len(defs) > 0 {
					return defs, real
				}
			}
		}
		if d == "." {
			return nil, false
		}
	}
}

func (e *environment) inFiles(files []string, name string, fold bool) (defs []int, real bool) {
	for _, f := range files {
		found, _ := e.inFolder(parentDir(f), name, fold)
		for _, i := range found {
			if e.all[i].u.Path == f && !slices.Contains(defs, i) {
				defs = append(defs, i)
				real = real || !e.all[i].template
			}
		}
	}
	return defs, real
}

func (e *environment) inFolder(dir, name string, fold bool) (defs []int, real bool) {
	names := e.defs[dir]
	if names == nil {
		return nil, false
	}
	found := names[name]
	if fold {
		found = e.folded(dir)[strings.ToLower(name)]
	}
	for _, i := range found {
		if !e.all[i].blank {
			defs = append(defs, i)
			real = real || !e.all[i].template
		}
	}
	return defs, real
}

// folded returns the definitions of a folder by their names without case.
func (e *environment) folded(dir string) map[string][]int {
	byFold, ok := e.folds[dir]
	if !ok {
		byFold = make(map[string][]int)
		for name, list := range e.defs[dir] {
			lower := strings.ToLower(name)
			byFold[lower] = append(byFold[lower], list...)
		}
		for _, list := range byFold {
			slices.Sort(list)
		}
		e.folds[dir] = byFold
	}
	return byFold
}

// maxExpansion bounds how deep dotenv values refer to each other.
const maxExpansion = 8

// An expansion is a definition that others refer to, so many deep.
type expansion struct{ definition, depth int }

// defined returns the value of a dotenv definition, with references to others
// filled in. Each is put together once: a line may refer to one many times over, and
// so may that.
func (l *linker) defined(i, depth int) value {
	key := expansion{i, depth}
	v, ok := l.env.values[key]
	if !ok {
		cuts := l.cuts
		if v = l.expand(i, depth); l.cuts == cuts {
			l.env.values[key] = v
		}
	}
	return v
}

func (l *linker) expand(i, depth int) value {
	d := &l.env.all[i]
	kind := StepDefinition
	what := d.Name + " is defined here"
	if d.template {
		kind, what = StepTemplate, d.Name+" has this value in a template"
	}
	at := d.u.at(d.ValueSpan)
	if len(d.Refs) == 0 || depth > maxExpansion {
		v := literal(d.Value, at, d.Plain, kind)
		v.pieces[0].way.What = what
		v.pieces[0].way.secret = l.shownOf(d.Value) == ""
		v.mode = d.mode()
		return v
	}
	v := value{kind: text, mode: d.mode()}
	var own []*step
	rest := d.Value
	for rest != "" && len(v.pieces) < maxPieces {
		at := strings.IndexByte(rest, '$')
		if at < 0 {
			at = len(rest)
		}
		if at > 0 {
			way := &step{Step: Step{At: d.u.at(d.ValueSpan), What: what, Kind: kind}}
			v.pieces = longer(v.pieces, []piece{{text: rest[:at], way: way}}, d.u.at(d.ValueSpan))
			own = append(own, way)
		}
		var name string
		name, rest = reference(rest[at:])
		if name != "" {
			v.pieces = longer(v.pieces, l.expanded(d, i, name, depth), d.u.at(d.ValueSpan))
			l.budget.pay(weight([]value{v}))
		}
		if l.broke() {
			v.pieces = append(v.pieces, piece{text: hole, way: &step{Step: Step{At: d.u.at(d.ValueSpan), What: what, Kind: kind}}})
			break
		}
	}
	secret := l.shownOf(v.str()) == ""
	for _, way := range own {
		way.secret = secret
	}
	return v
}

// shownOf returns what may be shown of a dotenv value: the region that it is,
// or the first identifier in it that carries one. It is "" for anything else:
// what stands around an identifier may be a password.
func (l *linker) shownOf(text string) string {
	if text = strings.TrimSpace(text); l.isRegion(text) {
		return text
	}
	for _, id := range aws.FindIdentifiers(text) {
		if id.Region != "" {
			return text[id.Start:id.End]
		}
	}
	return ""
}

// reference splits a text that starts with a reference, or is empty, into the
// name and what follows.
func reference(s string) (name, rest string) {
	if s == "" {
		return "", ""
	}
	s = s[1:]
	if inner, ok := strings.CutPrefix(s, "{"); ok {
		name, rest, _ = strings.Cut(inner, "}")
		if i := strings.IndexAny(name, ":-"); i >= 0 {
			name = name[:i]
		}
		return name, rest
	}
	n := 0
	for n < len(s) && (s[n] == '_' || s[n] >= 'A' && s[n] <= 'Z' || s[n] >= 'a' && s[n] <= 'z' || s[n] >= '0' && s[n] <= '9') {
		n++
	}
	return s[:n], s[n:]
}

func (l *linker) expanded(d *definition, self int, name string, depth int) []piece {
	here := Step{At: d.u.at(d.ValueSpan), What: name + " is referred to here"}
	defs, _ := l.env.upwards(d.u.dir, name, false)
	for _, i := range defs {
		if i == self || l.env.all[i].u != d.u && len(defs) > 1 {
			continue
		}
		inner := via([]value{l.defined(i, depth+1)}, here)
		return inner[0].pieces
	}
	return []piece{{text: hole, way: &step{Step: here}}}
}

// isRegionName reports whether a variable's name says that it holds a region.
func isRegionName(name string) bool {
	switch {
	case !hasRegion(name): // most have not
		return false
	case aws.IsRegionEnv(name):
		return true
	}
	words := strings.FieldsFunc(strings.ToUpper(name), func(r rune) bool { return r == '_' || r == '-' || r == '.' })
	return slices.Contains(words, "REGION")
}

// hasRegion reports whether a name holds the word region in any case.
func hasRegion(name string) bool {
	const word, rare = "region", 2 // its rarest letter
	for i := rare; i+len(word)-rare <= len(name); i++ {
		if name[i]|0x20 == word[rare] && strings.EqualFold(name[i-rare:i-rare+len(word)], word) {
			return true
		}
	}
	return false
}

// isEnvironment reports whether a symbol is the process environment.
func isEnvironment(sym string) bool {
	switch sym {
	case "os.environ", "process.env", "process.default.env", "import.meta.env", "Bun.env", "bun.env",
		"globalThis.process.env", "global.process.env", "window.process.env",
		"$env/dynamic/private.env", "$env/dynamic/public.env", "os.environb":
		return true
	}
	return false
}

// isEnvironmentModule reports whether the names that a module exports are
// environment variables: those of SvelteKit and Astro.
func isEnvironmentModule(name string) bool {
	return strings.HasPrefix(name, "$env/static/") || name == "astro:env/server" || name == "astro:env/client"
}

func isEnvironmentMethod(lang fact.Lang, name string) bool {
	return lang == fact.Python && slices.Contains([]string{
		"get", "setdefault", "copy", "items", "keys", "values", "update", "pop",
	}, name)
}

// reportDefinitions lists the dotenv lines that say something about regions
// and tells every lookup which of them it sees.
func (l *linker) reportDefinitions() {
	order := make([]int, 0, len(l.env.all))
	for i := range l.env.all {
		d := &l.env.all[i]
		if isRegionName(d.Name) || len(aws.FindIdentifiers(d.Value)) > 0 || aws.IsRegion(strings.TrimSpace(d.Value)) || slices.Contains(l.in.Known, strings.TrimSpace(d.Value)) {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(l.env.all[a].u.at(l.env.all[a].Span).Compare(l.env.all[b].u.at(l.env.all[b].Span)), cmp.Compare(a, b))
	})
	for n, i := range order {
		l.env.reported[i] = n
		l.program.Definitions = append(l.program.Definitions, l.reported(&l.env.all[i]))
	}
}

func (l *linker) reported(d *definition) Definition {
	shown := l.shownOf(d.Value)
	if d.blank && !l.isRegion(shown) {
		shown = ""
	}
	return Definition{
		Name: d.Name, Value: shown, At: d.u.at(d.ValueSpan), NameAt: d.u.at(d.NameSpan), Line: d.u.at(d.Span),
		Template: d.template, Profile: d.profile, Blank: d.blank, Plain: d.Plain, Shadowed: d.shadowed,
		Region:    isRegionName(d.Name) || l.isRegion(shown),
		Private:   l.env.private(d.u.Path),
		Component: l.env.componentOf(d.u.dir),
	}
}
