package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestNamedFiles has something else in the place of a file that is named on the
// command line, for a report, a baseline or a configuration. The run says so in one
// line, waits for nobody, and what that leads to is as it was.
func TestNamedFiles(t *testing.T) {
	t.Parallel()
	const (
		out  = "a link leads out of the root"
		pipe = "not a regular file"
	)
	for name, tt := range map[string]struct {
		make  func(t *testing.T, dir string)
		write string // why it is not written to
		read  string // why it is not read, "" for what it holds
	}{
		"link out":             {link("../outside/secret.py", "o"), out, out},
		"link to nothing out":  {link("../outside/new", "o"), out, out},
		"link to a device":     {link("/dev/zero", "o"), out, out},
		"link to the terminal": {link("/dev/tty", "o"), out, out},
		"link to git's":        {link(".git/config", "o"), out, out},
		"link to links":        {links("o", "p", "p", "sub/../q", "q", "../outside/secret.py", "sub/x", "y"), out, out},
		"loop":                 {link("o", "o"), out, out},
		"folder out":           {links("o", "../outside"), out, out},
		"link to nothing":      {link("nothing", "o"), "it is a link to nothing", "o does not exist"},
		"link to code":         {link("good.py", "o"), "it is a file to check", ""},
		"pipe":                 {pipes("o"), pipe, pipe},
		"link to a pipe":       {func(t *testing.T, dir string) { t.Helper(); pipes("p")(t, dir); link("p", "o")(t, dir) }, pipe, pipe},
		"folder":               {func(t *testing.T, dir string) { t.Helper(); put(t, filepath.Join(dir, "o", "x"), "") }, "is a directory", "is a directory"},
		"may not be written":   {locked("o", "{}"), "permission denied", "permission denied"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, from := range []string{"", "sub"} { // where there is a root of its own
				top, dir := faultyTree(t, fault{make: tt.make})
				put(t, filepath.Join(dir, ".git", "config"), "")
				put(t, filepath.Join(dir, "sub", "good.py"), sound)
				if from != "" {
					put(t, filepath.Join(dir, from, ".regionlint.yaml"), "root: true\n")
				}
				before, outside := listed(t, dir), listed(t, filepath.Join(top, "outside"))
				file := filepath.Join(strings.Repeat("..", len(from)/3), "o")
				commands := [][]string{
					{"--output-file", file},
					{"--output-format", "text,json=" + file},
					{"--diff", "--unsafe-fixes", "--output-file", file},
					{"map", "--output-file", file},
					{"plan", "--output-file", file},
					{"trace", "good.py:2", "--output-file", file},
					{"--write-baseline", file},
					{"--baseline", file},
					{"--config", file},
					{"map", "--config", file},
					{"--fix", "--unsafe-fixes", "--output-file", file},
				}
				if from != "" {
					commands = commands[len(commands)-2:]
				}
				for _, args := range commands {
					why := tt.write
					if slices.Contains([]string{"--write-baseline", "--baseline", "--config"}, args[len(args)-2]) {
						why = tt.read
					}
					if why == "o does not exist" && args[0] == "--write-baseline" {
						why = tt.write
					}
					r := finish(t, unprivileged(t, start(t, filepath.Join(dir, from), args...)))
					if r.code != 2 || strings.Count(r.errout, why+"\n") != 1 && why != "" || strings.Contains(r.errout, "bug in") {
						t.Errorf("%s, %q: exit code %d, standard error %q, want %q", from, args, r.code, r.errout, why)
					}
				}
				if got := slurp(t, filepath.Join(dir, from, "good.py")); got != mended {
					t.Errorf("the sound file is %q", got)
				}
				if got := slurp(t, filepath.Join(top, "outside", "secret.py")) + slurp(t, filepath.Join(dir, ".git", "config")); got != sound {
					t.Errorf("elsewhere there is %q", got)
				}
				if after := listed(t, dir); !maps.Equal(after, before) || !maps.Equal(listed(t, filepath.Join(top, "outside")), outside) {
					t.Errorf("there is %v, where there was %v", after, before)
				}
			}
		})
	}
}

// TestFilesNamedTwice names one file for two things, itself or through links.
func TestFilesNamedTwice(t *testing.T) {
	t.Parallel()
	_, dir := faultyTree(t, fault{make: links("a", "b", "in", ".")})
	put(t, filepath.Join(dir, "base.json"), `{"version": 1}`)
	put(t, filepath.Join(dir, "conf.yaml"), "{}\n")
	must(t, os.Symlink("base.json", filepath.Join(dir, "link.json")))
	before := listed(t, dir)
	for _, args := range [][]string{
		{"--output-format", "json=a,sarif=b"},
		{"--output-format", "json=b,sarif=a"},
		{"--output-format", "json=b,sarif=in/b"},
		{"--output-format", "json=b,sarif=./in/../b"},
		{"--output-format", "json=b", "--output-format", "text", "--output-file", "in/in/a"},
		{"--output-file", "base.json", "--baseline", "base.json"},
		{"--output-file", "link.json", "--baseline", "base.json"},
		{"--output-file", "base.json", "--write-baseline", "in/base.json"},
		{"--output-file", "a", "--write-baseline", "b"},
		{"--output-format", "text,json=in/conf.yaml", "--config", "conf.yaml"},
	} {
		r := finish(t, start(t, dir, args...))
		if r.code != 2 || !strings.Contains(r.errout, " is named for ") || strings.Count(r.errout, "\n") != 1 {
			t.Errorf("%q: exit code %d, standard error %q", args, r.code, r.errout)
		}
	}
	if after := listed(t, dir); !maps.Equal(after, before) || slurp(t, filepath.Join(dir, "conf.yaml")) != "{}\n" {
		t.Errorf("there is %v, where there was %v", after, before)
	}
}
