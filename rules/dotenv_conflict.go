package rules

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/dialect"
	"github.com/regionlint/regionlint/lint/edit"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// dotenvConflict finds region variables that one dotenv file sets twice, or that
// files which are loaded together set differently without an order that their
// names tell; and templates that have drifted from the file they are for.
var dotenvConflict = &lint.Rule{
	Name:     "dotenv-conflict",
	Category: lint.Environment,
	Severity: lint.Warning,
	Since:    "0.1.0",
	Fix:      lint.FixSometimes,
	Doc: lint.Doc{
		Summary: "a region variable has two definitions, and only one of them counts",
		Why: "Of two lines the last one counts (with django-environ before 0.8 the first), and nothing says so: whoever edits " +
			"the other one changes nothing, and the program goes on in a region that the file seems to have left. Where the " +
			"two name the same region it is told as info, as nothing is wrong before the next edit. A template that differs " +
			"from the file that it is the template of is info too: whoever copies it works in another region.",
		Before: `# .env
AWS_REGION=eu-west-1
AWS_REGION=us-east-1
`,
		After: `# .env
AWS_REGION=us-east-1
`,
		Fix: "Drops the line that does not count. Safe, since nothing reads it; unsafe where django-environ reads the file, " +
			"where the line that counts is empty and that one is dropped, and where a template gets the region of the file " +
			"that is loaded.",
	},
	Check: checkDotenvConflict,
}

func checkDotenvConflict(pass *lint.Pass) error {
	lines := newDotenvLines(pass.Program)
	for i := range pass.Program.Definitions {
		d := &pass.Program.Definitions[i]
		switch {
		case d.Shadowed:
			reportShadowed(pass, lines, d)
		case d.Template && d.Region && hasRegion(d) && (!isVendors(d.Name) || len(servicesDecidedAt(pass.Program, d.At)) > 0):
			reportDrift(pass, lines, d)
		}
	}
	seen := make(map[[2]*link.Definition]bool)
	for i := range pass.Program.Environments {
		for _, pair := range outloaded(pass.Program, &pass.Program.Environments[i], lines) {
			if !seen[pair] {
				seen[pair] = true
				reportOutloaded(pass, pair[0], pair[1], pass.Program.Environments[i].Loads)
			}
		}
	}
	return nil
}

// dotenvLines are the definitions that count, by the file and the folder that
// they stand in.
type dotenvLines struct {
	byFile   map[[2]string]*link.Definition // by path and name
	byFolder map[[2]string][]*link.Definition
}

func newDotenvLines(p *link.Program) dotenvLines {
	lines := dotenvLines{make(map[[2]string]*link.Definition), make(map[[2]string][]*link.Definition)}
	for i := range p.Definitions {
		if d := &p.Definitions[i]; !d.Shadowed {
			folder := [2]string{path.Dir(d.At.Path), d.Name}
			lines.byFile[[2]string{d.At.Path, d.Name}] = d
			lines.byFolder[folder] = append(lines.byFolder[folder], d)
		}
	}
	return lines
}

// hasRegion reports whether a definition sets a region.
func hasRegion(d *link.Definition) bool { return !d.Blank && isRegion(d.Value) }

// reportShadowed reports a line that a later one of its file replaces. Two lines
// of which none is a region are none of our business.
func reportShadowed(pass *lint.Pass, lines dotenvLines, lost *link.Definition) {
	won := lines.byFile[[2]string{lost.At.Path, lost.Name}]
	if won == nil || !hasRegion(lost) && !hasRegion(won) {
		return
	}
	d := lint.Diagnostic{At: lost.Line, Regions: regionsOf(lost, won)}
	drop, safety := lost, lint.Safe
	switch {
	case lost.Blank:
		d.Severity = lint.Info
		d.Message = fmt.Sprintf("%s has no value here, and a later line of this file sets it to %q", lost.Name, won.Value)
	case lost.Value == won.Value:
		d.Severity = lint.Info
		d.Message = fmt.Sprintf("%s is set to %q here and again in a later line of this file: a change of this line has no effect",
			lost.Name, lost.Value)
	case won.Blank:
		drop, safety = won, lint.Unsafe
		d.Message = fmt.Sprintf("%s is %q here, but a later line of this file takes it away: boto3 answers "+
			"Invalid endpoint to an empty region, the AWS SDKs for JavaScript Region is missing", lost.Name, lost.Value)
	default:
		d.Message = fmt.Sprintf("%s is %s here, but a later line of this file sets it to %s: this one has no effect",
			lost.Name, shownValue(lost), shownValue(won))
	}
	t := trail{own: d.At}
	t.add(won.Line, "this line counts")
	d.Related = t.list
	d.Services = servicesDecidedAt(pass.Program, won.At)
	if lost.Value != won.Value && mayTakeFirst(pass.Program, lost.At.Path) {
		d.Message += " (django-environ before 0.8 takes the first line)"
		safety = lint.Unsafe
	}
	if change, ok := edit.DropDefinition(pass.Program, drop); ok {
		d.Fixes = []lint.SuggestedFix{{Title: "Drop the line that does not count", Safety: safety, Edits: []lint.TextEdit{change}}}
		if drop == won {
			d.Fixes[0].Title = "Drop the line without a value"
		}
	}
	pass.Report(d)
}

// mayTakeFirst reports whether a dotenv file is read by a library of which some
// versions take the first of two lines.
func mayTakeFirst(p *link.Program, file string) bool {
	return slices.ContainsFunc(p.Statements, func(s link.Statement) bool {
		return s.Line.Path == file && s.Known && slices.ContainsFunc(s.Readings, func(r link.Reading) bool { return r.Reader == dialect.DjangoEnviron })
	})
}

// regionsOf returns the regions among two definitions' values.
func regionsOf(defs ...*link.Definition) []string {
	var regions []string
	for _, d := range defs {
		if hasRegion(d) && !slices.Contains(regions, d.Value) {
			regions = append(regions, d.Value)
		}
	}
	return regions
}

// shownValue returns a definition's value in quotes, if it may be shown.
func shownValue(d *link.Definition) string {
	if d.Value == "" {
		return "no AWS region"
	}
	return quote(d.Value)
}

// reportDrift reports a template's region that none of the files has that it is
// the template of: those of its folder and mode.
func reportDrift(pass *lint.Pass, lines dotenvLines, template *link.Definition) {
	var filled []*link.Definition
	for _, d := range lines.byFolder[[2]string{path.Dir(template.At.Path), template.Name}] {
		if !d.Template && d.Profile == template.Profile && hasRegion(d) {
			filled = append(filled, d)
		}
	}
	if len(filled) == 0 || slices.ContainsFunc(filled, func(d *link.Definition) bool { return d.Value == template.Value }) {
		return
	}
	first := filled[0]
	d := lint.Diagnostic{
		Severity: lint.Info, At: template.At, Regions: regionsOf(append([]*link.Definition{template}, filled...)...),
		Message: fmt.Sprintf("the template sets %s to %q, but %s, which is made from it, to %q: whoever copies it works in %s",
			template.Name, template.Value, first.At.Path, first.Value, template.Value),
	}
	t := trail{own: d.At}
	for _, f := range filled {
		t.add(f.At, fmt.Sprintf("%s is %q here", f.Name, f.Value))
	}
	d.Related = t.list
	d.Services = servicesDecidedAt(pass.Program, first.At)
	if change, ok := edit.Text(pass.Program, template.At, first.Value); ok && template.Plain && len(d.Regions) == 2 {
		d.Fixes = []lint.SuggestedFix{{
			Title: fmt.Sprintf("Write %s into the template", first.Value), Safety: lint.Unsafe, Edits: []lint.TextEdit{change},
		}}
	}
	pass.Report(d)
}

// outloaded returns the lines of files that code loads one after the other which
// lose against another file's, each with the line that counts, where the files'
// names do not say which of them is meant to override the other.
func outloaded(p *link.Program, env *link.Environment, lines dotenvLines) (pairs [][2]*link.Definition) {
	if len(env.Loads) == 0 {
		return nil
	}
	for _, i := range env.Definitions {
		won := &p.Definitions[i]
		if !hasRegion(won) || !won.Region {
			continue
		}
		for _, file := range env.Files {
			lost := lines.byFile[[2]string{file, won.Name}]
			if lost != nil && lost != won && hasRegion(lost) && lost.Value != won.Value && !lost.Template && !variants(file, won.At.Path) {
				pairs = append(pairs, [2]*link.Definition{lost, won})
			}
		}
	}
	return pairs
}

// variants reports whether two dotenv files are variants of one by their names,
// as .env and .env.local are, or the same in two folders: what they set is meant
// to override.
func variants(a, b string) bool {
	words := func(file string) []string {
		return strings.FieldsFunc(strings.ToLower(path.Base(file)), func(r rune) bool { return r == '.' || r == '-' || r == '_' })
	}
	within := func(few, many []string) bool {
		return !slices.ContainsFunc(few, func(w string) bool { return !slices.Contains(many, w) })
	}
	return within(words(a), words(b)) || within(words(b), words(a))
}

func reportOutloaded(pass *lint.Pass, lost, won *link.Definition, loads []source.Location) {
	d := lint.Diagnostic{
		At: lost.Line, Regions: regionsOf(lost, won), Services: servicesDecidedAt(pass.Program, won.At),
		Message: fmt.Sprintf("%s is %q here, but %s, which is loaded with this file, sets it to %q, and that counts: "+
			"neither file's name says that it overrides the other", lost.Name, lost.Value, won.At.Path, won.Value),
	}
	t := trail{own: d.At}
	t.add(won.Line, "this line counts")
	for _, at := range loads {
		t.add(at, "one of the files is loaded here")
	}
	d.Related = t.list
	if change, ok := edit.DropDefinition(pass.Program, lost); ok {
		d.Fixes = []lint.SuggestedFix{{
			Title: "Drop the line that does not count", Safety: lint.Unsafe, Edits: []lint.TextEdit{change},
		}}
	}
	pass.Report(d)
}
