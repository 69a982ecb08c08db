//go:build linux || darwin

package snapshot

import (
	"io/fs"
	"syscall"
)

// stampOf returns the stamp of what info tells about.
func stampOf(info fs.FileInfo) stamp {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return fromStat(s)
	}
	return stamp{}
}

// lstat returns the stamp of what a path of the system names, a link itself.
func lstat(path string) stamp {
	var s syscall.Stat_t
	for {
		switch err := syscall.Lstat(path, &s); err {
		case nil:
			return fromStat(&s)
		case syscall.EINTR:
		default:
			return stamp{}
		}
	}
}
