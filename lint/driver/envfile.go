package driver

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/dialect"
	"github.com/regionlint/regionlint/lint/discover"
	"github.com/regionlint/regionlint/lint/link"
)

// maxCommand is how long a line may be to be looked at for a command, in bytes.
const maxCommand = 2_000

// envFiles returns the dotenv files that a text file hands to a program: the
// env_file of a compose file, the --env-file of a command, what a shell sources.
func envFiles(file string, text []byte) []link.EnvFile {
	var found []link.EnvFile
	beside := discover.IsCompose(file) || path.Base(file) == "package.json"
	add := func(name string, reader dialect.Reader) {
		if name = strings.Trim(name, "'\"`,;)("); strings.Contains(name, "env") {
			found = append(found, link.EnvFile{By: file, Name: name, Beside: beside, Reader: reader})
		}
	}
	if discover.IsCompose(file) {
		for _, name := range composeFiles(string(text)) {
			add(name, dialect.Compose)
		}
		if names := variables(text); bytes.IndexByte(text, '$') >= 0 && len(names) > 0 { // it fills in ${X} from there
			found = append(found, link.EnvFile{By: file, Name: ".env", Beside: true, Reader: dialect.Compose, Names: names})
		}
	}
	if bytes.Contains(text, []byte("\\\n")) || bytes.Contains(text, []byte("\\\r\n")) {
		text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\\\r\n"), []byte(" ")), []byte("\\\n"), []byte(" "))
	}
	// Most lines of most files have nothing of it.
	for at := bytes.Index(text, []byte("env")); at >= 0; at = bytes.Index(text, []byte("env")) {
		start := bytes.LastIndexByte(text[:at], '\n') + 1
		end := len(text)
		if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		line := text[start:end]
		text = text[end:]
		if len(line) <= maxCommand && !bytes.HasPrefix(bytes.TrimSpace(line), []byte("#")) {
			commandFiles(strings.Fields(string(line)), add)
		}
	}
	return found
}

// composeFiles returns what the env_file keys of a compose file name.
func composeFiles(text string) []string {
	var names []string
	inList := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if i := strings.Index(line, " #"); i >= 0 {
			line = strings.TrimSpace(line[:i])
		}
		item, isItem := strings.CutPrefix(line, "- ")
		value, isKey := strings.CutPrefix(line, "env_file:")
		switch {
		case isKey:
			value = strings.TrimSpace(value)
			inList = value == ""
			names = append(names, strings.Split(strings.Trim(value, "[]"), ",")...)
		case inList && isItem:
			names = append(names, strings.TrimPrefix(strings.TrimSpace(item), "path:"))
		case line != "" && line[0] != '#' && !strings.HasPrefix(line, "required:") && !strings.HasPrefix(line, "format:"):
			inList = false
		}
	}
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	return names
}

// commandFiles finds the dotenv files among the words of a command line, and
// what reads them.
func commandFiles(words []string, add func(name string, reader dialect.Reader)) {
	for i, word := range words {
		word = strings.TrimLeft(word, "'\"`([")
		flag, value, joined := strings.Cut(word, "=")
		switch {
		case flag == "--env-file" || flag == "--env-file-if-exists":
			if !joined && i+1 < len(words) {
				value = words[i+1]
			}
			if reader, ok := commandReader(words[:i]); ok {
				add(value, reader)
			}
		case (word == "source" || word == ".") && i+1 < len(words):
			add(words[i+1], dialect.Bash)
		}
	}
}

// commandReader says what reads the file that --env-file names, by the words
// before the flag.
func commandReader(before []string) (dialect.Reader, bool) {
	for _, word := range slices.Backward(before) {
		switch path.Base(strings.Trim(word, "'\"`([:,")) {
		case "docker-compose", "podman-compose", "compose":
			return dialect.Compose, true
		case "docker", "podman":
			return dialect.Docker, true
		case "node", "tsx", "nodemon":
			return dialect.NodeEnvFile, true
		case "uvicorn", "fastapi":
			return dialect.PythonDotenv, true
		}
	}
	return 0, false
}
