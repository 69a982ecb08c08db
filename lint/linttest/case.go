package linttest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/driver"
)

const (
	diagnosticsFile = "@diagnostics"
	mapFile         = "@map"
	flagsFile       = "@flags"
	skippedFile     = "@skipped"
	fixedPrefix     = "@fixed/"
)

// A testCase is one small repository and what is expected of it.
type testCase struct {
	files       fstest.MapFS
	diagnostics *string // nil if the case does not say
	clients     *string
	fixed       map[string]string // by path, what becomes of files that change
	skipped     *string
	tests       bool
	safeOnly    bool
	paths       []string
	crlf        map[string]bool // files with CRLF
}

// An outcome is what a run gave, in the form of the expectations.
type outcome struct {
	diagnostics, clients string
	fixed                fixed
}

func parse(archive *txtar.Archive) (*testCase, error) {
	if len(bytes.TrimSpace(archive.Comment)) == 0 {
		return nil, errors.New("the case does not say what it pins down: its comment is empty")
	}
	c := &testCase{files: make(fstest.MapFS), fixed: make(map[string]string), crlf: make(map[string]bool)}
	var flags string
	for _, file := range archive.Files {
		text := string(file.Data)
		switch {
		case file.Name == diagnosticsFile:
			c.diagnostics = &text
		case file.Name == mapFile:
			c.clients = &text
		case file.Name == skippedFile:
			c.skipped = &text
		case file.Name == flagsFile:
			flags = text
		case strings.HasPrefix(file.Name, fixedPrefix):
			c.fixed[strings.TrimPrefix(file.Name, fixedPrefix)] = text
		case strings.HasPrefix(file.Name, "@"):
			return nil, fmt.Errorf("unknown expectation %s", file.Name)
		case c.files[file.Name] != nil:
			return nil, fmt.Errorf("%s is there twice", file.Name)
		case !fs.ValidPath(file.Name):
			return nil, fmt.Errorf("%q is no path within a repository", file.Name)
		default:
			c.files[file.Name] = &fstest.MapFile{Data: file.Data, Mode: 0o644}
		}
	}
	for line := range strings.Lines(flags) {
		if err := c.flag(strings.Fields(line)); err != nil {
			return nil, err
		}
	}
	for path := range c.fixed {
		if c.files[path] == nil {
			return nil, fmt.Errorf("%s%s: there is no such file", fixedPrefix, path)
		}
	}
	return c, nil
}

// flag carries out one line of @flags.
func (c *testCase) flag(words []string) error {
	switch {
	case len(words) == 0:
		return nil
	case len(words) == 1 && words[0] == "-include-tests":
		c.tests = true
		return nil
	case len(words) == 1 && words[0] == "-safe-only":
		c.safeOnly = true
		return nil
	case len(words) != 2:
		return fmt.Errorf("bad line %q in %s", strings.Join(words, " "), flagsFile)
	case words[0] == "-path":
		c.paths = append(c.paths, words[1])
		return nil
	}
	file := c.files[words[1]]
	if file == nil {
		return fmt.Errorf("%s names %s, which is not there", flagsFile, words[1])
	}
	switch words[0] {
	case "-crlf":
		c.crlf[words[1]] = true
		file.Data = bytes.ReplaceAll(file.Data, []byte("\n"), []byte("\r\n"))
	case "-bom":
		file.Data = append([]byte("\xef\xbb\xbf"), file.Data...)
	case "-no-final-newline":
		file.Data = bytes.TrimRight(file.Data, "\r\n")
	default:
		return fmt.Errorf("unknown flag %s in %s", words[0], flagsFile)
	}
	return nil
}

// run runs the rules over the case in several ways that must not make a
// difference, and returns the outcome and what is wrong whatever is expected.
func (c *testCase) run(ctx context.Context, rules []*lint.Rule) (outcome, []string) {
	var problems []string
	problem := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }

	first, err := driver.Run(ctx, c.options(c.files, 1, rules))
	if err != nil {
		return outcome{}, []string{err.Error()}
	}
	got := printed(first, c.tests)
	for _, failure := range first.Errors {
		problem("error: %s", failure.Error())
	}
	problems = append(problems, invariants(first)...)
	problems = append(problems, promise(first, rules)...)

	problems = append(problems, c.otherwise(ctx, rules, first, got)...)
	if len(problems) == 0 && hasEdits(first) {
		var wrong []string
		got.fixed, wrong = c.fix(ctx, rules, first)
		problems = append(problems, wrong...)
	}
	for _, path := range slices.Sorted(maps.Keys(first.Files)) {
		if !bytes.Equal(first.Files[path].Text, c.files[path].Data) {
			problem("the run changed the text of %s", path)
		}
	}
	return got, problems
}

// otherwise runs the rules again and returns what is another outcome than the
// first one.
func (c *testCase) otherwise(ctx context.Context, rules []*lint.Rule, first *driver.Result, got outcome) []string {
	var problems []string
	problem := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	ways := []struct {
		name string
		fsys fs.FS
		jobs int
	}{
		{"with four workers", c.files, 4},
		{"with the files in reverse order", reversed{c.files}, 2},
	}
	for _, way := range ways {
		result, err := driver.Run(ctx, c.options(way.fsys, way.jobs, rules))
		if err != nil {
			problem("%s: %v", way.name, err)
			continue
		}
		again := printed(result, c.tests)
		switch {
		case again.diagnostics != got.diagnostics || again.clients != got.clients:
			problem("the outcome is another one %s:\n%s%s\nwith one worker it is:\n%s%s",
				way.name, again.diagnostics, again.clients, got.diagnostics, got.clients)
		case !reflect.DeepEqual(first.Diagnostics, result.Diagnostics):
			problem("the findings differ in details %s: %v\nwith one worker they are: %v", way.name, result.Diagnostics, first.Diagnostics)
		}
	}
	return problems
}

// hasEdits reports whether some finding has a fix with edits.
func hasEdits(r *driver.Result) bool {
	return slices.ContainsFunc(r.Diagnostics, func(d lint.Diagnostic) bool {
		return slices.ContainsFunc(d.Fixes, func(f lint.SuggestedFix) bool { return len(f.Edits) > 0 })
	})
}

func (c *testCase) options(fsys fs.FS, jobs int, rules []*lint.Rule) driver.Options {
	options := driver.Options{FS: fsys, Jobs: jobs, Paths: c.paths, IncludeTests: c.tests}
	for _, rule := range rules {
		check := driver.Check{Rule: rule}
		if rule.Severity == lint.Off {
			check.Severity = lint.Warning
		}
		options.Checks = append(options.Checks, check)
	}
	return options
}

// reversed is a file system that lists folders backwards.
type reversed struct{ fstest.MapFS }

// ReadDir lists a folder.
func (r reversed) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := r.MapFS.ReadDir(name)
	slices.Reverse(entries)
	return entries, err
}
