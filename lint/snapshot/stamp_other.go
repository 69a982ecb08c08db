//go:build !linux && !darwin

package snapshot

import "io/fs"

// stampOf returns no stamp: what a program set cannot be told here from what the
// system noted, so that everything is compared by what it holds.
func stampOf(fs.FileInfo) stamp { return stamp{} }

func lstat(string) stamp { return stamp{} }
