package aws

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/regionlint/regionlint/lint/linttest/spent"
)

func TestFindRegions(t *testing.T) {
	for _, test := range []struct{ s, want string }{
		{"us-east-1", "0-9"},
		{"region us-east-1, then eu-west-1.", "7-16 23-32"},
		{"us-east-1,us-west-2", "0-9 10-19"},
		{"arn:aws:sns:us-east-1:1:t", "12-21"},
		{"s3.us-gov-west-1.amazonaws.com", "3-16"},
		{"eusc-de-east-1", "0-14"},
		{"bedrock/us-east-1/x", "8-17"},
		{"backup-us-west-2-archive", "7-16i"},
		{"my_us-west-2", "3-12i"},
		{"us-east-1_AbCdEfGhI", "0-9i"},
		{"us-east-1-us-west-2", "0-9i 10-19i"},
		{"us-east-1-bos-1a", "0-9i"},
		{"x\x00-us-east-1", "3-12i"},
		{"app-us-east-1", "4-13i"},
		{"my-us-gov-west-1-us-east-1", "3-16i 17-26i"},
		{"\x00us-east-1\x00", "1-10"},
		{"us-east-1a", ""},
		{"xus-east-1", ""},
		{"1us-east-1", ""},
		{"us-east-12", ""},
		{"us-est-1", ""},
		{"US-EAST-1", ""},
		{"us--1-", ""},
		{"-", ""},
		{"", ""},
	} {
		var got []string
		for _, m := range FindRegions(test.s) {
			inside := ""
			if m.Inside {
				inside = "i"
			}
			if m.Region != test.s[m.Start:m.End] {
				t.Errorf("%q: region %q is not at its place", test.s, m.Region)
			}
			got = append(got, fmt.Sprintf("%d-%d%s", m.Start, m.End, inside))
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("FindRegions(%q) = %v, want %s", test.s, got, test.want)
		}
	}
}

func TestHasRegionShape(t *testing.T) {
	for s, want := range map[string]bool{
		"x = 'ap-southeast-5'":      true,
		"xx-new-1":                  true,
		"us-east-1a":                true,
		"us-east-12":                true,
		"us-gov-west-1":             true,
		"eusc-de-east-1":            true,
		"us-isob-east-1":            true,
		"my-us-west-2-bucket":       true,
		"eu-central-1_AbCdEfGhI":    true,
		"class='bg-gray-500 mt-4'":  false,
		"grid-cols-2":               false,
		"bg-gray-50":                false,
		"-translate-x-1":            false,
		"xs-a-1":                    false,
		"us-east-":                  false,
		"us-east":                   false,
		"us-east-1ab":               false,
		"some-word-1":               false,
		"1970-01-01":                false,
		"US-EAST-1":                 false,
		"u-s":                       false,
		"-":                         false,
		"":                          false,
		"us-very-long-east-north-1": false,
	} {
		if got := HasRegionShape([]byte(s)); got != want {
			t.Errorf("HasRegionShape(%q) = %v", s, got)
		}
	}
}

func TestMaySpellRegion(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"x = 'ap-southeast-5'":    true,
		"us-est-1":                true,
		"us-east-1a":              true,
		"us-gov-west-1":           true,
		"eusc-de-east-1":          true,
		"xx-central-1":            true,
		"xx-gov-northwest-1":      true,
		"xx-new-1":                false,
		"bg-layer-1":              false,
		"hover:bg-layer-2-active": false,
		"us-east":                 false,
		"mt-auto-4":               false,
	} {
		if got := MaySpellRegion([]byte(s)); got != want {
			t.Errorf("MaySpellRegion(%q) = %v", s, got)
		}
	}
	for _, r := range regions {
		if !MaySpellRegion([]byte(r.Name)) {
			t.Errorf("MaySpellRegion(%q) = false", r.Name)
		}
	}
}

// naive finds what FindRegions does, with a pattern.
var naive = sync.OnceValue(func() *regexp.Regexp {
	names := make([]string, len(regions))
	for i, r := range regions {
		names[i] = regexp.QuoteMeta(r.Name)
	}
	return regexp.MustCompile(`^(?:` + strings.Join(names, "|") + `)(?:[^A-Za-z0-9]|$)`)
})

// naiveRegions tries the pattern at every word's start, since neighbours may
// share the byte between them.
func naiveRegions(s string) []string {
	var found []string
	for i := range len(s) {
		if i > 0 && isAlnum(s[i-1]) {
			continue
		}
		if naive().MatchString(s[i:]) {
			m := naive().FindString(s[i:])
			end := i + len(m)
			if end > i && !isAlnum(s[end-1]) {
				end--
			}
			// The boundary may be a rune of several bytes.
			end = i + len(strings.TrimRightFunc(s[i:end], func(r rune) bool { return r > 127 }))
			found = append(found, fmt.Sprintf("%d:%s", i, s[i:end]))
		}
	}
	return found
}

func addSeeds(f *testing.F) {
	f.Helper()
	for _, s := range []string{
		"", "-", "us-east-1", "us-gov-west-1-us-east-1", "backup-us-west-2-archive", "us-east-1_AbCdEfGhI",
		"us-east-1:8d8f7658-417e-46dd-a884-8b5cf9165a02", "us-east-1:123456789012:function:f",
		"https://cognito-idp.\x00.amazonaws.com/\x00", "\x00.s3.\x00.amazonaws.com", "a.use1.cache.amazonaws.com:6379",
		"https://sqs.us-west-2.amazonaws.com:443/123456789012/q.fifo", "arn:aws:sns:us-east-1:\x00:t", "arn:aws:s3:::b",
		"x--use1-az4--x-s3", "usw2-lax1-az1", "codecommit::us-east-1://r", "?region=us-east-1&", "b.s3-website-us-east-1.amazonaws.com",
		"us.anthropic.claude-sonnet-4-6", "bedrock/eu.amazon.nova-lite-v1:0.", "https%3A%2F%2Fsqs.us-east-1.amazonaws.com",
		"us-east-1.console.aws.amazon.com/x?region=eu-west-1#y", "oidc.eks.us-west-2.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
	} {
		f.Add(s)
	}
}

func FuzzFindRegions(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		spent.Within(t, len(s), 1<<16, 256, func() { FindRegions(s) })
		var got []string
		for _, m := range FindRegions(s) {
			got = append(got, fmt.Sprintf("%d:%s", m.Start, s[m.Start:m.End]))
		}
		if want := naiveRegions(s); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("FindRegions(%q) = %v, the pattern finds %v", s, got, want)
		}
		if len(got) > 0 && !HasRegionShape([]byte(s)) {
			t.Errorf("HasRegionShape(%q) misses %v", s, got)
		}
		if len(got) > 0 && !MaySpellRegion([]byte(s)) {
			t.Errorf("MaySpellRegion(%q) misses %v", s, got)
		}
		Zone(s)
		Respelled(s)
		NearestRegions(s)
	})
}

func FuzzFindIdentifiers(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		spent.Within(t, len(s), 1<<16, 1024, func() { FindIdentifiers(s) })
		end := 0
		for _, id := range FindIdentifiers(s) {
			if id.Start < end || id.End <= id.Start || id.End > len(s) || id.Kind == "" || id.Region == "" {
				t.Fatalf("%q: %+v after %d", s, id, end)
			}
			end = id.End
			if id.RegionStart < 0 {
				if !IsRegion(id.Region) {
					t.Fatalf("%q: %+v implies an unknown region", s, id)
				}
				continue
			}
			if id.RegionStart < id.Start || id.RegionEnd > id.End || s[id.RegionStart:id.RegionEnd] != id.Region {
				t.Fatalf("%q: region of %+v is not at its place", s, id)
			}
		}
		if m, ok := FindModel(s); ok && !strings.HasPrefix(s[m.Start:m.End], m.Geo+"."+m.Vendor+".") {
			t.Fatalf("%q: %+v", s, m)
		}
	})
}

func FuzzFindEndpoints(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		spent.Within(t, len(s), 1<<16, 1024, func() { FindEndpoints(s) })
		end := 0
		for _, e := range FindEndpoints(s) {
			if e.Start < end || e.End <= e.Start || e.End > len(s) || e.RegionHole == (e.Region != "") {
				t.Fatalf("%q: %+v after %d", s, e, end)
			}
			end = e.End
			if e.RegionStart >= 0 && (e.RegionStart < e.Start || e.RegionEnd > e.End || !e.RegionHole && s[e.RegionStart:e.RegionEnd] != e.Region) {
				t.Fatalf("%q: region of %+v is not at its place", s, e)
			}
		}
	})
}

// TestHostileText: text that repeats the start of every form costs time in
// proportion to its length, where a scan that starts over from every place takes
// sixteen times as much for four times the text.
func TestHostileText(t *testing.T) {
	const size, times, attempts = 1 << 14, 4, 50
	for _, unit := range []string{
		"arn:", "arn:aws:sns:us-east-1:123456789012:", "us-east-1-", "us-east-1a ", "us-east-1_", "aa-", "a.", "-az1", "us.", "us.anthropic.",
		"x--use1-az4--x-s3", "a.amazonaws.com\x00", "us-east-1.amazonaws.com.", "us-east-1.console.aws.amazon.com/", "\x00.", "sqs.us-east-1.amazonaws.com/",
	} {
		less, more := strings.Repeat(unit, size/len(unit)), strings.Repeat(unit, times*size/len(unit))
		short, long := time.Hour, time.Hour // the shortest times: others use the machine too
		for try := 0; try == 0 || long > 2*times*short+10*time.Millisecond; try++ {
			if try == attempts {
				t.Errorf("%q repeated: %v, and %v for %d times the text", unit, short, long, times)
				break
			}
			short, long = min(short, scanTime(less)), min(long, scanTime(more))
		}
	}
}

// scanTime returns the time that looking through a text takes.
func scanTime(s string) time.Duration {
	start := time.Now()
	FindIdentifiers(s)
	FindEndpoints(s)
	FindRegions(s)
	FindModel(s)
	HasRegionShape([]byte(s))
	return time.Since(start)
}

func BenchmarkHasRegionShape(b *testing.B) {
	text, err := os.ReadFile("services_gen.go")
	if err != nil {
		b.Fatal(err)
	}
	// The generated file names regions; without them the scan goes to the end.
	for _, r := range regions {
		text = bytes.ReplaceAll(text, []byte(r.Name), nil)
	}
	if HasRegionShape(text) {
		b.Fatal("the text still has a region")
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		HasRegionShape(text)
	}
}

func BenchmarkFindIdentifiers(b *testing.B) {
	for name, s := range map[string]string{
		"plain":   "Could not load the user's profile: try again later",
		"dashes":  "flex items-center justify-between rounded-lg border bg-gray-50 px-4 py-2",
		"pool":    "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_vLD8dbSby/.well-known/jwks.json",
		"foreign": "https://example.com/docs/aws-sdk/getting-started.html",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				FindIdentifiers(s)
			}
		})
	}
}
