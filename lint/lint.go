// Package lint is the contract between rules and what runs them: Rule, Pass,
// Diagnostic, SuggestedFix. It does no I/O and knows no syntax.
package lint

import (
	"strings"

	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// Severity says how much a finding matters.
type Severity uint8

// The severities, least first. Off switches a rule off.
const (
	Off Severity = iota
	Info
	Warning
	Error
)

// String returns the severity as configuration and JSON spell it.
func (s Severity) String() string {
	return [...]string{"off", "info", "warning", "error"}[s]
}

// Category groups rules.
type Category string

// The categories.
const (
	Contradiction Category = "contradiction"
	Environment   Category = "environment"
	AWS           Category = "aws"
	Policy        Category = "policy"
)

// Safety says who may apply a fix.
type Safety uint8

// The safeties. A Safe fix touches code that can only have failed before, or
// behaves the same after; an Unsafe one changes other uses with it; a Manual
// one is a list of steps without edits.
const (
	Safe Safety = iota
	Unsafe
	Manual
)

// String returns the safety as JSON spells it.
func (s Safety) String() string { return [...]string{"safe", "unsafe", "manual"}[s] }

// FixMode is what a rule promises about fixes that have edits.
type FixMode uint8

// The promises.
const (
	FixNever FixMode = iota
	FixSometimes
	FixAlways
)

// String returns the promise as documentation spells it.
func (m FixMode) String() string { return [...]string{"never", "sometimes", "always"}[m] }

// A Rule is one check, with everything a reader needs to know about it.
type Rule struct {
	Name     string // the problem, not the cure
	Category Category
	Severity Severity
	Since    string // first release that had the rule
	Fix      FixMode
	Doc      Doc

	// Check reports the rule's findings on one program. It returns an error
	// only if the rule could not run.
	Check func(*Pass) error
	// Late is set for a rule that runs when the others have, since it judges
	// what came of their findings: [Pass.Idle].
	Late bool
}

// Doc is a rule's documentation, in plain sentences.
type Doc struct {
	Summary string // one line without a final period
	Why     string // what breaks at run time, with the SDK's own error
	Before  string // an example that fires
	After   string // the same, repaired
	Fix     string // what the fix does and when it is unsafe
}

// Declared is what the configuration says about regions. The zero value
// declares nothing.
type Declared struct {
	// Default is where everything runs that Services does not list, "" if that
	// is not declared. To is set when the command line says so, by --to.
	Default string
	To      bool
	// Services maps botocore's names onto regions.
	Services map[string]string
	// Allow are the only regions that may be used; none means any.
	Allow []string
	// Known are regions newer than the embedded data.
	Known []string
	// Replicated are user pools that other regions serve too.
	Replicated []string
	// Nested holds what folders below declare for themselves, as a whole and with
	// what they inherit; the deepest come first.
	Nested []Nested
}

// Nested is what holds in a folder, given as in a location's path. Known and
// Replicated are the same everywhere.
type Nested struct {
	Folder   string
	Declared Declared
}

// For returns what holds for a file.
func (d *Declared) For(path string) *Declared {
	for i := range d.Nested {
		if rest, ok := strings.CutPrefix(path, d.Nested[i].Folder); ok && strings.HasPrefix(rest, "/") {
			return &d.Nested[i].Declared
		}
	}
	return d
}

// A Pass is one rule's view of one program.
type Pass struct {
	Program  *link.Program
	Declared *Declared // never nil; Declared.For(path) is what holds for a file
	// Idle are the suppressions that silence nothing, sorted by place. Only a
	// late rule is told.
	Idle []IdleSuppression
	// Report hands a diagnostic to the driver, in any order.
	Report func(Diagnostic)
}

// A Diagnostic is one finding at one location.
type Diagnostic struct {
	Rule     string   // filled in by the driver
	Severity Severity // zero means the rule's own
	At       source.Location
	Message  string
	Related  []Related
	Services []string // sorted, botocore's names
	Regions  []string // the regions that take part, the finding's own first
	Fixes    []SuggestedFix
}

// A Related is a second location that explains the first.
type Related struct {
	At      source.Location
	Message string
}

// A SuggestedFix is a set of edits that are applied together or not at all.
type SuggestedFix struct {
	Title  string // a verb phrase
	Safety Safety
	Edits  []TextEdit // disjoint; may touch several files
	// Own is set on a fix that gives one service a region of its own and leaves
	// the others where they are.
	Own bool
}

// A TextEdit replaces one span with NewText.
type TextEdit struct {
	At      source.Location
	NewText string
}
