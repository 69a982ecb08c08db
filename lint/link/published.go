package link

import (
	"encoding/json"
	"strings"
)

// published reports whether the component in a folder is a package that others
// install: its manifest says what only an index or its visitors ask for. Who
// installs it decides what it runs in.
func (l *linker) published(component string) bool {
	if known, ok := l.packaged[component]; ok {
		return known
	}
	is := publishedScript(l.in.Manifests[joinDir(component, "package.json")]) ||
		publishedPython(l.in.Manifests, component)
	l.packaged[component] = is
	return is
}

// publishedScript reports whether a package.json is that of a package in a
// registry. A main file proves nothing: npm init writes one for everybody.
func publishedScript(manifest []byte) bool {
	var m struct {
		Name             string          `json:"name"`
		Private          bool            `json:"private"`
		Files            []string        `json:"files"`
		Exports          json.RawMessage `json:"exports"`
		Types            string          `json:"types"`
		Typings          string          `json:"typings"`
		PublishConfig    json.RawMessage `json:"publishConfig"`
		PeerDependencies json.RawMessage `json:"peerDependencies"`
	}
	if json.Unmarshal(manifest, &m) != nil || m.Private || m.Name == "" {
		return false
	}
	return len(m.Files) > 0 || m.Exports != nil || m.Types != "" || m.Typings != "" ||
		m.PublishConfig != nil || m.PeerDependencies != nil
}

// publishedPython reports whether a folder's manifest describes a distribution
// for others to find.
func publishedPython(manifests map[string][]byte, folder string) bool {
	for name, marks := range map[string][]string{
		"pyproject.toml": {"classifiers", "[project.urls]", "[tool.poetry.urls]", "[tool.flit", "\nrepository =", "\nhomepage ="},
		"setup.py":       {"classifiers", "long_description", "url="},
		"setup.cfg":      {"classifiers", "long_description", "\nurl"},
	} {
		text := string(manifests[joinDir(folder, name)])
		if strings.Contains(text, "\n[project]") && strings.Contains(text, "\nreadme") && strings.Contains(text, "\nlicense") {
			return true
		}
		for _, mark := range marks {
			if strings.Contains(text, mark) {
				return true
			}
		}
	}
	return false
}
