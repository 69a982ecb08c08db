package driver

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/extract"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/linttest/synthetic"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/report"
	"github.com/regionlint/regionlint/lint/source"
	"github.com/regionlint/regionlint/rewrite"
	"github.com/regionlint/regionlint/rewrite/unified"
	"github.com/regionlint/regionlint/rules"
)

// treesVariable names folders to measure the stages on besides the made-up
// tree, separated as in PATH.
const treesVariable = "REGIONLINT_BENCH_TREES"

// A measured tree is one that the stages are measured on, one by one. Each stage
// is handed what the one before it makes of the tree.
type measured struct {
	*testing.B
	opts   Options
	found  discover.Result
	bytes  int64 // of all candidates
	loader *loader
	input  link.Input
	result *Result
}

// eachTree runs a benchmark of a stage on all trees.
func eachTree(b *testing.B, stage func(b *measured)) {
	b.Helper()
	made := filepath.Join(b.TempDir(), "made-up")
	if err := (synthetic.Tree{Files: 2000, Seed: 1}).Write(made); err != nil {
		b.Fatal(err)
	}
	for _, folder := range append([]string{made}, filepath.SplitList(os.Getenv(treesVariable))...) {
		b.Run(filepath.Base(folder), func(b *testing.B) {
			m := measure(b, folder)
			b.ResetTimer()
			b.ReportAllocs()
			stage(m)
		})
	}
}

// measure runs all stages once.
func measure(b *testing.B, folder string) *measured {
	b.Helper()
	root, err := os.OpenRoot(folder)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = root.Close() })
	m := &measured{B: b, opts: Options{FS: root.FS(), Jobs: 1}}
	for _, r := range rules.All() {
		m.opts.Checks = append(m.opts.Checks, Check{Rule: r})
	}
	m.opts.Ignores = discover.Above(folder, discover.IgnoreFile{})
	if m.result, err = Run(b.Context(), m.opts); err != nil {
		b.Fatal(err)
	}
	if m.found, _, err = walk(b.Context(), m.opts); err != nil {
		b.Fatal(err)
	}
	for _, c := range m.found.Candidates {
		m.bytes += c.Size
	}
	m.loader = newLoader(m.opts, m.found)
	b.Cleanup(m.loader.close)
	if m.input, err = m.loader.input(b.Context()); err != nil {
		b.Fatal(err)
	}
	if _, _, err = m.loader.program(b.Context()); err != nil {
		b.Fatal(err)
	}
	m.input.Files = m.loader.facts()
	return m
}

func BenchmarkStageWalk(b *testing.B) {
	eachTree(b, func(b *measured) {
		for b.Loop() {
			if _, _, err := walk(b.Context(), b.opts); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(b.found.Candidates)*b.N)/b.Elapsed().Seconds(), "files/s")
	})
}

// BenchmarkStagePrefilter measures the scan alone: the texts are in memory.
func BenchmarkStagePrefilter(b *testing.B) {
	eachTree(b, func(b *measured) {
		var texts [][]byte
		for _, c := range b.found.Candidates {
			if text, err := fs.ReadFile(b.opts.FS, c.Path); err == nil {
				texts = append(texts, text)
			}
		}
		passed := 0
		b.SetBytes(b.bytes)
		for b.Loop() {
			passed = 0
			for _, text := range texts {
				if discover.Relevant(text, nil, aws.MaySpellRegion) {
					passed += len(text)
				}
			}
		}
		b.ReportMetric(100*float64(passed)/float64(b.bytes), "%passed")
	})
}

// extracted returns the files whose facts the linker has, and their size.
func (m *measured) extracted() (files []*source.File, total int64) {
	for _, f := range m.input.Files {
		file := m.result.Files[f.Path]
		if file == nil {
			continue
		}
		files = append(files, file)
		total += int64(len(file.Text))
	}
	return files, total
}

// BenchmarkStageParse measures parsing with flattening; BenchmarkFlatten in
// lint/parse has the latter's share.
func BenchmarkStageParse(b *testing.B) {
	eachTree(b, func(b *measured) {
		files, total := b.extracted()
		var p parse.Parser
		defer p.Close()
		b.SetBytes(total)
		for b.Loop() {
			for _, f := range files {
				b.parse(&p, f)
			}
		}
	})
}

func BenchmarkStageExtract(b *testing.B) {
	eachTree(b, func(b *measured) {
		files, total := b.extracted()
		var p parse.Parser
		defer p.Close()
		b.SetBytes(total)
		for b.Loop() {
			for _, f := range files {
				b.StopTimer() // all trees at once would not fit into memory
				tree := b.parse(&p, f)
				b.StartTimer()
				c, _ := discover.Describe(f.Path)
				switch c.Lang {
				case source.Python:
					extract.Python(tree, f.Path)
				case source.TypeScript:
					extract.TypeScript(tree, f.Path)
				case source.Dotenv:
					extract.Dotenv(tree, f.Path)
				}
			}
		}
	})
}

func (m *measured) parse(p *parse.Parser, f *source.File) *parse.Tree {
	m.Helper()
	c, ok := discover.Describe(f.Path)
	if !ok {
		m.Fatalf("%s was extracted and is no candidate", f.Path)
	}
	tree, err := p.Parse(grammar(c), f.Text)
	if err != nil {
		m.Fatal(err)
	}
	return tree
}

// BenchmarkStageLink links the facts of the last round.
func BenchmarkStageLink(b *testing.B) {
	eachTree(b, func(b *measured) {
		_, total := b.extracted()
		b.SetBytes(total)
		for b.Loop() {
			var session link.Session
			session.Explore(b.input, true)
			session.Program()
		}
		b.ReportMetric(float64(len(b.input.Files)), "files")
	})
}

func BenchmarkStageRules(b *testing.B) {
	eachTree(b, func(b *measured) {
		findings := 0
		for b.Loop() {
			r := *b.result
			r.Rules, r.Diagnostics, r.Suppressed = nil, nil, nil
			if err := runChecks(b.Context(), b.opts, &r); err != nil {
				b.Fatal(err)
			}
			findings = len(r.Diagnostics)
		}
		b.ReportMetric(float64(findings), "findings")
	})
}

// BenchmarkRule measures the rules one by one.
func BenchmarkRule(b *testing.B) {
	eachTree(b, func(m *measured) {
		for _, check := range m.opts.Checks {
			m.Run(check.Rule.Name, func(b *testing.B) {
				pass := lint.Pass{Program: m.result.Program, Declared: m.opts.declared(m.result.Policy)}
				for b.Loop() {
					if o := runCheck(check, pass, m.result.Policy); o.err != nil {
						b.Fatal(o.err)
					}
				}
			})
		}
	})
}

func BenchmarkStageReport(b *testing.B) {
	formats := []struct {
		name  string
		print func(w io.Writer, f *report.Findings) error
	}{
		{"text", func(w io.Writer, f *report.Findings) error { return report.Text(w, f, report.Style{}, false) }},
		{"json", report.JSON},
		{"sarif", report.SARIF},
	}
	eachTree(b, func(m *measured) {
		for _, format := range formats {
			m.Run(format.name, func(b *testing.B) {
				for b.Loop() {
					f := &report.Findings{
						Diagnostics: m.result.Diagnostics, Rules: m.result.Rules,
						Sources: report.Sources{Files: m.result.Files, Dotenv: m.result.Dotenv},
					}
					if err := format.print(io.Discard, f); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(len(m.result.Diagnostics)), "findings")
			})
		}
	})
}

// BenchmarkStageDiff prints what all fixes change, safe or not.
func BenchmarkStageDiff(b *testing.B) {
	eachTree(b, func(b *measured) {
		plan, err := rewrite.Run(rewrite.Options{
			FS: b.opts.FS,
			Check: func(tree fs.FS) ([]lint.Diagnostic, map[string]*source.File, error) {
				opts := b.opts
				opts.FS = tree
				r, err := Run(b.Context(), opts)
				if err != nil {
					return nil, nil, err
				}
				return r.Diagnostics, r.Files, nil
			},
			Errors: func(string, []byte) int { return 0 },
			Safety: lint.Unsafe,
		})
		if err != nil {
			b.Fatal(err)
		}
		files, total := changed(plan)
		b.SetBytes(total)
		b.ResetTimer()
		for b.Loop() {
			if err := unified.Format(io.Discard, files); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(files)), "files")
	})
}

// changed returns the files that a plan changes, and their size.
func changed(plan *rewrite.Plan) (files []unified.File, total int64) {
	for _, c := range plan.Changes {
		f := unified.File{Path: c.Path, Old: c.Before, New: c.After}
		for _, e := range c.Edits {
			f.Edits = append(f.Edits, unified.Edit{Start: int(e.At.Span.Start), End: int(e.At.Span.End), New: e.NewText})
		}
		files = append(files, f)
		total += int64(len(c.Before))
	}
	return files, total
}
