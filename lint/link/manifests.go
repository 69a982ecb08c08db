package link

import (
	"encoding/json"
	"strings"
)

// A manifest is what resolution needs of a package.json.
type manifest struct {
	dependencies

	sound      bool // its dependencies and workspaces are well formed
	workspaces bool // it has some
	entry      struct {
		Source  string          `json:"source"`
		Types   string          `json:"types"`
		Module  string          `json:"module"`
		Main    string          `json:"main"`
		Exports json.RawMessage `json:"exports"`
		Imports json.RawMessage `json:"imports"`
	}
	exports, imports subpaths
}

// manifest returns the package.json of a folder, nil for none. It is read once,
// however many imports ask for it.
func (m *modules) manifest(dir string) *manifest {
	if pkg, ok := m.manifests[dir]; ok {
		return pkg
	}
	var pkg *manifest
	if content, ok := m.l.in.Manifests[joinDir(dir, "package.json")]; ok {
		var linked struct {
			dependencies

			Workspaces json.RawMessage `json:"workspaces"`
		}
		pkg = new(manifest)
		pkg.sound = json.Unmarshal(content, &linked) == nil
		pkg.dependencies, pkg.workspaces = linked.dependencies, len(linked.Workspaces) > 0
		_ = json.Unmarshal(content, &pkg.entry) // an unreadable one has no entry
		pkg.exports, pkg.imports = newSubpaths(pkg.entry.Exports), newSubpaths(pkg.entry.Imports)
	}
	m.manifests[dir] = pkg
	return pkg
}

// requirements returns the packages that a Python manifest names at the start of a
// line or of a quoted requirement.
func (m *modules) requirements(file string) map[string]bool {
	if found, ok := m.required[file]; ok {
		return found
	}
	found := make(map[string]bool)
	content := string(m.l.in.Manifests[file])
	for start := 0; start < len(content); {
		end := len(content)
		if n := strings.IndexAny(content[start:], "\n\r\"' =<>~![;"); n >= 0 {
			end = start + n
		}
		if start == 0 || strings.IndexByte("\n\r\"'", content[start-1]) >= 0 {
			found[content[start:end]] = true
		}
		start = end + 1
	}
	m.required[file] = found
	return found
}
