package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/regionlint/regionlint/lint/config"
	"github.com/regionlint/regionlint/lint/discover"
)

// hook is one of .pre-commit-hooks.yaml, as far as it is looked at here.
type hook struct {
	ID            string
	Files         string
	Exclude       string
	Entry         string
	RequireSerial bool `yaml:"require_serial"`
}

func hooks(t *testing.T) []hook {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", ".pre-commit-hooks.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var hooks []hook
	if err := yaml.Unmarshal(text, &hooks); err != nil {
		t.Fatal(err)
	}
	return hooks
}

// TestHookNames holds the names that pre-commit passes against those that are
// read: every name made of the words below, and some more.
func TestHookNames(t *testing.T) {
	t.Parallel()
	names := []string{
		"a.py", "a.pyw", "a.pyi", "a.PY", ".py", "a.ts", "a.mts", "a.cts", "a.tsx", "a.js", "a.jsx", "a.mjs", "a.cjs", "a.d.ts", "a.d.mts",
		"a.d.cts", "a.min.js", "a.min.mjs", "a.min.cjs", "a.bundle.js", "a.bundle.mjs", "a.min.ts", "d.ts", "min.js", "py", "a.py.txt", "a.json",
		"with space.py", "with space.env", "ü.py", "env.py", "environment", "environment.ts", ".envrc", ".environment", "venv", "prod.env",
		".prod.env", "PROD.ENV", ".Env.Local", "..env", "env", "a.env~", "a#.env", "#.env#", ".flaskenv", ".flaskenv.local", "flaskenv", ".env.a.b.c",
		".regionlint.yml", "regionlint.yaml", "Dockerfile", "package.json", "docker-compose.yml", "README.md",
	}
	words := []string{
		"", "env", "ENV", "dotenv", "flaskenv", "example", "sample", "dist", "defaults", "schema", "local", "prod", "testing", "web", "bak",
		"json5", "yaml", "yml", "gpg", "swp", "tmp", "temp", "log", "ts", "py", "js",
	}
	endings := strings.FieldsSeq("ts tsx mts cts js jsx mjs cjs py rb php go rs java cs ex exs json json5 yml yaml toml xml ini md mdx txt rst html sh bash " +
		"ps1 fish j2 jinja jinja2 erb ejs hbs mustache gotmpl zip gz tgz enc encrypted gpg asc age sops vault keys lock sha256 bak bkp backup old orig " +
		"rej save swp swo swn tmp temp log example examples template tmpl tpl default dev development test stage staging production web a")
	for ending := range endings {
		names = append(names, "a."+ending, ".env."+ending, "env.local."+ending, "env_"+ending, "dotenv."+ending, ".x.env."+ending, "."+ending+".env")
	}
	for _, start := range []string{"", "."} {
		for _, first := range append(words, "env-local", "env_example", "ENV-Prod", "env-", "env-web", "dotenv-local") {
			for _, second := range words {
				names = append(names, start+first+"."+second, start+first+second)
				for _, third := range words {
					names = append(names, start+first+"."+second+"."+third)
				}
			}
		}
	}
	names = slices.DeleteFunc(names, func(name string) bool { return filepath.Clean(name) != name || name == "." || name == ".." })
	for _, hook := range hooks(t) {
		files, exclude := regexp.MustCompile(hook.Files), regexp.MustCompile(hook.Exclude)
		passed := 0
		for _, name := range names {
			for _, folder := range []string{"", "apps/.env.d/"} {
				path := folder + name
				_, want := discover.Describe(path)
				got := files.MatchString(path) && !exclude.MatchString(path)
				if got != want {
					t.Errorf("%s: %q is passed: %t, is read: %t", hook.ID, path, got, want)
				}
				if got {
					passed++
				}
			}
		}
		if passed < 1000 {
			t.Errorf("%s: only %d names of %d are passed", hook.ID, passed, len(names))
		}
		if path := "apps/" + config.Name; !files.MatchString(path) || exclude.MatchString(path) {
			t.Errorf("%s: %s is not passed", hook.ID, path)
		}
	}
}

// TestHooks is about what keeps two processes from fixing the same file.
func TestHooks(t *testing.T) {
	t.Parallel()
	var ids []string
	for _, hook := range hooks(t) {
		ids = append(ids, hook.ID)
		if !hook.RequireSerial {
			t.Errorf("%s may run several times at once", hook.ID)
		}
	}
	if want := []string{"regionlint", "regionlint-fix"}; !slices.Equal(ids, want) {
		t.Errorf("hooks %q, want %q", ids, want)
	}
}
