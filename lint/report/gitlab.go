package report

import (
	"io"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/source"
)

// A gitlabIssue is an issue in the part of the Code Climate format that GitLab
// reads, with the fields that the format itself asks for besides.
type gitlabIssue struct {
	Engine      string           `json:"engine_name"`
	Type        string           `json:"type"`
	CheckName   string           `json:"check_name"`
	Description string           `json:"description"`
	Categories  []string         `json:"categories"`
	Severity    string           `json:"severity"`
	Fingerprint string           `json:"fingerprint"`
	Location    gitlabLocation   `json:"location"`
	Others      []gitlabLocation `json:"other_locations,omitempty"`
}

type gitlabLocation struct {
	Path  string      `json:"path"` // relative to the repository
	Lines gitlabLines `json:"lines"`
}

// gitlabLines are lines from 1, both inclusive.
type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

// GitLab prints findings as a report of GitLab's code quality. A file that could
// not be looked at has no place in it, and neither has a finding without a file:
// one without a path makes GitLab drop the report.
func GitLab(w io.Writer, f *Findings) error {
	prints := Fingerprints(f.Diagnostics, f.Sources)
	issues := make([]gitlabIssue, 0, len(f.Diagnostics))
	for i, d := range f.Diagnostics {
		if d.At.Path == "" {
			continue
		}
		issue := gitlabIssue{
			Engine: "regionlint", Type: "issue", CheckName: d.Rule, Description: readable(d.Message), Categories: []string{"Bug Risk"},
			Severity: gitlabSeverity(d.Severity), Fingerprint: prints[i], Location: f.gitlabLocation(d.At),
		}
		for _, r := range d.Related {
			if r.At.Path != "" {
				issue.Others = append(issue.Others, f.gitlabLocation(r.At))
			}
		}
		issues = append(issues, issue)
	}
	return encode(w, issues)
}

func (f *Findings) gitlabLocation(at source.Location) gitlabLocation {
	l := gitlabLocation{Path: f.inRepository(at.Path), Lines: gitlabLines{Begin: 1, End: 1}}
	if start, end, ok := f.Sources.place(at); ok {
		l.Lines = gitlabLines{Begin: start.Line, End: lastLine(start, end)}
	}
	return l
}

// gitlabSeverity leaves the severities above major to what is an error wherever
// it stands, such as a vulnerability.
func gitlabSeverity(s lint.Severity) string {
	switch s {
	case lint.Error:
		return "major"
	case lint.Warning:
		return "minor"
	case lint.Info, lint.Off:
	}
	return "info"
}
