package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// mapping decodes a mapping whose keys are known; key is its own path, "" for
// the document.
func (d *decoder) mapping(key string, n *yaml.Node, fields map[string]func(key string, n *yaml.Node)) {
	known := slices.Sorted(maps.Keys(fields))
	d.entries(key, n, "keys ("+strings.Join(known, ", ")+")", func(name, inner string, at Position, n *yaml.Node) {
		field, ok := fields[name]
		if !ok {
			d.fail(at, "there is no key %q%s; there are %s", clipped(name), inside(key), strings.Join(known, ", "))
			return
		}
		field(inner, n)
	})
}

func inside(key string) string {
	if key == "" {
		return ""
	}
	return " in " + key
}

// entries calls f for each entry of a mapping, with the name and the path of its
// key, and its place. what says what the mapping holds. Nothing at all is an
// empty mapping: all of it may be commented out.
func (d *decoder) entries(key string, n *yaml.Node, what string, f func(name, key string, at Position, n *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		if !isNull(n) {
			d.fail(position(n), "%s takes %s, not %s", orFile(key), what, shownAs(key, n))
		}
		return
	}
	seen := make(map[string]bool, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, ok := d.scalar(n.Content[i])
		at := position(n.Content[i])
		switch {
		case !ok:
			d.fail(at, "a key is a plain word, not %s", shown(n.Content[i]))
			continue
		case seen[name]:
			d.fail(at, "the key %q is there twice", clipped(name))
			continue
		}
		seen[name] = true
		path := name
		if key != "" {
			path = key + "." + name
		}
		d.file.At[path] = at
		f(name, path, at, n.Content[i+1])
	}
}

func orFile(key string) string {
	if key == "" {
		return "the file"
	}
	return key
}

// list decodes a list of words.
func (d *decoder) list(key string, n *yaml.Node, what string, item func(key string, n *yaml.Node) string) []string {
	if n.Kind != yaml.SequenceNode {
		if !isNull(n) {
			d.fail(position(n), "%s takes %s, not %s", key, what, shown(n))
		}
		return nil
	}
	words := make([]string, 0, len(n.Content))
	for _, inner := range n.Content {
		words = append(words, item(key, inner))
	}
	return words
}

// scalar returns the text of a word, and false for anything else. An alias is
// something else: following it could cost without bound.
func (d *decoder) scalar(n *yaml.Node) (string, bool) {
	return n.Value, n.Kind == yaml.ScalarNode && !isNull(n)
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// shown returns what a node is, for a message.
func shown(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias (write out what it stands for)"
	default:
		if isNull(n) {
			return "nothing"
		}
		return fmt.Sprintf("%q", clipped(n.Value))
	}
}

// shownAs returns what the node of a key is. What is no configuration at all may
// be a file of secrets, so its text is not repeated.
func shownAs(key string, n *yaml.Node) string {
	if key == "" && n.Kind == yaml.ScalarNode {
		return "plain text"
	}
	return shown(n)
}

// clipped bounds what a message repeats of a file.
func clipped(s string) string {
	const most = 60
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
