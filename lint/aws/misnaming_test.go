package aws

import (
	"slices"
	"strings"
	"testing"
)

func TestMisname(t *testing.T) {
	for s, want := range map[string]string{
		"us-east-1a": "zone us-east-1", "us-gov-west-1b": "zone us-gov-west-1", "us-west-2-lax-1a": "zone us-west-2",
		"us-east-1-wl1-bos-wlz-1": "zone us-east-1", "US-EAST-1A": "zone us-east-1", "us_east_1a": "zone us-east-1",
		"us-east1a": "zone us-east-1", " eu-west-1b ": "zone eu-west-1",

		"us_east_1": "otherwise us-east-1", "EU-WEST-1": "otherwise eu-west-1", "us-east1": "otherwise us-east-1",
		"us-east-1 ": "otherwise us-east-1", " us-east-1": "otherwise us-east-1", `"us-east-1"`: "otherwise us-east-1", "“us-east-1”": "otherwise us-east-1",
		"'us-east-1'": "otherwise us-east-1", "us-east-1,": "otherwise us-east-1", "us-east-1;": "otherwise us-east-1",
		"us\u2011east\u20111": "otherwise us-east-1", "us\u2013east\u20131": "otherwise us-east-1", "us-east-1\n": "otherwise us-east-1",

		"us-est-1": "unknown us-east-1 us-west-1", "ap-souteast-2": "unknown ap-southeast-2", "us-east": "unknown us-east-1 us-east-2",
		"us-north-1": "unknown cn-north-1 eu-north-1", "xx-new-1": "unknown", "us-east-1-a": "unknown us-east-1", "us-mars-1": "unknown", "usa-east-1": "unknown sa-east-1 us-east-1",
		"us-est-1a": "unknown us-east-1 us-west-1", "europe-west-1": "", "xx-east-1": "unknown ap-east-1 sa-east-1 us-east-1",

		"us-east-1": "", "ap-southeast-5": "", "aws-global": "", "us-east-1-fips": "", "fips-us-west-2": "", "US-EAST-1-FIPS": "",
		"us-ashburn-1": "", "me-east-1": "", "us-west-004": "", "ru-central1": "", "cn-hangzhou": "", "eastus": "", "nyc3": "",
		"auto": "", "local": "", "fake": "", "dummy": "", "us-fake-1": "", "eu-test-1": "", "my-region-1": "", "xx-xxxx-1": "",
		"us-xxx-1": "", "": "", "global": "", "gra": "", "minio": "", "us-east-1,us-west-2": "", "us-east-1#prod": "",
		strings.Repeat("us-east-1", 9): "", "hunter2-and-more": "", "Virginia": "",
	} {
		got := ""
		if m, ok := Misname(s); ok {
			got = strings.TrimSpace([...]string{"zone", "otherwise", "unknown"}[m.Kind] + " " + strings.Join(m.Regions, " "))
		}
		if got != want {
			t.Errorf("Misname(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestMisnameSparesKnown(t *testing.T) {
	for _, r := range regions {
		if m, ok := Misname(r.Name); ok {
			t.Errorf("Misname(%q) = %+v", r.Name, m)
		}
	}
	if !slices.IsSorted(foreignRegions) {
		t.Error("foreignRegions is not sorted")
	}
	for _, name := range foreignRegions {
		if IsRegion(name) {
			t.Errorf("%s is a region of AWS", name)
		}
	}
}

func TestMayBeNewer(t *testing.T) {
	for name, want := range map[string]bool{
		"us-north-1": true, "ap-southeast-9": true, "eu-northwest-1": true, "us-gov-south-1": true, "cn-central-1": true,
		"us-est-1": false, "us-mars-1": false, "xx-east-1": false, "us-east": false, "us-east-10": false, "us-east-0": false, "": false,
	} {
		if MayBeNewer(name) != want {
			t.Errorf("MayBeNewer(%q) = %v, want %v", name, !want, want)
		}
	}
}

func BenchmarkMisname(b *testing.B) {
	for b.Loop() {
		Misname("production")
	}
}
