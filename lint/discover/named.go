package discover

import (
	"path"
	"strings"
)

// named are paths that are listed although patterns leave them out. Asking costs
// the depth of the path asked for, however many there are.
type named struct {
	paths map[string]bool
	above map[string]bool // the folders that they are in
}

func newNamed(paths []string) named {
	n := named{make(map[string]bool, len(paths)), make(map[string]bool)}
	for _, name := range paths {
		n.paths[name] = true
		for folder := path.Dir(name); folder != "." && !n.above[folder]; folder = path.Dir(folder) {
			n.above[folder] = true
		}
	}
	return n
}

// hold reports whether a path is one of them or in one of them.
func (n named) hold(name string) bool {
	for len(n.paths) > 0 {
		if n.paths[name] {
			return true
		}
		slash := strings.LastIndexByte(name, '/')
		if slash < 0 {
			break
		}
		name = name[:slash]
	}
	return false
}
