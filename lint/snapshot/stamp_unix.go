//go:build linux || darwin

package snapshot

import (
	"io/fs"
	"syscall"

	"golang.org/x/sys/unix"
)

// stampOf returns the stamp of what info tells about.
func stampOf(info fs.FileInfo) stamp {
	switch s := info.Sys().(type) {
	case *unix.Stat_t:
		return fromStat(s)
	case *syscall.Stat_t:
		return fromSyscall(s)
	}
	return stamp{}
}

func fromStat(s *unix.Stat_t) stamp {
	return stamp{
		device: uint64(s.Dev), inode: s.Ino, size: s.Size, mode: uint32(s.Mode), //nolint:unconvert // not the types of every system
		modified: s.Mtim.Nano(), changed: s.Ctim.Nano(),
	}
}

// lstat returns the stamp of what a path of the system names, a link itself.
func lstat(path string) stamp {
	var s unix.Stat_t
	for {
		switch err := unix.Lstat(path, &s); err {
		case nil:
			return fromStat(&s)
		case unix.EINTR:
		default:
			return stamp{}
		}
	}
}
