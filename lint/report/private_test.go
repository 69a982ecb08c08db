package report

import (
	"slices"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint/source"
)

// TestPrivate shows lines of which the parts in brackets are texts.
func TestPrivate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ line, said, want string }{
		{`f(key="[hunter2]", region="[us-east-1]")`, "", `f(key="…", region="us-east-1")`},
		{`f("[https://s3.us-east-1.amazonaws.com]")`, "", `f("https://s3.us-east-1.amazonaws.com")`},
		{`f("[https://u:hunter2@s3.us-east-1.amazonaws.com/x]")`, "", `f("https…s3.us-east-1.amazonaws.com…")`},
		{`f() #[ runs in us-east-1 for now]`, "", `f() # … us-east-1 …`},
		{`f("[]", "[a b c]", "[us-east-1a]")`, "", `f("", "…", "…")`},
		{`f("[us-esat-1]", "[us-esat]")`, `there is no region "us-esat-1"`, `f("us-esat-1", "…")`},
		{`f("[用户]", "[us-east-1用户]")`, "", `f("…", "…")`},
		{`[PASSWORD = "us-east-1" hunter2]`, "", `…us-east-1…`},
	} {
		var line strings.Builder
		var texts []source.Span
		for _, r := range tt.line {
			switch r {
			case '[':
				texts = append(texts, source.Span{Start: uint32(line.Len())})
			case ']':
				texts[len(texts)-1].End = uint32(line.Len())
			default:
				line.WriteRune(r)
			}
		}
		f := newTree(map[string]string{"a.py": line.String()})
		f.sources.Texts = func(string) []source.Span { return texts }
		f.sources.Public = func(word string) bool {
			return slices.Contains([]string{"https", "s3", "us-east-1", "amazonaws", "com"}, word)
		}
		if got := f.sources.layout(f.at("a.py", line.String()), 200, tt.said).text; got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}
