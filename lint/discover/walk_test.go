package discover

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/regionlint/regionlint/lint/source"
)

// tree makes a file system of text files. A name that ends in a slash is an
// empty folder, and a text that begins with "-> " a link.
func tree(files map[string]string) fstest.MapFS {
	fsys := make(fstest.MapFS)
	for name, text := range files {
		file := &fstest.MapFile{Data: []byte(text), Mode: 0o644}
		if folder, ok := strings.CutSuffix(name, "/"); ok {
			name, file.Mode = folder, fs.ModeDir|0o755
		}
		if target, ok := strings.CutPrefix(text, "-> "); ok {
			file.Data, file.Mode = []byte(target), fs.ModeSymlink|0o777
		}
		fsys[name] = file
	}
	return fsys
}

func names(files ...string) map[string]string {
	all := make(map[string]string)
	for _, name := range files {
		all[name] = ""
	}
	return all
}

func walk(t *testing.T, fsys fs.FS, opts Options) Result {
	t.Helper()
	result, err := Walk(t.Context(), fsys, opts)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func paths(candidates []Candidate) []string {
	var list []string
	for _, c := range candidates {
		list = append(list, c.Path)
	}
	return list
}

func reasons(skipped []Skip) []string {
	var list []string
	for _, s := range skipped {
		list = append(list, s.Path+": "+s.Reason)
	}
	return list
}

func equal(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

func TestWalkCandidates(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		files map[string]string
		opts  Options
		want  []string
	}{
		{
			"code by its extension",
			names("a.py", "b.pyw", "c.ts", "d.mts", "e.cts", "f.tsx", "g.js", "h.jsx", "i.mjs", "j.cjs",
				"k.pyi", "l.pyc", "m.md", "n.min.js", "o.bundle.js", "p.d.ts", "py", "q.PY.txt", "r.d.mts"),
			Options{},
			[]string{"a.py", "b.pyw", "c.ts", "d.mts", "e.cts", "f.tsx", "g.js", "h.jsx", "i.mjs", "j.cjs"},
		},
		{
			"hidden folders are walked",
			names(".github/a.py", ".config/x/b.ts", ".env/c.env"),
			Options{},
			[]string{".config/x/b.ts", ".env/c.env", ".github/a.py"},
		},
		{
			"installed and built code is not",
			names("a.py", "node_modules/a.js", "x/node_modules/.env", ".venv/a.py", "vendor/a.py", "dist/a.js", "build/a.js",
				".next/a.js", "web/.svelte-kit/a.js", ".mastra/output/a.mjs", ".history/a_2024.js", "cdk.out/a.js", ".git/a.py", "__pycache__/a.py", "x.egg-info/a.py", "target/a.py",
				"x/site-packages/a.py", "builder/a.py", "buildings.py"),
			Options{},
			[]string{"a.py", "builder/a.py", "buildings.py"},
		},
		{
			"a virtual environment is known by its mark",
			names("env/a.py", "other/pyvenv.cfg", "other/lib/a.py"),
			Options{},
			[]string{"env/a.py"},
		},
		{
			"out is a build only in a Next.js application",
			map[string]string{
				"web/package.json": `{"dependencies": {"next": "15"}}`, "web/out/a.js": "",
				"cli/package.json": `{"dependencies": {}}`, "cli/out/a.js": "", "out/a.js": "",
			},
			Options{},
			[]string{"cli/out/a.js", "out/a.js"},
		},
		{
			"what git ignores is left out, but for dotenv files in folders it does not ignore",
			map[string]string{
				".gitignore": ".env*\n*.gen.ts\n/secret/\n", ".env": "", "a/.env.local": "", "a/x.gen.ts": "", "a/x.ts": "",
				"secret/.env": "", "a/secret/.env": "", "b/.gitignore": "*\n!x.py\n", "b/x.py": "", "b/y.py": "", "b/.env": "", "b/c/.env": "",
			},
			Options{},
			[]string{".env", "a/.env.local", "a/secret/.env", "a/x.ts", "b/.env", "b/x.py"},
		},
		{
			"ignore files outside of the tree are the weakest",
			map[string]string{
				".git/info/exclude": "b.py\n!a.py\n", ".gitignore": "!b.py\n",
				"a.py": "", "b.py": "", "c.py": "", "d/c.py": "", "e/f.py": "",
			},
			Options{Ignores: []IgnoreFile{{Text: []byte("a.py\n")}, {Text: []byte("/svc/c.py\n/svc/e/\n/e\n"), Prefix: "svc"}}},
			[]string{"a.py", "b.py", "d/c.py"},
		},
		{
			"a repository inside has ignore files of its own",
			map[string]string{
				".gitignore": "a.py\n", "a.py": "", "sub/.git/info/exclude": "/b.py\n", "sub/a.py": "", "sub/b.py": "", "sub/x/b.py": "",
				"module/.git": "gitdir: ../.git/modules/module", "module/a.py": "", "module/c.py": "",
			},
			Options{Ignores: []IgnoreFile{{Text: []byte("c.py\n")}}},
			[]string{"module/a.py", "sub/a.py", "sub/x/b.py"},
		},
		{
			"what the user excludes is gone, dotenv files too",
			names("a/.env", "a/b.py", "b/.env", "b/c.py", "b/c/d.py", "d.py"),
			Options{Exclude: []string{"a/**", "b/**", "!b/c.py", "b/c"}},
			[]string{"b/c.py", "d.py"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			equal(t, "candidates", paths(walk(t, tree(tt.files), tt.opts).Candidates), tt.want)
		})
	}
}

func TestWalkFields(t *testing.T) {
	t.Parallel()
	result := walk(t, tree(map[string]string{
		".gitignore":         ".env\n*.local.json\n",
		".env":               "A=1\n",
		"a.py":               "x",
		"b.ts":               "",
		"c.js":               "",
		"tests/d.tsx":        "",
		"compose.yaml":       "",
		"package.json":       "",
		"package-lock.json":  "",
		"x.local.json":       "",
		"Dockerfile":         "",
		"Dockerfile.dev":     "",
		"app/pyproject.toml": "",
		"app/setup.py":       "",
		"tsconfig.app.json":  "",
		"infra/main.tf":      "",
		"big.json":           strings.Repeat("x", maxOther+1),
		"big.py":             strings.Repeat("x", MaxSize),
		"huge.py":            strings.Repeat("x", MaxSize+1),
		"huge.yaml":          strings.Repeat("x", MaxSize+1),

		"big/compose.yaml":           strings.Repeat("x", maxOther+1),
		".github/workflows/huge.yml": strings.Repeat("x", MaxSize+1),
		".github/workflows/a.py":     strings.Repeat("x", maxOther+1),
	}), Options{})
	want := []Candidate{
		{Path: ".env", Lang: source.Dotenv, Size: 4, Ignored: true},
		{Path: ".github/workflows/a.py", Lang: source.Python, Size: maxOther + 1},
		{Path: "a.py", Lang: source.Python, Size: 1},
		{Path: "app/setup.py", Lang: source.Python},
		{Path: "b.ts", Lang: source.TypeScript},
		{Path: "big.py", Lang: source.Python, Size: MaxSize},
		{Path: "c.js", Lang: source.TypeScript, TSX: true},
		{Path: "tests/d.tsx", Lang: source.TypeScript, TSX: true, Test: true},
	}
	if !reflect.DeepEqual(result.Candidates, want) {
		t.Errorf("candidates:\n got %+v\nwant %+v", result.Candidates, want)
	}
	equal(t, "manifests", result.Manifests, []string{
		"Dockerfile", "Dockerfile.dev", "app/pyproject.toml", "app/setup.py", "package.json", "tsconfig.app.json",
	})
	equal(t, "others", result.Others, []string{
		"Dockerfile", "Dockerfile.dev", "app/pyproject.toml", "compose.yaml", "infra/main.tf", "package.json", "tsconfig.app.json",
	})
	equal(t, "skipped", reasons(result.Skipped), []string{
		".github/workflows/huge.yml: larger than 1 MiB", "big/compose.yaml: larger than 256 KiB", "huge.py: larger than 1 MiB",
	})
}

// TestWalkNamed names paths that are left out.
func TestWalkNamed(t *testing.T) {
	t.Parallel()
	files := tree(map[string]string{
		".gitignore": "ignored\nglob/*\n", "kept.py": "",
		"out/a.py": "", "out/b.py": "", "out/deep/c.py": "", "under/a.py": "", "under/b.py": "",
		"ignored/a.py": "", "ignored/b.py": "", "ignored/deep/c.py": "", "glob/a.py": "", "glob/b.py": "",
		"node_modules/m/a.py": "", "node_modules/m/node_modules/b.py": "",
	})
	for named, want := range map[string]string{
		"":                        "kept.py",
		"kept.py":                 "kept.py",
		"out/b.py":                "kept.py out/b.py",
		"out":                     "kept.py out/a.py out/b.py out/deep/c.py",
		"out/deep":                "kept.py out/deep/c.py",
		"under":                   "kept.py under/a.py under/b.py",
		"under/a.py":              "kept.py under/a.py",
		"ignored":                 "ignored/a.py ignored/b.py ignored/deep/c.py kept.py",
		"ignored/deep/c.py":       "ignored/deep/c.py kept.py",
		"glob":                    "kept.py",
		"glob/a.py out/deep/c.py": "glob/a.py kept.py out/deep/c.py",
		"node_modules/m":          "kept.py node_modules/m/a.py",
		"none.py":                 "kept.py",
	} {
		result := walk(t, files, Options{Exclude: []string{"out", "under/**"}, Named: strings.Fields(named)})
		if got := strings.Join(paths(result.Candidates), " "); got != want {
			t.Errorf("%q: got %s, want %s", named, got, want)
		}
	}
}

func TestWalkBundles(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		files map[string]string
		want  []string
		skips []string
	}{
		{
			"packages with their metadata, and the project's copies among them",
			names("lambda/package/boto3-1.34.0.dist-info/RECORD", "lambda/package/app.py", "lambda/app.py"),
			[]string{"lambda/app.py"},
			[]string{"lambda/package: unpacked packages"},
		},
		{
			"the SDK without metadata",
			names("deploy/botocore/__init__.py", "deploy/botocore/data/endpoints.json", "deploy/main.py", "main.py"),
			[]string{"main.py"},
			[]string{"deploy: unpacked packages"},
		},
		{
			"a folder that is only named like the SDK",
			names("patches/botocore/__init__.py", "patches/boto3/a.py", "x/boto3.py"),
			[]string{"patches/boto3/a.py", "patches/botocore/__init__.py", "x/boto3.py"},
			nil,
		},
		{
			"the SDK's own repository, as the root and inside of it",
			names("botocore/__init__.py", "botocore/data/endpoints.json", "setup.py",
				"libs/boto3/setup.cfg", "libs/boto3/boto3/__init__.py", "libs/boto3/boto3/data/x.json"),
			[]string{"botocore/__init__.py", "libs/boto3/boto3/__init__.py", "setup.py"},
			nil,
		},
		{
			"a project with the metadata of its own installation",
			names("svc/pyproject.toml", "svc/svc-1.0.dist-info/METADATA", "svc/app.py"),
			[]string{"svc/app.py"},
			nil,
		},
		{
			"a bundle that holds a manifest",
			names("svc/setup.py", "svc/a-1.dist-info/METADATA", "svc/b-1.dist-info/METADATA", "svc/app.py"),
			nil,
			[]string{"svc: unpacked packages"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			result := walk(t, tree(tt.files), Options{})
			equal(t, "candidates", paths(result.Candidates), tt.want)
			equal(t, "skipped", reasons(result.Skipped), tt.skips)
		})
	}
}

func TestWalkLinks(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	outside := t.TempDir()
	write(t, outside, "x.py", "")
	write(t, root, "a/x.py", "")
	write(t, root, ".env", "")
	for name, target := range map[string]string{
		"a/loop":             "..",
		"a/self":             "self",
		"b.py":               "a/x.py",
		"c":                  "a",
		"d.py":               "c/../b.py",
		"web/.env":           "../.env",
		"gone.py":            "nowhere.py",
		"out.py":             filepath.Join(outside, "x.py"),
		"up.py":              "../x.py",
		"node_modules":       outside,
		"web/node_modules/m": "../../../..",
	} {
		full := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(filepath.FromSlash(target), full); err != nil {
			t.Skip("the system makes no links:", err)
		}
	}
	inRoot, err := os.OpenRoot(root)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = inRoot.Close() })
	for name, fsys := range map[string]fs.FS{"DirFS": os.DirFS(root), "Root": inRoot.FS()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := walk(t, fsys, Options{})
			equal(t, "candidates", paths(result.Candidates), []string{".env", "a/x.py"})
			want := []Link{{"a/loop", "."}, {"b.py", "a/x.py"}, {"c", "a"}, {"d.py", "a/x.py"}, {"web/.env", ".env"}}
			if !slices.Equal(result.Links, want) {
				t.Errorf("links:\n got %v\nwant %v", result.Links, want)
			}
			equal(t, "skipped", reasons(result.Skipped), []string{
				"a/self: loop of links", "gone.py: broken link", "out.py: link out of the root", "up.py: link out of the root",
			})
		})
	}
}

func write(t testing.TB, root, name, text string) {
	t.Helper()
	full := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// failing is a file system with one folder and one file that cannot be read.
type failing struct{ fs.FS }

var errBroken = errors.New("the disk is broken")

func (f failing) Open(name string) (fs.File, error) {
	if name == "bad" || name == "a/.gitignore" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errBroken}
	}
	return f.FS.Open(name)
}

func TestWalkGoesOnAfterErrors(t *testing.T) {
	t.Parallel()
	result := walk(t, failing{tree(names("bad/a.py", "a/.gitignore", "a/b.py", "c.py"))}, Options{})
	equal(t, "candidates", paths(result.Candidates), []string{"a/b.py", "c.py"})
	equal(t, "skipped", reasons(result.Skipped), []string{"a/.gitignore: the disk is broken", "bad: the disk is broken"})
	for _, s := range result.Skipped {
		if !errors.Is(s.Err, errBroken) {
			t.Errorf("%s: error %v", s.Path, s.Err)
		}
	}
}

func TestWalkUnreadable(t *testing.T) {
	t.Parallel()
	if os.Geteuid() <= 0 {
		t.Skip("the superuser may read everything, and Windows has no modes")
	}
	root := t.TempDir()
	write(t, root, "a/x.py", "")
	write(t, root, "b.py", "")
	if err := os.Chmod(filepath.Join(root, "a"), 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(filepath.Join(root, "a"), 0o700) })
	result := walk(t, os.DirFS(root), Options{})
	equal(t, "candidates", paths(result.Candidates), []string{"b.py"})
	equal(t, "skipped", reasons(result.Skipped), []string{"a: permission denied"})
}

func TestWalkNames(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	// One character as one code point, and as two.
	files := []string{"Größe.py", "Gro\u0308ße.py", "README.py", "readme.py", "a b/日本.ts", "new\nline.py"}
	for _, name := range files {
		write(t, root, name, "")
	}
	bad := filepath.Join(root, "bad\xff.py")
	if os.WriteFile(bad, nil, 0o600) != nil || os.Mkdir(filepath.Join(root, "dir\xfe"), 0o700) != nil {
		t.Skip("the system takes UTF-8 only")
	}
	write(t, root, "bad\xff.md", "")
	result := walk(t, os.DirFS(root), Options{})
	equal(t, "candidates", paths(result.Candidates), sorted(files))
	equal(t, "skipped", reasons(result.Skipped), []string{
		`"bad\xff.py": name is not UTF-8`, `"dir\xfe": name is not UTF-8`,
	})
}

func TestWalkErrors(t *testing.T) {
	t.Parallel()
	if _, err := Walk(t.Context(), os.DirFS(filepath.Join(t.TempDir(), "none")), Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a root that is not there gives the error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Walk(ctx, tree(names("a.py")), Options{Workers: 3}); !errors.Is(err, context.Canceled) {
		t.Errorf("a walk that is cancelled gives the error %v", err)
	}
}

// wide writes or describes a tree of n packages with a few files each.
func wide(n int) map[string]string {
	files := map[string]string{".gitignore": "*.log\n.env\n/pkg1*/gen/\n"}
	for i := range n {
		for _, name := range []string{"a.py", "b.ts", "c.md", ".env", "gen/d.py", "src/lib/e.tsx", "src/lib/f.log", "package.json", ".gitignore"} {
			files[fmt.Sprintf("pkg%d/%s", i, name)] = "b.ts\n"
		}
	}
	return files
}

func TestWalkIsTheSameForAnyWorkers(t *testing.T) {
	t.Parallel()
	fsys := tree(wide(60))
	want := walk(t, fsys, Options{Workers: 1})
	if len(want.Candidates) != 60*3+49 {
		t.Fatalf("%d candidates", len(want.Candidates))
	}
	for range 5 {
		got := walk(t, fsys, Options{Workers: 8})
		if !reflect.DeepEqual(got, want) { //nolint:govet // errors of the same tree have the same text
			t.Fatal("eight workers find something else than one")
		}
	}
}

func BenchmarkWalk(b *testing.B) {
	root := b.TempDir()
	files := wide(300)
	for name, text := range files {
		write(b, root, name, text)
	}
	for _, workers := range []int{1, 2, 8} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			for b.Loop() {
				if _, err := Walk(b.Context(), os.DirFS(root), Options{Workers: workers}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(files))*float64(b.N)/b.Elapsed().Seconds(), "files/s")
		})
	}
}
