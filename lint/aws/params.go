package aws

import (
	"slices"
	"strings"
)

// idParams lists the request parameters whose value may be an identifier that
// carries a region, by botocore's service name, after the input shapes of
// botocore 1.43; the JavaScript SDKs have the same names. Parameters that end in
// Arn need no entry. The names in snake case are those of libraries that take the
// same identifiers in their constructors.
var idParams = map[string][]string{
	"acm":               {"CertificateArn"},
	"batch":             {"jobQueue", "jobDefinition"},
	"bedrock":           {"inferenceProfileIdentifier", "modelIdentifier", "modelId", "guardrailIdentifier"},
	"bedrock-agentcore": {"browserIdentifier", "codeInterpreterIdentifier", "memoryId"},
	"bedrock-runtime":   {"modelId", "guardrailIdentifier", "model", "model_id"},
	"codebuild":         {"ids", "names"},
	"cognito-identity":  {"IdentityPoolId", "IdentityId", "identity_pool_id"},
	"cognito-idp":       {"UserPoolId", "cognitoUserPoolId", "user_pool_id", "userpool_id", "pool_id"},
	"dynamodb":          {"TableName"},
	"ecs":               {"cluster", "taskDefinition"},
	"events":            {"EventBusName"},
	"iot":               {"principal"},
	"kms":               {"KeyId", "TargetKeyId", "SourceKeyId", "DestinationKeyId"},
	"lambda":            {"FunctionName", "Layers", "LayerName"},
	"logs":              {"logGroupIdentifier", "logGroupIdentifiers"},
	"pipes":             {"Source", "Target", "Enrichment"},
	"rds":               {"DBHostname"},
	"s3":                {"Bucket"},
	"secretsmanager":    {"SecretId", "SecretIdList"},
	"sqs":               {"QueueUrl", "SourceArn"},
	"ssm":               {"Name", "Names"},
}

// IDParam reports whether a request parameter of the service may hold an
// identifier that carries a region and has to agree with the client's: UserPoolId,
// QueueUrl, TableName (a name or an ARN), the key that a resource is encrypted
// with, and everything that ends in Arn. name is one parameter's name, in any case
// of its first letter.
func IDParam(service, name string) bool {
	if len(name) > 3 && (strings.HasSuffix(name, "Arn") || strings.HasSuffix(name, "ARN") || strings.HasSuffix(name, "Arns")) {
		return true
	}
	if strings.EqualFold(name, "KmsKeyId") && service != "s3" {
		return true
	}
	return slices.ContainsFunc(idParams[service], func(p string) bool { return strings.EqualFold(p, name) })
}

// nestedParams lists the identifiers inside request parameters that have to agree
// with the client's region: a parameter and the dotted path in it, by service, after
// the input shapes of botocore 1.43.
var nestedParams = map[string][]pair{
	"bedrock-agent": {
		{"knowledgeBaseConfiguration", "vectorKnowledgeBaseConfiguration.embeddingModelArn"},
	},
	"bedrock-agent-runtime": {
		{"rerankingConfiguration", "bedrockRerankingConfiguration.modelConfiguration.modelArn"},
		{"retrieveAndGenerateConfiguration", "externalSourcesConfiguration.modelArn"},
		{"retrieveAndGenerateConfiguration", "knowledgeBaseConfiguration.modelArn"},
	},
}

// NestedParams returns the dotted paths of what carries a region inside a request
// parameter of the service, and has to agree with the client's.
func NestedParams(service, name string) []string {
	var paths []string
	for _, p := range nestedParams[service] {
		if p.key == name {
			paths = append(paths, p.value)
		}
	}
	return paths
}

// bucketArguments are the positions of the bucket among the arguments of boto3's
// transfer methods for S3 (boto3/s3/inject.py), of which no parameter of
// a request has the name.
var bucketArguments = map[string]int{"upload_file": 1, "upload_fileobj": 1, "download_file": 0, "download_fileobj": 0}

// BucketArgument returns the position, from 0, of the bucket among the arguments of a
// method of boto3's client for S3 that need not name it.
func BucketArgument(method string) (position int, ok bool) {
	position, ok = bucketArguments[method]
	return position, ok
}

// TakesBucket reports whether there is a [BucketArgument] of a method of that name.
func TakesBucket(method string) bool {
	_, ok := bucketArguments[method]
	return ok
}

// A Feature is what a service offers in one region only, whatever others it is in.
type Feature struct {
	Service, Param, Value string // asked for by this value of a request parameter
	Region                string
	// Answer is what a request elsewhere comes back with.
	Answer string
}

// features lists what is in one region of the partition aws, after AWS's
// documentation of WAF and of the metrics that global services publish.
var features = []Feature{
	{"cloudwatch", "Namespace", "AWS/Billing", "us-east-1", "it finds no data there"},
	{"cloudwatch", "Namespace", "AWS/CloudFront", "us-east-1", "it finds no data there"},
	{"cloudwatch", "Namespace", "AWS/Route53", "us-east-1", "it finds no data there"},
	{"wafv2", "Scope", "CLOUDFRONT", "us-east-1", "WAFInvalidParameterException: The scope is not valid"},
}

// FeatureParam reports whether a value of a request parameter of the service may ask
// for something that is in one region only.
func FeatureParam(service, param string) bool {
	return slices.ContainsFunc(features, func(f Feature) bool { return f.Service == service && f.Param == param })
}

// LookupFeature returns what a value of a request parameter of the service asks for,
// if that is in one region only.
func LookupFeature(service, param, value string) (Feature, bool) {
	i := slices.IndexFunc(features, func(f Feature) bool { return f.Service == service && f.Param == param && f.Value == value })
	if i < 0 {
		return Feature{}, false
	}
	return features[i], true
}

// modelParams lists the request parameters that name a model, by service; model
// is that of the Anthropic SDK, whose methods are those of a Bedrock client too.
var modelParams = map[string][]string{
	"bedrock":         {"modelIdentifier", "inferenceProfileIdentifier"},
	"bedrock-agent":   {"foundationModel"},
	"bedrock-runtime": {"modelId", "model"},
}

// ModelParam reports whether a request parameter of the service names a model,
// which has to be one that can be called from the client's region.
func ModelParam(service, name string) bool { return slices.Contains(modelParams[service], name) }

// crossRegionParams lists the parameters that may point into another region by
// design, by service; "" is every service. After AWS's documentation of each
// operation: copies name their source, replication its targets, SNS delivers to
// queues and functions anywhere, an S3 access point's ARN names its own region,
// policies describe resources rather than using them.
var crossRegionParams = map[string][]string{
	"":               {"Policy", "PolicyDocument", "AssumeRolePolicyDocument", "ResourcePolicy", "RegistryPolicy", "SourceRegion", "DestinationRegion", "SourceArn"},
	"apigateway":     {"certificateArn"}, // that of a domain at CloudFront's edge
	"appsync":        {"certificateArn"},
	"backup":         {"CopyActions", "DestinationBackupVaultArn"},
	"cloudformation": {"Regions", "TemplateBody", "TemplateURL"},
	"docdb":          {"SourceDBClusterIdentifier", "SourceDBClusterSnapshotIdentifier", "ReplicationSourceIdentifier", "GlobalClusterIdentifier"},
	"dynamodb":       {"ReplicaUpdates", "Replicas", "GlobalTableSourceArn"},
	"ecr":            {"replicationConfiguration"},
	"elasticache":    {"TargetBucket", "GlobalReplicationGroupId"},
	"events":         {"Targets", "ReplicationConfig"},
	"health":         {"eventArn", "eventArns"},
	"kms":            {"ReplicaRegion", "PrimaryRegion"},
	"rds":            {"SourceDBInstanceIdentifier", "SourceDBSnapshotIdentifier", "SourceDBClusterIdentifier", "SourceDBClusterSnapshotIdentifier", "ReplicationSourceIdentifier", "SourceDBInstanceAutomatedBackupsArn"},
	"s3":             {"Bucket", "CopySource", "ReplicationConfiguration"},
	"s3control":      {"Bucket", "Regions"},
	"scheduler":      {"Target"},
	"secretsmanager": {"AddReplicaRegions", "RemoveReplicaRegions"},
	"sns":            {"Endpoint"},
}

// CrossRegionParam reports whether a request parameter of the service may name
// another region than the client's without being wrong. name is one parameter's
// name or the dotted path of a nested one; any component counts.
func CrossRegionParam(service, name string) bool {
	for part := range strings.SplitSeq(name, ".") {
		fold := func(p string) bool { return strings.EqualFold(p, part) }
		everywhere := slices.ContainsFunc(crossRegionParams[""], fold) && !slices.ContainsFunc(idParams[service], fold)
		if everywhere || slices.ContainsFunc(crossRegionParams[service], fold) {
			return true
		}
	}
	return false
}

// resourceMethods are the methods of boto3's resources whose first argument is an
// identifier, and the request parameter that it stands for, by service.
var resourceMethods = map[string][]pair{
	"dynamodb": {{"Table", "TableName"}},
	"sns": {
		{"PlatformApplication", "PlatformApplicationArn"},
		{"PlatformEndpoint", "EndpointArn"},
		{"Subscription", "SubscriptionArn"},
		{"Topic", "TopicArn"},
	},
	"sqs": {{"Queue", "QueueUrl"}},
}

// ResourceParam returns the request parameter that the first argument of a method
// of boto3's resource for the service stands for.
func ResourceParam(service, method string) (param string, ok bool) {
	return lookupPair(resourceMethods[service], method)
}

// IsResourceMethod reports whether ResourceParam knows the method for any service.
func IsResourceMethod(method string) bool {
	for _, methods := range resourceMethods {
		if _, ok := lookupPair(methods, method); ok {
			return true
		}
	}
	return false
}

// HandsOn reports whether the method of a boto3 client makes something that hands
// request parameters on to it: a paginator, a waiter.
func HandsOn(method string) bool { return method == "get_paginator" || method == "get_waiter" }

// TakesClient reports whether a function of the AWS SDK for JavaScript v3 takes a
// client and then a request, as paginators, waiters and presigners do. symbol is
// as in LookupShape.
func TakesClient(symbol string) bool {
	module, export := splitModule(symbol)
	switch module = packageName(module); {
	case module == "@aws-sdk/s3-request-presigner":
		return export == "getSignedUrl"
	case strings.HasPrefix(module, "@aws-sdk/"):
		return MayTakeClient(export) && export != "getSignedUrl"
	}
	return false
}

// MayTakeClient is a cheap test for [TakesClient], by the function's name alone.
func MayTakeClient(name string) bool {
	return strings.HasPrefix(name, "paginate") || strings.HasPrefix(name, "waitUntil") ||
		strings.HasPrefix(name, "waitFor") || name == "getSignedUrl"
}
