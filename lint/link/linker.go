package link

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/dialect"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// Input is what linking works on. It is not changed.
type Input struct {
	Files []*fact.File // sorted by path; dotenv files and the code that was extracted
	Paths []string     // every code and dotenv path of the root, sorted, extracted or not
	// Manifests holds the contents of package.json, tsconfig.json and their
	// like; of those whose content does not matter only the key counts.
	Manifests    map[string][]byte
	Tests        map[string]bool   // paths that are tests
	Templates    map[string]bool   // dotenv paths that are templates
	Modes        map[string]string // dotenv paths with a mode, as in .env.production
	IncludeTests bool
	// Known are regions newer than the embedded data.
	Known []string
	// Words holds the environment variables that other text files of the root
	// name: compose, Dockerfiles, workflows, Terraform, SAM, shell.
	Words map[string]bool
	// Provided holds those of them that may be set where programs of the root
	// run: what is about tests, emulators and jobs of CI services does not count.
	Provided map[string]bool
	// Remarked holds the variables that comments of dotenv files name.
	Remarked map[string]bool
	// Mentioned holds the variables of dotenv files that files name which are not
	// among Files whatever they say: tests, and files in other languages.
	Mentioned map[string]bool
	// Hosts holds the folders that say what a host for web applications does which
	// runs their servers on Lambda.
	Hosts map[string]bool
	// Compiled holds the folders of code in languages that fill structures in from
	// the environment.
	Compiled map[string]bool
	// Cloud holds the folders of text files that have to do with AWS, and Handed
	// those whose dotenv files go to containers of images that are built elsewhere.
	Cloud, Handed map[string]bool
	// Jobs holds, for the variables that jobs of CI services name, the base names
	// of the code files that the same jobs name.
	Jobs map[string][]string
	// EnvFiles are the dotenv files that those text files hand to programs.
	EnvFiles []EnvFile
	// Containers are sorted by location.
	Containers []Container
	// Load returns what a file of Paths states that is not among Files, or nil
	// where it cannot be had. It is called from one goroutine. A nil Load has no
	// further files.
	Load func(path string) *fact.File
	// Callers returns what the files state that hold a function's name as a word, are
	// not among Files and were not loaded yet, sorted by path; none where that is a
	// common name. It is called from one goroutine. A nil Callers has no further files.
	Callers func(name string) []*fact.File
	// Holds reports whether a file of Paths may hand on a name: it holds it as a
	// word, or hands on whatever another file has. A nil Holds takes every file for
	// one that may.
	Holds func(path, name string) bool
}

// An EnvFile is a dotenv file that a text file, such as a compose file or a
// script, hands to a program.
type EnvFile struct {
	By     string // the path of the text file
	Name   string // of the dotenv file, as it is written there
	Beside bool   // Name is relative to the text file's folder, and not to where a script is started
	Reader dialect.Reader
	// Names are the only variables that the text file takes from it; nil for all.
	Names []string
}

// A Session links the same root several times, each time with more files. What
// it works out about a file alone is worked out once. The zero Session is ready.
type Session struct {
	units   map[*fact.File]*unit
	modules *modules // what they stand for does not change from link to link
	last    *linker
}

// Explore evaluates what matters in the files of in, and loads what that leads
// into: what is imported, and what may call the functions that are asked about. If
// it loaded something and this was not to be the last time, it returns false: then
// it should be called again with these files among in's, so that all that they state
// counts. It is deterministic.
func (s *Session) Explore(in Input, last bool) bool {
	again := s.last != nil
	s.last = newLinker(in, s.prepared(in))
	if s.modules == nil {
		s.modules = newModules(s.last)
	}
	s.modules.l, s.last.modules = s.last, s.modules
	s.last.indexAll()
	done := s.last.explore(again, last)
	for _, u := range s.last.joined {
		s.units[u.File] = u
	}
	return done
}

// Program returns the program that the last Explore was about.
func (s *Session) Program() *Program {
	s.last.report()
	return s.last.program
}

// prepared returns the units of the input's files, in their order, with nothing
// evaluated yet.
func (s *Session) prepared(in Input) []*unit {
	if s.units == nil {
		s.units = make(map[*fact.File]*unit, len(in.Files))
	}
	units := make([]*unit, len(in.Files))
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(len(units), runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(units); i = int(next.Add(1)) - 1 {
				f := in.Files[i]
				if units[i] = s.units[f]; units[i] != nil {
					units[i].forget()
				} else {
					units[i] = newUnit(f, in.Tests[f.Path] && !in.IncludeTests)
				}
				units[i].order = i
			}
		})
	}
	group.Wait()
	for i, f := range in.Files {
		s.units[f] = units[i]
	}
	return units
}

// A linker is the state of one Link.
type linker struct {
	in          Input
	units       []*unit
	byPath      map[string]*unit
	joined      []*unit // those that were loaded meanwhile, which are not among units
	paths       map[string]bool
	dirs        map[string]bool // every folder that holds a path
	modules     *modules
	env         *environment
	calls       map[string][]site // by the last name of the callee
	arguments   map[string][]site // names that are arguments, by their last name
	aliases     map[string][]string
	derived     map[string]bool // the names of classes that have a base
	heirs       map[string]bool // those of classes with a base that is called like what makes a client
	provides    []site          // the entries `provide: token` of objects
	subs        map[classRef][]classRef
	callers     map[funcRef]*callers
	callees     map[string]*sites // of calls, as far as asked for
	passing     map[string]*sites // of arguments
	invoked     map[frameKey]*memo
	digester    digester           // of the keys of invoked
	globalSet   map[string][]site  // stores to properties of the global object
	scriptNames map[string][]*unit // what files that are no modules define at their top level
	program     *Program

	wanted map[string]bool // the names that callers were loaded for

	depth int
	fuel  int
	// loaded is how many bytes of text the question led into.
	loaded int
	// deciding says that the truth of a condition is worked out.
	deciding bool
	budget   budget // of all questions
	frames   uint32 // how many were made
	// cuts counts the answers that were cut short for want of fuel.
	// What depends on one is not remembered, as another question may get on.
	cuts    int
	circles circles
	ways    ways
	// wanting is set while what is evaluated matters, so that what it lacks is
	// asked for. Finding out what matters asks for nothing; missed notes that it
	// lacked something then.
	wanting   bool
	missed    bool
	methods   map[string]int // how many methods have a name, tests left out
	lineage   map[classRef]lineage
	byName    map[classRef][]fact.ID       // memo of namedSets
	altering  map[funcRef]bool             // memo of alters
	onLambda  map[*unit]bool               // what Lambda runs, once asked for
	adapted   map[string]bool              // the components whose application is one of its functions
	nearest   map[string]*packageFile      // by folder, as far as asked for
	configs   map[string][]string          // configurations of builds by folder, once asked for
	importers map[*unit][]*unit            // modules that load a module, once asked for
	spells    map[string]bool              // what spelled answers, once asked
	images    map[string]bool              // the folders with an image for Lambda, once asked for
	lambdas   map[string]bool              // memo of deploysLambda
	passed    map[paramRef]*memo           // memo of passedFor
	based     map[heir]*frames             // memo of framesFor
	hostedBy  map[*unit]bool               // what AgentCore's runtime runs, once asked for
	packaged  map[string]bool              // components that others install, as far as asked for
	buckets   map[spelling]bool            // what clients of S3 are asked for
	inURLs    map[source.Location]spelling // the buckets in URLs that code puts together
	shapes    map[symbol]*aws.Shape
	// intrinsics is built once; a variable could not refer to what uses it.
	intrinsics map[string]intrinsic

	lookups  map[lookupKey]*Lookup
	readAt   map[source.Location][]*Lookup
	readings map[*Lookup]reading
	partials map[string]bool // the names that hold a functools.partial
	// assignedAttrs are the stores to members of objects, by the member's name.
	assignedAttrs map[string][]attrStore
	assigned      map[string][]assignment // environment variables set in code
	options       options
	inConfig      map[string][]attrStore // memo of storedInConfig
	globals       []global
	asked         []asked // models that constructors are given
	held          []held  // identifiers that they are given
	misled        []misled
	misnamings    map[string]*aws.Misnaming // memo of misnaming
}

type site struct {
	u  *unit
	id fact.ID
}

type classRef struct {
	u   *unit
	ref int32
}

type funcRef struct {
	u   *unit
	ref int32
}

// fuelPerQuery bounds the work of one question, so that a program whose
// functions call each other without end gets an answer: unknown.
const fuelPerQuery = 2_000

// What a question leads into late in its course has ever less to do with it: more
// files are loaded, and callers in other files looked for, only while this much of
// its fuel is left.
const (
	enoughForFiles = fuelPerQuery / 2
	enoughForNames = fuelPerQuery * 3 / 4
)

// maxLoaded is how many bytes of text a question may lead into that were not extracted
// before, but for the last file of them.
const maxLoaded = 64 << 10

// fuelPerAside bounds the work of questions about what is neither a client nor a
// lookup: texts, settings, fallbacks. Callers in other files are not looked for.
const fuelPerAside = enoughForNames

// fuelPerGlance bounds the work of finding out whether a call matters at all.
const fuelPerGlance = 500

// maxDepth bounds how deep evaluation nests.
const maxDepth = 350

func newLinker(in Input, units []*unit) *linker {
	l := &linker{
		in:        in,
		byPath:    make(map[string]*unit),
		paths:     make(map[string]bool, len(in.Paths)),
		dirs:      make(map[string]bool),
		calls:     make(map[string][]site),
		arguments: make(map[string][]site),
		aliases:   make(map[string][]string),
		derived:   make(map[string]bool),
		heirs:     make(map[string]bool),
		callers:   make(map[funcRef]*callers),
		callees:   make(map[string]*sites),
		passing:   make(map[string]*sites),
		wanted:    make(map[string]bool),
		lookups:   make(map[lookupKey]*Lookup),
		readAt:    make(map[source.Location][]*Lookup),
		readings:  make(map[*Lookup]reading),

		partials:      make(map[string]bool),
		assignedAttrs: make(map[string][]attrStore),
		methods:       make(map[string]int),
		lineage:       make(map[classRef]lineage),
		byName:        make(map[classRef][]fact.ID),
		altering:      make(map[funcRef]bool),
		packaged:      make(map[string]bool),
		buckets:       make(map[spelling]bool),
		inURLs:        make(map[source.Location]spelling),
		nearest:       make(map[string]*packageFile),
		shapes:        make(map[symbol]*aws.Shape),
		intrinsics:    newIntrinsics(),
		globalSet:     make(map[string][]site),
		scriptNames:   make(map[string][]*unit),
		invoked:       make(map[frameKey]*memo),
		based:         make(map[heir]*frames),
		digester:      newDigester(),
		passed:        make(map[paramRef]*memo),
		misnamings:    make(map[string]*aws.Misnaming),
		assigned:      make(map[string][]assignment),
		circles:       circles{low: nothing},
		budget:        budget{asker: new(unit), common: commonSteps},
		program:       &Program{Files: in.Files, Provided: in.Provided, Containers: in.Containers},
	}
	for _, p := range in.Paths {
		l.paths[p] = true
		for dir := parentDir(p); ; dir = parentDir(dir) {
			if l.dirs[dir] {
				break
			}
			l.dirs[dir] = true
			if dir == "." {
				break
			}
		}
	}
	l.units = units
	for _, u := range units {
		l.byPath[u.Path] = u
	}
	return l
}

// indexAll builds the indexes over all units.
func (l *linker) indexAll() {
	for _, u := range l.units {
		l.index(u)
	}
	l.env = newEnvironment(l)
}

// join adds a file that was loaded meanwhile, far generations of callers away from
// what matters by itself.
func (l *linker) join(f *fact.File, far int) *unit {
	u := newUnit(f, l.in.Tests[f.Path] && !l.in.IncludeTests)
	u.order, u.far = len(l.byPath), far
	l.loaded += u.Size()
	l.byPath[f.Path] = u
	l.joined = append(l.joined, u)
	l.index(u)
	return u
}

// index notes what other files ask of u.
func (l *linker) index(u *unit) {
	l.budget.allow(u)
	l.indexNames(u)
	l.indexAttrStores(u)
	l.indexPartials(u)
	l.indexGlobals(u)
}

// indexNames notes the calls of u by the callee's last name, its classes, and the
// other names it gives to what it imports.
func (l *linker) indexNames(u *unit) {
	for i := range u.Exprs {
		e := &u.Exprs[i]
		if e.Kind == fact.Entry && u.TextOf(u.Kids(e)[0]) == "provide" {
			l.provides = append(l.provides, site{u, fact.ID(i)})
		}
		if e.Kind != fact.Call {
			continue
		}
		if name := calleeName(u, u.Kids(e)[0]); name != "" {
			l.calls[name] = append(l.calls[name], site{u, fact.ID(i)})
		}
		for _, k := range u.Kids(e)[1:] {
			if arg := &u.Exprs[k]; arg.Kind == fact.Keyword {
				k = u.Kids(arg)[0]
			}
			if name := lastName(u, k); name != "" {
				l.arguments[name] = append(l.arguments[name], site{u, k})
			}
		}
	}
	for i := range u.Funcs {
		if f := &u.Funcs[i]; f.Class >= 0 && !u.test {
			l.methods[f.Name]++
		}
	}
	l.indexClasses(u)
	l.indexAliases(u)
}

// indexAliases notes the names that u gives to what it imports by another one, by an
// import or by assigning it.
func (l *linker) indexAliases(u *unit) {
	imported := make(map[string]string)
	for i := range u.Imports {
		if im := &u.Imports[i]; im.Name != "" && im.Name != "*" && im.Local != "" {
			imported[im.Local] = im.Name
			l.alias(im.Name, im.Local)
		}
	}
	if len(imported) == 0 {
		return
	}
	for i := range u.Bindings {
		b := &u.Bindings[i]
		if b.Value == 0 || u.Exprs[b.Value].Kind != fact.Name {
			continue
		}
		if name := imported[u.TextOf(b.Value)]; name != "" {
			l.alias(name, u.NameOf(b))
		}
	}
}

func (l *linker) alias(name, other string) {
	if other != name && !slices.Contains(l.aliases[name], other) {
		l.aliases[name] = append(l.aliases[name], other)
	}
}

// indexClasses notes the names of u's classes by what they have for bases.
func (l *linker) indexClasses(u *unit) {
	for i := range u.Classes {
		c := &u.Classes[i]
		if len(c.Bases) > 0 {
			l.derived[c.Name] = true
		}
		if slices.ContainsFunc(c.Bases, u.mayBeShape) {
			l.heirs[c.Name] = true
		}
	}
}

// callsIn returns the calls in u whose callee has that last name.
func (l *linker) callsIn(u *unit, name string) []site {
	all := l.calls[name] // unit by unit
	first, _ := slices.BinarySearchFunc(all, u.order, func(s site, order int) int { return cmp.Compare(s.u.order, order) })
	end := first
	for end < len(all) && all[end].u == u {
		end++
	}
	return all[first:end]
}

// calleeName is lastName for what a call calls: for a call of what a call of f
// returns it is "f()".
func calleeName(u *unit, id fact.ID) string {
	calls := 0
	for ; u.Exprs[id].Kind == fact.Call && calls <= maxCurried; calls++ {
		id = u.KidsOf(id)[0]
	}
	if name := lastName(u, id); name != "" {
		return name + strings.Repeat("()", calls)
	}
	return ""
}

func lastName(u *unit, id fact.ID) string {
	switch e := &u.Exprs[id]; e.Kind {
	case fact.Name, fact.Member:
		return u.Text(e)
	}
	return ""
}

// forget drops what was evaluated while nothing was asked for.
func (l *linker) forget() {
	if !l.missed {
		return
	}
	for _, u := range l.byPath {
		u.memo = answers{}
		clear(u.exported)
	}
	clear(l.callers)
	clear(l.callees)
	clear(l.passing)
	clear(l.passed)
	clear(l.lineage)
	clear(l.byName)
	clear(l.altering)
	clear(l.invoked)
	clear(l.based)
	l.subs = nil
}

// ask evaluates an expression as a question of its own.
func (l *linker) ask(u *unit, id fact.ID) []value {
	l.begin(u, fuelPerQuery)
	return l.eval(u, id, nil)
}

func parentDir(p string) string {
	i := strings.LastIndexByte(p, '/')
	if i < 0 {
		return "."
	}
	return p[:i]
}

func joinDir(dir, name string) string {
	if dir == "." || dir == "" {
		return name
	}
	return dir + "/" + name
}
