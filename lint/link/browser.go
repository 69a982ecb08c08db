package link

import (
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
)

// A bundler puts values of environment variables into the code that it builds
// for the browser: those whose names have its prefix.
type bundler struct {
	name, prefix string
	// browser reports whether a file of its component is code for the browser
	// that reads env ("process.env" or "import.meta.env").
	browser func(l *linker, u *unit, pkg *packageFile, env string) bool
}

const (
	processEnv = "process.env"
	metaEnv    = "import.meta.env"
)

// bundlers holds what is known by the packages that bring it, the more special
// ones first: a framework that uses another one has rules of its own.
var bundlers = []struct {
	packages []string
	bundler
}{
	{[]string{"next"}, bundler{"Next.js", "NEXT_PUBLIC_", inNext}},
	{[]string{"gatsby"}, bundler{"Gatsby", "GATSBY_", inGatsby}},
	{[]string{"expo"}, bundler{"Expo", "EXPO_PUBLIC_", inExpo}},
	{[]string{"astro"}, bundler{}}, // a component may be rendered on the server only
	{[]string{"nuxt"}, bundler{"Nuxt", "NUXT_PUBLIC_", inNuxt}},
	{[]string{"@vue/cli-service"}, bundler{"Vue CLI", "VUE_APP_", inSource}},
	{[]string{"vite"}, bundler{"Vite", "VITE_", inVite}},
	{[]string{"react-scripts", "react-app-rewired", "@craco/craco"}, bundler{"Create React App", "REACT_APP_", inSource}},
}

// A packageFile is what matters here of a package.json.
type packageFile struct {
	Dependencies    map[string]string `json:"dependencies"`
	DevDependencies map[string]string `json:"devDependencies"`

	dir     string
	bundler *bundler // nil if there is none
}

func (p *packageFile) has(name string) bool {
	return p.Dependencies[name] != "" || p.DevDependencies[name] != ""
}

// packageOf returns the package.json nearest to a folder, nil if there is none.
func (l *linker) packageOf(dir string) *packageFile {
	if known, ok := l.nearest[dir]; ok {
		return known
	}
	var found *packageFile
	if text, ok := l.in.Manifests[joinDir(dir, "package.json")]; ok {
		found = &packageFile{dir: dir}
		_ = json.Unmarshal(text, found) // an unreadable one has no dependencies
		for i := range bundlers {
			if slices.ContainsFunc(bundlers[i].packages, found.has) {
				found.bundler = &bundlers[i].bundler
				break
			}
		}
	} else if dir != "." {
		found = l.packageOf(parentDir(dir))
	}
	l.nearest[dir] = found
	return found
}

// withheld returns the bundler that does not hand a variable to the code for the
// browser in which an expression reads it, and the prefix of the names that it
// does hand over. It returns "" where the code runs elsewhere or nobody can tell.
func (l *linker) withheld(r reading, name string) (by, prefix string) {
	u := r.u
	if r.id == 0 || u.test || u.Lang != fact.TypeScript {
		return "", ""
	}
	env := ""
	if e := &u.Exprs[r.id]; e.Kind == fact.Member || e.Kind == fact.Index {
		env = u.path(u.Kids(e)[0])
	}
	pkg := l.packageOf(u.dir)
	if env != processEnv && env != metaEnv || pkg == nil || pkg.bundler == nil || pkg.bundler.browser == nil {
		return "", ""
	}
	b := pkg.bundler
	public := strings.HasPrefix(strings.ToUpper(name), b.prefix) && (b.prefix != "VITE_" || env == metaEnv)
	if public || !b.browser(l, u, pkg, env) ||
		l.builtIn(pkg.dir, name) || u.usesNode() || u.guarded(r.id) {
		return "", ""
	}
	return b.name, b.prefix
}

// builtIn reports whether the configuration of a build may put a variable
// into the code: it names it, or the environment as a whole, or a prefix of its
// own. Configurations that were not extracted are asked for.
func (l *linker) builtIn(dir, name string) bool {
	found := false
	for _, p := range l.configsIn(dir) {
		u := l.byPath[p]
		if u == nil {
			if u = l.modules.load(p, 0); u == nil {
				continue
			}
		}
		for i := range u.Exprs {
			switch e := &u.Exprs[i]; e.Kind {
			case fact.String, fact.Member, fact.Name:
				if strings.Contains(u.Text(e), name) || e.Kind == fact.String && (u.Text(e) == processEnv || u.Text(e) == metaEnv) ||
					u.Text(e) == "envPrefix" || u.Text(e) == "EnvironmentPlugin" {
					found = true
				}
			}
		}
		for _, im := range u.Imports {
			found = found || strings.Contains(im.Module, "environment") || strings.Contains(im.Module, "dotenv")
		}
	}
	return found
}

// configsIn returns the files in a folder that configure a build.
func (l *linker) configsIn(dir string) []string {
	if l.configs == nil {
		l.configs = make(map[string][]string)
		for _, p := range l.in.Paths {
			base := path.Base(p)
			if isScriptExt(path.Ext(base)) && (strings.Contains(base, ".config.") || base == "config-overrides.js") {
				l.configs[parentDir(p)] = append(l.configs[parentDir(p)], p)
			}
		}
	}
	return l.configs[dir]
}

func isScriptExt(ext string) bool {
	return slices.Contains([]string{".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".tsx", ".jsx"}, ext)
}

// inNext: modules with the directive, and those that only they import. What has
// neither may run on the server.
func inNext(l *linker, u *unit, _ *packageFile, env string) bool {
	return env == processEnv && l.clientOnly(u, nil)
}

// clientOnly reports whether a module is loaded by code for the browser only. The
// files that import it are all known if its own name is one that makes a file be
// looked at; seen holds the modules that are being asked about.
func (l *linker) clientOnly(u *unit, seen []*unit) bool {
	if slices.Contains(u.Directives, "use client") {
		return true
	}
	stem := strings.ToLower(strings.TrimSuffix(path.Base(u.Path), path.Ext(u.Path)))
	known := slices.ContainsFunc([]string{"region", "aws", "amplify", "bedrock"}, func(word string) bool { return strings.HasPrefix(stem, word) })
	importers := l.importersOf(u)
	if !known || len(importers) == 0 || slices.Contains(seen, u) {
		return false
	}
	return !slices.ContainsFunc(importers, func(by *unit) bool { return !by.test && !l.clientOnly(by, append(seen, u)) })
}

// importersOf returns the modules that load u directly, in the order of their paths.
func (l *linker) importersOf(u *unit) []*unit {
	if l.importers == nil {
		// Who imports what is asked of the files that are there.
		defer func(wanting bool) { l.wanting = wanting }(l.wanting)
		l.wanting = false
		l.importers = make(map[*unit][]*unit)
		for _, by := range l.code() {
			for i := range by.Imports {
				if im := &by.Imports[i]; !im.TypeOnly {
					target := l.modules.file(by, im)
					if target != nil && !slices.Contains(l.importers[target], by) {
						l.importers[target] = append(l.importers[target], by)
					}
				}
			}
		}
	}
	return l.importers[u]
}

// inSource: everything in the source folder but the proxy of the development
// server.
func inSource(_ *linker, u *unit, pkg *packageFile, env string) bool {
	return env == processEnv && under(u, pkg, "src") && !strings.HasPrefix(path.Base(u.Path), "setupProxy")
}

func inGatsby(_ *linker, u *unit, pkg *packageFile, env string) bool {
	return env == processEnv && under(u, pkg, "src") && !under(u, pkg, "src/api") && len(u.exports["getServerData"]) == 0
}

// serverFolders are folders in which code for a server stands beside an
// application for the browser.
var serverFolders = []string{"server", "api", "backend", "functions", "scripts", "infra", "infrastructure", "amplify", "plugins", "cdk", "lambda", "electron", "bin", "tools", "config"}

// inExpo: everything but configurations, routes that are API, and servers' code.
func inExpo(_ *linker, u *unit, pkg *packageFile, env string) bool {
	transforms := []string{"babel-plugin-transform-inline-environment-variables", "react-native-dotenv", "react-native-config", "dotenv"}
	return env == processEnv && !slices.ContainsFunc(transforms, pkg.has) && !strings.Contains(u.Path, "+api.") && !strings.Contains(path.Base(u.Path), ".config.") && !inServerFolder(u, pkg)
}

func inServerFolder(u *unit, pkg *packageFile) bool {
	rest := u.dir
	if pkg.dir != "." {
		rest = strings.TrimPrefix(rest, pkg.dir)
	}
	return slices.ContainsFunc(strings.Split(rest, "/"), func(part string) bool { return slices.Contains(serverFolders, part) })
}

func inNuxt(_ *linker, u *unit, _ *packageFile, env string) bool {
	return env == processEnv && strings.Contains(path.Base(u.Path), ".client.")
}

// inVite: import.meta.env is Vite's wherever it is read. There is no process in
// the browser, so that code which looks at it belongs to the application only if
// nothing here runs elsewhere.
func inVite(l *linker, u *unit, pkg *packageFile, env string) bool {
	if env == metaEnv { // Bun has one of its own, and extensions' frameworks prefixes
		return !slices.ContainsFunc([]string{"@types/bun", "bun-types", "wxt", "plasmo"}, pkg.has) && !strings.Contains(path.Base(u.Path), ".config.")
	}
	return !slices.ContainsFunc(viteServers, pkg.has) && under(u, pkg, "src") && !inServerFolder(u, pkg) &&
		slices.ContainsFunc([]string{"main.tsx", "main.ts", "main.jsx", "main.js", "index.tsx", "index.jsx"}, func(entry string) bool {
			return l.paths[joinDir(pkg.dir, "src/"+entry)]
		})
}

// viteServers are packages beside Vite whose code runs on a server as well.
var viteServers = []string{
	"express", "fastify", "koa", "hono", "@nestjs/core", "electron", "@remix-run/node", "@react-router/node", "@sveltejs/kit",
	"@tanstack/react-start", "@types/bun", "bun-types", "@builder.io/qwik", "@solidjs/start", "vike", "vite-plugin-ssr", "nitro", "nitropack",
}

// under reports whether a file stands in a folder of its package.
func under(u *unit, pkg *packageFile, folder string) bool {
	return within(u.Path, joinDir(pkg.dir, folder))
}

// usesNode reports whether a module loads what only a server has.
func (u *unit) usesNode() bool {
	return slices.ContainsFunc(u.Imports, func(im fact.Import) bool {
		switch im.Module {
		case "fs", "fs/promises", "path", "os", "http", "https", "child_process", "server-only", "express", "next/server", "next/headers":
			return true
		}
		return strings.HasPrefix(im.Module, "node:")
	})
}

// guarded reports whether an expression is evaluated under a condition that tells
// the server from the browser.
func (u *unit) guarded(id fact.ID) bool {
	for b := u.Exprs[id].Block; ; b = u.Blocks[b].Parent {
		if cond := u.Blocks[b].Cond; cond != 0 && u.asksWhere(cond, 0) {
			return true
		}
		if b == 0 {
			break
		}
	}
	for up := u.parent[id]; up != 0; up = u.parent[up] {
		if e := &u.Exprs[up]; (e.Kind == fact.Cond || e.Kind == fact.And) && u.asksWhere(u.Kids(e)[0], 0) {
			return true
		}
	}
	return false
}

// asksWhere reports whether a condition has to do with where the code runs.
func (u *unit) asksWhere(id fact.ID, depth int) bool {
	e := &u.Exprs[id]
	if e.Kind == fact.Name || e.Kind == fact.Member {
		switch u.Text(e) {
		case "window", "document", "SSR", "isServer", "isBrowser", "isClient", "IS_SERVER", "IS_BROWSER", "server", "browser", "client":
			return true
		}
	}
	return depth < 16 && slices.ContainsFunc(u.Kids(e), func(k fact.ID) bool { return u.asksWhere(k, depth+1) })
}
