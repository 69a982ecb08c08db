package driver

import (
	"maps"
	"slices"
	"testing"

	"github.com/regionlint/regionlint/lint/link"
)

// TestGiven checks which variables a text file gives to whom.
func TestGiven(t *testing.T) {
	t.Parallel()
	const compose = `# AWS_ZONE
services:
    api:
        environment: [AWS_REGION=us-east-1]

    emulator:
        environment:
            AWS_DEFAULT_REGION: us-east-1
        image: "localstack/localstack:3"
    worker: {image: acme/worker}
volumes:
    MY_DATA: {}
`
	const workflow = "steps:\n- with:\n    aws-region: us-east-1\n- run: cd x && python ./tools/seed.py && node a/b.mjs\n"
	tests := []struct {
		name, text string
		provided   []string
		jobs       []string // the files that a job with AWS_REGION runs
	}{
		{"docker-compose.yml", compose, []string{"AWS_REGION", "AWS_ZONE", "MY_DATA"}, nil},
		{"deploy/compose.dev.yaml", "services:\n  db:\n    image: minio/minio\n    environment: {A_REGION: x}\n", nil, nil},
		{"deploy/compose.yaml.tmpl.sh", "export A_REGION=x", []string{"A_REGION"}, nil},
		{"docker-compose.test.yml", "services:\n  api:\n    environment: {A_REGION: x}\n", nil, nil},
		{"infra/main.tf", `launch_type = "FARGATE" # A_b_REGION`, []string{"FARGATE"}, nil},
		{".github/workflows/ci.yml", workflow, nil, []string{"seed.py", "b.mjs"}},
		{"ci/buildspec.yml", "env:\n  AWS_REGION: x\nrun: python seed.py", nil, []string{"seed.py"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := link.Input{
				Words: map[string]bool{}, Provided: map[string]bool{}, Jobs: map[string][]string{},
				Cloud: map[string]bool{}, Handed: map[string]bool{}, Hosts: map[string]bool{},
			}
			given(&in, tt.name, []byte(tt.text))
			if got := slices.Sorted(maps.Keys(in.Provided)); !slices.Equal(got, tt.provided) {
				t.Errorf("provided is %q, want %q", got, tt.provided)
			}
			if got := in.Jobs["AWS_REGION"]; !slices.Equal(got, tt.jobs) {
				t.Errorf("jobs run %q, want %q", got, tt.jobs)
			}
			for name := range in.Provided {
				if !in.Words[name] {
					t.Errorf("%s is provided and no word", name)
				}
			}
		})
	}
}
