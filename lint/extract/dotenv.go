package extract

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/joho/godotenv"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// Dotenv reduces a dotenv file's tree to its statements, in order, bad lines
// included.
func Dotenv(tree *parse.Tree, path string) *fact.File {
	b := newBuilder(tree, path, fact.Dotenv)
	for n := range tree.NamedChildren(tree.Root()) {
		switch tree.Kind(n) {
		case "assignment":
			b.file.Dotenv = append(b.file.Dotenv, definition(tree, n))
		case "bad_line":
			b.file.Dotenv = append(b.file.Dotenv, badLine(tree, n))
		}
	}
	for i := range b.file.Dotenv {
		b.surroundings(&b.file.Dotenv[i])
	}
	b.comments()
	b.remarks()
	return b.seal()
}

// LooksLikeDotenv reports whether a file named like a dotenv file is one: at
// least half of its statements set a name. Command output, prose and code are
// mostly bad lines, and where they are not, a colon with no blank on either side
// gives them away: ARNs, URLs, times and headings.
func LooksLikeDotenv(f *fact.File) bool {
	var not int
	for _, d := range f.Dotenv {
		gap := d.ValueSpan.Start - d.NameSpan.End
		if d.Bad || d.Colon && gap == 1 {
			not++
		}
	}
	return 2*not <= len(f.Dotenv)
}

// surroundings notes what stands around a statement and inside of it.
func (b *builder) surroundings(d *fact.Definition) {
	lines, _, after := b.lines(d.Span)
	d.Lines, d.Closed = lines, d.Span.End+uint32(len(after)) < lines.End
	if text := b.tree.Source[lines.Start:lines.End]; d.Name != "" && (hasRegionShape(text) || len(d.Refs) > 0) {
		d.Text = strings.TrimRight(string(text), "\r\n")
	}
	if d.Name == "" || d.Bad {
		return
	}
	end := d.ValueSpan.Start
	if d.Quote != 0 {
		end--
	}
	d.Separator = string(b.tree.Source[d.NameSpan.End:end])
}

// definition reduces a line that has a name and a value that ends well.
func definition(tree *parse.Tree, n parse.Node) fact.Definition {
	d := definitionHead(tree, n)
	if v := tree.ChildByField(n, "value"); v != parse.None {
		d.ValueSpan = tree.Span(v)
		if tree.Kind(v) != "unquoted" {
			d.Quote = tree.Source[d.ValueSpan.Start]
			d.ValueSpan.Start++
			d.ValueSpan.End--
		}
		d.Refs = expansions(tree, v)
	}
	raw := string(tree.Source[d.ValueSpan.Start:d.ValueSpan.End])
	value, err := readStatement(d.Name, tree.Text(n))
	if err != nil || d.Quote == '`' && strings.ContainsAny(raw, "\r\n") { // each line is one of its own to the reader
		d.Bad = true
		return d
	}
	d.Value = value
	// The reader expands more than what is an expansion here: $5, ${X%y}.
	expands := d.Quote != '\'' && strings.Contains(raw, "$")
	d.Plain = value == raw && !expands
	return d
}

// badLine reduces a line that has no name, or whose value does not end well;
// ValueSpan is what follows the separator, or the line.
func badLine(tree *parse.Tree, n parse.Node) fact.Definition {
	d := definitionHead(tree, n)
	d.Bad = true
	d.ValueSpan.End = d.Span.End
	return d
}

// definitionHead reduces what precedes the value. ValueSpan is left empty, at
// the separator's end, or at the line's start where there is none.
func definitionHead(tree *parse.Tree, n parse.Node) fact.Definition {
	d := fact.Definition{Span: tree.Span(n)}
	d.ValueSpan = source.Span{Start: d.Span.Start, End: d.Span.Start}
	for c := range tree.Children(n) {
		switch kind := tree.Kind(c); kind {
		case "export":
			d.Export = true
		case "name":
			d.Name, d.NameSpan = tree.Text(c), tree.Span(c)
		case "=", ":":
			d.Colon = kind == ":"
			end := tree.Span(c).End
			d.ValueSpan = source.Span{Start: end, End: end}
		}
	}
	return d
}

// expansions returns the names that the expansions in a value refer to, each
// once, in order.
func expansions(tree *parse.Tree, value parse.Node) []string {
	var names []string
	seen := make(map[string]bool)
	// Nodes come in order, those in a node right behind it.
	end := tree.Span(value).End
	for n := value; int(n) < tree.Len() && tree.Span(n).Start < end; n++ {
		if tree.Kind(n) != "expansion" {
			continue
		}
		if name := tree.Text(tree.ChildByField(n, "name")); !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}

// readStatement returns the value that the reference reader gives name in
// statement, which holds no comment. What would expand is left as written: the
// statement is read alone, so the names that it refers to are unknown. The
// error says that the reader refuses the statement or sees other names in it.
func readStatement(name, statement string) (value string, err error) {
	defer func() {
		// Some versions of the reader index past the end of a value.
		if r := recover(); r != nil {
			err = fmt.Errorf("reader: %v", r)
		}
	}()
	standIn, ok := unusedRune(statement)
	if !ok {
		return "", errors.New("reader: no rune is left to stand for a dollar sign")
	}
	set, err := godotenv.Unmarshal(hideDollars(statement, standIn) + "\n")
	if err != nil {
		return "", err
	}
	value, ok = set[name]
	if !ok || len(set) != 1 {
		return "", fmt.Errorf("reader: %d names, want %s alone", len(set), name)
	}
	return strings.ReplaceAll(value, string(standIn), "$"), nil
}

// unusedRune returns a rune that text does not hold and that is no letter,
// digit or blank; a text that holds all that there are has none.
func unusedRune(text string) (rune, bool) {
	const first = 0xF0000 // of the private use planes
	var used map[rune]bool
	for _, r := range text {
		if r >= first && !used[r] {
			if used == nil {
				used = make(map[rune]bool)
			}
			used[r] = true
		}
	}
	for r := rune(first); r <= utf8.MaxRune; r++ {
		if !used[r] {
			return r, true
		}
	}
	return 0, false
}

// hideDollars replaces by standIn each dollar sign that the reader could
// expand: the others follow a backslash, which the reader takes away.
func hideDollars(text string, standIn rune) string {
	if !strings.Contains(text, "$") {
		return text
	}
	var b strings.Builder
	for i := range len(text) {
		if text[i] == '$' && !strings.HasSuffix(text[:i], `\`) {
			b.WriteRune(standIn)
		} else {
			b.WriteByte(text[i])
		}
	}
	return b.String()
}
