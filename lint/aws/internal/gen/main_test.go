package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestGenerated fails when the committed tables are not what the facts give.
func TestGenerated(t *testing.T) {
	const pkg = "../.."
	files, err := generate(filepath.Join(pkg, "data"))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(pkg, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is stale: run go generate ./lint/aws", name)
		}
	}
}

func TestRegionPrefixes(t *testing.T) {
	for pattern, want := range map[string]string{
		`^us-gov-\w+-\d+$`:     "us-gov-",
		`^eusc-(de)-\w+-\d+$`:  "eusc-de-",
		`^(us|eu)-\w+-\d+$`:    "eu- us-",
		`^us-\d+$`:             "error",
		`^(us|e.)-\w+-\d+$`:    "error",
		`^((us)|eu)-\w+-\d+$`:  "error",
		`us-gov-\w+-\d+`:       "error",
		`^us-(gov-\w+-\d+$`:    "error",
		`^us-gov-\w+-\d+-\d+$`: "error",
	} {
		prefixes, err := regionPrefixes(pattern)
		got := "error"
		if err == nil {
			var b bytes.Buffer
			for i, p := range prefixes {
				if i > 0 {
					b.WriteByte(' ')
				}
				b.WriteString(p)
			}
			got = b.String()
		}
		if got != want {
			t.Errorf("regionPrefixes(%q) = %q, want %q", pattern, got, want)
		}
	}
}
