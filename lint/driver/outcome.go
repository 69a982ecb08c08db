package driver

import (
	"errors"
	"io/fs"
	"maps"
	"slices"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/pack"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/snapshot"
	"github.com/regionlint/regionlint/lint/source"
)

// A record is what a run looked at and what came of it.
type record struct {
	seen    snapshot.Snapshot
	outcome outcome
	listing snapshot.Hash // of the listing that is kept beside it, if there is one
}

func (r *record) code(c *pack.Coder) {
	r.seen.Code(c)
	r.outcome.code(c)
	c.Bytes(r.listing[:])
}

// result returns what the run found, nil if it might find something else now.
func (r *record) result(opts Options, now snapshot.Comparison) *Result {
	if len(now.Changed) > 0 {
		return nil
	}
	if !r.outcome.move(opts, &r.seen, now.Now) {
		return nil
	}
	return r.outcome.result(opts, now.Now)
}

// An outcome is a result without the program and the policy, of a run on all of a
// root. Of its files it has those alone that a finding names, by their paths.
type outcome struct {
	rules       []string
	diagnostics []lint.Diagnostic
	suppressed  []lint.Suppressed
	errors      []FileError
	skipped     []discover.Skip
	stats       Stats
	candidates  []candidate
	shown       []shown
	words       []string // that are public in this root, sorted
}

// A candidate is a file that was discovered.
type candidate struct {
	path          string
	test, ignored bool
}

// A shown file is one that a finding names.
type shown struct {
	path   string
	dotenv bool
	values []source.Span // as in Result.Dotenv
	marks  []uint32      // as in Result.marks
}

func newOutcome(r *Result) outcome {
	o := outcome{
		diagnostics: r.Diagnostics, suppressed: r.Suppressed, errors: r.Errors, skipped: r.Skipped,
		stats: r.Stats, candidates: r.candidates,
		words: slices.Sorted(maps.Keys(r.publicWords())),
	}
	for _, rule := range r.Rules {
		o.rules = append(o.rules, rule.Name)
	}
	for _, path := range slices.Sorted(maps.Keys(r.named())) {
		if r.Files[path] != nil {
			values, dotenv := r.Dotenv[path]
			o.shown = append(o.shown, shown{path, dotenv, values, r.marks[path]})
		}
	}
	return o
}

// named returns the files that the findings name.
func (r *Result) named() map[string]bool {
	named := make(map[string]bool)
	eachPlace(r.Diagnostics, r.Suppressed, func(at *source.Location) { named[at.Path] = true })
	return named
}

// eachPlace calls do for every place that findings name, always in the same order.
func eachPlace(found []lint.Diagnostic, suppressed []lint.Suppressed, do func(at *source.Location)) {
	of := func(d *lint.Diagnostic) {
		do(&d.At)
		for i := range d.Related {
			do(&d.Related[i].At)
		}
		for _, f := range d.Fixes {
			for i := range f.Edits {
				do(&f.Edits[i].At)
			}
		}
	}
	for i := range found {
		of(&found[i])
	}
	for i := range suppressed {
		s := &suppressed[i]
		of(&s.Diagnostic)
		do(&s.By.At)
		do(&s.By.Part)
		for i := range s.By.Names {
			do(&s.By.Names[i].At)
		}
	}
}

// spansOf returns the places of findings by their files, in the order of eachPlace.
func spansOf(found []lint.Diagnostic, suppressed []lint.Suppressed) map[string][]*source.Span {
	spans := make(map[string][]*source.Span)
	eachPlace(found, suppressed, func(at *source.Location) { spans[at.Path] = append(spans[at.Path], &at.Span) })
	return spans
}

// move puts the places of findings to where they are in files that have another text
// now, and state the same. It reports whether that can be told of all of them.
func (o *outcome) move(opts Options, before, now *snapshot.Snapshot) bool {
	var spans map[string][]*source.Span // once asked for
	for i := range o.shown {
		s := &o.shown[i]
		was, known := before.Hash(s.path)
		is, ok := now.Hash(s.path)
		if !known || !ok || was == is {
			continue // result looks whether that is what the file holds
		}
		text, err := fs.ReadFile(opts.FS, s.path)
		c, isCode := discover.Describe(s.path)
		if err != nil || !isCode || snapshot.Sum(text) != is {
			return false
		}
		var parser parse.Parser
		facts, err := extractFacts(&parser, c, text)
		parser.Close()
		if spans == nil {
			spans = spansOf(o.diagnostics, o.suppressed)
		}
		if err != nil || !moveSpans(spans[s.path], s.marks, facts.Marks()) {
			return false
		}
	}
	return true
}

// result returns the result that the outcome is of, nil if a file does not hold
// what was seen in it, or the outcome says of it what no run does.
func (o *outcome) result(opts Options, seen *snapshot.Snapshot) *Result {
	r := &Result{
		Files: make(map[string]*source.File), Dotenv: make(map[string][]source.Span),
		Diagnostics: o.diagnostics, Suppressed: o.suppressed, Errors: o.errors, Skipped: o.skipped,
		Stats: o.stats, candidates: o.candidates,
	}
	r.Stats.Recalled = true
	r.words = make(map[string]bool, len(o.words))
	for _, word := range o.words {
		r.words[word] = true
	}
	for _, name := range o.rules {
		i := slices.IndexFunc(opts.Checks, func(c Check) bool { return c.Rule.Name == name })
		if i < 0 {
			return nil
		}
		r.Rules = append(r.Rules, opts.Checks[i].Rule)
	}
	for _, s := range o.shown {
		text, err := fs.ReadFile(opts.FS, s.path)
		if hash, ok := seen.Hash(s.path); err != nil || !ok || hash != snapshot.Sum(text) {
			return nil
		}
		r.Files[s.path] = source.NewFile(s.path, text)
		if s.dotenv {
			r.Dotenv[s.path] = s.values
		}
	}
	if !o.sound(r.Files) {
		return nil
	}
	return r
}

// sound reports whether the outcome is one that a run over these files may have: its
// places lie in them, and its numbers have a meaning.
func (o *outcome) sound(files map[string]*source.File) bool {
	in := func(at source.Location) bool {
		file := files[at.Path]
		return file == nil || at.Span.Start <= at.Span.End && int(at.Span.End) <= len(file.Text)
	}
	sound := true
	eachPlace(o.diagnostics, o.suppressed, func(at *source.Location) { sound = sound && in(*at) })
	for _, s := range o.shown {
		for _, v := range s.values {
			sound = sound && in(source.Location{Path: s.path, Span: v})
		}
	}
	for i := range o.diagnostics {
		sound = sound && soundDiagnostic(&o.diagnostics[i])
	}
	for i := range o.suppressed {
		sound = sound && soundDiagnostic(&o.suppressed[i].Diagnostic)
	}
	return sound && o.stats.Candidates >= 0 && o.stats.Extracted >= 0 && o.stats.Rounds >= 0
}

func soundDiagnostic(d *lint.Diagnostic) bool {
	return d.Severity >= lint.Info && d.Severity <= lint.Error &&
		!slices.ContainsFunc(d.Fixes, func(f lint.SuggestedFix) bool { return f.Safety > lint.Manual })
}

func (o *outcome) code(c *pack.Coder) {
	c.Strings(&o.rules)
	c.Strings(&o.words)
	pack.Slice(c, &o.diagnostics, codeDiagnostic)
	pack.Slice(c, &o.suppressed, func(c *pack.Coder, s *lint.Suppressed) {
		codeDiagnostic(c, &s.Diagnostic)
		codeSuppression(c, &s.By)
	})
	pack.Slice(c, &o.errors, func(c *pack.Coder, f *FileError) {
		c.String(&f.Path)
		codeError(c, &f.Err)
	})
	pack.Slice(c, &o.skipped, codeSkip)
	pack.Number(c, &o.stats.Candidates)
	pack.Number(c, &o.stats.Extracted)
	pack.Number(c, &o.stats.Rounds)
	pack.Slice(c, &o.candidates, func(c *pack.Coder, f *candidate) {
		c.String(&f.path)
		c.Bool(&f.test)
		c.Bool(&f.ignored)
	})
	pack.Slice(c, &o.shown, func(c *pack.Coder, s *shown) {
		c.String(&s.path)
		c.Bool(&s.dotenv)
		pack.Slice(c, &s.values, codeSpan)
		pack.Slice(c, &s.marks, pack.Number[uint32])
	})
}

func codeSkip(c *pack.Coder, s *discover.Skip) {
	c.String(&s.Path)
	c.String(&s.Reason)
	codeError(c, &s.Err)
	c.Bool(&s.Large)
}

// codeError packs an error by its text.
func codeError(c *pack.Coder, err *error) {
	failed, text := *err != nil, ""
	if failed {
		text = (*err).Error()
	}
	c.Bool(&failed)
	c.String(&text)
	if !c.Reading() {
		return
	}
	if *err = nil; failed {
		*err = errors.New(text)
	}
}

func codeSpan(c *pack.Coder, s *source.Span) {
	length := s.End - s.Start
	pack.Number(c, &s.Start)
	pack.Number(c, &length)
	s.End = s.Start + length
}

func codeLocation(c *pack.Coder, at *source.Location) {
	c.String(&at.Path)
	codeSpan(c, &at.Span)
}

func codeDiagnostic(c *pack.Coder, d *lint.Diagnostic) {
	c.String(&d.Rule)
	pack.Number(c, &d.Severity)
	codeLocation(c, &d.At)
	c.String(&d.Message)
	pack.Slice(c, &d.Related, func(c *pack.Coder, r *lint.Related) {
		codeLocation(c, &r.At)
		c.String(&r.Message)
	})
	c.Strings(&d.Services)
	c.Strings(&d.Regions)
	pack.Slice(c, &d.Fixes, func(c *pack.Coder, f *lint.SuggestedFix) {
		c.String(&f.Title)
		pack.Number(c, &f.Safety)
		pack.Slice(c, &f.Edits, func(c *pack.Coder, e *lint.TextEdit) {
			codeLocation(c, &e.At)
			c.String(&e.NewText)
		})
		c.Bool(&f.Own)
	})
}

func codeSuppression(c *pack.Coder, s *lint.Suppression) {
	codeLocation(c, &s.At)
	codeLocation(c, &s.Part)
	c.Bool(&s.File)
	c.Bool(&s.Named)
	c.String(&s.Reason)
	pack.Slice(c, &s.Names, func(c *pack.Coder, n *lint.SuppressedName) {
		c.String(&n.Text)
		codeLocation(c, &n.At)
	})
}
