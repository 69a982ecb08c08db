package dialect

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// folderVariable names a folder with the real readers: node_modules with dotenv,
// dotenv-expand, @next/env, vite and, under the names dotenv10, dotenv-expand5
// and vite7, older versions; python with python-dotenv, python-decouple and
// django-environ; go-readers, built from testdata/readers/main.go. What is not
// there is not compared.
const folderVariable = "REGIONLINT_DOTENV_READERS"

var update = flag.Bool("update", false, "write down what the real readers do")

// A notebook collects what the real readers make of the texts that are kept.
type notebook struct {
	mu      sync.Mutex
	results map[string]map[string]string
}

func (n *notebook) add(text, reader, result string) {
	if !isTelling(text) {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.results[text] == nil {
		n.results[text] = make(map[string]string)
	}
	n.results[text][reader] = result
}

func (n *notebook) write(t *testing.T) {
	t.Helper()
	var all []observed
	for _, text := range slices.Sorted(maps.Keys(n.results)) {
		all = append(all, observed{text, n.results[text]})
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(all); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(observedFile, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// isTelling reports whether a text is kept: it sets a plain region in some
// manner, or something else in the plainest one.
func isTelling(text string) bool {
	const head, tail = "A=2\nEMPTY=\n", "\nB=1\n"
	line, whole := strings.CutPrefix(text, head)
	line, ended := strings.CutSuffix(line, tail)
	if !whole || !ended {
		return strings.HasSuffix(strings.TrimRight(text, "B=1\r\n"), "K=us-east-1")
	}
	_, value, _ := strings.Cut(line, "K")
	value = strings.Trim(value, "=: \t")
	return strings.HasPrefix(value, "us-east-1") && !strings.ContainsAny(value, ";,'${") || strings.HasPrefix(line, "K="+value) && !strings.ContainsAny(value, " #\t") ||
		strings.HasPrefix(line, "K=\"us-east-1\"") || strings.HasPrefix(line, "K='us-east-1'") || strings.HasPrefix(line, "K=`us-east-1`")
}

// TestRealReaders compares what is written down here with what the readers
// themselves do.
func TestRealReaders(t *testing.T) {
	t.Parallel()
	folder := os.Getenv(folderVariable)
	if folder == "" {
		t.Skip(folderVariable + " names no folder with the real readers")
	}
	texts := inputs()
	notes := &notebook{results: make(map[string]map[string]string)}
	if *update {
		t.Cleanup(func() { notes.write(t) })
	}
	programs := map[string]*exec.Cmd{
		"node":   exec.CommandContext(t.Context(), "node", "testdata/readers/node.js", folder),
		"python": exec.CommandContext(t.Context(), "python3", "testdata/readers/python.py", filepath.Join(folder, "python")),
		"go":     exec.CommandContext(t.Context(), filepath.Join(folder, "go-readers")),
	}
	for name, program := range programs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compareAll(t, program, texts, notes)
		})
	}
	t.Run("bash", func(t *testing.T) {
		t.Parallel()
		compareBash(t, texts, notes)
	})
}

func compareAll(t *testing.T, program *exec.Cmd, texts []string, notes *notebook) {
	t.Helper()
	input, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	program.Stdin = bytes.NewReader(input)
	program.Stderr = os.Stderr
	raw, err := program.Output()
	if err != nil {
		t.Skipf("%s: %v", program.Path, err)
	}
	var real map[string][]map[string]string
	if err := json.Unmarshal(raw, &real); err != nil {
		t.Fatal(err)
	}
	for _, reader := range All() {
		for name, sets := range real {
			if name == reader.String() {
				compare(t, reader, name, texts, sets, notes)
			}
		}
	}
}

// compare holds one reader against what the real one, under the given name, made
// of the texts.
func compare(t *testing.T, reader Reader, name string, texts []string, sets []map[string]string, notes *notebook) {
	t.Helper()
	different := 0
	for i, text := range texts {
		want := Reading{State: Absent}
		if sets[i] == nil {
			want = Reading{State: Refused}
		} else if value, ok := sets[i]["K"]; ok {
			want = Reading{Value: value}
		}
		notes.add(text, name, notation(want))
		got := reader.Read(text, "K", nil)
		if got == want {
			continue
		}
		if different++; different <= 20 {
			t.Errorf("%s: %q: %s, want %s", name, text, notation(got), notation(want))
		}
	}
	t.Logf("%s: %d texts, %d differences", name, len(texts), different)
}

// compareBash has a shell source a part of the texts. Commands in them are not
// found.
func compareBash(t *testing.T, texts []string, notes *notebook) {
	t.Helper()
	shell, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	dir := t.TempDir()
	var chosen []string
	for i, text := range texts {
		if (i%7 == 0 || isTelling(text)) && !strings.ContainsAny(text, "`<>&|()") {
			chosen = append(chosen, text)
		}
	}
	var script strings.Builder
	script.WriteString("PATH=/nonexistent\n")
	for i, text := range chosen {
		file := filepath.Join(dir, "f"+string(rune('a'+i%26))+strings.Repeat("x", i/26))
		if err := os.WriteFile(file, []byte(text+"\n:\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		script.WriteString("(set -a; . " + file + "; [ -v K ] && printf '1%s\\0' \"$K\" || printf '0\\0') 2>/dev/null || printf '2\\0'\n")
	}
	shellScript := filepath.Join(dir, "script")
	if err := os.WriteFile(shellScript, []byte(script.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	raw, err := exec.CommandContext(t.Context(), shell, "--norc", "--noprofile", shellScript).Output()
	if err != nil {
		t.Fatal(err)
	}
	results := strings.Split(strings.TrimSuffix(string(raw), "\x00"), "\x00")
	if len(results) != len(chosen) {
		t.Fatalf("%d results of %d texts", len(results), len(chosen))
	}
	sets := make([]map[string]string, len(chosen))
	for i, result := range results {
		sets[i] = map[string]string{}
		if value, ok := strings.CutPrefix(result, "1"); ok {
			sets[i]["K"] = value
		}
	}
	compare(t, Bash, "bash", chosen, sets, notes)
}
