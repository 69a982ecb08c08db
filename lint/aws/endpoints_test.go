package aws

import (
	"slices"
	"testing"
)

func TestUnlisted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		service, region string
		want            bool
	}{
		{"rekognition", "eu-north-1", true},
		{"rekognition", "eu-west-1", false},
		{"appsync", "mx-central-1", true},
		{"s3", "mx-central-1", false},
		{"textract", "eu-north-1", false},        // its list is not kept
		{"bedrock-runtime", "ap-east-1", false},  // has no list
		{"rekognition", "cn-north-1", false},     // another partition
		{"rekognition", "sa-west-1", false},      // newer than the table
		{"iam", "eu-north-1", false},             // global
		{"route53domains", "eu-north-1", false},  // the business of single-region-service
		{"no-such-service", "eu-north-1", false}, // unknown
	} {
		if got := Unlisted(c.service, c.region); got != c.want {
			t.Errorf("Unlisted(%q, %q) = %v", c.service, c.region, got)
		}
	}
	for _, u := range unlisted {
		service, ok := LookupService(u.service)
		if !ok || service.Global || len(service.Required) > 0 {
			t.Errorf("%s is unknown, global or bound to regions of its own", u.service)
		}
		if len(u.regions) == 0 || 2*len(u.regions) > len(endpointRegions) {
			t.Errorf("%s lacks %d of %d regions", u.service, len(u.regions), len(endpointRegions))
		}
	}
	for _, r := range endpointRegions {
		if region, ok := LookupRegion(r.name); !ok || region.Partition != "aws" {
			t.Errorf("%s is no region of partition aws", r.name)
		}
	}
}

func TestNearestListed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		service, region string
		want            []string
	}{
		{"rekognition", "eu-north-1", []string{"eu-central-1", "eu-west-2", "eu-west-1"}},
		{"appsync", "ap-southeast-6", []string{"ap-southeast-2", "ap-southeast-4", "ap-southeast-3"}},
		{"appsync", "mx-central-1", []string{"us-east-2", "us-west-1", "us-east-1"}},
	} {
		if got := NearestListed(c.service, c.region, 3); !slices.Equal(got, c.want) {
			t.Errorf("NearestListed(%q, %q) = %v, want %v", c.service, c.region, got, c.want)
		}
	}
	if got := NearestListed("rekognition", "cn-north-1", 3); got != nil {
		t.Errorf("NearestListed in another partition = %v", got)
	}
}
