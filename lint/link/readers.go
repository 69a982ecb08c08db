package link

import (
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/regionlint/regionlint/lint/dialect"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// A readership is what reads the dotenv files of one name in one folder, with
// the place in code that says so, where there is one.
type readership map[dialect.Reader]source.Location

func (r readership) add(reader dialect.Reader, at source.Location) {
	if old, ok := r[reader]; !ok || old == (source.Location{}) {
		r[reader] = at
	}
}

// slot returns the path that a dotenv file is loaded under: a template is copied
// to another name first.
func (e *environment) slot(file string) string {
	base := strings.ToLower(path.Base(file))
	for _, prefix := range []string{".env", "env", "dotenv"} {
		if !strings.HasPrefix(base, prefix) {
			continue
		}
		name := ".env"
		if mode := e.l.in.Modes[file]; mode != "" {
			name += "." + mode
		}
		if isOwn(file) {
			name += ".local"
		}
		return joinDir(parentDir(file), name)
	}
	return file
}

// readership returns what is known to read a variable from a dotenv file.
func (e *environment) readership(file, name string) readership {
	e.scanReaders()
	all := make(readership)
	slot := e.slot(file)
	for reader, at := range e.readers[slot] {
		all.add(reader, at)
	}
	for _, f := range e.l.in.EnvFiles {
		if slices.Contains(f.Names, name) && e.meant(f) == slot {
			all.add(f.Reader, source.Location{})
		}
	}
	if base := path.Base(slot); strings.HasPrefix(base, ".env") {
		for _, reader := range e.packaged(parentDir(file), base == ".env") {
			all.add(reader, source.Location{})
		}
	}
	return all
}

// packaged is [packageReaders] of the package.json in a folder, remembered.
func (e *environment) packaged(dir string, plain bool) []dialect.Reader {
	key := packagedKey{dir, plain}
	readers, ok := e.byPackage[key]
	if content := e.l.in.Manifests[joinDir(dir, "package.json")]; !ok && content != nil {
		readers = packageReaders(content, plain)
	}
	e.byPackage[key] = readers
	return readers
}

type packagedKey struct {
	dir   string
	plain bool
}

// packageReaders returns what reads the dotenv files beside a package.json by
// the packages that it names: a framework any of them, dotenv itself the plain
// `.env` only. Readers of versions that are not written down are left out.
func packageReaders(content []byte, plain bool) []dialect.Reader {
	var manifest dependencies
	_ = json.Unmarshal(content, &manifest) // an unreadable one names none
	versions := make(map[string]string)
	for _, deps := range manifest.all() {
		maps.Copy(versions, deps)
	}
	var readers []dialect.Reader
	has := func(pkg string) bool { _, ok := versions[pkg]; return ok }
	switch {
	case has("next"):
		readers = append(readers, dialect.Next)
	case has("react-scripts"):
		readers = append(readers, dialect.OldExpand)
	case has("vite") && major(versions["vite"], 8) < 8:
		readers = append(readers, dialect.OldVite)
	case has("vite"):
		readers = append(readers, dialect.Vite)
	}
	switch {
	case !plain || !has("dotenv"):
	case has("dotenv-expand"):
		readers = append(readers, dialect.Expand)
	case major(versions["dotenv"], 15) < 15:
		readers = append(readers, dialect.OldNodeDotenv)
	default:
		readers = append(readers, dialect.NodeDotenv)
	}
	return readers
}

// major returns the first number of a version or a range of them, such as
// "^16.4.5", or otherwise where there is none.
func major(version string, otherwise int) int {
	version = strings.TrimLeft(version, "^~>=v ")
	digits, _, _ := strings.Cut(version, ".")
	if n, err := strconv.Atoi(digits); err == nil {
		return n
	}
	return otherwise
}

// scanReaders looks once for what says by which reader a dotenv file is read:
// code that loads it, and the text files that hand it to a program.
func (e *environment) scanReaders() {
	if e.scannedReaders {
		return
	}
	e.scannedReaders = true
	e.scanLoads()
	for _, f := range e.l.in.EnvFiles {
		if file := e.meant(f); file != "" && f.Names == nil {
			e.reads(file, f.Reader, source.Location{}, true)
		}
	}
	for _, ld := range e.loads {
		for _, file := range ld.files {
			e.reads(file, ld.reader(), ld.u.here(ld.id), ld.by != "dotenv_values")
		}
	}
	for _, name := range []string{"load_dotenv", "dotenv_values", "read_env"} {
		for _, s := range e.l.calls[name] {
			if file := e.nearest(s.u.dir, ".env"); file != "" && !s.u.test && s.u.Lang == fact.Python && isBare(s) {
				e.reads(file, (&load{site: s, by: name}).reader(), s.u.here(s.id), name != "dotenv_values")
			}
		}
	}
	for _, u := range e.l.code() {
		if file := e.nearest(u.dir, ".env"); file != "" && !u.test {
			for i := range u.Imports {
				if im := &u.Imports[i]; im.Module == "decouple" && im.Level == 0 {
					e.reads(file, dialect.Decouple, u.at(im.Span), false)
				}
			}
		}
	}
}

// isBare reports whether a call names no dotenv file, so that the nearest one is
// looked for: it has no argument but options, or find_dotenv().
func isBare(s site) bool {
	return !slices.ContainsFunc(s.u.KidsOf(s.id)[1:], func(id fact.ID) bool {
		x := &s.u.Exprs[id]
		if x.Kind == fact.Keyword {
			if s.u.Text(x) != "dotenv_path" && s.u.Text(x) != "stream" && s.u.Text(x) != "path" && s.u.Text(x) != "env_file" {
				return false
			}
			x = &s.u.Exprs[s.u.Kids(x)[0]]
		}
		return x.Kind != fact.Call || lastName(s.u, s.u.Kids(x)[0]) != "find_dotenv"
	})
}

// reader returns what a call that loads dotenv files reads them with.
func (ld *load) reader() dialect.Reader {
	switch ld.by {
	case "config", "configDotenv", "forRoot":
		return dialect.NodeDotenv
	case "loadEnvFile":
		return dialect.NodeEnvFile
	case "read_env":
		if slices.ContainsFunc(ld.u.Imports, func(im fact.Import) bool { return im.Module == "environ" }) {
			return dialect.DjangoEnviron
		}
	}
	return dialect.PythonDotenv
}

// reads notes that a reader reads a dotenv file, and the templates of it, and
// whether it hands on what they set to the process.
func (e *environment) reads(file string, reader dialect.Reader, at source.Location, exports bool) {
	slot := file
	if e.l.byPath[file] != nil {
		slot = e.slot(file)
	}
	if e.readers[slot] == nil {
		e.readers[slot] = make(readership)
	}
	e.readers[slot].add(reader, at)
	e.exported[slot] = e.exported[slot] || exports
}

// private reports whether a dotenv file is known to be read, and only by what
// keeps its values to itself.
func (e *environment) private(file string) bool {
	e.scanReaders()
	slot := e.slot(file)
	return len(e.readers[slot]) > 0 && !e.exported[slot] && len(e.packaged(parentDir(file), path.Base(slot) == ".env")) == 0
}

// nearest returns the dotenv file of that name, or the path that a template of
// it is copied to, in a folder or the next one above it that has one.
func (e *environment) nearest(dir, name string) string {
	for d := dir; ; d = parentDir(d) {
		if e.slots[joinDir(d, name)] {
			return joinDir(d, name)
		}
		if d == "." {
			return ""
		}
	}
}

// meant returns the dotenv file that a text file hands to a program, or "". A
// script may be started in any folder above it.
func (e *environment) meant(f EnvFile) string {
	dir, name := parentDir(f.By), path.Clean(strings.TrimPrefix(f.Name, "/"))
	for strings.HasPrefix(name, "../") {
		name, dir = name[3:], parentDir(dir)
	}
	file := e.nearest(dir, name)
	if f.Beside && file != joinDir(dir, name) {
		return ""
	}
	return file
}

// seesBelow reports whether references can be to what the file sets below them.
func seesBelow(r dialect.Reader) bool {
	return slices.Contains([]dialect.Reader{dialect.Next, dialect.Vite, dialect.OldVite, dialect.OldExpand}, r)
}
