package driver

import (
	"reflect"
	"testing"

	"github.com/regionlint/regionlint/lint/fact"
)

func TestStore(t *testing.T) {
	t.Parallel()
	before := tree(map[string]string{
		"a.py": "import boto3\n", "b.py": "import boto3\nfrom lib import region\n", "lib.py": "aws_region = 1\n", "gone.py": "import boto3\n",
		".env": "AWS_REGION=us-east-1\n",
	})
	after := tree(map[string]string{
		"a.py": "import boto3\n", "b.py": "# changed\nimport boto3\nfrom lib import region\n", "lib.py": "aws_region = 1\n", "new.py": "import boto3\n",
		".env": "AWS_REGION=us-east-1\n",
	})
	facts := func(r *Result) map[string]*fact.File {
		all := make(map[string]*fact.File)
		for _, f := range r.Program.Files {
			all[f.Path] = f
		}
		return all
	}
	store := NewStore()
	first := mustRun(t, Options{FS: before, Checks: []Check{imports()}, Store: store})
	second := mustRun(t, Options{FS: after, Checks: []Check{imports()}, Store: store})
	cold := mustRun(t, Options{FS: after, Checks: []Check{imports()}})
	if got, want := places(second), places(cold); !reflect.DeepEqual(got, want) {
		t.Errorf("findings are %q, want %q", got, want)
	}
	if got, want := facts(second), facts(cold); !reflect.DeepEqual(got, want) {
		t.Errorf("facts are those of %d files, want %d", len(got), len(want))
	}
	for path, want := range map[string]bool{"a.py": true, "lib.py": true, ".env": true, "b.py": false} {
		if same := facts(first)[path] == facts(second)[path]; same != want {
			t.Errorf("%s: the facts are those of the first run: %v, want %v", path, same, want)
		}
		if string(second.Files[path].Text) != string(after[path].Data) {
			t.Errorf("%s: the text is that of another run", path)
		}
	}
}

func TestSyntaxErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		path, text string
		want       bool
	}{
		{"a.py", "x = 1\n", false},
		{"a.py", "x = (\n", true},
		{"a.ts", "let x = <string>y;\n", false},
		{"a.tsx", "let x = <b>y</b>;\n", false},
		{"a.ts", "let x = <b>y</b>;\n", true},
		{"a.js", "let x = `\n", true},
		{"a/.env", "A=b\n", false},
		{"a.md", "(((\n", false},
	} {
		if got := SyntaxErrors(test.path, []byte(test.text)); (got > 0) != test.want {
			t.Errorf("%s with %q has %d syntax errors", test.path, test.text, got)
		}
	}
	if one, two := SyntaxErrors("a.py", []byte("x = 'a\ny = 1\n")), SyntaxErrors("a.py", []byte("x = 'a\ny = 1\nz = )\n")); two <= one {
		t.Errorf("a text with another error has %d, not more than %d", two, one)
	}
}
