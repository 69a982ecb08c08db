package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// member is a file in an archive.
type member struct{ name, text string }

func tarball(t *testing.T, members ...member) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for _, m := range members {
		if err := w.WriteHeader(&tar.Header{Name: m.name, Mode: 0o755, Size: int64(len(m.text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(m.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zipped(t *testing.T, members ...member) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		f, err := w.Create(m.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(m.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// program returns a program for an archive that is this regionlint, and says first
// where it came from.
func program(t *testing.T, from string) string {
	t.Helper()
	return "#!/bin/sh\necho from " + from + " >&2\nexec '" + executable(t) + "' \"$@\"\n"
}

// executable returns the path of this regionlint.
func executable(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("regionlint")
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// releases serves files by their paths, and adds the checksums of each folder unless
// it has some.
func releases(t *testing.T, files map[string][]byte) string {
	t.Helper()
	all := make(map[string][]byte)
	for path, text := range files {
		folder := path[:strings.LastIndex(path, "/")+1]
		if _, ok := files[folder+"checksums.txt"]; !ok {
			line := fmt.Sprintf("%x  %s\n", sha256.Sum256(text), path[len(folder):])
			all[folder+"checksums.txt"] = append(all[folder+"checksums.txt"], line...)
		}
		all[path] = text
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		text, ok := all[request.URL.Path]
		if !ok || text == nil {
			http.NotFound(w, request)
			return
		}
		_, _ = w.Write(text)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// programs makes a folder of scripts that stand before, or instead of, the
// programs of the machine.
func programs(t *testing.T, scripts map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, script := range scripts {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// without makes a folder of links to what the action needs, with some left out.
func without(t *testing.T, left ...string) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range []string{
		"bash", "sh", "cat", "cut", "awk", "od", "tr", "tar", "gzip", "unzip", "chmod", "mktemp", "mkdir", "dirname", "head", "rm", "basename", "ln",
		"curl", "sha256sum", "shasum", "perl",
	} {
		path, err := exec.LookPath(name)
		if err != nil || strings.Contains(" "+strings.Join(left, " ")+" ", " "+name+" ") {
			continue
		}
		if err := os.Symlink(path, filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// goTool is a go that says what it is to install, and installs this regionlint.
func goTool(t *testing.T) string {
	t.Helper()
	return `[ -z "${GOOS-}${GOARCH-}${GOFLAGS-}" ] || exit 1; echo "go $* in $(basename "$PWD")" >&2` + "\n" + `ln -s '` + executable(t) + `' "$GOBIN/regionlint"` + "\n"
}

var clean = map[string]string{"a.py": "import json\n"}

func TestActionInstalls(t *testing.T) {
	t.Parallel()
	good := tarball(t, member{"LICENSE", ""}, member{"regionlint", program(t, "the release")})
	hostile := tarball(t, member{"../escaped", "x"}, member{"/tmp/regionlint-escaped", "x"}, member{"regionlint", program(t, "the release")}, member{"escaped", "x"})
	here := filepath.Base(filepath.Dir(filepath.Dir(mustGetwd(t))))
	built := "go install -buildvcs=false ./cmd/regionlint in " + here
	tests := []struct {
		name    string
		version string
		ref     string
		files   map[string][]byte
		env     map[string]string
		path    string // before the machine's
		only    string // instead of the machine's
		code    int
		log     []string // what it says, in this order
		never   string
	}{
		{
			name: "a release by version", version: "v1.2.3",
			files: map[string][]byte{"/download/v1.2.3/regionlint_linux_amd64.tar.gz": good},
			log:   []string{"from the release"}, never: "::warning",
		},
		{
			name: "a release by version without its letter", version: "1.2.3-rc.1",
			files: map[string][]byte{"/download/v1.2.3-rc.1/regionlint_linux_amd64.tar.gz": good},
			log:   []string{"from the release"},
		},
		{
			name: "the release that the action is used by", ref: "v1.2.3",
			files: map[string][]byte{"/download/v1.2.3/regionlint_linux_amd64.tar.gz": good},
			log:   []string{"from the release"},
		},
		{
			name: "the latest release", version: "latest", ref: "v1.2.3",
			files: map[string][]byte{"/latest/download/regionlint_linux_amd64.tar.gz": good},
			log:   []string{"from the release"},
		},
		{
			name: "another machine", version: "v1.2.3", env: map[string]string{"RUNNER_OS": "macOS", "RUNNER_ARCH": "ARM64"},
			files: map[string][]byte{"/download/v1.2.3/regionlint_darwin_arm64.tar.gz": good},
			log:   []string{"from the release"}, only: without(t, "sha256sum"),
		},
		{
			name: "Windows", version: "v1.2.3", env: map[string]string{"RUNNER_OS": "Windows", "RUNNER_ARCH": "X64"},
			files: map[string][]byte{"/download/v1.2.3/regionlint_windows_amd64.zip": zipped(t,
				member{"../escaped", "x"}, member{"regionlint.exe", program(t, "the release")})},
			path: programs(t, map[string]string{"cygpath": `[ "$1" = --mixed ] && printf '%s\n' "$2"`}),
			log:  []string{"from the release"},
		},
		{
			name: "names that lead out of the archive", version: "v1.2.3",
			files: map[string][]byte{"/download/v1.2.3/regionlint_linux_amd64.tar.gz": hostile},
			log:   []string{"from the release"},
		},
		{
			name: "another checksum", version: "v1.2.3",
			files: map[string][]byte{
				"/download/v1.2.3/regionlint_linux_amd64.tar.gz": good,
				"/download/v1.2.3/checksums.txt":                 []byte(strings.Repeat("0", 64) + "  regionlint_linux_amd64.tar.gz\n"),
			},
			code: 2, log: []string{"::error title=regionlint::regionlint_linux_amd64.tar.gz is not what ", ", not 0000"}, never: "go install",
		},
		{
			name: "no program in the archive", version: "v1.2.3",
			files: map[string][]byte{"/download/v1.2.3/regionlint_linux_amd64.tar.gz": tarball(t, member{"bin/regionlint", "x"})},
			code:  2, log: []string{"::error title=regionlint::regionlint_linux_amd64.tar.gz holds no regionlint"}, never: "go install",
		},
		{
			name: "a program for another machine", version: "v1.2.3",
			files: map[string][]byte{"/download/v1.2.3/regionlint_linux_amd64.tar.gz": tarball(t, member{"regionlint", "\x7fELF"})},
			code:  2, log: []string{"::error title=regionlint::regionlint does not run on this machine"},
		},
		{
			name: "no such release", ref: "v1.2.3",
			log: []string{"::warning title=regionlint::no checksums at http://", built},
		},
		{
			name: "no such release, and other source", version: "v1.2.4", ref: "v1.2.3",
			log: []string{"::warning", "go install github.com/regionlint/regionlint/cmd/regionlint@v1.2.4 in regionlint."},
		},
		{
			name: "a release without this machine's archive", version: "v1.2.3",
			files: map[string][]byte{"/download/v1.2.3/regionlint_linux_arm64.tar.gz": good},
			log:   []string{"::notice title=regionlint::v1.2.3 has no regionlint_linux_amd64.tar.gz", "@v1.2.3 in"},
		},
		{
			name: "an archive that is gone", version: "v1.2.3",
			files: map[string][]byte{
				"/download/v1.2.3/regionlint_linux_amd64.tar.gz": nil,
				"/download/v1.2.3/checksums.txt":                 []byte(strings.Repeat("0", 64) + "  regionlint_linux_amd64.tar.gz\n"),
			},
			log: []string{"::warning title=regionlint::http://", "could not be downloaded", "@v1.2.3 in"},
		},
		{
			name: "a machine that there is no binary for", version: "v1.2.3", env: map[string]string{"RUNNER_ARCH": "ARM"},
			log: []string{"::notice title=regionlint::there is no binary for Linux on ARM", "@v1.2.3 in"},
		},
		{
			name: "no curl", ref: "v1.2.3", only: without(t, "curl"),
			log: []string{"::notice title=regionlint::there is no curl", built},
		},
		{name: "a branch", ref: "main", log: []string{built}, never: "::warning"},
		{name: "a commit", ref: strings.Repeat("0a", 20), log: []string{built}, never: "::warning"},
		{name: "the repository itself", log: []string{built}, never: "::warning"},
		{
			name: "a build that fails", path: programs(t, map[string]string{"go": "echo '::notice::no compiler'; exit 1\n"}),
			code: 2, log: []string{"no compiler", "::error title=regionlint::regionlint could not be built"}, never: "from",
		},
		{
			name: "no Go", only: without(t), path: t.TempDir(),
			code: 2, log: []string{"::error title=regionlint::building regionlint needs Go 1.25"},
		},
		{
			name: "a version that is none", version: "v1\n::error::$(id)", code: 2,
			log: []string{`::error title=regionlint::version takes a release such as v0.1.0, or latest, not "v1%0A::error::$(id)"`}, never: "uid=",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRunner(t, clean)
			r.ref = tt.ref
			maps.Copy(r.env, tt.env)
			if tt.only != "" {
				r.path = tt.only
			}
			if tt.path == "" {
				tt.path = programs(t, map[string]string{"go": goTool(t)})
			}
			r.path = tt.path + string(filepath.ListSeparator) + r.path
			u := r.use(map[string]string{"version": tt.version, "releases": releases(t, tt.files) + "/"})
			if u.code != tt.code {
				t.Errorf("exit code %d, want %d", u.code, tt.code)
			}
			rest := u.log
			for _, want := range tt.log {
				before, after, ok := strings.Cut(rest, want)
				if !ok {
					t.Errorf("it does not say %q behind %q", want, before)
				}
				rest = after
			}
			if tt.never != "" && strings.Contains(u.log, tt.never) {
				t.Errorf("it says %q", tt.never)
			}
			if tt.code == 0 && u.outputs["exit-code"] != "0" {
				t.Errorf("outputs %q", u.outputs)
			}
			noEscape(t, filepath.Dir(r.workspace))
			if t.Failed() {
				t.Log(u.log)
			}
		})
	}
}

func mustGetwd(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// noEscape holds that nothing but the program came out of an archive.
func noEscape(t *testing.T, folder string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if strings.Contains(filepath.Base(path), "escaped") {
			t.Errorf("the archive wrote %s", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat("/tmp/regionlint-escaped"); err == nil {
		t.Error("the archive wrote to an absolute path")
	}
}
