package suppress_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// colour reports the strings and calls whose text holds its name.
func colour(name string, category lint.Category, severity lint.Severity) *lint.Rule {
	return &lint.Rule{Name: name, Category: category, Severity: severity, Check: func(pass *lint.Pass) error {
		for _, f := range pass.Program.Files {
			report := func(at source.Span, text string) {
				if strings.Contains(text, name) {
					pass.Report(lint.Diagnostic{At: source.Location{Path: f.Path, Span: at}, Message: name})
				}
			}
			for i := range f.Exprs {
				switch e := &f.Exprs[i]; e.Kind {
				case fact.String:
					report(e.Span, f.Text(e))
				case fact.Call:
					report(e.Span, f.TextOf(f.Kids(e)[0]))
				}
			}
			for i := range f.Dotenv {
				report(f.Dotenv[i].Span, f.Dotenv[i].Value)
			}
		}
		return nil
	}}
}

// idle reports the suppressions that silence nothing.
var idle = &lint.Rule{Name: "idle", Category: lint.Policy, Severity: lint.Warning, Late: true, Check: func(pass *lint.Pass) error {
	for _, s := range pass.Idle {
		message := "idle"
		for _, name := range s.Idle {
			message += " " + s.Names[name.Index].Text
			if name.Unknown {
				message += fmt.Sprintf("(unknown, %s, %v)", name.Nearest, name.Mends)
			}
		}
		pass.Report(lint.Diagnostic{At: s.At, Message: message})
	}
	return nil
}}

// TestSuppressions runs over one file, in which red, blue and gray words are
// findings. Those that stay are listed by their lines.
func TestSuppressions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, path, text, want string
	}{
		{"same line", "a.py", "a = 'red'  # regionlint: ignore[red]\nb = 'red'", "2 red"},
		{"line above", "a.py", "# regionlint: ignore[red]\na = 'red'\nb = 'red'", "3 red"},
		{"not two lines above", "a.py", "# regionlint: ignore[red]\n\na = 'red'", "1 idle red, 3 red"},
		{"not below", "a.py", "a = 'red'\n# regionlint: ignore[red]", "1 red, 2 idle red"},
		{"not after code above", "a.py", "a = 1  # regionlint: ignore[red]\nb = 'red'", "1 idle red, 2 red"},
		{"everything", "a.py", "a = 'red blue'  # regionlint: ignore", ""},
		{"another rule", "a.py", "a = 'red'  # regionlint: ignore[blue]", "1 idle blue, 1 red"},
		{"several names", "a.py", "a = 'red blue'  # regionlint: ignore[blue, red]", ""},
		{"one of several names", "a.py", "a = 'red'  # regionlint: ignore[blue, red]", "1 idle blue"},
		{"category", "a.py", "a = 'red blue'  # regionlint: ignore[aws]", "1 blue"},
		{"idle category", "a.py", "a = 'red'  # regionlint: ignore[environment]", "1 idle environment, 1 red"},
		{"first line of several", "a.py", "a = red(  # regionlint: ignore[red]\n    1,\n)", ""},
		{"last line of several", "a.py", "a = red(\n    1,\n)  # regionlint: ignore[red]", ""},
		{"line between", "a.py", "a = red(\n    1,  # regionlint: ignore[red]\n)", "1 red, 2 idle red"},
		{"above the last line", "a.py", "a = red(\n    1,\n    # regionlint: ignore[red]\n)", "1 red, 3 idle red"},
		{"text of a string", "a.py", "a = 'red # regionlint: ignore'\nb = '''\n# regionlint: ignore\nred'''", "1 red, 2 red"},
		{"below each other", "a.py", "# regionlint: ignore[red]\n# regionlint: ignore[blue] why\na = 'red blue'", ""},
		{"at the end of the file", "a.py", "a = 1\n# regionlint: ignore[red]", "2 idle red"},
		{"CRLF", "a.py", "# regionlint: ignore[red]\r\na = 'red'\r\nb = 'blue'  # regionlint: ignore[blue]\r\n", ""},
		{"whole file", "a.py", "a = 'red'\nb = 'red blue'\n# regionlint: ignore-file[red]", "2 blue"},
		{"everything in the file", "a.py", "a = 'red'  # regionlint: ignore-file\nb = 'blue'", ""},
		{"idle for the file", "a.py", "# regionlint: ignore-file[blue]\na = 'red'", "1 idle blue, 2 red"},
		{"file and line", "a.py", "# regionlint: ignore-file[red]\na = 'red'  # regionlint: ignore[red]", ""},

		{"nothing here", "a.py", "a = 1  # regionlint: ignore", "1 idle"},
		{"no names", "a.py", "a = 'red'  # regionlint: ignore[]", "1 idle, 1 red"},
		{"unknown name", "a.py", "a = 'red'  # regionlint: ignore[reds]", "1 idle reds(unknown, red, true), 1 red"},
		{"unknown name without a finding", "a.py", "a = 1  # regionlint: ignore[bleu, xyz]", "1 idle bleu(unknown, , false) xyz(unknown, , false)"},
		{"unknown name of a category", "a.py", "a = 'blue'  # regionlint: ignore[environments]", "1 blue, 1 idle environments(unknown, environment, true)"},
		{"a rule that is off", "a.py", "a = 'gray'  # regionlint: ignore[gray]", ""},
		{"a bare one cannot excuse itself", "a.py", "# regionlint: ignore\na = 1", "1 idle"},
		{"excused by name", "a.py", "a = 1  # regionlint: ignore[red,idle]", ""},
		{"excused above", "a.py", "# regionlint: ignore[idle]\na = 1  # regionlint: ignore", ""},
		{"excused for the file", "a.py", "# regionlint: ignore-file[idle]\na = 1  # regionlint: ignore[red]\nb = 1  # regionlint: ignore", ""},
		{"excused by a bare one", "a.py", "# regionlint: ignore-file\na = 1  # regionlint: ignore[red]", ""},
		{"excused by category", "a.py", "a = 1  # regionlint: ignore[policy,red]", ""},
		{"excuses nothing", "a.py", "a = 'red'  # regionlint: ignore[red,idle]", "1 idle idle"},
		{"excuses nothing by category", "a.py", "a = 1  # regionlint: ignore[policy]", "1 idle policy"},

		{"line comment", "a.ts", "// regionlint: ignore[red]\nconst a = 'red'; // regionlint: ignore[blue]", "2 idle blue"},
		{"block comment", "a.ts", "/* regionlint: ignore[red] */\nconst a = 'red', b = 'blue' /* regionlint: ignore[blue] */;", ""},
		{"block before code", "a.ts", "/* regionlint: ignore[red] */ const a = 'red'\nconst b = 'red'", "2 red"},
		{"long block", "a.ts", "/*\n * Words.\n * regionlint: ignore[red] why\n */\nconst a = 'red'", ""},
		{"template literal", "a.ts", "const a = `red\n// regionlint: ignore[red]`", "1 red"},
		{"JSX", "a.tsx", "const a = <A>\n  {/* regionlint: ignore[red] */}\n  <B c='red' />\n  <B c='red' /> {/* regionlint: ignore[red] */}\n  <B c='red' />\n</A>", "5 red"},

		{"dotenv", ".env", "# regionlint: ignore[red]\nAWS_REGION=red\nAWS_DEFAULT_REGION=red", "3 red"},
		{"dotenv inline", ".env", "AWS_REGION=red # regionlint: ignore[red] why\nAWS_DEFAULT_REGION='red' # regionlint: ignore[red]", ""},
		{"dotenv value", ".env", "AWS_REGION='red # regionlint: ignore[red]'\nAWS_DEFAULT_REGION=red#regionlint: ignore", "1 red, 2 red"},
		{"dotenv file", ".env", "AWS_REGION=red\n#regionlint:ignore-file", ""},
	}
	red, blue := colour("red", lint.AWS, lint.Warning), colour("blue", lint.Environment, lint.Warning)
	gray := colour("gray", lint.AWS, lint.Off)
	all := []*lint.Rule{red, blue, gray, idle}
	for _, tt := range tests {
		if got := kept(t, tt.path, tt.text, all, red, blue, idle); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}

	// Who did not run might have had a finding.
	const text = "a = 1  # regionlint: ignore\nb = 1  # regionlint: ignore[red,blue]\nc = 1  # regionlint: ignore[aws]\n# regionlint: ignore[green]"
	if got := kept(t, "a.py", text, all, blue, idle); got != "2 idle blue, 4 idle green(unknown, , false)" {
		t.Errorf("without red: got %q", got)
	}
	if got := kept(t, "a.py", text, all, red, idle); got != "2 idle red, 3 idle aws, 4 idle green(unknown, , false)" {
		t.Errorf("without blue: got %q", got)
	}
	if got := kept(t, "a.py", text, all, red, blue); got != "" {
		t.Errorf("without idle: got %q", got)
	}
	broken := &lint.Rule{Name: "red", Category: lint.AWS, Severity: lint.Warning, Check: func(*lint.Pass) error { return fmt.Errorf("broken") }}
	if got := kept(t, "a.py", text, []*lint.Rule{broken, blue, idle}, broken, blue, idle); got != "2 idle blue, 4 idle green(unknown, , false)" {
		t.Errorf("with a broken red: got %q", got)
	}
}

// kept runs rules over one file and returns the findings that stay, sorted by
// line and message.
func kept(t *testing.T, path, text string, all []*lint.Rule, run ...*lint.Rule) string {
	t.Helper()
	result := check(t, path, text, all, run...)
	var lines []string
	for _, d := range result.Diagnostics {
		lines = append(lines, fmt.Sprintf("%d %s", result.Files[path].Position(d.At.Span.Start).Line, d.Message))
	}
	slices.Sort(lines)
	return strings.Join(lines, ", ")
}

func check(t *testing.T, path, text string, all []*lint.Rule, run ...*lint.Rule) *driver.Result {
	t.Helper()
	options := driver.Options{FS: fstest.MapFS{path: {Data: []byte(text)}}, Rules: all}
	for _, rule := range run {
		options.Checks = append(options.Checks, driver.Check{Rule: rule})
	}
	result, err := driver.Run(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// TestSuppressed tells of every silenced finding what silenced it.
func TestSuppressed(t *testing.T) {
	t.Parallel()
	const text = `# regionlint: ignore-file[red] all of them
# regionlint: ignore[blue] the host's own
a = 'red blue'
b = 'red'  # regionlint: ignore[red] this one
`
	red, blue := colour("red", lint.AWS, lint.Warning), colour("blue", lint.Environment, lint.Warning)
	result := check(t, "a.py", text, nil, red, blue)
	var got []string
	for _, s := range result.Suppressed {
		by := text[s.By.At.Span.Start:s.By.At.Span.End]
		got = append(got, fmt.Sprintf("%d %s: %s: %s", result.Files["a.py"].Position(s.Diagnostic.At.Span.Start).Line, s.Diagnostic.Message, s.By.Reason, by))
	}
	want := []string{
		"3 blue: the host's own: # regionlint: ignore[blue] the host's own",
		"3 red: all of them: # regionlint: ignore-file[red] all of them",
		"4 red: this one: # regionlint: ignore[red] this one",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(result.Diagnostics) > 0 {
		t.Errorf("%d findings stay", len(result.Diagnostics))
	}
}
