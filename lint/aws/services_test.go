package aws

import (
	"slices"
	"testing"
)

func TestServiceLookups(t *testing.T) {
	type lookup func(string) (Service, bool)
	for _, test := range []struct {
		name string
		by   lookup
		want map[string]string
	}{
		{"LookupService", LookupService, map[string]string{"s3": "s3", "cognito-idp": "cognito-idp", "S3": "", "monitoring": "", "": ""}},
		{"ServiceByPackage", ServiceByPackage, map[string]string{
			"@aws-sdk/client-s3": "s3", "@aws-sdk/client-cognito-identity-provider": "cognito-idp", "@aws-sdk/client-sfn": "stepfunctions",
			"@aws-sdk/client-transcribe-streaming": "transcribe-streaming", "@aws-sdk/lib-dynamodb": "",
		}},
		{"ServiceByV2", ServiceByV2, map[string]string{
			"DynamoDB": "dynamodb", "S3": "s3", "CognitoIdentityServiceProvider": "cognito-idp", "cognitoidentityserviceprovider": "cognito-idp",
			"StepFunctions": "stepfunctions", "SES": "ses", "DocumentClient": "",
		}},
		{"ServiceByHostLabel", ServiceByHostLabel, map[string]string{
			"monitoring": "cloudwatch", "email": "ses", "email-smtp": "ses", "cognito-idp": "cognito-idp", "api.ecr": "ecr", "dkr.ecr": "ecr",
			"states": "stepfunctions", "streams.dynamodb": "dynamodbstreams", "runtime.sagemaker": "sagemaker-runtime", "elasticloadbalancing": "elbv2",
			"bedrock-runtime": "bedrock-runtime", "execute-api": "apigateway", "aoss": "opensearchserverless", "rds": "rds", "console": "", "": "",
		}},
		{"ServiceBySigningName", ServiceBySigningName, map[string]string{
			"es": "es", "aoss": "opensearchserverless", "bedrock": "bedrock-runtime", "bedrock-agentcore": "bedrock-agentcore", "execute-api": "apigateway",
			"ses": "ses", "s3": "s3", "iotdevicegateway": "iot-data", "states": "stepfunctions", "sagemaker": "sagemaker", "nothing": "",
		}},
	} {
		for key, want := range test.want {
			if got, ok := test.by(key); got.Name != want || ok != (want != "") {
				t.Errorf("%s(%q) = %q, %v, want %q", test.name, key, got.Name, ok, want)
			}
		}
	}
}

func TestServiceClasses(t *testing.T) {
	for name, global := range map[string]bool{"iam": true, "cloudfront": true, "route53": true, "sts": false, "s3": false, "globalaccelerator": false} {
		if s, ok := LookupService(name); !ok || s.Global != global {
			t.Errorf("%s: Global = %v, %v", name, s.Global, ok)
		}
	}
	for name, want := range map[string][]string{
		"globalaccelerator": {"us-west-2"}, "route53domains": {"us-east-1"}, "pricing": {"us-east-1", "eu-central-1", "ap-south-1"}, "dynamodb": nil,
	} {
		if s, _ := LookupService(name); !slices.Equal(s.Required, want) {
			t.Errorf("%s: Required = %v, want %v", name, s.Required, want)
		}
	}
}

// TestServiceTables: every index is sorted and leads to a service, and every
// service is found by each of its own names.
func TestServiceTables(t *testing.T) {
	for name, table := range map[string][]serviceKey{
		"packages": servicesByPackage, "v2": servicesByV2, "labels": servicesByHostLabel, "signers": servicesBySigningName,
	} {
		for i, k := range table {
			if int(k.index) >= len(services) || i > 0 && table[i-1].key >= k.key {
				t.Errorf("%s: row %d (%q) is out of order or range", name, i, k.key)
			}
		}
	}
	for _, s := range services {
		if got, ok := LookupService(s.Name); !ok || got.ID != s.ID {
			t.Errorf("LookupService(%q) = %+v", s.Name, got)
		}
		if got, ok := ServiceByPackage(s.JSPackage); !ok || got.JSPackage != s.JSPackage {
			t.Errorf("ServiceByPackage(%q) = %+v", s.JSPackage, got)
		}
		if _, ok := ServiceByHostLabel(s.EndpointPrefix); !ok {
			t.Errorf("ServiceByHostLabel(%q): none", s.EndpointPrefix)
		}
		if _, ok := ServiceBySigningName(s.SigningName); !ok {
			t.Errorf("ServiceBySigningName(%q): none", s.SigningName)
		}
		for _, r := range s.Required {
			if !IsRegion(r) {
				t.Errorf("%s requires the unknown region %q", s.Name, r)
			}
		}
	}
}
