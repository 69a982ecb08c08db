//go:build asan || race

package rules_test

// slowdown is how many times as long everything takes, at most, that is watched while
// it runs.
const slowdown = 8
