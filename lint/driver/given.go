package driver

import (
	"bytes"
	"context"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/link"
	"github.com/regionlint/regionlint/lint/parse"
	"github.com/regionlint/regionlint/lint/source"
)

// given notes what a text file beside code and dotenv files says of variables:
// all names in it, and those that it may set for programs of the root. What is
// about tests sets nothing for them, nor does an emulator's container; a job of a
// CI service sets variables for what it runs. It notes the dotenv files that the
// text hands to programs as well.
func given(in *link.Input, name string, text []byte) {
	words := variables(text)
	for _, word := range words {
		in.Words[word] = true
	}
	if !discover.TestText(name) && (discover.IsCompose(name) || bytes.Contains(text, []byte("env"))) {
		in.EnvFiles = append(in.EnvFiles, envFiles(name, text)...)
	}
	if namesAWS(text) {
		in.Cloud[path.Dir(name)] = true
	}
	if discover.IsCompose(name) && handsOn(string(text)) {
		in.Handed[path.Dir(name)] = true
	}
	switch path.Base(name) {
	case "vercel.json", "amplify.yml", "netlify.toml":
		in.Hosts[path.Dir(name)] = true
	}
	switch {
	case isJob(name):
		vars := words
		// The action that configures credentials sets both, and CodeBuild has them.
		if strings.Contains(string(text), "aws-region:") || strings.HasPrefix(path.Base(name), "buildspec") {
			vars = append(vars, "AWS_REGION", "AWS_DEFAULT_REGION")
		}
		slices.Sort(vars)
		vars = slices.Compact(vars)
		for _, script := range scripts(text) {
			for _, word := range vars {
				in.Jobs[word] = appendNew(in.Jobs[word], script)
			}
		}
	case discover.TestText(name):
	case isDockerfile(name):
		in.Containers = append(in.Containers, imageSets(name, string(text))...)
		for _, word := range words {
			in.Provided[word] = true
		}
	case discover.IsCompose(name):
		in.Containers = append(in.Containers, containers(name, string(text))...)
		text = []byte(withoutEmulators(string(text)))
		words = variables(text)
		fallthrough
	default:
		for _, word := range words {
			in.Provided[word] = true
		}
		if bytes.Contains(text, []byte("eks.amazonaws.com/role-arn")) { // pods with such a role have both
			in.Provided["AWS_REGION"], in.Provided["AWS_DEFAULT_REGION"] = true, true
			in.Words["AWS_REGION"], in.Words["AWS_DEFAULT_REGION"] = true, true
		}
	}
}

// maxScripts is how many programs one file of a CI service starts at most that its
// variables are for.
const maxScripts = 100

// namesAWS reports whether a text has the letters aws, in either case.
func namesAWS(text []byte) bool {
	return slices.ContainsFunc([]byte("wW"), func(letter byte) bool {
		for from := 0; ; {
			at := bytes.IndexByte(text[from:], letter)
			if at < 0 {
				return false
			}
			at += from
			if at > 0 && at+1 < len(text) && text[at-1]|0x20 == 'a' && text[at+1]|0x20 == 's' {
				return true
			}
			from = at + 1
		}
	})
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// isJob reports whether a file says what a CI service runs.
func isJob(name string) bool {
	switch path.Base(name) {
	case ".gitlab-ci.yml", "azure-pipelines.yml", "bitbucket-pipelines.yml", "Jenkinsfile", ".travis.yml":
		return true
	}
	if base := path.Base(name); strings.HasPrefix(base, "buildspec") && strings.HasPrefix(path.Ext(base), ".y") {
		return true
	}
	for _, folder := range []string{".github/workflows/", ".github/actions/", ".circleci/", ".buildkite/", ".gitlab/"} {
		if strings.HasPrefix(name, folder) || strings.Contains(name, "/"+folder) {
			return true
		}
	}
	return false
}

var script = regexp.MustCompile(`[\w./-]+\.(?:py|[cm]?[jt]s)\b`)

// scripts returns the names of the code files that a text names, without their
// folders.
func scripts(text []byte) []string {
	var names []string
	for _, m := range script.FindAll(text, -1) {
		if names = appendNew(names, path.Base(string(m))); len(names) == maxScripts {
			break
		}
	}
	return names
}

// isDockerfile reports whether a file says what an image is built of.
func isDockerfile(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(base, "Dockerfile") || strings.HasPrefix(base, "Containerfile") || strings.HasSuffix(base, ".Dockerfile")
}

// emulators mark the images of containers that stand in for AWS.
var emulators = []string{"localstack", "dynamodb-local", "minio", "motoserver", "elasticmq", "goaws", "s3mock", "kinesalite", "fake-sqs", "fakes3"}

// withoutEmulators cuts the services out of a compose file whose images stand in
// for AWS: what they are set to is theirs alone.
func withoutEmulators(text string) string {
	var out strings.Builder
	for _, part := range composed(text) {
		if !part.emulates() {
			out.WriteString(part.text)
		}
	}
	return out.String()
}

// handsOn reports whether a service of a compose file runs an image that is
// built elsewhere with a dotenv file: nobody sees what it reads.
func handsOn(text string) bool {
	return slices.ContainsFunc(composed(text), func(p composePart) bool {
		return p.image != "" && strings.Contains(p.text, "env_file:") && !strings.Contains(p.text, "build:")
	})
}

// A composePart is one service of a compose file, or what stands between them.
type composePart struct{ text, image string }

// composed splits a compose file into its services and the rest, by how far
// their lines are indented.
func composed(text string) []composePart {
	var parts []composePart
	var part composePart
	within, indent := false, 0 // whether in services, and how far their names are indented
	start, at := 0, 0
	for line := range strings.Lines(text) {
		content := strings.TrimSpace(line)
		depth := len(line) - len(strings.TrimLeft(line, " "))
		if content != "" && !strings.HasPrefix(content, "#") && (depth == 0 || within && (indent == 0 || depth <= indent)) {
			part.text = text[start:at]
			parts = append(parts, part)
			part, start, indent = composePart{}, at, depth
			if depth == 0 {
				within = strings.HasPrefix(content, "services:")
			}
		}
		if image, ok := strings.CutPrefix(content, "image:"); ok && within {
			part.image = image
		}
		at += len(line)
	}
	part.text = text[start:]
	return append(parts, part)
}

// mapsFields reports whether programs in a language are used to having the fields
// of a structure filled in from the environment, whose names they spell nowhere.
func mapsFields(ext string) bool {
	switch ext {
	case ".go", ".java", ".kt", ".scala", ".cs", ".fs", ".rs":
		return true
	}
	return false
}

// mentions notes which variables the comments of dotenv files name, and which of
// those that dotenv files set to a region are named by files that are not
// extracted: tests, and files in other languages.
func (l *loader) mentions(ctx context.Context, in *link.Input) error {
	in.Remarked, in.Mentioned = make(map[string]bool), make(map[string]bool)
	asked := make(map[string]bool)
	for i := range l.states {
		s := &l.states[i]
		if s.fact == nil || l.found.Candidates[i].Lang != source.Dotenv {
			continue
		}
		for line := range strings.Lines(string(s.file.Text)) {
			if remark, ok := strings.CutPrefix(strings.TrimSpace(line), "#"); ok {
				for _, word := range variables([]byte(remark)) {
					in.Remarked[word] = true
				}
			}
		}
		for _, d := range s.fact.Dotenv {
			if aws.HasRegionShape([]byte(d.Value)) {
				asked[d.Name], asked["$"+d.Name] = true, true
			}
		}
	}
	if len(asked) == 0 {
		return nil
	}
	in.Compiled = make(map[string]bool)
	for _, name := range l.found.Foreign {
		if mapsFields(path.Ext(name)) {
			in.Compiled[path.Dir(name)] = true
		}
	}
	files := slices.Clone(l.found.Foreign)
	for _, c := range l.found.Candidates {
		if c.Test && c.Lang != source.Dotenv {
			files = append(files, c.Path)
		}
	}
	q := wordsQuestion(asksForeign, asked)
	ask := q.inquire()
	found, failures := make([][]string, len(files)), make([]error, len(files))
	err := l.each(ctx, files, func(_ *parse.Parser, i int) {
		var answer string
		_, answer, failures[i] = l.glance(files[i], q, ask)
		found[i] = strings.Fields(answer)
	})
	l.fail(files, failures)
	for _, names := range found {
		for _, name := range names {
			in.Mentioned[strings.TrimPrefix(name, "$")] = true
		}
	}
	return err
}
