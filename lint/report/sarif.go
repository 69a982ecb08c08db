package report

import (
	"cmp"
	"io"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

// What GitHub's code scanning makes of the fields, which differs from the
// standard here and there:
//
//   - A uri is taken as relative to the root of the repository, whatever
//     originalUriBaseIds says. There is none: it would name a folder of one
//     machine, and the same tree would no longer give the same bytes.
//   - A related location is shown where the text of the message links to it.
//   - fixes are not shown, so the message says what the first one does.
//   - Of partialFingerprints it uses primaryLocationLineHash alone. The upload
//     action computes that itself and complains of one that differs for every
//     result, so ours has a name of its own, for other readers.
//   - suppressions are ignored until an action such as dismiss-alerts acts on
//     them. By the standard either all results have them or none.
//   - A result whose location names no file makes it refuse the whole log.
const (
	sarifSchema  = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	sarifVersion = "2.1.0"
	// sarifBase stands for the root of the repository.
	sarifBase = "%SRCROOT%"
	// sarifPrint names our fingerprint and how it is made.
	sarifPrint = "regionlint/v1"

	homepage  = "https://github.com/regionlint/regionlint"
	rulePages = homepage + "/blob/main/docs/rules/"
)

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool             sarifTool         `json:"tool"`
	Invocations      []sarifInvocation `json:"invocations"`
	ColumnKind       string            `json:"columnKind"`
	NewlineSequences []string          `json:"newlineSequences"`
	Results          []sarifResult     `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name            string      `json:"name"`
	SemanticVersion string      `json:"semanticVersion"`
	InformationURI  string      `json:"informationUri"`
	Rules           []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID                   string             `json:"id"`
	Name                 string             `json:"name"`
	ShortDescription     sarifText          `json:"shortDescription"`
	FullDescription      sarifText          `json:"fullDescription"`
	Help                 sarifText          `json:"help"`
	HelpURI              string             `json:"helpUri"`
	DefaultConfiguration sarifConfiguration `json:"defaultConfiguration"`
	Properties           sarifRuleBag       `json:"properties"`
}

type sarifText struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifConfiguration struct {
	Enabled bool   `json:"enabled"`
	Level   string `json:"level"`
}

type sarifRuleBag struct {
	Tags            []string `json:"tags"`
	ProblemSeverity string   `json:"problem.severity"`
}

type sarifInvocation struct {
	ExecutionSuccessful        bool                `json:"executionSuccessful"`
	ToolExecutionNotifications []sarifNotification `json:"toolExecutionNotifications"`
}

type sarifNotification struct {
	Level     string          `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations"`
}

type sarifResult struct {
	RuleID              string             `json:"ruleId"`
	RuleIndex           int                `json:"ruleIndex"`
	Level               string             `json:"level"`
	Message             sarifText          `json:"message"`
	Locations           []sarifLocation    `json:"locations"`
	RelatedLocations    []sarifLocation    `json:"relatedLocations"`
	PartialFingerprints map[string]string  `json:"partialFingerprints"`
	Suppressions        []sarifSuppression `json:"suppressions"`
	Fixes               []sarifFix         `json:"fixes"`
}

type sarifLocation struct {
	ID               int           `json:"id,omitempty"` // from 1; 0 for one that no message links to
	PhysicalLocation sarifPhysical `json:"physicalLocation"`
	Message          *sarifText    `json:"message,omitempty"`
}

type sarifPhysical struct {
	ArtifactLocation sarifArtifact `json:"artifactLocation"`
	Region           *sarifSpan    `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI       string `json:"uri"`
	URIBaseID string `json:"uriBaseId"`
}

// A sarifSpan is a place in a file: lines and columns from 1, columns in code
// points, the end exclusive; and the same in bytes from 0.
type sarifSpan struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn"`
	EndLine     int `json:"endLine"`
	EndColumn   int `json:"endColumn"`
	ByteOffset  int `json:"byteOffset"`
	ByteLength  int `json:"byteLength"`
}

type sarifSuppression struct {
	Kind          string        `json:"kind"`
	Status        string        `json:"status"`
	Justification string        `json:"justification,omitempty"`
	Location      sarifLocation `json:"location"`
}

type sarifFix struct {
	Description     sarifText     `json:"description"`
	ArtifactChanges []sarifChange `json:"artifactChanges"`
	Properties      sarifFixBag   `json:"properties"`
}

type sarifFixBag struct {
	Applicability string `json:"applicability"`
}

type sarifChange struct {
	ArtifactLocation sarifArtifact      `json:"artifactLocation"`
	Replacements     []sarifReplacement `json:"replacements"`
}

type sarifReplacement struct {
	DeletedRegion   sarifSpan  `json:"deletedRegion"`
	InsertedContent *sarifText `json:"insertedContent,omitempty"`
}

// SARIF prints findings as a log of the Static Analysis Results Interchange
// Format, with those that comments silence among them, as far as readers take
// them. It quotes no source.
func SARIF(w io.Writer, f *Findings) error {
	rules, err := sarifRules(f.Rules)
	if err != nil {
		return err
	}
	run := sarifRun{
		Tool: sarifTool{sarifDriver{
			Name: "regionlint", SemanticVersion: f.Version, InformationURI: homepage, Rules: rules,
		}},
		Invocations:      []sarifInvocation{f.sarifInvocation()},
		ColumnKind:       "unicodeCodePoints",
		NewlineSequences: []string{"\r\n", "\n", "\r"},
		Results:          f.sarifResults(),
	}
	return codeScanning.write(w, sarifLog{Schema: sarifSchema, Version: sarifVersion, Runs: []sarifRun{run}})
}

func sarifRules(rules []*lint.Rule) ([]sarifRule, error) {
	all := make([]sarifRule, 0, len(rules))
	for _, r := range rules {
		var text, markdown strings.Builder
		if err := cmp.Or(RulePage(&text, r), RuleMarkdown(&markdown, r)); err != nil {
			return nil, err
		}
		// A rule that is off reports warnings when it is switched on by its name.
		severity := cmp.Or(r.Severity, lint.Warning)
		all = append(all, sarifRule{
			ID:                   r.Name,
			Name:                 pascal(r.Name),
			ShortDescription:     sarifText{Text: sentence(capital(r.Doc.Summary))},
			FullDescription:      sarifText{Text: r.Doc.Why},
			Help:                 sarifText{Text: text.String(), Markdown: markdown.String()},
			HelpURI:              rulePages + r.Name + ".md",
			DefaultConfiguration: sarifConfiguration{Enabled: r.Severity != lint.Off, Level: sarifLevel(severity)},
			Properties:           sarifRuleBag{Tags: []string{string(r.Category)}, ProblemSeverity: problemSeverity(severity)},
		})
	}
	return all, nil
}

// pascal returns a rule's name in the form that the standard has for names,
// which must not be the same as the rule's id.
func pascal(name string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(name, "-") {
		b.WriteString(capital(word))
	}
	return b.String()
}

func sarifLevel(s lint.Severity) string {
	switch s {
	case lint.Error:
		return "error"
	case lint.Warning:
		return "warning"
	case lint.Info:
		return "note"
	case lint.Off:
	}
	return "none"
}

// problemSeverity is what code scanning calls the severity of a rule that is not
// about security.
func problemSeverity(s lint.Severity) string {
	if s == lint.Error || s == lint.Warning {
		return sarifLevel(s)
	}
	return "recommendation"
}

func (f *Findings) sarifInvocation() sarifInvocation {
	run := sarifInvocation{
		ExecutionSuccessful:        len(f.Failures) == 0,
		ToolExecutionNotifications: make([]sarifNotification, 0, len(f.Failures)),
	}
	for _, failure := range f.Failures {
		n := sarifNotification{Level: "error", Message: sarifText{Text: unlinked(failure.Message)}, Locations: []sarifLocation{}}
		if failure.Path != "" {
			n.Locations = append(n.Locations, f.sarifLocation(source.Location{Path: failure.Path}))
		}
		run.ToolExecutionNotifications = append(run.ToolExecutionNotifications, n)
	}
	return run
}

// sarifResults returns the findings by place, whether they are silenced or not.
// Those that are not have the fingerprints that they have in JSON.
func (f *Findings) sarifResults() []sarifResult {
	all := slices.Clone(f.Diagnostics)
	for _, s := range f.Suppressed {
		all = append(all, s.Diagnostic)
	}
	prints := Fingerprints(all, f.Sources)
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := all[i], all[j]
		return cmp.Or(strings.Compare(a.At.Path, b.At.Path), cmp.Compare(a.At.Span.Start, b.At.Span.Start), strings.Compare(a.Rule, b.Rule))
	})
	results := make([]sarifResult, 0, len(all))
	for _, i := range order {
		r := f.sarifResult(all[i])
		r.PartialFingerprints = map[string]string{sarifPrint: prints[i]}
		if silenced := i - len(f.Diagnostics); silenced >= 0 {
			r.Suppressions = append(r.Suppressions, f.sarifSuppression(f.Suppressed[silenced].By))
		}
		results = append(results, r)
	}
	return results
}

// sarifResult returns a finding without its fingerprint and without what silences
// it.
func (f *Findings) sarifResult(d lint.Diagnostic) sarifResult {
	r := sarifResult{
		RuleID:           d.Rule,
		RuleIndex:        slices.IndexFunc(f.Rules, func(r *lint.Rule) bool { return r.Name == d.Rule }),
		Level:            sarifLevel(d.Severity),
		Message:          sarifText{Text: sarifMessage(d)},
		Locations:        []sarifLocation{},
		RelatedLocations: []sarifLocation{},
		Suppressions:     []sarifSuppression{},
		Fixes:            []sarifFix{},
	}
	if d.At.Path != "" {
		r.Locations = append(r.Locations, f.sarifLocation(d.At))
	}
	for i, related := range sarifRelated(d) {
		if related.At.Path == "" {
			continue
		}
		at := f.sarifLocation(related.At)
		at.ID, at.Message = i+1, &sarifText{Text: unlinked(related.Message)}
		r.RelatedLocations = append(r.RelatedLocations, at)
	}
	for _, fix := range d.Fixes {
		if changes, ok := f.sarifChanges(fix.Edits); ok {
			r.Fixes = append(r.Fixes, sarifFix{sarifText{Text: unlinked(fix.Title)}, changes, sarifFixBag{fix.Safety.String()}})
		}
	}
	return r
}

// sarifMessage says what is wrong, then on a line for each the other places, with
// links to their locations, and what the first fix does.
func sarifMessage(d lint.Diagnostic) string {
	lines := []string{sentence(unlinked(d.Message))}
	for i, r := range sarifRelated(d) {
		line := unlinked(r.Message)
		if r.At.Path != "" {
			line = "[" + linkText(r.Message) + "](" + strconv.Itoa(i+1) + ")"
		}
		lines = append(lines, sentence(line))
	}
	if more := len(d.Related) - len(sarifRelated(d)); more > 0 {
		lines = append(lines, count(more, "more place")+".")
	}
	if len(d.Fixes) > 0 {
		lines = append(lines, sentence(capital(unlinked(fixNote(d.Fixes[0])))))
	}
	return strings.Join(lines, "\n")
}

// sarifRelated returns the other places of a finding that a log has.
func sarifRelated(d lint.Diagnostic) []lint.Related {
	return d.Related[:min(len(d.Related), codeScanning.related)]
}

// unlinked returns a text for people in which nothing is a link: it may quote what
// was looked at. Braces stay as they are, although the standard has them doubled:
// there are no arguments to put in, and readers show both.
func unlinked(s string) string { return strings.ReplaceAll(Visible(s), "](", "] (") }

// linkText returns a text for people to stand in a link.
func linkText(s string) string {
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(Visible(s))
}

// sentence ends a text with a period unless it has an end.
func sentence(s string) string {
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") {
		return s
	}
	return s + "."
}

func (f *Findings) sarifSuppression(by lint.Suppression) sarifSuppression {
	return sarifSuppression{
		Kind: "inSource", Status: "accepted", Justification: Visible(by.Reason), Location: f.sarifLocation(by.At),
	}
}

// sarifChanges returns edits by file. It returns false if there is none, or one in
// a file that is missing.
func (f *Findings) sarifChanges(edits []lint.TextEdit) ([]sarifChange, bool) {
	var changes []sarifChange
	of := make(map[string]int) // the change of a file, by its path
	for _, e := range edits {
		at := f.sarifLocation(e.At).PhysicalLocation
		if at.Region == nil {
			return nil, false
		}
		i, ok := of[e.At.Path]
		if !ok {
			i = len(changes)
			of[e.At.Path] = i
			changes = append(changes, sarifChange{ArtifactLocation: at.ArtifactLocation})
		}
		r := sarifReplacement{DeletedRegion: *at.Region}
		if e.NewText != "" {
			r.InsertedContent = &sarifText{Text: e.NewText}
		}
		changes[i].Replacements = append(changes[i].Replacements, r)
	}
	return changes, len(changes) > 0
}

// sarifLocation returns a place, of a file that is missing without the span.
func (f *Findings) sarifLocation(at source.Location) sarifLocation {
	l := sarifLocation{PhysicalLocation: sarifPhysical{
		ArtifactLocation: sarifArtifact{URI: relativeURI(path.Join(f.Below, at.Path)), URIBaseID: sarifBase},
	}}
	if start, end, ok := f.Sources.place(at); ok {
		l.PhysicalLocation.Region = &sarifSpan{
			StartLine: start.Line, StartColumn: start.Column, EndLine: end.Line, EndColumn: end.Column,
			ByteOffset: start.Offset, ByteLength: end.Offset - start.Offset,
		}
	}
	return l
}

// relativeURI returns a relative path as a reference that no reader takes for
// anything else: a colon would make the first segment a scheme.
func relativeURI(p string) string {
	segments := strings.Split(p, "/")
	for i, s := range segments {
		segments[i] = strings.ReplaceAll(url.PathEscape(s), ":", "%3A")
	}
	return strings.Join(segments, "/")
}
