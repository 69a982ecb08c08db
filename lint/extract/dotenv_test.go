package extract

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/joho/godotenv"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/linttest/spent"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

func readDotenv(t testing.TB, text string) *fact.File {
	t.Helper()
	var p parse.Parser
	defer p.Close()
	tree, err := p.Parse(parse.Dotenv, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return Dotenv(tree, ".env")
}

// notation writes a definition as one line: what was set apart in the text,
// then the value and the flags.
func notation(text string, d fact.Definition) string {
	cut := func(s source.Span) string { return text[s.Start:s.End] }
	var b strings.Builder
	b.WriteString("[" + cut(d.Span) + "] " + d.Name)
	if cut(d.NameSpan) != d.Name {
		b.WriteString(" named " + cut(d.NameSpan))
	}
	b.WriteString(" raw <" + cut(d.ValueSpan) + ">")
	if !d.Bad {
		b.WriteString(" = <" + d.Value + ">")
	}
	for _, flag := range []struct {
		set  bool
		name string
	}{
		{d.Bad, "bad"},
		{d.Plain, "plain"},
		{d.Export, "export"},
		{d.Colon, "colon"},
		{d.Quote != 0, "quote" + string(rune(d.Quote))},
		{len(d.Refs) > 0, "refs:" + strings.Join(d.Refs, ",")},
	} {
		if flag.set {
			b.WriteString(" " + flag.name)
		}
	}
	return b.String()
}

func TestDotenv(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"plain", "AWS_REGION=us-east-1\n", []string{`[AWS_REGION=us-east-1] AWS_REGION raw <us-east-1> = <us-east-1> plain`}},
		{"order and duplicates", "A=1\nB=2\nA=3\n", []string{
			`[A=1] A raw <1> = <1> plain`, `[B=2] B raw <2> = <2> plain`, `[A=3] A raw <3> = <3> plain`,
		}},
		{"blanks", "  export  A = b c \t# d\n", []string{`[export  A = b c] A raw <b c> = <b c> plain export`}},
		{"colon", "A: 1\nB:1\n", []string{
			`[A: 1] A raw <1> = <1> plain colon`, `[B:1] B raw <1> = <1> plain colon`,
		}},
		{"empty", "A=\nB= # c\nC=''\n", []string{
			`[A=] A raw <> = <> plain`, `[B=] B raw <> = <> plain`, `[C=''] C raw <> = <> plain quote'`,
		}},
		{"no comment", "A=v#c\nB=#c\n", []string{
			`[A=v#c] A raw <v#c> = <v#c> plain`, `[B=#c] B raw <#c> = <#c> plain`,
		}},
		{"two comments", "A=us-east-1 # b # c\n", []string{`[A=us-east-1] A raw <us-east-1> = <us-east-1> plain`}},
		{"quotes", "A='x'\nB=\"x\"\nC=`x`\n", []string{
			`[A='x'] A raw <x> = <x> plain quote'`,
			`[B="x"] B raw <x> = <x> plain quote"`,
			"[C=`x`] C raw <x> = <`x`> quote`",
		}},
		{"escapes", `A="a\tb\n\"c\""` + "\n" + `B='a\nb'`, []string{
			`[A="a\tb\n\"c\""] A raw <a\tb\n\"c\"> = <atb` + "\n" + `"c\> quote"`,
			`[B='a\nb'] B raw <a\nb> = <a\nb> plain quote'`,
		}},
		{"lines", "A=\"1\n2\"\nB='1\r\n2'\nC=3\n", []string{
			"[A=\"1\n2\"] A raw <1\n2> = <1\n2> plain quote\"",
			"[B='1\r\n2'] B raw <1\r\n2> = <1\n2> quote'",
			"[C=3] C raw <3> = <3> plain",
		}},
		{"lines in backticks are lost to the reader", "A=`1\nB=2`\nC=3\n", []string{
			"[A=`1\nB=2`] A raw <1\nB=2> bad quote`", "[C=3] C raw <3> = <3> plain",
		}},
		{"expansions", "A=${B}-$C-${B}\nD=\"${E:-us-${F:-x}-1}\"\nG='$H'\n", []string{
			`[A=${B}-$C-${B}] A raw <${B}-$C-${B}> = <${B}-$C-${B}> refs:B,C`,
			`[D="${E:-us-${F:-x}-1}"] D raw <${E:-us-${F:-x}-1}> = <${E:-us-${F:-x}-1}> quote" refs:E,F`,
			`[G='$H'] G raw <$H> = <$H> plain quote'`,
		}},
		{"the host is not asked", "A=$HOME\nHOME=x\nB=${HOME}\n", []string{
			`[A=$HOME] A raw <$HOME> = <$HOME> refs:HOME`,
			`[HOME=x] HOME raw <x> = <x> plain`,
			`[B=${HOME}] B raw <${HOME}> = <${HOME}> refs:HOME`,
		}},
		{"dollars that name nothing", "A=a$5\nB=\\$x\nC=\"\\${X}\"\nD=\U000F0000$x", []string{
			`[A=a$5] A raw <a$5> = <a$5>`,
			`[B=\$x] B raw <\$x> = <$x>`,
			`[C="\${X}"] C raw <\${X}> = <${X}> quote"`,
			"[D=\U000F0000$x] D raw <\U000F0000$x> = <\U000F0000$x> refs:x",
		}},
		{"bad lines", "A\nB='v'x\nexport C=\"open\nA-B=1\nexport = 1\nD=1\n", []string{
			`[A]  raw <A> bad`,
			`[B='v'x] B raw <'v'x> bad`,
			`[export C="open] C raw <"open> bad export`,
			`[A-B=1]  raw <A-B=1> bad`,
			`[export = 1] export raw <1> bad`,
			`[D=1] D raw <1> = <1> plain`,
		}},
		{"byte-order mark", "\ufeffA=1\n", []string{`[A=1] A raw <1> = <1> plain`}},
		{"line ends", "A=1\r\nB=2\rC=\rD=4", []string{
			`[A=1] A raw <1> = <1> plain`, `[B=2] B raw <2> = <2> plain`,
			`[C=] C raw <> = <> plain`, `[D=4] D raw <4> = <4> plain`,
		}},
		{"no UTF-8", "A=\xff\n", []string{"[A=\xff] A raw <\xff> = <\ufffd>"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("HOME", "/root")
			var got []string
			for _, d := range readDotenv(t, tt.text).Dotenv {
				got = append(got, notation(tt.text, d))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

func TestDotenvComments(t *testing.T) {
	f := readDotenv(t, "# regionlint:disable-file\n# other\nA=1 # was us-east-1\nB='# us-east-1'\nC=\"\n# us-east-1\n\"\n")
	var got []string
	for _, c := range f.Comments {
		got = append(got, c.Text)
	}
	if want := []string{"# regionlint:disable-file", "# was us-east-1"}; !slices.Equal(got, want) {
		t.Errorf("comments %q, want %q", got, want)
	}
	if len(f.Damaged) > 0 {
		t.Errorf("damaged %v", f.Damaged)
	}
}

// result is one reader's result in the matrix: a value, or that there is none.
func result(value string, ok bool) string {
	if !ok {
		return "-"
	}
	return "=" + value
}

// TestDotenvMatrix reads the inputs of testdata/dotenv_matrix.json and compares
// with its godotenv column, which it first checks against that library.
func TestDotenvMatrix(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "dotenv_matrix.json"))
	if err != nil {
		t.Fatal(err)
	}
	var matrix struct {
		Cases []struct {
			Name, Input, Key string
			Results          map[string]string
		}
	}
	if err := json.Unmarshal(data, &matrix); err != nil {
		t.Fatal(err)
	}
	if n := len(matrix.Cases); n != 42 {
		t.Fatalf("%d cases, want 42", n)
	}
	const (
		unexpanded = "names are resolved by the linker, not while reading"
		lineByLine = "a bad line sets nothing; it does not refuse the file"
	)
	intended := map[string]struct{ want, why string }{
		"interp_unq":          {"=$A.${A}", unexpanded},
		"interp_dq":           {"=$A.${A}", unexpanded},
		"default_unset":       {"=${NOPE:-def}", unexpanded},
		"default_empty":       {"=${EMPTY:-def}", unexpanded},
		"dash_empty":          {"=${EMPTY-def}", unexpanded},
		"dash_unset":          {"=${NOPE-def}", unexpanded},
		"plus_set":            {"=${A:+alt}", unexpanded},
		"unset_ref":           {"=a${NOPE}b", unexpanded},
		"proc_interp":         {"=${PROC}", unexpanded},
		"file_vs_proc_interp": {"=${BOTH}", unexpanded},
		"no_equals":           {"-", lineByLine},
		"hyphen_key":          {"-", lineByLine},
		"quote_then_junk":     {"-", lineByLine},
		"export_noval":        {"-", lineByLine},
		"bom":                 {"=v", "a byte-order mark is no part of the first name"},
	}
	for _, c := range matrix.Cases {
		t.Run(c.Name, func(t *testing.T) {
			column := c.Results["godotenv"]
			prelude := "A=2\nEMPTY=\n"
			if c.Name == "bom" {
				prelude = ""
			}
			set, err := godotenv.Unmarshal(prelude + c.Input + "\n")
			value, ok := set[c.Key]
			library := result(value, ok)
			if err != nil {
				library = "ERR"
			}
			if library != column {
				t.Errorf("the library gives %q, the matrix has %q", library, column)
			}

			want := column
			if d, ok := intended[c.Name]; ok {
				if d.want == column {
					t.Errorf("no difference: %s", d.why)
				}
				want = d.want
			}
			got := "-"
			for _, d := range readDotenv(t, prelude+c.Input+"\n").Dotenv {
				if d.Name == c.Key && !d.Bad {
					got = result(d.Value, true)
				}
			}
			if got != want {
				t.Errorf("%q: got %q, want %q", c.Input, got, want)
			}
		})
	}
}

func TestLooksLikeDotenv(t *testing.T) {
	tests := []struct {
		name, text string
		want       bool
	}{
		{"empty", "", true},
		{"comments only", "# A=1\n", true},
		{"definitions", "A=1\nB=2\n", true},
		{"one bad line in two", "A=1\nBROKEN\n", true},
		{"bad lines in the majority", "A=1\nBROKEN\nBROKEN\n", false},
		{"YAML spelling", "A: 1\nB: us-east-1\nC:\n", true},
		{"quoted values hold their lines", "A='\none\ntwo\nthree\n'\n", true},
		{"stack outputs", "Outputs:\nApp.Url: https://example.com\n\nStack ARN:\narn:aws:cloudformation:eu-west-1:111122223333:stack/App/1\n\nDone in 12 s\n", false},
		{"ARNs and URLs", "arn:aws:s3:::a\nhttps://example.com/?a=1\n", false},
		{"table", "+------+\n| Name |\n+------+\n| a=b  |\n+------+\n", false},
		{"prose", "Set AWS_REGION=us-east-1 first.\nThen run the app.\n", false},
		{"JSON", "{\n  \"AWS_REGION\": \"us-east-1\"\n}\n", false},
		{"script", "#!/bin/sh\nset -eu\nif [ -z \"$A\" ]; then\n  A=1\nfi\necho \"$A\"\n", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := LooksLikeDotenv(readDotenv(t, tt.text)); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

var plainLine = regexp.MustCompile(`(?m)^([A-Za-z_][A-Za-z0-9_]*)=([A-Za-z0-9-]*)$`)

func FuzzDotenv(f *testing.F) {
	for _, seed := range []string{
		"A=1\nexport B = 'x' # c\nC: \"${D:-$E}\\n\"\n",
		"\ufeffA=\"1\r\n2\"\r\n\xff=\x00\rB=$\\${${X:-\\}}\n",
		"A=#x\nB= #x\nC=`x\nD='v'x\nexport = 1\nprose: here\n?\n",
	} {
		f.Add(seed)
	}
	f.Add(strings.Repeat("A=${B:-", 2_000))
	f.Add(strings.Repeat("A=eu-west-1 $B # c\n", 5_000))
	f.Fuzz(func(t *testing.T, text string) {
		spent.Within(t, len(text), 1<<18, 1024, func() { readDotenv(t, text) })
		file := readDotenv(t, text)
		LooksLikeDotenv(file)
		end := uint32(0)
		for _, d := range file.Dotenv {
			whole := source.Span{Start: end, End: uint32(len(text))}
			if !whole.Contains(d.Span) || !d.Span.Contains(d.ValueSpan) || d.Name != "" && !d.Span.Contains(d.NameSpan) {
				t.Fatalf("spans out of order: %+v", d)
			}
			if got := text[d.NameSpan.Start:d.NameSpan.End]; got != d.Name {
				t.Errorf("name %q, text %q", d.Name, got)
			}
			if got := text[d.ValueSpan.Start:d.ValueSpan.End]; d.Plain && got != d.Value {
				t.Errorf("plain value %q, text %q", d.Value, got)
			}
			end = d.Span.End
		}
		// Without quotes, what a naive reader finds is found.
		if strings.ContainsAny(text, "\"'`") {
			return
		}
		for _, m := range plainLine.FindAllStringSubmatchIndex(text, -1) {
			name := source.Span{Start: uint32(m[2]), End: uint32(m[3])}
			value := text[m[4]:m[5]]
			found := func(d fact.Definition) bool { return d.NameSpan == name && d.Value == value && !d.Bad }
			if !slices.ContainsFunc(file.Dotenv, found) {
				t.Errorf("%q is not found", text[m[0]:m[1]])
			}
		}
	})
}
