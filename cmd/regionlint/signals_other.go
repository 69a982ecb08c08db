//go:build !unix

package main

import (
	"os"
	"syscall"
)

// unwritable are the signals of a write that fails, which returns an error as
// well.
var unwritable = []os.Signal{syscall.SIGPIPE}
