package discover

import (
	"testing"

	"github.com/regionlint/regionlint/lint/source"
)

func TestDotenvNames(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		dotenv   bool
		template bool
		mode     string
	}{
		{".env", true, false, ""},
		{".ENV", true, false, ""},
		{".env.local", true, false, ""},
		{".env.production", true, false, "production"},
		{".env.production.local", true, false, "production"},
		{".env.production.example", true, true, "production"},
		{".env.aws-outputs", true, false, "aws-outputs"},
		{".env.example", true, true, ""},
		{".env.sample", true, true, ""},
		{".env.template", true, true, ""},
		{".env.dist", true, true, ""},
		{".env.defaults", true, true, ""},
		{".env.example.local", true, true, ""},
		{".example.env", true, true, ""},
		{".env-example", true, true, ""},
		{".env_sample", true, true, ""},
		{"env.example", true, true, ""},
		{"env.sample", true, true, ""},
		{"env.local", true, false, ""},
		{"env.prod", true, false, "prod"},
		{"env-example", true, true, ""},
		{"dotenv.example", true, true, ""},
		{"dotenv", true, false, ""},
		{"prod.env", true, false, "prod"},
		{"example.env", true, true, ""},
		{"docker.prod.env", true, false, "docker.prod"},
		{".flaskenv", true, false, ""},
		{"env", false, false, ""},
		{"env.py", false, false, ""},
		{"env.ts", false, false, ""},
		{"env.d.ts", false, false, ""},
		{"env.test.ts", false, false, ""},
		{"env.config", false, false, ""},
		{"envs", false, false, ""},
		{"environment", false, false, ""},
		{".environment", false, false, ""},
		{".envrc", false, false, ""},
		{".env-cmdrc", false, false, ""},
		{".env.ts", false, false, ""},
		{".env.js", false, false, ""},
		{".env.d.ts", false, false, ""},
		{".env.json", false, false, ""},
		{".env.yaml", false, false, ""},
		{".env.j2", false, false, ""},
		{".env.vault", false, false, ""},
		{".env.enc", false, false, ""},
		{".env.swp", false, false, ""},
		{".env.bak", false, false, ""},
		{".env.local.bak", false, false, ""},
		{".env~", false, false, ""},
		{".env.local~", false, false, ""},
		{".env.", false, false, ""},
		{".#.env", false, false, ""},
		{"#.env#", false, false, ""},
		{"..env", true, false, ""},
		{".", false, false, ""},
		{"", false, false, ""},
	}
	for _, tt := range tests {
		if got := isDotenv(tt.name); got != tt.dotenv {
			t.Errorf("isDotenv(%q) = %t", tt.name, got)
		}
		if !tt.dotenv {
			continue
		}
		if got := IsTemplate("a.template/" + tt.name); got != tt.template {
			t.Errorf("IsTemplate(%q) = %t", tt.name, got)
		}
		if got := Mode("env.production/" + tt.name); got != tt.mode {
			t.Errorf("Mode(%q) = %q, want %q", tt.name, got, tt.mode)
		}
	}
}

func TestIsTest(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		lang source.Language
		want bool
	}{
		{"test_app.py", source.Python, true},
		{"app/app_test.py", source.Python, true},
		{"app/tests.py", source.Python, true},
		{"conftest.py", source.Python, true},
		{"tests/helpers.py", source.Python, true},
		{"a/test/b/c.py", source.Python, true},
		{"a/integration-tests/c.py", source.Python, true},
		{"fixtures/a.py", source.Python, true},
		{"testing.py", source.Python, false},
		{"latest/app.py", source.Python, false},
		{"contest.py", source.Python, false},
		{"attest/tested.py", source.Python, false},
		{"a.test.ts", source.TypeScript, true},
		{"a.spec.tsx", source.TypeScript, true},
		{"a.e2e.ts", source.TypeScript, true},
		{"__tests__/a.ts", source.TypeScript, true},
		{"__mocks__/a.ts", source.TypeScript, true},
		{"e2e/a.ts", source.TypeScript, true},
		{"web-e2e/a.ts", source.TypeScript, true},
		{"src/test.ts", source.TypeScript, false},
		{"src/spec.ts", source.TypeScript, false},
		{"src/inspect.ts", source.TypeScript, false},
		{".env", source.Dotenv, false},
		{".env.test", source.Dotenv, true},
		{".env.test.local", source.Dotenv, true},
		{"tests/.env", source.Dotenv, true},
		{".env.latest", source.Dotenv, false},
	}
	for _, tt := range tests {
		if got := isTest(tt.name, tt.lang); got != tt.want {
			t.Errorf("isTest(%q) = %t", tt.name, got)
		}
	}
}
