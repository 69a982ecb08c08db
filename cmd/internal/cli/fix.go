package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/report"
	"github.com/regionlint/regionlint/lint/source"
	"github.com/regionlint/regionlint/rewrite"
	"github.com/regionlint/regionlint/rewrite/atomicfile"
	"github.com/regionlint/regionlint/rewrite/unified"
)

// Reasons why a file may not be changed, besides those of the disk.
var (
	errElsewhere = errors.New("it is not the file on standard input")
	errTogether  = errors.New("it shares a fix with a file that could not be written")
)

// A mending is the fixing of what a check finds.
type mending struct {
	plan *rewrite.Plan
	// before is what was found first, and after what is left.
	before, after *driver.Result
	// safety is that of the least safe fixes to apply.
	safety lint.Safety
	// barred holds the files that fixes would change and may not, and why.
	barred   map[string]error
	failures []report.Failure // files that could not be written
}

// mend fixes in memory what the flags allow. A file may be changed if may returns
// nil for it.
func (c *check) mend(ctx context.Context, s *session, may func(path string) error) (*mending, error) {
	safety := lint.Safe
	if c.unsafeFixes {
		safety = lint.Unsafe
	}
	return s.mend(ctx, safety, may, allFixes)
}

// allFixes takes the fixes of a finding as they are.
func allFixes(d lint.Diagnostic) []lint.SuggestedFix { return d.Fixes }

// mend fixes in memory, with the fixes of each finding that choose returns, the
// better ones first, and only in files for which may returns nil.
func (s *session) mend(
	ctx context.Context, safety lint.Safety, may func(path string) error, choose func(lint.Diagnostic) []lint.SuggestedFix,
) (*mending, error) {
	m := &mending{barred: make(map[string]error), safety: safety}
	if s.opts.Store == nil {
		s.opts.Store = driver.NewStore()
	}
	asked := make(map[string]bool)
	var err error
	m.plan, err = rewrite.Run(rewrite.Options{
		FS: s.opts.FS, Errors: driver.SyntaxErrors, Safety: m.safety, Tolerant: true,
		Check: func(tree fs.FS) ([]lint.Diagnostic, map[string]*source.File, error) {
			result, err := s.run(ctx, tree)
			if err != nil {
				return nil, nil, err
			}
			if m.before == nil {
				m.before = result
			}
			m.after = result
			found := slices.Clone(result.Diagnostics)
			for i := range found {
				found[i].Fixes = m.possible(choose(found[i]), func(path string) {
					if asked[path] {
						return
					}
					asked[path] = true
					if err := may(path); err != nil {
						m.barred[path] = err
					}
				})
			}
			return found, result.Files, nil
		},
	})
	return m, err
}

// possible returns fixes without those that would be applied but for a file that
// may not be changed. ask is called for every such file.
func (m *mending) possible(fixes []lint.SuggestedFix, ask func(path string)) []lint.SuggestedFix {
	for i, fix := range fixes {
		if !m.applicable(fix) {
			continue
		}
		for _, e := range fix.Edits {
			ask(e.At.Path)
		}
		if m.bars(fix) {
			return slices.Concat(fixes[:i], m.possible(fixes[i+1:], ask))
		}
		break // this one is taken
	}
	return fixes
}

// applicable reports whether a fix is one to apply.
func (m *mending) applicable(fix lint.SuggestedFix) bool {
	return len(fix.Edits) > 0 && fix.Safety <= m.safety
}

// save writes what was fixed, and looks at the root again if not all of it could
// be written.
func (m *mending) save(ctx context.Context, s *session, w *atomicfile.Writer) error {
	for path, err := range m.barred {
		m.fail(path, err)
	}
	written := true
	for _, group := range m.plan.Groups() {
		if m.saveGroup(w, group) {
			continue
		}
		written = false
		for _, change := range group {
			m.barred[change.Path] = errTogether
		}
	}
	slices.SortFunc(m.failures, func(a, b report.Failure) int { return strings.Compare(a.Path, b.Path) })
	if written {
		return nil
	}
	m.plan.Changes = slices.DeleteFunc(m.plan.Changes, func(c rewrite.Change) bool { return m.barred[c.Path] != nil })
	m.plan.Applied = slices.DeleteFunc(m.plan.Applied, func(a rewrite.Applied) bool { return m.bars(a.Fix) })
	var err error
	m.after, err = s.run(ctx, s.opts.FS)
	return err
}

// saveGroup writes files of which all must be written or none, and reports
// whether they were.
func (m *mending) saveGroup(w *atomicfile.Writer, group []rewrite.Change) bool {
	for i, change := range group {
		err := w.Replace(change.Path, change.Before, change.After)
		if err == nil {
			continue
		}
		m.fail(change.Path, err)
		for _, written := range group[:i] {
			if err := w.Replace(written.Path, written.After, written.Before); err != nil {
				m.fail(written.Path, fmt.Errorf("it holds a part of a fix: %w", plain(err)))
			}
		}
		return false
	}
	return true
}

func (m *mending) fail(path string, err error) {
	m.failures = append(m.failures, report.Failure{Path: path, Message: "cannot be fixed: " + plain(err).Error()})
}

// bars reports whether a fix would change a file that may not be changed.
func (m *mending) bars(fix lint.SuggestedFix) bool {
	return slices.ContainsFunc(fix.Edits, func(e lint.TextEdit) bool { return m.barred[e.At.Path] != nil })
}

// leftOut says which lines a diff lacks beside those that change: some may hold
// secrets, some a runner of jobs would take for commands to it.
type leftOut struct{ secrets, commands bool }

// diff prints what is fixed as a unified diff, with paths below prefix. On a
// terminal it is for reading only.
func (m *mending) diff(prefix string, style report.Style) (diff []byte, left leftOut, err error) {
	var files []unified.File
	for _, change := range m.plan.Changes {
		f := unified.File{Path: path.Join(prefix, change.Path), Old: change.Before, New: change.After}
		for _, e := range change.Edits {
			f.Edits = append(f.Edits, unified.Edit{Start: int(e.At.Span.Start), End: int(e.At.Span.End), New: e.NewText})
		}
		// A template is there for everybody to read.
		secret := sources(m.before).Secret(change.Path)
		if discover.IsTemplate(change.Path) {
			secret = nil
		}
		lines := bytes.SplitAfter(change.Before, []byte("\n"))
		f.Hidden = func(line int) bool {
			holds := secret != nil && secret(line)
			commands := line < len(lines) && report.Commands(string(lines[line]))
			left.secrets, left.commands = left.secrets || holds, left.commands || commands
			return holds || commands
		}
		files = append(files, f)
	}
	var b bytes.Buffer
	if style.Color {
		err = unified.Color(&b, files, report.Visible)
		return b.Bytes(), left, err
	}
	err = unified.Format(&b, files)
	if style.Width > 0 {
		return []byte(report.VisibleLines(b.String())), left, err
	}
	return b.Bytes(), left, err
}

// summary says what was fixed, and what is left and why.
func (m *mending) summary() string {
	line := fmt.Sprintf("applied %s to %s", plural(len(m.plan.Applied), "fix", "fixes"), plural(len(m.plan.Changes), "file", "files"))
	if len(m.plan.Applied) == 0 {
		line = "applied no fix"
	}
	left := m.after.Diagnostics
	if len(left) == 0 {
		return line + "; nothing is left"
	}
	counts := make(map[string]int)
	for _, d := range left {
		counts[m.reason(d)]++
	}
	var reasons []string
	for _, reason := range slices.Sorted(maps.Keys(counts)) {
		reasons = append(reasons, fmt.Sprintf("%d %s", counts[reason], reason))
	}
	return fmt.Sprintf("%s; %s left: %s", line, plural(len(left), "finding is", "findings are"), strings.Join(reasons, ", "))
}

// reason says why a finding is left, as in "2 without a fix".
func (m *mending) reason(d lint.Diagnostic) string {
	if len(d.Fixes) == 0 {
		return "without a fix"
	}
	chosen := slices.IndexFunc(d.Fixes, func(f lint.SuggestedFix) bool { return m.applicable(f) })
	switch {
	case chosen >= 0 && m.bars(d.Fixes[chosen]):
		return "in files that cannot be changed"
	case chosen >= 0 && m.skips(d, rewrite.ReasonSyntax):
		return "whose fix would leave a syntax error"
	case chosen >= 0 && m.skips(d, rewrite.ReasonUndone):
		return "whose fix contradicts another one"
	case chosen >= 0:
		return "whose fix does not fit"
	case slices.ContainsFunc(d.Fixes, func(f lint.SuggestedFix) bool { return len(f.Edits) > 0 && f.Safety == lint.Unsafe }):
		return "for --unsafe-fixes"
	}
	return "to mend by hand"
}

// skips reports whether a finding's fix was not applied for a reason.
func (m *mending) skips(d lint.Diagnostic, reason rewrite.Reason) bool {
	return slices.ContainsFunc(m.plan.Skipped, func(s rewrite.Skipped) bool {
		return s.Reason == reason && s.Diagnostic.Rule == d.Rule && s.Diagnostic.At == d.At
	})
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
