package cli

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/regionlint/regionlint/lint/snapshot"
	"github.com/regionlint/regionlint/rules"
)

// lived is a tree that changes, and the runs over it.
type lived struct {
	t        *testing.T
	dir      string
	caches   string
	build    string // of the program
	random   *rand.Rand
	recalled int
}

// cacheLine begins the line of standard error that alone may differ.
const cacheLine = "regionlint: cache: "

// run runs the program with the cache or without.
func (l *lived) run(args ...string) process {
	l.t.Helper()
	var out, errout bytes.Buffer
	env := testEnv(l.dir, &out, &errout)
	env.Rules, env.Build, env.CacheDir = rules.All(), "test"+l.build, l.caches
	p := process{code: Run(l.t.Context(), args, env)}
	for line := range strings.Lines(errout.String()) {
		if !strings.HasPrefix(line, cacheLine) {
			p.errout += line
		} else if strings.Contains(line, "nothing has changed") {
			l.recalled++
		}
	}
	p.out = out.String()
	return p
}

// compare runs the program with the cache as it was left and without one.
func (l *lived) compare(after string, args ...string) {
	l.t.Helper()
	args = append(args, "--verbose")
	warm := l.run(args...)
	cold := l.run(append(args, "--no-cache")...)
	if warm != cold {
		l.t.Fatalf("after %s, %q with the cache:\n%d %s%s\nand without:\n%d %s%s",
			after, args, warm.code, warm.errout, warm.out, cold.code, cold.errout, cold.out)
	}
}

// files returns the tree's files and folders, which are never none.
func (l *lived) files() (files, folders []string) {
	l.t.Helper()
	err := filepath.WalkDir(l.dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			files = append(files, path)
		} else if err == nil && entry.IsDir() {
			folders = append(folders, path)
		}
		return err
	})
	l.must(err)
	if len(files) < 3 {
		l.write(filepath.Join(l.dir, "more.py"), "import boto3\nboto3.client('s3', region_name='eu-west-1')\n")
		return l.files()
	}
	return files, folders
}

func (l *lived) must(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

func (l *lived) write(path, text string) {
	l.t.Helper()
	l.must(os.MkdirAll(filepath.Dir(path), 0o755))
	l.must(os.WriteFile(path, []byte(text), 0o644))
}

func (l *lived) read(path string) string {
	l.t.Helper()
	text, err := os.ReadFile(path)
	l.must(err)
	return string(text)
}

// pick returns one of several.
func pick[T any](l *lived, all ...T) T { return all[l.random.IntN(len(all))] }

// mutate changes the tree as people, editors and git do, and says how.
func (l *lived) mutate() string {
	l.t.Helper()
	files, folders := l.files()
	file, other, folder := pick(l, files...), pick(l, files...), pick(l, folders...)
	text := l.read(file)
	region := func() string {
		return pick(l, "us-east-1", "eu-west-1", "us-west-2", "ap-southeast-2", "eu-west-9")
	}
	type change struct {
		what string
		do   func()
	}
	c := pick(l,
		change{"a region replaced by one of the same length", func() {
			l.write(file, strings.ReplaceAll(text, "eu-west-1", pick(l, "us-east-1", "us-west-2")))
		}},
		change{"regions changed", func() {
			for _, f := range files {
				if text := l.read(f); strings.Contains(text, "us-east-1") {
					l.write(f, strings.Replace(text, "us-east-1", region(), 1))
				}
			}
		}},
		change{"a comment", func() { l.write(file, text+pick(l, "# more\n", "\n", "# regionlint: ignore\n")) }},
		change{"a line before", func() { l.write(file, "\n"+text) }},
		change{"a line in between", func() {
			lines := strings.SplitAfter(text, "\n")
			i := l.random.IntN(len(lines))
			l.write(file, strings.Join(slices.Insert(lines, i, pick(l, "\n", "# more\n", "    # eu-west-1\n", "// more\n")), ""))
		}},
		change{"white space", func() { l.write(file, strings.Replace(text, pick(l, " ", "(", "\n"), pick(l, "  ", "( ", "\n\n"), 1)) }},
		change{"a touch", func() { l.must(os.Chtimes(file, time.Now(), time.Now())) }},
		change{"the same again", func() { l.write(file, text) }},
		change{"a mode", func() { l.must(os.Chmod(file, pick[fs.FileMode](l, 0o600, 0o644, 0o755, 0))) }},
		change{"a deletion", func() { l.must(os.Remove(file)) }},
		change{"a rename", func() { l.must(os.Rename(file, filepath.Join(folder, "x"+filepath.Base(file)))) }},
		change{"a swap", func() { l.write(file, l.read(other)); l.write(other, text) }},
		change{"a move of a folder", func() {
			_ = os.Rename(folder, filepath.Join(l.dir, fmt.Sprint("moved", l.random.IntN(3)))) // the root stays
		}},
		change{"a new client", func() {
			l.write(filepath.Join(folder, pick(l, "n.py", "test_n.py", "m.py")),
				"import boto3, os\nboto3.client('dynamodb', region_name=os.getenv('"+pick(l, "DDB_REGION", "AWS_REGION")+"', '"+region()+"'))\n")
		}},
		change{"a new file that does not matter", func() { l.write(filepath.Join(folder, "plain.ts"), "export const a = 1\n") }},
		change{"a dotenv file", func() {
			l.write(filepath.Join(folder, pick(l, ".env", ".env.example", ".env.local")), pick(l, "DDB_REGION", "AWS_REGION")+"="+region()+"\nTOKEN=hush\n")
		}},
		change{"an ignore file", func() {
			l.write(filepath.Join(folder, ".gitignore"), pick(l, "*.py\n", "!*.py\n", filepath.Base(other)+"\n", ""))
		}},
		change{"a configuration", func() {
			l.write(filepath.Join(folder, ".regionlint.yaml"), pick(l,
				"rules: {hardcoded-region: warning}\n", "regions: {default: "+region()+"}\n", "exclude: ['*.ts']\n", "rules: {nonsense: off}\n", ""))
		}},
		change{"no configuration", func() { _ = os.Remove(filepath.Join(l.dir, ".regionlint.yaml")) }}, // there may be none
		change{"a compose file", func() {
			l.write(filepath.Join(folder, "docker-compose.yml"), "services:\n  a:\n    build: .\n    environment:\n      AWS_REGION: "+region()+"\n")
		}},
		change{"a link", func() { _ = os.Symlink(pick(l, "n.py", "..", "/etc/passwd", "none"), filepath.Join(folder, "link.py")) }}, // there may be one
		change{"a large file", func() { l.write(filepath.Join(folder, "large.py"), strings.Repeat("# eu-west-1\n", 100_000)) }},
		change{"other encodings", func() {
			l.write(filepath.Join(folder, "enc.py"), pick(l, "\xff\xfea\x00", "region = 'eu-west-1\xe9'\n", "\x00region", "\ufeffregion = 'eu-west-1'\n"))
		}},
	)
	c.do()
	// What nobody may read makes the tests of others fail, too.
	l.t.Cleanup(func() { _ = os.Chmod(file, 0o600) })
	return c.what
}

// commandLines are ways to look at a tree.
var commandLines = [][]string{
	{"."},
	{"--output-format", "json", "."},
	{"--output-format", "sarif"},
	{"--output-format", "markdown"},
	{"backend"},
	{"--select", "hardcoded-region,aws", "."},
	{"--include-tests"},
	{"--isolated", "."},
	{"--diff", "--unsafe-fixes"},
	{"--to", "eu-west-1", "--statistics"},
	{"--ignore", "environment"},
	{"map"},
	{"map", "--format", "json", "frontend"},
	{"plan", "--format", "json"},
	{"trace", "AWS_REGION"},
}

// TestCacheChangesNothing changes a tree at random and compares what is printed
// with the cache of the runs before with what is printed without one.
func TestCacheChangesNothing(t *testing.T) {
	t.Parallel()
	const trees, changes = 4, 15
	for seed := range uint64(trees) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			l := &lived{t: t, dir: t.TempDir(), caches: t.TempDir(), random: rand.New(rand.NewPCG(seed, 6))}
			l.must(os.CopyFS(l.dir, os.DirFS(filepath.FromSlash("../../../testdata/repos/signin"))))
			l.must(os.Mkdir(filepath.Join(l.dir, ".git"), 0o755))
			if seed%2 == 0 { // what is old is compared in another way than what is new
				time.Sleep(snapshot.Slack + 100*time.Millisecond)
			}
			l.compare("nothing", ".")
			l.compare("nothing", ".")
			if l.recalled == 0 {
				t.Error("nothing was recalled")
			}
			for range changes {
				what := l.mutate()
				for range 2 {
					l.compare(what, pick(l, commandLines[:3+l.random.IntN(len(commandLines)-3)]...)...)
				}
			}
		})
	}
}

// What a run with some paths found serves one with others.
func TestCacheOfOtherPaths(t *testing.T) {
	t.Parallel()
	l := &lived{t: t, dir: t.TempDir(), caches: t.TempDir()}
	l.must(os.CopyFS(l.dir, os.DirFS(filepath.FromSlash("../../../testdata/repos/signin"))))
	l.must(os.Mkdir(filepath.Join(l.dir, ".git"), 0o755))
	l.run("--verbose", "backend")
	for _, args := range [][]string{{"."}, {"frontend"}, {"--output-format", "sarif"}, {"frontend", "backend"}, {"--fail-on", "info"}} {
		before := l.recalled
		l.compare("nothing", args...)
		if l.recalled != before+1 {
			t.Errorf("%q is not recalled", args)
		}
	}
	for _, args := range [][]string{{"--ignore", "env-unused"}, {"--include-tests"}, {"--to", "eu-west-1"}, {"--isolated"}} {
		before := l.recalled
		l.compare("nothing", args...)
		if l.recalled != before {
			t.Errorf("%q is recalled from other runs", args)
		}
	}
}

// A folder that cannot be written to, or that others can write to, is none, and
// so is that of another build.
func TestNoCache(t *testing.T) {
	t.Parallel()
	files := map[string]string{"a.py": "import boto3\n"}
	want := run(t, files)
	for name, change := range map[string]func(e *Env, dir string){
		"a file":         func(e *Env, dir string) { e.CacheDir = filepath.Join(dir, "a.py") },
		"no folder":      func(e *Env, _ string) { e.CacheDir = "" },
		"no known build": func(e *Env, _ string) { e.Build = "" },
		"a shared folder": func(e *Env, dir string) {
			e.CacheDir = filepath.Join(dir, "shared")
			shared := filepath.Join(e.CacheDir, "regionlint")
			if err := os.MkdirAll(shared, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(shared, 0o777); err != nil {
				t.Fatal(err)
			}
		},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "a.py"), []byte(files["a.py"]), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{}, {}, {"--verbose"}} {
			var out, errout bytes.Buffer
			env := testEnv(dir, &out, &errout)
			env.Build, env.CacheDir = "test", t.TempDir()
			change(&env, dir)
			code := Run(t.Context(), args, env)
			if code != want.code || out.String() != want.out {
				t.Errorf("%s: %d %s, want %d %s", name, code, out.String(), want.code, want.out)
			}
			if told := strings.Contains(errout.String(), cacheLine+"none"); told != slices.Contains(args, "--verbose") {
				t.Errorf("%s: %q tells %q", name, args, errout.String())
			}
		}
	}
}

func TestCacheOfAnotherBuild(t *testing.T) {
	t.Parallel()
	dir, caches := t.TempDir(), t.TempDir()
	for _, test := range []struct {
		build    string
		recalled bool
	}{{"1", false}, {"1", true}, {"2", false}, {"2", true}, {"1", true}} {
		var out, errout bytes.Buffer
		env := testEnv(dir, &out, &errout)
		env.Build, env.CacheDir = test.build, caches
		Run(t.Context(), []string{"--verbose"}, env)
		if got := strings.Contains(errout.String(), "nothing has changed"); got != test.recalled {
			t.Errorf("build %s: recalled %v, want %v\n%s", test.build, got, test.recalled, errout.String())
		}
	}
}

// A file that does not matter may change, as long as it matters as little then.
func TestCacheOfWhatDoesNotMatter(t *testing.T) {
	t.Parallel()
	l := &lived{t: t, dir: t.TempDir(), caches: t.TempDir()}
	l.must(os.CopyFS(l.dir, os.DirFS(filepath.FromSlash("../../../testdata/repos/signin"))))
	l.must(os.Mkdir(filepath.Join(l.dir, ".git"), 0o755))
	plain, code := filepath.Join(l.dir, "frontend", "plain.ts"), filepath.Join(l.dir, "backend", "app", "config.py")
	more := filepath.Join(l.dir, "backend", "more.py") // which is code that no finding names
	text := "import boto3\n\ns3 = boto3.client('s3', region_name='ap-southeast-2')\n"
	l.write(plain, "export const a = 1\n")
	l.write(more, text)
	comment := "    # Everything runs in Malaysia.\n" // without it places are others, and the size is about the same
	l.compare("nothing", ".")
	for _, step := range []struct {
		path, text string
		recalled   bool
	}{
		{plain, "export const a = 2\n", true},
		{plain, "export function b() { return 'more' }\n", true},
		{plain, "export const where = new S3Client({ region: 'eu-west-3' })\n", false},
		{plain, "export const where = new S3Client({ region: 'eu-west-2' })\n", false},
		{plain, "export const a = 2\n", false},
		{plain, "", true},
		{plain, "\x00", false},
		{code, l.read(code) + "# more\n", true},
		{code, strings.Replace(strings.Replace(l.read(code), comment, "", 1), "load_dotenv()\n", "load_dotenv()\n"+comment, 1), true},
		{code, strings.Replace(l.read(code), comment, "", 1), true},
		{code, strings.Replace(l.read(code), "os.getenv(", "os.getenv(\n", 1), false},
		{code, strings.ReplaceAll(l.read(code), "\"", "'"), false},
		{more, text + "# more\n", true},
		{more, "import boto3  # AWS\n\n\n" + strings.TrimPrefix(text, "import boto3\n\n"), true},
		{more, text + "# regionlint: ignore-file\n", false},
		{more, text + "# regionlint: ignore-file\n\n", false},
		{more, text, false},
		{more, strings.ReplaceAll(text, "s3", "s4"), false},
		{more, "import boto3\n\nsqs = boto3.client('sqs')\n", false},
		{more, "import boto3\n\n\nsqs = boto3.client('sqs')\n", true},
		{more, "print()\n", false},
	} {
		l.write(step.path, step.text)
		before := l.recalled
		l.compare(step.text, step.path)
		if got := l.recalled > before; got != step.recalled {
			t.Errorf("%q: recalled %v, want %v", step.text, got, step.recalled)
		}
	}
}

// TestCacheOfTracked has git note things in its index: only which files it tracks
// counts.
func TestCacheOfTracked(t *testing.T) {
	t.Parallel()
	program, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not installed, and writes the index")
	}
	l := &lived{t: t, dir: t.TempDir(), caches: t.TempDir()}
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command(program, args...)
		cmd.Dir = l.dir
		cmd.Env = []string{"HOME=" + l.caches, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull, "PATH=" + os.Getenv("PATH")}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %s: %v\n%s", args, err, out)
		}
	}
	l.must(os.CopyFS(l.dir, os.DirFS(filepath.FromSlash("../../../testdata/repos/signin"))))
	l.must(os.Mkdir(filepath.Join(l.dir, "made"), 0o755))
	l.write(filepath.Join(l.dir, ".gitignore"), "made/\n")
	l.write(filepath.Join(l.dir, "frontend", "plain.ts"), "export const a = 1\n")
	l.write(filepath.Join(l.dir, "made", "client.ts"), "import { S3Client } from '@aws-sdk/client-s3'\nexport const s3 = new S3Client({ region: 'us-esat-1' })\n")
	git("init", "-q", ".")
	git("add", ".")
	l.compare("nothing", ".")
	for _, step := range []struct {
		args     []string
		recalled bool
	}{
		{[]string{"update-index", "--refresh"}, true},
		{[]string{"update-index", "--chmod=+x", "frontend/plain.ts"}, true},
		{[]string{"add", "--force", "made"}, false},
		{[]string{"update-index", "--chmod=-x", "frontend/plain.ts"}, true},
		{[]string{"rm", "--cached", "-q", "made/client.ts"}, false},
	} {
		git(step.args...)
		before := l.recalled
		l.compare(strings.Join(step.args, " "), ".")
		if got := l.recalled > before; got != step.recalled {
			t.Errorf("%q: recalled %v, want %v", step.args, got, step.recalled)
		}
	}
}
