package cli

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/disk"
)

// globalIgnores returns the ignore file that git reads for all of a user's
// repositories: the one that core.excludesFile names, else the one in its usual
// place. It has no text if there is none, and the error if one of the files on the
// way to it is no file to read.
func (f *engineFlags) globalIgnores(root string) discover.IgnoreFile {
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
		text := readGit(config)
		if text.Err != nil {
			return text
		}
		if named, ok := excludesFile(string(text.Text)); ok {
			file = expand(named, home)
		}
	}
	return readGit(file)
}

// readGit reads a file of git's that few people have. One that is not theirs to
// read, as the home of somebody else may be, does not count.
func readGit(name string) discover.IgnoreFile {
	text, err := disk.ReadFile(name, discover.MaxSize)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.EISDIR) {
		err = nil
	}
	return discover.IgnoreFile{Path: name, Text: text, Err: err}
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
