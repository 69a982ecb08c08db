package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/spf13/cobra"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/baseline"
	"github.com/regionlint/regionlint/lint/driver"
)

// acceptance is what a check does with findings that were accepted before. With
// both files given no more are accepted: what is written is what is still there of
// those that were.
type acceptance struct {
	read, write string // names of files, "" for none

	accepted []baseline.Entry // of the file to read, else of the one to write
	found    []baseline.Entry // in the last run
	match    baseline.Match   // of the two
}

func (a *acceptance) declare(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&a.read, "baseline", "", "report nothing that this `file` has accepted")
	flags.StringVar(&a.write, "write-baseline", "",
		"accept what is found in this `file`; with --baseline, only drop what is no longer there")
}

func (a *acceptance) validate(c *check) error {
	switch {
	case a.write == "":
		return nil
	case c.diff:
		return errors.New("--write-baseline does not go with --diff, which writes nothing")
	case c.stdinName != "":
		return errors.New("--write-baseline does not go with --stdin-filename, since no file holds what is found")
	}
	return nil
}

// load reads what was accepted before.
func (a *acceptance) load(env Env, root string) error {
	name := a.read
	if name == "" {
		name = a.write
	}
	if name == "" {
		return nil
	}
	text, err := readNamed(root, env.inDir(name), baseline.MaxSize)
	switch {
	case a.read == "" && errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return missing(name, err)
	}
	a.accepted, err = baseline.Parse(name, text)
	return err
}

// narrow leaves of the findings of a run those that are to be reported.
func (a *acceptance) narrow(r *driver.Result, tree fs.FS) {
	if a.read == "" && a.write == "" {
		return
	}
	a.found = baseline.Entries(r.Diagnostics, sources(r))
	a.match = baseline.Compare(a.accepted, a.found, func(path string) bool {
		_, err := fs.Stat(tree, path)
		return errors.Is(err, fs.ErrNotExist)
	})
	if a.read == "" {
		return // fixes come first
	}
	var left []lint.Diagnostic
	for i, d := range r.Diagnostics {
		if a.match.By[i] == nil {
			left = append(left, d)
		}
	}
	r.Diagnostics = left
}

// idle parts the entries that accept nothing into those that never will, and
// those of which a run like this one cannot tell: of other paths or rules, or
// while not everything could be looked at.
func (a *acceptance) idle(r *driver.Result, f *engineFlags) (stale, unknown []baseline.Entry) {
	for _, e := range a.match.Left {
		ran := slices.ContainsFunc(r.Rules, func(rule *lint.Rule) bool { return rule.Name == e.Rule })
		exists := slices.ContainsFunc(f.env.Rules, func(rule *lint.Rule) bool { return rule.Name == e.Rule })
		if len(r.Errors) == 0 && r.Chosen(e.Path) && (ran || !exists) && (f.includeTests || !r.Test(e.Path)) {
			stale = append(stale, e)
		} else {
			unknown = append(unknown, e)
		}
	}
	return stale, unknown
}

// conclude writes what is accepted now and says so on standard error. Nothing of
// it is left to report.
func (a *acceptance) conclude(r *driver.Result, f *engineFlags) error {
	stale, unknown := a.idle(r, f)
	if a.write == "" {
		a.tell(stale, f)
		return nil
	}
	entries := unknown
	added := 0
	for i, by := range a.match.By {
		switch {
		case by != nil:
			entries = append(entries, *by)
		case a.read == "":
			entries = append(entries, a.found[i])
			added++
		}
	}
	text, err := baseline.Format(entries)
	if err != nil {
		return err
	}
	if err := writeNamed(f.root, f.env.inDir(a.write), text); err != nil {
		return fmt.Errorf("cannot write %s: %w", a.write, plain(err))
	}
	if a.read == "" {
		r.Diagnostics = nil
	}
	if !f.quiet {
		f.env.complain(fmt.Sprintf("%s accepts %s: %d new, %d dropped", a.write, plural(len(entries), "finding", "findings"), added, len(stale)))
	}
	return nil
}

// tell says which entries match nothing any more.
func (a *acceptance) tell(stale []baseline.Entry, f *engineFlags) {
	if len(stale) == 0 || f.quiet {
		return
	}
	f.env.complain(fmt.Sprintf("%s: entries that match nothing any more: %d (add --write-baseline %s to drop them)", a.read, len(stale), a.read))
	if !f.verbose {
		return
	}
	for _, e := range stale {
		f.env.complain(fmt.Sprintf("matches nothing any more: %s: %s", e.Path, e.Rule))
	}
}

// known returns how many findings are not reported.
func (a *acceptance) known() int {
	n := 0
	for _, by := range a.match.By {
		if by != nil || a.read == "" {
			n++
		}
	}
	return n
}
