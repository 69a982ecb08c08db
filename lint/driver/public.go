package driver

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/extract"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// Texts returns the spans of a file in Files, other than a dotenv file, of which
// only the words may be shown that are public: see [extract.Texts]. In a file that
// is no code that is all of it. The files that findings name are parsed together.
func (r *Result) Texts(path string) []source.Span {
	if r.texts == nil {
		r.readTexts()
	}
	if _, ok := r.texts[path]; !ok {
		r.texts[path] = textsOf(r.Files[path])
	}
	return r.texts[path]
}

// readTexts finds out the texts of the files of code that findings name, the largest
// first. It leaves out one that it panics on: whoever asks for it alone does so again.
func (r *Result) readTexts() {
	r.texts = make(map[string][]source.Span)
	var named []*source.File
	for path := range spansOf(r.Diagnostics, nil) {
		if _, dotenv := r.Dotenv[path]; !dotenv && r.Files[path] != nil {
			named = append(named, r.Files[path])
		}
	}
	slices.SortFunc(named, func(a, b *source.File) int { return cmp.Compare(len(b.Text), len(a.Text)) })
	var mu sync.Mutex
	read := func(file *source.File) {
		defer func() { _ = recover() }()
		texts := textsOf(file)
		mu.Lock()
		defer mu.Unlock()
		r.texts[file.Path] = texts
	}
	spread(runtime.GOMAXPROCS(0), len(named), func(_, i int) { read(named[i]) })
}

// textsOf returns the texts of one file.
func textsOf(file *source.File) []source.Span {
	if c, ok := discover.Describe(file.Path); ok {
		var parser parse.Parser
		defer parser.Close()
		if tree, err := parser.Parse(grammar(c), file.Text); err == nil {
			return extract.Texts(tree)
		}
	}
	return []source.Span{{End: uint32(len(file.Text))}}
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
