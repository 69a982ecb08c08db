package link_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/regionlint/regionlint/lint/driver"
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
