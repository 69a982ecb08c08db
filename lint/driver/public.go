package driver

import (
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/extract"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// Texts returns the spans of a file in Files, other than a dotenv file, of which
// only the words may be shown that are public: see [extract.Texts]. In a file that
// is no code that is all of it.
func (r *Result) Texts(path string) []source.Span {
	if texts, ok := r.texts[path]; ok {
		return texts
	}
	text := r.Files[path].Text
	texts := []source.Span{{End: uint32(len(text))}}
	if c, ok := discover.Describe(path); ok {
		var parser parse.Parser
		defer parser.Close()
		if tree, err := parser.Parse(grammar(c), text); err == nil {
			texts = extract.Texts(tree)
		}
	}
	if r.texts == nil {
		r.texts = make(map[string][]source.Span)
	}
	r.texts[path] = texts
	return texts
}

// commonWords are public whatever is looked at: parts of the addresses of AWS, and
// of the comments that speak to us.
var commonWords = []string{"aws", "amazonaws", "com", "cn", "api", "http", "https", "arn", "auth", "regionlint", "ignore", "file", "next", "line"}

// Public reports whether a word that a file spells may be shown: letters, digits,
// underscores and dashes that are a region or say something of one, a service, the
// name of a variable that code reads from the environment, or an identifier that
// carries a region.
func (r *Result) Public(word string) bool {
	if r.words == nil {
		r.words = r.publicWords()
	}
	if r.words[word] || aws.IsRegion(word) || aws.IsPseudoRegion(word) || aws.IsRegionShaped(word) {
		return true
	}
	if _, ok := aws.Zone(word); ok {
		return true
	}
	if _, ok := aws.Respelled(word); ok {
		return true
	}
	if _, ok := aws.LookupService(word); ok {
		return true
	}
	return saysRegion(word)
}

// saysRegion reports whether a word is the name of something that holds a region:
// region_name, AWS_REGION, awsRegion.
func saysRegion(word string) bool {
	return strings.Contains(strings.ToLower(word), "region") && strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-") == ""
}

// publicWords collects the words that are public in this root.
func (r *Result) publicWords() map[string]bool {
	words := make(map[string]bool)
	for _, word := range commonWords {
		words[word] = true
	}
	for _, rule := range r.Rules {
		words[rule.Name] = true
	}
	for _, d := range r.Program.Definitions {
		words[d.Name] = true
	}
	for _, l := range r.Program.Lookups {
		words[l.Name] = true
	}
	for _, resource := range r.Program.Resources {
		for _, word := range strings.FieldsFunc(resource.Value, func(c rune) bool { return !source.IsWordRune(c) }) {
			words[word] = true
		}
	}
	return words
}
