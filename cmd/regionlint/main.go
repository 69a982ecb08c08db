// Regionlint finds AWS region drift in Python, TypeScript, JavaScript and dotenv
// files. This file alone touches the process; everything else takes it as
// parameters.
package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/term"

	"github.com/regionlint/regionlint/cmd/internal/cli"
	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/rules"
)

// version is that of the program and of what it prints.
const version = "0.1.0"

func main() {
	runtime.MemProfileRate = 0 // nobody asks where memory is
	os.Exit(run(rules.All()))
}

func run(all []*lint.Rule) int {
	collectLate(os.Getenv)
	// What cannot be written is an error, and no reason to die in the middle.
	signal.Ignore(unwritable...)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // the second one ends the process at once
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintln(os.Stderr, "regionlint:", err)
		return 2
	}
	caches, err := os.UserCacheDir()
	if err != nil {
		caches = "" // there is no cache then
	}
	return cli.Run(ctx, os.Args[1:], cli.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Dir: dir, Getenv: os.Getenv,
		StdoutColumns:  columns(os.Stdout),
		StderrTerminal: term.IsTerminal(int(os.Stderr.Fd())),
		Version:        version,
		Commit:         commit(),
		Build:          build(),
		CacheDir:       caches,
		Rules:          all,
	})
}

// commit returns the commit that the program was built from with its date, "" if
// it was built from something else than a repository.
func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	settings := make(map[string]string, len(info.Settings))
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	id, day := settings["vcs.revision"], settings["vcs.time"]
	if id == "" {
		return ""
	}
	text := fmt.Sprintf("%.12s of %.10s", id, day)
	if settings["vcs.modified"] == "true" {
		text += ", with changes"
	}
	return text
}

const (
	// firstCollection is the size in bytes that memory grows to before anything of
	// it is looked for that nobody uses: most runs are over by then.
	firstCollection = 84 << 20
	// From then on memory grows by so many percent of what is in use, by mostGrowth
	// bytes at most, and where it would be more than ceiling then, by leastGrowth.
	growth      = 50
	mostGrowth  = 20 << 20
	leastGrowth = 10 << 20
	ceiling     = 92 << 20
)

// collectLate puts off collections of garbage, unless the user says how memory is to
// be managed.
func collectLate(getenv func(string) string) {
	if getenv("GOGC") != "" || getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(firstCollection)
	collectNext()
}

// collectNext has each collection say when the next one is. It finds what nobody
// uses, and says so.
func collectNext() {
	runtime.AddCleanup(&struct{ unused [64]byte }{}, func(live []metrics.Sample) {
		metrics.Read(live)
		used := max(live[0].Value.Uint64(), 1<<20)
		room := min(used*growth/100, mostGrowth)
		if used+room > ceiling {
			room = leastGrowth
		}
		if used+room < firstCollection {
			room = firstCollection - used
		}
		debug.SetGCPercent(int(room * 100 / used))
		debug.SetMemoryLimit(math.MaxInt64)
		collectNext()
	}, []metrics.Sample{{Name: "/gc/heap/live:bytes"}})
}

// build returns what tells this build of the program from every other one: what it
// was built from, as far as that is published, else also the file that it runs
// from. It is empty if that cannot be told.
func build() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	if released(&info.Main) && !slices.ContainsFunc(info.Deps, func(m *debug.Module) bool { return m.Replace != nil }) {
		return info.String()
	}
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	file, err := os.Stat(name)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s\n%s\n%d bytes of %d", info, name, file.Size(), file.ModTime().UnixNano())
}

// released reports whether the sources of a module are known by its version.
func released(m *debug.Module) bool {
	return strings.HasPrefix(m.Version, "v") && !strings.HasSuffix(m.Version, "+dirty") && m.Replace == nil
}

// columns returns the width of the terminal that a file is, or 0.
func columns(f *os.File) int {
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return max(width, 1)
}
