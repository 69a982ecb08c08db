package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// TestChoices holds what is completed against what commands say that they take.
func TestChoices(t *testing.T) {
	t.Parallel()
	checked := 0
	each(newRoot(Env{}), func(cmd *cobra.Command) {
		for flag, words := range choices(cmd) {
			if cmd.Flags().Lookup(flag) == nil {
				continue
			}
			checked++
			args := append(strings.Fields(strings.TrimPrefix(cmd.CommandPath(), "regionlint")), "--"+flag, "?")
			if cmd.Name() == "trace" {
				args = append(args, "a.py:1")
			}
			p := run(t, map[string]string{"a.py": "import boto3\n"}, args...)
			if want := "--" + flag + " takes " + strings.Join(words, ", ") + ", not"; !strings.Contains(p.errout, want) || p.code != 2 {
				t.Errorf("%v says %q, want %q", args, p.errout, want)
			}
		}
	})
	if checked < 10 {
		t.Errorf("only %d flags have choices", checked)
	}
}

func each(cmd *cobra.Command, f func(*cobra.Command)) {
	f(cmd)
	for _, inner := range cmd.Commands() {
		each(inner, f)
	}
}

func TestComplete(t *testing.T) {
	t.Parallel()
	tests := []struct{ typed, want, not string }{
		{"--fail-on|", "error warning info", "text"},
		{"--output-format|", "sarif markdown", "error"},
		{"--select|", "region-import aws policy", "text"},
		{"--ignore|aws,", "aws,boto-import aws,policy", "policy"},
		{"--to|", "eu-west-1 us-gov-west-1", "aws-global"},
		{"map|--format|", "mermaid", "sarif"},
		{"rules|", "boto-import", "policy"},
		{"in|", "init", "map"},
	}
	for _, tt := range tests {
		t.Run(tt.typed, func(t *testing.T) {
			t.Parallel()
			args := strings.Split(tt.typed, "|")
			if tt.typed == "in|" {
				args = args[:1]
			}
			p := run(t, nil, append([]string{cobra.ShellCompRequestCmd}, args...)...)
			var words []string
			for line := range strings.Lines(p.out) {
				word, _, _ := strings.Cut(strings.TrimSpace(line), "\t")
				words = append(words, word)
			}
			for want := range strings.FieldsSeq(tt.want) {
				if !slices.Contains(words, want) {
					t.Errorf("%s is not among %q", want, words)
				}
			}
			if slices.Contains(words, tt.not) {
				t.Errorf("%s is among %q", tt.not, words)
			}
		})
	}
}

// TestCompletionScripts has shells read the scripts that are meant for them.
func TestCompletionScripts(t *testing.T) {
	t.Parallel()
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		t.Run(shell, func(t *testing.T) {
			t.Parallel()
			p := run(t, nil, "completion", shell)
			if p.code != 0 || !strings.Contains(p.out, "regionlint") {
				t.Fatalf("exit code %d, %d bytes", p.code, len(p.out))
			}
			if _, err := exec.LookPath(shell); err != nil || shell == "powershell" {
				return
			}
			cmd := exec.Command(shell, "-n")
			cmd.Stdin = strings.NewReader(p.out)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// TestManual looks for every command and flag in the manual page, and has troff
// read it.
func TestManual(t *testing.T) {
	t.Parallel()
	p := run(t, nil, "man")
	if p.code != 0 {
		t.Fatalf("exit code %d", p.code)
	}
	page := p.out
	for _, cmd := range visibleCommands(newRoot(Env{})) {
		for _, text := range []string{".SS \"" + cmd.Name() + "\"\n", `\fB` + roff(cmd.CommandPath()) + `\fR`} {
			if !strings.Contains(page, text) {
				t.Errorf("the page lacks %q", text)
			}
		}
	}
	newRoot(Env{}).Flags().VisitAll(func(f *pflag.Flag) {
		if !strings.Contains(page, "\n\\fB"+roff("--"+f.Name)+`\fR`) {
			t.Errorf("the page lacks --%s", f.Name)
		}
	})
	if got, want := roff("a\\b -c\n.d\n'e.f"), "a\\eb \\-c\n\\&.d\n\\&'e.f"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, err := exec.LookPath("groff"); err != nil {
		return
	}
	cmd := exec.Command("groff", "-man", "-ww", "-Tascii", "-z")
	cmd.Stdin = strings.NewReader(page)
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("troff says %v %s", err, out)
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	for commit, want := range map[string]string{
		"":                           "regionlint 9\nAWS data of ",
		"0123456789ab of 2026-01-02": "regionlint 9\ncommit 0123456789ab of 2026-01-02\nAWS data of ",
	} {
		var stdout strings.Builder
		env := testEnv(t.TempDir(), &stdout, &stdout)
		env.Version, env.Commit = "9", commit
		Run(t.Context(), []string{"--version"}, env)
		if !strings.HasPrefix(stdout.String(), want) {
			t.Errorf("got %q, want %q", &stdout, want)
		}
	}
}

// TestDocumentedFlags looks for the flags that pages name.
func TestDocumentedFlags(t *testing.T) {
	t.Parallel()
	flags := make(map[string]bool)
	each(newRoot(Env{}), func(cmd *cobra.Command) {
		cmd.Flags().VisitAll(func(f *pflag.Flag) { flags["--"+f.Name] = true })
	})
	for _, name := range []string{"configuration.md", "adoption.md"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", name))
		if err != nil {
			t.Fatal(err)
		}
		named := regexp.MustCompile(`--[a-z][a-z-]+`).FindAllString(string(text), -1)
		if len(named) == 0 {
			t.Errorf("%s names no flag", name)
		}
		for _, flag := range named {
			if !flags[flag] {
				t.Errorf("%s names %s, which there is not", name, flag)
			}
		}
	}
}
