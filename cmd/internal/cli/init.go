package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"text/template"

	"github.com/spf13/cobra"

	"github.com/regionlint/regionlint/lint/config"
	"github.com/regionlint/regionlint/lint/diagnosis"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/report"
	"github.com/regionlint/regionlint/lint/source"
	"github.com/regionlint/regionlint/rewrite/atomicfile"
)

func newInit(env Env) *cobra.Command {
	return &cobra.Command{
		Use:   "init [path]",
		Short: "Write a configuration from what is found, and print what runs the checks elsewhere",
		Long: `init writes ` + config.Name + ` into the root of the working directory, or of the given
path. It declares the regions in use: the one where most services are, the
services that are elsewhere, and all regions that are allowed, with comments on
what else there is to say. A configuration that is there already stays.

It then prints the lines that run regionlint as a pre-commit hook and as a
workflow of GitHub Actions.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return env.initialize(cmd.Context(), args) },
	}
}

func (e Env) initialize(ctx context.Context, args []string) error {
	t, err := e.resolve(args)
	if err != nil {
		return err
	}
	file := filepath.Join(t.root, config.Name)
	if exists(t.root, config.Name) {
		return fmt.Errorf("%s is there already; regionlint config prints what holds", file)
	}
	t.paths = nil
	in, result, err := e.inUse(ctx, t)
	if err != nil {
		return err
	}
	text, err := written(in, sources(result))
	if err != nil {
		return err
	}
	if err := atomicfile.Write(file, []byte(text)); err != nil {
		return fmt.Errorf("cannot write %s: %w", file, plain(err))
	}
	e.complain("wrote " + file + "; read it through, since it is what findings are held against")
	if _, err := fmt.Fprintf(e.Stdout, snippets, e.Version); err != nil {
		return err
	}
	if len(result.Errors) > 0 {
		return errFailed
	}
	return nil
}

// maxTries is how often a declaration is corrected. Each time it says less.
const maxTries = 5

// inUse returns what there is to declare of a root. It is tried: what a check would
// have against it is in use as well, and so allowed for now.
func (e Env) inUse(ctx context.Context, t target) (diagnosis.In, *driver.Result, error) {
	flags := &engineFlags{env: e}
	s, err := flags.open(t, nil)
	if err != nil {
		return diagnosis.In{}, nil, err
	}
	defer s.close()
	s.opts.Store = driver.NewStore()
	first, err := s.run(ctx, s.opts.FS)
	if err != nil {
		return diagnosis.In{}, nil, err
	}
	flags.tell(first)
	in := diagnosis.Declare(first.Program)
	if s.opts.Checks, err = forced(nil, e.Rules, ruleOfTo); err != nil {
		return diagnosis.In{}, nil, err
	}
	for range maxTries {
		declared := in.Declared()
		s.opts.Declared = &declared
		tried, err := s.run(ctx, s.opts.FS)
		if err != nil {
			return diagnosis.In{}, nil, err
		}
		if len(tried.Diagnostics) == 0 {
			break
		}
		for _, d := range tried.Diagnostics {
			in.Loosen(d.Regions[0])
		}
	}
	return in, first, nil
}

// written returns the text of a configuration.
func written(in diagnosis.In, sources report.Sources) (string, error) {
	var b strings.Builder
	err := template.Must(template.New(config.Name).Funcs(template.FuncMap{
		"join": func(words []string) string { return strings.Join(words, ", ") },
		// A name of a file is put into a comment, where nothing may end the line.
		"places": func(at []source.Location) string {
			const most = 3
			var all []string
			for _, l := range at {
				all = append(all, sources.At(l))
			}
			all = slices.Compact(all)
			if more := len(all) - most; more > 0 {
				all = append(all[:most], fmt.Sprintf("%d more", more))
			}
			return strings.Join(all, ", ")
		},
	}).Parse(configText)).Execute(&b, in)
	return b.String(), err
}

// configText is the template of a configuration, for what is found.
const configText = `# Where this application runs, as regionlint found it. Every finding is held
# against this: correct what is not meant. "regionlint config" prints what holds
# for a path, and where it comes from.
{{if .Default -}}
regions:
  # Where everything runs that is not listed below{{if .Home}}: {{join .Home}}{{end}}.
  default: {{.Default}}
{{- if .Elsewhere}}
  services:
{{- range .Elsewhere}}{{$region := index .Regions 0}}
    {{.Name}}: {{$region.Name}} # {{places $region.Decided}}
{{- range $i, $other := .Regions}}{{if $i}}
    #   it is in {{$other.Name}} too: {{places $other.Decided}}
{{- end}}{{end}}{{end}}{{end}}
{{- if .Loose}}
  # Other things are in these services' regions too, so these are not declared yet.
{{- range .Loose}}{{$name := .Name}}{{range .Regions}}
  #   {{$name}}: {{.Name}} # {{places .Decided}}
{{- end}}{{end}}{{end}}
{{- if .Torn}}
  # These are in more regions than the default.
{{- range .Torn}}{{$name := .Name}}{{range .Regions}}{{if ne .Name $.Default}}
  #   {{$name}}: {{.Name}} # {{places .Decided}}
{{- end}}{{end}}{{end}}{{end}}
  # The only regions that may be used: all that are in use now. Take out those
  # that should not be, and each place that uses one is a finding.
  allow: [{{join .Regions}}]
{{- else -}}
# No region is in use yet.
# regions:
#   default: eu-west-1 # where everything runs that is not listed
#   services: {bedrock-runtime: us-west-2}
#   allow: [eu-west-1, us-west-2]
{{- end}}

# Severities, by rule or category: off, info, warning or error.
# "regionlint rules" lists the rules.
# rules:
#   hardcoded-region: warning

# Files that are left out, as in .gitignore.
# exclude:
#   - "infra/legacy/**"

# Other severities for some files; the last one that matches counts.
# overrides:
#   - paths: ["scripts/**"]
#     rules: {region-missing: info}
`

// snippets run the checks elsewhere; the version goes into both.
const snippets = `# .pre-commit-config.yaml
repos:
  - repo: https://github.com/regionlint/regionlint
    rev: v%[1]s
    hooks:
      - id: regionlint
---
# .github/workflows/regionlint.yml
name: regionlint
on: [push, pull_request]
permissions:
  contents: read
jobs:
  regionlint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
      - uses: regionlint/regionlint@v%[1]s
`
