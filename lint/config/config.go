// Package config reads .regionlint.yaml, strictly: what it does not know is an
// error with its place, so that a slip never switches a rule off in silence.
//
// It says what one file states. Which files hold for which paths is decided
// where the tree is known.
package config

import (
	"fmt"

	"github.com/regionlint/regionlint/lint"
)

// Name is the name of a configuration file.
const Name = ".regionlint.yaml"

// MaxSize is the size in bytes up to which a configuration file is read.
const MaxSize = 256 << 10

// A File is what one configuration file states. The zero value states nothing.
type File struct {
	// Path is the file's own, as in errors.
	Path string
	// Root ends the search for further files in the folders above.
	Root bool
	// Declared holds what is said under `regions`. AllowStated tells an empty
	// list of allowed regions from none.
	Declared    lint.Declared
	AllowStated bool
	// Rules holds severities by the name of a rule or a category.
	Rules map[string]lint.Severity
	// Exclude holds patterns as in an ignore file in the file's folder.
	Exclude []string
	// Overrides apply in their order, the last one that matches first.
	Overrides []Override
	// At holds the place of each key that the file states, by its path, such as
	// `regions.services.bedrock-runtime` or `overrides[0].rules.env-undefined`.
	At map[string]Position
}

// An Override sets other severities for some paths: those that its patterns
// match, which are as in an ignore file in the configuration file's folder.
type Override struct {
	Paths []string
	Rules map[string]lint.Severity
}

// A Position is a place in a configuration file. Line and Column start at 1 and
// count code points; both are 0 for the file as a whole.
type Position struct{ Line, Column int }

// An Error is what is wrong with a configuration file. Its text is one line.
type Error struct {
	Path     string
	Position Position
	Message  string
}

func (e *Error) Error() string {
	if e.Position == (Position{}) {
		return fmt.Sprintf("%s: %s", e.Path, e.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.Path, e.Position.Line, e.Position.Column, e.Message)
}

// Names are what a configuration file may refer to.
type Names struct {
	Rules []*lint.Rule
	// Known are regions that files further up have added to the embedded data.
	Known []string
}

// Severity returns what a file's rules say of one, by its own name before its
// category's. A category stands for its rules that are on by default.
func Severity(rules map[string]lint.Severity, rule *lint.Rule) (lint.Severity, bool) {
	if s, ok := rules[rule.Name]; ok {
		return s, true
	}
	s, ok := rules[string(rule.Category)]
	return s, ok && rule.Severity != lint.Off
}
