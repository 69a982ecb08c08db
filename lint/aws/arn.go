package aws

import (
	"slices"
	"strings"
)

// arnParts is how many colons an ARN has at least:
// arn:partition:service:region:account:resource.
const arnParts = 5

// maxNameLen is the length in bytes of the longest ARN (IAM's limit). Scans look
// no further, so that hostile text costs no more than its length.
const maxNameLen = 2048

// appendARNs adds the ARNs in s that state a region. Those that a policy matches
// with (wildcards) or that a template fills in are none.
func appendARNs(found []Identifier, s string) []Identifier {
	const scheme = "arn:"
	for from := 0; ; {
		i := strings.Index(s[from:], scheme)
		if i < 0 {
			return found
		}
		start := from + i
		from = start + len(scheme)
		if !before(s, start, "-") {
			continue
		}
		if id, ok := arnAt(s, start); ok {
			found = append(found, id)
			from = id.End
		}
	}
}

// arnAt reads the ARN that starts at start.
func arnAt(s string, start int) (Identifier, bool) {
	text := s[start:min(len(s), start+maxNameLen)]
	if i := strings.IndexAny(text, " \t\r\n\"'`<>,;("); i >= 0 {
		text = text[:i]
	}
	text = strings.TrimRight(text, ").]}:")
	parts := strings.SplitN(text, ":", arnParts+1)
	if len(parts) <= arnParts {
		return Identifier{}, false
	}
	partition, service, region, account, resource := parts[1], parts[2], parts[3], parts[4], parts[5]
	if !isARNPartition(partition) || !all(service, func(c byte) bool { return isAlnum(c) || c == '-' }) ||
		!isARNRegion(region) || !isARNAccount(account) || resource == "" || strings.ContainsAny(resource, "*?${") {
		return Identifier{}, false
	}
	regionStart := start + len("arn:") + len(partition) + 1 + len(service) + 1
	holes := strings.IndexByte(text, Hole) >= 0
	if partition == string(rune(Hole)) {
		partition = ""
	}
	return Identifier{
		Kind: "arn", Service: arnService(service), Region: region, Start: start, End: start + len(text),
		RegionStart: regionStart, RegionEnd: regionStart + len(region),
		Partition: partition, Resource: resource, Fixed: !holes,
	}, true
}

func isARNPartition(s string) bool {
	return s == "aws" || s == string(rune(Hole)) ||
		strings.HasPrefix(s, "aws-") && all(s, func(c byte) bool { return isLower(c) || c == '-' })
}

// isARNRegion accepts anything of a region's form, also misspelled ones: what
// stands here can be nothing else.
func isARNRegion(s string) bool { return s != "" && regionPrefix(s) == len(s) }

// isARNAccount matches the account part: a number, nothing (foundation models),
// aws (what AWS owns), or a hole.
func isARNAccount(s string) bool {
	return s == "" || s == "aws" || isAccount(s) || strings.IndexByte(s, Hole) >= 0 && !strings.ContainsAny(s, "*${}")
}

// arnService turns an ARN's service into botocore's name, which is the same or
// that of the service that signs with the word.
func arnService(name string) string {
	if _, ok := LookupService(name); ok {
		return name
	}
	if s, ok := ServiceBySigningName(name); ok {
		return s.Name
	}
	return name
}

// sampleAccounts are the account ids of the examples in AWS's documentation, and those
// of emulators.
var sampleAccounts = []string{"000000000000", "012345678901", "111111111111", "111122223333", "123456789012", "444455556666"}

// NamesSample reports whether an identifier names an account that stands for nobody's.
func NamesSample(id string) bool {
	return slices.ContainsFunc(sampleAccounts, func(account string) bool { return strings.Contains(id, account) })
}
