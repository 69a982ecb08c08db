package report

import (
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint/source"
)

func TestSecret(t *testing.T) {
	t.Parallel()
	lines := []struct {
		text   string
		secret bool
	}{
		{"\ufeffTOKEN=hunter2\n", true},
		{"\n", false},
		{"# regions, and why\r\n", false},
		{"# OLD_TOKEN=hunter2\n", true},
		{"AWS_REGION=us-east-1\r\n", false},
		{"export AWS_REGION = 'us-east-1' \n", false},
		{"AWS_REGION=us-east-1 # hunter2\n", true},
		{"URL=https://user:hunter2@us-east-1.example\n", true},
		{"EMPTY=\n", false},
		{"KEY=\"-----BEGIN\n", true},
		{"aHVudGVyMg\n", true},
		{"-----END\"\n", true},
		{"A=us-east-1\rTOKEN=hunter2\n", true},
		{"REGION=us-east-1", false},
	}
	var text strings.Builder
	var values []source.Span
	for _, line := range lines {
		if at := strings.Index(line.text, "us-east-1"); at >= 0 {
			start := uint32(text.Len() + at)
			values = append(values, source.Span{Start: start, End: start + uint32(len("us-east-1"))})
		}
		text.WriteString(line.text)
	}
	s := Sources{
		Files:  map[string]*source.File{".env": source.NewFile(".env", []byte(text.String())), "a.py": source.NewFile("a.py", []byte("x\n"))},
		Dotenv: map[string][]source.Span{".env": values, ".env.gone": nil},
	}
	secret := s.Secret(".env")
	for i, line := range lines {
		if got := secret(i); got != line.secret {
			t.Errorf("%q: secret is %v", line.text, got)
		}
	}
	for _, outside := range []int{-1, len(lines)} {
		if !secret(outside) {
			t.Errorf("line %d is none and may be shown", outside)
		}
	}
	if s.Secret("a.py") != nil || s.Secret(".env.gone") != nil {
		t.Error("a file that is no dotenv file has secrets")
	}
}
