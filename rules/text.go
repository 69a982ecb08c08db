package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// enumerate joins words as a sentence does: "a, b and c".
func enumerate(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// counted returns n with a noun, whose plural is regular.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// maxRelated bounds the places of one kind that a finding lists.
const maxRelated = 10

// A trail collects related places: each once, and not the finding's own.
type trail struct {
	own  source.Location
	list []lint.Related
}

func (t *trail) add(at source.Location, message string) {
	if at == (source.Location{}) || at == t.own ||
		slices.ContainsFunc(t.list, func(r lint.Related) bool { return r.At == at }) {
		return
	}
	t.list = append(t.list, lint.Related{At: at, Message: message})
}

// decided adds the place that decides a region.
func (t *trail) decided(o link.Origin) { t.add(spot(o), why(o)) }

// why says how a place decides a region.
func why(o link.Origin) string {
	switch o.Decided().Kind {
	case link.StepFallback:
		return o.Region + " is the fallback here"
	case link.StepTemplate:
		return "this template says " + o.Region
	case link.StepIdentifier:
		return "this identifier is in " + o.Region
	}
	return o.Region + " is set here"
}

func quote(s string) string { return `"` + s + `"` }

// isRegion reports whether a value is a region, be it newer than the data. A
// misspelled one is none: unknown-region says so, and it contradicts nothing.
func isRegion(value string) bool { return aws.IsRegion(value) || aws.MayBeNewer(value) }
