package link_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/link"
)

// TestBounds links programs whose values would double with each line, and looks
// for the client that stands behind them.
func TestBounds(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ first, next, client string }{
		"text":   {`a0 = "us-east-1"`, `a%[2]d = a%[1]d + "-" + a%[1]d`, `region_name=a40`},
		"spread": {`a0 = {"region_name": "us-east-1"}`, `a%[2]d = {**a%[1]d, **a%[1]d}`, `**a40`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			b.WriteString("import boto3\n" + test.first + "\n")
			for i := range 40 {
				fmt.Fprintf(&b, test.next+"\n", i, i+1)
			}
			b.WriteString("boto3.client(\"s3\", " + test.client + ")\n")
			fsys := fstest.MapFS{"a.py": {Data: []byte(b.String()), Mode: 0o644}}
			result, err := driver.Run(t.Context(), driver.Options{FS: fsys})
			if err != nil {
				t.Fatal(err)
			}
			if n := len(result.Program.Clients); n != 1 {
				t.Errorf("%d clients, want 1", n)
			}
		})
	}
}

// TestBudget asks more of one file than all files have steps for. What another file
// has for its own size answers its questions still.
func TestBudget(t *testing.T) {
	t.Parallel()
	var greedy strings.Builder
	greedy.WriteString("import boto3\n")
	for i := range 97 {
		fmt.Fprintf(&greedy, "def f%d(r): return [f%d(r + 'a'), f%d(r + 'b')]\n", i, (i+1)%97, i*7%97)
	}
	for i := range 1000 {
		fmt.Fprintf(&greedy, "boto3.client('s3', region_name=f0('%d'))\n", i)
	}
	const modest = `import boto3

class Settings:
    def __init__(self, region):
        self.region = region

def read(settings):
    return settings.region

def region_of(settings):
    return read(settings)

def place(settings):
    return region_of(settings)

def settled(settings):
    return place(settings)

boto3.client("sns", region_name=settled(Settings("eu-west-1")))
`
	fsys := fstest.MapFS{
		"a.py": {Data: []byte(greedy.String()), Mode: 0o644},
		"b.py": {Data: []byte(modest), Mode: 0o644},
	}
	result, err := driver.Run(t.Context(), driver.Options{FS: fsys, Jobs: 1})
	if err != nil {
		t.Fatal(err)
	}
	clients := result.Program.Clients
	if n := len(clients); n != 1001 {
		t.Fatalf("%d clients, want 1001", n)
	}
	for i := range clients[:1000] {
		if c := &clients[i]; c.Status != link.Dynamic {
			t.Errorf("%v has status %s, want dynamic", c.At, c.Status)
			break
		}
	}
	if c := &clients[1000]; !slices.Equal(c.Regions, []string{"eu-west-1"}) {
		t.Errorf("%v has regions %v, want eu-west-1", c.At, c.Regions)
	}
}
