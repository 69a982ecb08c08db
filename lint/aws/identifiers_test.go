package aws

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestFindIdentifiers checks what the samples of the formats do not say: spans,
// resources, what is fixed, and which of several forms wins.
func TestFindIdentifiers(t *testing.T) {
	for _, test := range []struct{ s, want string }{
		{
			"https://cognito-idp.us-east-1.amazonaws.com/eu-west-1_vLD8dbSby/.well-known/jwks.json",
			"regional-endpoint cognito-idp us-east-1 [cognito-idp.us-east-1.amazonaws.com]; " +
				"cognito-user-pool-id cognito-idp eu-west-1 [eu-west-1_vLD8dbSby] fixed vLD8dbSby",
		},
		{
			"arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbCdEfGhI",
			"arn cognito-idp us-east-1 [arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbCdEfGhI] fixed userpool/us-east-1_AbCdEfGhI",
		},
		{
			"https://sqs.us-east-1.amazonaws.com/123456789012/q.fifo?x",
			"sqs-queue-url sqs us-east-1 [sqs.us-east-1.amazonaws.com/123456789012/q.fifo] fixed 123456789012/q.fifo",
		},
		{
			"https://queue.amazonaws.com/123456789012/q",
			"sqs-queue-url sqs us-east-1 [queue.amazonaws.com/123456789012/q] fixed 123456789012/q",
		},
		{"https://sqs.us-east-1.amazonaws.com/\x00/q", "regional-endpoint sqs us-east-1 [sqs.us-east-1.amazonaws.com]"},
		{"https://sqs.us-east-1.amazonaws.com/123456789012/q\x00", "regional-endpoint sqs us-east-1 [sqs.us-east-1.amazonaws.com]"},
		{"https://sqs.\x00.amazonaws.com/123456789012/q", ""},
		{"dynamodb.us-east-1.amazonaws.com", "regional-endpoint dynamodb us-east-1 [dynamodb.us-east-1.amazonaws.com]"},
		{"abc.execute-api.us-east-1.amazonaws.com", "regional-endpoint apigateway us-east-1 [abc.execute-api.us-east-1.amazonaws.com] abc"},
		{"arn:aws:states:eu-west-1:123456789012:stateMachine:x", "arn stepfunctions eu-west-1 [arn:aws:states:eu-west-1:123456789012:stateMachine:x] fixed stateMachine:x"},
		{"(arn:aws:sns:eu-west-1:123456789012:t).", "arn sns eu-west-1 [arn:aws:sns:eu-west-1:123456789012:t] fixed t"},
		{"arn:aws:sns:eu-west-1:\x00:t", "arn sns eu-west-1 [arn:aws:sns:eu-west-1:\x00:t] t"},
		{"arn:\x00:sns:eu-west-1:\x00:t", "arn sns eu-west-1 [arn:\x00:sns:eu-west-1:\x00:t] t"},
		{"arn:aws:sns:\x00:123456789012:t", ""},
		{"arn:aws:dynamodb:us-east-1:123456789012:table/*", ""},
		{"arn:aws:dynamodb:us-east-1:*:table/x", ""},
		{"arn:aws:lambda:us-east-1:123456789012:function:${name}", ""},
		{"arn:aws:sns:eu-west-1:12345:t", ""},
		{"arn:aws:sns:eu-west-1:123456789012:", ""},
		{"us-east-1:8d8f7658-417e-46dd-a884-8b5cf9165a02", "cognito-identity-pool-id cognito-identity us-east-1 [us-east-1:8d8f7658-417e-46dd-a884-8b5cf9165a02] fixed 8d8f7658-417e-46dd-a884-8b5cf9165a02"},
		{"x--use1-az4--x-s3", "s3-express-bucket s3 us-east-1 [x--use1-az4--x-s3] fixed x"},
		{"usw2-lax1-az1", "zone-id ec2 us-west-2 [usw2-lax1-az1]"},
		{"bedrock/us-west-2/anthropic.claude-v2", "bedrock-model-path bedrock-runtime us-west-2 [bedrock/us-west-2]"},
		{"us-east-1a", "availability-zone ec2 us-east-1 [us-east-1a]"},
		{"us-east-1_\x00", ""},
		{"us-east-1", ""},
		{"backup-us-west-2-archive", ""},
		{"", ""},
	} {
		var got []string
		for _, id := range FindIdentifiers(test.s) {
			text := fmt.Sprintf("%s %s %s [%s]", id.Kind, id.Service, id.Region, test.s[id.Start:id.End])
			if id.Fixed {
				text += " fixed"
			}
			if id.Resource != "" {
				text += " " + id.Resource
			}
			got = append(got, text)
		}
		if strings.Join(got, "; ") != test.want {
			t.Errorf("%q:\n got %q\nwant %q", test.s, strings.Join(got, "; "), test.want)
		}
	}
}

func TestIdentifierPartition(t *testing.T) {
	for s, want := range map[string]string{
		"arn:aws-us-gov:sns:us-east-1:123456789012:t": "aws-us-gov",
		"arn:\x00:sns:cn-north-1:123456789012:t":      "aws-cn",
		"sqs.cn-north-1.amazonaws.com.cn":             "aws-cn",
		"us-gov-west-1_AAAAAAAAA":                     "aws-us-gov",
	} {
		ids := FindIdentifiers(s)
		if len(ids) != 1 || ids[0].Partition != want {
			t.Errorf("%q: %+v, want partition %s", s, ids, want)
		}
	}
}

func TestModels(t *testing.T) {
	for s, want := range map[string]string{
		"us.anthropic.claude-sonnet-4-5-20250929-v1:0":                                            "us us.anthropic.claude-sonnet-4-5-20250929-v1:0",
		"bedrock/converse/eu.amazon.nova-lite-v1:0.":                                              "eu eu.amazon.nova-lite-v1:0",
		"arn:aws:bedrock:us-west-2:123456789012:inference-profile/apac.anthropic.claude-3-x-v1:0": "apac apac.anthropic.claude-3-x-v1:0",
		"jp.anthropic.claude-sonnet-4-6, or eu.anthropic.x":                                       "jp jp.anthropic.claude-sonnet-4-6",
		"ap.anthropic.claude-3-haiku":                                                             "",
		"anthropic.claude-v2":                                                                     "",
		"us.anthropic.\x00":                                                                       "",
		"us.example.com":                                                                          "",
	} {
		got := ""
		if m, ok := FindModel(s); ok {
			got = m.Geo + " " + s[m.Start:m.End]
		}
		if got != want {
			t.Errorf("FindModel(%q) = %q, want %q", s, got, want)
		}
	}
	if rs, ok := ProfileRegions("us"); !ok || !slices.Contains(rs, "ca-central-1") || slices.Contains(rs, "eu-west-1") {
		t.Errorf("ProfileRegions(us) = %v, %v", rs, ok)
	}
	if _, ok := ProfileRegions("ap"); ok {
		t.Error("ProfileRegions(ap)")
	}
	if got := strings.Join(ProfileGeos("ap-southeast-2"), " "); got != "apac au global" {
		t.Errorf("ProfileGeos = %s", got)
	}
	for _, p := range profiles {
		for _, r := range p.regions {
			if !IsRegion(r) {
				t.Errorf("profile %s lists %q", p.geo, r)
			}
		}
	}
}
