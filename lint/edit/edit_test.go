package edit_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// program links files, given as name and text in turn.
func program(t *testing.T, files ...string) *link.Program {
	t.Helper()
	tree := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		tree[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	result, err := driver.Run(t.Context(), driver.Options{FS: tree})
	if err != nil {
		t.Fatal(err)
	}
	return result.Program
}

// applied returns text after the edits, which must be sorted and disjoint.
func applied(t *testing.T, text string, edits []lint.TextEdit) string {
	t.Helper()
	end := uint32(len(text))
	for _, e := range slices.Backward(edits) {
		if e.At.Span.End > end || e.At.Span.Start > e.At.Span.End {
			t.Fatalf("edits overlap or are not sorted: %v", edits)
		}
		end = e.At.Span.Start
		text = text[:e.At.Span.Start] + e.NewText + text[e.At.Span.End:]
	}
	return text
}

// one returns a single edit as several are returned.
func one(e lint.TextEdit, ok bool) ([]lint.TextEdit, bool) { return []lint.TextEdit{e}, ok }

// refused is what a table wants where no edit is right.
const refused = "refused"

// check compares what edits make of a text.
func check(t *testing.T, text string, edits []lint.TextEdit, ok bool, want string) {
	t.Helper()
	if !ok {
		if want != refused {
			t.Errorf("there is no edit, want %q", want)
		}
		return
	}
	if got := applied(t, text, edits); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestGiveRegion(t *testing.T) {
	t.Parallel()
	const py = "import boto3\n"
	const ts = "import { S3Client } from '@aws-sdk/client-s3';\n"
	tests := []struct{ path, head, before, after string }{
		{"a.py", py, `c = boto3.client("s3")`, `c = boto3.client("s3", region_name="R")`},
		{"a.py", py, `c = boto3.client('s3')`, `c = boto3.client('s3', region_name='R')`},
		{"a.py", py, `c = boto3.client("s3",)`, `c = boto3.client("s3", region_name="R",)`},
		{"a.py", py, `c = boto3.client(("s3"))`, `c = boto3.client(("s3"), region_name="R")`},
		{"a.py", py, "c = boto3.client(\n    \"s3\",\n    use_ssl=False,\n)", "c = boto3.client(\n    \"s3\",\n    use_ssl=False,\n    region_name=\"R\",\n)"},
		{"a.py", py, "c = boto3.client(\n    \"s3\"\n)", "c = boto3.client(\n    \"s3\",\n    region_name=\"R\"\n)"},
		{"a.py", py, "c = boto3.client(\n    \"s3\"  # é\n)", "c = boto3.client(\n    \"s3\",  # é\n    region_name=\"R\"\n)"},
		{"a.py", py, "c = boto3.client(\n    \"s3\",  # c\n)", "c = boto3.client(\n    \"s3\",  # c\n    region_name=\"R\",\n)"},
		{"a.py", py, "c = boto3.client(\"s3\"  # c\n)", "c = boto3.client(\"s3\",  # c\nregion_name=\"R\"\n)"},
		{"a.py", "import boto3\r\n", "c = boto3.client(\r\n  \"s3\"\r\n)", "c = boto3.client(\r\n  \"s3\",\r\n  region_name=\"R\"\r\n)"},
		{"a.py", py, `c = boto3.Session().client("s3")`, `c = boto3.Session().client("s3", region_name="R")`},
		{"a.py", py, `c = boto3.client("s3", **options)`, refused},
		{"a.py", py, `c = boto3.client(*options)`, refused},
		{"a.py", py, `c = boto3.client("s3", config=options)`, refused},
		{"a.py", py, `c = boto3.client("s3", config=Config(retries=3))`, `c = boto3.client("s3", config=Config(retries=3), region_name="R")`},
		{"a.py", py, `c = boto3.client("s3", region_name=x)`, refused},
		{"a.py", py, `c = boto3.client("s3", = 3)`, refused},
		{"a.ts", ts, `const c = new S3Client({});`, `const c = new S3Client({ region: 'R' });`},
		{"a.ts", ts, `const c = new S3Client({ });`, `const c = new S3Client({ region: 'R' });`},
		{"a.ts", ts, `const c = new S3Client();`, `const c = new S3Client({ region: 'R' });`},
		{"a.ts", ts, `const c = new S3Client;`, `const c = new S3Client({ region: 'R' });`},
		{"a.ts", ts, `const c = new S3Client({ maxAttempts: 3 });`, `const c = new S3Client({ maxAttempts: 3, region: 'R' });`},
		{"a.ts", ts, "const c = new S3Client({\n  maxAttempts: 3,\n});", "const c = new S3Client({\n  maxAttempts: 3,\n  region: 'R',\n});"},
		{"a.ts", ts, "const c = new S3Client({\n  maxAttempts: 3 // so\n});", "const c = new S3Client({\n  maxAttempts: 3, // so\n  region: 'R'\n});"},
		{"a.ts", ts, "const c = new S3Client({\n  // nothing\n});", "const c = new S3Client({\n  // nothing\n  region: 'R'\n});"},
		{"a.ts", ts, "const c = new S3Client({\n});", "const c = new S3Client({\n  region: 'R'\n});"},
		{"a.ts", ts, `const c = new S3Client({ ...options });`, refused},
		{"a.ts", ts, `const c = new S3Client(options);`, refused},
		{"a.ts", ts, `const c = new S3Client({ [key]: 1 });`, refused},
	}
	for _, tt := range tests {
		t.Run(tt.before, func(t *testing.T) {
			t.Parallel()
			text := tt.head + tt.before + "\n"
			p := program(t, tt.path, text)
			if len(p.Clients) == 0 {
				t.Fatal("there is no client")
			}
			edits, ok := edit.GiveRegion(p, &p.Clients[len(p.Clients)-1], "R")
			want := refused
			if tt.after != refused {
				want = tt.head + tt.after + "\n"
			}
			check(t, text, edits, ok, want)
		})
	}
}

func TestGiveExpression(t *testing.T) {
	t.Parallel()
	text := "import boto3\nc = boto3.client(\"s3\")\n"
	p := program(t, "a.py", text)
	edits, ok := edit.GiveExpression(p, &p.Clients[0], "settings.region")
	check(t, text, edits, ok, "import boto3\nc = boto3.client(\"s3\", region_name=settings.region)\n")
}

func TestRename(t *testing.T) {
	t.Parallel()
	tests := []struct{ path, before, after string }{
		{"a.py", `import os; r = os.getenv("AWS_REGION", "us-east-1")`, `import os; r = os.getenv("N", "us-east-1")`},
		{"a.py", `import os; r = os.environ["AWS_REGION"]`, `import os; r = os.environ["N"]`},
		{"a.py", `import os; r = os.environ.get(r'AWS_REGION')`, `import os; r = os.environ.get(r'N')`},
		{"a.py", "import boto3, os\nNAME = 'AWS_REGION'\nc = boto3.client('s3', os.getenv(NAME, 'us-east-1'))", refused},
		{"a.py", "import boto3, os\nc = boto3.client('s3', os.getenv('AWS_' 'REGION'))", refused},
		{"a.py", "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    aws_region: str = 'us-east-1'", refused},
		{"a.py", "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    aws_region: str", refused},
		{"a.ts", `const é = "é", r = process.env.AWS_REGION;`, `const é = "é", r = process.env.N;`},
		{"a.ts", `const r = process.env?.AWS_REGION!;`, `const r = process.env?.N!;`},
		{"a.ts", `const r = process.env["AWS_REGION"];`, `const r = process.env["N"];`},
		{"a.ts", `const r = import.meta.env.AWS_REGION;`, `const r = import.meta.env.N;`},
		{"a.ts", `const { AWS_REGION } = process.env;`, `const { N: AWS_REGION } = process.env;`},
		{"a.ts", `const { AWS_REGION = "us-east-1" } = process.env;`, `const { N: AWS_REGION = "us-east-1" } = process.env;`},
		{"a.ts", `const { AWS_REGION: region } = process.env;`, `const { N: region } = process.env;`},
		{"a.ts", `const r = (process.env.AWS_REGION;`, refused},
		{"a.ts", "import { z } from 'zod';\nconst env = z.object({ AWS_REGION: z.string() }).parse(process.env);\nconsole.log(env.AWS_REGION);", refused},
	}
	for _, tt := range tests {
		t.Run(tt.before, func(t *testing.T) {
			t.Parallel()
			p := program(t, tt.path, tt.before)
			i := slices.IndexFunc(p.Lookups, func(l link.Lookup) bool { return strings.EqualFold(l.Name, "AWS_REGION") })
			if i < 0 {
				t.Fatal("there is no lookup")
			}
			edits, ok := edit.Rename(p, &p.Lookups[i], "N")
			check(t, tt.before, edits, ok, tt.after)
		})
	}
}

func TestDefinitions(t *testing.T) {
	t.Parallel()
	set := func(p *link.Program, d *link.Definition) (lint.TextEdit, bool) {
		return edit.SetDefinition(p, d, "us-west-2")
	}
	add := func(p *link.Program, d *link.Definition) (lint.TextEdit, bool) {
		return edit.AddDefinition(p, d, "N", "us-west-2")
	}
	rename := func(p *link.Program, d *link.Definition) (lint.TextEdit, bool) {
		return edit.RenameDefinition(p, d, "N")
	}
	tests := []struct {
		name          string
		do            func(*link.Program, *link.Definition) (lint.TextEdit, bool)
		before, after string
	}{
		{"plain", set, "A=1\nAWS_REGION=us-east-1 # é\nB=2\n", "A=1\nAWS_REGION=us-west-2 # é\nB=2\n"},
		{"quotes", set, "export AWS_REGION = 'us-east-1'\r\n", "export AWS_REGION = 'us-west-2'\r\n"},
		{"double quotes", set, `AWS_REGION="us-east-1"`, `AWS_REGION="us-west-2"`},
		{"backticks", set, "AWS_REGION=`us-east-1`\n", "AWS_REGION=us-west-2\n"},
		{"colon", set, "AWS_REGION: us-east-1\n", "AWS_REGION=us-west-2\n"},
		{"colon and quotes", set, "AWS_REGION: 'us-east-1' # c\n", "AWS_REGION='us-west-2' # c\n"},
		{"comment or value", set, "AWS_REGION=us-east-1#prod\n", "AWS_REGION=us-west-2 #prod\n"},
		{"empty", set, "AWS_REGION=\n", "AWS_REGION=us-west-2\n"},
		{"nothing but a comment", set, "AWS_REGION= # c\n", "AWS_REGION=us-west-2 # c\n"},
		{"expansion", set, "R=us-east-1\nAWS_REGION=${R}\n", "R=us-east-1\nAWS_REGION=us-west-2\n"},
		{"add", add, "AWS_REGION=us-east-1 # c\nB=1\n", "AWS_REGION=us-east-1 # c\nN=us-west-2\nB=1\n"},
		{"add in the same manner", add, "export AWS_REGION = \"us-east-1\"\r\n\r\nB=1\r\n", "export AWS_REGION = \"us-east-1\"\r\nexport N = \"us-west-2\"\r\n\r\nB=1\r\n"},
		{"add without a final newline", add, "B=1\nAWS_REGION=us-east-1", "B=1\nAWS_REGION=us-east-1\nN=us-west-2"},
		{"add below a colon", add, "AWS_REGION: us-east-1\n", "AWS_REGION: us-east-1\nN=us-west-2\n"},
		{"rename", rename, "export AWS_REGION = 'us-east-1' # AWS_REGION\n", "export N = 'us-east-1' # AWS_REGION\n"},
		{"drop", edit.DropDefinition, "A=1\n  AWS_REGION=us-east-1 # c\nB=2\n", "A=1\nB=2\n"},
		{"drop the first", edit.DropDefinition, "\ufeffAWS_REGION=us-east-1\r\nB=2\r\n", "\ufeffB=2\r\n"},
		{"drop in front of what would be the file's mark", edit.DropDefinition, "AWS_REGION=us-east-1\n\ufeffB=2\n", refused},
		{"drop the last", edit.DropDefinition, "B=2\nAWS_REGION=us-east-1", "B=2\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := program(t, ".env", tt.before, "a.py", "import os; os.getenv('AWS_REGION')\n")
			i := slices.IndexFunc(p.Definitions, func(d link.Definition) bool { return d.Name == "AWS_REGION" })
			if i < 0 {
				t.Fatal("there is no definition")
			}
			edits, ok := one(tt.do(p, &p.Definitions[i]))
			check(t, tt.before, edits, ok, tt.after)
		})
	}
}

func TestReadEnvironment(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, path, before, after string }{
		{
			"imports", "a.py", "import boto3\nc = boto3.client('s3', region_name='us-east-1')\n",
			"import os\n\nimport boto3\nc = boto3.client('s3', region_name=os.getenv('N', 'us-east-1'))\n",
		},
		{
			"known already", "a.py", "import os as _os\nr = (\"us-east-1\")\n",
			"import os as _os\nr = (_os.getenv(\"N\", \"us-east-1\"))\n",
		},
		{
			"docstring and future", "a.py", "#!/usr/bin/env python\n\"\"\"us-east-1\"\"\"\nfrom __future__ import annotations\nr = \"us-east-1\"\n",
			"#!/usr/bin/env python\n\"\"\"us-east-1\"\"\"\nfrom __future__ import annotations\n\nimport os\n\nr = os.getenv(\"N\", \"us-east-1\")\n",
		},
		{
			"sorted", "a.py", "# us-east-1\n\nimport json  # noqa\nimport sys\nfrom pathlib import Path\n\nimport boto3\n\nREGION = \"us-east-1\"",
			"# us-east-1\n\nimport json  # noqa\nimport os\nimport sys\nfrom pathlib import Path\n\nimport boto3\n\nREGION = os.getenv(\"N\", \"us-east-1\")",
		},
		{
			"mixed", "a.py", "from abc import ABC\nimport sys\nimport boto3\nr = \"us-east-1\"\n",
			"from abc import ABC\nimport os\nimport sys\nimport boto3\nr = os.getenv(\"N\", \"us-east-1\")\n",
		},
		{
			"no plain ones", "a.py", "import boto3\nfrom datetime import datetime\nr = \"us-east-1\"\n",
			"import os\nimport boto3\nfrom datetime import datetime\nr = os.getenv(\"N\", \"us-east-1\")\n",
		},
		{
			"header", "a.py", "# Copyright\n\n# where\nr = \"us-east-1\"\n",
			"# Copyright\n\nimport os\n\n# where\nr = os.getenv(\"N\", \"us-east-1\")\n",
		},
		{"default", "a.py", "import os\r\ndef f(r=\"us-east-1\"):\r\n    pass\r\n", "import os\r\ndef f(r=os.getenv(\"N\", \"us-east-1\")):\r\n    pass\r\n"},
		{"other os", "a.py", "os = 'Linux'\nr = 'us-east-1'\n", refused},
		{"parameter os", "a.py", "def f(os):\n    r = 'us-east-1'\n", refused},
		{"import below", "a.py", "r = 'us-east-1'\nimport os\n", refused},
		{"only for types", "a.py", "if T:\n    import os\nr = 'us-east-1'\n", "import os\n\nif T:\n    import os\nr = os.getenv('N', 'us-east-1')\n"},
		{"import below its use", "a.py", "import os\ndef f():\n    r = 'us-east-1'\n    import os\n", refused},
		{"set again", "a.py", "import os\nos = 3\nr = 'us-east-1'\n", refused},
		{"alias set again", "a.py", "import os as o\nfor o in x:\n    pass\nr = 'us-east-1'\n", refused},
		{"deleted", "a.py", "import os\ndel os\nr = 'us-east-1'\n", refused},
		{"hidden by a parameter", "a.py", "import os\ndef f(os):\n    r = 'us-east-1'\n", refused},
		{"behind a word", "a.py", "import os\ndef f():\n    return'us-east-1'\n", refused},
		{"typed by itself", "a.py", "import os\nr: Literal['us-east-1', 'x'] = 'us-east-1'\n", refused},
		{"typed", "a.py", "import os\nr: str = 'us-east-1'\n", "import os\nr: str = os.getenv('N', 'us-east-1')\n"},
		{"f-string", "a.py", "import os\nr = f'us-east-1{x}'\n", refused},
		{"in an f-string", "a.py", "import os\nr = f\"{'us-east-1'}\"\n", refused},
		{"concatenation", "a.py", "import os\nr = 'us-east-1' 'a'\n", refused},
		{"sum", "a.py", "import os\nr = 'us-east-1' + x\n", refused},
		{"docstring", "a.py", "import os\ndef f():\n    'us-east-1'\n", refused},
		{"annotation", "a.py", "import os\nr: Literal['us-east-1']\n", refused},
		{"alias of a type", "a.py", "import os\nR = Literal['us-east-1']\n", refused},
		{"pattern", "a.py", "import os\nmatch x:\n    case 'us-east-1':\n        pass\n", refused},
		{"key", "a.py", "import os\nd = {'us-east-1': 1}\n", refused},
		{"broken", "a.py", "import os\nr = ('us-east-1'\n", refused},
		{"typescript", "a.ts", "const r = 'us-east-1';\n", "const r = process.env.N ?? 'us-east-1';\n"},
		{"or", "a.ts", "const r = x || 'us-east-1';\n", "const r = x || (process.env.N ?? 'us-east-1');\n"},
		{"coalesce", "a.ts", "const r = x ?? `us-east-1`;\n", "const r = x ?? process.env.N ?? `us-east-1`;\n"},
		{"argument", "a.ts", "f({ region: 'us-east-1' });\n", "f({ region: process.env.N ?? 'us-east-1' });\n"},
		{"assertion", "a.ts", "const r = 'us-east-1' as Region;\n", "const r = (process.env.N ?? 'us-east-1') as Region;\n"},
		{"constant", "a.ts", "const r = 'us-east-1' as const;\n", refused},
		{"type", "a.ts", "type R = 'us-east-1';\n", refused},
		{"typed by itself", "a.ts", "const r: 'us-east-1' = 'us-east-1';\n", refused},
		{"typed", "a.ts", "const r: string | null = 'us-east-1';\n", "const r: string | null = process.env.N ?? 'us-east-1';\n"},
		{"typed elsewhere", "a.ts", "const r: Region = 'us-east-1';\n", refused},
		{"typed in an object", "a.ts", "const c: Cfg = { r: 'us-east-1' }; interface Cfg { r: 'us-east-1' | 'us-east-2' }\nf({ r: 'us-east-1' });\n", refused},
		{"behind a word", "a.ts", "function f() { return'us-east-1' }\n", refused},
		{"member", "a.ts", "const r = 'us-east-1'.length;\n", refused},
		{"enum", "a.ts", "enum R { A = 'us-east-1' }\n", refused},
		{"attribute", "a.tsx", "const a = <B region=\"us-east-1\" />;\n", refused},
		{"client component", "a.tsx", "'use client';\nconst r = 'us-east-1';\n", refused},
		{"bundled", "a.ts", "const r = 'us-east-1', v = import.meta.env.VITE_X;\n", refused},
		{"other process", "a.ts", "import process from 'x';\nconst r = 'us-east-1';\n", refused},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := program(t, tt.path, tt.before)
			start := uint32(strings.LastIndex(tt.before, "us-east-1"))
			at := source.Location{Path: tt.path, Span: source.Span{Start: start, End: start + 9}}
			if p.File(tt.path) == nil {
				t.Fatal("the file was not looked at")
			}
			edits, ok := edit.ReadEnvironment(p, at, "N")
			check(t, tt.before, edits, ok, tt.after)
		})
	}
}

func TestDropComment(t *testing.T) {
	t.Parallel()
	tests := []struct{ path, before, after string }{
		{"a.py", "a = 1\n  # us-east-1\nb = 2\n", "a = 1\nb = 2\n"},
		{"a.py", "a = 1  # us-east-1\r\nb = 2\r\n", "a = 1\r\nb = 2\r\n"},
		{"a.py", "# us-east-1", ""},
		{"a.py", "\ufeff# us-east-1\na = 1", "\ufeffa = 1"},
		{".env", "A=1 # us-east-1\n", "A=1\n"},
		{"a.ts", "a(); // us-east-1\n", "a();\n"},
		{"a.ts", "/* us-east-1\n */\na();\n", "a();\n"},
		{"a.ts", "a(b /* us-east-1 */, c);\n", "a(b, c);\n"},
		{"a.ts", "return/* us-east-1 */a;\n", refused},
		{"a.tsx", "const a = <p>\n  {/* us-east-1 */}\n  b\n</p>;\n", "const a = <p>\n  b\n</p>;\n"},
	}
	for _, tt := range tests {
		t.Run(tt.before, func(t *testing.T) {
			t.Parallel()
			p := program(t, tt.path, tt.before)
			f := p.File(tt.path)
			if f == nil || len(f.Comments) != 1 {
				t.Fatal("there is no comment")
			}
			edits, ok := one(edit.DropComment(p, tt.path, f.Comments[0]))
			check(t, tt.before, edits, ok, tt.after)
		})
	}
}

func TestLookUp(t *testing.T) {
	t.Parallel()
	const py = "import boto3\n"
	const ts = "import { S3Client } from '@aws-sdk/client-s3';\n"
	tests := []struct{ path, before, after string }{
		{"a.py", py + "R = 'us-east-1'\nc = boto3.client('s3', R)\n", "import os\n\n" + py + "R = 'us-east-1'\nc = boto3.client('s3', os.getenv('N', 'eu-west-1'))\n"},
		{"a.py", "import os\n" + py + "c = boto3.client('s3', region_name=os.environ['AWS_REGION'] or 'us-east-1')\n", "import os\n" + py + "c = boto3.client('s3', region_name=os.getenv('N', 'eu-west-1'))\n"},
		{"a.py", py + "c = boto3.client('s3')\n", "import os\n\n" + py + "c = boto3.client('s3', region_name=os.getenv('N', 'eu-west-1'))\n"},
		{"a.py", py + "def f():\n    return 'us-east-1'\nc = boto3.client('s3', f())\n", refused},
		{"a.py", py + "R = 'us-east-1'\nc = boto3.client('s3', (R  # c\n))\n", "import os\n\n" + py + "R = 'us-east-1'\nc = boto3.client('s3', (os.getenv('N', 'eu-west-1')  # c\n))\n"},
		{"a.py", py + "R = 'us-east-1'\nc = boto3.client('s3', R or  # c\n 'x')\n", refused},
		{"a.py", py + "os = R = 'us-east-1'\nc = boto3.client('s3', R)\n", refused},
		{"a.ts", ts + "const region = 'us-east-1';\nconst c = new S3Client({ region });\n", ts + "const region = 'us-east-1';\nconst c = new S3Client({ region: process.env.N ?? 'eu-west-1' });\n"},
		{"a.ts", ts + "const c = new S3Client({ region: process.env.AWS_REGION! });\n", ts + "const c = new S3Client({ region: process.env.N ?? 'eu-west-1'! });\n"},
		{"a.ts", ts + "const c = new S3Client();\n", ts + "const c = new S3Client({ region: process.env.N ?? 'eu-west-1' });\n"},
		{"a.ts", "'use client';\n" + ts + "const c = new S3Client();\n", refused},
	}
	for _, tt := range tests {
		t.Run(tt.before, func(t *testing.T) {
			t.Parallel()
			p := program(t, tt.path, tt.before)
			c := &p.Clients[0]
			var edits []lint.TextEdit
			var ok bool
			if c.Given == (source.Location{}) {
				edits, ok = edit.OwnLookUp(p, c, "N", "eu-west-1")
			} else {
				edits, ok = edit.LookUp(p, c.Given, "N", "eu-west-1")
			}
			check(t, tt.before, edits, ok, tt.after)
		})
	}
}

// TestInText replaces parts of texts that are put together.
func TestInText(t *testing.T) {
	t.Parallel()
	const rest = ".amazonaws.com/us-east-1_AbCdEfGhI"
	tests := []struct{ path, head, before, lookUp, spelled string }{
		{"a.py", "import os\nR = 'us-east-1'\n", `u = f"https://cognito-idp.{R}` + rest + `"`, `u = f"https://cognito-idp.{os.getenv('N', 'eu-west-1')}` + rest + `"`, `u = f"https://cognito-idp.eu-west-1` + rest + `"`},
		{"a.py", "import os\nR = 'us-east-1'\n", `u = f'https://cognito-idp.{R}` + rest + `'`, `u = f'https://cognito-idp.{os.getenv("N", "eu-west-1")}` + rest + `'`, `u = f'https://cognito-idp.eu-west-1` + rest + `'`},
		{"a.py", "import os\nR = 'us-east-1'\n", `u = f"""https://cognito-idp.{R!s}` + rest + `"""`, `u = f"""https://cognito-idp.{os.getenv('N', 'eu-west-1')!s}` + rest + `"""`, `u = f"""https://cognito-idp.{'eu-west-1'!s}` + rest + `"""`},
		{"a.py", "import os\nR = 'us-east-1'\n", `u = f"{len(f'https://cognito-idp.{R}` + rest + `')}"`, refused, `u = f"{len(f'https://cognito-idp.eu-west-1` + rest + `')}"`},
		{"a.py", "import os\nR = 'us-east-1'\n", `u = 'https://cognito-idp.%s` + rest + `' % R`, `u = 'https://cognito-idp.%s` + rest + `' % os.getenv('N', 'eu-west-1')`, `u = 'https://cognito-idp.%s` + rest + `' % 'eu-west-1'`},
		{"a.py", "import os\nR = 'us-east-1'\n", `u = 'https://cognito-idp.{r}` + rest + `'.format(r=R)`, `u = 'https://cognito-idp.{r}` + rest + `'.format(r=os.getenv('N', 'eu-west-1'))`, `u = 'https://cognito-idp.{r}` + rest + `'.format(r='eu-west-1')`},
		{"a.py", "class S:\n    r = 'us-east-1'\n", `u = 'https://cognito-idp.{s.r}` + rest + `'.format(s=S)`, refused, refused},
		{"a.py", "import os\nR = 'us-east-1'\n", `u = 'https://cognito-idp.' + R + '` + rest + `'`, `u = 'https://cognito-idp.' + os.getenv('N', 'eu-west-1') + '` + rest + `'`, `u = 'https://cognito-idp.' + 'eu-west-1' + '` + rest + `'`},
		{"a.ts", "const r = 'us-east-1';\n", "const u = `https://cognito-idp.${r}" + rest + "`;", "const u = `https://cognito-idp.${process.env.N ?? 'eu-west-1'}" + rest + "`;", "const u = `https://cognito-idp.eu-west-1" + rest + "`;"},
		{"a.ts", "const r = 'us-east-1';\n", "const u = 'https://cognito-idp.' + r + '" + rest + "';", "const u = 'https://cognito-idp.' + (process.env.N ?? 'eu-west-1') + '" + rest + "';", "const u = 'https://cognito-idp.' + 'eu-west-1' + '" + rest + "';"},
		{"a.ts", "'use client';\nconst r = 'us-east-1';\n", "const u = `https://cognito-idp.${ r }" + rest + "`;", refused, "const u = `https://cognito-idp.${ 'eu-west-1' }" + rest + "`;"},
		{"a.ts", "", "const u = 'https://cognito-idp.us-east-1" + rest + "';", refused, refused},
	}
	for _, tt := range tests {
		t.Run(tt.before, func(t *testing.T) {
			t.Parallel()
			text := tt.head + tt.before + "\n"
			want := func(after string) string {
				if after == refused {
					return refused
				}
				return tt.head + after + "\n"
			}
			p := program(t, tt.path, text)
			if len(p.Clients) == 0 {
				t.Fatal("there is no client")
			}
			edits, ok := edit.LookUp(p, p.Clients[0].Given, "N", "eu-west-1")
			check(t, text, edits, ok, want(tt.lookUp))
			edits, ok = edit.Spell(p, p.Clients[0].Given, "eu-west-1")
			check(t, text, edits, ok, want(tt.spelled))
		})
	}
}

func TestDropMark(t *testing.T) {
	t.Parallel()
	for before, after := range map[string]string{"\ufeffAWS_REGION=us-east-1\n": "AWS_REGION=us-east-1\n", "A=1\n": refused} {
		p := program(t, ".env", before)
		edits, ok := one(edit.DropMark(p, ".env"))
		check(t, before, edits, ok, after)
	}
}

func TestOwnRegion(t *testing.T) {
	t.Parallel()
	const py = "import os\nimport boto3\nregion = os.environ['AWS_REGION']\n"
	const ts = "import { PricingClient } from \"@aws-sdk/client-pricing\";\nconst region = process.env.AWS_REGION;\n"
	tests := []struct{ path, head, before, after string }{
		{"a.py", py, `c = boto3.client('s3', region_name="us-east-1")`, `c = boto3.client('s3', region_name='R')`},
		{"a.py", py, `c = boto3.client('s3', region)`, `c = boto3.client('s3', 'R')`},
		{"a.py", py, `c = boto3.client('s3', region_name=os.getenv('AWS_REGION', "eu-west-1"))`, `c = boto3.client('s3', region_name='R')`},
		{"a.py", py, `c = boto3.client('s3', region_name=region or "é")`, `c = boto3.client('s3', region_name='R')`},
		{"a.py", py, `c = boto3.client('s3', region_name=(region))`, `c = boto3.client('s3', region_name=('R'))`},
		{"a.py", py, "c = boto3.client('s3', region_name=(region or  # so\n 'x'))", refused},
		{"a.py", py, `c = boto3.client('s3', region_name=ask())`, refused},
		{"a.py", py, `c = boto3.Session(region_name=region).client('s3')`, `c = boto3.Session(region_name=region).client('s3', region_name='R')`},
		{"a.py", py, `c = boto3.client('s3', config=Config(region_name=region))`, `c = boto3.client('s3', config=Config(region_name=region), region_name='R')`},
		{"a.py", py, `c = boto3.client('s3', **options)`, refused},
		{"a.py", py, `c = boto3.client('s3')`, `c = boto3.client('s3', region_name='R')`},
		{"a.py", py + "o = {'region_name': region, 'use_ssl': False}\n", `c = boto3.client('s3', **o)`, `c = boto3.client('s3', **{**o, 'region_name': 'R'})`},
		{"a.py", py + "o = {'region_name': region}\n", `c = boto3.client('s3', **o, **options)`, refused},
		{"a.ts", ts + "const o = { region };\n", `const c = new PricingClient(o);`, `const c = new PricingClient({ ...o, region: "R" });`},
		{"a.ts", ts, `const c = new PricingClient({ region: "us-east-1" });`, `const c = new PricingClient({ region: "R" });`},
		{"a.ts", ts, `const c = new PricingClient({ region });`, `const c = new PricingClient({ region: "R" });`},
		{"a.ts", ts, `const c = new PricingClient({ maxAttempts: 3, region: process.env.AWS_REGION ?? "us-east-1" });`, `const c = new PricingClient({ maxAttempts: 3, region: "R" });`},
		{"a.ts", ts, `const c = new PricingClient({ ...options });`, refused},
		{"a.ts", ts, `const c = new PricingClient(options);`, refused},
		{"a.ts", ts, `const c = new PricingClient({});`, `const c = new PricingClient({ region: "R" });`},
	}
	for _, tt := range tests {
		t.Run(tt.before, func(t *testing.T) {
			t.Parallel()
			text := tt.head + tt.before + "\n"
			p := program(t, tt.path, text)
			if len(p.Clients) == 0 {
				t.Fatal("there is no client")
			}
			edits, ok := edit.OwnRegion(p, &p.Clients[len(p.Clients)-1], "R")
			want := refused
			if tt.after != refused {
				want = tt.head + tt.after + "\n"
			}
			check(t, text, edits, ok, want)
		})
	}
}
