//go:build !asan && !race

package rules_test

const slowdown = 1
