package link

import (
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strings"
)

// splitPackage splits an import into the package's name and the path inside.
func splitPackage(name string) (pkg, rest string) {
	n := 1
	if strings.HasPrefix(name, "@") {
		n = 2
	}
	parts := strings.SplitN(name, "/", n+1)
	if len(parts) <= n {
		return name, ""
	}
	return strings.Join(parts[:n], "/"), parts[n]
}

// byPackage resolves a package of the workspace.
func (m *modules) byPackage(from, name string) string {
	pkg, rest := splitPackage(name)
	dir, ok := m.packages[pkg]
	if !ok || !m.linked(from, pkg) {
		return ""
	}
	manifest := m.manifest(dir)
	entry := &manifest.entry
	exported := manifest.exports.files(joinDir(".", rest))
	if rest != "" {
		return m.firstFile(dir, append(exported, rest, "src/"+rest))
	}
	return m.firstFile(dir, append(append([]string{entry.Source}, exported...),
		entry.Main, entry.Module, entry.Types, "src/index", "index", "src/main", "lib/index"))
}

// firstFile returns the first of several files of a package that is there. One
// that a build makes stands for its source.
func (m *modules) firstFile(dir string, names []string) string {
	for _, name := range names {
		if name == "" {
			continue
		}
		if f := m.tsFile(path.Join(dir, name)); f != "" {
			return f
		}
		name = strings.TrimPrefix(path.Clean(name), "/")
		for _, built := range []string{"dist/", "build/", "lib/", "out/"} {
			rest, ok := strings.CutPrefix(name, built)
			if !ok {
				continue
			}
			for _, kind := range []string{"esm/", "cjs/", "types/", "src/"} {
				rest = strings.TrimPrefix(rest, kind)
			}
			rest = strings.TrimSuffix(rest, ".d.ts")
			if f := m.tsFile(path.Join(dir, "src", rest)); f != "" {
				return f
			}
		}
	}
	return ""
}

// subpaths are the exports or imports of a package.json: the names that others may
// use, with the files that they stand for.
type subpaths struct {
	table   json.RawMessage
	entries map[string]json.RawMessage // nil where the table is no object
	stars   *patterns                  // of entries
}

func newSubpaths(table json.RawMessage) subpaths {
	s := subpaths{table: table}
	if json.Unmarshal(table, &s.entries) != nil {
		s.entries = nil
	}
	s.stars = newPatterns(s.entries)
	return s
}

// files returns the files that are given for a name, "." being the package itself,
// under any condition.
func (s *subpaths) files(name string) []string {
	if s.entries == nil {
		if name == "." {
			return targets(s.table)
		}
		return nil
	}
	if name != "." && !strings.HasPrefix(name, "#") {
		name = "./" + name
	}
	if exact, ok := s.entries[name]; ok {
		return targets(exact)
	}
	best, rest := s.stars.match(name)
	if best == "" {
		if name == "." && !strings.HasPrefix(anyKey(s.entries), ".") {
			return targets(s.table) // conditions only
		}
		return nil
	}
	found := targets(s.entries[best])
	for i := range found {
		found[i] = strings.ReplaceAll(found[i], "*", rest)
	}
	return found
}

// anyKey returns the least key of a table.
func anyKey(entries map[string]json.RawMessage) string {
	keys := slices.Sorted(maps.Keys(entries))
	if len(keys) == 0 {
		return ""
	}
	return keys[0]
}

// targets returns the files that an entry of exports names, those under
// conditions sorted by condition.
func targets(raw json.RawMessage) []string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []string{one}
	}
	var conditions map[string]json.RawMessage
	if json.Unmarshal(raw, &conditions) != nil {
		return nil
	}
	var all []string
	for _, key := range slices.Sorted(maps.Keys(conditions)) {
		all = append(all, targets(conditions[key])...)
	}
	return all
}

// bySubpath resolves a name that begins with # by the imports of the nearest
// package.json.
func (m *modules) bySubpath(dir, name string) string {
	for d := dir; ; d = parentDir(d) {
		if manifest := m.manifest(d); manifest != nil {
			return m.firstFile(d, manifest.imports.files(name))
		}
		if d == "." {
			return ""
		}
	}
}

// fromComponent resolves a path from the folder of the component or its
// sources, which bundlers can be told to look in, unless it is in a package
// that the component depends on.
func (m *modules) fromComponent(dir, name string) string {
	if !strings.Contains(name, "/") || strings.HasPrefix(name, "@") || strings.Contains(name, ":") {
		return ""
	}
	pkg, _ := splitPackage(name)
	for d := dir; ; d = parentDir(d) {
		if manifest := m.manifest(d); manifest != nil {
			if manifest.on(pkg) {
				return ""
			}
			for _, root := range []string{d, joinDir(d, "src")} {
				if f := m.tsFile(path.Join(root, name)); f != "" {
					return f
				}
			}
		}
		if d == "." {
			return ""
		}
	}
}

// dependencies are the packages that a package.json asks for, with the version
// of each.
type dependencies struct {
	Runtime map[string]string `json:"dependencies"`
	Dev     map[string]string `json:"devDependencies"`
	Peer    map[string]string `json:"peerDependencies"`
}

func (d *dependencies) all() []map[string]string {
	return []map[string]string{d.Runtime, d.Dev, d.Peer}
}

// on reports whether a package.json names a package as a dependency.
func (d *dependencies) on(pkg string) bool {
	for _, deps := range d.all() {
		if _, ok := deps[pkg]; ok {
			return true
		}
	}
	return false
}

// linked reports whether an import from a file in dir means the root's own
// copy of a package rather than one from the registry: the file stands in the
// package itself, its manifest says so, or the two share a workspace.
func (m *modules) linked(dir, pkg string) bool {
	home := m.packages[pkg]
	if dir == home || strings.HasPrefix(dir, home+"/") {
		return true
	}
	for d := dir; ; d = parentDir(d) {
		manifest := m.manifest(d)
		if manifest != nil && manifest.sound {
			for _, deps := range manifest.all() {
				for _, protocol := range []string{"workspace:", "file:", "link:", "portal:", "*"} {
					if strings.HasPrefix(deps[pkg], protocol) {
						return true
					}
				}
			}
		}
		_, pnpm := m.l.in.Manifests[joinDir(d, "pnpm-workspace.yaml")]
		if (manifest != nil && manifest.workspaces || pnpm) && (d == "." || strings.HasPrefix(home, d+"/")) {
			return true
		}
		if d == "." {
			return false
		}
	}
}

// conventional resolves the usual alias of a component's sources where no
// configuration says what it is.
func (m *modules) conventional(dir, rest string) string {
	for d := dir; ; d = parentDir(d) {
		for _, root := range []string{joinDir(d, "src"), joinDir(d, "app"), d} {
			if f := m.tsFile(path.Join(root, rest)); f != "" {
				return f
			}
		}
		if d == "." || m.l.in.Manifests[joinDir(d, "package.json")] != nil {
			return ""
		}
	}
}
