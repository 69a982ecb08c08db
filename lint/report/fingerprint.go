package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/regionlint/regionlint/lint"
)

// Fingerprints returns a name for every finding that stays the same when lines
// are added or removed around it, so that findings can be compared between two
// runs. It is made of the rule, the path, the text of the place and its line
// without regard to white space, and a number for those that agree in all of
// these. The wording of the message plays no part.
func Fingerprints(diagnostics []lint.Diagnostic, sources Sources) []string {
	prints := make([]string, len(diagnostics))
	seen := make(map[string]int)
	for i, d := range diagnostics {
		key := strings.Join([]string{d.Rule, d.At.Path, squeeze(sources.text(d)), squeeze(sources.line(d.At))}, "\x00")
		seen[key]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, seen[key]))
		prints[i] = hex.EncodeToString(sum[:16])
	}
	return prints
}

// text returns the source text of a finding's place.
func (s Sources) text(d lint.Diagnostic) string {
	start, end, ok := s.place(d.At)
	if !ok {
		return ""
	}
	return string(s.Files[d.At.Path].Text[start.Offset:end.Offset])
}

// squeeze makes every run of white space one space.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
