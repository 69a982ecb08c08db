// Package baseline keeps the findings that a repository has accepted for now, so
// that only new ones are reported.
//
// An entry is a finding's rule, path, context and occurrence: see
// [report.Identity]. No line number is in it, and of the context only a hash, so
// that the file changes only where a finding comes or goes, and tells no secret.
// Nor is a message: it may name a variable, and a file that does is taken for one
// that sets it.
package baseline

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/report"
)

// Schema is the number of the file's form. It is raised when an older program
// would misread the file.
const Schema = 1

// An Entry is one accepted finding.
type Entry struct {
	Path string `json:"path"` // relative to the root, with forward slashes
	Rule string `json:"rule"`
	// Context is a hash of the text of the place and its line, and Occurrence
	// counts the findings that agree in all else, from 1.
	Context    string `json:"context"`
	Occurrence int    `json:"occurrence"`
}

// Entries returns the entries of findings, in their order.
func Entries(diagnostics []lint.Diagnostic, sources report.Sources) []Entry {
	entries := make([]Entry, 0, len(diagnostics))
	for _, id := range report.Identify(diagnostics, sources) {
		sum := sha256.Sum256([]byte(id.Context))
		entries = append(entries, Entry{id.Path, id.Rule, hex.EncodeToString(sum[:8]), id.Occurrence})
	}
	return entries
}

// A Match says which findings are accepted.
type Match struct {
	// By holds for each finding the entry that accepts it, nil if there is none.
	// Its path is the finding's.
	By []*Entry
	// Left are the entries that accept nothing, in their order.
	Left []Entry
}

// Compare holds findings against accepted ones. A finding that has no entry is
// accepted by one of a file that is gone, if all but the path agrees: the file was
// renamed.
func Compare(accepted, found []Entry, gone func(path string) bool) Match {
	m := Match{By: make([]*Entry, len(found))}
	taken := make([]bool, len(accepted))
	pair := func(key func(Entry) Entry, free func(Entry) bool) {
		at := make(map[Entry][]int)
		for i, e := range accepted {
			if !taken[i] && free(e) {
				at[key(e)] = append(at[key(e)], i)
			}
		}
		for i, e := range found {
			same := at[key(e)]
			if m.By[i] != nil || len(same) == 0 {
				continue
			}
			by := accepted[same[0]]
			by.Path = e.Path
			m.By[i], taken[same[0]], at[key(e)] = &by, true, same[1:]
		}
	}
	pair(func(e Entry) Entry { return e }, func(Entry) bool { return true })
	isGone := make(map[string]bool)
	pair(func(e Entry) Entry {
		e.Path = ""
		return e
	}, func(e Entry) bool {
		known, ok := isGone[e.Path]
		if !ok {
			known = gone(e.Path)
			isGone[e.Path] = known
		}
		return known
	})
	for i, e := range accepted {
		if !taken[i] {
			m.Left = append(m.Left, e)
		}
	}
	return m
}

// Format returns the text of a baseline: an entry on each line, sorted, so that
// what two branches add rarely meets.
func Format(entries []Entry) ([]byte, error) {
	sorted := slices.SortedFunc(slices.Values(entries), func(a, b Entry) int {
		return cmp.Or(
			strings.Compare(a.Path, b.Path), strings.Compare(a.Rule, b.Rule),
			strings.Compare(a.Context, b.Context), cmp.Compare(a.Occurrence, b.Occurrence),
		)
	})
	sorted = slices.Compact(sorted)
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\n  \"schema\": %d,\n  \"findings\": [", Schema)
	for i, e := range sorted {
		line, err := marshal(e)
		if err != nil {
			return nil, fmt.Errorf("encoding a baseline: %w", err)
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n    ")
		b.Write(line)
	}
	if len(sorted) > 0 {
		b.WriteString("\n  ")
	}
	b.WriteString("]\n}\n")
	return b.Bytes(), nil
}

// marshal returns an entry as JSON on one line that cannot steer a terminal.
func marshal(e Entry) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(e); err != nil {
		return nil, err
	}
	return report.EscapeJSON(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}
