package rules

import (
	"testing"

	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

func TestLookAlike(t *testing.T) {
	t.Parallel()
	tests := []struct {
		file, name, defined string
		want                bool
	}{
		{"app.py", "DEFAULT_AWS_REGION", "AWS_DEFAULT_REGION", true},
		{"app.py", "AWS_REGION", "APP_AWS_REGION", true},
		{"app.py", "REGION", "AWS_REGION", true},
		{"app.py", "COGNITO_REGION", "AWS_COGNITO_REGION", true},
		{"app.py", "COGNITO_REGOIN", "COGNITO_REGION", true},
		{"app.py", "COGNTO_REGION", "COGNITO_REGION", true},
		{"app.py", "AWSREGION", "AWS_REGION", true},
		{"app.py", "aws_region", "AWS_REGION", true},
		{"app.ts", "AWS_REGION", "NEXT_PUBLIC_AWS_REGION", true},
		{"app.tsx", "VITE_AWS_REGION", "AWS_REGION", true},
		{"app.tsx", "REACT_APP_REGION", "VITE_REGION", true},

		{"app.py", "AWS_REGION", "AWS_REGION", false},
		{"app.py", "AWS_REGION", "AWS_DEFAULT_REGION", false},
		{"app.py", "AWS_REGION", "CDK_DEFAULT_REGION", false},
		{"app.py", "AWS_REGION", "REGION", false},
		{"app.py", "AWS_REGION", "VITE_AWS_REGION", false},
		{"app.py", "COGNITO_REGION", "BEDROCK_REGION", false},
		{"app.py", "S3_REGION", "SES_REGION", false},
		{"app.py", "SNS_REGION", "SQS_REGION", false},
		{"app.py", "BEDROCK_REGION", "BEDROCK_AGENT_CORE_REGION", false},
		{"app.py", "REGION_1", "REGION_2", false},
		{"app.py", "SOURCE_REGION", "TARGET_REGION", false},
		{"app.py", "AWS_REGION", "AWS_SCHEDULER_REGION", false},
		{"app.ts", "AWS_S3_REGION", "NEXT_PUBLIC_AWS_SES_REGION", false},
	}
	for _, tt := range tests {
		lk := &link.Lookup{Name: tt.name, At: source.Location{Path: tt.file}}
		if got := lookAlike(lk, tt.defined); got != tt.want {
			t.Errorf("%s reads %s, %s is defined: got %v, want %v", tt.file, tt.name, tt.defined, got, tt.want)
		}
	}
}

func TestDistance(t *testing.T) {
	t.Parallel()
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"REGION", "REGION", 0},
		{"REGION", "REGON", 1},
		{"REGION", "REGOIN", 1},
		{"REGION", "REGIONS", 1},
		{"COGNITO", "BEDROCK", 7},
		{"", "AB", 2},
	}
	for _, tt := range tests {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := distance(tt.b, tt.a); got != tt.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tt.b, tt.a, got, tt.want)
		}
	}
}
