package aws

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

type format struct {
	Name          string   `json:"name"`
	Service       string   `json:"service"`
	ImpliedRegion string   `json:"impliedRegion"`
	Positives     []sample `json:"positives"`
	Negatives     []string `json:"negatives"`
}

type sample struct {
	S       string  `json:"s"`
	Region  string  `json:"region"`
	Service *string `json:"service"`
}

// ofKind finds identifiers of some kinds.
func ofKind(kinds ...string) func(string) []Identifier {
	return func(s string) []Identifier {
		return slices.DeleteFunc(FindIdentifiers(s), func(id Identifier) bool { return !slices.Contains(kinds, id.Kind) })
	}
}

// where narrows a finder to identifiers with a property.
func where(find func(string) []Identifier, keep func(s string, id Identifier) bool) func(string) []Identifier {
	return func(s string) []Identifier {
		return slices.DeleteFunc(find(s), func(id Identifier) bool { return !keep(s, id) })
	}
}

// found wraps a region that a look-up of the whole string gives.
func found(region string, ok bool) []Identifier {
	if !ok {
		return nil
	}
	return []Identifier{{Region: region}}
}

func explicit(_ string, id Identifier) bool { return id.RegionStart >= 0 }

// afterRegion keeps hosts whose region is followed by one of the texts.
func afterRegion(texts ...string) func(string, Identifier) bool {
	return func(s string, id Identifier) bool {
		return explicit(s, id) && slices.ContainsFunc(texts, func(t string) bool { return strings.HasPrefix(s[id.RegionEnd:], t) })
	}
}

// beforeRegion keeps hosts whose region follows one of the texts.
func beforeRegion(texts ...string) func(string, Identifier) bool {
	return func(s string, id Identifier) bool {
		return explicit(s, id) && slices.ContainsFunc(texts, func(t string) bool { return strings.HasSuffix(s[:id.RegionStart], t) })
	}
}

var regionFirstLabels = []string{
	".rds.", ".redshift.", ".redshift-serverless.", ".elb.", ".es.", ".compute.", ".queue.", ".docdb.", ".console.",
}

// finders gives, for every format of the samples, what finds it here.
var finders = map[string]func(string) []Identifier{
	"region_code": func(s string) []Identifier {
		var ids []Identifier
		for _, m := range FindRegions(s) {
			if !m.Inside && !strings.HasPrefix(s[m.End:], ".") {
				ids = append(ids, Identifier{Region: m.Region})
			}
		}
		return ids
	},
	"cognito_user_pool_id":          ofKind("cognito-user-pool-id"),
	"cognito_user_pool_id_context":  func(s string) []Identifier { return found(UserPoolRegion(s)) },
	"cognito_identity_pool_id":      ofKind("cognito-identity-pool-id"),
	"cognito_hosted_ui_domain":      ofKind("cognito-domain"),
	"arn":                           ofKind("arn"),
	"lambda_partial_arn":            ofKind("lambda-partial-arn"),
	"service_endpoint":              where(where(FindIdentifiers, afterRegion(".amazonaws.", ".api.aws")), beforeRegion(".")),
	"service_endpoint_region_first": where(FindIdentifiers, afterRegion(regionFirstLabels...)),
	"elasticbeanstalk":              ofKind("elasticbeanstalk-url"),
	"on_aws_host":                   where(FindIdentifiers, afterRegion(".on.aws")),
	"apprunner_host":                ofKind("apprunner-url"),
	"vpce_host":                     ofKind("vpc-endpoint"),
	"s3_dualstack":                  where(FindIdentifiers, beforeRegion(".dualstack.")),
	"s3_legacy_dash":                where(FindIdentifiers, beforeRegion("s3-", "s3-website-", "s3-fips-")),
	"s3_website_dot":                where(FindIdentifiers, beforeRegion("s3-website.")),
	"s3_express_bucket":             ofKind("s3-express-bucket"),
	"elasticache_host":              ofKind("elasticache-host"),
	"az_name":                       ofKind("availability-zone"),
	"local_zone_name":               ofKind("local-zone"),
	"az_id":                         ofKind("zone-id"),
	"ecr_registry":                  ofKind("ecr-registry"),
	"sqs_url":                       where(ofKind("sqs-queue-url"), explicit),
	"apigw_execute_api":             ofKind("api-gateway-url"),
	"appsync_host":                  ofKind("appsync-url"),
	"eks_endpoint":                  ofKind("eks-host"),
	"eks_oidc":                      ofKind("eks-oidc-issuer"),
	"ec2_private_dns":               where(ofKind("ec2-host"), explicit),
	"ec2_use1_dns":                  where(ofKind("ec2-host"), implied),
	"use1_legacy_hosts":             where(FindIdentifiers, implied),
	"bedrock_arn":                   where(ofKind("arn"), func(_ string, id Identifier) bool { return id.Service == "bedrock" }),
	"codecommit_grc":                ofKind("codecommit-url"),
	"console_url":                   where(ofKind("console-url"), beforeRegion("region=")),
	"jdbc_athena_etc_region_param":  ofKind("region-parameter"),
	"cognito_issuer": func(s string) []Identifier {
		return slices.DeleteFunc(findIssuerPools(s), func(id Identifier) bool { return id.Region == "" })
	},
	"arn_regionless": func(s string) []Identifier {
		parts := strings.Split(s, ":")
		if parts[3] != "" || len(FindIdentifiers(s)) > 0 {
			return nil
		}
		return []Identifier{{Service: parts[2]}}
	},
	"bedrock_inference_profile": func(s string) []Identifier {
		if _, ok := FindModel(s); ok {
			return []Identifier{{Service: "bedrock-runtime"}}
		}
		return nil
	},
	"regions_enum_const": func(s string) []Identifier {
		_, last, ok := strings.Cut(s, ".")
		if !ok || last != strings.ToUpper(last) {
			return nil
		}
		return found(Respelled(last))
	},
}

func implied(_ string, id Identifier) bool { return id.RegionStart < 0 }

// findIssuerPools returns the region of what follows a Cognito host, in the wider
// grammar of pool ids.
func findIssuerPools(s string) []Identifier {
	for _, e := range FindEndpoints(s) {
		if path, ok := strings.CutPrefix(s[e.End:], "/"); ok && e.Service == "cognito-idp" {
			id, _, _ := strings.Cut(path, "/")
			return found(UserPoolRegion(id))
		}
	}
	return nil
}

func loadFormats(t *testing.T) []format {
	t.Helper()
	data, err := os.ReadFile("data/idformats.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Formats []format `json:"formats"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	return file.Formats
}

// TestFormats runs every sample of every identifier format.
func TestFormats(t *testing.T) {
	formats := loadFormats(t)
	if len(formats) != len(finders) {
		t.Errorf("%d formats, %d finders", len(formats), len(finders))
	}
	for _, f := range formats {
		find, ok := finders[f.Name]
		if !ok {
			t.Errorf("%s: no finder", f.Name)
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			for _, p := range f.Positives {
				got := find(p.S)
				if len(got) == 0 {
					t.Errorf("%q: nothing found; all: %+v", p.S, FindIdentifiers(p.S))
					continue
				}
				checkSample(t, f, p, got[0])
			}
			for _, s := range f.Negatives {
				if got := find(s); len(got) > 0 {
					t.Errorf("%q: found %+v", s, got)
				}
			}
		})
	}
}

func checkSample(t *testing.T, f format, p sample, got Identifier) {
	t.Helper()
	region := p.Region
	if region == "" {
		region = f.ImpliedRegion
	}
	if region != "" && got.Region != region {
		t.Errorf("%q: region %q, want %q", p.S, got.Region, region)
	}
	if p.Service == nil || got.Service == *p.Service {
		return
	}
	// A label that is no service's (console) leaves the service open.
	service, _ := ServiceByHostLabel(strings.TrimSuffix(*p.Service, "-fips"))
	if service.Name != got.Service {
		t.Errorf("%q: service %q, want that of %q (%q)", p.S, got.Service, *p.Service, service.Name)
	}
}
