package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// everyOutput is every command in every form of its output, and with every flag
// that says more.
var everyOutput = func() [][]string {
	var all [][]string
	for _, format := range []string{"text", "json", "sarif", "github", "gitlab", "rdjson", "junit", "checkstyle", "markdown"} {
		all = append(all, []string{"--output-format", format}, []string{"--include-tests", "--select", "aws,contradiction,environment,policy", "--output-format", format})
	}
	for _, format := range []string{"text", "json", "markdown", "mermaid"} {
		all = append(all, []string{"map", "--format", format}, []string{"map", "--include-tests", "--format", format})
	}
	for _, format := range []string{"text", "json", "markdown"} {
		all = append(all, []string{"plan", "--format", format}, []string{"plan", "--to", "eu-north-1", "--format", format})
	}
	for _, target := range []string{"AWS_REGION", "BEDROCK_REGION", "DATABASE_URL", "app.py:9", "app.py:10", ".env:2"} {
		all = append(all, []string{"trace", target}, []string{"trace", target, "--format", "json"})
	}
	return append(all, []string{"--verbose", "--statistics"}, []string{"--verbose", "--color", "always"}, []string{"config"}, []string{"config", "--show", "app.py"},
		[]string{"rules"}, []string{"--to", "eu-north-1"}, []string{"--write-baseline", filepath.Join("..", "baseline.json")},
		[]string{"--fix"}, []string{"--fix", "--unsafe-fixes", "--verbose"})
}()

// hostileWords mean something to a terminal, a runner of jobs, Markdown or HTML.
var hostileWords = []string{
	"\x1b[2J\x1b]0;title\a", "a\nb", "\r::error::forged", "::stop-commands::x", "##[error]forged", "##vso[task.setvariable]x", "##teamcity[x]", "\u202egpj",
	"\u2066x\u2069", "<script>alert(1)</script>", "<!-- x", "[x](https:evil.example)", "![x](https:evil.example)", "`x`", "``` x", "| x | y |", "@everyone",
	"]]>", "&lt;", "$(x)", "${{ x }}", "%0A::error::forged", "\u0085x", "\u2028x", "\x00", "\x7f", "\u200bx", "\ufeffx", "::", "  ::warning::forged",
}

// hostile writes a tree whose names, values and words are hostile.
func hostile(t *testing.T, dir string, random *rand.Rand) {
	t.Helper()
	word := func() string { return hostileWords[random.IntN(len(hostileWords))] }
	name := func() string { return strings.NewReplacer("/", "_", "\x00", "_").Replace(word()) }
	inString := func(s string) string {
		return strings.NewReplacer("\\", "\\\\", "\n", "\\n", "\r", "\\r", "\"", "\\\"", "\x00", "\\0").Replace(s)
	}
	put(t, filepath.Join(dir, ".git", "HEAD"), "")
	put(t, filepath.Join(dir, "package.json"), "{}")
	folder := name()
	for i := range 6 {
		file := fmt.Sprintf("%s%d.py", name(), i)
		if i%2 == 1 {
			file = filepath.Join(folder, file)
		}
		put(t, filepath.Join(dir, file), fmt.Sprintf(`import os, boto3
# %[1]s us-east-1 %[2]s
a = boto3.client("s3", region_name="us-esat-1")  # %[1]s
b = boto3.client("%[3]s", region_name=os.environ["%[4]s"])
c = boto3.client("sqs", region_name=os.getenv("%[4]s REGION", "eu-west-1"))
d = boto3.resource("dynamodb", region_name="eu-west-1").Table("%[3]s")
e = boto3.client("cognito-idp", region_name="eu-west-2").describe_user_pool(UserPoolId="us-east-1_%[5]s")
f = "https://sqs.us-west-2.amazonaws.com/123456789012/%[3]s"
`, strings.NewReplacer("\n", " ", "\r", " ", "\x00", " ").Replace(word()), strings.NewReplacer("\n", " ", "\r", " ", "\x00", " ").Replace(word()), inString(word()), inString(word()), inString(word())))
	}
	put(t, filepath.Join(dir, folder, ".env"), "AWS_REGION=us-east-1\nX_REGION='"+word()+" eu-west-1'\nexport "+word()+"=us-west-2\n")
	put(t, filepath.Join(dir, "app.py"), strings.Repeat("\n", 8)+"import os, boto3\nx = boto3.client('s3', region_name=os.getenv('AWS_REGION', 'eu-west-1'))\n")
	put(t, filepath.Join(dir, ".env"), "AWS_REGION=us-east-1\nAWS_REGION=eu-west-1\n")
	must2(t, os.Symlink("/etc/passwd", filepath.Join(dir, name()+".py")))
	must2(t, os.Symlink("self"+name(), filepath.Join(dir, "self"+name())))
}

func must2(t *testing.T, err error) {
	t.Helper()
	if err != nil && !os.IsExist(err) {
		t.Fatal(err)
	}
}

// ours are the workflow commands that the format for GitHub prints itself.
var ours = regexp.MustCompile(`^::(error|warning|notice) (file=[^:,\r\n]*,)?(line=\d+,)?(endLine=\d+,)?(col=\d+,)?(endColumn=\d+,)?title=regionlint[^:,\r\n]*::`)

// TestHostileOutput runs every command over hostile trees. What they spell is
// nowhere an order.
func TestHostileOutput(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such names")
	}
	printed := 0
	for seed := range often(1) {
		random := rand.New(rand.NewPCG(uint64(seed), 7))
		template := filepath.Join(t.TempDir(), "root")
		hostile(t, template, random)
		for _, args := range everyOutput {
			r := finish(t, start(t, template, args...))
			if r.code < 0 || r.code > 2 {
				t.Fatalf("%q: exit code %d: %s", args, r.code, r.errout)
			}
			printed += strings.Count(r.out, "\n") + strings.Count(r.errout, "\n")
			for stream, text := range map[string]string{"output": r.out, "error": r.errout} {
				fence := "" // of the block of code that a line of Markdown is in
				for line := range strings.Lines(text) {
					line = strings.TrimSuffix(line, "\n")
					why := steers(line, args, stream)
					switch mark := regexp.MustCompile("^```+").FindString(line); {
					case fence == "" && mark != "":
						fence = mark
					case fence != "" && line == fence:
						fence = ""
					case fence == "" && stream == "output" && args[len(args)-1] == "markdown" && why == "":
						why = marksUp(line)
					}
					if why != "" {
						t.Errorf("seed %d, %q: standard %s has %s: %q", seed, args, stream, why, line)
					}
				}
			}
		}
	}
	t.Logf("%d lines", printed)
}

// steers says what a line of output would make somebody do, or nothing.
func steers(line string, args []string, stream string) string {
	if slices.Contains(args, "always") {
		line = regexp.MustCompile(`\x1b\[[0-9;]*m`).ReplaceAllString(line, "")
	}
	format := args[len(args)-1]
	for _, r := range line {
		switch {
		case r == utf8.RuneError, !unicode.IsGraphic(r) && r != '\u200c' && r != '\u200d' && r != '\t':
			return fmt.Sprintf("the character %U", r)
		}
	}
	if !utf8.ValidString(line) {
		return "bytes that are no UTF-8"
	}
	if command, ok := strings.CutPrefix(strings.TrimSpace(line), "::"); ok {
		name, _, _ := strings.Cut(strings.SplitN(command, "::", 2)[0], " ")
		// An arrow of three colons is the start of none.
		if !strings.HasPrefix(name, ":") && strings.Contains(command, "::") && (format != "github" || stream != "output" || !ours.MatchString(line)) {
			return "a workflow command"
		}
	}
	if regexp.MustCompile(`##[A-Za-z]*\[`).MatchString(line) && (format != "github" || !ours.MatchString(line)) {
		return "a command to a runner"
	}
	return ""
}

// marksUp says what of a line of Markdown is neither text nor ours.
func marksUp(line string) string {
	text := withoutCode(line)
	text = strings.ReplaceAll(text, "<br>", "")
	text = regexp.MustCompile(`\[[a-z-]*\]\(https://github\.com/regionlint/regionlint/[a-z/-]*\.md\)`).ReplaceAllString(text, "")
	text = regexp.MustCompile(`\\[!-/:-@\[-`+"`"+`{-~]`).ReplaceAllString(text, "")
	switch {
	case strings.ContainsAny(text, "<"):
		return "HTML"
	case strings.Contains(text, "]("):
		return "a link"
	case strings.Contains(text, "@"):
		return "a mention"
	}
	return ""
}

// withoutCode removes the code spans of a line: between runs of backticks that are
// equally long, where no backslash stands before the first.
func withoutCode(line string) string {
	var b strings.Builder
	for at := 0; at < len(line); {
		if line[at] == '\\' && at+1 < len(line) {
			b.WriteString(line[at : at+2])
			at += 2
			continue
		}
		n := 0
		for at+n < len(line) && line[at+n] == '`' {
			n++
		}
		if n == 0 {
			b.WriteByte(line[at])
			at++
			continue
		}
		end := -1
		for i := at + n; i < len(line); {
			m := 0
			for i+m < len(line) && line[i+m] == '`' {
				m++
			}
			if m == n {
				end = i + m
				break
			}
			i += max(1, m)
		}
		if end < 0 {
			b.WriteString(line[at : at+n])
			end = at + n
		}
		at = end
	}
	return b.String()
}
