package cli

import (
	"os"
	"path/filepath"
	"testing"
)

func TestExcludesFile(t *testing.T) {
	t.Parallel()
	for config, want := range map[string]string{
		"":                                    "",
		"[user]\n\tname = x\n":                "",
		"[core]\n\texcludesFile = ~/ignore\n": "~/ignore",
		"[Core]\nEXCLUDESFILE=/a # b\n":       "/a",
		"[core]\nexcludesfile = \"/a b#c\" ; d\n":                                  "/a b#c",
		"[other]\nexcludesfile = /a\n":                                             "",
		"[core]\nexcludesfile = /a\n[user]\nname = x\n[core]\nexcludesfile = /b\n": "/b",
	} {
		if got, ok := excludesFile(config); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v; want %q", config, got, ok, want)
		}
	}
}

func TestGlobalIgnores(t *testing.T) {
	t.Parallel()
	home, root := t.TempDir(), t.TempDir()
	write := func(text string, parts ...string) {
		t.Helper()
		file := filepath.Join(parts...)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	flags := &engineFlags{env: Env{Getenv: func(name string) string {
		if name == "HOME" {
			return home
		}
		return ""
	}}}
	expect := func(want string) {
		t.Helper()
		if got := flags.globalIgnores(root); string(got.Text) != want || got.Err != nil {
			t.Errorf("got %+v, want %q", got, want)
		}
	}
	expect("")
	write("usual\n", home, ".config", "git", "ignore")
	expect("usual\n")
	write("mine\n", home, "mine")
	write("[core]\n\texcludesfile = ~/mine\n", home, ".gitconfig")
	expect("mine\n")
	write("theirs\n", home, "theirs")
	write("[core]\n\texcludesfile = "+filepath.ToSlash(filepath.Join(home, "theirs"))+"\n", root, ".git", "config")
	expect("theirs\n")
}
