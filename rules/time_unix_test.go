//go:build unix

package rules_test

import "syscall"

// processorTime returns how many seconds of the processor's time the program has
// used.
func processorTime() float64 {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0
	}
	return float64(r.Utime.Nano()+r.Stime.Nano()) / 1e9
}
