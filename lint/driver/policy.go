package driver

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/config"
	"github.com/regionlint/regionlint/lint/discover"
)

// A Policy is what the configuration files of a root say about its files. What
// holds for a path is what the nearest file above it says, then the next one up
// to the root or to one that says `root: true`. It is safe for concurrent use.
type Policy struct {
	layers map[string]*layer // by folder, "." for the root
	to     string            // where everything is to run in place of every default
}

// A layer is one configuration file with the one that it inherits from.
type layer struct {
	file      *config.File
	folder    string
	outer     *layer // nil at the end
	excluded  *discover.Patterns
	overrides []*discover.Patterns // as file.Overrides
	declared  lint.Declared        // with what is inherited, without Nested
}

// newPolicy returns the policy of a root whose own configuration is file.
func newPolicy(file *config.File) *Policy {
	p := &Policy{layers: make(map[string]*layer)}
	p.add(".", file)
	return p
}

// readRoot returns the policy that the configuration file at the root states,
// one that says nothing if there is none.
func readRoot(fsys fs.FS, rules []*lint.Rule) (*Policy, error) {
	file, err := readConfig(fsys, config.Name, config.Names{Rules: rules})
	if errors.Is(err, fs.ErrNotExist) {
		file, err = new(config.File), mistaken(fsys)
	}
	if err != nil {
		return nil, err
	}
	return newPolicy(file), nil
}

// mistaken returns an error if a root without a configuration has what someone
// takes for one.
func mistaken(fsys fs.FS) error {
	const other = ".regionlint.yml"
	for _, slip := range []struct{ name, message string }{
		{config.Name, "it is a link to nothing"},
		{other, "the name of a configuration is " + config.Name},
	} {
		switch _, err := fs.Lstat(fsys, slip.name); {
		case err == nil:
			return fmt.Errorf("%s: %s", slip.name, slip.message)
		case !errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("%s: %w", slip.name, plain(err))
		}
	}
	return nil
}

// readNested adds the configuration files below the root, given by their paths.
func (p *Policy) readNested(fsys fs.FS, paths []string, rules []*lint.Rule) error {
	sorted := slices.Clone(paths)
	slices.SortFunc(sorted, func(a, b string) int { // what is inherited comes first
		return strings.Compare(path.Dir(a), path.Dir(b))
	})
	for _, name := range sorted {
		folder := path.Dir(name)
		if folder == "." || p.Excluded(name) {
			continue
		}
		file, err := readConfig(fsys, name, config.Names{Rules: rules, Known: p.nearest(name).declared.Known})
		if err != nil {
			return err
		}
		p.add(folder, file)
	}
	return nil
}

// errNoYAML keeps errors from quoting what a link passes off as a configuration,
// such as a dotenv file.
var errNoYAML = errors.New("it is a link to a file that is not called .yaml or .yml")

// readConfig reads one configuration file. The error says which.
func readConfig(fsys fs.FS, name string, names config.Names) (*config.File, error) {
	target, err := discover.Resolve(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, plain(err))
	}
	if ext := path.Ext(target); ext != ".yaml" && ext != ".yml" {
		return nil, fmt.Errorf("%s: %w", name, errNoYAML)
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, plain(err))
	}
	defer f.Close() //nolint:errcheck // it was only read from
	text, err := io.ReadAll(io.LimitReader(f, config.MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, plain(err))
	}
	return config.Parse(name, text, names)
}

// add adds the configuration file of a folder. Those of the folders above it
// must be there.
func (p *Policy) add(folder string, file *config.File) {
	l := &layer{file: file, folder: folder, excluded: patterns(file.Exclude)}
	if !file.Root && folder != "." {
		l.outer = p.nearest(folder)
	}
	for _, o := range file.Overrides {
		l.overrides = append(l.overrides, patterns(o.Paths))
	}
	l.declared = file.Declared
	if l.outer != nil {
		l.declared = inherited(file, &l.outer.declared)
	}
	p.layers[folder] = l
}

func patterns(list []string) *discover.Patterns {
	return discover.ParsePatterns([]byte(strings.Join(list, "\n")))
}

// inherited returns what a file and those above it declare.
func inherited(file *config.File, outer *lint.Declared) lint.Declared {
	d := file.Declared
	if d.Default == "" {
		d.Default = outer.Default
	}
	if len(outer.Services) > 0 {
		services := maps.Clone(outer.Services)
		maps.Copy(services, d.Services)
		d.Services = services
	}
	if !file.AllowStated {
		d.Allow = outer.Allow
	}
	d.Known = union(outer.Known, d.Known)
	d.Replicated = union(outer.Replicated, d.Replicated)
	return d
}

func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// nearest returns the layer of the nearest folder around a path that has one.
func (p *Policy) nearest(name string) *layer {
	for folder := path.Dir(name); ; folder = path.Dir(folder) {
		if l := p.layers[folder]; l != nil {
			return l
		}
	}
}

// within returns a path as seen from the layer's folder.
func (l *layer) within(name string) string {
	if l.folder == "." {
		return name
	}
	return name[len(l.folder)+1:]
}

// Excluded reports whether a configuration file leaves out a file.
func (p *Policy) Excluded(name string) bool {
	for l := p.nearest(name); l != nil; l = l.outer {
		if l.excluded.Match(l.within(name), false) {
			return true
		}
	}
	return false
}

// A verdict is the rules of one file, or of one of its overrides, that decide a
// severity.
type verdict struct {
	file     *config.File
	override int // -1 for those of the whole file
}

// byPath reports whether the rules are for some paths only.
func (v verdict) byPath() bool { return v.override >= 0 }

func (v verdict) rules() map[string]lint.Severity {
	if v.byPath() {
		return v.file.Overrides[v.override].Rules
	}
	return v.file.Rules
}

// key returns the path of the key that decides, the rule's or its category's.
func (v verdict) key(rule *lint.Rule) string {
	key, name := "rules.", string(rule.Category)
	if v.byPath() {
		key = fmt.Sprintf("overrides[%d].rules.", v.override)
	}
	if _, ok := v.rules()[rule.Name]; ok {
		name = rule.Name
	}
	return key + name
}

// severity returns what the configuration says of a rule's findings in a file,
// and where. Every word of a file counts before any of those above it.
func (p *Policy) severity(rule *lint.Rule, name string) (s lint.Severity, by verdict, ok bool) {
	for l := p.nearest(name); l != nil; l = l.outer {
		for i := len(l.overrides) - 1; i >= -1; i-- {
			by = verdict{l.file, i}
			if s, ok := config.Severity(by.rules(), rule); ok && (i < 0 || l.overrides[i].Match(l.within(name), false)) {
				return s, by, true
			}
		}
	}
	return lint.Off, verdict{}, false
}

// mentions reports whether any configuration file says something of a rule.
func (p *Policy) mentions(rule *lint.Rule) bool {
	for _, l := range p.layers {
		if _, ok := config.Severity(l.file.Rules, rule); ok {
			return true
		}
		for _, o := range l.file.Overrides {
			if _, ok := config.Severity(o.Rules, rule); ok {
				return true
			}
		}
	}
	return false
}

// Declared returns what the root declares about regions, and what folders below
// declare in place of it. A region is known and a pool replicated for all of
// them, whichever file says so.
func (p *Policy) Declared() *lint.Declared {
	root := p.layers["."].declared
	folders := slices.Sorted(maps.Keys(p.layers))
	for _, folder := range folders {
		root.Known = union(root.Known, p.layers[folder].declared.Known)
		root.Replicated = union(root.Replicated, p.layers[folder].declared.Replicated)
	}
	root.Default, root.To = cmp.Or(p.to, root.Default), p.to != ""
	for _, folder := range slices.Backward(folders) { // a folder comes before those inside it
		if folder == "." {
			continue
		}
		inner := p.layers[folder].declared
		inner.Known, inner.Replicated = root.Known, root.Replicated
		inner.Default, inner.To = cmp.Or(p.to, inner.Default), root.To
		root.Nested = append(root.Nested, lint.Nested{Folder: folder, Declared: inner})
	}
	return &root
}

// redirect puts a region in the place of every default.
func (p *Policy) redirect(to string) error {
	if err := p.Refuses(to); err != nil {
		return err
	}
	p.to = to
	return nil
}

// Refuses returns an error unless everything may run in a region: it must be one
// that there is, and that every file allows.
func (p *Policy) Refuses(to string) error {
	if err := config.CheckRegion(to, p.Declared().Known); err != nil {
		return err
	}
	for _, folder := range slices.Sorted(maps.Keys(p.layers)) {
		if allow := p.layers[folder].declared.Allow; len(allow) > 0 && !slices.Contains(allow, to) {
			return fmt.Errorf("%s is not in regions.allow of %s", to, p.layers[folder].allowedBy())
		}
	}
	return nil
}

// allowedBy returns the path of the file that states a layer's allowed regions.
func (l *layer) allowedBy() string {
	for l.outer != nil && !l.file.AllowStated {
		l = l.outer
	}
	return l.file.Path
}
