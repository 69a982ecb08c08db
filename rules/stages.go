package rules

import (
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/source"
)

// stages tell for which environment of several code states something: settings
// of production in an object, a class or a file of that name.
type stages struct{ program *link.Program }

type stagesKey struct{ path string }

// staged is code for one environment.
type staged struct {
	span  source.Span
	stage string
}

func newStages(p *link.Program) *stages {
	return &stages{program: p}
}

// of returns the stage of a place as dotenv files call their modes (production),
// that of the innermost code that has one, "" for none.
func (s *stages) of(at source.Location) string {
	all := link.Derived(s.program, stagesKey{at.Path}, func() []staged { return stagedIn(s.program.File(at.Path)) })
	inner := staged{stage: fileStage(at.Path)}
	for _, one := range all {
		if one.span.Contains(at.Span) && (inner.span == (source.Span{}) || inner.span.Contains(one.span)) {
			inner = one
		}
	}
	return inner.stage
}

func stagedIn(f *fact.File) []staged {
	if f == nil {
		return nil
	}
	var all []staged
	add := func(name string, span source.Span) {
		if stage := stageOf(name); stage != "" {
			all = append(all, staged{span, stage})
		}
	}
	for i := range f.Exprs {
		if e := &f.Exprs[i]; e.Kind == fact.Entry && f.Exprs[f.Kids(e)[0]].Kind == fact.String {
			add(f.TextOf(f.Kids(e)[0]), f.Exprs[f.Kids(e)[1]].Span)
		}
	}
	for i := range f.Bindings {
		if b := &f.Bindings[i]; b.Value != 0 {
			add(f.NameOf(b), f.Exprs[b.Value].Span)
		}
	}
	for i := range f.Classes {
		add(f.Classes[i].Name, f.Classes[i].Span)
	}
	return all
}

// stageNames maps the words for stages onto the names of dotenv modes.
var stageNames = map[string]string{
	"dev": "development", "develop": "development", "development": "development", "local": "local", "test": "test", "testing": "test",
	"qa": "qa", "uat": "uat", "sandbox": "sandbox", "preview": "preview", "preprod": "preprod", "beta": "beta", "gamma": "gamma",
	"stg": "staging", "stage": "staging", "staging": "staging", "prd": "production", "prod": "production", "production": "production",
	"live": "production",
}

// stageFillers are words of names for settings.
var stageFillers = []string{
	"aws", "amplify", "cognito", "auth", "app", "env", "environment", "config", "configuration", "conf", "settings", "options",
	"params", "parameters", "props", "values", "vars", "constants", "exports", "context", "stack",
}

// stageOf returns the stage that a name is for: prod, devConfig, ProductionSettings.
func stageOf(name string) string {
	stage := ""
	for _, word := range nameWords(name) {
		switch named := stageNames[word]; {
		case named != "" && stage == "":
			stage = named
		case !slices.Contains(stageFillers, word):
			return ""
		}
	}
	return stage
}

// fileStage returns the stage that a file is for by its path: config.prod.ts,
// settings/production.py, envs/dev/main.ts. The plain one among the environments
// of an Angular project is for development.
func fileStage(file string) string {
	folder, base := path.Split(file)
	if stage := stageOf(strings.TrimSuffix(base, path.Ext(base))); stage != "" {
		return stage
	}
	for part := range strings.SplitSeq(folder, "/") {
		if stage := stageOf(part); stage != "" {
			return stage
		}
	}
	if path.Base(folder) == "environments" && strings.HasPrefix(base, "environment.") {
		return "development"
	}
	return ""
}
