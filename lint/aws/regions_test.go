package aws

import (
	"slices"
	"strings"
	"testing"
)

func TestLookupRegion(t *testing.T) {
	for _, test := range []struct {
		name, partition string
		optIn           bool
	}{
		{"us-east-1", "aws", false},
		{"ap-southeast-5", "aws", true},
		{"me-west-1", "aws", true},
		{"sa-west-1", "aws", true},
		{"cn-north-1", "aws-cn", false},
		{"us-gov-west-1", "aws-us-gov", false},
		{"eusc-de-east-1", "aws-eusc", false},
		{"us-isob-east-1", "aws-iso-b", false},
	} {
		r, ok := LookupRegion(test.name)
		if !ok || r.Name != test.name || r.Partition != test.partition || r.OptIn != test.optIn || r.Description == "" {
			t.Errorf("LookupRegion(%q) = %+v, %v", test.name, r, ok)
		}
	}
	for _, name := range []string{"", "us-est-1", "us-east-1a", "US-EAST-1", "aws-global", "us-east-1 "} {
		if IsRegion(name) {
			t.Errorf("IsRegion(%q)", name)
		}
	}
}

func TestRegionsIsSortedCopy(t *testing.T) {
	rs := Regions()
	if !slices.IsSortedFunc(rs, func(a, b Region) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("not sorted")
	}
	aws := 0
	for _, r := range rs {
		if r.Partition == "aws" {
			aws++
		}
		if len(r.Name) > maxRegionLen {
			t.Errorf("%s is longer than maxRegionLen", r.Name)
		}
	}
	if aws != 36 {
		t.Errorf("%d regions in aws, want 36", aws)
	}
	rs[0].Name = "changed"
	if Regions()[0].Name == "changed" {
		t.Error("Regions returns its own table")
	}
}

func TestPlausibleMatchesKnown(t *testing.T) {
	for _, r := range regions {
		if p, ok := Plausible(r.Name); !ok || p != r.Partition {
			t.Errorf("Plausible(%q) = %q, %v, want %q", r.Name, p, ok, r.Partition)
		}
		if !HasRegionShape([]byte(r.Name)) {
			t.Errorf("HasRegionShape(%q) is false", r.Name)
		}
	}
}

func TestPlausible(t *testing.T) {
	for name, want := range map[string]string{
		"us-est-1": "aws", "us-east-10": "aws", "ap-new-1": "aws", "us-gov-north-1": "aws-us-gov", "us-isof-new-2": "aws-iso-f",
		"cn-south-1": "aws-cn", "eusc-de-west-2": "aws-eusc",
		"xx-east-1": "", "us-east": "", "us--1": "", "us-east-": "", "us-east-1a": "", "eusc-fr-west-1": "", "us-a-b-1": "", "": "",
	} {
		if got, ok := Plausible(name); got != want || ok != (want != "") {
			t.Errorf("Plausible(%q) = %q, %v, want %q", name, got, ok, want)
		}
	}
}

func TestPartitions(t *testing.T) {
	for region, want := range map[string]string{
		"us-east-1": "aws", "us-east-9": "aws", "cn-north-1": "aws-cn", "aws-cn-global": "aws-cn", "narnia-1": "",
	} {
		if got := PartitionOf(region); got != want {
			t.Errorf("PartitionOf(%q) = %q, want %q", region, got, want)
		}
	}
	for _, r := range regions {
		p, ok := LookupPartition(r.Partition)
		if !ok || p.DNSSuffix == "" || p.DualStackDNSSuffix == "" || !IsRegion(p.GlobalRegion) {
			t.Errorf("LookupPartition(%q) = %+v, %v", r.Partition, p, ok)
		}
		for _, suffix := range []string{p.DNSSuffix, p.DualStackDNSSuffix} {
			if !slices.ContainsFunc(domains, func(d domain) bool { return d.suffix == suffix }) {
				t.Errorf("hosts under %s are not read", suffix)
			}
			if !containsAny(suffix, hostHints) {
				t.Errorf("hosts under %s have no hint", suffix)
			}
		}
	}
	if _, ok := LookupPartition("aws-moon"); ok {
		t.Error("LookupPartition(aws-moon)")
	}
	for _, d := range domains {
		if !containsAny("."+d.suffix, hostHints) {
			t.Errorf("%s has no hint", d.suffix)
		}
	}
}

func TestIsPseudoRegion(t *testing.T) {
	for name, want := range map[string]bool{
		"aws-global": true, "aws-us-gov-global": true, "us-east-1-fips": true, "fips-us-gov-west-1": true,
		"us-east-1": false, "fips-": false, "moon-fips": false, "global": false,
	} {
		if got := IsPseudoRegion(name); got != want {
			t.Errorf("IsPseudoRegion(%q) = %v", name, got)
		}
	}
}

func TestShortCodes(t *testing.T) {
	for _, p := range shortCodes {
		if region, ok := ShortCode(p.key); !ok || !IsRegion(region) {
			t.Errorf("ShortCode(%q) = %q, %v", p.key, region, ok)
		}
	}
	if _, ok := ShortCode("use9"); ok {
		t.Error("ShortCode(use9)")
	}
}

func TestZone(t *testing.T) {
	for zone, want := range map[string]string{
		"us-east-1a": "us-east-1", "ap-northeast-2c": "ap-northeast-2", "us-gov-west-1b": "us-gov-west-1",
		"us-west-2-lax-1a": "us-west-2", "us-east-1-wl1-bos-wlz-1": "us-east-1",
		"us-east-1": "", "us-east-1ab": "", "us-east-1A": "", "us-est-1a": "", "us-west-2-lax-1": "", "us-east-1-prod": "",
		"us-east-1-wl1-bos-wlz": "", "us-east-1-wlx-bos-wlz-1": "", " us-east-1a": "", "a": "", "": "",
	} {
		if got, ok := Zone(zone); got != want || ok != (want != "") {
			t.Errorf("Zone(%q) = %q, %v, want %q", zone, got, ok, want)
		}
	}
}

func TestRespelled(t *testing.T) {
	for s, want := range map[string]string{
		"us_east_1": "us-east-1", "EU-WEST-1": "eu-west-1", "us-east1": "us-east-1", "AP_SOUTHEAST_5": "ap-southeast-5",
		"useast1": "us-east-1", "US_GOV_WEST_1": "us-gov-west-1", "us east 1": "us-east-1",
		"us-east-1": "", "us-east": "", "eastus": "", "": "", strings.Repeat("us-east-1", 9): "",
	} {
		if got, ok := Respelled(s); got != want || ok != (want != "") {
			t.Errorf("Respelled(%q) = %q, %v, want %q", s, got, ok, want)
		}
	}
}

func TestNearestRegions(t *testing.T) {
	for s, want := range map[string]string{
		"us-est-1":       "us-east-1 us-west-1",
		"ap-souteast-2":  "ap-southeast-2",
		"ap-southaest-2": "ap-southeast-2",
		"eu-centrall-1":  "eu-central-1",
		"us-east-1":      "us-east-1",
		"eu-western-1":   "",
		"narnia":         "",
		"":               "",
	} {
		if got := strings.Join(NearestRegions(s), " "); got != want {
			t.Errorf("NearestRegions(%q) = %q, want %q", s, got, want)
		}
	}
}
