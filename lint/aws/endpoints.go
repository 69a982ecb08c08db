package aws

import (
	"cmp"
	"math"
	"slices"
)

// endpointRegion is a region of the table of endpoints and where it is, in whole
// degrees.
type endpointRegion struct {
	name        string
	north, east int
}

// unlistedIn is a service and the regions that its list of endpoints lacks.
type unlistedIn struct {
	service string
	regions []string
}

// Unlisted reports whether AWS's own list of endpoints, as botocore had it on
// [EndpointsDate], lacks a region for a service. It is false for services whose
// list nobody keeps complete, for those without one, and for regions that are
// newer than the table or of another partition than aws.
func Unlisted(service, region string) bool {
	i, ok := slices.BinarySearchFunc(unlisted, service, func(u unlistedIn, name string) int { return cmp.Compare(u.service, name) })
	return ok && slices.Contains(unlisted[i].regions, region)
}

// NearestListed returns the n regions nearest to one that lacks a service which
// do have it, the nearest first.
func NearestListed(service, region string, n int) []string {
	at := slices.IndexFunc(endpointRegions, func(r endpointRegion) bool { return r.name == region })
	if at < 0 {
		return nil
	}
	from := endpointRegions[at]
	near := slices.DeleteFunc(slices.Clone(endpointRegions), func(r endpointRegion) bool {
		return r.name == region || Unlisted(service, r.name)
	})
	slices.SortStableFunc(near, func(a, b endpointRegion) int { return cmp.Compare(from.distance(a), from.distance(b)) })
	names := make([]string, 0, n)
	for _, r := range near[:min(n, len(near))] {
		names = append(names, r.name)
	}
	return names
}

// distance is the angle between two regions on the globe, in radians.
func (r endpointRegion) distance(to endpointRegion) float64 {
	rad := func(degrees int) float64 { return float64(degrees) * math.Pi / 180 }
	return math.Acos(min(1, math.Sin(rad(r.north))*math.Sin(rad(to.north))+
		math.Cos(rad(r.north))*math.Cos(rad(to.north))*math.Cos(rad(r.east-to.east))))
}
