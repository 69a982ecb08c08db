package cli

import (
	"os"
	"path/filepath"
	"strings"
)

// maxLinks is how many links lead to a file at most; the system takes no more.
const maxLinks = 40

// leadsTo returns the path without links that an absolute path leads to, there or not.
// It calls step for every folder on the way and for the end, one link after the
// other. It gives false for a loop of links.
func leadsTo(path string, step func(at string)) (end string, ok bool) {
	at, rest := fromTop(path)
	step(at)
	for links := 0; links <= maxLinks; {
		if rest == "" {
			return at, true
		}
		var name string
		if name, rest, _ = strings.Cut(rest, string(filepath.Separator)); name == "" {
			continue
		}
		next := filepath.Join(at, name)
		to, err := os.Readlink(next)
		switch {
		case err != nil: // no link
			at = next
		case filepath.IsAbs(to):
			at, rest = fromTop(to + string(filepath.Separator) + rest)
			links++
		default:
			rest = filepath.FromSlash(to) + string(filepath.Separator) + rest
			links++
		}
		step(at)
	}
	return "", false
}

// fromTop splits an absolute path behind the folder that all others are in.
func fromTop(path string) (top, rest string) {
	volume := filepath.VolumeName(path)
	return volume + string(filepath.Separator), filepath.FromSlash(path[len(volume):])
}

// passes reports whether the way to a file or folder, there or not, leads through a
// folder: by its name, or by where the links in it lead.
func passes(way, folder string) bool {
	there, err := os.Stat(folder)
	if err != nil {
		return false
	}
	through := false
	leadsTo(way, func(at string) {
		if !through {
			info, err := os.Lstat(at)
			through = err == nil && os.SameFile(info, there)
		}
	})
	return through
}

// around returns the repository around a root, or the root if there is none: whoever
// wrote the files in the one may have written the other.
func around(root string) string {
	if top, ok := repositoryAround(root); ok {
		return top
	}
	return root
}
