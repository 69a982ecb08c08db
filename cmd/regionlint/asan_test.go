//go:build asan

package main

// sanitized says that AddressSanitizer watches: it takes time and memory of its own,
// and asks the system what there is of it.
const sanitized = true
