package report

import (
	"bytes"
	"strings"

	"github.com/regionlint/regionlint/lint/source"
)

// Secret returns a function that reports whether a line of a file, counted from 0
// and ended by a line feed, may not be shown as a whole. It is nil for a file that
// is no dotenv file.
func (s Sources) Secret(path string) func(line int) bool {
	values, dotenv := s.Dotenv[path]
	file := s.Files[path]
	if !dotenv || file == nil {
		return nil
	}
	lines := bytes.SplitAfter(file.Text, []byte("\n"))
	starts := make([]int, len(lines))
	for i := 1; i < len(lines); i++ {
		starts[i] = starts[i-1] + len(lines[i-1])
	}
	return func(n int) bool {
		if n < 0 || n >= len(lines) {
			return true
		}
		line := string(lines[n])
		for i := publicPrefix(line); i < len(line); i++ {
			here := source.Span{Start: uint32(starts[n] + i), End: uint32(starts[n] + i + 1)}
			if !strings.ContainsRune(" \t\r\n\"'`", rune(line[i])) && !shown(values, here) {
				return true
			}
		}
		return false
	}
}
