package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

// An Identity is what a finding is known by from one run to another. It stays the
// same when lines are added or removed around it. The wording of the message plays
// no part.
type Identity struct {
	Rule, Path string
	// Context is the text of the place and its line without regard to white space.
	// What may not be shown of a dotenv file is not in it.
	Context string
	// Occurrence counts the findings that agree in all of these, from 1.
	Occurrence int
}

// Identify returns the identities of findings, which are given in their order.
func Identify(diagnostics []lint.Diagnostic, sources Sources) []Identity {
	all := make([]Identity, len(diagnostics))
	seen := make(map[Identity]int)
	lines := make(map[source.Location]string)
	for i, d := range diagnostics {
		id := Identity{Rule: d.Rule, Path: d.At.Path, Context: sources.context(d.At, lines)}
		seen[id]++
		all[i] = id
		all[i].Occurrence = seen[id]
	}
	return all
}

// Fingerprint returns the identity as one short name.
func (id Identity) Fingerprint() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%d", id.Rule, id.Path, id.Context, id.Occurrence))
	return hex.EncodeToString(sum[:16])
}

// Fingerprints returns the names of findings by which two runs are compared.
func Fingerprints(diagnostics []lint.Diagnostic, sources Sources) []string {
	prints := make([]string, len(diagnostics))
	for i, id := range Identify(diagnostics, sources) {
		prints[i] = id.Fingerprint()
	}
	return prints
}

// longLine is the length in bytes from which a line is known by a hash: there may be
// as many findings on it as it has words.
const longLine = 4 << 10

// context returns the text of a place, and the line that it begins on, which is put
// together once for all findings on it.
func (s Sources) context(at source.Location, lines map[source.Location]string) string {
	start, end, ok := s.place(at)
	if !ok {
		return "\x00"
	}
	whole := source.Location{Path: at.Path, Span: s.Files[at.Path].LineSpan(start.Line)}
	line, ok := lines[whole]
	if !ok {
		if line = s.public(at.Path, whole.Span.Start, whole.Span.End); len(line) > longLine {
			sum := sha256.Sum256([]byte(line))
			line = hex.EncodeToString(sum[:])
		}
		lines[whole] = line
	}
	return s.public(at.Path, uint32(start.Offset), uint32(end.Offset)) + "\x00" + line
}

// public returns a part of a file as far as it may be shown, with every run of
// white space as one space.
func (s Sources) public(path string, start, end uint32) string {
	file := s.Files[path]
	text := string(file.Text[start:end])
	if values, dotenv := s.Dotenv[path]; dotenv {
		var b strings.Builder
		from, _ := file.Offset(file.Position(start).Line, 1)
		values = near(values, source.Span{Start: start, End: end})
		for line := range strings.Lines(string(file.Text[from:end])) {
			names := from + uint32(publicPrefix(line))
			b.Write(file.Text[max(start, from):max(start, from, names)])
			at := max(start, names)
			from += uint32(len(line))
			for _, v := range values { // they are sorted, and may overlap
				if v.Start < from && v.End > at {
					at = max(at, v.Start)
					b.Write(file.Text[at:min(v.End, from)])
					at = min(v.End, from)
				}
			}
		}
		text = b.String()
	}
	return strings.Join(strings.Fields(text), " ")
}
