//go:build unix

package atomicfile

import (
	"io/fs"
	"os"
	"syscall"
)

// inheritOwner reports whether a new file has the owner and the group of an old
// one. It changes them if it can.
func inheritOwner(f *os.File, old fs.FileInfo) (owner, group bool) {
	want, ok := old.Sys().(*syscall.Stat_t)
	if !ok {
		return false, false
	}
	has := func() (owner, group bool) {
		info, err := f.Stat()
		if err != nil {
			return false, false
		}
		got, ok := info.Sys().(*syscall.Stat_t)
		return ok && got.Uid == want.Uid, ok && got.Gid == want.Gid
	}
	if owner, group = has(); owner && group {
		return true, true
	}
	// Only root may give a file away, but whoever belongs to a group may give
	// it to that.
	if f.Chown(int(want.Uid), int(want.Gid)) != nil {
		_ = f.Chown(-1, int(want.Gid)) // what came of it is asked for below
	}
	return has()
}
