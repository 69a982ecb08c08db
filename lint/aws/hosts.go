package aws

import (
	"strings"
)

// An Endpoint is the host name of a regional AWS endpoint inside a string.
// Offsets are bytes, half-open.
type Endpoint struct {
	// Service is botocore's name of the service, "" when the host does not tell:
	// a hole stands in the service's place, or an unknown label does.
	Service string
	// Region is the region of the host, "" when RegionHole is set.
	Region string
	// Start and End bound the host name, without scheme, port and path.
	Start, End int
	// RegionStart and RegionEnd bound the region's place in the host, -1 when the
	// region is implied (use1.cache.amazonaws.com, queue.amazonaws.com).
	RegionStart, RegionEnd int
	// RegionHole says that a Hole stands in the region's place, alone or as a
	// part of it.
	RegionHole bool
	// Kind is what the host belongs to, in the words of Identifier.Kind:
	// regional-endpoint for a service's own endpoint.
	Kind string
	// Resource is what stands before the service's labels, with a Hole for what is
	// not known; "" for a service's own endpoint.
	Resource string
}

// FindEndpoints returns the host names of regional AWS endpoints in s, in order:
// under the DNS suffixes of every partition, dual-stack ones, on.aws, and
// amazoncognito.com. Hosts that carry no region give none: global endpoints,
// service principals (lambda.amazonaws.com), consoles and documentation. The
// order of labels is that of botocore's endpoint rule sets, and for data planes
// that of AWS's documentation of each service.
func FindEndpoints(s string) []Endpoint {
	var found []Endpoint
	for h := range hosts(s) {
		if !h.api {
			continue
		}
		found = append(found, Endpoint{
			Service: h.service, Region: h.region, Start: h.start, End: h.end,
			RegionStart: h.regionStart, RegionEnd: h.regionEnd, RegionHole: h.regionHole, Kind: h.identifier(s).Kind, Resource: h.resource,
		})
	}
	return found
}

// A host is a host name of AWS's in a string, taken apart.
type host struct {
	start, end             int
	service                string
	label                  string // the service's labels as written, "" when a hole is among them
	region                 string
	regionStart, regionEnd int
	regionHole             bool
	resource               string // what stands before the service's labels
	kind                   string
	fixed                  bool
	api                    bool // an AWS API answers there, rather than a customer's program
}

// hostHints are the parts of host names that hosts can find anything at; one of
// them is in every suffix.
var hostHints = []string{"aws", "amazon", "elasticbeanstalk.com", ".internal", ".gov", "cloud.adc-e.uk"}

// hosts yields the regional hosts in s.
func hosts(s string) func(yield func(host) bool) {
	return func(yield func(host) bool) {
		if !containsAny(s, hostHints) {
			return
		}
		for i := 0; i < len(s); {
			if !isHostByte(s[i]) {
				i++
				continue
			}
			start := i
			for i < len(s) && isHostByte(s[i]) {
				i++
			}
			if h, ok := parseHost(s, start, i); ok && !yield(h) {
				return
			}
		}
	}
}

func containsAny(s string, parts []string) bool {
	for _, part := range parts {
		if strings.Contains(s, part) {
			return true
		}
	}
	return false
}

func isHostByte(c byte) bool { return isAlnum(c) || c == '-' || c == '.' || c == Hole }

// parseHost takes apart the longest run of host bytes s[start:end].
func parseHost(s string, start, end int) (host, bool) {
	// A percent-encoded URL leaves the digits of %2F before the host.
	if start > 0 && s[start-1] == '%' && end-start > 2 {
		start += 2
	}
	for start < end && (s[start] == '.' || s[start] == '-') {
		start++
	}
	// A hole may hold what follows the host, so the host may end before it.
	for stop := start; stop < end; {
		next := strings.IndexByte(s[stop:end], Hole)
		if next < 0 {
			break
		}
		if h, ok := parseHostName(s, start, stop+next); ok {
			return h, true
		}
		stop += next + 1
	}
	for end > start && (s[end-1] == '.' || s[end-1] == '-') {
		end--
	}
	return parseHostName(s, start, end)
}

// maxHostLen is the length in bytes of the longest host name in the DNS.
const maxHostLen = 253

// parseHostName takes apart the host name s[start:end].
func parseHostName(s string, start, end int) (host, bool) {
	if end-start > maxHostLen {
		return host{}, false
	}
	name := s[start:end]
	for _, d := range domains {
		left, ok := strings.CutSuffix(name, d.suffix)
		if !ok || len(left) < 2 || left[len(left)-1] != '.' {
			continue
		}
		h := host{start: start, end: end, regionStart: -1, regionEnd: -1, kind: "regional-endpoint", api: true}
		p := hostParser{s: s, host: &h, labels: splitLabels(s, start, start+len(left)-1)}
		if !d.parse(&p) {
			return host{}, false
		}
		p.classify()
		return h, true
	}
	return host{}, false
}

// domain is a DNS suffix and the order of the labels before it.
type domain struct {
	suffix string
	parse  func(*hostParser) bool
}

// domains lists the suffixes under which hosts carry a region. The first ones
// are those of the partitions.
var domains = []domain{
	{"amazonaws.com", (*hostParser).service},
	{"amazonaws.com.cn", (*hostParser).service},
	{"amazonaws.eu", (*hostParser).service},
	{"c2s.ic.gov", (*hostParser).service},
	{"sc2s.sgov.gov", (*hostParser).service},
	{"cloud.adc-e.uk", (*hostParser).service},
	{"csp.hci.ic.gov", (*hostParser).service},
	{"api.aws", (*hostParser).service},
	{"api.amazonwebservices.com.cn", (*hostParser).service},
	{"api.amazonwebservices.eu", (*hostParser).service},
	{"api.aws.ic.gov", (*hostParser).service},
	{"api.aws.scloud", (*hostParser).service},
	{"api.cloud-aws.adc-e.uk", (*hostParser).service},
	{"api.aws.hci.ic.gov", (*hostParser).service},
	{"on.aws", (*hostParser).onAWS},
	{"amazoncognito.com", (*hostParser).cognitoDomain},
	{"elasticbeanstalk.com", (*hostParser).application},
	{"elasticbeanstalk.com.cn", (*hostParser).application},
	{"awsapprunner.com", (*hostParser).application},
	{"compute.internal", (*hostParser).privateDNS},
	{"ec2.internal", (*hostParser).privateDNS},
	{"console.aws.amazon.com", (*hostParser).console},
	{"signin.aws.amazon.com", (*hostParser).console},
}

// label is one dot-separated part of a host name: its bounds in the string.
type label struct{ start, end int }

func splitLabels(s string, start, end int) []label {
	var labels []label
	for i := start; i <= end; i++ {
		if i == end || s[i] == '.' {
			labels = append(labels, label{start, i})
			start = i + 1
		}
	}
	return labels
}

// hostParser reads the labels before a suffix from right to left into host. Its
// methods for the domains report whether the host carries a region.
type hostParser struct {
	s      string
	labels []label
	host   *host
}

// text returns the i-th label from the right, "" when there are not so many.
func (p *hostParser) text(i int) string {
	if i >= len(p.labels) {
		return ""
	}
	l := p.labels[len(p.labels)-1-i]
	return p.s[l.start:l.end]
}

// drop forgets the n rightmost labels.
func (p *hostParser) drop(n int) { p.labels = p.labels[:max(0, len(p.labels)-n)] }

// takeRegion reads the i-th label from the right as a region, from its byte skip
// on. It reports false when the label can be none.
func (p *hostParser) takeRegion(i, skip int) bool {
	if i >= len(p.labels) {
		return false
	}
	l := p.labels[len(p.labels)-1-i]
	text := p.s[l.start+skip : l.end]
	switch {
	case strings.IndexByte(text, Hole) >= 0:
		p.host.regionHole = true
	case isRegionLike(text):
		p.host.region = text
	default:
		return false
	}
	p.host.regionStart, p.host.regionEnd = l.start+skip, l.end
	return true
}

// isRegionLike accepts regions newer than the table too.
func isRegionLike(s string) bool {
	if IsRegion(s) {
		return true
	}
	_, ok := Plausible(s)
	return ok
}

// service reads hosts under a partition's suffix.
func (p *hostParser) service() bool {
	last := p.text(0)
	switch {
	case last == "vpce":
		if !p.takeRegion(1, 0) {
			return false
		}
		p.drop(2)
		p.takeService()
		p.host.kind = "vpc-endpoint"
		return true
	case last == "cache":
		return p.cache()
	case strings.HasPrefix(last, "s3-") && p.dashed(last):
		return true
	case regionFirst(last) && p.takeRegion(1, 0):
		p.setService(last)
		p.drop(2)
		p.host.resource = p.rest()
		return true
	case p.implied(last):
		return true
	}
	if len(p.labels) < 2 || !p.takeRegion(0, 0) {
		return false
	}
	p.drop(1)
	if p.text(0) == "dualstack" {
		p.drop(1)
	}
	p.takeService()
	// With neither known, a literal label next to a hole is as likely a customer's
	// name as a service.
	return !p.host.regionHole || p.host.service != "" || p.host.label == ""
}

// regionFirst lists the services whose hosts have the region before them.
func regionFirst(label string) bool {
	switch label {
	case "rds", "redshift", "redshift-serverless", "elb", "es", "aoss", "docdb", "docdb-elastic", "neptune", "compute",
		"queue", "memorydb", "dax-clusters", "airflow", "kafka", "cloudsearch", "eks":
		return true
	}
	return false
}

// cache reads ElastiCache hosts, whose region is a zone id's prefix.
func (p *hostParser) cache() bool {
	region, ok := ShortCode(p.text(1))
	if !ok {
		return false
	}
	p.host.region = region
	p.setService("cache")
	p.drop(2)
	p.host.resource = p.rest()
	return true
}

// dashed reads the old hosts of S3: s3-us-west-2, s3-website-us-east-1.
func (p *hostParser) dashed(last string) bool {
	skip := len("s3-")
	name := "s3"
	if strings.HasPrefix(last[skip:], "website-") {
		skip += len("website-")
		name = "s3-website"
	} else if strings.HasPrefix(last[skip:], "fips-") {
		skip += len("fips-")
	}
	if !p.takeRegion(0, skip) {
		return false
	}
	p.setService(name)
	p.drop(1)
	p.host.resource = p.rest()
	return true
}

// implied reads the hosts that belong to us-east-1 though they do not say so.
func (p *hostParser) implied(last string) bool {
	switch {
	case last == "compute-1" && strings.HasPrefix(p.text(1), "ec2-"):
		p.setService("compute")
		p.drop(1)
		p.host.resource = p.rest()
	case last == "queue" && len(p.labels) == 1, last == "sdb" && len(p.labels) == 1:
		p.setService(last)
	case last == "s3-external-1":
		p.setService("s3")
		p.drop(1)
		p.host.resource = p.rest()
	default:
		return false
	}
	p.host.region = "us-east-1"
	return true
}

// onAWS reads hosts such as ID.lambda-url.REGION.on.aws.
func (p *hostParser) onAWS() bool {
	if len(p.labels) < 2 || !p.takeRegion(0, 0) {
		return false
	}
	p.drop(1)
	p.takeService()
	return !p.host.regionHole || p.host.service != ""
}

// cognitoDomain reads PREFIX.auth.REGION.amazoncognito.com.
func (p *hostParser) cognitoDomain() bool {
	if l := p.text(1); l != "auth" && l != "auth-fips" && strings.IndexByte(l, Hole) < 0 {
		return false
	}
	if !p.takeRegion(0, 0) {
		return false
	}
	p.drop(2)
	p.host.service, p.host.label = "cognito-idp", "auth"
	p.host.resource = p.rest()
	return true
}

// application reads the hosts of deployed applications, ENV.REGION.SUFFIX.
func (p *hostParser) application() bool {
	if !p.takeRegion(0, 0) || p.host.regionHole {
		return false
	}
	name := "elasticbeanstalk"
	if strings.HasSuffix(p.s[:p.host.end], "awsapprunner.com") {
		name = "apprunner"
	}
	p.drop(1)
	p.host.service, p.host.label = name, name
	p.host.resource = p.rest()
	p.host.api = false
	return true
}

// privateDNS reads the names of EC2 hosts inside a VPC.
func (p *hostParser) privateDNS() bool {
	if strings.HasSuffix(p.s[:p.host.end], ".ec2.internal") {
		p.host.region = "us-east-1"
	} else {
		if !p.takeRegion(0, 0) || p.host.regionHole {
			return false
		}
		p.drop(1)
	}
	p.host.service, p.host.label = "ec2", "compute"
	p.host.resource = p.rest()
	p.host.api = false
	return strings.HasPrefix(p.host.resource, "ip-")
}

// console reads REGION.console.aws.amazon.com.
func (p *hostParser) console() bool {
	if !p.takeRegion(0, 0) || p.host.regionHole {
		return false
	}
	p.host.kind, p.host.label, p.host.api = "console-url", "console", false
	return true
}

// rest returns what is left of the labels, as written.
func (p *hostParser) rest() string {
	if len(p.labels) == 0 {
		return ""
	}
	return p.s[p.labels[0].start:p.labels[len(p.labels)-1].end]
}

// maxServiceLabels is how many labels a service's part of a host has at most
// (data.jobs.iot).
const maxServiceLabels = 3

// takeService reads the service from the right: the longest run of labels that
// is one. A hole right before it is left out, as in "{scheme}sqs.…".
func (p *hostParser) takeService() {
	hole := string(rune(Hole))
	for n := min(maxServiceLabels, len(p.labels)); n > 0; n-- {
		run := label{p.labels[len(p.labels)-n].start, p.labels[len(p.labels)-1].end}
		if p.setService(strings.TrimLeft(p.s[run.start:run.end], hole)) {
			p.drop(n)
			p.host.resource = p.rest()
			return
		}
	}
	if last := p.text(0); !strings.Contains(last, hole) {
		p.host.label = last
	}
}

// setService reports whether text is a service's part of a host name.
func (p *hostParser) setService(text string) bool {
	text = strings.TrimSuffix(text, "-fips")
	service, ok := ServiceByHostLabel(text)
	if !ok {
		return false
	}
	p.host.service, p.host.label = service.Name, text
	return true
}
