package link

import (
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/dialect"
	"github.com/regionlint/regionlint/lint/fact"
)

// settingsMember returns a member of an object that a settings library made.
func (l *linker) settingsMember(u *unit, id fact.ID, o value, name string) ([]value, bool) {
	switch {
	case o.sym == "django.conf.settings":
		return l.djangoSetting(u, name)
	case o.sym == "dynaconf.Dynaconf()" || o.sym == "dynaconf.LazySettings()" || o.sym == "dynaconf.settings":
		return l.dynaconfSetting(u, id, &o, name)
	case isEnvironmentModule(o.sym):
		return l.lookup(u, id, name, l.keySpan(u, id), nil, false), true
	case strings.HasSuffix(o.sym, "parse_args()"):
		return l.parsedOption(u, name)
	case isParsedEnvironment(o.sym) && name == "parsed":
		return []value{{kind: external, sym: "process.env"}}, true
	case strings.HasSuffix(o.sym, ".safeParse()") && name == "data",
		strings.HasSuffix(o.sym, ".validate()") && name == "value" && isSchema(o.sym):
		if o.made != nil && o.made.from != nil {
			return l.parsedSchema(*o.made.from, o.made.call)
		}
	case strings.HasSuffix(o.sym, ".opts()") || strings.HasSuffix(o.sym, ".argv") || strings.HasSuffix(o.sym, ".parseSync()"):
		return l.commandOption(u, name)
	}
	return nil, false
}

func isParsedEnvironment(sym string) bool {
	return sym == "dotenv.config()" || sym == "dotenv.default.config()"
}

// settingsCall evaluates a call of a settings library.
func (l *linker) settingsCall(f value, c call) ([]value, bool) {
	name := lastDot(f.sym)
	switch {
	case isEnvironReader(f.sym):
		if vals, ok := l.schemeDefault(f, c); ok {
			return vals, true
		}
		return environGet(l, f, c), true
	case name == "get" && isFlaskConfig(strings.TrimSuffix(f.sym, ".get")):
		return l.flaskGet(c)
	case isConfigService(strings.TrimSuffix(f.sym, "."+name)) && strings.HasPrefix(name, "get"):
		return l.configService(c), true
	}
	if vals, ok := l.schemaCall(f, c, name); ok {
		return vals, true
	}
	if c.u != nil && c.u.Lang == fact.TypeScript {
		return l.configCall(f, c)
	}
	return nil, false
}

// schemaCall evaluates a call that applies a schema to the environment.
func (l *linker) schemaCall(f value, c call, name string) ([]value, bool) {
	switch {
	case isParsing(name) && f.self != nil && isSchema(f.sym):
		return l.parsedSchema(*f.self, c)
	case strings.HasPrefix(f.sym, "env-var") && strings.HasPrefix(name, "as") && f.self != nil:
		return l.declaredVariable(f.self)
	case strings.HasPrefix(f.sym, "convict") && f.self != nil && (name == "get" || name == "getProperties"):
		return l.declaredSettings(f, c)
	case name == "createEnv" && strings.Contains(f.sym, "t3-oss/env"):
		return l.createdEnv(c), true
	case name == "cleanEnv" && strings.HasPrefix(f.sym, "envalid"):
		return l.cleanedEnv(c)
	}
	return nil, false
}

// dynaconfSetting is a member of Dynaconf's settings where a dotenv file
// defines its variable; what its settings files say is not known.
func (l *linker) dynaconfSetting(u *unit, id fact.ID, o *value, name string) ([]value, bool) {
	prefix := "DYNACONF"
	if o.made != nil {
		if vals, _, ok := l.arg(o.made.call, -1, "envvar_prefix"); ok && len(vals) == 1 {
			if s, ok := vals[0].whole(); ok {
				prefix = s
			}
		}
	}
	key := prefix + "_" + strings.ToUpper(name)
	if defs, _ := l.env.find(u.dir, key, false, nil); len(defs) == 0 {
		return nil, false
	}
	return l.lookup(u, id, key, zero, nil, false), true
}

// schemeDefault is a variable read through django-environ's Env(NAME=(type,
// default)) without a default in the call.
func (l *linker) schemeDefault(f value, c call) ([]value, bool) {
	env := f.self
	if env == nil || env.made == nil {
		return nil, false
	}
	names, _, ok := l.arg(c, 0, "var")
	if _, _, has := l.arg(c, 1, "default"); !ok || has || len(names) != 1 {
		return nil, false
	}
	key, ok := names[0].whole()
	if !ok {
		return nil, false
	}
	scheme, _, ok := l.arg(env.made.call, -1, key)
	if !ok || len(scheme) != 1 || len(scheme[0].items()) < 2 {
		return nil, false
	}
	return l.lookup(c.u, c.id, key, l.keySpan(c.u, c.id), scheme[0].items()[1], true), true
}

// flaskGet is app.config.get(key, default).
func (l *linker) flaskGet(c call) ([]value, bool) {
	keys, _, ok := l.arg(c, 0)
	if !ok || len(keys) != 1 {
		return nil, false
	}
	key, ok := keys[0].whole()
	if !ok {
		return nil, false
	}
	if vals, ok := l.flaskSetting(key); ok {
		return vals, true
	}
	return l.defaulted(c)
}

// isEnvironReader reports whether calling sym reads one environment variable:
// environs and django-environ.
func isEnvironReader(sym string) bool {
	for _, env := range []string{"environs.Env()", "environ.Env()", "environ.FileAwareEnv()", "environs.env"} {
		if sym == env {
			return true
		}
		if m, ok := strings.CutPrefix(sym, env+"."); ok {
			return m == "str" || m == "get_value" || m == "get" || m == "url"
		}
	}
	return sym == "starlette.config.Config()" || sym == "env.Env()"
}

func isConfigService(sym string) bool { return sym == "@nestjs/config.ConfigService()" }

// djangoSetting finds a setting that u asks for in the settings modules of the root,
// those of the nearest component first.
func (l *linker) djangoSetting(u *unit, name string) ([]value, bool) {
	var s set
	for _, p := range l.in.Paths {
		if !strings.HasSuffix(p, ".py") || l.in.Tests[p] {
			continue
		}
		base, dir := path.Base(p), path.Base(parentDir(p))
		if base != "settings.py" && dir != "settings" && base != "base_settings.py" {
			continue
		}
		target := l.modules.unit(p, u)
		if target == nil {
			continue
		}
		if len(target.bindings.in(0, name)) > 0 {
			vals, _ := l.moduleName(target, name)
			s.add(vals...)
		}
	}
	return s.vals, len(s.vals) > 0
}

// parsedOption finds an argparse option by the name of its attribute. Options
// of other files count where this one defines none.
func (l *linker) parsedOption(u *unit, name string) ([]value, bool) {
	var here, there set
	for _, st := range l.optionsNamed(name) {
		c := call{u: st.u, id: st.id}
		if !l.names(c, name) {
			continue
		}
		out := &there
		if st.u == u {
			out = &here
		}
		if vals, a, ok := l.arg(c, -1, "default"); ok {
			if a.id != 0 {
				vals = l.fallback(c.u, a.id, vals)
			}
			out.add(vals...)
		} else {
			out.add(nulls...)
		}
		out.add(unknowns...)
	}
	if len(here.vals) > 0 {
		return here.vals, true
	}
	return there.vals, len(there.vals) > 0
}

// names reports whether one of a call's first arguments names an option, or
// its dest= does.
func (l *linker) names(c call, name string) bool {
	args, _ := l.args(c)
	for i, a := range args {
		if i > 0 && c.u.Lang == fact.TypeScript {
			break // what it is for, and its default
		}
		if a.name != "" && a.name != "dest" {
			continue
		}
		for _, v := range l.argVals(c, a) {
			s, ok := v.whole()
			if !ok {
				continue
			}
			for option := range optionNames(s) {
				if option == name {
					return true
				}
			}
		}
	}
	return false
}

// camel turns a-flag-name into aFlagName.
func camel(s string) string {
	parts := strings.Split(s, "-")
	for i, p := range parts[1:] {
		if p != "" {
			parts[i+1] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, "")
}

// decorated returns what a click option gives a parameter, or what its default or
// its annotation does that describes one.
func (l *linker) decorated(u *unit, fn int32, p *fact.Param) ([]value, bool) {
	for _, d := range u.Funcs[fn].Decorators {
		if u.Exprs[d].Kind != fact.Call {
			continue
		}
		if name := lastName(u, u.KidsOf(d)[0]); name != "option" && name != "argument" {
			continue
		}
		c := call{u: u, id: d}
		if l.names(c, p.Name) {
			return undecided(l.option(c)), true
		}
	}
	if p.Default != 0 && u.Exprs[p.Default].Kind == fact.Call {
		for _, f := range l.eval(u, u.KidsOf(p.Default)[0], nil) {
			if f.kind == external && isOption(f.sym) {
				return optionDefault(l, f, call{u: u, id: p.Default}), true
			}
		}
	}
	return l.annotatedOption(u, p)
}

// isOption reports whether a symbol describes a parameter that a framework fills
// with what a user gives.
func isOption(sym string) bool {
	return slices.ContainsFunc([]string{"typer.", "fastapi.", "pydantic."}, func(prefix string) bool {
		return strings.HasPrefix(sym, prefix)
	}) && !strings.HasSuffix(sym, ".Depends")
}

// option returns what an option's envvar= and default= say, beside what the
// user may type.
func (l *linker) option(c call) []value {
	fallback, a, has := l.arg(c, -1, "default")
	if has && a.id != 0 {
		fallback = l.fallback(c.u, a.id, fallback)
	}
	return l.withVariable(c, fallback, has)
}

func (l *linker) withVariable(c call, fallback []value, has bool) []value {
	var s set
	if names, a, ok := l.arg(c, -1, "envvar", "env"); ok {
		for _, v := range names {
			if key, ok := v.whole(); ok {
				s.add(l.lookup(c.u, c.id, key, a.at, fallback, has)...)
			}
		}
	}
	if len(s.vals) == 0 {
		s.add(fallback...)
	}
	s.add(unknowns...)
	return s.vals
}

// optionDefault is typer.Option(default, envvar=…) and fastapi.Query(default).
func optionDefault(l *linker, _ value, c call) []value {
	fallback, a, has := l.arg(c, 0, "default")
	if has && a.id != 0 {
		fallback = l.fallback(c.u, a.id, fallback)
	}
	return l.withVariable(c, undecided(fallback), has)
}

// fieldDefault is pydantic.Field(default) and dataclasses.field(default=…).
func fieldDefault(l *linker, _ value, c call) []value {
	if vals, _, ok := l.arg(c, 0, "default"); ok {
		return vals
	}
	if factories, _, ok := l.arg(c, -1, "default_factory", "factory"); ok {
		var s set
		for _, f := range factories {
			s.add(l.apply(f, call{u: c.u, id: c.id, typed: true})...)
		}
		return s.vals
	}
	return unknowns
}

// field returns what a field of a dataclass, a pydantic model or settings
// class holds: what its constructor is given, what the environment says, its
// default.
func (l *linker) field(o value, c classRef, b *fact.Binding) ([]value, bool) {
	if o.kind != instance || c.u.Lang != fact.Python || b.Annotation == 0 {
		return nil, false
	}
	settings, model := l.classKind(c)
	if !settings && !model {
		return nil, false
	}
	if vals, ok := l.unreplaced(o, c, c.u.NameOf(b)); ok {
		return vals, true
	}
	var byDefault []value
	if b.Value != 0 {
		byDefault = via(l.eval(c.u, b.Value, nil), Step{At: c.u.at(b.Span), What: c.u.NameOf(b) + " has a default"})
	}
	if settings {
		return l.setting(o, c, b, byDefault), true
	}
	if name, ok := strings.CutPrefix(o.sym, nestedSym); ok {
		name += strings.ToUpper(c.u.NameOf(b))
		if defs, _ := l.env.find(c.u.dir, name, true, nil); len(defs) > 0 {
			return l.read(c.u, lookupOf{
				name: name, at: c.u.at(b.Span), nameAt: zero, fold: true, implied: true,
				fallback: byDefault, has: len(byDefault) > 0,
			}), true
		}
	}
	return l.given(o, c, b, byDefault), true
}

// classKind says whether instances of a class are filled from the environment
// (pydantic's settings) or by a constructor made of its fields.
func (l *linker) classKind(c classRef) (settings, model bool) {
	chain, elsewhere := l.ancestry(c)
	for _, sym := range elsewhere {
		switch lastDot(sym) {
		case "BaseSettings":
			settings = true
		case "BaseModel", "NamedTuple", "Struct", "SQLModel":
			model = true
		}
	}
	for _, cl := range chain {
		for _, d := range cl.u.Classes[cl.ref].Decorators {
			id := d
			if cl.u.Exprs[d].Kind == fact.Call {
				id = cl.u.KidsOf(d)[0]
			}
			switch lastName(cl.u, id) {
			case "dataclass", "define", "frozen", "attrs", "mutable", "s":
				model = true
			}
		}
	}
	return settings, model
}

// given returns what constructors pass for a field.
func (l *linker) given(o value, c classRef, b *fact.Binding, byDefault []value) []value {
	calls := []call{}
	if o.made != nil && o.made.call.u != nil && !o.made.call.typed {
		calls = append(calls, o.made.call)
	} else {
		for _, st := range l.constructions(c, funcRef{c.u, -1}) {
			calls = append(calls, st.call)
		}
	}
	position := slices.Index(l.fieldNames(classRef{o.u, o.ref}), c.u.NameOf(b))
	var s set
	for _, cl := range calls {
		args, open := l.args(cl)
		if a, ok := keyword(args, c.u.NameOf(b)); ok {
			s.add(l.argVals(cl, a)...)
		} else if a, ok := positional(args, position); ok && position >= 0 {
			s.add(l.argVals(cl, a)...)
		} else if open {
			s.add(unknowns...)
		} else {
			s.add(byDefault...)
		}
	}
	if len(calls) == 0 {
		// Nobody in the root makes one, so somebody else does.
		s.add(filtered(byDefault, keepNonNull)...)
		s.add(unknowns...)
	}
	if len(s.vals) == 0 {
		return unknowns
	}
	return s.vals
}

// setting returns what a pydantic settings field holds.
func (l *linker) setting(o value, c classRef, b *fact.Binding, byDefault []value) []value {
	if o.made != nil {
		if vals, _, ok := l.arg(o.made.call, -1, c.u.NameOf(b)); ok {
			return vals
		}
	}
	prefix, fold, files := l.settingsConfig(c)
	if vals := l.nested(c, b, prefix, byDefault); len(vals) > 0 {
		return vals
	}
	names := l.settingNames(c, b)
	if len(names) == 0 {
		names = []string{strings.ToUpper(prefix + c.u.NameOf(b))}
		if !fold {
			names = []string{prefix + c.u.NameOf(b)}
		}
	}
	var s set
	for i, name := range names {
		k := lookupOf{
			name: name, at: c.u.at(b.Span), nameAt: zero, fold: fold, implied: true, files: files,
			fallback: byDefault, has: i == len(names)-1 && len(byDefault) > 0 && !allOf(byDefault, (*value).isNull),
			optional: len(byDefault) > 0 || len(names) > 1,
		}
		vals := l.read(c.u, k)
		if i < len(names)-1 {
			decided := !slices.ContainsFunc(vals, func(v value) bool { return v.kind == null })
			s.add(filtered(vals, keepNonNull)...)
			if decided {
				break // the first name that is set wins
			}
			continue
		}
		s.add(vals...)
	}
	return s.vals
}

// nestedSym marks a model that is a field of settings; behind it stands what
// the variables of its own fields begin with.
const nestedSym = "nested:"

// nested returns the model that a settings field holds where the variables of
// its own fields may be set: AWS__REGION for aws.region.
func (l *linker) nested(c classRef, b *fact.Binding, prefix string, byDefault []value) []value {
	delimiter := ""
	chain, _ := l.ancestry(c)
	for _, cl := range slices.Backward(chain) {
		for _, v := range l.configured(cl, "env_nested_delimiter") {
			if s, ok := v.whole(); ok {
				delimiter = s
			}
		}
	}
	if delimiter == "" {
		return nil
	}
	var out []value
	for _, v := range append(slices.Clip(byDefault), l.typed(c.u, b.Annotation)...) {
		if v.kind == instance && len(out) == 0 {
			v.sym = nestedSym + strings.ToUpper(prefix+c.u.NameOf(b)) + delimiter
			out = append(out, v)
		}
	}
	return out
}

// settingNames returns the variables that a field's Field(…) names.
func (l *linker) settingNames(c classRef, b *fact.Binding) []string {
	if b.Value == 0 || c.u.Exprs[b.Value].Kind != fact.Call {
		return nil
	}
	var names []string
	for _, k := range c.u.KidsOf(b.Value)[1:] {
		e := &c.u.Exprs[k]
		if e.Kind != fact.Keyword || c.u.Text(e) != "env" && c.u.Text(e) != "alias" && c.u.Text(e) != "validation_alias" {
			continue
		}
		ids := []fact.ID{c.u.Kids(e)[0]}
		if v := &c.u.Exprs[c.u.Kids(e)[0]]; v.Kind == fact.Call {
			ids = c.u.Kids(v)[1:]
		} else if v.Kind == fact.List {
			ids = c.u.Kids(v)
		}
		for _, id := range ids {
			if x := &c.u.Exprs[id]; x.Kind == fact.String {
				names = append(names, c.u.Text(x))
			}
		}
	}
	return names
}

// settingsConfig reads model_config or the inner class Config.
func (l *linker) settingsConfig(c classRef) (prefix string, fold bool, files []string) {
	fold = true
	chain, _ := l.ancestry(c)
	for _, cl := range slices.Backward(chain) {
		get := func(key string) []value { return l.configured(cl, key) }
		for _, v := range get("env_prefix") {
			if s, ok := v.whole(); ok {
				prefix = s
			}
		}
		for _, v := range get("case_sensitive") {
			fold = v.sym != "true"
		}
		for _, v := range get("env_file") {
			names := []value{v}
			for _, item := range v.items() {
				names = append(names, item...)
			}
			for _, n := range names {
				if s, ok := n.whole(); ok {
					if f := l.env.dotenvAt(cl.u.dir, s); f != "" {
						files = append(files, f)
						l.env.reads(f, dialect.PythonDotenv, cl.u.at(cl.u.Classes[cl.ref].Span), false)
					}
				}
			}
		}
	}
	return prefix, fold, files
}

func (l *linker) configured(c classRef, key string) []value {
	scope := c.u.Classes[c.ref].Scope
	var s set
	for _, i := range c.u.bindings.in(scope, "model_config") {
		for _, v := range l.eval(c.u, c.u.Bindings[i].Value, nil) {
			switch v.kind {
			case mapping:
				got, _, _ := v.obj.get(key)
				s.add(got...)
			case product:
				if vals, _, ok := l.arg(v.made.call, -1, key); ok {
					s.add(vals...)
				}
			}
		}
	}
	for _, i := range c.u.bindings.in(scope, "Config") {
		if b := &c.u.Bindings[i]; b.Kind == fact.BindClass {
			inner := c.u.Classes[b.Ref].Scope
			for _, j := range c.u.bindings.in(inner, key) {
				s.add(l.eval(c.u, c.u.Bindings[j].Value, nil)...)
			}
		}
	}
	return s.vals
}
