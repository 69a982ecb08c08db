package driver

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// clients returns a result's clients as path service regions.
func clients(r *Result) []string {
	all := make([]string, 0)
	for _, c := range r.Program.Clients {
		all = append(all, fmt.Sprintf("%s %s %s", c.At.Path, c.Service, strings.Join(c.Regions, ",")))
	}
	return all
}

// TestRounds has regions come through files that do not matter by themselves,
// which the linker has to ask for.
func TestRounds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		files map[string]string
		want  []string
		idle  []string // files that nothing asks for
	}{
		{
			"an import leads into a file",
			map[string]string{
				"db.py":       "import boto3\nfrom names import HERE\nc = boto3.client('s3', region_name=HERE)\n",
				"names.py":    "from deeper import WHERE as HERE\n",
				"deeper.py":   "from deepest import WHERE\n",
				"deepest.py":  "WHERE = 'eu-west-1'\n",
				"unneeded.py": "THERE = 1\n",
			},
			[]string{"db.py s3 eu-west-1"},
			[]string{"unneeded.py"},
		},
		{
			"a caller decides",
			map[string]string{
				"db.py":       "import boto3\ndef make_client(where):\n    return boto3.client('s3', region_name=where)\n",
				"main.py":     "from db import make_client\nfrom places import HOME\nc = make_client(HOME)\n",
				"places.py":   "HOME = 'eu-' + 'west-1'\n",
				"unneeded.py": "def make_clients(): pass\n",
			},
			[]string{"db.py s3 eu-west-1"},
			[]string{"unneeded.py"},
		},
		{
			"TypeScript through a barrel",
			map[string]string{
				"src/db.ts":        "import { S3Client } from '@aws-sdk/client-s3';\nimport { here } from './lib';\nexport const c = new S3Client({ region: here });\n",
				"src/lib/index.ts": "export * from './a';\nexport * from './b';\n",
				"src/lib/a.ts":     "export const there = 1;\n",
				"src/lib/b.ts":     "export const here = ['eu', 'west', '1'].length ? 'eu-west-1' : 'eu-west-1';\n",
				"src/other.ts":     "export const other = 1;\n",
			},
			[]string{"src/db.ts s3 eu-west-1"},
			[]string{"src/other.ts", "src/lib/a.ts"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := mustRun(t, Options{FS: tree(tt.files)})
			if got := clients(r); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q after %d rounds", got, tt.want, r.Stats.Rounds)
			}
			for _, idle := range tt.idle {
				if r.Files[idle] != nil {
					t.Errorf("%s was extracted, but nothing needs it", idle)
				}
			}
		})
	}
}

// TestLongChain has a region come through many files that only import it.
func TestLongChain(t *testing.T) {
	t.Parallel()
	const n = 40
	files := map[string]string{"m0.py": "import boto3\nfrom m1 import X\nc = boto3.client('s3', region_name=X)\n"}
	for i := 1; i < n; i++ {
		files[fmt.Sprintf("m%d.py", i)] = fmt.Sprintf("from m%d import X\n", i+1)
	}
	files[fmt.Sprintf("m%d.py", n)] = "X = '-'.join(['eu', 'west', '1'])\n"
	r := mustRun(t, Options{FS: tree(files)})
	if got, want := clients(r), []string{"m0.py s3 eu-west-1"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestRoundsEnd chains more callers than are looked for.
func TestRoundsEnd(t *testing.T) {
	t.Parallel()
	const n, looked = 6, 3 // files: the client's and two generations of callers
	files := map[string]string{"m0.py": "import boto3\ndef call_m0(where):\n    return boto3.client('s3', region_name=where)\n"}
	for i := 1; i < n; i++ {
		files[fmt.Sprintf("m%d.py", i)] = fmt.Sprintf("from m%d import call_m%d\ndef call_m%d(x):\n    return call_m%d(x)\n", i-1, i-1, i, i-1)
	}
	r := mustRun(t, Options{FS: tree(files)})
	if r.Stats.Rounds != maxRounds || len(r.Program.Clients) != 1 || r.Stats.Extracted != looked {
		t.Errorf("%d rounds, %d clients, %d files", r.Stats.Rounds, len(r.Program.Clients), r.Stats.Extracted)
	}
}
