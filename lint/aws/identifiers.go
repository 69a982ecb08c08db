package aws

import (
	"cmp"
	"slices"
	"strings"
)

// An Identifier is a piece of text that says in which region something is.
// Offsets are bytes, half-open.
type Identifier struct {
	// Kind names the form, stable and in kebab-case: cognito-user-pool-id,
	// cognito-identity-pool-id, cognito-domain, arn, lambda-partial-arn,
	// sqs-queue-url, api-gateway-url, appsync-url, lambda-function-url,
	// s3-bucket-url, s3-website-url, s3-express-bucket, ecr-registry, eks-host,
	// eks-oidc-issuer, iot-endpoint, vpc-endpoint, codecommit-url, bedrock-model-path, NAME-host for
	// databases, load balancers and other machines, elasticbeanstalk-url,
	// apprunner-url, regional-endpoint, availability-zone, local-zone, zone-id,
	// console-url, region-parameter.
	Kind string
	// Service is botocore's name of the service; for ARNs of services that
	// botocore does not know, the ARN's own word; "" when the form does not tell.
	Service string
	// Region is the region that the text states. It may be one that no table
	// knows.
	Region     string
	Start, End int
	// RegionStart and RegionEnd bound the region's name, -1 when it is implied or
	// written as a short code.
	RegionStart, RegionEnd int
	// Partition is the one that an ARN states, else that of Region.
	Partition string
	// Resource is an ARN's last part, or what stands before the service in a host
	// name, or an id without its region; "" when there is none.
	Resource string
	// Fixed says that this is an existing resource, which cannot move to another
	// region. It is false for a service's plain endpoint, for zones and
	// parameters, and when a part of the name is a hole.
	Fixed bool
}

// FindIdentifiers returns what says its region in s, in order. Where two forms
// cover the same text, the longer one is returned. An identifier whose region is
// a hole, a wildcard or a template's placeholder is none, nor is an ARN without
// a region (arn:aws:s3:::bucket). A bare region name is none either; see
// FindRegions.
//
// The grammars are those of botocore's API models, aws-jwt-verify 5.2, and AWS's
// documentation of endpoints and ids.
func FindIdentifiers(s string) []Identifier {
	var found []Identifier
	if strings.Contains(s, "arn:") {
		found = appendARNs(found, s)
	}
	for h := range hosts(s) {
		if !h.regionHole {
			found = append(found, h.identifier(s))
		}
	}
	if strings.IndexByte(s, '-') >= 0 {
		found = appendRegionWords(found, s)
		found = appendShortCodes(found, s)
	}
	for i := range found {
		if found[i].Partition == "" {
			found[i].Partition = PartitionOf(found[i].Region)
		}
	}
	return longest(found)
}

// longest keeps, of identifiers that overlap, the longest, and sorts by place.
func longest(found []Identifier) []Identifier {
	if len(found) < 2 {
		return found
	}
	slices.SortStableFunc(found, func(a, b Identifier) int { return cmp.Compare(a.Start, b.Start) })
	kept := make([]Identifier, 0, len(found))
	for from := 0; from < len(found); {
		// A cluster is what overlaps directly or through others.
		end, to := found[from].End, from+1
		for to < len(found) && found[to].Start < end {
			end = max(end, found[to].End)
			to++
		}
		kept = append(kept, longestOf(found[from:to])...)
		from = to
	}
	return kept
}

// longestOf does the same for one cluster.
func longestOf(cluster []Identifier) []Identifier {
	if len(cluster) == 1 {
		return cluster
	}
	slices.SortStableFunc(cluster, func(a, b Identifier) int { return cmp.Compare(b.End-b.Start, a.End-a.Start) })
	var kept []Identifier
	for _, id := range cluster {
		if !slices.ContainsFunc(kept, func(k Identifier) bool { return id.Start < k.End && k.Start < id.End }) {
			kept = append(kept, id)
		}
	}
	slices.SortFunc(kept, func(a, b Identifier) int { return cmp.Compare(a.Start, b.Start) })
	return kept
}

// identifier turns a host into an identifier, which takes in the path where that
// names the resource.
func (h host) identifier(s string) Identifier {
	id := Identifier{
		Kind: h.kind, Service: h.service, Region: h.region, Start: h.start, End: h.end,
		RegionStart: h.regionStart, RegionEnd: h.regionEnd, Resource: h.resource, Fixed: h.fixed,
	}
	path := strings.TrimLeft(s[h.end:], ":0123456789")
	if path == "" || path[0] != '/' {
		return id
	}
	end := len(s) - len(path)
	switch {
	case h.service == "sqs" && h.resource == "":
		if n := queuePath(path); n > 0 {
			id.Kind, id.End, id.Resource, id.Fixed = "sqs-queue-url", end+n, path[1:n], true
		}
	case h.label == "oidc.eks":
		if issuer, ok := strings.CutPrefix(path, "/id/"); ok && len(issuer) >= 32 && all(issuer[:32], isHex) {
			id.Kind, id.End, id.Resource, id.Fixed = "eks-oidc-issuer", end+len("/id/")+32, issuer[:32], true
		}
	case h.kind == "console-url":
		id = consoleRegion(id, s)
	}
	return id
}

// queuePath returns the length of a queue's account and name at the start of a
// URL's path, 0 when they are not there.
func queuePath(path string) int {
	account, name, ok := strings.Cut(path[1:], "/")
	if !ok || !isAccount(account) {
		return 0
	}
	n := 0
	for n < len(name) && (isAlnum(name[n]) || isJoin(name[n])) {
		n++
	}
	if n == 0 || n < len(name) && name[n] == Hole {
		return 0
	}
	if strings.HasPrefix(name[n:], ".fifo") {
		n += len(".fifo")
	}
	return 1 + len(account) + 1 + n
}

// consoleRegion widens a console's host to the region parameter of the page,
// which is the region that the page shows.
func consoleRegion(id Identifier, s string) Identifier {
	page := s[id.End:min(len(s), id.End+maxNameLen)]
	if i := strings.IndexAny(page, " \t\n\"'`"); i >= 0 {
		page = page[:i]
	}
	for _, param := range []string{"?region=", "&region="} {
		i := strings.Index(page, param)
		if i < 0 {
			continue
		}
		at := id.End + i + len(param)
		if end := at + regionPrefix(s[at:]); isRegionLike(s[at:end]) {
			id.Region, id.RegionStart, id.RegionEnd, id.End = s[at:end], at, end, end
			return id
		}
	}
	return id
}

// appendRegionWords adds the identifiers that a region's name starts or ends.
func appendRegionWords(found []Identifier, s string) []Identifier {
	for start, end := range regionWords(s) {
		if !isRegionLike(s[start:end]) {
			continue
		}
		id := Identifier{Region: s[start:end], Start: start, End: end, RegionStart: start, RegionEnd: end}
		for _, form := range regionForms {
			if form(&id, s) {
				found = append(found, id)
				break
			}
		}
	}
	return found
}

// regionForms complete an identifier of which only the region's place is known;
// each reports whether it is of its form.
var regionForms = []func(id *Identifier, s string) bool{
	userPoolID, identityPoolID, partialARN, availabilityZone, localZone, codeCommitURL, modelPath, regionParameter,
}

// before reports whether the byte before i is none of a name's: no letter or
// digit and none of the others given.
func before(s string, i int, others string) bool {
	return i == 0 || !isAlnum(s[i-1]) && strings.IndexByte(others, s[i-1]) < 0
}

// userPoolTail is the length of what follows the region in a user pool's id.
const userPoolTail = 9

// userPoolID matches REGION_ and nine letters and digits. A name such as
// us-east-1_mytable is somebody's own.
func userPoolID(id *Identifier, s string) bool {
	tail, ok := strings.CutPrefix(s[id.End:], "_")
	if !ok || !before(s, id.Start, "._-") || len(tail) < userPoolTail || !all(tail[:userPoolTail], isAlnum) {
		return false
	}
	rest := tail[userPoolTail:]
	if rest != "" && (isAlnum(rest[0]) || isJoin(rest[0]) || rest[0] == '.' && len(rest) > 1 && isAlnum(rest[1])) {
		return false
	}
	id.Kind, id.Service, id.Fixed = "cognito-user-pool-id", "cognito-idp", true
	id.Resource = tail[:userPoolTail]
	id.End += 1 + userPoolTail
	return true
}

// UserPoolRegion returns the region of a user pool's id in the wider grammar of
// the API model: any letters and digits behind the region, as the emulators make
// them. The whole of s must be the id. Only for values that are known to be one,
// such as those of a parameter UserPoolId.
func UserPoolRegion(s string) (region string, ok bool) {
	region, tail, ok := strings.Cut(s, "_")
	if !ok || len(s) > 55 || !all(tail, isAlnum) || !isRegionLike(region) {
		return "", false
	}
	return region, true
}

// uuidGroups are the lengths of a UUID's groups of hex digits.
var uuidGroups = [...]int{8, 4, 4, 4, 12}

// uuidLen is the length in bytes of a UUID.
const uuidLen = 36

func isUUID(s string) bool {
	for i, n := range uuidGroups {
		if len(s) < n || !all(s[:n], func(c byte) bool { return isDigit(c) || 'a' <= c && c <= 'f' }) {
			return false
		}
		s = s[n:]
		if i < len(uuidGroups)-1 {
			if s == "" || s[0] != '-' {
				return false
			}
			s = s[1:]
		}
	}
	return s == ""
}

// identityPoolID matches REGION: and a UUID. The ids of single identities look
// the same.
func identityPoolID(id *Identifier, s string) bool {
	tail, ok := strings.CutPrefix(s[id.End:], ":")
	if !ok || !before(s, id.Start, "._-") || len(tail) < uuidLen || !isUUID(tail[:uuidLen]) {
		return false
	}
	if len(tail) > uuidLen && (isAlnum(tail[uuidLen]) || tail[uuidLen] == '-') {
		return false
	}
	id.Kind, id.Service, id.Fixed = "cognito-identity-pool-id", "cognito-identity", true
	id.Resource = tail[:uuidLen]
	id.End += 1 + uuidLen
	return true
}

// partialARN matches REGION:ACCOUNT:function:NAME, which Lambda takes for a
// function's name.
func partialARN(id *Identifier, s string) bool {
	const accountLen = 12
	tail, ok := strings.CutPrefix(s[id.End:], ":")
	if !ok || !before(s, id.Start, "._:-") || len(tail) < accountLen || !isAccount(tail[:accountLen]) {
		return false
	}
	name, ok := strings.CutPrefix(tail[accountLen:], ":function:")
	n := 0
	for n < len(name) && (isAlnum(name[n]) || isJoin(name[n])) {
		n++
	}
	if !ok || n == 0 {
		return false
	}
	id.Kind, id.Service, id.Fixed = "lambda-partial-arn", "lambda", true
	id.Resource = name[:n]
	id.End = len(s) - len(name) + n
	return true
}

// availabilityZone matches REGION and one letter.
func availabilityZone(id *Identifier, s string) bool {
	tail := s[id.End:]
	if tail == "" || !isLower(tail[0]) || !before(s, id.Start, "_.-") || len(tail) > 1 && (isAlnum(tail[1]) || isJoin(tail[1])) {
		return false
	}
	id.Kind, id.Service = "availability-zone", "ec2"
	id.End++
	return true
}

// localZone matches the name of a local or a wavelength zone.
func localZone(id *Identifier, s string) bool {
	if !before(s, id.Start, "_.-") {
		return false
	}
	end := id.End
	for end < len(s) && end-id.End <= maxZoneSuffix && (isAlnum(s[end]) || isJoin(s[end])) {
		end++
	}
	if !isZoneSuffix(s[id.End:end]) {
		return false
	}
	id.Kind, id.Service, id.End = "local-zone", "ec2", end
	return true
}

// codeCommitURL matches codecommit::REGION://REPOSITORY of git-remote-codecommit.
func codeCommitURL(id *Identifier, s string) bool {
	const scheme = "codecommit::"
	name, ok := strings.CutPrefix(s[id.End:], "://")
	if !ok || !strings.HasSuffix(s[:id.Start], scheme) {
		return false
	}
	n := 0
	for n < len(name) && (isAlnum(name[n]) || strings.IndexByte("._@-", name[n]) >= 0) {
		n++
	}
	if n == 0 {
		return false
	}
	id.Kind, id.Service, id.Fixed = "codecommit-url", "codecommit", true
	id.Resource = name[:n]
	id.Start -= len(scheme)
	id.End = len(s) - len(name) + n
	return true
}

// modelPath matches the region in bedrock/REGION/MODEL, which LiteLLM takes for a
// model's name.
func modelPath(id *Identifier, s string) bool {
	const provider = "bedrock/"
	if !strings.HasSuffix(s[:id.Start], provider) || !strings.HasPrefix(s[id.End:], "/") {
		return false
	}
	id.Kind, id.Service = "bedrock-model-path", "bedrock-runtime"
	id.Start -= len(provider)
	return true
}

// regionParameter matches region=REGION in URLs and connection strings.
func regionParameter(id *Identifier, s string) bool {
	for _, name := range []string{"AwsRegion=", "aws_region=", "region="} {
		head, ok := strings.CutSuffix(s[:id.Start], name)
		if !ok || !before(head, len(head), "_") {
			continue
		}
		if id.End < len(s) && (isAlnum(s[id.End]) || isJoin(s[id.End])) {
			return false
		}
		id.Kind, id.Start = "region-parameter", len(head)
		return true
	}
	return false
}

// appendShortCodes adds zone ids (use1-az1, usw2-lax1-az1) and S3 Express
// buckets, whose names end in one.
func appendShortCodes(found []Identifier, s string) []Identifier {
	const mark = "-az"
	for from := 0; ; {
		i := strings.Index(s[from:], mark)
		if i < 0 {
			return found
		}
		at := from + i
		from = at + len(mark)
		start := codeStart(s, at)
		region, ok := ShortCode(s[start:at])
		if !ok && start > 0 && s[start-1] == '-' && isLocalCode(s[start:at]) {
			local := start - 1
			start = codeStart(s, local)
			region, ok = ShortCode(s[start:local])
		}
		end := from
		for end < len(s) && isDigit(s[end]) {
			end++
		}
		if !ok || end == from || end-from > 2 {
			continue
		}
		id := Identifier{Region: region, Start: start, End: end, RegionStart: -1, RegionEnd: -1}
		if expressBucket(&id, s) || zoneID(&id, s) {
			found = append(found, id)
		}
	}
}

// codeStart returns the start of the letters and digits that end at end.
func codeStart(s string, end int) int {
	for end > 0 && (isLower(s[end-1]) || isDigit(s[end-1])) {
		end--
	}
	return end
}

// isLocalCode matches the middle of a local zone's id: lax1.
func isLocalCode(s string) bool { return len(s) == 4 && all(s[:3], isLower) && isDigit(s[3]) }

func zoneID(id *Identifier, s string) bool {
	if !before(s, id.Start, "_-") || id.End < len(s) && (isAlnum(s[id.End]) || isJoin(s[id.End])) {
		return false
	}
	id.Kind, id.Service = "zone-id", "ec2"
	return true
}

// maxBucketLen is the length in bytes of the longest name of a bucket.
const maxBucketLen = 63

// expressBucket matches NAME--ZONE--x-s3.
func expressBucket(id *Identifier, s string) bool {
	const suffix = "--x-s3"
	name, ok := strings.CutSuffix(s[:id.Start], "--")
	if !ok || !strings.HasPrefix(s[id.End:], suffix) {
		return false
	}
	start := len(name)
	for start > 0 && len(name)-start < maxBucketLen && (isLower(name[start-1]) || isDigit(name[start-1]) || name[start-1] == '.' || name[start-1] == '-') {
		start--
	}
	if start == len(name) {
		return false
	}
	id.Kind, id.Service, id.Fixed = "s3-express-bucket", "s3", true
	id.Resource = name[start:]
	id.Start = start
	id.End += len(suffix)
	return true
}
