package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/regionlint/regionlint/lint/aws"
)

func newVersion(env Env) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version, and the dates of the AWS data",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(env.Stdout, "regionlint %s\nAWS data of %s, endpoints of %s\n", env.Version, aws.DataDate, aws.EndpointsDate)
			return err
		},
	}
}
