package link

import (
	"cmp"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/tailscale/hujson"

	"github.com/regionlint/regionlint/lint/fact"
)

// modules resolves what imports name to files of the root.
type modules struct {
	l        *linker // the one that asks
	pending  bool    // the last resolution led to a file that is not extracted yet
	packages map[string]string
	configs  map[string]*tsconfig // by folder, nil where there is none
	suffixes map[string][]string  // Python files by the last part of their module path
	resolved map[moduleKey]string // memo of resolve
	// Memos of manifest by folder, of requirements by file, and of ending by the path
	// of a module.
	manifests map[string]*manifest
	required  map[string]map[string]bool
	ends      map[string][]string
}

// A tsconfig is what resolution needs of a tsconfig.json or jsconfig.json.
type tsconfig struct {
	dir   string // what paths and baseUrl are relative to
	base  string // baseUrl as a folder of the root, "" for none
	paths map[string][]string
	stars *patterns // of paths
}

func newModules(l *linker) *modules {
	m := &modules{
		l: l, packages: make(map[string]string), configs: make(map[string]*tsconfig),
		suffixes: make(map[string][]string), resolved: make(map[moduleKey]string),
		manifests: make(map[string]*manifest), required: make(map[string]map[string]bool), ends: make(map[string][]string),
	}
	for p, content := range l.in.Manifests {
		if path.Base(p) != "package.json" {
			continue
		}
		var pkg struct {
			Name string `json:"name"`
		}
		if json.Unmarshal(content, &pkg) == nil && pkg.Name != "" {
			if old, ok := m.packages[pkg.Name]; !ok || parentDir(p) < old {
				m.packages[pkg.Name] = parentDir(p)
			}
		}
	}
	for _, p := range l.in.Paths {
		if name, ok := strings.CutSuffix(p, ".py"); ok {
			name = strings.TrimSuffix(name, "/__init__")
			m.suffixes[path.Base(name)] = append(m.suffixes[path.Base(name)], p)
		}
	}
	return m
}

// file returns the unit that an import leads to, or nil. Where the file exists
// and is not extracted it is asked for, and pending is set.
func (m *modules) file(u *unit, im *fact.Import) *unit {
	target, _ := m.find(u, im.Module, im.Level, im.Name)
	return target
}

// find is file for a module by name; whole reports that the file is the item
// itself, a module of a package that has no file of its own.
func (m *modules) find(u *unit, name string, level int32, item string) (target *unit, whole bool) {
	m.pending = false
	p := m.resolve(u, name, level)
	if p == "" && u.Lang == fact.Python && item != "" && item != "*" {
		// `from . import x` and namespace packages have no file of their own.
		if p = m.resolve(u, joinModule(name, item), level); p != "" {
			return m.unit(p, u), true
		}
	}
	return m.unit(p, u), false
}

// resolve returns the path of the file that a module's name stands for, "" for
// none.
func (m *modules) resolve(u *unit, name string, level int32) string {
	key := moduleKey{u.dir, name, level, ""}
	if name[strings.LastIndexByte(name, '.')+1:] == u.moduleName() {
		key.by = u.Path // which is never what it imports
	}
	p, ok := m.resolved[key]
	if !ok {
		if u.Lang == fact.Python {
			p = m.python(u, name, level)
		} else {
			p = m.typescript(u.dir, name)
		}
		m.resolved[key] = p
	}
	return p
}

// A moduleKey is what the file of a module depends on: who asks for which name.
type moduleKey struct {
	dir, name string
	level     int32
	by        string // the path of who asks if that matters
}

func joinModule(name, item string) string {
	if name == "" {
		return item
	}
	return name + "." + item
}

// unit returns the unit of a path that another one leads to, nil for none.
func (m *modules) unit(p string, by *unit) *unit {
	if p == "" {
		return nil
	}
	if u := m.l.byPath[p]; u != nil {
		return u
	}
	if m.l.wanting && m.l.fuel > enoughForFiles && m.l.loaded < maxLoaded {
		if u := m.load(p, by.far); u != nil {
			return u
		}
	}
	m.pending = true
	m.l.missed = true
	return nil
}

// load returns the unit of a file that was not extracted, nil where that cannot
// be.
func (m *modules) load(p string, far int) *unit {
	if m.l.in.Load == nil {
		return nil
	}
	f := m.l.in.Load(p)
	if f == nil {
		return nil
	}
	return m.l.join(f, far)
}

// holding is file for an import of every name, where one name is looked for. It
// returns nil for a file that cannot have it.
func (m *modules) holding(u *unit, im *fact.Import, name string) *unit {
	m.pending = false
	p := m.resolve(u, im.Module, im.Level)
	if p != "" && m.l.byPath[p] == nil && m.l.in.Holds != nil && !m.l.in.Holds(p, name) {
		return nil
	}
	return m.unit(p, u)
}

// submodule returns the module named item inside the package of u.
func (m *modules) submodule(u *unit, item string) *unit {
	if path.Base(u.Path) != "__init__.py" {
		return nil
	}
	return m.unit(m.pythonIn(u.dir, item), u)
}

// python resolves a dotted module from an importing file: relative ones by
// their dots, others from each folder above the file, then from the places
// where projects put their sources.
func (m *modules) python(u *unit, name string, level int32) string {
	parts := strings.ReplaceAll(name, ".", "/")
	if level > 0 {
		dir := u.dir
		for range level - 1 {
			dir = parentDir(dir)
		}
		return m.pythonIn(dir, parts)
	}
	// A folder inside a package is no source root, so what stands in it is not
	// what an absolute import of the same name means; code that is run as a
	// script or with a path of its own does mean that.
	if len(m.suffixes[path.Base(parts)]) == 0 {
		return ""
	}
	inside := ""
	top, _, _ := strings.Cut(parts, "/")
	for dir := u.dir; ; dir = parentDir(dir) {
		for _, root := range []string{dir, joinDir(dir, "src"), joinDir(dir, "lib"), joinDir(dir, "app")} {
			p := m.pythonIn(root, parts)
			if p == "" || p == u.Path || m.importsNamesake(p, top) {
				continue
			}
			if !m.l.paths[joinDir(root, "__init__.py")] {
				return p
			}
			if inside == "" {
				inside = p
			}
		}
		if dir == "." {
			break
		}
	}
	if inside != "" && !m.requires(u.dir, top) {
		return inside
	}
	return m.bySuffix(u, parts)
}

// importsNamesake reports whether a file imports a module of its own name, and so
// is not what that name means to it: app/boto3.py, which wraps boto3.
func (m *modules) importsNamesake(p, name string) bool {
	u := m.l.byPath[p]
	return u != nil && u.moduleName() == name && slices.ContainsFunc(u.Imports, func(im fact.Import) bool {
		return im.Level == 0 && (im.Module == name || strings.HasPrefix(im.Module, name+"."))
	})
}

// requires reports whether a package is known to come from outside: by its
// name, or because a Python manifest above dir names it.
func (m *modules) requires(dir, name string) bool {
	if isCommonModule(name) {
		return true
	}
	dashed := strings.ReplaceAll(name, "_", "-")
	for d := dir; ; d = parentDir(d) {
		for _, f := range []string{"requirements.txt", "pyproject.toml", "setup.py", "Pipfile"} {
			if found := m.requirements(joinDir(d, f)); found[name] || found[dashed] {
				return true
			}
		}
		if d == "." {
			return false
		}
	}
}

func (m *modules) pythonIn(dir, parts string) string {
	if parts == "" {
		if p := joinDir(dir, "__init__.py"); m.l.paths[p] {
			return p
		}
		return ""
	}
	for _, p := range []string{joinDir(dir, parts+".py"), joinDir(dir, parts+"/__init__.py")} {
		if m.l.paths[p] {
			return p
		}
	}
	return ""
}

// bySuffix finds a module whose source root is on no way up from the importer,
// such as a Lambda layer, if just one file has its path. utils/pydantic.py is not
// what `import pydantic` means where that package is required.
func (m *modules) bySuffix(u *unit, parts string) string {
	if !strings.Contains(parts, "/") && m.requires(u.dir, parts) {
		return ""
	}
	found := ""
	for _, p := range m.ending(parts) {
		if p == u.Path {
			continue
		}
		if found != "" {
			return ""
		}
		found = p
	}
	return found
}

// ending returns the files, tests left out, whose module path ends with some parts:
// three of them at most, of which one may be who asks.
func (m *modules) ending(parts string) []string {
	if found, ok := m.ends[parts]; ok {
		return found
	}
	var found []string
	for _, p := range m.suffixes[path.Base(parts)] {
		name := strings.TrimSuffix(strings.TrimSuffix(p, ".py"), "/__init__")
		if !m.l.in.Tests[p] && (name == parts || strings.HasSuffix(name, "/"+parts)) {
			if found = append(found, p); len(found) == 3 {
				break
			}
		}
	}
	m.ends[parts] = found
	return found
}

// isCommonModule reports whether a single module name is too common, or too
// likely a package from elsewhere, to be matched by its name alone.
func isCommonModule(name string) bool {
	return slices.Contains([]string{
		"boto3", "botocore", "aiobotocore", "aioboto3", "moto", "os", "sys", "json", "logging", "typing", "time",
		"test", "tests", "setup", "main", "conftest", "dotenv", "requests", "types", "enum", "secrets", "email",
		"queue", "platform", "calendar", "token", "copy", "random", "code", "select", "signal", "mcp", "strands", "litellm",
		"pydantic", "pydantic_settings", "fastapi", "flask", "django", "click", "typer", "argparse", "functools", "dataclasses",
		"contextlib", "asyncio", "importlib", "collections", "pathlib", "decouple", "langchain_aws",
	}, name)
}

var tsSuffixes = []string{"", ".ts", ".tsx", ".mts", ".cts", ".d.ts", ".js", ".jsx", ".mjs", ".cjs"}

// typescript resolves an import from a file in dir: relative paths, the paths
// and baseUrl of its tsconfig, packages of the workspace.
func (m *modules) typescript(dir, name string) string {
	if name == "." || name == ".." || strings.HasPrefix(name, "./") || strings.HasPrefix(name, "../") {
		return m.tsFile(path.Join(dir, name))
	}
	if strings.HasPrefix(name, "/") {
		return ""
	}
	if strings.HasPrefix(name, "#") {
		if p := m.bySubpath(dir, name); p != "" {
			return p
		}
	}
	if p := m.byConfig(dir, name); p != "" {
		return p
	}
	if p := m.byPackage(dir, name); p != "" {
		return p
	}
	if rest, ok := strings.CutPrefix(name, "@/"); ok {
		return m.conventional(dir, rest)
	}
	if rest, ok := strings.CutPrefix(name, "~/"); ok {
		return m.conventional(dir, rest)
	}
	return m.fromComponent(dir, name)
}

// tsFile returns the file that p names with any of the suffixes, or the index
// of the folder p.
func (m *modules) tsFile(p string) string {
	if p == ".." || strings.HasPrefix(p, "../") {
		return ""
	}
	stems := []string{p}
	for _, js := range []string{".js", ".jsx", ".mjs", ".cjs"} {
		if stem, ok := strings.CutSuffix(p, js); ok {
			stems = append(stems, stem)
		}
	}
	stems = append(stems, joinDir(p, "index"))
	for _, stem := range stems {
		for _, suffix := range tsSuffixes {
			if m.l.paths[stem+suffix] && isCode(stem+suffix) {
				return stem + suffix
			}
		}
	}
	return ""
}

func isCode(p string) bool {
	ext := path.Ext(p)
	return ext != "" && slices.Contains(tsSuffixes, ext)
}

// byConfig applies the nearest tsconfig.json or jsconfig.json.
func (m *modules) byConfig(dir, name string) string {
	for d := dir; ; d = parentDir(d) {
		if c := m.config(d); c != nil {
			if p := m.mapped(c, name); p != "" {
				return p
			}
		}
		if d == "." {
			return ""
		}
	}
}

// maxTargets is how many places of an alias are looked at.
const maxTargets = 16

func (m *modules) mapped(c *tsconfig, name string) string {
	best, rest := c.stars.match(name)
	if _, ok := c.paths[name]; ok && cmp.Or(cmp.Compare(len(best), len(name)), strings.Compare(name, best)) < 0 {
		best, rest = name, ""
	}
	if best != "" {
		for _, target := range c.paths[best][:min(len(c.paths[best]), maxTargets)] {
			base := c.dir
			if c.base != "" {
				base = c.base
			}
			if p := m.tsFile(path.Join(base, strings.Replace(target, "*", rest, 1))); p != "" {
				return p
			}
		}
	}
	if c.base != "" {
		return m.tsFile(path.Join(c.base, name))
	}
	return ""
}

// config reads the configuration in dir, with what it extends.
func (m *modules) config(dir string) *tsconfig {
	if c, ok := m.configs[dir]; ok {
		return c
	}
	m.configs[dir] = nil
	for _, name := range []string{"tsconfig.json", "jsconfig.json", "tsconfig.base.json"} {
		if c := m.readConfig(joinDir(dir, name), 0); c != nil {
			m.configs[dir] = c
			break
		}
	}
	return m.configs[dir]
}

// maxExtends bounds a chain of configurations, which may be a circle.
const maxExtends = 8

func (m *modules) readConfig(p string, hops int) *tsconfig {
	content, ok := m.l.in.Manifests[p]
	if !ok || hops > maxExtends {
		return nil
	}
	var raw struct {
		Extends         json.RawMessage `json:"extends"`
		CompilerOptions struct {
			BaseURL *string             `json:"baseUrl"`
			Paths   map[string][]string `json:"paths"`
		} `json:"compilerOptions"`
	}
	if json.Unmarshal(plainJSON(content), &raw) != nil {
		return nil
	}
	dir := parentDir(p)
	c := &tsconfig{dir: dir, stars: newPatterns[[]string](nil)}
	for _, parent := range extended(raw.Extends) {
		if target := m.extends(dir, parent); target != "" {
			if base := m.readConfig(target, hops+1); base != nil {
				*c = *base
			}
		}
	}
	if raw.CompilerOptions.BaseURL != nil {
		c.base = path.Join(dir, *raw.CompilerOptions.BaseURL)
	}
	if raw.CompilerOptions.Paths != nil {
		c.paths, c.dir = raw.CompilerOptions.Paths, dir
		c.stars = newPatterns(c.paths)
	}
	return c
}

// extends finds the configuration that another names: a path, or a package of
// the workspace.
func (m *modules) extends(dir, name string) string {
	var p string
	if strings.HasPrefix(name, ".") {
		p = path.Join(dir, name)
	} else if pkg, rest := splitPackage(name); m.packages[pkg] != "" {
		p = path.Join(m.packages[pkg], rest)
	}
	for _, candidate := range []string{p, p + ".json", joinDir(p, "tsconfig.json")} {
		if _, ok := m.l.in.Manifests[candidate]; ok {
			return candidate
		}
	}
	return ""
}

func extended(raw json.RawMessage) []string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []string{one}
	}
	var several []string
	if json.Unmarshal(raw, &several) == nil {
		return several
	}
	return nil
}

// externalName returns the symbol of something outside the root: a dotted path
// for Python, the package and the path inside it for JavaScript.
func externalName(u *unit, im *fact.Import) string {
	name := im.Module
	if u.Lang == fact.TypeScript {
		name = moduleSymbol(name)
	}
	if im.Name == "" || im.Name == "*" {
		return name
	}
	return name + "." + im.Name
}

// plainJSON drops comments and trailing commas, which tsconfig.json may have. A
// text that is neither is returned as it is.
func plainJSON(b []byte) []byte {
	plain, err := hujson.Standardize(slices.Clone(b))
	if err != nil {
		return b
	}
	return plain
}
