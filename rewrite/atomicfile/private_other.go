//go:build !darwin && !dragonfly && !freebsd && !linux && !netbsd && !openbsd

package atomicfile

import "io/fs"

// private cannot tell: what a folder's permissions are is not in its mode here.
func private(fs.FileInfo) bool { return true }
