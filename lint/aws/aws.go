// Package aws holds what regionlint knows about AWS: partitions and regions,
// services and the names that botocore and the JavaScript SDKs have for them,
// identifiers and host names that carry a region, and the SDK calls that make a
// client.
//
// Facts are tables; everything else is a look-up or a scan over one string. The
// package reads no files, keeps no state and is safe to use from several
// goroutines. Tables that are generated from the data folder are sorted slices
// of constants: they cost nothing when a program starts.
//
// Scans work on evaluated strings. Such a string may contain Hole where a part
// of it is not known; what is found then is what holds whatever the hole stands
// for.
package aws

//go:generate go run ./internal/gen

import (
	"cmp"
	"slices"
)

// Hole is a byte in an evaluated string that stands for an unknown piece of one
// or more characters.
const Hole = '\x00'

// pair is one row of a sorted table from a name to another.
type pair struct{ key, value string }

func lookupPair(table []pair, key string) (string, bool) {
	i, ok := slices.BinarySearchFunc(table, key, func(p pair, key string) int { return cmp.Compare(p.key, key) })
	if !ok {
		return "", false
	}
	return table[i].value, true
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isAlnum(c byte) bool { return isLower(c) || 'A' <= c && c <= 'Z' || isDigit(c) }

// all reports whether s is not empty and every byte of it has the property.
func all(s string, property func(byte) bool) bool {
	for i := range len(s) {
		if !property(s[i]) {
			return false
		}
	}
	return s != ""
}
