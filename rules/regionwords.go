package rules

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/regionlint/regionlint/lint/aws"
)

// nameWords splits a name at what is no letter or digit and at the humps of
// camel case, in lower case: AWS_REGION, awsRegion and AWSRegion are aws and
// region.
func nameWords(name string) []string {
	var words []string
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		start, runes := 0, []rune(part)
		for i := 1; i <= len(runes); i++ {
			if i == len(runes) || unicode.IsUpper(runes[i]) && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
				words = append(words, strings.ToLower(string(runes[start:i])))
				start = i
			}
		}
	}
	return words
}

// optionName returns the long name of a command line's option without what
// follows it, as in "-r, --region <name>", and other names as they are.
func optionName(name string) string {
	if flag := strings.LastIndex(name, "--"); flag >= 0 {
		name = name[flag+2:]
		if end := strings.IndexAny(name, " =<["); end >= 0 {
			name = name[:end]
		}
	}
	return name
}

// isForRegion reports whether a name says that its value is one region.
func isForRegion(name string) bool {
	words := regionWords(name)
	return len(words) > 0 && strings.HasSuffix(words[len(words)-1], "region") || isConstraint(name)
}

// isConstraint reports whether a name is that under which S3 takes a new
// bucket's region. It refuses us-east-1 there: InvalidLocationConstraint.
func isConstraint(name string) bool {
	return slices.Equal(nameWords(name), []string{"location", "constraint"})
}

// regionWords returns a name's words without those that say only what kind of
// thing it holds: that of aws_region_name end in region.
func regionWords(name string) []string {
	words := nameWords(optionName(name))
	for len(words) > 1 && slices.Contains([]string{"name", "id", "code", "value", "default", "str", "string", "fallback", "env", "slug"}, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return words
}

// roles are words of names for regions that are meant to be others than the one
// that the application runs in: where something is copied from or to.
var roles = []string{
	"source", "src", "from", "destination", "dest", "dst", "target", "replica", "replication", "backup", "dr", "failover", "standby",
	"secondary", "peer", "remote", "copy", "mirror", "old", "legacy", "previous", "other", "global",
}

func hasRole(name string) bool { return isForRegion(name) && hasWord(name, roles) }

// incidental are words of names for regions that are shown or that belong to
// something else: nothing runs there because of them.
var incidental = []string{"placeholder", "example", "description", "help", "hint", "title", "label", "selected", "bucket", "mock", "fake", "dummy"}

func isIncidental(name string) bool { return hasWord(name, incidental) }

// isSampleFile reports whether a file holds data to show or to try things with.
func isSampleFile(file string) bool {
	if strings.Contains(path.Base(file), ".stories.") {
		return true
	}
	for part := range strings.SplitSeq(path.Dir(file), "/") {
		switch strings.ToLower(part) {
		case "seed", "seeds", "seeder", "seeders", "stories", "__stories__", "mock", "mocks", "fixture", "snippets":
			return true
		}
	}
	return false
}

func hasWord(name string, words []string) bool {
	return slices.ContainsFunc(nameWords(name), func(w string) bool { return slices.Contains(words, w) })
}

// vendors are words that say that a region is another vendor's, or a field of
// the application's own domain.
var vendors = []string{
	"pinecone", "aliyun", "alibaba", "alicloud", "oss", "tencent", "cos", "huawei", "obs", "baidu", "bos", "volcengine", "qiniu",
	"gcp", "google", "gcs", "vertex", "firebase", "azure", "oracle", "oci", "ibm", "linode", "akamai", "vultr", "digitalocean",
	"spaces", "wasabi", "backblaze", "b2", "minio", "cloudflare", "r2", "storj", "scaleway", "ovh", "hetzner", "exoscale", "tigris",
	"supabase", "neon", "planetscale", "upstash", "mongodb", "atlas", "snowflake", "databricks", "cockroach", "cockroachdb",
	"timescale", "turso", "zilliz", "milvus", "qdrant", "weaviate", "elastic", "confluent", "fly", "flyio", "vercel", "netlify",
	"render", "railway", "heroku", "twilio", "livekit", "deepgram", "datadog", "sentry", "auth0", "okta", "posthog", "mixpanel",
	"localstack", "garage", "ceph", "nebius", "crusoe", "runpod", "vast",
	"customer", "user", "tenant", "sales", "billing", "shipping", "country", "phone", "geo",
}

// menuKeys are properties that stand beside a region where it is one to choose
// from, or one of a vendor of several clouds.
var menuKeys = []string{
	"label", "title", "city", "country", "flag", "lat", "lng", "lon", "latitude", "longitude", "continent", "text", "emoji",
	"cloud", "cloudProvider", "cloud_provider", "provider", "description", "geo",
}

// isForeign reports whether the words around a region say that it is none of
// AWS's, or none that anything runs in.
func isForeign(file string, names ...string) bool {
	base := path.Base(file)
	for _, name := range append(names, strings.TrimSuffix(base, path.Ext(base))) {
		if hasWord(name, vendors) {
			return true
		}
	}
	return false
}

// special are words of names for regions that have to be where AWS wants them.
var special = []string{
	"acm", "cert", "certs", "certificate", "certificates", "cloudfront", "cdn", "edge", "waf", "wafv2", "billing", "cost", "costs",
	"route53", "dns", "iam", "organizations", "shield", "budgets", "ce", "cur", "support", "chime",
}

// needsHome reports whether a name says that a feature of AWS asks for a region:
// us-east-1 for what CloudFront uses and for what is global, and those of
// services that are in a few regions only.
func needsHome(name, region string) bool {
	words := nameWords(name)
	if region == "us-east-1" && slices.ContainsFunc(words, func(w string) bool { return slices.Contains(special, w) }) {
		return true
	}
	return aws.RequiredBy(strings.Join(words, ""), region)
}

// namedServices returns the services that a name's words speak of, sorted:
// BEDROCK_REGION those of Bedrock, SES_REGION ses.
func namedServices(name string) []string {
	var found []string
	for _, word := range nameWords(name) {
		if len(word) < 2 || slices.Contains([]string{"aws", "region", "default", "next", "public", "vite", "name", "app", "react", "my"}, word) {
			continue
		}
		found = append(found, aws.ServicesNamed(word)...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}
