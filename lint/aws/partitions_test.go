package aws

import "testing"

func TestFindClashes(t *testing.T) {
	t.Parallel()
	hole := string(rune(Hole))
	for _, c := range []struct{ s, stated, want string }{
		{"arn:aws:sqs:cn-north-1:123456789012:orders", "aws", "aws-cn"},
		{"arn:aws-cn:sqs:eu-west-1:123456789012:orders", "aws-cn", "aws"},
		{"arn:aws:dynamodb:us-gov-west-1:123456789012:table/t", "aws", "aws-us-gov"},
		{"arn:aws:sns:cn-north-1:" + hole + ":" + hole, "aws", "aws-cn"},
		{"arn:aws:kms:eusc-de-east-1:123456789012:key/k", "aws", "aws-eusc"},
		{"https://sqs.cn-north-1.amazonaws.com/123456789012/orders", "amazonaws.com", "amazonaws.com.cn"},
		{"sqs.eu-west-1.amazonaws.com.cn", "amazonaws.com.cn", "amazonaws.com"},
		{"https://bucket.s3.cn-northwest-1.amazonaws.com/key", "amazonaws.com", "amazonaws.com.cn"},
		{"https://lambda.cn-north-1.api.aws", "api.aws", "api.amazonwebservices.com.cn"},
		{"db.abc123.eusc-de-east-1.rds.amazonaws.com", "amazonaws.com", "amazonaws.eu"},
		{"redis.abc123.0001.cnn1.cache.amazonaws.com", "amazonaws.com", "amazonaws.com.cn"},

		{s: "arn:aws-cn:sqs:cn-north-1:123456789012:orders"},
		{s: "arn:aws:iam::123456789012:role/r"},
		{s: "arn:" + hole + ":sqs:cn-north-1:123456789012:orders"},
		{s: "arn:aws:sqs:" + hole + ":123456789012:orders"},
		{s: "arn:aws:sqs:cn-north-1:123456789012:*"},
		{s: "arn:aws:sqs:cn-south-9:123456789012:orders"},
		{s: "arn:aws:s3:::cn-north-1-bucket"},
		{s: "https://sqs.us-gov-west-1.amazonaws.com"},
		{s: "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/orders"},
		{s: "https://s3.us-gov-west-1.api.aws"},
		{s: "lambda.amazonaws.com.cn"},
		{s: "https://abc.lambda-url.cn-north-1.on.aws"},
		{s: "https://sqs.cn-north-1." + hole},
	} {
		found := FindClashes(c.s)
		var stated, want string
		if len(found) > 0 {
			stated, want = found[0].Stated, found[0].Want
			if got := c.s[found[0].Start:found[0].End]; got != stated {
				t.Errorf("%q: bounds of %q hold %q", c.s, stated, got)
			}
		}
		if stated != c.stated || want != c.want || len(found) > 1 {
			t.Errorf("FindClashes(%q) = %+v, want %q for %q", c.s, found, c.want, c.stated)
		}
	}
}

func TestBareClash(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"states.cn-north-1.amazonaws.com":               true,
		"https://states.cn-north-1.amazonaws.com":       false,
		"states.cn-north-1.amazonaws.com/path":          false,
		"bucket.s3.cn-north-1.amazonaws.com":            false,
		"a.b.cn-north-1.rds.amazonaws.com":              false,
		"vpce-1-2.sqs.cn-north-1.vpce.amazonaws.com":    false,
		"sqs.cn-north-1.amazonaws.com:443":              false,
		"arn:aws:sqs:cn-north-1:123456789012:some-name": false,
	} {
		found := FindClashes(s)
		if len(found) != 1 || found[0].Bare != want {
			t.Errorf("FindClashes(%q) = %+v, want one with Bare %v", s, found, want)
		}
	}
}
