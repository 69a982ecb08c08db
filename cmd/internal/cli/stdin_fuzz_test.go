package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/regionlint/regionlint/rules"
)

// FuzzStdin pipes a text through the program: if nothing is fixed it comes out as
// it went in, and what comes out has nothing left to fix.
func FuzzStdin(f *testing.F) {
	names := []string{"a.py", "a.ts", "a.tsx", "a.cjs", ".env"}
	for i, text := range []string{
		"\ufeffimport boto3\r\nc = boto3.client('s3', region_name='us-east-1a')\r\n",
		"import { S3Client } from '@aws-sdk/client-s3'\nnew S3Client({ region: `us_east_1` })",
		"// regionlint: ignore[x]\nconst a = <B region='US-EAST-1'/>;\r",
		"'use strict'\nconst r = process.env.AWS_REGION || 'us-east-1' // \xff\n",
		"AWS_REGION=us-east-1#prod\nAWS_REGION: 'us-east-1a'\n",
	} {
		f.Add(text, uint(i))
	}
	dir := f.TempDir()
	through := func(t *testing.T, name, text string) (out, errout string) {
		t.Helper()
		var stdout, stderr bytes.Buffer
		env := testEnv(dir, &stdout, &stderr)
		env.Stdin, env.Rules = strings.NewReader(text), rules.All()
		Run(t.Context(), []string{"--fix", "--stdin-filename", name, "--to", "eu-west-1"}, env)
		return stdout.String(), stderr.String()
	}
	f.Fuzz(func(t *testing.T, text string, name uint) {
		file := names[name%uint(len(names))]
		fixed, said := through(t, file, text)
		if fixed != text && !strings.Contains(said, ": applied ") {
			t.Fatalf("%s: %q comes out as %q: %s", file, text, fixed, said)
		}
		if fixed == text && strings.Contains(said, "\nregionlint: applied ") && !strings.Contains(said, "applied no fix") {
			t.Fatalf("%s: %q is fixed and comes out as it was: %s", file, text, said)
		}
		if again, said := through(t, file, fixed); again != fixed {
			t.Fatalf("%s: %q becomes %q, and that %q: %s", file, text, fixed, again, said)
		}
	})
}
