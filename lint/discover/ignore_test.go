package discover

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A layout is the ignore files of a tree, by the folder that they are in.
type layout map[string]string

// ignores is what a walk does: the folders on the way to a file are asked one
// after the other, and what is in an ignored one is ignored.
func (l layout) ignores(name string) bool {
	var s *scope
	for folder := "."; ; {
		if text, ok := l[folder]; ok {
			s = s.with(folder, ParsePatterns([]byte(text)))
		}
		next, last := nextElement(folder, name)
		if s.ignores(next, !last) {
			return true
		}
		if last {
			return false
		}
		folder = next
	}
}

// nextElement returns the entry of folder that name is, or lies in.
func nextElement(folder, name string) (next string, last bool) {
	rest := name
	if folder != "." {
		rest = name[len(folder)+1:]
	}
	element, _, more := strings.Cut(rest, "/")
	return path.Join(folder, element), !more
}

func TestIgnores(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		files   layout
		ignored []string
		kept    []string
	}{
		{
			"a name without a slash is matched at any depth",
			layout{".": "build\n*.log\n"},
			[]string{"build", "a/build", "build/a/b", "x.log", "a/x.log"},
			[]string{"builds", "a/rebuild", "x.logs"},
		},
		{
			"a slash in front or inside anchors",
			layout{".": "/a\nb/c\n"},
			[]string{"a", "a/x", "b/c"},
			[]string{"b/a", "x/b/c"},
		},
		{
			"a slash at the end asks for a folder",
			layout{".": "a/\n"},
			[]string{"a/x", "b/a/x"},
			[]string{"a", "b/a"},
		},
		{
			"the last line wins, but not inside an ignored folder",
			layout{".": "*.env\n!keep.env\nsecret/\n!secret/keep.env\n"},
			[]string{"a.env", "secret/keep.env"},
			[]string{"keep.env", "a/keep.env"},
		},
		{
			"a nearer file wins",
			layout{".": "*.env\n", "a": "!*.env\n", "a/b": "x.env\n/c\n"},
			[]string{"x.env", "a/b/x.env", "a/b/c"},
			[]string{"a/x.env", "a/b/y.env", "a/c", "a/b/d/c"},
		},
		{
			"a folder is included again, and what is in it asked again",
			layout{".": "a/**/*\n!a/b\n"},
			[]string{"a/b/c"},
			[]string{"a/b"},
		},
		{
			"two stars",
			layout{".": "**/a/b\nc/**\nd/**/e\n"},
			[]string{"a/b", "x/y/a/b", "c/x", "c/x/y", "d/e", "d/x/e", "d/x/y/e"},
			[]string{"c", "xd/e", "b"},
		},
		{
			"quoted characters and spaces",
			layout{".": "\\#a\n\\!b\nc\\ \nd  \n\te\nf\\*\n#g\n"},
			[]string{"#a", "!b", "c ", "d", "\te", "f*"},
			[]string{"a", "b", "c", "e", "fx", "#g", "g", `c\`},
		},
		{
			"a byte-order mark, line endings and no last one",
			layout{".": "\ufeffa\r\nb \r\nc"},
			[]string{"a", "b", "c"},
			[]string{"a\r"},
		},
		{
			"brackets",
			layout{".": "[a-c]1\n[!a]2\n[]x]3\n[[:digit:]]4\n[\n[[:none:]]\n"},
			[]string{"a1", "c1", "b2", "]3", "x3", "04"},
			[]string{"d1", "a2", "a3", "a4", "["},
		},
		{
			"patterns that match nothing",
			layout{".": "\n/\n//\n!\na//\nb\\\n \n"},
			nil,
			[]string{"a", "b", `b\`, "a/b", " "},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, name := range tt.ignored {
				if !tt.files.ignores(name) {
					t.Errorf("%q is kept", name)
				}
			}
			for _, name := range tt.kept {
				if tt.files.ignores(name) {
					t.Errorf("%q is ignored", name)
				}
			}
			if got := gitIgnores(t, tt.files, slices.Concat(tt.ignored, tt.kept)); !slices.Equal(got, sorted(tt.ignored)) {
				t.Errorf("the table is wrong: git ignores %q", got)
			}
		})
	}
}

func TestPatternsMatch(t *testing.T) {
	t.Parallel()
	patterns := ParsePatterns([]byte("infra/legacy/**\nscripts/\n!scripts/keep.py\n*.gen.ts\n!b.gen.ts\n"))
	tests := []struct {
		name string
		dir  bool
		want bool
	}{
		{"infra/legacy/a/b.py", false, true},
		{"infra/legacy", true, false},
		{"scripts", true, true},
		{"scripts", false, false},
		{"scripts/keep.py", false, true}, // in a folder that is matched
		{"a/a.gen.ts", false, true},
		{"a/b.gen.ts", false, false},
	}
	for _, tt := range tests {
		if got := patterns.Match(tt.name, tt.dir); got != tt.want {
			t.Errorf("Match(%q, %t) = %t", tt.name, tt.dir, got)
		}
	}
}

// TestIgnoresAsGit holds generated ignore files against git. Every case is a
// folder of one repository, so that git is asked once.
func TestIgnoresAsGit(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	const cases = 1500
	all := make(layout)
	var paths []string
	for i := range cases {
		root := fmt.Sprintf("case%d", i)
		all[root] = randomIgnores(random)
		if random.IntN(2) == 0 {
			all[root+"/"+randomElement(random)] = randomIgnores(random)
		}
		for range 24 {
			paths = append(paths, root+"/"+randomPath(random))
		}
	}
	paths = slices.Compact(sorted(paths))
	paths = slices.DeleteFunc(paths, func(name string) bool {
		_, folder := all[name] // a folder on disk is no file to ask for
		return folder
	})
	git := gitIgnores(t, all, paths)
	if len(git) < len(paths)/20 || len(git) > len(paths)*19/20 {
		t.Fatalf("git ignores %d of %d paths: the cases do not tell", len(git), len(paths))
	}
	for _, name := range paths {
		_, want := slices.BinarySearch(git, name)
		if got := all.ignores(name); got != want {
			root, _, _ := strings.Cut(name, "/")
			t.Errorf("%q: ignored is %t, git says %t\n%s", name, got, want, all.below(root))
		}
	}
}

// below shows the ignore files of a case.
func (l layout) below(root string) string {
	var b strings.Builder
	for _, folder := range slices.Sorted(maps.Keys(l)) {
		if folder == root || strings.HasPrefix(folder, root+"/") {
			fmt.Fprintf(&b, "%s: %q\n", folder, l[folder])
		}
	}
	return b.String()
}

// gitIgnores returns those of the paths that git ignores, sorted.
func gitIgnores(t *testing.T, files layout, paths []string) []string {
	t.Helper()
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not installed, and there is nothing else to compare with")
	}
	root := t.TempDir()
	for folder, text := range files {
		dir := filepath.Join(root, filepath.FromSlash(folder))
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, ".gitignore"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(stdin string, args ...string) []byte {
		t.Helper()
		cmd := exec.Command(git, args...)
		cmd.Dir = root
		cmd.Stdin = strings.NewReader(stdin)
		cmd.Env = []string{"HOME=" + root, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull, "PATH=" + os.Getenv("PATH")}
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil && cmd.ProcessState.ExitCode() != 1 { // 1 says that none is ignored
			t.Fatalf("git %s: %v\n%s", args, err, &stderr)
		}
		return out
	}
	run("", "init", "-q", ".")
	run("", "config", "core.ignorecase", "false")
	out := run(strings.Join(paths, "\x00"), "check-ignore", "--no-index", "-z", "--stdin")
	return splitNUL(string(out))
}

// splitNUL takes apart what git prints with -z, and sorts it.
func splitNUL(out string) []string {
	return sorted(strings.FieldsFunc(out, func(r rune) bool { return r == 0 }))
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

var elements = []string{"a", "b", "ab", "ba", "aab", "abc", ".a", "a.b", "x", "é", "a b", "#a", "!a", "[a]", "a*", "-", "a ", "^"}

func pick(r *rand.Rand, list []string) string { return list[r.IntN(len(list))] }

func randomElement(r *rand.Rand) string { return pick(r, elements) }

func randomPath(r *rand.Rand) string {
	parts := make([]string, 1+r.IntN(4))
	for i := range parts {
		parts[i] = pick(r, elements)
		if r.IntN(3) > 0 {
			parts[i] = pick(r, elements[:5])
		}
	}
	return strings.Join(parts, "/")
}

// randomIgnores writes an ignore file of a few lines, most of which look like
// paths of [randomPath] with something replaced.
func randomIgnores(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(4) {
		if r.IntN(4) == 0 {
			b.WriteByte('!')
		}
		if r.IntN(3) == 0 {
			randomSoup(r, &b)
		} else {
			b.WriteString(randomPattern(r))
		}
		b.WriteString(pick(r, []string{"\n", "\n", "\n", "\r\n", " \n", "\\ \n", "/\n"}))
	}
	return b.String()
}

func randomPattern(r *rand.Rand) string {
	parts := strings.Split(randomPath(r), "/")
	for i := range parts {
		switch r.IntN(5) {
		case 0:
			parts[i] = pick(r, []string{"*", "**", "?", "***", "[a-b]", "[!a]*", "*b", "a*", "*a*", "**b", "a**"})
		case 1:
			parts[i] = strings.NewReplacer("*", `\*`, "[", `\[`, "#", `\#`, "!", `\!`).Replace(parts[i])
		}
	}
	return pick(r, []string{"", "", "", "/"}) + strings.Join(parts, "/")
}

func randomSoup(r *rand.Rand, b *strings.Builder) {
	pieces := []string{
		"a", "b", "a", "b", "/", "/", "*", "**", "?", "**/", "/**", "[ab]", "[!b]", "[^a]", "[a-", "]", "[", "[]a]", "[a-b-c]", "[\\]b]",
		"[[:alpha:]]", "[[:space:]a]", "[![:punct:]]", "[[:x:]]", "[:alpha:]", "[[:a]", "[[:]]", "\\", "\\a", "\\*", "\\/", " ", "é", "!", "#", "-", ".",
		"[b-a]", "[a-\\b]", "[--a]", "[a/]",
	}
	for range 1 + r.IntN(6) {
		b.WriteString(pick(r, pieces))
	}
}
