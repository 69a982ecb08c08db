package discover

import (
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/source"
)

// kind is what a file is to us, by its name.
type kind struct {
	lang     source.Language // 0 if it is no candidate
	tsx      bool
	manifest bool
	other    bool
	foreign  bool
}

func (k kind) wanted() bool { return k.lang != 0 || k.manifest || k.other || k.foreign }

// classify says what a file with that path is.
func classify(name string) kind {
	base := path.Base(name)
	ext := path.Ext(base)
	switch {
	case isDotenv(base):
		return kind{lang: source.Dotenv}
	case isGenerated(base):
		return kind{}
	}
	k := kind{manifest: isManifest(base), other: isOther(base, ext), foreign: isForeign(ext)}
	switch ext {
	case ".py", ".pyw":
		k.lang = source.Python
	case ".ts", ".mts", ".cts":
		k.lang = source.TypeScript
	case ".tsx", ".js", ".jsx", ".mjs", ".cjs":
		k.lang, k.tsx = source.TypeScript, true
	}
	return k
}

// Describe returns the candidate that a file with that path is by its name alone,
// and false if it is none. Its size and what git says of it are left open.
func Describe(name string) (Candidate, bool) {
	k := classify(name)
	return Candidate{Path: name, Lang: k.lang, TSX: k.tsx, Test: isTest(name, k.lang)}, k.lang != 0
}

// isGenerated reports whether a file's name says that no one wrote it by hand,
// or that it holds no code.
func isGenerated(base string) bool {
	for _, end := range []string{".min.js", ".min.mjs", ".min.cjs", ".bundle.js", ".d.ts", ".d.mts", ".d.cts"} {
		if strings.HasSuffix(base, end) {
			return true
		}
	}
	switch base {
	case "package-lock.json", "npm-shrinkwrap.json", "composer.lock", "pnpm-lock.yaml":
		return true
	}
	return false
}

// isManifest reports whether a file says what the folder around it is.
func isManifest(base string) bool {
	switch base {
	case "package.json", "jsconfig.json", "pnpm-workspace.yaml", "lerna.json", "deno.json",
		"pyproject.toml", "requirements.txt", "setup.py", "setup.cfg", "Pipfile",
		"Dockerfile", "Containerfile", "cdk.json", "sst.json", "samconfig.toml", "amplify.yml",
		"template.yaml", "template.yml", "serverless.yml", "serverless.yaml":
		return true
	}
	return strings.HasPrefix(base, "tsconfig") && strings.HasSuffix(base, ".json") ||
		strings.HasPrefix(base, "Dockerfile.") || strings.HasSuffix(base, ".Dockerfile")
}

// isOther reports whether a file of no language of ours may still name
// environment variables.
func isOther(base, ext string) bool {
	switch ext {
	case ".yml", ".yaml", ".json", ".toml", ".cfg", ".ini", ".conf", ".properties", ".tf", ".tfvars", ".hcl",
		".config", ".sh", ".bash", ".zsh", ".fish", ".ps1", ".bat", ".cmd", ".service", ".mk", ".just", ".Dockerfile":
		return true
	}
	switch base {
	case "Dockerfile", "Containerfile", "Makefile", "makefile", "GNUmakefile", "justfile", "Justfile",
		"Procfile", "Jenkinsfile", "Vagrantfile", ".envrc":
		return true
	}
	return strings.HasPrefix(base, "Dockerfile.")
}

// IsCompose reports whether a file says by its name what containers are made of.
func IsCompose(name string) bool {
	base := strings.ToLower(path.Base(name))
	ext := path.Ext(base)
	return (ext == ".yml" || ext == ".yaml") && (strings.HasPrefix(base, "docker-compose") || strings.HasPrefix(base, "compose"))
}

// isSettings reports whether a file that is neither code nor a manifest says what
// programs run with, rather than being data.
func isSettings(name string) bool {
	return IsCompose(name) || strings.Contains("/"+name, "/.github/workflows/")
}

// isForeign reports whether a file is in a language that is not looked into, but
// whose programs may read environment variables: components, templates, notebooks,
// other languages.
func isForeign(ext string) bool {
	switch ext {
	case ".vue", ".svelte", ".astro", ".html", ".htm", ".mdx", ".ipynb", ".go", ".rb", ".erb", ".rake", ".php", ".java", ".kt", ".kts",
		".scala", ".groovy", ".gradle", ".clj", ".rs", ".cs", ".fs", ".vb", ".ex", ".exs", ".swift", ".dart", ".lua", ".pl", ".r", ".R",
		".c", ".cc", ".cpp", ".h", ".tmpl", ".tpl", ".gotmpl", ".template", ".j2", ".jinja", ".jinja2", ".ejs", ".hbs", ".mustache",
		".sql", ".prisma", ".xml", ".nix", ".star", ".bzl", ".coffee", ".elm":
		return true
	}
	return false
}

// isDotenv reports whether a file is a dotenv file by its name: `.env` with
// anything behind it that is no other kind of file, `name.env`, and `env` or
// `dotenv` with a word such as `example` or `local` behind it.
func isDotenv(base string) bool {
	parts := dotenvParts(base)
	return len(parts) > 0 && !slices.Contains(notDotenv, parts[len(parts)-1])
}

// notDotenv are endings behind `.env` that make a file something else: code,
// structured data, documents, archives, ciphertext and editors' backups.
var notDotenv = []string{
	"ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "py", "rb", "php", "go", "rs", "java", "cs", "ex", "exs",
	"json", "json5", "yml", "yaml", "toml", "xml", "ini", "md", "mdx", "txt", "rst", "html", "sh", "bash", "ps1", "fish",
	"j2", "jinja", "jinja2", "erb", "ejs", "hbs", "mustache", "gotmpl",
	"zip", "gz", "tgz", "enc", "encrypted", "gpg", "asc", "age", "sops", "vault", "keys", "lock", "sha256",
	"bak", "bkp", "backup", "old", "orig", "rej", "save", "swp", "swo", "swn", "tmp", "temp", "log",
}

// templateWords mark a dotenv file that is copied and filled in.
var templateWords = []string{
	"example", "examples", "sample", "template", "tmpl", "tpl", "dist", "default", "defaults", "schema",
}

// plainWords may follow `env` without a dot before it.
var plainWords = []string{
	"local", "dev", "development", "test", "testing", "stage", "staging", "prod", "production",
}

// dotenvParts returns the words of a dotenv file's name, `env` itself included,
// or nil if the name has the form of none. Editors mark copies with ~ and #.
func dotenvParts(base string) []string {
	lower := strings.ToLower(base)
	if !strings.Contains(lower, "env") { // most files
		return nil
	}
	hidden := strings.HasPrefix(lower, ".")
	parts := strings.FieldsFunc(lower, func(r rune) bool { return r == '.' })
	if len(parts) == 0 || strings.HasSuffix(lower, ".") || strings.ContainsAny(lower, "~#") {
		return nil
	}
	first, last := parts[0], parts[len(parts)-1]
	if word, ok := cutEnv(first); ok {
		parts[0] = "env"
		parts = slices.Insert(parts, 1, word)
		return parts
	}
	switch {
	case hidden && (first == "env" || first == "flaskenv"),
		first == "dotenv" && len(parts) == 1,
		last == "env" && len(parts) > 1:
		return parts
	case (first == "env" || first == "dotenv") && len(parts) > 1 && isEnvWord(parts[1]):
		return parts
	case hidden && len(parts) > 1 && slices.Contains(templateWords, first) && parts[1] == "env":
		return parts
	}
	return nil
}

// cutEnv takes apart `env-example` and `env_example`.
func cutEnv(word string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(word, "env")
	if !ok || len(rest) < 2 || rest[0] != '-' && rest[0] != '_' {
		return "", false
	}
	return rest[1:], isEnvWord(rest[1:])
}

func isEnvWord(word string) bool {
	return slices.Contains(templateWords, word) || slices.Contains(plainWords, word)
}

// IsTemplate reports whether a dotenv file is one that is copied and filled in,
// such as `.env.example`, rather than one that is loaded.
func IsTemplate(name string) bool {
	return slices.ContainsFunc(dotenvParts(path.Base(name)), func(word string) bool {
		return slices.Contains(templateWords, word)
	})
}

// Mode returns the mode that a dotenv file is for: "production" for
// `.env.production` and `.env.production.local`, "" for `.env`, `.env.local`
// and `.env.example`.
func Mode(name string) string {
	words := slices.DeleteFunc(dotenvParts(path.Base(name)), func(word string) bool {
		switch word {
		case "env", "dotenv", "flaskenv", "local":
			return true
		}
		return slices.Contains(templateWords, word)
	})
	return strings.Join(words, ".")
}
