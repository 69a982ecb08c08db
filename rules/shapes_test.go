package rules_test

import (
	"fmt"
	"strings"
)

// word returns the nth of many names of three letters.
func word(n int) string {
	const letters = "abcdefghijklmnopqrstuvwxyz"
	return "v" + string([]byte{letters[n/676%26], letters[n/26%26], letters[n%26]})
}

// chained sets n names in a row, each by a line that takes the place of %[2]s, to
// what the one before it, %[1]s, is used for.
func chained(n int, first, line, last string) string {
	var b strings.Builder
	fmt.Fprintf(&b, first+"\n", word(0))
	for i := range n {
		fmt.Fprintf(&b, line+"\n", word(i), word(i+1))
	}
	fmt.Fprintf(&b, last+"\n", word(n))
	return b.String()
}

// inChain returns a shape of names in a row.
func inChain(n int, name, head, first, line, last string) shape {
	return shape{n, func(n int) map[string]string { return one(name, head+chained(n, first, line, last)) }}
}

// crafted are shapes that are made to cost more than they hold: values that double,
// and as many that ask as there are to ask.
var crafted = map[string]shape{
	"text doubled by the name it has": {500, func(n int) map[string]string {
		return one("a.py", inPython+"a = 'us-east-1'\n"+plain(n, "a = a + a\n")+"boto3.client('s3', region_name=a)\n")
	}},
	"text appended to itself": {500, func(n int) map[string]string {
		return one("a.py", inPython+"a = 'us-east-1'\n"+plain(n, "a += a\n")+"boto3.client('s3', region_name=a)\n")
	}},
	"f-strings that double":     inChain(500, "a.py", inPython, "%s = 'us-east-1'", "%[2]s = f'{%[1]s}{%[1]s}'", "boto3.client('s3', region_name=%s)"),
	"percents that double":      inChain(500, "a.py", inPython, "%s = 'us-east-1'", "%[2]s = '%%s%%s' %% (%[1]s, %[1]s)", "boto3.client('s3', region_name=%s)"),
	"formats that double":       inChain(500, "a.py", inPython, "%s = 'us-east-1'", "%[2]s = '{}{}'.format(%[1]s, %[1]s)", "boto3.client('s3', region_name=%s)"),
	"joins that double":         inChain(500, "a.py", inPython, "%s = 'us-east-1'", "%[2]s = ''.join([%[1]s, %[1]s])", "boto3.client('s3', region_name=%s)"),
	"replacements that grow":    inChain(500, "a.py", inPython, "%s = 'us-east-1'", "%[2]s = %[1]s.replace('u', 'uu')", "boto3.client('s3', region_name=%s)"),
	"lists that double":         inChain(500, "a.py", inPython, "%s = ['us-east-1']", "%[2]s = %[1]s + %[1]s", "boto3.client('s3', region_name=%s[0])"),
	"lists in each other twice": inChain(500, "a.py", inPython, "%s = ['us-east-1']", "%[2]s = [%[1]s, %[1]s]", "boto3.client('s3', region_name=%s[0])"),
	"splats that double":        inChain(500, "a.py", inPython, "%s = ['us-east-1']", "%[2]s = [*%[1]s, *%[1]s]", "for r in %s: boto3.client('s3', region_name=r)"),
	"dicts that double":         inChain(500, "a.py", inPython, "%s = {'region_name': 'us-east-1'}", "%[2]s = {**%[1]s, **%[1]s}", "boto3.client('s3', **%s)"),
	"dicts joined twice":        inChain(500, "a.py", inPython, "%s = {'region_name': 'us-east-1'}", "%[2]s = %[1]s | %[1]s", "boto3.client('s3', **%s)"),
	"dicts in each other twice": inChain(500, "a.py", inPython, "%s = {'region_name': 'us-east-1'}", "%[2]s = {'a': %[1]s, 'b': %[1]s}", "boto3.client('s3', **%s)"),
	"choices that double":       inChain(500, "a.py", inPython, "%s = 'us-east-1'", "%[2]s = %[1]s if x else %[1]s", "boto3.client('s3', region_name=%s)"),
	"fallbacks that double":     inChain(500, "a.py", inPython, "%s = 'us-east-1'", "%[2]s = %[1]s or %[1]s", "boto3.client('s3', region_name=%s)"),
	"lambdas that double":       inChain(125, "a.py", inPython, "%s = lambda: 'us-east-1'", "%[2]s = lambda: %[1]s() + %[1]s()", "boto3.client('s3', region_name=%s())"),
	"a list that extends itself": {250, func(n int) map[string]string {
		return one("a.py", inPython+"a = ['us-east-1']\n"+plain(n, "a.extend(a)\n")+"boto3.client('s3', region_name=a[0])\n")
	}},
	"a list that appends itself": {250, func(n int) map[string]string {
		return one("a.py", inPython+"a = ['us-east-1']\n"+plain(n, "a.append(a)\n")+"boto3.client('s3', region_name=a[0])\n")
	}},
	"a dict that holds itself": {250, func(n int) map[string]string {
		return one("a.py", inPython+"a = {'region_name': 'us-east-1'}\n"+plain(n, "a['b'] = a\n")+"boto3.client('s3', **a)\n")
	}},
	"variables that double": {125, func(n int) map[string]string {
		return one("a.py", inPython+chained(n, "os.environ['%s'] = 'us-east-1'", "os.environ['%[2]s'] = os.environ['%[1]s'] * 2", "boto3.client('s3', region_name=os.environ['%s'])"))
	}},
	"templates that double":       inChain(500, "a.ts", inScript, "const %s = 'us-east-1'", "const %[2]s = `${%[1]s}${%[1]s}`", "new S3Client({ region: %s })"),
	"sums that double":            inChain(500, "a.ts", inScript, "const %s = 'us-east-1'", "const %[2]s = %[1]s + %[1]s", "new S3Client({ region: %s })"),
	"spreads that double":         inChain(500, "a.ts", inScript, "const %s = { region: 'us-east-1' }", "const %[2]s = { ...%[1]s, ...%[1]s }", "new S3Client(%s)"),
	"arrays that double":          inChain(500, "a.ts", inScript, "const %s = ['us-east-1']", "const %[2]s = [...%[1]s, ...%[1]s]", "new S3Client({ region: %s[0] })"),
	"objects in each other twice": inChain(500, "a.ts", inScript, "const %s = { region: 'us-east-1' }", "const %[2]s = { a: %[1]s, b: %[1]s }", "new S3Client(%s)"),
	"conditionals that double":    inChain(500, "a.ts", inScript, "const %s = 'us-east-1'", "const %[2]s = x ? %[1]s : %[1]s", "new S3Client({ region: %s })"),
	"arrows that double":          inChain(125, "a.ts", inScript, "const %s = () => 'us-east-1'", "const %[2]s = () => %[1]s() + %[1]s()", "new S3Client({ region: %s() })"),
	"an object assigned to itself": {250, func(n int) map[string]string {
		return one("a.ts", inScript+"const a = { region: 'us-east-1' }\n"+plain(n, "Object.assign(a, a)\n")+"new S3Client(a)\n")
	}},
	"an array pushed to itself": {250, func(n int) map[string]string {
		return one("a.ts", inScript+"const a = ['us-east-1']\n"+plain(n, "a.push(...a)\n")+"new S3Client({ region: a[0] })\n")
	}},
	"types that double": inChain(250, "a.ts", inScript, "type %s = 'us-east-1'", "type %[2]s = [%[1]s, %[1]s]", "let x: %s"),
	"functions that call many": {25, func(n int) map[string]string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "def f%d(r):\n boto3.client('s3', region_name=r)\n", i)
			for k := range 20 {
				fmt.Fprintf(&b, " f%d(r)\n", (i*7+k*13)%n)
			}
		}
		return one("a.py", inPython+b.String()+"f0('us-east-1')\n")
	}},
	"functions of files that call the next": {25, func(n int) map[string]string {
		files := one("c.py", "from m0 import f\nf('us-east-1')\n")
		for i := range n {
			files[fmt.Sprintf("m%d.py", i)] = fmt.Sprintf(inPython+"from m%d import f as g\ndef f(r):\n boto3.client('s3', region_name=r)\n return g(r)\n", (i+1)%n)
		}
		return files
	}},
	"one name in every file": {37, func(n int) map[string]string {
		return everyFile(n, "d%[1]d/x.py", inPython+"def run(r):\n boto3.client('s3', region_name=r)\nrun('us-east-1')\n")
	}},
	"one method in every file": {37, func(n int) map[string]string {
		return everyFile(n, "d%[1]d.py", inPython+"class A%[1]d:\n def run(self, r):\n  boto3.client('s3', region_name=r)\ndef g(x): x.run('us-east-1')\n")
	}},
	"callers of one in every file": {37, func(n int) map[string]string {
		files := everyFile(n, "d%[1]d.py", inPython+"import lib\nlib.run('us-east-1')\nx.run('us-east-2')\n")
		files["lib.py"] = inPython + "def run(r):\n boto3.client('s3', region_name=r)\n"
		return files
	}},
	"callers of one": {375, func(n int) map[string]string {
		return one("a.py", inPython+"def f(r):\n boto3.client('s3', region_name=r)\n"+numbered(n, "f('us-east-%[1]d') # %[2]d\n"))
	}},
	"callers of many clients": {175, func(n int) map[string]string {
		return one("a.py", inPython+"def f(r):\n"+plain(n, " boto3.client('s3', region_name=r)\n")+numbered(n, "f('us-east-%[1]d') # %[2]d\n"))
	}},
	"parameters and callers": {250, func(n int) map[string]string {
		return one("a.py", inPython+"def f("+numbered(n, "a%[1]d=None, # %[2]d\n")+"):\n boto3.client('s3', region_name=a7)\n"+numbered(n, "f(a%[1]d='us-east-1') # %[2]d\n"))
	}},
	"constructors in a row": {50, func(n int) map[string]string {
		return one("a.py", inPython+"class C0:\n def __init__(self, r): self.r = r\n"+numbered(n, "class C%[2]d(C%[1]d):\n def __init__(self, r):\n  super().__init__(r)\n  boto3.client('s3', region_name=self.r)\n")+fmt.Sprintf("C%d('us-east-1')\n", n))
	}},
	"classes of two bases": {75, func(n int) map[string]string {
		return one("a.py", inPython+"class C0: r = 'us-east-1'\nclass C1(C0): pass\n"+strings.ReplaceAll(numbered(n, "class D%[2]d(D%[1]d, C1): pass\n"), "class D1(D0, C1)", "class D1(C0, C1)")+fmt.Sprintf("boto3.client('s3', region_name=D%d.q)\n", n))
	}},
	"constructors in a row, TypeScript": {50, func(n int) map[string]string {
		return one("a.ts", inScript+"class C0 { constructor(r) { this.r = r } }\n"+numbered(n, "class C%[2]d extends C%[1]d { constructor(r) { super(r); new S3Client({ region: this.r }) } }\n")+fmt.Sprintf("new C%d('us-east-1')\n", n))
	}},
	"properties in a row": {125, func(n int) map[string]string {
		return one("a.py", inPython+"class A:\n"+numbered(n, " @property\n def k%[1]d(self): return self.k%[2]d\n")+"boto3.client('s3', region_name=A().k0)\n")
	}},
	"getters in a row": {125, func(n int) map[string]string {
		return one("a.ts", inScript+"const a = {"+numbered(n, "get k%[1]d() { return this.k%[2]d },\n")+"}\nnew S3Client({ region: a.k0 })\n")
	}},
	"entries of a dict that are read": {250, func(n int) map[string]string {
		return one("a.py", inPython+"d = {"+numbered(n, "'k%[1]d': 'us-east-1', # %[2]d\n")+"}\n"+numbered(n, "boto3.client('s3', region_name=d['k%[1]d'])  # %[2]d\n"))
	}},
	"entries of an object that are read": {250, func(n int) map[string]string {
		return one("a.ts", inScript+"const d = {"+numbered(n, "k%[1]d: 'us-east-1', // %[2]d\n")+"}\n"+numbered(n, "new S3Client({ region: d.k%[1]d }) // %[2]d\n"))
	}},
	"entries set by unknown keys": {175, func(n int) map[string]string {
		return one("a.py", inPython+"d = {}\n"+numbered(n, "d[x%[1]d] = 'us-east-1' # %[2]d\n")+numbered(n, "boto3.client('s3', region_name=d['k%[1]d'])  # %[2]d\n"))
	}},
	"entries set one by one": {175, func(n int) map[string]string {
		return one("a.py", inPython+"d = {}\n"+numbered(n, "d['k%[1]d'] = 'us-east-1' # %[2]d\n")+numbered(n, "boto3.client('s3', region_name=d['k%[1]d'])  # %[2]d\n"))
	}},
	"an attribute set from itself": {175, func(n int) map[string]string {
		return one("a.py", inPython+"class A:\n def f(self):\n"+plain(n, "  self.r = self.r or 'us-east-1'\n  boto3.client('s3', region_name=self.r)\n"))
	}},
	"one name assigned and used": {175, func(n int) map[string]string {
		return one("a.py", inPython+plain(n, "r = 'us-east-1'\nboto3.client('s3', region_name=r)\n"))
	}},
	"names that are misspelled": {250, func(n int) map[string]string {
		return map[string]string{".env": numbered(n, "K%[1]d_REGION=us-east-1 # %[2]d\n"), "a.py": inPython + numbered(n, "boto3.client('s3', region_name=os.environ['REGION_K%[1]d'])  # %[2]d\n")}
	}},
	"names that are nearly spelled": {250, func(n int) map[string]string {
		return map[string]string{".env": numbered(n, "AWS_REGION_%[1]d=us-east-1 # %[2]d\n"), "a.py": inPython + numbered(n, "boto3.client('s3', region_name=os.environ['AWS_REGON_%[1]d'])  # %[2]d\n")}
	}},
	"settings that ignore case": {175, func(n int) map[string]string {
		return map[string]string{".env": numbered(n, "K%[1]d_REGION=us-east-1 # %[2]d\n"), "a.py": inPython + "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n" + numbered(n, " k%[1]d_region: str = 'us-east-2' # %[2]d\n") + "s = S()\n" + numbered(n, "boto3.client('s3', region_name=s.k%[1]d_region) # %[2]d\n")}
	}},
	"dotenv files of many folders": {62, func(n int) map[string]string {
		files := everyFile(n, "d%[1]d/.env", "AWS_REGION=us-east-1\nX%[1]d_REGION=a\n")
		files["a.py"] = inPython + "boto3.client('s3', region_name=os.environ['AWS_REGION'])\n"
		return files
	}},
	"dotenv files that are named": {37, func(n int) map[string]string {
		files := everyFile(n, "e%[1]d.env", "A_REGION=us-east-1\n")
		files["a.py"] = inPython + "from dotenv import load_dotenv\n" + numbered(n, "load_dotenv('e%[1]d.env') # %[2]d\n") + numbered(n, "boto3.client('s3', region_name=os.environ['A_REGION']) # %[1]d %[2]d\n")
		return files
	}},
	"folders in each other with dotenv files": {15, func(n int) map[string]string {
		files := make(map[string]string)
		for i := range n {
			files[plain(i, "d/")+".env"], files[plain(i, "d/")+"a.py"] = "AWS_REGION=us-east-1\n", inPython+"boto3.client('s3', region_name=os.environ['AWS_REGION'])\n"
		}
		return files
	}},
	"modules of one name": {50, func(n int) map[string]string {
		files := everyFile(n, "d%[1]d/app/config.py", inPython+"R = 'us-east-1'\n")
		for i := range n {
			files[fmt.Sprintf("e%d/use.py", i)] = inPython + "from app.config import R\nboto3.client('s3', region_name=R)\n"
		}
		return files
	}},
	"aliases of a configuration": {250, func(n int) map[string]string {
		return map[string]string{
			"tsconfig.json": `{"compilerOptions": {"paths": {` + numbered(n, `"@a%[1]d/*": ["b%[2]d/*"],`) + `}}}`,
			"a.ts":          inScript + numbered(n, "import { r%[1]d } from '@a%[1]d/x%[2]d';\nnew S3Client({ region: r%[1]d });\n"),
		}
	}},
	"aliases with stars before": {250, func(n int) map[string]string {
		return map[string]string{
			"tsconfig.json": `{"compilerOptions": {"paths": {` + numbered(n, `"*a%[1]d": ["b%[2]d/*"],`) + `}}}`,
			"a.ts":          inScript + numbered(n, "import { r%[1]d } from 'xa%[1]d'; // %[2]d\nnew S3Client({ region: r%[1]d });\n"),
		}
	}},
	"targets of an alias": {250, func(n int) map[string]string {
		return map[string]string{
			"tsconfig.json": `{"compilerOptions": {"paths": {"@a/*": [` + numbered(n, `"b%[1]d%[2]d/*",`) + `]}}}`,
			"a.ts":          inScript + numbered(n, "import { r%[1]d } from '@a/x%[2]d';\nnew S3Client({ region: r%[1]d });\n"),
		}
	}},
	"packages of a workspace": {25, func(n int) map[string]string {
		files := map[string]string{"package.json": `{"workspaces": ["p/*"], "dependencies": {` + numbered(n, `"x%[1]d": "%[2]d",`) + `"y": "1"}}`}
		for i := range n {
			files[fmt.Sprintf("p/p%d/package.json", i)] = fmt.Sprintf(`{"name": "p%d"}`, i)
			files[fmt.Sprintf("p/p%d/index.ts", i)] = fmt.Sprintf(inScript+"import { r } from 'p%d';\nexport const s = r; new S3Client({ region: r });\n", (i+1)%n)
		}
		return files
	}},
	"subpaths of a package": {250, func(n int) map[string]string {
		return map[string]string{
			"package.json": `{"imports": {` + numbered(n, `"#a%[1]d/*": "./b%[2]d/*",`) + `"#z": "./z"}}`,
			"a.ts":         inScript + numbered(n, "import { r%[1]d } from '#a%[1]d/x%[2]d';\nnew S3Client({ region: r%[1]d });\n"),
		}
	}},
	"requirements that are long": {250, func(n int) map[string]string {
		return map[string]string{"requirements.txt": numbered(n, "package%[1]d==%[2]d\n"), "a.py": inPython + numbered(n, "from q%[1]d import r%[1]d # %[2]d\nboto3.client('s3', region_name=r%[1]d)\n")}
	}},
	"names in a container's file": {175, func(n int) map[string]string {
		return map[string]string{"compose.yaml": "services:\n a:\n  build: .\n  environment:\n" + numbered(n, "   K%[1]d_REGION: us-east-1 # %[2]d\n"), "a.py": inPython + numbered(n, "boto3.client('s3', region_name=os.environ['K%[1]d_REGION'])  # %[2]d\n")}
	}},
	"services of a container's file": {75, func(n int) map[string]string {
		return map[string]string{"compose.yaml": "services:\n" + numbered(n, " a%[1]d:\n  build: ./d%[1]d\n  environment:\n   AWS_REGION: us-east-1 # %[2]d\n"), "d1/a.py": inPython + plain(n, "boto3.client('s3', region_name=os.environ['AWS_REGION'])\n")}
	}},
	"remarks": {250, func(n int) map[string]string {
		return one("a.py", inPython+"boto3.client('s3', region_name='eu-west-1')\n"+numbered(n, "# runs in us-east-1 %[1]d %[2]d\nx = 1\n"))
	}},
	"regions in a list": {375, func(n int) map[string]string {
		return one("a.py", inPython+"x = ["+plain(n, "'us-east-1',")+"]\n"+plain(n, "boto3.client('s3', region_name='eu-west-1')\n"))
	}},
	"regions that are compared": {175, func(n int) map[string]string {
		return one("a.py", inPython+"def f(x):\n"+plain(n, " if x == 'us-east-1': boto3.client('s3', region_name='us-east-1')\n"))
	}},
	"names that are given": {250, func(n int) map[string]string {
		return one("a.py", inPython+"boto3.client('s3', region_name='us-east-1')\n"+numbered(n, "a%[1]d = boto3.client('s3', region_name='eu-west-1') # %[2]d\n"))
	}},
	"clients of two regions in files": {37, func(n int) map[string]string {
		files := everyFile(n, "d%[1]d.py", inPython+"boto3.client('s3', region_name='eu-west-1')\nboto3.client('s3', region_name='us-east-1')\n")
		return files
	}},
	"fixes that want an import": {175, func(n int) map[string]string {
		return map[string]string{".env": "A_REGION=us-east-1\n", "a.py": "import boto3\nboto3.client('s3', region_name='us-east-1')\n" + plain(n, "boto3.client('s3', region_name='us-east-1')\n")}
	}},
	"fixes that rename": {75, func(n int) map[string]string {
		return map[string]string{".env": numbered(n, "K%[1]d_REGION=us-east-1 # %[2]d\n"), "a.ts": inScript + numbered(n, "new S3Client({ region: process.env.REGION_K%[1]d }) // %[2]d\n")}
	}},
	"references to references": {25, func(n int) map[string]string {
		return map[string]string{
			".env": "A0=us-east-1\nB0=\n" + numbered(8, "A%[2]d="+plain(n, "$A%[1]d")+"\nB%[2]d="+plain(n, "$B%[1]d")+"\n"),
			"a.py": inPython + "boto3.client('s3', region_name=os.environ['A8'])\nboto3.client('s3', region_name=os.environ['B8'])\n",
		}
	}},
}

// everyFile returns n files of one text, whose names and texts may hold their number.
func everyFile(n int, name, text string) map[string]string {
	files := make(map[string]string)
	for i := range n {
		files[strings.ReplaceAll(name, "%[1]d", fmt.Sprint(i))] = strings.ReplaceAll(text, "%[1]d", fmt.Sprint(i))
	}
	return files
}
