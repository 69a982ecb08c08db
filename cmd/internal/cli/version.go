package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/regionlint/regionlint/lint/aws"
)

func newVersion(env Env) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version, the commit that it was built from, and the dates of the AWS data",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := io.WriteString(env.Stdout, env.versionText())
			return err
		},
	}
}

// declareVersion gives a command the flag that prints the same.
func (e Env) declareVersion(cmd *cobra.Command) {
	cmd.Flags().Bool("version", false, "print the version") // without the shorthand -v
	cmd.Version = e.Version
	cmd.SetVersionTemplate(e.versionText())
}

func (e Env) versionText() string {
	text := fmt.Sprintf("regionlint %s\n", e.Version)
	if e.Commit != "" {
		text += fmt.Sprintf("commit %s\n", e.Commit)
	}
	return text + fmt.Sprintf("AWS data of %s, endpoints of %s\n", aws.DataDate, aws.EndpointsDate)
}
