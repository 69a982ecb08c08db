package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/regionlint/regionlint/lint/config"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/disk"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/report"
)

type configuration struct {
	engineFlags
	show   string
	schema bool
}

func newConfig(env Env) *cobra.Command {
	c := &configuration{engineFlags: engineFlags{env: env}}
	cmd := &cobra.Command{
		Use:   "config [flags]",
		Short: "Show the configuration that holds for a path, and where it comes from",
		Long: `config prints every key of the configuration that holds for a path: its value
and the place that states it. The nearest ` + config.Name + ` above a file counts first,
then each one above that, up to the root or to one that says "root: true".`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.run(cmd.Context()) },
	}
	c.declare(cmd)
	cmd.Flags().StringVar(&c.show, "show", ".", "show what holds for this `path`")
	cmd.Flags().BoolVar(&c.schema, "schema", false, "print the JSON Schema of configuration files")
	cmd.MarkFlagsMutuallyExclusive("show", "schema")
	return cmd
}

func (c *configuration) run(ctx context.Context) error {
	if err := c.validate(); err != nil {
		return err
	}
	if c.schema {
		return c.write(config.Schema())
	}
	t, err := c.env.resolve([]string{c.show})
	if err != nil {
		return err
	}
	opts, err := c.options(t)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(t.root)
	if err != nil {
		return err
	}
	defer root.Close() //nolint:errcheck // it was only read from
	opts.FS = disk.FS(root, discover.Limit)
	policy, err := driver.ReadPolicy(ctx, opts)
	if err != nil {
		return err
	}
	path := t.paths[0]
	if info, err := root.Stat(path); err == nil && info.IsDir() {
		path += "/file" // what holds for a folder is what holds for the files in it
	}
	var b bytes.Buffer
	if policy.Excluded(t.paths[0]) {
		fmt.Fprintf(&b, "%s is excluded\n", report.Visible(t.paths[0]))
	}
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, s := range policy.Settings(path, c.env.Rules) {
		from := s.From
		if from == "" {
			from = "default"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", s.Key, report.Visible(s.Value), report.Visible(from))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return c.write(b.Bytes())
}
