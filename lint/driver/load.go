package driver

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"slices"
	"sort"
	"sync"
	"sync/atomic"

	"github.com/regionlint/regionlint/lint/bug"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/extract"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// maxRounds is how often the files are linked at most: once to find out which they
// are, and once with all that they state.
const maxRounds = 2

// A loader reads and extracts files, each at most once.
type loader struct {
	fsys     fs.FS
	found    discover.Result
	parsers  []parse.Parser // one for each worker
	store    *Store
	kept     *kept
	progress *Progress
	tested   bool // whether tests are looked at like everything else

	memory rooms
	states []state         // as found.Candidates
	index  map[string]int  // of the candidates, by path, once asked for
	texts  map[string]text // of files that were looked at for names
	errors []FileError
	known  []string        // regions newer than the data
	looked map[string]bool // names that were looked for
	chosen []int           // candidates that are relevant by themselves, in order
	// relevant is what code is asked first, and words knows which words those hold
	// that answered no.
	relevant  question
	relevance *relevance
	words     wordIndex
	linker    linker
	shown     []*source.File // that are neither code nor dotenv files, and have places to show
}

// A state is what became of one candidate.
type state struct {
	file *source.File // nil if its facts are not needed
	fact *fact.File
	// done is set when there is nothing left to do with the file: it was
	// extracted, or it cannot be.
	done bool
	seen bool // whether it was counted as looked at
	err  error
}

func newLoader(opts Options, found discover.Result) *loader {
	progress := opts.Progress
	if progress == nil {
		progress = new(Progress)
	}
	return &loader{
		fsys: opts.FS, found: found, progress: progress, tested: opts.IncludeTests, store: opts.Store, kept: opts.Cache.facts(),
		parsers: make([]parse.Parser, opts.Jobs),
		states:  make([]state, len(found.Candidates)),
		looked:  make(map[string]bool),
		texts:   make(map[string]text),
		linker:  new(link.Session),
		words:   newWordIndex(len(found.Candidates)),
	}
}

func (l *loader) close() {
	for i := range l.parsers {
		l.parsers[i].Close()
	}
}

// program extracts what matters by itself, links it, and goes on with what the
// linker lacks until it lacks nothing. It returns the number of links.
func (l *loader) program(ctx context.Context) (*link.Program, int, error) {
	input, err := l.input(ctx)
	if err != nil {
		return nil, 0, err
	}
	l.progress.Total.Store(int64(len(l.states)))
	if err := l.prefilter(ctx); err != nil {
		return nil, 0, err
	}
	if err := l.mentions(ctx, &input); err != nil {
		return nil, 0, err
	}
	input.Load = func(path string) *fact.File { return l.loadImported(ctx, path) }
	input.Callers = func(name string) []*fact.File { return l.loadCallers(ctx, name) }
	input.Holds = l.holds
	for round := 1; ; round++ {
		program, err := l.round(ctx, input, round)
		if err != nil || program != nil {
			return program, round, err
		}
		l.close() // hardly any file is parsed from now on
		parse.Trim()
	}
}

// round links what was extracted. It returns nil if more was extracted then and it
// is to be linked again.
func (l *loader) round(ctx context.Context, input link.Input, round int) (*link.Program, error) {
	input.Files = l.facts()
	var program *link.Program
	err := linking(func() {
		if l.linker.Explore(input, round == maxRounds) {
			program = l.linker.Program()
		}
	})
	if err == nil && program == nil {
		return nil, ctx.Err()
	}
	if err != nil {
		if program, err = l.linkMost(input); err != nil {
			return nil, err
		}
	}
	program.Files = l.facts()
	return program, ctx.Err()
}

// A linker is a [link.Session].
type linker interface {
	Explore(in link.Input, last bool) bool
	Program() *link.Program
}

// linking calls the linker, and turns a panic into an
// error.
func linking(do func()) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = bug.Error("linking this file with the others", p)
		}
	}()
	do()
	return nil
}

// maxBlamed is how many files may make the linker panic before linking is given
// up.
const maxBlamed = 8

// linkMost links what was extracted, after the linker panicked. The file with which
// it does so is our mistake, and is left out; the others are linked without it, and
// without further ones.
func (l *loader) linkMost(input link.Input) (*link.Program, error) {
	input.Load, input.Callers = nil, nil
	try := func(files []*fact.File) (program *link.Program, err error) {
		input.Files = files
		err = linking(func() {
			l.linker.Explore(input, true)
			program = l.linker.Program()
		})
		return program, err
	}
	for blamed := 0; ; blamed++ {
		files := l.facts()
		program, err := try(files)
		if err == nil || len(files) == 0 || blamed == maxBlamed {
			return program, err
		}
		// The first so many files go well together, with the next one they do not.
		well := sort.Search(len(files)-1, func(n int) bool {
			_, err := try(files[:n+1])
			return err != nil
		})
		path := files[well].Path
		l.errors = append(l.errors, FileError{Path: path, Err: err})
		for i := range l.states {
			if f := l.states[i].fact; f != nil && f.Path == path {
				l.states[i] = state{done: true, seen: true}
			}
		}
	}
}

// loadImported returns what one candidate states, nil if that cannot be had. What was
// extracted already is none of its business.
func (l *loader) loadImported(ctx context.Context, path string) *fact.File {
	i, ok := l.candidate(path)
	if !ok || l.states[i].done || ctx.Err() != nil {
		return nil
	}
	var text []byte
	if l.states[i], text = l.look(i, func(int, []byte) bool { return true }); text != nil {
		l.states[i] = l.store.extract(&l.parsers[0], l.kept, l.found.Candidates[i], text)
	}
	l.states[i].seen = true
	if failure := l.states[i].err; failure != nil {
		l.errors = append(l.errors, FileError{Path: path, Err: failure})
	}
	return l.states[i].fact
}

// candidate returns the index of the candidate with a path.
func (l *loader) candidate(path string) (int, bool) {
	if l.index == nil {
		l.index = make(map[string]int, len(l.found.Candidates))
		for i := range l.found.Candidates {
			l.index[l.found.Candidates[i].Path] = i
		}
	}
	i, ok := l.index[path]
	return i, ok
}

// A text is what is known of a file that was looked at for names.
type text struct {
	words sketch // nil where it cannot be read
	all   bool   // whether it hands on names that it does not spell
}

// holds reports whether a candidate holds a name as a word, or hands on all names
// of another file.
func (l *loader) holds(path, name string) bool {
	t, ok := l.texts[path]
	if !ok {
		_ = l.memory.read(l.fsys, path, func(raw []byte) { // what cannot be read has no names
			t = text{l.relevance.sketchers.sketch(raw), extract.HandsOn(raw)}
		})
		l.texts[path] = t
	}
	if t.all || isSketched(name) && !t.words.mayHold(wordHash(name)) {
		return t.all
	}
	found := false
	_ = l.memory.read(l.fsys, path, func(raw []byte) { found = hasWord(raw, []byte(name)) }) // as above
	return found
}

// input prepares what linking is told besides facts.
func (l *loader) input(ctx context.Context) (link.Input, error) {
	in := link.Input{
		Known: l.known,
		Tests: l.tests(), IncludeTests: l.tested,
		Templates: make(map[string]bool), Modes: make(map[string]string),
		Manifests: make(map[string][]byte, len(l.found.Manifests)),
	}
	for _, c := range l.found.Candidates {
		in.Paths = append(in.Paths, c.Path)
		if c.Lang == source.Dotenv {
			in.Templates[c.Path] = discover.IsTemplate(c.Path)
			in.Modes[c.Path] = discover.Mode(c.Path)
		}
	}
	texts, err := l.readAll(ctx, l.found.Manifests)
	if err != nil {
		return in, err
	}
	if err := l.others(ctx, &in); err != nil {
		return in, err
	}
	for i, path := range l.found.Manifests {
		in.Manifests[path] = texts[i]
	}
	return in, nil
}

// readAll reads files, and notes those that it cannot read, whose text is nil.
func (l *loader) readAll(ctx context.Context, paths []string) ([][]byte, error) {
	texts := make([][]byte, len(paths))
	failures := make([]error, len(paths))
	err := l.each(ctx, paths, func(_ *parse.Parser, i int) {
		texts[i], failures[i] = fs.ReadFile(l.fsys, paths[i])
	})
	l.fail(paths, failures)
	return texts, err
}

// loadCallers returns what the candidates state that may call a function of that
// name and were not extracted before.
func (l *loader) loadCallers(ctx context.Context, name string) []*fact.File {
	if l.looked[name] || ctx.Err() != nil {
		return nil
	}
	l.looked[name] = true
	pending := l.callers(ctx, name)
	if err := l.load(ctx, pending, func(int, []byte) bool { return true }); err != nil {
		return nil
	}
	var facts []*fact.File
	for _, i := range pending {
		if f := l.states[i].fact; f != nil {
			facts = append(facts, f)
		}
	}
	return facts
}

// load reads the candidates and extracts those whose text is wanted, the largest
// first, so that no worker is left with one of them when the others are done.
func (l *loader) load(ctx context.Context, pending []int, wanted func(i int, text []byte) bool) error {
	return l.loadAll(ctx, pending, func(i int) (state, []byte) { return l.look(i, wanted) })
}

// loadAll looks at candidates and extracts those that look gives a text of, the
// largest first, so that no worker is left with one of them when the others are
// done.
func (l *loader) loadAll(ctx context.Context, pending []int, look func(i int) (state, []byte)) error {
	texts := make([][]byte, len(pending))
	err := l.each(ctx, l.paths(pending), func(_ *parse.Parser, n int) {
		i := pending[n]
		seen := l.states[i].seen
		l.states[i], texts[n] = look(i)
		if l.states[i].seen = true; !seen {
			l.progress.Done.Add(1)
		}
	})
	var found []int
	for n := range pending {
		if texts[n] != nil {
			found = append(found, n)
		}
	}
	slices.SortStableFunc(found, func(a, b int) int { return cmp.Compare(len(texts[b]), len(texts[a])) })
	order := make([]int, len(found))
	for k, n := range found {
		order[k] = pending[n]
	}
	if err == nil {
		err = l.each(ctx, l.paths(order), func(parser *parse.Parser, k int) {
			i := order[k]
			l.states[i] = l.store.extract(parser, l.kept, l.found.Candidates[i], texts[found[k]])
			l.states[i].seen = true
		})
	}
	for _, i := range pending {
		if failure := l.states[i].err; failure != nil {
			l.errors = append(l.errors, FileError{Path: l.found.Candidates[i].Path, Err: failure})
		}
	}
	return err
}

// paths returns the paths of candidates.
func (l *loader) paths(candidates []int) []string {
	paths := make([]string, len(candidates))
	for n, i := range candidates {
		paths[n] = l.found.Candidates[i].Path
	}
	return paths
}

// look reads a candidate and returns its text if that is wanted, which is not nil
// then.
func (l *loader) look(i int, wanted func(i int, text []byte) bool) (s state, found []byte) {
	if err := l.memory.read(l.fsys, l.found.Candidates[i].Path, func(raw []byte) {
		text, _, err := source.Decode(raw)
		switch {
		case errors.Is(err, source.ErrBinary): // such as a video, whose name ends in .ts too
			s = state{done: true}
		case err != nil:
			s = state{done: true, err: err}
		case wanted(i, text):
			found = append(make([]byte, 0, len(text)), text...)
		}
	}); err != nil {
		return state{done: true, err: plain(err)}, nil
	}
	return s, found
}

// read returns what becomes of a candidate that is needed and has that text.
func read(parser *parse.Parser, k *kept, c discover.Candidate, text []byte) state {
	if facts := k.get(c, text); facts != nil {
		return state{done: true, file: source.NewFile(c.Path, text), fact: facts}
	}
	facts, err := extractFacts(parser, c, text)
	if err == nil {
		k.put(c, text, facts)
	}
	if err != nil || c.Lang == source.Dotenv && !extract.LooksLikeDotenv(facts) {
		return state{done: true, err: err}
	}
	return state{done: true, file: source.NewFile(c.Path, text), fact: facts}
}

// extractFacts parses one file. A panic is our mistake, and costs this file
// only.
func extractFacts(parser *parse.Parser, c discover.Candidate, text []byte) (facts *fact.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = bug.Error("reading this file", p)
		}
	}()
	tree, err := parser.Parse(grammar(c), text)
	if err != nil {
		return nil, err
	}
	switch c.Lang {
	case source.Python:
		return extract.Python(tree, c.Path), nil
	case source.Dotenv:
		return extract.Dotenv(tree, c.Path), nil
	case source.TypeScript:
	}
	return extract.TypeScript(tree, c.Path), nil
}

func grammar(c discover.Candidate) parse.Language {
	switch {
	case c.Lang == source.Python:
		return parse.Python
	case c.Lang == source.Dotenv:
		return parse.Dotenv
	case c.TSX:
		return parse.TSX
	}
	return parse.TypeScript
}

// each calls f for the index of every path from all workers. It stops early when
// the context ends, and returns the context's error then. A panic is our mistake,
// and costs what is known of that path only.
func (l *loader) each(ctx context.Context, paths []string, f func(parser *parse.Parser, i int)) error {
	failures := make([]error, len(paths))
	guarded := func(parser *parse.Parser, i int) {
		defer func() {
			if p := recover(); p != nil {
				failures[i] = bug.Error("reading this file", p)
			}
		}()
		f(parser, i)
	}
	spread(len(l.parsers), len(paths), func(worker, i int) {
		if ctx.Err() == nil {
			guarded(&l.parsers[worker], i)
		}
	})
	l.fail(paths, failures)
	return ctx.Err()
}

// spread calls do once for each of n indexes, in their order, from so many workers.
func spread(workers, n int, do func(worker, i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for worker := range min(n, workers) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(worker, i)
			}
		})
	}
	group.Wait()
}

// fail notes the paths that there is an error for.
func (l *loader) fail(paths []string, failures []error) {
	for i, failure := range failures {
		if failure != nil {
			l.errors = append(l.errors, FileError{Path: paths[i], Err: plain(failure)})
		}
	}
}

// facts returns the facts of all files that were extracted, sorted by path.
func (l *loader) facts() []*fact.File {
	var all []*fact.File
	for i := range l.states {
		if f := l.states[i].fact; f != nil {
			all = append(all, f)
		}
	}
	return all
}

func (l *loader) extracted() int {
	n := 0
	for i := range l.states {
		if l.states[i].fact != nil {
			n++
		}
	}
	return n
}

func (l *loader) files() map[string]*source.File {
	files := make(map[string]*source.File)
	for i := range l.states {
		if f := l.states[i].file; f != nil {
			files[f.Path] = f
		}
	}
	for _, f := range l.shown {
		files[f.Path] = f
	}
	return files
}

func (l *loader) tests() map[string]bool {
	tests := make(map[string]bool)
	for _, c := range l.found.Candidates {
		if c.Test {
			tests[c.Path] = true
		}
	}
	return tests
}

// plain returns an error without the path that a FileError has anyway.
func plain(err error) error {
	var inPath *fs.PathError
	if errors.As(err, &inPath) {
		return inPath.Err
	}
	return err
}
