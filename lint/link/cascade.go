package link

import (
	"cmp"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// A cascade says how the dotenv files of one folder are loaded over each other.
type cascade uint8

// The cascades. In both `.env` is the weakest and `.env.<mode>.local` the
// strongest.
const (
	separate  cascade = iota // each file is loaded by itself
	localWins                // .env.local goes before .env.<mode>
	modeWins                 // .env.<mode> goes before .env.local
)

// frameworks are the packages that load a project's dotenv files by themselves,
// with their cascade. The first that a package.json names decides: Next.js
// applications often have Vite as well, for their tests. Executed with Next.js
// 16 and Vite 8; the others read in their sources or documentation.
var frameworks = []struct {
	pkg string
	cascade
}{
	{"next", localWins},
	{"react-scripts", localWins},
	{"expo", localWins},
	{"dotenv-flow", modeWins},
	{"@vue/cli-service", modeWins},
	{"astro", modeWins},
	{"@sveltejs/kit", modeWins},
	{"vite", modeWins},
}

// cascadeIn returns how the dotenv files of a folder are loaded: a framework
// looks for them beside its package.json.
func (e *environment) cascadeIn(dir string) cascade {
	var manifest dependencies
	_ = json.Unmarshal(e.l.in.Manifests[joinDir(dir, "package.json")], &manifest) // an unreadable one names none
	for _, f := range frameworks {
		for _, deps := range manifest.all() {
			if _, ok := deps[f.pkg]; ok {
				return f.cascade
			}
		}
	}
	return separate
}

// reportEnvironments tells which dotenv lines hold together.
func (l *linker) reportEnvironments() {
	lines := make(map[string][]int) // by file, what decides only
	folders := make(map[string][]string)
	for i := range l.program.Definitions {
		d := &l.program.Definitions[i]
		if d.Shadowed {
			continue
		}
		if lines[d.At.Path] == nil {
			folders[parentDir(d.At.Path)] = append(folders[parentDir(d.At.Path)], d.At.Path)
		}
		lines[d.At.Path] = append(lines[d.At.Path], i)
	}
	all := &l.program.Environments
	for dir, files := range folders {
		for _, loaded := range l.env.together(dir, files) {
			*all = append(*all, l.environmentOf(loaded, lines))
		}
	}
	for _, run := range l.env.loadedInTurn() {
		env := l.environmentOf(run.files, lines)
		env.Loads = run.calls
		*all = append(*all, env)
	}
	slices.SortFunc(*all, func(a, b Environment) int {
		return cmp.Or(strings.Compare(a.Component, b.Component), slices.Compare(a.Files, b.Files),
			slices.CompareFunc(a.Loads, b.Loads, source.Location.Compare))
	})
}

// together splits the dotenv files of one folder into those that are loaded
// together, the weakest first: one list for each mode, and each template by
// itself.
func (e *environment) together(dir string, files []string) [][]string {
	order := e.cascadeIn(dir)
	var lists [][]string
	byMode := make(map[string][]string)
	for _, f := range files {
		if e.l.in.Templates[f] || order == separate || !strings.HasPrefix(path.Base(f), ".env") {
			lists = append(lists, []string{f})
			continue
		}
		mode := e.l.in.Modes[f]
		byMode[mode] = append(byMode[mode], f)
	}
	base := byMode[""]
	if len(base) > 0 {
		byMode[""] = nil // without a mode the base is all there is
	}
	for _, own := range byMode {
		loaded := append(slices.Clone(base), own...)
		slices.SortFunc(loaded, func(a, b string) int {
			return cmp.Or(cmp.Compare(e.strength(a, order), e.strength(b, order)), strings.Compare(a, b))
		})
		lists = append(lists, loaded)
	}
	return lists
}

// strength ranks the files of one mode: what a stronger one sets holds.
func (e *environment) strength(file string, order cascade) int {
	local, mode := 2, 1
	if order == modeWins {
		local, mode = 1, 2
	}
	rank := 0
	if isOwn(file) {
		rank += local
	}
	if e.l.in.Modes[file] != "" {
		rank += mode
	}
	return rank
}

// isOwn reports whether a dotenv file is one machine's own by its name:
// `.env.local`, `.env.production.local`.
func isOwn(file string) bool {
	return slices.Contains(strings.Split(strings.ToLower(path.Base(file)), "."), "local")
}

// A loading is the dotenv files that one stretch of code loads, the weakest
// first, and the calls in the order of the source.
type loading struct {
	files []string
	calls []source.Location
}

// loadedInTurn returns the files that are loaded by calls of which each runs if
// the others do. What is loaded first holds, unless a later call says that it
// overrides.
func (e *environment) loadedInTurn() []loading {
	e.scanLoads()
	type stretch struct {
		u     *unit
		block fact.BlockID
	}
	inTurn := make(map[stretch][]load)
	for _, ld := range e.loads {
		if len(ld.files) > 1 {
			continue // a list is an order
		}
		x := &ld.u.Exprs[ld.id]
		if at := ld.u.climb(x.Block); ld.u.Blocks[at].Kind == fact.Body {
			inTurn[stretch{ld.u, at}] = append(inTurn[stretch{ld.u, at}], ld)
		}
	}
	var all []loading
	for _, loads := range inTurn {
		slices.SortFunc(loads, func(a, b load) int { return a.u.here(a.id).Compare(b.u.here(b.id)) })
		var run loading
		for _, ld := range loads {
			switch {
			case slices.Contains(run.files, ld.files[0]):
				continue
			case ld.overrides():
				run.files = append(run.files, ld.files[0])
			default:
				run.files = slices.Insert(run.files, 0, ld.files[0])
			}
			run.calls = append(run.calls, ld.u.here(ld.id))
		}
		if len(run.files) > 1 {
			all = append(all, run)
		}
	}
	return all
}

// overrides reports whether a call says that its file goes before what is set:
// `override=True`, `{override: true}`.
func (ld *load) overrides() bool {
	var says func(id fact.ID) bool
	says = func(id fact.ID) bool {
		x := &ld.u.Exprs[id]
		value := fact.ID(0)
		switch {
		case x.Kind == fact.Keyword && ld.u.Text(x) == "override":
			value = ld.u.Kids(x)[0]
		case x.Kind == fact.Entry && ld.u.TextOf(ld.u.Kids(x)[0]) == "override":
			value = ld.u.Kids(x)[1]
		case x.Kind == fact.Object:
			return slices.ContainsFunc(ld.u.Kids(x), says)
		}
		return value != 0 && ld.u.TextOf(value) == "true"
	}
	return slices.ContainsFunc(ld.u.KidsOf(ld.id)[1:], says)
}

// environmentOf returns what the files of one list set together. lines are the
// definitions of each file.
func (l *linker) environmentOf(files []string, lines map[string][]int) Environment {
	strongest := files[len(files)-1]
	env := Environment{
		Component: l.env.componentOf(parentDir(strongest)), Template: l.in.Templates[strongest], Files: files,
	}
	decides := make(map[string]int)
	for _, f := range files {
		env.Profile = cmp.Or(l.in.Modes[f], env.Profile)
		for _, i := range lines[f] {
			decides[l.program.Definitions[i].Name] = i
		}
	}
	for _, f := range files {
		for _, i := range lines[f] {
			if decides[l.program.Definitions[i].Name] == i {
				env.Definitions = append(env.Definitions, i)
			}
		}
	}
	return env
}
