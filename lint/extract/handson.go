package extract

import (
	"bytes"
	"slices"
)

// HandsOn reports whether a module of either language may hand on names that it
// does not spell, by its bytes alone: then it has all that it imports from.
func HandsOn(text []byte) bool {
	return slices.ContainsFunc(handingOn, func(way []byte) bool { return bytes.Contains(text, way) })
}

var handingOn = [][]byte{[]byte("export *"), []byte("import *"), []byte("__exportStar"), []byte("...require(")}
