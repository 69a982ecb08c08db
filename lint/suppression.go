package lint

import (
	"strings"

	"github.com/regionlint/regionlint/lint/source"
)

// A Suppression is a comment that silences findings.
type Suppression struct {
	// At is the whole comment, or of one that says more the suppression.
	At source.Location
	// Part is what there is to take away to be rid of the suppression alone. It
	// is the whole comment where that says nothing else.
	Part source.Location
	// File is set when it silences findings in the whole file.
	File bool
	// Named is set when it names what it silences; without names it silences
	// everything.
	Named  bool
	Names  []SuppressedName // in order; may be empty although Named is set
	Reason string           // what the comment says after the names, or ""
}

// A SuppressedName is one rule or category that a suppression names.
type SuppressedName struct {
	Text string
	At   source.Location
}

// A Suppressed is a finding that a suppression silences.
type Suppressed struct {
	Diagnostic Diagnostic
	By         Suppression
}

// An IdleSuppression is a suppression that silences nothing, or of which some
// names do not.
type IdleSuppression struct {
	Suppression
	// Idle are the names that silence nothing, in order. It is empty when there
	// are none at all.
	Idle []IdleName
}

// An IdleName is a name that silences nothing.
type IdleName struct {
	Index int // into Suppression.Names
	// Unknown is set when no rule and no category has the name. Nearest is then
	// one that is spelled nearly so, or "".
	Unknown bool
	Nearest string
	// Mends is set when Nearest would silence a finding here.
	Mends bool
}

// minAlike is how alike a name must be to one that was meant, from 0 to 1.
const minAlike = 0.4

// Nearest returns the one of some names that is spelled most like a given one,
// "" if none is like it. The first of equals wins.
func Nearest(name string, names []string) string {
	best, score := "", minAlike
	for _, other := range names {
		if s := alike(name, other); s > score {
			best, score = other, s
		}
	}
	return best
}

// alike returns how much of two words' pairs of neighbouring letters are the
// same, from 0 to 1. The case of letters and the kind of dash do not matter.
func alike(a, b string) float64 {
	pairs := func(s string) map[string]bool {
		s = strings.ReplaceAll(strings.ToLower(s), "_", "-")
		set := make(map[string]bool, len(s))
		for i := range len(s) - 1 {
			set[s[i:i+2]] = true
		}
		return set
	}
	of, other := pairs(a), pairs(b)
	if len(of)+len(other) == 0 {
		return 0
	}
	shared := 0
	for pair := range of {
		if other[pair] {
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(of)+len(other))
}
