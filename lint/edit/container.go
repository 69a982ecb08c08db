package edit

import (
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// AddSetting adds a line below the one that sets a variable for a container, which
// sets another name in the same manner to the same value.
func AddSetting(beside *link.Container, name string) (lint.TextEdit, bool) {
	if !isName(name) {
		return lint.TextEdit{}, false
	}
	line := strings.Replace(beside.Text, beside.Name, name, 1)
	if !strings.HasSuffix(line, "\n") {
		line = "\n" + line
	}
	at := source.Span{Start: beside.Line.Span.End, End: beside.Line.Span.End}
	return lint.TextEdit{At: source.Location{Path: beside.At.Path, Span: at}, NewText: line}, true
}
