package cli

import (
	"os"
	"path/filepath"
	"strings"
)

// globalIgnores returns the text of the ignore file that git reads for all of a
// user's repositories: the one that core.excludesFile names, else the one in its
// usual place. Nil if there is none.
func (f *engineFlags) globalIgnores(root string) []byte {
	home := f.env.Getenv("HOME")
	folder := f.env.Getenv("XDG_CONFIG_HOME")
	if folder == "" && home != "" {
		folder = filepath.Join(home, ".config")
	}
	var candidates []string
	if folder != "" {
		candidates = append(candidates, filepath.Join(folder, "git", "config"))
	}
	if home != "" {
		candidates = append(candidates, filepath.Join(home, ".gitconfig"))
	}
	candidates = append(candidates, filepath.Join(root, ".git", "config"))
	file := ""
	if folder != "" {
		file = filepath.Join(folder, "git", "ignore")
	}
	for _, config := range candidates {
		text, err := os.ReadFile(config)
		if err != nil {
			continue // few people have all of them
		}
		if named, ok := excludesFile(string(text)); ok {
			file = expand(named, home)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil // there rarely is one
	}
	return text
}

// excludesFile returns the value of core.excludesFile in a git configuration,
// the last one if there are several.
func excludesFile(config string) (file string, ok bool) {
	section := ""
	for line := range strings.Lines(config) {
		line = strings.TrimSpace(line)
		if name, found := strings.CutPrefix(line, "["); found {
			name, _, _ = strings.Cut(name, "]")
			section = strings.ToLower(strings.TrimSpace(name))
			continue
		}
		key, value, found := strings.Cut(line, "=")
		if !found || section != "core" || !strings.EqualFold(strings.TrimSpace(key), "excludesfile") {
			continue
		}
		value = strings.TrimSpace(value)
		if quoted, found := strings.CutPrefix(value, `"`); found {
			value, _, _ = strings.Cut(quoted, `"`)
			value = strings.ReplaceAll(value, `\\`, `\`)
		} else if i := strings.IndexAny(value, "#;"); i >= 0 {
			value = strings.TrimSpace(value[:i])
		}
		file, ok = value, true
	}
	return file, ok
}

// expand resolves a leading ~/ as git does.
func expand(file, home string) string {
	if rest, ok := strings.CutPrefix(file, "~/"); ok && home != "" {
		return filepath.Join(home, rest)
	}
	return file
}
