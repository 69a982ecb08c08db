package baseline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/tailscale/hujson"

	"github.com/regionlint/regionlint/lint/source"
)

// MaxSize is the size in bytes up to which a baseline is read.
const MaxSize = 32 << 20

// Parse reads the text of a baseline; name is what the error calls it. The error
// is one line with the place of what is wrong.
func Parse(name string, text []byte) ([]Entry, error) {
	if len(text) > MaxSize {
		return nil, fmt.Errorf("%s: the file is larger than %d MiB, which no baseline is", name, MaxSize>>20)
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	p := &parser{name: name, file: source.NewFile(name, text)}
	// The standard library bounds the depth, and says where the syntax ends.
	var whole json.RawMessage
	var syntax *json.SyntaxError
	if err := json.Unmarshal(text, &whole); errors.As(err, &syntax) {
		return nil, p.wrong(max(0, int(syntax.Offset)-1), "this is no JSON: "+syntax.Error())
	}
	document, err := hujson.Parse(text) // it keeps the places of values
	if err != nil {
		return nil, fmt.Errorf("%s: this is no baseline: %w", name, err)
	}
	return p.document(&document)
}

// A parser reads one baseline.
type parser struct {
	name string
	file *source.File
}

// wrong returns an error with the place of a byte.
func (p *parser) wrong(offset int, message string) error {
	at := p.file.Position(uint32(offset))
	return fmt.Errorf("%s:%d:%d: %s", p.name, at.Line, at.Column, message)
}

func (p *parser) document(v *hujson.Value) ([]Entry, error) {
	if at := v.Find("/schema"); at != nil { // before what else a newer one has
		schema, err := p.number(at, "schema")
		if err != nil {
			return nil, err
		}
		if schema > Schema {
			return nil, p.wrong(at.StartOffset, fmt.Sprintf(
				"the baseline has schema %d, and this program knows up to %d: a newer one wrote it", schema, Schema))
		}
	}
	members, err := p.members(v, "a baseline", "schema", "findings")
	if err != nil {
		return nil, err
	}
	list, ok := members["findings"].Value.(*hujson.Array)
	if !ok {
		return nil, p.wrong(members["findings"].StartOffset, "findings takes a list")
	}
	entries := make([]Entry, 0, len(list.Elements))
	for i := range list.Elements {
		e, err := p.entry(&list.Elements[i])
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, nil
}

func (p *parser) entry(v *hujson.Value) (e Entry, err error) {
	members, err := p.members(v, "a finding", "path", "rule", "context", "occurrence")
	if err != nil {
		return Entry{}, err
	}
	texts := []struct {
		name string
		to   *string
	}{{"path", &e.Path}, {"rule", &e.Rule}, {"context", &e.Context}}
	for _, text := range texts {
		word, ok := members[text.name].Value.(hujson.Literal)
		if !ok || word.Kind() != '"' {
			return Entry{}, p.wrong(members[text.name].StartOffset, text.name+" takes a text")
		}
		*text.to = word.String()
	}
	e.Occurrence, err = p.number(members["occurrence"], "occurrence")
	return e, err
}

// number returns a positive number.
func (p *parser) number(v *hujson.Value, name string) (int, error) {
	word, _ := v.Value.(hujson.Literal)
	n, err := strconv.Atoi(string(word))
	if err != nil || n < 1 {
		return 0, p.wrong(v.StartOffset, name+" takes a number from 1")
	}
	return n, nil
}

// members returns the members of an object, which has exactly the given ones.
func (p *parser) members(v *hujson.Value, what string, names ...string) (map[string]*hujson.Value, error) {
	object, ok := v.Value.(*hujson.Object)
	if !ok {
		return nil, p.wrong(v.StartOffset, what+" is an object")
	}
	members := make(map[string]*hujson.Value, len(names))
	for _, name := range names {
		members[name] = nil
	}
	for i := range object.Members {
		m := &object.Members[i]
		word, _ := m.Name.Value.(hujson.Literal)
		name := word.String()
		switch known, ok := members[name]; {
		case !ok:
			return nil, p.wrong(m.Name.StartOffset, fmt.Sprintf("%s has no member %q", what, clipped(name)))
		case known != nil:
			return nil, p.wrong(m.Name.StartOffset, fmt.Sprintf("the member %q is there twice", name))
		}
		members[name] = &m.Value
	}
	for _, name := range names {
		if members[name] == nil {
			return nil, p.wrong(v.StartOffset, what+" lacks the member "+name)
		}
	}
	return members, nil
}

// clipped bounds what a message repeats of a file.
func clipped(s string) string {
	const most = 60
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
