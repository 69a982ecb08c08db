package link

import (
	"math"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
)

// isGlobalObject reports whether a symbol is the object whose properties are
// global names.
func isGlobalObject(sym string) bool {
	return sym == "window" || sym == "globalThis" || sym == "global" || sym == "self"
}

// libraryOf returns the package that stands under a global name in pages that
// load it by a script tag, or "".
func libraryOf(name string) string {
	switch name {
	case "AWS", "AWSCognito":
		return "aws-sdk"
	case "AmazonCognitoIdentity":
		return "amazon-cognito-identity-js"
	case "aws_amplify":
		return "aws-amplify"
	}
	return ""
}

// isPlatformName reports whether a global name is one that every program has,
// so that no file of the root need be looked at for it.
func isPlatformName(name string) bool {
	switch name {
	case "Array", "Boolean", "Buffer", "Date", "Error", "JSON", "Map", "Math", "Number", "Object", "Promise", "RegExp",
		"Set", "String", "Symbol", "URL", "URLSearchParams", "alert", "console", "document", "encodeURIComponent",
		"fetch", "jQuery", "localStorage", "location", "module", "navigator", "parseFloat", "parseInt", "require",
		"sessionStorage", "setInterval", "setTimeout":
		return true
	}
	return false
}

// indexGlobals notes what a JavaScript file puts into the global scope: stores to
// properties of the global object, and its top level if it is no module.
func (l *linker) indexGlobals(u *unit) {
	if u.Lang != fact.TypeScript || u.test && !l.in.IncludeTests {
		return
	}
	if u.isScript() {
		for name := range u.bindings.ofModule() {
			l.scriptNames[name] = append(l.scriptNames[name], u)
		}
	}
	for i := range u.Stores {
		s := &u.Stores[i]
		if root, names := u.target(s.Target); len(names) == 1 && s.Value != 0 && isGlobalObject(root) {
			l.globalSet[names[0]] = append(l.globalSet[names[0]], site{u, s.Value})
		}
	}
}

// isScript reports whether a JavaScript file is no module, so that what stands
// at its top level is global.
func (u *unit) isScript() bool {
	return len(u.Imports)+len(u.Exports)+len(u.cjs)+len(u.requires) == 0
}

// global returns what a name is that no scope of its file binds: what the
// component's code puts into the global scope, else something of the platform
// or of a library.
func (l *linker) global(u *unit, name string) []value {
	if name == "process" || isGlobalObject(name) {
		return []value{{kind: external, sym: name}}
	}
	component := l.env.componentOf(u.dir)
	var s set
	if l.budget.pay((len(l.globalSet[name]) + len(l.scriptNames[name])) / asksPerStep); l.broke() {
		return unknowns
	}
	for _, st := range l.globalSet[name] {
		if l.env.componentOf(st.u.dir) == component {
			s.add(l.eval(st.u, st.id, nil)...)
		}
	}
	for _, other := range l.scriptNames[name] {
		if other != u && l.env.componentOf(other.dir) == component && u.isScript() {
			s.add(l.resolve(other, 0, 0, math.MaxUint32, name, nil)...)
		}
	}
	if len(s.vals) > 0 {
		return s.vals
	}
	if library := libraryOf(name); library != "" {
		return []value{{kind: external, sym: library}}
	}
	if !isPlatformName(name) && u.isScript() {
		l.wantCallers(name, u)
	}
	return []value{{kind: external, sym: name}}
}

// registries are what an address of a module may begin with, before the name
// that the npm registry knows it by.
var registries = []string{
	"npm:", "https://esm.sh/", "https://cdn.skypack.dev/", "https://esm.run/", "https://unpkg.com/", "https://cdn.jsdelivr.net/npm/",
}

// moduleSymbol returns the name of a module outside the root without what says
// where it comes from and in which version.
func moduleSymbol(name string) string {
	name = strings.TrimPrefix(name, "node:")
	for _, prefix := range registries {
		rest, ok := strings.CutPrefix(name, prefix)
		if !ok || rest == "" {
			continue
		}
		rest, _, _ = strings.Cut(rest, "?")
		rest = strings.TrimSuffix(rest, "/+esm")
		if at := strings.IndexByte(rest[1:], '@'); at >= 0 {
			version := rest[at+1:]
			rest = rest[:at+1]
			if slash := strings.IndexByte(version, '/'); slash >= 0 {
				rest += version[slash:]
			}
		}
		return rest
	}
	return name
}
