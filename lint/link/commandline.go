package link

import (
	"iter"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
)

// configCall evaluates a call that reads a JavaScript program's configuration.
func (l *linker) configCall(f value, c call) ([]value, bool) {
	switch strings.ReplaceAll(f.sym, ".default", "") {
	case "config.get":
		return l.nodeConfig(c)
	case "useRuntimeConfig", "#imports.useRuntimeConfig", "nuxt/app.useRuntimeConfig":
		return l.runtimeConfig(c)
	case "minimist", "yargs-parser":
		return l.parsedArguments(c), true
	case "util.parseArgs":
		return l.parsedOptions(c), true
	}
	return nil, false
}

// nodeConfig is get(path) of the package config: what the code in the
// component's folder config says. Its JSON and YAML are not read.
func (l *linker) nodeConfig(c call) ([]value, bool) {
	names, _, ok := l.arg(c, 0)
	if !ok || len(names) != 1 {
		return nil, false
	}
	key, ok := names[0].whole()
	if !ok {
		return nil, false
	}
	folder := joinDir(l.env.componentOf(c.u.dir), "config")
	var s set
	for _, p := range l.in.Paths {
		if parentDir(p) != folder || !isCode(p) || l.in.Tests[p] {
			continue
		}
		if target := l.modules.unit(p, c.u); target != nil {
			vals, _ := l.moduleName(target, "default")
			for _, v := range vals {
				s.add(walk(v, key)...)
			}
		}
	}
	return s.vals, len(s.vals) > 0
}

// runtimeConfig is Nuxt's useRuntimeConfig(): what defineNuxtConfig is given as
// runtimeConfig in the same component.
func (l *linker) runtimeConfig(c call) ([]value, bool) {
	var s set
	for _, st := range l.callsOf("defineNuxtConfig") {
		if l.env.componentOf(st.u.dir) != l.env.componentOf(c.u.dir) {
			continue
		}
		options, _, _ := l.arg(call{u: st.u, id: st.id}, 0)
		for _, o := range options {
			s.add(walk(o, "runtimeConfig")...)
		}
	}
	return s.vals, len(s.vals) > 0
}

// parsedArguments is minimist(argv, {default: {…}}).
func (l *linker) parsedArguments(c call) []value {
	o := &object{open: true}
	options, _, _ := l.arg(c, 1)
	for _, v := range options {
		for _, given := range walk(v, "default") {
			if given.kind == mapping {
				for _, en := range given.obj.entries {
					en.vals = undecided(en.vals)
					o.put(en)
				}
			}
		}
	}
	return []value{{kind: mapping, obj: o}}
}

// parsedOptions is parseArgs({options: {name: {default}}}) of node:util.
func (l *linker) parsedOptions(c call) []value {
	o := &object{open: true}
	options, _, _ := l.arg(c, 0)
	for _, v := range options {
		for _, declared := range walk(v, "options") {
			if declared.kind != mapping {
				continue
			}
			for _, en := range declared.obj.entries {
				for _, option := range en.vals {
					o.put(entry{key: en.key, vals: undecided(walk(option, "default")), at: en.at})
				}
			}
		}
	}
	values := value{kind: mapping, obj: o}
	return []value{{kind: mapping, obj: &object{entries: []entry{{key: "values", vals: []value{values}, at: c.at()}}, open: true}}}
}

// commandOption finds an option of commander or yargs.
func (l *linker) commandOption(u *unit, name string) ([]value, bool) {
	var s set
	for _, method := range []string{"option", "requiredOption", "options", "Option"} {
		for _, st := range l.callsIn(u, method) {
			c := call{u: st.u, id: st.id}
			if !l.names(c, name) {
				continue
			}
			if method == "Option" {
				l.builtOption(&s, c)
			}
			for pos := 1; pos <= 3; pos++ {
				vals, a, ok := l.arg(c, pos)
				if !ok {
					break
				}
				for _, v := range vals {
					s.add(undecided(walk(v, "default"))...)
				}
				if pos == 2 && a.id != 0 {
					s.add(undecided(l.fallback(c.u, a.id, vals))...)
				}
			}
			s.add(unknowns...)
		}
	}
	return s.vals, len(s.vals) > 0
}

// builtOption adds what the methods called on new Option(flags) say:
// default(value) and env(name).
func (l *linker) builtOption(s *set, c call) {
	var fallback []value
	variable := call{}
	for id := c.id; ; {
		member := c.u.parent[id]
		if member == 0 || c.u.Exprs[member].Kind != fact.Member {
			break
		}
		id = c.u.parent[member]
		if id == 0 || c.u.Exprs[id].Kind != fact.Call || c.u.KidsOf(id)[0] != member {
			break
		}
		switch method := (call{u: c.u, id: id}); c.u.TextOf(member) {
		case "default":
			if vals, a, ok := l.arg(method, 0); ok {
				fallback = l.fallback(c.u, a.id, vals)
			}
		case "env":
			variable = method
		}
	}
	if variable.u == nil {
		s.add(fallback...)
		return
	}
	names, _, _ := l.arg(variable, 0)
	for _, n := range names {
		if key, ok := n.whole(); ok {
			s.add(l.lookup(c.u, variable.id, key, nameSpot(&n, variable, l), fallback, len(fallback) > 0)...)
		}
	}
}

// optionNames yields the names of the attributes that a text may stand for which
// spells an option with its flags: --aws-region, -r, --region <name>.
func optionNames(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		both := func(flag string) bool {
			flag, _, _ = strings.Cut(strings.TrimLeft(flag, "-"), " ")
			return yield(strings.ReplaceAll(flag, "-", "_")) && yield(camel(flag))
		}
		if !both(s) {
			return
		}
		for part := range strings.SplitSeq(s, ",") {
			if !both(strings.TrimSpace(part)) {
				return
			}
		}
	}
}

// options are the calls that add options to a parser of the command line, by the
// names that they spell. Of those among any nobody knows before asking.
type options struct {
	taken int // how many calls are in here
	named map[string][]int
	any   []int
}

// optionsNamed returns the calls that may add an option of that name.
func (l *linker) optionsNamed(name string) []site {
	all, o := l.calls["add_argument"], &l.options
	for ; o.taken < len(all); o.taken++ {
		o.take(o.taken, all[o.taken])
	}
	at := slices.Concat(o.named[name], o.any)
	if l.budget.pay(len(at)); l.broke() {
		return nil
	}
	slices.Sort(at)
	var found []site
	for _, i := range slices.Compact(at) {
		found = append(found, all[i])
	}
	return found
}

// take notes the names that a call spells.
func (o *options) take(at int, s site) {
	if o.named == nil {
		o.named = make(map[string][]int)
	}
	for _, k := range s.u.KidsOf(s.id)[1:] {
		e := &s.u.Exprs[k]
		switch {
		case e.Kind == fact.Keyword && s.u.Text(e) != "dest":
			continue
		case e.Kind == fact.Keyword:
			e = &s.u.Exprs[s.u.Kids(e)[0]]
		}
		if e.Kind != fact.String {
			o.any = append(o.any, at)
			return
		}
		for name := range optionNames(s.u.Text(e)) {
			o.named[name] = append(o.named[name], at)
		}
	}
}
