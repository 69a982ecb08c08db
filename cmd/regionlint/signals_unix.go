//go:build unix

package main

import (
	"os"
	"syscall"
)

// unwritable are the signals of a write that fails: nobody reads a pipe any more,
// or a file may not become larger. The write returns an error as well.
var unwritable = []os.Signal{syscall.SIGPIPE, syscall.SIGXFSZ}
