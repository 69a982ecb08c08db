// Package synthetic makes up repositories of any size, to measure with: a
// workspace of applications in TypeScript and services in Python, deep folders,
// dotenv files, installed and built code that git ignores, and few files that
// have to do with AWS.
package synthetic

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"path"
)

// A Tree says what to make up. The same Tree is always the same bytes, and a
// larger one holds the smaller ones of its seed.
type Tree struct {
	Files int    // how many, with those that are ignored
	Seed  uint64 // another one gives other names and other code
	// Using is the number of packages that use AWS, 0 for all. What the others
	// have in the place of that code does not matter to a region.
	Using int
}

// PackageFiles is the number of files of one package.
const PackageFiles = 50

// All returns the paths and contents, in no particular order. Paths are relative
// to the root, with forward slashes.
func (t Tree) All() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		left := t.Files
		put := func(name, text string) bool {
			left--
			return left >= 0 && yield(name, []byte(text)) && left > 0
		}
		for _, f := range rootFiles {
			if !put(f.name, f.text) {
				return
			}
		}
		for n := 0; ; n++ {
			p := newMaker(t.Seed, n)
			p.uses = t.Using == 0 || n < t.Using
			for _, f := range p.files() {
				if !put(f.name, f.text) {
					return
				}
			}
		}
	}
}

type file struct{ name, text string }

// rootFiles are the workspace, and a package that every fourth application takes
// its clients from.
var rootFiles = []file{
	{".gitignore", "node_modules/\ndist/\n__pycache__/\n*.log\n.env\n!.env.example\n"},
	{"package.json", `{"name": "synthetic", "private": true, "workspaces": ["apps/*/*", "packages/*"]}` + "\n"},
	{"README.md", "# A made-up workspace\n\nNothing in here was written by hand.\n"},
	{"packages/cloud/package.json", `{"name": "@synthetic/cloud", "main": "src/index.ts"}` + "\n"},
	{"packages/cloud/src/index.ts", `import { SQSClient } from '@aws-sdk/client-sqs'

export function openQueue(region: string) {
  return new SQSClient({ region })
}
`},
}

// A maker makes up one package.
type maker struct {
	rng  *rand.Rand
	n    int
	uses bool
	out  []file
}

func newMaker(seed uint64, n int) *maker {
	return &maker{rng: rand.New(rand.NewPCG(seed, uint64(n))), n: n} //nolint:gosec // made-up code is no secret
}

// files returns the PackageFiles files of the package.
func (m *maker) files() []file {
	if m.n%3 == 2 {
		m.service()
	} else {
		m.application()
	}
	return m.out
}

func (m *maker) put(name, text string) { m.out = append(m.out, file{name, text}) }

// application makes up a package of components.
func (m *maker) application() {
	root := fmt.Sprintf("apps/group%02d/web-%04d", m.n/40, m.n)
	m.put(root+"/package.json", fmt.Sprintf(`{"name": "@synthetic/web-%d", "dependencies": {"@synthetic/cloud": "workspace:*", "react": "^19.0.0"}}`+"\n", m.n))
	m.put(root+"/tsconfig.json", `{"compilerOptions": {"baseUrl": ".", "paths": {"@/*": ["src/*"]}, "jsx": "react-jsx"}}`+"\n")
	m.put(root+"/README.md", m.prose(30))
	m.put(root+"/src/styles/main.css", m.styles(80))
	m.put(root+"/public/catalogue.json", m.catalogue(60))
	for i := range 6 {
		m.put(fmt.Sprintf("%s/node_modules/%s-%d/lib/index.js", root, m.word(), i), m.hook("use"+m.title(), 20))
	}
	for i := range 2 {
		m.put(fmt.Sprintf("%s/dist/chunk-%d.js", root, i), m.hook("chunk"+m.title(), 40))
	}
	m.cloudTypeScript(root)
	feature := m.word()
	for i := len(m.out); i < PackageFiles; i++ {
		if i%8 == 0 {
			feature = fmt.Sprintf("%s-%d", m.word(), i)
		}
		name, folder := m.title()+fmt.Sprint(i), path.Join(root, "src/features", feature)
		switch i % 5 {
		case 0:
			m.put(folder+"/hooks/use"+name+".ts", m.hook("use"+name, 6+m.rng.IntN(30)))
		case 1:
			m.put(folder+"/components/__tests__/"+name+".test.tsx", m.component(name, 10))
		default:
			m.put(folder+"/components/parts/"+name+".tsx", m.component(name, 5+m.rng.IntN(50)))
		}
	}
}

// service makes up a package in Python.
func (m *maker) service() {
	root := fmt.Sprintf("services/group%02d/service_%04d", m.n/40, m.n)
	m.put(root+"/pyproject.toml", fmt.Sprintf("[project]\nname = \"service-%d\"\nversion = \"1.0.0\"\n", m.n))
	m.put(root+"/README.md", m.prose(30))
	m.put(root+"/app/__init__.py", "")
	m.put(root+"/app/schema.sql", "create table notes (id integer primary key, body text);\n")
	for i := range 4 {
		m.put(fmt.Sprintf("%s/app/__pycache__/module_%d.py", root, i), m.module(10))
	}
	m.cloudPython(root)
	domain := m.word()
	for i := len(m.out); i < PackageFiles; i++ {
		if i%8 == 0 {
			domain = fmt.Sprintf("%s_%d", m.word(), i)
		}
		folder := path.Join(root, "app/domains", domain)
		if i%6 == 0 {
			m.put(fmt.Sprintf("%s/tests/test_%s_%d.py", folder, m.word(), i), m.module(6))
		} else {
			m.put(fmt.Sprintf("%s/handlers/%s_%d.py", folder, m.word(), i), m.module(4+m.rng.IntN(25)))
		}
	}
}
