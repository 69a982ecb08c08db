package extract

import (
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint/parse"
)

// TestTexts marks what each language says in its own words with brackets.
func TestTexts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lang       parse.Language
		text, want string
	}{
		{parse.Python, `x = "a" + 'b\n' + r'''c` + "\n" + `d''' # e`, `x = "[a]" + '[b\n]' + r'''[c` + "\n" + `d]''' #[ e]`},
		{parse.Python, `f(f"a{b!r:>{c}}d{'e'}", 12, 12345, 1.25e10)`, `f(f"[a]{b!r:>{c}}[d]{'[e]'}", 12, [12345], [1.25e10])`},
		{parse.Python, "import a\nx = (\ny = 1", "import a\n[x = (\ny = 1]"},
		{parse.Python, `""`, `""`},
		{parse.TypeScript, `import a from "a"; export * from 'b'; const c = require("c"), d = import("d"), e = f("g")`, `import a from "a"; export * from 'b'; const c = require("c"), d = import("d"), e = f("[g]")`},
		{parse.TypeScript, "x = `a${b}c${`d${'e'}`}f` // g", "x = `[a]${b}[c]${`[d]${'[e]'}`}[f]` //[ g]"},
		{parse.TypeScript, `x = /a b/g; y = 123456n; /* c */ z = ""`, `x = /[a b]/g; y = [123456n]; /*[ c */] z = ""`},
		{parse.TSX, `x = <a b="c" d={e}>f {"g"}</a>`, `x = <a b="[c]" d={e}>[f ]{"[g]"}</a>`},
	} {
		var parser parse.Parser
		tree, err := parser.Parse(tt.lang, []byte(tt.text))
		if err != nil {
			t.Fatal(err)
		}
		parser.Close()
		var b strings.Builder
		at := 0
		for _, span := range Texts(tree) {
			b.WriteString(tt.text[at:span.Start] + "[" + tt.text[span.Start:span.End] + "]")
			at = int(span.End)
		}
		if got := b.String() + tt.text[at:]; got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}
