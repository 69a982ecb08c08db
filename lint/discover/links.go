package discover

import (
	"errors"
	"io/fs"
	"path"
	"strings"
)

// maxLinks is the number of links on the way to a target at which the way is
// taken to be a loop.
const maxLinks = 40

var (
	errOutside = errors.New("link out of the root")
	errLoop    = errors.New("loop of links")
)

// link lists a symbolic link by where it leads.
func (v *visit) link(name string) {
	base := path.Base(name)
	if v.installed(base) || v.scope.ignores(name, false) && !isDotenv(base) {
		return
	}
	target, err := Resolve(v.fsys, name)
	switch {
	case err == nil:
		v.found.Links = append(v.found.Links, Link{Path: name, Target: target})
	case errors.Is(err, fs.ErrNotExist):
		v.skip(name, reasonBroken)
	default:
		v.fail(name, err)
	}
}

// Resolve returns the path without any links of the file or folder that a path
// means, both relative to the root. It asks for one element after the other, so
// that nothing outside the root is ever touched; an absolute target counts as
// outside.
func Resolve(fsys fs.FS, name string) (string, error) {
	done, rest := ".", name
	for links := 0; rest != ""; {
		var element string
		element, rest, _ = strings.Cut(rest, "/")
		switch element {
		case "", ".":
			continue
		case "..":
			if done == "." {
				return "", errOutside
			}
			done = path.Dir(done)
			continue
		}
		at := path.Join(done, element)
		info, err := fs.Lstat(fsys, at)
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			done = at
			continue
		}
		target, err := fs.ReadLink(fsys, at)
		if err != nil {
			return "", err
		}
		if links++; links > maxLinks {
			return "", errLoop
		}
		if path.IsAbs(target) {
			return "", errOutside
		}
		rest = target + "/" + rest
	}
	return done, nil
}
