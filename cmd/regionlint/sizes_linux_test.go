package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// The tests in this file have the program look at what is large, deep or many. With
// the environment variable that has faults tried more often, it is as much as an
// attack would be: 200,000 brackets in each other, a million files.

// sized returns a size that there is time for with every change, and the full one
// where that is asked for.
func sized(few, full int) int {
	if os.Getenv(faultsVariable) == "" {
		return few
	}
	return full
}

// A bulk is a file beside the sound one, and what is told of it, "" for nothing.
type bulk struct {
	file, text, line string
	args             []string
}

// nested returns texts in each other.
func nested(n int, before, within, after string) string {
	return strings.Repeat(before, n) + within + strings.Repeat(after, n)
}

func bulks() map[string]bulk {
	deep, wide := sized(20_000, 200_000), sized(100_000, 1_000_000)
	code := func(file, text string) bulk {
		return bulk{file: file, text: "import boto3; import { S3Client } from '@aws-sdk/client-s3';\nx = " + text + "\n"}
	}
	return map[string]bulk{
		"brackets, Python":       code("a.py", nested(deep, "[", "", "]")),
		"calls, Python":          code("a.py", nested(deep, "f(", "", ")")),
		"calls of calls, Python": code("a.py", "f"+strings.Repeat("()", deep)),
		"members, Python":        code("a.py", "f"+strings.Repeat(".a", deep)),
		"f-strings":              code("a.py", nested(deep, "f\"{", "1", "}\"")),
		"indents":                code("a.py", "1\n"+indented(1400)),
		"conditions, Python":     code("a.py", "1\nif a: x = 1\n"+strings.Repeat("elif a: x = 1\n", deep/3)),
		"arrays":                 code("a.ts", nested(deep, "[", "", "]")),
		"objects":                code("a.ts", nested(deep, "{a:", "1", "}")),
		"arrows":                 code("a.ts", strings.Repeat("a=>", deep)+"1"),
		"templates":              code("a.ts", nested(deep, "`${", "1", "}`")),
		"conditionals":           code("a.ts", nested(deep, "a?", "1", ":1")),
		"calls, TypeScript":      code("a.ts", nested(deep, "f(", "", ")")),
		"types":                  code("a.ts", "1; let y: "+nested(deep, "A<", "a", ">")),
		"conditions, TypeScript": code("a.ts", "1; if (a) {}"+strings.Repeat("else if(a){}", deep/3)),
		"elements":               code("a.tsx", nested(deep*5/8, "<a>", "", "</a>")),
		"references":             {file: ".env", text: "A=" + nested(deep/2, "${A:-", "us-east-1", "}") + "\n"},
		"a long string":          code("a.py", "'"+strings.Repeat("a", wide)+"'"),
		"a long name":            code("a.ts", strings.Repeat("a", wide)),
		"a long comment":         code("a.py", "1 #"+strings.Repeat(" a", wide/2)),
		"a long suppression":     code("a.py", "1  # regionlint: ignore["+strings.Repeat("env-unused,", wide/12)+"env-unused] x"),
		"a long value":           {file: ".env", text: "A=" + strings.Repeat("a", wide) + "\n"},
		"a long pattern":         {file: ".gitignore", text: strings.Repeat("a*", wide/2) + "\n"},
		"a long key":             {file: "package.json", text: `{"` + strings.Repeat("a", wide) + `": 1}`},
		"definitions":            {file: ".env", text: strings.Repeat("A_REGION=us-east-1\n", wide/20)},
		"findings on one line":   {file: "a.ts", text: "import { S3Client } from '@aws-sdk/client-s3';\n" + strings.Repeat("new S3Client({region:'us-east-1a'});", wide/36)},
		"findings":               {file: "a.ts", text: "import { S3Client } from '@aws-sdk/client-s3';\n" + strings.Repeat("new S3Client({region:'us-east-1a'});\n", wide/37)},
		"tsconfig.json, nested":  {file: "tsconfig.json", text: nested(deep, `{"":`, "1", "}")},
		"package.json, nested":   {file: "package.json", text: nested(deep, "[", "", "]")},
		"compose.yaml, nested":   {file: "compose.yaml", text: "a: " + nested(deep/2, "[", "", "]") + "\n"},
		"text that doubles":      code("a.py", "'us-east-1'\n"+strings.Repeat("x=x+x\n", wide/10)+"boto3.client('s3', region_name=x)"),
		"lists that double":      code("a.py", "['us-east-1']\n"+strings.Repeat("x=[*x,*x]\n", wide/12)+"boto3.client('s3', region_name=x[0])"),
		"objects that double":    code("a.py", "{}\n"+strings.Repeat("x={**x,**x}\n", wide/14)+"boto3.client('s3', **x)"),
	}
}

// indented returns conditions in each other, each a space deeper.
func indented(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%*sif x:\n", i, "")
	}
	fmt.Fprintf(&b, "%*spass", n, "")
	return b.String()
}

// TestBulks has one file of a kind that costs more than others. A run takes a few
// seconds and a few hundred megabytes at most, and has the finding in the other file.
func TestBulks(t *testing.T) { //nolint:tparallel // each takes all the memory that it may
	t.Parallel()
	for name, b := range bulks() {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, filepath.Join(dir, ".git", "HEAD"), "")
			put(t, filepath.Join(dir, "good.py"), sound)
			put(t, filepath.Join(dir, b.file), b.text)
			bounded(t, dir, len(b.text), b.line, b.args...)
		})
	}
}

// bounded runs the program in a folder that holds as many bytes, or has as many
// names.
func bounded(t *testing.T, dir string, size int, line string, args ...string) {
	t.Helper()
	cmd := start(t, dir, append([]string{"--no-cache"}, args...)...)
	r := finish(t, cmd)
	if lines := strings.Join(about(r.errout), "\n"); lines != line {
		t.Errorf("standard error is %.300q, want %q", lines, line)
	}
	if r.code != 1 || !strings.Contains(r.out, " --> good.py:2:") {
		t.Errorf("exit code %d, standard output\n%.600s", r.code, r.out)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Fatal("what it used is not known")
	}
	took := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	t.Logf("%d bytes or names: %.2f s, %d MB", size, took.Seconds(), usage.Maxrss>>10)
	if instrumented {
		return
	}
	if limit := 1 + 8e-6*float64(size); took.Seconds() > limit {
		t.Errorf("it took %.1f s for %d bytes", took.Seconds(), size)
	}
	if limit := int64(200<<20 + 1000*size); usage.Maxrss<<10 > limit {
		t.Errorf("it took %d MB for %d bytes", usage.Maxrss>>10, size)
	}
}

// TestHugeFiles has a file of 100 MB of each kind that is read.
func TestHugeFiles(t *testing.T) {
	t.Parallel()
	const size = 100 << 20
	left := func(name string) string { return "regionlint: left out " + name + ": larger than 1 MiB" }
	for name, line := range map[string]string{
		"a.py": left("a.py"), "a.ts": left("a.ts"), ".env": left(".env"), "package.json": left("package.json"), "tsconfig.json": left("tsconfig.json"),
		"pyproject.toml": left("pyproject.toml"), "requirements.txt": left("requirements.txt"), "Dockerfile": left("Dockerfile"),
		"compose.yaml": left("compose.yaml"), ".github/workflows/a.yml": left(".github/workflows/a.yml"),
		".gitignore": left(".gitignore"), "sub/.gitignore": left("sub/.gitignore"), ".git/info/exclude": left(".git/info/exclude"),
		// These say nothing of a region, or are not read at all.
		"main.tf": "", "run.sh": "", "main.go": "", "data.json": "", "README.md": "", ".gitattributes": "",
		".git/index": "regionlint: left out .git/index: larger than 32 MiB",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			put(t, filepath.Join(dir, ".git", "HEAD"), "")
			put(t, filepath.Join(dir, "good.py"), sound)
			put(t, filepath.Join(dir, ".gitignore"), "hidden.py\n") // unless git's index has it
			put(t, filepath.Join(dir, "hidden.py"), "")
			put(t, filepath.Join(dir, name), "")
			must(t, os.Truncate(filepath.Join(dir, name), size))
			bounded(t, dir, 0, line)
		})
	}
	for _, tt := range []struct {
		name, line string
		args       []string
	}{
		{".regionlint.yaml", ".regionlint.yaml: the file is larger than 256 KiB, which no configuration needs", nil},
		{"sub/.regionlint.yaml", "sub/.regionlint.yaml: the file is larger than 256 KiB, which no configuration needs", nil},
		{"given", "given: the file is larger than 256 KiB, which no configuration needs", []string{"--config", "given"}},
		{"base.json", "base.json: the file is larger than 32 MiB, which no baseline is", []string{"--baseline", "base.json"}},
	} {
		dir := t.TempDir()
		put(t, filepath.Join(dir, ".git", "HEAD"), "")
		put(t, filepath.Join(dir, tt.name), "")
		must(t, os.Truncate(filepath.Join(dir, tt.name), size))
		if r := finish(t, start(t, dir, tt.args...)); r.code != 2 || r.errout != "regionlint: "+tt.line+"\n" {
			t.Errorf("%s: exit code %d, standard error %.300q", tt.name, r.code, r.errout)
		}
	}
}

// TestHugeInput pipes in what is too large to be checked, and gets it back.
func TestHugeInput(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, filepath.Join(dir, ".git", "HEAD"), "")
	put(t, filepath.Join(dir, "in"), "x = 1\n")
	const size = 100 << 20
	must(t, os.Truncate(filepath.Join(dir, "in"), size))
	for _, args := range [][]string{{}, {"--fix"}} {
		in, err := os.Open(filepath.Join(dir, "in"))
		must(t, err)
		out, err := os.Create(filepath.Join(dir, "out"))
		must(t, err)
		cmd := start(t, dir, append([]string{"--stdin-filename", "a.py"}, args...)...)
		cmd.Stdin, cmd.Stdout = in, out
		r := finish(t, cmd)
		info, err := out.Stat()
		must(t, err, in.Close(), out.Close())
		if lines := about(r.errout); r.code != 0 || !slices.Contains(lines, "regionlint: left out a.py: larger than 1 MiB") {
			t.Errorf("%q: exit code %d, standard error %.300q", args, r.code, r.errout)
		}
		if len(args) > 0 && info.Size() != size {
			t.Errorf("%d bytes came back", info.Size())
		}
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); !ok || usage.Maxrss > 200<<10 && !instrumented {
			t.Errorf("%q: it took %d MB", args, usage.Maxrss>>10)
		}
	}
}

// TestMany has many files, folders, links and names.
func TestMany(t *testing.T) { //nolint:tparallel // the disk is slow enough with one at a time
	t.Parallel()
	n := sized(2000, 1_000_000)
	file := func(text string) func(name string, i int) error {
		return func(name string, _ int) error { return os.WriteFile(name+".py", []byte(text), 0o644) }
	}
	for name, tt := range map[string]struct {
		n    int
		make func(name string, i int) error
		args func(n int) []string
		line string
	}{
		"empty files": {n: n, make: file("")},
		"files":       {n: n, make: file("x = 1\n")},
		"folders":     {n: n, make: func(name string, _ int) error { return os.Mkdir(name, 0o755) }},
		"links":       {n: n, make: func(name string, _ int) error { return os.Symlink("../good.py", name+".py") }},
		"long names": {n: n / 10, make: func(name string, i int) error {
			return os.WriteFile(filepath.Join(filepath.Dir(name), fmt.Sprintf("%0252d.py", i)), []byte("x = 1\n"), 0o644)
		}},
		"names that are no UTF-8": {n: n / 10, make: func(name string, _ int) error { return os.WriteFile(name+"\xff.py", []byte(sound), 0o644) }},
		"named files": {n: 10_000, make: func(name string, i int) error {
			if i >= 2000 {
				return nil // one is named again
			}
			return os.WriteFile(name+".py", []byte("x = 1\n"), 0o644)
		}, args: func(n int) []string {
			args := []string{"good.py"}
			for i := range n {
				args = append(args, fmt.Sprintf("d%d/f%d.py", i%2000/1000, i%2000))
			}
			return args
		}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, filepath.Join(dir, ".git", "HEAD"), "")
			put(t, filepath.Join(dir, "good.py"), sound)
			for i := range tt.n {
				folder := filepath.Join(dir, fmt.Sprintf("d%d", i/1000))
				if i%1000 == 0 {
					must(t, os.Mkdir(folder, 0o755))
				}
				must(t, tt.make(filepath.Join(folder, fmt.Sprintf("f%d", i)), i))
			}
			var args []string
			if tt.args != nil {
				args = tt.args(tt.n)
			}
			bounded(t, dir, tt.n*30, tt.line, args...) // what a name takes
		})
	}
}
