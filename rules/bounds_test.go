package rules_test

import (
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/rules"
)

// numbered repeats a line for 0 to n-1, which take the place of each %[1]d, and the
// next number that of each %[2]d.
func numbered(n int, line string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, line, i, i+1)
	}
	return b.String()
}

// plain repeats a text without numbers.
func plain(n int, text string) string { return strings.Repeat(text, n) }

const (
	inPython = "import boto3, os\n"
	inScript = "import { S3Client } from '@aws-sdk/client-s3';\n"
	sqsHost  = "https://sqs.us-east-1.amazonaws.com/123456789012/q"
	readsEnv = "boto3.client('s3', region_name=os.environ['X_REGION'])\n"
)

// one returns a tree of one file.
func one(name, text string) map[string]string { return map[string]string{name: text} }

// A shape is a tree that grows with n.
type shape struct {
	n    int // to begin with
	tree func(n int) map[string]string
}

// shapes are trees that grow, each in a way that can cost more than it
// holds. What is nested is deeper than anything is followed.
var shapes = map[string]shape{
	"clients in one file": {300, func(n int) map[string]string {
		return one("a.py", inPython+plain(n, "boto3.client('s3', region_name='us-east-1a')\n"))
	}},
	"clients on one line": {300, func(n int) map[string]string {
		return one("a.ts", inScript+plain(n, "new S3Client({ region: 'us-east-1a' });"))
	}},
	"clients of one variable": {300, func(n int) map[string]string {
		return one("a.py", inPython+"r = 'us-east-1'\n"+plain(n, "boto3.client('s3', region_name=r)\n"))
	}},
	"files with a client each": {250, func(n int) map[string]string {
		files := make(map[string]string)
		for i := range n {
			files[fmt.Sprintf("d%d/a.py", i)] = inPython + "boto3.client('sqs', region_name='us-east-1a')\n"
		}
		return files
	}},
	"clients that another file uses": {200, func(n int) map[string]string {
		return map[string]string{
			"a.py": inPython + numbered(n, "queue%[1]d = boto3.client('sqs', region_name='eu-west-1')  # %[2]d\n") + "q = '" + sqsHost + "'\n",
			"b.py": "from a import *\nfrom c import q\n" + numbered(n, "queue%[1]d.send_message(QueueUrl=q)  # %[2]d\n"),
			"c.py": "q = '" + sqsHost + "'\n",
		}
	}},
	"identifiers of another region": {200, func(n int) map[string]string {
		return one("a.py", inPython+"c = boto3.client('sqs', region_name='eu-west-1')\n"+numbered(n, "c.send_message(QueueUrl='"+sqsHost+"%[1]d')  # %[2]d\n"))
	}},
	"fallbacks that disagree": {250, func(n int) map[string]string {
		return one("a.py", inPython+plain(n, "boto3.client('s3', region_name=os.getenv('R_REGION', 'us-east-1'))\nboto3.client('s3', region_name=os.getenv('R_REGION', 'us-east-2'))\n"))
	}},
	"definitions that nothing reads": {500, func(n int) map[string]string {
		return map[string]string{".env": numbered(n, "K%[1]d_REGION=us-east-1 # %[2]d\n"), "a.py": inPython + readsEnv}
	}},
	"names that nearly are defined": {250, func(n int) map[string]string {
		return map[string]string{
			".env": numbered(n, "K%[1]d_REGION=us-east-1 # %[2]d\n"),
			"a.py": inPython + numbered(n, "boto3.client('s3', region_name=os.environ['REGION_K%[1]d'])  # %[2]d\n"),
		}
	}},
	"one name defined again": {500, func(n int) map[string]string {
		return map[string]string{".env": plain(n, "AWS_REGION=us-east-1\nAWS_REGION=us-east-2\n"), "a.py": inPython + readsEnv}
	}},
	"one name assigned again": {250, func(n int) map[string]string {
		return one("a.py", inPython+plain(n, "if x: r = 'us-east-1'\nboto3.client('s3', region_name=r)\n"))
	}},
	"an attribute set by every method": {250, func(n int) map[string]string {
		return one("a.py", inPython+"class A:\n"+numbered(n, " def f%[1]d(self):\n  self.r = 'us-east-1'\n  return boto3.client('s3', region_name=self.r)  # %[2]d\n"))
	}},
	"an object written to and read": {400, func(n int) map[string]string {
		return one("a.py", inPython+"d = {}\n"+numbered(n, "d['k%[1]d'] = 'us-east-1'\nboto3.client('s3', region_name=d['k%[1]d'])  # %[2]d\n"))
	}},
	"an object updated with itself": {100, func(n int) map[string]string {
		return one("a.py", inPython+"d = {'region_name': 'us-east-1'}\n"+plain(n, "d.update(d)\n")+"boto3.client('s3', **d)\n")
	}},
	"entries that are read": {400, func(n int) map[string]string {
		return one("a.py", inPython+"d = {"+numbered(n, "'k%[1]d': 'us-east-1', # %[2]d\n")+"}\n"+numbered(n, "boto3.client('s3', region_name=d['k%[1]d'])  # %[2]d\n"))
	}},
	"text that doubles": {2000, func(n int) map[string]string {
		return one("a.py", inPython+"a0 = 'us-east-1'\n"+numbered(n, "a%[2]d = a%[1]d + a%[1]d\n")+fmt.Sprintf("boto3.client('s3', region_name=a%d)\n", n))
	}},
	"functions that call each other": {500, func(n int) map[string]string {
		return one("a.py", inPython+numbered(n, "def f%[1]d(r):\n return f%[2]d(r)\n")+fmt.Sprintf("def f%d(r):\n return boto3.client('s3', region_name=r)\nf0('us-east-1a')\n", n))
	}},
	"functions that call each other twice": {200, func(n int) map[string]string {
		return one("a.py", inPython+numbered(n, "def f%[1]d(r):\n return f%[2]d(r) + f%[2]d(r)\n")+fmt.Sprintf("def f%d(r):\n return r\nboto3.client('s3', region_name=f0('us-east-1'))\n", n))
	}},
	"returns of one statement": {500, func(n int) map[string]string {
		return one("a.py", inPython+"def f(x):\n if x == '': return ''\n"+numbered(n, " elif x == 'k%[1]d': return 'r%[2]d'\n")+"boto3.client('s3', region_name=f('a'))\n")
	}},
	"cases of one switch": {500, func(n int) map[string]string {
		return one("a.ts", inScript+"function f(x) { switch (x) {\n"+numbered(n, "case 'k%[1]d': return 'r%[2]d';\n")+"} }\nnew S3Client({ region: f('a') });\n")
	}},
	"heirs of each other": {200, func(n int) map[string]string {
		return one("a.ts", inScript+"class A0 { constructor(readonly region: string) {} }\n"+numbered(n, "class A%[2]d extends A%[1]d { constructor(r: string) { super(r); } make() { return new S3Client({ region: this.region }); } }\n")+"new A7('us-east-1').make();\n")
	}},
	"patterns of dotenv files": {300, func(n int) map[string]string {
		files := one("a.js", "const dotenv = require('dotenv'); const { S3Client } = require('@aws-sdk/client-s3');\n"+numbered(n, "dotenv.config({ path: `.env.m%[1]d${x}` }); // %[2]d\n")+"new S3Client({ region: process.env.AWS_REGION });\n")
		for i := range n {
			files[fmt.Sprintf(".env.m%d", i)] = "AWS_REGION=us-east-1\n"
		}
		return files
	}},
	"functions that return each other": {500, func(n int) map[string]string {
		return one("a.py", inPython+numbered(n, "def f%[1]d():\n return f%[2]d\n")+"boto3.client('s3', region_name=f0()()())\n")
	}},
	"calls in a circle": {500, func(n int) map[string]string {
		return one("a.py", inPython+numbered(n, "def f%[1]d(r):\n return f%[2]d(r)\n")+fmt.Sprintf("def f%d(r):\n return f0(r)\nboto3.client('s3', region_name=f0('us-east-1'))\n", n))
	}},
	"classes that inherit": {400, func(n int) map[string]string {
		return one("a.py", inPython+"class C0:\n r = 'us-east-1'\n"+numbered(n, "class C%[2]d(C%[1]d): pass\n")+fmt.Sprintf("boto3.client('s3', region_name=C%d.r)\n", n))
	}},
	"modules in a circle": {150, func(n int) map[string]string {
		files := one("c.py", inPython+"from a0 import *\nboto3.client('s3', region_name=x)\n")
		for i := range n {
			files[fmt.Sprintf("a%d.py", i)] = fmt.Sprintf("AWS_REGION = 1\nfrom a%d import *\n", (i+1)%n)
		}
		return files
	}},
	"modules that hand on each other": {12, func(n int) map[string]string {
		files := one("c.ts", inScript+"import { region } from './a0';\nnew S3Client({ region });\n")
		for i := range n {
			files[fmt.Sprintf("a%d.ts", i)] = "const AWS_REGION = 1;\n" + numbered(n, "export * from './a%[1]d'; // %[2]d\n")
		}
		return files
	}},
	"suppressions of use": {300, func(n int) map[string]string {
		return one("a.py", inPython+plain(n, "boto3.client('s3', region_name='us-east-1a')  # regionlint: ignore[zone-as-region] x\n"))
	}},
	"suppressions of none": {500, func(n int) map[string]string {
		return one("a.py", inPython+plain(n, "x = 1  # regionlint: ignore[zone-as-region] x\n"))
	}},
	"comments on one line": {1000, func(n int) map[string]string {
		return one("a.ts", inScript+plain(n, "/* us-east-1 */ f();"))
	}},
	"comments before docstrings": {200, func(n int) map[string]string {
		return one("a.py", inPython+"def f():\n"+plain(n, " # c\n")+plain(n, " 'us-east-1'\n"))
	}},
	"brackets in Python": {5000, func(n int) map[string]string { return one("a.py", inPython+"x = "+plain(n, "[")+plain(n, "]")+"\n") }},
	"brackets left open": {5000, func(n int) map[string]string { return one("a.py", inPython+"x = "+plain(n, "{1: (")+"\n") }},
	"f-strings in each other": {5000, func(n int) map[string]string {
		return one("a.py", inPython+"x = "+plain(n, `f"a-{`)+"1"+plain(n, `}"`)+"\n")
	}},
	"templates in each other": {5000, func(n int) map[string]string {
		return one("a.ts", inScript+"x = "+plain(n, "`a-${")+"1"+plain(n, "}`")+"\n")
	}},
	"elements in each other": {3000, func(n int) map[string]string {
		return one("a.tsx", inScript+"x = "+plain(n, "<a>")+plain(n, "</a>")+"\n")
	}},
	"types in each other": {5000, func(n int) map[string]string {
		return one("a.ts", inScript+"let x: "+plain(n, "A<")+"a"+plain(n, ">")+"\n")
	}},
	"members of members":       {3000, func(n int) map[string]string { return one("a.ts", inScript+"x = boto"+plain(n, ".a")+"\n") }},
	"calls of calls":           {3000, func(n int) map[string]string { return one("a.ts", inScript+"x = boto"+plain(n, "()")+"\n") }},
	"escapes that never end":   {300, func(n int) map[string]string { return one("a.py", inPython+"x = '"+plain(n, `\N{`)+"'\n") }},
	"a template of many parts": {5000, func(n int) map[string]string { return one("a.py", inPython+"x = '"+plain(n, "%s")+"us-east-1' % y\n") }},
	"a dotenv value of names":  {2000, func(n int) map[string]string { return one(".env", "A_REGION="+numbered(n, "${A%[1]d}${B%[2]d}")+"\n") }},
	"names of a dotenv in a row": {300, func(n int) map[string]string {
		return map[string]string{
			".env": "A0_REGION=us-east-1\n" + numbered(n, "A%[2]d_REGION=${A%[1]d_REGION}\n"),
			"a.py": inPython + fmt.Sprintf("boto3.client('s3', region_name=os.environ['A%d_REGION'])\n", n),
		}
	}},
	"a configuration of paths": {1000, func(n int) map[string]string {
		return map[string]string{
			"tsconfig.json": `{"compilerOptions": {"paths": {` + numbered(n, `"@a%[1]d/*": ["b%[2]d/*"], /* c */`) + `}}}`,
			"a.ts":          inScript + "import { r } from '@a1/x';\nnew S3Client({ region: r });\n",
		}
	}},
	"configurations that extend": {100, func(n int) map[string]string {
		files := map[string]string{"tsconfig.json": `{"extends": "./tsconfig.0.json"}`, "a.ts": inScript + "import { r } from '@a/x';\nnew S3Client({ region: r });\n"}
		for i := range n {
			files[fmt.Sprintf("tsconfig.%d.json", i)] = fmt.Sprintf(`{"extends": ["./tsconfig.%[1]d.json", "./tsconfig.%[1]d.json"]}`, (i+1)%n)
		}
		return files
	}},
	"folders in each other": {50, func(n int) map[string]string {
		return one(plain(n, "a/")+"package.json", `{"name": "a", "workspaces": ["a"]}`)
	}},
	"patterns of an ignore file": {2000, func(n int) map[string]string {
		return map[string]string{".gitignore": numbered(n, "a%[1]d*b/**/c%[2]d\n"), "x/a.py": inPython + readsEnv}
	}},
	"a job of many programs": {300, func(n int) map[string]string {
		return map[string]string{".github/workflows/a.yml": "env:\n" + numbered(n, "  A%[1]d_REGION: us-east-%[2]d\n") + numbered(n, "run: python a%[1]d.py %[2]d\n"), "a.py": inPython + readsEnv}
	}},
}

// slack is how much the memory may grow besides, in bytes: what is allotted in
// large steps. slackTime is how many seconds of the processor's time are too few to
// be compared, and crawl how many for a byte are too many in any case.
const (
	slack     = 6 << 20
	slackTime = 0.5
	crawl     = 30e-6
)

// TestBounds doubles what a tree holds, and doubles it again: the second time costs
// no more than a little over twice as much memory as the first one, and no more than
// three times as much time. What another file has is still found. The trees are as
// many times as large as an environment variable says.
func TestBounds(t *testing.T) {
	times := 1
	if n, err := strconv.Atoi(os.Getenv("REGIONLINT_TEST_FAULTS")); err == nil {
		times = n
	}
	all := maps.Clone(shapes)
	maps.Copy(all, crafted)
	maps.Copy(all, asking)
	for name, shape := range all {
		t.Run(name, func(t *testing.T) {
			var used [3]int64
			var took [3]float64
			var size int
			for i := range used {
				n := shape.n * times << i
				files := shape.tree(n)
				size = 0
				for _, text := range files {
					size += len(text)
				}
				used[i], took[i] = cost(t, files)
			}
			if first, second := used[1]-used[0], used[2]-used[1]; second > first*5/2+slack*int64(times) {
				t.Errorf("%d bytes for %d, %d more for twice as many, %d more for four times", used[0], shape.n*times, first, second)
			}
			if took[2] > 3*took[1]+slackTime || took[2] > slowdown*(4*slackTime+crawl*float64(size)) {
				t.Errorf("%.2f s for %d, %.2f for twice as many, %.2f for four times, %d bytes", took[0], shape.n*times, took[1], took[2], size)
			}
		})
	}
}

// cost lints a tree and returns how many bytes and how many seconds of the
// processor's time that takes in all.
func cost(t *testing.T, files map[string]string) (bytes int64, seconds float64) {
	t.Helper()
	fsys := make(fstest.MapFS)
	files["zz/keep.py"] = "import boto3\nboto3.client('sns', region_name='eu-west-1a')\n"
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	var checks []driver.Check
	for _, r := range rules.All() {
		checks = append(checks, driver.Check{Rule: r, Severity: lint.Warning})
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := processorTime()
	result, err := driver.Run(t.Context(), driver.Options{FS: fsys, Checks: checks, Jobs: 1})
	seconds = processorTime() - began
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	for _, failure := range result.Errors {
		t.Error(failure)
	}
	if !slices.ContainsFunc(result.Diagnostics, func(d lint.Diagnostic) bool { return d.Rule == "zone-as-region" && d.At.Path == "zz/keep.py" }) {
		t.Error("what the other file has is not found")
	}
	return int64(after.TotalAlloc - before.TotalAlloc), seconds
}
