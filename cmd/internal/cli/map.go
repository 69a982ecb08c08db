package cli

import (
	"bytes"
	"context"

	"github.com/spf13/cobra"

	"github.com/regionlint/regionlint/lint/report"
)

type mapping struct {
	engineFlags
	format string
}

func newMap(env Env) *cobra.Command {
	m := &mapping{engineFlags: engineFlags{env: env}}
	cmd := &cobra.Command{
		Use:   "map [flags] [path ...]",
		Short: "List what runs in which region, and why",
		Long: `map lists clients, identifiers that carry a region, environment variables and
region literals in the given paths, or the working directory, each with the
place that decides its region.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return m.run(cmd.Context(), args) },
	}
	m.declare(cmd)
	cmd.Flags().StringVar(&m.format, "format", "text", "form of the output: text, json, markdown or mermaid")
	return cmd
}

func (m *mapping) run(ctx context.Context, args []string) error {
	if err := m.validate(); err != nil {
		return err
	}
	if err := oneOf("format", m.format, "text", "json", "markdown", "mermaid"); err != nil {
		return err
	}
	t, err := m.env.resolve(args)
	if err != nil {
		return err
	}
	result, err := m.engineFlags.run(ctx, t, nil)
	if err != nil {
		return err
	}
	output, err := m.print(mapOf(result, m.includeTests))
	if err != nil {
		return err
	}
	if err := m.write(output); err != nil {
		return err
	}
	if len(result.Errors) > 0 {
		return errFailed
	}
	return nil
}

func (m *mapping) print(all *report.Map) ([]byte, error) {
	var b bytes.Buffer
	var err error
	switch m.format {
	case "json":
		err = report.MapJSON(&b, all)
	case "markdown":
		err = report.MapMarkdown(&b, all)
	case "mermaid":
		err = report.MapMermaid(&b, all)
	default:
		err = report.MapText(&b, all, m.style())
	}
	return b.Bytes(), err
}
