//go:build asan || race

package main

// instrumented says that AddressSanitizer or the race detector watches: they take time and
// memory of their own, and ask the system what there is of it.
const instrumented = true
