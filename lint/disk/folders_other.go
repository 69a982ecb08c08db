//go:build !unix

package disk

import "os"

// folders keeps none open: there are systems on which an open folder cannot be
// moved.
type folders struct{}

func newFolders(*os.Root) folders { return folders{} }

func (folders) open(string) (file, bool) { return nil, false }
