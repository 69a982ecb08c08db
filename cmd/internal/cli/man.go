package cli

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// newMan returns the command that prints the manual page, which is for those who
// make packages. There is one page, so that it can be searched.
func newMan(env Env) *cobra.Command {
	return &cobra.Command{
		Use:    "man",
		Short:  "Print the manual page, for man -l",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := io.WriteString(env.Stdout, manual(cmd.Root(), env.Version))
			return err
		},
	}
}

// manual returns the page in the language of man(7).
func manual(root *cobra.Command, version string) string {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	var p page
	p.line(`.TH REGIONLINT 1 "" %s "User Commands"`, quoted("regionlint "+version))
	p.line(".SH NAME")
	p.line(`regionlint \- %s`, roff(root.Short))
	p.line(".SH SYNOPSIS")
	p.synopsis(root)
	for _, cmd := range visibleCommands(root) {
		p.line(".br")
		p.synopsis(cmd)
	}
	p.line(".SH DESCRIPTION")
	p.text(root.Long)
	p.line(".SH OPTIONS")
	p.flags(root)
	p.line(".SH COMMANDS")
	for _, cmd := range visibleCommands(root) {
		p.line(".SS %s", quoted(cmd.Name()))
		if cmd.Long == "" {
			p.text(cmd.Short + ".")
		} else {
			p.text(cmd.Long)
		}
		p.flags(cmd)
		p.example(cmd)
	}
	p.line(".SH EXIT STATUS")
	for _, status := range statuses {
		p.line(".TP\n.B %d", status.code)
		p.text(status.means)
	}
	p.line(".SH FILES")
	p.line(`.TP
.I .regionlint.yaml
What is meant to run where, the severities of rules, and what is left out. The
nearest one above a file holds, then those above it up to the root.
.SH ENVIRONMENT
.TP
.B NO_COLOR
If it is set and not empty, no colours are used.`)
	p.line(".SH EXAMPLES")
	p.example(root)
	return p.String()
}

// statuses are the exit codes with what they mean.
var statuses = []struct {
	code  int
	means string
}{
	{exitOK, "Nothing at or above --fail-on is left."},
	{exitFound, "Something is left, or --diff has something to show."},
	{exitFailed, "The run itself failed; standard error says why."},
}

// visibleCommands returns the commands that help lists, in its order.
func visibleCommands(root *cobra.Command) []*cobra.Command {
	var all []*cobra.Command
	for _, cmd := range root.Commands() {
		if cmd.IsAvailableCommand() && cmd.Name() != "help" {
			all = append(all, cmd)
		}
	}
	return all
}

// A page is a manual page as it is written.
type page struct{ strings.Builder }

func (p *page) line(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

// synopsis prints how a command is called.
func (p *page) synopsis(cmd *cobra.Command) {
	name, rest, _ := strings.Cut(cmd.UseLine(), " ")
	if cmd.HasParent() {
		name = cmd.CommandPath()
		rest = strings.TrimPrefix(strings.TrimPrefix(cmd.UseLine(), name), " ")
	}
	p.line(`\fB%s\fR %s`, roff(name), roff(rest))
}

// text prints paragraphs, which a blank line parts. What is indented stays as it is.
func (p *page) text(text string) {
	for i, paragraph := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if i > 0 {
			p.line(".PP")
		}
		if strings.HasPrefix(paragraph, " ") || strings.HasPrefix(paragraph, "\t") {
			p.line(".nf\n%s\n.fi", roff(paragraph))
		} else {
			p.line("%s", roff(paragraph))
		}
	}
}

func (p *page) flags(cmd *cobra.Command) {
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		name, usage := pflag.UnquoteUsage(f)
		head := `\fB` + roff("--"+f.Name) + `\fR`
		if name != "" {
			head += ` \fI` + roff(name) + `\fR`
		}
		if value := strings.Trim(f.DefValue, "[]"); f.Value.Type() != "bool" && value != "" && value != "0" {
			usage += " (default " + value + ")"
		}
		p.line(".TP\n%s\n%s", head, roff(usage))
	})
}

func (p *page) example(cmd *cobra.Command) {
	if cmd.Example != "" {
		p.line(".PP\n.nf\n%s\n.fi", roff(cmd.Example))
	}
}

// control is what troff takes for a request at the start of a line.
var control = regexp.MustCompile(`(?m)^(\s*)([.'])`)

// roff returns a text as troff prints it.
func roff(text string) string {
	text = strings.ReplaceAll(text, `\`, `\e`)
	text = strings.ReplaceAll(text, "-", `\-`)
	return control.ReplaceAllString(text, `$1\&$2`)
}

// quoted returns a text as one argument of a request.
func quoted(text string) string { return `"` + strings.ReplaceAll(roff(text), `"`, `\(dq`) + `"` }
