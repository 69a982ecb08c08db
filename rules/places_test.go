package rules

import (
	"testing"

	"github.com/regionlint/regionlint/lint/link"
)

func TestTogetherInOneRun(t *testing.T) {
	t.Parallel()
	origin := func(profile string, kind link.StepKind) link.Origin {
		return link.Origin{Profile: profile, Steps: []link.Step{{Kind: kind}}}
	}
	tests := []struct {
		name string
		a, b link.Origin
		want bool
	}{
		{"no mode", origin("", link.StepLiteral), origin("", link.StepTemplate), true},
		{"one mode", origin("production", link.StepDefinition), origin("production", link.StepDefinition), true},
		{"two modes", origin("production", link.StepDefinition), origin("staging", link.StepDefinition), false},
		{"a mode and a literal", origin("production", link.StepDefinition), origin("", link.StepLiteral), true},
		{"a mode and the base file", origin("production", link.StepDefinition), origin("", link.StepDefinition), true},
		{"a mode and a template", origin("docker", link.StepDefinition), origin("", link.StepTemplate), false},
		{"a mode and a fallback", origin("docker", link.StepDefinition), origin("", link.StepFallback), false},
	}
	for _, tt := range tests {
		if got := together(tt.a, tt.b); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
		if got := together(tt.b, tt.a); got != tt.want {
			t.Errorf("%s, the other way: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestUnit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		file, component string
		scattered       bool
		want            string
	}{
		{"backend/app.py", "backend", false, "."},
		{"backend/app.py", "backend", true, "backend"},
		{"app.py", ".", true, "."},
		{"examples/one/app.py", ".", false, "examples/one"},
		{"examples/one/python/app.py", "examples/one/python", false, "examples/one/python"},
		{"docs/Samples/one.py", ".", false, "docs/Samples/one.py"},
		{"examples.py", ".", false, "."},
	}
	for _, tt := range tests {
		g := &ground{scattered: tt.scattered}
		if got := g.unit(tt.file, tt.component); got != tt.want {
			t.Errorf("unit(%q, %q), scattered %v = %q, want %q", tt.file, tt.component, tt.scattered, got, tt.want)
		}
	}
}
