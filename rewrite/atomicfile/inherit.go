package atomicfile

import (
	"io/fs"
	"os"
)

// inherit gives a new file the permissions of an old one, and its owner and
// group if the system allows that.
func inherit(f *os.File, old fs.FileInfo) error {
	owner, group := inheritOwner(f, old)
	want := permissions(old.Mode(), owner, group)
	info, err := f.Stat()
	if err != nil || info.Mode() == want { // some file systems refuse even that
		return err
	}
	return f.Chmod(want)
}

// permissions returns what the old permissions of a file become. A program must
// not run as another user than before; and members of another group than before
// get no more than everyone has.
func permissions(old fs.FileMode, owner, group bool) fs.FileMode {
	mode := old & (fs.ModePerm | fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky)
	if !owner || !group {
		mode &^= fs.ModeSetuid | fs.ModeSetgid
	}
	if !group {
		mode &= ^fs.FileMode(0o070) | mode&0o007<<3
	}
	return mode
}
