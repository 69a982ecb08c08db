package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/regionlint/regionlint/lint"
)

// Parse reads the text of a configuration file; path is what errors call it. The
// error is always an [Error], the first one in the file.
func Parse(path string, text []byte, names Names) (*File, error) {
	d := &decoder{file: &File{Path: path, At: make(map[string]Position)}, names: names}
	if len(text) > MaxSize {
		return nil, &Error{Path: path, Message: fmt.Sprintf("the file is larger than %d KiB, which no configuration needs", MaxSize>>10)}
	}
	root, err := compose(path, text)
	if err != nil {
		return nil, err
	}
	if root != nil {
		d.document(root)
	}
	if len(d.problems) == 0 {
		d.settled()
	}
	if len(d.problems) > 0 {
		return nil, slices.MinFunc(d.problems, func(a, b *Error) int {
			return cmp.Or(cmp.Compare(a.Position.Line, b.Position.Line), cmp.Compare(a.Position.Column, b.Position.Column))
		})
	}
	return d.file, nil
}

// compose returns the tree of a document, or nil for one without content. It
// follows no alias, so a tree is never larger than its text.
func compose(path string, text []byte) (*yaml.Node, error) {
	if blank(text) {
		return nil, nil //nolint:nilnil // a file without content states nothing, and is right
	}
	var document yaml.Node
	err := yaml.Load(text, &document)
	var detail *yaml.LoadError
	var several *yaml.LoadErrors
	if errors.As(err, &several) && len(several.Errors) > 0 {
		detail = several.Errors[0]
	} else {
		errors.As(err, &detail)
	}
	switch {
	case err == nil && len(document.Content) == 1:
		return document.Content[0], nil
	case err == nil:
		return nil, &Error{Path: path, Message: "this is no YAML document"}
	case detail == nil:
		return nil, &Error{Path: path, Message: "this is no YAML: " + oneLine(err.Error())}
	}
	message := oneLine(strings.TrimPrefix(detail.Message, "yaml: "))
	if indentedByTab(text, detail.Mark.Line) {
		message = "a tab cannot indent a line; spaces can"
	}
	return nil, &Error{
		Path: path, Position: Position{Line: detail.Mark.Line, Column: detail.Mark.Column},
		Message: "this is no YAML: " + message,
	}
}

// indentedByTab reports whether a line, counted from 1, has a tab before its text.
func indentedByTab(text []byte, n int) bool {
	for line := range bytes.Lines(text) {
		if n--; n == 0 {
			return bytes.HasPrefix(bytes.TrimLeft(line, " "), []byte("\t"))
		}
	}
	return false
}

// blank reports whether a text has nothing but comments.
func blank(text []byte) bool {
	for line := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' && line != "---" {
			return false
		}
	}
	return true
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// A decoder turns a document into a File and notes everything that is wrong.
type decoder struct {
	file     *File
	names    Names
	problems []*Error
	regions  []stated // names of regions, judged once all known ones are read
}

// A stated is a region's name and its place.
type stated struct {
	key, region string
	at          Position
}

func (d *decoder) fail(at Position, format string, args ...any) {
	d.problems = append(d.problems, &Error{Path: d.file.Path, Position: at, Message: fmt.Sprintf(format, args...)})
}

func position(n *yaml.Node) Position { return Position{Line: n.Line, Column: n.Column} }

// document decodes the whole file.
func (d *decoder) document(n *yaml.Node) {
	d.mapping("", n, map[string]func(key string, n *yaml.Node){
		"regions":   d.regionKeys,
		"rules":     func(key string, n *yaml.Node) { d.file.Rules = d.rules(key, n) },
		"exclude":   func(key string, n *yaml.Node) { d.file.Exclude = d.patterns(key, n) },
		"overrides": d.overrides,
		"root":      d.root,
	})
}

// regionKeys decodes what is said under `regions`.
func (d *decoder) regionKeys(key string, n *yaml.Node) {
	declared := &d.file.Declared
	d.mapping(key, n, map[string]func(key string, n *yaml.Node){
		"default":  func(key string, n *yaml.Node) { declared.Default = d.region(key, n) },
		"services": d.services,
		"allow": func(key string, n *yaml.Node) {
			d.file.AllowStated = true
			declared.Allow = d.list(key, n, "a list of regions", d.region)
		},
		"known":      func(key string, n *yaml.Node) { declared.Known = d.list(key, n, "a list of regions", d.known) },
		"replicated": func(key string, n *yaml.Node) { declared.Replicated = d.list(key, n, "a list of user pools", d.pool) },
	})
}

func (d *decoder) services(key string, n *yaml.Node) {
	services := make(map[string]string)
	d.entries(key, n, "services with their regions", func(name, key string, at Position, n *yaml.Node) {
		if message := badService(name); message != "" {
			d.fail(at, "%s", message)
			return
		}
		services[name] = d.region(key, n)
	})
	d.file.Declared.Services = services
}

func (d *decoder) rules(key string, n *yaml.Node) map[string]lint.Severity {
	rules := make(map[string]lint.Severity)
	d.entries(key, n, "rules with their severities", func(name, _ string, at Position, n *yaml.Node) {
		if message := d.names.badRule(name); message != "" {
			d.fail(at, "%s", message)
			return
		}
		value, ok := d.scalar(n)
		severity, known := severities[value]
		if !ok || !known {
			d.fail(position(n), "the severity of %s is off, info, warning or error, not %s", name, shown(n))
			return
		}
		rules[name] = severity
	})
	return rules
}

var severities = map[string]lint.Severity{
	"off": lint.Off, "info": lint.Info, "warning": lint.Warning, "error": lint.Error,
}

func (d *decoder) overrides(key string, n *yaml.Node) {
	if n.Kind != yaml.SequenceNode && !isNull(n) {
		d.fail(position(n), "%s takes a list of {paths, rules}, not %s", key, shown(n))
		return
	}
	for i, item := range n.Content {
		var o Override
		at := fmt.Sprintf("%s[%d]", key, i)
		d.mapping(at, item, map[string]func(key string, n *yaml.Node){
			"paths": func(key string, n *yaml.Node) { o.Paths = d.patterns(key, n) },
			"rules": func(key string, n *yaml.Node) { o.Rules = d.rules(key, n) },
		})
		if item.Kind == yaml.MappingNode {
			for _, needed := range []string{"paths", "rules"} {
				if _, ok := d.file.At[at+"."+needed]; !ok {
					d.fail(position(item), "%s has no %s", at, needed)
				}
			}
		}
		d.file.Overrides = append(d.file.Overrides, o)
	}
}

func (d *decoder) root(key string, n *yaml.Node) {
	value, ok := d.scalar(n)
	if !ok || value != "true" && value != "false" || n.Style != 0 {
		d.fail(position(n), "%s takes true or false, not %s", key, shown(n))
		return
	}
	d.file.Root = value == "true"
}
