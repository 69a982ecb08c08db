package link

import (
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
)

// A load is a call that loads dotenv files that it names.
type load struct {
	site
	by    string // the callee's last name
	files []string
}

// scanLoads looks once through the code for calls that load dotenv files by
// name: load_dotenv(path), dotenv.config({path}), read_env(path).
func (e *environment) scanLoads() {
	if e.scanned {
		return
	}
	e.scanned = true
	for _, name := range []string{"load_dotenv", "dotenv_values", "config", "read_env", "loadEnvFile", "configDotenv", "forRoot"} {
		for _, s := range e.l.calls[name] {
			if s.u.test || name == "config" && !e.isDotenvConfig(s) {
				continue
			}
			files := e.named(s.u, s.u.KidsOf(s.id)[1:])
			for _, f := range files {
				c := e.componentOf(s.u.dir)
				if !slices.Contains(e.loaded[c], f) {
					e.loaded[c] = append(e.loaded[c], f)
				}
			}
			if len(files) > 0 {
				e.loads = append(e.loads, load{site: s, by: name, files: files})
			}
		}
	}
	for _, files := range e.loaded {
		slices.Sort(files)
	}
}

// isDotenvConfig reports whether a call named config is dotenv's.
func (e *environment) isDotenvConfig(s site) bool {
	p := s.u.path(s.u.KidsOf(s.id)[0])
	return p == "dotenv.config" || p == "config" && slices.ContainsFunc(s.u.Imports, func(im fact.Import) bool {
		return im.Module == "dotenv"
	}) || strings.HasSuffix(p, "otenv.config")
}

// named returns the dotenv files that some expressions name, relative to the
// file's folder or one above it: the longest path that the strings below an
// expression spell at its end, as in Path(__file__).parent / "conf" / ".env",
// or each string by itself where they are alternatives.
func (e *environment) named(u *unit, ids []fact.ID) []string {
	var out []string
	for _, id := range ids {
		parts := pathParts(u, id, 0)
		for i := range max(len(parts)-1, 0) {
			if files := e.dotenvsAt(u.dir, path.Join(parts[i:]...)); len(files) > 0 {
				out = append(out, files...)
				parts = nil
				break
			}
		}
		for _, part := range parts {
			out = append(out, e.dotenvsAt(u.dir, part)...)
		}
	}
	return out
}

// pathParts returns the strings below an expression in order. Names are
// followed to what they are set to.
func pathParts(u *unit, id fact.ID, depth int) []string {
	x := &u.Exprs[id]
	switch {
	case depth > 16:
		return nil
	case x.Kind == fact.String:
		return []string{u.Text(x)}
	case x.Kind == fact.Concat:
		return joinedParts(u, x, depth)
	case x.Kind == fact.Name:
		for s := x.Scope; ; s = u.Scopes[s].Parent {
			if b := u.bindings.in(s, u.Text(x)); len(b) > 0 {
				return pathParts(u, u.Bindings[b[len(b)-1]].Value, depth+1)
			}
			if s == 0 {
				return nil
			}
		}
	}
	var parts []string
	for _, k := range u.Kids(x) {
		parts = append(parts, pathParts(u, k, depth+1)...)
	}
	return parts
}

// joinedParts is pathParts of a text that is put together. In the name of a dotenv
// file, what is not spelled may be anything: `.env.${process.env.NODE_ENV}`.
func joinedParts(u *unit, x *fact.Expr, depth int) []string {
	var parts []string
	text := ""
	for _, k := range u.Kids(x) {
		switch {
		case u.Exprs[k].Kind == fact.String:
			text += u.TextOf(k)
		case strings.Contains(path.Base(text), ".env"):
			text += "*"
		default:
			if text != "" {
				parts = append(parts, text)
			}
			text = ""
			parts = append(parts, pathParts(u, k, depth+1)...)
		}
	}
	if text != "" {
		parts = append(parts, text)
	}
	return parts
}

// dotenvsAt is dotenvAt of a name that may stand for several files: those of the
// nearest folder that has one, templates aside.
func (e *environment) dotenvsAt(dir, name string) []string {
	if !strings.Contains(name, "*") {
		if f := e.dotenvAt(dir, name); f != "" {
			return []string{f}
		}
		return nil
	}
	key := patternIn{dir, name}
	found, known := e.matched[key]
	if !known && len(e.matched) < maxPatterns {
		found = e.matching(dir, name)
		put(&e.matched, key, found)
	}
	return found
}

// A patternIn is the name of dotenv files as code in a folder spells it.
type patternIn struct{ dir, name string }

// maxPatterns bounds how many of them are looked for among all files.
const maxPatterns = 64

func (e *environment) matching(dir, name string) []string {
	for d := dir; ; d = parentDir(d) {
		var found []string
		for _, u := range e.l.units {
			if u.Lang != fact.Dotenv || e.l.in.Templates[u.Path] {
				continue
			}
			if ok, err := path.Match(path.Join(d, name), u.Path); ok && err == nil {
				found = append(found, u.Path)
			}
		}
		if len(found) > 0 || d == "." {
			return found
		}
	}
}

func (e *environment) dotenvAt(dir, name string) string {
	if !strings.Contains(name, "env") {
		return ""
	}
	name = strings.TrimPrefix(name, "/")
	for d := dir; ; d = parentDir(d) {
		p := path.Join(d, name)
		if u := e.l.byPath[p]; u != nil && u.Lang == fact.Dotenv {
			return p
		}
		if d == "." {
			return ""
		}
	}
}
