package config

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/regionlint/regionlint/lint"
)

// A schemaNode is the part of JSON Schema that ours uses. A key that is not
// here fails the test, so that nothing in the schema goes unread.
type schemaNode struct {
	Meta        string                 `json:"$schema"`
	Title       string                 `json:"title"`
	Description string                 `json:"description"`
	Ref         string                 `json:"$ref"`
	Type        any                    `json:"type"`
	Enum        []string               `json:"enum"`
	Pattern     string                 `json:"pattern"`
	MinLength   int                    `json:"minLength"`
	Required    []string               `json:"required"`
	Items       *schemaNode            `json:"items"`
	Properties  map[string]*schemaNode `json:"properties"`
	Additional  json.RawMessage        `json:"additionalProperties"`
	Definitions map[string]*schemaNode `json:"definitions"`
}

func readSchema(t *testing.T) *schemaNode {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(string(Schema())))
	decoder.DisallowUnknownFields()
	root := new(schemaNode)
	if err := decoder.Decode(root); err != nil {
		t.Fatal(err)
	}
	return root
}

// validate returns what the schema has against a value, "" for nothing.
func (s *schemaNode) validate(root *schemaNode, value any) string {
	if s.Ref != "" {
		return root.Definitions[strings.TrimPrefix(s.Ref, "#/definitions/")].validate(root, value)
	}
	if s.Type != nil && !slices.Contains(words(s.Type), kindOf(value)) {
		return fmt.Sprintf("%v is no %v", value, s.Type)
	}
	if s.Enum != nil && !slices.Contains(s.Enum, fmt.Sprint(value)) {
		return fmt.Sprintf("%v is none of %v", value, s.Enum)
	}
	switch value := value.(type) {
	case string:
		if utf8.RuneCountInString(value) < s.MinLength || s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(value) {
			return fmt.Sprintf("%q does not match", value)
		}
	case []any:
		for _, item := range value {
			if why := s.Items.validate(root, item); why != "" {
				return why
			}
		}
	case map[string]any:
		return s.validateObject(root, value)
	}
	return ""
}

func (s *schemaNode) validateObject(root *schemaNode, object map[string]any) string {
	for _, key := range s.Required {
		if _, ok := object[key]; !ok {
			return key + " is missing"
		}
	}
	for key, value := range object {
		inner := s.Properties[key]
		if inner == nil {
			if string(s.Additional) == "false" {
				return key + " is unknown"
			}
			inner = new(schemaNode)
			if err := json.Unmarshal(s.Additional, inner); err != nil {
				return err.Error()
			}
		}
		if why := inner.validate(root, value); why != "" {
			return why
		}
	}
	return ""
}

func words(kind any) []string {
	list, ok := kind.([]any)
	if !ok {
		return []string{fmt.Sprint(kind)}
	}
	var all []string
	for _, k := range list {
		all = append(all, fmt.Sprint(k))
	}
	return all
}

func kindOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	}
	return "number"
}

// TestSchema holds the schema against the parser: what the parser takes, the
// schema takes, and of what it refuses the schema refuses all that a schema can.
func TestSchema(t *testing.T) {
	t.Parallel()
	root := readSchema(t)
	good := []string{full, "regions:\nrules:\nexclude:\noverrides:\n", "{}", "rules: {policy: error}\nroot: false\n"}
	for _, text := range good {
		if _, err := Parse(Name, []byte(text), names()); err != nil {
			t.Fatal(err)
		}
		if why := root.validate(root, loaded(t, text)); why != "" {
			t.Errorf("the schema refuses what the parser takes: %s\n%s", why, text)
		}
	}
	for _, p := range problems {
		var value any
		if yaml.Unmarshal([]byte(p.text), &value) != nil {
			continue // no YAML at all
		}
		if why := root.validate(root, loaded(t, p.text)); (why == "") != p.schema {
			t.Errorf("%s: the schema says %q", p.name, why)
		}
	}
}

func loaded(t *testing.T, text string) any {
	t.Helper()
	var value any
	if err := yaml.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// TestSchemaKeys holds the keys of the schema against those of the parser,
// which names them all when it meets one that it does not know.
func TestSchemaKeys(t *testing.T) {
	t.Parallel()
	root := readSchema(t)
	for text, object := range map[string]*schemaNode{"x: 1\n": root, "regions: {x: 1}\n": root.Properties["regions"]} {
		_, err := Parse(Name, []byte(text), names())
		if err == nil {
			t.Fatalf("%s: no error", text)
		}
		keys := make([]string, 0, len(object.Properties))
		for key, property := range object.Properties {
			keys = append(keys, key)
			if property.Description == "" {
				t.Errorf("%s has no description", key)
			}
		}
		slices.Sort(keys)
		if _, listed, _ := strings.Cut(err.Error(), "there are "); listed != strings.Join(keys, ", ") {
			t.Errorf("the parser knows %s, the schema %v", listed, keys)
		}
	}
}

// TestDocumentation holds the table of docs/configuration.md against the schema,
// and reads its example.
func TestDocumentation(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "configuration.md"))
	if err != nil {
		t.Fatal(err)
	}
	documented := make(map[string]string)
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z.]+)` \\| .* \\| (.*) \\|$").FindAllStringSubmatch(string(text), -1) {
		documented[row[1]] = row[2]
	}
	root := readSchema(t)
	known := make(map[string]string)
	for key, property := range root.Properties {
		known[key] = property.Description
		for inner, property := range property.Properties {
			known[key+"."+inner] = property.Description
			delete(known, key)
		}
	}
	if !maps.Equal(documented, known) {
		t.Errorf("the page has  %q\nthe schema has %q", documented, known)
	}
	_, example, _ := strings.Cut(string(text), "```yaml\n")
	example, _, _ = strings.Cut(example, "```")
	all := names()
	all.Rules = append(all.Rules, &lint.Rule{Name: "env-undefined"})
	if f, err := Parse(Name, []byte(example), all); err != nil || f.Declared.Default == "" {
		t.Errorf("the example: %v", err)
	}
}
