package driver

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
)

// ownHead is how much of a file is looked at to tell a report of ours.
const ownHead = 1024

// ownStarts are what our documents begin with, without white space.
var ownStarts = []string{
	`{"schema":1,"tool":{"name":"regionlint"`,
	`{"schema":1,"clients":[`,
	`{"schema":1,"current":[`,
	`{"source":{"name":"regionlint"`,
	`[{"engine_name":"regionlint"`,
	`<?xmlversion="1.0"encoding="UTF-8"?><!--regionlint-->`,
}

// isOwn reports whether a text is a report that this program wrote. It names
// variables because they were found, and nothing reads them there.
func isOwn(text []byte) bool {
	begin := text[:min(len(text), ownHead)]
	if !bytes.Contains(begin, []byte("regionlint")) && !bytes.HasPrefix(bytes.TrimSpace(begin), []byte("{")) {
		return false
	}
	head := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, string(begin))
	return slices.ContainsFunc(ownStarts, func(start string) bool { return strings.HasPrefix(head, start) }) ||
		strings.Contains(head, `"runs":[{"tool":{"driver":{"name":"regionlint"`)
}
