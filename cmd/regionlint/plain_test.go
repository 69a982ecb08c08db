//go:build !asan && !race

package main

const instrumented = false
