package link

import (
	"cmp"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/dialect"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// reportStatements lists the dotenv lines that set a region for at least one
// reader, with what the readers of their files make of them.
func (l *linker) reportStatements() {
	for _, u := range l.units {
		if u.Lang != fact.Dotenv || l.in.Modes[u.Path] == "test" && !l.in.IncludeTests {
			continue
		}
		lines := make(map[string][]int)
		for i := range u.Dotenv {
			if d := &u.Dotenv[i]; !d.Bad {
				lines[d.Name] = append(lines[d.Name], i)
			}
		}
		for i := range u.Dotenv {
			if d := &u.Dotenv[i]; d.Text != "" {
				l.reportStatement(u, i, lines)
			}
		}
	}
}

// reportStatement looks at one line of a dotenv file. lines are those that set a
// variable, by its name.
func (l *linker) reportStatement(u *unit, index int, lines map[string][]int) {
	d := &u.Dotenv[index]
	s := Statement{
		Name: d.Name, Line: u.at(source.Span{Start: d.Lines.Start, End: d.Lines.Start + uint32(len(d.Text))}), Text: d.Text,
		Marked:  u.Mark && index == 0,
		Foreign: slices.ContainsFunc(d.Refs, func(name string) bool { return name != d.Name }),
	}
	all := takenFor(u, index, lines, s.Marked)
	readers := l.env.readership(u.Path, d.Name)
	if s.Known = len(readers) > 0; !s.Known {
		readers = l.likelyReaders(u, d.Name, all)
	}
	for _, r := range dialect.All() {
		if at, ok := readers[r]; ok {
			s.Readings = append(s.Readings, newReading(r, at, all[r]))
		}
	}
	if s.Region = agreed(s.Readings); s.Region == "" {
		everyone := make([]Reading, 0, len(all))
		for r, reading := range all {
			everyone = append(everyone, newReading(dialect.Reader(r), source.Location{}, reading))
		}
		s.Region = agreed(everyone)
	}
	if value := strings.Trim(u.Source[d.ValueSpan.Start:d.ValueSpan.End], " \t\r\n\"'`"); s.Region == "" && d.Bad && aws.IsRegion(value) {
		s.Region = value // a quote without its other half
	}
	if s.Region != "" && len(s.Readings) > 0 {
		l.program.Statements = append(l.program.Statements, s)
	}
}

// takenFor returns what every reader takes a line for, by the reader.
func takenFor(u *unit, index int, lines map[string][]int, marked bool) []dialect.Reading {
	d := &u.Dotenv[index]
	text := d.Text
	if marked {
		if mark := uint32(len("\ufeff")); d.Lines.Start > mark { // lines that set nothing come first
			text = "#\n" + text
		}
		text = "\ufeff" + text
	}
	if u.Newline == "\r\n" {
		text += u.Newline
	}
	above, everywhere := referred(u, index, lines, false), referred(u, index, lines, true)
	all := make([]dialect.Reading, 0, len(dialect.All()))
	for _, r := range dialect.All() {
		known := above
		if seesBelow(r) {
			known = everywhere
		}
		all = append(all, r.Read(text, d.Name, known))
	}
	return all
}

// asRead returns a definition with the region that the readers of its file take
// from it, as far as they take any: the reference dialect is nobody's who does
// not program in Go.
func (e *environment) asRead(u *unit, d fact.Definition) fact.Definition {
	if d.Text == "" || len(d.Refs) > 0 || e.l.isRegion(d.Value) {
		return d
	}
	var readings []Reading
	for r, at := range e.readership(u.Path, d.Name) {
		readings = append(readings, newReading(r, at, r.Read(d.Text, d.Name, nil)))
	}
	region := agreed(readings)
	if region == "" {
		return d
	}
	from := d.ValueSpan.Start - d.Lines.Start
	d.Value, d.Plain = region, strings.HasPrefix(d.Text[from:], region)
	if d.Plain {
		d.ValueSpan.End = d.ValueSpan.Start + uint32(len(region))
	}
	return d
}

func newReading(r dialect.Reader, at source.Location, reading dialect.Reading) Reading {
	out := Reading{Reader: r, At: at, State: reading.State}
	if reading.State == dialect.Set {
		out.Shown = shownReading(reading.Value)
		if isRegionText(reading.Value) {
			out.Region = reading.Value
		}
	}
	return out
}

// agreed returns the one region that readings have, or "" if they have none or
// several.
func agreed(readings []Reading) string {
	region := ""
	for _, r := range readings {
		if r.Region != "" && region != "" && r.Region != region {
			return ""
		}
		region = cmp.Or(region, r.Region)
	}
	return region
}

// maxReferred bounds how many other variables a line is taken to refer to, and
// maxReferredText how many bytes each of them holds: what holds more is no part of a
// region.
const (
	maxReferred     = 16
	maxReferredText = 256
)

// referred returns the values of the variables that a line of a dotenv file
// refers to, directly or through each other: those that the lines above it set,
// or those below it as well.
func referred(u *unit, index int, lines map[string][]int, below bool) map[string]string {
	known := make(map[string]string)
	var follow func(names []string)
	follow = func(names []string) {
		for _, name := range names {
			if _, ok := known[name]; ok || len(known) >= maxReferred {
				continue
			}
			for _, i := range slices.Backward(lines[name]) {
				if i < index || below && i > index {
					value := u.Dotenv[i].Value
					known[name] = value[:min(len(value), maxReferredText)]
					follow(u.Dotenv[i].Refs)
					break
				}
			}
		}
	}
	follow(u.Dotenv[index].Refs)
	return known
}

// likelyReaders returns the common readers of the languages whose code reads a
// variable in scope of a dotenv file, if there are two and they do not all take
// the line for the same, or if those of the only one all take it for no region.
func (l *linker) likelyReaders(u *unit, name string, all []dialect.Reading) readership {
	common := dialect.Common()
	if !slices.ContainsFunc(common, func(r dialect.Reader) bool { return all[r] != all[common[0]] }) {
		return nil
	}
	python, javascript := false, false
	reads := func(path string) {
		if f := l.byPath[path]; f != nil && (u.dir == "." || strings.HasPrefix(path, u.dir+"/")) {
			python = python || f.Lang == fact.Python
			javascript = javascript || f.Lang == fact.TypeScript
		}
	}
	for _, path := range l.readingFiles()[name] {
		reads(path)
	}
	readers := make(readership)
	for _, r := range common {
		switch home := r.Home(); {
		case home == "Python" && !python, home == "JavaScript" && !javascript:
		case (!python || !javascript) && newReading(r, source.Location{}, all[r]).Region != "":
			return nil
		default:
			readers.add(r, source.Location{})
		}
	}
	return readers
}

// readingFiles returns the files that read each variable, or have a client that
// does, tests left out.
func (l *linker) readingFiles() map[string][]string {
	return Derived(l.program, readingFilesKey{}, func() map[string][]string {
		files := make(map[string][]string)
		add := func(name, path string) {
			if known := files[name]; len(known) == 0 || known[len(known)-1] != path {
				files[name] = append(known, path)
			}
		}
		for i := range l.program.Lookups {
			if lk := &l.program.Lookups[i]; !lk.Test {
				add(lk.Name, lk.At.Path)
			}
		}
		for i := range l.program.Clients {
			c := &l.program.Clients[i]
			if c.Given != (source.Location{}) || c.Test {
				continue
			}
			for _, name := range c.Env {
				add(name, c.At.Path)
			}
		}
		return files
	})
}

type readingFilesKey struct{}

// maxShown bounds what is shown of a reading, in bytes.
const maxShown = 80

// shownReading returns a value with all words left out that are neither regions
// nor names of variables: a comment may hold a password.
func shownReading(value string) string {
	var b strings.Builder
	regions := aws.FindRegions(value)
	for i := 0; i < len(value) && b.Len() < maxShown; {
		if len(regions) > 0 && regions[0].Start <= i {
			if m := regions[0]; m.Start == i {
				b.WriteString(value[m.Start:m.End])
				i = m.End
			}
			regions = regions[1:]
			continue
		}
		switch c := value[i]; {
		case c == '$':
			n := 1 + len(value[i+1:]) - len(strings.TrimLeft(value[i+1:], "{"))
			for i+n < len(value) && isNameByte(value[i+n]) {
				n++
			}
			b.WriteString(value[i : i+n])
			i += n
		case c < 0x80 && !isNameByte(c):
			b.WriteByte(c)
			i++
		default:
			for i < len(value) && (value[i] >= 0x80 || isNameByte(value[i])) && (len(regions) == 0 || regions[0].Start > i) {
				i++
			}
			b.WriteString("…")
		}
	}
	return b.String()
}

func isNameByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
