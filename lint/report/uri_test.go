package report

import (
	"html"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint"
)

// trickyNames are paths of files that mean something else as they are where an
// address is expected.
var trickyNames = []string{
	"a b.py", " a.py ", "a%20b.py", "%2e%2e/%2e%2e/etc/passwd", "%2F%2Fhost/a.py", "100%.py", "a?b=c.py", "?.py", "a#L1.py", "#",
	"a:b.py", "javascript:x.py", "JaVaScRiPt:alert(1)//.py", "data:text/html,<script>alert(1)</script>.py", "file:/etc/passwd",
	"vbscript:x", "https:/host/a.py", "mailto:a@b.c", "C:/a.py", `C:\a.py`, `\\host\share\a.py`, `a\..\..\b.py`, "…/a.py", "...", "..a/..b",
	"a..", ".. /a.py", "..;/a.py", "user@host:80/a.py", "@team/a.py", "a;b=c.py", "a&lt;b&gt;.py", "&colon;.py", "a+b=c,d!$'()*.py",
	"[a](b).py", "[a]: b.py", "](javascript:x).py", ") [x](y", "<a>.py", `"a".py`, "a'b.py", "a|b.py", "a^b`c{d}.py", "é/用户/😀.py", "a\u0301.py",
	"\u202eyp.a", "\u00a0.py", "a\nb.py", "a\r\nLocation: x.py", "a\tb.py", "\x1b[31m.py", "\x7f.py", "~/a.py", "-rf", strings.Repeat("%", 500),
}

// address is what every address is made of.
var address = regexp.MustCompile(`^(?:[A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-F]{2})*$`)

// checkReference fails unless an address is one relative to a folder, made of
// characters that addresses have, and means that path.
func checkReference(t *testing.T, reference, want string) {
	t.Helper()
	if !address.MatchString(reference) {
		t.Errorf("%q is %q, which no address is", want, reference)
	}
	base, err := url.Parse("https://host/base/folder/?q#f")
	if err != nil {
		t.Fatal(err)
	}
	to, err := base.Parse(reference)
	if err != nil {
		t.Fatalf("%q: %v", reference, err)
	}
	if to.Host != "host" || to.Scheme != "https" || to.User != nil || to.RawQuery != "" || to.ForceQuery || to.Fragment != "" || to.Path != "/base/folder/"+want {
		t.Errorf("%q is %q, which leads to %q", want, reference, to)
	}
}

// values returns all strings under a key of a document.
func values(doc any, key string) []string {
	var all []string
	switch doc := doc.(type) {
	case []any:
		for _, item := range doc {
			all = append(all, values(item, key)...)
		}
	case map[string]any:
		for name, item := range doc {
			if text, ok := item.(string); ok && name == key {
				all = append(all, text)
			}
			all = append(all, values(item, key)...)
		}
	}
	return all
}

// TestURIs has names that mean something else in an address in every place of the
// formats that hold one.
func TestURIs(t *testing.T) {
	t.Parallel()
	for _, below := range []string{"", "pack ages/#1:%41"} {
		for _, name := range trickyNames {
			tree := newTree(map[string]string{name: "region\n"})
			at := tree.at(name, "region")
			f := &Findings{
				Sources: tree.sources, Below: below, Blob: "https://host/base/folder",
				Rules:    []*lint.Rule{sampleRule("zone-as-region", lint.AWS, lint.Warning)},
				Failures: []Failure{{name, "why"}},
			}
			d := lint.Diagnostic{
				Rule: "zone-as-region", Severity: lint.Error, At: at, Message: "message", Related: []lint.Related{{At: at, Message: "there"}},
				Fixes: []lint.SuggestedFix{{Title: "fix", Edits: []lint.TextEdit{{At: at, NewText: "x"}}}},
			}
			f.Diagnostics = []lint.Diagnostic{d}
			f.Suppressed = []lint.Suppressed{{Diagnostic: d, By: lint.Suppression{At: at, Part: at}}}
			want := path.Join(below, name)

			var doc any
			decode(t, printed(t, "sarif", f), &doc)
			uris := values(doc, "uri")
			if len(uris) < 6 {
				t.Fatalf("%q: the log has the addresses %q", name, uris)
			}
			for _, uri := range uris {
				checkReference(t, uri, want)
			}
			decode(t, printed(t, "gitlab.json", f), &doc)
			if paths := values(doc, "path"); len(paths) != 2 || paths[0] != want || paths[1] != want {
				t.Errorf("%q: the report has the paths %q", name, paths)
			}
			links := regexp.MustCompile(`\]\(https://host/base/folder/([^)]*)#L1\)`).FindAllStringSubmatch(printed(t, "md", f), -1)
			if len(links) != 2 {
				t.Fatalf("%q: there are the links %q", name, links)
			}
			for _, link := range links {
				checkReference(t, html.UnescapeString(link[1]), want)
			}
		}
	}
}

// FuzzURI makes addresses of any path.
func FuzzURI(f *testing.F) {
	for _, name := range trickyNames {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if segments := strings.Split(name, "/"); path.Clean(name) != name || name == "." || strings.HasPrefix(name, "/") || slices.Contains(segments, "..") {
			t.Skip("no file has that path")
		}
		checkReference(t, relativeURI(name), name)
	})
}
