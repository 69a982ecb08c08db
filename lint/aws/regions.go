package aws

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// A Region is a named location in exactly one partition, such as eu-west-1. The
// table is that of the partitions in npm @aws-sdk/core 3.981.0; OptIn is that of
// npm @aws-cdk/region-info 2.269.0: an account has to enable the region first.
type Region struct {
	Name        string
	Partition   string
	Description string
	OptIn       bool
}

// A Partition is an isolated group of regions with a DNS suffix and an ARN
// prefix of its own, such as aws or aws-cn. aws and aws-us-gov share the suffix
// amazonaws.com, so a suffix alone does not say which partition a host is in.
type Partition struct {
	Name               string
	DNSSuffix          string
	DualStackDNSSuffix string
	// GlobalRegion is the region that requests to the partition's global
	// services are signed for.
	GlobalRegion string

	// prefixes start the names of the partition's regions, with the dash.
	prefixes []string
}

// LookupRegion returns the region of this name. Pseudo regions (aws-global) are
// no regions.
func LookupRegion(name string) (Region, bool) {
	i, ok := slices.BinarySearchFunc(regions, name, func(r Region, name string) int { return cmp.Compare(r.Name, name) })
	if !ok {
		return Region{}, false
	}
	return regions[i], true
}

// IsRegion reports whether name is a known region, spelled exactly so.
func IsRegion(name string) bool {
	_, ok := LookupRegion(name)
	return ok
}

// IsPseudoRegion reports whether name is one that SDKs accept in a region's
// place though it is none: aws-global and its like, and the historic fips
// spellings of a known region (fips-us-east-1, us-east-1-fips).
func IsPseudoRegion(name string) bool {
	if _, ok := lookupPair(pseudoRegions, name); ok {
		return true
	}
	if bare, ok := strings.CutPrefix(name, "fips-"); ok {
		return IsRegion(bare)
	}
	bare, ok := strings.CutSuffix(name, "-fips")
	return ok && IsRegion(bare)
}

// Regions returns every known region, sorted by name. The slice is the caller's.
func Regions() []Region { return slices.Clone(regions) }

// LookupPartition returns the partition of this name.
func LookupPartition(name string) (Partition, bool) {
	i, ok := slices.BinarySearchFunc(partitions, name, func(p Partition, name string) int { return cmp.Compare(p.Name, name) })
	if !ok {
		return Partition{}, false
	}
	return partitions[i], true
}

// PartitionOf returns the name of the region's partition: that of the table for
// a known region, else that whose pattern the name follows, else "".
func PartitionOf(region string) string {
	if r, ok := LookupRegion(region); ok {
		return r.Partition
	}
	if p, ok := lookupPair(pseudoRegions, region); ok {
		return p
	}
	p, _ := Plausible(region)
	return p
}

// Plausible reports whether name follows a partition's pattern for regions
// (^(us|eu|…)-\w+-\d+$), as a region would that is newer than the table, and
// which partition that is. The SDKs use the same patterns to build endpoints for
// regions they do not know, so a misspelling such as us-est-1 is plausible too.
func Plausible(name string) (partition string, ok bool) {
	for _, p := range partitions {
		for _, prefix := range p.prefixes {
			if rest, ok := strings.CutPrefix(name, prefix); ok && isWordNumber(rest) {
				return p.Name, true
			}
		}
	}
	return "", false
}

// isWordNumber matches \w+-\d+.
func isWordNumber(s string) bool {
	word, number, ok := strings.Cut(s, "-")
	return ok && all(number, isDigit) && all(word, func(c byte) bool { return isAlnum(c) || c == '_' })
}

// ShortCode returns the region that a zone id's prefix stands for: use1 is
// us-east-1. The codes also stand in ElastiCache host names and in the names of
// S3 Express buckets. They are those of AWS's documentation of zone ids; the
// codes on AWS bills are another scheme.
func ShortCode(code string) (region string, ok bool) { return lookupPair(shortCodes, code) }

// Zone returns the region of a zone: an availability zone (us-east-1a), a local
// zone (us-west-2-lax-1a) or a wavelength zone (us-east-1-wl1-bos-wlz-1). The
// whole string must be the zone's name, and its region known.
func Zone(s string) (region string, ok bool) {
	for _, m := range FindRegions(s) {
		if m.Start == 0 && isZoneSuffix(s[m.End:]) {
			return m.Region, true
		}
	}
	// A letter right behind the number hides the region from FindRegions.
	if n := len(s) - 1; n > 0 && isLower(s[n]) && IsRegion(s[:n]) {
		return s[:n], true
	}
	return "", false
}

// maxZoneSuffix is the length in bytes of the longest suffix, -wl1-bos-wlz-1.
const maxZoneSuffix = 14

// isZoneSuffix matches what follows the region in the name of a local zone
// (-lax-1a) or a wavelength zone (-wl1-bos-wlz-1).
func isZoneSuffix(s string) bool {
	parts := strings.Split(s, "-")
	switch len(parts) {
	case 3:
		return parts[0] == "" && len(parts[1]) == 3 && all(parts[1], isLower) &&
			len(parts[2]) == 2 && isDigit(parts[2][0]) && isLower(parts[2][1])
	case 5:
		return parts[0] == "" && len(parts[1]) == 3 && strings.HasPrefix(parts[1], "wl") && isDigit(parts[1][2]) &&
			len(parts[2]) == 3 && all(parts[2], isLower) && parts[3] == "wlz" && len(parts[4]) == 1 && isDigit(parts[4][0])
	}
	return false
}

// Respelled returns the known region that s names in another spelling: other
// case, other or missing separators (US_EAST_1, eu_west_1, us-east1), blanks,
// quotes or punctuation around it. It is false for the region's own spelling. Google Cloud spells its regions us-east1;
// the caller must know that s stands in the place of an AWS region.
func Respelled(s string) (region string, ok bool) {
	if len(s) > maxRegionLen+8 || IsRegion(s) {
		return "", false
	}
	squeezed := squeeze(s)
	for _, r := range squeezedRegions() {
		if r.key == squeezed {
			return r.value, true
		}
	}
	return "", false
}

// squeezedRegions holds for every region its name squeezed and as it is.
var squeezedRegions = sync.OnceValue(func() []pair {
	pairs := make([]pair, len(regions))
	for i, r := range regions {
		pairs[i] = pair{squeeze(r.Name), r.Name}
	}
	return pairs
})

// squeeze lowers letters and drops separators, quotes, blanks and punctuation.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '\t', '\r', '\n', '"', '\'', '`', ',', ';', '“', '”', '‘', '’':
			return -1
		}
		if isSeparator(r) {
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// maxRegionLen bounds the length in bytes of a region's name.
const maxRegionLen = 24

// maxNearDistance is how many edits still count as a slip.
const maxNearDistance = 2

// NearestRegions returns the known regions that take the fewest edits (insert,
// delete, replace, swap neighbours) to reach from s, sorted by name: none when
// that is more than two, several when they are equally near. Case and separators
// do not count as edits.
func NearestRegions(s string) []string {
	if len(s) == 0 || len(s) > maxRegionLen {
		return nil
	}
	from := squeeze(s)
	best := maxNearDistance
	var nearest []string
	for _, r := range squeezedRegions() {
		if len(r.key)-len(from) > best || len(from)-len(r.key) > best {
			continue
		}
		d := editDistance(from, r.key)
		if d > best {
			continue
		}
		if d < best {
			nearest = nearest[:0]
		}
		best = d
		nearest = append(nearest, r.value)
	}
	return nearest
}

// editDistance is the optimal string alignment distance in bytes.
func editDistance(a, b string) int {
	cells := make([]int, 3*(len(b)+1))
	prev2, prev, row := cells[:len(b)+1], cells[len(b)+1:2*len(b)+2], cells[2*len(b)+2:]
	for j := range row {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], prev2[j-2]+1)
			}
		}
		prev2, prev, row = prev, row, prev2
	}
	return prev[len(b)]
}
