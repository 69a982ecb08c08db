package aws

import (
	"slices"
	"strings"
)

// A Misnaming is how a text that should name a region fails to.
type Misnaming struct {
	Kind MisnamingKind
	// Regions are the known regions that may be meant, sorted: exactly one for a
	// zone and for another spelling, for an unknown name those that come nearest,
	// if any do.
	Regions []string
}

// MisnamingKind says what a text in the place of a region is instead.
type MisnamingKind uint8

// The kinds of misnaming.
const (
	NamesZone      MisnamingKind = iota // an availability zone, a local or a wavelength zone
	NamesOtherwise                      // a known region in another spelling
	NamesUnknown                        // it looks like a region, and none is known by that name
)

// Misname says what a text is that stands in the place of an AWS region and is
// none. It is false for regions and pseudo regions, for what does not look like
// a region at all, for placeholders, and for other vendors' regions of the same
// shape.
func Misname(s string) (Misnaming, bool) {
	if len(s) > maxMisnamedLen || IsRegion(s) || IsPseudoRegion(s) {
		return Misnaming{}, false
	}
	plain := unified(s)
	if !mayMeanRegion(plain) {
		return Misnaming{}, false
	}
	if region, ok := zoneOf(plain); ok {
		return Misnaming{Kind: NamesZone, Regions: []string{region}}, true
	}
	if region, ok := Respelled(s); ok {
		return Misnaming{Kind: NamesOtherwise, Regions: []string{region}}, true
	}
	if isPlaceholder(plain) || isForeignRegion(plain) || IsPseudoRegion(plain) {
		return Misnaming{}, false
	}
	nearest := NearestRegions(s)
	if len(nearest) == 0 && !IsRegionShaped(s) {
		return Misnaming{}, false
	}
	return Misnaming{Kind: NamesUnknown, Regions: nearest}, true
}

// mayMeanRegion tells most texts at a glance from those that need a closer look:
// a region has a number, and where that was forgotten the name starts with the
// geography.
func mayMeanRegion(plain string) bool {
	const shortest = len("useast")
	return len(plain) >= shortest && (strings.ContainsAny(plain, "0123456789") || isRegionGeo(plain[0], plain[1]))
}

// maxMisnamedLen bounds the length in bytes of what can be taken for a region.
const maxMisnamedLen = 40

// IsRegionShaped reports whether the whole of s has a region's shape or a zone's:
// xx-word-1, xx-word-1a, with up to three words.
func IsRegionShaped(s string) bool {
	n := regionPrefix(s)
	return n > 0 && (n == len(s) || n == len(s)-1 && isLower(s[n]))
}

// MayBeNewer reports whether an unknown name is one that AWS could give to a
// region tomorrow: a geography that has regions, and a point of the compass. A
// misspelling such as us-est-1 is none.
func MayBeNewer(name string) bool {
	if _, ok := Plausible(name); !ok {
		return false
	}
	parts := strings.Split(name, "-")
	number := parts[len(parts)-1]
	return len(number) == 1 && number != "0" && slices.Contains(compass, parts[len(parts)-2])
}

// compass are the words for the place of a region within its geography.
var compass = []string{
	"central", "east", "north", "northeast", "northwest", "south", "southeast", "southwest", "west",
}

// zoneOf is Zone for a zone whose region may be spelled in another way.
func zoneOf(plain string) (region string, ok bool) {
	if region, ok = Zone(plain); ok {
		return region, true
	}
	n := len(plain) - 1
	if n < 1 || !isLower(plain[n]) || !isDigit(plain[n-1]) {
		return "", false
	}
	return Respelled(plain[:n])
}

// unified lowers letters, drops what surrounds a name and makes every separator
// a dash.
func unified(s string) string {
	s = strings.Trim(strings.ToLower(s), " \t\r\n\"'`,;.“”‘’")
	return strings.Map(func(r rune) rune {
		if isSeparator(r) {
			return '-'
		}
		return r
	}, s)
}

// isSeparator reports what people write between the words of a region, the
// dashes of word processors among it.
func isSeparator(r rune) bool {
	return r == '-' || r == '_' || r == ' ' || r == '.' || '\u2010' <= r && r <= '\u2015' || r == '\u2212'
}

// isPlaceholder reports whether a name is made of words that say that it is not
// a real one.
func isPlaceholder(plain string) bool {
	return slices.ContainsFunc(strings.Split(plain, "-"), func(word string) bool {
		return len(word) > 2 && strings.Trim(word, "x") == "" || slices.Contains(placeholderWords, word)
	})
}

var placeholderWords = []string{
	"another", "any", "bar", "baz", "custom", "default", "demo", "dummy", "example", "fake", "foo", "invalid",
	"local", "localhost", "localstack", "missing", "mock", "my", "none", "nonexistent", "nowhere", "null",
	"other", "placeholder", "region", "sample", "some", "stub", "test", "testing", "undefined", "unknown", "your",
}

// isForeignRegion reports whether another vendor has a region of that name.
func isForeignRegion(plain string) bool {
	words := strings.Split(plain, "-")
	number := words[len(words)-1]
	// Backblaze numbers its clusters with three digits.
	if len(number) == 3 && number[0] == '0' && all(number, isDigit) {
		return true
	}
	_, ok := slices.BinarySearch(foreignRegions, plain)
	return ok
}

// foreignRegions are the regions of other vendors that have an AWS region's shape
// or come near one and that AWS does not have, sorted: those of Oracle (cities),
// Huawei and Alibaba (compass points in China and elsewhere), Akamai (airports),
// Exoscale, Scaleway and OVHcloud (cities), Wasabi and IONOS, Yandex. They are
// from those vendors' documentation; what is missing here is taken for a mistake.
var foreignRegions = []string{
	"ae-ad-1", "af-casablanca-1", "af-johannesburg-1", "af-north-1", "ap-batam-1", "ap-chiyoda-1", "ap-chuncheon-1",
	"ap-chuncheon-2", "ap-delhi-1", "ap-hobsonville-1", "ap-hyderabad-1", "ap-ibaraki-1", "ap-kulai-1", "ap-kulai-2",
	"ap-melbourne-1", "ap-mumbai-1", "ap-osaka-1", "ap-seoul-1", "ap-seoul-2", "ap-singapore-1", "ap-singapore-2",
	"ap-suwon-1", "ap-sydney-1", "ap-tokyo-1", "at-vie-1", "at-vie-2", "au-mel-1", "bg-sof-1", "br-gru-1", "ca-montreal-1",
	"ca-toronto-1", "ch-dk-2", "ch-gva-2", "cn-east-2", "cn-east-3", "cn-east-4", "cn-east-5", "cn-north-2", "cn-north-4",
	"cn-north-9", "cn-south-1", "cn-south-2", "cn-south-4", "cn-southwest-2", "de-fra-1", "de-fra-2", "de-muc-1",
	"es-mad-1", "eu-amsterdam-1", "eu-central-3", "eu-central-4", "eu-crissier-1", "eu-frankfurt-1", "eu-frankfurt-2",
	"eu-jovanovac-1", "eu-madrid-1", "eu-madrid-2", "eu-madrid-3", "eu-marseille-1", "eu-milan-1", "eu-paris-1",
	"eu-stockholm-1", "eu-turin-1", "eu-west-101", "eu-zurich-1", "fr-par-1", "fr-par-2", "fr-par-3", "gb-lon-1", "hr-zag-1",
	"id-cgk-1", "il-jerusalem-1", "in-bom-2", "in-maa-1", "it-mil-1", "jp-osa-1", "jp-tyo-3", "la-north-2", "la-south-2",
	"me-abudhabi-1", "me-abudhabi-2", "me-abudhabi-3", "me-abudhabi-4", "me-alain-1", "me-dubai-1", "me-east-1", "me-ibri-1",
	"me-jeddah-1", "me-riyadh-1", "mx-monterrey-1", "mx-queretaro-1", "na-mexico-1", "na-south-1", "nl-ams-1", "nl-ams-2",
	"nl-ams-3", "pl-waw-1", "pl-waw-2", "pl-waw-3", "ru-central1", "ru-moscow-1", "ru-northwest-2", "sa-bogota-1",
	"sa-brazil-1", "sa-santiago-1", "sa-saopaulo-1", "sa-valparaiso-1", "sa-vinhedo-1", "se-sto-1", "sg-sin-2", "tr-west-1",
	"uk-cardiff-1", "uk-gov-cardiff-1", "uk-gov-london-1", "uk-london-1", "us-ashburn-1", "us-central-1", "us-chicago-1",
	"us-east-va", "us-gov-ashburn-1", "us-gov-chicago-1", "us-gov-phoenix-1", "us-iad-1", "us-langley-1", "us-lax-1",
	"us-luke-1", "us-mia-1", "us-ord-1", "us-phoenix-1", "us-saltlake-2", "us-sanjose-1", "us-sea-1", "us-southeast-1",
	"us-west-or",
}
