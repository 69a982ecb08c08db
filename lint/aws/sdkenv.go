package aws

import (
	"maps"
	"slices"
	"sync"
)

// sdk is how a library finds its region when the code gives none.
type sdk struct {
	// env lists the variables that are read, the first one that is set wins.
	env []string
	// silent is the region that is assumed without a word.
	silent string
}

// sdks lists the libraries by the names that Shape.SDK has. Read in the sources
// of botocore 1.43, @aws-sdk/core 3.981, aws-sdk 2.1693, langchain-aws 1.7,
// @langchain/aws 1.4, litellm, strands-agents and bedrock-agentcore (both 2026),
// @ai-sdk/amazon-bedrock 4.0, @anthropic-ai/bedrock-sdk 1.1, CDK toolkit-lib 1.43.
var sdks = sync.OnceValue(func() map[string]sdk {
	boto := sdk{env: []string{"AWS_DEFAULT_REGION"}}
	v3 := sdk{env: []string{"AWS_REGION"}}
	both := []string{"AWS_REGION", "AWS_DEFAULT_REGION"}
	return map[string]sdk{
		"boto3": boto, "botocore": boto, "aioboto3": boto, "aiobotocore": boto,
		"s3fs": boto, "llama-index-bedrock": boto, "sagemaker": boto, "pyathena": boto, "pycognito": boto, "watchtower": boto,
		"smolagents": boto, "pydantic-ai": boto, "prefect-aws": boto, "dagster-aws": boto, "haystack-bedrock": boto,
		"langgraph-checkpoint-aws": boto,

		"langchain-aws":       {env: both},
		"langchain-community": {env: both},
		"agno":                {env: both},
		"litellm":             {env: []string{"AWS_REGION_NAME", "AWS_REGION", "AWS_DEFAULT_REGION"}, silent: "us-west-2"},
		"crewai":              {env: []string{"AWS_REGION_NAME", "AWS_REGION", "AWS_DEFAULT_REGION"}, silent: "us-west-2"},
		"strands":             {env: []string{"AWS_DEFAULT_REGION", "AWS_REGION"}, silent: "us-west-2"},
		"bedrock-agentcore":   {env: []string{"AWS_DEFAULT_REGION"}, silent: "us-west-2"},
		"anthropic-bedrock":   {env: both, silent: "us-east-1"},

		"aws-sdk-js-v3":        v3,
		"ai-sdk":               v3,
		"strands-js":           v3,
		"bedrock-agentcore-js": {env: []string{"AWS_REGION"}, silent: "us-west-2"},
		"sqs-consumer":         {env: []string{"AWS_REGION"}, silent: "eu-west-1"},
		"anthropic-bedrock-js": {env: []string{"AWS_REGION"}, silent: "us-east-1"},
		"dynamoose":            v3,
		"winston-cloudwatch":   v3,
		"aws-sdk-js-v2":        {env: []string{"AWS_REGION", "AMAZON_REGION"}},
		"@langchain/aws":       {env: []string{"AWS_DEFAULT_REGION"}},
		"@langchain/community": {env: []string{"AWS_DEFAULT_REGION"}},
		"cdk":                  {env: []string{"AWS_REGION", "AMAZON_REGION", "AWS_DEFAULT_REGION", "AMAZON_DEFAULT_REGION"}, silent: "us-east-1"},
		"pulumi":               {env: both},
		"terraform":            {env: both},
	}
})

// SDKEnv returns the variables that a library (a Shape's SDK) reads for its
// region, in order of precedence: boto3 reads AWS_DEFAULT_REGION only, the AWS
// SDK for JavaScript v3 AWS_REGION only. Nil for a library that reads none. The
// slice must not be changed.
func SDKEnv(sdk string) []string { return sdks()[sdk].env }

// sdkEnvNames collects the names over all libraries. CDK_DEFAULT_REGION is what
// the CDK toolkit hands to the program that it runs.
var sdkEnvNames = sync.OnceValue(func() []string {
	names := map[string]bool{"CDK_DEFAULT_REGION": true}
	for _, s := range sdks() {
		for _, name := range s.env {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
})

// RegionEnvNames returns every variable that any library reads for its region,
// sorted. The slice is the caller's.
func RegionEnvNames() []string { return slices.Clone(sdkEnvNames()) }

// IsRegionEnv reports whether a name is one of [RegionEnvNames].
func IsRegionEnv(name string) bool { return slices.Contains(sdkEnvNames(), name) }

// RegionOptional reports whether the SDK makes a working client of the service
// when nothing gives a region. botocore sends some services to a global endpoint
// then, and S3 to us-east-1; executed with botocore 1.43. A service that ignores
// the region (Service.Global) still needs one in the JavaScript SDKs.
func RegionOptional(sdk, service string) bool {
	switch sdk {
	case "boto3", "aioboto3", "botocore", "aiobotocore", "s3fs", "langchain-aws", "langchain-community":
	default:
		return false
	}
	switch service {
	case "s3", "sts", "health":
		return true
	}
	s, ok := LookupService(service)
	return ok && s.Global
}

// SettingsRegionNames returns the names of settings that libraries read a region
// from, in a settings module rather than in a call: django-storages, django-ses,
// django-cognito-jwt. Sorted; the slice is the caller's.
func SettingsRegionNames() []string {
	return []string{"AWS_S3_REGION_NAME", "AWS_SES_REGION_NAME", "COGNITO_AWS_REGION"}
}
