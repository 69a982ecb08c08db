package driver

import (
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// SyntaxErrors returns the number of syntax errors in a text, in the language
// that a file at that path has by its name; in a dotenv file, of the lines that
// set nothing. A file of no such language has none;
// one that takes too long to parse has one.
func SyntaxErrors(path string, text []byte) int {
	c, ok := discover.Describe(path)
	if !ok {
		return 0
	}
	var parser parse.Parser
	defer parser.Close()
	tree, err := parser.Parse(grammar(c), text)
	if err != nil {
		return 1
	}
	n := len(tree.Errors())
	if c.Lang == source.Dotenv {
		for line := range tree.NamedChildren(tree.Root()) {
			if tree.Kind(line) == "bad_line" {
				n++
			}
		}
	}
	return n
}
