package aws

import (
	"cmp"
	"slices"
	"strings"
)

// A Model is the id of a Bedrock cross-region inference profile, such as
// eu.anthropic.claude-sonnet-4-5-20250929-v1:0, inside a string. The span covers
// the id, in bytes, half-open; its first len(Geo) bytes are the geography.
type Model struct {
	// Geo is the geography that the profile may send requests to: us, eu, apac,
	// global. It decides which regions may call the profile.
	Geo        string
	Vendor     string
	Start, End int
}

// profile is one row of the table of inference profiles.
type profile struct {
	geo     string
	regions []string
}

// ProfileRegions returns the regions, sorted, that a profile of this geography
// can be called from. It is the union over all models in Amazon Bedrock's
// documentation: a region that is not listed is an error, one that is listed may
// still fail for one model. Of unknown geographies nothing is known. The slice
// must not be changed.
func ProfileRegions(geo string) ([]string, bool) {
	i, ok := slices.BinarySearchFunc(profiles, geo, func(p profile, geo string) int { return cmp.Compare(p.geo, geo) })
	if !ok {
		return nil, false
	}
	return profiles[i].regions, true
}

// ProfileGeos returns the geographies, sorted, whose profiles can be called from
// the region.
func ProfileGeos(region string) []string {
	var geos []string
	for _, p := range profiles {
		if slices.Contains(p.regions, region) {
			geos = append(geos, p.geo)
		}
	}
	return geos
}

// CallsProfiles reports whether the table knows of any profile that can be called
// from the region. Of other regions it knows nothing: they may be newer.
func CallsProfiles(region string) bool { return len(ProfileGeos(region)) > 0 }

// modelVendors are the vendors in the ids of Bedrock models, after the model
// cards in Amazon Bedrock's documentation.
var modelVendors = []string{
	"ai21", "amazon", "anthropic", "cohere", "deepseek", "google", "luma", "meta", "minimax", "mistral",
	"moonshot", "moonshotai", "nvidia", "openai", "qwen", "stability", "twelvelabs", "writer", "zai",
}

// FindModel returns the first inference profile's id in s. It may stand behind a
// library's prefix (bedrock/converse/…, bedrock_converse:…) or in an ARN. Ids
// without a geography, or with one that the table does not know, are none.
func FindModel(s string) (Model, bool) {
	for from := 0; ; {
		i := strings.IndexByte(s[from:], '.')
		if i < 0 {
			return Model{}, false
		}
		dot := from + i
		from = dot + 1
		if m, ok := modelAt(s, dot); ok {
			return m, true
		}
	}
}

// maxGeoLen is the length in bytes of the longest geography.
const maxGeoLen = len("us-gov")

// modelAt matches a profile's id whose first dot is at dot.
func modelAt(s string, dot int) (Model, bool) {
	start := dot
	for start > 0 && dot-start <= maxGeoLen && (isAlnum(s[start-1]) || strings.IndexByte("._-", s[start-1]) >= 0) {
		start--
	}
	geo := s[start:dot]
	if _, ok := ProfileRegions(geo); !ok {
		return Model{}, false
	}
	vendor, name, ok := strings.Cut(s[dot+1:], ".")
	if !ok {
		return Model{}, false
	}
	if _, ok := slices.BinarySearch(modelVendors, vendor); !ok {
		return Model{}, false
	}
	n := 0
	for n < len(name) && (isLower(name[n]) || isDigit(name[n]) || n > 0 && strings.IndexByte("-.:", name[n]) >= 0) {
		n++
	}
	n = len(strings.TrimRight(name[:n], "-.:"))
	if n == 0 {
		return Model{}, false
	}
	return Model{Geo: geo, Vendor: vendor, Start: start, End: dot + 1 + len(vendor) + 1 + n}, true
}
