package main

import (
	"os"
	"strings"

	"github.com/regionlint/regionlint/lint"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// menders are rules with fixes of every kind, for scripts about applying them.
// Each is about the import of a module that has a word of the rule's name.
var menders = []*lint.Rule{
	// `import old_x` becomes `import new_x`, and so with the next two.
	mender("old-import", lint.Safe, renamed("old_")),
	mender("risky-import", lint.Unsafe, renamed("risky_")),
	// Someone else writes to the file at the same time.
	mender("meanwhile-import", lint.Safe, func(i fact.Import, path string) string {
		if err := os.WriteFile(path, []byte("import boto3, theirs\n"), 0o666); err != nil {
			panic(err)
		}
		return renamed("meanwhile_")(i, path)
	}),
	// `import broken_x` becomes no Python.
	mender("broken-import", lint.Safe, func(fact.Import, string) string { return "(" }),
	mender("manual-import", lint.Manual, nil),
	{
		// All of `import both_x` become `import new_x` or none.
		Name: "both-import", Category: lint.Policy, Severity: lint.Warning, Since: "0.1.0",
		Doc: lint.Doc{Summary: "imports that change together"},
		Check: func(pass *lint.Pass) error {
			fix := lint.SuggestedFix{Title: "Rename both"}
			each(pass, "both_", func(i fact.Import, at source.Location) {
				fix.Edits = append(fix.Edits, lint.TextEdit{At: at, NewText: renamed("both_")(i, at.Path)})
			})
			if len(fix.Edits) > 0 {
				pass.Report(lint.Diagnostic{At: fix.Edits[0].At, Message: "both", Fixes: []lint.SuggestedFix{fix}})
			}
			return nil
		},
	},
}

// renamed returns a function that returns an import of `new_x` instead.
func renamed(prefix string) func(i fact.Import, path string) string {
	return func(i fact.Import, _ string) string { return "import new_" + strings.TrimPrefix(i.Module, prefix) }
}

func mender(name string, safety lint.Safety, mended func(i fact.Import, path string) string) *lint.Rule {
	word, _, _ := strings.Cut(name, "-")
	return &lint.Rule{
		Name: name, Category: lint.Policy, Severity: lint.Warning, Since: "0.1.0",
		Doc: lint.Doc{Summary: "an import to mend"},
		Check: func(pass *lint.Pass) error {
			each(pass, word+"_", func(i fact.Import, at source.Location) {
				fix := lint.SuggestedFix{Title: "Mend " + i.Module, Safety: safety}
				if mended != nil {
					fix.Edits = []lint.TextEdit{{At: at, NewText: mended(i, at.Path)}}
				}
				pass.Report(lint.Diagnostic{At: at, Message: "mend " + i.Module, Fixes: []lint.SuggestedFix{fix}})
			})
			return nil
		},
	}
}

// each calls f for every import of a module whose name begins with prefix, with
// the place of the statement.
func each(pass *lint.Pass, prefix string, f func(i fact.Import, at source.Location)) {
	for _, file := range pass.Program.Files {
		for _, i := range file.Imports {
			if strings.HasPrefix(i.Module, prefix) {
				f(i, source.Location{Path: file.Path, Span: i.Span})
			}
		}
	}
}
