package aws

import "strings"

// A Clash is an ARN or a host name that names a region of one partition in the
// manner of another: arn:aws:sqs:cn-north-1:…, sqs.cn-north-1.amazonaws.com.
type Clash struct {
	// Identifier is the ARN, or the host with what belongs to it.
	Identifier Identifier
	// Stated is what names the partition, the second part of an ARN or the DNS
	// suffix of a host, and Start and End bound it, in bytes, half-open.
	Stated     string
	Start, End int
	// Want is what the region's own partition has in its place.
	Want string
	// Bare says that the text is nothing but SERVICE.REGION.SUFFIX, which may be
	// the name of a service principal rather than of a host. Those of a few
	// services end in amazonaws.com in every partition.
	Bare bool
}

// FindClashes returns the clashes in s, in order. Only known regions count. A
// region without a partition of its own beside it, or with one that is a hole,
// clashes with nothing, nor do hosts under suffixes that belong to no partition
// (on.aws).
func FindClashes(s string) []Clash {
	if !strings.Contains(s, "arn:") && !containsAny(s, hostHints) {
		return nil
	}
	var found []Clash
	for _, id := range FindIdentifiers(s) {
		if region, ok := LookupRegion(id.Region); ok && id.Kind == "arn" && id.Partition != region.Partition {
			start := id.Start + len("arn:")
			found = append(found, Clash{
				Identifier: id, Stated: id.Partition, Start: start, End: start + len(id.Partition), Want: region.Partition,
			})
		}
	}
	for h := range hosts(s) {
		if c, ok := h.clash(s); ok {
			found = append(found, c)
		}
	}
	return found
}

// clash compares the suffix of a host with those of its region's partition.
func (h host) clash(s string) (Clash, bool) {
	region, ok := LookupRegion(h.region)
	if !ok || h.regionHole {
		return Clash{}, false
	}
	stated, dual := partitionSuffix(s[h.start:h.end])
	p, known := LookupPartition(region.Partition)
	if stated == "" || !known || stated == p.DNSSuffix || stated == p.DualStackDNSSuffix {
		return Clash{}, false
	}
	c := Clash{
		Identifier: h.identifier(s), Stated: stated, Start: h.end - len(stated), End: h.end, Want: p.DNSSuffix,
		Bare: h.start == 0 && h.end == len(s) && h.resource == "" && h.kind == "regional-endpoint",
	}
	if dual {
		c.Want = p.DualStackDNSSuffix
	}
	return c, true
}

// partitionSuffix returns the longest partition's suffix that ends a host's
// name, "" when there is none; dual is set for a dual-stack one.
func partitionSuffix(name string) (suffix string, dual bool) {
	for _, p := range partitions {
		if len(p.DNSSuffix) > len(suffix) && strings.HasSuffix(name, "."+p.DNSSuffix) {
			suffix, dual = p.DNSSuffix, false
		}
		if len(p.DualStackDNSSuffix) > len(suffix) && strings.HasSuffix(name, "."+p.DualStackDNSSuffix) {
			suffix, dual = p.DualStackDNSSuffix, true
		}
	}
	return suffix, dual
}
