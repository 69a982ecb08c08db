package aws

import (
	"fmt"
	"testing"
)

// describe prints an endpoint as service, kind, region and the texts of its
// spans; a hole is a question mark.
func describe(s string, e Endpoint) string {
	region, place := e.Region, "implied"
	if e.RegionHole {
		region = "?"
	}
	if e.RegionStart >= 0 {
		place = s[e.RegionStart:e.RegionEnd]
	}
	return fmt.Sprintf("%s %s %s [%s] [%s]", e.Service, e.Kind, region, s[e.Start:e.End], place)
}

func TestFindEndpoints(t *testing.T) {
	for _, test := range []struct {
		s    string
		want string // "" for none
	}{
		{"https://cognito-idp.\x00.amazonaws.com/\x00", "cognito-idp regional-endpoint ? [cognito-idp.\x00.amazonaws.com] [\x00]"},
		{"\x00.execute-api.us-east-1.amazonaws.com", "apigateway regional-endpoint us-east-1 [\x00.execute-api.us-east-1.amazonaws.com] [us-east-1]"},
		{"\x00.s3.\x00.amazonaws.com", "s3 regional-endpoint ? [\x00.s3.\x00.amazonaws.com] [\x00]"},
		{"https://\x00.auth.us-east-1.amazoncognito.com/login", "cognito-idp regional-endpoint us-east-1 [\x00.auth.us-east-1.amazoncognito.com] [us-east-1]"},
		{"https://app.auth.\x00.amazoncognito.com", "cognito-idp regional-endpoint ? [app.auth.\x00.amazoncognito.com] [\x00]"},
		{"https://app.auth.eu-west-1.amazoncognito.com", "cognito-idp cognito-domain eu-west-1 [app.auth.eu-west-1.amazoncognito.com] [eu-west-1]"},
		{"\x00.us-east-1.amazonaws.com", " regional-endpoint us-east-1 [\x00.us-east-1.amazonaws.com] [us-east-1]"},
		{"https://\x00.\x00.amazonaws.com", " regional-endpoint ? [\x00.\x00.amazonaws.com] [\x00]"},
		{"https://monitoring.eu-west-1.amazonaws.com", "cloudwatch regional-endpoint eu-west-1 [monitoring.eu-west-1.amazonaws.com] [eu-west-1]"},
		{"email.eu-west-1.amazonaws.com", "ses regional-endpoint eu-west-1 [email.eu-west-1.amazonaws.com] [eu-west-1]"},
		{"https://api.ecr.eu-west-1.amazonaws.com", "ecr regional-endpoint eu-west-1 [api.ecr.eu-west-1.amazonaws.com] [eu-west-1]"},
		{"kms-fips.us-gov-east-1.amazonaws.com", "kms regional-endpoint us-gov-east-1 [kms-fips.us-gov-east-1.amazonaws.com] [us-gov-east-1]"},
		{"s3\x00.us-east-1.amazonaws.com", " regional-endpoint us-east-1 [s3\x00.us-east-1.amazonaws.com] [us-east-1]"},
		{"\x00sqs.us-east-1.amazonaws.com", "sqs regional-endpoint us-east-1 [\x00sqs.us-east-1.amazonaws.com] [us-east-1]"},
		{"https://sqs.us-east-1.amazonaws.com\x00", "sqs regional-endpoint us-east-1 [sqs.us-east-1.amazonaws.com] [us-east-1]"},
		{"https://sqs.us-east-1.amazonaws.com\x00-queue", "sqs regional-endpoint us-east-1 [sqs.us-east-1.amazonaws.com] [us-east-1]"},
		{"s3-\x00.amazonaws.com", "s3 regional-endpoint ? [s3-\x00.amazonaws.com] [\x00]"},
		{"dynamodb.us-\x00-1.amazonaws.com", "dynamodb regional-endpoint ? [dynamodb.us-\x00-1.amazonaws.com] [us-\x00-1]"},
		{"lambda.eu-west-1.api.aws", "lambda regional-endpoint eu-west-1 [lambda.eu-west-1.api.aws] [eu-west-1]"},
		{"sqs.cn-north-1.amazonaws.com.cn", "sqs regional-endpoint cn-north-1 [sqs.cn-north-1.amazonaws.com.cn] [cn-north-1]"},
		{"dynamodb.eusc-de-east-1.amazonaws.eu", "dynamodb regional-endpoint eusc-de-east-1 [dynamodb.eusc-de-east-1.amazonaws.eu] [eusc-de-east-1]"},
		{"b.s3.dualstack.us-west-2.amazonaws.com", "s3 s3-bucket-url us-west-2 [b.s3.dualstack.us-west-2.amazonaws.com] [us-west-2]"},
		{"id.lambda-url.us-west-1.on.aws/", "lambda lambda-function-url us-west-1 [id.lambda-url.us-west-1.on.aws] [us-west-1]"},
		{"https://sqs.eu-west-1.amazonaws.com:443/123456789012/q", "sqs sqs-queue-url eu-west-1 [sqs.eu-west-1.amazonaws.com] [eu-west-1]"},
		{"r.abc.ng.0001.use1.cache.amazonaws.com:6379", "elasticache elasticache-host us-east-1 [r.abc.ng.0001.use1.cache.amazonaws.com] [implied]"},
		{"redirect=https%3A%2F%2Fsqs.us-east-1.amazonaws.com%2Fx", "sqs regional-endpoint us-east-1 [sqs.us-east-1.amazonaws.com] [us-east-1]"},
		{"Use dynamodb.us-est-1.amazonaws.com.", "dynamodb regional-endpoint us-est-1 [dynamodb.us-est-1.amazonaws.com] [us-est-1]"},
		{"\x00.queue.amazonaws.com", "sqs regional-endpoint ? [\x00.queue.amazonaws.com] [\x00]"},
		{"\x00.\x00.rds.amazonaws.com", "rds regional-endpoint ? [\x00.\x00.rds.amazonaws.com] [\x00]"},
		{"bedrock\x00.\x00.amazonaws.com", " regional-endpoint ? [bedrock\x00.\x00.amazonaws.com] [\x00]"},
		{"foo.\x00.amazonaws.com", ""},
		{"\x00.amazonaws.com", ""},
		{"\x00amazonaws.com", ""},
		{"s3.amazonaws.com", ""},
		{"iam.amazonaws.com", ""},
		{"lambda.amazonaws.com", ""},
		{"ec2.amazonaws.com", ""},
		{"bucket.s3.amazonaws.com", ""},
		{"us-east-1.amazonaws.com", ""},
		{"d111111abcdef8.cloudfront.net", ""},
		{"https://docs.aws.amazon.com/us-east-1/x", ""},
		{"https://us-east-1.console.aws.amazon.com/s3", ""},
		{"env.us-west-2.elasticbeanstalk.com", ""},
		{"ip-10-0-0-1.us-west-2.compute.internal", ""},
		{"dynamodb.us-east-1.amazonaws.com.evil.example", ""},
		{"https://sqs.{region}.amazonaws.com", ""},
		{"http://localhost:4566", ""},
	} {
		got := FindEndpoints(test.s)
		switch {
		case len(got) > 1:
			t.Errorf("%q: %d endpoints", test.s, len(got))
		case len(got) == 0 && test.want != "":
			t.Errorf("%q: none, want %q", test.s, test.want)
		case len(got) == 1 && describe(test.s, got[0]) != test.want:
			t.Errorf("%q:\n got %q\nwant %q", test.s, describe(test.s, got[0]), test.want)
		}
	}
}

func TestFindEndpointsInOrder(t *testing.T) {
	s := "sqs.us-east-1.amazonaws.com,s3.eu-west-1.amazonaws.com and iam.amazonaws.com"
	got := FindEndpoints(s)
	if len(got) != 2 || got[0].Service != "sqs" || got[1].Service != "s3" {
		t.Errorf("%+v", got)
	}
}
