package aws

import (
	"cmp"
	"slices"
	"strings"
)

// A Service is one AWS service by the names that its callers use. The table is
// that of botocore 1.43 (service metadata and endpoint rule sets), the names of
// the JavaScript SDKs are those of npm @aws-sdk/client-* and aws-sdk 2.1693.
type Service struct {
	// Name is botocore's name, the first argument of boto3.client.
	Name string
	// ID is the service id of the service's model, such as "Cognito Identity
	// Provider".
	ID string
	// JSClient and JSPackage name the client class of the AWS SDK for JavaScript
	// v3 and the package that exports it.
	JSClient, JSPackage string
	// EndpointPrefix is the service's part of a host name: monitoring in
	// monitoring.eu-west-1.amazonaws.com. It may have several labels.
	EndpointPrefix string
	// SigningName is the service's part of a credential scope.
	SigningName string
	// Global says that SDKs ignore the region: endpoint and signature are the
	// same whatever is given. Found by evaluating botocore's endpoint rule sets.
	Global bool
	// Required lists the only regions that work, for services that live in a few
	// regions and whose SDK does not correct the region. Empty for all others.
	Required []string
	// JSV2 lists the class names in the AWS SDK for JavaScript v2.
	JSV2 []string
}

// serviceKey is one row of a sorted table from a foreign name to a service.
type serviceKey struct {
	key   string
	index uint16
}

// LookupService returns the service that botocore calls name.
func LookupService(name string) (Service, bool) {
	i, ok := slices.BinarySearchFunc(services, name, func(s Service, name string) int { return cmp.Compare(s.Name, name) })
	if !ok {
		return Service{}, false
	}
	return services[i], true
}

// ServiceByPackage returns the service of a client package of the AWS SDK for
// JavaScript v3: @aws-sdk/client-s3.
func ServiceByPackage(name string) (Service, bool) { return lookupKey(servicesByPackage, name) }

// ServiceByV2 returns the service of a class of the AWS SDK for JavaScript v2:
// CognitoIdentityServiceProvider, or the lower-case name of its module in
// aws-sdk/clients.
func ServiceByV2(name string) (Service, bool) {
	return lookupKey(servicesByV2, strings.ToLower(name))
}

// ServiceByHostLabel returns the service that a part of a host name stands for:
// the endpoint prefix, with all its labels (api.ecr) and without a -fips suffix,
// or the label of a data-plane host that botocore does not list (dkr.ecr,
// email-smtp). Where services share a prefix it is the most common one: email is
// ses, monitoring is cloudwatch.
func ServiceByHostLabel(label string) (Service, bool) {
	return lookupKey(servicesByHostLabel, strings.ToLower(label))
}

// ServiceBySigningName returns the service that a SigV4 credential scope names.
// Where services share a signing name it is the one that requests are most often
// signed by hand for: bedrock is bedrock-runtime, execute-api is apigateway.
func ServiceBySigningName(name string) (Service, bool) {
	return lookupKey(servicesBySigningName, name)
}

func lookupKey(table []serviceKey, key string) (Service, bool) {
	i, ok := slices.BinarySearchFunc(table, key, func(k serviceKey, key string) int { return cmp.Compare(k.key, key) })
	if !ok {
		return Service{}, false
	}
	return services[table[i].index], true
}

// RequiredBy reports whether squeezed, a name in lower case without separators,
// speaks of a service that requires one of a few regions, this one among them.
func RequiredBy(squeezed, region string) bool {
	const shortest = 5 // what is shorter is a part of other words
	for i := range services {
		s := &services[i]
		if len(s.Required) == 0 || !slices.Contains(s.Required, region) {
			continue
		}
		if name := strings.ReplaceAll(s.Name, "-", ""); len(name) >= shortest && strings.Contains(squeezed, name) {
			return true
		}
	}
	return false
}

// ServicesNamed returns the services that people call by a word in lower case,
// sorted: those of whose name it is the first part (bedrock: bedrock,
// bedrock-agent, bedrock-runtime, …), and those that have it as a short name.
func ServicesNamed(word string) []string {
	var names []string
	for i := range services {
		name := services[i].Name
		if rest, ok := strings.CutPrefix(name, word); ok && (rest == "" || rest[0] == '-' || rest == "v2") {
			names = append(names, name)
		}
	}
	switch word {
	case "dynamo", "ddb":
		names = append(names, "dynamodb")
	case "agentcore":
		names = append(names, "bedrock-agentcore", "bedrock-agentcore-control")
	case "email", "mail", "mailer", "smtp":
		names = append(names, "ses", "sesv2")
	case "secret", "secrets":
		names = append(names, "secretsmanager")
	case "queue":
		names = append(names, "sqs")
	case "bucket", "storage":
		names = append(names, "s3")
	case "userpool", "auth":
		names = append(names, "cognito-idp", "cognito-identity")
	}
	slices.Sort(names)
	return slices.Compact(names)
}
